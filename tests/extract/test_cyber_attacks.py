"""Attacks on computers, and what else is called a breach."""

import pytest
from reading import Read

CYBER = [
    "تعرضت وزارة الدفاع الأوكرانية لهجوم سيبراني واسع.",
    "استهدف هجوم إلكتروني مطار بروكسل.",
    "شن قراصنة هجمات سيبرانية على مستشفيات في بريطانيا.",
    "اخترق قراصنة موقع وزارة الخارجية العراقية.",
    "اخترق قراصنة شبكة شركة أرامكو السعودية.",
    "أعلنت مجموعة هاكرز مسؤوليتها عن اختراق حسابات البنك المركزي الإيراني.",
]
OTHERS = [
    ("تمكنت القوات من اختراق دفاعات داعش في الموصل.", ["SecurityOperation"]),
    ("هاجم قراصنة صوماليون سفينة في خليج عدن.", ["Attack"]),
    ("اختراق الهدنة في الحديدة يتواصل.", []),
    ("اخترقت طائرات إسرائيلية الأجواء اللبنانية.", ["Incident"]),
    ("دعا الخبير إلى حماية الأنظمة من الاختراق.", []),
    ("قتل خمسة أشخاص في هجوم على مسجد في كويتا.", ["Attack"]),
]


NO_COMPUTERS = [
    "أعلن الجيش اللبناني اختراق شبكة تجسس إسرائيلية في بيروت.",
    "تمكن عملاء الموساد من اختراق أجهزة الحرس الثوري الإيراني.",
    "تمكن مسلحون من اختراق نظام الحراسة في وزارة الداخلية العراقية وقتل ثلاثة.",
    "أعلنت الشرطة اختراق شبكة تهريب في طرابلس.",
    "نجح مسلحون في اختراق موقع وزارة الداخلية العراقية وقتل ثلاثة حراس.",
]


@pytest.mark.parametrize("text", NO_COMPUTERS)
def test_spies_smugglers_and_buildings_are_broken_into_without_computers(read: Read, text: str) -> None:
    assert "CyberAttack" not in [event.kind for event in read(text).events]


def test_an_attack_told_again_is_the_same_one_and_one_of_other_means_is_not(read: Read) -> None:
    again = read("تعرض البنك المركزي لهجوم إلكتروني، وقال مسؤول إن هجوما واسعا عطل خوادمه.").events
    assert [event.kind for event in again if event.kind != "Statement"] == ["CyberAttack"]
    other = read("تعرض البنك المركزي العراقي لهجوم إلكتروني، وشن مسلحون هجوما على مصفاة بيجي.").events
    assert [event.kind == "CyberAttack" for event in other] == [True, False]


@pytest.mark.parametrize(("text", "kinds"), [*((text, ["CyberAttack"]) for text in CYBER), *OTHERS])
def test_an_attack_on_computers_is_told_by_what_is_broken_into(read: Read, text: str, kinds: list[str]) -> None:
    assert [event.kind for event in read(text).events] == kinds


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("استهدفت غارات إسرائيلية بلدتي الخيام وكفركلا في جنوب لبنان.", ["الخيام", "كفركلا"]),
        ("قصفت الطائرات مدينتي رفح وخان يونس.", ["رفح", "خان يونس"]),
        ("شن الطيران الروسي غارات على سراقب وخان شيخون في إدلب.", ["سراقب", "خان شيخون"]),
        ("غارات على دمشق وحمص وحلب.", ["دمشق", "حمص", "حلب"]),
        ("غارة على دمشق. ووصل وزير الصحة إلى حلب.", ["دمشق"]),
    ],
)
def test_every_town_that_a_strike_hits_is_its_place(read: Read, text: str, places: list[str]) -> None:
    assert [place for place in read(text).event["place"] if place not in ("جنوب لبنان", "إدلب")] == places
