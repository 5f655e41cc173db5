"""On a telephone the rows of a wide table are cards: each value stands under the one before, beside its name."""

import pytest
from playwright.sync_api import Page

WIDTH = 400


@pytest.mark.web
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_value_of_a_wide_table_stands_under_the_one_before_beside_its_name(page: Page, language: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 800})
    page.goto(f"/queries/incidents?format=html&lang={language}")
    cells = page.evaluate("""Array.from(document.querySelectorAll(".cards tbody tr:first-child td[data-name]"))
        .filter(cell => cell.offsetHeight).map(cell => [cell.offsetTop, cell.offsetWidth, getComputedStyle(cell, "::before").content])""")
    assert len(cells) > 2
    assert [top for top, _, _ in cells] == sorted({top for top, _, _ in cells})
    assert all(width > WIDTH / 2 and len(name) > 2 for _, width, name in cells)
