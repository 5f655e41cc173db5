"""`make`, as far as it can be tried without installing anything."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)


def test_help_lists_every_target() -> None:
    shown = make("help").stdout
    for target in re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split():
        assert re.search(rf"^  make {target} ", shown, re.MULTILINE), target


def test_a_python_that_is_too_old_is_refused_with_the_way_out(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", "utf-8")  # what every Python before 3.11 answers to the question for its version
    old.chmod(0o755)
    done = make("run", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
    assert "make run PYTHON=" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_run_builds_answers_and_serves_in_this_order() -> None:
    planned = make("--dry-run", "run", "PORT=8123").stdout
    steps = [planned.index(step) for step in ("build seeds", "query docs/claimed-attacks.rq", "serve --host 127.0.0.1 --port 8123")]
    assert steps == sorted(steps)


def test_the_question_that_run_answers_is_that_of_the_readme() -> None:
    asked = "query docs/claimed-attacks.rq --format records"
    assert asked in MAKEFILE
    assert f"kg {asked}" in (ROOT / "README.md").read_text("utf-8")


def test_ci_runs_the_readmes_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"^make test$", script, re.MULTILINE)
    assert re.search(r"^make test\b", readme, re.MULTILINE)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
