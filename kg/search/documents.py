"""What can be found: one document for each article, entity and event of the graph."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Article, EntitySummary, EventSummary, GazetteerEntry
from kg.ontology import sort, top

ARTICLE = "article"
TYPES = ("organisation", "person", "place", "incident", "meeting", "statement", ARTICLE)
"""What a search can be narrowed to."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found by its names, an article by its text too."""

    iri: str
    type: str
    """One of `TYPES`; "entity" where nobody knows which."""
    kind: str
    """Its most specific class, as `kg:kind` has it."""
    label_ar: str
    label_en: str
    names: tuple[str, ...]
    """Everything that it is called by, its labels included, as written; sorted."""
    article: str = ""
    """The IRI of the article itself, or of the one that reports an event first."""
    text: str = ""
    weight: int = 0
    """How many articles name or report it: of two that fit equally well the more frequent one comes first."""


def article_document(article: Article, iri: str) -> Document:
    """An article by its title and its text."""
    english = article.title if article.language == "en" else ""
    arabic = "" if english else article.title
    return Document(iri, ARTICLE, "Article", arabic, english, _names([article.title]), iri, article.text)


def entity_document(summary: EntitySummary, entry: GazetteerEntry | None, names: Iterable[str], iri: str, weight: int) -> Document:
    """An entity by its labels, by `names` that articles call it, and by those that the gazetteer has."""
    listed = (*entry.aliases, *entry.ambiguous) if entry else ()
    found = _names([summary.label_ar, summary.label_en or "", *names, *listed])
    kind = next((name for name in (top(summary.kind).lower(),) if name in TYPES), "entity")
    return Document(iri, kind, summary.kind, summary.label_ar, summary.label_en or "", found, weight=weight)


def event_document(summary: EventSummary, iri: str, article: str) -> Document:
    """An event by its labels; `article` is the IRI of the one that reports it first."""
    kind = sort(summary.kind).lower()
    labels = _names([summary.label_ar, summary.label_en])
    return Document(iri, kind, summary.kind, summary.label_ar, summary.label_en, labels, article, weight=summary.reports)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name.strip()}))
