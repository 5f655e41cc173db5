"""Finds things by words in a published index: names that are exactly these, that begin so, that have these words, and texts."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from kg.errors import StoreError
from kg.search.hits import Completion, Found, Hit
from kg.search.index import remembered
from kg.search.question import Question, Wanted
from kg.search.schema import FILE, FORMAT
from kg.search.snippets import best, score
from kg.search.spelling import Spelling, is_ending, is_slip

MOST_HITS = 10_000
"""How far paging goes."""
_MOST_FREQUENT = 5_000
"""Things that are looked through for names that begin with one letter."""
_WAYS = ("exact", "beginning", "ending", "words", "name", "text", "spelling")
"""How a thing was found, the best first: "ending" and "name" are names that are this as a whole, but for a slip."""
_SPELLING = ("ending", "name", "spelling")
_NAMES_WEIGHT, _TEXT_WEIGHT = 4.0, 1.0
"""How much more a word counts in names than in a text, for bm25."""
_LAST = "\U0010ffff"
_COLUMNS = "document.id, iri, type, kind, label_ar, label_en, article"


class SearchMissing(StoreError):
    """A store that was published without an index, or with one of another version."""

    def __str__(self) -> str:
        return "this store has no search index, or one of another version of Isnad: `kg build` makes it from what was read before"


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: tuple[Any, ...]
    way: str
    merit: float
    """At least 0: among those found in the same way."""
    words: tuple[Wanted, ...]

    @property
    def how(self) -> str:
        return "spelling" if self.way in _SPELLING else self.way

    @property
    def score(self) -> float:
        place = len(_WAYS) - 1 - _WAYS.index(self.way)
        return (place + self.merit / (1 + self.merit)) / len(_WAYS)


_Way = Callable[[Question, int], Iterator[_Candidate]]
"""Finds up to so many things in one way."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Names that are looked up by their keys: a condition in SQL, and what stands for each ? in it."""

    condition: str
    keys: tuple[str, ...]
    among: str = "document"
    """The things whose names they are: a table."""

    @classmethod
    def called(cls, keys: Sequence[str]) -> Self:
        """Those that have one of these keys."""
        return cls(f"name.key IN ({', '.join('?' * len(keys))})", tuple(keys))


class Search:
    """A published index that is open to be asked, by one thread. Use it as a context manager."""

    def __init__(self, snapshot: Path) -> None:
        """Opens the index of a snapshot's folder. Raises SearchMissing where it has none that can be read."""
        self._database = _opened(snapshot / FILE)
        self._spelling = Spelling(self._database)

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
        """What somebody may mean who is still typing, the best first: names that begin so, then whatever else `find` finds."""
        return [self._completion(candidate) for candidate in self._candidates(question, limit)[:limit]]

    def _completion(self, candidate: _Candidate) -> Completion:
        hit = self._hit(candidate)
        title = self._title(hit.article) if hit.article != hit.iri else ""
        return Completion(hit.matched or hit.label_ar or hit.label_en or hit.snippet.text, hit.iri, hit.type, hit.kind, title)

    def _title(self, article: str) -> str:
        """The title of an article; "" where it has none, and for ""."""
        row = self._database.execute("SELECT COALESCE(NULLIF(label_ar, ''), label_en) FROM document WHERE iri = ?", (article,)).fetchone()
        return str(row[0]) if row else ""

    def _candidates(self, question: Question, needed: int) -> list[_Candidate]:
        """At least the `needed` best; each way of finding is tried only if those before did not find enough."""
        found: dict[int, _Candidate] = {}
        for way in [self._exact, self._frequent] if question.is_one_letter else self._ways(found):
            for candidate in way(question, needed + len(found)):
                found.setdefault(candidate.row[0], candidate)
            if len(found) >= needed:
                break
        return sorted(found.values(), key=lambda candidate: (-candidate.score, candidate.row[1]))

    def _ways(self, found: Mapping[int, _Candidate]) -> Iterator[_Way]:
        """The ways to find, the best first. What is a name as it was typed is not taken for another one."""
        yield self._exact
        is_a_name = bool(found)
        yield self._beginning
        if not is_a_name:
            yield self._other_ending
        is_nearly_a_name = bool(found)
        yield self._with_words
        is_in_names = bool(found)
        if not is_nearly_a_name:
            yield self._other_name
        yield self._in_texts
        yield self._mistyped if is_in_names else self._all_mistyped

    def _exact(self, question: Question, most: int) -> Iterator[_Candidate]:
        return self._named(question, _Names.called(question.name_keys()), "exact", most)

    def _beginning(self, question: Question, most: int) -> Iterator[_Candidate]:
        for key in question.beginnings():
            yield from self._named(question.unfinished(), _Names("name.key > ? AND name.key < ?", (key, key + _LAST)), "beginning", most)

    def _other_ending(self, question: Question, most: int) -> Iterator[_Candidate]:
        keys, meant = self._spelling.names(question, is_ending, every=True)
        return self._named(meant, _Names.called(keys), "ending", most)

    def _other_name(self, question: Question, most: int) -> Iterator[_Candidate]:
        keys, meant = self._spelling.names(question, is_slip, every=False)
        return self._named(meant, _Names.called(keys), "name", most)

    def _frequent(self, question: Question, most: int) -> Iterator[_Candidate]:
        """Names that begin with one letter, of the most frequent things only: of all there would be no end."""
        (letter,) = question.words[0].keys
        among = f"(SELECT * FROM document ORDER BY weight DESC, iri LIMIT {_MOST_FREQUENT}) AS document"  # noqa: S608  # our own words
        meant = Question((Wanted((letter,), (letter,)),), question.type)
        return self._named(meant, _Names("name.key > ? AND name.key < ?", (letter, letter + _LAST), among), "beginning", most)

    def _named(self, question: Question, names: _Names, way: str, most: int) -> Iterator[_Candidate]:
        statement = (
            f"SELECT {_COLUMNS}, weight FROM {names.among} JOIN name ON name.document = document.id"  # noqa: S608  # our own words
            f" WHERE {names.condition} AND (? IS NULL OR type = ?) GROUP BY document.id ORDER BY weight DESC, iri LIMIT ?"
        )
        for *row, weight in self._database.execute(statement, (*names.keys, question.type, question.type, most)):
            yield _Candidate(tuple(row), way, float(weight), question.words)

    def _with_words(self, question: Question, most: int) -> Iterator[_Candidate]:
        yield from self._matching(question.unfinished(), "names", "words", most)

    def _in_texts(self, question: Question, most: int) -> Iterator[_Candidate]:
        yield from self._matching(question, "", "text", most)

    def _mistyped(self, question: Question, most: int) -> Iterator[_Candidate]:
        return self._corrected(question, self._spelling.corrected(question, known_too=False), most)

    def _all_mistyped(self, question: Question, most: int) -> Iterator[_Candidate]:
        """Also where each word stands in some name, but no name has them all."""
        return self._corrected(question, self._spelling.corrected(question, known_too=True), most)

    def _corrected(self, question: Question, meant: Question, most: int) -> Iterator[_Candidate]:
        return self._matching(meant, "names", "spelling", most) if meant != question else iter(())

    def _matching(self, question: Question, column: str, way: str, most: int) -> Iterator[_Candidate]:
        statement = (
            f"SELECT {_COLUMNS}, bm25(found, {_NAMES_WEIGHT}, {_TEXT_WEIGHT}) AS merit"  # noqa: S608  # our own words
            " FROM found JOIN document ON document.id = found.rowid"
            " WHERE found MATCH ? AND (? IS NULL OR type = ?) ORDER BY merit, iri LIMIT ?"
        )
        for *row, merit in self._database.execute(statement, (question.expression(column), question.type, question.type, most)):
            yield _Candidate(tuple(row), way, max(0.0, -merit), question.words)

    def _hit(self, candidate: _Candidate) -> Hit:
        number, iri, type_, kind, label_ar, label_en, article = candidate.row
        if candidate.way == "text":
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
