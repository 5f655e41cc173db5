"""Reads the table of incidents by the saved queries that anybody may ask."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from kg.incidents.table import Actor, Incident, IncidentTable, Named, Place, Report, Toll
from kg.queries import NamedNode, Term

Row = Mapping[str, Term]
Ask = Callable[[str], Iterable[Row]]
"""Asks the saved query of a name, with its defaults: rows of terms by variable, without those that are unbound."""


def read_incidents(ask: Ask) -> IncidentTable:
    """The whole table, by the saved queries `incidents`, `incident-actors`, `incident-reports` and `places`.

    Raises what `ask` raises.
    """
    places = _places(ask("places"))
    actors, reports = _actors(ask("incident-actors")), _reports(ask("incident-reports"))
    return IncidentTable(tuple(_incident(row, places, actors, reports) for row in ask("incidents")), places)


def _incident(
    row: Row,
    places: Mapping[str, Place],
    actors: Mapping[str, list[Actor]],
    reports: Mapping[str, list[Report]],
) -> Incident:
    iri = _value(row, "incident")
    return Incident(
        iri,
        _value(row, "incident_ar"),
        _value(row, "incident_en"),
        _local(row, "kind"),
        _local(row, "status") or "Occurred",
        _day(row, "earliest"),
        _day(row, "latest"),
        places.get(_value(row, "place")),
        _toll(row, "killed"),
        _toll(row, "injured"),
        tuple(actors.get(iri, ())),
        tuple(reports.get(iri, ())),
        int(_value(row, "sources") or 1),
    )


def _places(rows: Iterable[Row]) -> dict[str, Place]:
    """Each place with all that it lies in; the query gives a row for each place that directly holds it."""
    first: dict[str, Row] = {}
    direct: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        iri = _value(row, "place")
        first.setdefault(iri, row)
        if within := _value(row, "within"):
            direct[iri].add(within)
    return {
        iri: Place(_named(row, "place"), _number(row, "lat"), _number(row, "long"), _all_around(iri, direct)) for iri, row in first.items()
    }


def _all_around(place: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [place]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found - {place})


def _actors(rows: Iterable[Row]) -> dict[str, list[Actor]]:
    found: dict[str, list[Actor]] = defaultdict(list)
    known: dict[str, Named] = {}
    for row in rows:
        entity = known.setdefault(_value(row, "actor"), _named(row, "actor"))
        found[_value(row, "incident")].append(Actor(_local(row, "relation"), entity))
    return found


def _reports(rows: Iterable[Row]) -> dict[str, list[Report]]:
    found: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        publisher = _named(row, "publisher", "MediaOutlet") if "publisher" in row else None
        found[_value(row, "incident")].append(Report(_value(row, "article"), _day(row, "issued"), publisher))
    return found


def _named(row: Row, variable: str, kind: str = "") -> Named:
    iri = _value(row, variable)
    arabic = _value(row, f"{variable}_ar") or iri.rpartition("/")[2]
    return Named(iri, arabic, _value(row, f"{variable}_en"), kind or _local(row, "kind"))


def _value(row: Row, variable: str) -> str:
    """The text of a cell, "" where it is unbound."""
    term = row.get(variable)
    return "" if term is None else str(getattr(term, "value", term))


def _local(row: Row, variable: str) -> str:
    """What stands behind the # of an IRI of the ontology."""
    term = row.get(variable)
    return term.value.rpartition("#")[2] if isinstance(term, NamedNode) else ""


def _day(row: Row, variable: str) -> date | None:
    """A day; None too for a year that Python's calendar does not have."""
    try:
        return date.fromisoformat(_value(row, variable))
    except ValueError:
        return None


def _number(row: Row, variable: str) -> float | None:
    text = _value(row, variable)
    return float(text) if text else None


def _toll(row: Row, figure: str) -> Toll | None:
    if f"{figure}_best" not in row:
        return None
    return Toll(*(int(_value(row, f"{figure}_{each}")) for each in ("low", "best", "high")))
