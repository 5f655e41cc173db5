"""A server that is asked to end: what is under way is answered, nothing new is taken, no process is left, the status is 0."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from test_serving import free_port, readiness

import kg
from kg.store import StoreFolder

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
"""More rows than could ever be counted."""


def counting(rows: int) -> str:
    return f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} LIMIT {rows} }}"


@pytest.fixture(scope="module")
def rows_of_some_seconds(small_store: Path) -> int:
    """How many rows are counted in three seconds on this machine, as busy as it is."""
    rows, store = 10_000, StoreFolder(small_store).snapshot()
    while True:
        began = time.monotonic()
        list(store.query(counting(rows)))  # type: ignore[arg-type]
        if (took := time.monotonic() - began) > 0.4:
            return int(rows * 3 / took)
        rows *= 3


@contextmanager
def server(store: Path, *options: str, home: Path | None = None) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A server that runs and has answered; killed at the end with all that it started."""
    port = free_port()
    command = [sys.executable, "-m", "kg", "--store", str(store), "serve", "--port", str(port), "--workers", "2", *options]
    environment = os.environ | ({"PYTHONPATH": str(home)} if home else {})
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, cwd=home)
    try:
        assert readiness(port, 90) == 200
        yield process, port
    finally:
        for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
            child.kill()
        process.kill()
        process.communicate(timeout=30)


def ask(port: int, query: str, **parameters: str) -> tuple[int, bytes]:
    values = urllib.parse.urlencode({"query": query, "format": "json", **parameters})
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sparql?{values}", timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def is_under_way(port: int) -> bool:
    """Whether a query runs."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        return b"isnad_queries_running 1.0" in answer.read()


def gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=5)
    return not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.web
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_query_that_runs_is_answered_and_no_other_is_taken(small_store: Path, rows_of_some_seconds: int, number: int) -> None:
    with server(small_store) as (process, port), ThreadPoolExecutor() as pool:
        started = psutil.Process(process.pid).children(recursive=True)
        answer = pool.submit(ask, port, counting(rows_of_some_seconds))
        while not is_under_way(port):
            assert not answer.done()
        process.send_signal(number)
        refused_while_running = False
        while not answer.done():
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                refused_while_running = refused_while_running or not answer.done()
            time.sleep(0.05)
        status, body = answer.result()
        assert status == 200
        assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == str(rows_of_some_seconds)
        assert refused_while_running
        assert process.wait(30) == 0
        assert gone(started)
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.web
def test_a_query_that_does_not_end_is_given_up_with_a_whole_error(small_store: Path) -> None:
    with server(small_store) as (process, port), ThreadPoolExecutor() as pool:
        started = psutil.Process(process.pid).children(recursive=True)
        answer = pool.submit(ask, port, ENDLESS)
        while not is_under_way(port):
            assert not answer.done()
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        status, body = answer.result()
        assert status >= 500
        assert b"stopped" in body
        assert process.wait(30) == 0
        assert time.monotonic() - began < 15
        assert gone(started)


@pytest.mark.web
def test_a_second_signal_ends_it_at_once(small_store: Path) -> None:
    with server(small_store) as (process, port), ThreadPoolExecutor() as pool:
        started = psutil.Process(process.pid).children(recursive=True)
        answer = pool.submit(ask, port, ENDLESS)
        while not is_under_way(port):
            assert not answer.done()
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert time.monotonic() - began < 4
        assert answer.exception() or answer.result()[0] >= 500
        assert gone(started)


@pytest.mark.web
def test_of_a_server_that_was_killed_nothing_is_left_while_a_query_runs(small_store: Path) -> None:
    with server(small_store) as (process, port), ThreadPoolExecutor() as pool:
        answer = pool.submit(ask, port, ENDLESS)
        while not is_under_way(port):
            assert not answer.done()
        started = psutil.Process(process.pid).children(recursive=True)
        assert started
        process.kill()
        assert answer.exception()
        process.wait(30)
        assert gone(started)


@pytest.mark.web
def test_a_connection_that_is_kept_open_does_not_keep_the_server(small_store: Path) -> None:
    with server(small_store) as (process, port), socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(1000).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert time.monotonic() - began < 4
        while idle.recv(1000):
            pass


@pytest.mark.web
@pytest.mark.slow
@pytest.mark.parametrize("changed", ["web/words.py", "web/templates/base.html"])
def test_in_development_a_change_of_code_or_templates_is_seen(small_store: Path, tmp_path: Path, changed: str) -> None:
    shutil.copytree(Path(kg.__file__).parent, tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    root = Path(kg.__file__).parent.parent
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(root / name)
    with server(small_store, "--dev", home=tmp_path) as (process, port):
        before = psutil.Process(process.pid).children()[0].pid
        with (tmp_path / "kg" / changed).open("a", encoding="utf-8") as file:
            file.write("\n# changed\n" if changed.endswith(".py") else "\n<!-- changed -->\n")
        deadline = time.monotonic() + 60
        while psutil.Process(process.pid).children()[0].pid == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert readiness(port, 90) == 200


@pytest.mark.parametrize("option", [["--host", "0.0.0.0"], ["--public"], ["--watch", "."]])
def test_development_is_for_this_machine_alone(tmp_path: Path, option: list[str]) -> None:
    command = [sys.executable, "-m", "kg", "--store", str(tmp_path / "s"), "serve", "--dev", *option]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: --dev")
