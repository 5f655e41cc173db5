"""Names of bodies that no list has: with and without their noun, their nationality, their acronym."""

import pytest
from linking import bodies, ids, linked


def together(*names: str) -> bool:
    """Whether an article that gives all these names speaks of one body."""
    return len(set(bodies(" ثم ".join(names), *names))) == 1


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("حزب النهر الأخضر", "النهر الأخضر"),
        ("وكالة أنباء النسيم", "النسيم"),
        ("وزارة الري العراقية", "وزارة الري"),
        ("وزارة الري العراقية", "الري العراقية"),
        ("ميليشيا الصقور", "ميليشيات الصقور"),
        ("كتيبة الصقورين", "الصقورون"),
        ("التجمع الوطني للإنصاف", "التجمع"),
        ("محكمة النهر المركزية", "محكمة النهر"),
        ("الحركة النهرية", "الحركة_النهرية"),
        ("وزارة الزراعة المصرية", "وزارة الزرعة المصرية"),
    ],
)
def test_forms_of_one_name_are_one_body(full: str, short: str) -> None:
    assert together(full, short)


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("جبهة النهر في المغرب", "جبهة النهر"),
        ("شرطة النهر", "جيش النهر"),
        ("حكومة الوفاق", "قوات الوفاق"),
        ("وزارة الري العراقية", "وزارة الري المصرية"),
        ("اتحاد نهر العمال", "نهر العمال الأخضر"),
    ],
)
def test_a_part_a_rival_or_a_namesake_is_another_body(full: str, other: str) -> None:
    assert not together(full, other)


def test_a_name_that_could_shorten_two_goes_with_neither() -> None:
    found = bodies("وزارة الري العراقية ووزارة الري المصرية. قالت وزارة الري", "وزارة الري العراقية", "وزارة الري المصرية", "وزارة الري")
    assert len(set(found)) == 3


def test_a_listed_group_is_known_by_its_noun_too() -> None:
    assert bodies("هاجم مقاتلو حركة الفجر", "حركة الفجر", kind="ArmedGroup") != ["Q8"]
    assert bodies("هاجم الفجر ثم حركة الفجر", "الفجر", "حركة الفجر", kind="ArmedGroup") == ["Q8", "Q8"]


def council(text: str, country: str) -> str | None:
    """What «مجلس النهر» means in a text that names a country after it; the listed one, Q15, is Egypt's."""
    return ids(linked(text, [("مجلس النهر", "GovernmentBody"), (country, "Country")]))[0]


def test_a_body_that_every_country_has_is_the_one_of_the_country_named() -> None:
    assert council("انتخب مجلس النهر رئيسا، قالت مصر", "مصر") == "Q15"


@pytest.mark.parametrize("text", ["انتخب مجلس النهر في العراق رئيسا", "انتخب مجلس النهر رئيسا. وقال العراق شيئا"])
def test_a_body_that_every_country_has_is_not_another_countrys(text: str) -> None:
    assert council(text, "العراق") != "Q15"


def test_a_body_that_every_country_has_is_known_by_its_full_name_in_the_article() -> None:
    assert bodies("قال مجلس النهر المصري ومجلس النهر", "مجلس النهر المصري", "مجلس النهر", kind="GovernmentBody") == ["Q15", "Q15"]


def test_an_acronym_in_brackets_is_the_same_body() -> None:
    assert len(set(bodies("هيئة رعاية الأنهار (هران). وقالت هران", "هيئة رعاية الأنهار", "هران", "هران"))) == 1


def test_a_paper_in_brackets_is_the_source_and_no_acronym() -> None:
    named = [("شرطة النهر", "SecurityForce"), ("النسيم", "MediaOutlet")]
    assert len(set(ids(linked("شرطة النهر (النسيم)", named)))) == 2


def test_the_reason_names_the_fuller_name() -> None:
    *_, short = linked("حزب النهر الأخضر. النهر الأخضر", [("حزب النهر الأخضر", "Organisation"), ("النهر الأخضر", "Organisation")]).links
    assert short is not None
    assert "«النهر الأخضر» short for «حزب النهر الأخضر»" in short.reason


def test_a_bare_body_of_one_country_is_not_the_fuller_one_of_another() -> None:
    text = "قالت وزارة الري في مصر ذلك. ونفته وزارة الري العراقية"
    named = [("وزارة الري", "GovernmentBody"), ("مصر", "Country"), ("وزارة الري العراقية", "GovernmentBody")]
    found = ids(linked(text, named))
    assert found[0] != found[2]


# Across articles


def across(name: str, kind: str, *, countries: tuple[str, str] | None = None) -> bool:
    """Whether two articles that give a name, each said to be in a country if any, speak of one thing."""
    found = []
    for number, article in enumerate("ab"):
        country = countries[number] if countries else "العراق"
        stated = [(0, "locatedIn", "", 1)] if countries else []
        named = [(name, kind), (country, "Country")]
        found.append(ids(linked(f"قيل عن {name} شيء وعن {country}", named, stated, name=article))[0])
    return found[0] == found[1]


COMMON = [
    ("وزارة الدفاع", "GovernmentBody"), ("التحالف", "Organisation"), ("كتيبة النصر", "ArmedGroup"), ("مستشفى الثورة", "Facility")
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), COMMON)
def test_a_name_that_every_country_has_is_one_thing_only_where_one_country_is_stated(name: str, kind: str) -> None:
    assert not across(name, kind)
    assert across(name, kind, countries=("العراق", "العراق"))
    assert not across(name, kind, countries=("العراق", "مصر"))


@pytest.mark.parametrize(("name", "kind"), [("كتيبة الورداني", "ArmedGroup"), ("مطار الورد", "Facility")])
def test_a_name_of_its_own_is_one_thing_in_all_articles(name: str, kind: str) -> None:
    assert across(name, kind)
