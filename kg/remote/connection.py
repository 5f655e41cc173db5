"""Requests to a SPARQL store: log-in, time-outs, retries, and what goes wrong in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count, product
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth, HTTPDigestAuth
from urllib3 import Retry

from kg.address import MERGED, Address, Default
from kg.errors import QueryError, StoreError
from kg.ontology import DEFAULT_BASE, Instances
from kg.settings import Settings

TRIPLES = "application/n-triples"
UPDATE = "application/sparql-update"
_UNAVAILABLE = (429, 502, 503, 504)
"""Answers after which the same request may be sent again: all that are sent here may be."""
_OF_THE_QUERY = (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)
"""What servers answer where a query is beyond them."""
_ATTEMPTS = 5
_SHOWN = 300
"""Characters of a server's complaint that are told."""
_NONE = "none"
"""The setting for no user, password or token."""
_PART = 1 << 16
_HOW = "$ISNAD_REMOTE_PASSWORD, or $ISNAD_REMOTE_TOKEN"


@dataclass(frozen=True, slots=True)
class Remote:
    """A store's address, and what is needed to reach it. It can be sent to another process."""

    address: Address
    base: str = DEFAULT_BASE
    """What the IRIs of its instances begin with."""
    user: str = _NONE
    password: str = field(default=_NONE, repr=False)
    token: str = field(default=_NONE, repr=False)
    seconds: float = 60
    """How long it may stay silent before a request is given up."""

    @classmethod
    def of(cls, address: Address, settings: Settings, base: str | None = None) -> "Remote":
        """With the log-in of the settings; `base` is that of the graph where it is known."""
        known = base or settings.base or DEFAULT_BASE
        return cls(address, known, settings.remote_user, settings.remote_password, settings.remote_token, settings.remote_timeout)

    @property
    def merged(self) -> str:
        """The graph that holds the merged knowledge; "" where the store has a default graph of its own."""
        return "" if self.address.server.default is Default.OWN else Instances(self.base).graph(MERGED).value


class Connection:
    """Requests to one store; belongs to one thread, to be used as a context manager."""

    def __init__(self, remote: Remote, *, attempts: int = _ATTEMPTS) -> None:
        """Nothing is sent yet. A request that fails for the moment is sent `attempts` times, with growing pauses."""
        self.remote = remote
        self._server = remote.address.server
        self._session = requests.Session()
        self._session.auth = _as_it_is
        retry = Retry(attempts - 1, backoff_factor=0.5, status_forcelist=_UNAVAILABLE, allowed_methods=None, raise_on_status=False)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))
        self._knows_login = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._session.close()

    def select(self, text: str) -> list[dict[str, str]]:
        """The values of a SELECT of ours, row by row; unbound ones are left out. Raises StoreError."""
        with self.query(text, (), "application/sparql-results+json") as response:
            try:
                return [{name: term["value"] for name, term in row.items()} for row in response.json()["results"]["bindings"]]
            except (ValueError, KeyError, requests.RequestException) as error:
                raise self._silent(error) from error

    def construct(self, pattern: str) -> bytes:
        """The triples ?s ?p ?o of a pattern, as N-Triples. Raises StoreError."""
        with self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", (), TRIPLES) as response:
            return b"".join(self.body(response))

    def query(self, text: str, graphs: Sequence[tuple[str, str]], accepted: str) -> requests.Response:
        """Sends a query with the protocol's pairs of `default-graph-uri` and the like; the answer is to be read, and closed.

        Raises StoreError, and QueryError where the store says that it cannot answer it.
        """
        form = [("query", text), *graphs]
        return self._sent("POST", self._server.query, form, {"Accept": accepted})

    def update(self, text: str) -> None:
        """Sends a SPARQL 1.1 Update. Raises StoreError."""
        self._sent("POST", self._server.update, text.encode(), {"Content-Type": UPDATE}).close()

    def put(self, graph: str, triples: bytes) -> None:
        """Puts triples in place of a graph. Raises StoreError."""
        self._sent("PUT", self._at(graph), triples, {"Content-Type": TRIPLES}).close()

    def post(self, graph: str, triples: bytes) -> None:
        """Adds triples to a graph. Raises StoreError."""
        self._sent("POST", self._at(graph), triples, {"Content-Type": TRIPLES}).close()

    def delete(self, graph: str) -> None:
        """Removes a graph, if it is there. Raises StoreError."""
        self._sent("DELETE", self._at(graph)).close()

    def get(self, graph: str) -> Iterator[bytes]:
        """A graph as N-Triples, part by part; nothing where there is none. Raises StoreError."""
        with self._sent("GET", self._at(graph), headers={"Accept": TRIPLES}) as response:
            if response.ok:
                yield from self.body(response)

    def triples(self, graph: str, by: str = "?s") -> Iterator[bytes]:
        """A graph as whole lines of N-Triples, some at once; in several answers where the server would cut one off.

        `by` is the variable, of ?s ?p ?o, whose hash then says what is in which of them. Raises StoreError.
        """
        rows = self._server.rows
        number = self.count(graph) if rows else 0
        if number <= rows // 2:
            yield from _whole_lines(self.get(graph))
            return
        digits = next(digits for digits in count(1) if number <= rows // 2 * 16**digits)
        for prefix in map("".join, product("0123456789abcdef", repeat=digits)):
            yield self.construct(self.pattern(graph) + f' FILTER(SUBSTR(MD5(STR({by})), 1, {digits}) = "{prefix}")')

    def count(self, graph: str) -> int:
        """How many triples a graph has. Raises StoreError."""
        return int(self.select(f"SELECT (COUNT(*) AS ?n) {{ {self.pattern(graph)} }}")[0]["n"])

    def pattern(self, graph: str) -> str:
        """The pattern ?s ?p ?o of a graph."""
        named = graph or self.remote.merged
        return f"GRAPH <{named}> {{ ?s ?p ?o }}" if named else "?s ?p ?o"

    def body(self, response: requests.Response) -> Iterator[bytes]:
        """What a server sends, part by part. Raises StoreError where that breaks off."""
        try:
            yield from response.iter_content(_PART)
        except requests.RequestException as error:
            raise self._silent(error) from error

    def _at(self, graph: str) -> str:
        """Where the Graph Store Protocol has a graph, "" being the one of merged knowledge."""
        named = graph or self.remote.merged
        return f"{self._server.graphs}?{urlencode({'graph': named}) if named else 'default'}"

    def _sent(
        self, method: str, path: str, data: bytes | list[tuple[str, str]] = b"", headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """Sends a request; what is not there (404) is told by the answer's status. Raises StoreError, QueryError."""
        self._log_in()
        url, seconds = self.remote.address.url + path, self.remote.seconds
        try:
            response = self._session.request(method, url, data=data, headers=headers, timeout=seconds, stream=True, allow_redirects=False)
        except requests.RequestException as error:
            raise self._silent(error) from error
        if response.status_code < HTTPStatus.MULTIPLE_CHOICES or (
            response.status_code == HTTPStatus.NOT_FOUND and method in ("GET", "DELETE")
        ):
            return response
        with response:
            raise self._refused(method, path, response)

    def _log_in(self) -> None:
        """Finds out, before the first request, how the server wants a password: it says so where it is asked for a change without one."""
        if self._knows_login:
            return
        remote = self.remote
        if remote.token != _NONE:
            self._session.headers["Authorization"] = f"Bearer {remote.token}"
        elif remote.user != _NONE:
            try:
                asked = self._session.post(remote.address.url + self._server.update, timeout=remote.seconds, allow_redirects=False)
            except requests.RequestException as error:
                raise self._silent(error) from error
            wants_digest = asked.headers.get("WWW-Authenticate", "").lower().startswith("digest")
            way = HTTPDigestAuth if wants_digest else HTTPBasicAuth
            self._session.auth = way(remote.user, remote.password)
        self._knows_login = True

    def _refused(self, method: str, path: str, response: requests.Response) -> StoreError | QueryError:
        """Why a server did not do what it was asked to."""
        said = " ".join(response.text.split())[:_SHOWN]
        where = f"{self.remote.address}: {method} {path.partition('?')[0] or '/'}"
        if response.status_code < HTTPStatus.BAD_REQUEST:
            elsewhere = response.headers.get("Location", "no address")[:_SHOWN]
            return StoreError(
                f"{where} is not done: the server points to {elsewhere} ({response.status_code}); name the store's own address"
            )
        if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return StoreError(
                f"{where} is refused ({response.status_code}); give an account that may do it by $ISNAD_REMOTE_USER and {_HOW}"
            )
        if response.status_code in _OF_THE_QUERY and method == "POST" and path == self._server.query:
            return QueryError(f"the store cannot answer this query: {said}")
        return StoreError(f"{where} was answered by {response.status_code}: {said}")

    def _silent(self, error: Exception) -> StoreError:
        return StoreError(f"{self.remote.address}: does not answer, or stopped in the middle ({_cause(error)}); is it running there?")


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No log-in but what is configured: without this a request takes one from the user's `.netrc`, in place of a token too."""
    return request


def _whole_lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only where lines end."""
    rest = b""
    for part in parts:
        whole, end, rest = (rest + part).rpartition(b"\n")
        yield whole + end
    yield rest


def _cause(error: BaseException) -> str:
    """The innermost reason: what a library wraps around it names objects and not things."""
    while isinstance(inner := getattr(error, "reason", None) or (error.args[0] if error.args else None), BaseException):
        error = inner
    return str(error).rpartition(": ")[2][:_SHOWN]
