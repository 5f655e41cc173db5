"""Real pages in a real browser: a server over the seeds, and Debian's Chromium, which must not complain and must ask no other host."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from every_page import PATHS, Ask
from playwright.sync_api import Browser, Page, sync_playwright
from serving import send, serving

from kg.ontology import PREFIXES, Instances


@pytest.fixture(scope="session")
def site(seeds_store: Path) -> Iterator[str]:
    """The address of a server over the graph of the seeds."""
    with serving(seeds_store) as address:
        yield address


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def paths(ask: Ask) -> dict[str, str]:
    """Where each page is, of the incident with the most reports and an article that tells of it."""
    (row,) = ask("""SELECT ?incident ?article { ?incident a kg:Incident ; kg:reports ?reports . GRAPH ?article { ?incident a kg:Incident } }
        ORDER BY DESC(?reports) ?incident ?article LIMIT 1""")
    return PATHS | {name: urlsplit(row[name]).path.removeprefix("/isnad") for name in ("incident", "article")}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, once for all tests; they are skipped, and say why, where it is not installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of in a test, as it comes: a test that means to cause some takes them out."""
    return []


@pytest.fixture
def page(browser: Browser, site: str, complaints: list[str]) -> Iterator[Page]:
    """A tab of its own: `page.goto("/incidents?lang=en")`.

    The test fails where the console has an error (whatever breaks the content security policy is one), a script throws, or
    anything is asked of another host.
    """
    context = browser.new_context(base_url=site, viewport={"width": 1300, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(15_000)
    tab = context.new_page()
    watch(tab, site, complaints)
    yield tab
    context.close()
    assert complaints == []


def watch(page: Page, site: str, complaints: list[str]) -> None:
    """Writes down errors of a page's console and scripts, and what it asks of hosts other than the site."""
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if _own(request.url, site) else complaints.append(f"asked of another host: {request.url}"))


def _own(address: str, site: str) -> bool:
    return address.startswith((f"{site}/", "data:", "blob:"))
