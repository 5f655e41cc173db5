"""Where names stand in texts, however they are spelled and whatever is joined to their front."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.arabic import fold, proclitic_stems
from kg.model import Span

_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_MARK = re.compile(rf"[{_MARKS}]")
_SHORTEST = 3
"""Letters of a word that names somebody by itself."""
_PARTICLES = frozenset("بن ابن بنت ابو ابي ابا ام ال آل عبد الدين الله السيد الشيخ الحاج الدكتور van von der bin ibn abu".split())


class Word(NamedTuple):
    """A word of a text."""

    span: Span
    folded: str


class Found(NamedTuple):
    """A name in a text."""

    span: Span
    iri: str


def words(text: str) -> Iterator[Word]:
    """The words of a text, marks within them included."""
    for match in _WORD.finditer(text):
        if folded := fold(match.group()):
            yield Word(Span(*match.span()), folded)


def spellings(name: str) -> frozenset[tuple[str, ...]]:
    """The folded words of a name, and the same with «عبد» joined to what follows, or parted from it."""
    parts = fold(name.replace("_", " ")).split()
    joined = " ".join(parts).replace("عبد ال", "عبدال")
    parted = re.sub(r"\bعبدال(?=\w)", "عبد ال", joined)
    return frozenset(tuple(each.split()) for each in (" ".join(parts), joined, parted) if each)


def telling_words(name: str) -> frozenset[str]:
    """The folded words of a name of which each alone can stand for it: the given name, the family's."""
    return frozenset(word for spelling in spellings(name) for word in spelling if len(word) >= _SHORTEST and word not in _PARTICLES)


@dataclass(slots=True)
class Names:
    """Names to be found, each with the IRI of whom it names."""

    _first: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    """By the first word, the longest first."""
    _further: "Names | None" = None

    @classmethod
    def of(cls, names: Mapping[str, Iterable[str]], *, single: bool) -> "Names":
        """From IRIs to names as written. Names of a single word are left out unless `single`: they are often other people's too."""
        made = cls()
        for iri in sorted(names):
            for spelling in sorted({spelling for name in names[iri] for spelling in spellings(name)}):
                if single or len(spelling) > 1:
                    made.add(spelling, iri)
        return made

    def add(self, spelling: tuple[str, ...], iri: str) -> None:
        """Lets a name be found; the first that has it keeps it."""
        known = self._first.setdefault(spelling[0], [])
        if all(other != spelling for other, _ in known):
            known.append((spelling, iri))
            known.sort(key=lambda one: -len(one[0]))

    def with_further(self, others: "Names") -> "Names":
        """These, and those of `others`; of two that are spelled alike the one of these."""
        return Names(self._first, others)

    def find(self, text: str) -> Iterator[Found]:
        """Each place of a name, the longest one that begins there; none overlaps another."""
        if not self._first and not self._further:
            return
        found, done = list(words(text)), 0
        for at, word in enumerate(found):
            if at >= done and (match := max(self._at(found, at), key=lambda one: one[0], default=None)):
                length, skip, iri = match
                yield Found(Span(_after(text, word.span.begin, skip), found[at + length - 1].span.end), iri)
                done = at + length

    def _at(self, found: Sequence[Word], at: int) -> Iterator[tuple[int, int, str]]:
        """The names that begin with a word: how many words they have, how many letters are joined to their front, and whose they are."""
        for stem in proclitic_stems(found[at].folded):
            for spelling, iri in self._first.get(stem.form, ()):
                if tuple(word.folded for word in found[at + 1 : at + len(spelling)]) == spelling[1:]:
                    yield len(spelling), stem.skip, iri
        if self._further:
            yield from self._further._at(found, at)


def _after(text: str, begin: int, letters: int) -> int:
    """The offset behind some letters and the marks on them."""
    while letters or _MARK.match(text, begin):
        letters -= not _MARK.match(text, begin)
        begin += 1
    return begin
