"""What a time expression is, and the words it is looked for in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from kg.arabic import Stem, proclitic_stems
from kg.extract.lexicon import rows
from kg.extract.words import Word
from kg.model import Span


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression and what it says: YYYY, YYYY-MM, YYYY-MM-DD, or None where the article's day would be needed."""

    span: Span
    value: str | None
    kind: str = ""
    """How it says it: "day" (calendar), "month", "year", "today", "weekday", "period" («الشهر الماضي»), "ahead",
    "ago", "hence" («بعد يومين من …»), "same" or "hijri"."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression among the words, from the word that a reader was asked about to `last`, inclusive."""

    skip: int
    """Length of the first word's proclitics."""
    last: int
    value: str | None
    kind: str


@cache
def time_words(sort: str) -> frozenset[str]:
    """The folded words of one sort in the lexicon of time."""
    return frozenset(word for word, other, _ in rows("time.tsv", 3) if other == sort)


@cache
def time_values(sort: str) -> dict[str, str]:
    """The folded words of one sort in the lexicon of time, with what stands beside each."""
    return {word: value for word, other, value in rows("time.tsv", 3) if other == sort}


@dataclass(frozen=True, slots=True)
class View:
    """The words of an article, and the day on which it was written, where that is known."""

    words: Sequence[Word]
    today: date | None

    def form(self, index: int) -> str:
        """The folded word at an index; "" beyond the ends."""
        return self.words[index].form if 0 <= index < len(self.words) else ""

    def follows(self, index: int, marks: str = "") -> str:
        """The folded word at an index where only space, or one of `marks` with space, stands before it; else ""."""
        if not 0 < index < len(self.words):
            return ""
        word = self.words[index]
        return word.form if not word.glued or word.glued in tuple(marks) else ""

    def stems(self, index: int) -> tuple[Stem, ...]:
        """Ways to take the proclitics off the word at an index."""
        return proclitic_stems(self.words[index].form) if 0 <= index < len(self.words) else ()

    def stem(self, index: int, sort: str) -> Stem | None:
        """The word at an index without proclitics, where so it is of a sort."""
        return next((stem for stem in self.stems(index) if stem.form in time_words(sort)), None)

    def is_at(self, index: int, sort: str) -> bool:
        """Whether a word follows at an index that is of a sort as it stands."""
        return self.follows(index) in time_words(sort)

    def tense(self, index: int) -> str:
        """Which of "last", "next" and "current" the word that follows at an index says, or ""."""
        return _tenses().get(self.follows(index), "")


@lru_cache(maxsize=1)
def _tenses() -> dict[str, str]:
    return {word: sort for word, sort, _ in rows("time.tsv", 3) if sort in ("last", "next", "current")}
