"""Calibration: a confidence becomes the share that is right of what was held for so sure."""

import pytest

from kg.extract.calibration import calibrated, likely, shipped, table
from kg.model import Event, Extraction, Fact, Mention, Reader, Relation, Span, Value, ValueType
from kg.ontology import kg, vocabulary

WORDS = Span(0, 4)
CURVE = ((0.4, 0.1), (0.6, 0.5), (0.8, 0.9))


def fact(name: str, confidence: float) -> Fact:
    return Fact(name, Value(ValueType.NUMBER, 3), WORDS, confidence)


@pytest.mark.parametrize(("read", "right"), [(0.0, 0.1), (0.4, 0.1), (0.5, 0.3), (0.6, 0.5), (0.75, 0.8), (0.8, 0.9), (1.0, 0.9)])
def test_between_two_points_a_curve_is_straight_and_beyond_the_ends_level(read: float, right: float) -> None:
    assert likely(read, CURVE) == pytest.approx(right)


def test_what_has_no_curve_stays_as_it_is() -> None:
    assert likely(0.37, ()) == 0.37


def test_a_table_is_lines_of_sort_as_read_and_as_it_turned_out() -> None:
    assert table(["# a comment", "killed\t0.8\t0.7", "killed\t0.4\t0.2", "", "date\t0.5\t0.5"]) == {
        "killed": ((0.4, 0.2), (0.8, 0.7)),
        "date": ((0.5, 0.5),),
    }


def test_each_sort_goes_by_its_own_curve_and_a_fact_is_no_surer_than_its_event_allows() -> None:
    event = Event("Bombing", (WORDS,), (fact("killed", 0.8), fact("injured", 0.8)), confidence=0.9)
    said = Event("Statement", (WORDS,), confidence=0.9)
    read = Extraction(Reader("r", "1"), (Mention(WORDS, "Person", 0.9),), (event, said), (Relation(0, fact("country", 0.8)),))
    curves = {"mention": ((0.9, 0.6),), "event": ((0.9, 0.5),), "killed": ((0.3, 0.1), (0.5, 0.3)), "country": ((0.8, 1.0),)}
    found = calibrated(read, curves)
    assert [mention.confidence for mention in found.mentions] == [0.6]
    assert [each.confidence for each in found.events] == [0.5, 0.9]
    assert [each.confidence for each in found.events[0].facts] == [pytest.approx(0.2), pytest.approx(0.4)]
    assert found.relations[0].fact.confidence == 1.0


def test_nothing_but_confidences_changes() -> None:
    event = Event("Bombing", (WORDS,), (fact("killed", 0.8),), confidence=1.0)
    read = Extraction(Reader("r", "1"), (), (event,))
    assert calibrated(read, {}) == read


def test_the_shipped_curves_never_fall_and_are_of_sorts_that_there_are() -> None:
    known = {t.subject for t in vocabulary()}
    for name, curve in shipped().items():
        assert name in ("mention", "event", "statement") or kg(name) in known
        xs, ys = zip(*curve, strict=True)
        assert list(xs) == sorted(set(xs))
        assert list(ys) == sorted(ys)
        assert all(0 <= y <= 1 for y in ys)
