"""Addresses of SPARQL stores, as `kg publish --to` and `kg serve --store` take them: KIND+URL, such as `fuseki+http://host:3030/news`.

The kind says where below the URL its three protocols are, and what becomes of the default graph there.
"""

import re
from dataclasses import dataclass
from enum import Enum

from kg.errors import UsageError


class Default(Enum):
    """What a query without GRAPH sees in a store."""

    OWN = "own"
    """The store's default graph, apart from its named ones: as here."""
    NAMED = "named"
    """All graphs, unless a graph is named as the default one; GRAPH sees all others then too."""
    UNION = "union"
    """All graphs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind of server has its protocols, below its address, and how it takes the default graph."""

    query: str
    update: str
    graphs: str
    default: Default = Default.OWN
    rows: int = 0
    """Where it cuts its answers off without a word, in triples, as it is shipped; 0: nowhere."""


KINDS = {
    "oxigraph": Kind("/query", "/update", "/store"),
    "fuseki": Kind("/query", "/update", "/data"),
    "virtuoso": Kind("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", Default.NAMED, rows=10_000),
    "qlever": Kind("", "", "", Default.UNION),
    "neptune": Kind("/sparql", "/sparql", "/sparql/gsp/", Default.UNION),
}
_WRITTEN = re.compile(r"([a-z]+)\+(https?):/+([^/?#@\s]+(?:/[^?#\s]*)?)")
"""Slashes are counted loosely: as a path an address has lost one."""
MERGED = "merged"
"""The local name of the graph that holds the merged knowledge where a store has no default graph of its own."""


@dataclass(frozen=True, slots=True)
class Address:
    """A store that is asked and written over HTTP."""

    kind: str
    url: str
    """Without a slash at its end."""

    @classmethod
    def of(cls, text: str) -> "Address":
        """Reads KIND+URL. Raises UsageError for anything else, and for a URL with a user or a password in it."""
        found = _WRITTEN.fullmatch(text)
        if not found or found[1] not in KINDS:
            hint = "leave user and password out, they have settings of their own" if "@" in text else f"known kinds: {', '.join(KINDS)}"
            raise UsageError(
                f"{text.rpartition('@')[2]}: no address of a store; write KIND+URL, as in oxigraph+http://127.0.0.1:7878 ({hint})"
            )
        return cls(found[1], f"{found[2]}://{found[3].rstrip('/')}")

    @property
    def server(self) -> Kind:
        """What its kind says."""
        return KINDS[self.kind]

    def __str__(self) -> str:
        return f"{self.kind}+{self.url}"


def is_address(store: object) -> bool:
    """Whether a setting `store` is meant as an address: a folder has no such name."""
    return re.match(r"[a-z]+\+https?:/", str(store)) is not None
