"""What waits for a build: a file of JSON lines while it is built. What of it the store has then waits no more."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from kg.articles import read
from kg.errors import StoreError
from kg.extractions import Extractions, article_key, fingerprint
from kg.feeds.state import State
from kg.locks import SharedLock, claim
from kg.store import StoreFolder

Entry = tuple[str, str]
"""Id and digest."""


class Waiting:
    """What waits, for the one thread of a process that builds; other processes may build of it too."""

    def __init__(self, state: State, store: Path, pause: float) -> None:
        """`pause`: seconds until what a build left out is given to another one."""
        self._state = state
        self._extractions = StoreFolder(store).extractions
        self._folder = store / "arrived"
        self._pause = pause
        self._left_out: dict[Entry, float] = {}
        for file in self._folder.glob("*.jsonl"):
            claim(file)  # of a process that was killed: who is alive holds a lock on his

    @contextmanager
    def given(self) -> Iterator[tuple[Path, ...]]:
        """The file of what waits, or none, while the block lasts.

        Afterwards, whatever ended the block, those articles wait no more that the store has as they were given. The others
        are given again, after the pause where the block came to its end: a build has left them out. Raises StoreError.
        """
        now = time.monotonic()
        self._left_out = {entry: until for entry, until in self._left_out.items() if until > now}
        waiting = {entry[0]: entry for entry in self._state.waiting() if entry not in self._left_out}
        if not waiting:
            yield ()
            return
        with self._written(tuple(waiting)) as file:
            try:
                yield (file,) if file.stat().st_size else ()  # empty where another process has just built all of it
                until = time.monotonic() + self._pause
                self._left_out |= dict.fromkeys(waiting.values(), until)
            finally:
                self._state.built([waiting[identifier] for identifier in self._known(file)])

    @contextmanager
    def _written(self, identifiers: Sequence[str]) -> Iterator[Path]:
        """A file of articles that nobody else writes or removes while the block lasts."""
        file = self._folder / f"{uuid4().hex}.jsonl"
        try:
            lock = self._write(file, identifiers)
            try:
                yield file
            finally:
                lock.release()
        finally:
            file.unlink(missing_ok=True)

    def _write(self, file: Path, identifiers: Sequence[str]) -> SharedLock:
        try:
            file.parent.mkdir(exist_ok=True)
            with file.open("x", encoding="utf-8") as lines:
                lock = SharedLock(file)
                lines.writelines(f"{record}\n" for identifier in identifiers if (record := self._state.record(identifier)))
        except OSError as error:
            raise StoreError(f"{file}: {error}; run the same command again when that is mended") from error
        return lock

    def _known(self, file: Path) -> list[str]:
        """Those articles of a file that the store has as they are there."""
        if not self._extractions.exists():
            return []
        with Extractions(self._extractions) as extractions:
            held = ((article, extractions.known(article_key(article.id))) for article in read([file], report=lambda _: None))
            return [article.id for article, known in held if known and known.fingerprint == fingerprint(article)]
