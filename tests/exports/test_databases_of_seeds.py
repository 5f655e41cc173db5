"""The seeds as GTD, ACLED and UCDP GED would have them, of a real store, read back by pandas; and what the queries behind it answer."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from exporting import BLAST
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from stores import publish, small_quads

from kg.exports.chosen import asks_of
from kg.exports.databases import acled, gtd, ucdp
from kg.exports.databases.background import Background, countries, read_background
from kg.exports.databases.inclusion import REASONS, write_left_out
from kg.exports.databases.tolls import RULES, Ruled
from kg.gazetteer import load
from kg.incidents import Ask, IncidentTable, read_incidents
from kg.ontology import Instances, kg, term
from kg.store import StoreFolder

INSTANCES = Instances()
SEEDS = Path(__file__).parent.parent.parent / "seeds"
MODULES = (gtd, acled, ucdp)


@pytest.fixture(scope="module")
def ask(seeds_store: Path) -> Ask:
    asks = asks_of(StoreFolder(seeds_store).snapshot(), INSTANCES)
    return lambda name: asks(name, {})


@pytest.fixture(scope="module")
def table(ask: Ask) -> IncidentTable:
    return read_incidents(ask)


@pytest.fixture(scope="module")
def known(ask: Ask, table: IncidentTable) -> Background:
    return read_background(ask, table, load(), INSTANCES)


def test_incident_claims_stand_where_they_say(ask: Ask) -> None:
    texts: Mapping[str, str] = {path.stem: path.read_bytes().decode("utf-8") for path in SEEDS.glob("*.txt")}
    rows = list(ask("incident-claims"))
    assert len(rows) > 100
    for row in rows:
        article, words, begin = (str(getattr(row[name], "value", "")) for name in ("article", "words", "begin"))
        text = texts[INSTANCES.article_identifier(article) or ""]
        assert text[int(begin) : int(begin) + len(words)] == words


def test_party_countries_the_russian_air_force_is_russias(ask: Ask, table: IncidentTable) -> None:
    found = {(str(getattr(row["party"], "value", "")), str(getattr(row["country"], "value", ""))) for row in ask("party-countries")}
    russian = {party for party, country in found if country == INSTANCES.node("entity", "Q159").value}
    assert "الطيران الروسي" in {named.ar for iri in russian if (named := table.named(iri))}


def test_the_attack_near_moscow_keeps_its_qualifier(table: IncidentTable, known: Background) -> None:
    (attack,) = (incident for incident in table.incidents if incident.killed and incident.killed.high == 133)
    assert {(figure.value, figure.qualifier) for figure in known.figures(attack, "killed")} == {(133, "AtLeast")}


def test_the_dead_of_kabul_airport_are_soldiers_and_civilians(table: IncidentTable, known: Background) -> None:
    (attack,) = (incident for incident in table.incidents if incident.killed and incident.killed.best == 183)
    figures = known.figures(attack, "killed")
    assert {(figure.value, figure.scope) for figure in figures} == {(13, "Part"), (170, "Part")}
    assert [rule(figures) for rule in RULES.values()] == [Ruled(183, 183, 183, tuple(sorted(figure.claim for figure in figures)))] * 3


@pytest.mark.parametrize("module", MODULES)
def test_every_incident_is_a_row_or_left_out_with_a_reason(module: object, table: IncidentTable, known: Background) -> None:
    output, reasons = StringIO(newline=""), StringIO(newline="")
    left_out = module.write(table.incidents, known, output)  # type: ignore[attr-defined]
    write_left_out(left_out, reasons)
    written = pd.read_csv(StringIO(output.getvalue().removeprefix("\ufeff")), dtype=str)
    left = pd.read_csv(StringIO(reasons.getvalue().removeprefix("\ufeff")), dtype=str)
    identifiers = set(written.iloc[:, 0]) | set(left["incident"])
    assert identifiers == {incident.iri for incident in table.incidents}
    assert len(written) + len(left) == len(table.incidents)
    assert set(left["rule"]) <= set(REASONS)
    assert left[["reason_ar", "reason_en"]].notna().all(axis=None)


def test_gtd_has_the_attack_on_paris_and_its_toll(table: IncidentTable, known: Background) -> None:
    output = StringIO(newline="")
    gtd.write(table.incidents, known, output)
    rows = pd.read_csv(StringIO(output.getvalue().removeprefix("\ufeff")))
    (paris,) = rows[rows["city"] == "Paris"].to_dict("records")
    assert (paris["iyear"], paris["imonth"], paris["nkill"], paris["gname"]) == (2015, 0, 130, "Islamic State")
    assert paris["country_txt"] == "France"


@pytest.mark.parametrize("module", MODULES)
def test_the_same_incidents_give_the_same_bytes(module: object, table: IncidentTable, known: Background) -> None:
    one, other = StringIO(newline=""), StringIO(newline="")
    module.write(table.incidents, known, one)  # type: ignore[attr-defined]
    module.write(table.incidents, known, other)  # type: ignore[attr-defined]
    assert one.getvalue() == other.getvalue()


def test_every_country_of_the_gazetteer_has_its_regions() -> None:
    codes = {code for entry in load() if entry.kind == "Country" for code in entry.codes if "." not in code}
    assert codes <= set(countries())
    assert countries()["IQ"].iso == "368"
    assert len({each.ucdp_region for each in countries().values()}) == 5
    assert {each.gtd_region for each in countries().values()} == set(range(1, 13))


@pytest.mark.parametrize("is_over", [False, True], ids=["holds", "is over"])
def test_people_who_were_hit_stand_for_where_they_have_a_role_unless_it_is_over(*, is_over: bool, tmp_path: Path) -> None:
    minister, ministry = INSTANCES.node("entity", "khatib"), INSTANCES.node("entity", "dakhiliya")
    quads = [*small_quads(), Quad(NamedNode(BLAST), kg("target"), minister, DefaultGraph())]
    if is_over:
        claims = [quad for quad in quads if quad.predicate == term("rdf:predicate") and quad.object == kg("affiliatedWith")]
        quads += [Quad(claim.subject, kg("former"), Literal("true", datatype=term("xsd:boolean")), claim.graph_name) for claim in claims]
    publish(tmp_path, "1", quads)
    asks = asks_of(StoreFolder(tmp_path).snapshot(), INSTANCES)
    found = read_background(lambda name: asks(name, {}), read_incidents(lambda name: asks(name, {})), load(), INSTANCES).roles_at
    assert {person: organisation.iri for person, organisation in found.items()} == ({} if is_over else {minister.value: ministry.value})
    assert is_over or found[minister.value].kind == "GovernmentBody"
