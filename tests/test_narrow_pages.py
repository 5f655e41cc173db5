"""On a telephone no page is wider than the screen, and a wide table is shown row by row. Needs Playwright and a Chromium."""

import shutil
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from serving import serving
from test_build import ALL, read_into

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.web, pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")]

WIDTH = 400
ARTICLE = f"/id/article/{quote('أول')}"
PATHS = (
    *("/", "/search", f"/search?q={quote('بغداد')}", f"/search?q={quote('«»')}", "/queries", "/queries/incidents?format=html"),
    *("/id/entity/Q1530", ARTICLE),
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[object, str]]:
    store = tmp_path_factory.mktemp("shown") / "s"
    read_into(store, ALL)
    with serving(store) as address, playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": WIDTH, "height": 800}, locale="ar"), address
        browser.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_is_wider_than_the_screen(page, path: str, language: str) -> None:  # type: ignore[no-untyped-def]  # Playwright's, where it is installed
    tab, address = page
    tab.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert tab.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize("path", ["/queries/incidents?format=html", ARTICLE])
def test_each_value_of_a_wide_table_stands_under_the_one_before_beside_its_name(page, path: str) -> None:  # type: ignore[no-untyped-def]
    tab, address = page
    tab.goto(f"{address}{path}")
    cells = tab.evaluate("""Array.from(document.querySelectorAll(".cards tbody tr:first-child td[data-name]"))
        .filter(cell => cell.offsetHeight).map(cell => [cell.offsetTop, cell.offsetWidth, getComputedStyle(cell, "::before").content])""")
    assert len(cells) > 2
    assert [top for top, _, _ in cells] == sorted({top for top, _, _ in cells})
    assert all(width > WIDTH / 2 and len(name) > 2 for _, width, name in cells)
