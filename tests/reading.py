"""What the extractor and the linker made of a few words, in a form that tests can state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import spacy
from spacy.tokens import Doc

from kg.extract import Extractor
from kg.extract.names import Names
from kg.extract.pipeline import PipelineExtractor
from kg.extract.words import words
from kg.model import Article, Event, Extraction, Fact, MentionType, Value, ValueType
from kg.pipeline.tokenizer import TOKENIZER

Readable = int | str
Read = Callable[..., "Reading"]
ReadDocument = Callable[..., Doc]
KnownNames = Callable[[str], list[tuple[str, str]]]


@dataclass(frozen=True)
class EventReading:
    """An event; its facts by property, mentions as the words that name them."""

    event: Event
    text: str
    extraction: Extraction

    @property
    def kind(self) -> str:
        return self.event.kind

    @property
    def triggers(self) -> list[str]:
        return [span.of(self.text) for span in self.event.triggers]

    @property
    def quote(self) -> str | None:
        return self.event.quote and self.event.quote.of(self.text)

    def __getitem__(self, name: str) -> list[Readable]:
        """The values of a property, in order; empty where nothing is said."""
        return [self._readable(fact.value) for fact in self.facts(name)]

    def facts(self, name: str) -> list[Fact]:
        return [fact for fact in self.event.facts if fact.property == name]

    def figures(self, name: str) -> list[tuple[Readable, str, str]]:
        """Value, qualifier and scope of each figure of "killed", "injured" or "arrested"."""
        return [(fact.value.value, fact.figure.qualifier, fact.figure.scope) for fact in self.facts(name) if fact.figure]

    def sources(self, name: str) -> list[tuple[str | None, str | None]]:
        """For each fact of a property its source as written and the name in it."""
        return [
            (
                fact.attribution and fact.attribution.of(self.text),
                None if fact.said_by is None else self.extraction.mentions[fact.said_by].span.of(self.text),
            )
            for fact in self.facts(name)
        ]

    def _readable(self, value: Value) -> Readable:
        if value.type is ValueType.MENTION:
            return self.extraction.mentions[int(value.value)].span.of(self.text)
        if value.type is ValueType.EVENT:
            return self.extraction.events[int(value.value)].kind
        return value.value


@dataclass(frozen=True)
class Reading:
    """An article and what was read in it."""

    article: Article
    extraction: Extraction

    @property
    def names(self) -> list[tuple[str, str]]:
        """Words and class of each name, in the order of the text."""
        return [(m.span.of(self.article.text), m.kind) for m in self.extraction.mentions if m.type is MentionType.NAME]

    @property
    def roles(self) -> list[str]:
        """Role phrases that stand for somebody."""
        return [m.span.of(self.article.text) for m in self.extraction.mentions if m.type is MentionType.ROLE]

    @property
    def events(self) -> list[EventReading]:
        """Incidents and meetings."""
        return [event for event in self._events() if event.kind != "Statement"]

    @property
    def statements(self) -> list[EventReading]:
        return [event for event in self._events() if event.kind == "Statement"]

    @property
    def event(self) -> EventReading:
        """The one incident or meeting."""
        (event,) = self.events
        return event

    @property
    def statement(self) -> EventReading:
        """The one statement."""
        (statement,) = self.statements
        return statement

    @property
    def relations(self) -> list[tuple[str, str, Readable]]:
        """Subject, property and object of each relation."""
        text, mentions = self.article.text, self.extraction.mentions
        return [
            (mentions[r.subject].span.of(text), r.fact.property, mentions[int(r.fact.value.value)].span.of(text))
            for r in self.extraction.relations
        ]

    def _events(self) -> Iterator[EventReading]:
        return (EventReading(event, self.article.text, self.extraction) for event in self.extraction.events)


def made_up(text: str, issued: str | None = None, publisher: str | None = None) -> Article:
    """An article of these words."""
    return Article("made-up", text, "", "0" * 64, issued=issued, publisher=publisher)


def reader(extractor: Extractor) -> Read:
    """Reads words as an article, with the day it was issued where that matters."""

    def read(text: str, issued: str | None = None) -> Reading:
        article = made_up(text, issued)
        return Reading(article, extractor(article))

    return read


def components(*names: str) -> ReadDocument:
    """A pipeline of some components only, without a gazetteer: gives the spaCy document with what they set on it."""
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    for name in names:
        nlp.add_pipe(name)

    def document(text: str, issued: str | None = None) -> Doc:
        doc = nlp.make_doc(text)
        doc._.article = made_up(text, issued)
        return nlp(doc)

    return document


def known_names(extractor: PipelineExtractor) -> KnownNames:
    """Finds words and class of the names that the gazetteer and the patterns have, whatever the network would say."""
    sentences, names = (extractor.nlp.get_pipe(name) for name in ("isnad_sentences", "isnad_names"))
    assert isinstance(names, Names)

    def find(text: str) -> list[tuple[str, str]]:
        found = tuple(words(sentences(extractor.document(made_up(text)))))
        return [(text[found[n.first].begin_after(n.skip) : found[n.last].end], n.kind) for n in names.known_names(found)]

    return find
