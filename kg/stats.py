"""Counts what the graph holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, QuerySolutions, Store

from kg.ontology import PREFIXES, prefix_lines


@dataclass(frozen=True, slots=True)
class Stats:
    """How many distinct things of each sort the articles name. Incidents are nodes: several reports of one count once.

    What only the gazetteer knows (the country of a city that an article names) is in the graph, but does not count.
    """

    articles: int
    entities: int
    organisations: int
    people: int
    places: int
    incidents: int
    meetings: int
    statements: int
    mentions: int
    claims: int
    quads: int
    kinds: tuple[tuple[str, int], ...]
    """How many nodes have each most specific class (`kg:kind`), most first."""


_COUNTED = {
    "articles": "?x a kg:Article",
    "entities": "GRAPH ?g { ?g a kg:Article . ?x a kg:Entity }",
    "organisations": "GRAPH ?g { ?g a kg:Article . ?x a kg:Organisation }",
    "people": "GRAPH ?g { ?g a kg:Article . ?x a kg:Person }",
    "places": "GRAPH ?g { ?g a kg:Article . ?x a kg:Place }",
    "incidents": "?x a kg:Incident",
    "meetings": "?x a kg:Meeting",
    "statements": "?x a kg:Statement",
    "mentions": "GRAPH ?g { ?x itsrdf:taIdentRef ?y }",
    "claims": "GRAPH ?g { ?x a kg:Claim }",
}


def stats(store: Store) -> Stats:
    """Counts the nodes of the merged knowledge, and the mentions and claims of the article graphs."""
    counts = {name: _number(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}") for name, pattern in _COUNTED.items()}
    return Stats(**counts, quads=len(store), kinds=tuple(_kinds(store)))


def _kinds(store: Store) -> Iterator[tuple[str, int]]:
    query = (
        "SELECT ?k (COUNT(DISTINCT ?x) AS ?n) { GRAPH ?g { ?g a kg:Article . ?x a ?type } ?x kg:kind ?k } GROUP BY ?k ORDER BY DESC(?n) ?k"
    )
    for row in _rows(store, query):
        yield row["k"].value.removeprefix(PREFIXES["kg"]), int(row["n"].value)


def _number(store: Store, query: str) -> int:
    value = next(_rows(store, query))["n"]
    assert isinstance(value, Literal)  # noqa: S101  # COUNT yields one literal
    return int(value.value)


def _rows(store: Store, query: str) -> QuerySolutions:
    result = store.query(prefix_lines() + query)
    assert isinstance(result, QuerySolutions)  # noqa: S101  # SELECT yields solutions
    return result
