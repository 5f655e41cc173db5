"""A store's folder: the graph that is being written, the snapshots that are read, and who may write.

    DIR/extractions.sqlite   the truth (`kg.extractions`), graphs that users wrote (`kg.own`) among it
    DIR/tombstones.json      what is left of articles that were taken back; published with each snapshot
    DIR/public/              a store's folder like this one, of what strangers are shown (`kg.public`)
    DIR/live/                Oxigraph, for the writer alone
    DIR/snapshots/N/graph/   Oxigraph as readers see it: whole, and never changed again
    DIR/snapshots/N/base     the base of its instances' IRIs
    DIR/snapshots/N/decisions the decisions that it follows, and those that it could not
    DIR/snapshots/N/search.sqlite, void.json  what is published with it: `kg.search`, `kg.stats`
    DIR/snapshots/N/seal.json  what its files are: sizes and checksums (`kg.seals`)
    DIR/snapshots/N/readers  who reads it holds a lock on this file: then it is not removed
    DIR/search.sqlite        the search index, for the writer alone
    DIR/current              relative link to the newest snapshot, swapped by rename
    DIR/decisions.jsonl      what people decided, an input (`kg.decisions`)
    DIR/builds.jsonl         when what was built
    DIR/feeds.sqlite, DIR/arrived/  what was seen of feeds, and what of them is being built (`kg.feeds`)
    DIR/replaced-N.unfinished  what a restoration replaces, until readers see snapshot N (`Replacement`)
    DIR/lock, DIR/lock.json  held by the one writer; who that is

Readers open `current` only, so that they never wait for a writer nor see half of a change.
"""

import json
import os
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar, cast

from filelock import FileLock, Timeout
from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib import Dataset

from kg.address import is_address
from kg.errors import StoreElsewhere, StoreError, StoreLocked, StoreMissing
from kg.locks import SharedLock, claim, is_locked
from kg.ontology import DEFAULT_BASE
from kg.seals import broken, seal, sync
from kg.tombstones import FILE as TOMBSTONES

GraphName = NamedNode | BlankNode | DefaultGraph
Found = TypeVar("Found")

_OF_A_FIRST_BUILD = {"extractions.sqlite", "search.sqlite", "live", "snapshots", "current", "lock", "lock.json", "builds.jsonl"}
_ELSEWHERE = (
    "the graph lies in a SPARQL store of its own: what reads files beside the graph (search, whole dumps, some exports) is not to be had"
    " here; ask it by SPARQL or by saved queries"
)
_KEPT_SNAPSHOTS = 2
_MANY = 10_000
"""Quads from which on files of their own cost Oxigraph less than a transaction: less than half, for the articles of a batch."""
_UNFINISHED = ".unfinished"
RESTORED = f"restored{_UNFINISHED}"
"""Where in a store's folder another one is made that shall take its place."""
_BESIDE_DATABASES = ("-wal", "-shm", "-journal")
"""What SQLite has beside a file, by how the names end: it belongs to that very file."""
_DAMAGED = "if it is damaged remove that folder, the next build makes it again"
_PUBLISH_ANEW = "remove its live and snapshots folders and build again"
_FAILURES = (OSError, RuntimeError)  # Oxigraph raises the latter for what RocksDB holds to be damaged


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


class Copyable(Protocol):
    """A graph that can be published."""

    def backup(self, target: Path) -> None:
        """Copies it to a folder that does not exist yet. Raises StoreError where that cannot be written."""


class LiveGraph:
    """The graph that is being written. One process at a time: take it from `StoreFolder.live`, under `writer`."""

    def __init__(self, path: Path) -> None:
        """Opens the Oxigraph store at `path`, made where there is none. Raises StoreError where it cannot be opened."""
        self._path = path
        try:
            self._store = Store(str(path))
        except _FAILURES as error:
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
        except _FAILURES as error:
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
        except _FAILURES as error:
            raise StoreError(f"{self._path}: {error}; run the same command again when that is mended") from error
        return self.triples(graph).count(b"\n") - len(before)  # lines that differ may be one quad: Oxigraph holds 01 to be 1

    def backup(self, target: Path) -> None:
        """Copies the graph to a folder that does not exist yet, by hard links where the file system has them."""
        try:
            self._store.backup(str(target))
        except _FAILURES as error:
            raise StoreError(f"{target}: {error}; run the same command again when that is mended") from error

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Turns what reading a damaged graph raises into a StoreError."""
        try:
            yield
        except _FAILURES as error:
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


class Snapshot:
    """A published graph that is open to read: to those who read it an Oxigraph store.

    It stays on the disk while this object lives. (Oxigraph opens its files when they are first needed, and its own class
    can neither be extended nor watched, so this one stands in for it.)
    """

    def __init__(self, folder: Path) -> None:
        """Opens the snapshot in `folder`; fails as Oxigraph does."""
        self.folder = folder
        """With what was published beside it."""
        self._lock: SharedLock | None = None
        with suppress(OSError):  # no lock file, or a file system without locks: then nobody waits for us
            self._lock = SharedLock(folder / "readers")
        self._store = Store.read_only(str(folder / "graph"))

    @property
    def is_held(self) -> bool:
        """Whether the writer knows that it is being read."""
        return self._lock is not None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever a store has
        return getattr(self._store, name)

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._store

    def __len__(self) -> int:
        return len(self._store)

    def __bool__(self) -> bool:
        return bool(self._store)

    def __iter__(self) -> Iterator[Quad]:
        yield from self._store

    def quads_for_pattern(self, *pattern: Any) -> Iterator[Quad]:  # noqa: ANN401  # as Oxigraph has it
        """The quads that match; while they are taken the snapshot stays."""
        yield from self._store.quads_for_pattern(*pattern)


@dataclass(frozen=True, slots=True)
class Replacement:
    """Files and folders of a store's folder that give way to others, all of them or none.

    It is done when readers see the snapshot of `number`, and not before: until then what gave way is kept, and whoever writes
    next puts it back. A process may be killed at any step.

        replaced-N.unfinished/was/NAME   what was at NAME, "/" in it written %2F    …/none/NAME   nothing was there
    """

    store: Path
    number: int

    @classmethod
    def left_in(cls, store: Path) -> "list[Replacement]":
        """Those that were begun in a store's folder and are not cleared up."""
        names = (found.name.removeprefix("replaced-").removesuffix(_UNFINISHED) for found in store.glob(f"replaced-*{_UNFINISHED}"))
        return [cls(store, int(name)) for name in names if name.isdecimal()]

    @property
    def _kept(self) -> Path:
        return self.store / f"replaced-{self.number}{_UNFINISHED}"

    def put(self, new: Path, name: str) -> None:
        """Moves what is at `new` to `name` in the store's folder; where nothing is at `new` nothing is there then. Raises OSError."""
        path, flat = self.store / name, name.replace("%", "%25").replace("/", "%2F")
        if path.exists():
            (self._kept / "was").mkdir(parents=True, exist_ok=True)
            path.rename(self._kept / "was" / flat)
        elif new.exists():
            (self._kept / "none").mkdir(parents=True, exist_ok=True)
            (self._kept / "none" / flat).touch()
        if new.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            new.rename(path)

    def put_back(self) -> None:
        """Makes all be as it was; stopped in between it is to be repeated. Raises OSError."""
        for none in (self._kept / "none").glob("*"):
            _remove(self._path(none))
        for was in sorted((self._kept / "was").glob("*")):  # a database comes before what is beside it
            path = self._path(was)
            _remove(path)
            for ending in _BESIDE_DATABASES:
                _remove(path.with_name(path.name + ending))
            was.rename(path)
        self.clear()

    def clear(self) -> None:
        """Removes what gave way, as far as that can be; the next writer removes the rest."""
        shutil.rmtree(self._kept, ignore_errors=True)

    def _path(self, kept: Path) -> Path:
        return self.store / kept.name.replace("%2F", "/").replace("%25", "%")


def _remove(path: Path) -> None:
    """Removes a file or a folder, if it is there. Raises OSError."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """Where a store lies, and how it is written and read."""

    path: Path

    @property
    def extractions(self) -> Path:
        """The SQLite file of what was read."""
        return self.path / "extractions.sqlite"

    def is_new(self) -> bool:
        """Whether there is nothing in it but what every first build makes."""
        names = {found.name.split("-")[0] for found in self.path.glob("*")}  # SQLite has files beside its own: …-wal, …-shm
        return names <= _OF_A_FIRST_BUILD

    def missing(self) -> StoreMissing | StoreElsewhere:
        """Why there is nothing to read here, and what to do about it."""
        if is_address(self.path):
            return elsewhere()
        command = f"`kg --store {self.path} build"
        if not self.extractions.exists():
            return StoreMissing(f"{self.path}: no store is here; make one with {command} PATH…`")
        if is_locked(self.path / "lock"):
            return StoreMissing(f"{self.path}: {self._holder()} is still making the store and has shown nothing yet; ask again in a while")
        what = f"{self.path}: a build was interrupted here before it showed anything"
        return StoreMissing(f"{what}; {command}` shows what it kept, and with the same PATH… as before it goes on from there")

    def require(self) -> None:
        """Raises StoreMissing where nothing was built in this folder yet."""
        if not self.extractions.exists():
            raise StoreMissing(f"{self.path}: no store is here; make one with `kg --store {self.path} build PATH…`")

    @contextmanager
    def writer(self, *, wait: bool = False) -> Iterator[None]:
        """Makes the folder and holds the right to write in it.

        Raises StoreLocked, naming the holder, where another process has that right (unless `wait`), and StoreError where
        the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / "lock")
            lock.acquire(timeout=-1 if wait else 0)
        except Timeout:
            raise StoreLocked(f"{self.path}: {self._holder()} is writing; try again when it is done, or wait with --wait") from None
        except OSError as error:
            raise StoreError(f"{self.path}: {error}; choose a folder that can be written with --store") from error
        try:
            with self._writing():
                self._write_holder()
                self.settle()
            yield
        finally:
            (self.path / "lock.json").unlink(missing_ok=True)
            lock.release()

    def live(self) -> LiveGraph:
        """Opens the graph that is being written; use it as a context manager."""
        return LiveGraph(self.path / "live")

    def replacement(self) -> Replacement:
        """Another store's files shall take the place of those here: it is done once `show` has shown their snapshot."""
        return Replacement(self.path, max(self._snapshots(), default=0) + 1)

    def show(self, snapshot: Path, number: int) -> None:
        """Lets readers see a whole snapshot from now on; `number` is greater than that of all that were. Raises OSError."""
        (self.path / "snapshots").mkdir(exist_ok=True)
        snapshot.rename(self.path / "snapshots" / str(number))
        sync(self.path / "snapshots")
        link = self.path / f"current{_UNFINISHED}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("snapshots") / str(number), target_is_directory=True)
        link.replace(self.path / "current")
        sync(self.path)

    def snapshots(self) -> list[Path]:
        """The folders of all that were published and are still there, the oldest first."""
        return [self.path / "snapshots" / str(number) for number in self._snapshots()]

    def settle(self) -> None:
        """For the writer alone: ends what somebody began who was killed since, or failed. Raises OSError.

        What a restoration replaced is put back, unless readers see what it restored; then nothing is left of what there was.
        """
        for left in Replacement.left_in(self.path):
            if left.number > self._newest():
                left.put_back()
            left.clear()
        shutil.rmtree(self.path / RESTORED, ignore_errors=True)
        self._remove_leftovers()

    def has_live(self) -> bool:
        """Whether there is such a graph."""
        return (self.path / "live" / "CURRENT").exists()

    def remove_live(self) -> None:
        """Removes the graph that is being written, so that it is made again from the extractions."""
        shutil.rmtree(self.path / "live", ignore_errors=True)

    def publish(
        self,
        live: Copyable,
        base: str = DEFAULT_BASE,
        *,
        decisions: str = "",
        keep: int = _KEPT_SNAPSHOTS,
        beside: Callable[[Path], None] = lambda _: None,
    ) -> None:
        """Shows readers what the live graph holds now: those that are reading keep what they have opened.

        `base` is that of its instances' IRIs; `decisions` is kept beside the graph; `keep` snapshots are left, and those that
        are being read. `beside` is given the folder while nobody sees it, to put in what shall be published with the graph.
        Raises StoreError where the folder cannot be written.
        """
        number = max(self._snapshots(), default=0) + 1
        unfinished = self.path / "snapshots" / f"{number}{_UNFINISHED}"
        with self._writing():
            unfinished.mkdir(parents=True)
            live.backup(unfinished / "graph")
            (unfinished / "base").write_text(base, "utf-8")
            (unfinished / "decisions").write_text(decisions, "utf-8")
            (unfinished / "readers").touch()
            if (self.path / TOMBSTONES).exists():
                shutil.copyfile(self.path / TOMBSTONES, unfinished / TOMBSTONES)
            beside(unfinished)
            self._seal(unfinished)
            self.show(unfinished, number)
            self._remove_leftovers(keep)

    def _seal(self, unfinished: Path) -> None:
        """Seals a snapshot. The one before is of no help where its own seal cannot be read."""
        try:
            seal(unfinished, self._current())
        except (ValueError, TypeError, AttributeError):
            seal(unfinished)

    def is_published(self, *beside: str) -> bool:
        """Whether there is a snapshot to read, and files `beside` its graph."""
        current = self.path / "current"
        return (current / "graph" / "CURRENT").exists() and all((current / name).exists() for name in beside)

    def is_sound(self) -> bool:
        """Whether the newest snapshot is, as far as looking costs next to nothing, what was published."""
        return next(broken(self.path / "current"), None) is None

    def base(self) -> str:
        """The base of the instances' IRIs in the newest snapshot; the default one where there is none."""
        return base_of(self.path / "current")

    def require_whole(self) -> None:
        """Raises StoreError where a file of the newest snapshot is damaged, as far as looking costs next to nothing."""
        folder = self._current()
        problem = next(broken(folder), "")
        if problem and self._current() == folder:
            raise StoreError(f"{problem}; {_PUBLISH_ANEW}")

    def decisions(self) -> str:
        """The decisions that the newest snapshot was published with; none where there is no snapshot."""
        try:
            return (self.path / "current" / "decisions").read_text("utf-8")
        except OSError:
            return ""

    def snapshot(self) -> Store:
        """Opens the newest snapshot to read; it stays while what is returned lives. Raises StoreMissing where there is none."""
        while True:
            if not self.is_published():
                self.require_whole()
                raise self.missing()
            folder = self._current()
            try:
                snapshot = Snapshot(folder)
                if problem := next(broken(folder), ""):
                    raise RuntimeError(problem)
            except _FAILURES as error:
                if self._current() == folder:
                    raise StoreError(f"{self.path}: {error}; {_PUBLISH_ANEW}") from error
                continue  # another one was published meanwhile, and this one removed
            if snapshot.is_held or self._current() == folder:
                return cast("Store", snapshot)

    def log(self, entry: Mapping[str, object]) -> None:
        """Adds a line to `builds.jsonl`, with the time. Raises StoreError where it cannot be written."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), **entry}, ensure_ascii=False)
        with self._writing(), (self.path / "builds.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turns what writing into the folder raises into a StoreError."""
        try:
            yield
        except OSError as error:
            raise StoreError(f"{self.path}: {error}; run the same command again when that is mended") from error

    def _current(self) -> Path:
        return (self.path / "current").resolve()

    def _snapshots(self) -> list[int]:
        return sorted(int(found.name) for found in (self.path / "snapshots").glob("*") if found.name.isdecimal())

    def _newest(self) -> int:
        link = self.path / "current"
        return int(link.readlink().name) if link.is_symlink() else 0

    def _remove_leftovers(self, keep: int = _KEPT_SNAPSHOTS) -> None:
        """Removes what a killed publication left, and all but the newest snapshots that nobody reads."""
        (self.path / f"current{_UNFINISHED}").unlink(missing_ok=True)
        newest = self._newest()
        kept = {str(number) for number in [n for n in self._snapshots() if n <= newest][-keep:]}
        for found in (self.path / "snapshots").glob("*"):
            if found.name not in kept and claim(found / "readers"):
                shutil.rmtree(found, ignore_errors=True)

    def _write_holder(self) -> None:
        holder = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds"), "command": " ".join(sys.argv)}
        unfinished = self.path / f"lock.json{_UNFINISHED}"
        unfinished.write_text(json.dumps(holder, ensure_ascii=False), "utf-8")
        unfinished.replace(self.path / "lock.json")

    def _holder(self) -> str:
        with suppress(OSError, ValueError, KeyError):  # between taking the lock and saying so
            holder = json.loads((self.path / "lock.json").read_text("utf-8"))
            return f"process {holder['pid']} ({holder['command']}, since {holder['since']})"
        return "another process"


def elsewhere() -> StoreElsewhere:
    """Why a store that is reached by an address has not what is asked for."""
    return StoreElsewhere(_ELSEWHERE)


def base_of(snapshot: Path) -> str:
    """The base of the instances' IRIs in a snapshot's folder; the default one where it says none."""
    try:
        return (snapshot / "base").read_text("utf-8")
    except OSError:
        return DEFAULT_BASE


def open_graph(path: str | Path) -> Dataset:
    """A store's newest snapshot as an rdflib Dataset, to read.

    Its default graph is the merged knowledge, each fact once; each article is a named graph whose name is its IRI, which
    `get_graph` gives (`graph` would make one, which a snapshot refuses). SPARQL is answered by Oxigraph.

        dataset = kg.open_graph(".store")
        article = dataset.get_graph(URIRef("https://w3id.org/isnad/id/article/002"))
        for subject, predicate, value in article: ...
        for row in dataset.query("SELECT ?label { ?incident a kg:Incident ; rdfs:label ?label }", initNs=namespaces): ...

    Raises StoreMissing where nothing was built at `path` yet.
    """
    return Dataset(store=OxigraphStore(store=StoreFolder(Path(path)).snapshot()), default_union=False)
