"""What the place names of rows mean, and how a place of a row and one of the graph go together."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kg.arabic import fold
from kg.gazetteer import Gazetteer
from kg.incidents import Place
from kg.ontology import Instances, ancestors

Point = tuple[float, float]
Fit = Literal["same", "inside", "outside", "near", "elsewhere", "abroad", "unknown"]
"""The graph's place is the row's; lies in it; holds it; is its neighbour; is another in the same country; in another country."""
NEIGHBOURS = 25
"""Kilometres between two places that may be one: as far as for reports of one incident."""
_EARTH = 6371.0
_BEFORE = ("محافظه", "ولايه", "مدينه", "اقليم", "قضاء", "بلده", "قريه", "منطقه", "العاصمه")
_BEHIND = ("province", "governorate", "state", "oblast", "district", "city", "region", "prefecture")
_MOST_NAMESAKES = 5
_LEVELS = ("Facility", "Settlement", "Region", "Country")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a row's names may mean: IRIs of its smallest place, of all that these lie in, and of the countries among both."""

    smallest: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    widest: frozenset[str] = frozenset()
    """IRIs of the widest place that is named."""
    points: tuple[Point, ...] = ()
    names: frozenset[str] = frozenset()
    """The folded name of the smallest place, without «city», «محافظة» …"""


@dataclass(slots=True)
class Atlas:
    """The places of the graph and of the gazetteer, by their names."""

    places: Mapping[str, Place]
    gazetteer: Gazetteer
    instances: Instances
    _named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _countries_of: dict[str, frozenset[str]] = field(default_factory=dict)
    _known: dict[tuple[tuple[str, ...], Point | None], Meant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Takes down the names of the graph's places."""
        for iri, place in sorted(self.places.items()):
            for name in {bare(place.name.ar), bare(place.name.en)} - {""}:
                self._named[name].append(iri)

    def meant(self, names: tuple[str, ...], point: Point | None) -> Meant:
        """What the names of a row mean, the smallest place first. Namesakes give way to those in the wider places that are named."""
        if (names, point) not in self._known:
            self._known[names, point] = self._meant(names, point)
        return self._known[names, point]

    def around(self, iri: str) -> frozenset[str]:
        """IRIs of all that a place lies in."""
        place = self.places.get(iri)
        containers = self.gazetteer.containers(self._id(iri))
        return (place.within if place else frozenset()) | frozenset(self._iri(each) for each in containers)

    def fit(self, meant: Meant, place: Place | None) -> Fit:
        """How the place of an incident goes together with what a row means."""
        if place is None or not (meant.smallest or meant.points):
            return "unknown" if place is None or bare(place.name.ar) not in meant.names else "same"
        if place.name.iri in meant.smallest:
            return "same"
        if place.within & meant.smallest:
            return "inside"
        if place.name.iri in meant.around:
            return "outside"
        if place.precision == "unknown" or (place.precision == "region" and not self._countries({place.name.iri, *place.within})):
            return "unknown"
        return self._apart(meant, place)

    def is_abroad(self, meant: Meant, place: Place | None) -> bool:
        """Whether a place is known to lie in none of the countries that a row means."""
        if place is None or not meant.countries:
            return False
        iri = place.name.iri
        if iri not in self._countries_of:
            self._countries_of[iri] = self._countries({iri, *place.within})
        return bool(self._countries_of[iri]) and meant.countries.isdisjoint(self._countries_of[iri])

    def level(self, meant: Meant, place: Place, fit: Fit) -> str:
        """The class of the wider of both: how little it says that they go together."""
        wider = meant.smallest & place.within if fit == "inside" else {place.name.iri}
        kinds = [self._kind(iri) for iri in wider]
        return max((kind for kind in kinds if kind in _LEVELS), key=_LEVELS.index, default="Region")

    def _apart(self, meant: Meant, place: Place) -> Fit:
        point = _point(place) if place.is_exact else None
        if point and any(kilometres(point, other) <= NEIGHBOURS for other in meant.points):
            return "near"
        return "abroad" if self.is_abroad(meant, place) else "elsewhere"

    def _meant(self, names: tuple[str, ...], point: Point | None) -> Meant:
        resolved = [found for name in names if (found := self._candidates(name))]
        wider = frozenset(iri for found in resolved[1:] for iri in found)
        smallest = resolved[0] if resolved else frozenset()
        fitting = frozenset(iri for iri in smallest if self.around(iri) & wider) if wider else smallest
        if not fitting and self._are_elsewhere(smallest, wider):  # «Tripoli, Lebanon», where only Libya's is known
            return self._meant(names[1:], point)
        smallest = fitting or smallest
        around = frozenset(outer for iri in smallest for outer in self.around(iri)) | wider
        points = (point,) if point else tuple(filter(None, (self._position(iri) for iri in sorted(smallest))))
        widest = resolved[-1] if resolved else frozenset()
        folded = frozenset(map(bare, names[:1]))
        return Meant(smallest, around - smallest, self._countries(smallest | around), widest, points, folded)

    def _are_elsewhere(self, smallest: Iterable[str], wider: frozenset[str]) -> bool:
        """Whether all of some places are known to lie in other countries than the wider ones that a row names."""
        named = self._countries(wider.union(*map(self.around, wider)))
        of_each = [self._countries({iri, *self.around(iri)}) for iri in smallest]
        return bool(named and of_each) and all(countries and countries.isdisjoint(named) for countries in of_each)

    def _candidates(self, name: str) -> frozenset[str]:
        wanted = bare(name)
        entries = [entry for written in {name, wanted} for entry in self.gazetteer.lookup(written, ambiguous=True)]
        listed = {self._iri(entry.id) for entry in entries if "Place" in ancestors(entry.kind)}
        found = listed | set(self._named.get(wanted, ()))
        if not found:
            found = {self._iri(entry.id) for entry in self.gazetteer.settlements(wanted)[:_MOST_NAMESAKES]}
        return frozenset(found)

    def _countries(self, iris: Iterable[str]) -> frozenset[str]:
        return frozenset(iri for iri in iris if self._kind(iri) == "Country")

    def _kind(self, iri: str) -> str:
        if iri in self.places:
            return self.places[iri].name.kind
        entry = self.gazetteer.get(self._id(iri))
        return entry.kind if entry else ""

    def _position(self, iri: str) -> Point | None:
        if self._kind(iri) not in ("Settlement", "Facility"):
            return None
        if iri in self.places and (known := _point(self.places[iri])):
            return known
        entry = self.gazetteer.get(self._id(iri))
        return (float(entry.latitude), float(entry.longitude)) if entry and entry.latitude and entry.longitude else None

    def _iri(self, identifier: str) -> str:
        return self.instances.node("entity", identifier).value

    def _id(self, iri: str) -> str:
        return iri.rpartition("/")[2]


def bare(name: str) -> str:
    """A place name, folded, without the word for what sort of place it is.

    >>> bare("محافظة البصرة"), bare("Anbar Province")
    ('البصره', 'anbar')
    """
    words = fold(name).split()
    if len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    if len(words) > 1 and words[-1] in _BEHIND:
        words = words[:-1]
    return " ".join(words)


def kilometres(one: Point, other: Point) -> float:
    """How far two points are from each other, as the crow flies."""
    (north, east), (other_north, other_east) = (tuple(map(math.radians, point)) for point in (one, other))
    across = math.sin((other_east - east) / 2) ** 2 * math.cos(north) * math.cos(other_north)
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(math.sin((other_north - north) / 2) ** 2 + across)))


def _point(place: Place) -> Point | None:
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)
