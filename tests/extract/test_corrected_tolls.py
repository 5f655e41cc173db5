"""Tolls that turn out to be less: the new one is marked as a correction, and all stay as they are written."""

import pytest
from reading import Read

CORRECTED = [
    ("تراجعت حصيلة هجوم كركوك إلى 40 قتيلا بعد أن كانت 52 قتيلا.", [40, 52]),
    ("قتل 52 شخصا في تفجير في كركوك. وخفض مسؤولون الحصيلة إلى 40 قتيلا.", [52, 40]),
    ("قتل 52 شخصا في تفجير في كركوك. وخفضت السلطات العراقية عدد الضحايا إلى 40 قتيلا.", [52, 40]),
    ("صححت الشرطة حصيلة هجوم كركوك إلى 40 قتيلا، وكانت قد أعلنت مقتل 52 شخصا.", [40, 52]),
    ("مقتل 52 في تفجير كركوك\nخفضت وزارة الصحة حصيلة قتلى التفجير من 52 إلى 40 قتيلا.", [52, 40]),
]
NOT_CORRECTED = [
    ("ارتفعت حصيلة تفجير كركوك إلى 52 قتيلا بعد أن كانت 40 قتيلا.", [(52, "Exactly"), (40, "Exactly")]),
    ("قتل 52 شخصا في تفجير في كركوك. وتراجع عدد القتلى هذا العام إلى 40 قتيلا.", [(52, "Exactly")]),
    ("قتل 52 شخصا في تفجير في كركوك. وتراجع عدد الجنود إلى 40 جنديا.", [(52, "Exactly")]),
    ("قتل 52 شخصا في تفجير في كركوك. وتراجعت أعداد القتلى في المدينة إلى 10 قتلى مقارنة بالشهر الماضي.", [(52, "Exactly")]),
    ("قتل 52 شخصا في تفجير في كركوك. وعدل البرلمان القانون بعد أن وصل عدد القتلى من الأطفال إلى 12.", [(52, "Exactly")]),
    ("قتل 52 شخصا في تفجير في كركوك. وتراجعت القوات من البلدة إذ خسرت ما وصل إلى 30 قتيلا.", [(52, "Exactly")]),
    ("قتل ما بين 40 و52 شخصا في تفجير في كركوك.", [(40, "AtLeast"), (52, "AtMost")]),
]


@pytest.mark.parametrize(("text", "killed"), CORRECTED)
def test_a_corrected_toll_is_marked_and_the_old_one_stays_as_written(read: Read, text: str, killed: list[int]) -> None:
    found = [fact for event in read(text).events for fact in event.facts("killed")]
    assert [fact.value.value for fact in found] == killed
    assert {fact.figure.qualifier for fact in found if fact.figure} == {"Exactly"}
    assert [fact.value.value for fact in found if fact.figure and fact.figure.corrects] == [40]


@pytest.mark.parametrize(("text", "killed"), NOT_CORRECTED)
def test_other_numbers_that_fall_correct_nothing(read: Read, text: str, killed: list[tuple[int, str]]) -> None:
    event = read(text).event
    assert [(value, qualifier) for value, qualifier, _ in event.figures("killed")] == killed
    assert not any(fact.figure and fact.figure.corrects for fact in event.facts("killed"))


def test_the_injured_who_leave_hospital_correct_nothing(read: Read) -> None:
    event = read("أصيب 52 شخصا في تفجير في كركوك. وخرج بعضهم من المستشفى فتراجعت حصيلة الجرحى إلى 12.").event
    assert [value for value, _, _ in event.figures("injured")] == [52]
