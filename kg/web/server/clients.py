"""How many queries one client may have at once, and what counts as one client."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache, partial
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.wsgi import ClosingIterator

from kg.settings import Settings
from kg.web.answering.answers import problem

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_FOR_STRANGERS = 10
_FREE = {"health", "ready", "metrics", "static"}
_KEY = "isnad.client"
"""Where a request's environment has the address that it counts for."""


class Clients:
    """Counts the requests that each address has under way: until the whole answer was handed to what sends it.

    What of it the client has yet to take is bounded elsewhere (`kg.web.server.connections`).
    """

    def __init__(self, settings: Settings) -> None:
        self._most = settings.per_client or (0 if is_loopback(settings.host) else _FOR_STRANGERS)
        self._under_way: Counter[str] = Counter()
        self._lock = Lock()

    def watch(self, app: Flask) -> None:
        """Refuses what is too much, from now on."""
        if self._most:
            app.before_request(self._enter)
            app.wsgi_app = self._leaving(app.wsgi_app)  # type: ignore[method-assign,assignment]  # as Flask says it is to be done

    def _enter(self) -> Response | None:
        client = one_client(request.remote_addr or "")
        if request.endpoint in _FREE:
            return None
        with self._lock:
            if self._under_way[client] >= self._most:
                return problem(429, f"{self._most} of your requests are under way; ask again when one is done")
            self._under_way[client] += 1
        request.environ[_KEY] = client
        return None

    def _leaving(self, application: "WSGIApplication") -> "WSGIApplication":
        """The same application, whose requests end when the server has all of the answer, or gave it up."""

        def counted(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            leave = partial(self._leave, environ)
            try:
                body = application(environ, start_response)
            except BaseException:
                leave()
                raise
            return ClosingIterator(body, leave)

        return counted

    def _leave(self, environ: "WSGIEnvironment") -> None:
        client = environ.pop(_KEY, None)
        if client is not None:
            with self._lock:
                self._under_way[client] -= 1
                if not self._under_way[client]:
                    del self._under_way[client]


@lru_cache(maxsize=1000)
def one_client(address: str) -> str:
    """What an address counts as: one of IPv6 as all of its /64, the least that a subscriber is given."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
