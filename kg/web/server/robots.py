"""What crawlers are told: a server for strangers (`kg serve --public`) is asked, and nothing of it is to be indexed."""

from flask import Flask, Response, abort

from kg.settings import Settings
from kg.web.context import Context

_RULES = "User-agent: *\nDisallow: /\n"
_INDEX = "noindex, nofollow, noarchive"


def rules(context: Context) -> Response:
    """`/robots.txt`; only a public server has one."""
    if not context.settings.public:
        abort(404)
    return Response(_RULES, mimetype="text/plain")


def keep_out(app: Flask, settings: Settings) -> None:
    """Lets every answer of a public server, and every page in its head, say that it is not to be indexed."""
    if settings.public:
        app.jinja_env.globals["robots"] = _INDEX
        app.after_request(_marked)


def _marked(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = _INDEX
    return response
