"""The page of the ontology, made of `kg.ttl`: classes as a tree, properties as a table, closed lists; with what the data have of each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, url_for

from kg.errors import StoreError
from kg.incidents import Named
from kg.ontology import PARENT, PREFIXES, term, vocabulary
from kg.queries import HTML, Literal, NamedNode, Term
from kg.stats import Contents, read_counts
from kg.web.context import Context
from kg.web.pages.rendering import language, render
from kg.web.pages.rows import Row, local, named, text

_KG = PREFIXES["kg"]
_DOMAIN = ("rdfs:domain", "https://schema.org/domainIncludes")
_RANGE = ("rdfs:range", "https://schema.org/rangeIncludes")
_ALIKE = ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:closeMatch")
_SHORT = PREFIXES | {"schema": "https://schema.org/", "org": "http://www.w3.org/ns/org#", "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/"}


@dataclass(frozen=True, slots=True)
class Example:
    """Something in the data that has the term, and what it has of it."""

    what: Named
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A term of the ontology. Other terms are given by local names where they are ours, else by prefixed names."""

    name: str
    label: str
    meaning: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    alike: tuple[str, ...]
    """Terms of other vocabularies that it is a special case of, or close to."""
    codes: tuple[tuple[str, str], ...]
    """Pairs of a classification, by the name of its datatype, and a code."""
    count: int | None
    """How many things or triples the merged knowledge has of it; None where it is not counted there."""
    example: Example | None


@dataclass(slots=True)
class Branch:
    """A class with its subclasses."""

    term: Shown
    children: list["Branch"] = field(default_factory=list)


def page(context: Context) -> Response:
    """Answers `/ontology`. Without a graph it has neither counts nor examples."""
    terms = _Terms(read_counts(context.settings.store / "current"), _examples(context), language())
    shown = render(
        "ontology.html",
        about=terms.about(),
        trees=terms.trees(),
        properties=terms.properties(),
        lists=terms.lists(),
        ours=terms.names(),
        classes=frozenset(PARENT),
        ontology_graph=url_for("graphs", graph=context.instances.graph("ontology").value),
    )
    return Response(shown, mimetype=HTML)


def _examples(context: Context) -> Mapping[str, Row]:
    try:
        return {local(row, "term"): row for row in context.asking.rows("ontology-examples")}
    except StoreError:
        return {}


class _Terms:
    """Reads the vocabulary for one language."""

    def __init__(self, counts: Contents | None, examples: Mapping[str, Row], chosen: str) -> None:
        self._counts = dict((*counts.classes, *counts.properties)) if counts else {}
        self._examples, self._language = examples, chosen
        self._facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in vocabulary():
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._facts[triple.subject.value][triple.predicate.value].append(triple.object)

    def about(self) -> Shown:
        """The ontology itself, its description for a meaning."""
        return self._shown(_KG.rstrip("#"), meaning="dcterms:description")

    def names(self) -> frozenset[str]:
        """Local names of all terms: what can be linked to on the page."""
        return frozenset(iri.removeprefix(_KG) for iri in self._facts if iri.startswith(_KG))

    def trees(self) -> list[Branch]:
        """The classes below no other class of ours, each with what is below it; closed lists are shown apart."""
        lists = {list_iri for list_iri, _ in self._by_list()}
        branches = {iri: Branch(self._shown(iri)) for iri in self._of_type("owl:Class") if iri not in lists}
        roots: list[Branch] = []
        for iri, branch in branches.items():
            above = [parent for parent in self._iris(iri, "rdfs:subClassOf") if parent in branches]
            (branches[above[0]].children if above else roots).append(branch)
        return roots

    def properties(self) -> list[Shown]:
        """By name."""
        return [self._shown(iri) for iri in self._of_type("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")]

    def lists(self) -> list[tuple[Shown, list[Shown]]]:
        """Each class whose members are all named, with them."""
        return [(self._shown(iri), [self._shown(member) for member in members]) for iri, members in self._by_list()]

    def _by_list(self) -> list[tuple[str, list[str]]]:
        found = defaultdict(list)
        for iri in self._of_type("owl:NamedIndividual"):
            for kind in self._iris(iri, "rdf:type"):
                if kind.startswith(_KG):
                    found[kind].append(iri)
        return sorted(found.items())

    def _of_type(self, *kinds: str) -> list[str]:
        wanted = {term(kind).value for kind in kinds}
        return sorted(iri for iri in self._facts if iri.startswith(_KG) and wanted & set(self._iris(iri, "rdf:type")))

    def _iris(self, iri: str, predicate: str) -> list[str]:
        return sorted(each.value for each in self._values(iri, predicate) if isinstance(each, NamedNode))

    def _values(self, iri: str, predicate: str) -> list[Term]:
        return self._facts[iri][predicate if predicate.startswith("http") else term(predicate).value]

    def _words(self, iri: str, predicate: str) -> str:
        found = (each for each in self._values(iri, predicate) if isinstance(each, Literal))
        return next((each.value for each in found if each.language == self._language), "")

    def _shown(self, iri: str, meaning: str = "skos:definition") -> Shown:
        codes = [each for each in self._values(iri, "skos:notation") if isinstance(each, Literal)]
        name = iri.removeprefix(_KG)
        return Shown(
            name,
            self._words(iri, "rdfs:label"),
            self._words(iri, meaning),
            self._related(iri, *_DOMAIN),
            self._related(iri, *_RANGE),
            tuple(each for each in self._related(iri, *_ALIKE) if ":" in each),
            tuple(sorted((code.datatype.value.removeprefix(_KG), code.value) for code in codes)),
            self._counts.get(iri),
            _example(self._examples.get(name)),
        )

    def _related(self, iri: str, *predicates: str) -> tuple[str, ...]:
        return tuple(_short(each) for predicate in predicates for each in self._iris(iri, predicate))


def _short(iri: str) -> str:
    """The local name of a term of ours, the prefixed name of any other."""
    if iri.startswith(_KG):
        return iri.removeprefix(_KG)
    return next((f"{prefix}:{iri.removeprefix(start)}" for prefix, start in _SHORT.items() if iri.startswith(start)), iri)


def _example(row: Row | None) -> Example | None:
    what = named(row, "example") if row else None
    if row is None or what is None:
        return None
    value = text(row, "value")
    return Example(what, value if isinstance(row.get("value"), Literal) else "")
