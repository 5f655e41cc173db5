"""How the server runs and how it ends: what is under way is answered, what comes later is refused.

Waitress would end its loop first, and with it the sending of answers. So the loop is turned here, until nothing is under way.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server
from werkzeug.serving import run_simple

from kg.settings import Settings
from kg.web.server.connections import Bounds, Supervision

_PATIENCE = 5.0
"""Seconds that requests under way are given; a container engine kills after ten, and the watch wants some, too."""
_LAST_WORDS = 1.0
"""Seconds in which those that were not done by then are told so."""
_TURN = 0.1
_LOOK = 1.0
"""Seconds between two looks at all connections."""
_PART = 4
"""One address may have this part of all connections: the others are for the others."""
_UNREAD = 8
"""As many of the largest answers one address may leave unread."""


class Stopping:
    """Whether the server was asked to end, by SIGTERM or Ctrl-C; a second one ends it at once."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Takes the signals in hand; in a thread that gets none it changes nothing."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        heard = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, self._handle) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _handle(self, _signal: int, _frame: FrameType | None) -> None:
        if self.asked.is_set():
            raise KeyboardInterrupt
        self.asked.set()


def run(app: Flask, stopping: Stopping, give_up: Callable[[], None], adjustments: Mapping[str, object], settings: Settings) -> None:
    """Serves until it is asked to stop, and for some seconds more while requests are under way.

    `give_up` then ends what still runs, so that it is answered by an error. `adjustments` are Waitress's. Raises OSError for
    a port that is taken.
    """
    sockets: dict[int, wasyncore.dispatcher] = {}
    server = create_server(app, map=sockets, **adjustments)
    listening = [found for found in sockets.values() if isinstance(found, TcpWSGIServer)]
    unread = _UNREAD * (settings.answer_size << 20) or float("inf")
    supervision = Supervision(Bounds(settings.stalled, server.adj.connection_limit // _PART, unread, server.adj.trusted_proxy or ""))
    for each in listening:
        each.channel_class = supervision.welcome
    _serve(sockets, stopping, supervision)
    for each in listening:
        wasyncore.dispatcher.close(each)  # its own `close` would take from the loop what wakes it, too
    _let_finish(sockets, _PATIENCE)
    give_up()
    _let_finish(sockets, _LAST_WORDS)
    server.task_dispatcher.shutdown(timeout=_LAST_WORDS)


def develop(app: Flask, settings: Settings) -> None:
    """Serves with Werkzeug's server, which begins again when code changes; templates and saved queries are read anew each time.

    For development only: it has none of the limits of connections, and this machine alone should reach it.
    """
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    watched = sorted(map(str, (Path(__file__).parent.parent / "templates").glob("*.html")))
    run_simple(settings.host, settings.port, app, use_reloader=True, threaded=True, extra_files=watched)


def _serve(sockets: dict[int, wasyncore.dispatcher], stopping: Stopping, supervision: Supervision) -> None:
    looked = time.monotonic()
    while not stopping.asked.is_set():
        _turn(sockets)
        if time.monotonic() - looked > _LOOK:
            supervision.look([found for found in sockets.values() if isinstance(found, HTTPChannel)])
            looked = time.monotonic()


def _turn(sockets: dict[int, wasyncore.dispatcher], seconds: float = 1.0) -> None:
    """Takes what came and sends what is ready; waits for that as long as given."""
    wasyncore.loop(timeout=seconds, use_poll=True, map=sockets, count=1)


def _let_finish(sockets: dict[int, wasyncore.dispatcher], seconds: float) -> None:
    """Goes on until all connections are closed: each when its answer was sent."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        channels = [found for found in sockets.values() if isinstance(found, HTTPChannel)]
        if not channels:
            return
        for channel in channels:
            if not channel.requests and not channel.total_outbufs_len:
                channel.handle_close()
        _turn(sockets, _TURN)
