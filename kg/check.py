"""Checks a graph against the shapes of `ontology/shapes.ttl`, one graph at a time, with pySHACL.

The rules themselves, and to which kind of graph each applies, are in that file; here they are only carried out. Nothing is
inferred: superclasses are written out in the data.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from pyshacl import validate
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.errors import KgError
from kg.ontology import PREFIXES, Instances, term, vocabulary
from kg.resources import resource

SHAPES = rdflib.Namespace("https://w3id.org/isnad/shapes#")
DEFAULT = "default"
"""What violations in the default graph give as their graph."""

_NODES_AT_A_TIME = 500
_LONGEST_VALUE = 120  # characters of a value that a violation shows
_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_TYPE = term("rdf:type")

GraphName = NamedNode | BlankNode | DefaultGraph


class GraphKind(StrEnum):
    """Which shapes a graph is checked against: the local names of the values of `shape:appliesTo`."""

    ARTICLE = "ArticleGraph"
    DEFAULT = "DefaultGraph"
    MATCHES = "MatchGraph"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong in a graph, with the rule that it breaks in plain words."""

    graph: str
    """The graph's IRI, or "default"."""
    node: str
    """IRI of the node that breaks the rule."""
    path: str | None
    """The property in question, as a prefixed name where its prefix is known; `^` before it: followed backwards."""
    value: str | None
    """The value in question, if it is one value that breaks the rule."""
    message_ar: str
    message_en: str


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


def check(store: Quads, instances: Instances) -> Iterator[Violation]:
    """What is wrong in a store: in each article's graph, the default graph and the graph of matches, in this order.

    One graph is in memory at a time, of the default graph some hundred nodes.
    """
    for part in parts(store, instances):
        yield from check_part(part)


def check_text(trig: str, instances: Instances) -> list[Violation]:
    """What is wrong in a dataset written as TriG, graph by graph.

    Raises KgError where it is not TriG.
    """
    graphs: dict[GraphName, list[Triple]] = {}
    try:
        for quad in parse(trig, format=RdfFormat.TRIG):
            graphs.setdefault(quad.graph_name, []).append(quad.triple)
    except SyntaxError as error:
        raise KgError(f"this is not TriG: {error}") from error
    kinds = {name: _kind(name, instances) for name in graphs}
    found = [Part(_name(name), kind, tuple(graphs[name])) for name, kind in sorted(kinds.items(), key=_order) if kind]
    return [violation for part in found for violation in check_part(part)]


def parts(store: Quads, instances: Instances) -> Iterator[Part]:
    """What `check` checks, part by part, for those who want to show how far they are."""
    kinds: dict[GraphName, GraphKind | None] = {name: _kind(name, instances) for name in store.named_graphs()}
    for name, kind in sorted([*kinds.items(), (DefaultGraph(), GraphKind.DEFAULT)], key=_order):
        if kind is GraphKind.DEFAULT:
            yield from _merged_parts(store)
        elif kind:
            yield Part(_name(name), kind, tuple(quad.triple for quad in store.quads_for_pattern(None, None, None, name)))


def check_part(part: Part) -> list[Violation]:
    """What is wrong in one graph, sorted by node and property.

    Raises KgError where the shapes themselves cannot be applied.
    """
    shapes = _shapes(part.kind)
    data = _data(part)
    _, report, text = validate(data, shacl_graph=shapes, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise KgError(f"the shapes cannot be applied to {part.graph}: {text}")
    violations = {_violation(part.graph, report, result, shapes) for result in report.objects(None, SH.result)}
    return sorted(violations, key=lambda found: (found.node, found.path or "", found.value or "", found.message_en))


def _merged_parts(store: Quads) -> Iterator[Part]:
    """The default graph some nodes at a time: its shapes ask of each node only what is said of itself."""
    default = DefaultGraph()
    subjects = sorted({quad.subject for quad in store.quads_for_pattern(None, None, None, default)}, key=str)
    for start in range(0, len(subjects), _NODES_AT_A_TIME):
        nodes = subjects[start : start + _NODES_AT_A_TIME]
        quads = (quad for node in nodes for quad in store.quads_for_pattern(node, None, None, default))
        yield Part(DEFAULT, GraphKind.DEFAULT, tuple(quad.triple for quad in quads))


def _kind(name: GraphName, instances: Instances) -> GraphKind | None:
    """The kind of a graph; None for those whose facts are in the default graph too, and are checked there."""
    if isinstance(name, DefaultGraph):
        return GraphKind.DEFAULT
    if name == instances.graph("matches"):
        return GraphKind.MATCHES
    return None if name.value.startswith(instances.graph("").value) else GraphKind.ARTICLE


def _order(item: tuple[GraphName, GraphKind | None]) -> tuple[int, str]:
    name, kind = item
    return list(GraphKind).index(kind) if kind else 0, str(name)


def _name(name: GraphName) -> str:
    return DEFAULT if isinstance(name, DefaultGraph) else name.value


@cache
def _shapes(kind: GraphKind) -> rdflib.Graph:
    """The shapes for one kind of graph: all of them, those that are for others only without their targets."""
    shapes = rdflib.Graph().parse(resource("ontology") / "shapes.ttl")
    for shape in set(shapes.subjects(SHAPES.appliesTo)):
        if (shape, SHAPES.appliesTo, SHAPES[kind.value]) not in shapes:
            for target in _TARGETS:
                shapes.remove((shape, target, None))
    return shapes


@cache
def _terms() -> rdflib.Graph:
    """What is added to every graph: which terms the ontology defines, and what the shapes say of properties."""
    terms = rdflib.Graph()
    terms += ((_node(t.subject), RDF.type, _node(t.object)) for t in vocabulary() if t.predicate == _TYPE)
    for predicate in (SHAPES.readFromText, SHAPES.asWritten):
        terms += _shapes(GraphKind.ARTICLE).triples((None, predicate, None))
    return terms


def _data(part: Part) -> rdflib.Graph:
    data = rdflib.Graph(bind_namespaces="none")
    data += _terms()
    data += ((_node(t.subject), _node(t.predicate), _node(t.object)) for t in part.triples)
    data += ((SHAPES.WholeGraph, SHAPES.uses, rdflib.URIRef(iri)) for iri in _used(part.triples))
    if part.kind is not GraphKind.DEFAULT:
        data.add((SHAPES.WholeGraph, SHAPES.graphName, rdflib.URIRef(part.graph)))
    return data


def _used(triples: Iterable[Triple]) -> set[str]:
    """IRIs of all properties and classes of our own ontology in some triples."""
    properties = {triple.predicate.value for triple in triples}
    classes = {t.object.value for t in triples if t.predicate == _TYPE and isinstance(t.object, NamedNode)}
    return {iri for iri in properties | classes if iri.startswith(PREFIXES["kg"])}


def _node(value: NamedNode | BlankNode | Literal | Triple) -> Node:
    """The same term in rdflib, literals as they are written: normalised, a wrong date could look right."""
    if isinstance(value, NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, Literal):
        datatype = None if value.language else rdflib.URIRef(value.datatype.value)
        return rdflib.Literal(value.value, lang=value.language, datatype=datatype, normalize=False)
    return rdflib.BNode(str(value))


def _violation(graph: str, report: rdflib.Graph, result: Node, shapes: rdflib.Graph) -> Violation:
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    if focus == SHAPES.WholeGraph:
        focus, value = value, None
    path = report.value(result, SH.resultPath)
    messages = _messages(shapes, [report.value(result, SH.sourceConstraint), report.value(result, SH.sourceShape)])
    return Violation(
        graph=graph,
        node=str(focus),
        path=_shortened(path, shapes) if path is not None else None,
        value=_cut(str(value)) if value is not None and value != focus else None,
        message_ar=messages["ar"],
        message_en=messages["en"],
    )


def _messages(shapes: rdflib.Graph, sources: Sequence[Node | None]) -> dict[str, str]:
    """What the first of `sources` that says anything says, by language.

    Read from the shapes, since pySHACL drops the languages of the messages of SPARQL constraints.
    """
    for source in sources:
        found = {str(text.language): str(text) for text in _literals(shapes.objects(source, SH.message))} if source else {}
        if found:
            return found
    raise KgError(f"a shape in shapes.ttl has no message: {sources}")


def _literals(nodes: Iterable[Node]) -> Iterator[rdflib.Literal]:
    return (node for node in nodes if isinstance(node, rdflib.Literal))


def _shortened(path: Node, shapes: rdflib.Graph) -> str:
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_shortened(inverse, shapes)}"
    iri = str(path)
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in PREFIXES.items() if iri.startswith(space)), iri)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
