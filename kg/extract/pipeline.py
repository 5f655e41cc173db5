"""The pipeline: which components, in which order, and how a document becomes an Extraction."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Protocol, runtime_checkable

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import dates, events, figures, names, relations, sentences, statements  # noqa: F401  # importing registers the components
from kg.extract.calibration import calibrated
from kg.extract.gazetteer_names import GazetteerNames
from kg.extract.recognised import RecognisedNames, Recogniser
from kg.gazetteer import Gazetteer
from kg.identity import digest
from kg.model import Article, Extraction, Reader
from kg.pipeline.loading import PIPES, load_pipeline

_PIPES = (
    "isnad_sentences",
    "isnad_names",
    "isnad_dates",
    "isnad_figures",
    "isnad_events",
    "isnad_statements",
    "isnad_relations",
)
"""Components after those of the trained pipeline."""
_ATTRIBUTES = ("sentence_spans", "words", "mentions", "dates", "counts", "events", "relations")

_READ_BY = frozenset((".py", ".tsv", ".txt", ".gz", ".npz"))
"""Endings of the files that decide what is read."""
BATCH = 32
"""Articles that are best read at once."""
_WORDS_KEPT = 100_000
"""Word forms of which spaCy keeps what it knows for good (some 30 MB)."""


class Extractor(Protocol):
    """Reads one article; pure.

    `name`, `version` and `settings` are those of the Reader in its extractions: where one of them differs from what an
    article was read by, it is read again.
    """

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def version(self) -> str:
        """Another one reads otherwise."""
        ...

    @property
    def settings(self) -> str:
        """What else decides what it reads."""
        ...

    def __call__(self, article: Article) -> Extraction:
        """What the article says."""
        ...


@runtime_checkable
class BatchExtractor(Extractor, Protocol):
    """An extractor that reads several articles faster together than one by one; not every extractor has to."""

    def pipe(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """What each article says, in order."""
        ...


class PipelineExtractor:
    """The extractor that ships: the trained pipeline, and after it lexicons and patterns, over a gazetteer.

    Its version is a hash of all that decides what it reads, its settings are the gazetteer's version. With a `recogniser`,
    names are those that it finds, not the trained network's; what comes after them is the same.
    """

    def __init__(self, gazetteer: Gazetteer, recogniser: Recogniser | None = None) -> None:
        shipped = shipped_reader(gazetteer)
        self.name, self.version, self.settings = shipped.name, shipped.version, shipped.settings
        self.nlp: Language = load_pipeline(exclude=("isnad_morphology",) if recogniser is None else PIPES)
        if recogniser is not None:
            self._name_by(recogniser)
        self._reader = Reader(self.name, self.version, self.settings)
        known = GazetteerNames(gazetteer)
        for pipe in _PIPES:
            component = self.nlp.add_pipe(pipe)
            if isinstance(component, names.Names | relations.Relations):
                component.use(known)

    def _name_by(self, recogniser: Recogniser) -> None:
        """Puts a recogniser in the place of the trained network."""
        self.name = f"{self.name}+{recogniser.name}"
        self.version = digest(self.version, recogniser.version)
        self.settings = f"{recogniser.settings} {self.settings}"
        component = self.nlp.add_pipe("isnad_recognised_names")
        assert isinstance(component, RecognisedNames)  # noqa: S101  # what that factory makes
        component.use(recogniser)

    def __call__(self, article: Article) -> Extraction:
        """What the article says."""
        return next(self.pipe((article,)))

    def pipe(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """What each article says, in order; read some at a time, which is faster than one by one."""
        rest = iter(articles)
        while batch := tuple(islice(rest, BATCH)):
            with self.zone():  # never left open while the extractions are used: zones must not be nested
                read = [self.extraction(doc) for doc in self.nlp.pipe(map(self.document, batch), batch_size=BATCH)]
            yield from read

    def zone(self) -> AbstractContextManager[object]:
        """Bounds memory: spaCy keeps every word it has seen, here the first ones, common words among them, and then those of a batch."""
        return nullcontext() if len(self.nlp.vocab) < _WORDS_KEPT else self.nlp.memory_zone()

    def document(self, article: Article) -> Doc:
        """The tokens of an article, for the components of `nlp` to work on."""
        doc = self.nlp.make_doc(article.text)
        doc._.article = article
        return doc

    def extraction(self, doc: Doc) -> Extraction:
        """What the components found, each as sure as it is right by experience."""
        return calibrated(Extraction(self._reader, doc._.mentions, doc._.events, doc._.relations))


def shipped_reader(gazetteer: Gazetteer) -> Reader:
    """Who reads, where the extractor that ships does so over a gazetteer; nothing is loaded to say that."""
    return Reader("isnad", _version(), gazetteer.version)


def load_extractor(gazetteer: Gazetteer, recogniser: Recogniser | None = None) -> PipelineExtractor:
    """The extractor over a gazetteer, and with the names of a recogniser where one is given."""
    _declare_attributes()
    return PipelineExtractor(gazetteer, recogniser)


@cache
def _version() -> str:
    """Hash of the sources, lexicons and trained files that reading is made of, and of what it has from elsewhere: worked out once."""
    package = Path(__file__).parent
    folders = (package, package.parent / "pipeline")
    own = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in _READ_BY]
    below = [package.parent / name for name in ("arabic.py", "calendar.py", "ontology.py")]
    hashes = (sha256(path.read_bytes()).hexdigest() for path in (*own, *below))
    return digest(*hashes, *map(version, ("babel", "hijridate", "numpy", "spacy")))


def _declare_attributes() -> None:
    """What the components hand on hangs on the document, as spaCy has it: registered for the process, once."""
    for attribute in _ATTRIBUTES:
        if not Doc.has_extension(attribute):
            Doc.set_extension(attribute, default=())
    if not Doc.has_extension("article"):
        Doc.set_extension("article", default=None)
