"""The graph of one article: what it says, its spans and its claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from kg.describe.terms import SAME_AS, TYPE, Term, absolute, date, decimal, reader_node, types, words
from kg.identity import claim_id
from kg.model import Event, Fact, Figure, LinkedArticle, Mention, Relation, Report, Span, Value, ValueType
from kg.ontology import ARABIC, Instances, ancestors, kg, term


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """One article's triples, part by part; `Describer.article` says what the fields are."""

    instances: Instances
    linked: LinkedArticle
    reports: tuple[Report, ...]
    nodes: Mapping[str, str]

    def triples(self) -> Iterator[Triple]:
        """All of them; some come more than once."""
        yield from self._metadata()
        for entity in self.linked.entities:
            node = self._entity(entity.id)
            yield from types(node, [entity.kind])
            yield from (Triple(node, SAME_AS, NamedNode(iri)) for iri in entity.same_as)
        yield from self._mentions()
        for event, report in zip(self.linked.extraction.events, self.reports, strict=True):
            yield from self._event(event, report)
        for relation in self.linked.extraction.relations:
            yield from self._relation(relation)
        yield from self._claims()

    def _metadata(self) -> Iterator[Triple]:
        article = self.linked.article
        node = self.instances.article(article.id)
        values: list[tuple[str, Term | None]] = [
            ("rdf:type", kg("Article")),
            ("rdf:type", term("nif:Context")),
            ("dcterms:identifier", Literal(article.id)),
            ("dcterms:title", self._literal(article.title) if article.title else None),
            ("kg:text", self._literal(article.text)),
            ("kg:sha256", Literal(article.sha256)),
            ("dcterms:language", NamedNode(ARABIC.value.removesuffix("ar") + quote(article.language))),
            ("dcterms:issued", date(article.issued) if article.issued else None),
            ("dcterms:publisher", self._entity(self.linked.publisher) if self.linked.publisher else None),
            ("dcterms:source", absolute(article.url)),
            ("kg:retrieved", date(article.retrieved) if article.retrieved else None),
            ("kg:archivedAt", absolute(article.archived)),
        ]
        return (Triple(node, term(name), value) for name, value in values if value is not None)

    def _event(self, event: Event, report: Report) -> Iterator[Triple]:
        node = self._report(report)
        yield from types(node, [event.kind])
        if node != (own := self.instances.node("event", report.id)):
            yield Triple(own, term("dcterms:isReplacedBy"), node)
        yield from self._wording(event, node)
        for fact, value in self._facts(event, node):
            yield Triple(node, kg(fact.property), value)
        if report.places:
            yield Triple(node, kg("location"), self._entity(report.places[0]))
        if not any(fact.property == "status" for fact in event.facts):
            yield Triple(node, kg("status"), kg("Occurred"))

    def _wording(self, event: Event, node: NamedNode) -> Iterator[Triple]:
        """What an event has as written, and its speech act: properties without a claim."""
        for name, span in (("dateText", event.date_text), ("quote", event.quote)):
            if span:
                yield Triple(node, kg(name), self._slice(span))
        if event.speech_act:
            yield Triple(node, kg("speechAct"), kg(event.speech_act))

    def _facts(self, event: Event, node: NamedNode) -> Iterator[tuple[Fact, Term]]:
        """The facts of an event that can be told, with their values.

        A perpetrator is one only of an attack, and is always its agent too.
        """
        agents = {fact.value for fact in event.facts if fact.property == "agent"}
        for fact in event.facts:
            value = self._value(fact.value)
            if value is None or value == node:
                continue
            if fact.property == "perpetrator" and fact.value not in agents:
                yield replace(fact, property="agent"), value
            if fact.property != "perpetrator" or "Attack" in ancestors(event.kind):
                yield fact, value

    def _relation(self, relation: Relation) -> Iterator[Triple]:
        subject, value = self._mentioned(relation.subject), self._value(relation.fact.value)
        if subject is None or value is None or subject == value:
            return
        yield Triple(subject, kg(relation.fact.property), value)
        if relation.fact.role:
            yield Triple(subject, kg("role"), self._slice(relation.fact.role))

    def _claims(self) -> Iterator[Triple]:
        """One claim for each reading. The same reading twice is one claim, as sure as the surer of the two."""
        surest: dict[str, tuple[Fact, NamedNode, Term]] = {}
        for identifier, fact, subject, value in sorted(self._readings(), key=lambda reading: -reading[1].confidence):
            surest.setdefault(identifier, (fact, subject, value))
        for identifier, (fact, subject, value) in surest.items():
            yield from self._claim(self.instances.node("claim", identifier), fact, subject, value)

    def _readings(self) -> Iterator[tuple[str, Fact, NamedNode, Term]]:
        for event, report in zip(self.linked.extraction.events, self.reports, strict=True):
            node = self._report(report)
            for fact, value in self._facts(event, node):
                yield self._claim_id(report.id, fact), fact, node, value
        for relation in self.linked.extraction.relations:
            subject, value_of = self._mentioned(relation.subject), self._value(relation.fact.value)
            if subject is not None and value_of is not None and subject != value_of:
                words = self._text(self._of(relation.subject).span)
                yield self._claim_id(words, relation.fact), relation.fact, subject, value_of

    def _claim_id(self, report: str, fact: Fact) -> str:
        speaker = self._text(fact.attribution) if fact.attribution else ""
        evidence = f"{fact.evidence.begin},{fact.evidence.end}"
        return claim_id(self.linked.article.id, report, fact.property, evidence, self._as_read(fact.value), speaker)

    def _claim(self, node: NamedNode, fact: Fact, subject: NamedNode, value: Term) -> Iterator[Triple]:
        evidence = self.instances.span(self.linked.article.id, fact.evidence)
        yield from self._span(fact.evidence)
        said_by = None if fact.said_by is None else self._mentioned(fact.said_by)
        terms: list[tuple[NamedNode, Term | None]] = [
            (TYPE, kg("Claim")),
            (term("rdf:subject"), subject),
            (term("rdf:predicate"), kg(fact.property)),
            (term("rdf:object"), value),
            (kg("evidence"), evidence),
            (kg("confidence"), decimal(fact.confidence)),
            (term("prov:wasAttributedTo"), reader_node(self.instances, self.linked.extraction.reader)),
            (kg("attribution"), self._slice(fact.attribution) if fact.attribution else None),
            (kg("saidBy"), said_by),
            (kg("role"), self._slice(fact.role) if fact.role else None),
            (kg("former"), Literal(value=True) if fact.former else None),
            (kg("decidedBy"), Literal(fact.decided_by) if fact.decided_by else None),
            *(self._figure(fact.figure) if fact.figure else ()),
        ]
        yield from (Triple(node, predicate, object_) for predicate, object_ in terms if object_ is not None)

    def _figure(self, figure: Figure) -> Iterator[tuple[NamedNode, Term]]:
        yield kg("qualifier"), kg(figure.qualifier)
        yield kg("scope"), kg(figure.scope)
        if figure.counted:
            yield kg("counted"), self._slice(figure.counted)

    def _span(self, span: Span) -> Iterator[Triple]:
        node = self.instances.span(self.linked.article.id, span)
        yield Triple(node, TYPE, term("nif:RFC5147String"))
        yield Triple(node, term("nif:anchorOf"), self._slice(span))
        yield Triple(node, term("nif:beginIndex"), Literal(span.begin))
        yield Triple(node, term("nif:endIndex"), Literal(span.end))
        yield Triple(node, term("nif:referenceContext"), self.instances.article(self.linked.article.id))

    def _mentions(self) -> Iterator[Triple]:
        """Words that name an entity or an event. Those that name several are one span, as sure as the surest reading."""
        surest: dict[Span, float] = {}
        for span, target, confidence in self._naming():
            surest[span] = max(confidence, surest.get(span, 0))
            yield Triple(self.instances.span(self.linked.article.id, span), term("itsrdf:taIdentRef"), target)
        for span, confidence in surest.items():
            yield from self._span(span)
            yield Triple(self.instances.span(self.linked.article.id, span), term("itsrdf:taConfidence"), decimal(confidence))

    def _naming(self) -> Iterator[tuple[Span, NamedNode, float]]:
        for mention, link in zip(self.linked.extraction.mentions, self.linked.links, strict=True):
            if link:
                yield mention.span, self._entity(link.entity), min(link.score, mention.confidence)
        for event, report in zip(self.linked.extraction.events, self.reports, strict=True):
            for trigger in event.triggers:
                yield trigger, self._report(report), event.confidence

    def _value(self, value: Value) -> Term | None:
        """The object that a value stands for; None for a mention that is not linked."""
        match value.type:
            case ValueType.MENTION:
                return self._mentioned(int(value.value))
            case ValueType.EVENT:
                return self._report(self.reports[int(value.value)])
            case ValueType.TERM:
                return kg(str(value.value))
            case ValueType.DATE:
                return date(str(value.value))
            case ValueType.NUMBER:
                return Literal(int(value.value))
            case ValueType.WORDS:
                return self._literal(str(value.value))

    def _as_read(self, value: Value) -> str:
        """A value without what linking or merging made of it: a mention by its words and offsets, an event by its report."""
        if value.type is ValueType.MENTION:
            span = self._of(int(value.value)).span
            return f"{self._text(span)}@{span.begin},{span.end}"
        if value.type is ValueType.EVENT:
            return self.reports[int(value.value)].id
        return str(value.value)

    def _of(self, mention: int) -> Mention:
        return self.linked.extraction.mentions[mention]

    def _mentioned(self, mention: int) -> NamedNode | None:
        link = self.linked.links[mention]
        return self._entity(link.entity) if link else None

    def _entity(self, identifier: str) -> NamedNode:
        return self.instances.node("entity", identifier)

    def _report(self, report: Report) -> NamedNode:
        return self.instances.node("event", self.nodes.get(report.id, report.id))

    def _text(self, span: Span) -> str:
        return span.of(self.linked.article.text)

    def _slice(self, span: Span) -> Literal:
        return self._literal(self._text(span))

    def _literal(self, text: str) -> Literal:
        return words(text, self.linked.article.language)
