"""Who is named beside an event and has nothing to do with it neither did, claims nor suffers it."""

import pytest
from reading import EventReading, Read


def the(read: Read, text: str, kind: str = "") -> EventReading:
    """The first event of a text, of a class if that is given, whatever is said beside it."""
    return next(event for event in read(text).events if event.kind == kind or (not kind and event.kind not in ("Statement", "Meeting")))


def test_whoever_holds_a_group_s_ideas_claims_nothing_for_it(read: Read) -> None:
    text = "بينت الوزارة أن إطلاق النار الذي جرى في البكيرية سببه ملاحقة شخص يتبنى فكر تنظيم داعش."
    assert the(read, text)["claimedBy"] == []
    assert the(read, "تبنى تنظيم داعش الهجوم على المسجد في بغداد.")["claimedBy"] == ["داعش"]


def test_whoever_claims_other_attacks_does_not_claim_the_one_that_nobody_claimed(read: Read) -> None:
    told = "وقع هجوم مسلح على نقطة تفتيش قرب مدينة العريش أمس. ولم تعلن أي جماعة مسؤوليتها عن الهجوم، "
    assert the(read, f"{told}ولكن مسلحي تنظيم داعش أعلنوا مسؤوليتهم عن عدد من الهجمات التي وقعت مؤخرا.")["claimedBy"] == []
    assert the(read, f"{told}وترجح المصادر وقوف تنظيم داعش وراءه.")["accused"] == ["داعش"]


def test_whoever_answers_an_attack_has_not_carried_it_out(read: Read) -> None:
    text = "قال التحالف الدولي إن إيران لم تقدم أي إنذار لضربة نفذتها في سوريا، ردا على هجوم الأحواز الذي أسفر عن مقتل 25 شخصا."
    event = the(read, text, "Attack")
    assert event["accused"] == event["agent"] == []


def test_whoever_denies_that_his_own_were_struck_denies_no_part_in_it(read: Read) -> None:
    assert the(read, "نفى حزب الله استهداف أحد مواقعه على الحدود اللبنانية السورية بغارة إسرائيلية.")["deniedBy"] == []
    assert the(read, "نفت حركة طالبان ضلوعها في الهجوم على مسجد في كابل.")["deniedBy"] == ["طالبان"]


@pytest.mark.parametrize("source", ["بحسب بيان للجيش العراقي", "وفقا لمصدر في الجيش العراقي"])
def test_a_source_is_no_target(read: Read, source: str) -> None:
    assert the(read, f"واستهدف القصف، {source}، ثلاثة مقار لتنظيم داعش قرب الموصل.")["target"] == ["داعش"]


@pytest.mark.parametrize("part", ["ضلوعها في الهجوم على قاعدة بغرام", "مسؤوليتها عن تفجير مدرسة للبنات في كابل"])
def test_denying_a_part_in_an_attack_on_something_else_is_a_denial(read: Read, part: str) -> None:
    assert the(read, f"نفت حركة طالبان {part}.")["deniedBy"] == ["طالبان"]


def test_a_later_claim_is_a_claim(read: Read) -> None:
    text = "لم تتبن أي جهة الهجوم على المسجد في كابل على الفور، لكن تنظيم داعش أعلن لاحقا مسؤوليته عنه."
    assert the(read, text)["claimedBy"] == ["داعش"]


def test_whoever_is_told_of_beyond_the_source_is_a_target(read: Read) -> None:
    assert the(read, "حسب شهود عيان استهدف القصف مقر قوات سوريا الديمقراطية في الرقة.")["target"] == ["قوات سوريا الديمقراطية"]
