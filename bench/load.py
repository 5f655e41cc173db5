"""Fifty clients at once, runaway and crashing queries among them, and a build beside them: what each got, how soon, what was lost."""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, Popen, run

import click
from endpoint import free_port, running
from load_clients import Client, for_seconds, tell, under_load
from made_articles import write_articles
from made_graph import make_store

from kg.workers import published

_TIME_LIMIT = 2
"""Seconds that the server lets a query run."""
_AT_ONCE = 5
"""Clients that ask runaways, and nothing else, at the same time."""
_FIRST_ARTICLES = 20
"""So many are in the graph before the build that is measured."""


def by_kinds(port: int, length: float) -> bool:
    """Well-behaved clients alone, and beside hostile ones. Whether nothing was wrong or lost."""
    good: bool = True
    quiet = 0.0
    for title, kinds in (
        ("8 clients, all well-behaved", ["point"] * 8),
        ("8 clients, one of them asks runaways", ["point"] * 7 + ["runaway"]),
        ("8 clients, one of them crashes workers", ["point"] * 7 + ["crash"]),
        ("50 clients", ["point"] * 40 + ["runaway"] * 3 + ["crash"] * 3 + ["broken"] * 2 + ["large"] * 2),
    ):
        click.echo(f"\n{title}, {length:g} s")
        found = under_load(port, kinds, for_seconds(length))
        good = tell(found) and good
        times = sorted(each.seconds for each in found if each.kind == "point")
        quiet = quiet or statistics.median(times)
        click.echo(f"p99 of the well-behaved: {times[int(len(times) * 0.99)] / quiet:.1f} times the median of 8 that are alone")
    return good


def runaways(port: int, number: int) -> bool:
    """So many queries that would never end. Whether each ended as it should, a second after the limit at the latest."""
    clients = [Client(port) for _ in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        shares = threads.map(lambda client: [client.ask("runaway") for _ in range(number // _AT_ONCE)], clients)
        found = [each for share in shares for each in share]
    ended = [each.right and each.seconds <= _TIME_LIMIT + 1 for each in found]
    longest = max(each.seconds for each in found)
    told = f"{sum(ended)} of {len(ended)} runaway queries, {_AT_ONCE} at once, ended within {_TIME_LIMIT} + 1 s"
    click.echo(f"\n{told}; the longest took {longest:.2f} s")
    return all(ended)


def beside_a_build(folder: Path, articles: int) -> bool:
    """Eight well-behaved clients while a build reads made articles and publishes as it goes. Whether nothing was wrong or lost."""
    store, port = folder / "built", free_port()
    run(_kg(store, "build", str(write_articles(folder / "first.jsonl", _FIRST_ARTICLES))), stdout=DEVNULL, check=True)  # noqa: S603  # our own
    building = _kg(store, "build", "--publish-every", "1", str(write_articles(folder / "all.jsonl", articles)))
    seen = {published(store)}
    with _served(store, port), Popen(building, stdout=DEVNULL) as build:  # noqa: S603  # our own command

        def is_building() -> bool:
            seen.add(published(store))
            return build.poll() is None

        click.echo(f"\n8 clients, all well-behaved, while {articles:,} articles are built")
        found = under_load(port, ["article"] * 8, is_building)
    good = tell(found)
    failed = sum(each.status >= 500 or not each.status for each in found)
    click.echo(f"{len(seen) - 1} snapshots were published meanwhile; {failed} of {len(found):,} answers were 5xx, or none")
    return good and build.returncode == 0


@contextmanager
def _served(store: Path, port: int, *options: str) -> Iterator[None]:
    with running(_kg(store, "serve", "--port", str(port), *options), port):
        while _status(port, "/ready") != HTTPStatus.OK:
            time.sleep(0.1)
        yield


def _status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    return connection.getresponse().status


def _kg(store: Path, *command: str) -> list[str]:
    return [sys.executable, "-m", "kg", "--store", str(store), *command]


@click.command()
@click.option("--facts", default=200_000, show_default=True, help="How many quads the made graph has, about.")
@click.option("--length", default=20.0, show_default=True, help="Seconds of each part.")
@click.option("--number", default=100, show_default=True, help="How many runaway queries.")
@click.option("--articles", default=1_500, show_default=True, help="How many articles are built beside the server.")
def main(facts: int, length: float, number: int, articles: int) -> None:
    """Load a server with fifty clients; ends with 1 where an answer was wrong, late or lost."""
    with tempfile.TemporaryDirectory() as folder:
        store, port = Path(folder, "store"), free_port()
        make_store(store, facts)
        with _served(store, port, "--time-limit", str(_TIME_LIMIT)):
            good = [by_kinds(port, length), runaways(port, number)]
        good.append(beside_a_build(Path(folder), articles))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
