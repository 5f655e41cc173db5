"""How many incidents each further choice would leave: the counts beside the filters."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.incidents.filters import Filter
from kg.incidents.table import Incident, IncidentTable
from kg.ontology import ancestors


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter, and its values with the number of incidents that each would leave, most first, ties by value.

    Values are as `Filter` holds them: local names of classes and statuses, IRIs of places, actors and publishers.
    """

    name: str
    counts: tuple[tuple[str, int], ...]


def facets(table: IncidentTable, asked: Filter) -> tuple[Facet, ...]:
    """The counts of each filter, worked out as if it alone were not set, so that another value can be chosen instead."""
    return tuple(Facet(name, _counts(_meant(table, asked, name), values)) for name, values in _VALUES.items())


def _meant(table: IncidentTable, asked: Filter, name: str) -> Sequence[Incident]:
    others = asked.without(name)
    return [incident for incident in table.incidents if others.matches(incident)]


def _counts(incidents: Iterable[Incident], values: Callable[[Incident], Iterable[str]]) -> tuple[tuple[str, int], ...]:
    counted = Counter(value for incident in incidents for value in set(values(incident)))
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _places(incident: Incident) -> Iterator[str]:
    if incident.place:
        yield incident.place.name.iri
        yield from incident.place.within


_VALUES: dict[str, Callable[[Incident], Iterable[str]]] = {
    "kind": lambda incident: ancestors(incident.kind)[:-2],  # all of them are incidents and events
    "status": lambda incident: [incident.status],
    "place": _places,
    "actor": lambda incident: [actor.entity.iri for actor in incident.actors],
    "publisher": lambda incident: [report.publisher.iri for report in incident.reports if report.publisher],
}
