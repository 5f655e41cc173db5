"""What docs/operations.md tells operators is so."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from kg.settings import Settings
from kg.web import create_app

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
NOT_THE_SERVERS = re.compile(r"base|article_seconds|(?:llm|feed|remote)_\w+")
"""Settings of builds and publications, which the guide has."""


def rows(heading: str) -> list[list[str]]:
    """The cells of a table under a heading, but for its first two lines."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in section.splitlines() if line.startswith("| `")]


def test_every_setting_of_the_server_is_there_with_its_default() -> None:
    table = {cells[0].strip("` |"): cells[1].strip("`") for cells in rows("Settings of the server")}
    known = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
    wanted = {
        name: "the shipped ones" if value is None else str(value) for name, value in known.items() if not NOT_THE_SERVERS.fullmatch(name)
    }
    assert table == wanted


def test_every_setting_is_in_this_page_or_in_the_guide() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(\w+)` \|", guide + PAGE, re.MULTILINE))
    assert {field.name for field in fields(Settings)} <= told


def test_every_measure_is_told_and_no_other(small_store: Path) -> None:
    client = create_app(Settings(store=small_store)).test_client()
    client.get("/health")
    served = set(re.findall(r"^# TYPE (\w+) ", client.get("/metrics").get_data(as_text=True), re.MULTILINE))
    told = {cells[0].strip("` |") for cells in rows("Health") if "isnad_" in cells[0]}
    assert told == {name for name in served if not name.endswith("_created")}


@pytest.mark.parametrize("name", ["health", "ready", "metrics"])
def test_the_addresses_of_health_are_there(small_store: Path, name: str) -> None:
    assert f"`/{name}`" in PAGE
    assert name in {rule.endpoint for rule in create_app(Settings(store=small_store)).url_map.iter_rules()}
