"""What is known, as RDF: the only place that makes triples. Which terms are used, and how, is in `ontology/kg.ttl`.

Pure: the same nouns give the same triples, on any machine and in any order. There are no blank nodes; numbers are canonical.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.describe.article import ArticleGraph
from kg.describe.terms import SAME_AS, TYPE, Term, date, decimal, reader_node, types, words
from kg.gazetteer import Gazetteer
from kg.identity import match_id
from kg.model import EntitySummary, EventSummary, GazetteerEntry, LinkedArticle, Match, Reader, Report
from kg.ontology import Instances, kg, sort, term, top, vocabulary

_LABEL = term("rdfs:label")
_ALTERNATIVE = term("skos:altLabel")
_CLAIMS_ONLY = frozenset(map(term, ("rdf:subject", "rdf:predicate", "rdf:object", "prov:wasAttributedTo"))) | frozenset(
    map(kg, ("evidence", "confidence", "attribution", "saidBy", "qualifier", "scope", "counted", "former", "decidedBy"))
)
_LABELLING = frozenset(map(term, ("rdfs:label", "rdfs:subClassOf", "rdfs:subPropertyOf", "skos:notation")))
_CLAIM_SUBJECT = re.compile(r"[/#]claim/[^/#]+$")
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")


def merged(triple: Triple) -> bool:
    """Whether a triple of an article's graph is knowledge that the default graph holds too.

    Spans, claims and the articles' texts are not: they stay where they can be checked.
    """
    subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
    apart = triple.predicate == kg("text") or triple.predicate in _CLAIMS_ONLY
    return not (apart or "#char=" in subject or _CLAIM_SUBJECT.search(subject))


@dataclass(frozen=True, slots=True)
class Describer:
    """Writes everything below one base of instance IRIs, with one gazetteer."""

    instances: Instances
    gazetteer: Gazetteer

    def article(self, linked: LinkedArticle, reports: Sequence[Report], nodes: Mapping[str, str]) -> frozenset[Triple]:
        """The whole graph of one article.

        `reports` are its events' reports in the order of the extraction; `nodes` gives the event node of a report's id,
        which is that id itself where `nodes` lacks it. Facts whose mention is not linked are left out.
        """
        return frozenset(ArticleGraph(self.instances, linked, tuple(reports), nodes).triples())

    def event_summary(self, summary: EventSummary) -> frozenset[Triple]:
        """Label, class, days, place, status and tolls of an event node."""
        return frozenset(self._event_summary(summary))

    def entity_summary(self, summary: EntitySummary, names: Iterable[str]) -> frozenset[Triple]:
        """Labels and class of an entity node; `names` are the forms it was met under, alternative labels where no label is one."""
        node = self.instances.node("entity", summary.id)
        triples = {Triple(node, _LABEL, words(summary.label_ar)), Triple(node, kg("kind"), kg(summary.kind))}
        if summary.label_en is not None:
            triples.add(Triple(node, _LABEL, words(summary.label_en, "en")))
        others = set(names) - {summary.label_ar, summary.label_en}
        return frozenset(triples | {Triple(node, _ALTERNATIVE, _name(name)) for name in others})

    def match(self, match: Match) -> frozenset[Triple]:
        """Why two reports were or were not held to be the same."""
        node = self.instances.node("match", match_id(match.left, match.right))
        facts: tuple[tuple[NamedNode, Term], ...] = (
            (TYPE, kg("Match")),
            (kg("left"), self.instances.node("event", match.left)),
            (kg("right"), self.instances.node("event", match.right)),
            (kg("score"), decimal(match.score)),
            (kg("decision"), kg(match.decision.value)),
            (kg("reason"), words(match.reason_ar)),
            (kg("reason"), words(match.reason_en, "en")),
            *(((kg("decidedBy"), Literal(match.decided_by)),) if match.decided_by else ()),
        )
        return frozenset(Triple(node, predicate, value) for predicate, value in facts)

    def reader(self, reader: Reader) -> frozenset[Triple]:
        """The software that claims are attributed to."""
        node = reader_node(self.instances, reader)
        triples = {
            Triple(node, TYPE, term("prov:SoftwareAgent")),
            Triple(node, term("dcterms:title"), Literal(reader.name)),
            Triple(node, term("dcterms:hasVersion"), Literal(reader.version)),
        }
        if reader.settings:
            triples.add(Triple(node, term("dcterms:description"), Literal(reader.settings)))
        return frozenset(triples)

    def gazetteer_entry(self, entity: str) -> frozenset[Triple]:
        """What the gazetteer says of an entity besides its names, which are the summary's; empty where it has none such."""
        entry = self.gazetteer.get(entity)
        return frozenset(self._entry(entry)) if entry else frozenset()

    def ontology(self) -> frozenset[Triple]:
        """The whole ontology."""
        return vocabulary()

    def ontology_labels(self) -> frozenset[Triple]:
        """What of the ontology a reader of the default graph needs: labels, superclasses and -properties, notations."""
        return frozenset(t for t in vocabulary() if t.predicate in _LABELLING and not isinstance(t.object, BlankNode))

    def _event_summary(self, summary: EventSummary) -> Iterator[Triple]:
        node = self.instances.node("event", summary.id)
        yield Triple(node, _LABEL, words(summary.label_ar))
        yield Triple(node, _LABEL, words(summary.label_en, "en"))
        yield Triple(node, kg("kind"), kg(summary.kind))
        yield Triple(node, kg("mainStatus"), kg(summary.status))
        for name, day in (("earliest", summary.earliest), ("latest", summary.latest)):
            if day:
                yield Triple(node, kg(name), date(day))
        if summary.main_place:
            yield Triple(node, kg("mainPlace"), self.instances.node("entity", summary.main_place))
        if sort(summary.kind) == "Incident":
            yield from _counts(node, summary)

    def _entry(self, entry: GazetteerEntry) -> Iterator[Triple]:
        node = self.instances.node("entity", entry.id)
        yield from types(node, [entry.kind])
        for iri in entry.same_as:
            yield Triple(node, SAME_AS, NamedNode(iri))
        for predicate, other in _containment(entry):
            yield Triple(node, kg(predicate), self.instances.node("entity", other))
        if entry.latitude is not None and entry.longitude is not None:
            yield from _point(node, entry.latitude, entry.longitude)


def _name(name: str) -> Literal:
    return words(name, "ar" if _ARABIC_LETTER.search(name) else "en")


def _counts(node: NamedNode, summary: EventSummary) -> Iterator[Triple]:
    for toll in summary.tolls:
        yield Triple(node, kg(f"{toll.property}Low"), Literal(toll.low))
        yield Triple(node, kg(f"{toll.property}Best"), Literal(toll.best))
        yield Triple(node, kg(f"{toll.property}High"), Literal(toll.high))
    yield Triple(node, kg("reports"), Literal(summary.reports))
    yield Triple(node, kg("independentSources"), Literal(summary.independent_sources))


def _containment(entry: GazetteerEntry) -> Iterator[tuple[str, str]]:
    """Properties that say where an entry belongs: places lie in what contains them, all others are of a country."""
    place = top(entry.kind) == "Place"
    if entry.parent:
        yield "locatedIn" if place else "partOf", entry.parent
    if entry.country and entry.country != entry.id:
        yield "locatedIn" if place else "country", entry.country


def _point(node: NamedNode, latitude: str, longitude: str) -> Iterator[Triple]:
    lat, long = decimal(latitude), decimal(longitude)
    point = NamedNode(f"{node.value}#point")
    yield Triple(node, term("wgs:lat"), lat)
    yield Triple(node, term("wgs:long"), long)
    yield Triple(node, term("geo:hasGeometry"), point)
    yield Triple(point, TYPE, term("geo:Geometry"))
    yield Triple(point, term("geo:asWKT"), Literal(f"POINT({long.value} {lat.value})", datatype=term("geo:wktLiteral")))
