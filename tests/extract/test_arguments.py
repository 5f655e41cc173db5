"""When, where, with what, and whether an event happened at all."""

import pytest
from reading import Read


@pytest.mark.parametrize(
    "text",
    ["وقع انفجار في بغداد", "وقع انفجار ببغداد", "وقع انفجار جنوب بغداد", "وقع انفجار قرب بغداد", "في بغداد وقع انفجار"],
)
def test_a_place_stands_after_a_preposition_of_place(read: Read, text: str) -> None:
    assert read(text).event["place"] == ["بغداد"]


def test_the_place_that_the_event_names_is_the_one_after_it(read: Read) -> None:
    assert read("أدان الرئيس الفرنسي من باريس الهجوم الذي وقع في بغداد").event["place"] == ["بغداد"]


def test_the_most_specific_place_comes_first(read: Read) -> None:
    assert read("وقع انفجار في مطار بغداد الدولي في العراق").event["place"] == ["مطار بغداد الدولي", "العراق"]


def test_the_place_of_another_event_is_not_this_ones(read: Read) -> None:
    first, second = read("وقع انفجار في بغداد أمس. واعتقلت الشرطة التركية خمسة مشتبهين في إزمير").events
    assert (first["place"], second["place"]) == (["بغداد"], ["إزمير"])


def test_a_dateline_says_where(read: Read) -> None:
    assert read("بغداد: انفجار يقتل 3 أشخاص").event["place"] == ["بغداد"]


def test_a_threat_has_no_place(read: Read) -> None:
    assert read("هدد تنظيم داعش فرنسا في باريس").event["place"] == []


def test_an_event_has_the_first_date_of_its_sentences(read: Read) -> None:
    reading = read("وقع انفجار في بغداد أمس.\nالطقس جميل.\nوقتل 3 أشخاص في الانفجار.", issued="2021-05-11")
    assert reading.event["date"] == ["2021-05-10"]
    assert reading.event.event.date_text.of(reading.article.text) == "أمس"


def test_a_date_without_a_value_is_kept_as_written_only(read: Read) -> None:
    reading = read("وقع انفجار في بغداد أمس")
    assert reading.event["date"] == []
    assert reading.event.event.date_text.of(reading.article.text) == "أمس"


def test_a_date_of_another_sentence_is_not_the_events(read: Read) -> None:
    assert read("وقع انفجار في بغداد وقتل 3 أشخاص. وافتتح المعرض يوم 3 مايو 2021.").event["date"] == []


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("انفجرت سيارة مفخخة في بغداد", "سيارة مفخخة"),
        ("انفجر حزام ناسف في بغداد", "حزام ناسف"),
        ("وقع هجوم بطائرة مسيرة في بغداد", "طائرة مسيرة"),
        ("وقع هجوم بسكين في باريس", "سكين"),
    ],
)
def test_what_an_attack_is_carried_out_with(read: Read, text: str, weapon: str) -> None:
    assert read(text).event["weapon"] == [weapon]


def test_an_arrest_has_no_weapon(read: Read) -> None:
    assert read("اعتقلت الشرطة العراقية لصا معه سكين").event["weapon"] == []


@pytest.mark.parametrize(
    "text",
    ["أحبطت الشرطة الفرنسية هجوما في ليون", "إحباط هجوم في ليون", "أفشل الأمن تفجيرا في ليون", "محاولة فاشلة لتفجير مطار بغداد"],
)
def test_what_was_prevented_is_foiled(read: Read, text: str) -> None:
    assert read(text).event["status"] == ["Foiled"]


@pytest.mark.parametrize(
    "text",
    ["خطط التنظيم لهجوم في باريس", "كان التنظيم يخطط لتفجير في باريس", "يعتزم التنظيم شن هجوم في باريس", "حذر من هجوم وشيك في باريس"],
)
def test_what_somebody_meant_to_do_is_planned(read: Read, text: str) -> None:
    assert read(text).event["status"] == ["Planned"]


def test_what_happened_has_no_status(read: Read) -> None:
    assert read("وقع هجوم في ليون").event["status"] == []


def test_a_plan_whose_planners_are_arrested_is_foiled(read: Read) -> None:
    assert read("اعتقلت الشرطة الفرنسية رجلا كان يخطط لهجوم في باريس").events[1]["status"] == ["Foiled"]


def test_a_plan_with_a_toll_came_about(read: Read) -> None:
    assert read("خطط الرجل لهجوم في باريس قتل فيه 4 أشخاص").event["status"] == []


def test_whoever_foils_an_attack_does_not_carry_it_out(read: Read) -> None:
    assert read("أحبطت الشرطة الفرنسية هجوما في ليون").event["perpetrator"] == []


def test_figures_of_the_killed_belong_to_violence_and_of_the_arrested_to_arrests(read: Read) -> None:
    attack, arrest = read("قتل 3 أشخاص في هجوم في بغداد واعتقلت الشرطة العراقية خمسة مشتبهين").events
    assert (attack["killed"], attack["arrested"]) == ([3], [])
    assert (arrest["killed"], arrest["arrested"]) == ([], [5])


def test_figures_keep_qualifier_and_scope(read: Read) -> None:
    event = read("قتل أكثر من عشرة جنود وثلاثة عمال في انفجار في بغداد").event
    assert event.figures("killed") == [(10, "AtLeast", "Part"), (3, "Exactly", "Part")]


def test_those_who_meet_take_part(read: Read) -> None:
    event = read("التقى فلاديمير بوتين نظيره الصيني شي جين بينغ في موسكو").event
    assert (event.kind, event["place"]) == ("Meeting", ["موسكو"])
    assert event["participant"] == ["فلاديمير بوتين", "شي جين بينغ"]


def test_a_meeting_has_no_agent_and_no_figures(read: Read) -> None:
    event = read("عقد مجلس الأمن اجتماعا في نيويورك بعد مقتل 3 أشخاص في بغداد").events[0]
    assert event["agent"] == event["killed"] == []


def test_what_somebody_denies_to_have_happened_is_denied(read: Read) -> None:
    assert read("نفت الشرطة العراقية وقوع هجوم في بغداد").event["status"] == ["Denied"]


def test_denying_a_part_in_an_attack_does_not_deny_the_attack(read: Read) -> None:
    assert "Denied" not in read("نفى تنظيم داعش مسؤوليته عن هجوم في بغداد").event["status"]
