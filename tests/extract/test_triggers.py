"""Words that name events, and which of them speak of one."""

import pytest
from reading import Read


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("وقع انفجار في بغداد", "Bombing", "انفجار"),
        ("وقعت انفجارات في بغداد", "Bombing", "انفجارات"),
        ("فجر انتحاري نفسه في بغداد", "SuicideBombing", "فجر انتحاري"),
        ("وقع قصف في بغداد", "Shelling", "قصف"),
        ("وقعت غارات في حلب", "Airstrike", "غارات"),
        ("وقع إطلاق نار في باريس", "Shooting", "إطلاق نار"),
        ("وقع هجوم في بغداد", "Attack", "هجوم"),
        ("وقع الهجومان في بغداد", "Attack", "الهجومان"),
        ("دهست شاحنة حشدا في نيس", "VehicleRamming", "دهست"),
        ("اختطف مسلحون عمالا في صنعاء", "Kidnapping", "اختطف"),
        ("وقعت اشتباكات في صنعاء", "Clash", "اشتباكات"),
        ("اغتيال سامي الورداني", "Assassination", "اغتيال"),
        ("اعتقلت الشرطة العراقية لصا", "Arrest", "اعتقلت"),
    ],
)
def test_a_word_names_an_event(read: Read, text: str, kind: str, trigger: str) -> None:
    event = read(text).event
    assert (event.kind, event.triggers) == (kind, [trigger])


def test_a_clitic_stays_outside_a_trigger(read: Read) -> None:
    assert read("سمع الناس بانفجار في بغداد").event.triggers == ["انفجار"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("انفجر حزام ناسف كان مع انتحاري في كابول", "SuicideBombing", id="suicide bomber"),
        pytest.param("هجوم بسكين في باريس", "Stabbing", id="knife"),
        pytest.param("هجوم بعبوة ناسفة في باريس", "Bombing", id="bomb"),
        pytest.param("قصف بطائرات مسيرة في حلب", "Airstrike", id="drones"),
        pytest.param("قصف الطيران الروسي مواقع في حلب", "Airstrike", id="aircraft"),
    ],
)
def test_what_else_a_sentence_says_makes_the_class_more_exact(read: Read, text: str, kind: str) -> None:
    assert read(text).event.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("تبحث اللجنة مكافحة الهجمات في باريس", id="the fight against attacks"),
        pytest.param("ناقش المجلس قانون الاعتقال في باريس", id="a law"),
        pytest.param("جهود لمكافحة الهجمات في باريس", id="the fight, after a preposition"),
        pytest.param("دعا الوزير إلى وقف إطلاق النار في صنعاء", id="a truce"),
        pytest.param("يكتب عن ظاهرة الخطف في صنعاء", id="a phenomenon"),
    ],
)
def test_what_is_only_spoken_of_in_general_is_no_event(read: Read, text: str) -> None:
    assert read(text).events == []


def test_a_trigger_of_which_nothing_is_said_is_no_event(read: Read) -> None:
    assert read("سمع الناس انفجارا قويا").events == []


def test_a_word_of_a_name_is_no_trigger(read: Read) -> None:
    assert read("وصلت قوة الأمم المتحدة لمراقبة فض الاشتباك إلى دمشق").events == []
    assert read("وقع اشتباك في دمشق أمس").event.triggers == ["اشتباك"]


def test_triggers_of_one_sentence_name_one_event(read: Read) -> None:
    event = read("أسفر انفجار في بغداد عن مقتل 5 أشخاص").event
    assert event.triggers == ["انفجار", "مقتل"]
    assert event.kind == "Bombing"


def test_a_toll_alone_is_an_attack(read: Read) -> None:
    event = read("مقتل 5 أشخاص في باريس").event
    assert (event.kind, event.triggers) == ("Attack", ["مقتل"])


def test_the_article_goes_back_to_an_event(read: Read) -> None:
    event = read("وقع هجوم في بغداد.\nالطقس جميل.\nوقتل 3 أشخاص في الهجوم.").event
    assert event.triggers == ["هجوم", "قتل", "الهجوم"]
    assert event["killed"] == [3]


def test_a_more_exact_word_that_goes_back_makes_the_event_more_exact(read: Read) -> None:
    assert read("وقع هجوم في بغداد.\nالطقس جميل.\nكان التفجير عنيفا.").event.kind == "Bombing"


def test_an_indefinite_noun_names_another_event(read: Read) -> None:
    events = read("وقع انفجار في بغداد.\nالطقس جميل.\nووقع انفجار آخر في باريس.").events
    assert [event["place"] for event in events] == [["بغداد"], ["باريس"]]


def test_events_of_two_families_stay_apart(read: Read) -> None:
    events = read("وقع هجوم في بغداد واعتقلت الشرطة العراقية 3 أشخاص").events
    assert [event.kind for event in events] == ["Attack", "Arrest"]


def test_the_title_speaks_of_the_event_of_the_lead(read: Read) -> None:
    event = read("انفجار في بغداد\nقتل خمسة أشخاص في انفجار في سوق بالمدينة").event
    assert event.triggers == ["انفجار", "قتل", "انفجار"]


def test_a_definite_title_announces_the_event_whose_toll_follows(read: Read) -> None:
    event = read("الهجوم في كابول\nتوقفت الرحلات.\nوقتل خمسة أشخاص.").event
    assert event.triggers == ["الهجوم", "قتل"]


def test_an_attack_and_a_raid_of_one_sentence_are_two_events(read: Read) -> None:
    found = read("بعد تفجير في بغداد داهمت القوات العراقية منازل في الموصل")
    assert sorted(event.kind for event in found.events) == ["Bombing", "SecurityOperation"]


def test_what_somebody_could_do_is_no_event(read: Read) -> None:
    assert read("لم تكن الجماعة قادرة على تنفيذ هجمات في العراق").events == []
