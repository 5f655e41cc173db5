"""Many readers while one snapshot after another is published: over a server, and by opening the store as commands do.

Snapshot number N says N in each of many graphs, and its search index knows one thing alone, of which the graph says N too. An
answer in which they do not all agree is mixed; one that is older than the reader's last is stale.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from socket import create_server
from threading import Thread
from urllib.parse import urlencode

import click
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions

from kg.ontology import Instances, prefix_lines
from kg.queries.sparql.searching import expand, finder, search_beside
from kg.search import Document, SearchIndex
from kg.stats import write_counts
from kg.store import Change, StoreFolder
from soak.processes import in_child

_FORKED = get_context("fork")
_GRAPHS = 50
_PATIENCE = 300
"""Seconds that a query may take: so many at once wait for each other, on two cores for long."""
_OPENING = 5
"""Threads of each process that opens the store over and over."""
_SAYS, _FOUND, _WORD = NamedNode("urn:soak:says"), NamedNode("urn:soak:found"), "علامة"
QUERY = (
    f"SELECT (COUNT(*) AS ?rows) (COUNT(DISTINCT ?n) AS ?different) (MIN(?n) AS ?least)"
    f' {{ ?x kg:search "{_WORD}" . ?x {_FOUND} ?n . GRAPH ?g {{ ?s {_SAYS} ?n }} }}'
)
Told = tuple[int, int, int]
"""Rows, different numbers, the least number."""


def publish(store: Path, first: int, last: int, pause: float = 0.0) -> None:
    """Publishes the snapshots from number `first` up to, and without, `last`."""
    folder = StoreFolder(store)
    with folder.writer(), folder.live() as live, SearchIndex(store, "soak") as index:
        for number in range(first, last):
            live.apply(Change.of(_quads(number - 1) if number else (), _quads(number)))
            index.write({_thing(number - 1): None, _thing(number): _document(number)})

            def beside(snapshot: Path) -> None:
                index.copy(snapshot)
                write_counts(snapshot, Instances())

            folder.publish(live, beside=beside)
            time.sleep(pause)


def _thing(number: int) -> str:
    return f"urn:soak:thing:{number}"


def _document(number: int) -> Document:
    return Document(_thing(number), "entity", "Entity", _WORD, "", (_WORD,))


def _quads(number: int) -> Iterator[Quad]:
    yield Quad(NamedNode(_thing(number)), _FOUND, Literal(number), DefaultGraph())
    for at in range(_GRAPHS):
        yield Quad(NamedNode(f"urn:soak:{at}"), _SAYS, Literal(number), Instances().article(f"{at}"))


def _publish_all(store: Path, changes: int, done: Event) -> None:
    publish(store, 1, changes + 1, 0.02)
    done.set()


def read(store: Path, readers: int, changes: int) -> Counter[str]:
    """Lets readers read, half of them over a server, while so many snapshots are published. What they got, counted."""
    in_child(lambda: publish(store, 0, 1))
    done, told = _FORKED.Event(), _FORKED.Queue()
    publisher = _FORKED.Process(target=_publish_all, args=(store, changes, done))
    opening = readers // 2 // _OPENING
    openers = [_FORKED.Process(target=lambda: told.put(_open_over_and_over(store, done))) for _ in range(opening)]
    with served(store, time_limit=str(_PATIENCE)) as port:
        for process in (*openers, publisher):
            process.start()
        found = _together(readers - opening * _OPENING, lambda: _Asking(port).ask, done)
        for _ in openers:
            found += told.get()
        for process in (*openers, publisher):
            process.join()
    found["published"] = changes if publisher.exitcode == 0 else 0
    return found


@contextmanager
def served(store: Path, **settings: str) -> Iterator[int]:
    """Runs a server over a store with these settings; its port."""
    with create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    command = [sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port)]
    quiet = os.environ | {"ISNAD_SLOW_QUERY": "0"} | {f"ISNAD_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=quiet) as server:  # noqa: S603  # our own command
        try:
            while server.poll() is None:
                try:
                    http.client.HTTPConnection("127.0.0.1", port).connect()
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def _open_over_and_over(store: Path, done: Event) -> Counter[str]:
    return _together(_OPENING, lambda: lambda: _opened(store), done)


def _opened(store: Path) -> Told:
    """What a command that opens the store is told."""
    snapshot = StoreFolder(store).snapshot()
    found = snapshot.query(prefix_lines() + expand(QUERY, finder(lambda: search_beside(snapshot))))
    assert isinstance(found, QuerySolutions)
    row = next(found)
    return int(row["rows"].value), int(row["different"].value), int(row["least"].value if row["least"] else -1)


class _Asking:
    """A client of the server, with a connection of its own."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._asked = 0

    def ask(self) -> Told:
        """Every other time what the server may have kept the answer of."""
        self._asked += 1
        comment = f" #{id(self)} {self._asked}" if self._asked % 2 else ""
        body = urlencode({"query": QUERY + comment})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
        self._connection.request("POST", "/sparql", body, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status != http.client.OK:
            raise OSError(f"{answer.status}: {text[:200]!r}")
        (row,) = json.loads(text)["results"]["bindings"]
        return int(row["rows"]["value"]), int(row["different"]["value"]), int(row.get("least", {"value": -1})["value"])


def _together(number: int, asking: Callable[[], Callable[[], Told]], done: Event) -> Counter[str]:
    """So many threads that each ask until it is done, and once more."""
    found: Counter[str] = Counter()

    def go_on() -> None:
        ask, last, more = asking(), 0, True
        while more:
            more = not done.is_set()
            try:
                rows, different, least = ask()
            except Exception as error:  # noqa: BLE001  # whatever a reader meets is counted
                found["errors"] += 1
                click.echo(f"{type(error).__name__}: {error}", err=True)
                continue
            found["answers"] += 1
            found["mixed"] += (rows, different) != (_GRAPHS, 1)
            found["stale"] += least < last
            last = max(last, least)

    threads = [Thread(target=go_on) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found["readers"] += number
    return found


def tell(found: Counter[str]) -> bool:
    """Prints the counts. Whether none was wrong."""
    names = ("readers", "published", "answers", "mixed", "stale", "errors")
    click.echo(", ".join(f"{found[name]:,} {name}" for name in names))
    return bool(found["answers"] and found["published"]) and not (found["mixed"] or found["stale"] or found["errors"])
