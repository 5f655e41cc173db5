"""The SPARQL 1.1 Protocol, its writing half: an update by POST of a form or of the update itself, with the server's token."""

from flask import Response, request

from kg.errors import UsageError
from kg.web.answering.answers import problem
from kg.web.context import Context
from kg.web.protocols.access import base_address, not_allowed
from kg.web.protocols.sparql import FORM, FORMS, UPDATE, text_of
from kg.workers import Update


def endpoint(context: Context) -> Response:
    """Answers `/update`: 204 when the update is made and published. Raises KgError for what cannot be done."""
    if refused := not_allowed(context):
        return refused
    if request.mimetype not in (UPDATE, *FORMS):
        return problem(415, f"send the update as {UPDATE}, or as the field “update” of a form ({FORM})")
    values = request.values
    graphs = (tuple(values.getlist(f"using-{name}-uri")) for name in ("graph", "named-graph"))
    context.writing.ask(Update(_update(), base_address("update"), *graphs))
    return Response(status=204)


def _update() -> str:
    given = request.form.getlist("update")
    if request.mimetype == UPDATE:
        given.append(text_of("update"))
    if not given or not given[0].strip():
        raise UsageError("the update is missing; send it with POST, for example INSERT DATA { GRAPH <https://example.org/mine> { … } }")
    if len(given) > 1:
        raise UsageError("send one update at a time")
    return given[0]
