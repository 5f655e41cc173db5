"""Slips in names: which words are nearly the same, and which names somebody may have meant."""

import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice, product

from kg.arabic import spelling_words
from kg.search.question import Question, Wanted

_SHORTEST = 4
"""Letters of a word in which a slip of the finger is looked for: shorter ones are too much alike."""
_SPELLED = "~"
"""Begins what spellings of one foreign word share, so that it never equals a word."""
_WEAK = "اهيوء"
"""Letters that endings are mistaken in: «روسيه» for «روسيا», «كسرا» for «كسرى». ة and ى are folded to two of them."""
_MOST_NAMES = 100
"""Ways to write a name that are looked up at once."""

Likeness = Callable[[str, str], bool]
"""Whether a key that was typed may be meant for another."""


def near(key: str) -> frozenset[str]:
    """What a word shares with those that differ by one slip: itself and what is left without one of its letters.

    Where two have something of this in common they are worth comparing (deletion neighbourhoods: Mor and Fraenkel, 1982).
    Groups of three letters would not do: of a short word two letters changed over leave hardly one. Foreign words also share
    what their spellings have in common («غوتيريش», «جوتيريش»).
    """
    if len(key) < _SHORTEST:
        return frozenset()
    return frozenset({key, _spelled(key), *_shorter(key)})


def is_slip(typed: str, meant: str) -> bool:
    """Whether one key is another with one letter too many, too few or wrong, or two changed over; or another spelling of it.

    >>> is_slip("جلبوي", "جبلوي"), is_slip("بصره", "برقه")
    (True, False)
    """
    left, right = _differing(typed, meant)
    changed_over = len(left) == 2 and left == right[::-1]
    return max(len(left), len(right)) <= 1 or changed_over or _spelled(typed) == _spelled(meant)


def is_ending(typed: str, meant: str) -> bool:
    """Whether two keys differ in a weak letter at their end alone, or in how one foreign word is spelled.

    >>> is_ending("روسيه", "روسيا"), is_ending("روسي", "روسيا"), is_ending("جبلاوي", "جبلاني")
    (True, True, False)
    """
    start = _same(typed, meant)
    ends = (typed[start:], meant[start:])
    return all(len(end) <= 1 and end in _WEAK for end in ends) or _spelled(typed) == _spelled(meant)


class Spelling:
    """The words of the names in an index, as what somebody may have meant."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def names(self, question: Question, like: Likeness, *, every: bool) -> tuple[list[str], Question]:
        """The keys of names that somebody may have meant by a question, and the question that finds them.

        Several words may differ at once where `every` says so, else one.
        """
        alternatives = [self._meant(word, like) for word in question.words]
        typed = [word.keys[0] for word in question.words]
        ways = _every(typed, alternatives) if every else _one(typed, alternatives)
        words = (Wanted((*word.keys, *more)) for word, more in zip(question.words, alternatives, strict=True))
        return list(islice(ways, _MOST_NAMES)), Question(tuple(words), question.type)

    def corrected(self, question: Question, *, known_too: bool) -> Question:
        """A question whose words are those of names that are nearly the same: words that stand in no name, or with `known_too` all."""
        return question.replaced(lambda word: self._corrected(word, known_too=known_too))

    def _corrected(self, word: Wanted, *, known_too: bool) -> Wanted:
        is_known = self._is_known(word)
        if is_known and not known_too:
            return word
        meant = self._meant(word, is_slip)
        return Wanted((*word.keys, *meant)) if is_known else Wanted(meant or word.keys)

    def _is_known(self, word: Wanted) -> bool:
        expression = Question((word,)).expression("names")
        return self._database.execute("SELECT 1 FROM found WHERE found MATCH ? LIMIT 1", (expression,)).fetchone() is not None

    def _meant(self, word: Wanted, like: Likeness) -> tuple[str, ...]:
        """The words of names that a word may be meant for, but for itself, sorted."""
        found = {meant for key in word.keys for meant in self._near(key) if like(key, meant)}
        return tuple(sorted(found - set(word.keys)))

    def _near(self, key: str) -> Iterator[str]:
        """Words of names that have something in common with a key; of a short name that is one letter less, or one more."""
        yield from self._words("near WHERE form", near(key) or {key})
        if len(key) == _SHORTEST:
            yield from self._words("name_word WHERE word", frozenset(_shorter(key)))

    def _words(self, condition: str, forms: frozenset[str] | set[str]) -> Iterator[str]:
        statement = f"SELECT DISTINCT word FROM {condition} IN ({', '.join('?' * len(forms))})"  # noqa: S608  # nothing but ?
        return (word for (word,) in self._database.execute(statement, sorted(forms)))


def _every(typed: list[str], alternatives: list[tuple[str, ...]]) -> Iterator[str]:
    ways = product(*([key, *more] for key, more in zip(typed, alternatives, strict=True)))
    return (" ".join(way) for way in islice(ways, 1, None))  # the first is what was typed


def _one(typed: list[str], alternatives: list[tuple[str, ...]]) -> Iterator[str]:
    for at, meant in enumerate(alternatives):
        yield from (" ".join([*typed[:at], word, *typed[at + 1 :]]) for word in meant)


def _shorter(key: str) -> Iterator[str]:
    return (key[:at] + key[at + 1 :] for at in range(len(key)))


def _differing(typed: str, meant: str) -> tuple[str, str]:
    """What is left of two words without the letters that they begin and end with alike."""
    start = _same(typed, meant)
    left, right = typed[start:], meant[start:]
    end = _same(left[::-1], right[::-1])
    return left[: len(left) - end], right[: len(right) - end]


def _same(left: str, right: str) -> int:
    """How many letters two words begin with that are the same."""
    return next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right)))


def _spelled(key: str) -> str:
    return _SPELLED + " ".join(spelling_words(key))
