"""What a group claims and what the same sentence says it denies are two attacks, each with its place, its dead and its parties."""

import pytest
from reading import Read

TWO = [
    (
        "انفجرت قنبلة في سوق بمدينة كويتا فقتل سبعة أشخاص. وفي بيشاور قتل عشرون مصليا في تفجير داخل مسجد. "
        "وتبنت حركة الشباب الهجوم في كويتا، ونفت صلتها بتفجير المسجد في بيشاور."
    ),
    "أعلنت حركة الشباب مسؤوليتها عن الهجوم في كويتا لكنها نفت أي علاقة لها بتفجير المسجد في بيشاور.",
    "تبنى تنظيم القاعدة الهجوم في كويتا ونفى أي دور له في تفجير بيشاور.",
    "تبنت حركة الشباب الهجوم في كويتا، ونفت علاقتها بالهجوم الذي وقع في بيشاور.",
    "تبنت حركة الشباب الهجوم في كويتا ونفت الحركة ضلوعها في التفجير في بيشاور.",
]
ONE = [
    "تبنت حركة الشباب الهجوم في كويتا ونفت استهداف المدنيين في التفجير.",
    "تبنت حركة طالبان هجوم كابول، ونفت السلطات صلة القاعدة بالهجوم.",
    "أعلنت جبهة النصرة مسؤوليتها عن هجوم دمشق، فيما نفى حزب الله أي دور له في الهجوم.",
    "تبنى داعش الهجوم في بروكسل ونفت عائلة المشتبه به علاقته بالتفجير.",
    "أعلنت حركة الشباب مسؤوليتها عن هجوم مقديشو بعد أن نفت صلتها بالهجوم أول الأمر.",
    "تبنت حركة الشباب هجوم كويتا بعد أن نفت صلتها بالهجوم في كويتا.",
    "نفت حركة الشباب صلتها بالهجوم في كويتا بعد أن نسبت إليها الشرطة التفجير.",
]


@pytest.mark.parametrize("text", TWO)
def test_what_is_claimed_and_what_is_denied_are_two_attacks(read: Read, text: str) -> None:
    claimed, denied = read(text).events[:2]
    assert (claimed["place"], len(claimed["claimedBy"]), claimed["deniedBy"]) == (["كويتا"], 1, [])
    assert (denied["place"], len(denied["deniedBy"]), denied["claimedBy"]) == (["بيشاور"], 1, [])
    assert not denied.facts("subEventOf")


def test_each_keeps_its_own_dead(read: Read) -> None:
    claimed, denied = read(TWO[0]).events[:2]
    assert (claimed["killed"], denied["killed"]) == ([7], [20])


@pytest.mark.parametrize("text", ONE)
def test_a_denial_of_something_else_makes_no_second_attack(read: Read, text: str) -> None:
    assert len([event for event in read(text).events if event.kind != "Statement"]) == 1


@pytest.mark.parametrize("year", ["ديسمبر 2014", "ديسمبر (كانون الأول) 2014", "كانون الأول 2014", "يناير/كانون الثاني 2014"])
def test_a_year_behind_its_month_is_no_toll(read: Read, year: str) -> None:
    (attack,) = read(f"وقال إن أحد القتلى هو القائد الذي شن هجوما في غروزني في {year}.").events
    assert attack["killed"] == []


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("قتل في قصف حلب في مايو 2500 شخص.", [2500]),
        ("سقط في قصف حلب خلال مارس 1500 قتيل.", [1500]),
        ("قتل في قصف حلب في مايو 2000 مدني.", [2000]),
        ("قتل في قصف حلب في مايو 2014 عشرون شخصا.", [20]),
    ],
)
def test_people_counted_behind_a_month_are_a_toll(read: Read, text: str, killed: list[int]) -> None:
    assert read(text).event["killed"] == killed
