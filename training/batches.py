"""Sentences as arrays for the network."""

import random
from collections.abc import Iterator, Mapping, Sequence

import numpy
from corpora import CLASSES, Sentence
from network import ROWS, Batch, Shape
from spacy.vectors import Vectors

from kg.pipeline.components import NONE, TAGS
from kg.pipeline.features import feature_hashes
from kg.pipeline.network import unit_vectors

STYLES = ("isnad", "anercorp", "cleananercorp", "wojood", "aqmar")
PARTS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
MORPHOLOGY: Mapping[str, tuple[str, ...]] = {
    "Pos": PARTS,
    "Number": (NONE, "Sing", "Dual", "Plur"),
    "Gender": (NONE, "Masc", "Fem"),
    "Voice": (NONE, "Act", "Pass"),
    "Aspect": (NONE, "Perf", "Imp"),
}
LENGTHS = (16, 24, 32, 48, 64, 128, 512)
"""Sentences are padded to the next of these; longer ones are left out."""


def shape(width: int, depth: int, dimensions: int) -> Shape:
    """A network of this size for our labels."""
    return Shape(width, depth, dimensions, STYLES, TAGS, CLASSES, dict(MORPHOLOGY))


def tags(sentence: Sentence) -> list[int]:
    """The BIO tag of each token."""
    told = [0] * len(sentence.norms)
    for name in sentence.names:
        begin = TAGS.index(f"B-{name.sort}")
        told[name.first : name.last + 1] = [begin, *[begin + 1] * (name.last - name.first)]
    return told


def classes(sentence: Sentence) -> numpy.ndarray:
    """(tokens, classes): 1 for the classes that are open for a name's tokens."""
    told = numpy.zeros((len(sentence.norms), len(CLASSES)), dtype=numpy.float32)
    for name in sentence.names:
        for kind in name.classes:
            told[name.first : name.last + 1, CLASSES.index(kind)] = 1
    return told


def morphology(sentence: Sentence) -> numpy.ndarray:
    """(tokens, features): index of the value of each feature, -1 where none is told."""
    told = numpy.full((len(sentence.norms), len(MORPHOLOGY)), -1, dtype=numpy.int32)
    for row, features in enumerate(sentence.features):
        for column, (name, values) in enumerate(MORPHOLOGY.items()):
            value = features.get(name, NONE)
            told[row, column] = values.index(value) if value in values else -1
    return told


class Batches:
    """Sentences, numbered once, from which batches are made anew for each round."""

    def __init__(self, sentences: Sequence[Sentence], vectors: Vectors, tokens: int) -> None:
        """Batches have about `tokens` tokens, padding included."""
        numbers: dict[str, int] = {}
        self._norms = [numpy.array([numbers.setdefault(norm, len(numbers)) for norm in s.norms], dtype=numpy.int32) for s in sentences]
        nothing = len(numbers)
        hashes = numpy.array([*map(feature_hashes, numbers), [0] * len(ROWS)], dtype=numpy.int64)
        self._rows = (hashes % numpy.array(ROWS)).astype(numpy.int32)
        found = [unit_vectors(vectors, list(numbers)[begin : begin + 5000]) for begin in range(0, nothing, 5000)]
        self._vectors = numpy.concatenate([*found, numpy.zeros((1, vectors.shape[1]))]).astype(numpy.float32)
        self._told = [(numpy.array(tags(s), dtype=numpy.int32), classes(s), morphology(s)) for s in sentences]
        self._styles = [STYLES.index(s.style) if s.style in STYLES else 0 for s in sentences]
        self._named = [float(s.style in STYLES) for s in sentences]
        self._tokens = tokens
        self.size = sum(map(len, self._norms))

    def __call__(self, order: random.Random) -> Iterator[Batch]:
        """All sentences once, those of about one length together, in an order drawn from `order`."""
        groups: list[tuple[int, list[int]]] = []
        waiting: dict[int, list[int]] = {length: [] for length in LENGTHS}
        for index in order.sample(range(len(self._norms)), len(self._norms)):
            length = next((length for length in LENGTHS if length >= len(self._norms[index])), None)
            if length is None:
                continue
            waiting[length].append(index)
            if len(waiting[length]) * length >= self._tokens:
                groups.append((length, waiting[length]))
                waiting[length] = []
        groups += [(length, left) for length, left in waiting.items() if left]
        order.shuffle(groups)
        for length, group in groups:
            yield self._batch(length, group)

    def _batch(self, length: int, group: Sequence[int]) -> Batch:
        count = -(-self._tokens // length)  # always as many, so that few shapes are compiled
        norms = numpy.full((count, length), len(self._rows) - 1, dtype=numpy.int32)
        told = (
            numpy.zeros((count, length), dtype=numpy.int32),
            numpy.zeros((count, length, len(CLASSES)), dtype=numpy.float32),
            numpy.full((count, length, len(MORPHOLOGY)), -1, dtype=numpy.int32),
        )
        sizes, styles, named = (
            numpy.zeros(count, dtype=numpy.int32),
            numpy.zeros(count, dtype=numpy.int32),
            numpy.zeros(count, dtype=numpy.float32),
        )
        for row, index in enumerate(group):
            size = sizes[row] = len(self._norms[index])
            styles[row], named[row] = self._styles[index], self._named[index]
            norms[row, :size] = self._norms[index]
            for array, given in zip(told, self._told[index], strict=True):
                array[row, :size] = given
        return Batch(self._rows[norms], self._vectors[norms], *told, sizes, styles, named)
