"""The newest snapshot of a store, opened once, and the next one when a build has published it."""

import os
import time
from itertools import chain
from pathlib import Path
from typing import NoReturn, cast

from kg.errors import StoreError
from kg.ontology import Instances
from kg.queries import Store
from kg.queries.sparql.searching import search_beside
from kg.remote import Remote, RemoteGraph
from kg.search import Search
from kg.store import Snapshot, StoreFolder, base_of, elsewhere

Source = Path | Remote
"""Where the graph is that is asked: in a store's folder, or in a store that is reached by an address."""


def published(source: Source) -> str:
    """What tells a publication from all others: each makes its link anew, also in a store that was removed and made again.

    Empty where nothing was published, and for a store elsewhere: others may change it at any time.
    """
    if isinstance(source, Remote):
        return ""
    folder = source
    try:
        link = os.lstat(f"{folder}/current")  # asked with each query: a path of Python's own takes longer than the answer
    except OSError:
        return ""
    return f"{link.st_ino:x}-{link.st_ctime_ns:x}"


class NewestSnapshot:
    """Belongs to one thread, which reads each snapshot between two publications."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened yet: there may be no store at all."""
        self._folder = folder
        self._opened: tuple[str, Store, Instances] | None = None

    def open(self) -> tuple[str, Store, Instances]:
        """What tells the newest snapshot from others, its graph, and the IRIs of its instances.

        Raises StoreMissing where nothing was built yet, StoreError where it is damaged.
        """
        now = published(self._folder)
        if self._opened is None or self._opened[0] != now:
            self._opened = None  # the one before is let go first, so that no worker ever holds two
            snapshot = StoreFolder(self._folder).snapshot()
            self._opened = (now, snapshot, Instances(base_of(cast("Snapshot", snapshot).folder)))
        return self._opened

    def let_go(self) -> None:
        """Closes a snapshot that is no longer the newest, so that whoever writes next can remove it."""
        if self._opened and self._opened[0] != published(self._folder):
            self._opened = None

    def search(self) -> Search:
        """The index of the snapshot that was opened last, whatever was published since. Raises StoreError where it has none."""
        _, snapshot, _ = self._opened or self.open()
        return search_beside(snapshot)

    def look_through(self, seconds: float) -> None:
        """Reads statements and their terms, by subject and by property, until the time is over.

        Raises StoreError where some cannot be read.
        """
        deadline, store = time.monotonic() + seconds, self.open()[1]
        properties = set()
        try:
            for quad in store:
                properties.add(quad.predicate)
                if time.monotonic() > deadline:
                    return
            for _ in chain.from_iterable(store.quads_for_pattern(None, each, None, None) for each in properties):
                if time.monotonic() > deadline:
                    return
        except (OSError, RuntimeError, ValueError) as error:
            raise unreadable(error) from error


class ElsewhereGraph:
    """A store that is reached by an address, to be asked in place of a snapshot."""

    def __init__(self, remote: Remote, most: int) -> None:
        """An answer may have `most` bytes as that store writes it; 0: any number."""
        self._graph = RemoteGraph(remote, most)
        self._instances = Instances(remote.base)

    def open(self) -> tuple[str, Store, Instances]:
        """As `NewestSnapshot.open`, but that nothing tells one state of it from another."""
        return "", cast("Store", self._graph), self._instances

    def let_go(self) -> None:
        """Nothing is held."""

    def look_through(self, _seconds: float) -> None:
        """Nothing is looked through: whether it answers is seen by asking."""

    def search(self) -> NoReturn:
        """Raises StoreElsewhere: it has no index."""
        raise elsewhere()


def opened(source: Source, most: int) -> NewestSnapshot | ElsewhereGraph:
    """What a worker asks."""
    return ElsewhereGraph(source, most) if isinstance(source, Remote) else NewestSnapshot(source)


def unreadable(why: object) -> StoreError:
    """What is said of a snapshot that is damaged."""
    return StoreError(f"the graph cannot be read: {why}; remove the folders `live` and `snapshots` of the store and build again")


def published_at(folder: Path) -> float | None:
    """When the newest snapshot was published, in seconds since 1970; None where there is none."""
    try:
        return (folder / "current").lstat().st_mtime
    except OSError:
        return None
