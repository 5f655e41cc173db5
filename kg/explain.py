"""Says why reports of events were or were not held to be of one event, from the matches that the graph keeps; and what people
decided about an event.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.decisions import Anchor
from kg.errors import UsageError
from kg.identity import event_id
from kg.model import Span
from kg.ontology import PREFIXES, Instances, kg, term
from kg.standing import Standing


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
    decided_by: str | None = None
    """The person whose decision it is, where it is not the program's."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is told of two events in one respect: the values of each, sorted, as people read them; empty where none is known."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two events, or reports of one, that no comparison in the graph is between."""

    left: str
    right: str
    """Ids of their nodes: one id where both are of one event by way of its other reports."""
    shared: tuple[str, ...]
    """Identifiers of the articles that report both: an article tells its events apart, so they are never held to be one."""
    aspects: tuple[Aspect, ...]


_ASPECTS = {"status": "mainStatus", "class": "kind", "date": "date", "place": "place", "killed": "killed", "injured": "injured"}
"""In which respects two events are set side by side, and the property that tells it."""


def explain(store: Store, instances: Instances, event: str, other: str | None = None) -> list[Explanation]:
    """The comparisons of an event's reports with each other and with any other event's; with `other`, those between the two only.

    Events are given by IRI, short name or id («event:ID»), a node's or a report's (then its node is meant). The surest
    come first. Reports that were never compared, or not found near enough to each other, have no match in the graph: they are not
    here (see `side_by_side`).
    Raises UsageError for an event that is not there.
    """
    graph = EventGraph(store, instances)
    ours = graph.reports(event)
    matches = {match for report in ours for match in graph.matches(report)}
    if other is not None:
        theirs = graph.reports(other)
        matches = {match for match in matches if graph.between(match, ours, theirs)}
    return sorted((graph.explanation(match) for match in matches), key=lambda e: (-float(e.score), e.left.id, e.right.id))


def side_by_side(store: Store, instances: Instances, event: str, other: str) -> SideBySide:
    """What is told of two events, so that a person sees in what they agree and differ, though no comparison of theirs was kept.

    Events are given as in `explain`. Raises UsageError for one that is not there.
    """
    graph = EventGraph(store, instances)
    left, right = (graph.node(graph.event(given)) for given in (event, other))
    ours, theirs = graph.articles(left), graph.articles(right)
    aspects = (Aspect(name, graph.values(left, of), graph.values(right, of)) for name, of in _ASPECTS.items())
    known = tuple(aspect for aspect in aspects if aspect.left or aspect.right)
    return SideBySide(graph.id(left), graph.id(right), tuple(sorted(ours & theirs)), known)


def article_identifiers(store: Store) -> list[str]:
    """The identifiers of all articles in a graph, sorted."""
    quads = store.quads_for_pattern(None, term("dcterms:identifier"), None, None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})


def sources(store: Store, instances: Instances, event: str) -> tuple[int, int] | None:
    """How many articles report an incident, and how many origins they go back to; None of other events.

    An event is given as in `explain`. Raises UsageError for one that is not there.
    """
    graph = EventGraph(store, instances)
    node = graph.node(graph.event(event))
    found = [store.quads_for_pattern(node, kg(name), None, instances.graph("summary")) for name in ("reports", "independentSources")]
    counts = [int(quad.object.value) for quads in found for quad in quads if isinstance(quad.object, Literal)]
    return (counts[0], counts[1]) if len(counts) == 2 else None


def decisions_about(store: Store, instances: Instances, event: str, standings: Iterable[Standing]) -> list[Standing]:
    """What people decided about an event, or about a report that it was made of, even if it has left the graph for that.

    An event is given as in `explain`. Raises UsageError for one that neither is there nor was decided about.
    """
    graph = EventGraph(store, instances)
    reports: frozenset[NamedNode] = frozenset()
    identifiers, missing = {event.removeprefix(f"{instances.base}event/").removeprefix("event:")}, None
    try:
        reports = graph.reports(event)
    except UsageError as error:
        missing = error
    identifiers |= {graph.id(report) for report in reports}
    triggers = [trigger for report in reports for trigger in graph.triggers(report)]
    found = [s for s in standings if any(_means(anchor, identifiers, triggers) for anchor in s.judgement.anchors())]
    if missing and not found:
        raise missing
    return found


def _means(anchor: Anchor, identifiers: Container[str], triggers: Iterable[tuple[str, Span]]) -> bool:
    """Whether an anchor is that of one of some reports, or of what an earlier reader took for one."""
    if anchor.sort is None:
        return False
    exact = event_id(anchor.article, anchor.sort, anchor.span.begin, anchor.ordinal) in identifiers
    return exact or any(article == anchor.article and span.overlaps(anchor.span) for article, span in triggers)


class EventGraph:
    """Reads events, their reports and their matches out of a graph."""

    def __init__(self, store: Store, instances: Instances) -> None:
        self.store = store
        self.instances = instances
        self.match_graph = instances.graph("matches")

    def event(self, given: str) -> NamedNode:
        """The event, or report of one, that an IRI or id names. Raises UsageError where there is none."""
        start = f"{self.instances.base}event/"
        identifier = given.removeprefix(start).removeprefix("event:")
        event = NamedNode(start + identifier) if _is_id(identifier) else None
        if event is None or not any(self.store.quads_for_pattern(event, None, None, None)):
            raise UsageError(f"there is no event {given!r} in the graph; `kg query incidents` lists events with their ids")
        return event

    def reports(self, given: str) -> frozenset[NamedNode]:
        """All reports of the event that an IRI or id names."""
        node = self.node(self.event(given))
        replaced = (q.subject for q in self.store.quads_for_pattern(None, term("dcterms:isReplacedBy"), node, None))
        return frozenset({node, *(subject for subject in replaced if isinstance(subject, NamedNode))})

    def node(self, report: NamedNode) -> NamedNode:
        """The event node that a report is part of."""
        return next(_nodes(q.object for q in self.store.quads_for_pattern(report, term("dcterms:isReplacedBy"), None, None)), report)

    def articles(self, node: NamedNode) -> set[str]:
        """Identifiers of the articles that report an event."""
        named = self.store.quads_for_pattern(None, term("itsrdf:taIdentRef"), node, None)
        found = (self.instances.article_identifier(graph.value) for graph in _nodes(quad.graph_name for quad in named))
        return {identifier for identifier in found if identifier}

    def values(self, node: NamedNode, name: str) -> tuple[str, ...]:
        """The values of a property of an event, each once, sorted: literals, Arabic labels, or the names of terms."""
        objects = [quad.object for quad in self.store.quads_for_pattern(node, kg(name), None, DefaultGraph())]
        entities = [each for each in _nodes(objects) if not each.value.startswith(PREFIXES["kg"])]
        labels = {each.value: self._text(each, "rdfs:label") or each.value for each in entities}
        values = (each.value.removeprefix(PREFIXES["kg"]) for each in objects if isinstance(each, NamedNode | Literal))
        return tuple(sorted({labels.get(value, value) for value in values}))

    def triggers(self, report: NamedNode) -> Iterator[tuple[str, Span]]:
        """The words that name a report's event in its article, with the article's identifier."""
        article = self.article(report)
        identifier = self.instances.article_identifier(article.value) if article else None
        quads = self.store.quads_for_pattern(None, term("itsrdf:taIdentRef"), self.node(report), article)
        for quad in quads if identifier else ():
            begin, _, end = str(quad.subject).rstrip(">").rpartition("#char=")[2].partition(",")
            yield identifier or "", Span(int(begin), int(end))

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
            decided_by=self._value(match, "decidedBy") or None,
        )

    def _facts(self, match: NamedNode, name: str) -> Iterator[Quad]:
        return self.store.quads_for_pattern(match, kg(name), None, self.match_graph)

    def _side(self, match: NamedNode, side: str) -> NamedNode:
        return next(_nodes(q.object for q in self._facts(match, side)))

    def _value(self, match: NamedNode, name: str) -> str:
        return next((q.object.value for q in self._facts(match, name) if isinstance(q.object, NamedNode | Literal)), "")

    def _report(self, report: NamedNode) -> ReportRef:
        node = self.node(report)
        article = self.article(report)
        return ReportRef(
            id=self.id(report),
            node=self.id(node),
            article=self.instances.article_identifier(article.value) or "" if article else "",
            title=self._text(article, "dcterms:title") if article else "",
            label=self._text(node, "rdfs:label"),
        )

    def article(self, report: NamedNode) -> NamedNode | None:
        """The article that makes a report: whose graph says that it became a node; for the node's own, the one that does not."""
        node = self.node(report)
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

    def id(self, node: NamedNode) -> str:
        """The id of an event or report."""
        return node.value.removeprefix(f"{self.instances.base}event/")


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[\w.~-]+", text, re.ASCII) is not None


def _nodes(terms: Iterable[object]) -> Iterator[NamedNode]:
    return (each for each in terms if isinstance(each, NamedNode))
