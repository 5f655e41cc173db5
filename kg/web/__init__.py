"""The web server: SPARQL, saved queries and a start page over the store's newest snapshot. It only reads."""

from collections.abc import Callable
from functools import partial

import waitress
from flask import Flask, Response, request

from kg.errors import KgError, StoreError
from kg.settings import Settings
from kg.web import pages, saved, sparql
from kg.web.answers import problem, refusal
from kg.web.context import Context, make_context

_LARGEST_REQUEST = 1024 * 1024  # bytes; a query longer than this is a mistake
_THREADS = 8
_EXPLANATIONS = {
    404: "there is nothing here; /sparql, /queries and / are what this server answers",
    405: "this can only be read: use GET, or POST on /sparql",
    413: "the request is too large; a query may have 1 MiB",
}


def create_app(settings: Settings) -> Flask:
    """The application for a store, to be tested or to be run in any WSGI server.

    The store may be missing: every answer then says so (503) until it is built. Raises UsageError where the saved queries
    cannot be used.
    """
    context = make_context(settings)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = _LARGEST_REQUEST
    for rule, name, view, methods in (
        ("/", "start", pages.start, ["GET"]),
        ("/sparql", "sparql", sparql.endpoint, ["GET", "POST"]),
        ("/queries", "queries", saved.listing, ["GET"]),
        ("/queries/<name>", "saved_query", saved.ask, ["GET"]),
        ("/health", "health", health, ["GET"]),
    ):
        app.add_url_rule(rule, name, partial(view, context), methods=methods)
    app.register_error_handler(KgError, refusal)
    for status, explanation in _EXPLANATIONS.items():
        app.register_error_handler(status, _explain(status, explanation))
    app.after_request(add_headers)
    return app


def serve(settings: Settings) -> None:
    """Serves until it is interrupted. Raises UsageError where the saved queries cannot be used, OSError for a port that is taken."""
    waitress.serve(create_app(settings), host=settings.host, port=settings.port, threads=_THREADS, ident="isnad")


def health(context: Context) -> Response:
    """200 when queries can be answered, 503 and the reason when not."""
    try:
        context.snapshots.store()
    except StoreError as error:
        return problem(503, str(error))
    return Response("ok\n", mimetype="text/plain")


def add_headers(response: Response) -> Response:
    """Lets pages of other sites read the answers, keeps our own pages from fetching anything from elsewhere, and tells caches
    what an answer depends on besides its address.
    """
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'"
    return response


def _explain(status: int, explanation: str) -> Callable[[Exception], Response]:
    return lambda _error: problem(status, explanation)
