"""Tolls that turn out to be less: the greater one there were at most, so that the claims tell which holds."""

import pytest
from reading import Read

CORRECTED = [
    ("تراجعت حصيلة هجوم كركوك إلى 40 قتيلا بعد أن كانت 52 قتيلا.", [(40, "Exactly"), (52, "AtMost")]),
    ("قتل 52 شخصا في تفجير في كركوك. وخفض مسؤولون الحصيلة إلى 40 قتيلا.", [(52, "AtMost"), (40, "Exactly")]),
    ("صححت الشرطة حصيلة هجوم كركوك إلى 40 قتيلا، وكانت قد أعلنت مقتل 52 شخصا.", [(40, "Exactly"), (52, "AtMost")]),
    ("مقتل 52 في تفجير كركوك\nخفضت وزارة الصحة حصيلة قتلى التفجير من 52 إلى 40 قتيلا.", [(52, "AtMost"), (40, "Exactly")]),
]
NOT_CORRECTED = [
    ("ارتفعت حصيلة تفجير كركوك إلى 52 قتيلا بعد أن كانت 40 قتيلا.", [(52, "Exactly"), (40, "Exactly")]),
    ("قتل 52 شخصا في تفجير في كركوك. وتراجع عدد القتلى هذا العام إلى 40 قتيلا.", [(52, "Exactly")]),
    ("قتل 52 شخصا في تفجير في كركوك. وتراجع عدد الجنود إلى 40 جنديا.", [(52, "Exactly")]),
    ("قتل ما بين 40 و52 شخصا في تفجير في كركوك.", [(40, "AtLeast"), (52, "AtMost")]),
]


@pytest.mark.parametrize(("text", "killed"), [*CORRECTED, *NOT_CORRECTED])
def test_a_toll_that_was_too_high_is_the_most_there_were(read: Read, text: str, killed: list[tuple[int, str]]) -> None:
    assert [(value, qualifier) for value, qualifier, _ in read(text).event.figures("killed")] == killed
