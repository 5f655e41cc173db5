"""Who claims, denies, accuses and is accused, told in plain words: what a reader never forgives when it is wrong."""

import pytest
from reading import Read

_BLAST = "هز انفجار سوقا في كركوك وقتل ثلاثة أشخاص. "
"""An event that what follows may wrongly be joined with or attributed to."""


@pytest.mark.parametrize(
    "text",
    [
        "قتل ثلاثة جنود في تفجير في كركوك. وأعلن تنظيم داعش مسؤوليته عن تفجير ثان في الموصل.",
        "قتل سبعة جنود في تفجير في كركوك. وتبنى تنظيم داعش تفجيرا آخر في الموصل.",
        "انفجرت قنبلة في سوق في كركوك. وتبنى تنظيم داعش تفجيرا انتحاريا مماثلا في الموصل.",
        "شنت طائرات غارة جوية على كركوك. وتبنى تنظيم داعش هجوما منفصلا في الموصل.",
    ],
)
def test_a_claim_of_another_attack_is_of_that_one(read: Read, text: str) -> None:
    first, second = read(text).events
    assert (first["place"], first["claimedBy"]) == (["كركوك"], [])
    assert (second["place"], second["claimedBy"]) == (["الموصل"], ["داعش"])


def test_another_attack_takes_its_toll_with_it(read: Read) -> None:
    first, second = read("قتل سبعة جنود في هجوم في كركوك. وقتل ثلاثة مدنيين في هجوم آخر في الموصل.").events
    assert (first["killed"], second["killed"]) == ([7], [3])


def test_what_opens_as_a_separate_incident_is_one(read: Read) -> None:
    first, second = read("قتل شرطيان في هجوم في كركوك. وفي حادث منفصل قتل خمسة مدنيين في هجوم في الموصل.").events
    assert (first["place"], second["place"]) == (["كركوك"], ["الموصل"])


def test_the_article_may_go_on_with_the_other_attack(read: Read) -> None:
    _, second = read(
        "قتل سبعة أشخاص في هجوم على فندق في مقديشو. ووقع هجوم مماثل في كيسمايو قبل شهر. وأعلنت حركة الشباب مسؤوليتها عن الهجوم."
    ).events
    assert second["claimedBy"] == ["حركة الشباب"]


def test_a_group_may_claim_both(read: Read) -> None:
    both = read("أعلن تنظيم داعش مسؤوليته عن هجوم في الموصل. وسبق أن تبنى التنظيم هجوما آخر في كركوك.").events
    assert [event["claimedBy"] for event in both] == [["داعش"], ["داعش"]]


def test_an_adjective_of_another_gender_is_of_something_else(read: Read) -> None:
    event = read("هجوم في مقديشو\nقتل سبعة أشخاص في هجوم بسيارة أخرى في مقديشو، حسب الشرطة الصومالية.").event
    assert event.triggers[0] == "هجوم"


def test_an_operation_that_a_group_claims_is_an_attack(read: Read) -> None:
    assert read("تبنت حركة الشباب عملية في كيسمايو.").event.kind == "Attack"


@pytest.mark.parametrize(
    ("text", "accuser"),
    [
        ("اتهمت إسرائيل حزب الله بتنفيذ الهجوم على صفد.", "إسرائيل"),
        ("إسرائيل تتهم حزب الله بالوقوف وراء الهجوم على صفد.", "إسرائيل"),
        ("وكانت الحكومة اليمنية قد اتهمت حزب الله بالوقوف وراء الهجوم على مأرب.", "الحكومة اليمنية"),
        ("اتهم المتحدث باسم الجيش اليمني حزب الله بتدبير الهجوم على مأرب.", "الجيش اليمني"),
        ("اتهمت فرنسا حزب الله المدعوم من إيران بالضلوع في الهجوم على باريس.", "فرنسا"),
        ("حملت الحكومة العراقية حزب الله مسؤولية الهجوم في كركوك.", "الحكومة العراقية"),
        ("وألقت الحكومة العراقية باللوم على حزب الله في الهجوم على كركوك.", "الحكومة العراقية"),
        ("ألقت السلطات التركية باللائمة على حزب الله في الهجوم على أنقرة.", "السلطات التركية"),
        ("وجهت تركيا أصابع الاتهام إلى حزب الله في الهجوم على أنقرة.", "تركيا"),
    ],
)
def test_an_accusation_is_the_accusers(read: Read, text: str, accuser: str) -> None:
    event = read(text).event
    assert (event["accused"], event["perpetrator"], event["agent"]) == (["حزب الله"], [], [])
    assert [name for _, name in event.sources("accused")] == [accuser]


@pytest.mark.parametrize(
    "text",
    [
        "اتُّهم حزب الله بتفجير أنقرة.",
        "وحزب الله متهم بتفجير حافلة في أنقرة.",
        "قالت الشرطة إن حزب الله المتهم بتفجير أنقرة لم يعلق.",
        "حزب الله الذي اتُّهم بتفجير أنقرة لم يعلق.",
        "وقع تفجير في أنقرة. وقد اتهم حزب الله بالوقوف وراءه.",
    ],
)
def test_whoever_is_accused_is_not_said_to_have_done_it(read: Read, text: str) -> None:
    event = read(text).event
    assert (event["accused"], event["perpetrator"]) == (["حزب الله"], [])


@pytest.mark.parametrize(
    "text",
    [
        "اتهمت إسرائيل مسلحين بتنفيذ الهجوم على صفد.",
        "اتهمت إسرائيل المتمردين بتنفيذ الهجوم على صفد.",
        "اتهمته إسرائيل بتنفيذ الهجوم على صفد.",
    ],
)
def test_whoever_accuses_somebody_without_a_name_is_not_accused(read: Read, text: str) -> None:
    event = read(text).event
    assert (event["accused"], event["agent"]) == ([], [])


def test_whoever_is_accused_of_something_else_is_not_accused_of_the_attack(read: Read) -> None:
    assert read("اتهمت إيران إسرائيل بعرقلة التحقيق في الهجوم على السفينة.").event["accused"] == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وكانت الحكومة اليمنية قد اتهمت جماعة الحوثي بالوقوف وراء التفجير في مأرب.", "الحكومة اليمنية"),
        ("الحكومة اليمنية اتهمت جماعة الحوثي بالوقوف وراء التفجير في مأرب.", "الحكومة اليمنية"),
        ("اتهم مسؤول في الحكومة اليمنية جماعة الحوثي بالوقوف وراء التفجير في مأرب.", "الحكومة اليمنية"),
    ],
)
def test_whoever_accuses_speaks(read: Read, text: str, speaker: str) -> None:
    assert read(text).statement["speaker"] == [speaker]


@pytest.mark.parametrize("text", ["وقد اتهمت جماعة الحوثي بالوقوف وراء التفجير في مأرب.", "اتهمت جماعة الحوثي بتفجير مأرب."])
def test_whoever_is_accused_does_not_speak(read: Read, text: str) -> None:
    assert [statement["speaker"] for statement in read(text).statements] == []


def test_who_spoke_last_may_be_who_had_accused(read: Read) -> None:
    *_, accusation = read("وقالت الحكومة اليمنية إن التحقيق مستمر في تفجير مأرب. وكانت قد اتهمت جماعة الحوثي بالوقوف وراءه.").statements
    assert (accusation["speaker"], accusation.event.speech_act) == (["الحكومة اليمنية"], "Accuse")


@pytest.mark.parametrize(
    "text",
    [
        "نفى حزب الله مسؤوليته عن الانفجار في كركوك.",
        "نفى حزب الله أي صلة له بالانفجار في كركوك.",
        "ونفى حزب الله ضلوعه في الانفجار.",
        "وأنكر حزب الله تورطه في الانفجار.",
        "حزب الله ينفي وقوفه وراء الانفجار في كركوك.",
        "ونفى متحدث باسم حزب الله أن يكون وراء الانفجار.",
        "ونفى حزب الله أن تكون له علاقة بالانفجار.",
    ],
)
def test_whoever_denies_a_part_in_it_denies_it(read: Read, text: str) -> None:
    event = read(_BLAST + text).event
    assert (event["deniedBy"], event["claimedBy"], event["perpetrator"], event["status"]) == (["حزب الله"], [], [], [])


def test_a_denial_for_somebody_else_is_not_his_own(read: Read) -> None:
    event = read("نفت روسيا تورط إيران في الهجوم على أوكرانيا.").event
    assert (event["deniedBy"], event["perpetrator"]) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "قتل ثلاثة جنود على يد تنظيم القاعدة في أبين.",
        "قتل خمسة مدنيين على أيدي تنظيم القاعدة في أبين.",
        "أعلنت الشرطة أن ثلاثة مدنيين قتلوا على يد مسلحي تنظيم القاعدة في أبين.",
    ],
)
def test_at_whose_hands_people_die_is_who_did_it(read: Read, text: str) -> None:
    event = read(text).event
    assert (event["perpetrator"], event["target"]) == (["القاعدة"], [])


def test_by_whose_bullets_somebody_dies_is_who_did_it(read: Read) -> None:
    assert read("قتل فتى فلسطيني برصاص الجيش الإسرائيلي في جنين.").event["perpetrator"] == ["الجيش الإسرائيلي"]


@pytest.mark.parametrize("name", ["محمد شياع السوداني", "محمد حمدان دقلو"])
def test_a_known_name_is_read_to_its_end(read: Read, name: str) -> None:
    assert (name, "Person") in read(f"قال {name} إن الاجتماع تأجل.").names


def test_a_title_stays_outside_a_known_name(read: Read) -> None:
    assert ("محمد شياع السوداني", "Person") in read("التقى رئيس الوزراء العراقي محمد شياع السوداني وفدا.").names
