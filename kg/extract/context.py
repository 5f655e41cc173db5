"""What the rules for events look at: mentions among the words, and the sentences of one event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kg.extract.dates import TimeExpression
from kg.extract.figures import Count
from kg.extract.lexicon import rows
from kg.extract.stems import readings
from kg.extract.triggers import EventGroup
from kg.extract.words import Word
from kg.model import Mention, MentionType, Span


@cache
def cues(sort: str) -> frozenset[str]:
    """The folded stems of one sort in the lexicon of cues."""
    return frozenset(stem for stem, other in rows("cues.tsv", 2) if other == sort)


def is_cue(word: Word, sort: str) -> bool:
    """Whether a word, in any inflection, is a cue of a sort."""
    return any(form in cues(sort) for _, form in readings(word))


@dataclass(frozen=True, slots=True)
class Named:
    """A mention among the words: from `first` to `last`, inclusive."""

    index: int
    mention: Mention
    first: int
    last: int
    sentence: int


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
class Context:
    """An event's triggers with what stands in their sentences."""

    text: str
    words: Sequence[Word]
    """Of the whole article."""
    event: EventGroup
    mentions: tuple[Named, ...]
    dates: tuple[TimeExpression, ...]
    counts: tuple[Count, ...]
    sentences: dict[int, Span]

    @classmethod
    def of(cls, doc: Doc, event: EventGroup) -> "Context":
        """The context of an event in a document."""
        words = doc._.words
        inside = set(event.sentences)
        sentences = {number: span for number, span in enumerate(doc._.sentence_spans) if number in inside}
        return cls(
            doc._.article.text,
            words,
            event,
            tuple(n for n in named(words, doc._.mentions) if n.sentence in inside and n.mention.type is MentionType.NAME),
            tuple(d for d in doc._.dates if any(span.overlaps(d.span) for span in sentences.values())),
            tuple(c for c in doc._.counts if words[c.word].sentence in inside),
            sentences,
        )

    @property
    def date_text(self) -> Span | None:
        """The first time expression of the event's sentences."""
        return self.dates[0].span if self.dates else None

    def cue_words(self, sort: str) -> Iterator[int]:
        """Indexes of the words in the event's sentences that are cues of a sort."""
        return (word.index for word in self.words if word.sentence in self.sentences and is_cue(word, sort))

    def after(self, index: int, reach: int) -> Named | None:
        """The first mention within some words after a word, in its sentence."""
        sentence = self.words[index].sentence
        return next((n for n in self.mentions if index < n.first <= index + reach and n.sentence == sentence), None)

    def before(self, index: int, reach: int) -> Named | None:
        """The last mention within some words before a word, in its sentence."""
        sentence = self.words[index].sentence
        found = [n for n in self.mentions if index - reach <= n.last < index and n.sentence == sentence]
        return found[-1] if found else None
