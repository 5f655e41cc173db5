"""Saved queries as an API: `/queries` lists them, `/queries/NAME?parameter=value` asks one."""

from flask import Response, json, request, url_for

from kg.errors import UsageError
from kg.queries import SavedQuery, fill
from kg.web.answers import HTML, problem, respond
from kg.web.context import Context
from kg.web.pages import queries_page


def listing(context: Context) -> Response:
    """All saved queries with their parameters, as JSON, or as a page for browsers."""
    accepts = request.accept_mimetypes
    wants_page = accepts[HTML] > accepts["application/json"] and request.args.get("format") != "json"
    if wants_page:
        return Response(queries_page(context), mimetype=HTML)
    described = [describe(query) for query in context.queries.values()]
    return Response(json.dumps(described, ensure_ascii=False, indent=2), mimetype="application/json")


def ask(context: Context, name: str) -> Response:
    """Asks one with the parameters of the query string. Raises KgError for what cannot be answered."""
    query = context.queries.get(name)
    if query is None:
        return problem(404, f"there is no saved query {name!r}; /queries lists them")
    given = {key: value for key, value in request.args.items() if key not in ("format", "lang")}
    if repeated := next((key for key, values in request.args.lists() if len(values) > 1), None):
        raise UsageError(f"parameter {repeated} is given more than once")
    return respond(context, fill(query, given, context.instances), question=query.summary)


def describe(query: SavedQuery) -> dict[str, object]:
    """A saved query as the listing has it."""
    parameters = [
        {"name": item.name, "type": item.type, "default": item.default, "required": item.default is None, "summary": dict(item.summary)}
        for item in query.parameters
    ]
    return {
        "name": query.name,
        "summary": dict(query.summary),
        "description": query.description,
        "parameters": parameters,
        "url": url_for("saved_query", name=query.name),
    }
