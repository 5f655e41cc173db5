"""The graph as JSON-LD with a context: short names for properties and classes, whole IRIs for things.

Oxigraph writes JSON-LD without a context. Here terms of our ontology go by their local names ("killed", "Bombing"), some of
other vocabularies too, and all else by whole IRIs. No prefixes are declared: an IRI such as `geo:37.8,-122.4` would be taken
for a short name.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import IO

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import UsageError
from kg.ontology import PREFIXES, term

_TERMS: Mapping[str, str] = {
    name.partition(":")[2]: term(name).value
    for name in (
        *("rdfs:label", "skos:altLabel", "skos:notation", "owl:sameAs", "geo:hasGeometry", "geo:asWKT", "wgs:lat", "wgs:long"),
        *("dcterms:title", "dcterms:identifier", "dcterms:issued", "dcterms:publisher", "dcterms:source", "dcterms:language"),
        *("dcterms:isReplacedBy", "prov:wasAttributedTo", "rdf:subject", "rdf:predicate", "rdf:object"),
        *("nif:anchorOf", "nif:beginIndex", "nif:endIndex", "nif:referenceContext", "itsrdf:taIdentRef", "itsrdf:taConfidence"),
    )
}
CONTEXT: Mapping[str, object] = {"@version": 1.1, "@vocab": PREFIXES["kg"], **_TERMS}
"""What short names stand for: those that are not listed are terms of our ontology."""
_SHORT = {iri: name for name, iri in _TERMS.items()}
_LOCAL = re.compile("[A-Za-z][A-Za-z0-9]*")
_TYPE, _INTEGER, _STRING = term("rdf:type"), term("xsd:integer"), term("xsd:string")
_LARGEST = 2**53
"""Whole numbers up to here are the same in every reader of JSON."""


def write_jsonld(quads: Iterable[Quad], output: IO[bytes]) -> None:
    """Writes quads as one document, as they come: those of a graph and of a subject that stand together are put together.

    Raises UsageError for a triple that is said of a triple, which JSON-LD cannot hold.
    """
    for part in _document(quads):
        output.write(part.encode())


def _document(quads: Iterable[Quad]) -> Iterator[str]:
    graphs = groupby(quads, lambda quad: quad.graph_name)
    yield f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": ['
    yield from _separated(chain.from_iterable(_items(graph, inside) for graph, inside in graphs))
    yield "\n]}\n"


def _items(graph: object, inside: Iterable[Quad]) -> Iterator[Iterable[str]]:
    """What stands in the document: the nodes of the default graph, and each other graph with its nodes. Each item comes in parts."""
    subjects = groupby(inside, lambda quad: quad.subject)
    nodes = ([json.dumps(_node(subject, said), ensure_ascii=False)] for subject, said in subjects)
    if isinstance(graph, DefaultGraph):
        yield from nodes
    else:
        yield chain([f'{{"@id": {json.dumps(_name(graph), ensure_ascii=False)}, "@graph": ['], _separated(nodes), ["]}"])


def _separated(items: Iterable[Iterable[str]]) -> Iterator[str]:
    between = "\n"
    for parts in items:
        yield between
        yield from parts
        between = ",\n"


def _node(subject: object, said: Iterable[Quad]) -> dict[str, object]:
    node: dict[str, list[object]] = {}
    for quad in said:
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            node.setdefault("@type", []).append(_short(quad.object.value))
        else:
            node.setdefault(_short(quad.predicate.value), []).append(_value(quad.object))
    return {"@id": _name(subject), **node}


def _short(iri: str) -> str:
    """A term for a property or a class, or its whole IRI."""
    local = iri.removeprefix(PREFIXES["kg"])
    is_ours = local != iri and local not in _TERMS and _LOCAL.fullmatch(local)
    return local if is_ours else _SHORT.get(iri, iri)


def _name(node: object) -> str:
    if isinstance(node, NamedNode):
        return node.value
    if isinstance(node, BlankNode):
        return f"_:{node.value}"
    raise UsageError("JSON-LD cannot hold what is said of a triple; ask for trig or nq")


def _value(node: NamedNode | BlankNode | Literal | Triple) -> object:
    if not isinstance(node, Literal):
        return {"@id": _name(node)}
    if node.language:
        direction = {"@direction": str(node.direction)} if node.direction else {}
        return {"@language": node.language, "@value": node.value, **direction}
    if node.datatype == _STRING:
        return node.value
    if node.datatype == _INTEGER and node.value == _canonical(node.value):
        return int(node.value)
    return {"@type": node.datatype.value, "@value": node.value}


def _canonical(written: str) -> str:
    """A whole number as JSON and XML Schema both write it; "" for what is none, or is too large."""
    number = int(written) if re.fullmatch(r"-?[0-9]{1,16}", written) else _LARGEST
    return str(number) if abs(number) < _LARGEST else ""
