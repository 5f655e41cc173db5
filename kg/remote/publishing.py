"""A publication: a store is brought to the state of a snapshot, part by part, and what was sent is read again and compared.

Its ledger (`kg.remote.ledger`) says what the store holds: what differs is sent, and that alone. Killed anywhere, the next one sends what
is not noted yet. What is new comes first and what is gone goes last, so that merged knowledge never
waits for its articles; but the store's readers see the old and the new beside each other until all is done.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from pyoxigraph import Store

from kg.errors import StoreError, UsageError
from kg.ontology import Instances
from kg.remote.connection import Connection, Remote
from kg.remote.ledger import COUNT_OF_GRAPHS, Held, Ledger
from kg.remote.parts import Part, Sum, Summing, Sums, graphs_of, is_cut, write_lines
from kg.remote.sending import Sending
from kg.store import StoreFolder

_GRAPHS = 50
"""Whole graphs that are marked and noted at once,"""
_TRIPLES = 100_000
"""and triples."""
_BUCKETS = 256
"""Parts of a graph that one query asks for, at most."""
_NOTHING = Sum()
_REMEDY = "somebody else may have written there: publish with --replace, and see docs/remote.md where that does not help"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a publication is: at first it compares, then it sends, then it checks."""

    stage: str
    """"compare", "send" or "check"."""
    done: int = 0
    """Triples."""
    total: int | None = None


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a publication."""

    graphs: int
    """Whole graphs that were sent."""
    removed: int
    """Graphs that were removed."""
    parts: int
    """Parts of the other graphs that were brought to the state of the snapshot."""
    inserted: int
    """Triples that were inserted into these."""
    deleted: int
    triples: int
    """How many the store holds of this snapshot now, in all graphs."""
    seconds: float


@dataclass(slots=True)
class _Tally:
    graphs: int = 0
    removed: int = 0
    parts: int = 0
    inserted: int = 0
    deleted: int = 0
    sent: list[Part] = field(default_factory=list)


def sums_of(store: Store, instances: Instances, tell: Callable[[int], None] = lambda _: None) -> Sums:
    """What a snapshot holds; `tell` hears how many triples were read. Raises StoreError for what cannot be published."""
    found: Sums = {}
    for graph in graphs_of(store):
        summing = Summing(graph, cut=is_cut(graph, instances))
        write_lines(store, graph, summing)
        sums = summing.sums()
        found |= sums
        tell(sum(one.triples for one in sums.values()))
    return found


def publish(folder: StoreFolder, remote: Remote, *, replace: bool = False, progress: Tell = lambda _: None) -> Published:
    """Brings a store to the state of the newest snapshot. `replace`: all that it holds is read, whatever its
    ledger says, and what differs replaced.

    Raises StoreMissing, StoreError where the store cannot be reached or written or is not what was sent, UsageError where
    something is in the way.
    """
    began, store, instances = time.monotonic(), folder.snapshot(), Instances(folder.base())
    compared, sent = _Counting("compare", None, progress), _Counting("send", None, progress)
    here = sums_of(store, instances, compared)
    with Connection(remote) as connection:
        publication = _Publication(connection, Ledger(connection), Sending(connection, store, sent), here, _Tally())
        changed = publication.begin(replace=replace)
        sent.total = sum(here[part].triples for part in changed if part in here)
        publication.send(changed)
        publication.check(_Counting("check", sent.total, progress))
        publication.end()
    done = publication.tally
    total = sum(one.triples for one in here.values())
    return Published(done.graphs, done.removed, done.parts, done.inserted, done.deleted, total, time.monotonic() - began)


@dataclass(slots=True)
class _Publication:
    connection: Connection
    ledger: Ledger
    sending: Sending
    here: Sums
    tally: _Tally
    held: Held = field(default_factory=dict)

    def begin(self, *, replace: bool) -> list[Part]:
        """The parts that differ from what the store is known to hold, in the order in which they are sent."""
        if not replace and not self.ledger.is_begun() and (found := self.connection.count("")):
            raise UsageError(
                f"{self.connection.remote.address}: holds {found:,} triples where the merged knowledge goes, and no publication wrote them:"
                " name an empty store, or have them replaced with --replace"
            )
        self.ledger.begin()
        self.held = self.ledger.read()  # from here on no other publication notes anything: what it notes before is read
        if replace:
            self._reread()
        parts = self.here.keys() | self.held.keys()
        changed = [part for part in parts if self.here.get(part, _NOTHING) != self.held.get(part, _NOTHING)]
        return sorted(changed, key=lambda part: (bool(part.bucket), not part.graph, part))

    def _reread(self) -> None:
        """Lets the ledger say what the store holds."""
        found: Sums = {}
        for graph, parts in groupby(sorted(self.here.keys() | self.held.keys()), lambda part: part.graph):
            found |= self.sending.sums(graph, cut=any(part.bucket for part in parts))
        self.ledger.note({part: found.get(part) for part in self.held.keys() | found.keys()})
        self.held = dict(found)

    def send(self, changed: list[Part]) -> None:
        """Sends whole graphs, then parts of the others, then removes the graphs that are gone."""
        whole = [part for part in changed if not part.bucket]
        for batch in _batches([part for part in whole if part in self.here], _GRAPHS, _TRIPLES, self.here):
            self.ledger.mark(batch)
            for part in batch:
                self.sending.graph(part.graph)
            self._note(batch)
            self.tally.graphs += len(batch)
        for graph, found in groupby((part for part in changed if part.bucket), lambda part: part.graph):
            parts = list(found)
            is_new = all(part.graph != graph for part in self.held) and not self.connection.count(graph)
            batches = _batches(parts, 0, _TRIPLES, self.here) if is_new else self._groups(parts)
            for batch, lines in self.sending.batches(graph, batches):
                self._send_parts(graph, batch, lines, is_new=is_new)
        for batch in _batches([part for part in whole if part not in self.here], _GRAPHS, 0, {}):
            self.ledger.mark(batch)
            for part in batch:
                self.connection.delete(part.graph)
            self.ledger.note(dict.fromkeys(batch))
            self.tally.removed += len(batch)

    def _send_parts(self, graph: str, batch: list[Part], lines: list[bytes], *, is_new: bool) -> None:
        self.ledger.mark(batch)
        came, went = self.sending.parts(graph, batch, lines, is_new=is_new)
        self._note(batch)
        self.tally.parts += len(batch)
        self.tally.inserted += came
        self.tally.deleted += went

    def _note(self, batch: list[Part]) -> None:
        self.ledger.note({part: self.here.get(part) for part in batch})
        self.tally.sent += batch

    def check(self, tell: Callable[[int], None]) -> None:
        """Reads again what was sent, and counts what is there. Raises StoreError where it is not what was sent."""
        there: Sums = {}
        for graph, found in groupby(self.tally.sent, lambda part: part.graph):
            parts = list(found)
            there |= self._read(graph, parts)
            tell(sum(self.here[part].triples for part in parts if part in self.here))
        wrong = [part for part in self.tally.sent if self.here.get(part, _NOTHING) != there.get(part, _NOTHING)]
        if wrong:
            self.ledger.mark(wrong)
            raise self._differs(wrong[0], there.get(wrong[0], _NOTHING), len(wrong))
        named = int(self.connection.select(COUNT_OF_GRAPHS)[0]["n"])
        for what, count, wanted in (
            ("named graphs", named, sum(one.triples for part, one in self.here.items() if part.graph)),
            ("merged knowledge", self.connection.count(""), sum(one.triples for part, one in self.here.items() if not part.graph)),
        ):
            if count != wanted:
                raise StoreError(f"{self.connection.remote.address}: {count:,} triples are in its {what}, and not {wanted:,}; {_REMEDY}")

    def _read(self, graph: str, parts: list[Part]) -> Sums:
        """What the store has in some parts of a graph: by one look at all of it, where they are most of it."""
        if not parts[0].bucket:
            return self.sending.sums(graph, cut=False)
        if 2 * len(parts) > sum(part.graph == graph for part in self.here):
            return self.sending.sums(graph, cut=True)
        summing = Summing(graph, cut=True)
        for batch in self._groups(parts):
            summing.take(self.sending.there(graph, [part.bucket for part in batch]))
        return summing.sums()

    def end(self) -> None:
        """Notes in the store that all is there."""
        self.ledger.end()

    def _groups(self, parts: list[Part]) -> Iterator[list[Part]]:
        """Parts of one graph that are asked for at once: the answer, old or new, stays below what the server gives."""
        most = {part: max(self.here.get(part, _NOTHING), self.held.get(part) or _NOTHING) for part in parts}
        return _batches(parts, _BUCKETS, self.connection.remote.address.server.rows // 2 or _TRIPLES, most)

    def _differs(self, part: Part, found: Sum, number: int) -> StoreError:
        wanted, which = self.here.get(part, _NOTHING), f"the graph {part.graph}" if part.graph else "the merged knowledge"
        what = f"{found.triples:,} triples, not {wanted.triples:,}" if found.triples != wanted.triples else "other triples than were sent"
        where = f"in {which}" + (f", part {part.bucket}" if part.bucket else "")
        more = f" ({number:,} parts differ)" if number > 1 else ""
        return StoreError(f"{self.connection.remote.address}: {where}, it has {what}{more}; {_REMEDY}")


class _Counting:
    """Tells of progress in triples."""

    def __init__(self, stage: str, total: int | None, progress: Tell) -> None:
        self._stage, self.total, self._progress, self._done = stage, total, progress, 0
        progress(Progress(stage, 0, total))

    def __call__(self, number: int) -> None:
        self._done += number
        self._progress(Progress(self._stage, self._done, self.total))


def _batches(parts: list[Part], most: int, triples: int, sums: Mapping[Part, Sum]) -> Iterator[list[Part]]:
    """The parts in order, so many at once, with so many triples as far as that can be; 0: any number."""
    batch: list[Part] = []
    held = 0
    for part in parts:
        number = sums.get(part, _NOTHING).triples
        if batch and ((most and len(batch) == most) or (triples and held + number > triples)):
            yield batch
            batch, held = [], 0
        batch.append(part)
        held += number
    if batch:
        yield batch
