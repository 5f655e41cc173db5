"""Incidents gathered by where they were: what a map draws."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.incidents.killed import killed_in
from kg.incidents.table import Incident, Place


@dataclass(frozen=True, slots=True)
class AtPlace:
    """How many incidents are known to have been at a place, and no more exactly than that."""

    place: Place
    kinds: tuple[tuple[str, int], ...]
    """By class, most first."""
    killed: int
    """In all of them, as `killed_in` adds up."""

    @property
    def total(self) -> int:
        """Incidents of all classes."""
        return sum(count for _, count in self.kinds)


def at_places(incidents: Iterable[Incident], shown_at: Callable[[Place], Place | None] = lambda place: place) -> tuple[AtPlace, ...]:
    """Every place with its incidents, those with most first, ties by IRI. An incident in a town does not count for its country too.

    `shown_at` may put the incidents of one place to another, or nowhere.
    """
    gathered: dict[str, list[Incident]] = defaultdict(list)
    places: dict[str, Place] = {}
    for incident in incidents:
        place = shown_at(incident.place) if incident.place else None
        if place:
            places[place.name.iri] = place
            gathered[place.name.iri].append(incident)
    found = [_at(places[iri], there) for iri, there in gathered.items()]
    return tuple(sorted(found, key=lambda each: (-each.total, each.place.name.iri)))


def drawn_at(place: Place, places: Mapping[str, Place]) -> Place | None:
    """What a map can draw a place as: itself, or where it has no coordinates the one country that it lies in; None for neither."""
    if place.precision == "country" or (place.latitude is not None and place.longitude is not None):
        return place
    countries = [around for iri in place.within if (around := places.get(iri)) and around.precision == "country"]
    return countries[0] if len(countries) == 1 else None


def kinds_by_frequency(incidents: Iterable[Incident]) -> tuple[tuple[str, int], ...]:
    """How many incidents there are of each class, most first, ties by name."""
    kinds = Counter(incident.kind for incident in incidents)
    return tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0])))


def _at(place: Place, incidents: list[Incident]) -> AtPlace:
    return AtPlace(place, kinds_by_frequency(incidents), killed_in(incidents))
