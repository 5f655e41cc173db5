"""The graph as strangers see it, quad by quad: pseudonyms for names, and IRIs from which no name can be worked out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.ontology import PREFIXES, kg, term
from kg.public.masking import MaskedArticle, Masks, labelled
from kg.public.names import Names, telling_words
from kg.public.pseudonyms import Pseudonyms
from kg.public.withheld import Source, Why, span_of

_LABEL, _ALTERNATIVE, _SAME = term("rdfs:label"), term("skos:altLabel"), term("owl:sameAs")
_TEXT, _ANCHOR, _IDENTIFIER = kg("text"), term("nif:anchorOf"), term("dcterms:identifier")
_NAMING = frozenset((_LABEL, _ALTERNATIVE, _SAME))
"""What would tell who somebody is."""
_PARTS = frozenset((_TEXT, _ANCHOR))
_PAGES = frozenset((term("dcterms:source"), kg("archivedAt")))
_WORDS = frozenset((f"{PREFIXES['xsd']}string", f"{PREFIXES['rdf']}langString"))
_LANGUAGES = ("ar", "en")
_ENGLISH = "en"

Subject = NamedNode | BlankNode | Triple
Node = Subject | Literal


@dataclass(frozen=True)
class Rewriting:
    """Rewrites a published graph."""

    source: Source
    pseudonyms: Pseudonyms
    _changed: dict[Triple, set[Triple]] = field(default_factory=dict)
    """What has become of triples of named graphs, for the default graph, which has them too; nothing, where they were left out."""
    _connected: dict[NamedNode, frozenset[str]] = field(default_factory=dict)
    """Who is withheld and connected with an event, by the event."""

    @cached_property
    def withheld(self) -> Mapping[str, Why]:
        """Who is not named, and why."""
        return self.source.withheld()

    @cached_property
    def masks(self) -> Masks:
        """What is hidden of texts."""
        return Masks.of(self._names(), self.pseudonyms)

    def quads(self) -> Iterator[Quad]:
        """The whole graph. The default graph comes last: it follows from the others."""
        articles = set(self.source.articles())
        for graph in list(self.source.store.named_graphs()):
            if graph in articles:
                assert isinstance(graph, NamedNode)  # noqa: S101  # articles have IRIs
                yield from self._article(graph)
            else:
                yield from self._other(graph, self._is_own(graph))
        yield from self._default()

    def iri(self, node: str) -> str:
        """The IRI in place of that of an entity, an event or an article."""
        if node in self.withheld:
            return f"{self.source.instances.base}entity/{self.pseudonyms.identifier(node)}"
        if node in self.hidden_events:
            return f"{self.source.instances.base}event/{self.pseudonyms.identifier(node)}"
        article, mark, offsets = node.partition("#")
        return self.hidden_articles.get(article, article) + mark + offsets

    @cached_property
    def hidden_articles(self) -> Mapping[str, str]:
        """IRIs in place of those of articles whose identifier has somebody's name."""
        found = {}
        for article in self.source.articles():
            name = self.source.instances.article_identifier(article.value) or ""
            masked = self.masks.article(self.source.reading(article)) if article in self._naming else None
            if any(True for _ in (masked.names if masked else self.masks.everywhere).find(_spaced(name))):
                found[article.value] = f"{self.source.instances.base}article/{self.pseudonyms.identifier(article.value)}"
        return found

    @cached_property
    def hidden_events(self) -> frozenset[str]:
        """The events of such articles: their IRIs are hashes of the identifier too."""
        start = f"{self.source.instances.base}event/"
        found: set[str] = set()
        for article in self.hidden_articles:
            for quad in self.source.store.quads_for_pattern(None, None, None, NamedNode(article)):
                found.update(
                    node.value for node in (quad.subject, quad.object) if isinstance(node, NamedNode) and node.value.startswith(start)
                )
        return frozenset(found)

    @cached_property
    def _naming(self) -> Mapping[NamedNode, Mapping[str, frozenset[str]]]:
        """The articles that name somebody who is withheld, and how."""
        found: dict[NamedNode, dict[str, frozenset[str]]] = {}
        for article in self.source.articles():
            read = self.source.reading(article)
            for span, node in read.mentions:
                if node.value in self.withheld:
                    names = found.setdefault(article, {})
                    names[node.value] = names.get(node.value, frozenset()) | {span.of(read.text)}
        return found

    def _names(self) -> dict[str, frozenset[str]]:
        """Everything that those who are withheld are called, in the graph and in texts."""
        found: dict[str, set[str]] = {iri: set() for iri in self.withheld}
        for iri, names in found.items():
            for predicate in (_LABEL, _ALTERNATIVE):
                labels = (quad.object for quad in self.source.store.quads_for_pattern(NamedNode(iri), predicate, None, None))
                names.update(label.value for label in labels if isinstance(label, Literal))
        for named in self._naming.values():
            for iri, words in named.items():
                found[iri] |= words
        return {iri: frozenset(names) for iri, names in found.items()}

    def _is_own(self, graph: NamedNode | BlankNode) -> bool:
        """Whether users wrote a graph themselves."""
        return not graph.value.startswith(f"{self.source.instances.base}graph/")

    # Articles

    def _article(self, graph: NamedNode) -> Iterator[Quad]:
        masked = self.masks.article(self.source.reading(graph))
        named = NamedNode(self.iri(graph.value))
        plain = not (masked.is_masked or graph in self._naming or graph.value in self.hidden_articles)
        for quad in self.source.store.quads_for_pattern(None, None, None, graph):
            if plain and self._stays(quad):
                yield quad
                continue
            for triple in self._noted(quad.triple, self._told(quad.triple, masked)):
                yield _in(triple, named)

    def _stays(self, quad: Quad) -> bool:
        """Whether a statement of an article that hides nothing is surely shown as it is: most are, and it is found out sooner."""
        value = quad.object
        if isinstance(value, Literal):
            same = quad.predicate in _PARTS or value.datatype.value not in _WORDS
        else:
            same = isinstance(value, NamedNode) and value.value not in self._moved and quad.predicate not in _PAGES
        return same and isinstance(quad.subject, NamedNode) and quad.subject.value not in self._moved

    @cached_property
    def _moved(self) -> frozenset[str]:
        """All that have another IRI here."""
        return frozenset((*self.withheld, *self.hidden_events, *self.hidden_articles))

    def _told(self, triple: Triple, masked: MaskedArticle) -> Iterator[Triple]:
        subject, predicate, value = triple
        if self._tells_who(triple) or (predicate == kg("sha256") and (masked.is_masked or subject.value in self.hidden_articles)):
            return
        if predicate in _PAGES and isinstance(value, NamedNode):
            address = _spaced(unquote(value.value))
            if masked.other(address) != address:
                return
        if isinstance(value, Literal) and value.datatype.value in _WORDS:
            value = _literal(value, self._words(subject, predicate, value.value, masked))
        yield Triple(self._claim(subject, masked), predicate, self._node(value))

    def _words(self, subject: Subject, predicate: NamedNode, words: str, masked: MaskedArticle) -> str:
        if predicate == _TEXT:
            return masked.shown
        if predicate == _IDENTIFIER and isinstance(subject, NamedNode):
            return self.pseudonyms.identifier(subject.value) if subject.value in self.hidden_articles else words
        span = span_of(subject) if predicate == _ANCHOR else None
        return masked.at(span) if span else masked.slice(words)

    def _claim(self, subject: Subject, masked: MaskedArticle) -> Subject:
        """The IRI of a claim is a hash of words too: with some of them hidden it becomes another one."""
        node = self._subject(subject)
        base = f"{self.source.instances.base}claim/"
        if masked.is_masked and isinstance(node, NamedNode) and node.value.startswith(base):
            return NamedNode(base + self.pseudonyms.identifier(node.value))
        return node

    # Other graphs

    def _other(self, graph: NamedNode | BlankNode, own: bool) -> Iterator[Quad]:  # noqa: FBT001  # what `_is_own` says
        for quad in self.source.store.quads_for_pattern(None, None, None, graph):
            told = (
                [self._mapped(quad.triple, self.masks.everywhere)]
                if own and not self._tells_who(quad.triple)
                else self._summary(quad.triple)
            )
            for triple in told if own else self._noted(quad.triple, told):
                yield _in(triple, graph)

    def _default(self) -> Iterator[Quad]:
        for quad in self.source.store.quads_for_pattern(None, None, None, DefaultGraph()):
            told = self._changed.get(quad.triple)
            for triple in self._summary(quad.triple) if told is None else sorted(told, key=str):
                yield _in(triple, DefaultGraph())

    def _summary(self, triple: Triple) -> Iterator[Triple]:
        """What is said about many articles, in their words or in ours."""
        subject, predicate = triple.subject, triple.predicate
        if self._tells_who(triple):
            if predicate == _LABEL:
                yield from self._labels(subject)
        elif predicate in (_LABEL, kg("reason")) and isinstance(subject, NamedNode) and self._is_of_events(subject):
            yield self._mapped(triple, self._names_in(subject) if predicate == _LABEL else self._all_words)
        else:
            yield self._mapped(triple, None)

    def _names_in(self, event: NamedNode) -> Names:
        """The names of all whom the graph connects with an event; it has a label in two languages, each in several graphs."""
        if event not in self._connected:
            told = self.source.store.quads_for_pattern(event, None, None, None)
            found = {quad.object.value for quad in told if isinstance(quad.object, NamedNode)}
            self._connected[event] = frozenset(found & self.withheld.keys())
        return self.masks.of_people(self._connected[event])

    def _labels(self, person: Subject) -> Iterator[Triple]:
        if not isinstance(person, NamedNode):
            return iter(())
        node = NamedNode(self.iri(person.value))
        return (Triple(node, _LABEL, Literal(self.pseudonyms.label(person.value, tag), language=tag)) for tag in _LANGUAGES)

    @cached_property
    def _all_words(self) -> Names:
        """All names, and every word of one: for reasons that we give in rare words of texts."""
        names = Names()
        for iri in sorted(self.masks.names):
            for word in sorted({word for name in self.masks.names[iri] for word in telling_words(name)}):
                names.add((word,), iri)
                names.add((word.removeprefix("ال"),), iri)
        return names.with_further(self.masks.everywhere)

    def _is_of_events(self, node: NamedNode) -> bool:
        return node.value.startswith(tuple(f"{self.source.instances.base}{sort}/" for sort in ("event", "match")))

    # Terms

    def _noted(self, triple: Triple, told: Iterable[Triple]) -> list[Triple]:
        """Takes down what has become of a triple, where that is another one than by its IRIs alone."""
        found = list(told)
        if found != [triple]:
            self._changed.setdefault(triple, set()).update(found)
        return found

    def _tells_who(self, triple: Triple) -> bool:
        """Whether a triple says who a withheld person is."""
        return triple.predicate in _NAMING and any(
            isinstance(node, NamedNode) and node.value in self.withheld for node in (triple.subject, triple.object)
        )

    def _mapped(self, triple: Triple, names: Names | None) -> Triple:
        """A triple with the IRIs that strangers see, and labels in place of `names` in its words."""
        value = self._node(triple.object)
        if names and isinstance(value, Literal) and value.datatype.value in _WORDS:
            language = _ENGLISH if (value.language or "").startswith(_ENGLISH) else "ar"
            value = _literal(value, labelled(value.value, names.find(value.value), self.pseudonyms, language))
        return Triple(self._subject(triple.subject), triple.predicate, value)

    def _subject(self, node: Subject) -> Subject:
        found = self._node(node)
        assert not isinstance(found, Literal)  # noqa: S101  # what is none does not become one
        return found

    def _node(self, node: Node) -> Node:
        if isinstance(node, NamedNode):
            shown = self.iri(node.value) if node.value.startswith(self.source.instances.base) else node.value
            return node if shown == node.value else NamedNode(shown)
        return self._mapped(node, self.masks.everywhere) if isinstance(node, Triple) else node


def _in(triple: Triple, graph: NamedNode | BlankNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _literal(before: Literal, words: str) -> Literal:
    """A text in place of another one, in its language."""
    if words == before.value:
        return before
    return Literal(words, language=before.language) if before.language else Literal(words)


def _spaced(name: str) -> str:
    """A name of a file, or an address, with spaces between its words."""
    return name.replace("_", " ").replace("-", " ")
