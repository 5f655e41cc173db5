"""What is installed is locked, licensed and known: requirements/, and what looks after it."""

import json
import re
import sys
import tomllib
import zipfile
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg.articles.files import LIMIT
from kg.articles.records import _TEXT_LIMIT
from kg.settings import Settings

sys.path.insert(0, str(Path(__file__).parent.parent / "requirements"))
import audit  # scripts, no package
import licences

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
SOURCES = {
    "run": PROJECT["dependencies"],
    "test": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"],
    "cluster": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["cluster"],
    **{
        name: [line for line in (ROOT / "requirements" / f"{name}.in").read_text("utf-8").splitlines() if not line.startswith("#")]
        for name in ("build", "tools")
    },
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_dependency_is_locked_as_it_is_wanted(name: str) -> None:
    pins: dict[str, set[str]] = {}
    for package, version in audit.locked(ROOT / "requirements" / f"{name}.txt"):
        pins.setdefault(package, set()).add(version)
    for wanted in map(Requirement, SOURCES[name]):
        found = pins.get(canonicalize_name(wanted.name), set())
        assert found, f"{wanted.name} is not in requirements/{name}.txt: run `make lock`"
        assert all(version in wanted.specifier for version in found), f"{wanted} is locked as {found}: run `make lock`"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_dependency_has_hashes_and_no_host_is_named(lock: Path) -> None:
    text = lock.read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) > 3
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


def test_what_runs_is_tested_in_the_same_versions() -> None:
    assert set(audit.locked(ROOT / "requirements" / "run.txt")) <= set(audit.locked(ROOT / "requirements" / "test.txt"))


def test_image_and_make_install_what_is_locked_and_nothing_else() -> None:
    image, makefile = ((ROOT / name).read_text("utf-8") for name in ("Dockerfile", "Makefile"))
    installing = [line for line in image.splitlines() if "pip install" in line]
    assert installing
    assert all("--require-hashes" in line or "--no-deps --no-index" in line for line in installing)
    assert "$(call install,run,)" in makefile
    assert "$(call install,test,[test])" in makefile


# Licences


def test_no_licence_comes_in_that_may_not() -> None:
    packages = list(licences.needed())
    assert len(packages) > 50
    assert {each.name: said for each in packages if not licences.is_allowed(said := licences.licence(each))} == {}


def test_the_list_of_licences_is_that_of_what_is_installed() -> None:
    told, found = (set(re.findall(r"^\| [a-z0-9].*$", text, re.MULTILINE)) for text in (licences.PAGE.read_text("utf-8"), licences.page()))
    assert found <= told, "run `make licences`"
    names = {name for name, _ in audit.locked(ROOT / "requirements" / "run.txt")} | {"package"}  # the head of the table
    assert {row.split(" ")[1] for row in told} <= names, "run `make licences`"


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [("MIT", True), ("GPL-3.0-only", False), ("GPL-2.0-only OR MIT", True), ("(MIT AND GPL-3.0-only)", False), ("unknown", False),
     ("Apache-2.0 AND (MIT OR BSD-3-Clause)", True), ("AGPL-3.0", False), ("Proprietary", False)],
)  # fmt: skip
def test_which_licences_may_come_in(expression: str, *, allowed: bool) -> None:
    assert licences.is_allowed(expression) == allowed


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"License-Expression": "MIT", "License": "GPL"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"}, "GNU General Public License v3 (GPLv3)"),
        ({"License": "BSD 3-Clause", "Classifier": "License :: OSI Approved :: BSD License"}, "BSD-3-Clause"),
        ({"License": "Do as you are told " * 50}, ("Do as you are told " * 50)[:80]),
        ({}, "unknown"),
    ],
)
def test_a_licence_is_what_a_package_says(fields: dict[str, str], said: str) -> None:
    class Package:
        metadata = Message()

    Package.metadata = Message()
    for name, value in fields.items():
        Package.metadata[name] = value
    assert licences.licence(cast("Distribution", Package)) == said


# Advisories

ADVISORY: dict[str, Any] = {
    "id": "PYSEC-2099-1",
    "summary": "it falls over",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Some_Thing"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}]}],
            "versions": ["3.0.post1"],
        }
    ],
}


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("1.1", "from 1.2 on it is mended"),
        ("1.2", None),
        ("1.9", None),
        ("2.0", "nothing mends it yet"),
        ("3.0.post1", "nothing mends it yet"),
    ],
)
def test_advisories_in_a_file_are_heeded(tmp_path: Path, capsys: pytest.CaptureFixture[str], version: str, told: str | None) -> None:
    lock, archive = tmp_path / "run.txt", tmp_path / "all.zip"
    lock.write_text(
        f"other==1.0 \\\n    --hash=sha256:00\nsome-thing=={version} ; python_version >= '3' \\\n    --hash=sha256:00\n", "utf-8"
    )
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.json", json.dumps(ADVISORY))
        packed.writestr("b.json", json.dumps({**ADVISORY, "id": "GONE", "withdrawn": "2099-01-01T00:00:00Z"}))
    assert audit.main([str(archive), str(lock)]) == (1 if told else 0)
    printed = capsys.readouterr().out
    assert "GONE" not in printed
    assert "2 dependencies, 1 advisories" in printed
    assert (told or "0 of them say something") in printed


def test_without_advisories_nothing_is_held_to_be_well(tmp_path: Path) -> None:
    assert audit.main([str(tmp_path / "none.zip"), str(LOCKS[0])]) == 2
    assert audit.main([str(tmp_path), str(LOCKS[0])]) == 2


def test_the_threat_model_tells_the_limits_as_they_are() -> None:
    """Figures that SECURITY.md takes from the code."""
    page, default = (ROOT / "SECURITY.md").read_text("utf-8"), Settings()
    for figure in (f"{LIMIT // 1_000_000} MB", f"{_TEXT_LIMIT:,} characters"):
        assert figure in page
    told = re.findall(r"`([a-z_]+)` \(([\d,]+)", page)
    assert len(told) > 8
    for name, value in told:
        assert getattr(default, name) == int(value.replace(",", "")), name
