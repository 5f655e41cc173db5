"""The SPARQL 1.1 Protocol, its reading half: a query by GET, by POST of a form, by POST of the query itself."""

from flask import Response, request

from kg.errors import UsageError
from kg.queries import Refused, Scope
from kg.web.answers import problem, respond
from kg.web.context import Context

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"


def endpoint(context: Context) -> Response:
    """Answers `/sparql`. Raises KgError for what cannot be answered."""
    if request.method == "POST" and request.mimetype not in (QUERY, UPDATE, FORM, "multipart/form-data"):
        return problem(415, f"send the query as {QUERY}, or as the field “query” of a form ({FORM})")
    if request.mimetype == UPDATE or "update" in request.values:
        raise Refused("updates are refused: the graph is only read here, and `kg build` is what changes it")
    return respond(context, _query(), _scope())


def _query() -> str:
    given = request.values.getlist("query")
    if request.method == "POST" and request.mimetype == QUERY:
        given.append(_body())
    if not given or not given[0].strip():
        raise UsageError("the query is missing; send it as /sparql?query=…, or with POST, for example SELECT * { ?s ?p ?o } LIMIT 10")
    if len(given) > 1:
        raise UsageError("send one query at a time")
    return given[0]


def _body() -> str:
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"the query is not UTF-8: {error.reason} at byte {error.start + 1}") from error


def _scope() -> Scope:
    values = request.values
    return Scope(tuple(values.getlist("default-graph-uri")), tuple(values.getlist("named-graph-uri")))
