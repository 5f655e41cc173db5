"""Names that no gazetteer has, by pattern: common noun and complement, force and nationality, title and person."""

import pytest
from reading import KnownNames


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("افتتحت وزارة النهر العراقية معرضا", "وزارة النهر العراقية", "GovernmentBody"),
        ("وصلت القوات الأمريكية صباحا", "القوات الأمريكية", "SecurityForce"),
        ("وصلت الشرطة الفرنسية صباحا", "الشرطة الفرنسية", "SecurityForce"),
        ("ظهرت كتيبة صقور النهر صباحا", "كتيبة صقور النهر", "ArmedGroup"),
        ("افتتحت جامعة الياسمين الدولية", "جامعة الياسمين الدولية", "Organisation"),
        ("هبطت في مطار بغداد الدولي", "مطار بغداد الدولي", "Facility"),
    ],
)
def test_a_common_noun_and_its_complement_are_a_name(known_names: KnownNames, text: str, name: str, kind: str) -> None:
    assert known_names(text) == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param("زار مدينة الرقة", "الرقة", "Settlement", id="known city"),
        pytest.param("زار بلدة دير الورد", "دير الورد", "Settlement", id="unknown town"),
        pytest.param("قرأ صحيفة الفجر الجديد", "الفجر الجديد", "MediaOutlet", id="newspaper"),
    ],
)
def test_the_noun_stays_outside_the_name(known_names: KnownNames, text: str, name: str, kind: str) -> None:
    assert known_names(text) == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param("زار محافظة الياسمين", "محافظة الياسمين", "Region", id="province"),
        pytest.param("زار حي الياسمين", "حي الياسمين", "Settlement", id="district"),
    ],
)
def test_the_noun_belongs_to_the_name(known_names: KnownNames, text: str, name: str, kind: str) -> None:
    assert known_names(text) == [(name, kind)]


def test_a_force_without_a_nationality_is_no_name(known_names: KnownNames) -> None:
    assert known_names("وصلت القوات صباحا") == []


@pytest.mark.parametrize("text", ["أنشأ محطة صغيرة", "دخل مطارا جديدا"])
def test_a_noun_without_the_article_begins_no_name(known_names: KnownNames, text: str) -> None:
    assert known_names(text) == []


def test_the_adjective_of_a_minister_makes_no_ministry(known_names: KnownNames) -> None:
    assert known_names("وصل وزير الخارجية الروسي صباحا") == []


def test_a_name_in_quotation_marks_ends_where_they_close(known_names: KnownNames) -> None:
    assert known_names("نشر موقع «أخبار النهر» الصورة") == [("أخبار النهر", "MediaOutlet")]


@pytest.mark.parametrize("title", ["اللواء", "الدكتور", "الأمير", "المدعو", "رئيس الوزراء العراقي"])
def test_a_title_stays_outside_the_name_of_a_person(known_names: KnownNames, title: str) -> None:
    assert known_names(f"حضر {title} شمعون الورداني") == [("شمعون الورداني", "Person")]


def test_a_given_name_begins_a_person_without_a_title(known_names: KnownNames) -> None:
    assert known_names("حضر سامي الورداني مبكرا") == [("سامي الورداني", "Person")]


def test_a_compound_name_is_one_name(known_names: KnownNames) -> None:
    assert known_names("حضر سامي عبد الله الورداني") == [("سامي عبد الله الورداني", "Person")]


def test_a_title_alone_names_nobody(known_names: KnownNames) -> None:
    assert known_names("حضر اللواء مبكرا") == []


def test_a_preposition_ends_the_name_of_a_person(known_names: KnownNames) -> None:
    assert known_names("عاد اللواء شمعون الورداني من السفر") == [("شمعون الورداني", "Person")]


def test_a_verb_after_a_role_is_no_name(known_names: KnownNames) -> None:
    assert known_names("الرئيس العراقي يحتفظ بمنصبه") == []
