"""Whose words they are, and in which language: what the program worded is marked on every page, and so is Arabic among English."""

from pathlib import Path

import pytest
from every_page import PATHS, Ask, in_language
from flask import Flask
from playwright.sync_api import Page, expect

from kg.ontology import Instances
from kg.queries import load
from kg.resources import resource
from kg.settings import Settings
from kg.web import create_app
from kg.web.pages.showing import spoken, tongue

IN_ENGLISH = "/?lang=en"
FURTHER = {
    "statements": "/queries/statements-about?format=html",
    "offered": "/explorer",
    "claim": "",
    "found events": "/search?q=%D9%87%D8%AC%D9%88%D9%85&limit=50",
}
LOST = r"""language => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), lost = []
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode
        if (parentElement.closest("script, style, textarea, pre, code, option, datalist, title, .CodeMirror")) continue
        const arabic = /[\u0600-\u06ff]/.test(data), sentence = /[A-Za-z]+ [a-z]+ [a-z]+/.test(data)
        if ((language === "en" ? arabic : !arabic && sentence) && parentElement.closest("[lang]").lang === language) {
            lost.push(parentElement.outerHTML.slice(0, 200))
        }
    }
    return lost
}"""
"""Words that a screen reader would read in the language of the page, and which are in the other one."""
UNMARKED = """() => [...document.querySelectorAll('main a[href*="/id/event/"]:not(.mention, .saying)')]
    .filter(each => !each.querySelector(".generated, q") && !each.closest(".generated") && !each.querySelector(":scope > code"))
    .filter(each => !each.matches(".hint, [dir=ltr][title]") && !each.textContent.trim().startsWith("event:"))
    .map(each => each.outerHTML.slice(0, 200))"""
"""Links that name an event by its label, and do not say that the program worded it."""


@pytest.fixture(scope="module")
def app(seeds_store: Path) -> Flask:
    return create_app(Settings(store=seeds_store))


def test_an_english_label_has_arabic_names_marked_in_it_and_an_arabic_one_is_marked_whole(app: Flask) -> None:
    label = "Bombing in \u2068بوابة الدير\u2069, 2021"
    with app.test_request_context(IN_ENGLISH):
        assert (tongue(label), spoken(label)) == ("", 'Bombing in \u2068<span lang="ar">بوابة الدير</span>\u2069, 2021')
        assert (tongue("هجوم في بغداد"), spoken("هجوم <b>في بغداد")) == (' lang="ar"', "هجوم &lt;b&gt;في بغداد")
        assert tongue("شركة Exxon النفطية") == ' lang="ar"'
        assert (tongue("Baghdad"), spoken("a \u2068<b>\u2069")) == ("", "a \u2068&lt;b&gt;\u2069")
    with app.test_request_context("/?lang=ar"):
        assert (tongue("هجوم في بغداد"), spoken(label)) == ("", label)


def test_saved_queries_are_described_in_both_languages() -> None:
    described = {query.name: query.description for query in load(resource("queries")).values() if query.description}
    assert len(described) > 25
    arabic = {name: any("\u0621" <= letter <= "\u064a" for letter in text["ar"]) for name, text in described.items()}
    assert [name for name, found in arabic.items() if not found or described[name]["en"] == described[name]["ar"]] == []


def test_headings_of_tags_are_in_the_language_of_the_page(app: Flask) -> None:
    for address in ("/queries?lang=ar", "/editor?lang=ar"):
        page = app.test_client().get(address, headers={"Accept": "text/html"}).text
        assert "<h3>الأنطولوجيا</h3>" in page
        assert "<h3>ontology</h3>" not in page


@pytest.mark.web
@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", [*PATHS, *FURTHER])
def test_what_is_in_the_other_language_says_so_and_what_the_program_worded_is_marked(
    page: Page,
    ask: Ask,
    paths: dict[str, str],
    name: str,
    language: str,
) -> None:
    path = claim(ask) if name == "claim" else (paths | FURTHER)[name]
    page.goto(in_language(path, language), wait_until="networkidle")
    assert page.evaluate(LOST, language) == []
    assert page.evaluate(UNMARKED) == []


def claim(ask: Ask) -> str:
    """The page of a claim about an event."""
    (row,) = ask(
        "SELECT ?claim { GRAPH ?a { ?claim rdf:subject ?event ; rdf:predicate kg:place . ?event a kg:Incident } } ORDER BY ?claim LIMIT 1"
    )
    return "/id/" + row["claim"].removeprefix(Instances().base)


@pytest.mark.web
@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_an_answer_labels_of_events_are_marked_and_names_of_entities_are_not(page: Page, language: str) -> None:
    page.goto(f"/queries/deadliest-incidents?format=html&lang={language}")
    assert cells(page, f"incident_{language}") == {True}
    assert cells(page, f"place_{language}") <= {False}
    page.goto(f"/editor?name=deadliest-incidents&lang={language}")
    page.locator(".tabPanel.active .yasqe_queryButton").click()
    table = page.locator(".tabPanel.active .result-table table")
    expect(table.locator("tbody tr").first).to_be_visible()
    place = table.locator("thead th").all_inner_texts().index(f"incident_{language}")
    labels = table.locator(f"tbody td:nth-child({place + 1}) bdi")
    assert labels.count() == labels.and_(page.locator(".generated")).count() > 0
    assert page.evaluate(LOST, language) == []


def cells(page: Page, column: str) -> set[bool]:
    """Whether the filled cells of a column are marked."""
    found = page.locator(f'td[data-name="{column}"] > div:not(:empty)').all()
    return {"generated" in (each.get_attribute("class") or "") for each in found}


@pytest.mark.web
@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_suggested_events_are_marked_and_told_apart_by_class_and_article(page: Page, language: str) -> None:
    page.goto(f"/?lang={language}")
    page.locator("#q").fill("هجوم")
    options = page.locator(".suggestions li")
    expect(options.first).to_be_visible()
    assert options.count() == page.locator(".suggestions .hint bdi").count()
    assert options.count() == page.locator(".suggestions li > .generated").count()
    assert page.evaluate(LOST, language) == []
