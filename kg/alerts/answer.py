"""What a saved query answers, as far as it has a meaning of its own: incidents with what is known of them, and other rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.exports.chosen import Asks
from kg.exports.feeds import subject
from kg.exports.network import text
from kg.incidents import Incident, IncidentTable, Toll
from kg.incidents.reading import Row

_NO_MEANING = ("confidence", "begin", "end", "claim", "score", "before", "after")
"""Columns that may change while nothing else is told."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an incident. Its label is generated and not compared."""

    ar: str
    en: str
    kind: str
    status: str
    earliest: str
    """ISO days; "" for no date."""
    latest: str
    place: str
    """IRI, "" where it is not known."""
    killed: tuple[int, int, int] | None
    """Least, latest, greatest."""
    injured: tuple[int, int, int] | None
    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """IRIs by relation: "claimedBy", "deniedBy" …"""
    articles: tuple[str, ...] = ()
    """IRIs of those that report it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Incidents by IRI, other rows as their cells have it, and names of all that they name."""

    incidents: Mapping[str, Known]
    rows: frozenset[tuple[tuple[str, str], ...]]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Arabic and English, by IRI."""


def read_answer(rows: Iterable[Row], table: IncidentTable) -> Answer:
    """The meaning of rows. A row that names an incident stands for this incident, with all that is known of it."""
    incidents = {incident.iri: incident for incident in table.incidents}
    known: dict[str, Known] = {}
    names: dict[str, tuple[str, str]] = {}
    others = set()
    for row in rows:
        incident = incidents.get(subject(row, incidents))
        if incident is None:
            others.add(tuple(sorted((name, text(row, name)) for name in row if name not in _NO_MEANING)))
        elif incident.iri not in known:
            known[incident.iri] = _known(incident)
            names |= _names(incident)
    return Answer(known, frozenset(others), names)


def moved(gone: Iterable[str], asks: Asks) -> dict[str, str]:
    """Where incidents are found that went by other IRIs before: an earlier report has joined them, or they were joined."""
    found = {}
    for iri in gone:
        for row in asks("event-summary", {"event": iri}):
            if (now := text(row, "event")) != iri:
                found[iri] = now
    return found


def _known(incident: Incident) -> Known:
    parties: dict[str, list[str]] = {}
    for actor in incident.actors:
        parties.setdefault(actor.relation, []).append(actor.entity.iri)
    return Known(
        incident.ar,
        incident.en,
        incident.kind,
        incident.status,
        incident.earliest.isoformat() if incident.earliest else "",
        incident.latest.isoformat() if incident.latest else "",
        incident.place.name.iri if incident.place else "",
        _toll(incident.killed),
        _toll(incident.injured),
        {relation: tuple(sorted(iris)) for relation, iris in sorted(parties.items())},
        tuple(sorted(report.article for report in incident.reports)),
    )


def _toll(toll: Toll | None) -> tuple[int, int, int] | None:
    return (toll.low, toll.best, toll.high) if toll else None


def _names(incident: Incident) -> dict[str, tuple[str, str]]:
    named = [actor.entity for actor in incident.actors]
    named += [incident.place.name] if incident.place else []
    publishers = {report.article: report.publisher for report in incident.reports if report.publisher}
    found = {each.iri: (each.ar, each.name("en")) for each in named}
    return found | {article: (publisher.ar, publisher.name("en")) for article, publisher in publishers.items()}
