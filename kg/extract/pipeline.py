"""The pipeline: which components, in which order, and how a document becomes an Extraction."""

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import spacy
from spacy.tokens import Doc

from kg.extract import dates, events, figures, names, relations, sentences, statements  # noqa: F401  # importing registers the components
from kg.extract.gazetteer_names import GazetteerNames
from kg.extract.words import Tokenizer
from kg.gazetteer import Gazetteer
from kg.identity import digest
from kg.model import Article, Extraction, Reader

_PIPES = ("isnad_sentences", "isnad_names", "isnad_dates", "isnad_figures", "isnad_events", "isnad_statements", "isnad_relations")
_ATTRIBUTES = ("sentence_starts", "sentence_spans", "words", "mentions", "dates", "counts", "events", "relations")


class Extractor(Protocol):
    """Reads one article; pure.

    `name`, `version` and `settings` are those of the Reader in its extractions: where one of them differs from what an
    article was read by, it is read again.
    """

    name: str
    version: str
    settings: str

    def __call__(self, article: Article) -> Extraction:
        """What the article says."""
        ...


class PatternExtractor:
    """The extractor of lexicons and patterns: a spaCy pipeline over a gazetteer.

    Its version is a hash of all that decides what it reads, its settings are the gazetteer's version.
    """

    name = "isnad-patterns"

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.version = _version()
        self.settings = gazetteer.version
        self._nlp = spacy.blank("ar")
        self._nlp.max_length = 10_000_000  # characters; nothing here needs memory per character as parsers do
        self._nlp.tokenizer = Tokenizer(self._nlp.vocab)
        self._reader = Reader(self.name, self.version, self.settings)
        known = GazetteerNames(gazetteer)
        for pipe in _PIPES:
            component = self._nlp.add_pipe(pipe)
            if isinstance(component, names.Names | relations.Relations):
                component.use(known)

    def __call__(self, article: Article) -> Extraction:
        """What the article says, by lexicons and patterns."""
        with self._nlp.memory_zone():  # spaCy keeps every word it has seen, but for those of a zone
            doc = self._nlp.make_doc(article.text)
            doc._.article = article
            doc = self._nlp(doc)
            return Extraction(self._reader, doc._.mentions, doc._.events, doc._.relations)


def load_extractor(gazetteer: Gazetteer) -> PatternExtractor:
    """The extractor over a gazetteer."""
    _declare_attributes()
    return PatternExtractor(gazetteer)


@cache
def _version() -> str:
    """Hash of the sources and lexicons that reading is made of, and of what it has from elsewhere: worked out once."""
    package = Path(__file__).parent
    own = (path for path in sorted(package.rglob("*")) if path.suffix in (".py", ".tsv", ".txt"))
    below = (package.parent / name for name in ("arabic.py", "ontology.py"))
    return digest(*(path.read_text("utf-8") for path in (*own, *below)), *map(version, ("babel", "spacy")))


def _declare_attributes() -> None:
    """What the components hand on hangs on the document, as spaCy has it: registered for the process, once."""
    for attribute in _ATTRIBUTES:
        if not Doc.has_extension(attribute):
            Doc.set_extension(attribute, default=())
    if not Doc.has_extension("article"):
        Doc.set_extension("article", default=None)
