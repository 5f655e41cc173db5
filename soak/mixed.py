"""All at once: a server that is asked well and badly, builds, removals, backups; and what is there afterwards that was not before.

Everything is done once so that caches are full and processes are started; then what the server's processes and the store hold
is taken down, and again at the end, each time when all is quiet.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
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
_REMOVAL = ("remove", *(f"made-{number}" for number in range(_ARTICLES - _CHANGING, _ARTICLES)))
_QUIET, _IDLE, _LOOKS = 5.0, 0.05, 60
"""Seconds between two looks at whether all is quiet, those of processor time that then were taken at most, and after how many looks
it is taken down what there is in any case."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a server and a store hold."""

    files: int
    """Open files of all processes of the server."""
    reading: int
    """Of these, files of the store: nobody asks, and what was asked of last is no longer the newest."""
    threads: int
    processes: int
    memory: int
    """MiB of all of them, what they share counted once for each."""
    disk: int
    """KiB of the store's folder."""
    entries: int
    """Files and folders there."""


_MORE = Held(files=10, reading=0, threads=4, processes=0, memory=150, disk=2_000, entries=40)
"""How much more there may be in the end: caches that fill, tables of the graph that are not compacted yet."""


def held(server: int, store: Path) -> Held:
    """What the process `server`, with those that it started, and a store hold now."""
    processes = _processes(server)
    numbers = [(each.num_fds(), each.num_threads(), each.memory_info().rss >> 20) for each in processes]
    files, threads, memory = (sum(column) for column in zip(*numbers, strict=True))
    reading = sum(Path(opened.path).is_relative_to(store) for each in processes for opened in each.open_files())
    paths = list(store.rglob("*"))
    sizes = {(found.st_dev, found.st_ino): found.st_blocks for path in paths if (found := path.lstat())}
    return Held(files, reading, threads, len(processes), memory, sum(sizes.values()) // 2, len(paths))


def _processes(server: int) -> list[psutil.Process]:
    root = psutil.Process(server)
    return [root, *root.children(recursive=True)]


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
    """Does everything for so many minutes, after at least one round of all of it to warm up."""
    store = place / "store"
    _kg(store, "build", str(write_articles(place / "all.jsonl", _ARTICLES)))
    done: Counter[str] = Counter()
    with served(store, time_limit="2", memory="400") as port:
        server = next(each.pid for each in psutil.Process().children() if str(port) in each.cmdline())
        _for_seconds(0, port, place, done)
        before = _settled(server, place, done)
        _for_seconds(minutes * 60, port, place, done)
        return Outcome(before, _settled(server, place, done), done)


def _for_seconds(length: float, port: int, place: Path, done: Counter[str]) -> None:
    """Asks and writes for so long, and until everything was asked and written once."""
    over, end = Event(), time.monotonic() + length
    clients = [Thread(target=_ask, args=(port, kind, over, done)) for kind in KINDS]
    for client in clients:
        client.start()
    try:
        _write(place, done)
        while time.monotonic() < end:
            _write(place, done)
    finally:
        over.set()
        for client in clients:
            client.join()


def _ask(port: int, kind: str, over: Event, done: Counter[str]) -> None:
    client = Client(port)
    while True:
        asked = client.ask(kind)
        done[f"asked: {kind}" if asked.right else f"wrong: {kind} answered by {asked.status}"] += 1
        if over.wait(0.05):
            return


def _write(place: Path, done: Counter[str]) -> None:
    """Takes articles back, backs the store up, reads them again: in the end all articles are there."""
    kept = place / "kept.tar"
    kept.unlink(missing_ok=True)
    for command in (_REMOVAL, ("backup", str(kept)), _building(place), ("restore", "--check", str(kept))):
        _counted(place, command, done)


def _settled(server: int, place: Path, done: Counter[str]) -> Held:
    """What there is when nobody asks any more.

    Two more snapshots are published, so that no worker has reason to hold one; the last command removes those before.
    """
    for command in (_REMOVAL, _building(place)):
        _counted(place, command, done)
    _wait_until_quiet(server)
    _counted(place, ("build",), done)
    return held(server, place / "store")


def _wait_until_quiet(server: int) -> None:
    """Until the server's processes stay the same for a while and take next to no processor time."""
    before: dict[int, float] = {}
    for _ in range(_LOOKS):
        time.sleep(_QUIET)
        with suppress(psutil.NoSuchProcess):
            now = {each.pid: sum(each.cpu_times()[:2]) for each in _processes(server)}
            if now.keys() == before.keys() and sum(now.values()) - sum(before.values()) < _IDLE:
                return
            before = now


def _building(place: Path) -> tuple[str, ...]:
    return "build", str(place / "all.jsonl")


def _counted(place: Path, command: tuple[str, ...], done: Counter[str]) -> None:
    try:
        _kg(place / "store", *command)
        done[f"done: {command[0]}"] += 1
    except subprocess.CalledProcessError:
        done[f"wrong: {command[0]} failed"] += 1


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
