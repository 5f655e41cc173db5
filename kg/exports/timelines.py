"""Incidents as a timeline: the JSON that TimelineJS reads (`start_date`, `end_date`, `text`), which others take too.

A date that is known only to the month or the year is written so: the display then shows no day. Incidents without a date are left
out.
"""

import json
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from kg.incidents import Incident


def write_timeline(incidents: Iterable[Incident]) -> Iterator[str]:
    """The timeline, an event a part."""
    yield '{"title": {"text": {"headline": "إسناد · Isnad"}}, "scale": "human", "events": ['
    between = "\n"
    for incident in incidents:
        if incident.earliest and incident.latest:
            yield between + json.dumps(_event(incident, incident.earliest, incident.latest), ensure_ascii=False)
            between = ",\n"
    yield "\n]}\n"


def _event(incident: Incident, first: date, last: date) -> dict[str, object]:
    """Texts are HTML there: what could be markup is escaped."""
    event: dict[str, object] = {
        "unique_id": incident.iri,
        "start_date": _day(first, last),
        "text": {"headline": escape(incident.ar), "text": _below(incident)},
        "group": incident.kind,
    }
    return event if _is_one(first, last) else {**event, "end_date": _day(last, last)}


def _below(incident: Incident) -> str:
    place = incident.place.name.ar if incident.place else ""
    killed = f"قتلى / killed: {incident.killed.best}" if incident.killed else ""
    articles = " ".join(f'<a href="{escape(report.article)}">{number}</a>' for number, report in enumerate(incident.reports, 1))
    return "<br>".join(filter(None, (escape(incident.en), escape(place), killed, articles)))


def _is_one(first: date, last: date) -> bool:
    """Whether it is one day, one month or one year."""
    return first == last or _is_month(first, last) or _is_year(first, last)


def _is_month(first: date, last: date) -> bool:
    return (first.year, first.month, 1) == (last.year, last.month, first.day) and last.day == monthrange(last.year, last.month)[1]


def _is_year(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year


def _day(first: date, last: date) -> dict[str, int]:
    if _is_year(first, last):
        return {"year": first.year}
    month = {"year": first.year, "month": first.month}
    return month if _is_month(first, last) else {**month, "day": first.day}
