"""How pages are made: in the language that is asked for, with its words and direction, from a template."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import render_template, request

from kg.web.words import LANGUAGES, words_in
from kg.workers import Page


def language() -> str:
    """The language of pages: `?lang=`, else what the browser prefers, else Arabic."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "ar") or "ar"


def queries_page(**shown: object) -> str:
    """The saved queries alone, with all that `queries.html` shows of them."""
    return render("queries.html", **shown)


def results_page(text: str, page: Page, question: Mapping[str, str] | None = None) -> str:
    """An answer as a table, the first rows of it, with what was asked, links to the other formats, and the query itself."""
    links = [(name, same_with("format", name)) for name in page.formats] if request.method == "GET" else []
    heading = question[language()] if question else words_in(language())["results"]
    return render(
        "results.html",
        heading=heading,
        variables=page.variables,
        rows=[_marked(page.variables, row) for row in page.rows],
        more=page.more,
        text=text,
        links=links,
    )


def _marked(variables: tuple[str, ...], row: tuple[str, ...]) -> list[tuple[str, bool, str]]:
    """The cells of a row; whether each is an event's label, which the program worded: `?x_ar` and `?x_en` beside an event ?x,
    `?label` beside one that leads the row, and the object of a triple that says so. What a query calls otherwise is not known as one.
    And "en" where `?x_en` tells that it is in English on a page that is not.
    """
    cells = dict(zip(variables, row, strict=True))
    english = "en" if language() != "en" else ""
    return [(cell, _is_worded(variable, cells), english if variable.endswith("_en") else "") for variable, cell in cells.items()]


def _is_worded(variable: str, cells: Mapping[str, str]) -> bool:
    stem, _, ending = variable.rpartition("_") if variable.endswith(("_ar", "_en", "_label")) else (variable, "", "")
    is_label = stem == "label" or (variable == "object" and cells.get("predicate") == "rdfs:label")
    named = next(iter(cells.values())) if is_label else cells.get(stem, "") if ending else ""
    return named.startswith("event:") and bool(cells[variable])


def problem_page(status: int, message: str) -> str:
    """What is wrong, told to people: of what sort it is in their language, and the message."""
    words = words_in(language())
    heading = words.get(f"problem_{status}") or words["problem_500" if status >= 500 else "problem_400"]  # the server's
    return render("problem.html", heading=heading, message=message)


def same_with(name: str, chosen: str) -> str:
    """The address of this page with another value of one parameter."""
    kept = [(each, value) for each, value in request.args.items(multi=True) if each != name]
    return f"{request.script_root}{quote(request.path)}?{urlencode([*kept, (name, chosen)])}"


def render(template: str, **values: object) -> str:
    """A page in the language that is asked for; every template gets its words and direction."""
    chosen = language()
    other = next(each for each in LANGUAGES if each != chosen)
    values |= {"other": other, "other_language": same_with("lang", other) if request.method in ("GET", "HEAD") else ""}
    return render_template(template, lang=chosen, dir="rtl" if chosen == "ar" else "ltr", words=words_in(chosen), **values)
