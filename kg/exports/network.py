"""Entities and incidents as nodes, relations as edges: what network files, FollowTheMoney and tables of entities are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.exports.chosen import Chosen
from kg.incidents import Incident
from kg.incidents.reading import Row, local, text


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, an organisation or a place."""

    iri: str
    kind: str
    """Its class by local name: "ArmedGroup"."""
    ar: str
    en: str
    """"" where it has no English name."""
    names: tuple[str, ...]
    """Further names, sorted."""
    wikidata: str
    """"Q159", "" where it has no item there."""
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge: `kind` is the local name of the property ("agent", "partOf"); "mainPlace" leads from an incident to its place."""

    subject: str
    kind: str
    object: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by IRI, in a fixed order, and the edges between them, each once, sorted."""

    entities: Mapping[str, Entity]
    incidents: Sequence[Incident]
    relations: tuple[Relation, ...]


def read_network(chosen: Chosen) -> Network:
    """The chosen incidents, the entities that have a part in them with the places around theirs, and all relations between these.

    Where no filter was given, all entities are there.
    """
    touching = list(_of_incidents(chosen.incidents))
    entities = read_entities(chosen)
    if not chosen.is_whole:
        met = {relation.object for relation in touching} | set(_around(chosen.incidents))
        entities = {iri: entity for iri, entity in entities.items() if iri in met}
    nodes = {*entities, *(incident.iri for incident in chosen.incidents)}
    asked = (_relation(row) for row in chosen.asks("relations", {}))
    inside = {each for each in (*touching, *asked) if each.subject in nodes and each.object in nodes and each.subject != each.object}
    return Network(entities, chosen.incidents, tuple(sorted(inside, key=_order)))


def read_entities(chosen: Chosen) -> dict[str, Entity]:
    """All entities of the graph by IRI, in the order of these."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in chosen.asks("entity-names", {}):
        names[text(row, "entity")].add(text(row, "name"))
    found: dict[str, Entity] = {}
    for row in chosen.asks("entities", {}):
        iri = text(row, "entity")
        if iri not in found:  # a further row has but another item of Wikidata
            found[iri] = _entity(row, names.get(iri, set()))
    return found


def _entity(row: Row, names: Iterable[str]) -> Entity:
    iri = text(row, "entity")
    arabic, english = text(row, "entity_ar") or iri.rpartition("/")[2], text(row, "entity_en")
    further = tuple(sorted(set(names) - {arabic, english}))
    place = [float(text(row, degrees)) if text(row, degrees) else None for degrees in ("lat", "long")]
    return Entity(iri, local(row, "kind"), arabic, english, further, text(row, "wikidata").rpartition("/")[2], *place)


def _of_incidents(incidents: Iterable[Incident]) -> Iterator[Relation]:
    for incident in incidents:
        for actor in incident.actors:
            yield Relation(incident.iri, actor.relation, actor.entity.iri)
        if incident.place:
            yield Relation(incident.iri, "mainPlace", incident.place.name.iri)


def _around(incidents: Iterable[Incident]) -> Iterator[str]:
    for incident in incidents:
        if incident.place:
            yield from incident.place.within


def _relation(row: Row) -> Relation:
    return Relation(text(row, "subject"), local(row, "relation"), text(row, "object"))


def _order(relation: Relation) -> tuple[str, str, str]:
    return relation.subject, relation.kind, relation.object
