"""The small classifier that events, arguments, figures and statements are read by."""

import json
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ModelError
from kg.extract.classifier import Classifier, Grouped, Layer, load, save, shipped

FEATURES = {"rain": 0, "cloud": 1, "sun": 2}
LINEAR = Classifier(("dry", "wet"), FEATURES, Layer(numpy.float32([[0, 3], [0, 1], [2, 0]]), numpy.float32([0.5, 0])))
DEEP = Classifier(
    ("dry", "wet"),
    FEATURES,
    Layer(numpy.float32([[1, -1, 0], [1, 1, -2], [-1, 0, 4]]), numpy.float32([0, 0, -1])),
    Layer(numpy.float32([[0, 2], [0, 1], [3, 0]]), numpy.float32([0, -0.5])),
)
BOTH = pytest.mark.parametrize("classifier", [LINEAR, DEEP], ids=["one layer", "two layers"])
examples = st.lists(st.lists(st.sampled_from([*FEATURES, "snow"])), max_size=8)


def test_a_linear_classifier_adds_up_what_its_features_weigh() -> None:
    assert LINEAR.scores([["rain", "cloud"], ["sun"]]).tolist() == [[0.5, 4], [2.5, 0]]


def test_a_hidden_layer_is_rectified_before_it_is_scored() -> None:
    assert DEEP.scores([["rain"]]).tolist() == [[0, 1.5]]  # units 1, -1, -1: the two below zero count for nothing


@BOTH
def test_the_label_of_the_heavier_features_is_likelier(classifier: Classifier) -> None:
    rain, sun = classifier.likelihoods([["rain"], ["sun"]], "wet")
    assert rain > 0.5 > sun


@BOTH
@given(examples=examples)
def test_probabilities_of_an_example_add_up_to_one(classifier: Classifier, examples: list[list[str]]) -> None:
    likely = classifier.probabilities(examples)
    assert likely.shape == (len(examples), 2)
    assert (likely >= 0).all()
    assert likely.sum(axis=1) == pytest.approx(numpy.ones(len(examples)))


@BOTH
def test_a_feature_that_it_does_not_know_counts_for_nothing(classifier: Classifier) -> None:
    assert classifier.scores([["rain", "snow"]]).tolist() == classifier.scores([["rain"]]).tolist()


@BOTH
def test_a_feature_counts_once_and_in_any_order(classifier: Classifier) -> None:
    assert classifier.scores([["sun", "rain", "sun"]]).tolist() == classifier.scores([["rain", "sun"]]).tolist()


@BOTH
@given(groups=examples, alone=st.lists(st.sampled_from([*FEATURES, "snow"])))
def test_features_in_groups_count_as_they_do_one_by_one(classifier: Classifier, groups: list[list[str]], alone: list[str]) -> None:
    grouped = Grouped([tuple(group) for group in groups], alone)
    assert classifier.scores([grouped]).tolist() == classifier.scores([list(grouped)]).tolist()


@BOTH
def test_without_examples_there_is_nothing(classifier: Classifier) -> None:
    assert classifier.scores([]).shape == (0, 2)
    assert classifier.likelihoods([], "wet") == []


@BOTH
def test_an_example_without_features_has_the_odds_of_the_bias(classifier: Classifier) -> None:
    assert classifier.scores([[]]).tolist() == classifier.scores([["snow"]]).tolist()


def test_scores_too_large_for_an_exponential_are_no_trouble() -> None:
    sure = Classifier(("no", "yes"), {"it": 0}, Layer(numpy.float32([[-500, 500]]), numpy.float32([0, 0])))
    assert sure.likelihoods([["it"]], "yes") == [1]


# Files


@BOTH
def test_what_is_saved_is_loaded_again(tmp_path: Path, classifier: Classifier) -> None:
    save(tmp_path / "it.npz", classifier)
    again = load(tmp_path / "it.npz")
    assert (again.labels, again.features) == (classifier.labels, classifier.features)
    assert again.scores([["rain"], ["sun", "cloud"]]).tolist() == classifier.scores([["rain"], ["sun", "cloud"]]).tolist()


def test_the_same_classifier_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "other"):
        save(tmp_path / name, DEEP)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def write_archive(path: Path, about: str, **arrays: list[float]) -> None:
    numpy.savez(path, about=numpy.frombuffer(about.encode(), dtype=numpy.uint8), **arrays)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "it.npz"
    save(path, LINEAR)
    whole = path.read_bytes()
    for damaged in (b"", b"no archive at all", whole[:200], whole[:-40]):
        path.write_bytes(damaged)
        with pytest.raises(ModelError, match=r"it\.npz"):
            load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing\.npz"):
        load(tmp_path / "nothing.npz")


@pytest.mark.parametrize("about", ["no JSON", "[]", json.dumps({"labels": ["dry", "wet"]}), json.dumps({"labels": 1, "features": []})])
def test_an_archive_of_something_else_is_named(tmp_path: Path, about: str) -> None:
    write_archive(tmp_path / "it.npz", about, **{"weights.0": [1.0], "bias.0": [1.0]})
    with pytest.raises(ModelError, match=r"it\.npz"):
        load(tmp_path / "it.npz")


def test_an_archive_without_weights_is_named(tmp_path: Path) -> None:
    write_archive(tmp_path / "it.npz", json.dumps({"labels": ["dry"], "features": []}))
    with pytest.raises(ModelError, match=r"it\.npz"):
        load(tmp_path / "it.npz")


# What ships


@pytest.mark.parametrize("name", ["triggers", "grouping", "subevents"])
def test_what_ships_is_whole_and_read_once(name: str) -> None:
    classifier = shipped(name)
    assert classifier.first.weights.shape[0] == len(classifier.features)
    assert (classifier.second or classifier.first).bias.shape == (len(classifier.labels),)
    assert shipped(name) is classifier


def test_what_does_not_ship_is_named() -> None:
    with pytest.raises(ModelError, match=r"weather\.npz"):
        shipped("weather")
