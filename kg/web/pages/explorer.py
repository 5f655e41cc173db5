"""The graph explorer: a page around a script that asks the saved queries and `/sparql` as anybody may."""

from flask import Response, request

from kg.errors import KgError
from kg.incidents import Incident
from kg.queries import HTML, prefixes
from kg.web.context import Context
from kg.web.pages.rendering import render
from kg.web.pages.scripts import told

_FEW = 12
"""Incidents that are offered where nothing is asked for."""
_FAMILIES = ("Attack", "Clash", "SecurityOperation", "Arrest", "Threat", "Meeting", "Statement", "Organisation", "Person", "Place")
"""A class of each colour, for the legend."""


def page(context: Context) -> Response:
    """Answers `/explorer`; `?start=` is the IRI or the short name (`entity:Q159`, `Q159`) of a node to begin with."""
    start = _iri(request.args.get("start", "").strip(), context)
    offered = () if start else _most_connected(context)
    shown = render("explorer.html", start=start, offered=offered, families=_FAMILIES, data=told(context, "explorer"))
    return Response(shown, mimetype=HTML)


def _iri(named: str, context: Context) -> str:
    """The IRI that a short name stands for; what is an IRI already, and "", stay."""
    prefix, colon, local = named.partition(":")
    known = prefixes(context.instances)
    if colon:
        return f"{known[prefix]}{local}" if prefix in known else named
    return f"{known['entity']}{named}" if named else ""


def _most_connected(context: Context) -> list[Incident]:
    """The incidents with most actors and reports; none where there is no graph yet."""
    try:
        found = context.asking.incidents().incidents
    except KgError:
        return []
    return sorted(found, key=lambda each: -len(each.actors) - len(each.reports))[:_FEW]
