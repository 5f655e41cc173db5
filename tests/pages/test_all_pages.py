"""Every page as a reader gets it: in both languages, wide and narrow, by eye-reader's rules (axe-core), and with names that mean harm.

Pictures of all of them are left in `build/screenshots`.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from made_incidents import GROUPS, PLACES, entity, event, publish, quads
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request
from pyoxigraph import DefaultGraph, Literal, Quad
from serving import send, serving

from kg.ontology import PREFIXES, Instances, term

pytestmark = pytest.mark.web

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "kg/web/frontend/node_modules/axe-core/axe.min.js"
PICTURES = ROOT / "build/screenshots"
WIDTHS = (1300, 400)
PATHS: dict[str, str] = {
    "start": "/",
    "incidents": "/incidents",
    "incident": "",
    "entity": "/id/entity/Q2429253",
    "article": "",
    "explorer": "/explorer?start=Q2429253",
    "editor": "/editor",
    "ontology": "/ontology",
    "queries": "/queries",
    "results": "/queries/deadliest-incidents?format=html",
    "search": f"/search?q={quote('بغداد')}",
}
"""Where each page is; of those without an address the graph is asked."""

Ask = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def ask(site: str) -> Ask:
    """The rows of the server's own answer to a SELECT."""

    def asked(query: str) -> list[dict[str, str]]:
        prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
        prefixes += f"PREFIX entity: <{Instances().base}entity/>\n"
        body = urlencode({"query": prefixes + query}).encode()
        headers = {"content_type": "application/x-www-form-urlencoded", "accept": "application/sparql-results+json"}
        status, _, answer = send("POST", f"{site}/sparql", body, **headers)
        assert status == 200, answer
        return [{name: value["value"] for name, value in row.items()} for row in json.loads(answer)["results"]["bindings"]]

    return asked


@pytest.fixture(scope="module")
def paths(ask: Ask) -> dict[str, str]:
    """Where each page is, of the incident with the most reports and an article that tells of it."""
    (row,) = ask("""SELECT ?incident ?article { ?incident a kg:Incident ; kg:reports ?reports . GRAPH ?article { ?incident a kg:Incident } }
        ORDER BY DESC(?reports) ?incident ?article LIMIT 1""")
    return PATHS | {name: urlsplit(row[name]).path.removeprefix("/isnad") for name in ("incident", "article")}


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


def serious(page: Page) -> list[str]:
    """What axe-core finds that shuts readers out: the rule, and the first places."""
    found = page.evaluate("""async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
        .filter(each => ["serious", "critical"].includes(each.impact))
        .map(each => `${each.id}: ${each.nodes.slice(0, 3).map(node => `${node.target} ${node.html.slice(0, 120)}`).join(" | ")}`)""")
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_fits_whoever_reads_it(page: Page, paths: dict[str, str], name: str, language: str) -> None:
    """In either width, without an error or a request elsewhere (`page` sees to that)."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(in_language(paths[name], language), wait_until="networkidle")
        assert answer is not None
        assert answer.ok
        assert page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]") == [
            language,
            {"ar": "rtl", "en": "ltr"}[language],
        ]
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{language}-{width}.png", full_page=name != "ontology")
        assert not is_too_wide(page), width


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in kg/web/frontend")
@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize(("language", "width"), [("ar", 1300), ("en", 400)])
def test_axe_finds_nothing_serious(page: Page, paths: dict[str, str], name: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(in_language(paths[name], language), wait_until="networkidle")
    page.evaluate(AXE.read_text("utf-8"))
    assert serious(page) == []


# Filters


PATTERNS = {
    "kind": "?i a {} .",
    "place": "?i kg:mainPlace/kg:locatedIn* {} .",
    "actor": "?i kg:agent|kg:perpetrator|kg:claimedBy|kg:accused|kg:deniedBy|kg:target {} .",
    "killed": "?i kg:killedBest ?killed FILTER(?killed >= {})",
    "since": '?i kg:latest ?latest FILTER(?latest >= "{}"^^xsd:date)',
}
STEPS: dict[str, Callable[[Page], None]] = {
    "kind": lambda page: page.locator('.choices a[href*="kind="]').nth(1).click(),
    "killed": lambda page: submit(page, "killed", "1"),
    "place": lambda page: page.locator('.choices a[href*="place="]').first.click(),
    "since": lambda page: submit(page, "since", "2000-01-01"),
}


def submit(page: Page, name: str, value: str) -> None:
    page.locator(f".filters input[name={name}]").fill(value)
    page.locator(".filters form button").click()


def shown(page: Page) -> int:
    """How many incidents the page says that there are."""
    return int(page.locator(".sifted h2 bdi").first.inner_text().replace(",", ""))


def filters_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items() if name in PATTERNS}


def counted(ask: Ask, filters: dict[str, str]) -> int:
    pattern = " ".join(PATTERNS[name].format(value) for name, value in filters.items())
    return int(ask(f"SELECT (COUNT(DISTINCT ?i) AS ?n) {{ ?i a kg:Incident . {pattern} }}")[0]["n"])


def unfold(page: Page) -> None:
    """Shows the filters: on a narrow screen they are folded."""
    if (summary := page.locator("details.filters:not([open]) > summary")).is_visible():
        summary.click()


@pytest.mark.parametrize(("language", "width"), [("en", 1300), ("ar", 400)])
def test_each_filter_leaves_what_sparql_counts_and_going_back_takes_it_away(page: Page, ask: Ask, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(in_language("/incidents", language))
    seen = [(page.url, shown(page))]
    for name, choose in STEPS.items():
        unfold(page)
        with page.expect_navigation():
            choose(page)
        filters = filters_of(page)
        assert filters.keys() >= {name}
        assert shown(page) == counted(ask, filters) > 0, filters
        seen.append((page.url, shown(page)))
    assert len({url for url, _ in seen}) == len(seen)
    for url, number in reversed(seen[:-1]):
        page.go_back()
        assert (page.url, shown(page)) == (url, number)


@pytest.mark.parametrize("name", ["kind", "place", "actor"])
def test_the_count_beside_a_choice_is_the_one_of_sparql(page: Page, ask: Ask, name: str) -> None:
    page.goto("/incidents?lang=en")
    choices = page.locator(f'.choices li:has(a[href*="{name}="])').all()[:5]
    assert choices
    for choice in choices:
        value = parse_qs(urlsplit(choice.locator("a").get_attribute("href") or "").query)[name][0]
        assert int(choice.locator(".count").text_content() or 0) == counted(ask, {name: value}), value


# Names that mean harm


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
    with serving(folder) as address:
        yield address


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


@pytest.mark.parametrize(("language", "width"), [("ar", 400), ("en", 1300)])
def test_names_that_mean_harm_are_words(browser: Browser, harmful: str, language: str, width: int) -> None:
    context = browser.new_context(base_url=harmful, viewport={"width": width, "height": 900})
    tab, told, wrong = context.new_page(), list[str](), dict[str, object]()
    listen(tab, harmful, told)
    for name, path in HARMED.items():
        tab.goto(f"{path}&lang={language}", wait_until="load")
        found = {
            "told": told.copy(),
            "harmed": tab.evaluate("() => window.harmed"),
            "markup": tab.evaluate(
                "selector => [...document.querySelectorAll(selector)].map(each => each.outerHTML.slice(0, 200))", MARKUP
            ),
            "loose": [each[:200] for each in tab.evaluate(LOOSE)],
            "too wide": is_too_wide(tab),
        }
        if any(found.values()):
            wrong[name] = {what: value for what, value in found.items() if value}
        told.clear()
    context.close()
    assert wrong == {}
