"""Roles, nationality, what is part of what, and where things lie."""

import pytest
from reading import Read, Reading


def roles(reading: Reading) -> list[tuple[str, bool]]:
    """Role as written and whether it is past, of each affiliation."""
    facts = [relation.fact for relation in reading.extraction.relations if relation.fact.property == "affiliatedWith"]
    return [(fact.role.of(reading.article.text), fact.former) for fact in facts if fact.role]


@pytest.mark.parametrize(
    ("text", "body", "role"),
    [
        (
            "قال المتحدث باسم وزارة الدفاع العراقية سامي الورداني إن التدريب انتهى",
            "وزارة الدفاع العراقية",
            "المتحدث باسم وزارة الدفاع العراقية",
        ),
        ("ظهر زعيم حركة طالبان سامي الورداني", "حركة طالبان", "زعيم حركة طالبان"),
        ("ظهر القيادي في تنظيم داعش سامي الورداني", "داعش", "القيادي في تنظيم داعش"),
        ("وصل القائد في الجيش العراقي سامي الورداني", "الجيش العراقي", "القائد في الجيش العراقي"),
    ],
)
def test_a_role_is_at_the_body_that_it_names(read: Read, text: str, body: str, role: str) -> None:
    reading = read(text)
    assert ("سامي الورداني", "affiliatedWith", body) in reading.relations
    assert roles(reading) == [(role, False)]


def test_a_role_without_a_body_is_at_the_country_of_its_adjective(read: Read) -> None:
    reading = read("التقى الرئيس الروسي فلاديمير بوتين وفدا في روسيا")
    assert ("فلاديمير بوتين", "affiliatedWith", "روسيا") in reading.relations
    assert ("فلاديمير بوتين", "country", "روسيا") in reading.relations
    assert roles(reading) == [("الرئيس الروسي", False)]


def test_a_country_that_the_article_does_not_name_is_not_related(read: Read) -> None:
    assert read("وصل الرئيس الروسي فلاديمير بوتين").relations == []


@pytest.mark.parametrize("word", ["السابق", "الأسبق", "الراحل"])
def test_a_role_can_be_past(read: Read, word: str) -> None:
    reading = read(f"عاد رئيس الوزراء العراقي {word} سامي الورداني إلى العراق")
    assert roles(reading) == [(f"رئيس الوزراء العراقي {word}", True)]


def test_a_clitic_stays_outside_a_role(read: Read) -> None:
    assert roles(read("حضر الوفد وزعيم حركة طالبان سامي الورداني")) == [("زعيم حركة طالبان", False)]


def test_a_rank_is_no_role(read: Read) -> None:
    assert read("حضر اللواء سامي الورداني إلى العراق").relations == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("انتشر الجيش العراقي في العراق", ("الجيش العراقي", "country", "العراق"), id="adjective"),
        pytest.param(
            "تقول حكومة الولايات المتحدة إنها ستعمل مع دول أخرى لأجل الولايات المتحدة",
            ("حكومة الولايات المتحدة", "country", "الولايات المتحدة"),
            id="the country itself",
        ),
    ],
)
def test_an_organisation_has_the_country_in_its_name(read: Read, text: str, relation: tuple[str, str, str]) -> None:
    assert relation in read(text).relations


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("تقع الموصل في العراق", ("الموصل", "locatedIn", "العراق"), id="in"),
        pytest.param("تقع الموصل بالعراق", ("الموصل", "locatedIn", "العراق"), id="in, joined"),
        pytest.param("وصل إلى الموصل، العراق", ("الموصل", "locatedIn", "العراق"), id="comma"),
        pytest.param("يقع مطار بغداد في العراق", ("مطار بغداد", "locatedIn", "العراق"), id="building"),
        pytest.param("مدينة كراسنودار الروسية جنوب روسيا", ("كراسنودار", "locatedIn", "روسيا"), id="adjective"),
    ],
)
def test_a_place_lies_in_a_larger_one(read: Read, text: str, relation: tuple[str, str, str]) -> None:
    assert read(text).relations == [relation]


@pytest.mark.parametrize("text", ["تقع بغداد قرب البصرة", "سافر من العراق إلى الموصل", "وصل إلى الموصل. العراق بلد كبير."])
def test_places_that_are_only_named_together_do_not_contain_each_other(read: Read, text: str) -> None:
    assert read(text).relations == []


def test_a_branch_is_part_of_the_organisation_named_beside_it(read: Read) -> None:
    assert read("انشق داعش-خراسان عن تنظيم داعش").relations == [("داعش-خراسان", "partOf", "داعش")]


def test_the_evidence_of_a_relation_is_its_sentence(read: Read) -> None:
    reading = read("عاد الوفد. تقع الموصل في العراق. ثم غادر.")
    (relation,) = reading.extraction.relations
    assert relation.fact.evidence.of(reading.article.text) == "تقع الموصل في العراق."
