"""The web server: protocols, pages, saved queries, search and exports over the store's newest snapshot. It opens no store.

routes.py      every address, with what answers it
context.py     what every request needs
answering/     what all answers share: format, status, caching, errors
protocols/     those of the W3C: SPARQL, Graph Store, service description, dumps
api/           our own interface for programs
pages/         pages for people; their words are in words/, their forms in templates/, their scripts in frontend/
server/        the process: connections, limits, logs, measures
"""

from collections.abc import Callable
from contextlib import closing
from functools import partial

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kg.errors import KgError
from kg.settings import Settings
from kg.web.answering.answers import problem, refusal
from kg.web.context import Context, make_context, source_of, words
from kg.web.pages import assets, showing
from kg.web.routes import ROUTES, Route
from kg.web.server import bodies, origins, robots
from kg.web.server.clients import Clients, is_loopback
from kg.web.server.monitoring import Monitoring
from kg.web.server.running import Stopping, develop, run

__all__ = ["create_app", "is_loopback", "serve", "source_of"]
_LARGEST_HEADER = 32 << 10
"""Bytes of a request's address and headers together: reading lists of what is accepted takes time."""
_FURTHER_THREADS = 16
"""Threads beyond those that wait for workers: for what no worker is needed for, and for saying no."""
_EXPLANATIONS = {
    404: "there is nothing here; /sparql, /queries and / are what this server answers",
    405: "this address takes other methods: see Allow",
    413: "the request is too large; the settings `body` and `query_length` say how large it may be",
}
_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": _SECURITY,
}


def create_app(settings: Settings) -> Flask:
    """The application for a store, to be tested or to be run in any WSGI server.

    The store may be missing: every answer then says so (503) until it is built. Raises UsageError where the saved queries
    cannot be used.
    """
    return _app(make_context(settings))


def _app(context: Context) -> Flask:
    app, monitoring = Flask(__name__), Monitoring(context)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = assets.YEAR
    for rule, name, view, methods in (*ROUTES, Route("/metrics", "metrics", monitoring.metrics, ("GET",))):
        app.add_url_rule(rule, name, partial(view, context), methods=methods)
    app.register_error_handler(KgError, refusal)
    for status, explanation in _EXPLANATIONS.items():
        app.register_error_handler(status, _explain(status, explanation))
    app.register_error_handler(Exception, _unexpected)
    showing.furnish(app, context)
    monitoring.watch(app)
    Clients(context.settings).watch(app)
    bodies.bound(app, context.settings)
    robots.keep_out(app, context.settings)
    origins.share(app, context.settings)
    app.after_request(_with_headers)
    return app


def serve(settings: Settings, *, dev: bool = False) -> None:
    """Serves until SIGTERM or Ctrl-C, answers what is under way then, and lets the workers go.

    `dev` begins again when code changes. Raises UsageError where the saved queries cannot be used, OSError for a port that is taken.
    """
    stopping, context = Stopping(), make_context(settings)
    if settings.write_token != "none":  # noqa: S105  # the setting's name for no token
        context.writing.start()
    with context.pool, closing(context.writing), closing(context.asking):
        if dev:
            develop(_app(context), settings)
            return
        context.pool.start()
        context.asking.start()
        with stopping.heeded():
            run(_app(context), stopping, lambda: _give_up(context), _adjustments(context), context.settings)


def _give_up(context: Context) -> None:
    """Ends what is asked and written now: whoever waits for it is told."""
    context.writing.close()
    context.pool.close()


def _adjustments(context: Context) -> dict[str, object]:
    """What Waitress is told."""
    settings = context.settings
    threads = settings.waiting + 4 * context.pool.size + _FURTHER_THREADS
    adjusted: dict[str, object] = {"host": settings.host, "port": settings.port, "threads": threads, "ident": "isnad"}
    adjusted |= {"max_request_body_size": settings.body << 20, "connection_limit": max(1000, 2 * threads)}
    adjusted["max_request_header_size"] = _LARGEST_HEADER
    if settings.trusted_proxy != "none":
        told = {f"x-forwarded-{name}" for name in words(settings.proxy_headers)}
        adjusted |= {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": told}
    return adjusted


def _with_headers(response: Response) -> Response:
    """Keeps our own pages from fetching anything from elsewhere."""
    response.headers.extend(_HEADERS)
    return response


def _explain(status: int, explanation: str) -> Callable[[Exception], Response]:
    def explained(error: Exception) -> Response:
        response = problem(status, explanation)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.allow.update(error.valid_methods)
        return response

    return explained


def _unexpected(error: Exception) -> Response | HTTPException:
    """A fault of this program: the log has it whole, the client nothing of it."""
    if isinstance(error, HTTPException):
        return error
    current_app.logger.exception("%s %s", request.method, request.path)
    return problem(500, "the server made a mistake; its log says more")
