"""Who may write, and under which addresses this server is asked."""

import hmac
import re
from functools import lru_cache
from urllib.parse import quote

from flask import Response, request
from werkzeug.sansio.utils import get_current_url

from kg.errors import UsageError
from kg.web.answering.answers import problem
from kg.web.context import Context

_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:\[\]-]+(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?")
_WITH_UNDERSCORE = re.compile(r"[A-Za-z0-9._-]+(?::(?P<port>[0-9]{1,5}))?")
_OFF = (
    "nothing can be written here: start the server with a token (the setting write_token: ISNAD_WRITE_TOKEN in its environment) and send"
    " it as Authorization: Bearer …"
)


def not_allowed(context: Context) -> Response | None:
    """What says that this request may not write, or None where it may: 403 without a token here, 401 without it there."""
    token = context.settings.write_token
    if token == "none":  # noqa: S105  # the setting's name for no token
        return problem(403, _OFF)
    given = request.authorization
    sent = given.token or "" if given and given.type == "bearer" else ""
    if hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), token.encode("utf-8")):
        return None
    response = problem(401, "send this server's token as Authorization: Bearer …")
    response.headers["WWW-Authenticate"] = 'Bearer realm="isnad"' + (', error="invalid_token"' if sent else "")
    return response


def own_address(path: str) -> str:
    """The address of something on this server, as the client knows the server. Raises UsageError for a Host that is no name."""
    return _address(request.scheme, request.host or _host(), request.root_path, path)


def base_address(path: str) -> str:
    """What relative IRIs of a query are resolved against: `own_address`, or "" where the Host is no name: most queries need none."""
    try:
        return own_address(path)
    except UsageError:
        return ""


def _host() -> str:
    """A Host that Werkzeug takes for none since it has `_`: containers are called so."""
    named = _WITH_UNDERSCORE.fullmatch(request.headers.get("Host", ""))
    return named[0] if named and int(named["port"] or 0) < 1 << 16 else ""


@lru_cache(maxsize=100)
def _address(scheme: str, host: str, root: str, path: str) -> str:
    """As `own_address`; a server has few hosts, and each query is asked at one."""
    address = get_current_url(scheme, host, root) + quote(path, safe="/-._~!$&'()*+,;=:@")
    if not _ADDRESS.fullmatch(address):
        raise UsageError("the Host of this request is no name of a server")
    return address
