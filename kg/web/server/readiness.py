"""Whether the server runs, and whether it can answer queries: for what sends it its requests."""

from flask import Response

from kg.errors import KgError
from kg.public import PublicStore
from kg.web.answering.answers import problem
from kg.web.answering.telling import told
from kg.web.context import Context


def health(_context: Context) -> Response:
    """200 while the server runs, whether or not there is a graph."""
    return Response("ok\n", mimetype="text/plain")


def ready(context: Context) -> Response:
    """200 when queries can be answered, 503 and the reason when not: no graph, one that cannot be read, no worker.

    A copy for strangers that is behind is served all the same; how far, is said.
    """
    try:
        context.pool.require_sound()
    except KgError as error:
        return problem(503, told(error))
    behind = PublicStore.shown_at(context.settings.store).behind() if context.settings.public else 0
    further = f"; the copy for strangers is {behind:.0f} seconds behind the graph" if behind else ""
    return Response(f"ready{further}\n", mimetype="text/plain")
