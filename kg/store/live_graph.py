"""The graph that is being written: Oxigraph's store in a folder, and what is changed in it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.errors import StoreError

GraphName = NamedNode | BlankNode | DefaultGraph
Found = TypeVar("Found")

FAILURES = (OSError, RuntimeError)  # Oxigraph raises the latter for what RocksDB holds to be damaged
_MANY = 10_000
"""Quads from which on files of their own cost Oxigraph less than a transaction: less than half, for the articles of a batch."""
_DAMAGED = "if it is damaged remove that folder, the next build makes it again"


@dataclass(slots=True)
class Change:
    """Quads that go and quads that come, none of them both."""

    delete: set[Quad] = field(default_factory=set)
    insert: set[Quad] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.delete or self.insert)

    def update(self, other: "Change") -> None:
        """Adds another change to this one."""
        self.delete |= other.delete
        self.insert |= other.insert


class LiveGraph:
    """The graph that is being written. One process at a time: take it from `StoreFolder.live`, under `writer`."""

    def __init__(self, path: Path) -> None:
        """Opens the Oxigraph store at `path`, made where there is none. Raises StoreError where it cannot be opened."""
        self._path = path
        try:
            self._store = Store(str(path))
        except FAILURES as error:
            raise StoreError(f"{path}: {error}; {_DAMAGED}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        del self._store  # Oxigraph lets go of its files with its last reference, which an error's trace may otherwise hold

    def __contains__(self, quad: Quad) -> bool:
        with self._readable():
            return quad in self._store

    def __len__(self) -> int:
        """Number of quads; counts them all."""
        with self._readable():
            return len(self._store)

    def holds(self, graph: GraphName, subject: NamedNode | None = None) -> frozenset[Triple]:
        """The triples of a graph, of one subject where one is given."""
        with self._readable():
            return frozenset(quad.triple for quad in self._store.quads_for_pattern(subject, None, None, graph))

    def knows(self, subject: NamedNode | BlankNode | Triple) -> bool:
        """Whether the default graph says anything of a subject."""
        return next(self._store.quads_for_pattern(subject, None, None, DefaultGraph()), None) is not None

    def counted(self, count: Callable[[Store], Found]) -> Found:
        """What is counted in all of it."""
        return count(self._store)

    def graphs_with(self, triple: Triple) -> Iterator[GraphName]:
        """The graphs that hold a triple."""
        with self._readable():
            for quad in self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None):
                yield quad.graph_name

    def quads_with(self, predicate: NamedNode, value: NamedNode) -> Iterator[Quad]:
        """The quads of all graphs that have `value` for `predicate`."""
        with self._readable():
            yield from self._store.quads_for_pattern(None, predicate, value, None)

    def apply(self, change: Change) -> None:
        """Makes a change: what goes, then what comes. A graph left empty is gone.

        Stopped in between, it is to be repeated. Raises StoreError where it cannot be written.
        """
        try:
            if change.delete:
                self._store.update(update_text(Change(delete=change.delete), self._emptied(change)))
            insert = self._store.extend if len(change.insert) < _MANY else self._store.bulk_extend
            insert(change.insert)
            self._store.flush()  # so that a power cut cannot take back what the extractions hold to be done
        except FAILURES as error:
            raise StoreError(f"{self._path}: {error}; run the same command again when that is mended") from error

    def look_through(self) -> None:
        """Reads all of it, by subject and by property. Raises StoreError where some cannot be read."""
        with self._readable():
            properties = {quad.predicate for quad in self._store}
            for found in (self._store.quads_for_pattern(None, each, None, None) for each in properties):
                deque(found, maxlen=0)

    def graphs(self) -> Iterator[GraphName]:
        """Its named graphs."""
        return self._store.named_graphs()

    def triples(self, graph: GraphName) -> bytes:
        """A graph as N-Triples, blank nodes under their own names: the same bytes while it is the same."""
        return self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""

    def query(self, text: str) -> object:
        """Oxigraph's answer to a query of ours."""
        return self._store.query(text)

    def replace(self, graph: GraphName, triples: bytes) -> int:
        """Puts triples (N-Triples as Oxigraph writes them, blank nodes under their own names) in place of a graph.

        Only what differs is written. Returns how many more it has now. No update could say it: a blank node in one is a new
        one. Stopped in between, it is to be repeated. Raises StoreError where it cannot be written.
        """
        before, after = set(self.triples(graph).splitlines()), set(triples.splitlines())
        kept = before & after
        try:
            if 2 * len(kept) < len(before) or not after:
                self._store.remove_graph(graph)
                kept = set()
            else:
                for quad in _quads(before - kept, graph):
                    self._store.remove(quad)
            self._store.extend(_quads(after - kept, graph))
            self._store.flush()
        except FAILURES as error:
            raise StoreError(f"{self._path}: {error}; run the same command again when that is mended") from error
        return self.triples(graph).count(b"\n") - len(before)  # lines that differ may be one quad: Oxigraph holds 01 to be 1

    def backup(self, target: Path) -> None:
        """Copies the graph to a folder that does not exist yet, by hard links where the file system has them."""
        try:
            self._store.backup(str(target))
        except FAILURES as error:
            raise StoreError(f"{target}: {error}; run the same command again when that is mended") from error

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Turns what reading a damaged graph raises into a StoreError."""
        try:
            yield
        except FAILURES as error:
            raise StoreError(f"{self._path}: {error}; {_DAMAGED}") from error

    def _emptied(self, change: Change) -> list[NamedNode]:
        filled = {quad.graph_name for quad in change.insert}
        touched = {quad.graph_name for quad in change.delete} - filled
        named = (graph for graph in touched if isinstance(graph, NamedNode))
        return sorted((g for g in named if all(q in change.delete for q in self._store.quads_for_pattern(None, None, None, g))), key=str)


def _quads(lines: Iterable[bytes], graph: GraphName) -> Iterator[Quad]:
    """Lines of N-Triples as quads of a graph."""
    for quad in parse(b"\n".join(lines), RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def update_text(change: Change, emptied: Iterable[NamedNode] = ()) -> str:
    """A change as SPARQL 1.1 Update, with every term as Oxigraph itself writes it; good for a remote store too."""
    parts = [f"{verb} DATA {{\n{_data(quads)}}}" for verb, quads in (("DELETE", change.delete), ("INSERT", change.insert)) if quads]
    return ";\n".join(parts + [f"DROP SILENT GRAPH {graph}" for graph in emptied])


def _data(quads: Iterable[Quad]) -> str:
    by_graph: dict[GraphName, list[str]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(f"{quad.triple} .\n")
    return "".join(
        f"GRAPH {graph} {{\n{''.join(lines)}}}\n" if isinstance(graph, NamedNode) else "".join(lines) for graph, lines in by_graph.items()
    )
