"""The page of one entity: its names and relations, its incidents, with whom it appears, what it said, and where it is mentioned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import url_for

from kg.incidents import Filter, Incident, Named, timeline
from kg.ontology import GEONAMES, WIKIDATA, term
from kg.queries import GRAPHS, Literal, NamedNode, shorten
from kg.web.context import Context
from kg.web.pages.drawing import BAND, GROUND, HEIGHT, TOP, Drawing, draw
from kg.web.pages.rendering import language, render
from kg.web.pages.rows import Row, local, named, text

_FEW = 24
"""Neighbours, parts, statements and mentions that the page shows, of each; the rest is a query away."""
_INCIDENTS = 60
_CLAIMS = 300
_CONTEXT = 80
"""Code points that `entity-mentions` gives on either side of a mention at most."""
_EXTERNAL = {WIKIDATA: "Wikidata", GEONAMES: "GeoNames"}
_RELATIONS = ("affiliatedWith", "partOf", "country", "locatedIn")


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and the language that it is in ("" where that is not said)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Words of an article, and where they stand."""

    article: str
    title: str
    issued: str
    span: str
    words: str
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What an entity is to another one, and who tells it; nobody does where the gazetteer knows it."""

    name: str
    other: Named
    roles: dict[str, bool] = field(default_factory=dict)
    """Roles as written, and whether they are past."""
    tellings: list[Telling] = field(default_factory=list)
    """One an article."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said in one place of an article, by whom and in which manner."""

    iri: str
    act: str
    speaker: Named | None
    quote: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention, with what stands before and after it."""

    before: str
    words: str
    after: str
    span: str


@dataclass(frozen=True, slots=True)
class MentionedIn:
    """An article, and the mentions in it in the order of its text."""

    article: str
    title: str
    issued: str
    publisher: Named | None
    mentions: list[Mention] = field(default_factory=list)


def page(context: Context, node: NamedNode) -> str | None:
    """The page of an entity; None where the graph has no facts of it. Raises as `Asking.rows`."""
    given = {"entity": node.value}
    facts = context.asking.rows("entity-facts", given)
    if not facts:
        return None
    few = given | {"limit": str(_FEW + 1)}
    claims = context.asking.rows("entity-claims", given | {"limit": str(_CLAIMS)})
    parts, neighbours, mentions = (context.asking.rows(name, few) for name in ("entity-parts", "entity-neighbours", "entity-mentions"))
    said, about = (context.asking.rows("entity-statements", few | {"relation": each}) for each in ("kg:speaker", "kg:about"))
    names, incidents = _names(facts), _incidents(context, node.value)
    filters = _filters(incidents, node.value, shorten(node.value, context.instances))
    return render(
        "entity.html",
        iri=node.value,
        short=shorten(node.value, context.instances),
        heading=next((name for name in names if name.language == language()), names[0] if names else Name(node.value, "")),
        names=names,
        kind=next((local(row, "value") for row in facts if local(row, "relation") == "kind"), ""),
        coordinates=[text(row, "value") for row in facts if row["relation"] in (term("wgs:lat"), term("wgs:long"))],
        links=_links(facts),
        roles=_roles(facts, claims),
        relations=_relations(facts, claims),
        parts=_parts(parts[:_FEW]),
        incidents=[(incident, _relations_to(incident, node.value)) for incident in incidents[:_INCIDENTS]],
        incident_count=len(incidents),
        filters=filters,
        drawing=_drawing(context, incidents, filters),
        levels={"top": TOP, "ground": GROUND, "band": BAND, "height": HEIGHT},
        neighbours=[(other, text(row, "articles")) for row in neighbours[:_FEW] if (other := named(row, "other"))],
        said=[_statement(row) for row in said[:_FEW]],
        about=[_statement(row) for row in about[:_FEW]],
        mentioned=_mentioned(mentions[:_FEW]),
        more={name for name, rows in _rows_by_query(parts, neighbours, mentions, said, about) if len(rows) > _FEW},
        formats=[each.name for each in GRAPHS],
    )


def _rows_by_query(*rows: Sequence[Row]) -> Iterable[tuple[str, Sequence[Row]]]:
    return zip(("parts", "neighbours", "mentions", "said", "about"), rows, strict=True)


def _names(facts: Iterable[Row]) -> list[Name]:
    """Labels first, Arabic before English, then all other names."""
    found = [
        (row["relation"] != term("rdfs:label"), Name(row["value"].value, row["value"].language or ""))
        for row in facts
        if row["relation"] in (term("rdfs:label"), term("skos:altLabel")) and isinstance(row["value"], Literal)
    ]
    return list(dict.fromkeys(name for _, name in sorted(found, key=lambda each: (each[0], each[1].language, each[1].text))))


def _links(facts: Iterable[Row]) -> list[tuple[str, str]]:
    """What the entity is called elsewhere: a name and an address."""
    same = sorted(text(row, "value") for row in facts if row["relation"] == term("owl:sameAs"))
    known = [(next((name for start, name in _EXTERNAL.items() if iri.startswith(start)), ""), iri) for iri in same]
    return [(f"{name} {iri.rstrip('/').rpartition('/')[2]}".strip(), iri) for name, iri in known if iri.startswith(("http://", "https://"))]


def _roles(facts: Iterable[Row], claims: Iterable[Row]) -> list[str]:
    """Roles as written that belong to no organisation or country."""
    elsewhere = {text(row, "role") for row in claims}
    return [text(row, "value") for row in facts if local(row, "relation") == "role" and text(row, "value") not in elsewhere]


def _relations(facts: Iterable[Row], claims: Iterable[Row]) -> list[Relation]:
    found: dict[tuple[str, str], Relation] = {}
    for row in facts:
        if (name := local(row, "relation")) in _RELATIONS and (other := named(row, "value")):
            found[name, other.iri] = Relation(name, other)
    for row in claims:
        if (name := local(row, "predicate")) in _RELATIONS and (other := named(row, "object")):
            relation = found.setdefault((name, other.iri), Relation(name, other))
            if all(each.article != text(row, "article") for each in relation.tellings):
                relation.tellings.append(_telling(row))
            if role := text(row, "role"):
                relation.roles[role] = relation.roles.get(role, True) and text(row, "former") == "true"
    return sorted(found.values(), key=lambda each: (_RELATIONS.index(each.name), -len(each.tellings), each.other.iri))


def _parts(rows: Iterable[Row]) -> Mapping[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for row in rows:
        if part := named(row, "part"):
            found.setdefault(local(row, "relation"), []).append(part)
    return found


def _incidents(context: Context, iri: str) -> list[Incident]:
    """Those that it has a part in, or that were in it, the latest first."""
    table, meant = context.asking.incidents(), (Filter(actor=iri), Filter(place=iri))
    return [incident for incident in table.incidents if any(each.matches(incident) for each in meant)]


def _relations_to(incident: Incident, iri: str) -> list[str]:
    """As what an entity has a part in an incident: local names of properties."""
    found = list(dict.fromkeys(actor.relation for actor in incident.actors if actor.entity.iri == iri))
    return found or ["place"]


def _filters(incidents: Sequence[Incident], iri: str, short: str) -> dict[str, str]:
    """The parameter that chooses its incidents on the page of all incidents; none where it has none."""
    if not incidents:
        return {}
    acts = any(Filter(actor=iri).matches(incident) for incident in incidents)
    lies = any(Filter(place=iri).matches(incident) for incident in incidents)
    return {"place": short} if lies and not acts else {"actor": short}


def _drawing(context: Context, incidents: Sequence[Incident], filters: Mapping[str, str]) -> Drawing:
    """The timeline of some incidents; each bar leads to the page of all incidents, with the filters and its time."""
    every = f"{url_for('incidents')}?{urlencode({'lang': language(), **filters})}"
    return draw(
        timeline(incidents, context.asking.incidents().issues),
        lambda first, last: f"{every}&since={first.isoformat()}&until={last.isoformat()}",
        right_to_left=language() == "ar",
    )


def _statement(row: Row) -> Statement:
    return Statement(text(row, "statement"), local(row, "act"), named(row, "speaker"), text(row, "quote"), _telling(row))


def _telling(row: Row) -> Telling:
    span = f"{text(row, 'begin')},{text(row, 'end')}"
    return Telling(text(row, "article"), text(row, "title"), text(row, "issued"), span, text(row, "words"), text(row, "attribution"))


def _mentioned(rows: Iterable[Row]) -> list[MentionedIn]:
    found: dict[str, MentionedIn] = {}
    for row in rows:
        article = text(row, "article")
        entry = found.setdefault(article, MentionedIn(article, text(row, "title"), text(row, "issued"), named(row, "publisher")))
        span = f"{text(row, 'begin')},{text(row, 'end')}"
        entry.mentions.append(Mention(_ending(text(row, "before")), text(row, "words"), _beginning(text(row, "after")), span))
    return list(found.values())


def _ending(words: str) -> str:
    """The end of a stretch of text, from a word's beginning; as it is where it is short enough to be a text's first words."""
    if len(words) < _CONTEXT:
        return words
    return "… " + words.partition(" ")[2] if " " in words else words


def _beginning(words: str) -> str:
    """The beginning of a stretch of text, up to a word's end; likewise."""
    if len(words) < _CONTEXT:
        return words
    return words.rpartition(" ")[0] + " …" if " " in words else words
