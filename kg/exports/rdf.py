"""Writes the graph as RDF; sorted, it is the same bytes for the same articles."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.errors import UsageError
from kg.exports.jsonld import write_jsonld
from kg.ontology import PREFIXES
from kg.queries import no_xml

SYNTAXES = {
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "n3": RdfFormat.N3,
    "rdfxml": RdfFormat.RDF_XML,
}
"""trig, nq and jsonld hold all graphs; the others hold one: the merged knowledge, or the graph that was asked for."""
SORTED = ("nq", "nt")
_CHUNK = 500_000  # lines that are sorted in memory at once


def export(
    store: Store,
    output: IO[bytes],
    syntax: str,
    *,
    graph: str | None = None,
    in_order: bool = False,
    without: frozenset[Quad] = frozenset(),
) -> None:
    """Writes the graph to `output` in one of SYNTAXES.

    `graph` is the IRI of the one graph to write; without it formats of many graphs write all, the others the default graph.
    `in_order` writes the lines sorted by code point. Quads in `without` are left out.
    Raises UsageError for a format that is unknown, cannot be sorted or cannot hold a text of the graph, and for a graph that
    is not there.
    """
    if syntax not in SYNTAXES:
        raise UsageError(f"unknown format {syntax!r}; known are {', '.join(SYNTAXES)}")
    if in_order and syntax not in SORTED:
        raise UsageError(f"{syntax} cannot be sorted; ask for --format {' or '.join(SORTED)}")
    form = SYNTAXES[syntax]
    source: NamedNode | DefaultGraph | None = None if form.supports_datasets else DefaultGraph()
    if graph is not None:
        source = NamedNode(graph)
        if not store.contains_named_graph(source):
            raise UsageError(f"there is no graph {graph}")
    if form == RdfFormat.RDF_XML:
        _require_xml(_quads(store, source, without))
    if syntax == "jsonld":
        write_jsonld(_quads(store, source, without), output)
    elif in_order:
        _write_sorted(_quads(store, source, without), output, form)
    elif without:
        quads = _quads(store, source, without)
        serialize(quads if source is None else (quad.triple for quad in quads), output, form, prefixes=PREFIXES)
    else:
        store.dump(output, form, from_graph=source, prefixes=PREFIXES)


def _quads(store: Store, source: NamedNode | DefaultGraph | None, without: frozenset[Quad]) -> Iterator[Quad]:
    return (quad for quad in store.quads_for_pattern(None, None, None, source) if quad not in without)


def _require_xml(quads: Iterable[Quad]) -> None:
    """Raises UsageError, before anything is written, for a text that XML cannot hold."""
    for quad in quads:
        character = no_xml(quad.object.value) if isinstance(quad.object, Literal) else None
        if character:
            raise UsageError(f"{quad.subject} has a character that XML cannot hold ({character}); ask for turtle, nt or trig")


def _write_sorted(quads: Iterable[Quad], output: IO[bytes], form: RdfFormat) -> None:
    """An external merge sort: no more than _CHUNK lines are held at once."""
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        for lines in _chunks(iter(quads), form):
            run = stack.enter_context(tempfile.TemporaryFile())
            run.writelines(sorted(lines))
            run.seek(0)
            runs.append(run)
        output.writelines(heapq.merge(*runs))


def _chunks(quads: Iterator[Quad], form: RdfFormat) -> Iterator[list[bytes]]:
    while chunk := list(islice(quads, _CHUNK)):
        triples = chunk if form.supports_datasets else [quad.triple for quad in chunk]
        yield [line + b"\n" for line in _serialised(triples, form).split(b"\n")[:-1]]


def _serialised(statements: Iterable[Quad] | Iterable[object], form: RdfFormat) -> bytes:
    return serialize(statements, format=form) or b""  # type: ignore[arg-type]  # its stub wants quads or triples, not their union
