"""Entities and incidents as FollowTheMoney has them (https://followthemoney.tech): one JSON object a line, for Aleph and the tools
of OpenSanctions.

People are Person, organisations Organization or PublicBody, places Address, incidents Event. Who is at an organisation is a
Membership with its role; who has a part in an incident, and as what, is an UnknownLink whose role is that part; so are roles at a
country, and what an incident is part of.

What is lost: classes finer than these are kept only as `keywords`; places in places, but for their country; words, speakers,
confidences, and which article says what. Figures stand in the summary of an event, as text. Who claims or is accused of an incident
is linked with it, but not among those `involved`.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg import gazetteer
from kg.exports.chosen import Chosen
from kg.exports.network import Entity, Network, Relation, read_network
from kg.gazetteer.rows import read_rows
from kg.identity import digest
from kg.incidents import Incident
from kg.incidents.reading import text
from kg.ontology import labels, top

_SCHEMATA = {"Person": "Person", "Organisation": "Organization", "Place": "Address"}
_OF_STATES = ("GovernmentBody", "SecurityForce")
_TOPICS = {"GovernmentBody": "gov", "SecurityForce": "gov.security", "InternationalOrganisation": "gov.igo"}
"""An armed group has none here: to be called one by an article is no listing."""
_INVOLVED = ("agent", "perpetrator", "target")
_IN_PROPERTIES = ("country", "locatedIn", "partOf", "mainPlace")
"""Relations that are told by properties of their subjects."""
_Properties = Mapping[str, Sequence[str]]


def write_ftm(chosen: Chosen) -> Iterator[str]:
    """The entities, then the incidents, then what links them, one a line, in a fixed order."""
    network = read_network(chosen)
    written = _Written(network, chosen.instances.base)
    for entity in network.entities.values():
        yield _line(written.id(entity.iri), _schema(entity), written.entity(entity))
    for incident in network.incidents:
        yield _line(written.id(incident.iri), "Event", written.incident(incident))
    roles = _roles(chosen)
    for relation in network.relations:
        if relation.kind not in _IN_PROPERTIES:
            yield written.link(relation, roles.get((relation.subject, relation.object), ()))


class _Written:
    """What the lines say of the nodes and edges of a network."""

    def __init__(self, network: Network, base: str) -> None:
        self._entities, self._base, self._codes = network.entities, base, country_codes()
        self._links: dict[tuple[str, str], list[str]] = defaultdict(list)
        for relation in network.relations:
            self._links[relation.subject, relation.kind].append(relation.object)

    def id(self, iri: str) -> str:
        """`isnad-entity-Q159`: apart from identifiers of others, and with no character that these may not have."""
        path = iri.removeprefix(self._base)
        is_plain = path != iri and path.isascii() and path.replace("/", "").isalnum()
        return f"isnad-{path.replace('/', '-')}" if is_plain else f"isnad-{digest(iri)}"

    def entity(self, entity: Entity) -> _Properties:
        found: _Properties = {
            "name": [entity.ar, entity.en],
            "alias": entity.names,
            "country": self._countries(entity.iri),
            "keywords": [entity.kind],
            "wikidataId": [entity.wikidata],
            "sourceUrl": [entity.iri],
        }
        if _schema(entity) == "Address":
            degrees = {"latitude": entity.latitude, "longitude": entity.longitude}
            return {"full": [entity.ar], **found, **{name: [str(value)] for name, value in degrees.items() if value is not None}}
        parents = [self.id(iri) for iri in self._links[entity.iri, "partOf"] if self._is_of("Organisation", iri)]
        places = [self.id(iri) for iri in self._links[entity.iri, "locatedIn"]]
        return {**found, "topics": [_TOPICS.get(entity.kind, "")], "parent": parents, "addressEntity": places}

    def incident(self, incident: Incident) -> _Properties:
        place = incident.place.name if incident.place else None
        involved = {iri for kind in _INVOLVED for iri in self._links[incident.iri, kind] if not self._is_of("Place", iri)}
        return {
            "name": [incident.ar, incident.en],
            "startDate": [incident.earliest.isoformat() if incident.earliest else ""],
            "endDate": [incident.latest.isoformat() if incident.latest else ""],
            "location": [place.ar] if place else [],
            "addressEntity": [self.id(iri) for iri in self._links[incident.iri, "mainPlace"]],
            "country": self._countries(place.iri) if place else [],
            "involved": sorted(map(self.id, involved)),
            "keywords": [incident.kind, incident.status],
            "summary": [_toll(incident)],
            "publisher": sorted({report.publisher.ar for report in incident.reports if report.publisher}),
            "sourceUrl": [incident.iri],
        }

    def link(self, relation: Relation, said: Sequence[str]) -> str:
        """A Membership where somebody is at an organisation, an UnknownLink for all else; `said` are roles as articles have them."""
        name = f"isnad-link-{digest(relation.subject, relation.kind, relation.object)}"
        subject, thing = self.id(relation.subject), self.id(relation.object)
        role = said or [f"{relation.kind} · {labels().get(relation.kind, {}).get('ar', '')}"]
        if relation.kind == "affiliatedWith" and self._is_of("Organisation", relation.object):
            return _line(name, "Membership", {"member": [subject], "organization": [thing], "role": role})
        return _line(name, "UnknownLink", {"subject": [subject], "object": [thing], "role": role})

    def _countries(self, iri: str) -> list[str]:
        """Codes of the countries that a thing is, belongs to or lies in, sorted."""
        found, seen, waiting = set(), {iri}, [iri]
        while waiting:
            each = waiting.pop()
            if each in self._entities and (code := self._codes.get(self._entities[each].wikidata)):
                found.add(code)
                continue
            new = {*self._links[each, "country"], *self._links[each, "locatedIn"]} - seen
            seen |= new
            waiting += new
        return sorted(found)

    def _is_of(self, kind: str, iri: str) -> bool:
        entity = self._entities.get(iri)
        return entity is not None and top(entity.kind) == kind


def country_codes() -> dict[str, str]:
    """Codes of countries (ISO 3166-1, in small letters) by their items in Wikidata."""
    rows = read_rows(Path(gazetteer.__file__).parent / "countries.csv")
    return {row["id"]: code.lower() for row in rows for code in row.several("codes") if len(code) == 2}


def _schema(entity: Entity) -> str:
    return "PublicBody" if entity.kind in _OF_STATES else _SCHEMATA.get(top(entity.kind), "LegalEntity")


def _roles(chosen: Chosen) -> dict[tuple[str, str], list[str]]:
    """What somebody is at an organisation or country, as the articles have it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in chosen.asks("affiliations", {}):
        if role := text(row, "role"):
            told = f"{role} (سابقًا · former)" if text(row, "former") == "true" else role
            found[text(row, "person"), text(row, "organisation")].append(told)
    return found


def _toll(incident: Incident) -> str:
    toll = incident.killed
    return f"قتلى / killed: {toll.best} ({toll.low}–{toll.high})" if toll else ""


def _line(identifier: str, schema: str, properties: _Properties) -> str:
    known = {name: given for name, values in properties.items() if (given := list(dict.fromkeys(filter(None, values))))}
    return json.dumps({"id": identifier, "schema": schema, "properties": known}, ensure_ascii=False) + "\n"
