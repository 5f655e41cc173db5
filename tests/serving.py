"""A server of a test's own, as `kg serve` runs it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TOKEN = "a token of the tests"


@contextmanager
def serving(store: Path, **settings: str) -> Iterator[str]:
    """Runs a server over a store while the block lasts; its address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    environment = os.environ | {f"ISNAD_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address)
            yield address
        finally:
            server.terminate()


def _wait(address: str) -> None:
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"{address}/health"):
            return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def send(method: str, url: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Sends a request with the token; status, headers (by lower-case names) and body of the answer, whatever the status."""
    sent = {"Authorization": f"Bearer {TOKEN}", **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = urllib.request.Request(url, body, sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()
