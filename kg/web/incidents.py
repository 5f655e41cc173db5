"""The page of all incidents: a table, a map and a timeline over the same filters, which live in the address."""

from flask import Response, request

from kg.incidents import Filter
from kg.web.context import Context
from kg.web.pages import render


def listing(context: Context) -> Response:
    """Answers `/incidents`. Raises UsageError for a filter that is none, and as `Pool.ask` does."""
    asked = Filter.read(request.args, context.instances)
    found = [incident for incident in context.asking.incidents().table.incidents if asked.matches(incident)]
    return Response(render("incidents.html", incidents=found[:100], total=len(found)), mimetype="text/html")
