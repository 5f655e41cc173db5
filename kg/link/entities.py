"""The entities of an article, put together from its links: their names and classes."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.gazetteer import Gazetteer
from kg.identity import entity_id
from kg.link.names import Named, restored
from kg.model import Entity, Link, LinkedArticle, MentionType, Naming
from kg.ontology import most_specific


def entities_of(named: Sequence[Named], links: Sequence[Link | None], gazetteer: Gazetteer) -> list[Entity]:
    """The things that the mentions are linked to, sorted by id."""
    grouped: dict[str, list[Named]] = {}
    for n, found in zip(named, links, strict=True):
        if found:
            grouped.setdefault(found.entity, []).append(n)
    return [_entity(identifier, group, gazetteer) for identifier, group in sorted(grouped.items())]


def _entity(identifier: str, group: Sequence[Named], gazetteer: Gazetteer) -> Entity:
    entry = gazetteer.get(identifier)
    names = tuple(sorted({n.name for n in group if n.is_name}))
    return Entity(identifier, entry.kind if entry else _vote(n.mention.kind for n in group), names, entry.same_as if entry else ())


def _vote(kinds: Iterable[str]) -> str:
    """The class of most mentions; of equals the most specific."""
    counts = Counter(kinds)
    most = max(counts.values())
    return most_specific(kind for kind, count in counts.items() if count == most)


def publisher_entity(name: str, gazetteer: Gazetteer) -> Entity:
    """The media outlet that a publisher's name means: the gazetteer's only one, else one of its own."""
    outlets = [entry for entry in gazetteer.lookup(name, ambiguous=True) if entry.kind == "MediaOutlet"]
    if len(outlets) == 1:
        return Entity(outlets[0].id, "MediaOutlet", (name,), outlets[0].same_as)
    return Entity(entity_id("Organisation", name), "MediaOutlet", (name,))


def namings(linked: LinkedArticle) -> tuple[Naming, ...]:
    """How the article names each entity, sorted; role phrases are no names. An entity without any name has none."""
    counts: Counter[tuple[str, str]] = Counter()
    names = {entity.id: entity.names for entity in linked.entities}
    for mention, found in zip(linked.extraction.mentions, linked.links, strict=True):
        if found and mention.type is MentionType.NAME:
            name = restored(linked.article.text, mention, frozenset(names[found.entity]).__contains__)
            counts[found.entity, name] += 1
    kinds = {entity.id: entity.kind for entity in linked.entities}
    for entity in linked.entities:
        for name in entity.names:
            counts[entity.id, name] += 0
    rows = (Naming(linked.article.id, entity, name, kinds[entity], count) for (entity, name), count in counts.items())
    return tuple(sorted(rows, key=lambda row: (row.entity, row.name)))
