"""The SPARQL 1.1 Protocol, its reading half: a query by GET, by POST of a form, by POST of the query itself."""

from http import HTTPStatus

from flask import Response, json, request, url_for

from kg.errors import UsageError
from kg.queries import HTML, Refused, Scope
from kg.web.answering.answers import problem, respond
from kg.web.context import Context
from kg.web.protocols.access import base_address
from kg.web.protocols.description import description

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
FORMS = (FORM, "multipart/form-data")


def endpoint(context: Context) -> Response:
    """Answers `/sparql`: a query, or what this service is where GET asks for nothing. Raises KgError for what cannot be answered."""
    if request.method == "POST" and request.mimetype not in (QUERY, UPDATE, *FORMS):
        return problem(415, f"send the query as {QUERY}, or as the field “query” of a form ({FORM})")
    if request.mimetype == UPDATE or "update" in request.values:
        raise Refused("this address is for queries; updates go to /update, with a token")
    if request.method != "POST" and "query" not in request.args:
        return _introduction(context)
    return respond(context, _query(), _scope())


def status(context: Context) -> Response:
    """How many queries run, as Amazon Neptune says it, for explorers made for that.

    None can be ended by its identifier: a query ends at its time limit, and the answer to such a wish says that nothing was done.
    """
    if request.method == "POST" and "cancelQuery" in request.values:
        return Response(json.dumps({"status": "200 OK", "payload": False}), mimetype="application/json")
    now = context.pool.waiting()
    counts = {"acceptedQueryCount": now.running + now.waiting, "runningQueryCount": now.running, "queries": []}
    return Response(json.dumps(counts), mimetype="application/json")


def text_of(what: str) -> str:
    """The body of this request as text. Raises UsageError where it is not UTF-8."""
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UsageError(f"the {what} must be UTF-8, not {charset}")
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"the {what} is not UTF-8: {error.reason} at byte {error.start + 1}") from error


def _introduction(context: Context) -> Response:
    """A browser is sent to the query editor, programs get the Service Description."""
    accepts = request.accept_mimetypes
    wants_page = accepts[HTML] > max(accepts["text/turtle"], accepts["application/rdf+xml"], accepts["application/ld+json"])
    named = request.args.get("format", "").lower()
    if named in ("html", HTML) or (wants_page and not named):
        return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": url_for("editor", lang=request.args.get("lang"))})
    return respond(context, description(context))


def _query() -> str:
    given = request.values.getlist("query")
    if request.method == "POST" and request.mimetype == QUERY:
        given.append(text_of("query"))
    if not given or not given[0].strip():
        raise UsageError("the query is missing; send it as /sparql?query=…, or with POST, for example SELECT * { ?s ?p ?o } LIMIT 10")
    if len(given) > 1:
        raise UsageError("send one query at a time")
    return given[0]


def _scope() -> Scope:
    values = request.values
    return Scope(tuple(values.getlist("default-graph-uri")), tuple(values.getlist("named-graph-uri")), base_address("sparql"))
