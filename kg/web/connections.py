"""The connections of a server: a client that does not take its answers costs itself its connection, and nobody else a thread.

Waitress lets a thread wait while a client leaves a large answer, or the answers to requests that it sent ahead, unread. Here
the next request of a connection begins when the last answer was taken, and a connection of which too little is taken is closed.
"""

import time
from collections import Counter
from collections.abc import Iterable

from waitress.channel import HTTPChannel

LEAST = 64 << 10
"""Bytes that a client must take of what waits for it, or all of it, in the seconds that the setting `stalled` gives."""


class Connection(HTTPChannel):  # type: ignore[misc]  # Waitress is not annotated
    """One connection. Its methods are called by the loop, but for `service` and `write_soon`, which a thread calls at a time."""

    taken = 0
    """Bytes that were sent so far."""
    _held = False
    """Whether a request waits until the answer before it was taken."""
    _is_answering = False

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002  # as Waitress has it
        """Sends what the client's side takes now; how many bytes that were."""
        sent = int(super().send(data, do_close=do_close))
        self.taken += sent
        return sent

    def service(self) -> None:
        """Answers the next request, or lets the thread go where the client has yet to take the answer before it."""
        with self.outbuf_lock:
            held = self._held = bool(self.connected and self.total_outbufs_len)
        if held:  # and no more `self._held`: the loop may have begun it anew by now
            self.server.pull_trigger()
        else:
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


class Supervision:
    """Closes connections whose clients take too little, and those of an address that has too many. Belongs to the loop's thread."""

    def __init__(self, seconds: float, most: int, proxy: str = "") -> None:
        """`seconds` is how long a client may take for `LEAST` bytes, `most` how many connections one address may have; 0: without limit.

        The address `proxy` may have as many as there can be.
        """
        self._seconds = seconds or float("inf")
        self._most = most
        self._proxy = proxy
        self._seen: dict[Connection, tuple[float, int]] = {}
        """Since when there is something to be taken, or was last taken enough; and how much had been taken by then."""

    def look(self, connections: Iterable[HTTPChannel]) -> None:
        """Looks at all connections that there are."""
        now, held = time.monotonic(), Counter[str]()
        before, self._seen = self._seen, {}
        for connection in sorted((each for each in connections if isinstance(each, Connection)), key=lambda each: each.creation_time):
            address = connection.addr[0]
            held[address] += 1
            if self._most and held[address] > self._most and address != self._proxy:
                connection.handle_close()
            elif connection.total_outbufs_len:
                self._judge(connection, *before.get(connection, (now, connection.taken)), now)

    def _judge(self, connection: Connection, since: float, taken: int, now: float) -> None:
        if connection.taken - taken >= LEAST:
            since, taken = now, connection.taken
        if now - since > self._seconds:
            connection.handle_close()  # not `will_close`: that waits until the client takes something
        else:
            self._seen[connection] = (since, taken)
