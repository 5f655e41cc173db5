"""Who speaks of an attack has not by that done it, and who announces one of his own claims it."""

import pytest
from reading import Read


@pytest.mark.parametrize(
    "text",
    [
        "رحبت حركة طالبان بالهجوم الذي استهدف قاعدة عسكرية في كابول الأحد.",
        "رحبت حركة حماس بعملية الطعن التي وقعت في القدس الأربعاء وأصيب فيها شرطي.",
        "أشادت كتائب القسام بعملية إطلاق النار في الخليل التي قتل فيها جندي.",
        "أشاد حزب الله بالهجوم الذي نفذه شاب في حيفا الثلاثاء.",
        "باركت حركة الجهاد الإسلامي عملية الدهس في تل أبيب الأربعاء.",
        "هنأت حركة الجهاد الإسلامي منفذ الهجوم في القدس السبت.",
        "الحوثيون باركوا الهجوم على السفينة في البحر الأحمر.",
        "أثنت جماعة أنصار الله على الهجوم الذي وقع في الحديدة الاثنين.",
        "نعت حركة حماس ثلاثة من عناصرها قتلوا في غارة على جنين.",
        "أدان حزب الله التفجير الذي وقع في كابول وأسفر عن مقتل عشرة أشخاص.",
        "وصفت حركة حماس عملية الطعن في القدس بأنها بطولية.",
        "لم يعلق الجيش الأمريكي على الغارة التي وقعت في إدلب الثلاثاء.",
        "لم ينف الجيش التركي ولم يؤكد مسؤوليته عن الغارة التي قتلت تسعة مدنيين في دهوك الثلاثاء.",
        "لم ينف تنظيم القاعدة ولم يؤكد مسؤوليته عن تفجير صنعاء الأحد.",
    ],
)
def test_whoever_speaks_of_an_attack_has_not_done_it(read: Read, text: str) -> None:
    for event in read(text).events:
        assert (event["agent"], event["perpetrator"], event["claimedBy"]) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("أشاد حزب الله بالهجوم الذي نفذه مقاتلوه في حيفا الثلاثاء.", "حزب الله"),
        ("شن تنظيم داعش هجوما على سوق في الموصل الأحد. وأشاد تنظيم داعش بالهجوم في بيان.", "داعش"),
        ("هاجم مسلحون من بوكو حرام قرية في بورنو الأحد. وباركت جماعة بوكو حرام الهجوم لاحقا.", "بوكو حرام"),
        ("أدانت تركيا الهجوم ثم قصفت تركيا مواقع في شمال سوريا الأحد.", "تركيا"),
    ],
)
def test_who_is_told_to_have_done_it_elsewhere_stays_its_perpetrator(read: Read, text: str, who: str) -> None:
    assert any(who in event["perpetrator"] for event in read(text).events)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("تبادل الجيش السوداني وقوات الدعم السريع اللوم على قصف مستشفى في الفاشر الأحد.", ["الجيش السوداني", "قوات الدعم السريع"]),
        ("تبادلت أذربيجان وأرمينيا الاتهامات بقصف قرى حدودية الأحد قتل فيه جنديان.", ["أذربيجان", "أرمينيا"]),
        ("اتهم كل من الجيش السوري وقوات سوريا الديمقراطية الطرف الآخر بقصف سوق في الحسكة.", ["الجيش السوري", "قوات سوريا الديمقراطية"]),
    ],
)
def test_those_who_blame_each_other_are_both_accused(read: Read, text: str, who: list[str]) -> None:
    event = read(text).events[0]
    assert (sorted(map(str, event["accused"])), event["perpetrator"]) == (sorted(who), [])


def test_each_is_accused_by_the_other(read: Read) -> None:
    event = read("تبادل الجيش السوداني وقوات الدعم السريع اللوم على قصف مستشفى في الفاشر الأحد.").events[0]
    assert [name for _, name in event.sources("accused")] == ["قوات الدعم السريع", "الجيش السوداني"]


def test_those_who_exchange_fire_act(read: Read) -> None:
    event = read("تبادل حزب الله والجيش الإسرائيلي القصف في جنوب لبنان الأحد.").events[0]
    assert ("حزب الله" in event["agent"], event["accused"]) == (True, [])


@pytest.mark.xfail(reason="it is read as a clash, in which nobody is the perpetrator", strict=True)
def test_a_shelling_of_each_other_has_perpetrators(read: Read) -> None:
    assert "حزب الله" in read("تبادل حزب الله والجيش الإسرائيلي القصف في جنوب لبنان الأحد.").events[0]["perpetrator"]


@pytest.mark.parametrize(
    "text",
    [
        "تبرأت حركة الشباب من الهجوم على سوق في مقديشو الأحد الذي قتل فيه عشرة.",
        "تنصل الجناح السياسي لحركة الشباب من الهجوم على سوق في بيدوا الأربعاء.",
    ],
)
def test_whoever_disowns_an_attack_denies_it(read: Read, text: str) -> None:
    event = read(text).events[0]
    assert (event["deniedBy"], event["perpetrator"]) == (["حركة الشباب"], [])


def test_whoever_an_attack_is_laid_on_by_a_pronoun_is_accused(read: Read) -> None:
    event = read("قال متحدث باسم حركة طالبان إن الحركة ليست مسؤولة عن الهجوم في هرات الخميس، ونسبه إلى تنظيم داعش.").events[0]
    assert (event["accused"], event["perpetrator"]) == (["داعش"], [])


def test_whoever_is_ruled_out_is_not_accused(read: Read) -> None:
    event = read("استبعد الجيش أن تكون حركة الشباب وراء الهجوم في مقديشو الأحد.").events[0]
    assert (event["accused"], event["perpetrator"]) == ([], [])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("أعلن الحوثيون استهداف سفينة في البحر الأحمر الأحد.", "الحوثيون"),
        ("أعلن تنظيم داعش قتل ستة جنود في هجوم على نقطة تفتيش قرب الرطبة الأحد.", "داعش"),
        ("أعلن حزب الله قصف مواقع إسرائيلية في الجولان الأحد.", "حزب الله"),
        ("أعلن حزب الله إطلاق صواريخه على حيفا الأحد.", "حزب الله"),
        ("أكدت سرايا القدس استهداف دبابة في رفح السبت.", "سرايا القدس"),
    ],
)
def test_a_group_that_announces_its_deed_claims_it(read: Read, text: str, who: str) -> None:
    event = read(text).events[0]
    assert (event["claimedBy"], event["perpetrator"]) == ([who], [])
    assert [name for _, name in event.sources("claimedBy")] == [who]


def test_an_army_that_announces_its_deed_has_done_it(read: Read) -> None:
    event = read("أعلن الجيش الإسرائيلي قصف مواقع في غزة الأحد.").events[0]
    assert (event["claimedBy"], event["perpetrator"]) == ([], ["الجيش الإسرائيلي"])


@pytest.mark.parametrize(
    "text",
    [
        "أعلن حزب الله اغتيال قائده في غارة على بيروت الأحد.",
        "أعلن تنظيم داعش مقتل عشرة من عناصره في غارة على الرقة الأحد.",
    ],
)
def test_a_group_that_announces_its_losses_claims_nothing(read: Read, text: str) -> None:
    event = read(text).events[0]
    assert (event["claimedBy"], event["perpetrator"]) == ([], [])


def test_what_an_authority_tells_as_well_is_a_fact(read: Read) -> None:
    text = "أعلنت جبهة النصرة تفجير حاجز في إدلب الأحد. وقالت الشرطة إن جبهة النصرة فجرت الحاجز وقتلت خمسة جنود."
    assert read(text).events[0]["perpetrator"] == ["جبهة النصرة"]


def test_the_parent_of_a_group_claims_nothing(read: Read) -> None:
    text = "أعلنت كتائب القسام، الجناح العسكري لحركة حماس، مسؤوليتها عن إطلاق صواريخ على مدينة عسقلان الأحد."
    assert read(text).events[0]["claimedBy"] == ["كتائب القسام"]


def test_whoever_tells_of_an_attack_and_whoever_is_accused_are_not_its_targets(read: Read) -> None:
    text = "هاجم مسلحون حافلة في ريف دير الزور وقتلوا ستة عمال، واتهم المرصد السوري لحقوق الإنسان خلايا داعش."
    event = read(text).events[0]
    assert (event["target"], event["accused"]) == ([], ["داعش"])
