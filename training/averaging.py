"""Joins classifiers that were learned anew with those that ship: what ships afterwards is the mean of both, the new one with its share.

    python training/averaging.py --share 0.33 NEW_FOLDER [NAME...]      NEW_FOLDER/NAME.npz; without names all that are there

Annotators draw the line between event and background a little differently, and so do classifiers that were learned from other articles;
where two disagree their mean errs less than either (docs/quality.md says on what). Of linear ones the weights are averaged; networks of
one hidden layer are put side by side and their scores are averaged. One whose labels are others replaces what ships.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy

from kg.extract.classifier import Classifier, Floats, Layer, load, save

SHIPPED = Path(__file__).parent.parent / "kg" / "extract" / "models"


def averaged(one: Classifier, other: Classifier, share: float = 0.5) -> Classifier:
    """The mean of two classifiers, the second with its `share` (0 to 1), and with its labels in their order.

    The second alone where they have other labels or layers.
    """
    if set(one.labels) != set(other.labels) or (one.second is None) != (other.second is None):
        return other
    features = {feature: row for row, feature in enumerate(sorted({*one.features, *other.features}))}
    order = [one.labels.index(label) for label in other.labels]
    if one.second is None or other.second is None:
        first = Layer(one.first.weights[:, order], one.first.bias[order])
        left, right = _centred(first), _centred(other.first)
        old, new = _placed(left.weights, one.features, features), _placed(right.weights, other.features, features)
        return Classifier(other.labels, features, Layer(_mean(old, new, share), _mean(left.bias, right.bias, share)))
    sides = [_placed(each.first.weights, each.features, features) for each in (one, other)]
    hidden = Layer(numpy.concatenate(sides, axis=1), numpy.concatenate([one.first.bias, other.first.bias]))
    output = numpy.concatenate([(1 - share) * one.second.weights[:, order], share * other.second.weights])
    return Classifier(other.labels, features, hidden, Layer(output, _mean(one.second.bias[order], other.second.bias, share)))


def _mean(one: Floats, other: Floats, share: float) -> Floats:
    return (1 - share) * one + share * other


def _centred(layer: Layer) -> Layer:
    """The layer without what all labels share, which says nothing and is another in each classifier."""
    return Layer(layer.weights - layer.weights.mean(axis=1, keepdims=True), layer.bias - layer.bias.mean())


def _placed(weights: Floats, rows: Mapping[str, int], features: Mapping[str, int]) -> Floats:
    """The weights of some features, as rows of all features."""
    placed = numpy.zeros((len(features), weights.shape[1]), dtype=numpy.float32)
    placed[[features[feature] for feature in rows]] = weights[list(rows.values())]
    return placed


def main() -> None:
    """Join the classifiers of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the new ones are")
    parser.add_argument("names", nargs="*", help="which of them")
    parser.add_argument("--share", type=float, default=0.5, help="what the new ones count, of 1")
    given = parser.parse_args()
    for path in sorted(given.folder.glob("*.npz")):
        if not given.names or path.stem in given.names:
            shipped = SHIPPED / path.name
            save(shipped, averaged(load(shipped), load(path), given.share))
            print(f"{path.stem} is the mean of what shipped and what was learned anew")


if __name__ == "__main__":
    main()
