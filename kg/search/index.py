"""The index that is being written, beside the live graph: documents come, change and go one by one.

It is made of SQLite's FTS5 over the keys of words (`kg.search.words`), so that its tokenizer need know nothing of Arabic, and
of plain tables for names. Everything in it follows from the documents: where it is lost it is made again.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import StoreError
from kg.search.documents import ARTICLE, Document
from kg.search.schema import ENTITY_TYPES, FILE, FORMAT, SCHEMA
from kg.search.spelling import near
from kg.search.words import indexed, name_key, without_article, words

_REMEDY = "run the same command again when that is mended; if the file is damaged remove it first, and it is made again"


class SearchIndex:
    """The index of a store, for its one writer. Use it as a context manager."""

    def __init__(self, folder: Path, code: str) -> None:
        """Opens the index in a store's folder; one that is not there, is damaged, or was made by other `code` is begun anew.

        Raises StoreError where it cannot be written.
        """
        self._path = folder / FILE
        with self._reported():
            self._database = _connected(self._path) if _is_usable(self._path, code) else _begun(self._path, code)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise StoreError(f"{self._path}: {error}; {_REMEDY}") from error

    @property
    def is_whole(self) -> bool:
        """Whether it has ever held everything: one that was begun anew has not."""
        return self._meta("whole") == "yes"

    def set_whole(self) -> None:
        """Notes that everything is in it, or will be by what is noted elsewhere to be done."""
        with self._reported():
            self._set_meta("whole", "yes")

    def document(self, iri: str) -> Document | None:
        """What it holds under an IRI, or None."""
        row = self._database.execute("SELECT id, type, kind, label_ar, label_en, article, text, weight FROM document WHERE iri = ?", (iri,))
        if not (found := row.fetchone()):
            return None
        number, kind_of, kind, arabic, english, article, text, weight = found
        return Document(iri, kind_of, kind, arabic, english, self._names(number), article, text, weight)

    def documents(self) -> Iterator[Document]:
        """Everything that it holds, by IRI."""
        for (iri,) in self._database.execute("SELECT iri FROM document ORDER BY iri").fetchall():
            if document := self.document(iri):
                yield document

    def differing(self, wanted: Mapping[str, Document | None]) -> dict[str, Document | None]:
        """Of documents by their IRIs, None for those that are to go, the ones that it does not hold so yet."""
        return {iri: document for iri, document in wanted.items() if self.document(iri) != document}

    def write(self, changed: Mapping[str, Document | None]) -> None:
        """Puts documents in place of what it has under their IRIs, all or none. Raises StoreError where it cannot be written."""
        with self._reported(), self._transaction():
            for iri, document in changed.items():
                self._replace(self.document(iri), document)

    def copy(self, folder: Path) -> None:
        """Copies it into another folder for readers; of texts that were taken back since the last copy nothing is in it.

        Raises StoreError where that cannot be written.
        """
        with self._reported():
            if self._meta("deleted") == "yes":
                self._database.execute("INSERT INTO found (found) VALUES ('optimize')")  # else FTS5 keeps what it only marks as deleted
                self._set_meta("deleted", "no")
            with closing(sqlite3.connect(folder / FILE)) as copy:
                self._database.backup(copy)

    def _meta(self, key: str) -> str | None:
        return remembered(self._database, key)

    def _set_meta(self, key: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _names(self, number: int) -> tuple[str, ...]:
        return tuple(name for (name,) in self._database.execute("SELECT name FROM name WHERE document = ? ORDER BY name", (number,)))

    def _replace(self, before: Document | None, after: Document | None) -> None:
        if before and after and replace(before, weight=after.weight) == after:
            self._database.execute("UPDATE document SET weight = ? WHERE iri = ?", (after.weight, after.iri))
            return
        if before:
            self._delete(before)
        if after:
            self._insert(after)

    def _insert(self, document: Document) -> None:
        d = document
        row = (d.iri, d.type, d.kind, d.label_ar, d.label_en, d.article, d.text, d.weight)
        number = self._database.execute(
            "INSERT INTO document (iri, type, kind, label_ar, label_en, article, text, weight) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
        ).lastrowid
        many = self._database.executemany
        many("INSERT INTO name VALUES (?, ?, ?)", [(name_key(name), number, name) for name in d.names])
        self._database.execute("INSERT INTO found (rowid, names, text) VALUES (?, ?, ?)", (number, *_indexed(d)))
        if d.type in ENTITY_TYPES:
            found = name_words(d.names)
            many("INSERT INTO name_word VALUES (?, ?)", [(word, number) for word in found])
            many("INSERT OR IGNORE INTO near VALUES (?, ?)", [(form, word) for word in found for form in near(word)])

    def _delete(self, document: Document) -> None:
        execute = self._database.execute
        (number,) = execute("SELECT id FROM document WHERE iri = ?", (document.iri,)).fetchone()
        for statement in ("DELETE FROM document WHERE id = ?", "DELETE FROM name WHERE document = ?"):
            execute(statement, (number,))
        execute("INSERT INTO found (found, rowid, names, text) VALUES ('delete', ?, ?, ?)", (number, *_indexed(document)))
        for word in name_words(document.names) if document.type in ENTITY_TYPES else ():
            execute("DELETE FROM name_word WHERE word = ? AND document = ?", (word, number))
            if not execute("SELECT 1 FROM name_word WHERE word = ?", (word,)).fetchone():
                self._database.executemany("DELETE FROM near WHERE form = ? AND word = ?", [(form, word) for form in near(word)])
        if document.type == ARTICLE:
            self._set_meta("deleted", "yes")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            self._database.rollback()
            raise

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self._path}: {error}; {_REMEDY}") from error


def _indexed(document: Document) -> tuple[str, str]:
    """Names and text as they are indexed. FTS5 keeps no copy of them, and has to be told them again when they go."""
    return indexed("\n".join(document.names)), indexed(document.text)


def name_words(names: Iterable[str]) -> list[str]:
    """The different words of names, without their article, in order."""
    return sorted({without_article(word.folded) for name in names for word in words(name)})


def remembered(database: sqlite3.Connection, key: str) -> str | None:
    """What is remembered of an index as a whole, or None."""
    row = database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def damaged(folder: Path) -> Iterator[str]:
    """What is wrong in the index of a store's folder, in words; nothing where there is none. Reads all of it."""
    if not (folder / FILE).exists():
        return
    try:
        with closing(sqlite3.connect(folder / FILE)) as database:
            database.execute("INSERT INTO found (found) VALUES ('integrity-check')")
            yield from (str(found) for (found,) in database.execute("PRAGMA integrity_check") if found != "ok")
    except sqlite3.DatabaseError as error:
        yield str(error)


def _is_usable(path: Path, code: str) -> bool:
    """Whether there is an index that can go on."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as database:
        return remembered(database, "format") == FORMAT and remembered(database, "code") == code
    return False


def _begun(path: Path, code: str) -> sqlite3.Connection:
    for name in (FILE, f"{FILE}-journal"):
        path.with_name(name).unlink(missing_ok=True)
    database = _connected(path)
    database.executescript(SCHEMA)
    database.executemany("INSERT INTO meta VALUES (?, ?)", [("code", code), ("format", FORMAT)])
    return database


def _connected(path: Path) -> sqlite3.Connection:
    """A connection in which what is deleted is overwritten, and what is committed survives a power cut."""
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")
    return database
