"""Who is not to be named to strangers, as far as the graph and the texts say.

A person with a role at a body, named by a public office, or on a list of the gazetteer or of an authority, is a public
figure; whoever is neither is private. Someone under arrest or on trial is not named before a verdict is told, but for those
on a list: a pseudonym would not hide whom all the world knows. A child is named never.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.model import Span
from kg.ontology import Instances, kg, prefix_lines, term
from kg.public.minors import is_called_a_child
from kg.public.offices import is_named_by_office
from kg.public.verdicts import tells_of_verdict

_CASES = """
SELECT DISTINCT ?person ?event ?g ?legal WHERE {
  GRAPH ?g {
    VALUES ?part { kg:target kg:accused }
    ?event ?part ?person .
    { ?event a kg:Arrest BIND(false AS ?legal) } UNION { ?event a kg:LegalAction BIND(true AS ?legal) }
    ?person a kg:Person .
  }
}"""
_WORDS = """
SELECT DISTINCT ?words WHERE {{ GRAPH {graph} {{
  {{ ?span itsrdf:taIdentRef {event} }} UNION {{ ?claim rdf:subject {event} ; rdf:object {person} ; kg:evidence ?span }}
  ?span nif:anchorOf ?words .
  FILTER NOT EXISTS {{ {event} kg:status ?status FILTER(?status != kg:Occurred) }}
}} }}"""


class Why(StrEnum):
    """Why somebody is not named."""

    PRIVATE = "private"
    MINOR = "minor"
    ACCUSED = "accused"


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was read: its text, and which of its words name what."""

    graph: NamedNode
    text: str
    mentions: tuple[tuple[Span, NamedNode], ...]


@dataclass(frozen=True)
class Source:
    """A published graph, asked for what matters here."""

    store: Store
    instances: Instances

    def articles(self) -> Iterator[NamedNode]:
        """The graphs of articles."""
        for quad in self.store.quads_for_pattern(None, term("rdf:type"), kg("Article"), None):
            if quad.subject == quad.graph_name and isinstance(quad.subject, NamedNode):
                yield quad.subject

    def reading(self, article: NamedNode) -> Reading:
        """The text of an article, and what it names."""
        texts = (quad.object for quad in self.store.quads_for_pattern(article, kg("text"), None, article))
        text = next((found.value for found in texts if isinstance(found, Literal)), "")
        return Reading(article, text, tuple(self._mentions(article, len(text))))

    def withheld(self) -> Mapping[str, Why]:
        """The IRIs of those who are not named, and why."""
        public = set(self._officials())
        found = {n.value: Why.PRIVATE for n in self.people if n not in public and not (self._is_listed(n) or self._has_role(n))}
        found |= {node.value: Why.ACCUSED for node in self._accused() if not self._is_listed(node)}
        return found | {node.value: Why.MINOR for node in self._minors()}

    @cached_property
    def people(self) -> frozenset[NamedNode]:
        """All people."""
        found = (quad.subject for quad in self.store.quads_for_pattern(None, term("rdf:type"), kg("Person"), None))
        return frozenset(node for node in found if isinstance(node, NamedNode) and node.value.startswith(self.instances.base))

    def _mentions(self, article: NamedNode, length: int) -> Iterator[tuple[Span, NamedNode]]:
        for quad in self.store.quads_for_pattern(None, term("itsrdf:taIdentRef"), None, article):
            span = span_of(quad.subject)
            if span and span.end <= length and isinstance(quad.object, NamedNode):
                yield span, quad.object

    def _is_listed(self, person: NamedNode) -> bool:
        gazetteer = self.instances.graph("gazetteer")
        same = self.store.quads_for_pattern(person, term("owl:sameAs"), None, None)
        return any(True for _ in same) or any(True for _ in self.store.quads_for_pattern(person, None, None, gazetteer))

    def _has_role(self, person: NamedNode) -> bool:
        return any(any(True for _ in self.store.quads_for_pattern(person, kg(name), None, None)) for name in ("affiliatedWith", "role"))

    def _accused(self) -> Iterator[NamedNode]:
        """Everybody of whom an arrest or a trial is told, and no verdict."""
        cases: dict[NamedNode, bool] = {}
        for row in _rows(self.store, _CASES):
            person, event, graph = row["person"], row["event"], row["g"]
            assert isinstance(person, NamedNode)  # noqa: S101  # as the query has it
            asked = _WORDS.format(graph=graph, event=event, person=person)
            told = row["legal"].value == "true" and any(tells_of_verdict(found["words"].value) for found in _rows(self.store, asked))
            cases[person] = cases.get(person, False) or told
        return (person for person, told in cases.items() if not told)

    def _officials(self) -> Iterator[NamedNode]:
        return self._called(is_named_by_office)

    def _minors(self) -> Iterator[NamedNode]:
        return self._called(is_called_a_child)

    def _called(self, so: Callable[[str, Span], bool]) -> Iterator[NamedNode]:
        """The people of whom the words around some mention say something."""
        for article in self.articles():
            read = self.reading(article)
            yield from (node for span, node in read.mentions if node in self.people and so(read.text, span))


def span_of(node: object) -> Span | None:
    """The offsets in the IRI of a stretch of text; None for any other node."""
    _, mark, offsets = node.value.partition("#char=") if isinstance(node, NamedNode) else ("", "", "")
    begin, _, end = offsets.partition(",")
    return Span(int(begin), int(end)) if mark and begin.isdecimal() and end.isdecimal() and int(begin) < int(end) else None


def _rows(store: Store, query: str) -> QuerySolutions:
    found = store.query(prefix_lines() + query)
    assert isinstance(found, QuerySolutions)  # noqa: S101  # SELECT yields solutions
    return found
