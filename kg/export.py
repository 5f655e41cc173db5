"""Writes the graph in formats that other tools read; sorted, it is the same bytes for the same articles."""

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.errors import UsageError
from kg.ontology import PREFIXES
from kg.queries import no_xml

FORMATS = {
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "n3": RdfFormat.N3,
    "rdfxml": RdfFormat.RDF_XML,
}
"""trig, nq and jsonld hold all graphs; the others hold one: the merged knowledge, or the graph that was asked for."""
EXTENSIONS = {"ttl": "turtle", "json": "jsonld", "rdf": "rdfxml", "xml": "rdfxml"}
SORTED = ("nq", "nt")
_CHUNK = 500_000  # lines that are sorted in memory at once


def format_of(name: str) -> str | None:
    """The format that a file's name stands for («graph.ttl»), or None."""
    extension = name.rpartition(".")[2].lower()
    found = EXTENSIONS.get(extension, extension)
    return found if found in FORMATS else None


def format_for(name: str) -> str | None:
    """The format for a file of some name; None where the name has no ending, which says nothing. Raises UsageError for an unknown one."""
    found = format_of(name)
    if found is None and (ending := Path(name).suffix):
        known = ", ".join(f".{each}" for each in (*FORMATS, *EXTENSIONS))
        raise UsageError(f"{name}: no format is known by {ending!r}; known are {known}, or name one with --format")
    return found


def export(
    store: Store,
    output: IO[bytes],
    syntax: str,
    *,
    graph: str | None = None,
    in_order: bool = False,
    without: frozenset[Quad] = frozenset(),
) -> None:
    """Writes the graph to `output` in one of FORMATS.

    `graph` is the IRI of the one graph to write; without it formats of many graphs write all, the others the default graph.
    `in_order` writes the lines sorted by code point. Quads in `without` are left out.
    Raises UsageError for a format that is unknown, cannot be sorted or cannot hold a text of the graph, and for a graph that
    is not there.
    """
    if syntax not in FORMATS:
        raise UsageError(f"unknown format {syntax!r}; known are {', '.join(FORMATS)}")
    if in_order and syntax not in SORTED:
        raise UsageError(f"{syntax} cannot be sorted; ask for --format {' or '.join(SORTED)}")
    form = FORMATS[syntax]
    source: NamedNode | DefaultGraph | None = None if form.supports_datasets else DefaultGraph()
    if graph is not None:
        source = NamedNode(graph)
        if not store.contains_named_graph(source):
            raise UsageError(f"there is no graph {graph}")
    if form == RdfFormat.RDF_XML:
        _require_xml(_quads(store, source, without))
    if in_order:
        _write_sorted(_quads(store, source, without), output, form)
    elif without:
        quads = _quads(store, source, without)
        serialize(quads if source is None else (quad.triple for quad in quads), output, form, prefixes=PREFIXES)
    else:
        store.dump(output, form, from_graph=source, prefixes=PREFIXES)


def _quads(store: Store, source: NamedNode | DefaultGraph | None, without: frozenset[Quad]) -> Iterator[Quad]:
    return (quad for quad in store.quads_for_pattern(None, None, None, source) if quad not in without)


def write_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Calls `write` with a file that takes the place of `path`, or of what that links to, when it is whole.

    What is no regular file (a pipe, a device) is written to as it is. Raises UsageError where nothing can be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as output:
                write(output)
        else:
            _replace(path.resolve(), write)
    except (OSError, RuntimeError) as error:  # the latter for links that go round
        raise UsageError(f"{path}: cannot be written: {error}") from error


def _replace(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("wb") as output:
            write(output)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


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
