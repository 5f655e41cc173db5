"""What a graph says of an article, as plain data: the side of the comparison that is measured.

Nodes are named by their terms as written in N-Triples ("<https://…>"), so that values and nodes share one type.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.model import Span
from kg.ontology import PARENT, PREFIXES, TOP_CLASSES, ancestors, kg, most_specific, term, top

_TYPE = term("rdf:type")
_SAME_AS = term("owl:sameAs")
_EVIDENCE = kg("evidence")
_CLAIM = kg("Claim")
_CHARACTERS = re.compile(r"#char=(?P<begin>\d+),(?P<end>\d+)")

Term = NamedNode | BlankNode | Literal | Triple
Facts = Mapping[str, Mapping[NamedNode, list[Term]]]
"""By node and property, in the order of the store."""


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim; values are None where it lacks them, kg: terms are local names ("killed", "AtLeast")."""

    property: str | None
    object: str | None
    qualifier: str | None
    scope: str | None
    said_by: str | None
    attribution: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class FoundNode:
    """An entity, incident, meeting or statement as one article's graph has it."""

    key: str
    kind: str
    spans: tuple[Span, ...] = ()
    """Of its mentions."""
    names: tuple[str, ...] = ()
    """The words of its mentions."""
    same_as: frozenset[str] = frozenset()
    """On entities."""
    claims: tuple[FoundClaim, ...] = ()
    evidence: tuple[Span, ...] = ()
    """Of its claims."""
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values by the local name of a kg: property."""

    def values(self, name: str) -> tuple[str, ...]:
        """Values of a kg: property: nodes as keys, literals as their text."""
        return self.facts.get(name, ())

    def terms(self, name: str) -> tuple[str, ...]:
        """Values of a kg: property that are kg: terms themselves, as local names."""
        return tuple(local(value) for value in self.values(name))


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """All that an article's graph has to compare; each tuple is sorted by key."""

    entities: tuple[FoundNode, ...] = ()
    events: tuple[FoundNode, ...] = ()
    """Incidents and meetings."""
    statements: tuple[FoundNode, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """Where a store keeps an article, and its text as stored, if it is."""

    name: NamedNode | BlankNode
    text: str | None


def local(value: str) -> str:
    """The local name of a kg: term's key; anything else is only freed from its brackets."""
    return value.strip("<>").removeprefix(PREFIXES["kg"])


def article_graphs(store: Store) -> dict[str, ArticleGraph]:
    """The named graphs that hold an article, by its dcterms:identifier."""
    graphs = {}
    for subject, _, _, graph in store.quads_for_pattern(None, _TYPE, kg("Article"), None):
        if isinstance(graph, NamedNode | BlankNode):
            texts = [_value(quad.object) for quad in store.quads_for_pattern(subject, kg("text"), None, graph)]
            for quad in store.quads_for_pattern(subject, term("dcterms:identifier"), None, graph):
                graphs[_value(quad.object)] = ArticleGraph(graph, texts[0] if texts else None)
    return graphs


def read_article(store: Store, graph: NamedNode | BlankNode) -> FoundArticle:
    """One article's graph; types and owl:sameAs of what it mentions are looked up in all graphs where it lacks them."""
    facts = _facts(store, graph)
    spans = _spans(facts)
    mentions, claims, evidence = _mentions(facts, spans), _claims(facts), _evidence(facts, spans)
    sorts: dict[str, list[FoundNode]] = {"entity": [], "event": [], "statement": []}
    for key in sorted({key for key, properties in facts.items() if _TYPE in properties} | mentions.keys()):
        kind = _kind(store, key, facts)
        sort = _sort(kind, is_mentioned=key in mentions) if kind else None
        if kind and sort:
            node = FoundNode(
                key=key,
                kind=kind,
                spans=tuple(span for span, _ in mentions.get(key, ())),
                names=tuple(name for _, name in mentions.get(key, ())),
                same_as=_same_as(store, key, facts) if sort == "entity" else frozenset(),
                claims=tuple(claims.get(key, ())),
                evidence=tuple(evidence.get(key, ())),
                facts=_values(facts.get(key, {})),
            )
            sorts[sort].append(node)
    return FoundArticle(tuple(sorts["entity"]), tuple(sorts["event"]), tuple(sorts["statement"]))


def _facts(store: Store, graph: NamedNode | BlankNode) -> Facts:
    facts: dict[str, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, _ in store.quads_for_pattern(None, None, None, graph):
        facts[str(subject)][predicate].append(value)
    return {key: dict(properties) for key, properties in facts.items()}


def _value(item: Term) -> str:
    return item.value if isinstance(item, Literal) else str(item)


def _first(properties: Mapping[NamedNode, list[Term]], name: NamedNode) -> str | None:
    return next((_value(item) for item in properties.get(name, ())), None)


def _values(properties: Mapping[NamedNode, list[Term]]) -> dict[str, tuple[str, ...]]:
    prefix = PREFIXES["kg"]
    return {
        name.value.removeprefix(prefix): tuple(_value(item) for item in items)
        for name, items in properties.items()
        if name.value.startswith(prefix)
    }


def _spans(facts: Facts) -> dict[str, Span]:
    spans = {}
    for key, properties in facts.items():
        begin, end = _first(properties, term("nif:beginIndex")), _first(properties, term("nif:endIndex"))
        if begin is not None and end is not None and begin.isdecimal() and end.isdecimal():
            spans[key] = Span(int(begin), int(end))
    return spans


def _mentions(facts: Facts, spans: Mapping[str, Span]) -> dict[str, list[tuple[Span, str]]]:
    mentions: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for key, span in spans.items():
        words = _first(facts[key], term("nif:anchorOf")) or ""
        for target in facts[key].get(term("itsrdf:taIdentRef"), ()):
            mentions[str(target)].append((span, words))
    return dict(mentions)


def _claims(facts: Facts) -> dict[str, list[FoundClaim]]:
    claims: dict[str, list[FoundClaim]] = defaultdict(list)
    for properties in facts.values():
        subject = _first(properties, term("rdf:subject"))
        if _CLAIM in properties.get(_TYPE, ()) and subject is not None:
            claims[subject].append(_claim(properties))
    return dict(claims)


def _claim(properties: Mapping[NamedNode, list[Term]]) -> FoundClaim:
    def term_of(name: NamedNode) -> str | None:
        value = _first(properties, name)
        return None if value is None else local(value)

    return FoundClaim(
        property=term_of(term("rdf:predicate")),
        object=_first(properties, term("rdf:object")),
        qualifier=term_of(kg("qualifier")),
        scope=term_of(kg("scope")),
        said_by=_first(properties, kg("saidBy")),
        attribution=_first(properties, kg("attribution")),
        role=_first(properties, kg("role")),
    )


def _evidence(facts: Facts, spans: Mapping[str, Span]) -> dict[str, list[Span]]:
    evidence: dict[str, list[Span]] = defaultdict(list)
    for properties in facts.values():
        if _CLAIM in properties.get(_TYPE, ()):
            located = [_locate(str(item), spans) for item in properties.get(_EVIDENCE, ())]
            for subject in properties.get(term("rdf:subject"), ()):
                evidence[str(subject)] += [span for span in located if span]
    return dict(evidence)


def _locate(key: str, spans: Mapping[str, Span]) -> Span | None:
    """The span of that key: as the graph describes it, else as its IRI says (RFC 5147)."""
    if key in spans:
        return spans[key]
    named = _CHARACTERS.search(key)
    return Span(int(named["begin"]), int(named["end"])) if named else None


def _kind(store: Store, key: str, facts: Facts) -> str | None:
    kinds = _kinds(facts.get(key, {}).get(_TYPE, ())) or _kinds(_everywhere(store, key, _TYPE))
    return most_specific(kinds) if kinds else None


def _kinds(types: Iterable[Term]) -> set[str]:
    return {local(_value(item)) for item in types} & PARENT.keys()


def _same_as(store: Store, key: str, facts: Facts) -> frozenset[str]:
    here = facts.get(key, {}).get(_SAME_AS, [])
    return frozenset(_value(item).strip("<>") for item in (*here, *_everywhere(store, key, _SAME_AS)))


def _everywhere(store: Store, key: str, name: NamedNode) -> list[Term]:
    if not key.startswith("<") or key.startswith("<<"):
        return []
    return [quad.object for quad in store.quads_for_pattern(NamedNode(key[1:-1]), name, None, None)]


def _sort(kind: str, *, is_mentioned: bool) -> str | None:
    if "Event" in ancestors(kind):
        return "statement" if "Statement" in ancestors(kind) else "event"
    return "entity" if top(kind) in TOP_CLASSES and is_mentioned else None
