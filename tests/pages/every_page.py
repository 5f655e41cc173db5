"""Where every page is, for tests that look at all of them."""

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page

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


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))
