"""What is searched for: words that people type, as conditions on keys. Nothing of what they type becomes FTS syntax."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import UsageError
from kg.search.documents import TYPES
from kg.search.words import keys, words

LONGEST = 500
"""Characters that a question may have."""
_MOST_WORDS = 16
_SHORTEST_BEGINNING = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a question: any of `keys` will do, and any key that begins with one of `beginnings`."""

    keys: tuple[str, ...]
    beginnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Words to be found, narrowed to a type or not."""

    words: tuple[Wanted, ...]
    type: str | None = None

    @classmethod
    def of(cls, text: str, type_: str | None = None) -> "Question":
        """Reads what somebody typed. Raises UsageError where there is no word in it, it is too long, or there is no such type."""
        if len(text) > LONGEST:
            raise UsageError(f"a search may have {LONGEST} characters, and this one has {len(text)}")
        found = tuple(dict.fromkeys(Wanted(keys(word.folded)) for word in words(text)))
        if not found:
            raise UsageError("there is no word to search for: give some, as in /search?q=البصرة or `kg search البصرة`")
        if type_ is not None and type_ not in TYPES:
            raise UsageError(f"there is no type {type_!r}; known are {', '.join(TYPES)}")
        return cls(found[:_MOST_WORDS], type_)

    @property
    def is_one_letter(self) -> bool:
        """Whether there is so little of it that it finds nearly everything."""
        return len(self.words) == 1 and len(self.words[0].keys[0]) == 1

    def name_keys(self) -> list[str]:
        """The keys of names that are exactly this: what is joined to the first word may be left out or not."""
        rest = [word.keys[0] for word in self.words[1:]]
        return [" ".join([first, *rest]) for first in self.words[0].keys]

    def beginnings(self) -> list[str]:
        """What the keys of names begin with that begin so."""
        before = [word.keys[0] for word in self.words[:-1]]
        found = [" ".join([*before, last]) for last in _unfinished(self.words[-1].keys[0])]
        return [key for key in found if key]

    def unfinished(self) -> "Question":
        """The same with a last word that may only be the beginning of one, as where somebody is still typing."""
        *before, last = self.words
        beginnings = tuple(key for key in _unfinished(last.keys[0]) if len(key) >= _SHORTEST_BEGINNING)
        return Question((*before, Wanted(last.keys, beginnings)), self.type)

    def replaced(self, replacement: Callable[[Wanted], Wanted]) -> "Question":
        """The same with other words."""
        return Question(tuple(map(replacement, self.words)), self.type)

    def expression(self, column: str) -> str:
        """As an FTS5 expression: all words, in one column or (column "") in any."""
        every = " AND ".join(f"({' OR '.join(_phrases(word))})" for word in self.words)
        return f"{{{column}}} : ({every})" if column else every


def _unfinished(key: str) -> tuple[str, ...]:
    """A key as a beginning: of «الب» nobody can know yet whether it begins with the article."""
    return (key, key[2:]) if key.startswith("ال") else (key,)


def _phrases(word: Wanted) -> Iterator[str]:
    yield from map(quoted, word.keys)
    yield from (f"{quoted(beginning)}*" for beginning in word.beginnings)


def quoted(key: str) -> str:
    """A key as an FTS5 string, which holds anything."""
    return '"' + key.replace('"', '""') + '"'
