"""The ontology says what every term means, in both languages, and agrees with the code, the shapes and the design."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from checking import check_text
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.term import BNode, Node

from kg.ontology import PARENT, Instances
from kg.resources import resource

KG = Namespace("https://w3id.org/isnad/ontology#")
SHAPES = Namespace("https://w3id.org/isnad/shapes#")
SCHEMA = Namespace("https://schema.org/")
DESIGN = Path(__file__).parent.parent.parent / "shared" / "design" / "vocabulary.md"
with_design = pytest.mark.skipif(not DESIGN.exists(), reason="the design is not beside this checkout")

ONTOLOGY = Graph().parse(resource("ontology") / "kg.ttl")
RULES = Graph().parse(resource("ontology") / "shapes.ttl")
TERMS = sorted({str(s).removeprefix(KG) for s in ONTOLOGY.subjects() if str(s).startswith(KG)})
_PROPERTY = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
PROPERTIES = sorted({str(s).removeprefix(KG) for kind in _PROPERTY for s in ONTOLOGY.subjects(RDF.type, kind)})


def texts(subject: Node, predicate: URIRef, graph: Graph = ONTOLOGY) -> dict[str, list[str]]:
    """The texts that a node has for a property, by language."""
    found: dict[str, list[str]] = {}
    for text in graph.objects(subject, predicate):
        assert isinstance(text, Literal)
        found.setdefault(str(text.language), []).append(str(text))
    return found


def members(shape: URIRef) -> set[Node]:
    """What the closed list of a shape holds."""
    return set(Collection(RULES, RULES.value(shape, SH["in"])))


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_every_term_is_explained_once_in_arabic_and_once_in_english(name: str, predicate: URIRef) -> None:
    found = texts(KG[name], predicate)
    assert {language: len(values) for language, values in found.items()} == {"ar": 1, "en": 1}
    assert re.search("[\u0621-\u064a]", found["ar"][0])
    assert not re.search("[\u0600-\u06ff]", found["en"][0])


@pytest.mark.parametrize("name", TERMS)
def test_every_term_says_what_sort_of_term_it_is(name: str) -> None:
    assert (KG[name], RDF.type, None) in ONTOLOGY


def test_the_header_names_title_licence_version_and_description() -> None:
    ontology = URIRef("https://w3id.org/isnad/ontology")
    assert (ontology, RDF.type, OWL.Ontology) in ONTOLOGY
    assert ONTOLOGY.value(ontology, OWL.versionInfo)
    assert ONTOLOGY.value(ontology, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert texts(ontology, predicate).keys() == {"ar", "en"}


def test_classes_have_the_superclasses_that_the_code_gives_them() -> None:
    parents = {
        str(child).removeprefix(KG): str(parent).removeprefix(KG)
        for child, parent in ONTOLOGY.subject_objects(RDFS.subClassOf)
        if str(parent).startswith(KG)
    }
    assert parents == {child: parent for child, parent in PARENT.items() if parent}
    assert all((KG[name], RDF.type, OWL.Class) in ONTOLOGY for name in PARENT)


def test_there_are_no_blank_nodes_in_the_ontology() -> None:
    assert not [triple for triple in ONTOLOGY if any(isinstance(term, BNode) for term in triple)]


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_says_what_has_it(name: str) -> None:
    domains = [*ONTOLOGY.objects(KG[name], RDFS.domain), *ONTOLOGY.objects(KG[name], SCHEMA.domainIncludes)]
    assert domains
    assert all((domain, RDF.type, OWL.Class) in ONTOLOGY for domain in domains)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_range_of_a_property_is_a_class_of_ours_or_of_others(name: str) -> None:
    ranges = [*ONTOLOGY.objects(KG[name], RDFS.range), *ONTOLOGY.objects(KG[name], SCHEMA.rangeIncludes)]
    assert all((value, RDF.type, OWL.Class) in ONTOLOGY for value in ranges if str(value).startswith(KG))


def test_a_term_has_at_most_one_code_of_each_other_classification() -> None:
    codes = [(term, code.datatype) for term, code in ONTOLOGY.subject_objects(SKOS.notation) if isinstance(code, Literal)]
    assert len(codes) == len(set(codes))
    assert {datatype for _, datatype in codes} == set(ONTOLOGY.subjects(RDF.type, RDFS.Datatype))


@pytest.mark.parametrize(
    ("term", "code", "classification"),
    [
        ("SuicideBombing", "ASSAULT/suicide-attack", "plover"),
        ("Kidnapping", "6", "gtdAttackType"),
        ("Media", "10", "gtdTargetType"),
        ("Rioters", "5", "acledActorType"),
    ],
)
def test_codes_are_those_of_the_other_classifications(term: str, code: str, classification: str) -> None:
    assert (KG[term], SKOS.notation, Literal(code, datatype=KG[classification])) in ONTOLOGY


# The shapes


@pytest.mark.parametrize(("shape", "kind"), [("Status", "Status"), ("ActorType", "ActorType")])
def test_the_closed_lists_of_the_shapes_are_the_individuals_of_the_ontology(shape: str, kind: str) -> None:
    assert members(SHAPES[shape]) == set(ONTOLOGY.subjects(RDF.type, KG[kind]))


@pytest.mark.parametrize("kind", ["SpeechAct", "Qualifier", "Scope", "Decision"])
def test_the_closed_list_of_a_property_is_that_of_its_range(kind: str) -> None:
    individuals = set(ONTOLOGY.subjects(RDF.type, KG[kind]))
    (ranging,) = ONTOLOGY.subjects(RDFS.range, KG[kind])
    (shape,) = [shape for shape in RULES.subjects(SH.path, ranging) if (shape, SH["in"], None) in RULES]
    assert set(Collection(RULES, RULES.value(shape, SH["in"]))) == individuals


def test_the_shapes_ask_for_every_superclass() -> None:
    written_out = {
        (str(child).removeprefix(KG), str(parent).removeprefix(KG))
        for shape in RULES.subjects(RDF.type, SH.NodeShape)
        if str(shape).startswith(SHAPES.SubclassesOf)
        for child in RULES.objects(shape, SH.targetClass)
        for parent in RULES.objects(shape, SH["class"])
    }
    assert written_out == {(child, parent) for child, parent in PARENT.items() if parent}


def test_every_shape_that_is_asked_says_for_which_graphs_it_is() -> None:
    targets = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    asked = {shape for target in targets for shape in RULES.subjects(target)}
    assert asked == set(RULES.subjects(SHAPES.appliesTo))


def test_every_rule_has_its_message_in_arabic_and_in_english() -> None:
    shapes = set(RULES.subjects(SHAPES.appliesTo))
    ruling = (SH["class"], SH["or"], SH["not"], SH.nodeKind)
    named = {shape for shape in shapes if any((shape, predicate, None) in RULES for predicate in ruling)}
    asked = {rule for shape in shapes for predicate in (SH.property, SH.sparql) for rule in RULES.objects(shape, predicate)}
    for rule in named | asked:
        assert {language: len(found) for language, found in texts(rule, SH.message, RULES).items()} == {"ar": 1, "en": 1}


def test_the_shapes_speak_of_defined_terms_only() -> None:
    mentioned = {str(term) for triple in RULES for term in triple if isinstance(term, URIRef) and str(term).startswith(KG)}
    inside_queries = {name for query in RULES.objects(None, SH.select) for name in re.findall(r"\bkg:(\w+)", str(query))}
    assert {iri.removeprefix(KG) for iri in mentioned} | inside_queries <= set(TERMS)


# The design


def example() -> str:
    found = re.search(r"```trig\n(.*?)```", DESIGN.read_text("utf-8"), re.DOTALL)
    assert found
    return found.group(1)


def list_of_actor_types(design: str) -> set[str]:
    found = re.search(r"`kg:(Military [\w ]+)`", design)
    assert found
    return set(found.group(1).split())


@with_design
def test_every_term_of_the_design_is_defined() -> None:
    design = DESIGN.read_text("utf-8")
    assert set(re.findall(r"\bkg:(\w+)", design)) | list_of_actor_types(design) <= set(TERMS)


@with_design
def test_the_classes_of_the_design_are_nested_as_in_the_code() -> None:
    block = re.search(r"## Classes\n```\n(.*?)```", DESIGN.read_text("utf-8"), re.DOTALL)
    assert block
    path: list[str] = []
    parents: dict[str, str | None] = {}
    for indent, name in re.findall(r"^( *)kg:(\w+)", block.group(1), re.MULTILINE):
        path = [*path[: len(indent) // 2], name]
        parents |= {child: parent for parent, child in pairwise([None, *path])}
    assert {name: parent for name, parent in parents.items() if name not in ("Article", "Claim", "Match")} == PARENT


@with_design
def test_the_properties_that_the_design_marks_with_c_are_those_that_need_a_claim() -> None:
    rows = re.findall(r"^\|[^|]*\| ((?:`kg:\w+`(?:, )?)+) c \|", DESIGN.read_text("utf-8"), re.MULTILINE)
    marked = {name for row in rows for name in re.findall(r"kg:(\w+)", row)}
    assert marked == {str(p).removeprefix(KG) for p in RULES.subjects(SHAPES.readFromText)}


@with_design
def test_the_example_of_the_design_breaks_only_the_rules_that_its_abridgement_breaks() -> None:
    found = check_text(example(), Instances())
    assert {violation.node for violation in found if "does not define" in violation.message_en} == set()
    abridged = ("anchorOf", "letter for letter", "has a claim", "entity of the same graph", "is a place")
    assert [violation for violation in found if not any(words in violation.message_en for words in abridged)] == []
