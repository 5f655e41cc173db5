"""Whole graphs as downloads: complete, consistent, or visibly broken off."""

import gzip
import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from serving import send, serving
from stores import publish, small_quads

from kg.errors import StoreMissing
from kg.queries import Most
from kg.settings import Settings
from kg.web import create_app
from kg.workers import Busy, Dump, Dumps, Limits, WholeGraphs, WorkerCrashed

MANY = 300_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose dump fills every buffer on its way."""
    folder = tmp_path_factory.mktemp("large")
    text = Literal("سوق " * 20)
    publish(folder, "1", [Quad(NamedNode(f"a:s{number}"), NamedNode("a:p"), text, DefaultGraph()) for number in range(MANY)])
    return folder


def processes() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize(("address", "form"), [("/dump.nq.gz", RdfFormat.N_QUADS), ("/dump.trig", RdfFormat.TRIG)])
def test_a_dump_is_the_whole_store(small_store: Path, address: str, form: RdfFormat) -> None:
    answer = create_app(Settings(store=small_store, answer_size=1)).test_client().get(address)
    text = gzip.decompress(answer.data) if address.endswith("gz") else answer.data
    assert set(parse(text, form)) == set(small_quads())
    assert "dump" in answer.headers["Content-Disposition"]


def test_without_a_store_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Dumps(tmp_path).open(WholeGraphs("trig"))
    client = create_app(Settings(store=tmp_path)).test_client()
    assert [client.open("/dump.trig", method=method).status_code for method in ("GET", "HEAD")] == [503, 503]


def test_its_headers_alone_leave_no_process(small_store: Path) -> None:
    client = create_app(Settings(store=small_store)).test_client()
    for _ in range(6):  # more than are sent at once
        answer = client.head("/dump.nq.gz")
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/gzip", b"")


def test_a_dump_is_of_one_snapshot_whatever_is_published_meanwhile(tmp_path: Path) -> None:
    publish(tmp_path, "1", small_quads())
    dump = Dumps(tmp_path).open(WholeGraphs("nquads"))
    publish(tmp_path, "2", [])
    assert set(parse(b"".join(dump), RdfFormat.N_QUADS)) == set(small_quads())
    dump.close()


def test_only_a_few_are_sent_at_once_and_closing_makes_room(large: Path) -> None:
    dumps = Dumps(large)
    running: list[Dump] = [dumps.open(WholeGraphs("nquads")) for _ in range(4)]
    with pytest.raises(Busy):
        dumps.open(WholeGraphs("nquads"))
    before = len(processes())
    for dump in running:
        dump.close()
        dump.close()
    assert len(processes()) <= before - 4
    dumps.open(WholeGraphs("nquads")).close()


def test_a_process_that_dies_breaks_the_stream_off(large: Path) -> None:
    dump = Dumps(large).open(WholeGraphs("nquads", compressed=True))
    next(dump)
    dump._process.kill()
    with pytest.raises(WorkerCrashed):
        list(dump)
    dump.close()


def test_the_cap_of_answers_is_not_that_of_dumps(large: Path) -> None:
    assert Limits().answer == Most(64 << 20, 1_000_000)
    dump = Dumps(large).open(WholeGraphs("nquads"))
    assert sum(map(len, dump)) > 40 << 20
    dump.close()


@pytest.fixture(scope="module")
def address(large: Path) -> Iterator[str]:
    with serving(large) as address:
        yield address


def server_at(address: str) -> psutil.Process:
    port = int(address.rpartition(":")[2])
    return psutil.Process(next(c.pid for c in psutil.net_connections("tcp") if c.laddr.port == port and c.status == "LISTEN"))


def writers(address: str) -> list[psutil.Process]:
    """The processes of a server which work on something."""
    return [child for child in server_at(address).children(recursive=True) if not is_gone(child) and not is_parent(child)]


def is_parent(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.children())
    return False


def is_gone(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() == psutil.STATUS_ZOMBIE
    return True


@pytest.mark.web
def test_a_large_dump_arrives_whole_while_the_servers_memory_stays_flat(address: str) -> None:
    server = server_at(address)
    before = server.memory_info().rss
    status, headers, body = send("GET", f"{address}/dump.nq.gz")
    assert (status, headers["transfer-encoding"], gzip.decompress(body).count(b"\n")) == (200, "chunked", MANY)
    assert server.memory_info().rss - before < 40 << 20


@pytest.mark.web
def test_a_client_that_goes_away_ends_the_process(address: str) -> None:
    with started(address) as (answer, began):
        answer.close()
    for _ in range(200):
        if all(map(is_gone, began)):
            return
        time.sleep(0.1)
    raise AssertionError("the process goes on writing for nobody")


@pytest.mark.web
def test_a_crash_on_the_way_never_looks_like_the_whole(address: str) -> None:
    with started(address) as (answer, began):
        for process in began:
            process.kill()
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            answer.read()


@contextmanager
def started(address: str) -> Iterator[tuple[http.client.HTTPResponse, list[psutil.Process]]]:
    """A dump of which a little was read, and the processes that write it."""
    before = {child.pid for child in writers(address)}
    connection = http.client.HTTPConnection(address.removeprefix("http://"))
    connection.request("GET", "/dump.trig")
    answer = connection.getresponse()
    assert answer.read(1000)
    began = [child for child in writers(address) if child.pid not in before]
    assert began
    yield answer, began
    connection.close()
