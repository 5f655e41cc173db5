"""The vocabulary in code: the only module that names IRIs. Its meaning is written in `ontology/kg.ttl`."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import UsageError
from kg.model import Span
from kg.resources import resource

DEFAULT_BASE = "https://w3id.org/isnad/id/"

PREFIXES = {
    "kg": "https://w3id.org/isnad/ontology#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}
ARABIC = NamedNode("http://id.loc.gov/vocabulary/iso639-1/ar")
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"

PARENT: dict[str, str | None] = {
    "Entity": None,
    "Organisation": "Entity",
    "ArmedGroup": "Organisation",
    "SecurityForce": "Organisation",
    "GovernmentBody": "Organisation",
    "InternationalOrganisation": "Organisation",
    "MediaOutlet": "Organisation",
    "Person": "Entity",
    "Place": "Entity",
    "Country": "Place",
    "Region": "Place",
    "Settlement": "Place",
    "Facility": "Place",
    "Event": None,
    "Incident": "Event",
    "Attack": "Incident",
    "Bombing": "Attack",
    "SuicideBombing": "Bombing",
    "Shooting": "Attack",
    "Stabbing": "Attack",
    "VehicleRamming": "Attack",
    "Airstrike": "Attack",
    "Shelling": "Attack",
    "Assassination": "Attack",
    "Kidnapping": "Attack",
    "Execution": "Attack",
    "CyberAttack": "Attack",
    "Clash": "Incident",
    "SecurityOperation": "Incident",
    "Threat": "Incident",
    "Arrest": "Incident",
    "LegalAction": "Incident",
    "Meeting": "Event",
    "Statement": "Event",
}
"""Each class's superclass, as in `ontology/kg.ttl` (a test compares them)."""

TOP_CLASSES = ("Organisation", "Person", "Place")
_FAMILIES = {
    "Threat": "threat",
    "Arrest": "arrest",
    "LegalAction": "legal",
    "Meeting": "meeting",
    "Statement": "statement",
    "Incident": "violence",
}


@cache
def term(name: str) -> NamedNode:
    """The IRI of a prefixed name: `term("kg:place")`."""
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def local_name(node: object) -> str:
    """The local name of one of our terms."""
    return str(getattr(node, "value", "")).removeprefix(PREFIXES["kg"])


@cache
def kg(local: str) -> NamedNode:
    """The IRI of a term of our own ontology."""
    return NamedNode(PREFIXES["kg"] + local)


@cache
def ancestors(kind: str) -> tuple[str, ...]:
    """`kind` and its superclasses, most specific first: Bombing, Attack, Incident, Event."""
    chain = []
    step: str | None = kind
    while step is not None:
        chain.append(step)
        step = PARENT[step]
    return tuple(chain)


@cache
def top(kind: str) -> str:
    """The top class of an entity's class: Organisation, Person or Place; `kind` itself where it has none."""
    return next((c for c in ancestors(kind) if c in TOP_CLASSES), kind)


@cache
def family(kind: str) -> str:
    """The family of an event's class: only events of one family can be the same."""
    return next((_FAMILIES[c] for c in ancestors(kind) if c in _FAMILIES), "event")


def sort(kind: str) -> str:
    """What an event is at the coarsest, as its id has it: Incident, Meeting or Statement."""
    return next((c for c in ancestors(kind) if c in ("Incident", "Meeting", "Statement")), "Incident")


def most_specific(kinds: Iterable[str]) -> str:
    """The deepest of some classes, ties by name."""
    return min(kinds, key=lambda kind: (-len(ancestors(kind)), kind))


@lru_cache(maxsize=10_000)
def days(partial: str) -> tuple[date, date]:
    """The first and the last day that a date as exact as YYYY, YYYY-MM or YYYY-MM-DD allows.

    Raises ValueError for anything else.

    >>> [day.isoformat() for day in days("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    year, month, day = (*map(int, partial.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    first = date(year, month or 1, 1)
    last_month = month or 12
    return first, date(year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)


@cache
def vocabulary() -> frozenset[Triple]:
    """The ontology as it is shipped; read once, since it does not change while a program runs."""
    path = resource("ontology") / "kg.ttl"
    return frozenset(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """What our own terms are called: local name to language ("ar", "en") to label."""
    found: dict[str, dict[str, str]] = {}
    for triple in vocabulary():
        subject, label = triple.subject, triple.object
        if triple.predicate != term("rdfs:label") or not isinstance(subject, NamedNode) or not isinstance(label, Literal):
            continue
        if subject.value.startswith(PREFIXES["kg"]) and label.language:
            found.setdefault(subject.value.removeprefix(PREFIXES["kg"]), {})[label.language] = label.value
    return found


def prefix_lines() -> str:
    """PREFIX declarations of all prefixes, for queries."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


@dataclass(frozen=True, slots=True)
class Instances:
    """Mints the IRIs of instances below a base."""

    base: str = DEFAULT_BASE

    def article(self, identifier: str) -> NamedNode:
        """The IRI of an article and of its graph; the identifier in NFC, UTF-8, percent-encoded.

        Raises UsageError for "." and "..", which no IRI can end in.
        """
        if identifier in (".", ".."):
            raise UsageError(f"an article cannot be called {identifier!r}")
        return NamedNode(f"{self.base}article/{quote(unicodedata.normalize('NFC', identifier), safe='-._~')}")

    def article_identifier(self, iri: str) -> str | None:
        """The identifier (NFC) in an article's IRI, or None for any other IRI."""
        start = f"{self.base}article/"
        return unquote(iri.removeprefix(start)) if iri.startswith(start) and "#" not in iri else None

    def span(self, identifier: str, span: Span) -> NamedNode:
        """The IRI of a stretch of an article's text (RFC 5147)."""
        return NamedNode(f"{self.article(identifier).value}#char={span.begin},{span.end}")

    def node(self, collection: str, identifier: str) -> NamedNode:
        """The IRI of an entity, event, claim, reader or match by its id."""
        return NamedNode(f"{self.base}{collection}/{identifier}")

    def graph(self, name: str) -> NamedNode:
        """A named graph that is no article's: gazetteer, summary, matches, readers, ontology."""
        return NamedNode(f"{self.base}graph/{name}")
