"""What a saved query answers, as far as it has a meaning of its own: incidents with what is known of them, and other rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.exports.chosen import Asks
from kg.incidents import Incident, IncidentTable, Toll
from kg.incidents.reading import Row, subject, text

_NO_MEANING = ("confidence", "begin", "end", "claim", "score", "before", "after")
"""Columns that may change while nothing else is told."""
_QUOTED = "words"
"""The column of a row that quotes an article."""


Cells = tuple[tuple[str, str], ...]
"""A row: what its cells say, by variable, sorted."""


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
    articles: Mapping[str, str] = field(default_factory=dict)
    """By the IRI of each that reports it that of its publisher, "" where that is not known."""
    told: frozenset[Cells] = frozenset()
    """Rows of the answer that quote what an article says of it: what a denial adds to two others is seen here alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Incidents by IRI, other rows as their cells have it, and names of all that they name."""

    incidents: Mapping[str, Known]
    rows: frozenset[Cells]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Arabic and English, by IRI."""


def read_answer(rows: Iterable[Row], table: IncidentTable) -> Answer:
    """The meaning of rows. A row that names an incident stands for this incident, with all that is known of it; what it quotes is kept."""
    incidents = {incident.iri: incident for incident in table.incidents}
    of_incident: dict[str, set[Cells]] = {}
    others = set()
    for row in rows:
        iri = subject(row, incidents)
        if iri not in incidents:
            others.add(_cells(row))
        else:
            told = of_incident.setdefault(iri, set())
            told |= {_cells(row)} if _QUOTED in row else set()
    known = {iri: _known(incidents[iri], told) for iri, told in of_incident.items()}
    names = {iri: both for each in of_incident for iri, both in _names(incidents[each]).items()}
    return Answer(known, frozenset(others), names)


def _cells(row: Row) -> Cells:
    """What a row says; the label of what another cell names says nothing more."""
    said = (name for name in row if name not in _NO_MEANING and not (name.endswith(("_ar", "_en")) and name[:-3] in row))
    return tuple(sorted((name, text(row, name)) for name in said))


def moved(gone: Iterable[str], asks: Asks) -> dict[str, str]:
    """Where incidents are found that went by other IRIs before: an earlier report has joined them, or they were joined."""
    found = {}
    for iri in gone:
        for row in asks("event-summary", {"event": iri}):
            if (now := text(row, "event")) != iri:
                found[iri] = now
    return found


def _known(incident: Incident, told: Iterable[Cells]) -> Known:
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
        {report.article: report.publisher.iri if report.publisher else "" for report in incident.reports},
        frozenset(told),
    )


def _toll(toll: Toll | None) -> tuple[int, int, int] | None:
    return (toll.low, toll.best, toll.high) if toll else None


def _names(incident: Incident) -> dict[str, tuple[str, str]]:
    named = [actor.entity for actor in incident.actors]
    named += [incident.place.name] if incident.place else []
    publishers = {report.article: report.publisher for report in incident.reports if report.publisher}
    found = {each.iri: (each.ar, each.name("en")) for each in named}
    return found | {article: (publisher.ar, publisher.name("en")) for article, publisher in publishers.items()}
