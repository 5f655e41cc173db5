"""How the small classifiers are fitted, and by which articles they are measured."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from learning import FOLDS, Fit, LabelledExample, fold_of, held_out, learned

from kg.extract.classifier import Classifier, load, save

pytestmark = pytest.mark.filterwarnings("ignore:Stochastic Optimizer", "ignore:Got `batch_size`")  # so few examples, so few rounds

LINEAR = Fit(units=0, penalty=2, rounds=50)
DEEP = Fit(units=4, networks=2, rounds=150)
BOTH = pytest.mark.parametrize("fit", [LINEAR, DEEP], ids=["linear", "networks"])
WEATHER = [("dry", ("sun",)), ("dry", ("sun", "wind")), ("wet", ("rain", "wind")), ("wet", ("rain", "cloud"))]
EXAMPLES = [LabelledExample(f"article-{number}", features, label) for number in range(20) for label, features in WEATHER]


def weights(classifier: Classifier) -> list[bytes]:
    return [layer.weights.tobytes() + layer.bias.tobytes() for layer in (classifier.first, classifier.second) if layer]


@BOTH
def test_what_is_learned_tells_the_labels_apart(fit: Fit) -> None:
    rain, sun = learned(EXAMPLES, fit).likelihoods([["rain"], ["sun"]], "wet")
    assert rain > 0.5 > sun


@BOTH
def test_the_same_examples_give_the_same_weights(fit: Fit) -> None:
    assert weights(learned(EXAMPLES, fit)) == weights(learned(EXAMPLES, fit))


@BOTH
def test_there_are_as_many_columns_as_labels_though_there_are_two(fit: Fit) -> None:
    classifier = learned(EXAMPLES, fit)
    assert classifier.labels == ("dry", "wet")
    assert classifier.scores([["rain"]]).shape == (1, 2)


@BOTH
def test_more_than_two_labels_can_be_told_apart(fit: Fit) -> None:
    snow = [LabelledExample(example.article, ("flakes", "cold"), "snow") for example in EXAMPLES]
    classifier = learned([*EXAMPLES, *snow], fit)
    assert classifier.labels == ("dry", "snow", "wet")
    assert classifier.likelihoods([["flakes", "cold"]], "snow")[0] > 0.5


@BOTH
def test_what_is_learned_survives_its_file(tmp_path: Path, fit: Fit) -> None:
    classifier = learned(EXAMPLES, fit)
    save(tmp_path / "weather.npz", classifier)
    before, after = (one.likelihoods([["rain"], ["sun", "wind"]], "wet") for one in (classifier, load(tmp_path / "weather.npz")))
    assert after == pytest.approx(before, abs=0.01)  # half precision


def test_a_feature_met_too_seldom_is_left_out() -> None:
    once = LabelledExample("article-1", ("rain", "hail", "hail"), "wet")
    assert "hail" not in learned([*EXAMPLES, once], LINEAR).features
    assert "hail" in learned([*EXAMPLES, once, once], LINEAR).features


def test_networks_are_averaged() -> None:
    assert learned(EXAMPLES, DEEP).first.bias.shape == (2 * 4,)


# Measuring


def test_each_article_is_in_one_fold_whatever_else_there_is() -> None:
    folds = [fold_of(f"article-{number}") for number in range(200)]
    assert set(folds) == set(range(FOLDS))
    assert folds == [fold_of(f"article-{number}") for number in range(200)]


def test_folds_part_the_examples_by_whole_articles() -> None:
    learned_from: list[set[str]] = []

    def learn(examples: list[LabelledExample]) -> Classifier:
        learned_from.append({example.article for example in examples})
        return learned(examples, LINEAR)

    measured = [inside for _, inside in held_out(EXAMPLES, learn)]
    assert sorted((e.article, e.features) for inside in measured for e in inside) == sorted((e.article, e.features) for e in EXAMPLES)
    for inside, outside in zip(measured, learned_from, strict=True):
        assert not outside & {example.article for example in inside}
