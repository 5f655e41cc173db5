"""A store's folder: where its parts lie, who writes in it, and how a graph is published."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, cast

from filelock import FileLock, Timeout
from pyoxigraph import Store

from kg.address import is_address
from kg.errors import StoreElsewhere, StoreError, StoreLocked, StoreMissing
from kg.locks import claim, is_locked
from kg.ontology import DEFAULT_BASE
from kg.seals import broken, seal, sync
from kg.store.live_graph import FAILURES, LiveGraph
from kg.store.replacement import UNFINISHED, Replacement
from kg.store.snapshot import Snapshot, base_of
from kg.tombstones import FILE as TOMBSTONES

RESTORED = f"restored{UNFINISHED}"
"""Where in a store's folder another one is made that shall take its place."""
_OF_A_FIRST_BUILD = {"extractions.sqlite", "search.sqlite", "live", "snapshots", "current", "lock", "lock.json", "builds.jsonl"}
_ELSEWHERE = (
    "the graph lies in a SPARQL store of its own: what reads files beside the graph (search, whole dumps, some exports) is not to be had"
    " here; ask it by SPARQL or by saved queries"
)
_OUTGROWN = 4
"""The live graph is this many times as large as what the newest snapshot keeps of its older self, when that is too much …"""
_SPARED = 1_000_000_000
"""… and this is how many bytes it may always keep: tables of a small graph are rewritten all the time."""
_OTHER = "a file is there, and no store's folder; name another place with --store"
_PUBLISH_ANEW = "remove its live and snapshots folders and build again"


class Copyable(Protocol):
    """A graph that can be published."""

    def backup(self, target: Path) -> None:
        """Copies it to a folder that does not exist yet. Raises StoreError where that cannot be written."""


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
        if self._is_other():
            return StoreMissing(f"{self.path}: {_OTHER}")
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
            raise self.missing()

    @contextmanager
    def writer(self, *, wait: bool = False) -> Iterator[None]:
        """Makes the folder and holds the right to write in it.

        Raises StoreLocked, naming the holder, where another process has that right (unless `wait`), and StoreError where
        the folder cannot be written.
        """
        if self._is_other():
            raise StoreError(f"{self.path}: {_OTHER}")
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

    def _is_other(self) -> bool:
        """Whether something is at the path that can be no store."""
        return self.path.exists() and not self.path.is_dir()

    def live(self) -> LiveGraph:
        """Opens the graph that is being written; use it as a context manager."""
        return LiveGraph(self.path / "live")

    def replacement(self) -> Replacement:
        """Another store's files shall take the place of those here: it is done once `show` has shown their snapshot."""
        return Replacement(self.path, self._next())

    def show(self, snapshot: Path, number: int) -> None:
        """Lets readers see a whole snapshot from now on; `number` is greater than that of all that were. Raises OSError."""
        (self.path / "snapshots").mkdir(exist_ok=True)
        snapshot.rename(self.path / "snapshots" / str(number))
        sync(self.path / "snapshots")
        link = self.path / f"current{UNFINISHED}"
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
        beside: Callable[[Path], None] = lambda _: None,
    ) -> None:
        """Shows readers what the live graph holds now: those that are reading keep what they have opened.

        `base` is that of its instances' IRIs; `decisions` is kept beside the graph. Of the snapshots before, those that are
        being read are left. `beside` is given the folder while nobody sees it, to put in what shall be published with the graph.
        Raises StoreError where the folder cannot be written.
        """
        number = self._next()
        unfinished = self.path / "snapshots" / f"{number}{UNFINISHED}"
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
            self._remove_leftovers()

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

    def is_outgrown(self) -> bool:
        """Whether the newest snapshot keeps much that the live graph has rewritten since, so that publishing again makes room."""
        shown, live = _tables(self.path / "current" / "graph"), _tables(self.path / "live")
        kept = sum(size for name, size in shown.items() if name not in live)
        return kept > max(_SPARED, sum(live.values()) / _OUTGROWN)

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
            folder = self._current()
            if not self.is_published():
                if self._current() != folder:
                    continue  # another one was published while it was looked
                self.require_whole()
                raise self.missing()
            try:
                snapshot = Snapshot(folder)
                if problem := next(broken(folder), ""):
                    raise RuntimeError(problem)
            except FAILURES as error:
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

    def _next(self) -> int:
        """The number of the next snapshot: beyond all that are there, and that of a `current` whose snapshot somebody removed."""
        return max([self._newest(), *self._snapshots()]) + 1

    def _remove_leftovers(self) -> None:
        """Removes what a killed publication left, and all but the newest snapshot, where nobody reads them."""
        (self.path / f"current{UNFINISHED}").unlink(missing_ok=True)
        newest = str(self._newest())
        for found in (self.path / "snapshots").glob("*"):
            if found.name != newest and claim(found / "readers"):
                shutil.rmtree(found, ignore_errors=True)

    def _write_holder(self) -> None:
        holder = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds"), "command": " ".join(sys.argv)}
        unfinished = self.path / f"lock.json{UNFINISHED}"
        unfinished.write_text(json.dumps(holder, ensure_ascii=False), "utf-8")
        unfinished.replace(self.path / "lock.json")

    def _holder(self) -> str:
        with suppress(OSError, ValueError, KeyError):  # between taking the lock and saying so
            holder = json.loads((self.path / "lock.json").read_text("utf-8"))
            return f"process {holder['pid']} ({holder['command']}, since {holder['since']})"
        return "another process"


def _tables(graph: Path) -> dict[str, int]:
    """The names and sizes of Oxigraph's tables, which are never changed, only replaced; a snapshot has those of the live graph."""
    sizes: dict[str, int] = {}
    for table in graph.glob("*.sst"):
        with suppress(FileNotFoundError):  # merged into another one just now
            sizes[table.name] = table.stat().st_size
    return sizes


def elsewhere() -> StoreElsewhere:
    """Why a store that is reached by an address has not what is asked for."""
    return StoreElsewhere(_ELSEWHERE)
