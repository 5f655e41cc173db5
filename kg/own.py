"""Graphs that users write themselves, by `/update` and `/graphs`: kept beside the extractions, shown as they are.

All other graphs follow from articles. A build makes them and would make them again, so users write none of those: not the
default graph of a store that was ever built, and no graph whose name begins as instances' IRIs do.
"""

from dataclasses import replace

from pyoxigraph import DefaultGraph, NamedNode

from kg.errors import StoreError
from kg.extractions import Extractions
from kg.ontology import PREFIXES, Instances
from kg.stats import keep, kept
from kg.store import GraphName, LiveGraph

SORT = "graph"
"""The sort under which they are noted while the live graph does not show them as they are."""
_FREE = "graphs/"
"""What may begin the names of users' graphs even below the base of the instances: names that the server gives."""
_DEFAULT_WRITTEN = (
    "its default graph was written by users, and a build makes that of articles; build into another folder, or move it away first"
    " with the update MOVE DEFAULT TO GRAPH <…>"
)


def graph_of(name: str) -> GraphName:
    """The graph of a name, "" being the default graph's. Raises ValueError for what is no IRI."""
    return NamedNode(name) if name else DefaultGraph()


def is_reserved(name: str, instances: Instances, *, built: bool) -> bool:
    """Whether a graph is made by builds, or would be."""
    if not name:
        return built
    own = name.startswith(instances.base) and not name.startswith(instances.base + _FREE)
    return own or name.startswith(PREFIXES["kg"].rstrip("#"))


def show_own_graphs(extractions: Extractions, live: LiveGraph) -> None:
    """Makes the live graph hold what users wrote, as far as it does not yet. Raises StoreError, also for a graph that cannot be read."""
    while names := extractions.pending(SORT, 1):
        counts = kept(extractions)
        with extractions.transaction():
            extractions.set_meta("published", "no")
            keep(extractions, None)
        more = _replaced(live, names[0], extractions.own_graph(names[0]))
        with extractions.transaction():
            extractions.clear(SORT, names)
            keep(extractions, replace(counts, quads=counts.quads + more) if counts and names[0] else None)


def _replaced(live: LiveGraph, name: str, triples: bytes) -> int:
    try:
        return live.replace(graph_of(name), triples)
    except (MemoryError, ValueError, SyntaxError) as error:
        raise unreadable(name, error) from error


def unreadable(name: str, why: object) -> StoreError:
    """What is to be said of a graph that is kept and cannot be read again."""
    which = f"graph {name}" if name else "default graph"
    return StoreError(f"the {which} that users wrote cannot be read again: {why}; remove it with DELETE at /graphs")


def require_free_default(extractions: Extractions, path: object) -> None:
    """Raises StoreError where users wrote the default graph, which a build is about to make."""
    if "" in extractions.own_graphs():
        raise StoreError(f"{path}: {_DEFAULT_WRITTEN}")
