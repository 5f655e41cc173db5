"""Answers over HTTP: which format a client gets, and how errors are put into words."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, g, json, request

from kg import __version__
from kg.errors import KgError, QueryError, StoreElsewhere, StoreError, UsageError
from kg.queries import HTML, Refused, Scope, SyntaxProblem, TooLarge, Unacceptable, Unwritable, Wanted
from kg.web.answering.caching import tag
from kg.web.answering.telling import told
from kg.web.context import Context
from kg.web.pages.rendering import language, problem_page, results_page
from kg.web.server.monitoring import note_query
from kg.workers import Answer, Busy, OutOfMemory, Question, TimeLimit, UnknownFormat, published


class ConditionFailed(KgError):
    """What a request was to change is not as it says that it must be."""


_COME_AGAIN = {HTTPStatus.SERVICE_UNAVAILABLE: 5, HTTPStatus.TOO_MANY_REQUESTS: 1}
"""Seconds after which a client may try again."""
_STATUS: dict[HTTPStatus, tuple[type[KgError], ...]] = {
    HTTPStatus.NOT_IMPLEMENTED: (StoreElsewhere,),
    HTTPStatus.NOT_ACCEPTABLE: (Unacceptable, Unwritable),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (UnknownFormat,),
    HTTPStatus.FORBIDDEN: (Refused,),
    HTTPStatus.PRECONDITION_FAILED: (ConditionFailed,),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (TooLarge, OutOfMemory),
    HTTPStatus.TOO_MANY_REQUESTS: (Busy,),
    HTTPStatus.SERVICE_UNAVAILABLE: (StoreError, TimeLimit),
    HTTPStatus.BAD_REQUEST: (QueryError, UsageError),
}
"""The first that an error belongs to counts."""


def respond(
    context: Context, text: str, scope: Scope | None = None, question: Mapping[str, str] | None = None, *, counted: bool = False
) -> Response:
    """Has a query answered in the format that `?format=` or the Accept header asks for.

    `question` is what a saved query asks, by language: a page has it as its heading. Where `counted`, `flask.g.number_of_rows`
    has how many rows a table has.

    Raises QueryError, UsageError for an unknown format or time limit, Unacceptable, StoreError, and what `kg.workers` raises.
    """
    note_query(text)
    longest = context.settings.query_length
    if len(text) > longest:
        raise TooLarge(f"the query has {len(text):,} characters; this server takes {longest:,}")
    asked = Question(text, scope or Scope(), wanted(), time_limit(), counted)
    snapshot, further = published(context.settings.store), (language(), __version__)
    known = tag(asked, snapshot, *further)
    if known and request.method in ("GET", "HEAD") and _has(known):
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = context.answers.get(known)
        if answer is None or (counted and answer.rows is None):
            answer = context.pool.ask(asked)
        g.number_of_rows = answer.rows
        if answer.snapshot != snapshot:  # another one was published meanwhile
            known = tag(asked, answer.snapshot, *further)
        context.answers.keep(known, answer)
        response = _written(text, answer, question)
    if known:
        response.set_etag(known)
        response.headers["Cache-Control"] = "no-cache"  # to be kept, and asked for again before it is used
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def _has(known: str) -> bool:
    """Whether the client has the answer of this tag; `*` says nothing of it, and proxies that compress make a tag a weak one."""
    given = request.if_none_match
    return not given.star_tag and given.contains_weak(known)


def _written(text: str, answer: Answer, question: Mapping[str, str] | None) -> Response:
    if answer.page is not None:
        return Response(results_page(text, answer.page, question), mimetype=HTML)
    return Response(answer.body, mimetype=answer.media_type)


def wanted() -> Wanted:
    """The format that this request asks for."""
    return Wanted(request.values.get("format") or None, tuple(request.accept_mimetypes))


def time_limit() -> float | None:
    """The seconds of `?timeout=`; None without it. Raises UsageError where that is no number above 0."""
    given = request.values.get("timeout")
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise UsageError(f"timeout must be a number of seconds above 0, not {given!r}")
    return seconds


def refusal(error: KgError) -> Response:
    """An error in words: plain text, or JSON where that is what the client asks for."""
    position = {"line": error.line, "column": error.column} if isinstance(error, SyntaxProblem) else {}
    return problem(_status(error), told(error), **position)


def problem(status: int, message: str, **details: object) -> Response:
    """An answer that says what is wrong: a page for browsers, JSON where that is asked for, else plain text."""
    accepts = request.accept_mimetypes
    wants_json = accepts["application/json"] > accepts["text/plain"] or accepts["application/sparql-results+json"] > accepts["text/plain"]
    if accepts[HTML] > max(accepts["text/plain"], accepts["application/json"]) and request.method in ("GET", "HEAD"):
        response = Response(problem_page(status, message), status, mimetype=HTML)
    elif wants_json or _given_format() in ("json", "jsonld"):
        response = Response(json.dumps({"error": message, **details}, ensure_ascii=False), status, mimetype="application/json")
    else:
        response = Response(f"{message}\n", status, mimetype="text/plain")
    if again := _COME_AGAIN.get(HTTPStatus(status)):
        response.headers["Retry-After"] = str(again)
    return response


def _given_format() -> str | None:
    """The format that is asked for by name. No form is read to say that something is wrong, but one that was read counts."""
    is_read = "form" in request.__dict__
    return (request.values if is_read else request.args).get("format")


def _status(error: KgError) -> int:
    return next((status for status, errors in _STATUS.items() if isinstance(error, errors)), HTTPStatus.INTERNAL_SERVER_ERROR)
