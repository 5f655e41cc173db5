"""Clients that do not take what they asked for, or ask for more than their share: the others are answered, and nothing is held for long."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from serving import send, serving
from stores import publish

from kg.web.server.clients import one_client

LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9000"
"""An answer of some megabytes: a few of them are more than Waitress keeps before it lets a thread wait."""
pytestmark = pytest.mark.web


@pytest.fixture(scope="module")
def server(small_store: Path) -> Iterator[str]:
    """A server with few threads, which has the answer in memory: 20 + 4 + 16."""
    with serving(small_store, waiting="20", workers="1", stalled="4") as address:
        assert len(send("GET", f"{address}/sparql?query={quote(LARGE)}", Host="x")[2]) > 2 << 20
        yield address


def connected(address: str) -> socket.socket:
    """A connection that takes as little as the system lets it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((urlsplit(address).hostname, urlsplit(address).port))
    return client


def asking(address: str, path: str, times: int = 1) -> socket.socket:
    """A client that sends requests and reads nothing."""
    client = connected(address)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * times)
    return client


def is_closed(client: socket.socket) -> bool:
    """Whether the server closed a connection, found out without reading what it sent."""
    client.settimeout(0)
    try:
        client.sendall(b"x")
    except BlockingIOError:
        return False
    except OSError:
        return True
    return False


def quick(address: str) -> bool:
    began = time.monotonic()
    status = send("GET", f"{address}/sparql?query=ASK%7B%7D")[0]
    return status == 200 and time.monotonic() - began < 3


def test_clients_that_send_ahead_and_read_nothing_hold_no_thread_and_are_closed(server: str) -> None:
    with ExitStack() as stack:
        hostile = [stack.enter_context(asking(server, f"/sparql?query={quote(LARGE)}", 30)) for _ in range(80)]
        until = time.monotonic() + 3
        while time.monotonic() < until:
            assert quick(server)
        deadline = time.monotonic() + 60  # a bound against hanging
        while not all(is_closed(client) for client in hostile):
            assert time.monotonic() < deadline
            assert quick(server)
            time.sleep(0.2)
    assert quick(server)


def test_who_sends_ahead_and_reads_is_answered_in_order(server: str) -> None:
    with connected(server) as client:
        queries = [quote(f"SELECT ({number} AS ?n) {{}}") for number in range(20)] + [quote(LARGE)] * 3
        sent = "".join(f"GET /sparql?format=csv&query={query} HTTP/1.1\r\nHost: x\r\n\r\n" for query in queries)
        client.sendall(f"{sent}GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        client.settimeout(60)
        received = b"".join(iter(lambda: client.recv(1 << 20), b""))
    answers = received.split(b"HTTP/1.1 200 OK\r\n")[1:]
    assert len(answers) == 24
    bodies = [answer.partition(b"\r\n\r\n")[2] for answer in answers]
    assert [body.split()[1] for body in bodies[:20]] == [str(number).encode() for number in range(20)]
    assert {body.count(b"\n") for body in bodies[20:23]} == {9_001}
    assert bodies[23] == b"ok\n"


def test_a_client_that_reads_slowly_but_reads_gets_all(server: str) -> None:
    with asking(server, f"/sparql?format=csv&query={quote(LARGE)}") as client:
        client.settimeout(60)
        received, until = b"", time.monotonic() + 8  # twice what a client may take nothing
        while time.monotonic() < until:
            received += client.recv(1 << 16)
            time.sleep(0.3)
        while len(received.split(b"\r\n\r\n", 1)[1].splitlines()) < 9_001:
            part = client.recv(1 << 20)
            assert part
            received += part


def test_whole_graphs_that_nobody_takes_give_their_threads_back(tmp_path: Path) -> None:
    texts = [Literal(f"{number} {'x' * 2_000}") for number in range(15_000)]
    publish(tmp_path, "1", [Quad(NamedNode("urn:s"), NamedNode("urn:p"), text, DefaultGraph()) for text in texts])
    with serving(tmp_path, waiting="1", workers="1", stalled="2") as address, ExitStack() as stack:
        hostile = [stack.enter_context(asking(address, "/dump.trig")) for _ in range(4)]
        deadline = time.monotonic() + 60
        while not all(is_closed(client) for client in hostile):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        while send("GET", f"{address}/dump.trig")[0] != 200:  # the places of all four were taken
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_one_address_cannot_have_every_connection(server: str) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(connected(server)) for _ in range(300)]
        deadline = time.monotonic() + 60
        while sum(is_closed(client) for client in clients) < 50:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        assert not any(is_closed(client) for client in clients[:200])


def trickle(client: socket.socket, begin: bytes) -> float:
    """Begins a request and sends a byte of it now and then: after how many seconds the server closes the connection."""
    began = time.monotonic()
    client.settimeout(0.3)
    client.sendall(begin)
    while time.monotonic() - began < 60:
        try:
            if not client.recv(100):
                break
        except TimeoutError:
            with suppress(OSError):
                client.sendall(b"a")
        except OSError:
            break
    return time.monotonic() - began


@pytest.mark.parametrize(
    "begin",
    [
        b"GET /health HTTP/1.1\r\nHost: x\r\nA: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 900000\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n",
    ],
    ids=["header", "body", "chunks"],
)
def test_a_request_that_comes_too_slowly_is_not_waited_for(server: str, begin: bytes) -> None:
    with connected(server) as client:
        assert 3 < trickle(client, begin) < 30


def test_a_connection_on_which_nothing_comes_is_closed(server: str) -> None:
    with connected(server) as client:
        client.settimeout(30)
        assert client.recv(1) == b""


def test_who_asks_now_and_then_or_sends_much_slowly_is_kept(server: str) -> None:
    form = b"query=ASK%7B%7D&a=" + b"x" * 600_000
    with connected(server) as asking_again, connected(server) as sending:
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded"
        sending.sendall(f"{head}\r\nContent-Length: {len(form)}\r\n\r\n".encode())
        for begin in range(0, len(form), 100_000):  # for nine seconds, over twice as long as nothing may come
            asking_again.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            received = b""
            while not received.endswith(b"ok\n"):
                received += asking_again.recv(1000)
                assert received
            time.sleep(1.5)
            sending.sendall(form[begin : begin + 100_000])
        sending.settimeout(30)
        assert sending.recv(1000).startswith(b"HTTP/1.1 200")


def test_one_address_cannot_leave_any_amount_unread(small_store: Path) -> None:
    """Eight of the largest answers, that is here; the system keeps a part of each beside that."""
    path = f"/sparql?query={quote(LARGE.replace('9000', '18000'))}"
    with serving(small_store, workers="1", stalled="600", answer_size="8") as address, ExitStack() as stack:
        assert len(send("GET", address + path, Host="x")[2]) > 7 << 20  # and is kept
        clients = [stack.enter_context(asking(address, path)) for _ in range(40)]
        deadline = time.monotonic() + 60
        while (still := sum(not is_closed(client) for client in clients)) > 25:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        assert still >= 8
        assert quick(address)


def test_a_body_whose_length_is_said_in_two_ways_is_refused(server: str) -> None:
    with connected(server) as client:
        smuggled = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
        head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        client.sendall(head + b"0\r\n\r\n" + smuggled)
        client.settimeout(30)
        received = b"".join(iter(lambda: client.recv(1000), b""))
        assert (received[:12], received.count(b"HTTP/1.1 ")) == (b"HTTP/1.1 400", 1)


def test_a_network_of_ipv6_is_one_client() -> None:
    addresses = ["2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1", "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.2", "a"]
    clients = [one_client(address) for address in addresses]
    assert clients[0] == clients[1] != clients[2]
    assert clients[3] == clients[4] != clients[5]
    assert clients[6] == "a"
