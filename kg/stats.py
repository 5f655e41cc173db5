"""Counts what the graph holds; at publishing, into a file beside it, so that nobody who asks waits for that."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.ontology import PREFIXES, Instances, prefix_lines

FILE = "void.json"
"""Its name in a snapshot."""


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


@dataclass(frozen=True, slots=True)
class Contents:
    """What a published graph holds, as VoID and the start page tell it: of its default graph, unless another one is named."""

    base: str
    """What the IRIs of its instances begin with."""
    triples: int
    subjects: int
    """Distinct ones, as of objects."""
    objects: int
    entities: int
    """Distinct subjects that are instances."""
    documents: int
    """Named graphs that are articles."""
    classes: tuple[tuple[str, int], ...]
    """IRIs of classes and how many entities each has; the largest first, then by IRI."""
    properties: tuple[tuple[str, int], ...]
    """IRIs of properties and how many triples each has; likewise."""
    stats: Stats


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


def contents(store: Store, instances: Instances) -> Contents:
    """Counts what VoID tells of a graph, and what `stats` counts."""
    properties = _partitions(store, "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x ORDER BY DESC(?n) ?x")
    counted = stats(store)
    return Contents(
        base=instances.base,
        triples=sum(number for _, number in properties),
        subjects=_number(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        objects=_number(store, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        entities=_number(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), {Literal(instances.base)})) }}"),
        documents=counted.articles,
        classes=_partitions(store, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x ORDER BY DESC(?n) ?x"),
        properties=properties,
        stats=counted,
    )


def write_counts(snapshot: Path, instances: Instances) -> None:
    """Counts a snapshot's graph into a file beside it. Raises OSError where it cannot be written."""
    found = contents(Store.read_only(str(snapshot / "graph")), instances)
    (snapshot / FILE).write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1), "utf-8")


def read_counts(snapshot: Path) -> Contents | None:
    """What was counted when a snapshot was published; None where it was by a version of Isnad that did not count."""
    try:
        found = json.loads((snapshot / FILE).read_text("utf-8"))
        pairs = {name: tuple((iri, number) for iri, number in found[name]) for name in ("classes", "properties")}
        counted = Stats(**{**found["stats"], "kinds": tuple((kind, number) for kind, number in found["stats"]["kinds"])})
        return Contents(**{**found, **pairs, "stats": counted})
    except (OSError, ValueError, KeyError, TypeError):
        return None


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
