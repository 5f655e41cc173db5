"""The folder of the learners: what is read and learned once, and what is learned without a fold."""

import json
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from learning import Fit, LabelledExample, fold_of
from workplace import PACKAGE, Workplace

from kg.errors import KgError
from kg.extract.pipeline import PipelineExtractor

FIT = Fit(penalty=2, rounds=50, rarest=1)
EXAMPLES = [
    LabelledExample(f"article-{number}", features, label)
    for number in range(20)
    for label, features in (("dry", ("sun",)), ("wet", ("rain",)))
]
TEXT = "قتل ثلاثة جنود في انفجار في الموصل. وقال مصدر إن الانفجار قوي."


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """A workplace with one annotated article."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "first.json").write_text(json.dumps({"id": "first", "issued": "2021-05-11", "entities": [], "events": []}), "utf-8")
    (articles / "first.txt").write_text(TEXT, "utf-8")
    return Workplace([articles], tmp_path / "shared", tmp_path / "work")


def made_at(place: Workplace, name: str) -> int:
    return (place.work / name).stat().st_mtime_ns


def test_a_command_line_names_its_folders() -> None:
    place = Workplace.of("Learns.", ["one", "two", "--work", "here"])
    assert (place.folders, place.work) == ([Path("one"), Path("two")], Path("here"))


def test_a_classifier_is_kept_with_those_of_the_folds(place: Workplace) -> None:
    found = place.learned("weather", EXAMPLES, FIT)
    assert {path.parent.name for path in place.work.glob("*/weather.npz")} == {"whole", "0", "1", "2", "3", "4"}
    assert found.unseen_by("article-1").likelihoods([["rain"]], "wet")[0] > 0.5
    assert place.classifier("weather").whole.features == found.whole.features


def test_it_is_learned_again_only_from_other_examples_or_in_another_way(place: Workplace) -> None:
    place.learned("weather", EXAMPLES, FIT)
    before = made_at(place, "whole/weather.npz")
    place.learned("weather", EXAMPLES, FIT)
    assert made_at(place, "whole/weather.npz") == before
    place.learned("weather", EXAMPLES[:-1], FIT)
    assert made_at(place, "whole/weather.npz") > before


def test_articles_are_read_once_and_as_long_as_they_stay_the_same(place: Workplace, extractor: PipelineExtractor) -> None:
    (first,) = place.articles()
    before = made_at(place, "documents.pkl")
    (again,) = place.articles()
    assert made_at(place, "documents.pkl") == before
    assert [word.form for word in again.doc._.words] == [word.form for word in first.doc._.words]
    (place.folders[0] / "first.txt").write_text("انفجار آخر.", "utf-8")
    (changed,) = place.articles()
    assert changed.doc.text == "انفجار آخر."


@pytest.fixture
def learned(place: Workplace) -> Path:
    """The folder of the fold of the annotated article, with all classifiers that ship."""
    folder = place.work / str(fold_of("first"))
    shutil.copytree(PACKAGE / "extract" / "models", folder, ignore=shutil.ignore_patterns("*.md"))
    return folder


@pytest.mark.slow
def test_an_article_is_read_by_the_classifiers_that_have_not_seen_it(place: Workplace, learned: Path) -> None:
    assert place.readings()["first"].events
    nothing = [LabelledExample(f"article-{number}", ("word",), label) for number in range(40) for label in ("none",) * 19 + ("Attack",)]
    place.learned("triggers", nothing, FIT)
    assert (learned / "triggers.npz").exists()
    for fold in set(range(5)) - {fold_of("first")}:
        (place.work / str(fold) / "triggers.npz").unlink()
    assert [event for event in place.readings()["first"].events if event.kind != "Statement"] == []


def test_a_fold_that_lacks_a_classifier_is_refused(place: Workplace, learned: Path) -> None:
    (learned / "grouping.npz").unlink()
    with pytest.raises(KgError, match=r"lacks grouping\.npz; learn what is missing first"):
        place.readings()
