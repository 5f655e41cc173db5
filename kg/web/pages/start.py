"""The start page: what the graph holds, its latest and deadliest incidents, and the search box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, url_for

from kg.errors import StoreError
from kg.incidents import IncidentTable, Issue, ordered
from kg.stats import read_counts
from kg.web.answering.telling import told
from kg.web.context import Context
from kg.web.pages.rendering import language, render
from kg.workers import Question

_FEW = 10
"""Incidents that the start page lists, of each sort."""
_LEADS_TO = {
    "articles": "articles",
    "incidents": "",
    "statements": "statements-by",
    "meetings": "meetings",
    "organisations": "organisations",
    "people": "people-roles",
    "places": "places",
    "claims": "attributed-facts",
}
"""What the start page counts, and the saved query that lists it; incidents have a page of their own."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of what `words` calls by a name, and the address where they are listed."""

    name: str
    number: int
    address: str


def page(context: Context) -> Response:
    """Answered with 503 where there is no graph yet: the page says so."""
    counts, problem = _counts(context)
    table = IncidentTable((), {}) if problem else context.asking.incidents()
    occurred = [incident for incident in table.incidents if incident.status == "Occurred"]
    shown = render(
        "start.html",
        counts=counts,
        problem=problem,
        latest=[incident for incident in occurred if incident.latest][:_FEW],
        deadliest=[incident for incident in ordered(occurred, "deadliest")[:_FEW] if incident.killed],
        read=_what_was_read(table.issues) if table.issues else None,
        undated=sum(table.undated.values()),
    )
    return Response(shown, 503 if problem else 200, mimetype="text/html")


def _what_was_read(issues: Sequence[Issue]) -> dict[str, object]:
    """How many dated articles of how many publishers, and from when to when; days are in order."""
    publishers = {issue.publisher for issue in issues if issue.publisher}
    articles = sum(issue.articles for issue in issues)
    return {
        "articles": f"{articles:,}",
        "publishers": len(publishers),
        "first": _isolated(issues[0].day),
        "last": _isolated(issues[-1].day),
    }


def _isolated(day: date) -> str:
    """A day that keeps its order within a line from right to left."""
    return f"\u2066{day.isoformat()}\u2069"


def _counts(context: Context) -> tuple[list[Count], str]:
    """What the graph holds, as counted at publishing; and what is wrong where there is none."""
    try:
        context.pool.ask(Question("ASK {}"))
    except StoreError as error:
        return [], told(error)
    found = read_counts(context.settings.store / "current")
    return [Count(name, getattr(found.stats, name), _where(context, name)) for name in _LEADS_TO if found], ""


def _where(context: Context, name: str) -> str:
    """The address of the page that lists what is counted; "" where this server has other saved queries."""
    endpoint, query = ("incidents", "") if name == "incidents" else ("saved_query", _LEADS_TO[name])
    if not query:
        return url_for(endpoint, lang=language())
    return url_for(endpoint, name=query, lang=language()) if query in context.queries else ""
