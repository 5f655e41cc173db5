"""Builds the graph: the way of an article from a file to a quad.

    articles.read ──► reading (extract) ──► writer.add (link, resolve, summarise, describe, apply) ──► writer.publish

Articles go this way in batches. Whatever stops a build, what was written by then is kept, and the same command goes on
from there, since an article that has not changed is not read again. A long one is published as it goes: what readers see
then is what a build of the articles so far would have given, in place of what was there of these.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from kg.articles import Tally, read
from kg.errors import ArticleError, ExtractorUnavailable, KgError, StoreError, UsageError
from kg.extract import Extractor, load_extractor
from kg.extractions import Extractions, Known, article_key, fingerprint
from kg.extractors import NotingExtractor, choice, load_chosen
from kg.extractors.llm.kept import forget
from kg.gazetteer import Gazetteer
from kg.identity import reader_id
from kg.interrupts import Interrupts, restored
from kg.model import Article, Extraction
from kg.public import PublicStore
from kg.publishing import Pace
from kg.reading import ExtractorSource, WorkerLost, reading
from kg.settings import Settings
from kg.standing import Standing
from kg.store import StoreFolder
from kg.tombstones import erase, leave
from kg.writer import StoreWriter, open_writer

_PUBLISHING = "publishing"
"""Under which name a store remembers how many seconds its last publication took."""
_TOLD = 20
"""Decisions that could not be followed of which a build tells."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How a build is done. Only `gazetteer`, `decisions`, `extractor` and `min_confidence` change what the graph says."""

    workers: int = 1
    """Processes that read."""
    strict: bool = False
    """Stop at the first article that cannot be read."""
    wait: bool = False
    """Wait while another process writes."""
    gazetteer: tuple[Path, ...] | None = ()
    """A user's own gazetteer files, beside the shipped ones; None: as the build before had them, for one worker."""
    decisions: Path | None = None
    """A file of people's decisions that takes the place of the store's own."""
    min_confidence: float | None = None
    """What was read less surely, from 0 to 1, is left out of the graph; None: as in the build before."""
    extractor: str = ""
    """NAME:MODEL of another extractor than the one that ships, see `kg.extractors`."""
    batch: int = 100
    """Articles that are written at once."""
    publish_every: float = 30
    """Seconds after which readers are shown what there is so far, as long as that takes no more than a tenth of the time; 0: at the end."""


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

    `stage` is "link" (articles of earlier builds are linked again), "read", "write", "publish", or "stop": somebody pressed
    Ctrl-C, and the build ends when what was read by then is written.
    """

    stage: str
    articles: int
    files: int


@dataclass
class BuildInterrupted(KgError):
    """Ctrl-C ended a build; what was read by then is in the store and published."""

    summary: BuildSummary
    exit_code = 130

    def __str__(self) -> str:
        done = self.summary.new + self.summary.changed
        return f"interrupted; {done} articles were read and are kept: the same command again goes on from there"


@dataclass(slots=True)
class _Run:
    """One build, as it goes on: how far it is and what went wrong."""

    writer: StoreWriter
    options: BuildOptions
    report: Callable[[ArticleError], None]
    progress: Callable[[Progress], None]
    started: float = field(default_factory=time.monotonic)
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

    def unread(self, articles: Iterable[Article], extractor: Extractor) -> Iterator[Article]:
        """The articles that are new, or have changed, or were read by another extractor."""
        reader = _reader(extractor)
        for article in articles:
            known = self.writer.extractions.known(article_key(article.id))
            if known == Known(fingerprint(article), reader):
                self.summary = replace(self.summary, unchanged=self.summary.unchanged + 1)
            else:
                yield article

    def outdated(self, extractor: Extractor) -> Iterator[Article]:
        """The articles in the store that were read by another extractor: the graph must not depend on when they were."""
        for key in self.writer.extractions.read_otherwise(_reader(extractor)):
            if found := self.writer.extractions.read(key):
                yield found[0]

    def write(self, batch: Sequence[tuple[Article, Extraction]]) -> None:
        """Writes what was read in a batch of articles."""
        with self.interrupts.held():
            known = sum(self.writer.extractions.known(article_key(article.id)) is not None for article, _ in batch)
            self.writer.add(batch)
            erase(self.writer.folder.path, [article_key(article.id) for article, _ in batch])
            self.summary = replace(self.summary, new=self.summary.new + len(batch) - known, changed=self.summary.changed + known)
            self.tell("write")
        if self.pace.is_due():
            self.publish()

    def relinked(self, articles: int) -> None:
        """Notes how many articles were linked again so far."""
        self.summary = replace(self.summary, relinked=articles)
        self.tell("link", articles)

    def tell(self, stage: str, articles: int | None = None) -> None:
        """Tells how far the build is; `articles` if not those that are done with."""
        done = self.summary.new + self.summary.changed + self.summary.unchanged
        self.progress(Progress(stage, done if articles is None else articles, self.tally.files))

    def finish(self, *, alone: bool = False) -> BuildSummary:
        """Shows readers the result, with `alone` nothing older, and adds it up."""
        self.publish(alone=alone)
        return self.totals()

    def publish(self, *, alone: bool = False) -> None:
        """Shows readers what there is so far."""
        with self.interrupts.held():
            self.tell("publish")
            with self.pace.measured():
                published = self.writer.publish(alone=alone)
            if published:
                self.writer.extractions.set_meta(_PUBLISHING, f"{self.pace.expected:.3f}")

    def totals(self) -> BuildSummary:
        """The summary so far, with what the store holds."""
        counts = {name: getattr(self.writer.held(), name) for name in ("articles", "entities", "incidents", "statements", "claims")}
        seconds, publishing = round(time.monotonic() - self.started, 3), round(self.pace.spent, 3)
        sizes = {"repeated": self.tally.repeated, "ignored": self.tally.ignored, "quads": self.writer.quads()}
        least = self.writer.derivation.min_confidence
        self.summary = replace(self.summary, seconds=seconds, publishing=publishing)
        return replace(self.summary, **counts, **sizes, min_confidence=least, notes=self._notes())

    def _notes(self) -> tuple[str, ...]:
        """What of a user's own gazetteers and of people's decisions is used no more, or not at all."""
        dropped = (f"the gazetteer {name} of the build before was not given: it is used no more" for name in self.writer.dropped)
        unused = self.writer.derivation.gazetteer.notes if self.options.gazetteer else ()  # else told by the build that was given them
        least = self.writer.derivation.min_confidence
        unsure = (f"what was read less surely than {least:g} is left out of the graph: --min-confidence 0 brings it back",)
        lost = (f"{self.writer.forgotten} decisions of the build before are gone from the store's file: they hold no more",)
        return (*dropped, *unused, *(unsure if least else ()), *(lost if self.writer.forgotten else ()), *_unmet(self.writer.decisions()))


def _unmet(decisions: Iterable[Standing]) -> Iterator[str]:
    """The decisions that could not be followed; few enough to be read."""
    unmet = [standing for standing in decisions if standing.problem]
    yield from (f"the decision {standing} was not followed: {standing.problem}" for standing in unmet[:_TOLD])
    if len(unmet) > _TOLD:
        yield f"{len(unmet) - _TOLD} more decisions were not followed: `kg decide --list` shows them"


def _reader(extractor: Extractor) -> str:
    """The id of the reader that an extractor is."""
    return reader_id(extractor.name, extractor.version, extractor.settings)


def build(
    paths: Sequence[str | Path],
    settings: Settings,
    options: BuildOptions | None = None,
    *,
    extractor: Extractor | None = None,
    report: Callable[[ArticleError], None] = lambda error: None,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> BuildSummary:
    """Reads articles into the store of `settings` and publishes the result.

    Articles of earlier builds that another extractor read, or one with another gazetteer, are read again as they were given.
    Articles that cannot be read go to `report` and are left out. `extractor` (that of the options, if not given) must be
    picklable where there are several workers. `progress` is told how far the build is; what it raises ends the build.

    Raises BuildInterrupted on Ctrl-C and, where the build is strict, the first ArticleError, both with what was read by
    then kept and published; so with ExtractorUnavailable. KeyboardInterrupt on a second Ctrl-C, which only keeps what was
    written by then, and before anything was read. StoreLocked, StoreError, GazetteerError, DecisionError, UsageError.
    A folder that was made for nothing, because something given cannot be used and nothing was read, is gone again.
    """
    folder = StoreFolder(settings.store)
    made = [path for path in (folder.path, *folder.path.parents) if not path.exists()]
    try:
        summary = _build(paths, settings, options or BuildOptions(), extractor, report, progress)
    except BuildInterrupted:
        raise
    except KgError:
        _take_away(folder, made)
        raise
    if summary.skipped:
        _take_away(folder, made)
    return summary


def _build(
    paths: Sequence[str | Path],
    settings: Settings,
    options: BuildOptions,
    extractor: Extractor | None,
    report: Callable[[ArticleError], None],
    progress: Callable[[Progress], None],
) -> BuildSummary:
    """`build`, without regard to what it leaves where it fails."""
    chosen = choice(options.extractor)
    if chosen and chosen.door.is_priced and options.workers > 1:
        raise UsageError("a language model is asked by one process, several articles at once (llm_parallel): leave --workers away")
    if options.gazetteer is None and options.workers > 1:
        raise UsageError("several workers cannot load the gazetteer of the build before: name its files")
    folder = StoreFolder(settings.store)
    least = options.min_confidence
    with (
        restored(),
        open_writer(
            folder, settings.base, options.gazetteer, decisions=options.decisions, wait=options.wait, min_confidence=least
        ) as writer,
    ):
        run = _Run(writer, options, report, progress)
        writer.catch_up(run.relinked)
        gazetteer = writer.derivation.gazetteer
        load = _loaded if options.gazetteer is None else _load
        own = extractor or (load_chosen(chosen, gazetteer, settings) if chosen else load(_Over(gazetteer.version, gazetteer)))
        source = ExtractorSource(options.gazetteer or (), own if options.workers <= 1 else extractor, chosen, settings)
        with run.interrupts.heeded():
            stopped = _read_and_write(run, run.unread(read(paths, report=run.fault, tally=run.tally), own), source)
            stopped = stopped or _read_and_write(run, run.outdated(own), source)
            summary = run.finish()
        if isinstance(own, NotingExtractor):
            summary = replace(summary, notes=(*summary.notes, *own.notes()))
        folder.log({"command": "build", "paths": [str(path) for path in paths], **asdict(summary)})
    if run.interrupts.asked or isinstance(stopped, KeyboardInterrupt):
        raise BuildInterrupted(summary) from stopped
    if stopped is not None:
        raise stopped
    return summary


@dataclass(frozen=True, slots=True)
class _Over:
    """A gazetteer as what tells an extractor over it from others."""

    version: str
    gazetteer: Gazetteer = field(compare=False)


def _load(over: _Over) -> Extractor:
    return load_extractor(over.gazetteer)


_loaded = lru_cache(maxsize=1)(_load)
"""For who builds again and again: loaded once."""


def _take_away(folder: StoreFolder, made: Sequence[Path]) -> None:
    """Removes a store's folder that a build made in vain: what it was given could not be used. `made`: what was not there before.

    It stays where it holds anything else: an article, what a language model answered, what somebody put there.
    """
    if not made or not folder.is_new():
        return
    if folder.extractions.exists():
        with Extractions(folder.extractions) as extractions:
            if extractions.held().articles:
                return
    with suppress(StoreError, OSError):  # somebody else writes there by now
        with folder.writer():
            shutil.rmtree(folder.path)
        for parent in made[1:]:
            parent.rmdir()


def _read_and_write(run: _Run, articles: Iterable[Article], source: ExtractorSource) -> BaseException | None:
    """The pipeline. Returns what stopped it, if anything did that lets what was read be kept."""
    batch: list[tuple[Article, Extraction]] = []
    stopped: BaseException | None = None
    try:
        with reading(source, run.options.workers) as read_all:
            for article, outcome in read_all(articles):
                if isinstance(outcome, ArticleError):
                    run.fault(outcome)
                    continue
                batch.append((article, outcome))
                run.tell("read")
                if len(batch) >= run.options.batch or run.pace.is_due():
                    full, batch = batch, []
                    run.write(full)
                run.interrupts.heed()
    except (KeyboardInterrupt, ArticleError, ExtractorUnavailable, WorkerLost) as error:
        if run.interrupts.again:
            raise
        stopped = error
    if batch:
        run.write(batch)
    return stopped


def follow(
    settings: Settings,
    decisions: Path | None = None,
    *,
    min_confidence: float | None = None,
    wait: bool = False,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> BuildSummary:
    """Follows what people decided since the last build, and reads nothing: names are linked by the gazetteer of that build.

    `decisions` is a file that takes the place of the store's own; `min_confidence` is as in the options of a build. Raises
    StoreMissing where there is no store, StoreLocked, StoreError, DecisionError, UsageError.
    """
    folder = StoreFolder(settings.store)
    folder.require()
    with open_writer(folder, settings.base, decisions=decisions, wait=wait, min_confidence=min_confidence) as writer:
        run = _Run(writer, BuildOptions(), lambda error: None, progress)
        writer.catch_up(run.relinked)
        summary = run.finish()
        folder.log({"command": "build", "paths": [], **asdict(summary)})
    return summary


def remove(identifiers: Sequence[str], settings: Settings, *, wait: bool = False, reason: str = "", erased: bool = False) -> Removal:
    """Takes articles back: the graph is then as if they had never been read.

    What is left is that they were there, with `reason`; not even that where they are `erased`, now or after they went.
    Names are linked by the gazetteer of the last build. Raises StoreMissing where there is no store, StoreLocked, StoreError.
    """
    folder = StoreFolder(settings.store)
    folder.require()
    with open_writer(folder, settings.base, wait=wait) as writer:
        run = _Run(writer, BuildOptions(), lambda error: None, lambda progress: None)
        keys = dict.fromkeys(map(article_key, identifiers))
        there = [key for key in keys if writer.extractions.known(key)]
        if erased:
            known = erase(folder.path, keys)
            writer.extractions.set_meta("published", "no")  # else a snapshot that has the tombstone might stay
        else:
            known = frozenset()
            leave(folder.path, there, reason)
        writer.remove(there)
        forget(settings.store, there)
        writer.catch_up()  # afterwards: a live graph that is made again never holds them
        run.summary = replace(run.summary, removed=len(there))
        summary = run.finish(alone=True)
        folder.log({"command": "remove", **asdict(summary)})
    public = PublicStore(settings.store)
    if public.is_there():
        public.refresh()
    return Removal(summary, tuple(key for key in keys if key not in there and key not in known))
