"""Pages for people, in Arabic and English. They need no JavaScript and fetch nothing from elsewhere."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import Response, render_template, request

from kg.errors import StoreError
from kg.stats import read_counts
from kg.web.context import Context
from kg.web.telling import told
from kg.web.words import WORDS
from kg.workers import Page, Question

LANGUAGES = ("ar", "en")
_FEW = 10
"""Incidents that the start page lists, of each sort."""
_SHOWN_COUNTS = ("articles", "incidents", "statements", "meetings", "organisations", "people", "places", "claims")


def language() -> str:
    """The language of pages: `?lang=`, else what the browser prefers, else Arabic."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "ar") or "ar"


def start(context: Context) -> Response:
    """The start page: what the graph holds, its latest and deadliest incidents, and the search box."""
    counts, problem = _counts(context)
    incidents = () if problem else context.asking.incidents().table.incidents
    dated = [incident for incident in incidents if incident.latest and incident.status == "Occurred"]
    told = [incident for incident in incidents if incident.killed]
    told.sort(key=lambda incident: -incident.killed.best if incident.killed else 0)
    page = render("start.html", counts=counts, problem=problem, latest=dated[:_FEW], deadliest=told[:_FEW])
    return Response(page, 503 if problem else 200, mimetype="text/html")


def queries_page(**shown: object) -> str:
    """The saved queries alone, with all that `queries.html` shows of them."""
    return render("queries.html", **shown)


def results_page(text: str, page: Page, question: Mapping[str, str] | None = None) -> str:
    """An answer as a table, the first rows of it, with what was asked, links to the other formats, and the query itself."""
    links = [(name, same_with("format", name)) for name in page.formats] if request.method == "GET" else []
    heading = question[language()] if question else WORDS[language()]["results"]
    return render("results.html", heading=heading, variables=page.variables, rows=page.rows, more=page.more, text=text, links=links)


def same_with(name: str, chosen: str) -> str:
    """The address of this page with another value of one parameter."""
    kept = [(each, value) for each, value in request.args.items(multi=True) if each != name]
    return f"{request.script_root}{quote(request.path)}?{urlencode([*kept, (name, chosen)])}"


def render(template: str, **values: object) -> str:
    """A page in the language that is asked for; every template gets its words and direction."""
    chosen = language()
    other = next(each for each in LANGUAGES if each != chosen)
    values |= {"other": other, "other_language": same_with("lang", other) if request.method in ("GET", "HEAD") else ""}
    return render_template(template, lang=chosen, dir="rtl" if chosen == "ar" else "ltr", words=WORDS[chosen], **values)


def _counts(context: Context) -> tuple[list[tuple[str, int]], str]:
    """What the graph holds, by the names that `words` has, as counted at publishing; and what is wrong where there is none."""
    try:
        context.pool.ask(Question("ASK {}"))
    except StoreError as error:
        return [], told(error)
    found = read_counts(context.settings.store / "current")
    return [(name, getattr(found.stats, name)) for name in _SHOWN_COUNTS if found], ""
