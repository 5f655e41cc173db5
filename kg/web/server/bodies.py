"""How large the body of a request may be, by where it is sent: what is larger is refused before it is read as a form."""

from functools import partial

from flask import Flask, Response, request

from kg.settings import Settings
from kg.web.answering.answers import problem

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 1_000
"""Of a form; as many parts as a multipart one may have."""
_BYTES_A_CHARACTER = 9
"""What one of Arabic and most other scripts takes at most in a form: three bytes, each as `%D8`."""
_BESIDES = 64 << 10
"""Bytes of what a form has besides its query."""
_WRITING = {"update", "graphs", "graph"}
"""What reads a body only with the token: there the setting `body` holds."""


def bound(app: Flask, settings: Settings) -> None:
    """Refuses larger bodies from now on (413); whoever reads one is told by an exception that Flask knows."""
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = settings.body << 20
    app.before_request(partial(_bound, min(settings.body << 20, _BYTES_A_CHARACTER * settings.query_length + _BESIDES)))


def _bound(most: int) -> Response | None:
    if request.url_rule is None or request.endpoint in _WRITING:
        return None  # nobody reads it, or somebody who is trusted with more
    request.max_content_length = most
    if request.mimetype == _FORM and request.get_data().count(b"&") >= _MOST_FIELDS:
        return problem(413, f"a form has no more than {_MOST_FIELDS:,} fields here")
    return None
