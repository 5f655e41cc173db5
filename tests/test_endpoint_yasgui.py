"""YASGUI in a browser asks the endpoint from a page of another site, and shows the rows: what it may read, and can."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest
from serving import serving
from stores import publish, small_quads

pytestmark = [pytest.mark.web, pytest.mark.slow]
PACKAGE = "@zazuko/yasgui@4.6.2"
KG = "https://w3id.org/isnad/ontology#"
BLAST = "https://w3id.org/isnad/id/event/blast"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 90
"""Seconds: a browser that starts beside other tests takes its time."""
PAGE = """<!DOCTYPE html><meta charset="utf-8"><div id="yasgui"></div><script src="/yasgui.min.js"></script><script>
const asked = %s;
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint: asked.endpoint, method: asked.method },
  copyEndpointOnNewTab: false, persistenceId: null, populateFromUrl: false,
});
yasgui.getTab().setQuery(asked.query);
yasgui.getTab().query();
const looking = setInterval(() => {
  const lines = [...document.querySelectorAll(".yasr table.dataTable tbody tr")];
  const rows = lines.map(line => [...line.cells].map(cell => cell.innerText.trim()));
  const error = document.querySelector(".yasr .errorResult")?.innerText;
  if (!rows.length && !error) return;
  clearInterval(looking);
  fetch("/seen", { method: "POST", body: JSON.stringify({ rows, error }) });
}, 100);
</script>"""
"""Asks when it is loaded, and tells its own server what the table, or the error, on the screen says."""


class Site(SimpleHTTPRequestHandler):
    """The other site: YASGUI's files, the page, and what the page saw."""

    def __init__(self, *given: Any, page: str, seen: "Queue[dict[str, Any]]", **options: Any) -> None:
        self.page, self.seen = page, seen
        super().__init__(*given, **options)

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page.encode())
        return None

    def do_POST(self) -> None:
        self.seen.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """What a page loads is no news."""


@pytest.fixture(scope="module")
def yasgui(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with YASGUI's own files."""
    if not BROWSER:
        pytest.skip("no Chromium is here")
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not here, which YASGUI is installed by")
    folder = tmp_path_factory.mktemp("yasgui")
    command = [npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund", PACKAGE]
    if subprocess.run(command, capture_output=True, check=False, timeout=300).returncode:
        pytest.skip("npm cannot install YASGUI here")
    return folder / "node_modules" / "@zazuko" / "yasgui" / "build"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("asked")
    publish(folder, "1", small_quads())
    with serving(folder) as address:
        yield address


@contextmanager
def opened(url: str, profile: Path) -> Iterator[None]:
    """A browser of its own with one page, while the block lasts."""
    assert BROWSER
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", f"--user-data-dir={profile}"]
    with subprocess.Popen([BROWSER, *options, url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        try:
            yield
        finally:
            browser.terminate()


def shown(yasgui: Path, profile: Path, asked: dict[str, str]) -> list[list[str]]:
    """The rows of the table that YASGUI shows; what else it shows is the message of the failure."""
    seen: Queue[dict[str, Any]] = Queue()
    handler = partial(Site, page=PAGE % json.dumps(asked), seen=seen, directory=str(yasgui))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        with opened(f"http://127.0.0.1:{site.server_port}/", profile):
            try:
                told = seen.get(timeout=PATIENCE)
            except Empty:
                pytest.fail("YASGUI shows neither rows nor an error")
        site.shutdown()
    assert not told.get("error"), told
    rows: list[list[str]] = told["rows"]
    return rows


@pytest.mark.parametrize(
    ("method", "form"), [("GET", "SELECT ?x ?type"), ("POST", "SELECT ?x ?type"), ("POST", "CONSTRUCT { ?x a ?type }")]
)
def test_yasgui_shows_the_rows(yasgui: Path, address: str, tmp_path: Path, method: str, form: str) -> None:
    query = f"{form} WHERE {{ VALUES ?type {{ <{KG}Bombing> }} ?x a ?type }}"
    (row,) = shown(yasgui, tmp_path, {"endpoint": f"{address}/sparql", "method": method, "query": query})
    assert {f"<{BLAST}>", f"<{KG}Bombing>"} <= set(row)


def test_yasgui_shows_what_is_wrong_with_a_query(yasgui: Path, address: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="cannot be read"):
        shown(yasgui, tmp_path, {"endpoint": f"{address}/sparql", "method": "POST", "query": "SELECT * {"})
