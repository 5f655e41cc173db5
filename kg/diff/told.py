"""The nouns of a comparison of two builds."""

from collections.abc import Mapping
from dataclasses import dataclass

MAIN_STATUS = "mainStatus"
"""The fact that is the status of an event as a whole; "status" are those that its articles give."""


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """A trigger: where it stands, and how it is written. Code points, end exclusive."""

    article: str
    """The article's identifier."""
    begin: int
    end: int
    text: str

    def overlaps(self, other: "Words") -> bool:
        """Whether two of one article share a character."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class EventTold:
    """An event node as its articles tell it."""

    iri: str
    sort: str
    """Incident, Meeting or Statement."""
    label: str
    words: frozenset[Words]
    """The words that report it."""
    facts: Mapping[str, frozenset[str]]
    """The values of its properties, each as one text, the class too; figures with qualifier and scope."""

    @property
    def articles(self) -> frozenset[str]:
        """Identifiers of the articles that report it."""
        return frozenset(words.article for words in self.words)


@dataclass(frozen=True, slots=True)
class GraphTold:
    """A graph as far as builds are compared."""

    texts: Mapping[str, str]
    """Hash of each article's text, by identifier."""
    events: tuple[EventTold, ...]
    """Sorted by IRI."""
    entities: frozenset[str]
    relations: frozenset[tuple[str, str, str]]
    labels: Mapping[str, str]
    """What IRIs are called."""
