"""The example of a front-end of one's own, docs/own-page.html: it is short, and works from an address that is not the server's."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

DOCS = Path(__file__).parent.parent.parent / "docs"


class Files(SimpleHTTPRequestHandler):
    """A folder's files, without a line in the log for each."""

    def log_message(self, *_: object) -> None:
        """Keeps the tests' output clean."""


@contextmanager
def elsewhere(folder: Path) -> Iterator[str]:
    """Serves a folder on a port of its own: to a browser, another site; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def tab(browser: Browser, site: str) -> Iterator[Page]:
    """A tab at another site, which may ask that one and ours, and nobody else."""
    complaints: list[str] = []
    with elsewhere(DOCS) as other:
        page = browser.new_context(base_url=other).new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((f"{other}/", f"{site}/")) else complaints.append(request.url))
        yield page
        page.context.close()
    assert [each for each in complaints if "favicon" not in each and "404" not in each] == []


def test_it_is_under_sixty_lines() -> None:
    assert len((DOCS / "own-page.html").read_text("utf-8").splitlines()) < 60


@pytest.mark.web
@pytest.mark.parametrize(
    ("language", "direction", "heading", "kind"), [("ar", "rtl", "الحادثة", "قصف"), ("en", "ltr", "Incident", "Shelling")]
)
def test_it_lists_the_incidents_in_both_languages(tab: Page, site: str, language: str, direction: str, heading: str, kind: str) -> None:
    tab.goto(f"/own-page.html?{urlencode({'server': site, 'lang': language})}")
    expect(tab.locator("[role=status]")).to_contain_text(":")
    rows = tab.locator("tbody tr").count()
    assert rows == len(tab.request.get(f"{site}/export/geojson").json()["features"]) > 3
    assert f": {rows}" in tab.locator("[role=status]").inner_text()
    assert tab.locator("html").get_attribute("dir") == direction
    assert heading in tab.locator("thead").inner_text()
    assert kind in tab.locator("select").inner_text()


@pytest.mark.web
def test_its_filters_are_the_servers_and_its_links_lead_to_the_servers_pages(tab: Page, site: str) -> None:
    tab.goto(f"/own-page.html?{urlencode({'server': site, 'lang': 'en'})}")
    tab.locator("input[name=killed]").fill("100")
    asked = tab.request.get(f"{site}/export/geojson?killed=100").json()["features"]
    expect(tab.locator("tbody tr")).to_have_count(len(asked))
    tab.locator("input[name=text]").fill("earliest")  # a word of the answer's form is nobody's name
    expect(tab.locator("tbody tr")).to_have_count(0)
    tab.locator("input[name=text]").fill("MOSCOW")
    expect(tab.locator("tbody tr")).to_have_count(1)
    tab.locator("tbody a").first.click()
    tab.wait_for_url(f"{site}/id/event/*")
    expect(tab.locator("main")).to_contain_text("Moscow")


@pytest.mark.web
def test_it_says_so_where_nobody_answers(tab: Page, site: str) -> None:
    tab.goto(f"/own-page.html?{urlencode({'server': f'{site}/nothing-here', 'lang': 'en'})}")
    expect(tab.locator("[role=status]")).to_contain_text("The server did not answer")
