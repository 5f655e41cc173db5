"""What files ask the graph: all at once, or where a filter was given no more than belongs to what it left."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from exporting import BLAST, HERE, written

from kg.exports import FORMATS, choose_of, parts
from kg.incidents import Filter
from kg.incidents.reading import Row
from kg.store import StoreFolder

DATABASES = [name for name, form in FORMATS.items() if ".databases." in form.writer]


def asked(folder: Path, form: str, query: str, **filters: str) -> list[Mapping[str, str]]:
    """With which parameters a query is asked while a file is written."""
    chosen, noted = choose_of(StoreFolder(folder).snapshot(), Filter.read(filters, HERE), HERE), []

    def asks(name: str, values: Mapping[str, str]) -> Iterable[Row]:
        noted.extend([values] if name == query else [])
        return chosen.asks(name, values)

    assert list(parts(FORMATS[form], replace(chosen, asks=asks)))
    return noted


def test_all_claims_are_one_question_and_those_of_a_filter_one_by_article(small_store: Path) -> None:
    assert asked(small_store, "parquet-claims", "claims") == [{}]
    reporting = asked(small_store, "parquet-claims", "claims", kind="kg:Bombing")
    assert reporting == [{"article": HERE.article(name).value} for name in ("خبر-1", "b2")]


@pytest.mark.parametrize("form", DATABASES)
def test_other_databases_read_the_words_of_what_a_filter_left_alone(small_store: Path, form: str) -> None:
    assert asked(small_store, form, "incident-claims") == [{}]
    assert asked(small_store, form, "incident-claims", kind="kg:Bombing") == [{"incident": BLAST}]


@pytest.mark.parametrize("form", DATABASES)
def test_words_that_are_read_incident_by_incident_are_the_same(seeds_store: Path, form: str) -> None:
    assert written(seeds_store, form, kind="kg:Incident") == written(seeds_store, form)
