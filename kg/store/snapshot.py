"""A published graph as its readers open it: whole, and never changed again."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, Store

from kg.locks import SharedLock
from kg.ontology import DEFAULT_BASE


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


def base_of(snapshot: Path) -> str:
    """The base of the instances' IRIs in a snapshot's folder; the default one where it says none."""
    try:
        return (snapshot / "base").read_text("utf-8")
    except OSError:
        return DEFAULT_BASE
