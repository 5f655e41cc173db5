"""What a search gives."""

from dataclasses import dataclass

from kg.search.snippets import Snippet


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found."""

    iri: str
    type: str
    kind: str
    label_ar: str
    label_en: str
    article: str
    """The IRI of the article that was found, or that reports the event first; "" for entities."""
    how: str
    """"exact", "beginning", "words" or "spelling" of a name, a label or a title; "text" of an article's text."""
    matched: str
    """The name, label or title that fits best; of a text "", the snippet is what matched."""
    snippet: Snippet
    """The same with highlights, or the part of the text that fits best."""
    score: float
    """From 0 to 1, the better the higher; good for comparing the hits of one search only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the best first."""

    hits: tuple[Hit, ...]
    more: bool
    """Whether there are further ones behind this page."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A name that begins as somebody has begun to type."""

    name: str
    iri: str
    type: str
