"""How the small classifiers are fitted, and by which articles they are measured."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from learning import FOLDS, NETWORKS, Fit, LabelledExample, Score, fold_of, folded, learned, packed

from kg.extract.classifier import Classifier, load, save

LINEAR = Fit(penalty=2, rounds=50, rarest=2)
DEEP = Fit(units=4, penalty=1e-4, rounds=60, rarest=2)
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


@BOTH
def test_what_is_packed_tells_nearly_the_same(fit: Fit) -> None:
    rarely = [LabelledExample("article-1", ("fog",), "dry"), LabelledExample("article-1", ("fog",), "wet")]
    classifier = learned([*EXAMPLES, *rarely], fit)
    before, after = (one.likelihoods([["rain"], ["sun", "wind"], ["fog"]], "wet") for one in (classifier, packed(classifier)))
    assert after == pytest.approx(before, abs=0.02)


def test_a_feature_that_weighs_nothing_is_not_packed() -> None:
    rarely = [LabelledExample("article-1", ("fog",), "dry"), LabelledExample("article-1", ("fog",), "wet")]
    classifier = packed(learned([*EXAMPLES, *rarely], Fit(penalty=500, rounds=50, rarest=2)))
    assert "rain" in classifier.features
    assert "fog" not in classifier.features


def test_networks_are_averaged() -> None:
    assert learned(EXAMPLES, DEEP).first.bias.shape == (NETWORKS * 4,)


# Measuring


def test_each_article_is_in_one_fold_whatever_else_there_is() -> None:
    folds = [fold_of(f"article-{number}") for number in range(200)]
    assert set(folds) == set(range(FOLDS))
    assert folds == [fold_of(f"article-{number}") for number in range(200)]


@BOTH
def test_what_a_fold_s_classifier_has_not_seen_changes_nothing_in_it(fit: Fit) -> None:
    hidden = [LabelledExample(e.article, e.features, "wet") if fold_of(e.article) == 0 else e for e in EXAMPLES]
    before, after = folded(EXAMPLES, fit), folded(hidden, fit)
    assert weights(before.without[0]) == weights(after.without[0])
    assert weights(before.whole) != weights(after.whole)


@BOTH
def test_the_classifier_of_a_fold_is_that_of_the_other_articles_alone(fit: Fit) -> None:
    others = [example for example in EXAMPLES if fold_of(example.article) != 1]
    assert weights(folded(EXAMPLES, fit).without[1]) == weights(learned(others, fit))
    assert weights(folded(EXAMPLES, fit).whole) == weights(learned(EXAMPLES, fit))


def test_an_article_is_judged_by_the_classifier_that_has_not_seen_it() -> None:
    classifiers = folded(EXAMPLES, LINEAR)
    assert classifiers.unseen_by("article-3") is classifiers.without[fold_of("article-3")]


def test_accuracy_is_the_share_of_likeliest_labels_that_are_right() -> None:
    classifiers = folded(EXAMPLES, LINEAR)
    wrong = [LabelledExample("article-1", ("sun",), "wet"), LabelledExample("article-2", ("rain", "cloud"), "wet")]
    assert classifiers.accuracy(EXAMPLES) == 1
    assert classifiers.accuracy(wrong) == 0.5


def test_scores_add_up() -> None:
    score = Score.of({"a", "b", "c"}, {"a", "d"}) + Score(right=2, covered=3)
    assert score == Score(right=3, extra=1, missed=2, covered=3)
    assert str(score) == "P 0.750 R 0.600 F1 0.667 of 5, covered 0.600"
