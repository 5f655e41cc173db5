"""All at once: a server that is asked well and badly, builds, removals, backups; and what is there afterwards that was not before.

Everything is done for a while so that caches are full and processes are started; then what the server's processes and the
store hold is taken down, and again at the end, when all is quiet.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import click
import psutil

from bench.load_clients import Client
from bench.made_articles import write_articles
from soak.readers import served

KINDS = ("article", "article", "article", "broken", "large", "runaway", "crash")
"""What clients ask over and over, see `bench.load_clients`."""
_ARTICLES, _CHANGING = 30, 10
"""How many articles there are, and how many of them come and go."""
_QUIET = 12.0
"""Seconds of nothing before it is taken down what there is."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a server and a store hold."""

    files: int
    """Open files of all processes of the server."""
    threads: int
    processes: int
    memory: int
    """MiB of all of them, what they share counted once for each."""
    disk: int
    """KiB of the store's folder."""
    entries: int
    """Files and folders there."""


_MORE = Held(files=10, threads=4, processes=0, memory=150, disk=2_000, entries=40)
"""How much more there may be in the end: caches that fill, tables of the graph that are not compacted yet."""


def held(server: int, store: Path) -> Held:
    """What the process `server`, with those that it started, and a store hold now."""
    root = psutil.Process(server)
    processes = [root, *root.children(recursive=True)]
    numbers = [(each.num_fds(), each.num_threads(), each.memory_info().rss >> 20) for each in processes]
    files, threads, memory = (sum(column) for column in zip(*numbers, strict=True))
    paths = list(store.rglob("*"))
    sizes = {(found.st_dev, found.st_ino): found.st_blocks for path in paths if (found := path.lstat())}
    return Held(files, threads, len(processes), memory, sum(sizes.values()) // 2, len(paths))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    before: Held
    after: Held
    done: Counter[str]
    """How often what was asked or done; what went wrong as "wrong: …"."""

    def grown(self) -> Iterator[str]:
        """What there is too much of."""
        for field in fields(Held):
            before, after, more = (getattr(each, field.name) for each in (self.before, self.after, _MORE))
            if after > before + more:
                yield f"{field.name}: {before:,} before, {after:,} after"


def load(place: Path, minutes: float) -> Outcome:
    """Does everything for so many minutes, after a tenth of that, a minute at the most, to warm up."""
    store, warm = place / "store", min(60.0, minutes * 6)
    _kg(store, "build", str(write_articles(place / "all.jsonl", _ARTICLES)))
    done: Counter[str] = Counter()
    with served(store, time_limit="2", memory="400") as port:
        server = next(each.pid for each in psutil.Process().children() if str(port) in each.cmdline())
        _for_seconds(warm, port, place, Counter())
        before = held(server, store)
        _for_seconds(minutes * 60, port, place, done)
        return Outcome(before, held(server, store), done)


def _for_seconds(length: float, port: int, place: Path, done: Counter[str]) -> None:
    """Asks and writes for so long, and then waits until all is quiet."""
    over = Event()
    tasks = [Thread(target=_ask, args=(port, kind, over, done)) for kind in KINDS]
    tasks.append(Thread(target=_write, args=(place, over, done)))
    for task in tasks:
        task.start()
    time.sleep(length)
    over.set()
    for task in tasks:
        task.join()
    time.sleep(_QUIET)


def _ask(port: int, kind: str, over: Event, done: Counter[str]) -> None:
    client = Client(port)
    while not over.is_set():
        asked = client.ask(kind)
        done[f"asked: {kind}" if asked.right else f"wrong: {kind} answered by {asked.status}"] += 1
        over.wait(0.05)


def _write(place: Path, over: Event, done: Counter[str]) -> None:
    """Takes articles back, backs the store up, reads them again, over and over; in the end all articles are there."""
    store, kept = place / "store", place / "kept.tar"
    changing = [f"made-{number}" for number in range(_ARTICLES - _CHANGING, _ARTICLES)]
    commands = cycle((["remove", *changing], ["backup", str(kept)], ["build", str(place / "all.jsonl")], ["restore", "--check", str(kept)]))
    while not over.is_set():
        command = next(commands)
        if command[0] == "backup":
            kept.unlink(missing_ok=True)
        try:
            _kg(store, *command)
            done[f"done: {command[0]}"] += 1
        except subprocess.CalledProcessError:
            done[f"wrong: {command[0]} failed"] += 1
    _kg(store, "build", str(place / "all.jsonl"))


def _kg(store: Path, *command: str) -> None:
    subprocess.run([sys.executable, "-m", "kg", "--store", str(store), *command], stdout=subprocess.DEVNULL, check=True)  # noqa: S603  # our own


def tell(outcome: Outcome) -> bool:
    """Prints what there was. Whether nothing grew and nothing went wrong."""
    for what, number in sorted(outcome.done.items()):
        click.echo(f"{what:<40}{number:>8,}")
    click.echo(f"{'':<12}{'before':>10}{'after':>10}")
    for field in fields(Held):
        click.echo(f"{field.name:<12}{getattr(outcome.before, field.name):>10,}{getattr(outcome.after, field.name):>10,}")
    grown = list(outcome.grown())
    for line in grown:
        click.echo(f"grown: {line}", err=True)
    return not grown and not any(what.startswith("wrong") for what in outcome.done)
