"""By keys alone, and by ear: bars of timelines, the places of the map and what opens there, the nodes of the explorer."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.web, pytest.mark.thorough]
BARS = "svg.timeline a.bar"
FOCUSED = "() => document.activeElement.matches('svg.timeline a.bar')"


@pytest.mark.parametrize("path", ["/id/entity/Q2429253", "/incidents"])
def test_a_timeline_is_one_stop_and_arrows_go_along_it(page: Page, path: str) -> None:
    page.goto(f"{path}?lang=en", wait_until="networkidle")
    bars = page.locator(BARS)
    assert bars.count() > 1
    assert page.locator(f'{BARS}[tabindex="0"]').count() == 1
    assert stops(page) == 1
    bars.last.focus()
    page.keyboard.press("ArrowLeft")
    expect(bars.nth(bars.count() - 2)).to_be_focused()
    page.keyboard.press("Home")
    expect(bars.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents?*since=*", wait_until="commit")


@pytest.mark.parametrize("path", ["/id/entity/Q2429253", "/incidents"])
def test_without_scripts_each_bar_is_a_stop(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{path}?lang=en")
    bars = page.locator(BARS)
    assert bars.count() > 1
    assert page.locator(f"{BARS}[tabindex]").count() == 0
    context.close()


def stops(page: Page) -> int:
    """How often Tab comes to a bar on its way through the page."""
    page.locator("body").focus()
    found = 0
    for _ in range(400):
        page.keyboard.press("Tab")
        found += page.evaluate(FOCUSED)
        if page.evaluate("() => document.activeElement === document.body"):
            break
    return found


def test_a_place_opens_its_list_and_closing_that_leads_back_to_the_place(page: Page) -> None:
    page.goto("/incidents?lang=ar", wait_until="networkidle")
    place = page.locator("#map path[tabindex]").nth(2)
    place.press("Enter")
    close = page.locator("#here button")
    expect(close).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_be_hidden()
    expect(place).to_be_focused()
    place.dispatch_event("click")
    expect(page.locator("#here")).to_be_visible()
    close.click()
    expect(place).to_be_focused()


@pytest.mark.parametrize("width", [1300, 400])
def test_one_key_goes_past_the_places_of_the_map(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/incidents?lang=ar", wait_until="networkidle")
    past = page.locator(".placed .skip")
    past.focus()
    expect(past).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('#map, .masthead, .listed')") is None
    expect(page.locator(".placed summary")).to_be_focused()


@pytest.mark.parametrize(("language", "kind"), [("en", "Armed group"), ("ar", "جماعة مسلحة")])
def test_the_node_that_arrows_come_to_is_told(page: Page, language: str, kind: str) -> None:
    page.goto(f"/explorer?lang={language}&start=Q2429253")
    page.locator('[data-key="expand-Incident"]').click()
    nodes = page.locator(".explorer-nodes li button")
    said = page.locator(".explorer-said[aria-live=polite]")
    expect(said).to_have_text(re.compile(r"\d"))
    page.locator(".explorer-canvas").focus()
    for key, place in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(said).to_have_text(nodes.nth(place).inner_text())
    expect(said.locator(".generated")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(said).to_contain_text(kind)


def test_a_neighbour_that_was_removed_is_no_longer_counted_and_comes_back_with_the_next(page: Page) -> None:
    page.goto("/explorer?lang=en&start=Q2429253")
    page.select_option('[data-do="step"]', "10")
    expand = page.locator('[data-key="expand-Incident"]')
    nodes = page.locator(".explorer-nodes li")
    expand.click()
    expect(expand).to_contain_text("10 of")
    removed = nodes.nth(3).inner_text()
    nodes.nth(3).locator("button").click()
    page.locator('[data-key="remove"]').click()
    expect(nodes).to_have_count(10)
    nodes.first.locator("button").click()
    expect(expand).to_contain_text("9 of")
    expand.click()
    expect(nodes.filter(has_text=re.compile(re.escape(removed.split("\n")[0])))).not_to_have_count(0)
    expect(expand).to_be_enabled()
    everything = int((expand.inner_text().split(" of ")[-1]).split()[0])
    while expand.is_enabled():
        expand.click()
        page.wait_for_timeout(500)
    expect(nodes).to_have_count(1 + everything)
