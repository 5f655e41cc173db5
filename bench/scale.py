"""`make scale ARTICLES=news.jsonl.xz`: does a large build stay as fast and as small as it begins?

A real `kg build` is watched while it runs: articles a second, processor time an article and a thousand bytes of them, memory of all its
processes together (shared pages once), bytes on the disk. Stopped with Ctrl-C, it goes on from there when it is started again.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

_PAUSE = 15.0
"""Seconds between two looks."""
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Sample:
    """How a build stands."""

    articles: int
    text: int
    """Bytes of these articles as they are kept, compressed: a thousand long ones take longer than a thousand short ones."""
    seconds: float
    """Since it began, by the clock."""
    processor: float
    """Seconds of processor time, of all its processes."""
    memory: int
    """Bytes, of all its processes."""
    disk: int
    """Bytes of the store; files with several names once."""


def watched(paths: tuple[str, ...], store: Path, workers: int) -> Iterator[Sample]:
    """Builds, and looks now and then."""
    command = [sys.executable, "-m", "kg", "--store", str(store), "build", *paths, "--workers", str(workers)]
    started = time.monotonic()
    with subprocess.Popen(command) as child:  # noqa: S603  # ourselves
        try:
            while child.poll() is None:
                with suppress(psutil.Error, sqlite3.Error, FileNotFoundError):
                    yield _sample(child.pid, store, time.monotonic() - started)
                time.sleep(_PAUSE)
        except KeyboardInterrupt:
            child.send_signal(signal.SIGINT)
            child.wait()


def _sample(process: int, store: Path, seconds: float) -> Sample:
    parent = psutil.Process(process)
    processes = [parent, *parent.children(recursive=True)]
    processor = sum(sum(each.cpu_times()[:2]) for each in processes)
    memory = sum(each.memory_full_info().pss for each in processes)
    with closing(sqlite3.connect(f"file:{store / 'extractions.sqlite'}?mode=ro", uri=True)) as database:
        articles, text = database.execute("SELECT count(*), coalesce(sum(length(article)), 0) FROM article").fetchone()
    return Sample(articles, text, seconds, processor, memory, _on_disk(store))


def _on_disk(folder: Path) -> int:
    sizes: dict[tuple[int, int], int] = {}
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                found = Path(root, name).lstat()
                sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values())


def _row(before: Sample, now: Sample, memory: int) -> str:
    articles = now.articles - before.articles
    rate, spent = articles / (now.seconds - before.seconds), 1000 * (now.processor - before.processor)
    return (
        f"{now.articles:>9,} {now.seconds / 60:>8.1f} min {rate:>7.1f}/s {spent / articles:>7.1f} ms"
        f" {spent / (now.text - before.text) * 1000:>7.1f} ms"
        f" {memory / _MEGABYTE:>8,.0f} MB {now.disk / _MEGABYTE:>9,.0f} MB {os.getloadavg()[0]:>6.1f}"
    )


@click.command(help=__doc__)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--store", required=True, type=click.Path(path_type=Path))
@click.option("--workers", default=2, show_default=True)
@click.option("--stretch", default=1_000, show_default=True, help="Articles a row.")
def main(paths: tuple[str, ...], store: Path, workers: int, stretch: int) -> None:
    """Measures and prints."""
    click.echo(f"{'articles':>9} {'elapsed':>12} {'rate':>9} {'each':>10} {'a kB':>10} {'memory':>11} {'disk':>12} {'load':>6}")
    before: Sample | None = None
    memory = 0
    for now in watched(paths, store, workers):
        before, memory = before or now, max(memory, now.memory)
        if now.articles >= before.articles + stretch:
            click.echo(_row(before, now, memory))
            before, memory = now, 0


if __name__ == "__main__":
    main()
