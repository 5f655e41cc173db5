"""Which of the mentions, events and claims that are read in annotated articles are right, and how sure the reader was of them.

What is right is what `kg evaluate` counts as right: events and entities are paired with those of the annotations, and a claim is right
where its event is paired and has that argument. What the annotations cannot tell is left out: a relation of an entity that they lack, a
statement of somebody who says something else, an actor type where they have none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from aligned import read_article, read_until
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.describe import Describer
from kg.evaluate.alignment import Alignment
from kg.evaluate.entities import gold_mentions, pair_entities
from kg.evaluate.events import locate, pair_events, touches
from kg.evaluate.gold import ACTOR_TYPES, FIGURES, ROLES, GoldArticle, GoldEvent, GoldStatement, read_gold
from kg.evaluate.graph import FoundArticle, FoundNode, local
from kg.evaluate.graph import read_article as read_graph
from kg.extract.calibration import EVENT, MENTION, STATEMENT, Table, calibrated
from kg.extract.pipeline import PipelineExtractor
from kg.gazetteer import Gazetteer
from kg.link import link
from kg.model import Article, Extraction, LinkedArticle, Reader, Span
from kg.ontology import Instances, kg, term, top
from kg.resolve import reports

RELATIONS = ("affiliatedWith", "country", "partOf", "locatedIn")
_ARGUMENTS = frozenset((*ROLES, *FIGURES, *ACTOR_TYPES, "agent", "date", "status", "subEventOf"))
"""Those that annotations have too."""
_GOLD_TYPES = {"ArmedGroupMembers": "ArmedGroup", "UnknownActor": "Unknown"}
"""Actor types that annotations call otherwise than the ontology."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that was read: its sort, as `kg.extract.calibration` has it, how sure it is, and whether it is right."""

    article: str
    sort: str
    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as it was read, with the confidences of those who read, and its annotations."""

    article: Article
    extraction: Extraction
    gold: GoldArticle


def read(folder: Path, extractor: PipelineExtractor) -> Iterator[ReadArticle]:
    """The annotated articles of a folder, read."""
    for gold in read_gold(folder):
        if gold.path.with_suffix(".txt").exists():
            article, _ = read_article(gold.path)
            doc = read_until(extractor, article, "")
            reader = Reader(extractor.name, extractor.version, extractor.settings)
            yield ReadArticle(article, Extraction(reader, doc._.mentions, doc._.events, doc._.relations), gold)


def read_before(folder: Path, extractions: Mapping[str, Extraction]) -> Iterator[ReadArticle]:
    """The annotated articles of a folder that were read elsewhere: by their ids what was read."""
    for gold in read_gold(folder):
        if gold.id in extractions:
            yield ReadArticle(read_article(gold.path)[0], extractions[gold.id], gold)


def judged(articles: Iterable[ReadArticle], gazetteer: Gazetteer, table: Table) -> Iterator[Judged]:
    """Everything in some articles that the annotations can judge, with its confidence by a table of `kg.extract.calibration`."""
    describer = Describer(Instances(), gazetteer)
    for each in articles:
        linked = link(each.article, calibrated(each.extraction, table), gazetteer)
        store, graph = Store(), describer.instances.article(each.article.id)
        triples = describer.article(linked, reports(linked, gazetteer), {})
        store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        yield from _Judge.of(each.gold, linked, store, graph).judged()


@dataclass(frozen=True, slots=True)
class _Judge:
    """One article's graph beside its annotations."""

    gold: GoldArticle
    linked: LinkedArticle
    store: Store
    graph: NamedNode
    found: FoundArticle
    alignment: Alignment
    events: Mapping[str, GoldEvent]
    """By the keys of the nodes that they were paired with."""

    @classmethod
    def of(cls, gold: GoldArticle, linked: LinkedArticle, store: Store, graph: NamedNode) -> "_Judge":
        """For one article's graph, which is all that its store holds."""
        found = read_graph(store, graph)
        entities = pair_entities(gold.entities, found.entities)
        alignment = Alignment({node.key: entity.id for entity, node in entities.pairs}, gold.names)
        events = pair_events(linked.article.text, gold.events, found.events, alignment)
        paired = {node.key: event for event, node in events.pairs}
        alignment = replace(alignment, events={key: event.id for key, event in paired.items()})
        return cls(gold, linked, store, graph, found, alignment, paired)

    def judged(self) -> Iterator[Judged]:
        """All that can be judged."""
        yield from self._mentions()
        for node in self.found.events:
            yield self._judged(EVENT, self._sureness(node), is_right=node.key in self.events)
            yield from self._claims(node, self._is_argument)
        for node in self.found.statements:
            if (said := self._said(node)) is not None:
                yield self._judged(STATEMENT, self._sureness(node), is_right=bool(said))
                yield from self._claims(node, self._is_said)
        for node in self.found.entities:
            yield from self._claims(node, self._is_related)

    def _judged(self, sort: str, confidence: float, *, is_right: bool) -> Judged:
        return Judged(self.gold.id, sort, confidence, is_right)

    def _mentions(self) -> Iterator[Judged]:
        wanted = set(gold_mentions(self.linked.article.text, self.gold.entities))
        for mention in self.linked.extraction.mentions:
            if mention.type == "name":
                yield self._judged(MENTION, mention.confidence, is_right=(mention.span, top(mention.kind)) in wanted)

    def _sureness(self, node: FoundNode) -> float:
        """How sure an event is: its mentions are as sure, but for words that name something else too."""
        spans = [self._number(self._span(span), term("itsrdf:taConfidence")) for span in node.spans]
        return min(spans, default=0.0)

    def _span(self, span: Span) -> NamedNode:
        return Instances().span(self.gold.id, span)

    def _number(self, node: NamedNode, name: NamedNode) -> float:
        told = self.store.quads_for_pattern(node, name, None, self.graph)
        return next((float(quad.object.value) for quad in told if isinstance(quad.object, Literal)), 0.0)

    def _claims(self, node: FoundNode, is_right: "_Rule") -> Iterator[Judged]:
        subject = NamedNode(node.key.strip("<>"))
        for quad in self.store.quads_for_pattern(None, term("rdf:subject"), subject, self.graph):
            if isinstance(quad.subject, NamedNode):
                name, value = self._told(quad.subject, "rdf:predicate"), self._told(quad.subject, "rdf:object")
                right = is_right(node, local(name), value)
                if right is not None:
                    yield self._judged(local(name), self._number(quad.subject, kg("confidence")), is_right=right)

    def _told(self, claim: NamedNode, name: str) -> str:
        quad = next(self.store.quads_for_pattern(claim, term(name), None, self.graph))
        return quad.object.value if isinstance(quad.object, Literal) else str(quad.object)

    def _is_argument(self, node: FoundNode, name: str, value: str) -> bool | None:
        event, role = self.events.get(node.key), "perpetrator" if name == "agent" else name
        if event is None or name not in _ARGUMENTS:
            return None if name not in _ARGUMENTS else False
        if name in ACTOR_TYPES:
            types = event.actor_types.get(name)
            return None if types is None else _GOLD_TYPES.get(local(value), local(value)) in types
        if role in ROLES:
            return self.alignment.entity(value) in event.roles[role]
        figures = {(figure.property, figure.value) for figure in event.figures}
        single = {("date", event.date), ("status", event.status), ("subEventOf", event.part_of)}
        return (name, self.alignment.event(value) if name == "subEventOf" else local(value)) in figures | single

    def _is_related(self, node: FoundNode, name: str, value: str) -> bool | None:
        subject, other = self.alignment.entities.get(node.key), self.alignment.entities.get(value)
        if name not in RELATIONS or subject is None or other is None:
            return None
        return (subject, name, other) in {relation.triple for relation in self.gold.relations}

    def _said(self, node: FoundNode) -> list[GoldStatement] | None:
        """The statements that a node reports: none where its speaker says nothing; None where he says something else only."""
        speakers = {self.alignment.entity(key) for key in node.values("speaker")}
        his = [statement for statement in self.gold.statements if statement.speaker in speakers]
        touched = [statement for statement in his if self._touches(node, statement)]
        return touched if touched or not his else None

    def _touches(self, node: FoundNode, statement: GoldStatement) -> bool:
        zone = locate(self.linked.article.text, statement.evidence)
        return zone is not None and any(touches(span, [zone]) for span in node.spans + node.evidence)

    def _is_said(self, node: FoundNode, name: str, value: str) -> bool | None:
        said = self._said(node) or []
        if name == "speaker":
            return bool(said)
        return any(self.alignment.either(value) in statement.about for statement in said) if name == "about" and said else None


class _Rule(Protocol):
    """How a claim is judged."""

    def __call__(self, node: FoundNode, name: str, value: str) -> bool | None:
        """Whether it is right; None where the annotations cannot tell."""
        ...
