"""Which entity each mention names: of a small gazetteer, of the article itself, or of its own name."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking import GAZETTEER, ids, linked, names, person_id

from kg.gazetteer import Gazetteer
from kg.identity import entity_id
from kg.link import link, namings
from kg.model import GazetteerEntry, MentionType

# Of the gazetteer


def test_a_name_is_linked_with_score_and_reason() -> None:
    (found,) = linked("زار العراق وفد", [("العراق", "Country")]).links
    assert found is not None
    assert (found.entity, found.score) == ("Q1", 0.95)
    assert "«العراق»" in found.reason


def test_a_linked_entity_has_the_class_and_the_links_of_the_gazetteer() -> None:
    (entity,) = linked("زار العراق وفد", [("العراق", "Region")]).entities
    assert (entity.kind, entity.same_as) == ("Country", ("http://www.wikidata.org/entity/Q1",))


def test_spelling_does_not_matter() -> None:
    assert ids(linked("زار العِـراقَ وفد", [("العِـراقَ", "Country")])) == ["Q1"]


def test_the_article_is_restored_after_li() -> None:
    article = linked("وصل للاتحاد الأخضر وفد", [("لاتحاد الأخضر", "InternationalOrganisation")])
    assert names(article) == {"Q7": ("الاتحاد الأخضر",)}


def test_of_three_lams_only_two_are_written() -> None:
    article = linked("وصل وفد للاذقية", [("لاذقية", "Settlement")])
    assert (ids(article), names(article)) == (["Q10"], {"Q10": ("اللاذقية",)})
    assert [(row.name, row.count) for row in namings(article)] == [("اللاذقية", 1)]


def test_a_known_name_in_lam_keeps_it_after_li() -> None:
    article = linked("وصل وفد للمياء", [("لمياء", "Settlement")])
    assert (ids(article), names(article)) == (["Q14"], {"Q14": ("لمياء",)})
    assert [(row.name, row.count) for row in namings(article)] == [("لمياء", 1)]


def test_another_mention_shows_how_a_name_after_li_is_written() -> None:
    article = linked("قال ليث الورداني شيئا. وقيل لليث الورداني آخر", [("ليث الورداني", "Person")] * 2)
    assert names(article) == {person_id("ليث الورداني"): ("ليث الورداني",)}


def test_what_has_no_letter_is_no_name() -> None:
    assert ids(linked("قال !!! شيئا", [("!!!", "Person")])) == [None]


def test_white_space_in_a_name_is_one_space() -> None:
    assert names(linked("وصل الاتحاد\n الأخضر", [("الاتحاد\n الأخضر", "InternationalOrganisation")])) == {"Q7": ("الاتحاد الأخضر",)}


def test_a_name_of_another_top_class_is_not_meant() -> None:
    (found,) = linked("حضر العراق الشاعر", [("العراق", "Person")]).links
    assert found is not None
    assert found.entity != "Q1"


def test_of_two_things_of_one_name_the_class_decides() -> None:
    assert ids(linked("قالت الفجر ذلك", [("الفجر", "MediaOutlet")])) == ["Q9"]
    assert ids(linked("ظهر الفجر ليلا", [("الفجر", "ArmedGroup")])) == ["Q8"]


@pytest.mark.parametrize(("country", "id_"), [("العراق", "Q4"), ("مصر", "Q5")])
def test_places_of_one_name_are_told_apart_by_the_country_that_the_article_names(country: str, id_: str) -> None:
    article = linked(f"زار الياسمين في {country}", [("الياسمين", "Settlement"), (country, "Country")])
    assert ids(article)[0] == id_
    assert article.links[0].score < article.links[1].score


def test_a_place_of_the_same_region_tells_them_apart_too() -> None:
    assert ids(linked("زار الياسمين في محافظة النهر", [("الياسمين", "Settlement"), ("محافظة النهر", "Region")]))[0] == "Q4"


@pytest.mark.parametrize("countries", [[], ["العراق", "مصر"]])
def test_places_of_one_name_stay_unsettled_where_no_country_or_both_are_named(countries: list[str]) -> None:
    article = linked(f"زار الياسمين {' '.join(countries)}", [("الياسمين", "Settlement"), *((name, "Country") for name in countries)])
    assert ids(article)[0] not in ("Q4", "Q5")


# Of the article


def test_a_last_name_goes_with_the_full_name() -> None:
    article = linked("حضر زيد الورداني ثم غادر الورداني", [("زيد الورداني", "Person"), ("الورداني", "Person")])
    assert ids(article) == [person_id("زيد الورداني")] * 2
    assert names(article) == {person_id("زيد الورداني"): ("الورداني", "زيد الورداني")}


def test_a_last_name_before_the_full_name_goes_with_it_too() -> None:
    article = linked("الورداني يغادر\nحضر زيد الورداني", [("الورداني", "Person"), ("زيد الورداني", "Person")])
    assert ids(article) == [person_id("زيد الورداني")] * 2


def test_two_people_of_one_last_name_stay_apart() -> None:
    named = [("زيد الورداني", "Person"), ("ليلى الورداني", "Person"), ("الورداني", "Person")]
    people = ids(linked("حضر زيد الورداني مع ليلى الورداني ثم غادر الورداني", named))
    assert people[:2] == [person_id("زيد الورداني"), person_id("ليلى الورداني")]
    assert len(set(people)) == 3


def test_a_place_goes_with_its_name_with_the_kind() -> None:
    article = linked("زار محافظة الورد ثم عاد من الورد", [("محافظة الورد", "Region"), ("الورد", "Settlement")])
    assert ids(article) == [entity_id("Place", "محافظة الورد")] * 2


def test_a_person_and_a_place_of_one_name_stay_apart() -> None:
    assert len(set(ids(linked("حضر الورد في الورد", [("الورد", "Person"), ("الورد", "Settlement")])))) == 2


@pytest.mark.parametrize("spelling", ["حركة الإخاء", "حركة الاخاء", "حركةُ الإخـاء", "حركه الإخاء"])
def test_an_unlisted_entity_has_one_id_in_every_spelling(spelling: str) -> None:
    article = linked(f"ظهرت {spelling} أمس", [(spelling, "ArmedGroup")])
    assert ids(article) == [entity_id("Organisation", "حركة الإخاء")]


def test_an_unlisted_entity_has_the_class_of_most_of_its_mentions() -> None:
    named = [("الورد", "Settlement"), ("الورد", "Region"), ("الورد", "Region")]
    (entity,) = linked("الورد ثم الورد ثم الورد", named).entities
    assert (entity.kind, entity.same_as) == ("Region", ())


def test_of_as_many_mentions_the_more_exact_class_counts() -> None:
    (entity,) = linked("الورد ثم الورد", [("الورد", "Organisation"), ("الورد", "ArmedGroup")]).entities
    assert entity.kind == "ArmedGroup"


# Roles


ROLE = ("الرئيس العراقي", "Person", MentionType.ROLE)


def test_a_role_goes_with_the_person_who_has_it_in_the_article() -> None:
    text = "وصل قائد الحرس زيد الورداني إلى العراق. وغادر قائد الحرس."
    named = [("زيد الورداني", "Person"), ("العراق", "Country"), ("قائد الحرس", "Person", MentionType.ROLE)]
    article = linked(text, named, stated=[(0, "affiliatedWith", "قائد الحرس", 1)])
    assert ids(article)[2] == person_id("زيد الورداني")


def test_a_role_goes_with_the_person_who_has_it_in_the_gazetteer() -> None:
    article = linked("وصل سامي الدرويش. وغادر الرئيس العراقي.", [("سامي الدرويش", "Person"), ROLE])
    assert ids(article) == ["Q6", "Q6"]
    assert article.links[1].score < article.links[0].score


def test_a_role_is_no_name() -> None:
    assert names(linked("وصل سامي الدرويش. وغادر الرئيس العراقي.", [("سامي الدرويش", "Person"), ROLE])) == {"Q6": ("سامي الدرويش",)}


def test_a_role_stays_unresolved_where_nobody_who_has_it_is_named() -> None:
    assert ids(linked("وصل الرئيس العراقي", [ROLE])) == [None]


def test_a_role_of_two_people_stays_unresolved() -> None:
    text = "وصل سامي الدرويش والرئيس العراقي زيد الورداني إلى العراق. وغادر الرئيس العراقي."
    named = [("سامي الدرويش", "Person"), ("زيد الورداني", "Person"), ("العراق", "Country"), ROLE]
    assert ids(linked(text, named, stated=[(1, "affiliatedWith", "الرئيس العراقي", 2)]))[3] is None


# Publisher, order, purity


def test_a_publisher_of_the_gazetteer_is_linked() -> None:
    article = linked("الطقس جميل", [], publisher="صحيفة الفجر")
    assert article.publisher == "Q9"
    assert names(article) == {"Q9": ("صحيفة الفجر",)}


def test_any_other_publisher_is_an_entity_of_its_own() -> None:
    article = linked("الطقس جميل", [], publisher="أخبار النهر")
    assert article.publisher == entity_id("Organisation", "أخبار النهر")
    assert [entity.kind for entity in article.entities] == ["MediaOutlet"]


def test_a_publisher_that_the_article_names_is_there_once() -> None:
    article = linked("قالت صحيفة الفجر ذلك", [("صحيفة الفجر", "MediaOutlet")], publisher="الفجر")
    assert [entity.id for entity in article.entities] == ["Q9"]


def test_there_is_a_link_for_each_mention_and_entities_are_sorted() -> None:
    named = [("مصر", "Country"), ("زيد الورداني", "Person"), ("العراق", "Country"), ("مصر", "Country")]
    article = linked("بين مصر وزيد الورداني والعراق ومصر", named)
    assert [found and found.entity for found in article.links] == ["Q2", person_id("زيد الورداني"), "Q1", "Q2"]
    assert [entity.id for entity in article.entities] == sorted({"Q1", "Q2", person_id("زيد الورداني")})


def test_namings_count_each_form() -> None:
    article = linked(
        "العراق والعراق وبلدة الياسمين والياسمين", [("العراق", "Country"), ("العراق", "Country"), ("بلدة الياسمين", "Settlement")]
    )
    assert [(naming.entity, naming.name, naming.count) for naming in namings(article)] == [("Q1", "العراق", 2), ("Q4", "بلدة الياسمين", 1)]


def test_a_publisher_that_the_article_does_not_name_is_named_no_time() -> None:
    (naming,) = namings(linked("الطقس جميل", [], publisher="أخبار النهر"))
    assert (naming.name, naming.count) == ("أخبار النهر", 0)


@settings(deadline=None)
@given(st.permutations(list(GAZETTEER)))
def test_the_order_of_the_gazetteer_does_not_matter(entries: list[GazetteerEntry]) -> None:
    article = linked("زار الياسمين في العراق", [("الياسمين", "Settlement"), ("العراق", "Country")])
    assert link(article.article, article.extraction, Gazetteer.of(entries)) == article


def test_what_else_an_article_says_does_not_change_an_unlisted_id() -> None:
    alone = linked("حضر زيد الورداني", [("زيد الورداني", "Person")])
    other = link(replace(alone.article, id="b", issued="2021-05-11"), alone.extraction, GAZETTEER)
    assert ids(alone) == ids(other)
