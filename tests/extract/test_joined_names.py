"""Where one name ends: a noun for a body and the country after it are two, a group and what it is called after are one."""

import pytest
from reading import Read


@pytest.mark.parametrize(
    ("text", "name", "not_name"),
    [
        ("وحملت الحركة إسرائيل المسؤولية.", "إسرائيل", "الحركة إسرائيل"),
        ("اتهم المجلس العسكري فرنسا بقتل مدنيين في مالي.", "فرنسا", "المجلس العسكري فرنسا"),
        ("اتهمت الحكومة السورية تركيا بقصف سوق في حلب.", "الحكومة السورية", "الحكومة السورية تركيا"),
        ("فقد نفت حركة طالبان باكستان أي صلة به.", "طالبان باكستان", "طالبان"),
        ("تبنت حركة طالبان باكستان الهجوم في بيشاور.", "طالبان باكستان", "طالبان"),
        ("نسب الجيش الهجوم إلى تنظيم الدولة في الصحراء الكبرى.", "تنظيم الدولة في الصحراء الكبرى", "الصحراء الكبرى"),
    ],
)
def test_a_name_ends_where_it_ends(read: Read, text: str, name: str, not_name: str) -> None:
    names = [words for words, _ in read(text).names]
    assert (name in names, not_name in names) == (True, False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("اجتمع المجلس الأعلى للدولة في ليبيا أمس.", "المجلس الأعلى للدولة في ليبيا"),
        ("وقالت الحركة الإسلامية في أوزبكستان إنها نفذت الهجوم.", "الحركة الإسلامية في أوزبكستان"),
        ("هاجم تنظيم داعش في الموصل دورية للشرطة الأحد.", "الموصل"),
        ("تبنت حركة طالبان الهجوم في كابول.", "طالبان"),
    ],
)
def test_what_is_one_name_or_two_stays_so(read: Read, text: str, name: str) -> None:
    assert name in [words for words, _ in read(text).names]
