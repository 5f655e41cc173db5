"""Turns what a person points at in the graph (an event, a claim, words of an article) into the anchors of a decision."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.arabic import fold
from kg.decisions import Anchor, BadDecision, text_hash
from kg.decisions.judgement import ACT, KIND, RELATIONS, TYPES, Said
from kg.decisions.sense import require_value
from kg.errors import UsageError
from kg.explain import EventGraph
from kg.identity import event_id
from kg.model import Span, ValueType
from kg.ontology import PREFIXES, Instances, kg, labels, sort, term

_AT = re.compile(r"(?P<article>.*)#char=(?P<begin>\d+),(?P<end>\d+)")
_NAMES = (ValueType.MENTION, ValueType.EVENT)
_RIVALS = 20
"""Events of one sort with one first trigger that are told apart."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is pointed at: its anchor and, where that is a fact, the fact."""

    anchor: Anchor
    property: str | None = None
    value: Said | None = None


class Pointing:
    """Reads a graph for what somebody points at in it."""

    def __init__(self, store: Store, instances: Instances) -> None:
        self.store = store
        self.instances = instances
        self.events = EventGraph(store, instances)

    def target(self, given: str, name: str | None = None) -> Target:
        """What an IRI or its short form means: event:ID, claim:ID, or words as article:ID#char=BEGIN,END.

        `name` is the property of which a fact is meant: of the event, or of the thing that the words name. Raises UsageError
        for what is not in the graph.
        """
        if at := _AT.fullmatch(given):
            return Target(self._words(self._article(at["article"]), Span(int(at["begin"]), int(at["end"])), name), name)
        claim = given.removeprefix(f"{self.instances.base}claim/").removeprefix("claim:")
        if claim != given:
            return self._claim(self.instances.node("claim", claim), given)
        report = self.events.event(given)
        article = self.events.article(report)
        if article is None:
            raise UsageError(f"no article of the graph reports {given!r}; point at its words as article:ID#char=BEGIN,END")
        return Target(self._anchor(article, report), name)

    def companions(self, given: str) -> int:
        """How many other reports the event has that is pointed at by its own IRI."""
        if _AT.fullmatch(given) or given.startswith((f"{self.instances.base}claim/", "claim:")):
            return 0
        return len(self.events.reports(given)) - 1

    def value(self, anchor: Anchor, name: str, given: str) -> Said:
        """A value as somebody types it: a number, date, term or words; of what has a name, BEGIN,END, the words, or what it is called.

        A term is a class or status by its name or its label in either language («تفجير انتحاري», "suicide bombing").

        Raises UsageError for what the property cannot have, and for a name that the anchor's article lacks.
        """
        if TYPES[name] in _NAMES:
            return self._named(self.instances.article(anchor.article), given)
        said = int(given) if TYPES[name] is ValueType.NUMBER and given.isdecimal() else given
        said = _term(given) if TYPES[name] is ValueType.TERM else said
        try:
            require_value(name, said)
        except BadDecision as error:
            raise UsageError(str(error)) from error
        return said

    def values(self, anchor: Anchor, name: str) -> int:
        """How many values the graph of the anchor's article has for a property of what it means."""
        return len(self._objects(anchor, name) - {kg("Occurred")}) if name not in (KIND, ACT) else 1

    def says(self, anchor: Anchor, name: str, number: int) -> bool:
        """Whether the graph of the anchor's article has a number for a property of what it means."""
        return any(isinstance(found, Literal) and found.value == str(number) for found in self._objects(anchor, name))

    def _objects(self, anchor: Anchor, name: str) -> set[object]:
        article = self.instances.article(anchor.article)
        things = {node for span, node in self._naming(article) if span == anchor.span and self._sort(article, node) == (anchor.sort or "")}
        return {quad.object for node in things for quad in self.store.quads_for_pattern(node, kg(name), None, article)}

    def _article(self, given: str) -> NamedNode:
        identifier = self.instances.article_identifier(given) or given.removeprefix("article:")
        article = self.instances.article(identifier)
        if not self.store.contains_named_graph(article):
            raise UsageError(f"there is no article {identifier!r} in the graph")
        return article

    def _words(self, article: NamedNode, span: Span, name: str | None) -> Anchor:
        if name in RELATIONS:
            return self._at(article, span)
        things = [(other != span, other, node) for other, node in self._naming(article) if other.overlaps(span)]
        for _, _, node in sorted(things, key=lambda thing: thing[:2]):
            if self._sort(article, node):
                return self._anchor(article, self._report(article, node))
        raise UsageError(f"no event is read at {span.begin},{span.end} of that article; give the place of the words that name it")

    def _claim(self, claim: NamedNode, given: str) -> Target:
        quads = list(self.store.quads_for_pattern(claim, None, None, None))
        told = {quad.predicate: quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)}
        article = next((quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)), None)
        if article is None:
            raise UsageError(f"there is no claim {given!r} in the graph")
        subject, value = NamedNode(told[term("rdf:subject")].value), told[term("rdf:object")]
        name = told[term("rdf:predicate")].value.removeprefix(PREFIXES["kg"])
        near = _span_of(told[kg("evidence")])
        if name in RELATIONS:
            anchor = self._at(article, self._name_of(article, subject, near))
        else:
            anchor = self._anchor(article, self._report(article, subject))
        if isinstance(value, NamedNode) and TYPES[name] in _NAMES:
            return Target(anchor, name, self._name_of(article, value, near))
        said = value.value.removeprefix(PREFIXES["kg"])
        return Target(anchor, name, int(said) if TYPES[name] is ValueType.NUMBER else said)

    def _anchor(self, article: NamedNode, report: NamedNode) -> Anchor:
        """The anchor of the event that an article reports, by the report's own IRI."""
        node = self.events.node(report)
        first = min(span for span, named in self._naming(article) if named == node)
        kind = self._sort(article, node)
        anchor, own = self._at(article, first), self.events.id(report)
        ordinals = (n for n in range(_RIVALS) if event_id(anchor.article, kind, first.begin, n) == own)
        return Anchor(anchor.article, anchor.text, first, kind, next(ordinals, 0))

    def _at(self, article: NamedNode, span: Span) -> Anchor:
        text = self._text(article)
        if span.end > len(text):
            raise UsageError(f"the article's text ends at {len(text)}, before {span.begin},{span.end}")
        return Anchor(self.instances.article_identifier(article.value) or "", text_hash(text), span)

    def _text(self, article: NamedNode) -> str:
        texts = self.store.quads_for_pattern(article, kg("text"), None, article)
        return next((quad.object.value for quad in texts if isinstance(quad.object, Literal)), "")

    def _report(self, article: NamedNode, node: NamedNode) -> NamedNode:
        """The IRI of an article's own report of an event node."""
        replaced = self.store.quads_for_pattern(None, term("dcterms:isReplacedBy"), node, article)
        return next((q.subject for q in replaced if isinstance(q.subject, NamedNode)), node)

    def _sort(self, article: NamedNode, node: NamedNode) -> str:
        """Incident, Meeting or Statement; empty for what is no event."""
        types = self.store.quads_for_pattern(node, term("rdf:type"), None, article)
        kinds = {q.object.value.removeprefix(PREFIXES["kg"]) for q in types if isinstance(q.object, NamedNode)}
        return next((sort(kind) for kind in sorted(kinds - {"Event"}) if "Event" in kinds), "")

    def _naming(self, article: NamedNode) -> Iterator[tuple[Span, NamedNode]]:
        """The spans of an article that name something, and what they name."""
        for quad in self.store.quads_for_pattern(None, term("itsrdf:taIdentRef"), None, article):
            if isinstance(quad.object, NamedNode):
                yield _span_of(quad.subject), quad.object

    def _name_of(self, article: NamedNode, node: NamedNode, near: Span) -> Span:
        """Where an article names something: inside some words if it does."""
        spans = [span for span, named in self._naming(article) if named == node]
        if not spans:
            raise UsageError(f"the article has no words for {node.value}; point at those that are meant as article:ID#char=BEGIN,END")
        return min(spans, key=lambda span: (not span.overlaps(near), span))

    def _named(self, article: NamedNode, given: str) -> Span:
        """The words that name something, from their place («12,17»), as they are written, or as what they name is called."""
        naming = sorted(self._naming(article), key=lambda one: (one[0], one[1].value))
        spans = [span for span, _ in naming]
        if at := re.fullmatch(r"(\d+),(\d+)", given):
            wanted = Span(int(at[1]), int(at[2]))
            found = next((span for span in spans if span == wanted), next((span for span in spans if span.overlaps(wanted)), None))
        else:
            text = self._text(article)
            written = next((span for span in spans if span.of(text) == given), None)
            found = written or next((span for span, node in naming if _alike(given) in self._called(article, node, span.of(text))), None)
        if found is None:
            raise UsageError(f"the article names nothing as {given!r}; give a name as it is written there, or its place in it as BEGIN,END")
        return found

    def _called(self, article: NamedNode, node: NamedNode, written: str) -> set[str]:
        """What something is called, in whatever spelling: in the article, in the graph, and by its IRI and the end of that."""
        names = {written, node.value, f"entity:{node.value.rpartition('/')[2]}", node.value.rpartition("/")[2]}
        for label, graph in ((term("rdfs:label"), DefaultGraph()), (term("skos:altLabel"), article)):
            quads = self.store.quads_for_pattern(node, label, None, graph)
            names |= {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
        return set(map(_alike, names))


def _term(given: str) -> str:
    """The local name of one of our terms that is meant by its IRI, its name in whatever case, or a label; else what is given."""
    name = given.removeprefix(PREFIXES["kg"]).removeprefix("kg:")
    called = {local: {_alike(local), *map(_alike, by_language.values())} for local, by_language in labels().items()}
    found = sorted(local for local, names in called.items() if _alike(name) in names)
    return name if name in called or len(found) != 1 else found[0]


def _alike(name: str) -> str:
    """A name without what spellings differ in."""
    return fold(name).casefold().replace("_", " ").strip()


def _span_of(node: object) -> Span:
    """The span that the IRI of words stands for."""
    at = _AT.fullmatch(node.value) if isinstance(node, NamedNode) else None
    if at is None:
        raise UsageError(f"{node} is no stretch of an article")
    return Span(int(at["begin"]), int(at["end"]))
