"""A small classifier over named features: what is learned for events, arguments, figures and statements is one of these, in a file.

A feature is a string ("before=في", "class=Person"), there or not; unknown ones count for nothing. A linear classifier adds up a score for
each label (logistic regression); one with a hidden layer first adds up units, rectifies them, and scores these (Rumelhart et al. 1986).
Features that come together again and again are told in groups (`Grouped`), each of which is looked up once.
`training/learning.py` fits them with scikit-learn; here NumPy alone runs them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy
from numpy.typing import NDArray

from kg.errors import ModelError

Floats = NDArray[numpy.float32]

_ABOUT = "about"
_AT_ONCE = 128
"""Examples whose rows are added up together: few enough for a processor's cache."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """The features of an example, some of them in groups that other examples have too; one that comes twice counts once."""

    groups: Sequence[tuple[str, ...]]
    alone: Sequence[str] = ()

    def __iter__(self) -> Iterator[str]:
        """All of them, one by one."""
        return chain(*self.groups, self.alone)


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights (inputs, outputs) and bias (outputs)."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """Labels, the row in the first layer of each feature, and one layer or two."""

    labels: tuple[str, ...]
    features: Mapping[str, int]
    first: Layer
    second: Layer | None = None

    def scores(self, examples: Sequence[Iterable[str]]) -> Floats:
        """(examples, labels): logarithms of odds, up to a number that all labels of an example share."""
        sums = self._sums(examples) + self.first.bias
        if self.second is None:
            return sums
        scores: Floats = numpy.maximum(sums, 0) @ self.second.weights + self.second.bias
        return scores

    def _sums(self, examples: Sequence[Iterable[str]]) -> Floats:
        """The sum of the rows of each example's features; some examples at a time, which is faster than one by one."""
        sums = numpy.zeros((len(examples), len(self.first.bias)), dtype=numpy.float32)
        for begin in range(0, len(examples), _AT_ONCE):
            found = [self._known(example) for example in examples[begin : begin + _AT_ONCE]]
            sizes = numpy.fromiter(map(len, found), dtype=numpy.int64, count=len(found))
            some = sizes.nonzero()[0]
            if len(some):
                rows = numpy.fromiter(chain.from_iterable(found), dtype=numpy.int64, count=sizes.sum())
                starts = (sizes.cumsum() - sizes)[some]
                sums[begin + some] = numpy.add.reduceat(self.first.weights.take(rows, axis=0), starts, axis=0)
        return sums

    def _known(self, example: Iterable[str]) -> set[int]:
        """The rows of the features that are known."""
        groups, alone = (example.groups, example.alone) if isinstance(example, Grouped) else ((), example)
        found = set(map(self.features.get, alone))
        found.discard(None)
        found.update(*[_rows(self, group) for group in groups])
        return found  # type: ignore[return-value]  # None is out of it

    def probabilities(self, examples: Sequence[Iterable[str]]) -> Floats:
        """(examples, labels): each row adds up to 1."""
        scores = self.scores(examples)
        odds = numpy.exp(scores - scores.max(axis=1, keepdims=True, initial=-numpy.inf))
        likely: Floats = odds / odds.sum(axis=1, keepdims=True)
        return likely

    def likelihoods(self, examples: Sequence[Iterable[str]], label: str) -> list[float]:
        """How likely each example has a label, 0 to 1."""
        likely: list[float] = self.probabilities(examples)[:, self.labels.index(label)].tolist()
        return likely


@lru_cache(maxsize=60_000)
def _rows(classifier: Classifier, features: tuple[str, ...]) -> tuple[int, ...]:
    """The rows of the known ones of some features."""
    return tuple(row for feature in features if (row := classifier.features.get(feature)) is not None)


def save(path: Path, classifier: Classifier) -> None:
    """Write a classifier: a compressed NumPy archive, numbers in half precision."""
    about = {"labels": classifier.labels, "features": sorted(classifier.features, key=classifier.features.__getitem__)}
    text = numpy.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=numpy.uint8)
    layers = [layer for layer in (classifier.first, classifier.second) if layer]
    arrays: dict[str, Any] = {_ABOUT: text}
    for number, layer in enumerate(layers):
        arrays |= {f"weights.{number}": layer.weights.astype(numpy.float16), f"bias.{number}": layer.bias.astype(numpy.float16)}
    with path.open("wb") as file:
        numpy.savez_compressed(file, **arrays)


def load(path: Path) -> Classifier:
    """Read what `save` wrote. Raises ModelError where the file cannot be had or is another."""
    try:
        with numpy.load(path, allow_pickle=False) as archive:
            about = json.loads(archive[_ABOUT].tobytes())
            arrays = {name: archive[name].astype(numpy.float32) for name in archive.files if name != _ABOUT}
        layers = [Layer(arrays[f"weights.{number}"], arrays[f"bias.{number}"]) for number in range(len(arrays) // 2)]
        sizes = [len(about["features"]), *(len(layer.bias) for layer in layers)]
        if sizes[-1] != len(about["labels"]) or [layer.weights.shape for layer in layers] != list(pairwise(sizes)):
            raise ValueError("its layers do not fit each other")
        return Classifier(tuple(about["labels"]), {feature: row for row, feature in enumerate(about["features"])}, *layers)
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(path, error) from error


@cache
def shipped(name: str) -> Classifier:
    """A classifier that travels with the package, read once in a process: "triggers" is `models/triggers.npz`."""
    return load(Path(str(files("kg.extract").joinpath("models", f"{name}.npz"))))
