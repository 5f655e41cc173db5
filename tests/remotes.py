"""Real SPARQL servers of a test's own, on loopback: Oxigraph's and Virtuoso's."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.address import Address

VIRTUOSO = shutil.which("virtuoso-t")
USER, PASSWORD = "publisher", "of the tests"
_VIRTUOSO = """
[Database]
DatabaseFile = {0}/virtuoso.db
ErrorLogFile = {0}/virtuoso.log
LockFile = {0}/virtuoso.lck
TransactionFile = {0}/virtuoso.trx
xa_persistent_file = {0}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {0}/temporary.db
TransactionFile = {0}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{1}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{2}
ServerRoot = {0}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
"""
_ACCOUNT = f"""DB.DBA.USER_CREATE ('{USER}', '{PASSWORD}');
GRANT SPARQL_UPDATE TO "{USER}";
"""


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Address]:
    """Runs Oxigraph's own server over a folder while the block lasts."""
    port = _free_port()
    program = Path(sys.executable).parent / "oxigraph"
    command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, f"http://127.0.0.1:{port}/query"):
        yield Address("oxigraph", f"http://127.0.0.1:{port}")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Address]:
    """Runs Virtuoso with the limits that it is shipped with, and an account that may write."""
    sql, port = _free_port(), _free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder, sql, port), "utf-8")
    with _running([VIRTUOSO or "", "-f", "-c", str(settings)], f"http://127.0.0.1:{port}/sparql"):
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba"], input=_ACCOUNT, text=True, check=True, capture_output=True)
        yield Address("virtuoso", f"http://127.0.0.1:{port}")


def held(address: Address) -> set[Quad]:
    """All that an Oxigraph server holds, without the ledger of publications."""
    answer = requests.get(f"{address.url}/store", headers={"Accept": "application/n-quads"}, timeout=60)
    answer.raise_for_status()
    ledger = NamedNode("https://w3id.org/isnad/ontology/publication")
    return {quad for quad in parse(answer.content, RdfFormat.N_QUADS) if quad.graph_name != ledger}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], query: str) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                with suppress(requests.RequestException):
                    if requests.get(query, {"query": "SELECT * {} LIMIT 1"}, timeout=5).ok:
                        break
                assert server.poll() is None, f"{command[0]} ended with {server.returncode}"
                time.sleep(0.1)
            yield
        finally:
            server.kill()
