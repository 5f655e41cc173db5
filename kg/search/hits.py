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
    """Something that somebody may mean who is still typing."""

    name: str
    """The one that fits best; of an article that was found by its text its title, or the part of the text that fits."""
    iri: str
    type: str
    kind: str
    title: str = ""
    """Of the article that reports an event first: it tells events apart whose labels are alike; "" for all else."""
