"""Linking: which entity each mention of an article names, with a score and the reason.

A name is looked up in the gazetteer; what it does not have is clustered by name within the article (a person's last name goes
with the full name, «ديالى» with «محافظة ديالى») and gets an id made from its longest name. A role phrase goes with the person
who has that role. What several entries could mean is settled by the countries that the article names, or left apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.arabic import fold
from kg.gazetteer import Gazetteer
from kg.identity import entity_id
from kg.model import Article, Entity, Extraction, GazetteerEntry, Link, LinkedArticle, Mention, MentionType, Naming
from kg.ontology import most_specific, top

VERSION = "1"
"""Changes whenever the same extraction would be linked otherwise."""

_IN_GAZETTEER, _BY_CONTEXT, _IN_ARTICLE, _BY_NAME, _BY_ROLE = 0.95, 0.8, 0.85, 0.6, 0.75


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention with the name it stands for: the article restored where ل took it («لأمم المتحدة» → «الأمم المتحدة»)."""

    mention: Mention
    name: str
    folded: str


def link(article: Article, extraction: Extraction, gazetteer: Gazetteer) -> LinkedArticle:
    """Decide which entity each mention names. Pure: the same article, extraction and gazetteer give the same links."""
    named = [_Named(m, name := _known_form(restored(article.text, m), gazetteer), fold(name)) for m in extraction.mentions]
    links = _gazetteer_links(named, gazetteer)
    links = _name_links(named, links)
    links = _role_links(article, extraction, links, gazetteer)
    publisher, entities = None, _entities(named, links, gazetteer)
    if article.publisher:
        entity = _publisher(article.publisher, gazetteer)
        publisher = entity.id
        entities = entities if publisher in {e.id for e in entities} else sorted([*entities, entity], key=lambda e: e.id)
    return LinkedArticle(article, extraction, tuple(entities), tuple(links), publisher)


def restored(text: str, mention: Mention) -> str:
    """The name as it would stand alone: «لأمم المتحدة» of «للأمم المتحدة» is «الأمم المتحدة»."""
    begin = mention.span.begin
    words = " ".join(mention.span.of(text).split())
    return "ا" + words if begin and text[begin - 1] == "ل" and words.startswith("ل") else words


def _known_form(name: str, gazetteer: Gazetteer) -> str:
    """«الاذقية», restored of «للاذقية», is «اللاذقية»: of three ل only two are written."""
    fuller = _with_third_lam(name)
    known = gazetteer.lookup(name, ambiguous=True) or not name.startswith("ال")
    return fuller if not known and gazetteer.lookup(fuller, ambiguous=True) else name


def _with_third_lam(name: str) -> str:
    return f"الل{name[2:]}"


def namings(linked: LinkedArticle) -> tuple[Naming, ...]:
    """How the article names each entity, sorted; role phrases are no names. An entity without any name has none."""
    counts: Counter[tuple[str, str]] = Counter()
    names = {entity.id: entity.names for entity in linked.entities}
    for mention, found in zip(linked.extraction.mentions, linked.links, strict=True):
        if found and mention.type is MentionType.NAME:
            name = restored(linked.article.text, mention)
            counts[found.entity, name if name in names[found.entity] else _with_third_lam(name)] += 1
    kinds = {entity.id: entity.kind for entity in linked.entities}
    for entity in linked.entities:
        for name in entity.names:
            counts[entity.id, name] += 0
    rows = (Naming(linked.article.id, entity, name, kinds[entity], count) for (entity, name), count in counts.items())
    return tuple(sorted(rows, key=lambda row: (row.entity, row.name)))


def _gazetteer_links(named: Sequence[_Named], gazetteer: Gazetteer) -> list[Link | None]:
    options = [_options(n, gazetteer) if n.mention.type is MentionType.NAME else () for n in named]
    sure = {entries[0].id for entries in options if len(entries) == 1}
    context = sure | {container for entry in sure for container in gazetteer.containers(entry)}
    return [_choose(n, entries, context, gazetteer) for n, entries in zip(named, options, strict=True)]


def _options(named: _Named, gazetteer: Gazetteer) -> tuple[GazetteerEntry, ...]:
    entries = gazetteer.lookup(named.name, ambiguous=True)
    fitting = tuple(entry for entry in entries if top(entry.kind) == top(named.mention.kind))
    exact = tuple(entry for entry in fitting if entry.kind == named.mention.kind)
    return exact or fitting


def _choose(named: _Named, entries: Sequence[GazetteerEntry], context: set[str], gazetteer: Gazetteer) -> Link | None:
    if len(entries) == 1:
        return Link(entries[0].id, _IN_GAZETTEER, f"«{named.name}» in the gazetteer")
    nearby = [entry for entry in entries if context.intersection(gazetteer.containers(entry.id))]
    if len(nearby) == 1:
        return Link(nearby[0].id, _BY_CONTEXT, f"«{named.name}»: of {len(entries)} entries the one whose country or region is named too")
    return None


def _name_links(named: Sequence[_Named], links: Sequence[Link | None]) -> list[Link | None]:
    """Cluster what the gazetteer does not have with the fuller name that it shortens, longest names first."""
    known: dict[tuple[str, str], str] = {}
    for n, found in zip(named, links, strict=True):
        if found:
            known.setdefault((top(n.mention.kind), n.folded), found.entity)
    out = list(links)
    open_mentions = [i for i, n in enumerate(named) if out[i] is None and n.mention.type is MentionType.NAME]
    for i in sorted(open_mentions, key=lambda i: (-len(named[i].folded), named[i].folded, i)):
        sort, folded = top(named[i].mention.kind), named[i].folded
        if (sort, folded) in known:
            reason, score = f"«{named[i].name}» as elsewhere in the article", _BY_NAME
            entity = known[sort, folded]
        elif fuller := _fuller_name(sort, folded, known):
            reason, score = f"«{named[i].name}» short for «{fuller}» in the article", _IN_ARTICLE
            entity = known[sort, fuller]
        else:
            reason, score = f"«{named[i].name}» by its name only", _BY_NAME
            entity = entity_id(sort, named[i].name)
        known.setdefault((sort, folded), entity)
        out[i] = Link(entity, score, reason)
    return out


def _fuller_name(sort: str, folded: str, known: Mapping[tuple[str, str], str]) -> str | None:
    """The one longer name of the article that a name ends: the last name of a person, a place without its kind."""
    fuller = {name for other, name in known if other == sort and name.endswith(f" {folded}")}
    meant = {known[sort, name] for name in fuller}
    return min(fuller) if len(meant) == 1 and sort in ("Person", "Place") else None


def _role_links(article: Article, extraction: Extraction, links: Sequence[Link | None], gazetteer: Gazetteer) -> list[Link | None]:
    holders: dict[str, set[str]] = {}
    for relation in extraction.relations:
        holder = links[relation.subject]
        if relation.fact.role and holder:
            holders.setdefault(fold(relation.fact.role.of(article.text)), set()).add(holder.entity)
    for entity in {found.entity for found in links if found}:
        for role in entry.roles if (entry := gazetteer.get(entity)) else ():
            holders.setdefault(fold(role), set()).add(entity)
    out = list(links)
    for i, mention in enumerate(extraction.mentions):
        people = holders.get(fold(restored(article.text, mention)), set())
        if mention.type is MentionType.ROLE and len(people) == 1:
            out[i] = Link(next(iter(people)), _BY_ROLE, f"«{mention.span.of(article.text)}» is the role of one person named in the article")
    return out


def _entities(named: Sequence[_Named], links: Sequence[Link | None], gazetteer: Gazetteer) -> list[Entity]:
    grouped: dict[str, list[_Named]] = {}
    for n, found in zip(named, links, strict=True):
        if found:
            grouped.setdefault(found.entity, []).append(n)
    return [_entity(identifier, group, gazetteer) for identifier, group in sorted(grouped.items())]


def _entity(identifier: str, group: Sequence[_Named], gazetteer: Gazetteer) -> Entity:
    entry = gazetteer.get(identifier)
    names = tuple(sorted({n.name for n in group if n.mention.type is MentionType.NAME}))
    return Entity(identifier, entry.kind if entry else _vote(n.mention.kind for n in group), names, entry.same_as if entry else ())


def _vote(kinds: Iterable[str]) -> str:
    """The class of most mentions; of equals the most specific."""
    counts = Counter(kinds)
    most = max(counts.values())
    return most_specific(kind for kind, count in counts.items() if count == most)


def _publisher(name: str, gazetteer: Gazetteer) -> Entity:
    outlets = [entry for entry in gazetteer.lookup(name, ambiguous=True) if entry.kind == "MediaOutlet"]
    if len(outlets) == 1:
        return Entity(outlets[0].id, "MediaOutlet", (name,), outlets[0].same_as)
    return Entity(entity_id("Organisation", name), "MediaOutlet", (name,))
