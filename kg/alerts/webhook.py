"""Sends changes to an address, as JSON by POST: to hosts that were allowed only, and wherever they redirect to is not followed."""

import http.client
import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import SplitResult, urlsplit

from kg.alerts.changes import Change
from kg.errors import KgError, UsageError

_PAUSES = (1.0, 4.0, 16.0)
"""Seconds before it is tried again."""
_TIMEOUT = 10.0
_LATER = (408, 425, 429)
"""Refusals, besides those of 500 and above, that may be none later."""


class Undelivered(KgError):
    """Changes that the other side did not take; the message says why."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address to be told of changes."""

    address: SplitResult

    @classmethod
    def to(cls, url: str, allowed: Collection[str]) -> "Webhook":
        """Raises UsageError for an address that is not of HTTP, or at a host that is not among those that are allowed."""
        try:
            address = urlsplit(url)
            host, _ = address.hostname, address.port
        except ValueError as error:
            raise UsageError(f"--webhook {url!r}: {error}") from error
        if address.scheme not in ("http", "https") or not host or not url.isascii() or any(each <= " " for each in url):
            raise UsageError(f"--webhook must be an address that begins with http:// or https://, not {url!r}")
        if address.username is not None or address.password is not None:
            raise UsageError("--webhook takes no password in the address: it would stand in the list of processes")
        if host.lower() not in {each.lower() for each in allowed}:
            raise UsageError(f"--webhook: {host} is not allowed; if it is meant, add --allow-host {host}")
        return cls(address)

    def send(self, question: Mapping[str, str], changes: Sequence[Change], sleep: Callable[[float], None] = time.sleep) -> None:
        """Sends all in one request, again after some time where it may be taken then. Raises Undelivered."""
        body = json.dumps({"question": dict(question), "changes": [asdict(each) for each in changes]}, ensure_ascii=False).encode()
        for pause in (*_PAUSES, None):
            problem, may_be_taken_later = self._post(body)
            if not problem:
                return
            if pause is None or not may_be_taken_later:
                raise Undelivered(f"{self.address.hostname} was not told: {problem}")
            sleep(pause)

    def _post(self, body: bytes) -> tuple[str, bool]:
        """What went wrong, "" for nothing, and whether it is worth while to try again."""
        secure = self.address.scheme == "https"
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = connect(self.address.hostname or "", self.address.port, timeout=_TIMEOUT)
        path = (self.address.path or "/") + (f"?{self.address.query}" if self.address.query else "")
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json", "User-Agent": "isnad"})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return str(error) or type(error).__name__, True
        finally:
            connection.close()
        if 200 <= status < 300:
            return "", False
        if 300 <= status < 400:
            return f"it redirects ({status}), which is not followed", False
        return f"it answered {status}", status >= 500 or status in _LATER
