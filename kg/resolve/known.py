"""What is known of the entities that reports name: from the gazetteer, else from the reports themselves."""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.gazetteer import Gazetteer
from kg.model import Report, UnlistedEntity
from kg.ontology import most_specific

LEVELS = ("Facility", "Settlement", "Region", "Country")
"""Classes of places, the most specific first."""
_LEVEL_OF = {kind: level for level, kind in enumerate(LEVELS)}
_DIAMETER = 12_742
"""Of the Earth, in kilometres."""


def kind_of(entity: str, reports: Iterable[Report], gazetteer: Gazetteer) -> str:
    """The class of an entity: the gazetteer's, else the most specific that the reports give, else Entity."""
    if entry := gazetteer.get(entity):
        return entry.kind
    return most_specific([found.kind for found in unlisted(entity, reports)] or ["Entity"])


def name_of(entity: str, reports: Iterable[Report], gazetteer: Gazetteer, language: str) -> str:
    """What an entity is called in a language, or as the first report by code points has it, or by its id."""
    if entry := gazetteer.get(entity):
        return (entry.label_en if language == "en" else "") or entry.label_ar
    return min((found.name for found in unlisted(entity, reports)), default=entity)


def unlisted(entity: str, reports: Iterable[Report]) -> Iterator[UnlistedEntity]:
    """What reports say of an entity that the gazetteer lacks."""
    return (found for report in reports for found in report.unlisted if found.id == entity)


def level_of(place: str, reports: Iterable[Report], gazetteer: Gazetteer) -> int:
    """How coarse a place is, as an index of LEVELS; a place of no such class counts as a settlement."""
    return _LEVEL_OF.get(kind_of(place, reports, gazetteer), _LEVEL_OF["Settlement"])


@lru_cache(maxsize=5_000)
def with_containers(places: tuple[str, ...], gazetteer: Gazetteer) -> frozenset[str]:
    """Places with what contains them, up to their country: a continent tells nothing apart."""
    found = set()
    for place in places:
        for step in (place, *gazetteer.containers(place)):
            found.add(step)
            entry = gazetteer.get(step)
            if entry and entry.kind == "Country":
                break
    return frozenset(found)


def kilometres(one: str, other: str, gazetteer: Gazetteer) -> float | None:
    """How far two places are from each other, as the crow flies; None where one of them has no coordinates."""
    points = [_point(place, gazetteer) for place in (one, other)]
    if points[0] is None or points[1] is None:
        return None
    (north, east), (other_north, other_east) = points[0], points[1]
    across = math.sin((other_east - east) / 2) ** 2 * math.cos(north) * math.cos(other_north)
    return _DIAMETER * math.asin(math.sqrt(math.sin((other_north - north) / 2) ** 2 + across))


def _point(place: str, gazetteer: Gazetteer) -> tuple[float, float] | None:
    entry = gazetteer.get(place)
    if entry is None or entry.latitude is None or entry.longitude is None or entry.kind == "Region":
        return None  # the middle of a province is near nothing
    return math.radians(float(entry.latitude)), math.radians(float(entry.longitude))
