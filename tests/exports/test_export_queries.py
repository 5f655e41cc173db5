"""What the queries behind exports answer over the graph of the seeds; every expectation was checked by reading the articles."""

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.ontology import Instances
from kg.queries import fill, load_file, run, table
from kg.resources import resource
from kg.store import StoreFolder

SEEDS = Path(__file__).parent.parent.parent / "seeds"
INSTANCES = Instances()
ISLAMIC_STATE, RUSSIA, MOSCOW, PUTIN = "entity:Q2429253", "entity:Q159", "entity:Q649", "entity:Q7747"
ARTICLES = [f"article:{path.stem}" for path in sorted(SEEDS.glob("*.txt"))]


@pytest.fixture(scope="module")
def seeds(seeds_store: Path) -> Store:
    return StoreFolder(seeds_store).snapshot()


def asked(store: Store, name: str, /, **values: str) -> list[dict[str, str]]:
    query = load_file(resource("queries") / f"{name}.rq")
    found = table(run(store, fill(query, values, INSTANCES), INSTANCES), INSTANCES)
    return [{variable: cell for variable, cell in zip(found.variables, row, strict=True) if cell} for row in found.rows]


def test_entities_are_there_once_with_what_wikidata_calls_them(seeds: Store) -> None:
    rows = asked(seeds, "entities")
    assert max(Counter(row["entity"] for row in rows).values()) == 1
    found = {row["entity"]: row for row in rows}
    assert found[ISLAMIC_STATE] | {"kind": "kg:ArmedGroup", "entity_en": "Islamic State"} == found[ISLAMIC_STATE]
    assert found[MOSCOW]["wikidata"] == "http://www.wikidata.org/entity/Q649"
    assert (found[MOSCOW]["lat"], found[MOSCOW]["long"]) == ("55.75", "37.62")


def test_entity_names_the_islamic_state_is_met_under_several(seeds: Store) -> None:
    names = {row["name"] for row in asked(seeds, "entity-names") if row["entity"] == ISLAMIC_STATE}
    assert "تنظيم الدولة الإسلامية" in names


def test_relations_moscow_lies_in_russia_and_putin_is_of_it(seeds: Store) -> None:
    found = {(row["subject"], row["relation"], row["object"]) for row in asked(seeds, "relations")}
    assert {(MOSCOW, "kg:locatedIn", RUSSIA), (PUTIN, "kg:country", RUSSIA)} <= found


def test_affiliations_putin_is_called_president_of_russia(seeds: Store) -> None:
    roles = {row["role"]: row["former"] for row in asked(seeds, "affiliations") if (row["person"], row["organisation"]) == (PUTIN, RUSSIA)}
    assert roles["الرئيس الروسي"] == "false"


def test_claims_stand_where_they_say_and_those_of_an_article_are_a_part_of_all(seeds: Store) -> None:
    every = asked(seeds, "claims")
    texts = {name: (SEEDS / f"{name.removeprefix('article:')}.txt").read_bytes().decode("utf-8") for name in ARTICLES}
    assert all(row["words"] == texts[row["in_article"]][int(row["begin"]) : int(row["end"])] for row in every)
    assert len({row["claim"] for row in every}) == len(every)
    assert [row for name in ARTICLES for row in asked(seeds, "claims", article=name)] == every


def test_article_details_all_five_have_titles(seeds: Store) -> None:
    rows = asked(seeds, "article-details")
    assert [row["article"] for row in rows] == ARTICLES
    assert rows[2]["title"] == "تنظيم داعش: عودة القوة والتهديدات لروسيا"
