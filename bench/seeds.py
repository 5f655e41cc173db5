"""`make bench`: how fast articles become a graph, and how large it is, measured on the articles that are named (seeds/).

They are read twice into new stores: the first time pays for loading the models and lists, the second is what an article costs.
"""

import json
import platform
import sys
import tempfile
import time
from pathlib import Path

from kg.articles import read
from kg.build import Progress, build
from kg.exports.rdf import export
from kg.settings import Settings
from kg.store import StoreFolder


class Stages:
    """Adds up the time between one report of progress and the next, by the stage that the later one ends."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        """Called by the build."""
        now = time.perf_counter()
        stage = {"publish": "write"}.get(progress.stage, progress.stage)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def end(self, stage: str) -> None:
        """What came after the last report."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - self._last


def measure(paths: list[str], folder: Path) -> dict[str, object]:
    """Builds a new store in `folder` and measures it: seconds, sizes, and what an article and a second come to."""
    words = sum(len(article.text.split()) for article in read(paths, report=lambda error: None))
    stages = Stages()
    started = time.perf_counter()
    summary = build(paths, Settings(store=folder), progress=stages)
    seconds = time.perf_counter() - started
    stages.end("publish")
    stored = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and "snapshots" not in file.parts)
    text = folder / "graph.nq"
    with text.open("wb") as output:
        export(StoreFolder(folder).snapshot(), output, "nq")
    return {
        "articles": summary.articles,
        "words": words,
        "seconds": round(seconds, 3),
        "seconds by stage": {name: round(spent, 3) for name, spent in stages.seconds.items()},
        "words a second": round(words / seconds),
        "quads": summary.quads,
        "quads an article": round(summary.quads / summary.articles),
        "bytes of N-Quads an article": round(text.stat().st_size / summary.articles),
        "bytes in the store an article": round(stored / summary.articles),
    }


def main(paths: list[str]) -> None:
    """Prints both measurements as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        cold = measure(paths, Path(folder) / "cold")
        warm = measure(paths, Path(folder) / "warm")
    machine = f"{platform.machine()}, Python {platform.python_version()}, one process"
    print(json.dumps({"machine": machine, "cold seconds": cold["seconds"], "warm": warm}, indent=2))  # noqa: T201  # what it is for


if __name__ == "__main__":
    main(sys.argv[1:] or ["seeds"])
