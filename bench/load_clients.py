"""Clients that ask a server over and over, and note what each answer was and how long it took.

The well-behaved ask for a fact that is known to be there; any other answer than that fact is counted as wrong.
"""

import http.client
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlencode

import click

from kg.ontology import Instances

_RIGHT = {"n": "e77"}
QUERIES = {
    "point": 'SELECT ?n { <https://w3id.org/isnad/id/event/e77> a kg:Incident BIND("e77" AS ?n) }',
    "runaway": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "crash": "SELECT * " + "{" * 60_000,
    "broken": "SELECT * { ?s ?p }",
    "article": f'SELECT ?n {{ GRAPH <{Instances().article("made-0").value}> {{ ?s a ?type }} BIND("e77" AS ?n) }} LIMIT 1',
    "large": "SELECT * { ?s ?p ?o . ?a ?b ?c }",
}
EXPECTED = {"point": {200}, "article": {200}, "runaway": {503}, "crash": {400, 500}, "broken": {400}, "large": {413, 503}}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what came of it."""

    kind: str
    status: int
    """0 where no answer came."""
    seconds: float
    right: bool


class Client:
    """One connection, which is opened again where the server closed it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._asked = 0

    def ask(self, kind: str) -> Asked:
        """Asks a query of `QUERIES`, each time with another comment, so that no answer is one that was kept."""
        started, self._asked = time.monotonic(), self._asked + 1
        try:
            body = urlencode({"query": f"{QUERIES[kind]} #{self._asked} {id(self)} {started}"})
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
            self._connection.request("POST", "/sparql", body, headers)
            answer = self._connection.getresponse()
            status, text = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            status, text = 0, b""
            self._connection.close()
        right = status in EXPECTED[kind] and (EXPECTED[kind] != {200} or _is_right(text))
        return Asked(kind, status, time.monotonic() - started, right)


def _is_right(text: bytes) -> bool:
    rows = json.loads(text)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows] == [_RIGHT]


def under_load(port: int, kinds: Sequence[str], go_on: Callable[[], bool]) -> list[Asked]:
    """What as many clients as there are `kinds` got while they were to go on."""
    found: list[Asked] = []

    def ask(kind: str) -> None:
        client = Client(port)
        while go_on():
            found.append(client.ask(kind))

    clients = [Thread(target=ask, args=(kind,)) for kind in kinds]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return found


def for_seconds(length: float) -> Callable[[], bool]:
    """Whether so many seconds from now are not yet over."""
    end = time.monotonic() + length
    return lambda: time.monotonic() < end


def tell(found: Iterable[Asked]) -> bool:
    """Prints a line for each kind. Whether nothing was wrong or lost."""
    asked = list(found)
    good = True
    click.echo(f"{'':<9}{'asked':>7}{'median':>11}{'p99':>11}{'longest':>11}{'wrong':>7}  statuses")
    for kind in QUERIES:
        those = [each for each in asked if each.kind == kind]
        if not those:
            continue
        times = sorted(each.seconds for each in those)
        wrong = sum(not each.right for each in those)
        good = good and not wrong
        told = [f"{value * 1000:.1f} ms" for value in (statistics.median(times), times[int(len(times) * 0.99)], times[-1])]
        statuses = ", ".join(f"{status}: {number}" for status, number in sorted(Counter(each.status for each in those).items()))
        click.echo(f"{kind:<9}{len(those):>7}{''.join(f'{each:>11}' for each in told)}{wrong:>7}  {statuses}")
    return good
