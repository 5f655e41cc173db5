"""What became of people: the words that say that somebody was killed, injured or arrested."""

from collections.abc import Sequence
from functools import lru_cache

from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex, readings
from kg.extract.words import Word

_NEGATIONS = frozenset(("لم", "لا", "لن", "دون", "ولم", "بدون", "ليس"))


@lru_cache(maxsize=1)
def _by_sort() -> dict[str, StemIndex[str]]:
    cells = rows("casualties.tsv", 3)
    return {
        sort: StemIndex({tuple(stem.split()): name for stem, name, other in cells if other == sort})
        for sort in ("event", "people", "opens")
    }


@lru_cache(maxsize=1)
def _single_words() -> dict[tuple[str, str], str]:
    return {(sort, stem): name for stem, name, sort in rows("casualties.tsv", 3) if " " not in stem}


def casualty(word: Word, *, people: bool = False) -> str | None:
    """Whether a word by itself says that somebody was killed, injured or arrested, and which; with `people`, nouns for them only."""
    return _casualty(word.form, "people" if people else "event")


@lru_cache(maxsize=20_000)
def _casualty(form: str, sort: str) -> str | None:
    known = _single_words()
    return next((known[sort, stem] for _, stem in readings(form) if (sort, stem) in known), None)


def has_another_fate(word: Word) -> bool:
    """Whether a word says that people are missing, fled, were saved or the like: who is counted right after it is nobody's casualty."""
    return _casualty(word.form, "other") is not None


def outcome(words: Sequence[Word], index: int) -> str | None:
    """What the word or phrase that begins at `index` says became of people («مقتل», «راح ضحية»); None where it is denied."""
    hit = _by_sort()["event"].at(words, index)
    if hit is None or is_denied(words, index):
        return None
    return hit.entry


def opened(words: Sequence[Word], index: int) -> str | None:
    """What a word begins to say that another one ends («لقي … حتفهم»)."""
    hit = _by_sort()["opens"].at(words, index)
    return hit.entry if hit else None


def people_outcome(words: Sequence[Word], index: int) -> Hit[str] | None:
    """The noun at `index` that says what became of the people it means («قتلى», «حالة اختناق»)."""
    return _by_sort()["people"].at(words, index)


def is_denied(words: Sequence[Word], index: int) -> bool:
    """«لم يقتل أحد», «دون إصابة أحد»: nobody suffered it."""
    return index > 0 and words[index - 1].form in _NEGATIONS and not words[index].glued
