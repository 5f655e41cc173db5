"""The graph that is being written: Oxigraph's store in a folder, and what is changed in it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
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
_OLD_LOGS = "LOG.old.*"
"""What RocksDB logged when it was opened before: 130 kB each time, and it keeps a thousand of them."""
_DAMAGED = "if it is damaged remove that folder, the next build makes it again"


@dataclass(slots=True)
class Change:
    """Triples that go and triples that come, by their graph, none of them both.

    Of triples, not of quads: one that comes into several graphs is kept once, and there may be hundreds of thousands.
    """

    delete: dict[GraphName, set[Triple]] = field(default_factory=dict)
    insert: dict[GraphName, set[Triple]] = field(default_factory=dict)

    @classmethod
    def of(cls, delete: Iterable[Quad] = (), insert: Iterable[Quad] = ()) -> "Change":
        """The change that some quads make."""
        change = cls()
        for quads, graphs in ((delete, change.delete), (insert, change.insert)):
            for quad in quads:
                graphs.setdefault(quad.graph_name, set()).add(quad.triple)
        return change

    def __bool__(self) -> bool:
        return any(self.delete.values()) or any(self.insert.values())

    @property
    def deleted(self) -> int:
        """How many quads go."""
        return sum(map(len, self.delete.values()))

    @property
    def inserted(self) -> int:
        """How many come."""
        return sum(map(len, self.insert.values()))

    def add(self, graph: GraphName, delete: Iterable[Triple], insert: Iterable[Triple]) -> None:
        """Adds what goes from a graph and what comes into it."""
        for triples, graphs in ((delete, self.delete), (insert, self.insert)):
            graphs.setdefault(graph, set()).update(triples)

    def update(self, other: "Change") -> None:
        """Adds another change to this one."""
        for graph in {*other.delete, *other.insert}:
            self.add(graph, other.delete.get(graph, ()), other.insert.get(graph, ()))


class LiveGraph:
    """The graph that is being written. One process at a time: take it from `StoreFolder.live`, under `writer`."""

    def __init__(self, path: Path) -> None:
        """Opens the Oxigraph store at `path`, made where there is none. Raises StoreError where it cannot be opened."""
        self._path = path
        try:
            self._store = Store(str(path))
        except FAILURES as error:
            raise StoreError(f"{path}: {error}; {_DAMAGED}") from error
        for log in path.glob(_OLD_LOGS):
            with suppress(OSError):
                log.unlink()

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
            if emptied := self._emptied(change):  # first: without its quads nobody would know that a graph is to go
                self._store.update(update_text(Change(), emptied))
            for some in _slices({graph: gone for graph, gone in change.delete.items() if graph not in emptied}):
                self._store.update(update_text(Change(some)))
            insert = self._store.extend if change.inserted < _MANY else self._store.bulk_extend
            insert(quad_in(graph, triple) for graph, triples in change.insert.items() for triple in triples)
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
        touched = (graph for graph, gone in change.delete.items() if gone and not change.insert.get(graph))
        named = (graph for graph in touched if isinstance(graph, NamedNode))
        return sorted((graph for graph in named if self._is_emptied(graph, change.delete[graph])), key=str)

    def _is_emptied(self, graph: NamedNode, gone: set[Triple]) -> bool:
        """Whether a graph has nothing but what goes; of one that has more little is looked at."""
        return all(quad.triple in gone for quad in self._store.quads_for_pattern(None, None, None, graph))


def _slices(graphs: Mapping[GraphName, Iterable[Triple]]) -> Iterator[dict[GraphName, set[Triple]]]:
    """Triples by graph, few enough at a time for the text of an update."""
    quads = ((graph, triple) for graph, triples in graphs.items() for triple in triples)
    while some := list(islice(quads, _MANY)):
        found: dict[GraphName, set[Triple]] = {}
        for graph, triple in some:
            found.setdefault(graph, set()).add(triple)
        yield found


def quad_in(graph: GraphName, triple: Triple | Quad) -> Quad:
    """What a triple is in a graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _quads(lines: Iterable[bytes], graph: GraphName) -> Iterator[Quad]:
    """Lines of N-Triples as quads of a graph."""
    return (quad_in(graph, quad) for quad in parse(b"\n".join(lines), RdfFormat.N_TRIPLES))


def update_text(change: Change, emptied: Iterable[NamedNode] = ()) -> str:
    """A change as SPARQL 1.1 Update, with every term as Oxigraph itself writes it; good for a remote store too."""
    verbs = (("DELETE", change.delete), ("INSERT", change.insert))
    parts = [f"{verb} DATA {{\n{text}}}" for verb, graphs in verbs if (text := _data(graphs))]
    return ";\n".join(parts + [f"DROP SILENT GRAPH {graph}" for graph in emptied])


def _data(graphs: Mapping[GraphName, Iterable[Triple]]) -> str:
    told = ((graph, "".join(f"{triple} .\n" for triple in triples)) for graph, triples in graphs.items())
    return "".join(f"GRAPH {graph} {{\n{lines}}}\n" if isinstance(graph, NamedNode) else lines for graph, lines in told if lines)
