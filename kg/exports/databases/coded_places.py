"""Where an incident was, in the terms that databases code: country, first- and second-order division, town, and how exactly."""

from dataclasses import dataclass
from typing import Literal

from kg.arabic import fold
from kg.exports.databases.background import Background, Country, countries
from kg.incidents import Place

Exactness = Literal["exact", "second", "first", "part", "country", "wide", "unknown"]
"""A town, or a spot or a quarter in one; a district of a province; a province; some other part of a country; a country; more than one."""
_OF_PROVINCES = ("محافظه ", "ولايه ")
"""How folded names of first-order divisions begin, where the gazetteer has no code of theirs."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place with what it lies in. None where that is not known, or where there are several."""

    exactness: Exactness
    place: Place | None = None
    """The place itself."""
    country: Place | None = None
    facts: Country | None = None
    """Of the country, where it is one that ISO 3166-1 knows."""
    first: Place | None = None
    second: Place | None = None
    town: Place | None = None
    spot: Place | None = None
    """The airport, street, hall, quarter …, where the place is one."""

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude that stand for the place; of a quarter, and of a spot without any, those of its town."""
        stands = (self.place, self.town) if self.place and self.place.is_exact else (self.town, self.place)
        return next((at for place in stands if place and (at := _point(place))), None)

    @property
    def around(self) -> tuple[float, float] | None:
        """Latitude and longitude of the smallest division that a town lies in."""
        return next((at for place in (self.second, self.first) if place and (at := _point(place))), None)

    @property
    def country_name(self) -> str:
        """In English where it has such a name; "" where no country is known."""
        return english(self.country)

    @property
    def name(self) -> str:
        """Of the place itself, in English where it has such a name; "" for none."""
        return english(self.place)


def locate(place: Place | None, background: Background) -> Located:
    """Sorts a place and what is around it."""
    if place is None:
        return Located("unknown")
    around = [known for iri in sorted(place.within) if (known := background.places.get(iri))]
    country = _country([place, *around], background)
    facts = countries().get(_code(country, background)) if country else None
    regions = [each for each in (place, *around) if each.precision == "region"]
    first = _one([each for each in regions if _is_province(each, background)])
    second = _one([each for each in regions if first and first.name.iri in each.within])
    towns = [each for each in around if each.precision == "settlement"]
    town = place if place.precision == "settlement" else _one(towns)
    is_quarter = town is not None and place.precision in ("region", "unknown")
    spot = place if place.precision == "facility" or is_quarter else None
    return Located(_exactness(place, country, first, town), place, country, facts, first, second, town, spot)


def english(place: Place | None) -> str:
    """The English name of a place, else the Arabic one; "" for none."""
    return place.name.name("en") if place else ""


def _exactness(place: Place, country: Place | None, first: Place | None, town: Place | None) -> Exactness:
    if place.precision == "country":
        return "country"
    if place.is_exact or town:
        return "exact"
    if place.precision == "unknown":
        return "unknown"
    if country is None:
        return "wide"
    if first is None:
        return "part"
    return "first" if first.name.iri == place.name.iri else "second"


def _country(places: list[Place], background: Background) -> Place | None:
    """The one country among some places; England, which is one in the gazetteer, gives way to the United Kingdom."""
    found = [place for place in places if place.precision == "country"]
    states = [place for place in found if _code(place, background) in countries()]
    return _one(states or found)


def _code(place: Place, background: Background) -> str:
    return next((code for code in background.codes.get(place.name.iri, ()) if "." not in code), "")


def _is_province(place: Place, background: Background) -> bool:
    coded = any("." in code for code in background.codes.get(place.name.iri, ()))
    return coded or fold(place.name.ar).startswith(_OF_PROVINCES)


def _one(places: list[Place]) -> Place | None:
    return places[0] if len(places) == 1 else None


def _point(place: Place) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return (place.latitude, place.longitude)
