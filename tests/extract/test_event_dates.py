"""Which time expression dates an event, by the shipped classifier."""

from datetime import date

import pytest
from reading import ReadDocument

from kg.extract.classifier import shipped
from kg.extract.context import Page
from kg.extract.dates.assignment import EventDate, event_dates, label
from kg.extract.dates.candidates import Candidate, Dating
from kg.extract.triggers import EventGroup, trigger_of

ISSUED = "2021-05-11"
"""A Tuesday."""


def group(page: Page, kind: str, *words: str) -> EventGroup:
    """The event of a class whose triggers are some words of a page."""
    found = [word for word in page.words if word.span.of(page.text) in words]
    return EventGroup(kind, tuple(trigger_of(page.words, word.index, word.index, 0, kind) for word in found))


def dated(document: ReadDocument, text: str, *events: tuple[str, str], issued: str | None = ISSUED) -> list[EventDate | None]:
    """The dates of events given by class and trigger."""
    page = Page.of(document(text, issued))
    groups = [group(page, kind, word) for kind, word in events]
    return event_dates(page, groups, date.fromisoformat(issued) if issued else None, shipped("dates"))


def values(document: ReadDocument, text: str, *events: tuple[str, str], issued: str | None = ISSUED) -> list[str | None]:
    return [found and found.value for found in dated(document, text, *events, issued=issued)]


def test_an_event_has_the_date_of_its_clause(document: ReadDocument) -> None:
    assert values(document, "قتل جنديان في انفجار وقع أمس الاثنين في بغداد.", ("Bombing", "انفجار")) == ["2021-05-10"]


def test_the_words_of_the_date_are_given(document: ReadDocument) -> None:
    text = "قتل جنديان في انفجار وقع أمس الاثنين في بغداد."
    (found,) = dated(document, text, ("Bombing", "انفجار"))
    assert found is not None
    assert found.expression is not None
    assert found.expression.span.of(text) == "أمس الاثنين"
    assert 0 < found.probability <= 1


@pytest.mark.xfail(strict=True, reason="the second event of a sentence is given the date of the first")
def test_two_events_of_a_sentence_have_each_its_own(document: ReadDocument) -> None:
    text = "قتل خمسة جنود في هجوم وقع فجر الأحد، بعد تفجير استهدف سوقا في 3 مارس 2020."
    assert values(document, text, ("Attack", "هجوم"), ("Bombing", "تفجير")) == ["2021-05-09", "2020-03-03"]


def test_an_event_without_a_date_of_its_own_far_from_any_has_none(document: ReadDocument) -> None:
    assert values(document, "تستمر الحرب على الفساد. وتحدث الكاتب عن هجوم.", ("Attack", "هجوم"), issued=None) == [None]


def test_without_any_time_and_day_there_is_no_date(document: ReadDocument) -> None:
    assert values(document, "قتل جنديان في انفجار.", ("Bombing", "انفجار"), issued=None) == [None]


def test_dates_come_in_the_order_of_the_events_given(document: ReadDocument) -> None:
    text = "قتل خمسة جنود في هجوم وقع فجر الأحد، بعد تفجير استهدف سوقا في 3 مارس 2020."
    one, other = values(document, text, ("Attack", "هجوم"), ("Bombing", "تفجير"))
    assert values(document, text, ("Bombing", "تفجير"), ("Attack", "هجوم")) == [other, one]


@pytest.mark.parametrize(
    ("gold", "expected"),
    [("2021-05-10", "day"), ("2021-05", "month"), ("2021", "year"), ("2021-05-11", "none"), ("2020", "none"), (None, "none")],
)
def test_a_candidate_is_labelled_by_how_much_of_it_is_the_date(gold: str | None, expected: str) -> None:
    assert label(Candidate("2021-05-10", "today", None, 0, 0, 0), gold) == expected


def test_the_articles_own_day_is_the_last_candidate(document: ReadDocument) -> None:
    page = Page.of(document("انفجار أمس", ISSUED))
    dating = Dating.of(page, date.fromisoformat(ISSUED), [group(page, "Bombing", "انفجار")])
    assert [(candidate.value, candidate.kind) for candidate in dating.candidates] == [("2021-05-10", "today"), (ISSUED, "article")]
