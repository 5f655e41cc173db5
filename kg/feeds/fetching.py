"""One request over HTTP, within limits of time and size, to hosts that may be asked.

A host's name is resolved once, what it means is looked at, and the connection goes to that very address: a name that means
another one a moment later (DNS rebinding) gains nothing by it. No proxy of the environment is used, which could not be looked at.
"""

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Any

import kg
from kg.feeds.addresses import Address, Later, Refused, is_public

AGENT = "isnad"
"""The name by which robots.txt knows us."""
_GZIP = 31  # zlib's word for a gzip header and nothing else


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request."""

    address: Address
    """Where it came from in the end."""
    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes


@dataclass(slots=True)
class Fetcher:
    """Makes requests, also several at once from several threads."""

    seconds: float
    """How long a request may take to its last byte; how long a name may be looked up is the system's matter."""
    most: int
    """Bytes of an answer, as it comes and unpacked."""
    allowed: frozenset[str] = frozenset()
    """Hosts that may be asked though they are at addresses that are not public."""
    _open: set["_Connection"] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)
    _closed: bool = False

    def get(self, address: Address, headers: Mapping[str, str]) -> Answer:
        """Asks; a redirect is an answer too. Raises Refused, and Later for what may go well another time."""
        deadline = time.monotonic() + self.seconds
        connection = _Connection(address, deadline, is_allowed=address.host in self.allowed)
        with self._known(connection), closing(connection), connection.ended_at(deadline) as is_late:
            try:
                connection.request("GET", address.target, headers=_headers(headers))
                response = connection.getresponse()
                body = response.read(self.most + 1)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise self._too_late() if is_late() else _trouble(address, error) from error
            if is_late():
                raise self._too_late()
            if len(body) > self.most:
                raise self._too_large()
            if response.length:
                raise Later("the connection broke off")
            given = {name.lower(): value for name, value in response.headers.items()}
            return Answer(address, response.status, given, self._unpacked(body, given.get("content-encoding", "")))

    def close(self) -> None:
        """Ends all requests, those under way too."""
        with self._lock:
            self._closed = True
            for connection in self._open:
                connection.cut()

    @contextmanager
    def _known(self, connection: "_Connection") -> Iterator[None]:
        with self._lock:
            if self._closed:
                raise Later("it was not asked any more")
            self._open.add(connection)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(connection)

    def _unpacked(self, body: bytes, coding: str) -> bytes:
        """An answer's bytes without compression, of which no more are made than may be."""
        if coding.strip().lower() in ("", "identity") or not body:
            return body
        if coding.strip().lower() not in ("gzip", "x-gzip"):
            raise Refused(f"it is packed in a way that was not asked for ({coding[:40]!r})", "tell those who run the server")
        unpacking = zlib.decompressobj(_GZIP)
        try:
            unpacked = unpacking.decompress(body, self.most + 1)
        except zlib.error as error:
            raise Later(f"it is packed, and damaged ({error})") from error
        if len(unpacked) > self.most:
            raise self._too_large()
        if not unpacking.eof:
            raise Later("it is packed, and cut short")
        return unpacked

    def _too_late(self) -> Later:
        return Later("it was not asked any more" if self._closed else f"it took longer than {self.seconds:g} seconds")

    def _too_large(self) -> Refused:
        return Refused(
            f"it has more than {self.most:,} bytes", "use a feed that holds only its newest entries, or raise the setting feed_size"
        )


class _Connection(http.client.HTTPConnection):
    """A connection to an address that may be asked, that can be ended from another thread."""

    def __init__(self, address: Address, deadline: float, *, is_allowed: bool) -> None:
        super().__init__(address.host, address.port)
        self._is_secure = address.scheme == "https"
        self._deadline = deadline
        self._is_allowed = is_allowed
        if self._is_secure:
            self.default_port = http.client.HTTPS_PORT  # so that `Host` is without it

    def connect(self) -> None:
        """Connects to the first address of the host that answers. Raises Refused where one of them must not be asked, OSError."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        for *_, place in found:
            if not self._is_allowed and not is_public(str(place[0])):
                where = f"{self.host} is at {place[0]}, which is no public address"
                raise Refused(where, f"if it is meant, add --allow-host {self.host}")
        self.sock = self._first(found)
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = secured = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            secured.do_handshake()

    def _first(self, found: list[tuple[Any, ...]]) -> socket.socket:
        failure = OSError("its name means nothing")
        for family, kind, protocol, _, place in found:
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(max(self._deadline - time.monotonic(), 0.01))
                made.connect(place)
            except OSError as error:
                made.close()
                failure = error
            else:
                return made
        raise failure

    def cut(self) -> None:
        """Ends what is under way, whichever thread waits for it."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def ended_at(self, deadline: float) -> Iterator[Callable[[], bool]]:
        """Cuts the connection at a time, however slowly something still comes; gives what tells whether it is that late."""
        ender = Timer(max(deadline - time.monotonic(), 0), self.cut)
        ender.daemon = True
        ender.start()
        try:
            yield lambda: time.monotonic() >= deadline
        finally:
            ender.cancel()


def _headers(further: Mapping[str, str]) -> dict[str, str]:
    return {
        "User-Agent": f"{AGENT}/{kg.__version__}",
        "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **further,
    }


def _trouble(address: Address, error: Exception) -> Later:
    if isinstance(error, socket.gaierror):
        return Later(f"the name {address.host} cannot be looked up ({error.strerror})")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Later(f"its certificate is not to be trusted ({error.verify_message})")
    told = str(error) if isinstance(error, OSError) else f"it answers as no server should ({type(error).__name__})"
    return Later(told or type(error).__name__)
