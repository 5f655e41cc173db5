"""Pages for people, in Arabic and English. They need no JavaScript and fetch nothing from elsewhere."""

from collections.abc import Mapping, Sequence
from itertools import islice
from urllib.parse import quote, urlencode

from flask import Response, render_template, request

from kg.errors import StoreError
from kg.queries import Format, Table
from kg.stats import stats
from kg.web.context import Context
from kg.web.words import WORDS

LANGUAGES = ("ar", "en")
_MOST_ROWS = 500
_SHOWN_COUNTS = ("articles", "incidents", "statements", "meetings", "organisations", "people", "places", "claims")
EXAMPLE = """PREFIX kg: <https://w3id.org/isnad/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?incident ?label ?earliest ?killed
WHERE {
  ?incident a kg:Attack ;
            rdfs:label ?label .
  FILTER(LANG(?label) = "ar")
  OPTIONAL { ?incident kg:earliest ?earliest }
  OPTIONAL { ?incident kg:killedBest ?killed }
}
ORDER BY DESC(?killed) ?incident
LIMIT 20"""


def language() -> str:
    """The language of pages: `?lang=`, else what the browser prefers, else Arabic."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "ar") or "ar"


def start(context: Context) -> Response:
    """The start page: what the graph holds, the saved queries as forms, a box for any query."""
    counts, problem = _counts(context)
    page = _render("start.html", counts=counts, problem=problem, queries=context.queries.values(), example=EXAMPLE)
    return Response(page, 200 if counts else 503, mimetype="text/html")


def queries_page(context: Context) -> str:
    """The saved queries alone."""
    return _render("queries.html", queries=context.queries.values())


def results_page(text: str, table: Table, formats: Sequence[Format], question: Mapping[str, str] | None = None) -> str:
    """An answer as a table, the first rows of it, with what was asked, links to the other formats, and the query itself."""
    rows = list(islice(table.rows, _MOST_ROWS + 1))
    links = [(item.name, _same_in(item)) for item in formats] if request.method == "GET" else []
    more = len(rows) > _MOST_ROWS
    heading = question[language()] if question else WORDS[language()]["results"]
    return _render("results.html", heading=heading, variables=table.variables, rows=rows[:_MOST_ROWS], more=more, text=text, links=links)


def _same_in(chosen: Format) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "format"]
    return f"{request.script_root}{quote(request.path)}?{urlencode([*kept, ('format', chosen.name)])}"


def _render(template: str, **values: object) -> str:
    chosen = language()
    return render_template(template, lang=chosen, dir="rtl" if chosen == "ar" else "ltr", words=WORDS[chosen], **values)


def _counts(context: Context) -> tuple[list[tuple[str, int]], str]:
    """What the graph holds, by the names that `words` has; and what is wrong where there is none."""
    try:
        found = stats(context.snapshots.store())
    except StoreError as error:
        return [], str(error)
    return [(name, getattr(found, name)) for name in _SHOWN_COUNTS], ""
