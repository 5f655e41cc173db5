"""A whole store read and compared with a snapshot, whatever its ledger says; nothing is changed."""

from collections.abc import Callable
from typing import NamedTuple

from kg.ontology import Instances
from kg.remote.connection import Connection, Remote
from kg.remote.ledger import Ledger
from kg.remote.parts import Sum, Sums, is_cut
from kg.remote.publishing import sums_of
from kg.remote.sending import Sending
from kg.store import StoreFolder


class Difference(NamedTuple):
    """A graph that is not the same in the store."""

    graph: str
    """"" is the merged knowledge."""
    here: int
    """Triples in the snapshot, 0 where it has no such graph."""
    there: int


def differences(folder: StoreFolder, remote: Remote, tell: Callable[[int], None] = lambda _: None) -> list[Difference]:
    """What a store has otherwise than the newest snapshot, of all graphs that either is known to have. `tell` hears of triples read.

    Raises StoreMissing, StoreError.
    """
    store, instances = folder.snapshot(), Instances(folder.base())
    here = _by_graph(sums_of(store, instances))
    found = []
    with Connection(remote) as connection:
        known = {part.graph for part in Ledger(connection).read()}
        sending = Sending(connection, store, tell)
        for graph in sorted(here.keys() | known):
            wanted, there = here.get(graph, {}), sending.sums(graph, cut=is_cut(graph, instances))
            number = _triples(there)
            tell(number)
            if wanted != there:
                found.append(Difference(graph, _triples(wanted), number))
    return found


def _by_graph(sums: Sums) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    for part, one in sums.items():
        found.setdefault(part.graph, {})[part] = one
    return found


def _triples(sums: dict[object, Sum] | Sums) -> int:
    return sum(one.triples for one in sums.values())
