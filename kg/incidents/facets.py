"""How many incidents each further choice would leave: the counts beside the filters."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

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
    """The counts of each filter, worked out as if it alone were not set, so that another value can be chosen instead.

    One pass: an incident that fails no part of the filter counts everywhere, one that fails one part counts for that part only.
    """
    fitting: list[Incident] = []
    failing: dict[str, list[Incident]] = defaultdict(list)
    parts = asked.parts()
    for incident in table.incidents:
        failed = [name for name, fits in parts if not fits(incident)]
        if not failed:
            fitting.append(incident)
        elif len(failed) == 1:
            failing[failed[0]].append(incident)
    return tuple(Facet(name, _counts((*fitting, *failing[name]), values)) for name, values in _VALUES.items())


def _counts(incidents: Iterable[Incident], values: Callable[[Incident], Iterable[str]]) -> tuple[tuple[str, int], ...]:
    counted = Counter(chain.from_iterable(map(values, incidents)))
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _places(incident: Incident) -> Iterable[str]:
    return {iri for place in incident.places for iri in (place.name.iri, *place.within)}


_VALUES: Mapping[str, Callable[[Incident], Iterable[str]]] = {
    "kind": lambda incident: ancestors(incident.kind)[:-2],  # all of them are incidents and events
    "status": lambda incident: [incident.status],
    "place": _places,
    "actor": lambda incident: {actor.entity.iri for actor in incident.actors},
    "publisher": lambda incident: {report.publisher.iri for report in incident.reports if report.publisher},
}
"""What an incident counts for, each once."""
