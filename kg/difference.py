"""Makes the live graph say what the extractions say: the difference of the two.

Which triples belong where is a function of the extractions and the gazetteer alone, and it is compared with what the
graph really holds. So it does not matter where an earlier attempt was stopped: this can be repeated until it is done.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.change import Derivation
from kg.describe import Describer, merged
from kg.extractions import Extractions
from kg.identity import match_id
from kg.model import Decision, LinkedArticle
from kg.ontology import Instances, kg, local_name, term
from kg.origins import origins, with_origin
from kg.search import Document, SearchIndex
from kg.searchable import INDEX_ONLY, Searchable
from kg.stats import Touched, keep, kept
from kg.store import Change, GraphName, LiveGraph, quad_in
from kg.summarise import summarise_entity, summarise_event

_AT_ONCE = {"ontology": 1, "article": 300, "event": 5_000, "entity": 10_000, "match": 20_000, "reader": 100} | {
    f"{INDEX_ONLY}{sort}": 500 for sort in ("article", "event", "entity")
}
"""How many of each sort are brought up to date at once: three hundred long articles have 200,000 triples. Readers come last: they stay
while an article graph has their claims."""
_TYPE, _ATTRIBUTED, _NAMES = term("rdf:type"), term("prov:wasAttributedTo"), term("itsrdf:taIdentRef")
_CLAIM, _KIND = kg("Claim"), kg("kind")
_DEFAULT = DefaultGraph()

_Counts = tuple[str, int, int]
"""An article's key, its claims and its mentions."""
_Kind = tuple[str, str, str | None]
"""A sort, an id in it, and its class."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a named graph: what it holds, and what it should hold."""

    graph: NamedNode
    held: frozenset[Triple]
    wanted: frozenset[Triple]

    def change(self, change: Change) -> None:
        """Adds what goes and what comes to a change."""
        change.add(self.graph, self.held - self.wanted, self.wanted - self.held)


@dataclass(frozen=True, slots=True)
class Updater:
    """Brings the live graph and the search index up to date. `linked` are articles that need not be linked again, by their keys."""

    extractions: Extractions
    live: LiveGraph
    describer: Describer
    derivation: Derivation
    index: SearchIndex
    linked: Mapping[str, LinkedArticle] = field(default_factory=dict)

    def catch_up(self) -> None:
        """Shows in the live graph and in the index all that the extractions hold to be pending."""
        merging = Merging.of(self.live, self.describer)
        while pending := self._pending():
            change, counts, kinds = self._differences(pending)
            for reader in [self._reader(identifier, change) for identifier in pending.get("reader", ())]:
                reader.change(change)
            change.update(merging.merged(change))
            documents = self.index.differing(self._documents(pending))
            if change or documents:
                with self._counted(change):
                    if change:
                        self.live.apply(change)
                    self.index.write(documents)
            with self.extractions.transaction():
                for sort, identifiers in pending.items():
                    self.extractions.clear(sort, identifiers)
                self.extractions.set_counts(counts)
                self.extractions.set_kinds(kinds)

    def _differences(self, pending: Mapping[str, Sequence[str]]) -> tuple[Change, list[_Counts], list[_Kind]]:
        """What changes in the graphs of all that is pending, and what their articles count and their things are."""
        change = Change()
        counts: list[_Counts] = []
        kinds: list[_Kind] = []
        for sort, identifiers in pending.items():
            for identifier in identifiers:
                parts = tuple(self._parts(sort, identifier))  # kept no longer: there are many
                for part in parts:
                    part.change(change)
                if sort == "article":
                    counts.extend(_counts(identifier, part) for part in parts)
                elif sort in ("entity", "event"):
                    kinds.append(self._kind(sort, identifier, parts))
        return change, counts, kinds

    @contextmanager
    def _counted(self, change: Change) -> Iterator[None]:
        """Notes that readers do not see the change yet, and what the graph holds; between the two nobody knows that."""
        counts, touched = kept(self.extractions), Touched.of(change, self.live)
        with self.extractions.transaction():
            self.extractions.set_meta("published", "no")
            keep(self.extractions, None)
        yield
        if counts:
            keep(self.extractions, touched.counted(counts, change, self.live, self.describer.instances))

    def _pending(self) -> dict[str, tuple[str, ...]]:
        """What is to be brought up to date next, by sort; of the sorts after one that has more left, nothing."""
        found: dict[str, tuple[str, ...]] = {}
        for sort, at_once in _AT_ONCE.items():
            if identifiers := self.extractions.pending(sort, at_once):
                found[sort] = identifiers
            if len(identifiers) == at_once:
                break
        return found

    def _documents(self, pending: Mapping[str, Sequence[str]]) -> dict[str, Document | None]:
        """What the index should hold of all that is pending."""
        searchable = Searchable(self.extractions, self.derivation.gazetteer, self.describer.instances)
        found: dict[str, Document | None] = {}
        for sort, identifiers in pending.items():
            for identifier in identifiers:
                found |= searchable.documents(sort, identifier)
        return found

    def _parts(self, sort: str, identifier: str) -> Iterator[Part]:
        match sort:
            case "ontology":
                yield self._part("ontology", (), self.describer.ontology())
            case "article":
                graph = self.describer.instances.article(identifier)
                yield Part(graph, self.live.holds(graph), self._article(identifier))
            case "event":
                yield self._part("summary", [self._node("event", identifier)], self._event(identifier))
            case "entity":
                yield from self._entity(identifier)
            case "match":
                left, right = identifier.split(" ")
                yield self._part("matches", [self._node("match", match_id(left, right))], self._match(left, right))
            case _:  # readers are worked out when it is known which claims are left, and documents are no part of the graph
                return

    def _reader(self, identifier: str, change: Change) -> Part:
        """Who read, while claims are left that name it after `change`."""
        node = self._node("reader", identifier)
        left = any(quad.triple not in change.delete.get(quad.graph_name, ()) for quad in self.live.quads_with(_ATTRIBUTED, node))
        needed = left or any(t.predicate == _ATTRIBUTED and t.object == node for t in chain(*change.insert.values()))
        return self._part("readers", [node], self.describer.reader(self.extractions.reader(identifier)) if needed else frozenset())

    def _part(self, name: str, subjects: Sequence[NamedNode], wanted: frozenset[Triple]) -> Part:
        """A part of one of the graphs that are no article's: all of it, or what it says of some subjects."""
        graph = self.describer.instances.graph(name)
        held = [self.live.holds(graph, subject) for subject in subjects] or [self.live.holds(graph)]
        return Part(graph, frozenset().union(*held), wanted)

    def _article(self, key: str) -> frozenset[Triple]:
        found = self.extractions.read(key)
        if found is None:
            return frozenset()
        linked = self.linked.get(key) or self.derivation.linked(*found)
        return self.describer.article(linked, self.extractions.reports_in(key), self.extractions.nodes_of(key))

    def _event(self, node: str) -> frozenset[Triple]:
        reports = self.extractions.reports_of(node)
        if not reports:
            return frozenset()
        return self.describer.event_summary(summarise_event(reports, self.derivation.gazetteer, origins=len(origins(reports))))

    def _match(self, left: str, right: str) -> frozenset[Triple]:
        match_ = self.extractions.match(left, right)
        if match_ and match_.decision is Decision.SAME:
            match_ = with_origin(match_, self.extractions.report(left), self.extractions.report(right), self.derivation.gazetteer)
        return self.describer.match(match_) if match_ else frozenset()

    def _entity(self, entity: str) -> Iterator[Part]:
        node, summary, entry = self._node("entity", entity), frozenset[Triple](), frozenset[Triple]()
        if self.extractions.is_present(entity):
            named = self.extractions.named(entity)
            summary = self.describer.entity_summary(summarise_entity(entity, named, self.derivation.gazetteer), named.names)
            entry = self.describer.gazetteer_entry(entity)
        yield self._part("summary", [node], summary)
        yield self._part("gazetteer", [node, NamedNode(f"{node.value}#point")], entry)

    def _kind(self, sort: str, identifier: str, parts: Iterable[Part]) -> _Kind:
        """The most specific class of what articles name or report; none where none does any more."""
        wanted = (triple for part in parts for triple in part.wanted if triple.predicate == _KIND)
        kind = next((local_name(triple.object) for triple in wanted), None)
        return sort, identifier, kind if sort == "event" or self.extractions.is_named(identifier) else None

    def _node(self, collection: str, identifier: str) -> NamedNode:
        return self.describer.instances.node(collection, identifier)


@dataclass(frozen=True, slots=True)
class Merging:
    """The default graph: each fact that a named graph states as knowledge, once."""

    live: LiveGraph
    instances: Instances
    whole: frozenset[GraphName]
    """Graphs of which everything is knowledge."""
    labels: frozenset[Triple]
    """What of the ontology is."""

    @classmethod
    def of(cls, live: LiveGraph, describer: Describer) -> "Merging":
        """For a live graph and what is described in it."""
        whole = frozenset(describer.instances.graph(name) for name in ("summary", "gazetteer"))
        return cls(live, describer.instances, whole, describer.ontology_labels())

    def merged(self, change: Change) -> Change:
        """What a change of named graphs changes in the default graph."""
        stated = {triple for graph, come in change.insert.items() for triple in filter(self._knows(graph), come)}
        withdrawn = set().union(*change.delete.values()) - stated
        gone = {triple for triple in withdrawn if quad_in(_DEFAULT, triple) in self.live and not self._stated(triple, change)}
        return Change({_DEFAULT: gone}, {_DEFAULT: {triple for triple in stated if quad_in(_DEFAULT, triple) not in self.live}})

    def _stated(self, triple: Triple, change: Change) -> bool:
        """Whether a named graph states a triple even after a change."""
        graphs = self.live.graphs_with(triple)
        return any(self._knows(graph)(triple) and triple not in change.delete.get(graph, ()) for graph in graphs)

    def _knows(self, graph: GraphName) -> Callable[[Triple], bool]:
        """Which triples of a graph are knowledge that the default graph holds too."""
        if graph in self.whole:
            return lambda triple: True
        if isinstance(graph, NamedNode) and graph == self.instances.graph("ontology"):
            return self.labels.__contains__
        if isinstance(graph, NamedNode) and self.instances.article_identifier(graph.value) is not None:
            return merged
        return lambda triple: False


def _counts(key: str, part: Part) -> _Counts:
    """How many claims and mentions an article's graph has."""
    claims = sum(triple.predicate == _TYPE and triple.object == _CLAIM for triple in part.wanted)
    return key, claims, len({triple.subject for triple in part.wanted if triple.predicate == _NAMES})
