"""Fits the classifiers of `kg/extract/classifier.py` where examples are many: only the weights that a step needs are touched by it.

Steps are scaled for each weight by what it has moved so far (AdaGrad: Duchi, Hazan and Singer 2011), and a share of the features of each
example is hidden at each step (dropout: Srivastava and others 2014). A round over 25,000 examples takes a second or two.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from learning import LabelledExample
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from kg.extract.classifier import Classifier, Floats, Layer

_SMALLEST = 1e-2
"""What the squares of all steps begin with, so that the first is not too long."""


@dataclass(frozen=True, slots=True)
class SparseFit:
    """How a classifier is fitted."""

    units: int = 24
    """Hidden units of each of the networks."""
    networks: int = 3
    """Networks with other beginnings, whose scores are averaged."""
    rounds: int = 4
    rate: float = 0.05
    penalty: float = 1e-4
    """On the squares of the weights that a step touches."""
    hidden: float = 0.2
    """Share of the features that each step does not see."""
    rarest: int = 3
    """Examples that a feature must be met in."""
    batch: int = 64


@dataclass(frozen=True, slots=True)
class _Layers:
    weights: tuple[Floats, Floats, Floats, Floats]
    """Hidden (features, units), its bias (units), output (units, labels), its bias (labels)."""
    moved: tuple[Floats, Floats, Floats, Floats]
    """Sum of the squares of the gradients so far, for each weight."""


def fitted(examples: Sequence[LabelledExample], fit: SparseFit | None = None) -> Classifier:
    """A classifier for some examples. The same examples give the same one."""
    fit = fit or SparseFit()
    counts = Counter(feature for example in examples for feature in set(example.features))
    features = {feature: row for row, feature in enumerate(sorted(f for f, count in counts.items() if count >= fit.rarest))}
    labels = tuple(sorted({example.label for example in examples}))
    matrix = _matrix([example.features for example in examples], features)
    told = numpy.array([labels.index(example.label) for example in examples])
    nets = [_network(matrix, told, len(labels), (fit, seed)) for seed in range(fit.networks)]
    first = Layer(numpy.concatenate([net[0] for net in nets], axis=1), numpy.concatenate([net[1] for net in nets]))
    outputs = numpy.concatenate([net[2] for net in nets]) / numpy.float32(fit.networks)
    return Classifier(labels, features, first, Layer(outputs, numpy.mean([net[3] for net in nets], axis=0).astype(numpy.float32)))


def _matrix(examples: Sequence[Sequence[str]], features: dict[str, int]) -> csr_matrix:
    rows = [sorted({features[feature] for feature in example if feature in features}) for example in examples]
    ends = numpy.cumsum([0, *map(len, rows)])
    columns = numpy.fromiter((column for row in rows for column in row), dtype=numpy.int32)
    return csr_matrix((numpy.ones(len(columns), dtype=numpy.float32), columns, ends), shape=(len(rows), len(features)))


def _network(
    matrix: csr_matrix, told: NDArray[numpy.int64], labels: int, how: tuple[SparseFit, int]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Weights of one network; `how` is the fit and the number that its chance begins with."""
    fit, seed = how
    chance = numpy.random.default_rng(seed)
    weights = (
        (chance.standard_normal((matrix.shape[1], fit.units)) * 0.05).astype(numpy.float32),
        numpy.zeros(fit.units, numpy.float32),
        (chance.standard_normal((fit.units, labels)) * 0.3).astype(numpy.float32),
        numpy.zeros(labels, numpy.float32),
    )
    moved = tuple(numpy.full_like(array, _SMALLEST) for array in weights)
    layers = _Layers(weights, (moved[0], moved[1], moved[2], moved[3]))
    for _ in range(fit.rounds):
        order = chance.permutation(len(told))
        for begin in range(0, len(order), fit.batch):
            batch = order[begin : begin + fit.batch]
            seen = matrix[batch]
            kept = (chance.random(len(seen.data)) >= fit.hidden) / (1 - fit.hidden)
            _step(layers, csr_matrix((kept.astype(numpy.float32), seen.indices, seen.indptr), shape=seen.shape), told[batch], fit)
    return weights


def _step(layers: _Layers, seen: csr_matrix, told: NDArray[numpy.int64], fit: SparseFit) -> None:
    """Move the weights that some examples need against the gradient of the cross entropy."""
    hidden, hidden_bias, output, output_bias = layers.weights
    rows, columns = numpy.unique(seen.indices, return_inverse=True)
    small = csr_matrix((seen.data, columns, seen.indptr), shape=(len(told), len(rows)))
    sums = small @ hidden[rows] + hidden_bias
    units = numpy.maximum(sums, 0)
    scores = units @ output + output_bias
    odds = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    error = odds / odds.sum(axis=1, keepdims=True)
    error[numpy.arange(len(told)), told] -= 1
    back = (error @ output.T) * (sums > 0)
    for index, gradient in enumerate((small.T @ back, back.sum(axis=0), units.T @ error, error.sum(axis=0))):
        where = rows if index == 0 else slice(None)
        weight, moved = layers.weights[index], layers.moved[index]
        slope = gradient + fit.penalty * weight[where]
        moved[where] += slope * slope
        weight[where] -= fit.rate * slope / numpy.sqrt(moved[where])
