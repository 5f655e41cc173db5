"""Names that a foreign recogniser finds, in place of those of the trained network: brought to our tokens, without clitics."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kg.model import Span as TextSpan
from kg.ontology import top
from kg.pipeline.components import AT_ONCE, SORTS, TAGS, batches

_PROCLITICS = frozenset("وفبلك")
_UNSAID = 0.5
"""How likely a name is of which a recogniser says nothing: it does not speak against what the gazetteer has."""


@dataclass(frozen=True, slots=True)
class RecognisedName:
    """A name in a text, of one of our classes; clitics may lie inside the span."""

    span: TextSpan
    kind: str
    confidence: float
    """0 to 1."""


class Recogniser(Protocol):
    """Finds the names of texts. `name`, `version` and `settings` become part of the Reader's of the extractor that uses it."""

    name: str
    version: str
    settings: str

    def __call__(self, texts: Sequence[str]) -> Iterable[Sequence[RecognisedName]]:
        """The names of each text, in the order of the texts."""
        ...


class RecognisedNames:
    """The component: sets `doc.ents`, `span._.confidence` and `doc._.tag_probabilities`, as the trained one does."""

    def __init__(self) -> None:
        self._recogniser: Recogniser | None = None

    def use(self, recogniser: Recogniser) -> None:
        """Ask `recogniser` from now on: spaCy hands components plain configuration only."""
        self._recogniser = recogniser

    def __call__(self, doc: Doc) -> Doc:
        """Name the things of one document."""
        return next(self.pipe((doc,)))

    def pipe(self, stream: Iterable[Doc], batch_size: int = AT_ONCE) -> Iterator[Doc]:
        """Name those of many, a batch at a time, in order."""
        for batch in batches(stream, batch_size):
            texts = [doc.text for doc in batch]
            found = self._recogniser(texts) if self._recogniser else [()] * len(texts)
            for doc, names in zip(batch, found, strict=True):
                _set_names(doc, names)
                yield doc


def _set_names(doc: Doc, names: Iterable[RecognisedName]) -> None:
    """Of names that overlap the longest stays."""
    doc.set_ents(filter_spans(span for name in names if (span := _aligned(doc, name))))
    doc._.tag_probabilities = numpy.full((len(doc), len(TAGS)), _UNSAID, dtype=numpy.float32)
    for entity in doc.ents:
        _set_probabilities(doc, entity, entity._.confidence)


def _aligned(doc: Doc, name: RecognisedName) -> Span | None:
    """The tokens of a name, without proclitics, quotation marks and white space around it; None where nothing is left."""
    span = doc.char_span(name.span.begin, name.span.end, alignment_mode="expand")
    if span is None:
        return None
    begin, end = span.start, span.end
    while begin < end and (_is_around(doc[begin]) or (begin + 1 < end and _is_proclitic(doc[begin]))):
        begin += 1
    while end > begin and _is_around(doc[end - 1]):
        end -= 1
    if begin == end:
        return None
    aligned = Span(doc, begin, end, label=name.kind)
    aligned._.confidence = name.confidence
    return aligned


def _is_around(token: Token) -> bool:
    return token.is_space or token.is_quote or token.is_bracket


def _is_proclitic(token: Token) -> bool:
    return token.norm_ in _PROCLITICS and not token.whitespace_ and token.nbor().text[0].isalpha()


def _set_probabilities(doc: Doc, entity: Span, confidence: float) -> None:
    """What a name that was found says of each sort of name at its tokens, and of one that went on after it."""
    tags = doc._.tag_probabilities
    tags[entity.start : entity.end] = 1 - confidence
    sort = top(entity.label_)
    if sort in SORTS:
        tags[entity.start, TAGS.index(f"B-{sort}")] = confidence
        tags[entity.start + 1 : entity.end, TAGS.index(f"I-{sort}")] = confidence


@Language.factory("isnad_recognised_names", assigns=["doc.ents", "span._.confidence"])
def create_recognised_names(nlp: Language, name: str) -> RecognisedNames:
    """The component for a pipeline; `use` gives it a recogniser."""
    return RecognisedNames()
