"""What ships is the mean of what shipped before and what is learned anew: its scores are."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from averaging import averaged

from kg.extract.classifier import Classifier, Floats, Layer

EXAMPLES = [("a",), ("b", "c"), ("c",), ()]


def linear(labels: tuple[str, ...], features: str, seed: int) -> Classifier:
    chance = numpy.random.default_rng(seed)
    weights = chance.standard_normal((len(features), len(labels))).astype(numpy.float32)
    return Classifier(labels, {name: row for row, name in enumerate(features)}, Layer(weights, weights[0]))


def network(labels: tuple[str, ...], features: str, seed: int) -> Classifier:
    hidden, output = linear(("1", "2", "3"), features, seed), linear(labels, "123", seed + 1)
    return Classifier(labels, hidden.features, hidden.first, output.first)


def likely(classifier: Classifier, labels: tuple[str, ...]) -> Floats:
    scores: Floats = classifier.scores(EXAMPLES)[:, [classifier.labels.index(label) for label in labels]]
    centred: Floats = scores - scores.mean(axis=1, keepdims=True)
    return centred


@pytest.mark.parametrize("kind", [linear, network])
def test_the_scores_are_the_mean_whatever_the_order_of_labels_and_features(kind: Callable[[tuple[str, ...], str, int], Classifier]) -> None:
    one, other = kind(("x", "y"), "abc", 1), kind(("y", "x"), "cbd", 5)
    mean = (likely(one, ("x", "y")) + likely(other, ("x", "y"))) / 2
    assert likely(averaged(one, other), ("x", "y")) == pytest.approx(mean, abs=1e-5)


def test_other_labels_replace_what_ships() -> None:
    other = linear(("x", "z"), "ab", 2)
    assert averaged(linear(("x", "y"), "ab", 1), other) is other
