"""Finds things by words in a published index: names that are exactly these, that begin so, that have these words, and texts."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from kg.errors import StoreError
from kg.search.index import remembered
from kg.search.question import Question, Wanted
from kg.search.schema import FILE, FORMAT
from kg.search.snippets import Snippet, best, score
from kg.search.words import is_slip, near

MOST_HITS = 10_000
"""How far paging goes."""
_BANDS = {"exact": 0.8, "beginning": 0.6, "words": 0.4, "text": 0.2, "spelling": 0.0}
"""How a thing was found, the best first, and the least score of it."""
_WIDTH = 0.2
_NAMES_WEIGHT, _TEXT_WEIGHT = 4.0, 1.0
"""How much more a word counts in names than in a text, for bm25."""
_LAST = "\U0010ffff"
_COLUMNS = "document.id, iri, type, kind, label_ar, label_en, article"


class SearchMissing(StoreError):
    """A store that was published without an index, or with one of another version."""

    def __str__(self) -> str:
        return "this store has no search index, or one of another version of Isnad: `kg build` makes it from what was read before"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found."""

    iri: str
    type: str
    kind: str
    label_ar: str
    label_en: str
    article: str
    """The IRI of the article that was found, or that reports the event first; "" for entities."""
    how: str
    """"exact", "beginning", "words" or "spelling" of a name, a label or a title; "text" of an article's text."""
    matched: str
    """The name, label or title that fits best; of a text "", the snippet is what matched."""
    snippet: Snippet
    """The same with highlights, or the part of the text that fits best."""
    score: float
    """From 0 to 1, the better the higher; good for comparing the hits of one search only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the best first."""

    hits: tuple[Hit, ...]
    more: bool
    """Whether there are further ones behind this page."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A name that begins as somebody has begun to type."""

    name: str
    iri: str
    type: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: tuple[Any, ...]
    how: str
    merit: float
    """At least 0: among those found in the same way."""
    words: tuple[Wanted, ...]

    @property
    def score(self) -> float:
        return _BANDS[self.how] + _WIDTH * self.merit / (1 + self.merit)


class Search:
    """A published index that is open to be asked, by one thread. Use it as a context manager."""

    def __init__(self, snapshot: Path) -> None:
        """Opens the index of a snapshot's folder. Raises SearchMissing where it has none that can be read."""
        self._database = _opened(snapshot / FILE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def find(self, question: Question, limit: int, offset: int = 0) -> Found:
        """A page of what fits, the best first, ties by IRI: names that are exactly this, that begin so, that have all the words,
        articles whose text has them, and names that have them but for a slip.
        """
        candidates = self._candidates(question, offset + limit + 1)
        hits = tuple(self._hit(candidate) for candidate in candidates[offset : offset + limit])
        return Found(hits, len(candidates) > offset + limit)

    def iris(self, question: Question, limit: int) -> list[str]:
        """The IRIs of the best hits alone."""
        return [candidate.row[1] for candidate in self._candidates(question, limit)[:limit]]

    def complete(self, question: Question, limit: int) -> list[Completion]:
        """Names that begin as the question does, those of the most frequent things first, each thing once."""
        found: dict[str, Completion] = {}
        for candidate in [*self._exact(question, limit), *self._beginning(question, limit)]:
            _, iri, type_, *_ = candidate.row
            found.setdefault(iri, Completion(self._best_name(candidate), iri, type_))
        return list(found.values())[:limit]

    def _candidates(self, question: Question, needed: int) -> list[_Candidate]:
        """At least the `needed` best; each way of finding is tried only if those before did not find enough."""
        found: dict[int, _Candidate] = {}
        for ways in (self._exact, self._beginning, self._with_words, self._in_texts, self._mistyped):
            for candidate in ways(question, needed + len(found)):
                found.setdefault(candidate.row[0], candidate)
            if len(found) >= needed:
                break
        return sorted(found.values(), key=lambda candidate: (-candidate.score, candidate.row[1]))

    def _exact(self, question: Question, most: int) -> Iterator[_Candidate]:
        for key in question.name_keys():
            yield from self._named(question, "name.key = ?", (key,), "exact", most)

    def _beginning(self, question: Question, most: int) -> Iterator[_Candidate]:
        for key in question.beginnings():
            yield from self._named(question.unfinished(), "name.key > ? AND name.key < ?", (key, key + _LAST), "beginning", most)

    def _named(self, question: Question, condition: str, keys: tuple[str, ...], how: str, most: int) -> Iterator[_Candidate]:
        statement = (
            f"SELECT {_COLUMNS}, weight FROM document JOIN name ON name.document = document.id"  # noqa: S608  # our own words
            f" WHERE {condition} AND (? IS NULL OR type = ?) GROUP BY document.id ORDER BY weight DESC, iri LIMIT ?"
        )
        for *row, weight in self._database.execute(statement, (*keys, question.type, question.type, most)):
            yield _Candidate(tuple(row), how, float(weight), question.words)

    def _with_words(self, question: Question, most: int) -> Iterator[_Candidate]:
        yield from self._matching(question.unfinished(), "names", "words", most)

    def _in_texts(self, question: Question, most: int) -> Iterator[_Candidate]:
        yield from self._matching(question, "", "text", most)

    def _mistyped(self, question: Question, most: int) -> Iterator[_Candidate]:
        corrected = question.replaced(self._corrected)
        if corrected != question:
            yield from self._matching(corrected, "names", "spelling", most)

    def _matching(self, question: Question, column: str, how: str, most: int) -> Iterator[_Candidate]:
        statement = (
            f"SELECT {_COLUMNS}, bm25(found, {_NAMES_WEIGHT}, {_TEXT_WEIGHT}) AS merit"  # noqa: S608  # our own words
            " FROM found JOIN document ON document.id = found.rowid"
            " WHERE found MATCH ? AND (? IS NULL OR type = ?) ORDER BY merit, iri LIMIT ?"
        )
        for *row, merit in self._database.execute(statement, (question.expression(column), question.type, question.type, most)):
            yield _Candidate(tuple(row), how, max(0.0, -merit), question.words)

    def _corrected(self, word: Wanted) -> Wanted:
        """A word that stands in no name as those words of entities' names that are nearly the same; any other as it is."""
        known = self._database.execute("SELECT 1 FROM found WHERE found MATCH ? LIMIT 1", (Question((word,)).expression("names"),))
        if known.fetchone():
            return word
        meant = {found for key in word.keys for found in self._near(key) if is_slip(key, found)}
        return Wanted(tuple(sorted(meant)) or word.keys)

    def _near(self, key: str) -> Iterator[str]:
        forms = sorted(near(key))
        statement = f"SELECT DISTINCT word FROM near WHERE form IN ({', '.join('?' * len(forms))})"  # noqa: S608  # nothing but ?
        return (word for (word,) in self._database.execute(statement, forms))

    def _hit(self, candidate: _Candidate) -> Hit:
        number, iri, type_, kind, label_ar, label_en, article = candidate.row
        if candidate.how == "text":
            (text,) = self._database.execute("SELECT text FROM document WHERE id = ?", (number,)).fetchone()
            matched, snippet = "", best(text, candidate.words)
        else:
            matched = self._best_name(candidate)
            snippet = best(matched, candidate.words)
        return Hit(iri, type_, kind, label_ar, label_en, article, candidate.how, matched, snippet, round(candidate.score, 4))

    def _best_name(self, candidate: _Candidate) -> str:
        """The name with most of the words, of several a label, then the shortest."""
        number, _, _, _, *labels, _ = candidate.row
        names: list[str] = [name for (name,) in self._database.execute("SELECT name FROM name WHERE document = ?", (number,))]
        if len(names) == 1:
            return names[0]
        return min(names, key=lambda name: (-score(name, candidate.words), name not in labels, len(name), name))


def _opened(path: Path) -> sqlite3.Connection:
    with suppress(sqlite3.DatabaseError), ExitStack() as undone:
        # immutable: a snapshot never changes, so that neither locks nor the right to write beside it are needed
        database = undone.enter_context(closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)))
        if remembered(database, "format") == FORMAT:
            undone.pop_all()
            return database
    raise SearchMissing
