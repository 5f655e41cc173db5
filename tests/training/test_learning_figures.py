"""What the classifier of figures learns from: which counts of an annotated article are figures of which gold event."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from reading import ReadDocument

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from aligned import align
from event_figures import ReadArticle, examples, score
from learning import Fit, Score, learned

from kg.extract.context import Page
from kg.extract.figures.assignment import FIGURE, pairs

TEXT = "قتل أربعة جنود في تفجير استهدف دوريتهم. وفي حادث منفصل قتل أربعة مدنيين في غارة على القرية."


def event(name: str, kind: str, trigger: str, evidence: str) -> dict[str, Any]:
    """An annotated event with four dead."""
    return {
        "id": name,
        "class": kind,
        "trigger": [trigger],
        "evidence": [evidence],
        "killed": [{"value": 4, "qualifier": "Exactly", "scope": "Whole"}],
    }


def article(document: ReadDocument, *events: Mapping[str, Any]) -> ReadArticle:
    aligned = align(document(TEXT), {"id": "first", "entities": [], "events": list(events)})
    names = tuple(str(event["id"]) for event in events)
    return ReadArticle(aligned, names, tuple(pairs(Page.of(aligned.doc), [aligned.groups[name] for name in names])))


BOMBING = event("i1", "Bombing", "تفجير", "قتل أربعة جنود في تفجير استهدف دوريتهم")
AIRSTRIKE = event("i2", "Airstrike", "غارة", "وفي حادث منفصل قتل أربعة مدنيين في غارة على القرية")


def test_a_count_is_a_figure_of_the_event_whose_evidence_it_stands_in(document: ReadDocument) -> None:
    read = article(document, BOMBING, AIRSTRIKE)
    figures = {(pair.count.word < 5, pair.event) for pair, row in zip(read.pairs, examples(read), strict=True) if row.label == FIGURE}
    assert figures == {(True, 0), (False, 1)}


def test_a_count_with_another_value_is_none(document: ReadDocument) -> None:
    other = {**BOMBING, "killed": [{"value": 5, "qualifier": "Exactly", "scope": "Whole"}]}
    assert FIGURE not in {row.label for row in examples(article(document, other))}


def test_figures_are_counted_by_event(document: ReadDocument) -> None:
    read = article(document, BOMBING, AIRSTRIKE)
    classifier = learned(list(examples(read)), Fit(penalty=0.1, rounds=100, rarest=1))
    assert score(read, classifier) == Score(right=2, covered=2)


def test_a_figure_that_is_another_event_s_is_too_much(document: ReadDocument) -> None:
    classifier = learned(list(examples(article(document, BOMBING, AIRSTRIKE))), Fit(penalty=0.1, rounds=100, rarest=1))
    five = {**BOMBING, "killed": [{"value": 5, "qualifier": "Exactly", "scope": "Whole"}]}
    assert score(article(document, five, AIRSTRIKE), classifier) == Score(right=1, extra=1, missed=1, covered=1)
