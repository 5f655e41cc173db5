"""What the small invented store holds, counted."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.stats import Stats, stats
from kg.store import StoreFolder


@pytest.fixture(scope="module")
def counted(small_store: Path) -> Stats:
    return stats(StoreFolder(small_store).snapshot())


def test_an_incident_that_two_articles_report_counts_once(counted: Stats) -> None:
    assert counted.articles == 2
    assert dict(counted.kinds)["Bombing"] == 1


def test_incidents_meetings_and_statements_are_told_apart(counted: Stats) -> None:
    events = sum(number for kind, number in counted.kinds if kind in ("Bombing", "Attack", "Threat", "Arrest", "Meeting", "Statement"))
    assert counted.incidents + counted.meetings + counted.statements == events


def test_mentions_and_claims_are_counted_in_the_article_graphs(counted: Stats) -> None:
    assert counted.mentions > 10
    assert counted.claims > 10


def test_an_empty_store_counts_nothing() -> None:
    empty = stats(Store())
    assert (empty.articles, empty.quads, empty.kinds) == (0, 0, ())
