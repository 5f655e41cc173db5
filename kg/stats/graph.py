"""Counts a whole graph, which takes the longer the more it holds."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.ontology import PREFIXES, Instances, prefix_lines
from kg.stats.contents import Contents, Stats, told, write_contents

_COUNTED = {
    "articles": "?x a kg:Article",
    "mentions": "GRAPH ?g { ?g a kg:Article . ?x itsrdf:taIdentRef ?y }",
    "claims": "GRAPH ?g { ?g a kg:Article . ?x a kg:Claim }",
}


def stats(store: Store) -> Stats:
    """Counts the nodes of the merged knowledge, and the mentions and claims of the article graphs."""
    counts = {name: _number(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}") for name, pattern in _COUNTED.items()}
    return told(dict(_kinds(store)), quads=len(store), **counts)


def contents(store: Store, instances: Instances) -> Contents:
    """Counts what VoID tells of a graph, and what `stats` counts."""
    properties = _partitions(store, "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x ORDER BY DESC(?n) ?x")
    counted = stats(store)
    return Contents(
        base=instances.base,
        triples=sum(number for _, number in properties),
        subjects=_number(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        entities=_number(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), {Literal(instances.base)})) }}"),
        documents=counted.articles,
        classes=_partitions(store, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x ORDER BY DESC(?n) ?x"),
        properties=properties,
        stats=counted,
    )


def write_counts(snapshot: Path, instances: Instances) -> None:
    """Counts a snapshot's graph into a file beside it. Raises OSError where it cannot be written."""
    write_contents(snapshot, contents(Store.read_only(str(snapshot / "graph")), instances))


def _kinds(store: Store) -> Iterator[tuple[str, int]]:
    query = (
        "SELECT ?x (COUNT(?node) AS ?n) { { SELECT DISTINCT ?node { GRAPH ?g { ?g a kg:Article . ?node a ?type } } } ?node kg:kind ?x }"
        " GROUP BY ?x ORDER BY DESC(?n) ?x"
    )
    return ((iri.removeprefix(PREFIXES["kg"]), number) for iri, number in _partitions(store, query))


def _partitions(store: Store, query: str) -> tuple[tuple[str, int], ...]:
    """What a query gives as ?x, an IRI, and how many ?n of it there are."""
    rows = _rows(store, query)
    return tuple((row["x"].value, int(row["n"].value)) for row in rows if isinstance(row["x"], NamedNode))


def _number(store: Store, query: str) -> int:
    value = next(_rows(store, query))["n"]
    assert isinstance(value, Literal)  # noqa: S101  # COUNT yields one literal
    return int(value.value)


def _rows(store: Store, query: str) -> QuerySolutions:
    result = store.query(prefix_lines() + query)
    assert isinstance(result, QuerySolutions)  # noqa: S101  # SELECT yields solutions
    return result
