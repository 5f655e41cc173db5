"""What Sparnatural, a query builder for people who know no SPARQL, must know of the graph.

It is made of the ontology, as SHACL with Sparnatural's annotations (docs.sparnatural.eu, "SHACL configuration"): a shape a
class, with the properties that its things have in the merged knowledge, and for each the control by which a value is chosen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.ontology import PARENT, PREFIXES, kg, term, vocabulary

_NAMESPACES = {
    "sh": "http://www.w3.org/ns/shacl#",
    "dash": "http://datashapes.org/dash#",
    "core": "http://data.sparna.fr/ontologies/sparnatural-config-core#",
    "sources": "http://data.sparna.fr/ontologies/sparnatural-config-datasources#",
    "shape": "https://w3id.org/isnad/sparnatural#",
}
_SCHEMA = "https://schema.org/"
_DOMAIN = (term("rdfs:domain"), NamedNode(f"{_SCHEMA}domainIncludes"))
_RANGE = (term("rdfs:range"), NamedNode(f"{_SCHEMA}rangeIncludes"))
_CLASSES = (*PARENT, "Article")
_NOT_ASKED = ("kind", "text", "subEventOf")
"""Properties of those classes that the merged knowledge has not, or says otherwise: a thing's class is chosen as its class."""
_NAME = "name"
_NAMED = {"Entity": "rdfs:label", "Event": "rdfs:label", "Article": "dcterms:title"}
"""By which property the things of a class, and of those below it, are called."""
_NAME_LABELS = (Literal("الاسم", language="ar"), Literal("name", language="en"))
_LISTED = """SELECT DISTINCT ?uri ?label WHERE {
  ?domain $type $domain ; $property ?uri .
  GRAPH ?ontology { ?uri <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(LANG(?label) = $lang) }
} ORDER BY ?label"""
"""Those members of a closed list that occur. Their names are in the graph of the ontology, which is no part of the default graph."""
_FOUND = """SELECT DISTINCT ?uri (STR(?name) AS ?label) WHERE {
  ?domain $type $domain ; $property ?uri .
  ?uri $type $range ; <http://www.w3.org/2000/01/rdf-schema#label> ?name
  FILTER(CONTAINS(LCASE(STR(?name)), LCASE("$key")))
} ORDER BY STRLEN(STR(?name)) ?label LIMIT 20"""
"""Things by a part of their name in either language; Sparnatural's own search has one, and many things have an Arabic name alone."""

Facts = Mapping[NamedNode, Mapping[NamedNode, list[NamedNode | Literal]]]
"""What the ontology says: term to property to values."""


@cache
def turtle(language: str | None) -> bytes:
    """The configuration; `language` leaves the names of one, without its tag."""
    triples = [each for triple in _triples(_facts()) if (each := _told(triple, language))]
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES | _NAMESPACES) or b""


def _told(triple: Triple, language: str | None) -> Triple | None:
    text = triple.object
    if language is None or not isinstance(text, Literal) or not text.language:
        return triple
    return Triple(triple.subject, triple.predicate, Literal(text.value)) if text.language == language else None


def _facts() -> Facts:
    found: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in sorted(vocabulary(), key=str):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            found[triple.subject][triple.predicate].append(triple.object)
    return found


def _triples(facts: Facts) -> Iterator[Triple]:
    for order, name in enumerate(_CLASSES, 1):
        yield from _class(facts, name, order)
    for prop, said in facts.items():
        domains = [domain for domain in _related(said, _DOMAIN) if domain in _CLASSES]
        local = prop.value.removeprefix(PREFIXES["kg"])
        if domains and local not in _NOT_ASKED and (ranges := _related(said, _RANGE)):
            yield from (Triple(_shape(domain), _term("sh:property"), _shape(local)) for domain in domains)
            yield from _named(_shape(local), said, _term("sh:name"))
            yield Triple(_shape(local), _term("sh:path"), prop)
            yield from _values(_shape(local), ranges)
    for name in sorted(_lists(facts)):
        yield Triple(_shape(name), term("rdf:type"), _term("sh:NodeShape"))
        yield from _named(_shape(name), facts[kg(name)], term("rdfs:label"))
    for source, query in (("listed", _LISTED), ("found", _FOUND)):
        yield Triple(_shape(source), _term("sources:queryString"), Literal(query))


def _class(facts: Facts, name: str, order: int) -> Iterator[Triple]:
    shape, parent = _shape(name), PARENT.get(name)
    yield Triple(shape, term("rdf:type"), _term("sh:NodeShape"))
    yield Triple(shape, _term("sh:targetClass"), kg(name))
    yield Triple(shape, _term("sh:order"), Literal(order))
    yield from _named(shape, facts[kg(name)], term("rdfs:label"))
    if parent:
        yield Triple(kg(name), term("rdfs:subClassOf"), kg(parent))
    if path := _NAMED.get(name):
        label = _shape(f"{name}.{_NAME}")
        yield Triple(shape, _term("sh:property"), label)
        yield Triple(label, _term("sh:path"), term(path))
        yield Triple(label, _term("dash:propertyRole"), _term("dash:LabelRole"))
        yield from (Triple(label, _term("sh:name"), words) for words in _NAME_LABELS)
        yield from _values(label, [term("rdf:langString").value])


def _named(shape: NamedNode, said: Mapping[NamedNode, list[NamedNode | Literal]], by: NamedNode) -> Iterator[Triple]:
    yield from (Triple(shape, by, label) for label in said[term("rdfs:label")])
    yield from (Triple(shape, _term("sh:description"), meaning) for meaning in said[term("skos:definition")])


def _values(shape: NamedNode, ranges: list[str]) -> Iterator[Triple]:
    """What a property's values are, and how they are chosen."""
    widget = _widget(ranges)
    yield Triple(shape, _term("dash:searchWidget"), _term(f"core:{widget}"))
    if ranges[0].startswith("http"):
        yield Triple(shape, _term("sh:datatype"), NamedNode(ranges[0]))
        return
    is_list = widget == "ListProperty"
    yield Triple(shape, _term("sources:datasource"), _shape("listed" if is_list else "found"))
    if is_list:
        yield Triple(shape, _term("sh:node"), _shape(ranges[0]))
    elif len(ranges) == 1:
        yield Triple(shape, _term("sh:class"), kg(ranges[0]))
    else:
        yield from _either(shape, ranges)


def _either(shape: NamedNode, ranges: Iterable[str]) -> Iterator[Triple]:
    """The values are of one of these classes: `sh:or` with a list of shapes."""
    subject: NamedNode | BlankNode = shape
    local, predicate = shape.value.rpartition("#")[2], _term("sh:or")
    for name in ranges:
        item, choice = BlankNode(f"{local}{name}"), BlankNode(f"{local}{name}Choice")
        yield Triple(subject, predicate, item)
        yield Triple(item, term("rdf:first"), choice)
        yield Triple(choice, _term("sh:class"), kg(name))
        yield Triple(choice, _term("dash:searchWidget"), _term("core:AutocompleteProperty"))
        subject, predicate = item, term("rdf:rest")
    yield Triple(subject, predicate, term("rdf:nil"))


def _widget(ranges: list[str]) -> str:
    datatype = ranges[0].rpartition("#")[2] if ranges[0].startswith("http") else ""
    if not datatype:
        return "AutocompleteProperty" if ranges[0] in _CLASSES else "ListProperty"
    return {"date": "TimeProperty-Date", "integer": "NumberProperty", "decimal": "NumberProperty"}.get(datatype, "SearchProperty")


def _lists(facts: Facts) -> set[str]:
    """Classes whose members the ontology names."""
    found = {name for said in facts.values() for name in _related(said, _RANGE)}
    return {name for name in found if not name.startswith("http") and name not in _CLASSES}


def _related(said: Mapping[NamedNode, list[NamedNode | Literal]], predicates: Iterable[NamedNode]) -> list[str]:
    """Classes of ours by their local names, datatypes of others by their IRIs; the most exact datatype is the first."""
    return [each.value.removeprefix(PREFIXES["kg"]) for predicate in predicates for each in said[predicate]]


def _shape(local: str) -> NamedNode:
    return NamedNode(_NAMESPACES["shape"] + local)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_NAMESPACES[prefix] + local)
