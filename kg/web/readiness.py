"""Whether queries can be answered, for what sends a server its requests."""

from flask import Response

from kg.errors import KgError
from kg.public import PublicStore
from kg.web.answers import problem
from kg.web.context import Context
from kg.web.telling import told


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
