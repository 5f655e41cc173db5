"""What the narrow saved queries answer, of which the table of incidents is made: over the seeds, and against `incidents`."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.incidents import QUERIES, Ask, read_incidents
from kg.incidents.reading import Row
from kg.ontology import Instances, kg
from kg.queries import fill, load, rows, run, serialise
from kg.queries.answers.writing import TABLES
from kg.resources import resource
from kg.store import StoreFolder

INSTANCES = Instances()
ISLAMIC_STATE, MOSCOW = INSTANCES.node("entity", "Q2429253").value, INSTANCES.node("entity", "Q649").value
RUSSIA = INSTANCES.node("entity", "Q159").value


@pytest.fixture(scope="module")
def ask(seeds_store: Path) -> Ask:
    return asks(StoreFolder(seeds_store).snapshot())


def asks(store: Store) -> Ask:
    queries = load(resource("queries"))
    as_json = next(form for form in TABLES if form.name == "json")

    def asked(name: str) -> Iterable[Row]:
        return rows(serialise(run(store, fill(queries[name], {}, INSTANCES), INSTANCES), as_json))

    return asked


def values(ask: Ask, query: str, *variables: str) -> set[tuple[str, ...]]:
    return {tuple(str(getattr(row.get(variable), "value", "")) for variable in variables) for row in ask(query)}


def test_the_table_has_what_the_query_incidents_answers(ask: Ask) -> None:
    table = {incident.iri: incident for incident in read_incidents(ask).incidents}
    found = values(ask, "incidents", "incident", "incident_ar", "incident_en", "earliest", "place", "killed_best", "injured_high")
    assert len(found) == len(table)
    for iri, arabic, english, earliest, place, killed, injured in found:
        incident = table[iri]
        assert (incident.ar, incident.en) == (arabic, english)
        assert (incident.earliest.isoformat() if incident.earliest else "") == earliest
        assert (incident.place.name.iri if incident.place else "") == place
        assert (str(incident.killed.best) if incident.killed else "") == killed
        assert (str(incident.injured.high) if incident.injured else "") == injured


def test_incident_summaries_the_attack_near_moscow(ask: Ask) -> None:
    (attack,) = {iri for iri, high in values(ask, "incident-tolls", "incident", "high") if high == "133"}
    assert (attack, MOSCOW) in values(ask, "incident-summaries", "incident", "place")


def test_incident_labels_are_in_both_languages(ask: Ask) -> None:
    languages = {getattr(row["label"], "language", None) for row in ask("incident-labels")}
    assert languages == {"ar", "en"}


def test_incident_tolls_orlando(ask: Ask) -> None:
    assert ("https://w3id.org/isnad/ontology#killed", "49") in values(ask, "incident-tolls", "figure", "best")


def test_incident_actors_and_parties_the_islamic_state_has_a_part(ask: Ask) -> None:
    assert ISLAMIC_STATE in {actor for (actor,) in values(ask, "incident-actors", "actor")}
    assert (ISLAMIC_STATE, "https://w3id.org/isnad/ontology#ArmedGroup") in values(ask, "parties", "party", "kind")


def test_articles_and_incident_reports_cover_the_five_seeds(ask: Ask) -> None:
    articles = {article for (article,) in values(ask, "articles", "article")}
    assert len(articles) == 5
    assert {article for (article,) in values(ask, "incident-reports", "article")} <= articles
    assert {incident for (incident,) in values(ask, "incident-reports", "incident")} == {
        incident for (incident,) in values(ask, "incident-summaries", "incident")
    }


def test_incident_places_and_incident_wholes_are_all_that_articles_tell(seeds_store: Path) -> None:
    """No seed tells of two places or of a part of a part: some are added by hand here."""
    store = Store()
    store.extend(StoreFolder(seeds_store).snapshot())
    attack, battle, campaign = sorted(each.iri for each in read_incidents(asks(store)).incidents)[:3]
    added = [(attack, "place", MOSCOW), (attack, "place", RUSSIA), (attack, "subEventOf", battle), (battle, "subEventOf", campaign)]
    store.extend(Quad(NamedNode(of), kg(name), NamedNode(value), DefaultGraph()) for of, name, value in added)
    found = {incident.iri: incident for incident in read_incidents(asks(store)).incidents}
    assert {place.name.iri for place in found[attack].places} >= {MOSCOW, RUSSIA}
    assert len({place.name.iri for place in found[attack].places}) == len(found[attack].places)
    assert found[attack].wholes == {battle, campaign}
    assert found[battle].wholes == {campaign}


def test_articles_without_a_date_are_counted(ask: Ask) -> None:
    assert read_incidents(ask).undated == {"": 5}


def test_places_moscow_lies_in_russia(ask: Ask) -> None:
    assert (MOSCOW, RUSSIA) in values(ask, "places", "place", "within")


def test_each_query_is_asked_once(ask: Ask) -> None:
    asked: list[str] = []

    def noted(name: str) -> Iterable[Row]:
        asked.append(name)
        return ask(name)

    read_incidents(noted)
    assert sorted(asked) == sorted(QUERIES)
