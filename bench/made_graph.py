"""A store of any size: incidents, groups and places under the ontology, each fact in an article's graph and merged."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.ontology import Instances, kg, term
from kg.store import StoreFolder

_PLACES, _COUNTRIES, _GROUPS = 400, 20, 300
_CLASSES = ("Bombing", "Shooting", "Airstrike", "Shelling", "Kidnapping")
_INSTANCES = Instances()
_QUADS_FOR_EACH = 18.0
"""Quads that one article comes to, both graphs together."""


def make_store(path: Path, facts: int) -> int:
    """Writes and publishes about so many quads. Returns how many they are."""
    folder = StoreFolder(path)
    with folder.writer():
        store = Store(str(path / "live"))
        store.bulk_extend(_quads(facts))
        store.flush()
        quads = len(store)
        del store
        with folder.live() as live:
            folder.publish(live)
    return quads


def _quads(facts: int) -> Iterator[Quad]:
    for fact in _background():
        yield Quad(*fact, DefaultGraph())
    for number in range(int(facts / _QUADS_FOR_EACH)):
        article = _INSTANCES.article(f"a{number}")
        for fact in _incident(number):
            yield Quad(*fact, article)
            yield Quad(*fact, DefaultGraph())


Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _background() -> Iterator[Fact]:
    for number in range(_COUNTRIES):
        yield _entity("c", number), term("rdfs:label"), Literal(f"بلد {number}", language="ar")
    for number in range(_PLACES):
        yield _entity("s", number), kg("country"), _entity("c", number % _COUNTRIES)
    for number in range(1, _GROUPS):
        yield _entity("o", number), kg("partOf"), _entity("o", number // 3)


def _incident(number: int) -> Iterator[Fact]:
    event = _INSTANCES.node("event", f"e{number}")
    day = date(2015, 1, 1) + timedelta(days=number % 3650)
    yield event, term("rdf:type"), kg(_CLASSES[number % len(_CLASSES)])
    yield event, term("rdf:type"), kg("Incident")
    yield event, term("rdfs:label"), Literal(f"هجوم رقم {number} في المدينة", language="ar")
    yield event, kg("date"), Literal(day.isoformat(), datatype=term("xsd:date"))
    yield event, kg("place"), _entity("s", number * 7 % _PLACES)
    yield event, kg("killed"), Literal(number * 13 % 97)
    yield event, kg("injured"), Literal(number * 17 % 211)
    yield event, kg("perpetrator"), _entity("o", number * 11 % _GROUPS)
    if number % 3 == 0:
        yield event, kg("claimedBy"), _entity("o", number * 11 % _GROUPS)


def _entity(letter: str, number: int) -> NamedNode:
    return _INSTANCES.node("entity", f"{letter}{number}")
