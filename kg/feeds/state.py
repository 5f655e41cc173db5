"""What is remembered of feeds: `feeds.sqlite` in the store's folder.

How each feed answered last, which entries were seen, and the articles that were fetched and wait for a build. An entry and its
article are written at once: killed at any moment, none is lost, and none is fetched again.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from kg.errors import StoreError

FILE = "feeds.sqlite"
"""The file's name in a store's folder."""
_SCHEMA = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS feed (
    address TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL,
    asked REAL NOT NULL, wait REAL NOT NULL, failures INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS entry (
    id TEXT PRIMARY KEY, feed TEXT NOT NULL, digest TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, record TEXT);
CREATE INDEX IF NOT EXISTS waiting ON entry (id) WHERE record IS NOT NULL;
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a feed answered the last time."""

    etag: str = ""
    modified: str = ""
    """What it called its state (ETag, Last-Modified): it is asked whether there is another one."""
    asked: float = 0.0
    """When, in seconds since 1970."""
    wait: float = 0.0
    """Seconds after which it is due again."""
    failures: int = 0
    """How many times in a row it did not answer as it should."""

    def due_in(self) -> float:
        """Seconds until it is due. A clock that was set back makes nothing wait longer."""
        passed = time.time() - self.asked
        return self.wait - passed if passed >= 0 else 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an entry."""

    feed: str
    """The address of the feed that brought it first: another one cannot change it."""
    digest: str
    """Of what was read of it; "" where nothing was yet."""
    tries: int
    """How many times its page was asked for in vain."""


class State:
    """The file, for all threads of a process. Use it as a context manager of `closing`."""

    def __init__(self, store: Path) -> None:
        """Opens the file in a store's folder, both made where they are not there. Raises StoreError."""
        self._path = store / FILE
        self._lock = Lock()
        with self._failing():
            store.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=60)
            self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._database.close()

    def asked(self, address: str) -> Asked:
        """How a feed answered the last time."""
        row = self._row("SELECT etag, modified, asked, wait, failures FROM feed WHERE address = ?", address)
        return Asked(*row) if row else Asked()

    def set_asked(self, address: str, asked: Asked) -> None:
        """Remembers how a feed answered. Raises StoreError."""
        self._write("INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?, ?)", [(address, *astuple(asked))])

    def seen(self, identifier: str) -> Seen | None:
        """What is known of an entry; None where it is new."""
        row = self._row("SELECT feed, digest, tries FROM entry WHERE id = ?", identifier)
        return Seen(*row) if row else None

    def keep(self, identifier: str, feed: str, digest: str, record: str | None) -> None:
        """Remembers what a feed told of an entry, with the article that waits for a build, where there is one. Raises StoreError.

        Where there is none, an earlier state of the article that still waits goes on waiting.
        """
        anew = "feed = excluded.feed, digest = excluded.digest, tries = 0, record = coalesce(excluded.record, record)"
        insert = f"INSERT INTO entry VALUES (?, ?, ?, 0, ?) ON CONFLICT (id) DO UPDATE SET {anew}"  # noqa: S608  # a constant
        self._write(insert, [(identifier, feed, digest, record)])

    def failed(self, identifier: str, feed: str) -> None:
        """Counts that an entry's page was asked for in vain. Raises StoreError."""
        again = "ON CONFLICT (id) DO UPDATE SET tries = tries + 1"
        self._write(f"INSERT INTO entry VALUES (?, ?, '', 1, NULL) {again}", [(identifier, feed)])  # noqa: S608  # a constant

    def waiting(self) -> list[tuple[str, str]]:
        """The articles that wait for a build: id of the entry, and digest."""
        with self._failing(), self._lock:
            found: list[tuple[str, str]] = self._database.execute(
                "SELECT id, digest FROM entry WHERE record IS NOT NULL ORDER BY id"
            ).fetchall()
        return found

    def record(self, identifier: str) -> str | None:
        """An article that waits for a build, as JSON; None where it does no more."""
        row = self._row("SELECT record FROM entry WHERE id = ?", identifier)
        return None if row is None or row[0] is None else str(row[0])

    def built(self, done: Iterable[tuple[str, str]]) -> None:
        """Notes that articles need not wait any more, unless another state of one has come since. Raises StoreError."""
        self._write("UPDATE entry SET record = NULL WHERE id = ? AND digest = ?", done)

    def _row(self, query: str, value: str) -> tuple[Any, ...] | None:
        with self._failing(), self._lock:
            row: tuple[Any, ...] | None = self._database.execute(query, (value,)).fetchone()
        return row

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._failing(), self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                self._database.executemany(statement, rows)
                self._database.execute("COMMIT")
            except BaseException:
                self._database.rollback()
                raise

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Turns what SQLite and the file system raise into a StoreError."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self._path}: {error}; if it is damaged remove it: the feeds are then read anew") from error
