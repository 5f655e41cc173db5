"""What pages load: files that `kg/web/frontend` made, under addresses that change with their content, kept by browsers for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import url_for

BUILT = Path(__file__).parent.parent / "static" / "built"
YEAR = 365 * 24 * 3600
"""Seconds."""


def built(name: str) -> str:
    """The address of a built file, such as "map.js". Raises OSError where there is none."""
    return url_for("static", filename=f"built/{name}", v=_version(name))


@cache
def _version(name: str) -> str:
    return sha256((BUILT / name).read_bytes()).hexdigest()[:12]
