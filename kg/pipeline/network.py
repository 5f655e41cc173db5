"""The trained network, run in NumPy: what a token is, from its own letters and from its neighbours.

A token's norm gives rows of features and a word vector, mixed into one embedding, which is kept: it depends on the norm alone. Layers of
convolutions over three tokens follow, each added to its input, with maxout and layer normalisation; linear heads read the result.
The layers are those of spaCy's own encoder (Honnibal 2017, after Collobert et al. 2011 and Goodfellow et al. 2013).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy
from numpy.typing import NDArray
from spacy.vectors import Vectors

from kg.pipeline.features import feature_hashes

Floats = NDArray[numpy.float32]
Integers = NDArray[numpy.int64]
Bools = NDArray[numpy.bool_]

_ROWS_AT_ONCE = 2_048
"""Rows of one matrix product: few enough for a processor's cache."""
_NORMS_KEPT = 40_000


@dataclass(frozen=True, slots=True)
class Layer:
    """Maxout with layer normalisation: weights (inputs, pieces x width), bias (pieces x width), scale and shift (width)."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def __call__(self, inputs: Floats) -> Floats:
        """Rows of `width` numbers for rows of inputs."""
        width = len(self.scale)
        pieces = inputs @ self.weights + self.bias
        best = pieces[:, :width]
        for begin in range(width, pieces.shape[1], width):  # quicker than the greatest along an axis of two or three
            best = numpy.maximum(best, pieces[:, begin : begin + width])
        best -= best.mean(axis=1, keepdims=True)
        variance = numpy.einsum("ij,ij->i", best, best)[:, None] / width
        normalised: Floats = best / numpy.sqrt(variance + 1e-5) * self.scale + self.shift
        return normalised


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer, (width, labels), and what its columns stand for."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def __call__(self, states: Floats) -> Floats:
        """A score for each row and label."""
        return states @ self.weights + self.bias


class Embedder:
    """Norms to vectors of the network's width."""

    def __init__(self, tables: Sequence[Floats], projection: Floats, mix: Layer, vectors: Vectors) -> None:
        self._made_of = (tuple(tables), projection, mix, vectors)
        self._tables = tuple(tables)
        self._projection = projection
        self._mix = mix
        self._vectors = vectors
        self._kept = lru_cache(maxsize=_NORMS_KEPT)(self._embedding)

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Floats, ...], Floats, Layer, Vectors]]:
        """Goes to another process without what it remembers."""
        return type(self), self._made_of

    def __call__(self, norms: Sequence[str]) -> Floats:
        """(norms, width)."""
        embeddings = numpy.zeros((len(norms), len(self._mix.scale)), dtype=numpy.float32)
        for row, norm in enumerate(norms):
            embeddings[row] = self._kept(norm)
        return embeddings

    def _embedding(self, norm: str) -> Floats:
        hashes = feature_hashes(norm)
        first, second, *others = (table[number % len(table)] for table, number in zip(self._tables, hashes, strict=True))
        vector = unit_vectors(self._vectors, (norm,))[0] @ self._projection
        embedding: Floats = self._mix(numpy.concatenate((first + second, *others, vector))[None])[0]
        return embedding


def unit_vectors(vectors: Vectors, norms: Sequence[str]) -> Floats:
    """The vectors of norms, all of length two: what the network was trained on."""
    with vectors.strings.memory_zone():  # the store would keep every norm for ever
        found = vectors.get_batch([vectors.strings.add(norm) for norm in norms])
    scaled: Floats = 2 * found / (numpy.linalg.norm(found, axis=1, keepdims=True) + 1e-6)
    return scaled


@dataclass(frozen=True, slots=True)
class Network:
    """Embeddings, encoder and heads by name."""

    embed: Embedder
    encoder: tuple[Layer, ...]
    heads: Mapping[str, Head]

    def states(self, sequences: Sequence[Sequence[str]]) -> Floats:
        """A row of `width` numbers for every norm of all sequences, one after the other; sequences do not see each other."""
        rows: list[Floats] = []
        for group in _groups(sequences):
            norms = [norm for sequence in group for norm in (*sequence, None)]
            real = numpy.array([norm is not None for norm in norms])
            states = numpy.zeros((len(norms), len(self.encoder[0].scale)), dtype=numpy.float32)
            states[real] = self.embed([norm for norm in norms if norm is not None])
            rows.append(self._encoded(states, real)[real])
        return numpy.concatenate(rows) if rows else numpy.zeros((0, len(self.encoder[0].scale)), dtype=numpy.float32)

    def _encoded(self, states: Floats, real: Bools) -> Floats:
        """A row of zeros stands between sequences and stays one, so that none looks into the next."""
        count, width = states.shape
        window = numpy.zeros((count, 3 * width), dtype=numpy.float32)
        for layer in self.encoder:
            window[1:, :width] = states[:-1]
            window[:, width : 2 * width] = states
            window[:-1, 2 * width :] = states[1:]
            states = states + layer(window)
            states[~real] = 0
        return states


def _groups(sequences: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """The sequences, in order, in groups of about as many norms as are multiplied at once."""
    groups: list[list[Sequence[str]]] = []
    count = _ROWS_AT_ONCE
    for sequence in sequences:
        if count >= _ROWS_AT_ONCE:
            groups.append([])
            count = 0
        groups[-1].append(sequence)
        count += len(sequence) + 1
    return groups
