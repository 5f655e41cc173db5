"""Every page as a reader gets it: in both languages, wide and narrow, light and dark, by screen readers' rules (axe-core).

Pictures of all of them are left in `build/screenshots`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from every_page import PATHS, Ask, in_language, is_too_wide
from playwright.sync_api import Page

pytestmark = pytest.mark.web

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "kg/web/frontend/node_modules/axe-core/axe.min.js"
with_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in kg/web/frontend")
PICTURES = ROOT / "build/screenshots"
WIDTHS = (1300, 400)


def serious(page: Page) -> list[str]:
    """What axe-core finds that shuts readers out: the rule, and the first places."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("""async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
        .filter(each => ["serious", "critical"].includes(each.impact))
        .map(each => `${each.id}: ${each.nodes.slice(0, 3).map(node => `${node.target} ${node.html.slice(0, 120)}`).join(" | ")}`)""")
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("language", ["ar", pytest.param("en", marks=pytest.mark.thorough)])
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


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("ar", 400, "light"), pytest.param("en", 1300, "dark", marks=pytest.mark.thorough)]
)
@with_axe
def test_axe_finds_nothing_serious(
    page: Page, paths: dict[str, str], name: str, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(in_language(paths[name], language), wait_until="networkidle")
    assert serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@with_axe
def test_axe_finds_nothing_serious_where_mentions_and_facts_are_lit(
    page: Page, paths: dict[str, str], scheme: Literal["light", "dark"]
) -> None:
    """One as pointing at it lights it, then all at once: a colour of each class against the light."""
    page.emulate_media(color_scheme=scheme)
    page.goto(in_language(paths["article"], "en"), wait_until="networkidle")
    page.locator(".fact").first.hover()
    assert page.locator(".text .lit").count()
    page.evaluate("() => document.querySelectorAll('[data-at], .fact').forEach(each => each.classList.add('lit'))")
    assert page.locator(".text .mention.lit").count() > 3
    assert serious(page) == []


@with_axe
def test_axe_finds_nothing_serious_in_what_opens(page: Page) -> None:
    """Suggestions, and the list of a place on the map."""
    page.goto("/?lang=en")
    page.locator("#q").fill("هجوم")
    page.locator(".suggestions li").first.wait_for()
    assert serious(page) == []
    page.goto("/incidents?lang=en", wait_until="networkidle")
    page.locator("#map path[tabindex]").first.press("Enter")
    page.locator("#here li").first.wait_for()
    assert serious(page) == []


# Filters


PATTERNS = {
    "kind": "?i a {} .",
    "place": "?i kg:place/kg:locatedIn* {} .",
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
