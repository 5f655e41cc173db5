"""Answers over HTTP: which format a client gets, and how errors are put into words."""

from collections.abc import Mapping, Sequence

from flask import Request, Response, json, request

from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.queries import Format, Refused, Scope, SyntaxProblem, Unwritable, format_named, formats, run, serialise, table
from kg.web.context import Context
from kg.web.pages import results_page

HTML = "text/html"


class Unacceptable(UsageError):
    """None of the media types that the client accepts can be written."""


def respond(context: Context, text: str, scope: Scope | None = None, question: Mapping[str, str] | None = None) -> Response:
    """Runs a query and answers in the format that `?format=` or the Accept header asks for.

    `question` is what a saved query asks, by language: a page has it as its heading.

    Raises QueryError, UsageError for an unknown format, Unacceptable, and StoreError.
    """
    results = run(context.snapshots.store(), text, context.instances, scope)
    among = formats(results)
    chosen = choose(request, among)
    if chosen is None:
        return Response(results_page(text, table(results, context.instances), among, question), mimetype=HTML)
    return Response(serialise(results, chosen), mimetype=chosen.media_types[0])


def choose(asked: Request, among: Sequence[Format]) -> Format | None:
    """The format for a request; None for a page in HTML.

    Raises UsageError for an unknown format, Unwritable for one that does not fit, Unacceptable where no accepted one does.
    """
    name = asked.values.get("format")
    if name:
        return None if name.lower() in ("html", HTML) else format_named(name, among, ["html"])
    accepts = asked.accept_mimetypes
    if not accepts:
        return among[0]
    qualities = [(_quality(asked, item), item) for item in among] + [(accepts[HTML], None)]
    best, chosen = max(qualities, key=lambda item: item[0])
    if not best:
        raise Unacceptable(
            f"none of the accepted media types can be written; ask for {', '.join(f.media_types[0] for f in among)} or {HTML}"
        )
    return chosen


def _quality(asked: Request, offered: Format) -> float:
    """How much the client wants a format, 0 to 1. A wildcard speaks of its own media type only, not of its other names."""
    first, *others = offered.media_types
    by_other_names = [quality for media_type, quality in asked.accept_mimetypes if media_type.split(";")[0].strip() in others]
    return max([asked.accept_mimetypes[first], *by_other_names])


def refusal(error: KgError) -> Response:
    """An error in words: plain text, or JSON where that is what the client asks for."""
    position = {"line": error.line, "column": error.column} if isinstance(error, SyntaxProblem) else {}
    return problem(_status(error), str(error), **position)


def problem(status: int, message: str, **details: int) -> Response:
    """An answer that says what is wrong."""
    accepts = request.accept_mimetypes
    wants_json = accepts["application/json"] > accepts["text/plain"] or accepts["application/sparql-results+json"] > accepts["text/plain"]
    given = request.args if status == 413 else request.values  # the form of too large a request is not read
    if wants_json or given.get("format") in ("json", "jsonld"):
        response = Response(json.dumps({"error": message, **details}, ensure_ascii=False), status, mimetype="application/json")
    else:
        response = Response(f"{message}\n", status, mimetype="text/plain")
    return response


def _status(error: KgError) -> int:
    match error:
        case Unacceptable() | Unwritable():
            return 406
        case Refused():
            return 403
        case StoreError():
            return 503
        case QueryError() | UsageError():
            return 400
        case _:
            return 500
