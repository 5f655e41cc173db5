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
    return render_template(template, lang=chosen, dir="rtl" if chosen == "ar" else "ltr", words=words_in(chosen), **values)
