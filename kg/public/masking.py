"""A text with pseudonyms in place of names, each of as many code points: what stood at some offset still stands there.

The words that the graph says to name somebody are replaced wherever they are. Beyond these, what the reader did not take for
a mention: whole names in any article, and single words of a name in the articles that name its bearer. Words that name
somebody or something else stay.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.model import Span
from kg.public.names import Found, Names, telling_words, words
from kg.public.pseudonyms import Pseudonyms
from kg.public.withheld import Reading


@dataclass(frozen=True, slots=True)
class MaskedArticle:
    """An article's words as strangers see them."""

    text: str
    shown: str
    """The text with pseudonyms, as long as it."""
    names: Names
    """Those that are looked for in what is no part of the text."""
    pseudonyms: Pseudonyms

    @property
    def is_masked(self) -> bool:
        """Whether anything of the text is hidden."""
        return self.shown != self.text

    def at(self, span: Span) -> str:
        """What strangers see of a stretch of the text."""
        return span.of(self.shown)

    def slice(self, part: str) -> str:
        """What they see of some words of it: an exact slice of what is shown, of all places where the words stand that with most hidden."""
        if not self.is_masked and part in self.text:
            return part
        shown = [self.shown[at : at + len(part)] for at in _places(self.text, part)]
        if not shown:
            return self.other(part)
        return max(shown, key=lambda found: sum(a != b for a, b in zip(found, part, strict=True)))

    def other(self, words: str) -> str:
        """The same of words that stand nowhere in the text, as a title."""
        return replaced(words, self.names.find(words), self.pseudonyms)


@dataclass(frozen=True)
class Masks:
    """What is hidden in all articles: names of people by their IRIs, as written."""

    names: Mapping[str, frozenset[str]]
    everywhere: Names
    pseudonyms: Pseudonyms

    @classmethod
    def of(cls, names: Mapping[str, frozenset[str]], pseudonyms: Pseudonyms) -> "Masks":
        """For people with their names."""
        return cls(names, Names.of(names, single=False), pseudonyms)

    def article(self, read: Reading) -> MaskedArticle:
        """An article's words as strangers see them."""
        hidden = [Found(span, node.value) for span, node in read.mentions if node.value in self.names]
        kept = [span for span, node in read.mentions if node.value not in self.names and "/event/" not in node.value]
        names = self._here({found.iri for found in hidden}, self._words(read.text, kept))
        further = [one for one in names.find(read.text) if not any(_within(one.span, span) for span in kept)]
        shown = replaced(read.text, _apart([*hidden, *further]), self.pseudonyms)
        return MaskedArticle(read.text, shown, names, self.pseudonyms)

    def of_people(self, people: Iterable[str]) -> Names:
        """The names of some people, single words among them, before those of all others."""
        names = Names.of({iri: self.names[iri] for iri in sorted(people) if iri in self.names}, single=True)
        return names.with_further(self.everywhere)

    def _here(self, people: set[str], common: frozenset[str]) -> Names:
        """All whole names, and the words of which the names of `people` are made, but for those that others here have too."""
        if not people:
            return self.everywhere
        names = Names.of({iri: self.names[iri] for iri in people}, single=False)
        for iri in sorted(people):
            for word in sorted({word for name in self.names[iri] for word in telling_words(name)} - common):
                names.add((word,), iri)
        return names.with_further(self.everywhere)

    def _words(self, text: str, kept: Iterable[Span]) -> frozenset[str]:
        return frozenset(word.folded for span in kept for word in words(span.of(text)))


def replaced(text: str, found: Iterable[Found], pseudonyms: Pseudonyms) -> str:
    """A text with pseudonyms of the same length in place of names that do not overlap."""
    parts, done = [], 0
    for span, iri in found:
        parts += [text[done : span.begin], pseudonyms.instead(iri, span.of(text))]
        done = span.end
    return "".join([*parts, text[done:]])


def labelled(text: str, found: Iterable[Found], pseudonyms: Pseudonyms, language: str) -> str:
    """A label with the labels of people in place of their names."""
    parts, done = [], 0
    for span, iri in found:
        parts += [text[done : span.begin], pseudonyms.label(iri, language)]
        done = span.end
    return "".join([*parts, text[done:]])


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    """In order, and of what overlaps what begins first and is longest; of what goes on behind it the rest."""
    done = 0
    for span, iri in sorted(found, key=lambda one: (one.span.begin, -one.span.end, one.iri)):
        if span.end > done:
            yield Found(Span(max(span.begin, done), span.end), iri)
            done = span.end


def _within(inner: Span, outer: Span) -> bool:
    return outer.begin <= inner.begin and inner.end <= outer.end


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
