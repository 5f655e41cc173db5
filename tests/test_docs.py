"""The documentation is true: its commands run, its links lead somewhere, and nothing public is left out of it."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.cli import COMMANDS
from kg.ontology import DEFAULT_BASE, prefix_lines
from kg.settings import Settings
from kg.store import StoreFolder

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))
from refresh import ANSWER, README, refreshed  # a script beside the pages that it refreshes, no package

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted((ROOT / "kg").rglob("*.py"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEEDS_MORE = re.compile(r"^\s*(make|docker|\w+=\S+ docker|pip|kg serve)\b|\bkg serve\b", re.MULTILINE)
"""Blocks that install, serve or need a container engine: they are tested elsewhere, or cannot be here."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    language: str
    text: str


BLOCKS = [Block(page, language, text) for page in PAGES for language, text in FENCE.findall(page.read_text("utf-8"))]


def script_of(page: Path) -> str:
    """All commands of a page as one shell script: of ```console blocks the lines after «$ », with «> » going on, and
    ```sh blocks as they are."""
    lines = []
    for block in BLOCKS:
        if block.page != page or block.language not in ("console", "sh") or NEEDS_MORE.search(block.text):
            continue
        typed = block.text.splitlines()
        lines += typed if block.language == "sh" else [line[2:] for line in typed if line.startswith(("$ ", "> "))]
    return "\n".join(lines)


@pytest.fixture
def folder(seeds_store: Path, tmp_path: Path) -> Path:
    """A folder as a reader of the documentation has it before them: the seeds, read into a store."""
    shutil.copytree(seeds_store, tmp_path / ".store", symlinks=True)
    for name in ("seeds", "tests", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISNAD")}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"}


def an_event(store: Path) -> str:
    """The id of an event that was compared with another, or of any."""
    query = prefix_lines() + "SELECT ?e { { GRAPH ?g { ?m kg:left ?e } } UNION { ?e a kg:Incident } } LIMIT 1"
    found = StoreFolder(store).snapshot().query(query)
    assert isinstance(found, QuerySolutions)
    return str(next(found)["e"].value)


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if script_of(page)], ids=lambda page: page.name)
def test_every_command_of_a_page_does_what_it_is_there_for(page: Path, folder: Path) -> None:
    script = re.sub(r"\bEVENT\b", an_event(folder / ".store"), script_of(page))
    script = re.sub(r"^(kg explain .*)$", r"\1 || [ $? -eq 1 ]", script, flags=re.MULTILINE)  # 1: nothing to explain
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-x", "-c", script], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "python"], ids=lambda block: block.page.name)
def test_every_python_example_runs(block: Block, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", block.text], cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "print" not in block.text


def test_the_answers_in_the_readme_are_those_that_the_commands_give(seeds_store: Path) -> None:
    page = README.read_text("utf-8")
    assert ANSWER.search(page)
    assert refreshed(page, seeds_store) == page, "the answers have changed: read them, and if they are right run `make answers`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme_and_in_the_guide(name: str) -> None:
    assert f"| `kg {name}" in (ROOT / "README.md").read_text("utf-8")
    assert f"kg {name}" in (ROOT / "docs" / "guide.md").read_text("utf-8")


def test_the_readme_names_no_command_that_is_not_there() -> None:
    named = set(re.findall(r"`kg ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_path_that_the_readme_names_is_there() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("## Where things are")[2].partition("##")[0]
    for path in re.findall(r"`((?:kg|ontology|queries|seeds|tests)/[\w./]*)`", table):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_run_and_not_only_shown(page: Path) -> None:
    """A block without a language, or of an unknown one, would escape the tests above."""
    for block in BLOCKS:
        if block.page == page:
            assert block.language in ("console", "sh", "python", "json", "sparql", "turtle", "trig", "text", "toml", "csv"), block.text


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_everything_public_says_what_it_is(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{module} needs a docstring"
    for item in public_items(tree):
        assert ast.get_docstring(item), f"{module}:{item.lineno}: {item.name} needs a docstring"


def public_items(parent: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions, classes and methods whose names, and whose classes' names, do not begin with an underscore."""
    for item in parent.body:
        if isinstance(item, ast.FunctionDef | ast.ClassDef) and not item.name.startswith("_"):
            yield item
            if isinstance(item, ast.ClassDef):
                yield from public_items(item)


def test_every_setting_is_in_the_guide_or_among_those_of_the_server() -> None:
    guide, operations = ((ROOT / "docs" / name).read_text("utf-8") for name in ("guide.md", "operations.md"))
    table = {cells[0]: cells[1:] for cells in re.findall(r"^\| `(\w+)` \| `(ISNAD_\w+)` \| (.+?) \|", guide, re.MULTILINE)}
    of_the_server = set(re.findall(r"^\| `(\w+)` \|", operations, re.MULTILINE))  # test_operations.py looks at these
    names = [field.name for field in fields(Settings)]
    assert [name for name in names if name not in table and name not in of_the_server] == []
    assert list(table) == [name for name in names if name in table]
    for name, (variable, default) in table.items():
        assert variable == f"ISNAD_{name.upper()}"
        value = getattr(Settings(), name)
        told = {"base": f"the store's; of a new one `{DEFAULT_BASE}`", "queries": "the shipped ones"}
        assert default == (told[name] if value is None else f"`{value}`")


def test_the_changelog_knows_this_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "kg" / "__init__.py").read_text("utf-8"))
    assert version
    assert f"## [{version[1]}]" in changes
