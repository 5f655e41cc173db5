"""How texts become words to be found by: folded as everywhere, without the article, and read with and without what is joined to
their front. Only for comparing: what is stored and shown is the text itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import decimal

from kg.arabic import MARKS, fold, fold_with_offsets, proclitic_stems

_RUN = re.compile(rf"[\w{MARKS}\u0300-\u036f\u0610-\u061a\u06d6-\u06ed]+")
_SHORTEST = 3
"""Letters that are left at least of a word without its article, or without what is joined to it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: the key by which it is found, when `skip` characters of the folded word are left out before it."""

    skip: int
    key: str


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the text: offsets in code points, end exclusive."""

    begin: int
    end: int
    folded: str


def words(text: str) -> Iterator[Word]:
    """The words of a text in order. What folds to several («ﷺ») is several words at one place."""
    return words_among(text, lambda run: True)


def words_among(text: str, is_wanted: Callable[[str], bool]) -> Iterator[Word]:
    """The same without those runs of letters, as written, that are not wanted; asked once about each."""
    wanted = {run for run in set(_RUN.findall(text)) if is_wanted(run)}
    for run in _RUN.finditer(text) if wanted else ():
        if run[0] in wanted:
            yield from (Word(run.start(), run.end(), folded) for folded in _folded(run[0]))


@lru_cache(maxsize=20_000)
def run_keys(run: str) -> frozenset[str]:
    """The keys of a run of letters as written."""
    return frozenset(key for folded in _folded(run) for key in keys(folded))


@lru_cache(maxsize=20_000)
def _folded(run: str) -> tuple[str, ...]:
    """A run of letters folded, its digits in one script too: «١٢» is 12."""
    return tuple("".join(str(decimal(c)) if c.isdecimal() else c for c in word) for word in fold(run).split())


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of a folded word, the whole word first; the article never counts.

    >>> [(reading.skip, reading.key) for reading in readings("والبصره")]
    [(0, 'والبصره'), (1, 'بصره')]
    """
    found: dict[str, int] = {}
    for stem in proclitic_stems(word):
        key = without_article(stem.form)
        if not stem.skip or len(key) >= _SHORTEST:
            found.setdefault(key, stem.skip)
    return tuple(Reading(skip, key) for key, skip in found.items())


def keys(word: str) -> tuple[str, ...]:
    """The keys of all readings of a folded word."""
    return tuple(reading.key for reading in readings(word))


def without_article(word: str) -> str:
    """A folded word without ال, where enough is left to be a word."""
    return word[2:] if word.startswith("ال") and len(word) >= 2 + _SHORTEST else word


def name_key(name: str) -> str:
    """What names share that differ in spelling and articles only: «الأمم المتّحدة», «أمم متحدة»."""
    return " ".join(without_article(word.folded) for word in words(name))


def indexed(text: str) -> str:
    """The keys under which a text is found: all readings of all its words, in order."""
    return " ".join(filter(None, map(_run_keys_in_order, _RUN.findall(text))))


@lru_cache(maxsize=60_000)
def _run_keys_in_order(run: str) -> str:
    return " ".join(key for folded in _folded(run) for key in keys(folded))


def place(text: str, word: Word, skip: int) -> tuple[int, int]:
    """Where a word stands in `text` without the `skip` first characters of its folded form."""
    if not skip:
        return word.begin, word.end
    _, offsets = fold_with_offsets(text[word.begin : word.end])
    return word.begin + offsets[min(skip, len(offsets) - 2)], word.end
