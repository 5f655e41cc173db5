"""The connections of a server: a client that is slow to send or to take costs itself its connection, and nobody else a thread.

Waitress lets a thread wait while a client leaves a large answer, or the answers to requests that it sent ahead, unread. Here
the next request of a connection begins when the last answer was taken, and a connection of which too little is taken is
closed, and so is one on which no request comes, or one comes too slowly.
"""

import socket
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer

from kg.web.server.clients import one_client

LEAST = 64 << 10
"""Bytes that a client must take of its answer or send of its request, or all of it, in the seconds that the setting `stalled` gives."""


class Request(HTTPRequestParser):  # type: ignore[misc]  # Waitress is not annotated
    """A request as it arrives; one of which two readers could take different parts for its body is refused (RFC 9112, 6.1)."""

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, which is answered with 400 and the connection's end."""
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")


class Connection(HTTPChannel):  # type: ignore[misc]  # Waitress is not annotated
    """One connection. Its methods are called by the loop, but for `service` and `write_soon`, which a thread calls at a time."""

    parser_class = Request
    moved = 0
    """Bytes that were sent and received so far."""
    turns = 0
    """How many requests have begun to arrive, and how many to be answered: with each the client's time begins anew."""
    _held = False
    """Whether a request waits until the answer before it was taken."""
    _is_answering = False

    @property
    def client(self) -> str:
        """What its address counts as."""
        return one_client(self.addr[0])

    def received(self, data: bytes) -> bool:
        """Takes what came of a request."""
        self.turns += self.request is None
        self.moved += len(data)
        return bool(super().received(data))

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002  # as Waitress has it
        """Sends what the client's side takes now; how many bytes that were."""
        sent = int(super().send(data, do_close=do_close))
        self.moved += sent
        return sent

    def service(self) -> None:
        """Answers the next request, or lets the thread go where the client has yet to take the answer before it."""
        with self.outbuf_lock:
            held = self._held = bool(self.connected and self.total_outbufs_len)
        if held:  # and no more `self._held`: the loop may have begun it anew by now
            self.server.pull_trigger()
        else:
            self.turns += 1
            super().service()

    def handle_write(self) -> None:
        """Sends on; when all was taken the request that waits for it begins."""
        super().handle_write()
        if not self.total_outbufs_len:
            self._go_on()

    def handle_close(self) -> None:
        """Closes it; a request that waits is begun, which finds the client gone and ends it."""
        super().handle_close()
        self._go_on()

    def _go_on(self) -> None:
        if self._held:
            self._held = False
            self.server.add_task(self)

    def write_soon(self, data: bytes) -> int:
        """Takes a part of an answer; waits while too much of it was not sent yet."""
        self._is_answering = True
        try:
            return int(super().write_soon(data))
        finally:
            self._is_answering = False

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Between two requests nothing is waited for: that would take a thread, and `service` sees to it without one."""
        if self._is_answering:
            super()._flush_outbufs_below_high_watermark()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far clients may go."""

    seconds: float
    """How long one may take for `LEAST` bytes; 0: without limit."""
    connections: int
    """How many one address may have; 0: without limit."""
    unread: float
    """How many bytes of answers may wait for one address to take them, on all of its connections together."""
    proxy: str = ""
    """An address that may have as many of both as there can be."""


@dataclass(frozen=True, slots=True)
class _Since:
    """Since when it is a client's turn, or it last did enough; and how far its connection was by then."""

    time: float
    moved: int
    turns: int


class Supervision:
    """Closes connections whose clients send or take too little, and those of an address that has too much. Belongs to the loop's thread."""

    def __init__(self, bounds: Bounds) -> None:
        """Sees nothing before `look`."""
        self._bounds = bounds
        self._seen: dict[Connection, _Since] = {}

    def welcome(
        self,
        server: BaseWSGIServer,
        taken: socket.socket,
        address: tuple[str, int],
        adjustments: object,
        map: Mapping[int, object],  # noqa: A002  # as Waitress has it
    ) -> None:
        """Makes a connection of what was accepted, or closes it where its address has its share. `map` has all that there are."""
        most, client = self._bounds.connections, one_client(address[0])
        if most and address[0] != self._bounds.proxy:
            held = sum(each.client == client for each in map.values() if isinstance(each, Connection))
            if held >= most:
                taken.close()
                return
        Connection(server, taken, address, adjustments, map=map)

    def look(self, connections: Iterable[HTTPChannel]) -> None:
        """Looks at all connections that there are."""
        now, unread = time.monotonic(), Counter[str]()
        before, self._seen = self._seen, {}
        for connection in sorted((each for each in connections if isinstance(each, Connection)), key=lambda each: each.creation_time):
            if connection.requests and not connection.total_outbufs_len:
                continue  # it is this server's turn
            since = before.get(connection)
            if since and connection.addr[0] != self._bounds.proxy:  # what came after the last look may be taken in a moment
                unread[connection.client] += connection.total_outbufs_len
            if unread[connection.client] > self._bounds.unread and connection.total_outbufs_len:
                connection.handle_close()  # not `will_close`: that waits until the client takes something
            else:
                self._judge(connection, since, now)

    def _judge(self, connection: Connection, since: _Since | None, now: float) -> None:
        if since is None or connection.turns != since.turns or connection.moved - since.moved >= LEAST:
            since = _Since(now, connection.moved, connection.turns)
        if now - since.time > (self._bounds.seconds or float("inf")):
            connection.handle_close()
        else:
            self._seen[connection] = since
