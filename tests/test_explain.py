"""Why two reports of the blast in الحسكة are one event, told from the small invented store."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import UsageError
from kg.explain import Aspect, explain, side_by_side
from kg.ontology import Instances
from kg.store import StoreFolder

INSTANCES = Instances()


@pytest.fixture(scope="module")
def store(small_store: Path) -> Store:
    return StoreFolder(small_store).snapshot()


@pytest.mark.parametrize("event", ["blast", "event:blast", "https://w3id.org/isnad/id/event/blast", "blast-b2"])
def test_an_event_is_found_by_its_id_its_iri_or_any_of_its_reports(store: Store, event: str) -> None:
    (found,) = explain(store, INSTANCES, event)
    assert (found.decision, float(found.score)) == ("Same", 0.9)
    assert (found.reason_ar, found.reason_en) == ("المكان واحد", "same place")


def test_each_side_says_which_article_reports_it(store: Store) -> None:
    (found,) = explain(store, INSTANCES, "blast")
    assert (found.left.id, found.left.article) == ("blast", "خبر-1")
    assert (found.right.id, found.right.article, found.right.node) == ("blast-b2", "b2", "blast")
    assert found.right.title == "ارتفاع حصيلة تفجير الحسكة"


def test_two_events_that_were_never_compared_have_nothing_to_tell(store: Store) -> None:
    assert explain(store, INSTANCES, "blast", "plot") == []


def test_the_reports_of_one_node_can_be_asked_about_as_two(store: Store) -> None:
    assert len(explain(store, INSTANCES, "blast", "blast-b2")) == 1


def test_two_events_without_a_comparison_are_set_side_by_side(store: Store) -> None:
    pair = side_by_side(store, INSTANCES, "blast-b2", "plot")
    assert (pair.left, pair.right, pair.shared) == ("blast", "plot", ("b2",))
    assert Aspect("status", ("Occurred",), ("Foiled",)) in pair.aspects
    assert Aspect("killed", ("12", "15"), ()) in pair.aspects
    assert next(aspect.left for aspect in pair.aspects if aspect.name == "place") == ("الحسكة",)


def test_two_reports_of_one_node_are_known_to_be_one_event(store: Store) -> None:
    pair = side_by_side(store, INSTANCES, "blast", "blast-b2")
    assert pair.left == pair.right


@pytest.mark.parametrize("event", ["nothing", "", "https://example.org/event/1", "a b", "<x>", "entity:Q858"])
def test_an_event_that_is_not_there_is_a_mistake(store: Store, event: str) -> None:
    with pytest.raises(UsageError, match="no event"):
        explain(store, INSTANCES, event)
