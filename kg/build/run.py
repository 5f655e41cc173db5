"""One build, as it goes on: how far it is and what went wrong."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from kg.articles import FIELDS, Size, Tally
from kg.build.options import BuildOptions
from kg.build.summary import BuildSummary, Progress
from kg.change import Prepared
from kg.errors import ArticleError
from kg.extract import Extractor
from kg.extractions import Known, article_key, fingerprint
from kg.identity import reader_id
from kg.interrupts import Interrupts
from kg.model import Article, Reader
from kg.publishing import Pace
from kg.standing import Standing
from kg.tombstones import erase
from kg.writer import StoreWriter

_PUBLISHING = "publishing"
"""Under which name a store remembers how many seconds its last publication took."""
_FIELDS = 5
"""Fields that are not read, of which a build tells."""
_TOLD = 20
"""Decisions that could not be followed of which a build tells."""


@dataclass(slots=True)
class Run:
    """A build while it lasts."""

    writer: StoreWriter
    options: BuildOptions
    report: Callable[[ArticleError], None]
    progress: Callable[[Progress], None]
    started: float = field(default_factory=time.monotonic)
    size: Size | None = None
    """How much is to be read."""
    tally: Tally = field(default_factory=Tally)
    summary: BuildSummary = field(default_factory=BuildSummary)
    interrupts: Interrupts = field(init=False)
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.interrupts = Interrupts(lambda: self.tell("stop"))
        self.pace = Pace(self.options.publish_every, float(self.writer.extractions.meta(_PUBLISHING) or 0))

    def fault(self, error: ArticleError) -> None:
        """Reports and counts an article that cannot be read; raises it where the build is strict."""
        self.summary = replace(self.summary, skipped=self.summary.skipped + 1)
        if self.options.strict:
            raise error
        self.report(error)

    def unread(self, articles: Iterable[Article], reader: str) -> Iterator[Article]:
        """The articles that are new, or have changed, or were read by another reader."""
        for article in articles:
            known = self.writer.extractions.known(article_key(article.id))
            if known == Known(fingerprint(article), reader):
                self.summary = replace(self.summary, unchanged=self.summary.unchanged + 1)
            else:
                yield article

    def outdated(self, reader: str) -> Iterator[Article]:
        """The articles in the store that were read by another reader: the graph must not depend on when they were."""
        for key in self.writer.extractions.read_otherwise(reader):
            if found := self.writer.extractions.read(key):
                yield found[0]

    def write(self, batch: Sequence[Prepared]) -> None:
        """Writes what was read in a batch of articles."""
        with self._counted(batch):
            self.writer.add_prepared(batch)
        if self.pace.is_due(makes_room=self.writer.folder.is_outgrown()):
            self.publish()

    def store(self, batch: Sequence[Prepared]) -> None:
        """Writes what a cluster read in a batch of articles; of which events they tell is left for later."""
        with self._counted(batch):
            self.writer.add_prepared(batch, resolves=False)

    @contextmanager
    def _counted(self, batch: Sequence[Prepared]) -> Iterator[None]:
        """Counts articles that are written, and lets that come to its end; they have no tombstone afterwards."""
        keys = [one.derived.article for one in batch]
        with self.interrupts.held():
            known = sum(self.writer.extractions.known(key) is not None for key in keys)
            yield
            erase(self.writer.folder.path, keys)
            self.summary = replace(self.summary, new=self.summary.new + len(keys) - known, changed=self.summary.changed + known)
            self.tell("write")

    def relinked(self, articles: int) -> None:
        """Notes how many articles were linked again so far."""
        self.summary = replace(self.summary, relinked=articles)
        self.tell("link", articles)

    def tell(self, stage: str, articles: int | None = None) -> None:
        """Tells how far the build is; `articles` if not those that are done with."""
        done = self.summary.new + self.summary.changed + self.summary.unchanged
        share = min(1.0, self.tally.position() / self.size.bytes) if self.size and self.size.bytes else None
        self.progress(Progress(stage, done if articles is None else articles, self.tally.files, share))

    def finish(self) -> BuildSummary:
        """Shows readers the result, and adds it up."""
        self.publish()
        return self.totals()

    def publish(self) -> None:
        """Shows readers what there is so far."""
        with self.interrupts.held():
            self.tell("publish")
            with self.pace.measured():
                published = self.writer.publish()
            if published:
                self.writer.extractions.set_meta(_PUBLISHING, f"{self.pace.expected:.3f}")

    def totals(self) -> BuildSummary:
        """The summary so far, with what the store holds."""
        held = self.writer.stats()
        counts = {name: getattr(held, name) for name in ("articles", "entities", "incidents", "statements", "claims", "quads")}
        seconds, publishing = round(time.monotonic() - self.started, 3), round(self.pace.spent, 3)
        sizes = {"repeated": self.tally.repeated, "ignored": self.tally.ignored}
        least = self.writer.derivation.min_confidence
        self.summary = replace(self.summary, seconds=seconds, publishing=publishing)
        return replace(self.summary, **counts, **sizes, min_confidence=least, notes=self._notes())

    def _notes(self) -> tuple[str, ...]:
        """What of the fields of articles, of a user's own gazetteers and of people's decisions is used no more, or not at all."""
        dropped = (f"the gazetteer {name} of the build before was not given: it is used no more" for name in self.writer.dropped)
        unused = self.writer.derivation.gazetteer.notes if self.options.gazetteer else ()  # else told by the build that was given them
        least = self.writer.derivation.min_confidence
        unsure = (f"what was read less surely than {least:g} is left out of the graph: --min-confidence 0 brings it back",)
        lost = (f"{self.writer.forgotten} decisions of the build before are gone from the store's file: they hold no more",)
        unread = (f"fields that are not read: {_named(self.tally.unread)}; those that are: {', '.join(FIELDS)}",)
        return (
            *(unread if self.tally.unread else ()),
            *dropped,
            *unused,
            *(unsure if least else ()),
            *(lost if self.writer.forgotten else ()),
            *_unmet(self.writer.decisions()),
        )


def _named(fields: Counter[str]) -> str:
    """Some names of fields, with the number of articles that have them, the most frequent first."""
    told = ", ".join(f"{name[:40]!r} ({number:,})" for name, number in fields.most_common(_FIELDS))
    return f"{told}, …" if len(fields) > _FIELDS else told


def _unmet(decisions: Iterable[Standing]) -> Iterator[str]:
    """The decisions that could not be followed; few enough to be read."""
    unmet = [standing for standing in decisions if standing.problem]
    yield from (f"the decision {standing} was not followed: {standing.problem}" for standing in unmet[:_TOLD])
    if len(unmet) > _TOLD:
        yield f"{len(unmet) - _TOLD} more decisions were not followed: `kg decide --list` shows them"


def reader_of(found: Extractor | Reader) -> str:
    """The id of a reader, or of the one that an extractor is."""
    return reader_id(found.name, found.version, found.settings)
