"""A folder of saved queries as it is now: files that are new, changed or gone are noticed when it is next looked at."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from kg.queries.saved.header import UnusableQuery
from kg.queries.saved.query import SavedQuery, files, load_file

_LOG = logging.getLogger(__name__)
_UNDECIDED = 300.0
"""Seconds for which a file that took too long to check is left alone."""


@dataclass(frozen=True, slots=True)
class _File:
    stamp: tuple[int, int, int, int]
    """Inode, size, and when content and inode changed: what tells a version of a file from others, without reading it."""
    query: SavedQuery | None
    problem: UnusableQuery | None
    until: float = float("inf")
    """When it is read again though it has not changed."""

    def is_of(self, stamp: tuple[int, int, int, int]) -> bool:
        """Whether it says how the file is now."""
        return self.stamp == stamp and time.monotonic() < self.until


class SavedQueries(Mapping[str, SavedQuery]):
    """The queries that can be used, by name; `problems` are the files that cannot. Each is read when it is first asked for.

    Threads may share it.
    """

    def __init__(self, folder: Path, load: Callable[[Path], SavedQuery] = load_file) -> None:
        """Reads nothing yet. Raises UsageError where there is no such folder.

        `load` reads a file and raises UnusableQuery; a server has that done in a process that it can kill. What else it
        raises is raised to who asked, and says nothing of the file.
        """
        files(folder)
        self._folder = folder
        self._load = load
        self._files: dict[str, _File] = {}
        self._lock = Lock()
        self._turns: defaultdict[str, Lock] = defaultdict(Lock)
        """Who reads a file holds its lock: others may read others, and nobody reads it twice."""

    def __getitem__(self, name: str) -> SavedQuery:
        file = self._file(name)
        if file is None or file.query is None:
            raise KeyError(name)
        return file.query

    def __iter__(self) -> Iterator[str]:
        return (name for name, file in self._all() if file.query)

    def __len__(self) -> int:
        return sum(file.query is not None for _, file in self._all())

    def problems(self) -> tuple[UnusableQuery, ...]:
        """What is wrong with the files that cannot be used, in the order of their names."""
        return tuple(file.problem for _, file in self._all() if file.problem)

    def problem(self, name: str) -> UnusableQuery | None:
        """What is wrong with the file of this name; None where nothing is, or where there is none."""
        file = self._file(name)
        return file.problem if file else None

    def _all(self) -> list[tuple[str, _File]]:
        names = [path.stem for path in sorted(self._folder.glob("*.rq"))]
        return [(name, file) for name in names if (file := self._file(name))]

    def _file(self, name: str) -> _File | None:
        """The file as it is now, None where there is none. What was read is kept until the file changes."""
        path = self._folder / f"{name}.rq"
        stamp = _stamp(path) if path.parent == self._folder else None
        if stamp is None:
            with self._lock:
                self._files.pop(name, None)
                self._turns.pop(name, None)
            return None
        with self._lock:
            known, turn = self._files.get(name), self._turns[name]
        if known and known.is_of(stamp):
            return known
        with turn:
            known = self._files.get(name)
            if known is None or not known.is_of(stamp):
                known = self._files[name] = self._read(path, stamp)
        return known

    def _read(self, path: Path, stamp: tuple[int, int, int, int]) -> _File:
        try:
            return _File(stamp, self._load(path), None)
        except UnusableQuery as problem:
            _LOG.warning("a saved query is left out: %s", problem)
            undecided = isinstance(problem.__cause__, TimeoutError)
            return _File(stamp, None, problem, time.monotonic() + _UNDECIDED if undecided else float("inf"))


def _stamp(path: Path) -> tuple[int, int, int, int] | None:
    """None where there is no such file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
