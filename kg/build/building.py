"""The build itself: articles are read and written until there are no more, or something stops it."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from kg.articles import read, size
from kg.build.options import BuildOptions
from kg.build.run import Run, reader_of
from kg.build.spread import clustered, spread
from kg.build.summary import BuildInterrupted, BuildSummary, Progress
from kg.change import Prepared
from kg.errors import ArticleError, ExtractorUnavailable, KgError, StoreError, UsageError
from kg.extract import Extractor, load_extractor, shipped_reader
from kg.extractions import Extractions
from kg.extractors import Choice, NotingExtractor, choice, load_chosen
from kg.gazetteer import Gazetteer
from kg.interrupts import restored
from kg.model import Article
from kg.preparing import Preparation
from kg.reading import ExtractorSource, WorkerLost, reading
from kg.settings import Settings
from kg.store import StoreFolder
from kg.writer import StoreWriter, open_writer


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
    A folder that was made for nothing, because something given cannot be used or Ctrl-C came first, and nothing was read, is
    gone again.
    """
    folder = StoreFolder(settings.store)
    made = [path for path in (folder.path, *folder.path.parents) if not path.exists()]
    try:
        summary = _build(paths, settings, options or BuildOptions(), extractor, report, progress)
    except BuildInterrupted:
        raise
    except (KgError, KeyboardInterrupt):
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
    options = _checked(options, chosen)
    folder = StoreFolder(settings.store)
    with restored(), _writer(folder, settings, options) as writer:
        run = Run(writer, options, report, progress, size=size(paths))
        writer.catch_up(run.relinked, resolves=not options.cluster)
        own = extractor or _extractor(chosen, writer.derivation.gazetteer, settings, options)
        reader = reader_of(own or shipped_reader(writer.derivation.gazetteer))
        with run.interrupts.heeded():
            articles = read(paths, report=run.fault, tally=run.tally, seconds=settings.article_seconds)
            unread = run.unread(articles, reader)
            if options.cluster:
                stopped, summary = spread(run, unread, reader, chosen, extractor, settings.article_seconds)
            else:
                source = ExtractorSource(options.gazetteer or (), own if options.workers <= 1 else extractor, chosen, settings)
                stopped = _read_and_write(run, unread, source)
                stopped = stopped or _read_and_write(run, run.outdated(reader), source)
                summary = run.finish()
        if isinstance(own, NotingExtractor):
            summary = replace(summary, notes=(*summary.notes, *own.notes()))
        folder.log({"command": "build", "paths": [str(path) for path in paths], **asdict(summary)})
    if run.interrupts.asked or isinstance(stopped, KeyboardInterrupt):
        raise BuildInterrupted(summary) from stopped
    if stopped is not None:
        raise stopped
    return summary


def _checked(options: BuildOptions, chosen: Choice | None) -> BuildOptions:
    """The options, those of a cluster made whole. Raises UsageError where they do not go together."""
    if chosen and chosen.door.is_priced and options.workers > 1:
        raise UsageError("a language model is asked by one process, several articles at once (llm_parallel): leave --workers away")
    if options.cluster or options.parts:
        options = clustered(options, chosen)
    if options.gazetteer is None and options.workers > 1:
        raise UsageError("several workers cannot load the gazetteer of the build before: name its files")
    return options


def _writer(folder: StoreFolder, settings: Settings, options: BuildOptions) -> AbstractContextManager[StoreWriter]:
    return open_writer(
        folder,
        settings.base,
        options.gazetteer,
        decisions=options.decisions,
        wait=options.wait,
        min_confidence=options.min_confidence,
    )


def _extractor(chosen: Choice | None, gazetteer: Gazetteer, settings: Settings, options: BuildOptions) -> Extractor | None:
    """What reads: the one that was chosen, else the one that ships; None where that is for other processes to load."""
    if chosen:
        return load_chosen(chosen, gazetteer, settings)
    if options.workers > 1 or options.cluster:
        return None
    load = _loaded if options.gazetteer is None else _load
    return load(_Over(gazetteer.version, gazetteer))


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
    """Removes a store's folder that a build made in vain: nothing of what it was given was read. `made`: what was not there before.

    It stays where it holds anything else: an article, what a language model answered, what somebody put there.
    """
    if not made or not folder.is_new():
        return
    if folder.extractions.exists():
        with Extractions(folder.extractions) as extractions:
            if extractions.totals().articles:
                return
    with suppress(StoreError, OSError):  # somebody else writes there by now
        with folder.writer():
            shutil.rmtree(folder.path)
        for parent in made[1:]:
            parent.rmdir()


def _read_and_write(run: Run, articles: Iterable[Article], source: ExtractorSource) -> BaseException | None:
    """The pipeline. Returns what stopped it, if anything did that lets what was read be kept."""
    batch: list[Prepared] = []
    stopped: BaseException | None = None
    derivation, workers = run.writer.derivation, run.options.workers
    then = Preparation.like(derivation, source.gazetteer) if workers > 1 else derivation.prepared
    try:
        with reading(source, then, workers) as read_all:
            for _, outcome in read_all(articles):
                if isinstance(outcome, ArticleError):
                    run.fault(outcome)
                    continue
                batch.append(outcome)
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
