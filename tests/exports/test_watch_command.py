"""`kg watch`, over a store that changes, with a server of the test's own that is told."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from exporting import BLAST
from pyoxigraph import Quad
from stores import publish, small_quads

from kg.alerts import Change, Undelivered, Webhook
from kg.cli import main
from kg.errors import UsageError
from kg.ontology import Instances, kg

HERE = Instances()
CHANGE = Change("new", BLAST, "حادثة جديدة", "new incident")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Before the second article was read: without its figure, its denial and its incidents."""
    folder = tmp_path / "store"
    before = {kg("killedBest"): "12", kg("killedHigh"): "12"}
    quads = [quad for quad in small_quads() if quad.graph_name != HERE.article("b2")]
    kept = [quad for quad in quads if quad.predicate != kg("deniedBy")]
    publish(folder, "1", [_with(quad, before[quad.predicate]) if quad.predicate in before else quad for quad in kept])
    return folder


def _with(quad: Quad, value: str) -> Quad:
    return Quad(quad.subject, quad.predicate, type(quad.object)(value, datatype=quad.object.datatype), quad.graph_name)


def watch(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "watch", *arguments])


def test_what_has_changed_is_told_once_and_by_the_exit_code(store: Path, tmp_path: Path) -> None:
    once = ("incidents", "kind=kg:Bombing", "--once", "--json", "--state", str(tmp_path / "state.json"))
    assert (watch(store, *once).exit_code, watch(store, *once).exit_code) == (0, 0)
    publish(store, "2", small_quads())
    changed = watch(store, *once)
    assert changed.exit_code == 1
    found = {each["change"]: each for each in map(json.loads, changed.stdout.splitlines())}
    assert found.keys() == {"toll_rises", "denied", "source_joins"}
    assert (found["toll_rises"]["iri"], found["toll_rises"]["before"], found["toll_rises"]["after"]) == (BLAST, [12, 12, 12], [12, 15, 15])
    assert (watch(store, *once).exit_code, watch(store, *once).stdout) == (0, "")


def test_an_incident_of_which_an_earlier_report_came_in_is_still_the_same(store: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    watch(store, "incidents", "kind=kg:Bombing", "--once", "--state", str(state))
    state.write_text(state.read_text("utf-8").replace(BLAST, f"{BLAST}-b2"), "utf-8")
    publish(store, "2", small_quads())
    changed = watch(store, "incidents", "kind=kg:Bombing", "--once", "--json", "--state", str(state))
    assert {"new", "gone"}.isdisjoint(json.loads(line)["change"] for line in changed.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("incidents", "--once"), "--once needs --state"),
        (("nothing",), "there is no saved query"),
        (("incidents", "kin=x", "--once", "--state", "x"), "no parameter 'kin'"),
        (("incidents", "--webhook", "http://example.org/"), "add --allow-host example.org"),
    ],
)
def test_what_cannot_be_watched_is_refused(store: Path, arguments: tuple[str, ...], told: str) -> None:
    answer = watch(store, *arguments)
    assert (answer.exit_code, told in answer.output) == (2, True), answer.output


@dataclass
class Desk:
    """A server that is told of changes, and answers with these statuses, the last one again and again."""

    statuses: list[int]
    received: list[dict[str, object]] = field(default_factory=list)


@contextmanager
def desk(*statuses: int) -> Iterator[tuple[str, Desk]]:
    told = Desk(list(statuses))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(told.statuses.pop(0) if len(told.statuses) > 1 else told.statuses[0])
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/kg", told
        server.shutdown()


def test_changes_are_sent_before_they_are_taken_for_told(store: Path, tmp_path: Path) -> None:
    once = ("incidents", "--once", "--state", str(tmp_path / "state.json"))
    watch(store, *once)
    publish(store, "2", small_quads())
    with desk(404) as (address, _):
        assert watch(store, *once, "--webhook", address, "--allow-host", "127.0.0.1").exit_code == 2
    with desk(204) as (address, told):
        assert watch(store, *once, "--webhook", address, "--allow-host", "127.0.0.1").exit_code == 1
    assert {each["change"] for each in told.received[0]["changes"]} >= {"toll_rises", "denied", "source_joins"}


def test_what_may_be_taken_later_is_tried_again() -> None:
    paused: list[float] = []
    with desk(503, 429, 200) as (address, told):
        Webhook.to(address, ["127.0.0.1"]).send({"query": "incidents"}, [CHANGE], paused.append)
    assert (len(told.received), len(paused)) == (3, 2)
    assert told.received[0]["changes"][0]["iri"] == BLAST


@pytest.mark.parametrize(("status", "tries", "why"), [(404, 1, "404"), (302, 1, "redirects"), (500, 4, "500")])
def test_what_is_not_taken_is_an_error(status: int, tries: int, why: str) -> None:
    with desk(status) as (address, told), pytest.raises(Undelivered, match=why):
        Webhook.to(address, ["127.0.0.1"]).send({}, [CHANGE], lambda _: None)
    assert len(told.received) == tries


@pytest.mark.parametrize(
    "url",
    [
        "ftp://desk.example/",
        "file:///etc/passwd",
        "http://other.example/",
        "http://desk.example.other.example/",
        "http://user:secret@desk.example/",
        "http://other.example#@desk.example/",
        "http://[::1",
        "http://desk.example:99999/",
        "http://desk.example/ x",
    ],
)
def test_no_other_host_is_asked(url: str) -> None:
    with pytest.raises(UsageError):
        Webhook.to(url, ["desk.example"])


@pytest.mark.web
def test_it_goes_on_until_it_is_interrupted_and_the_state_is_whole(store: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "kg", "--store", str(store), "watch", "incidents", "--every", "1", "--json", "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        assert running.stdout
        assert "noted" in running.stderr.readline()
        publish(store, "2", small_quads())
        assert json.loads(running.stdout.readline())["iri"].startswith(HERE.base)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
    assert json.loads(state.read_text("utf-8"))["version"] == 2
