"""Builds what is in folders and feeds, and what comes into them, until it is stopped."""

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread

import watchfiles

from kg.build import BuildInterrupted, BuildOptions, BuildSummary, build
from kg.errors import ArticleError, KgError, UsageError
from kg.extract import Extractor
from kg.extractions import Extractions
from kg.feeds.following import Feeds
from kg.publishing import SHARE
from kg.settings import Settings
from kg.store import StoreFolder
from kg.watching.looking import Looked, in_a_line

LOG = logging.getLogger("kg.watch")
"""What was built, at level INFO; what could not be, at level WARNING."""
_GLANCE, _LOOK = 0.2, 10.0
"""Seconds between two looks through the folders: when something was told, and when nothing was."""
_LOOKING = 0.05
"""The largest part of the time that goes into looking."""
_LEAST, _MOST = 1.0, 60.0
"""Seconds until what went wrong is tried again: at first, and after many times."""
_OURS = "isnad"
"""What the shipped extractor is called."""


def log(summary: BuildSummary) -> None:
    """Says in a line what a build did."""
    done = [f"{getattr(summary, name)} {name}" for name in ("new", "changed", "unchanged", "skipped") if getattr(summary, name)]
    LOG.info("%s (%.1f s); %d articles in the graph", ", ".join(done) or "nothing to do", summary.seconds, summary.articles)


def report(error: ArticleError) -> None:
    """Says in a line what could not be read, and why."""
    LOG.warning("%s", in_a_line(str(error)))


@dataclass(frozen=True, slots=True)
class Ways:
    """How it is built, and what from besides folders."""

    feeds: Feeds | None = None
    options: BuildOptions = field(default_factory=lambda: BuildOptions(gazetteer=None))
    """Of the first build; later ones keep to its gazetteer."""
    built: Callable[[BuildSummary], None] = log
    """Is told what each build did."""

    @property
    def later(self) -> "Ways":
        """How it goes on when it was built once."""
        can_keep = self.options.workers == 1  # several workers cannot be handed what the build before had
        return replace(self, options=replace(self.options, gazetteer=None)) if can_keep else self


def watch(looked: Looked, settings: Settings, stop: Event, extractor: Extractor | None = None, ways: Ways | None = None) -> None:
    """Builds what is in folders and feeds, and what comes into them, until it is stopped: by `stop`, or by KeyboardInterrupt.

    What cannot be read is logged, once for each change. What keeps a build from being done (a full disk) is logged and
    tried again; another process that writes is waited for. Raises UsageError where another extractor has read the store.
    """
    ways = ways or Ways()
    if extractor is None and not ways.options.extractor:
        _require_ours(settings.store)
    ways = replace(ways, options=replace(ways.options, wait=True))
    told = _told(looked.folders, stop)
    looked.apart = (settings.store, *(Path(log) for log in (settings.access_log,) if log not in ("none", "-")))
    if ways.feeds:
        ways.feeds.follow(told.set)
    pause = _LEAST
    while not stop.is_set():
        told.clear()
        looked.look()
        try:
            summary = _built(looked, settings, ways, extractor)
            if summary is None:
                told.wait(looked.quiet if looked.waiting else max(_LOOK, looked.took / _LOOKING))
                stop.wait(max(_GLANCE, looked.took / _LOOKING))
                continue
        except BuildInterrupted:
            return
        except KgError as error:
            LOG.warning("%s; tried again in %g seconds", in_a_line(str(error)), pause)
            stop.wait(pause)
            pause = min(2 * pause, _MOST)
            continue
        pause, ways = _LEAST, ways.later
        ways.built(summary)
        stop.wait(summary.publishing * (1 / SHARE - 1))  # one article after the other must not be nothing but publishing


def _built(looked: Looked, settings: Settings, ways: Ways, extractor: Extractor | None) -> BuildSummary | None:
    """Builds what is to be built now; None where there is nothing."""
    with ways.feeds.arrived() if ways.feeds else nullcontext(()) as arrived:
        ready = looked.ready()
        if not ready and not arrived:
            return None
        summary = build([*sorted(ready), *arrived], settings, ways.options, extractor=extractor, report=report)
        looked.built.update(ready)
    return summary


def _require_ours(store: Path) -> None:
    """Raises UsageError where another extractor has read the store: ours would read it all again, and lose what that one found."""
    file = StoreFolder(store).extractions
    if not file.exists():
        return
    with Extractions(file) as extractions:
        readers = {extractions.reader(reader).name for reader in extractions.footprint(extractions.read_otherwise("")).readers}
    if others := sorted(readers - {_OURS}):
        raise UsageError(f"{store}: was read by {others[0]}, and this reads with the shipped extractor: use `kg build --extractor`")


def _told(folders: Sequence[Path], stop: Event) -> Event:
    """Set whenever something in the folders has changed, as far as that is told, and when it is stopped."""
    told = Event()

    def listen() -> None:
        try:
            for _ in () if not folders else watchfiles.watch(*folders, watch_filter=None, debounce=200, stop_event=stop, rust_timeout=500):
                told.set()
        except (OSError, RuntimeError) as error:
            LOG.warning("nothing is told of changes (%s): the folders are looked through every %g seconds", error, _LOOK)
        stop.wait()
        told.set()

    Thread(target=listen, name="listener of the watch", daemon=True).start()
    return told
