"""Addresses that may be asked: of http and https alone, and at public hosts alone unless somebody allows it."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kg.errors import KgError

_PORTS = {"http": 80, "https": 443}
_LOOKS_LIKE_ONE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")
_LONGEST = 4_000
"""Characters of an address: servers take no longer ones."""
_KEPT = "/%:@!$&'()*+,;=~"
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""NAT64: the last 32 bits are an address of IPv4."""


@dataclass
class Refused(KgError):
    """What is not asked, or not taken, and would not be the next time either: why, and what to do."""

    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.problem}; {self.remedy}"


@dataclass
class Later(KgError):
    """What did not come this time and may the next: why, and in how many seconds at the earliest."""

    problem: str
    seconds: float = 0.0

    def __str__(self) -> str:
        return self.problem


@dataclass(frozen=True, slots=True)
class Address:
    """An address of http or https, in ASCII, without a fragment."""

    scheme: str
    host: str
    """A name, in small letters and without a final dot, or an address of IPv4 or IPv6."""
    port: int
    target: str
    """Path and query."""

    @classmethod
    def of(cls, text: str) -> "Address":
        """Raises Refused for what is no such address."""
        try:
            parts = urlsplit(text.strip())
            host, port = (parts.hostname or "").rstrip("."), parts.port
            host = host if ":" in host else host.encode("idna").decode("ascii").lower()
        except ValueError as error:
            raise _no_address(text, str(error)) from error
        if parts.scheme not in _PORTS:
            raise _no_address(text, "only http:// and https:// are asked")
        if parts.username is not None or parts.password is not None:
            raise _no_address(text.rpartition("@")[2], "an address with a password would stand in logs")
        if not _HOST.fullmatch(host) or len(text) > _LONGEST or not text.strip().isprintable():
            raise _no_address(
                text, "there is no host in it" if not host else "its host cannot be one, or it is too long or has line breaks"
            )
        return cls(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, _target(parts))

    def joined(self, reference: str) -> "Address":
        """What a reference (a Location, a link) means here. Raises Refused."""
        try:
            return Address.of(urljoin(str(self), reference.strip()))
        except ValueError as error:
            raise _no_address(reference, str(error)) from error

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in `http://[::1]:8000`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return self.origin + self.target


def is_address(text: str) -> bool:
    """Whether somebody who writes this means an address and no file; it need not be one that can be asked."""
    return _LOOKS_LIKE_ONE.match(text) is not None


def is_public(numeric: str) -> bool:
    """Whether an address of IPv4 or IPv6 is one of the public internet, also where it wraps up another one."""
    address = ipaddress.ip_address(numeric.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local:  # of before 2004: Python has it among the global ones
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _target(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    return (quote(parts.path, safe=_KEPT) or "/") + query


def _no_address(text: str, why: str) -> Refused:
    return Refused(f"{text[:200]!r} is no address that can be asked: {why}", "write it as https://example.org/feed.xml")
