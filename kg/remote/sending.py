"""The requests that bring one part of a store, or some, to the state of a snapshot."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kg.remote.connection import Connection
from kg.remote.parts import Keeping, Summing, Sums, alike, bucket_filter, even, write_lines
from kg.remote.spreading import Batch, spread
from kg.store import Change, GraphName, update_text

_UPDATED, _UPDATE_SIZE = 1_000, 400_000
"""Triples that one update deletes, and bytes of them: Virtuoso reads fewer than 5,000 at once."""
_SENT = 4 << 20
"""Bytes of a graph that are sent at once."""

Tell = Callable[[int], None]
"""Is told how many triples were dealt with."""


class Sending:
    """Writes the graphs of a snapshot into a store."""

    def __init__(self, connection: Connection, store: Store, tell: Tell) -> None:
        """`store` is the snapshot."""
        self._connection, self._store, self._tell = connection, store, tell

    def graph(self, graph: str) -> int:
        """Puts a whole graph in the place of what is there; how many triples it has. Raises StoreError."""
        kept = Keeping()
        write_lines(self._store, graph, kept)
        is_apart = any(b"_:" in line for line in kept.lines)  # a blank node means nothing in another request
        for number, part in enumerate(_slices(kept.lines, sys.maxsize if is_apart else _SENT)):
            (self._connection.post if number else self._connection.put)(graph, b"\n".join(part))
            self._tell(len(part))
        return len(kept.lines)

    def batches(self, graph: str, batches: Iterator[Batch]) -> Iterator[tuple[Batch, list[bytes]]]:
        """Batches of parts of a graph that is cut, each with what the snapshot has in it. Raises StoreError."""
        return spread(self._store, graph, batches)

    def parts(self, graph: str, batch: Batch, lines: Sequence[bytes], *, is_new: bool) -> tuple[int, int]:
        """Brings some parts of a graph to the state of the snapshot, `lines`; how many triples came and went.

        `is_new`: the store has nothing of this graph, and is not asked. Raises StoreError.
        """
        there = [] if is_new else self.there(graph, [part.bucket for part in batch])
        here, known = {alike(line): line for line in lines}, {alike(line): line for line in there}
        come, go = [here[key] for key in here.keys() - known.keys()], [known[key] for key in known.keys() - here.keys()]
        for part in _slices(go, _UPDATE_SIZE, _UPDATED):
            self._connection.update(update_text(Change.of(delete=self._quads(part, graph))))
        for part in _slices(come, _SENT):
            self._connection.post(graph, b"\n".join(part))
            self._tell(len(part))
        self._tell(len(here) - len(come))
        return len(come), len(go)

    def there(self, graph: str, buckets: Iterable[str]) -> list[bytes]:
        """The triples that the store has in some parts of a graph. Raises StoreError."""
        return even(self._connection.construct(f"{self._connection.pattern(graph)} {bucket_filter(buckets)}")).splitlines()

    def sums(self, graph: str, *, cut: bool) -> Sums:
        """What the store has in all parts of a graph: all of it is read. Raises StoreError."""
        summing = Summing(graph, cut=cut)
        for lines in self._connection.triples(graph):
            summing.take(even(lines).split(b"\n"))
        return summing.sums()

    def _quads(self, lines: Sequence[bytes], graph: str) -> set[Quad]:
        name = graph or self._connection.remote.merged
        within: GraphName = NamedNode(name) if name else DefaultGraph()
        return {Quad(quad.subject, quad.predicate, quad.object, within) for quad in parse(b"\n".join(lines), RdfFormat.N_TRIPLES)}


def _slices(lines: Sequence[bytes], size: int, most: int = sys.maxsize) -> Iterator[Sequence[bytes]]:
    """The lines in order, so many bytes and so many lines at once; none are no slice."""
    begin = taken = 0
    for at, line in enumerate(lines):
        if at > begin and (at - begin >= most or taken + len(line) > size):
            yield lines[begin:at]
            begin, taken = at, 0
        taken += len(line)
    if lines:
        yield lines[begin:]
