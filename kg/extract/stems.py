"""Looks inflected words up in lexicons of stems: clitics, article, endings and person aside."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Generic, TypeVar

from kg.arabic import noun_stem, proclitic_stems, verb_stem
from kg.extract.lexicon import rows
from kg.extract.words import Word

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Hit(Generic[Entry]):
    """A lexicon entry found at the words `first` to `last`, inclusive; `skip` is the length of the first one's proclitics."""

    first: int
    last: int
    skip: int
    entry: Entry


class StemIndex(Generic[Entry]):
    """Entries by the stems of their words, one to three of them."""

    def __init__(self, entries: Mapping[tuple[str, ...], Entry]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        for (first, *rest), entry in sorted(entries.items(), key=lambda item: (-len(item[0]), item[0])):
            self._by_first[first].append((tuple(rest), entry))
        self._beginning = lru_cache(maxsize=20_000)(self._find_beginning)

    def at(self, words: Sequence[Word], index: int) -> Hit[Entry] | None:
        """The longest entry that begins at a word; of equals the one with the fewest proclitics taken off."""
        best: Hit[Entry] | None = None
        for skip, rest, entry in self._beginning(words[index].form):  # none, for most words
            if (best is None or index + len(rest) > best.last) and _goes_on(words[index + 1 : index + 1 + len(rest)], rest):
                best = Hit(index, index + len(rest), skip, entry)
        return best

    def beginning(self, form: str) -> Iterator[Entry]:
        """The entries whose first word may be a folded word."""
        return (entry for _, _, entry in self._beginning(form))

    def _find_beginning(self, form: str) -> tuple[tuple[int, tuple[str, ...], Entry], ...]:
        """Proclitics, further stems and entry of all that may begin with a folded word: nothing, for most words."""
        return tuple((skip, rest, entry) for skip, first in readings(form) for rest, entry in self._by_first.get(first, ()))


@lru_cache(maxsize=20_000)
def readings(form: str) -> tuple[tuple[int, str], ...]:
    """Length of the proclitics and stem, for every way to read a folded word as a noun or a verb; the whole word first."""
    found: dict[tuple[int, str], None] = {}
    for stem in proclitic_stems(form):
        found |= dict.fromkeys((stem.skip, reading) for reading in (stem.form, *noun_stem(stem.form), *verb_stem(stem.form)))
    return tuple(found)


@lru_cache(maxsize=120_000)
def sorts_of(name: str, form: str) -> frozenset[str]:
    """The sorts that a lexicon of stems and sorts has for a folded word: clitics, article and endings aside."""
    known = sorts_by_stem(name)
    return frozenset(sort for _, stem in readings(form) for sort in known.get(stem, ()))


@cache
def sorts_by_stem(name: str) -> Mapping[str, frozenset[str]]:
    """A lexicon of stems and sorts: all sorts of each folded stem."""
    found: dict[str, set[str]] = {}
    for stem, sort in rows(name, 2):
        found.setdefault(stem, set()).add(sort)
    return {stem: frozenset(of_stem) for stem, of_stem in found.items()}


def _goes_on(words: Sequence[Word], stems: tuple[str, ...]) -> bool:
    """Whether some words, nothing but space between, have these stems in this order."""
    if len(words) < len(stems):
        return False
    return all(not word.glued and any(form == stem for _, form in readings(word.form)) for word, stem in zip(words, stems, strict=True))
