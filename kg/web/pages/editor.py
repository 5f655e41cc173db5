"""The query editor: YASGUI over our endpoint, with the saved queries, their forms and the terms of the ontology."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from itertools import groupby

from flask import Response, request

from kg.errors import KgError
from kg.ontology import Instances
from kg.queries import HTML, SavedQuery, fill, prefixes
from kg.stats import read_counts
from kg.web.answering.answers import problem
from kg.web.context import Context
from kg.web.pages.offering import offered
from kg.web.pages.rendering import language, render
from kg.web.pages.scripts import told

_QUERY = "application/sparql-query"
_BEGIN = """PREFIX kg: <https://w3id.org/isnad/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?incident ?label ?date ?killed
WHERE {
  ?incident a kg:Incident ;
            rdfs:label ?label ;
            kg:earliest ?date ;
            kg:killedBest ?killed .
  FILTER(LANG(?label) = "%s")
}
ORDER BY DESC(?killed)
LIMIT 50
"""


def page(context: Context) -> Response:
    """Answers `/editor`; `?query=` is a query to begin with, `?name=` a saved one."""
    queries = offered(context, (query for query in context.queries.values() if query.method == "GET"))
    asked = request.args.get("name", "")
    named = next((query for query in queries if query.name == asked), None)
    begin = request.args.get("query") or (_text(named, {}, context.instances) if named else _BEGIN % language())
    data = told(context, "editor") | {"prefixes": prefixes(context.instances), "properties": _properties(context), "begin": begin}
    shown = render("editor.html", groups=_groups(queries), begin=begin, chosen=named.name if named else "", data=data)
    return Response(shown, mimetype=HTML)


def text(context: Context, name: str) -> Response:
    """Answers `/editor/NAME.rq`: the SPARQL of a saved query with the values of the address put in, else the defaults.

    A parameter that must be given and is not, or whose default is not in the graph, stays a variable. Raises UsageError for a
    value that cannot be one.
    """
    query = context.queries.get(name)
    if query is None:
        return problem(HTTPStatus.NOT_FOUND, f"there is no saved query {name!r}; /queries lists them")
    given = {key: value for key, value in request.args.items() if key != "lang" and value}
    (query,) = offered(context, [query])
    return Response(_text(query, given, context.instances), mimetype=_QUERY)


def _text(query: SavedQuery, given: Mapping[str, str], instances: Instances) -> str:
    """Without the header, which is for the program; the title goes ahead as a comment."""
    loose = tuple(replace(each, optional=each.optional or each.required) for each in query.parameters)
    filled = fill(replace(query, parameters=loose), given, instances)
    body = "\n".join(line for line in filled.splitlines() if not line.startswith("#+"))
    return f"# {query.summary[language()]}\n{body.strip()}\n"


def _groups(queries: list[SavedQuery]) -> list[tuple[str, list[SavedQuery]]]:
    """The queries by their first tag; those without one at the end."""

    def first_tag(query: SavedQuery) -> tuple[bool, str]:
        return not query.tags, next(iter(query.tags), "")

    return [(tag, list(group)) for (_, tag), group in groupby(sorted(queries, key=first_tag), first_tag)]


def _properties(context: Context) -> list[str]:
    """The properties that the graph uses, for completion; none where nothing was counted."""
    try:
        counted = read_counts(context.settings.store / "current")
    except KgError:
        return []
    return [iri for iri, _ in counted.properties] if counted else []
