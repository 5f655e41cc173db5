"""What rows of other databases need beside the table of incidents: claims with their words, codes of places, countries of parties."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.exports.databases.tolls import Figure
from kg.gazetteer import Gazetteer
from kg.incidents import Ask, Incident, IncidentTable, Named, Place
from kg.incidents.reading import Row, local, text
from kg.ontology import Instances

_Value = TypeVar("_Value")
_COUNTRIES = Path(__file__).parent.parent / "countries.csv"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim about an incident, and the words that it was read from."""

    claim: str
    """IRI."""
    relation: str
    """Local name of the property: "killed", "place", "date" …"""
    value: str
    """What is claimed: an IRI, a number, a date, a text."""
    article: str
    """IRI."""
    begin: int
    """Where the words begin: a code point of the article's text."""
    words: str
    qualifier: str = "Exactly"
    scope: str = "Whole"
    counted: str = ""
    attribution: str = ""

    @property
    def name(self) -> str:
        """The value without what stands before # or the last slash of an IRI."""
        return self.value.rpartition("#")[2].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Country:
    """Facts about a country, by its ISO 3166-1 code: its number there ("" for none), and the regions that databases put it in."""

    code: str
    iso: str
    gtd_region: int
    acled_region: str
    ucdp_region: str


@dataclass(frozen=True, slots=True)
class Background:
    """What is known beside the incidents. Everything goes by whole IRIs."""

    places: Mapping[str, Place] = field(default_factory=dict)
    evidence: Mapping[str, Sequence[Evidence]] = field(default_factory=dict)
    """Claims by incident, in the order of articles and of their texts."""
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Codes of places: ISO 3166-1 of countries ("IQ"), GeoNames' of first-order divisions ("IQ.15")."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """The one country that a party belongs to; parties of none or of several are not in it."""
    roles_at: Mapping[str, Named] = field(default_factory=dict)
    """The one organisation at which a person who was hit has a role; people of none or of several are not in it."""
    series: frozenset[str] = frozenset()
    """Incidents of which others are parts."""

    def country(self, named: Named) -> Place | None:
        """The country that an entity is or belongs to; None where none is known."""
        place = self.places.get(self.countries.get(named.iri, named.iri))
        return place if place and place.precision == "country" else None

    def values(self, incident: Incident, relation: str) -> list[str]:
        """What is claimed of an incident by a property, each once, without namespaces, by frequency, then by name."""
        counted: dict[str, int] = defaultdict(int)
        for each in self.evidence.get(incident.iri, ()):
            if each.relation == relation:
                counted[each.name] += 1
        return sorted(counted, key=lambda name: (-counted[name], name))

    def figures(self, incident: Incident, name: str) -> list[Figure]:
        """The claims of an incident's "killed" or "injured", as the rules of `kg.exports.databases.tolls` take them."""
        reports = {report.article: report for report in incident.reports}
        found = []
        for each in self.evidence.get(incident.iri, ()):
            if each.relation == name and each.value.isdecimal():
                report = reports.get(each.article)
                source = report.publisher.iri if report and report.publisher else each.article
                issued = report.issued if report else None
                place = f"{each.begin},{each.begin + len(each.words)}"
                told = (each.scope, each.qualifier, place, each.counted, each.attribution)
                found.append(Figure(each.claim, int(each.value), each.article, source, issued, *told))
        return found


def read_background(ask: Ask, table: IncidentTable, gazetteer: Gazetteer, instances: Instances) -> Background:
    """Asks `incident-claims`, `party-countries` and `party-roles`; codes of places are the gazetteer's. Raises what `ask` raises."""
    before = instances.node("entity", "").value
    codes = {before + entry.id: entry.codes for entry in gazetteer if entry.codes}
    evidence, nationalities, roles = (ask(name) for name in ("incident-claims", "party-countries", "party-roles"))
    series = frozenset().union(*(incident.wholes for incident in table.incidents))
    return Background(table.places, _evidence(evidence), codes, _countries(nationalities), _roles_at(roles), series)


@cache
def countries() -> Mapping[str, Country]:
    """The countries that databases have regions for, by ISO code."""
    with _COUNTRIES.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return {
            row["code"]: Country(row["code"], row["iso"], int(row["gtd_region"]), row["acled_region"], row["ucdp_region"]) for row in rows
        }


def _evidence(rows: Iterable[Row]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in rows:
        found[text(row, "incident")].append(
            Evidence(
                text(row, "claim"),
                local(row, "relation"),
                text(row, "value"),
                text(row, "article"),
                int(text(row, "begin") or 0),
                text(row, "words"),
                local(row, "qualifier") or "Exactly",
                local(row, "scope") or "Whole",
                text(row, "counted"),
                text(row, "attribution"),
            )
        )
    return dict(found)


def _countries(rows: Iterable[Row]) -> dict[str, str]:
    return _single((text(row, "party"), text(row, "country")) for row in rows)


def _roles_at(rows: Iterable[Row]) -> dict[str, Named]:
    return _single((text(row, "person"), _organisation(row)) for row in rows)


def _organisation(row: Row) -> Named:
    return Named(text(row, "organisation"), text(row, "organisation_ar"), text(row, "organisation_en"), local(row, "kind"))


def _single(pairs: Iterable[tuple[str, _Value]]) -> dict[str, _Value]:
    """The values of those that have one only."""
    found: dict[str, set[_Value]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: next(iter(several)) for key, several in found.items() if len(several) == 1}
