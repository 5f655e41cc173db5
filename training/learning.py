"""Fits the small classifiers of `kg/extract/classifier.py`, and measures them by cross-validation over whole articles."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from kg.extract.classifier import Classifier, Layer

FOLDS = 5


@dataclass(frozen=True, slots=True)
class LabelledExample:
    """Features of something in an article, and what it is."""

    article: str
    features: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How a classifier is fitted."""

    units: int = 32
    """Hidden units of each of the networks; 0 for a linear classifier, best where features are words by the ten thousand."""
    networks: int = 3
    """Networks with other beginnings, whose scores are averaged: one alone depends on chance."""
    penalty: float = 1e-3
    """On half the sum of the squares of the weights: scikit-learn's `alpha`, or 1 / `C` of a linear classifier, where 2 is a good one."""
    rounds: int = 12
    """Times that all examples are seen, or most steps of a linear one."""
    rarest: int = 2
    """Examples that a feature must be met in."""


def fold_of(article: str) -> int:
    """The fold, 0 to 4, of an article: by its identifier, so that each is in one whatever else there is."""
    return int(sha256(article.encode()).hexdigest(), 16) % FOLDS


def learned(examples: Sequence[LabelledExample], fit: Fit | None = None) -> Classifier:
    """A classifier for some examples. The same examples give the same one."""
    fit = fit or Fit()
    counts = Counter(feature for example in examples for feature in set(example.features))
    features = {feature: row for row, feature in enumerate(sorted(f for f, count in counts.items() if count >= fit.rarest))}
    matrix, labels = _matrix([example.features for example in examples], features), [example.label for example in examples]
    return (_networks if fit.units else _linear)(matrix, labels, features, fit)


def held_out(
    examples: Sequence[LabelledExample], learn: Callable[[Sequence[LabelledExample]], Classifier]
) -> Iterator[tuple[Classifier, list[LabelledExample]]]:
    """For each fold a classifier of the other folds, with the examples of this one."""
    for fold in range(FOLDS):
        inside = [example for example in examples if fold_of(example.article) == fold]
        yield learn([example for example in examples if fold_of(example.article) != fold]), inside


def _matrix(examples: Sequence[Sequence[str]], features: dict[str, int]) -> csr_matrix:
    rows = [sorted({features[feature] for feature in example if feature in features}) for example in examples]
    ends = numpy.cumsum([0, *map(len, rows)])
    columns = numpy.fromiter((column for row in rows for column in row), dtype=numpy.int32)
    return csr_matrix((numpy.ones(len(columns), dtype=numpy.float32), columns, ends), shape=(len(rows), len(features)))


def _linear(matrix: csr_matrix, labels: Sequence[str], features: dict[str, int], fit: Fit) -> Classifier:
    fitted = LogisticRegression(C=1 / fit.penalty, max_iter=fit.rounds).fit(matrix, labels)
    return Classifier(tuple(map(str, fitted.classes_)), features, _for_each_label(fitted.coef_.T, fitted.intercept_))


def _networks(matrix: csr_matrix, labels: Sequence[str], features: dict[str, int], fit: Fit) -> Classifier:
    nets = [_network(fit, seed).fit(matrix, labels) for seed in range(fit.networks)]
    outputs = [_for_each_label(net.coefs_[1], net.intercepts_[1]) for net in nets]
    return Classifier(
        tuple(map(str, nets[0].classes_)),
        features,
        Layer(_joined([net.coefs_[0] for net in nets], 1), _joined([net.intercepts_[0] for net in nets], 0)),
        Layer(_joined([output.weights for output in outputs], 0) / len(nets), numpy.mean([output.bias for output in outputs], axis=0)),
    )


def _joined(arrays: Sequence[numpy.ndarray], axis: int) -> numpy.ndarray:
    return numpy.concatenate(arrays, axis=axis).astype(numpy.float32)


def _network(fit: Fit, seed: int) -> MLPClassifier:
    made = {"alpha": fit.penalty, "learning_rate_init": 2e-3, "batch_size": 128, "max_iter": fit.rounds}
    return MLPClassifier((fit.units,), random_state=seed, n_iter_no_change=1000, **made)


def _for_each_label(weights: numpy.ndarray, bias: numpy.ndarray) -> Layer:
    """A layer with a column for each of two labels, where scikit-learn has one, for the second."""
    if weights.shape[1] == 1:
        weights, bias = numpy.concatenate([0 * weights, weights], axis=1), numpy.concatenate([0 * bias, bias])
    return Layer(weights.astype(numpy.float32), bias.astype(numpy.float32))
