"""Ten thousand broken requests: mutated queries, headers, methods and bodies, sent to a real server.

A 200 must be whole and must hold what Oxigraph itself answers to the same query, asked in a process of its own; everything
else must be an error that says so. Afterwards the server must still answer, with no more workers than before.
"""

import http.client
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import quote, urlencode

import click
import psutil
from endpoint import free_port, running
from made_graph import make_store
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from kg.ontology import Instances
from kg.queries import prefixes

_SEEDS = (
    "SELECT ?e ?l { ?e a kg:Bombing ; rdfs:label ?l } ORDER BY ?e LIMIT 5",
    "SELECT (COUNT(*) AS ?n) { ?e kg:place ?p . ?p kg:country ?c } GROUP BY ?c ORDER BY ?n",
    'ASK { ?e rdfs:label ?l FILTER(CONTAINS(?l, "رقم 12")) }',
    "SELECT ?g { GRAPH ?g { ?e kg:killed 12 } } ORDER BY ?g LIMIT 3",
    "SELECT * { VALUES ?x { 1 2.5 'ن'@ar true } OPTIONAL { ?x ?p ?o } }",
    "SELECT ?s { ?s kg:partOf+ entity:o0 } ORDER BY ?s LIMIT 9",
)
_BITS = (
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        '"',
        "'",
        '"""',
        "#",
        "\\",
        "\\u0022",
        "\n",
        "\0",
        "\u202e",
        "\ud800",
        "٣",
        "ـ",
        ";",
        ",",
        "^^",
        "@ar",
        "?",
        "$",
    ),
    *(
        "SERVICE <http://127.0.0.1:9/> {}",
        "LOAD <file:///etc/passwd>",
        "DROP ALL",
        "SELECT",
        "UNION",
        "FILTER",
        "BIND(",
        "LIMIT -1",
        "9" * 400,
    ),
    *("{" * 3_000, "1+" * 3_000, "(" * 3_000, "?a?b?c." * 200),
)
_METHODS = ("GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")
_TYPES = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
    "multipart/form-data",
    "text/plain",
    "é",
    "",
)
_ACCEPTS = (
    "application/sparql-results+json",
    "*/*",
    "text/csv;q=2",
    ";;;,",
    "text/html",
    "application/n-triples",
    "x" * 5_000,
    "a/b;q=nan",
)
_PATHS = (
    "/sparql",
    "/sparql",
    "/sparql",
    "/queries/incidents",
    "/search",
    "/id/event/e7",
    "/graphs",
    "/update",
    "/metrics",
    "/dump.nq.gz/../..",
)
_TIME_LIMIT = 1


@dataclass(slots=True)
class Tally:
    """What came back."""

    statuses: Counter[int] = field(default_factory=Counter)
    compared: int = 0
    wrong: list[str] = field(default_factory=list)


class Oracle:
    """Oxigraph in a process of its own, which may crash or hang."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._start()

    def rows(self, query: str) -> list[str] | None:
        """What it answers, rows sorted; None where it does not in time."""
        try:
            self._pipe.send(query)
            if self._pipe.poll(5):
                answer: list[str] | None = self._pipe.recv()
                return answer
        except (OSError, EOFError):
            pass
        self._process.kill()
        self._start()
        return None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, its_end = context.Pipe()
        self._process = context.Process(target=_oracle, args=(self._store, its_end), daemon=True)
        self._process.start()
        its_end.close()


def _oracle(path: Path, pipe: Connection) -> None:
    store, known = Store.read_only(str(path / "current" / "graph")), prefixes(Instances())
    while True:
        try:
            query = pipe.recv()
        except EOFError:
            return
        try:
            results = store.query(query, prefixes=known)
            written = results.serialize(format=QueryResultsFormat.JSON) if isinstance(results, QuerySolutions) else None
            pipe.send(_rows(written) if written else None)
        except (ValueError, SyntaxError, RuntimeError, OSError):
            pipe.send(None)


def _rows(body: bytes) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])


def mutated(chance: random.Random) -> str:
    """A query with one change, or with a few."""
    text = chance.choice(_SEEDS)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at, to = sorted(chance.randint(0, len(text)) for _ in range(2))
        match chance.randrange(5):
            case 0:
                text = text[:at] + text[min(to, at + 9) :]
            case 1:
                text = text[:at] + chance.choice(_BITS) + text[at:]
            case 2:
                text = text[:at] + text[at:to] * 2 + text[to:]
            case 3:
                text = text[:at] + chance.choice(_SEEDS)[at:to] + text[to:]
            case _:
                text = text[:at] + chr(chance.choice((chance.randrange(1, 128), chance.randrange(0x600, 0x6FF)))) + text[at + 1 :]
    return text


def requests(number: int, seed: int) -> Iterator[tuple[str, str, bytes, dict[str, str], str | None]]:
    """Method, target, body and headers of each request, with its query where it is a plain one by which an answer is compared."""
    chance = random.Random(seed)  # noqa: S311  # the same requests each time
    for _ in range(number):
        query = mutated(chance)
        encoded = query.encode("utf-8", "surrogatepass")
        if chance.random() < 0.6:
            yield "POST", "/sparql", urlencode({"query": encoded}).encode(), {"Content-Type": _TYPES[0], "Accept": _ACCEPTS[0]}, query
            continue
        path, body = chance.choice(_PATHS), chance.choice((b"", encoded, urlencode({"query": encoded}).encode(), b"\xff\xfe" * 50))
        target = f"{path}?{chance.choice(('query', 'q', 'graph', 'format', 'timeout', 'limit', 'x'))}={quote(encoded[:6_000])}"
        headers = {"Content-Type": chance.choice(_TYPES), "Accept": chance.choice(_ACCEPTS)}
        if chance.random() < 0.1:
            headers["Authorization"] = chance.choice(("Bearer x", "Bearer", "Basic eDp4", "x" * 3_000))
        yield chance.choice(_METHODS), target, body, {name: value for name, value in headers.items() if value}, None


def send(port: int, method: str, target: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """The status and the whole answer; 0 where there was none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        encoded = {name: value.encode("latin-1", "replace").decode("latin-1") for name, value in headers.items()}
        connection.request(method, target, body, encoded)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def fuzz(store: Path, port: int, number: int, seed: int) -> Tally:
    """Sends so many requests, and compares what can be."""
    tally, oracle = Tally(), Oracle(store)
    for sent, (method, target, body, headers, query) in enumerate(requests(number, seed)):
        status, answer = send(port, method, target, body, headers)
        tally.statuses[status] += 1
        if status == 0 or (status == 500 and b"crashed" not in answer):  # the status of a fault
            tally.wrong.append(f"request {sent}: {status} for {method} {target[:200]} {(query or '')[:200]!r}")
        if status == http.client.OK and query is not None and answer.startswith(b'{"head":{"vars"'):
            expected = oracle.rows(query)
            tally.compared += expected is not None
            if expected is not None and expected != _rows(answer):
                tally.wrong.append(f"request {sent}: another answer than Oxigraph's to {query[:300]!r}")
        if sent % 100 == 0 and sys.stderr.isatty():
            click.echo(f"\r{sent:,} of {number:,}", nl=False, err=True)
    return tally


def processes(server: psutil.Process) -> int:
    """How many a server has when it has come to rest: the fewest of some seconds, as those that were stopped go one by one."""
    seen = []
    for _ in range(30):
        seen.append(len(server.children(recursive=True)))
        time.sleep(0.1)
    return min(seen[-10:])


@click.command()
@click.option("--number", default=10_000, show_default=True, help="How many requests.")
@click.option("--seed", default=1, show_default=True, help="Another one makes other requests.")
def main(number: int, seed: int) -> None:
    """Fuzz a server; ends with 1 where anything was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        store, port = Path(folder, "store"), free_port()
        make_store(store, 20_000)
        with running(
            [sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port), "--time-limit", str(_TIME_LIMIT)], port
        ):
            send(port, "GET", "/sparql?query=ASK{}", b"", {})
            (server,) = (child for child in psutil.Process().children() if str(port) in child.cmdline())
            before = processes(server)
            tally = fuzz(store, port, number, seed)
            alive, _ = send(port, "GET", "/sparql?query=ASK{}", b"", {})
            left = processes(server) - before
    for wrong in tally.wrong[:20]:
        click.echo(wrong)
    told = ", ".join(f"{status}: {count:,}" for status, count in sorted(tally.statuses.items()))
    click.echo(f"{number:,} requests: {told}; {tally.compared:,} answers compared with Oxigraph's, {len(tally.wrong)} wrong")
    answers = "answers" if alive == http.client.OK else "does not answer"
    click.echo(f"afterwards the server {answers}, with {max(left, 0)} processes more than before")
    sys.exit(0 if alive == http.client.OK and not tally.wrong and left <= 1 else 1)


if __name__ == "__main__":
    main()
