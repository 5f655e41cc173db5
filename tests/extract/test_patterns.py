"""Names that no gazetteer has: common noun and complement, force and nationality, title and person."""

import pytest
from reading import Read


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
def test_a_common_noun_and_its_complement_are_a_name(read: Read, text: str, name: str, kind: str) -> None:
    assert read(text).names == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param("زار مدينة الرقة", "الرقة", "Settlement", id="known city"),
        pytest.param("زار بلدة دير الورد", "دير الورد", "Settlement", id="unknown town"),
        pytest.param("قرأ صحيفة الفجر الجديد", "الفجر الجديد", "MediaOutlet", id="newspaper"),
    ],
)
def test_the_noun_stays_outside_the_name(read: Read, text: str, name: str, kind: str) -> None:
    assert read(text).names == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param("زار محافظة الياسمين", "محافظة الياسمين", "Region", id="province"),
        pytest.param("زار حي الياسمين", "حي الياسمين", "Settlement", id="district"),
    ],
)
def test_the_noun_belongs_to_the_name(read: Read, text: str, name: str, kind: str) -> None:
    assert read(text).names == [(name, kind)]


def test_a_force_without_a_nationality_is_no_name(read: Read) -> None:
    assert read("وصلت القوات صباحا").names == []


@pytest.mark.parametrize("text", ["أنشأ محطة صغيرة", "دخل مطارا جديدا"])
def test_a_noun_without_the_article_begins_no_name(read: Read, text: str) -> None:
    assert read(text).names == []


def test_the_adjective_of_a_minister_makes_no_ministry(read: Read) -> None:
    assert read("وصل وزير الخارجية الروسي صباحا").names == []


def test_a_name_in_quotation_marks_ends_where_they_close(read: Read) -> None:
    assert read("نشر موقع «أخبار النهر» الصورة").names == [("أخبار النهر", "MediaOutlet")]


@pytest.mark.parametrize("title", ["اللواء", "الدكتور", "الأمير", "المدعو", "رئيس الوزراء العراقي"])
def test_a_title_stays_outside_the_name_of_a_person(read: Read, title: str) -> None:
    assert read(f"حضر {title} شمعون الورداني").names == [("شمعون الورداني", "Person")]


def test_a_given_name_begins_a_person_without_a_title(read: Read) -> None:
    assert read("حضر سامي الورداني مبكرا").names == [("سامي الورداني", "Person")]


def test_a_compound_name_is_one_name(read: Read) -> None:
    assert read("حضر سامي عبد الله الورداني").names == [("سامي عبد الله الورداني", "Person")]


def test_a_title_alone_names_nobody(read: Read) -> None:
    assert read("حضر اللواء مبكرا").names == []


def test_a_preposition_ends_the_name_of_a_person(read: Read) -> None:
    assert read("عاد اللواء شمعون الورداني من السفر").names == [("شمعون الورداني", "Person")]


def test_a_verb_after_a_role_is_no_name(read: Read) -> None:
    assert read("الرئيس العراقي يحتفظ بمنصبه").names == []
