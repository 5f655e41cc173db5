"""The nouns: an incident with its date, place, tolls, actors and reports; and the table of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
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

    def label(self, language: str) -> str:
        """The generated label in "ar" or "en"."""
        return self.en if language == "en" and self.en else self.ar


@dataclass(frozen=True, slots=True)
class IncidentTable:
    """All incidents of one snapshot, the latest first, those without a date at the end; and the places by IRI."""

    incidents: tuple[Incident, ...]
    places: Mapping[str, Place]
