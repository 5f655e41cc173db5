"""What each saved query answers over the graph of the seeds; every expectation was checked by reading the five articles."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.ontology import Instances
from kg.queries import fill, load, run, table
from kg.resources import resource
from kg.store import StoreFolder

SEEDS = Path(__file__).parent.parent / "seeds"
INSTANCES = Instances()
QUERIES = load(resource("queries"))
ISLAMIC_STATE, RUSSIA, MOSCOW, PARIS, PUTIN = "entity:Q2429253", "entity:Q159", "entity:Q649", "entity:Q90", "entity:Q7747"
FRANCE = "entity:Q142"
THREATS, ROGGIO, OPINION, AGENCIES, PUTINS_CALL = (f"article:{path.stem}" for path in sorted(SEEDS.glob("*.txt")))
"""000: threats against Russia; 001: interview with Roggio; 002: opinion on the attack; 003 and 004: the security agencies meet."""


@pytest.fixture(scope="module")
def seeds(seeds_store: Path) -> Store:
    return StoreFolder(seeds_store).snapshot()


def asked(store: Store, query: str, /, **values: str) -> list[dict[str, str]]:
    found = table(run(store, fill(QUERIES[query], values, INSTANCES), INSTANCES), INSTANCES)
    return [{variable: cell for variable, cell in zip(found.variables, row, strict=True) if cell} for row in found.rows]


def with_toll(store: Store, killed: str) -> str:
    """The incident whose greatest toll is `killed`."""
    (found,) = (row["incident"] for row in asked(store, "incidents") if row.get("killed_high") == killed)
    return found


def test_incidents_the_attack_near_moscow_killed_at_least_133(seeds: Store) -> None:
    (attack,) = (row for row in asked(seeds, "incidents", kind="kg:Attack") if row.get("killed_high") == "133")
    assert attack["place_ar"] == "موسكو"


def test_deadliest_incidents_orlando_2016_had_49_dead(seeds: Store) -> None:
    found = asked(seeds, "deadliest-incidents", at_least="49")
    assert [row["earliest"] for row in found if row["killed_best"] == "49"] == ["2016-01-01"]
    assert not {row["killed_best"] for row in found} & {"13", "45"}


@pytest.mark.xfail(strict=True, reason="the attack in the interview is not held to be that of the opinion: its sentence names no place")
def test_differing_figures_the_attack_at_the_concert_hall(seeds: Store) -> None:
    found = [row for row in asked(seeds, "differing-figures") if row["figure"] == "kg:killed"]
    assert {(row["article"], row["value"]) for row in found} >= {(ROGGIO, "130"), (OPINION, "133")}


def test_responsibility_the_islamic_state_claimed_the_attack(seeds: Store) -> None:
    claims = [row for row in asked(seeds, "responsibility") if row["relation"] == "kg:claimedBy" and row["party"] == ISLAMIC_STATE]
    assert any("أعلن تنظيم داعش مسؤوليته عن الهجوم" in row["words"] for row in claims)


def test_statements_about_russia_come_from_several_articles(seeds: Store) -> None:
    assert {row["article"] for row in asked(seeds, "statements-about", about=RUSSIA)} >= {THREATS, ROGGIO}


@pytest.mark.xfail(reason="what the opinion says of Russia is no longer read to be about it", strict=True)
def test_statements_of_an_opinion_are_among_those_about_russia(seeds: Store) -> None:
    assert OPINION in {row["article"] for row in asked(seeds, "statements-about", about=RUSSIA)}


def test_statements_by_putin_come_with_his_words(seeds: Store) -> None:
    quotes = [row["quote"] for row in asked(seeds, "statements-by", speaker=PUTIN) if "quote" in row]
    assert any("هذا المورد البشري للإرهاب الدولي" in quote for quote in quotes)


def test_organisations_the_khorasan_branch_is_part_of_the_islamic_state(seeds: Store) -> None:
    parents = {(row["organisation_ar"], row.get("parent")) for row in asked(seeds, "organisations", kind="kg:ArmedGroup")}
    assert any("خراسان" in name and parent == ISLAMIC_STATE for name, parent in parents)


def test_people_roles_lavrov_is_foreign_minister(seeds: Store) -> None:
    roles = {(row["person_ar"], row["role"]) for row in asked(seeds, "people-roles")}
    assert any("لافروف" in person and role.startswith("وزير الخارجية") for person, role in roles)


@pytest.mark.xfail(strict=True, reason="who threatens is found, when is not")
def test_threats_the_islamic_state_threatened_russia_in_november_2015(seeds: Store) -> None:
    found = asked(seeds, "threats", place=RUSSIA)
    assert any(row.get("agent") == ISLAMIC_STATE and row.get("earliest") == "2015-11-01" for row in found)


@pytest.mark.xfail(strict=True, reason="the plot is not found since more articles are learned from; to be won back")
def test_foiled_plots_drones_at_the_world_cup(seeds: Store) -> None:
    plots = asked(seeds, "foiled-plots")
    assert any("الطائرات المسيرة" in row["words"] for row in plots if row["article"] == AGENCIES)


def test_timeline_of_the_islamic_state_begins_with_what_is_dated(seeds: Store) -> None:
    found = asked(seeds, "timeline", entity=ISLAMIC_STATE)
    dated = [row["earliest"] for row in found if "earliest" in row]
    assert dated == sorted(dated)
    assert all("earliest" in row for row in found[: len(dated)])
    assert "2015-11-01" in dated


def test_incidents_near_paris_in_2015(seeds: Store) -> None:
    found = asked(seeds, "incidents-near", place=PARIS, within="20", **{"from": "2015-01-01", "to": "2015-12-31"})
    assert [row["place_ar"] for row in found] == ["باريس"]
    assert not asked(seeds, "incidents-near", place=PARIS, within="20", **{"from": "2016-01-01"})


@pytest.mark.parametrize("country", [FRANCE, RUSSIA])
def test_incidents_near_a_country_are_those_in_it_without_a_distance(seeds: Store, country: str) -> None:
    found = asked(seeds, "incidents-near", place=country)
    assert found
    assert all("kilometres" not in row for row in found)
    assert ("باريس" in {row["place_ar"] for row in found}) == (country == FRANCE)
    assert not asked(seeds, "incidents-near", place=country, to="1999-12-31")


def test_co_mentions_all_five_articles_name_russia_and_the_islamic_state(seeds: Store) -> None:
    pairs = {(row["subject"], row["object"]) for row in asked(seeds, "co-mentions", at_least="5") if row["predicate"] == "skos:related"}
    assert (RUSSIA, ISLAMIC_STATE) in pairs


def test_article_graph_holds_the_text_to_the_letter(seeds: Store) -> None:
    graph = asked(seeds, "article-graph", article=OPINION)
    (text,) = (row["object"] for row in graph if row["predicate"] == "kg:text")
    assert text == (SEEDS / f"{OPINION.removeprefix('article:')}.txt").read_bytes().decode("utf-8")


def test_article_facts_quote_the_article(seeds: Store) -> None:
    text = (SEEDS / f"{AGENCIES.removeprefix('article:')}.txt").read_bytes().decode("utf-8")
    found = asked(seeds, "article-facts", article=AGENCIES)
    assert found
    assert all(row["words"] == text[int(row["begin"]) : int(row["end"])] for row in found)


def test_incident_evidence_the_toll_of_133_is_a_lower_bound(seeds: Store) -> None:
    evidence = asked(seeds, "incident-evidence", incident=with_toll(seeds, "133"))
    (toll,) = (row for row in evidence if row["predicate"] == "kg:killed" and row["object"] == "133")
    assert toll["qualifier"] == "kg:AtLeast"
    assert "ما لا يقل عن 133 شخصًا" in toll["words"]


def test_articles_mentioning_the_islamic_state_are_all_five(seeds: Store) -> None:
    assert {row["article"] for row in asked(seeds, "articles-mentioning", entity=ISLAMIC_STATE)} == {
        THREATS,
        ROGGIO,
        OPINION,
        AGENCIES,
        PUTINS_CALL,
    }


def test_coverage_counts_all_five_articles(seeds: Store) -> None:
    assert sum(int(row["articles"]) for row in asked(seeds, "coverage")) == 5


def test_group_incidents_of_the_islamic_state_tell_claimed_from_done(seeds: Store) -> None:
    relations = {(row["relation"], row["kind"]) for row in asked(seeds, "group-incidents", group=ISLAMIC_STATE)}
    assert {("kg:claimedBy", "kg:Attack"), ("kg:agent", "kg:Threat")} <= relations


def test_arrests_four_men_after_the_attack(seeds: Store) -> None:
    assert "4" in {row.get("arrested_best") for row in asked(seeds, "arrests-and-trials") if row["kind"] == "kg:Arrest"}


def test_meetings_the_agencies_met_in_moscow(seeds: Store) -> None:
    assert "موسكو" in {row.get("place_ar") for row in asked(seeds, "meetings")}


def test_attributed_facts_the_link_to_ukraine_is_the_security_services(seeds: Store) -> None:
    sources = {row["attribution"] for row in asked(seeds, "attributed-facts") if row["article"] == OPINION}
    assert any("وكال" in source or "جهاز الأمن" in source for source in sources)


def test_find_entity_by_a_part_of_its_name(seeds: Store) -> None:
    assert "kg:ArmedGroup" in {row["kind"] for row in asked(seeds, "find-entity", name="خراسان")}


@pytest.mark.xfail(strict=True, reason="the attack in the interview is not held to be that of the opinion: its sentence names no place")
def test_merged_reports_two_articles_on_the_attack_near_moscow(seeds: Store) -> None:
    assert "kg:Same" in {row["decision"] for row in asked(seeds, "merged-reports")}
