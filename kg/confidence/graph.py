"""A published graph as if the claims that are not sure enough were not there.

An article's graph loses those claims, the facts that none of its other claims state, the mentions that are less sure, and the events
that are left with neither a claim nor a mention. The default graph loses what no other graph states any more; of the summary goes
what rested on facts that are gone. Labels, which are made for people to read, stay as they were.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.confidence.article_graph import REPLACED, SURENESS, TYPE, ArticleGraph, is_below
from kg.confidence.articles import required
from kg.describe import merged
from kg.errors import UsageError
from kg.ontology import Instances, kg

MOST_QUADS = 1_000_000
"""Of a graph that is filtered, in memory, for one question: some 3,000 articles, and half a minute."""
_SUMMARISED = {
    kg("date"): (kg("earliest"), kg("latest")),
    kg("place"): (kg("mainPlace"),),
    **{kg(name): tuple(kg(name + end) for end in ("Low", "Best", "High")) for name in ("killed", "injured", "arrested")},
}
"""What of an event's summary is worked out from which property."""
_COUNTS = (kg("reports"), kg("independentSources"))
"""What is left unsaid of an event of which fewer articles tell than were counted."""
_ROOTS = (kg("Event"), kg("Entity"))


def confident(store: Store, minimum: float, base: str) -> Store:
    """A copy in memory of a graph without what is less sure than `minimum`, which any query can be asked of.

    `base` is that of its instances' IRIs. Raises UsageError for a graph of more than MOST_QUADS, and for what is no confidence.
    """
    if not required(minimum):
        return store
    if (quads := len(store)) > MOST_QUADS:
        problem = f"the graph has {quads:,} quads, too many to be filtered for one question (at most {MOST_QUADS:,})"
        raise UsageError(f"{problem}; bring the store to `kg build --min-confidence {minimum}` and ask without the option")
    without, copy = left_out(store, minimum, base), Store()
    copy.bulk_extend(quad for quad in store.quads_for_pattern(None, None, None, None) if quad not in without)
    return copy


def left_out(store: Store, minimum: float, base: str) -> frozenset[Quad]:
    """The quads that a graph lacks where nothing less sure than `minimum` is to be in it. Raises UsageError for what is no confidence."""
    if not required(minimum):
        return frozenset()
    least = Decimal(str(minimum))
    told = (quad for name in (kg("confidence"), SURENESS) for quad in store.quads_for_pattern(None, name, None, None))
    graphs = {quad.graph_name for quad in told if isinstance(quad.graph_name, NamedNode) and is_below(quad, least)}
    loss = _Loss(store, set(), Instances(base).graph("summary"))
    for graph in graphs:
        loss.gone.update(ArticleGraph.of(store, graph, least).without())
    return loss.whole()


@dataclass(frozen=True, slots=True)
class _Loss:
    """What goes from a graph: at first from the articles' graphs, then what follows from that."""

    store: Store
    gone: set[Quad]
    summary: NamedNode

    def whole(self) -> frozenset[Quad]:
        """All that goes."""
        articles = frozenset(self.gone)
        self.gone.update(self._unstated(articles))
        summary = set(self._summary(articles))
        self.gone.update(summary, self._matches(articles))
        self.gone.update(self._unstated(summary))
        return frozenset(self.gone)

    def _unstated(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """What the default graph has of some quads that no named graph states any more."""
        for quad in quads:
            if merged(quad.triple) and self._is_unstated(quad):
                known = Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
                if known in self.store:
                    yield known

    def _is_unstated(self, quad: Quad) -> bool:
        """Whether no named graph states any more what a quad does."""
        alike = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return all(other in self.gone or isinstance(other.graph_name, DefaultGraph) for other in alike)

    def _summary(self, articles: Iterable[Quad]) -> Iterator[Quad]:
        """What the summary says of nodes that no article has any more, and what it has from facts that none states."""
        for quad in articles:
            if quad.predicate == TYPE and quad.object in _ROOTS:
                for name in (None,) if self._is_unstated(quad) else _COUNTS:
                    yield from self._summed(quad, name)
            for name in _SUMMARISED.get(quad.predicate, ()):
                yield from (each for each in self._summed(quad, name) if not self._is_supported(each, quad.predicate))

    def _summed(self, quad: Quad, name: NamedNode | None) -> Iterator[Quad]:
        return self.store.quads_for_pattern(quad.subject, name, None, self.summary)

    def _is_supported(self, summed: Quad, name: NamedNode) -> bool:
        """Whether a fact is left that a value of the summary can be from: the value itself, or a date that begins it."""
        left = (quad for quad in self.store.quads_for_pattern(summed.subject, name, None, DefaultGraph()) if quad not in self.gone)
        dated = name == kg("date")
        return any(quad.object == summed.object or (dated and _begins(quad.object, summed.object)) for quad in left)

    def _matches(self, articles: frozenset[Quad]) -> Iterator[Quad]:
        """The comparisons of reports that are gone."""
        replaced = {(quad.graph_name, quad.object): quad.subject for quad in articles if quad.predicate == REPLACED}
        for event in (quad for quad in articles if quad.predicate == TYPE and quad.object == kg("Event")):
            report = replaced.get((event.graph_name, event.subject), event.subject)
            for side in (kg("left"), kg("right")):
                for match in self.store.quads_for_pattern(None, side, report, None):
                    yield from self.store.quads_for_pattern(match.subject, None, None, match.graph_name)


def _begins(date: object, day: object) -> bool:
    """Whether a day is of a date that may be a month or a year."""
    return isinstance(date, Literal) and isinstance(day, Literal) and day.value.startswith(date.value)
