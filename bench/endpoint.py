"""What the server adds to Oxigraph's own time, beside rdflib-endpoint over the same graph, in one run.

Ten kinds of query over a made graph with article graphs: in this process, over HTTP by one client, and by eight. Timings
are medians; what counts are the ratios, since all of them are taken in one run on one machine.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import click
from made_graph import make_store
from pyoxigraph import Store

from kg.errors import how_to_install
from kg.ontology import prefix_lines
from kg.queries import GRAPHS, TABLES, formats, serialise

KINDS = {
    "point": "SELECT ?label ?date { event:e77 rdfs:label ?label ; kg:date ?date }",
    "2 hops": "SELECT ?name { event:e77 kg:place/kg:country ?country . ?country rdfs:label ?name }",
    "3 hops": "SELECT ?other { event:e77 kg:perpetrator ?group . ?other kg:perpetrator ?group ; kg:place/kg:country entity:c3 } LIMIT 50",
    "group by": "SELECT ?place (SUM(?killed) AS ?sum) { ?event kg:place ?place ; kg:killed ?killed } GROUP BY ?place",
    "order by": "SELECT ?event ?killed { ?event a kg:Bombing ; kg:killed ?killed } ORDER BY DESC(?killed) ?event LIMIT 20",
    "optional": "SELECT ?event ?group { ?event kg:place entity:s5 OPTIONAL { ?event kg:claimedBy ?group } }",
    "path": "SELECT ?part { ?part kg:partOf+ entity:o0 }",
    "construct": "CONSTRUCT { ?event ?p ?o } { ?event kg:place entity:s7 ; ?p ?o }",
    "regex": 'SELECT ?event { ?event rdfs:label ?label FILTER(REGEX(?label, "رقم 12.7")) }',
    "10k rows": "SELECT ?event ?p ?o { ?event ?p ?o } LIMIT 10000",
}
_ROUNDS = 30
_NUMBERS = count()
_LONGEST = 3.0
"""Seconds that one kind is measured for, at most."""


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server, waited for until it listens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own commands
    try:
        deadline = time.monotonic() + 600
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command)} does not listen")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return not tried.connect_ex(("127.0.0.1", port))


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def seconds(ask: Callable[[], object]) -> float:
    """The median time of asking once, after asking twice in vain."""
    ask()
    ask()
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < _ROUNDS and (len(times) < 3 or time.perf_counter() - begun < _LONGEST):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


class Client:
    """One connection that is kept open. It does as little as can be: on a machine of few cores it takes the time of the server."""

    def __init__(self, port: int, path: str) -> None:
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._connection.makefile("rb")
        self._path = path
        self._asking: dict[str, str] = {}

    def ask(self, query: str) -> bytes:
        """The whole answer, worked out anew: no query is asked twice. Raises RuntimeError for any status but 200."""
        return self._ask(query, f"%23+{next(_NUMBERS)}+{os.getpid()}")

    def ask_again(self, query: str) -> bytes:
        """The whole answer, which may be one that was kept. Raises RuntimeError for any status but 200."""
        return self._ask(query, "")

    def _ask(self, query: str, comment: str) -> bytes:
        if query not in self._asking:
            self._asking[query] = urlencode({"query": f"{prefix_lines()}{_PREFIXES}{query} "})
        accept = GRAPHS[1].media_types[0] if query.startswith("CONSTRUCT") else TABLES[0].media_types[0]
        target = f"{self._path}?{self._asking[query]}{comment}"
        self._connection.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode())
        status = self._answers.readline()
        headers = dict(line.decode().lower().split(":", 1) for line in iter(self._answers.readline, b"\r\n"))
        body = self._answers.read(int(headers["content-length"]))
        if b" 200 " not in status:
            raise RuntimeError(f"{status.decode().strip()}: {body[:200].decode('utf-8', 'replace')}")
        return body


_PREFIXES = "PREFIX entity: <https://w3id.org/isnad/id/entity/>\nPREFIX event: <https://w3id.org/isnad/id/event/>\n"


def many(port: int, path: str, query: str, clients: int, length: float) -> float:
    """Requests a second of so many clients, each a process of its own."""
    with ProcessPoolExecutor(clients) as processes:
        return sum(processes.map(_asked, *zip(*[(port, path, query, length)] * clients, strict=True))) / length


def _asked(port: int, path: str, query: str, length: float) -> int:
    client, done = Client(port, path), 0
    client.ask(query)
    until = time.monotonic() + length
    while time.monotonic() < until:
        client.ask(query)
        done += 1
    return done


def in_process(store: Store, query: str) -> bytes:
    """Asked and written by Oxigraph alone."""
    results = store.query(prefix_lines() + _PREFIXES + query)
    return serialise(results, formats(results)[1 if query.startswith("CONSTRUCT") else 0])


@click.command()
@click.option("--facts", default=1_000_000, show_default=True, help="How many quads the made graph has, about.")
@click.option("--length", default=3.0, show_default=True, help="Seconds that eight clients ask.")
def main(facts: int, length: float) -> None:
    """Measure `kg serve` beside Oxigraph in this process, and beside rdflib-endpoint where that is installed."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "store")
        quads = make_store(store, facts)
        click.echo(f"{quads:,} quads; Python {sys.version.split()[0]}, {os.cpu_count()} cores. Medians of up to {_ROUNDS}.\n")
        _kinds(store, length)
        _others(store, length)


def _kinds(store: Path, length: float) -> None:
    opened, port = Store.read_only(str(store / "current" / "graph")), free_port()
    click.echo(f"{'':<10}{'in process':>12}{'over HTTP':>12}{'ratio':>8}{'more':>10}{'kept':>10}{'8 clients':>13}")
    with running([sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port)], port):
        client = Client(port, "/sparql")
        for kind, query in KINDS.items():
            alone = seconds(lambda query=query: in_process(opened, query))  # type: ignore[misc]  # bound in the loop on purpose
            served = seconds(lambda query=query: client.ask(query))  # type: ignore[misc]  # as above
            kept = seconds(lambda query=query: client.ask_again(query))  # type: ignore[misc]  # as above
            rate = many(port, "/sparql", query, 8, length)
            more = (served - alone) * 1000
            times = f"{alone * 1000:>9.2f} ms{served * 1000:>9.2f} ms{served / alone:>8.2f}{more:>7.2f} ms{kept * 1000:>7.2f} ms"
            click.echo(f"{kind:<10}{times}{rate:>10.0f} /s")


def _others(store: Path, length: float) -> None:
    """The point query by the others that are installed."""
    if find_spec("rdflib_endpoint") is None or find_spec("uvicorn") is None:
        click.echo(f"\nrdflib-endpoint is not installed: {how_to_install('bench')}")
        return
    port = free_port()
    with running([sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port)], port):
        ours = _point(port, "/sparql", length)
    click.echo(f"\n{'the point query':<40}{'alone':>10}{'1 client':>12}{'8 clients':>12}")
    _tell("kg serve", ours, ours)
    for graph in ("Oxigraph", "rdflib's memory"):
        port = free_port()
        with running([sys.executable, str(Path(__file__).with_name("rdflib_server.py")), str(store), str(port), graph], port):
            _tell(f"rdflib-endpoint over {graph}", _point(port, "/", length), ours)


def _point(port: int, path: str, length: float) -> tuple[float, float, float]:
    """Seconds of one, and requests a second of one client and of eight."""
    query, client = KINDS["point"], Client(port, path)
    return seconds(lambda: client.ask(query)), many(port, path, query, 1, length), many(port, path, query, 8, length)


def _tell(name: str, found: tuple[float, float, float], ours: tuple[float, float, float]) -> None:
    times = ", ".join(f"{mine / other:.1f}" for mine, other in zip(ours[1:], found[1:], strict=True))
    told = f"; kg serve answers {times} times as many" if found is not ours else ""
    click.echo(f"{name:<40}{found[0] * 1000:>7.2f} ms{found[1]:>9.0f} /s{found[2]:>9.0f} /s{told}")


if __name__ == "__main__":
    main()
