"""Changes of users' own graphs (`kg.own`): worked out beside the live graph, kept as a whole, published at once.

An update is run on a copy of the live graph, which hard links make in some milliseconds. What it did there is compared with
what was: it is kept where it touched users' graphs alone, and refused where anything that a build makes is another now. So
this does not rest on understanding the update; reading it first (`kg.queries.sparql.targets`) only saves comparing everything.

    opened.py   the store, open for writing      graphs.py   documents for one graph      updates.py   SPARQL updates
    __main__.py  the process that `kg.workers.writing` asks
"""

from collections.abc import Callable
from io import BytesIO

from pyoxigraph import RdfFormat, parse

from kg.errors import QueryError
from kg.own import show_own_graphs
from kg.queries import TooLarge
from kg.store import StoreFolder
from kg.updating.graphs import required, rewritten
from kg.updating.opened import opened
from kg.updating.updates import updated
from kg.workers.writing import GraphChange, Place, Update, Written

__all__ = ["write"]

_LONGEST_TRIPLE = 1 << 20
"""Bytes of a triple as N-Triples: Oxigraph writes any, but reads none of more than 16 MiB."""


def write(change: Update | GraphChange, place: Place, may_keep: Callable[[], None] = lambda: None) -> Written:
    """Makes a change and publishes it; `may_keep` is called between working it out and keeping it, and raises to prevent that.

    A graph is removed before anything is made good: it may be what stands in the way.

    Raises QueryError for what cannot be read or worked out, Refused for what is not the users' to write, TooLarge for a graph
    that could not be read again, UnknownFormat, StoreLocked, StoreError, and KgError for what failed here.
    """
    removes = isinstance(change, GraphChange) and not change.kept and not change.added
    with opened(StoreFolder(place.store), place.base) as store:
        if not removes:
            store.catch_up()
        outcome = Written()
        if isinstance(change, Update):
            changed = updated(store, change, place.hosts)
        else:
            was_there = bool(store.extractions.own_graph(required(store, change.graph)))
            changed = rewritten(store, change)
            outcome = Written(was_there, bool(changed.get(change.graph, was_there)))
        for name, triples in changed.items():
            _require_readable(name, triples)
        may_keep()
        with store.extractions.transaction():
            for name, triples in changed.items():
                store.extractions.write_own_graph(name, triples)
        show_own_graphs(store.extractions, store.live)
        if removes:
            store.catch_up()
        store.publish()
    return outcome


def _require_readable(name: str, triples: bytes) -> None:
    """Raises TooLarge for a graph that could not be read again, by builds too, once it is kept. One without triples is removed."""
    called = f"the graph {name}" if name else "the default graph"
    longest = max(map(len, BytesIO(triples)), default=0)
    if longest > _LONGEST_TRIPLE:
        raise TooLarge(f"{called} would hold a triple of {longest:,} bytes; one may have {_LONGEST_TRIPLE:,}")
    try:
        for _ in parse(triples, RdfFormat.N_TRIPLES):
            pass
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{called} could not be read again: {error}") from error
