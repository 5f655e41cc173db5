"""What a build did, and how far it is."""

from dataclasses import dataclass

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build, or a removal, did and what the store holds now."""

    new: int = 0
    changed: int = 0
    """Given again with other content, or read again because what reads, or its gazetteer, has changed since."""
    unchanged: int = 0
    """As they were in an earlier build."""
    repeated: int = 0
    """Given more than once in this build."""
    removed: int = 0
    relinked: int = 0
    """Articles of earlier builds that were worked out anew, unread: after a decision, or with another gazetteer or linker."""
    skipped: int = 0
    """Articles that could not be read."""
    ignored: int = 0
    """Files in folders that are no articles."""
    articles: int = 0
    entities: int = 0
    """Named by articles."""
    incidents: int = 0
    statements: int = 0
    claims: int = 0
    quads: int = 0
    """In all graphs."""
    seconds: float = 0.0
    publishing: float = 0.0
    """How many of them went into showing readers the result."""
    min_confidence: float = 0.0
    """What was read less surely is not in the graph."""
    notes: tuple[str, ...] = ()
    """What the user should know besides."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking articles back did."""

    summary: BuildSummary
    unknown: tuple[str, ...]
    """Identifiers of no article in the store."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is.

    `stage` is "link" (articles of earlier builds are linked again), "read", "write", "compare" (a cluster works out events),
    "publish", or "stop": somebody pressed Ctrl-C, and the build ends when what was read by then is written.
    """

    stage: str
    articles: int
    files: int
    share: float | None = None
    """How much of what was given is read, 0 to 1; None where nobody knows how much there is."""


@dataclass
class BuildInterrupted(KgError):
    """Ctrl-C ended a build; what was read by then is in the store and published."""

    summary: BuildSummary
    exit_code = 130

    def __str__(self) -> str:
        done = self.summary.new + self.summary.changed
        return f"interrupted; {done} articles were read and are kept: the same command again goes on from there"
