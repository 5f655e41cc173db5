"""What goes to a worker and what comes back."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.queries import Most, Scope, Wanted

NUMBER_OF_SHOWN_ROWS = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """How far queries may go. 0 means without limit, but for `workers`."""

    workers: int = 0
    """How many queries run at once; 0: one for each core, and two at least."""
    seconds: float = 30
    """How long one may take, waiting for a worker and writing the answer included."""
    memory: int = 1 << 30
    """Bytes that a worker may have in memory."""
    answer: Most = field(default_factory=partial(Most, 64 << 20, 1_000_000))
    waiting: int = 100
    """How many may wait for a worker."""
    services: tuple[str, ...] = ()
    """Hosts that SERVICE may ask."""


@dataclass(frozen=True, slots=True)
class Question:
    """A SPARQL query with what decides how it is answered."""

    text: str
    scope: Scope = field(default_factory=Scope)
    wanted: Wanted = field(default_factory=Wanted)
    seconds: float | None = None
    """How long it may take, where that is less than the limit."""
    counted: bool = False
    """Whether the answer is to say how many rows it has."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A saved query's file that is to be read and checked."""

    path: Path


@dataclass(frozen=True, slots=True)
class LookThrough:
    """The newest snapshot is to be read, as far as that goes in some seconds: whether it can be."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Page:
    """The beginning of an answer, for people: short text in place of terms."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """No more than 500."""
    more: bool
    """Whether there are further rows."""
    formats: tuple[str, ...]
    """What the whole answer can be had in."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: bytes of a media type, or a page where HTML was wanted."""

    media_type: str
    body: bytes
    page: Page | None
    snapshot: str
    """What tells the snapshot that was asked from all others."""
    rows: int | None = None
    """How many rows a table has, where the question wants them counted."""
