"""What goes into the tables and comes out of them, besides the nouns of `kg.model`."""

import unicodedata
from dataclasses import dataclass

import msgspec

from kg.identity import digest
from kg.model import Article, Naming, Report


def article_key(identifier: str) -> str:
    """The form of an article's identifier by which it is known: two that are one IRI are one article."""
    return unicodedata.normalize("NFC", identifier)


def fingerprint(article: Article) -> str:
    """Hash of everything that was given of an article: another one means that it has to be read again."""
    return digest(msgspec.json.encode(article).decode("utf-8"))


@dataclass(frozen=True, slots=True)
class Known:
    """What a store has of an article: the hash of what was given, and the id of the reader that read it."""

    fingerprint: str
    reader: str


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from one article and its extraction, without looking at any other article."""

    article: str
    """The article's key."""
    named: frozenset[str]
    """Ids of the entities in its graph."""
    containing: frozenset[str]
    """Ids of further gazetteer entities that contain those."""
    namings: tuple[Naming, ...]
    reports: tuple[Report, ...]
    sorts: tuple[str, ...]
    """Of each report: Incident, Meeting or Statement."""
    blocks: tuple[frozenset[str], ...]
    """Of each report: its blocking keys."""
    unmet: tuple[tuple[str, str], ...] = ()
    """Ids of the decisions about it that could not be followed, and why."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What articles have in the derived rows: what may change when they do."""

    nodes: dict[str, str]
    """Event node of each report."""
    entities: frozenset[str]
    readers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many articles are held, and how many mentions and claims are in their graphs."""

    articles: int
    mentions: int
    claims: int
