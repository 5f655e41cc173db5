"""The examples of docs/queries.md are saved queries that answer, with and without what may be left out."""

import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from kg.ontology import Instances
from kg.queries import SavedQuery, fill, parse, run
from kg.store import StoreFolder

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"
EXAMPLES = re.findall(r"^```sparql\n(#\+.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
OPTIONAL = next(text for text in EXAMPLES if "optional: true" in text)


@pytest.fixture
def store(small_store: Path) -> Store:
    return StoreFolder(small_store).snapshot()


def labels(store: Store, query: SavedQuery, **values: str) -> list[str]:
    found = run(store, fill(query, values, Instances()), Instances())
    assert isinstance(found, QuerySolutions)
    return [row["label"].value for row in found]


@pytest.mark.parametrize("text", EXAMPLES)
def test_each_example_can_be_saved_and_asked(store: Store, text: str) -> None:
    assert labels(store, parse("example", text)) or parse("example", text).parameters[0].default


def test_what_is_left_out_chooses_nothing(store: Store) -> None:
    query = parse("example", OPTIONAL)
    every = labels(store, query)
    assert every == ["تفجير في الحسكة، 1 مايو 2024"]
    assert labels(store, query, place="entity:Q173474") == every
    assert labels(store, query, place="entity:Q858") == []
    assert labels(store, query, **{"from": "1900-01-01"}) == every
    assert labels(store, query, **{"from": "2100-01-01"}) == []
    assert labels(store, query, place="entity:Q173474", **{"from": "2100-01-01"}) == []
