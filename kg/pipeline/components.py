"""The components: what the network makes of each token, named entities, parts of speech."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from sys import maxunicode
from typing import Any
from unicodedata import category

import numpy
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, NORM, ORTH
from spacy.language import Language
from spacy.scorer import get_ner_prf
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span
from spacy.training import Example

from kg.ontology import top
from kg.pipeline.network import Floats, Head, Integers
from kg.pipeline.trained import Trained, shipped

OURS = "isnad"
"""The style of names that our guidelines describe; each corpus that was learned from has another."""


SORTS = ("Person", "Organisation", "Place")
TAGS = ("O", *(f"{place}-{sort}" for sort in SORTS for place in "BI"))
"""What the network says of a token: outside any name, the first of a name of a sort, or a further one."""
LONGEST = 1_000
"""Tokens of a line that are read together."""
AT_ONCE = 32
"""Documents that the network reads together: enough for quick products of matrices, few enough for any memory."""


class Encoder:
    """Sets `doc.tensor`: a row of numbers a token, from which the components after it read. White space has zeros."""

    def __init__(self, trained: Trained) -> None:
        self._network = trained.network

    def __call__(self, doc: Doc) -> Doc:
        """Encode one document."""
        return next(self.pipe((doc,)))

    def pipe(self, stream: Iterable[Doc], batch_size: int = AT_ONCE) -> Iterator[Doc]:
        """Encode many, a batch at a time, in order."""
        for batch in batches(stream, batch_size):
            lines = [lines_of(doc) for doc in batch]
            norms = [norms for doc, of_doc in zip(batch, lines, strict=True) for norms in self._norms(doc, of_doc)]
            states = self._network.states(norms)
            begin = 0
            for doc, of_doc in zip(batch, lines, strict=True):
                indices = numpy.concatenate(of_doc) if of_doc else numpy.zeros(0, dtype=numpy.int64)
                doc.tensor = numpy.zeros((len(doc), states.shape[1]), dtype=numpy.float32)
                doc.tensor[indices] = states[begin : begin + len(indices)]
                begin += len(indices)
                yield doc

    @staticmethod
    def _norms(doc: Doc, lines: Sequence[Integers]) -> Iterator[list[str]]:
        strings = doc.vocab.strings
        norms = doc.to_array(NORM)
        for line in lines:
            yield [strings[norm] for norm in norms[line].tolist()]


class Entities:
    """Sets `doc.ents`: names with their class as label.

    `span._.confidence` says how sure the network is of each, 0 to 1; `doc._.tag_probabilities`, (tokens, tags), what it thinks of others.
    """

    def __init__(self, trained: Trained, style: str = OURS) -> None:
        self._tags = trained.network.heads[f"{style}.names"]
        self._classes = trained.network.heads["classes"]
        self._chain = trained.chains[style]
        labels = self._classes.labels
        self._open = {sort: numpy.array([top(label) == sort for label in labels]) for sort in {top(label) for label in labels}}

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of a document that is encoded."""
        return next(self.pipe((doc,)))

    def pipe(self, stream: Iterable[Doc], batch_size: int = AT_ONCE) -> Iterator[Doc]:
        """Find the names of many, a batch at a time, in order."""
        for batch in batches(stream, batch_size):
            found: list[list[Span]] = [[] for _ in batch]
            for doc in batch:
                doc._.tag_probabilities = numpy.zeros((len(doc), len(self._tags.labels)), dtype=numpy.float32)
            for place, span in self._spans([(place, line) for place, doc in enumerate(batch) for line in lines_of(doc)], batch):
                found[place].append(span)
            for doc, spans_of_doc in zip(batch, found, strict=True):
                doc.set_ents(spans_of_doc)
                yield doc

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes of names."""
        return self._classes.labels

    def score(self, examples: Iterable[Example], **options: object) -> dict[str, Any]:
        """Precision, recall and F1 of names with their class, as spaCy's own recogniser gives them."""
        return get_ner_prf(examples)

    def _spans(self, lines: Sequence[tuple[int, Integers]], batch: Sequence[Doc]) -> Iterator[tuple[int, Span]]:
        """The names of all lines, each with the place of its document in the batch."""
        if not lines:
            return
        states = numpy.concatenate([tensor(batch[place])[line] for place, line in lines])
        lengths = [len(line) for _, line in lines]
        scores = self._tags(states)
        tags = self._chain.best(scores, lengths)
        likely = self._chain.probabilities(scores, lengths)
        begin = 0
        for place, line in lines:
            doc, end = batch[place], begin + len(line)
            doc._.tag_probabilities[line] = likely[begin:end]
            for first, after, sort in spans([self._tags.labels[tag] for tag in tags[begin:end]]):
                label = self._label(states[begin + first : begin + after], sort)
                span = Span(doc, int(line[first]), int(line[after - 1]) + 1, label=label)
                span._.confidence = name_probability(doc, span.start, span.end, sort)
                yield place, span
            begin = end

    def _label(self, states: Floats, sort: str) -> str:
        """The class of a name: the likeliest, over all its tokens, of those that are of its sort."""
        total = _log_softmax(self._classes(states)).sum(axis=0)
        return self._classes.labels[int(numpy.where(self._open[sort], total, -numpy.inf).argmax())]


class Morphology:
    """Sets part of speech (`token.pos_`), number, gender, voice and aspect (`token.morph`), as Universal Dependencies name them."""

    def __init__(self, trained: Trained) -> None:
        self._heads = {name: head for name, head in trained.network.heads.items() if name[0].isupper()}

    def __call__(self, doc: Doc) -> Doc:
        """Describe the tokens of a document that is encoded."""
        best = {name: self._best(head, doc) for name, head in self._heads.items()}
        parts = best.pop("Pos")
        for index, token in enumerate(doc):
            if not token.is_space:
                token.pos_ = parts[index] if any(character.isalnum() for character in token.text) else "PUNCT"
                features = {name: values[index] for name, values in best.items() if values[index] != NONE}
                token.set_morph(features)  # type: ignore[attr-defined]  # spaCy's stub has not heard of it
        return doc

    @staticmethod
    def _best(head: Head, doc: Doc) -> list[str]:
        return [head.labels[column] for column in head(tensor(doc)).argmax(axis=1)]


NONE = "-"
"""The value of a feature that a token does not have."""


def name_probability(doc: Doc, begin: int, end: int, sort: str) -> float:
    """How likely the network thinks that a name of a sort goes from the token `begin` up to, not including, `end`: its least likely tag.

    0 where no network has read the document.
    """
    tags = doc._.tag_probabilities
    if tags is None:
        return 0.0
    first, inside = TAGS.index(f"B-{sort}"), TAGS.index(f"I-{sort}")
    goes_on = tags[end, inside] if end < len(doc) else 0.0
    return float(min(tags[begin, first], *tags[begin + 1 : end, inside].tolist(), 1 - goes_on))


def batches(stream: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    """The documents of a stream, so many at a time."""
    documents = iter(stream)
    while batch := list(islice(documents, size)):
        yield batch


def lines_of(doc: Doc) -> list[Integers]:
    """Indices of the tokens of each line, or of each piece of a very long one; white space and what cannot be seen is left out.

    The network reads a line at a time.
    """
    unseen = doc.to_array(IS_SPACE).astype(bool) | numpy.isin(doc.to_array(ORTH), _unseen())
    breaks = [index for index in numpy.flatnonzero(unseen).tolist() if "\n" in doc[index].text or "\r" in doc[index].text]
    seen = numpy.flatnonzero(~unseen)
    lines = numpy.split(seen, numpy.searchsorted(seen, breaks))
    return [piece for line in lines for piece in numpy.split(line, range(LONGEST, len(line), LONGEST)) if len(piece)]


@cache
def _unseen() -> NDArray[numpy.uint64]:
    """Hashes of the direction marks, joiners and other characters that are not seen."""
    return numpy.array(
        [get_string_id(character) for character in map(chr, range(maxunicode + 1)) if category(character) == "Cf"], dtype=numpy.uint64
    )


def spans(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Names as (first, one after the last, sort) from the tags of a line: `B-Person`, `I-Person`, `O`."""
    begin, sort = None, ""
    for index, tag in enumerate((*tags, "O")):
        if begin is not None and tag != f"I-{sort}":
            yield begin, index, sort
            begin = None
        if tag != "O" and begin is None:
            begin, sort = index, tag[2:]


def tensor(doc: Doc) -> Floats:
    """What the encoder made of the tokens of a document, (tokens, width). Raises ValueError where no encoder has read it."""
    if len(doc.tensor) != len(doc):
        raise ValueError("no `isnad_encoder` has read the document; it comes before the components that name things or describe words")
    return numpy.asarray(doc.tensor, dtype=numpy.float32)


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True)
    logarithms: Floats = shifted - numpy.log(numpy.exp(shifted).sum(axis=1, keepdims=True))
    return logarithms


if not Span.has_extension("confidence"):
    Span.set_extension("confidence", default=None)
if not Doc.has_extension("tag_probabilities"):
    Doc.set_extension("tag_probabilities", default=None)


@Language.factory("isnad_encoder", assigns=["doc.tensor"])
def create_encoder(nlp: Language, name: str) -> Encoder:
    """The trained encoder that travels with the package."""
    return Encoder(shipped())


@Language.factory("isnad_entities", assigns=["doc.ents", "span._.confidence"], requires=["doc.tensor"])
def create_entities(nlp: Language, name: str) -> Entities:
    """Named entities of our classes."""
    return Entities(shipped())


@Language.factory("isnad_morphology", assigns=["token.pos", "token.morph"], requires=["doc.tensor"])
def create_morphology(nlp: Language, name: str) -> Morphology:
    """Parts of speech and features."""
    return Morphology(shipped())
