"""Incidents as a calendar (iCalendar, RFC 5545): an entry of whole days each, for those whose date is known.

A date that is known only to the month or the year is an entry over all its days, and marked as uncertain (TENTATIVE), as is what
was planned. Incidents without a date have no place in a calendar and are left out.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Event

from kg.exports.characters import writable
from kg.incidents import Incident

_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Isnad//incidents//AR\r\nCALSCALE:GREGORIAN\r\n"
_STATUS = {"Occurred": "CONFIRMED", "Planned": "TENTATIVE", "Foiled": "CANCELLED", "Denied": "CANCELLED"}


def write_ics(incidents: Iterable[Incident]) -> Iterator[bytes]:
    """The calendar, an entry a part."""
    yield _HEAD.encode()
    for incident in incidents:
        if incident.earliest and incident.latest:
            yield _entry(incident, incident.earliest, incident.latest).to_ical()
    yield b"END:VCALENDAR\r\n"


def _entry(incident: Incident, first: date, last: date) -> Event:
    entry = Event()
    entry.add("uid", incident.iri)
    entry.add("dtstamp", _stamp(incident, first))
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1) if last < date.max else last)  # the day after, as RFC 5545 has it
    entry.add("summary", writable(incident.ar), parameters={"language": "ar"})
    entry.add("description", _below(incident))
    entry.add("categories", [incident.kind, incident.status])
    entry.add("status", _STATUS.get(incident.status, "CONFIRMED") if first == last else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    entry.add("url", incident.iri)
    _add_place(entry, incident)
    return entry


def _add_place(entry: Event, incident: Incident) -> None:
    if incident.place is None:
        return
    entry.add("location", writable(incident.place.name.ar), parameters={"language": "ar"})
    if incident.place.is_exact and incident.place.latitude is not None and incident.place.longitude is not None:
        entry.add("geo", (incident.place.latitude, incident.place.longitude))


def _stamp(incident: Incident, first: date) -> datetime:
    """When this was last known to be so: the newest report's day, and not the time of writing, so that the same graph is the same bytes."""
    issued = [report.issued for report in incident.reports if report.issued]
    return datetime.combine(max(issued, default=first), time(), UTC)


def _below(incident: Incident) -> str:
    return writable("\n".join(filter(None, (incident.en, _toll(incident), *(report.article for report in incident.reports)))))


def _toll(incident: Incident) -> str:
    toll = incident.killed
    if toll is None:
        return ""
    return f"قتلى / killed: {toll.best}" + (f" ({toll.low}–{toll.high})" if toll.low != toll.high else "")
