"""What the queries behind the pages answer over the graph of the seeds; every expectation was checked by reading the articles."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.ontology import Instances, kg, term
from kg.queries import fill, load_file, run, table
from kg.resources import resource
from kg.store import StoreFolder

SEEDS = Path(__file__).parent.parent.parent / "seeds"
INSTANCES = Instances()
ISLAMIC_STATE, RUSSIA, MOSCOW, UKRAINE, PUTIN = "entity:Q2429253", "entity:Q159", "entity:Q649", "entity:Q212", "entity:Q7747"
THREATS, ROGGIO, OPINION, AGENCIES, PUTINS_CALL = (f"article:{path.stem}" for path in sorted(SEEDS.glob("*.txt")))
"""000: threats against Russia; 001: interview with Roggio; 002: opinion on the attack; 003 and 004: the security agencies meet."""

Row = dict[str, str]


@pytest.fixture(scope="module")
def seeds(seeds_store: Path) -> Store:
    return StoreFolder(seeds_store).snapshot()


def asked(store: Store, name: str, /, **values: str) -> list[Row]:
    query = load_file(resource("queries") / f"{name}.rq")
    found = table(run(store, fill(query, values, INSTANCES), INSTANCES), INSTANCES)
    return [{variable: cell for variable, cell in zip(found.variables, row, strict=True) if cell} for row in found.rows]


def text_of(article: str) -> str:
    return (SEEDS / f"{article.removeprefix('article:')}.txt").read_bytes().decode("utf-8")


def stand_where_they_say(rows: list[Row], article: str = "", words: str = "words") -> bool:
    """Whether the words of each row stand at its offsets."""
    return all(row[words] == text_of(article or row["article"])[int(row["begin"]) : int(row["end"])] for row in rows)


@pytest.fixture(scope="module")
def attack(seeds: Store) -> str:
    """The attack near Moscow, as the opinion tells of it."""
    (found,) = (row["incident"] for row in asked(seeds, "incidents") if row.get("killed_high") == "133")
    return found


def test_event_summary_the_attack_near_moscow(seeds: Store, attack: str) -> None:
    (found,) = asked(seeds, "event-summary", event=attack)
    assert (found["kind"], found["place"], found["killed_best"], found["status"]) == ("kg:Attack", MOSCOW, "133", "kg:Occurred")


def test_incident_figures_the_attack_killed_at_least_133(seeds: Store, attack: str) -> None:
    found = asked(seeds, "incident-figures", incident=attack)
    assert ("kg:killed", "133", "kg:AtLeast", "kg:Whole", OPINION) in {
        (row["figure"], row["value"], row["qualifier"], row["scope"], row["article"]) for row in found
    }
    assert stand_where_they_say(found)


def test_incident_figures_of_kabul_airport_are_13_and_about_170(seeds: Store) -> None:
    (kabul,) = (row["incident"] for row in asked(seeds, "incidents") if row.get("killed_high") == "183")
    found = {(row["value"], row["qualifier"]) for row in asked(seeds, "incident-figures", incident=kabul)}
    assert found == {("13", "kg:Exactly"), ("170", "kg:About")}


def test_event_claims_the_islamic_state_claimed_the_attack_and_ukraine_denied_it(seeds: Store, attack: str) -> None:
    found = asked(seeds, "event-claims", event=attack)
    assert {("kg:claimedBy", ISLAMIC_STATE), ("kg:deniedBy", UKRAINE)} <= {(row["predicate"], row["object"]) for row in found}
    assert stand_where_they_say(found)


def test_event_reports_name_the_attack_by_its_words(seeds: Store, attack: str) -> None:
    found = asked(seeds, "event-reports", event=attack)
    assert {row["article"] for row in found} == {OPINION}
    assert "هجوم" in {row["trigger"] for row in found}
    assert stand_where_they_say(found, words="trigger")


def test_event_details_when_the_attack_was_as_written(seeds: Store, attack: str) -> None:
    found = {(row["relation"], row["value"]) for row in asked(seeds, "event-details", event=attack)}
    assert {("kg:dateText", "يوم الجمعة"), ("kg:place", MOSCOW)} <= found


def test_event_matches_have_both_sides_whichever_is_asked_for(seeds_store: Path) -> None:
    """The seeds' reports are each of an event of its own, so two are compared by hand here."""
    store, graph = Store(), INSTANCES.graph("matches")
    store.extend(StoreFolder(seeds_store).snapshot())
    first, second = sorted(row["incident"] for row in asked(store, "incidents"))[:2]
    match = INSTANCES.node("match", "made")
    sides = {"left": first, "right": second}
    store.extend(Quad(match, kg(side), INSTANCES.node("event", event.removeprefix("event:")), graph) for side, event in sides.items())
    told: dict[NamedNode, NamedNode] = {term("rdf:type"): kg("Match"), kg("decision"): kg("Near"), kg("score"): kg("Near")}
    store.extend(Quad(match, predicate, value, graph) for predicate, value in told.items())
    for ours, theirs in ((first, second), (second, first)):
        (found,) = (row for row in asked(store, "event-matches", event=ours) if row["match"] == "match:made")
        assert (found["ours"], found["theirs"], found["theirs_node"], found["decision"]) == (ours, theirs, theirs, "kg:Near")
        assert found["ours_article"].startswith("article:")


def test_entity_facts_putin_by_all_his_names(seeds: Store) -> None:
    found = {(row["relation"], row["value"]) for row in asked(seeds, "entity-facts", entity=PUTIN)}
    assert {("rdfs:label", "Vladimir Putin"), ("skos:altLabel", "بوتين"), ("kg:affiliatedWith", RUSSIA), ("kg:kind", "kg:Person")} <= found


def test_entity_claims_putin_is_president_by_the_articles_words(seeds: Store) -> None:
    found = asked(seeds, "entity-claims", entity=PUTIN)
    assert ("kg:affiliatedWith", RUSSIA, "الرئيس الروسي") in {(row["predicate"], row["object"], row.get("role")) for row in found}
    assert stand_where_they_say(found)


def test_entity_parts_the_khorasan_branch(seeds: Store) -> None:
    (found,) = (row for row in asked(seeds, "entity-parts", entity=ISLAMIC_STATE) if row["relation"] == "kg:partOf")
    assert "خراسان" in found["part_ar"]


def test_entity_neighbours_russia_is_named_wherever_the_islamic_state_is(seeds: Store) -> None:
    found = {row["other"]: row["articles"] for row in asked(seeds, "entity-neighbours", entity=ISLAMIC_STATE)}
    assert found[RUSSIA] == "5"
    assert ISLAMIC_STATE not in found


def test_entity_statements_what_putin_said_and_who_spoke_of_russia(seeds: Store) -> None:
    said = asked(seeds, "entity-statements", entity=PUTIN)
    assert any("هذا المورد البشري للإرهاب الدولي" in row.get("quote", "") for row in said)
    about = asked(seeds, "entity-statements", entity=RUSSIA, relation="kg:about")
    assert "دميتري بيسكوف" in {row.get("speaker_ar") for row in about}
    assert stand_where_they_say([*said, *about])


def test_entity_mentions_stand_between_what_the_text_has_around_them(seeds: Store) -> None:
    found = asked(seeds, "entity-mentions", entity=PUTIN)
    assert {row["article"] for row in found} == {THREATS, ROGGIO, OPINION, AGENCIES, PUTINS_CALL}
    for row in found:
        begin, end, text = int(row["begin"]), int(row["end"]), text_of(row["article"])
        assert row.get("before", "") == text[max(0, begin - 80) : begin]
        assert row.get("after", "") == text[end : end + 80]


def test_article_text_is_to_the_letter(seeds: Store) -> None:
    (found,) = asked(seeds, "article-text", article=OPINION)
    assert found["text"] == text_of(OPINION)
    assert found["title"] == text_of(OPINION).splitlines()[0]


def test_article_mentions_are_all_at_their_places(seeds: Store) -> None:
    found = asked(seeds, "article-mentions", article=AGENCIES)
    assert RUSSIA in {row["thing"] for row in found}
    assert stand_where_they_say(found, AGENCIES)


def test_article_claims_are_those_of_article_facts(seeds: Store) -> None:
    found = asked(seeds, "article-claims", article=AGENCIES)
    assert [row["claim"] for row in found] == [row["claim"] for row in asked(seeds, "article-facts", article=AGENCIES)]
    assert stand_where_they_say(found, AGENCIES)


def test_ontology_examples_are_of_their_terms(seeds: Store) -> None:
    found = {row["term"]: row for row in asked(seeds, "ontology-examples")}
    assert found["kg:Article"]["example"] in {THREATS, ROGGIO, OPINION, AGENCIES, PUTINS_CALL}
    for name in ("kg:Attack", "kg:Person", "kg:Country"):
        (kind,) = (row["value"] for row in asked(seeds, "entity-facts", entity=found[name]["example"]) if row["relation"] == "kg:kind")
        assert kind == name
