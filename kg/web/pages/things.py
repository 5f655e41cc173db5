"""Every `id/…` name answers: what is known of a thing, from which words of which article, as a page or as RDF.

What the merged graph says of it comes first, then each claim with its evidence. The RDF of an article is its own graph.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from urllib.parse import quote

from flask import Response, request

from kg.errors import UsageError
from kg.extractions import article_key
from kg.ontology import Instances, prefix_lines, term
from kg.queries import GRAPHS, HTML, Literal, NamedNode, Term, shorten
from kg.tombstones import Tombstone, tombstone
from kg.web.answering.answers import problem, respond, wanted
from kg.web.context import Context
from kg.web.pages import article, entity, incident
from kg.web.pages.rendering import language, render
from kg.web.pages.showing import is_event

_MOST = 300
"""Facts, claims and other things that a page shows of one thing, of each sort; all of them are in the RDF."""
_COLLECTIONS = {"entity", "event", "claim", "reader", "graph"}
_PAGES = {"article": article.page, "entity": entity.page, "event": incident.page}


@dataclass(frozen=True, slots=True)
class Shown:
    """A term for people, and where it leads; "" for text."""

    text: str
    link: str
    language: str = ""
    generated: bool = False
    """Whether the program worded it: labels of events."""


def thing(context: Context, name: str) -> Response:
    """Answers `/id/…`: 308 to what took its place, 410 for an article that was taken back, 404 where nothing is known.

    Raises KgError for what cannot be answered.
    """
    instances = context.instances
    try:
        node = _node(instances, name)
    except (ValueError, UsageError):
        return problem(404, f"nothing is called {name}")
    if successor := _successor(context, node):
        kept = f"?{request.query_string.decode()}" if request.query_string else ""
        return Response(status=HTTPStatus.PERMANENT_REDIRECT, headers={"Location": _address(instances, successor) + kept})
    identifier = instances.article_identifier(node.value)
    if not _is_known(context, node):
        if identifier is not None and (stone := tombstone(context.settings.store / "current", article_key(identifier))):
            return _gone(identifier, stone)
        return problem(404, f"nothing is known of {name}; /search finds things by their names")
    if _wants_page():
        return Response(_page_for(context, node) or _page(context, node), mimetype=HTML)
    return respond(context, _ARTICLE.format(node=node) if identifier is not None else _DESCRIPTION.format(node=node))


_ARTICLE = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node} {{ ?s ?p ?o }} }}"
_DESCRIPTION = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
CONSTRUCT {{ {node} ?p ?o . ?claim ?q ?v }} WHERE {{
  {{ {node} ?p ?o }} UNION {{ GRAPH ?g {{ {node} ?p ?o }} }}
  UNION {{ GRAPH ?g {{ ?claim rdf:subject {node} ; ?q ?v }} }}
}}"""
_FACTS = """
SELECT ?property ?value ?label WHERE {{
  {{ {node} ?property ?value }} UNION {{ FILTER NOT EXISTS {{ {node} ?any ?thing }} GRAPH ?g {{ {node} ?property ?value }} }}
  FILTER(?property != kg:text)
  OPTIONAL {{ ?value rdfs:label ?label FILTER(LANG(?label) = "{language}") }}
}} ORDER BY ?property ?value LIMIT {most}"""
_CLAIMS = """
SELECT ?property ?value ?label ?words ?evidence ?article ?title ?attribution ?confidence WHERE {{
  GRAPH ?article {{
    ?claim rdf:subject {node} ; rdf:predicate ?property ; rdf:object ?value ; kg:evidence ?evidence ; kg:confidence ?confidence .
    ?evidence nif:anchorOf ?words .
    OPTIONAL {{ ?article dcterms:title ?title }}
    OPTIONAL {{ ?claim kg:attribution ?attribution }}
  }}
  OPTIONAL {{ ?value rdfs:label ?label FILTER(LANG(?label) = "{language}") }}
}} ORDER BY ?property ?value ?article ?evidence LIMIT {most}"""
_CLAIMS_OF_ARTICLE = """
SELECT ?subject ?named ?property ?value ?label ?words ?evidence ?attribution ?confidence WHERE {{
  GRAPH {node} {{
    ?claim rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value ; kg:evidence ?evidence ; kg:confidence ?confidence .
    ?evidence nif:anchorOf ?words .
    OPTIONAL {{ ?claim kg:attribution ?attribution }}
  }}
  OPTIONAL {{ ?subject rdfs:label ?named FILTER(LANG(?named) = "{language}") }}
  OPTIONAL {{ ?value rdfs:label ?label FILTER(LANG(?label) = "{language}") }}
}} ORDER BY ?subject ?property ?value ?evidence LIMIT {most}"""
_TEXT = "SELECT ?text WHERE {{ GRAPH {node} {{ {node} kg:text ?text }} }} LIMIT 1"
_MENTIONED = """
SELECT DISTINCT ?other ?property ?label WHERE {{
  GRAPH {node} {{ ?other a ?property FILTER(?property IN (kg:Entity, kg:Event)) }}
  OPTIONAL {{ ?other rdfs:label ?label FILTER(LANG(?label) = "{language}") }}
}} ORDER BY ?property ?other LIMIT {most}"""
_OTHERS = """
SELECT DISTINCT ?other ?property ?label WHERE {{
  ?other ?property {node}
  OPTIONAL {{ ?other rdfs:label ?label FILTER(LANG(?label) = "{language}") }}
}} ORDER BY ?property ?other LIMIT {most}"""


def _node(instances: Instances, name: str) -> NamedNode:
    """The IRI of `collection/identifier`. Raises ValueError or UsageError where there can be none."""
    collection, slash, identifier = name.partition("/")
    if not slash or not identifier:
        raise ValueError(name)
    if collection == "article":
        return instances.article(identifier)
    if collection not in _COLLECTIONS:
        raise ValueError(name)
    return instances.node(collection, identifier)


def _successor(context: Context, node: NamedNode) -> NamedNode | None:
    """What took the place of a report when it was joined with others; None for what is known under its own name."""
    query = f"SELECT ?new {{ GRAPH ?g {{ {node} dcterms:isReplacedBy ?new }} FILTER NOT EXISTS {{ {node} a ?kind }} }} ORDER BY ?new"
    found = [row["new"] for row in context.select(prefix_lines() + query)]
    base = context.instances.base
    return next((new for new in found if isinstance(new, NamedNode) and new != node and new.value.startswith(base)), None)


def _is_known(context: Context, node: NamedNode) -> bool:
    return bool(context.select(f"SELECT ?p {{ {{ {node} ?p ?o }} UNION {{ GRAPH ?g {{ {node} ?p ?o }} }} }} LIMIT 1"))


def _gone(identifier: str, stone: Tombstone) -> Response:
    """That an article was taken back, when and why: as a page, as JSON or as text."""
    if _wants_page():
        page = render("gone.html", identifier=identifier, stone=stone, gone=_GONE[language()])
        return Response(page, HTTPStatus.GONE, mimetype=HTML)
    why = f": {stone.reason}" if stone.reason else ""
    return problem(HTTPStatus.GONE, f"the article {identifier} was taken back on {stone.removed}{why}", **asdict(stone))


_GONE = {
    "ar": {"heading": "سُحب هذا المقال", "since": "تاريخ السحب", "why": "السبب"},
    "en": {"heading": "This article was taken back", "since": "Since", "why": "Reason"},
}


def _wants_page() -> bool:
    asked = wanted()
    if asked.name:
        return asked.name.lower() in ("html", HTML)
    return asked.quality(HTML) > max(asked.quality(*each.media_types) for each in GRAPHS)


def _page_for(context: Context, node: NamedNode) -> str | None:
    """The page made for its sort of thing; None where there is none, or nothing that such a page begins with."""
    collection = node.value.removeprefix(context.instances.base).partition("/")[0]
    made = _PAGES.get(collection)
    return made(context, node) if made else None


def _page(context: Context, node: NamedNode) -> str:
    instances, asked = context.instances, {"node": node, "language": language(), "most": _MOST}
    facts = context.select(prefix_lines() + _FACTS.format(**asked))
    is_article = instances.article_identifier(node.value) is not None
    claims = context.select(prefix_lines() + (_CLAIMS_OF_ARTICLE if is_article else _CLAIMS).format(**asked))
    others = context.select(prefix_lines() + (_MENTIONED if is_article else _OTHERS).format(**asked))
    text = next((_shown(row["text"], instances) for row in context.select(prefix_lines() + _TEXT.format(**asked))), None)
    return render(
        "thing.html",
        heading=_heading(facts, shorten(node.value, instances)),
        iri=node.value,
        facts=[(_shown(row["property"], instances), _shown(row["value"], instances, row.get("label"))) for row in facts],
        claims=[_claim(row, instances) for row in claims],
        text=text,
        others=[(_shown(row["property"], instances), _shown(row["other"], instances, row.get("label"))) for row in others],
        formats=[(each.name, f"?format={each.name}") for each in GRAPHS],
    )


def _claim(row: dict[str, Term], instances: Instances) -> dict[str, Shown]:
    labels = {"value": row.get("label"), "subject": row.get("named")}
    return {name: _shown(value, instances, labels.get(name)) for name, value in row.items()}


def _heading(facts: Iterable[dict[str, Term]], otherwise: str) -> str:
    """The name in the language of the page, else in any other, else what is short for the IRI."""
    named = (row["value"] for row in facts if row["property"] in (term("rdfs:label"), term("dcterms:title")))
    names = [name for name in named if isinstance(name, Literal)]
    names.sort(key=lambda name: name.language != language())
    return names[0].value if names else otherwise


def _shown(value: Term, instances: Instances, label: Term | None = None) -> Shown:
    if isinstance(value, NamedNode):
        text = label.value if isinstance(label, Literal) else shorten(value.value, instances)
        if value.value.startswith(instances.base):
            return Shown(text, _address(instances, value), generated=label is not None and is_event(value.value))
        return Shown(text, value.value if value.value.startswith(("http://", "https://")) else "")
    if isinstance(value, Literal):
        return Shown(value.value, "", value.language or "")
    return Shown(str(value), "")


def _address(instances: Instances, node: NamedNode) -> str:
    """Where this server answers for an IRI of an instance."""
    return f"{request.script_root}/id/{quote(node.value.removeprefix(instances.base), safe='/%#=,')}"
