"""Whose pages may read the answers: a graph that is served to one machine is not to be read by any site that its user visits.

Browsers keep what a server does not share from pages of other sites (CORS). A site whose name leads to this machine gets round that
(DNS rebinding), so that a server for one machine answers no other names.
"""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, request

from kg.settings import Settings
from kg.web.answering.answers import problem
from kg.web.context import words
from kg.web.server.clients import is_loopback

AUTO = "auto"
"""The setting by which pages of this machine read what is served to it alone, and all pages what is served to others."""
_METHODS = "GET, HEAD, OPTIONS"


def share(app: Flask, settings: Settings) -> None:
    """Lets the pages read answers that may, and refuses names that can only be somebody else's."""
    allowed = readers(settings)
    app.after_request(lambda response: _shared(response, allowed))
    if is_loopback(settings.host) and settings.trusted_proxy == "none":
        app.before_request(_refused)


def readers(settings: Settings) -> Callable[[str], str]:
    """For an origin («https://news.example») what browsers are told that may read: "*" for all, that origin, or "" for none."""
    named = words(settings.cors_origins)
    if named == (AUTO,) and is_loopback(settings.host):
        return lambda origin: origin if _is_here(origin) else ""
    if "*" in named or named == (AUTO,):
        return lambda _: "*"
    return lambda origin: origin if origin in named else ""


def _is_here(origin: str) -> bool:
    """Whether an origin is on this machine; "null", a page that is opened as a file, may be anybody's."""
    try:
        return is_loopback(urlsplit(origin).hostname or "")
    except ValueError:
        return False


def _refused() -> Response | None:
    name = urlsplit(f"//{request.headers.get('Host', '')}").netloc.rpartition("@")[2]
    host = name if name.endswith("]") else name.rpartition(":")[0] or name
    if "." not in host or is_loopback(host) or _is_address(host):
        return None
    return problem(421, "this server answers this machine alone: ask http://127.0.0.1, or name the proxy before it (trusted_proxy)")


def _is_address(host: str) -> bool:
    """Whether it is a number: no name leads anywhere by one."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _shared(response: Response, allowed: Callable[[str], str]) -> Response:
    who = allowed(request.headers.get("Origin", ""))
    if who:
        response.headers["Access-Control-Allow-Origin"] = who
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", _METHODS)
            response.headers["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type"
            response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Vary"] = "Accept, Accept-Language" if who == "*" else "Accept, Accept-Language, Origin"
    return response
