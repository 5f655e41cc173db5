"""What a graph tells of events: which words of which articles report them, and their facts."""

import re
from collections.abc import Iterable, Iterator
from gzip import GzipFile
from pathlib import Path
from typing import IO, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store, Triple

from kg.decisions import text_hash
from kg.diff.told import MAIN_STATUS, EventTold, GraphTold, Words
from kg.errors import UsageError
from kg.ontology import PREFIXES, kg, most_specific, sort, term
from kg.store import StoreFolder

_FORMATS = {".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG}
_FACTS = tuple(
    "date place status agent perpetrator claimedBy accused deniedBy target agentType targetType"
    " weapon participant speaker speechAct about subEventOf".split()
)
_IRI = re.compile(r"[a-z]+://\S+")
_FIGURES = frozenset(("killed", "injured", "arrested"))
_RELATIONS = ("affiliatedWith", "country", "partOf", "locatedIn")
_Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


def open_graph(path: Path) -> Store:
    """A store's newest snapshot, or an export (.nq, .trig, each also .gz) read into memory.

    Raises StoreMissing for a folder without a store, and UsageError for a file that cannot be read.
    """
    if path.is_dir() or not path.exists():
        return StoreFolder(path).snapshot()
    form = _FORMATS.get(Path(path.name.removesuffix(".gz")).suffix)
    if form is None:
        raise UsageError(f"{path}: no store's folder and no export; name a folder, or a file that ends in .nq, .trig, .nq.gz or .trig.gz")
    store = Store()
    try:
        with path.open("rb") as file:
            store.bulk_load(cast("IO[bytes]", GzipFile(fileobj=file)) if path.suffix == ".gz" else file, form)
    except (OSError, EOFError, SyntaxError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    if not any(store.quads_for_pattern(None, term("rdf:type"), kg("Article"))):
        raise UsageError(f"{path}: it has no article of Isnad's; export all graphs with `kg export FILE.nq`")
    return store


def told(store: Store) -> GraphTold:
    """What a graph tells; its instances may have any base."""
    return _Reader(store).graph()


class _Reader:
    """Reads a graph, article by article."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.articles = {
            quad.graph_name: quad.object.value
            for quad in store.quads_for_pattern(None, term("dcterms:identifier"), None, None)
            if isinstance(quad.object, Literal) and quad.subject == quad.graph_name
        }

    def graph(self) -> GraphTold:
        """All that is compared."""
        words: dict[NamedNode, set[Words]] = {}
        entities: set[str] = set()
        for article in self.articles:
            for span, named in self._pairs(term("itsrdf:taIdentRef"), article):
                if self._is_a(named, "Event", article):
                    words.setdefault(named, set()).add(self._words(article, span))
                else:
                    entities.add(named.value)
        events = tuple(self._event(node, words[node]) for node in sorted(words, key=lambda node: node.value))
        values = {value for event in events for found in event.facts.values() for value in found}
        return GraphTold(
            texts={identifier: self._text_hash(article) for article, identifier in self.articles.items()},
            events=events,
            entities=frozenset(entities),
            relations=frozenset(self._relations()),
            labels={iri: self._label(NamedNode(iri)) for iri in sorted(values) if _IRI.fullmatch(iri)},
        )

    def _event(self, node: NamedNode, words: Iterable[Words]) -> EventTold:
        kind = most_specific(_short(value) for value in self._values(node, term("rdf:type")))
        kind = next(iter(self._chosen(node, "kind")), kind)
        facts = {name: frozenset(_short(value) for value in self._values(node, kg(name))) for name in _FACTS}
        facts |= {"class": frozenset((kind,)), MAIN_STATUS: self._chosen(node, MAIN_STATUS), **self._figures(node)}
        return EventTold(node.value, sort(kind), self._label(node), frozenset(words), {n: v for n, v in facts.items() if v})

    def _chosen(self, node: NamedNode, name: str) -> frozenset[str]:
        """What the summary has chosen of values that may differ."""
        return frozenset(_short(quad.object) for quad in self.store.quads_for_pattern(node, kg(name), None, DefaultGraph()))

    def _figures(self, node: NamedNode) -> dict[str, frozenset[str]]:
        """The readings of its figures, with their qualifier and scope: «12 Exactly Whole»."""
        found: dict[str, set[str]] = {}
        for quad in self.store.quads_for_pattern(None, term("rdf:subject"), node, None):
            quads = self.store.quads_for_pattern(quad.subject, None, None, quad.graph_name)
            claim = {each.predicate: _short(each.object) for each in quads}
            if (name := claim[term("rdf:predicate")]) in _FIGURES:
                parts = (claim[term("rdf:object")], claim.get(kg("qualifier")), claim.get(kg("scope")))
                found.setdefault(name, set()).add(" ".join(filter(None, parts)))
        return {name: frozenset(values) for name, values in found.items()}

    def _relations(self) -> Iterator[tuple[str, str, str]]:
        for article in self.articles:
            for name in _RELATIONS:
                yield from ((s.value, name, o.value) for s, o in self._pairs(kg(name), article))

    def _words(self, article: NamedNode | BlankNode | DefaultGraph, span: NamedNode) -> Words:
        begin, end = span.value.rpartition("#char=")[2].split(",")
        anchor = self.store.quads_for_pattern(span, term("nif:anchorOf"), None, article)
        text = next((quad.object.value for quad in anchor if isinstance(quad.object, Literal)), "")
        return Words(self.articles[article], int(begin), int(end), text)

    def _pairs(self, predicate: NamedNode, graph: NamedNode | BlankNode | DefaultGraph) -> Iterator[tuple[NamedNode, NamedNode]]:
        for quad in self.store.quads_for_pattern(None, predicate, None, graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                yield quad.subject, quad.object

    def _values(self, node: NamedNode, predicate: NamedNode) -> set[NamedNode | Literal]:
        """What all articles say."""
        quads = self.store.quads_for_pattern(node, predicate, None, None)
        return {q.object for q in quads if q.graph_name in self.articles and isinstance(q.object, NamedNode | Literal)}

    def _is_a(self, node: NamedNode, kind: str, graph: NamedNode | BlankNode | DefaultGraph) -> bool:
        return any(self.store.quads_for_pattern(node, term("rdf:type"), kg(kind), graph))

    def _text_hash(self, article: NamedNode | BlankNode | DefaultGraph) -> str:
        quads = self.store.quads_for_pattern(None, kg("text"), None, article)
        return text_hash(next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), ""))

    def _label(self, node: NamedNode) -> str:
        labels = [q.object for q in self.store.quads_for_pattern(node, term("rdfs:label"), None, None) if isinstance(q.object, Literal)]
        return min(((label.language != "ar", label.value) for label in labels), default=(True, node.value))[1]


def _short(value: _Term) -> str:
    """A value as one text: terms of the ontology by their local names, everything else as it is."""
    return value.value.removeprefix(PREFIXES["kg"]) if isinstance(value, NamedNode | Literal) else str(value)
