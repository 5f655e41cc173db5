"""The nouns: an incident with its date, place, tolls, actors and reports; and the table of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Named:
    """An entity or a class: its IRI, its names, and its class by local name ("ArmedGroup")."""

    iri: str
    ar: str
    en: str
    """"" where it has no English name."""
    kind: str = ""

    def name(self, language: str) -> str:
        """The name in "ar" or "en"; the Arabic one where there is no English one."""
        return (self.en or self.ar) if language == "en" else self.ar


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure over all reports of an incident: least, that of the latest report, greatest."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `name.kind` says how exactly it is known (Country, Region, Settlement, Facility). Degrees are of WGS 84."""

    name: Named
    latitude: float | None
    longitude: float | None
    within: frozenset[str]
    """IRIs of all places that it lies in, near and far."""

    @property
    def precision(self) -> str:
        """How exactly it is known: "facility", "settlement", "region" (a province or larger), "country"; "unknown" without a class.

        The coordinates of the last three stand for the whole of it and must not be shown as where something was.
        """
        return self.name.kind.lower() if self.name.kind in _PRECISE_KINDS else "unknown"

    @property
    def is_exact(self) -> bool:
        """Whether its coordinates are those of a town or of something smaller."""
        return self.precision in ("facility", "settlement")


_PRECISE_KINDS = ("Facility", "Settlement", "Region", "Country")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who has a part in an incident, and as what: the local name of the property, "agent", "target", "claimedBy" …"""

    relation: str
    entity: Named


@dataclass(frozen=True, slots=True)
class Report:
    """An article that reports an incident."""

    article: str
    issued: date | None
    publisher: Named | None


@dataclass(frozen=True, slots=True)
class Incident:
    """One row: what the summary says of an incident, and who and which articles belong to it."""

    iri: str
    ar: str
    en: str
    kind: str
    """Its most specific class, by local name: "Bombing"."""
    status: str
    """"Occurred", "Foiled", "Planned" or "Denied"."""
    earliest: date | None
    latest: date | None
    """First and last day that its date allows, both inclusive; None where no date is known."""
    place: Place | None
    killed: Toll | None
    injured: Toll | None
    actors: tuple[Actor, ...]
    reports: tuple[Report, ...]
    sources: int
    """How many origins its reports go back to."""
    other_places: tuple[Place, ...] = ()
    """Further places that are told of it, by IRI; `place` is the one that stands for all of them."""
    wholes: frozenset[str] = frozenset()
    """IRIs of the series, campaigns and battles that it is a part of, near and far."""

    @property
    def places(self) -> tuple[Place, ...]:
        """All places that are told of it, `place` first."""
        return (self.place, *self.other_places) if self.place else self.other_places

    def label(self, language: str) -> str:
        """The generated label in "ar" or "en"."""
        return self.en if language == "en" and self.en else self.ar


@dataclass(frozen=True, slots=True)
class Issue:
    """So many articles that one publisher issued on one day; `publisher` is an IRI, "" where it is not known."""

    day: date
    publisher: str
    articles: int


@dataclass(frozen=True, slots=True)
class IncidentTable:
    """All incidents of one snapshot, the latest first, those without a date at the end; and the places by IRI."""

    incidents: tuple[Incident, ...]
    places: Mapping[str, Place]
    parties: Mapping[str, Named] = field(default_factory=dict)
    """Who has a part in incidents or publishes articles, by IRI."""
    issues: tuple[Issue, ...] = ()
    """What was read of whom, day by day."""
    undated: Mapping[str, int] = field(default_factory=dict)
    """How many articles have no date of issue, by publisher as in `Issue`."""

    def named(self, iri: str) -> Named | None:
        """A place, an actor or a publisher; None for what is none of these."""
        place = self.places.get(iri)
        return place.name if place else self.parties.get(iri)
