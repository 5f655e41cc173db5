"""`kg serve` as a person meets it: a process, a port, an address to open."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.cli.serve import required_port
from kg.errors import UsageError

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@contextmanager
def serving(store: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


def readiness(port: int, seconds: float = 30) -> int:
    """The status of /ready, waited for until the server is up."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_a_port_that_is_taken_is_said_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="choose another with --port"):
        required_port("127.0.0.1", taken.getsockname()[1])


def test_a_port_that_is_free_is_left_free() -> None:
    port = free_port()
    assert required_port("127.0.0.1", port) == port
    assert required_port("127.0.0.1", port) == port


def test_for_port_0_a_free_one_is_chosen() -> None:
    assert required_port("127.0.0.1", 0) > 1023


@pytest.mark.web
def test_it_serves_what_was_built_and_ends_when_asked(small_store: Path) -> None:
    port = free_port()
    with serving(small_store, port) as process:
        assert readiness(port) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.web
def test_without_a_store_it_waits_for_one_and_says_so(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "none", port) as process:
        assert readiness(port) == 503
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)
        assert process.stderr is not None
        assert b"nothing was built here yet" in process.stderr.read()


@pytest.mark.web
def test_a_taken_port_ends_the_command_with_one_line(small_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, serving(small_store, taken.getsockname()[1]) as process:
        assert process.wait(30) == 2
        assert process.stderr is not None
        (line,) = process.stderr.read().splitlines()
        assert line.startswith(b"kg: cannot listen")
