"""Fits the small classifiers of `kg/extract/classifier.py`, and measures them by cross-validation over whole articles.

Linear ones by L-BFGS, which finds the best weights there are. Networks step by step, each step touching only the weights that it needs:
steps are scaled for each weight by what it has moved so far (AdaGrad: Duchi, Hazan and Singer 2011), and a share of the features of each
example is hidden at each step (dropout: Srivastava and others 2014).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.extract.classifier import Classifier, Floats, Layer

FOLDS = 5
NETWORKS = 3
"""Networks with other beginnings, whose scores are averaged: one alone depends on chance."""
HIDDEN = 0.2
"""Share of the features that each step of a network does not see."""
RATE = 0.05
"""How far the first steps of a network go."""
BATCH = 64
"""Examples of a step of a network."""
_SMALLEST = 1e-2
"""What the squares of all steps begin with, so that the first is not too long."""
STEP = 1 / 64
"""Weights of the first layer that ship are multiples of this: their files are a fraction as large, and nothing measured changes."""
_Layers = tuple[Floats, Floats, Floats, Floats]
"""Of one network: hidden (features, units), its bias (units), output (units, labels), its bias (labels)."""


@dataclass(frozen=True, slots=True)
class LabelledExample:
    """Features of something in an article, and what it is."""

    article: str
    features: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How a classifier is fitted."""

    penalty: float
    """Of a linear one, on half the sum of the squares of the weights; of a network, on the squares of the weights that a step touches."""
    rounds: int
    """Most steps of a linear one; times that a network sees all examples."""
    rarest: int
    """Examples that a feature must be met in."""
    units: int = 0
    """Hidden units of each network; 0 for a linear classifier, best where features are words by the ten thousand."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A classifier learned from all examples, and for each fold one that has seen none of its articles."""

    whole: Classifier
    without: tuple[Classifier, ...]

    def unseen_by(self, article: str) -> Classifier:
        """The classifier that has not seen an article."""
        return self.without[fold_of(article)]

    def accuracy(self, examples: Sequence[LabelledExample]) -> float:
        """Share of examples whose label is the likeliest by classifiers that have not seen them."""
        right = 0
        for fold, classifier in enumerate(self.without):
            inside = [example for example in examples if fold_of(example.article) == fold]
            likeliest = classifier.scores([example.features for example in inside]).argmax(axis=1)
            right += sum(classifier.labels[best] == example.label for best, example in zip(likeliest, inside, strict=True))
        return right / max(len(examples), 1)


@dataclass(frozen=True, slots=True)
class Score:
    """What is right, what is too much, and what is missed; what is wrong where something else is right counts as both."""

    right: int = 0
    extra: int = 0
    missed: int = 0
    covered: int = 0
    """Of what is right or missed that which the article has a candidate for."""

    def __add__(self, other: "Score") -> "Score":
        both = (self.right + other.right, self.extra + other.extra, self.missed + other.missed, self.covered + other.covered)
        return Score(*both)

    def __str__(self) -> str:
        told, said = self.right + self.missed, self.right + self.extra
        precision, recall, f1 = self.right / max(said, 1), self.right / max(told, 1), 2 * self.right / max(told + said, 1)
        covered = f", covered {self.covered / max(told, 1):.3f}" if self.covered else ""
        return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} of {told}{covered}"

    @classmethod
    def of(cls, told: set[str], said: set[str]) -> "Score":
        """What is said against what was annotated."""
        return cls(len(told & said), len(said - told), len(told - said))


def fold_of(article: str) -> int:
    """The fold, 0 to 4, of an article: by its identifier, so that each is in one whatever else there is."""
    return int(sha256(article.encode()).hexdigest(), 16) % FOLDS


def learned(examples: Sequence[LabelledExample], fit: Fit) -> Classifier:
    """A classifier for some examples. The same examples give the same one."""
    return _Table.of(examples, fit.rarest).fitted(fit)


def folded(examples: Sequence[LabelledExample], fit: Fit) -> Folded:
    """A classifier for all examples, and those of the folds."""
    table = _Table.of(examples, fit.rarest)
    folds = {article: fold_of(article) for article in {example.article for example in examples}}
    of_rows = numpy.array([folds[example.article] for example in examples])
    return Folded(table.fitted(fit), tuple(table.rows(of_rows != fold).fitted(fit) for fold in range(FOLDS)))


def packed(classifier: Classifier) -> Classifier:
    """The classifier with rounded weights, and without the features that have none left."""
    weights = numpy.round(classifier.first.weights / STEP).astype(numpy.float32) * numpy.float32(STEP) + numpy.float32(0)
    largest = numpy.abs(weights).max(axis=1)
    features = [feature for feature, row in classifier.features.items() if largest[row] > 0]
    rows = [classifier.features[feature] for feature in features]
    first = Layer(weights[rows], classifier.first.bias)
    return Classifier(classifier.labels, {feature: row for row, feature in enumerate(features)}, first, classifier.second)


@dataclass(frozen=True, slots=True)
class _Table:
    """Examples as rows of a matrix, ones where they have a feature."""

    features: Sequence[str]
    matrix: csr_matrix
    labels: NDArray[numpy.str_]

    @classmethod
    def of(cls, examples: Sequence[LabelledExample], rarest: int) -> "_Table":
        counts = Counter(feature for example in examples for feature in set(example.features))
        features = sorted(feature for feature, count in counts.items() if count >= rarest)
        column = {feature: index for index, feature in enumerate(features)}
        rows = [sorted({column[feature] for feature in example.features if feature in column}) for example in examples]
        ends = numpy.cumsum([0, *map(len, rows)])
        columns = numpy.fromiter((index for row in rows for index in row), dtype=numpy.int32)
        matrix = csr_matrix((numpy.ones(len(columns), dtype=numpy.float32), columns, ends), shape=(len(rows), len(features)))
        return cls(features, matrix, numpy.array([example.label for example in examples]))

    def rows(self, kept: NDArray[numpy.bool_]) -> "_Table":
        """Some of the rows."""
        return _Table(self.features, self.matrix[kept], self.labels[kept])

    def fitted(self, fit: Fit) -> Classifier:
        """A classifier for the rows, by the features that are met often enough in them."""
        kept = (self.matrix.getnnz(axis=0) >= fit.rarest).nonzero()[0]
        features = {self.features[column]: row for row, column in enumerate(kept)}
        labels, told = numpy.unique(self.labels, return_inverse=True)
        names, matrix = tuple(map(str, labels)), self.matrix[:, kept]
        if not fit.units:
            return Classifier(names, features, _linear(matrix, told, fit))
        return Classifier(names, features, *_joined([_network(matrix, told, fit, seed) for seed in range(NETWORKS)]))


def _linear(matrix: csr_matrix, told: NDArray[numpy.int64], fit: Fit) -> Layer:
    found = LogisticRegression(C=1 / fit.penalty, max_iter=fit.rounds).fit(matrix, told)
    weights, bias = found.coef_.T, found.intercept_
    if weights.shape[1] == 1:  # of two labels scikit-learn has a column for the second
        weights, bias = numpy.concatenate([0 * weights, weights], axis=1), numpy.concatenate([0 * bias, bias])
    return Layer(weights.astype(numpy.float32), bias.astype(numpy.float32))


def _joined(networks: Sequence[_Layers]) -> tuple[Layer, Layer]:
    """One network whose scores are the mean of those of several."""
    hidden, hidden_bias, output, output_bias = zip(*networks, strict=True)
    first = Layer(numpy.concatenate(hidden, axis=1), numpy.concatenate(hidden_bias))
    second = Layer((numpy.concatenate(output) / len(networks)).astype(numpy.float32), numpy.mean(output_bias, axis=0).astype(numpy.float32))
    return first, second


def _network(matrix: csr_matrix, told: NDArray[numpy.int64], fit: Fit, seed: int) -> _Layers:
    """The weights of one network, whose chance begins with a number."""
    chance = numpy.random.default_rng(seed)
    labels = int(told.max()) + 1
    weights: _Layers = (
        (chance.standard_normal((matrix.shape[1], fit.units)) * 0.05).astype(numpy.float32),
        numpy.zeros(fit.units, numpy.float32),
        (chance.standard_normal((fit.units, labels)) * 0.3).astype(numpy.float32),
        numpy.zeros(labels, numpy.float32),
    )
    moved = [numpy.full_like(array, _SMALLEST) for array in weights]
    for _ in range(fit.rounds):
        order = chance.permutation(len(told))
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            seen = matrix[batch]
            kept = ((chance.random(len(seen.data)) >= HIDDEN) / (1 - HIDDEN)).astype(numpy.float32)
            rows, columns = numpy.unique(seen.indices, return_inverse=True)
            small = csr_matrix((kept, columns, seen.indptr), shape=(len(batch), len(rows)))
            for index, slope in enumerate(_slopes(weights, rows, small, told[batch])):
                where = rows if index == 0 else slice(None)
                _move(weights[index], moved[index], where, slope + fit.penalty * weights[index][where])
    return weights


def _slopes(weights: _Layers, rows: NDArray[numpy.int64], seen: csr_matrix, told: NDArray[numpy.int64]) -> _Layers:
    """The gradients of the cross entropy of some examples; of the hidden weights only those of the rows that the examples have."""
    hidden, hidden_bias, output, output_bias = weights
    sums = seen @ hidden[rows] + hidden_bias
    units = numpy.maximum(sums, 0)
    scores = units @ output + output_bias
    odds = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    error = odds / odds.sum(axis=1, keepdims=True)
    error[numpy.arange(len(told)), told] -= 1
    back = (error @ output.T) * (sums > 0)
    return seen.T @ back, back.sum(axis=0), units.T @ error, error.sum(axis=0)


def _move(weights: Floats, moved: Floats, where: NDArray[numpy.int64] | slice, slope: Floats) -> None:
    """One step of some weights against a slope."""
    moved[where] += slope * slope
    weights[where] -= RATE * slope / numpy.sqrt(moved[where])
