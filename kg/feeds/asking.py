"""Asks as a guest does: one request at a time of a host, with pauses, by its robots.txt, and later where it says so."""

import email.utils
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock

from cachetools import TTLCache
from protego import Protego

from kg.feeds.addresses import Address, Later, Refused
from kg.feeds.fetching import AGENT, Answer, Fetcher

_HOPS = 5
"""Redirects that are followed."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({408, 425, 429})
"""Answers, beside those of 500 and above, that may be others later."""
_LONGEST_PAUSE, _LONGEST_REST = 60.0, 86_400.0
"""Seconds between two requests, and until the next one, that a host may ask for."""
_RULES_HOLD = 86_400.0
"""Seconds after which robots.txt is read anew."""
_RULES_KEPT = 200
"""Hosts of which the rules are kept: links of feeds may lead to any number of them."""
_RULES_READ = 500 * 1024
"""Bytes of a robots.txt that are read, as RFC 9309 has it: what comes after them is left out."""


@dataclass(slots=True)
class _Host:
    """What is known of a host. Its lock is held while it is asked."""

    lock: Lock = field(default_factory=Lock)
    pause: float = 0.0
    """Seconds between two requests that its robots.txt asks for."""
    free: float = 0.0
    """The time from which on it may be asked again."""
    resting: float = 0.0
    """The time until which it wants to be left alone."""


@dataclass(slots=True)
class Guest:
    """Asks, from any thread."""

    fetcher: Fetcher
    pause: float
    """Seconds between two requests to one host."""
    stop: Event
    """Set where nothing is to be waited for any more."""
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _rules: TTLCache[str, Protego] = field(default_factory=lambda: TTLCache(_RULES_KEPT, _RULES_HOLD))
    """Of robots.txt, by the origin; with the lock."""
    _lock: Lock = field(default_factory=Lock)

    def get(self, address: Address, headers: Mapping[str, str] | None = None) -> Answer:
        """Asks by robots.txt, and follows redirects. Raises Refused, Later."""
        for _ in range(_HOPS + 1):
            self._require_welcome(address)
            answer = self._ask(address, headers or {})
            if answer.status not in _REDIRECTS:
                return answer
            address = _target(answer)
        raise _round(address)

    def _host(self, address: Address) -> _Host:
        with self._lock:
            return self._hosts.setdefault(address.host, _Host())

    def _require_welcome(self, address: Address) -> None:
        """Raises Refused where robots.txt does not want it asked, Later where that cannot be known for now."""
        with self._lock:
            rules = self._rules.get(address.origin)
        if rules is None:
            rules = self._read_rules(address)
            self._host(address).pause = min(rules.crawl_delay(AGENT) or 0.0, _LONGEST_PAUSE)
            with self._lock:
                self._rules[address.origin] = rules
        if not rules.can_fetch(str(address), AGENT):
            raise Refused("robots.txt there asks not to read it", f"ask those who run {address.host} to let {AGENT} read it")

    def _read_rules(self, address: Address) -> Protego:
        where = address.joined("/robots.txt")
        try:
            for _ in range(_HOPS + 1):
                answer = self._ask(where, {})
                if answer.status not in _REDIRECTS:
                    return Protego.parse(_cut(answer.body).decode("utf-8", "replace"))
                where = _target(answer)
        except Refused:  # there is none
            return Protego.parse("")
        raise _round(where)

    def _ask(self, address: Address, headers: Mapping[str, str]) -> Answer:
        """Asks when the host may be asked. Raises Refused, Later."""
        host = self._host(address)
        with host.lock:
            now = time.monotonic()
            if host.resting > now:
                raise Later(f"{address.host} wants to be left alone for {host.resting - now:.0f} more seconds", host.resting - now)
            if self.stop.wait(max(host.free - now, 0)):
                raise Later("it was not asked any more")
            try:
                answer = self.fetcher.get(address, headers)
            finally:
                host.free = time.monotonic() + max(self.pause, host.pause)
            return self._taken(answer, host)

    def _taken(self, answer: Answer, host: _Host) -> Answer:
        status = answer.status
        if status >= 500 or status in _LATER:
            rest = _seconds(answer.headers.get("retry-after", ""))
            host.resting = time.monotonic() + rest
            raise Later(f"it answered {status}", rest)
        if status not in _REDIRECTS | {200, 304}:
            raise Refused(f"it answered {status}", "look whether the address is still right")
        return answer


def _cut(body: bytes) -> bytes:
    """What of a robots.txt is read: whole lines, since half a path forbids or allows more than the whole."""
    return body if len(body) <= _RULES_READ else body[:_RULES_READ].rpartition(b"\n")[0]


def _target(answer: Answer) -> Address:
    if not (location := answer.headers.get("location")):
        raise Refused(f"it answered {answer.status} without saying where to", "look whether the address is still right")
    return answer.address.joined(location.encode("latin-1", "replace").decode("utf-8", "replace"))


def _round(address: Address) -> Refused:
    return Refused(f"it redirects more than {_HOPS} times, at last to {address}", "give the address that it leads to")


def _seconds(retry_after: str) -> float:
    """The seconds of a Retry-After, which are also told as a time; 0 for what is neither."""
    text = retry_after.strip()
    if text.isdecimal() and text.isascii():
        return min(float(text[:9]), _LONGEST_REST)
    try:
        until = email.utils.parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_REST)
    except (ValueError, TypeError, OverflowError):
        return 0.0
