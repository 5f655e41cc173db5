"""Both sides of an incident as ACLED names its actors, and the type ("inter") of each as far as the graph can tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.exports.databases.background import Background
from kg.exports.databases.coded_places import Located
from kg.exports.databases.parties import BEARING_ARMS, Parties, bears_arms, organised, sort_of, sort_of_type
from kg.incidents import Named

STATE, MILITIA, OUTSIDE, CIVILIANS = "State forces", "Political militia", "External/Other forces", "Civilians"
_SOLDIERS = "Unidentified Military Forces"
_ORDER = (STATE, MILITIA, OUTSIDE, CIVILIANS)
"""In which order an interaction names two types, whoever is actor 1."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor by ACLED's name, and its type; "" where the graph cannot tell rebels from militias, nor whose force one is."""

    name: str
    inter: str = ""
    side: object = None
    """The same for actors of one side: the forces of one state, a group."""


def interaction(first: Sequence[Actor], second: Sequence[Actor]) -> str:
    """The types of the two main actors, in ACLED's own order; "" where one of them is not known."""
    types = [several[0].inter for several in (first, second) if several]
    if not types or not all(types):
        return ""
    return "-".join(sorted(types, key=_ORDER.index)) if len(types) > 1 else f"{types[0]} only"


@dataclass(frozen=True, slots=True)
class Actors:
    """The actors of one incident, as is told of both sides; those without a name are of the country that it was in."""

    told: Parties
    located: Located
    background: Background

    def fighting(self) -> tuple[list[Actor], list[Actor]] | None:
        """The two armed sides of a clash, the main actor of each first; None where there are not two."""
        named = [each for each in (*self.told.doers, *self.told.sufferers) if sort_of(each) in ("state", "armed", "alliance")]
        actors = self._with_types(named, (*self.told.doer_types, *self.told.target_types))
        one = [actor for actor in actors if actor.side == actors[0].side]
        other = [actor for actor in actors if actor.side != actors[0].side]
        return (one, other) if one and other else None

    def doing(self, otherwise: str) -> list[Actor]:
        """Those that did it; where nobody is told to, those of the type that is told, else `otherwise`. Soldiers can be anybody's."""
        named = [self._named(each) for each in self.told.doers if each.kind != "Person"]
        if named:
            return named
        if self.told.doers:
            return [Actor(f"Sole Perpetrator ({self.located.country_name})")]
        kind = next((each for each in self.told.doer_types if each in BEARING_ARMS), otherwise)
        return [Actor(_SOLDIERS) if kind == "Military" else self._unnamed(kind)]

    def hit_armed(self) -> list[Actor]:
        """Those who bear arms and were hit."""
        peacekeepers = "Peacekeepers" in self.told.target_types
        named = [each for each in self.told.sufferers if bears_arms(each) or (peacekeepers and sort_of(each) == "alliance")]
        return self._with_types(named, self.told.target_types)

    def civilians(self) -> Actor:
        """Those who bear none."""
        return Actor(f"Civilians ({self.located.country_name})", CIVILIANS)

    def hit_unarmed(self) -> list[Actor]:
        """Named organisations that bear no arms and were hit."""
        return [self._named(each) for each in self.told.sufferers if not bears_arms(each)]

    def _with_types(self, named: Iterable[Named], types: Iterable[str]) -> list[Actor]:
        """Those named, and those of the types that bear arms of which none is named."""
        known = dict.fromkeys(named)
        sorts = set(map(sort_of, known))
        further = [each for each in dict.fromkeys(types) if each in BEARING_ARMS and sort_of_type(each) not in sorts]
        return [*map(self._named, known), *map(self._unnamed, further)]

    def _unnamed(self, kind: str) -> Actor:
        """Those of an actor type; soldiers and police are taken for the country's own."""
        country = self.located.country_name
        if kind in ("Military", "Police"):
            return Actor(f"{kind} Forces of {country}", STATE, sort_of_type(kind))
        if kind == "Peacekeepers":
            return Actor(_SOLDIERS, OUTSIDE, sort_of_type(kind))
        return Actor(f"Unidentified Armed Group ({country})", MILITIA, sort_of_type(kind))

    def _named(self, named: Named) -> Actor:
        name = f"Military Forces of {named.name('en')}" if named.kind == "Country" else named.name("en")
        return Actor(name, self._inter(named), organised(named, self.background) or named.iri)

    def _inter(self, named: Named) -> str:
        sort = sort_of(named)
        if sort == "alliance":
            return OUTSIDE
        country = self.background.country(named)
        if sort != "state" or country is None or self.located.country is None:
            return ""
        return STATE if country.name.iri == self.located.country.name.iri else OUTSIDE
