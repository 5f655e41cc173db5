"""The part of a text that shows why it was found, and where in it the words stand."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.search.question import Wanted
from kg.search.words import place, readings, run_keys, words_among

_WIDTH = 180
"""Code points of a snippet, about two lines."""
_BEFORE = 40
"""Code points that are shown before the first word."""
_MOST_MARKS = 60
"""Words in a text among which the best part of it is looked for."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a stored text, unchanged. Offsets are code points, ends exclusive."""

    text: str
    begin: int
    """Where it stands in the stored text."""
    highlights: tuple[tuple[int, int], ...]
    """Begin and end, in the snippet, of each word that was searched for."""


@dataclass(frozen=True, slots=True)
class _Mark:
    begin: int
    end: int
    which: frozenset[int]
    """The words of the question that stand here."""


def best(text: str, wanted: Sequence[Wanted]) -> Snippet:
    """The part of a text in which most of the words stand, the first of several; its beginning where none does; a name whole."""
    marks = list(islice(_marks(text, wanted), _MOST_MARKS))
    begin, end = _window(text, marks)
    inside = tuple((mark.begin - begin, mark.end - begin) for mark in marks if mark.begin >= begin and mark.end <= end)
    return Snippet(text[begin:end], begin, inside)


def score(name: str, wanted: Sequence[Wanted]) -> int:
    """How many of the words stand in a name."""
    return len(frozenset().union(*(mark.which for mark in _marks(name, wanted))))


def _marks(text: str, wanted: Sequence[Wanted]) -> Iterator[_Mark]:
    """Where the words stand, in order. A word that can be read in several ways is marked by its first reading that is meant."""
    meant = _Meant.of(wanted)
    last = -1
    for word in words_among(text, meant.fits):
        fitting = ((reading, which) for reading in readings(word.folded) if (which := meant.which(reading.key)))
        reading, which = next(fitting, (None, None))
        if reading and which and word.begin > last:
            begin, end = place(text, word, reading.skip)
            yield _Mark(begin, end, which)
            last = word.begin


@dataclass(frozen=True, slots=True)
class _Meant:
    """Which words of a question are meant by a key."""

    keys: Mapping[str, frozenset[int]]
    beginnings: tuple[tuple[str, frozenset[int]], ...]

    @classmethod
    def of(cls, wanted: Sequence[Wanted]) -> "_Meant":
        keys = {key: frozenset(n for n, one in enumerate(wanted) if key in one.keys) for one in wanted for key in one.keys}
        return cls(keys, tuple((beginning, frozenset([n])) for n, one in enumerate(wanted) for beginning in one.beginnings))

    def which(self, key: str) -> frozenset[int] | None:
        """The numbers of those words; None where there is none."""
        return self.keys.get(key) or next((n for beginning, n in self.beginnings if key.startswith(beginning)), None)

    def fits(self, run: str) -> bool:
        """Whether a run of letters, as written, can be read as one of them."""
        found = run_keys(run)
        return not found.isdisjoint(self.keys) or (bool(self.beginnings) and any(self.which(key) for key in found))


def _window(text: str, marks: Sequence[_Mark]) -> tuple[int, int]:
    """Where the snippet begins and ends: at white space, if there is some near enough."""
    if len(text) <= _WIDTH:
        return 0, len(text)
    first = max(marks, key=lambda mark: (_within(mark, marks), -mark.begin), default=None)
    begin = max(0, first.begin - _BEFORE) if first else 0
    end = min(len(text), begin + _WIDTH)
    if first and begin:
        begin = min(_after_space(text, begin), first.begin)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), first.end if first else 0) if " " in text[begin:end] else end
    return begin, max(end, begin)


def _after_space(text: str, begin: int) -> int:
    space = text.find(" ", begin)
    return space + 1 if space >= 0 else begin


def _within(first: _Mark, marks: Sequence[_Mark]) -> int:
    """How many words of the question stand in the snippet that begins with a mark."""
    start = bisect_left(marks, first.begin, key=lambda mark: mark.begin)
    seen: set[int] = set()
    for mark in islice(marks, start, None):
        if mark.end > first.begin + _WIDTH - _BEFORE:
            break
        seen |= mark.which
    return len(seen)
