"""Calendars, read back by icalendar; timelines, as TimelineJS reads them."""

import json
from datetime import date
from pathlib import Path

import pytest
from exporting import BAD, BLAST, publish_with_a_bad_name, written
from icalendar import Calendar, Component

from kg.exports.calendars import write_ics
from kg.exports.timelines import write_timeline
from kg.incidents import Incident


def on(first: date | None, last: date | None, status: str = "Occurred") -> Incident:
    return Incident("https://w3id.org/isnad/id/event/1", "هجوم", "Attack", "Attack", status, first, last, None, None, None, (), (), 1)


def entries(calendar: bytes) -> list[Component]:
    return Calendar.from_ical(calendar).walk("VEVENT")


def event(incident: Incident) -> dict[str, object]:
    (found,) = json.loads("".join(write_timeline([incident])))["events"]
    return found


def test_an_incident_is_an_entry_of_whole_days(small_store: Path) -> None:
    (entry,) = entries(written(small_store, "ics", kind="kg:Bombing"))
    assert entry["uid"] == BLAST
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2024, 5, 1), date(2024, 5, 2))
    assert str(entry["summary"]).startswith("تفجير في الحسكة")
    assert entry["geo"].to_ical() == "36.5;40.75"


@pytest.mark.parametrize(
    ("incident", "status"),
    [
        (on(date(2024, 5, 1), date(2024, 5, 1)), "CONFIRMED"),
        (on(date(2024, 5, 1), date(2024, 5, 31)), "TENTATIVE"),
        (on(date(2024, 5, 1), date(2024, 5, 1), "Foiled"), "CANCELLED"),
    ],
)
def test_what_is_uncertain_is_tentative_and_what_was_foiled_is_cancelled(incident: Incident, status: str) -> None:
    assert [entry["status"] for entry in entries(b"".join(write_ics([incident])))] == [status]


def test_an_incident_without_a_date_is_in_no_calendar() -> None:
    assert entries(b"".join(write_ics([on(None, None)]))) == []
    assert json.loads("".join(write_timeline([on(None, None)])))["events"] == []


def test_the_last_day_of_all_has_no_day_after() -> None:
    assert entries(b"".join(write_ics([on(date.max, date.max)])))
    assert event(on(date.max, date.max))


@pytest.mark.parametrize(
    ("first", "last", "begin", "has_end"),
    [
        (date(2024, 5, 3), date(2024, 5, 3), {"year": 2024, "month": 5, "day": 3}, False),
        (date(2024, 2, 1), date(2024, 2, 29), {"year": 2024, "month": 2}, False),
        (date(2024, 1, 1), date(2024, 12, 31), {"year": 2024}, False),
        (date(2024, 5, 3), date(2024, 5, 9), {"year": 2024, "month": 5, "day": 3}, True),
    ],
)
def test_a_timeline_says_no_more_of_a_date_than_is_known(first: date, last: date, begin: dict[str, int], *, has_end: bool) -> None:
    found = event(on(first, last))
    assert found["start_date"] == begin
    assert ("end_date" in found) == has_end


def test_a_bad_name_stays_a_name(tmp_path: Path) -> None:
    publish_with_a_bad_name(tmp_path)
    (entry,) = entries(written(tmp_path, "ics", kind="kg:Bombing"))
    assert str(entry["summary"]) == BAD.replace("\x01", "\ufffd")
    (shown,) = json.loads(written(tmp_path, "timeline", kind="kg:Bombing"))["events"]
    assert "<script" not in shown["text"]["headline"]
