"""What the rules for events look at: mentions among the words, and the sentences of one event."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from spacy.tokens import Doc

from kg.extract.candidates import Candidate, Named, candidates
from kg.extract.dates import TimeExpression
from kg.extract.figures import Count
from kg.extract.lexicon import rows
from kg.extract.stems import sorts_of
from kg.extract.triggers import EventGroup
from kg.extract.words import Word
from kg.model import Mention, MentionType, Span

__all__ = ["Context", "Named", "Page", "by_sentence", "cues", "is_cue", "named", "sorts"]

Item = TypeVar("Item")


@cache
def cues(sort: str) -> frozenset[str]:
    """The folded stems of one sort in the lexicon of cues."""
    return frozenset(stem for stem, other in rows("cues.tsv", 2) if other == sort)


def is_cue(word: Word, sort: str) -> bool:
    """Whether a word, in any inflection, is a cue of a sort."""
    return sort in sorts(word.form)


def sorts(form: str) -> frozenset[str]:
    """The sorts of cue that a folded word may be."""
    return sorts_of("cues.tsv", form)


def named(words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Named]:
    """The mentions with their places among the words."""
    position = 0
    for index, mention in enumerate(mentions):
        while words[position].end <= mention.span.begin:
            position += 1
        last = position
        while last + 1 < len(words) and words[last + 1].begin < mention.span.end:
            last += 1
        yield Named(index, mention, position, last, words[position].sentence)


@dataclass(frozen=True, slots=True)
class Page:
    """An article's words and what was found among them, by sentence: made once, so that an event looks at its sentences only."""

    text: str
    words: Sequence[Word]
    spans: Sequence[Span]
    """Of the sentences."""
    by_sentence: Mapping[int, Sequence[Word]]
    mentions: Mapping[int, Sequence[Named]]
    """Names; role phrases left out."""
    dates: Mapping[int, Sequence[TimeExpression]]
    counts: Mapping[int, Sequence[Count]]
    candidates: Sequence[Candidate]
    """What the article names."""
    names: Mapping[int, Named]
    """The name that each word is part of, if any."""
    triggers: Mapping[int, int]
    """For each word that names one of the events found which of them."""
    triggers_in: Mapping[int, Sequence[int]]
    """Those words by sentence, in the order of the text."""

    @classmethod
    def of(cls, doc: Doc, events: Sequence[EventGroup] = ()) -> "Page":
        """The page of a document and the events found in it."""
        words: Sequence[Word] = doc._.words
        names = [n for n in named(words, doc._.mentions) if n.mention.type is MentionType.NAME]
        begins = [span.begin for span in doc._.sentence_spans]
        triggers = {index: number for number, event in enumerate(events) for t in event.triggers for index in range(t.first, t.last + 1)}
        return cls(
            doc._.article.text,
            words,
            doc._.sentence_spans,
            by_sentence(lambda word: word.sentence, words),
            by_sentence(lambda n: n.sentence, names),
            by_sentence(lambda date: bisect_right(begins, date.span.begin) - 1, doc._.dates),
            by_sentence(lambda count: words[count.word].sentence, doc._.counts),
            candidates(doc._.article.text, words, names),
            {index: n for n in names for index in range(n.first, n.last + 1)},
            triggers,
            by_sentence(lambda index: words[index].sentence, sorted(triggers)),
        )


def by_sentence(sentence: Callable[[Item], int], items: Iterable[Item]) -> dict[int, list[Item]]:
    """Items by the number of their sentence, in their order; `sentence` gives that of one."""
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(sentence(item), []).append(item)
    return found


def _cues(words: Iterable[Word]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for word in words:
        for sort in sorts(word.form):
            found.setdefault(sort, []).append(word.index)
    return found


@dataclass(frozen=True, slots=True)
class Context:
    """An event's triggers with what stands in their sentences."""

    page: Page
    text: str
    words: Sequence[Word]
    """Of the whole article."""
    event: EventGroup
    mentions: tuple[Named, ...]
    counts: tuple[Count, ...]
    sentences: dict[int, Span]

    inside: tuple[Word, ...]
    """The words of its sentences."""
    cues: Mapping[str, Sequence[int]]
    """Indexes of those of them that are cues, by sort."""

    @classmethod
    def of(cls, page: Page, event: EventGroup) -> "Context":
        """The context of an event on a page."""
        inside = sorted(event.sentences)
        words = tuple(word for number in inside for word in page.by_sentence.get(number, ()))
        return cls(
            page,
            page.text,
            page.words,
            event,
            tuple(n for number in inside for n in page.mentions.get(number, ())),
            tuple(c for number in inside for c in page.counts.get(number, ())),
            {number: page.spans[number] for number in inside},
            words,
            _cues(words),
        )

    def cue_words(self, sort: str) -> Sequence[int]:
        """Indexes of the words in the event's sentences that are cues of a sort."""
        return self.cues.get(sort, ())

    def after(self, index: int, reach: int) -> Named | None:
        """The first mention within some words after a word, in its sentence."""
        sentence = self.words[index].sentence
        return next((n for n in self.mentions if index < n.first <= index + reach and n.sentence == sentence), None)

    def before(self, index: int, reach: int) -> Named | None:
        """The last mention within some words before a word, in its sentence."""
        sentence = self.words[index].sentence
        found = [n for n in self.mentions if index - reach <= n.last < index and n.sentence == sentence]
        return found[-1] if found else None
