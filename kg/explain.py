"""Says why reports of events were or were not held to be of one event, from the matches that the graph keeps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import UsageError
from kg.ontology import PREFIXES, Instances, kg, term


@dataclass(frozen=True, slots=True)
class ReportRef:
    """One report of an event: its id, the node that it is part of, and the article that makes it."""

    id: str
    node: str
    article: str
    title: str
    label: str
    """The node's Arabic label."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was decided about two reports, and why. `score` is a decimal from 0 to 1, as the graph has it."""

    left: ReportRef
    right: ReportRef
    decision: str
    """"Same", "Different" or "Near"."""
    score: str
    reason_ar: str
    reason_en: str


def explain(store: Store, instances: Instances, event: str, other: str | None = None) -> list[Explanation]:
    """The comparisons of an event's reports with each other and with any other event's; with `other`, those between the two only.

    Events are given by IRI, short name or id («event:ID»), a node's or a report's (then its node is meant). The surest
    come first. Reports that were never compared, or were plainly different, have no match in the graph: they are not here.
    Raises UsageError for an event that is not there.
    """
    graph = _Events(store, instances)
    ours = graph.reports(event)
    matches = {match for report in ours for match in graph.matches(report)}
    if other is not None:
        theirs = graph.reports(other)
        matches = {match for match in matches if graph.between(match, ours, theirs)}
    return sorted((graph.explanation(match) for match in matches), key=lambda e: (-float(e.score), e.left.id, e.right.id))


class _Events:
    """Reads events, their reports and their matches out of a graph."""

    def __init__(self, store: Store, instances: Instances) -> None:
        self.store = store
        self.instances = instances
        self.match_graph = instances.graph("matches")

    def reports(self, given: str) -> frozenset[NamedNode]:
        """All reports of the event that an IRI or id names."""
        start = f"{self.instances.base}event/"
        identifier = given.removeprefix(start).removeprefix("event:")
        event = NamedNode(start + identifier) if _is_id(identifier) else None
        if event is None or not any(self.store.quads_for_pattern(event, None, None, None)):
            raise UsageError(f"there is no event {given!r} in the graph; `kg query incidents` lists events with their ids")
        node = self.node(event)
        replaced = (q.subject for q in self.store.quads_for_pattern(None, term("dcterms:isReplacedBy"), node, None))
        return frozenset({node, *(subject for subject in replaced if isinstance(subject, NamedNode))})

    def node(self, report: NamedNode) -> NamedNode:
        """The event node that a report is part of."""
        return next(_nodes(q.object for q in self.store.quads_for_pattern(report, term("dcterms:isReplacedBy"), None, None)), report)

    def matches(self, report: NamedNode) -> Iterator[NamedNode]:
        """The matches that a report is one side of."""
        for side in ("left", "right"):
            yield from _nodes(q.subject for q in self.store.quads_for_pattern(None, kg(side), report, self.match_graph))

    def between(self, match: NamedNode, ours: frozenset[NamedNode], theirs: frozenset[NamedNode]) -> bool:
        """Whether a match has one of our reports on one side and one of theirs on the other."""
        left, right = self._side(match, "left"), self._side(match, "right")
        return (left in ours and right in theirs) or (left in theirs and right in ours)

    def explanation(self, match: NamedNode) -> Explanation:
        """A match, put together."""
        reasons = {q.object.language: q.object.value for q in self._facts(match, "reason") if isinstance(q.object, Literal)}
        return Explanation(
            left=self._report(self._side(match, "left")),
            right=self._report(self._side(match, "right")),
            decision=self._value(match, "decision").removeprefix(PREFIXES["kg"]),
            score=self._value(match, "score"),
            reason_ar=reasons.get("ar", ""),
            reason_en=reasons.get("en", ""),
        )

    def _facts(self, match: NamedNode, name: str) -> Iterator[Quad]:
        return self.store.quads_for_pattern(match, kg(name), None, self.match_graph)

    def _side(self, match: NamedNode, side: str) -> NamedNode:
        return next(_nodes(q.object for q in self._facts(match, side)))

    def _value(self, match: NamedNode, name: str) -> str:
        return next((q.object.value for q in self._facts(match, name) if isinstance(q.object, NamedNode | Literal)), "")

    def _report(self, report: NamedNode) -> ReportRef:
        node = self.node(report)
        article = self._article(report, node)
        return ReportRef(
            id=self._id(report),
            node=self._id(node),
            article=self.instances.article_identifier(article.value) or "" if article else "",
            title=self._text(article, "dcterms:title") if article else "",
            label=self._text(node, "rdfs:label"),
        )

    def _article(self, report: NamedNode, node: NamedNode) -> NamedNode | None:
        """The article whose graph says that the report became the node; for the node's own report, the one that does not say so."""
        replaced = {q.graph_name for q in self.store.quads_for_pattern(None, term("dcterms:isReplacedBy"), node, None)}
        if report != node:
            quads = self.store.quads_for_pattern(report, term("dcterms:isReplacedBy"), node, None)
            return next((g for g in _nodes(q.graph_name for q in quads) if self._is_article(g)), None)
        mentions = self.store.quads_for_pattern(None, term("itsrdf:taIdentRef"), node, None)
        return min(_nodes(q.graph_name for q in mentions if q.graph_name not in replaced), key=lambda g: g.value, default=None)

    def _is_article(self, graph: NamedNode) -> bool:
        return self.instances.article_identifier(graph.value) is not None

    def _text(self, subject: NamedNode, name: str) -> str:
        literals = [q.object for q in self.store.quads_for_pattern(subject, term(name), None, None) if isinstance(q.object, Literal)]
        return next((literal.value for literal in literals if literal.language == "ar"), literals[0].value if literals else "")

    def _id(self, node: NamedNode) -> str:
        return node.value.removeprefix(f"{self.instances.base}event/")


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[\w.~-]+", text, re.ASCII) is not None


def _nodes(terms: Iterable[object]) -> Iterator[NamedNode]:
    return (each for each in terms if isinstance(each, NamedNode))
