"""A graph and its shapes, as pySHACL takes them."""

from collections.abc import Iterable, Mapping
from functools import cache

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, Variable, parse
from rdflib.namespace import SH
from rdflib.query import Result
from rdflib.term import Identifier

from kg.check.parts import GraphKind, Part
from kg.ontology import PREFIXES, term, vocabulary
from kg.resources import resource

SHAPES = rdflib.Namespace("https://w3id.org/isnad/shapes#")
_Term = NamedNode | BlankNode | Literal | Triple
_WHOLE = NamedNode(SHAPES.WholeGraph)
_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_TYPE = term("rdf:type")


class Data(rdflib.Graph):
    """What is checked. The SPARQL among the shapes is answered by Oxigraph: by rdflib it took half of the time."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__(bind_namespaces="none")
        self._oxigraph = Store()
        for each in triples:
            self.add((_node(each.subject), _node(each.predicate), _node(each.object)))
            self._oxigraph.add(Quad(each.subject, each.predicate, each.object))

    def query(  # type: ignore[override]  # rdflib's parameters, by place or by name
        self,
        query_object: str,
        processor: str = "sparql",
        result: str = "sparql",
        initNs: object = None,  # noqa: N803
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803
        use_store_provided: bool = True,  # noqa: FBT001, FBT002
        **_: object,
    ) -> Result:
        """The answer to a SELECT; what is bound beforehand, IRIs, may stand in its head alone."""
        bound: dict[Variable, _Term] = {Variable(name): NamedNode(str(iri)) for name, iri in (initBindings or {}).items()}
        found = self._oxigraph.query(query_object, substitutions=bound)
        assert isinstance(found, QuerySolutions)  # noqa: S101  # SELECT yields solutions
        names = [variable.value for variable in found.variables]
        answer = Result("SELECT")
        answer.vars = [rdflib.Variable(name) for name in names]
        answer.bindings = [{rdflib.Variable(name): _node(value) for name in names if (value := row[name])} for row in found]
        return answer


def data_of(part: Part) -> Data:
    """A part with what the shapes need to know besides: which terms there are and which it uses, and the name of its graph."""
    about: list[Triple] = [*_terms(), *(Triple(_WHOLE, NamedNode(SHAPES.uses), NamedNode(iri)) for iri in _used(part.triples))]
    if part.kind is not GraphKind.DEFAULT:
        about.append(Triple(_WHOLE, NamedNode(SHAPES.graphName), NamedNode(part.graph)))
    return Data([*about, *part.triples])


@cache
def shapes_for(kind: GraphKind) -> rdflib.Graph:
    """The shapes for one kind of graph: all of them, those that are for others only without their targets."""
    shapes = rdflib.Graph().parse(resource("ontology") / "shapes.ttl")
    for shape in set(shapes.subjects(SHAPES.appliesTo)):
        if (shape, SHAPES.appliesTo, SHAPES[kind.value]) not in shapes:
            for target in _TARGETS:
                shapes.remove((shape, target, None))
    return shapes


@cache
def _terms() -> tuple[Triple, ...]:
    """What is added to every graph: which terms the ontology defines, and what the shapes say of properties."""
    said = {NamedNode(SHAPES.readFromText), NamedNode(SHAPES.asWritten)}
    written = parse((resource("ontology") / "shapes.ttl").read_bytes(), RdfFormat.TURTLE)
    return (*(t for t in vocabulary() if t.predicate == _TYPE), *(quad.triple for quad in written if quad.predicate in said))


def _used(triples: Iterable[Triple]) -> set[str]:
    """IRIs of all properties and classes of our own ontology in some triples."""
    properties = {triple.predicate.value for triple in triples}
    classes = {t.object.value for t in triples if t.predicate == _TYPE and isinstance(t.object, NamedNode)}
    return {iri for iri in properties | classes if iri.startswith(PREFIXES["kg"])}


def _node(value: _Term) -> Identifier:
    """The same term in rdflib, literals as they are written: normalised, a wrong date could look right."""
    if isinstance(value, NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, Literal):
        datatype = None if value.language else rdflib.URIRef(value.datatype.value)
        return rdflib.Literal(value.value, lang=value.language, datatype=datatype, normalize=False)
    return rdflib.BNode(str(value))
