"""Names that mean harm are words on every page, and in all that opens on one: suggestions, the list of a place, an answer's views."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from every_page import is_too_wide
from made_incidents import GROUPS, PLACES, entity, event, publish, quads
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect
from pyoxigraph import DefaultGraph, Literal, Quad
from serving import serving

from kg.ontology import Instances, term
from kg.search import Document, SearchIndex

pytestmark = pytest.mark.web

HARM = (
    "<script>window.harmed = 1</script>",
    '"><img src=x onerror="window.harmed = 2">',
    "</script><script>window.harmed = 3</script>",
    "{{ 7 * 7 }} javascript:window.harmed=4 <svg onload=window.harmed=5>",
    "\u202e\u2066\u2067 قلب الاتجاه",
    "ط" * 5_000,
    "طويل جدا " * 600,
)
MARKUP = "script:not([src]):not([type='application/json']), [onerror], [onload], [onclick], a[href^='javascript:'], img[src='x']"
LOOSE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), loose = []
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement
        if (!walker.currentNode.data.includes("\\u202e") || parent.closest("script, title, option")) continue
        let around = parent
        while (around !== document.body && !getComputedStyle(around).unicodeBidi.includes("isolate")) around = around.parentElement
        const alone = around.textContent.trim() === walker.currentNode.data.trim()
        if (around === document.body || !(alone || around.closest("bdi, q, blockquote, [dir=auto]"))) loose.push(parent.outerHTML)
    }
    return loose
}"""
"""Where words that turn the direction could turn others too: they stand in no element that isolates them."""


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over incidents, places, groups and articles whose names are what somebody might write to do harm."""
    folder, label, title = tmp_path_factory.mktemp("harmful"), term("rdfs:label"), term("dcterms:title")
    nodes = [node for n in range(len(HARM)) for node in (event(n), entity("s", n * 7 % PLACES), entity("g", n * 11 % GROUPS))]
    names = {node: HARM[place // 3] for place, node in enumerate(nodes)}
    titles = {Instances().article(f"a{n}"): HARM[n] for n in range(len(HARM))}
    kept = [q for q in quads(len(HARM)) if not (q.predicate == label and q.subject in names) and q.predicate != title]
    named = [Quad(node, label, Literal(name, language=tag), DefaultGraph()) for node, name in names.items() for tag in ("ar", "en")]
    titled = [Quad(node, title, Literal(name, language="ar"), graph) for node, name in titles.items() for graph in (node, DefaultGraph())]
    publish(folder, "1", [*kept, *named, *titled])
    found = [(node, "Attack" if "/event/" in node.value else "Place") for node in nodes]
    with SearchIndex(folder, "1") as index:
        index.write({node.value: _document(node.value, kind, names[node]) for node, kind in found})
        index.copy(folder / "snapshots" / "1")
    with serving(folder) as address:
        yield address


def _document(iri: str, kind: str, name: str) -> Document:
    kind_of, article = ("place", "") if kind == "Place" else ("incident", Instances().article("a0").value)
    return Document(iri, kind_of, kind, name, name, (name,), article)


HARMED = {
    "start": "/?",
    "incidents": "/incidents?",
    "results": "/queries/deadliest-incidents?format=html",
    **{f"incident-{n}": f"/id/event/e{n}?" for n in range(len(HARM))},
    **{f"entity-{n}": f"/id/entity/s{n * 7 % PLACES}?" for n in range(len(HARM))},
    **{f"article-{n}": f"/id/article/a{n}?" for n in range(len(HARM))},
    **{f"explorer-{n}": f"/explorer?start=e{n}" for n in range(len(HARM))},
    "editor": f"/editor?query={quote(HARM[0])}",
    "search": f"/search?q={quote(HARM[1])}",
    "queries": f"/queries/statements-about?format=html&about={quote(HARM[2])}",
}


def listen(tab: Page, site: str, told: list[str]) -> None:
    """Writes down what ran or wanted to run, and what was asked of other hosts."""

    def on_dialog(dialog: Dialog) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    def on_message(message: ConsoleMessage) -> None:
        if re.search("security policy|Refused to", message.text, re.IGNORECASE):
            told.append(message.text)

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{site}/", "data:", "blob:")):
            told.append(request.url)

    tab.on("dialog", on_dialog)
    tab.on("console", on_message)
    tab.on("request", on_request)
    tab.on("pageerror", lambda error: told.append(str(error)))


@pytest.fixture
def told() -> list[str]:
    """What ran or wanted to run in the tab, and what it asked of other hosts."""
    return []


@pytest.fixture(params=[("ar", 400), pytest.param(("en", 1300), marks=pytest.mark.thorough)], ids=["ar", "en"])
def tab(request: pytest.FixtureRequest, browser: Browser, harmful: str, told: list[str]) -> Iterator[Page]:
    """A tab of the harmful server whose browser prefers the language."""
    language, width = request.param
    context = browser.new_context(base_url=harmful, viewport={"width": width, "height": 900}, locale=language)
    context.set_default_timeout(15_000)
    page = context.new_page()
    listen(page, harmful, told)
    yield page
    context.close()


def harm(tab: Page, told: list[str]) -> dict[str, object]:
    """What the names did to the page as it is now; empty where they are words."""
    found = {
        "told": told.copy(),
        "harmed": tab.evaluate("() => window.harmed"),
        "markup": tab.evaluate("selector => [...document.querySelectorAll(selector)].map(each => each.outerHTML.slice(0, 200))", MARKUP),
        "loose": [each[:200] for each in tab.evaluate(LOOSE)],
        "too wide": is_too_wide(tab),
    }
    told.clear()
    return {what: value for what, value in found.items() if value}


def test_on_every_page(tab: Page, told: list[str]) -> None:
    wrong = {}
    for name, path in HARMED.items():
        tab.goto(path, wait_until="load")
        if found := harm(tab, told):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.thorough
@pytest.mark.parametrize("typed", ["script window", "img src", "قلب", "طططططططططططط", "طويل جدا"])
def test_among_suggestions(tab: Page, told: list[str], typed: str) -> None:
    tab.goto("/?")
    tab.locator("#q").fill(typed)
    expect(tab.locator(".suggestions li").first).to_be_visible()
    assert harm(tab, told) == {}


@pytest.mark.thorough
def test_in_the_list_of_a_place_on_the_map(tab: Page, told: list[str]) -> None:
    tab.goto("/incidents?", wait_until="networkidle")
    shapes = tab.locator("#map path[tabindex]").all()
    assert shapes
    for shape in shapes:
        shape.press("Enter")
        expect(tab.locator("#here li").first).to_be_visible()
        assert harm(tab, told) == {}


@pytest.mark.thorough
def test_in_the_views_of_an_answer(tab: Page, told: list[str]) -> None:
    tab.goto(f"/editor?#query={quote(ROWS)}")
    expect(tab.locator(".result-table tbody tr").first).to_be_visible()
    wrong = {"table": harm(tab, told)}
    for view, part in (("map", ".result-spot"), ("timeline", ".dot"), ("chart", ".bar")):
        tab.locator(f".select_{view}").click()
        tab.locator(f".result-{view} {part}").first.wait_for(state="attached")
        wrong[view] = harm(tab, told)
    tab.locator(".select_map").click()
    for spot in tab.locator(".result-spot").all():
        spot.dispatch_event("click")
        wrong["popup"] = harm(tab, told)
    tab.goto("about:blank")
    tab.goto(f"/editor?#query={quote(GRAPH)}")
    tab.locator(".select_graph").click()
    expect(tab.locator(".result-graph canvas").first).to_be_visible()
    wrong["graph"] = harm(tab, told)
    assert {view: found for view, found in wrong.items() if found} == {}


ROWS = """SELECT ?incident ?label ?date ?killed ?name ?lat ?long {
    ?incident a kg:Incident ; rdfs:label ?label ; kg:earliest ?date ; kg:mainPlace ?place .
    ?place rdfs:label ?name ; wgs:lat ?lat ; wgs:long ?long FILTER(LANG(?label) = "ar" && LANG(?name) = "ar")
    OPTIONAL { ?incident kg:killedBest ?killed } }"""
GRAPH = "CONSTRUCT { ?a kg:mainPlace ?b . ?a rdfs:label ?l . ?b rdfs:label ?m } { ?a kg:mainPlace ?b ; rdfs:label ?l . ?b rdfs:label ?m }"
