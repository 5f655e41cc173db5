"""The SPARQL 1.1 Graph Store HTTP Protocol at `/graphs`: graphs are read by all, and users' own are written with the token."""

from functools import partial
from uuid import uuid4

from flask import Response, request

from kg.errors import StoreMissing, UsageError
from kg.queries import Scope, Wanted
from kg.web.answering.answers import ConditionFailed, problem, respond
from kg.web.answering.caching import stem
from kg.web.context import Context
from kg.web.protocols.access import not_allowed, own_address
from kg.web.protocols.sparql import text_of
from kg.workers import GraphChange, Question, published

_MULTIPLE = "multipart/form-data"
_WHOLE = "CONSTRUCT WHERE { ?s ?p ?o }"
_ANYTHING = "ASK { ?s ?p ?o }"


def by_parameter(context: Context) -> Response:
    """`/graphs?graph=IRI` and `/graphs?default`; POST without either makes a graph and gives it a name.

    Raises KgError for what cannot be answered.
    """
    given = [*request.args.getlist("graph"), *("" for _ in request.args.getlist("default"))]
    if not given and request.method == "POST":
        return _made(context)
    if len(given) != 1:
        raise UsageError("say which graph: /graphs?graph=IRI, the IRI percent-encoded, or /graphs?default")
    if not given[0] and "default" not in request.args:
        raise UsageError("the graph's name is missing; the default graph is /graphs?default")
    return _answered(context, given[0])


def by_address(context: Context, path: str) -> Response:
    """`/graphs/PATH`: the graph that has this address for its name. Raises KgError for what cannot be answered."""
    return _answered(context, own_address(f"graphs/{path}"))


def _answered(context: Context, name: str) -> Response:
    if request.method in ("GET", "HEAD"):
        return _read(context, name)
    if refused := not_allowed(context):
        return refused
    documents = () if request.method == "DELETE" else _documents()
    change = GraphChange(name, documents, kept=request.method == "POST")
    written = context.writing.ask(change, partial(_require_conditions, context, name))
    if request.method == "DELETE":
        return Response(status=204) if written.was_there else _missing(name)
    return Response(status=201 if written.is_there and not written.was_there else 204)


def _read(context: Context, name: str) -> Response:
    if name and not _is_there(context, name):
        return _missing(name)
    return respond(context, _WHOLE, _scope(name))


def _scope(name: str) -> Scope:
    return Scope((name,)) if name else Scope()


def _is_there(context: Context, name: str) -> bool:
    """Whether a graph has triples; no graph has any where nothing was built or written yet."""
    try:
        return b"true" in context.pool.ask(Question(_ANYTHING, _scope(name), Wanted("json"))).body
    except StoreMissing:
        return False


def _require_conditions(context: Context, name: str) -> None:
    """Raises ConditionFailed where a graph is not as If-Match and If-None-Match want it: not there, or another one by now.

    A tag stands for the graph in the format and snapshot that it was given for, so one of any format is taken.
    """
    has_wanted, wanted, unwanted = "If-Match" in request.headers, request.if_match, request.if_none_match
    if not (has_wanted or unwanted):
        return
    is_there = _is_there(context, name)
    now = stem(Question(_WHOLE, _scope(name)), published(context.settings.store))
    if has_wanted and not (is_there and (wanted.star_tag or any(tag.startswith(now) for tag in wanted.as_set()))):
        raise ConditionFailed("the graph is not what If-Match says that it is; nothing was changed")
    if is_there and (unwanted.star_tag or any(tag.startswith(now) for tag in unwanted.as_set(include_weak=True))):
        raise ConditionFailed("the graph is what If-None-Match says that it is not; nothing was changed")


def _made(context: Context) -> Response:
    if refused := not_allowed(context):
        return refused
    name = own_address(f"graphs/{uuid4()}")
    context.writing.ask(GraphChange(name, _documents()))
    return Response(status=201, headers={"Location": name})


def _documents() -> tuple[tuple[str, bytes], ...]:
    """The body as documents with their media types: one, or the files of a form."""
    if request.mimetype != _MULTIPLE:
        return ((request.mimetype, text_of("graph").encode("utf-8")),)
    if request.form:
        raise UsageError("a form must hold files here, each with its Content-Type")
    return tuple((file.mimetype, file.read()) for _, files in request.files.lists() for file in files)


def _missing(name: str) -> Response:
    return problem(404, f"there is no graph {name}")
