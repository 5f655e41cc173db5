"""Places of one name: settled by what is named nearby, or left apart; never by which is the better known."""

from collections.abc import Sequence

import pytest
from linking import ids, linked

from kg.gazetteer import Gazetteer
from kg.identity import entity_id
from kg.link import link
from kg.model import Article, Extraction, GazetteerEntry, LinkedArticle, Mention, Reader, Span

JASMINE = ("الياسمين", "Settlement")
IRAQ, EGYPT = ("العراق", "Country"), ("مصر", "Country")


@pytest.mark.parametrize(("adjective", "id_"), [("العراقية", "Q4"), ("المصرية", "Q5")])
def test_a_nationality_adjective_settles_the_country(adjective: str, id_: str) -> None:
    assert ids(linked(f"وصل وفد إلى الياسمين، قالت الشرطة {adjective}", [JASMINE])) == [id_]


def test_what_its_own_sentence_names_counts_first() -> None:
    text = "قتل رجل في الياسمين في العراق. وفي مصر أدانت مصر الهجوم."
    assert ids(linked(text, [JASMINE, IRAQ, EGYPT, EGYPT]))[0] == "Q4"


def test_a_name_means_one_place_in_the_whole_article() -> None:
    text = "قتل رجل في الياسمين في العراق. وعاد الهدوء إلى الياسمين. وأدانت مصر ذلك."
    places = ids(linked(text, [JASMINE, IRAQ, JASMINE, EGYPT]))
    assert (places[0], places[2]) == ("Q4", "Q4")


def test_what_is_said_to_contain_it_counts_before_all() -> None:
    text = "الياسمين قرب العراق. الياسمين في مصر."
    named = [JASMINE, IRAQ, JASMINE, EGYPT]
    assert ids(linked(text, named, [(2, "locatedIn", "", 3)]))[0] == "Q5"


def test_the_country_that_the_article_is_mostly_about_settles_what_is_left() -> None:
    text = "قتل رجل في الياسمين. وقالت مصر شيئا. وقال العراق شيئا. وقالت مصر شيئا آخر."
    assert ids(linked(text, [JASMINE, EGYPT, IRAQ, EGYPT]))[0] == "Q5"


def test_an_unsettled_place_stays_a_place_of_its_own() -> None:
    (unsettled,) = ids(linked("قتل رجل في الياسمين", [JASMINE]))
    assert unsettled not in ("Q4", "Q5", entity_id("Place", "الياسمين"))  # nor is it that of another article, which may mean the other one


def test_the_reason_says_what_settled_it_and_between_how_many() -> None:
    (place, _) = linked("قتل رجل في الياسمين شمالي العراق", [JASMINE, IRAQ]).links
    assert place is not None
    assert "«الياسمين»" in place.reason
    assert "of 2 entries" in place.reason
    assert "same sentence" in place.reason


def test_the_only_listed_place_of_a_name_is_not_meant_where_it_is_said_to_be_elsewhere() -> None:
    text = "اشتباك في الدلتا في العراق. وعاد الهدوء إلى الدلتا. وأدانت مصر ذلك."
    places = ids(linked(text, [("الدلتا", "Settlement"), IRAQ, ("الدلتا", "Settlement"), EGYPT]))
    assert "Q16" not in places


def test_a_square_is_in_the_town_that_is_named_after_it() -> None:
    def square(town: str, kind: str) -> str | None:
        return ids(linked(f"مظاهرة في ميدان النسيم في {town}", [("ميدان النسيم", "Facility"), (town, kind)]))[0]

    assert square("الواحة", "Settlement") == "Q17" != square("محافظة النهر", "Region")


def test_two_places_of_one_name_are_told_apart_where_the_article_tells_them_apart() -> None:
    text = "قتل رجل في الياسمين في العراق، وآخر في الياسمين في مصر. وساد الهدوء."
    assert ids(linked(text, [JASMINE, IRAQ, JASMINE, EGYPT]))[::2] == ["Q4", "Q5"]


# A town of the name of its province


PROVINCE = ("محافظة الواحة", "Region")
TOWN = ("الواحة", "Settlement")


def test_beside_its_province_a_bare_name_means_the_province() -> None:
    article = linked("هجوم في محافظة الواحة. ونقل الجرحى من الواحة.", [PROVINCE, TOWN])
    assert ids(article) == [entity_id("Place", "محافظة الواحة")] * 2


def test_a_town_that_is_called_so_is_no_province() -> None:
    assert ids(linked("هجوم في محافظة الواحة قرب مدينة الواحة", [PROVINCE, TOWN]))[1] == "Q13"


def test_a_town_that_lies_in_its_province_is_another_place() -> None:
    article = linked("هجوم في الواحة في محافظة الواحة", [TOWN, PROVINCE], [(0, "locatedIn", "", 1)])
    assert ids(article)[0] == "Q13"


def test_a_town_that_is_named_far_oftener_is_another_place() -> None:
    text = "الواحة، الواحة، الواحة، الواحة في محافظة الواحة"
    assert ids(linked(text, [TOWN] * 4 + [PROVINCE]))[:4] == ["Q13"] * 4


def test_a_camp_is_not_the_town_whose_name_it_bears() -> None:
    assert len(set(ids(linked("هجوم في مخيم الزهور قرب الزهور", [("مخيم الزهور", "Facility"), ("الزهور", "Settlement")])))) == 2


# Of the long list of settlements


class WithSettlements(Gazetteer):
    """A small gazetteer with a long list of its own."""

    def settlements(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Those of the name, the most populous first."""
        return tuple(entry for entry in FAR if entry.label_ar == name)

    def get(self, identifier: str) -> GazetteerEntry | None:
        """The entry or settlement of an id."""
        return next((entry for entry in FAR if entry.id == identifier), None) or Gazetteer.get(self, identifier)


FAR = (
    GazetteerEntry("gn1", "Settlement", "الزيتونة", "Olive", country="Q2", population=900_000),
    GazetteerEntry("gn2", "Settlement", "الزيتونة", "Olive", country="Q1", population=700),
    GazetteerEntry("gn3", "Settlement", "الرمانة", "Pomegranate", country="Q1", population=600),
)
COUNTRIES = (
    GazetteerEntry("Q1", "Country", "العراق", "Iraq", adjectives=("عراقي",)),
    GazetteerEntry("Q2", "Country", "مصر", "Egypt", adjectives=("مصري",)),
)


def village(text: str, *named: tuple[str, str], listed: tuple[GazetteerEntry, ...] = ()) -> LinkedArticle:
    mentions = tuple(Mention(Span(text.index(name), text.index(name) + len(name)), kind, 0.9) for name, kind in _in_order(text, named))
    return link(Article("a", text, "", "0" * 64), Extraction(Reader("test", "1"), mentions), WithSettlements.of((*COUNTRIES, *listed)))


def _in_order(text: str, named: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(named, key=lambda pair: text.index(pair[0]))


def test_a_village_is_the_one_in_the_country_of_its_sentence_however_small() -> None:
    assert ids(village("اشتباك في الزيتونة شمالي العراق", ("الزيتونة", "Settlement"), ("العراق", "Country")))[0] == "gn2"


def test_a_village_is_meant_where_the_listed_town_of_its_name_is_in_another_country() -> None:
    named = (("الرمانة", "Settlement"), ("العراق", "Country"))
    town = GazetteerEntry("Q3", "Settlement", "الرمانة", "Pomegranate", country="Q2")
    assert ids(village("اشتباك في الرمانة في العراق", *named, listed=(town,)))[0] == "gn3"


def test_a_village_that_no_country_settles_is_not_its_biggest_namesake() -> None:
    assert ids(village("اشتباك في الزيتونة", ("الزيتونة", "Settlement"))) == [entity_id("Place", "الزيتونة")]


def test_the_only_village_of_a_name_is_not_meant_in_another_country() -> None:
    assert ids(village("اشتباك في الرمانة شرقي مصر", ("الرمانة", "Settlement"), ("مصر", "Country")))[0] == entity_id("Place", "الرمانة")


def test_the_only_village_of_a_name_is_meant_where_the_article_is_about_its_country() -> None:
    (found,) = village("اشتباك في الرمانة. وقال الجيش العراقي إنه انتهى.", ("الرمانة", "Settlement")).links
    assert found is not None
    assert (found.entity, found.score) == ("gn3", 0.75)


def test_only_what_was_read_as_a_settlement_is_looked_for_in_the_long_list() -> None:
    assert ids(village("قال الرمانة للشرطة العراقية", ("الرمانة", "Organisation"))) == [entity_id("Organisation", "الرمانة")]
