"""The scripts and styles that ship are what their sources make, and nothing in them leads to another host's packages."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parent.parent.parent / "kg" / "web"
FRONTEND = WEB / "frontend"
BUILT = WEB / "static" / "built"
LOCK = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))


def test_the_lock_file_names_no_registry_and_has_the_digest_of_every_package() -> None:
    packages = {name: each for name, each in LOCK["packages"].items() if name}
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert [name for name, each in packages.items() if not each.get("integrity", "").startswith("sha512-")] == []


def test_every_package_is_pinned_to_one_version() -> None:
    named = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    versions = named["dependencies"] | named["devDependencies"]
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_every_package_that_pages_need_has_its_licence_beside_them() -> None:
    licences = (BUILT / "LICENSES.txt").read_text("utf-8")
    for name, version in json.loads((FRONTEND / "package.json").read_text("utf-8"))["dependencies"].items():
        assert f"{name} {version} (" in licences


@pytest.mark.slow
def test_what_ships_is_what_the_sources_make(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: apt-get install npm")
    folder = tmp_path / "web" / "frontend"
    shutil.copytree(FRONTEND, folder, ignore=shutil.ignore_patterns("node_modules"))
    installed = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(f"npm cannot install the packages here: {installed.stderr.strip()[-300:]}")
    subprocess.run([npm, "run", "--silent", "check"], cwd=folder, check=True)
    subprocess.run([npm, "run", "--silent", "build"], cwd=folder, check=True)
    assert _contents(tmp_path / "web" / "static" / "built") == _contents(BUILT), "run `make pages` and commit what it makes"


def _contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}
