"""The answers of a language model, kept by content in the store's folder, so that reading again costs nothing."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from kg.errors import StoreError

FILE_NAME = "answers.sqlite"
_SCHEMA = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS answer (question TEXT PRIMARY KEY, article TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answer_article ON answer (article);
"""


class Answers:
    """One SQLite file; threads may share it. Raises StoreError where it cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._database.executescript(_SCHEMA)
        except (OSError, sqlite3.DatabaseError) as error:
            raise self._failure(error) from error

    def get(self, question: str) -> str | None:
        """The answer to a question, by the hash of all that it asks; None where it was never asked."""
        with self._lock:
            row = self._database.execute("SELECT body FROM answer WHERE question = ?", (question,)).fetchone()
        return str(row[0]) if row else None

    def keep(self, question: str, article: str, body: str) -> None:
        """Keeps an answer, and the key of the article whose text it quotes."""
        try:
            with self._lock:
                self._database.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (question, article, body))
        except sqlite3.DatabaseError as error:
            raise self._failure(error) from error

    def forget(self, articles: Iterable[str]) -> None:
        """Removes what was answered on some articles, by their keys: an article taken back leaves no trace."""
        try:
            with self._lock:
                self._database.executemany("DELETE FROM answer WHERE article = ?", [(key,) for key in articles])
        except sqlite3.DatabaseError as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def _failure(self, error: Exception) -> StoreError:
        return StoreError(f"{self._path}: {error}; move the file away: its answers are then asked for again")


def forget(store: Path, articles: Iterable[str]) -> None:
    """Removes what a store's folder keeps of answers on some articles, by their keys."""
    if (store / FILE_NAME).exists():
        answers = Answers(store / FILE_NAME)
        answers.forget(articles)
        answers.close()
