"""What is checked in one go: a named graph whole, the default graph some nodes at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.ontology import Instances

DEFAULT = "default"
"""What violations in the default graph give as their graph."""
_NODES_AT_A_TIME = 500

GraphName = NamedNode | BlankNode | DefaultGraph


class GraphKind(StrEnum):
    """Which shapes a graph is checked against: the local names of the values of `shape:appliesTo`."""

    ARTICLE = "ArticleGraph"
    DEFAULT = "DefaultGraph"
    MATCHES = "MatchGraph"


@dataclass(frozen=True, slots=True)
class Part:
    """What is checked in one go: a named graph, or some nodes of the default graph with all that is said of them."""

    graph: str
    """The graph's IRI, or "default"."""
    kind: GraphKind
    triples: tuple[Triple, ...]


class Quads(Protocol):
    """What a store is asked for here; an open `pyoxigraph.Store` is one."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002  # pyoxigraph's name
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[Quad]:
        """The quads that match; None matches everything."""
        ...

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """The names of all graphs but the default one."""
        ...


def parts(store: Quads, instances: Instances) -> Iterator[Part]:
    """What `check` checks, part by part, for those who want to show how far they are."""
    kinds: dict[GraphName, GraphKind | None] = {name: _kind(name, instances) for name in store.named_graphs()}
    for name, kind in sorted([*kinds.items(), (DefaultGraph(), GraphKind.DEFAULT)], key=_order):
        if kind is GraphKind.DEFAULT:
            yield from _merged_parts(store)
        elif kind:
            yield Part(_name(name), kind, tuple(quad.triple for quad in store.quads_for_pattern(None, None, None, name)))


def _merged_parts(store: Quads) -> Iterator[Part]:
    """The default graph some nodes at a time: its shapes ask of each node only what is said of itself."""
    default = DefaultGraph()
    subjects = sorted({quad.subject for quad in store.quads_for_pattern(None, None, None, default)}, key=str)
    for start in range(0, len(subjects), _NODES_AT_A_TIME):
        nodes = subjects[start : start + _NODES_AT_A_TIME]
        quads = (quad for node in nodes for quad in store.quads_for_pattern(node, None, None, default))
        yield Part(DEFAULT, GraphKind.DEFAULT, tuple(quad.triple for quad in quads))


def _kind(name: GraphName, instances: Instances) -> GraphKind | None:
    """The kind of a graph; None for those that no shapes are for: what users wrote, and what is in the default graph too."""
    if isinstance(name, DefaultGraph):
        return GraphKind.DEFAULT
    if name == instances.graph("matches"):
        return GraphKind.MATCHES
    return None if instances.article_identifier(name.value) is None else GraphKind.ARTICLE


def _order(item: tuple[GraphName, GraphKind | None]) -> tuple[int, str]:
    name, kind = item
    return list(GraphKind).index(kind) if kind else 0, str(name)


def _name(name: GraphName) -> str:
    return DEFAULT if isinstance(name, DefaultGraph) else name.value
