"""The page of all incidents: a table, a map and a timeline over the same filters, which live in the address."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from flask import Response, json, request, url_for

from kg.errors import UsageError
from kg.incidents import AtPlace, Incident, IncidentTable, at_places, drawn_at, kinds_by_frequency, timeline
from kg.web.context import Context
from kg.web.pages.choosing import SHOWN_AT_ONCE, Asked, applied, choices, page_number
from kg.web.pages.drawing import BAND, GROUND, HEIGHT, TOP, draw
from kg.web.pages.rendering import language, render
from kg.web.pages.showing import family, when

_ROWS = 50
"""Incidents on a page of the table."""
_PLACES = 100
"""Places that the table beside the map has at most; the map has all."""
_LISTED = 40
"""Incidents that are listed for a place of the map at most."""


def listing(context: Context) -> Response:
    """Answers `/incidents`. Raises UsageError for a filter that is none, and as `Pool.ask` does."""
    asked, table = Asked.read(context, request.args), context.asking.incidents()
    chosen = asked.choose(table)
    shown = render(
        "incidents.html",
        asked=asked,
        total=len(chosen),
        of_all=len(table.incidents),
        choices=choices(asked, table),
        at_once=SHOWN_AT_ONCE,
        applied=applied(asked, table),
        kinds=kinds_by_frequency(chosen),
        **_paged(chosen),
        **_along_time(asked, chosen, table),
        **_on_the_map(asked, chosen, table),
    )
    return Response(shown, mimetype="text/html")


def _paged(chosen: Sequence[Incident]) -> dict[str, object]:
    """The page of the table that is asked for."""
    pages = max(1, -(-len(chosen) // _ROWS))
    page = page_number(pages)
    return {"incidents": chosen[(page - 1) * _ROWS : page * _ROWS], "page": page, "pages": pages}


def _along_time(asked: Asked, chosen: Sequence[Incident], table: IncidentTable) -> dict[str, object]:
    """The timeline of the time that is asked for, beside what was read of the publisher that is; and how much of both has no date."""
    since, until, publisher = asked.filter.since, asked.filter.until, asked.filter.publisher
    issues = [issue for issue in table.issues if publisher in (None, issue.publisher)]

    def address(first: date, last: date) -> str:
        """No wider than the time that is asked for, which a period may be."""
        return asked.address(since=max(first, since or first).isoformat(), until=min(last, until or last).isoformat())

    return {
        "drawing": draw(timeline(chosen, issues, since, until), address, right_to_left=language() == "ar"),
        "levels": {"top": TOP, "ground": GROUND, "band": BAND, "height": HEIGHT},
        "undated": sum(incident.earliest is None for incident in chosen),
        "undated_articles": sum(number for iri, number in table.undated.items() if publisher in (None, iri)),
    }


def _on_the_map(asked: Asked, chosen: Sequence[Incident], table: IncidentTable) -> dict[str, object]:
    """The places as they are known, and as a map can draw them, and how many incidents it cannot draw."""
    places, drawn = at_places(chosen), at_places(chosen, partial(drawn_at, places=table.places))
    return {
        "places": places[:_PLACES],
        "further_places": max(0, len(places) - _PLACES),
        "on_map": [_mapped(asked, each) for each in drawn],
        "unplaced": len(chosen) - sum(each.total for each in drawn),
    }


def at_place(context: Context) -> Response:
    """Answers `/incidents/at`: the incidents that the map shows at the place of `?at=`, as JSON. Raises as `listing`."""
    given = request.args.to_dict()
    place = Asked.read(context, {"place": given.pop("at", "")}).filter.place
    if place is None:
        raise UsageError("at must be the place")
    table = context.asking.incidents()
    here = list(_shown_at(place, Asked.read(context, given).choose(table), table))
    base = context.instances.base
    answer = {"total": len(here), "incidents": [_listed(incident, base) for incident in here[:_LISTED]]}
    return Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")


def _mapped(asked: Asked, at: AtPlace) -> dict[str, object]:
    """What the map must know of a place."""
    name, kind = at.place.name, family(at.kinds[0][0])
    return {
        "name": name.name(language()),
        "english": name.en,
        "lat": at.place.latitude,
        "long": at.place.longitude,
        "precision": at.place.precision,
        "count": at.total,
        "family": kind,
        "list": asked.address("incidents_at", at=name.iri),
    }


def _shown_at(place: str, incidents: Iterable[Incident], table: IncidentTable) -> Iterator[Incident]:
    for incident in incidents:
        shown = drawn_at(incident.place, table.places) if incident.place else None
        if shown and shown.name.iri == place:
            yield incident


def _listed(incident: Incident, base: str) -> dict[str, object]:
    path = incident.iri.removeprefix(base)
    return {
        "address": url_for("thing", name=path, lang=language()),
        "label": incident.label(language()),
        "when": when(incident),
        "family": family(incident.kind),
        "killed": incident.killed.best if incident.killed else None,
    }
