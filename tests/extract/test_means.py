"""How an attack was done, told beside it, makes its class as exact as it can be."""

import pytest
from reading import Read, ReadDocument

from kg.extract.means import specified, told_means
from kg.extract.triggers import Trigger, trigger_of

TOLD = [
    ("وقع هجوم بشاحنة على سوق في برلين", {"VehicleRamming"}),
    ("وقع هجوم بشاحنة مفخخة على سوق في بغداد", {"Bombing"}),
    ("وقع هجوم بسيارة محملة بالمتفجرات على فندق", {"Bombing"}),
    ("وقع هجوم بقذائف هاون على حي سكني", {"Shelling"}),
    ("وقع هجوم بقاذفة صواريخ على حافلة", {"Shelling"}),
    ("وقع هجوم على محطة القطار بسكين", {"Stabbing"}),
    ("وقع هجوم بالسلاح الأبيض", {"Stabbing"}),
    ("وقع هجوم نفذه انتحاري على مسجد", {"SuicideBombing"}),
    ("نفذت عائلة انتحارية من ستة أفراد هجوم الأحد", {"SuicideBombing"}),
    ("وقع هجوم بسيارة يشتبه بأن سائقها انتحاري", {"VehicleRamming"}),
    ("وقع هجوم على شاحنة", set()),
    ("وقع هجوم على قاعدة صواريخ", set()),
    ("وقع هجوم في المدينة. عثر على انتحاري", set()),
]


@pytest.mark.parametrize(("text", "classes"), TOLD)
def test_words_beside_an_attack_tell_its_means(document: ReadDocument, text: str, classes: set[str]) -> None:
    words = document(text)._.words
    attack = next(word.index for word in words if word.form == "هجوم")
    assert told_means(words, [trigger_of(words, attack, attack, 0, "Attack")], 0) == classes


def test_what_another_deed_is_told_with_is_not_its_means(document: ReadDocument) -> None:
    words = document("وقع هجوم على مخفر ثم تفجير نفذه انتحاري")._.words
    deeds: list[Trigger] = [trigger_of(words, index, index, 0, "Attack") for index in (1, 5)]
    assert [told_means(words, deeds, position) for position in (0, 1)] == [set(), {"SuicideBombing"}]


@pytest.mark.parametrize(
    ("kind", "means", "made"),
    [
        pytest.param("Attack", {"Shelling"}, "Shelling", id="a class below"),
        pytest.param("Attack", {"Bombing", "SuicideBombing"}, "SuicideBombing", id="the narrowest"),
        pytest.param("Attack", {"Bombing", "Stabbing"}, "Attack", id="several means, one attack"),
        pytest.param("Bombing", {"Stabbing"}, "Bombing", id="none below"),
        pytest.param("Attack", set(), "Attack", id="nothing told"),
    ],
)
def test_a_class_becomes_as_exact_as_its_means(kind: str, means: set[str], made: str) -> None:
    assert specified(kind, means) == made


def test_a_strike_by_an_air_force_is_an_air_strike(read: Read) -> None:
    (strike,) = read("تمكنت القوات الجوية من استهداف سبعة مواقع لداعش في سيناء أمس.").events
    assert strike.kind == "Airstrike"
