"""Fifty clients at once, runaway and crashing queries among them: what each got, how soon, and what was lost.

The well-behaved ask for a fact that is known to be there; any other answer than that fact is counted as wrong.
"""

import http.client
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import click
from endpoint import free_port, running
from made_graph import make_store

_TIME_LIMIT = 2
"""Seconds that the server lets a query run."""
_RIGHT = {"n": "e77"}
QUERIES = {
    "point": 'SELECT ?n { <https://w3id.org/isnad/id/event/e77> a kg:Incident BIND("e77" AS ?n) }',
    "runaway": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "crash": "SELECT * " + "{" * 60_000,
    "broken": "SELECT * { ?s ?p }",
    "large": "SELECT * { ?s ?p ?o . ?a ?b ?c }",
}
EXPECTED = {"point": {200}, "runaway": {503}, "crash": {400, 500}, "broken": {400}, "large": {413, 503}}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what came of it."""

    kind: str
    status: int
    """0 where no answer came."""
    seconds: float
    right: bool


def ask_until(end: float, port: int, kind: str, found: list[Asked]) -> None:
    """Asks one kind over and over, each time with other white space, so that no answer is one that was kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(1_000_000):
        if time.monotonic() > end:
            return
        started = time.monotonic()
        try:
            body = urlencode({"query": f"{QUERIES[kind]} #{number} {id(found)} {started}"})
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
            connection.request("POST", "/sparql", body, headers)
            answer = connection.getresponse()
            status, text = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            status, text = 0, b""
            connection.close()
        found.append(Asked(kind, status, time.monotonic() - started, status in EXPECTED[kind] and (kind != "point" or _is_right(text))))


def _is_right(text: bytes) -> bool:
    rows = json.loads(text)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows] == [_RIGHT]


def under_load(port: int, kinds: Sequence[str], length: float) -> list[Asked]:
    """What as many clients as there are `kinds` got in so many seconds."""
    found: list[Asked] = []
    end = time.monotonic() + length
    clients = [Thread(target=ask_until, args=(end, port, kind, found)) for kind in kinds]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return found


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


@click.command()
@click.option("--facts", default=200_000, show_default=True, help="How many quads the made graph has, about.")
@click.option("--length", default=20.0, show_default=True, help="Seconds of each part.")
def main(facts: int, length: float) -> None:
    """Load a server with fifty clients; ends with 1 where an answer was wrong or lost."""
    with tempfile.TemporaryDirectory() as folder:
        store, port = Path(folder, "store"), free_port()
        make_store(store, facts)
        command = [sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port), "--time-limit", str(_TIME_LIMIT)]
        with running(command, port):
            good = True
            for title, kinds in (
                ("8 clients, all well-behaved", ["point"] * 8),
                ("8 clients, one of them asks runaways", ["point"] * 7 + ["runaway"]),
                ("8 clients, one of them crashes workers", ["point"] * 7 + ["crash"]),
                ("50 clients", ["point"] * 40 + ["runaway"] * 3 + ["crash"] * 3 + ["broken"] * 2 + ["large"] * 2),
            ):
                click.echo(f"\n{title}, {length:g} s")
                good = tell(under_load(port, kinds, length)) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
