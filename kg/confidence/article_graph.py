"""The graph of one article, and what of it goes with claims and mentions that are not sure enough."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.confidence.articles import ALWAYS
from kg.ontology import kg, term

SURENESS = term("itsrdf:taConfidence")
TYPE, REPLACED = term("rdf:type"), term("dcterms:isReplacedBy")
_NAMES, _SAME_AS, _SPAN = term("itsrdf:taIdentRef"), term("owl:sameAs"), term("nif:RFC5147String")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")

Term = object
"""A node or a literal: what can stand in a quad."""
Fact = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True)
class _Claim:
    node: Term
    fact: Fact
    evidence: Term
    role: Term
    is_sure: bool
    is_decided: bool


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """One article's graph; `of` reads it."""

    quads: Mapping[Term, tuple[Quad, ...]]
    """By subject."""
    claims: tuple[_Claim, ...]
    names: Mapping[Term, tuple[Term, ...]]
    """The words that name each thing."""
    unsure_spans: frozenset[Term]

    @classmethod
    def of(cls, store: Store, graph: NamedNode, least: Decimal) -> "ArticleGraph":
        """The graph of an article, where what is less sure than `least` is unsure."""
        quads: dict[Term, list[Quad]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, None, None, graph):
            quads[quad.subject].append(quad)
        unsure = {quad.subject for own in quads.values() for quad in own if quad.predicate == SURENESS and is_below(quad, least)}
        names: dict[Term, list[Term]] = defaultdict(list)
        for quad in (quad for own in quads.values() for quad in own if quad.predicate == _NAMES):
            names[quad.object].append(quad.subject)
        claims = tuple(_claim(own, least) for own in quads.values() if any(quad.predicate == _SUBJECT for quad in own))
        by_subject = {subject: tuple(own) for subject, own in quads.items()}
        return cls(by_subject, claims, {thing: tuple(spans) for thing, spans in names.items()}, frozenset(unsure))

    def without(self) -> set[Quad]:
        """What goes."""
        events = self._events_left_out()
        kept = [claim for claim in self.claims if self._is_kept(claim, events)]
        gone = {quad for claim in self.claims if claim not in kept for quad in self.quads[claim.node]}
        gone.update(quad for event in events for quad in self.quads[event])
        gone.update(self._unstated(kept))
        gone.update(quad for span in self.unsure_spans for quad in self.quads[span] if quad.predicate in (_NAMES, SURENESS))
        gone.update(quad for own in self.quads.values() for quad in own if quad.predicate == REPLACED and quad.object in events)
        gone.update(self._unused_spans(kept, gone))
        gone.update(self._unused_entities(gone))
        return gone

    def _events_left_out(self) -> set[Term]:
        """The events with neither a mention nor a claim that is sure enough; what is said of such an event is none either."""
        events = {event for event in self.quads if self._is(event, "Event") and not self._is_sure(self.names.get(event, ()))}
        found: set[Term] = set()
        while left := {event for event in events - found if not any(c.is_sure and c.fact[0] == event for c in self._standing(found))}:
            found |= left
        return found

    def _standing(self, events: set[Term]) -> Iterator[_Claim]:
        return (claim for claim in self.claims if claim.fact[2] not in events)

    def _is_kept(self, claim: _Claim, events: set[Term]) -> bool:
        subject, predicate, value = claim.fact
        stays = claim.is_sure and (claim.is_decided or not any(self._is_unsurely_named(thing, claim) for thing in (subject, value)))
        return (stays or predicate == kg(ALWAYS)) and subject not in events and value not in events

    def _is_unsurely_named(self, thing: Term, claim: _Claim) -> bool:
        """Whether a claim is about an entity that the words of its evidence, else all of the article, name less surely."""
        spans = self.names.get(thing, ()) if self._is(thing, "Entity") else ()
        near = [span for span in spans if _overlap(span, claim.evidence)] or spans
        return bool(near) and not self._is_sure(near)

    def _is_sure(self, spans: Iterable[Term]) -> bool:
        return any(span not in self.unsure_spans for span in spans)

    def _unstated(self, kept: list[_Claim]) -> Iterator[Quad]:
        """The facts whose claims are all gone, and what follows from them."""
        stated, roles = {claim.fact for claim in kept}, {(claim.fact[0], claim.role) for claim in kept}
        had = {claim.fact for claim in self.claims} - stated
        played = {(claim.fact[0], claim.role) for claim in self.claims} - roles
        for own in self.quads.values():
            for quad in own:
                place = kg("place") if quad.predicate == kg("location") else quad.predicate
                role = quad.predicate == kg("role") and (quad.subject, quad.object) in played
                if (quad.subject, place, quad.object) in had or role:
                    yield quad

    def _unused_spans(self, kept: list[_Claim], gone: set[Quad]) -> Iterator[Quad]:
        used = {claim.evidence for claim in kept}
        for subject, own in self.quads.items():
            names = any(quad.predicate == _NAMES and quad not in gone for quad in own)
            if subject not in used and not names and any(quad.object == _SPAN for quad in own):
                yield from own

    def _unused_entities(self, gone: set[Quad]) -> Iterator[Quad]:
        """What is known of entities that nothing names any more and that no fact is about."""
        left = [quad for own in self.quads.values() for quad in own if quad not in gone]
        used = {quad.object for quad in left} | {quad.subject for quad in left if quad.predicate not in (TYPE, _SAME_AS)}
        for subject, own in self.quads.items():
            if subject not in used and self._is(subject, "Entity"):
                yield from own

    def _is(self, subject: Term, kind: str) -> bool:
        return any(quad.predicate == TYPE and quad.object == kg(kind) for quad in self.quads.get(subject, ()))


def is_below(quad: Quad, least: Decimal) -> bool:
    """Whether a quad that says how sure something is says less than `least`."""
    return isinstance(quad.object, Literal) and Decimal(quad.object.value) < least


def _claim(quads: list[Quad], least: Decimal) -> _Claim:
    told: dict[Term, Term] = {quad.predicate: quad.object for quad in quads}
    sure = not any(quad.predicate == kg("confidence") and is_below(quad, least) for quad in quads)
    fact = (told[_SUBJECT], told[_PREDICATE], told[_OBJECT])
    return _Claim(quads[0].subject, fact, told.get(kg("evidence")), told.get(kg("role")), sure, kg("decidedBy") in told)


def _overlap(one: Term, other: Term) -> bool:
    """Whether two spans of one article share a character."""
    (begin, end), (other_begin, other_end) = _place(one), _place(other)
    return begin < other_end and other_begin < end


def _place(span: Term) -> tuple[int, int]:
    begin, _, end = span.value.rpartition("#char=")[2].partition(",") if isinstance(span, NamedNode) else ("0", "", "0")
    return int(begin), int(end)
