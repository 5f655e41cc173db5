"""The pipeline: which components, in which order, and how a document becomes an Extraction."""

from typing import Protocol

import spacy
from spacy.tokens import Doc

from kg.extract import dates, events, figures, names, relations, sentences, statements  # noqa: F401  # importing registers the components
from kg.extract.gazetteer_names import GazetteerNames
from kg.extract.words import Tokenizer
from kg.gazetteer import Gazetteer
from kg.model import Article, Extraction, Reader

_PIPES = ("isnad_sentences", "isnad_names", "isnad_dates", "isnad_figures", "isnad_events", "isnad_statements", "isnad_relations")
_ATTRIBUTES = ("sentence_spans", "words", "mentions", "dates", "counts", "events", "relations")


class Extractor(Protocol):
    """Reads one article; pure. `name` and `version` identify the reader."""

    name: str
    version: str

    def __call__(self, article: Article) -> Extraction:
        """What the article says."""
        ...


class PatternExtractor:
    """The extractor of lexicons and patterns: a spaCy pipeline over a gazetteer."""

    name = "isnad-patterns"
    version = "1"

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._nlp = spacy.blank("ar")
        self._nlp.max_length = 10_000_000  # characters; nothing here needs memory per character as parsers do
        self._nlp.tokenizer = Tokenizer(self._nlp.vocab)
        self._reader = Reader(self.name, self.version, gazetteer.version)
        known = GazetteerNames(gazetteer)
        for pipe in _PIPES:
            component = self._nlp.add_pipe(pipe)
            if isinstance(component, names.Names | relations.Relations):
                component.use(known)

    def __call__(self, article: Article) -> Extraction:
        """What the article says, by lexicons and patterns."""
        doc = self._nlp.make_doc(article.text)
        doc._.article = article
        doc = self._nlp(doc)
        return Extraction(self._reader, doc._.mentions, doc._.events, doc._.relations)


def load_extractor(gazetteer: Gazetteer) -> PatternExtractor:
    """The extractor over a gazetteer."""
    _declare_attributes()
    return PatternExtractor(gazetteer)


def _declare_attributes() -> None:
    """What the components hand on hangs on the document, as spaCy has it: registered for the process, once."""
    for attribute in _ATTRIBUTES:
        if not Doc.has_extension(attribute):
            Doc.set_extension(attribute, default=())
    if not Doc.has_extension("article"):
        Doc.set_extension("article", default=None)
