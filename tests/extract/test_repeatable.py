"""The same articles are read the same in every process: nothing hangs on the order of a set, which Python changes each time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
READ = """
from kg import articles
from kg.extract import load_extractor
from kg.gazetteer import load
from pathlib import Path
read = load_extractor(load())
for article in articles.read([Path("seeds")], report=print):
    print(read(article))
"""


def reading(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", READ], env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.slow
def test_two_processes_read_the_seeds_the_same() -> None:
    first = reading("1")
    assert "Mention(" in first
    assert first == reading("2")
