"""How an attack was done, told beside it, makes its class as exact as it can be."""

import pytest
from reading import Read, ReadDocument

from kg.extract.means import specified, told_means
from kg.extract.triggers import trigger_of

TOLD = [
    ("وقع هجوم بشاحنة على سوق في برلين", {"VehicleRamming"}),
    ("وقع هجوم بشاحنة مفخخة على سوق في بغداد", {"Bombing"}),
    ("وقع هجوم بسيارتين محملتين بالمتفجرات على فندق", {"Bombing"}),
    ("وقع هجوم بسيارة مليئة بالمتفجرات على فندق", {"Bombing"}),
    ("وقع هجوم بقذائف هاون على حي سكني", {"Shelling"}),
    ("وقع هجوم بقاذفة صواريخ على حافلة", {"Shelling"}),
    ("وقع هجوم صاروخي على مطار", {"Shelling"}),
    ("وقع هجوم جوي على موقع", {"Airstrike"}),
    ("وقع هجوم بطائرات مسيرة على مصفاة", {"Airstrike"}),
    ("وقع هجوم على محطة القطار بسكين", {"Stabbing"}),
    ("وقع هجوم بالسلاح الأبيض", {"Stabbing"}),
    ("وقع هجوم نفذه انتحاري على مسجد", {"SuicideBombing"}),
    ("وقع هجوم نفذه رجل بحزامه الناسف", {"SuicideBombing"}),
    ("شن رجل هجوم بشاحنته على المارة", {"VehicleRamming"}),
    ("نفذت عائلة انتحارية من ستة أفراد هجوم الأحد", {"SuicideBombing"}),
]
NOT_TOLD = [
    pytest.param("وقع هجوم على شاحنة", id="hit"),
    pytest.param("وقع هجوم على قاعدة صواريخ", id="hit, too"),
    pytest.param("وقع هجوم في المدينة. عثر على انتحاري", id="another sentence"),
    pytest.param("وقع هجوم شنه مسلحون بسيارات رباعية الدفع", id="what they came in"),
    pytest.param("وقع هجوم على مقهى ثم فروا بسيارة", id="what they fled in"),
    pytest.param("وقع هجوم على السوق وألحق أضرارا بسيارات", id="what was damaged"),
    pytest.param("وقع هجوم على حاجز ورد الجيش بالمدفعية", id="the answer"),
    pytest.param("وقع هجوم بقنابل الغاز على متظاهرين", id="no bombs"),
    pytest.param("وقع هجوم على قاعدة القوات الجوية", id="an air force that is hit"),
    pytest.param("نفت الشرطة أن يكون منفذ هجوم نيس انتحاريا", id="denied"),
    pytest.param("وقع هجوم نفذه رجل يشتبه بأنه انتحاري", id="supposed"),
    pytest.param("وقع هجوم نفذه رجل يرتدي حزاما ناسفا وهميا", id="a fake"),
    pytest.param("وقع هجوم في فاس المغربية", id="a town called after an axe"),
]


def means_of(document: ReadDocument, text: str, *deeds: str) -> list[frozenset[str]]:
    """What is told of each of some deeds by its means; the first words of these forms are triggers."""
    words = document(text)._.words
    at = [next(word.index for word in words if word.form == deed) for deed in deeds]
    bounds = zip((-1, *at), at, (*at[1:], len(words)), strict=False)
    return [told_means(words, before, trigger_of(words, index, index, 0, "Attack"), after) for before, index, after in bounds]


@pytest.mark.parametrize(("text", "classes"), TOLD)
def test_words_beside_an_attack_tell_its_means(document: ReadDocument, text: str, classes: set[str]) -> None:
    assert means_of(document, text, "هجوم") == [classes]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_hit_answered_denied_or_told_elsewhere_is_no_means(document: ReadDocument, text: str) -> None:
    assert means_of(document, text, "هجوم") == [set()]


def test_what_one_deed_is_told_with_is_not_the_others_means(document: ReadDocument) -> None:
    assert means_of(document, "وقع هجوم على مخفر ثم تفجير نفذه انتحاري", "هجوم", "تفجير") == [set(), {"SuicideBombing"}]
    assert means_of(document, "وقع تفجير نفذه انتحاري ثم هجوم على مخفر", "تفجير", "هجوم") == [{"SuicideBombing"}, set()]


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


def test_one_word_that_names_the_deed_tells_more_than_many_that_do_not(read: Read) -> None:
    text = "قتل ستة في هجوم على فندق في كابل. وتبنت طالبان الهجوم. وندد الرئيس بالهجوم. ووقع التفجير قرب الفندق صباح أمس."
    assert "Attack" not in [event.kind for event in read(text).events if event.kind != "Statement"]
