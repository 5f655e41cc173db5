"""`make soak` in small: each part runs, and finds nothing wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = {
    "kills": ["--number", "14", "--articles", "4", "--seed", "1"],
    "damage": ["--number", "14", "--articles", "4", "--seed", "1"],
    "readers": ["--readers", "10", "--changes", "10"],
    "mixed": ["--minutes", "0.2"],
}


def soak(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a part in a process of its own: it forks, and RocksDB's threads would not be in its children."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "soak", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_each_part_finds_nothing_wrong(part: str) -> None:
    done = soak(part, *PARTS[part])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root mounts a disk")
def test_a_full_disk_is_told_and_loses_nothing() -> None:
    done = soak("full", "--points", "1", "--articles", "3")
    if "NoDisk" in done.stderr:
        pytest.skip("no disk can be mounted here")
    assert done.returncode == 0, done.stdout + done.stderr
