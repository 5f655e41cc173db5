"""Runs an extractor over a stream of articles, in this process or in several; results come in the order of the articles."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from kg.errors import ArticleError, ExtractorUnavailable, KgError
from kg.extract import BatchExtractor, Extractor, load_extractor
from kg.extractors import Choice, load_chosen
from kg.gazetteer import load
from kg.model import Article, Extraction
from kg.settings import Settings

_ARTICLES, _CHARACTERS = 32, 100_000
"""A batch is full when it has either: as many as are best read together, but no more text than fits in any memory."""
_AHEAD = 3
"""Batches that wait for, or at, each worker: enough that none idles while the graph is written."""

Outcome = Extraction | ArticleError


class WorkerLost(KgError):
    """A worker process ended on its own, as a rule because memory ran out."""


@dataclass(frozen=True, slots=True)
class ExtractorSource:
    """How a process comes by its extractor: it is handed one, or loads the chosen or else the shipped one with these gazetteer files."""

    gazetteer: tuple[Path, ...] = ()
    given: Extractor | None = None
    chosen: Choice | None = None
    settings: Settings = field(default_factory=Settings)

    def extractor(self) -> Extractor:
        """The extractor, loaded once in each process."""
        return self.given or _loaded(self.gazetteer, self.chosen, self.settings)

    def read(self, article: Article) -> Outcome:
        """What the extractor reads in an article, or what is wrong when it fails.

        An extractor may be anybody's, and news are odd: one article must not end a build of a million. Raises
        ExtractorUnavailable where it can read no other article either.
        """
        try:
            return self.extractor()(article)
        except ExtractorUnavailable:
            raise
        except ArticleError as error:
            return error
        except Exception as error:  # noqa: BLE001  # reported with its article and counted, see above
            problem = f"the extractor failed with {type(error).__name__}: {error}"
            return ArticleError(article.id, None, problem, "leave the article out, or report this with its text")

    def read_together(self, articles: Sequence[Article]) -> list[Outcome]:
        """What `read` gives for each of some articles, read together where the extractor can: see BatchExtractor."""
        extractor = self.extractor()
        if isinstance(extractor, BatchExtractor):
            try:
                return list(extractor.pipe(articles))
            except ExtractorUnavailable:
                raise
            except Exception:  # noqa: BLE001  # the fault of one article: found, and told with it, when each is read alone
                return [self.read(article) for article in articles]
        return [self.read(article) for article in articles]


@lru_cache(maxsize=1)
def _loaded(gazetteer: tuple[Path, ...], chosen: Choice | None, settings: Settings) -> Extractor:
    return load_chosen(chosen, load(gazetteer), settings) if chosen else load_extractor(load(gazetteer))


Reading = Callable[[Iterable[Article]], Iterator[tuple[Article, Outcome]]]
"""Gives each article with its outcome, in order, taking few articles ahead."""


@contextmanager
def reading(source: ExtractorSource, workers: int = 1) -> Iterator[Reading]:
    """Reads in `workers` processes; one reads in this process. Raises WorkerLost when one of them ends on its own."""
    if workers <= 1:
        most = _ARTICLES if isinstance(source.extractor(), BatchExtractor) else 1
        yield lambda articles: _one_after_the_other(source, articles, most)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_writer)
    try:
        yield lambda articles: _in_order(pool, source, articles, workers * _AHEAD)
    except BrokenProcessPool as error:
        raise WorkerLost("a worker process was ended from outside, as a rule for want of memory; try fewer --workers") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _one_after_the_other(source: ExtractorSource, articles: Iterable[Article], most: int) -> Iterator[tuple[Article, Outcome]]:
    for batch in batches(articles, most):
        yield from zip(batch, source.read_together(batch), strict=True)


def _in_order(
    pool: ProcessPoolExecutor, source: ExtractorSource, articles: Iterable[Article], ahead: int
) -> Iterator[tuple[Article, Outcome]]:
    waiting: _Waiting = deque()
    try:
        for batch in batches(articles):
            waiting.append((batch, pool.submit(source.read_together, batch)))
            if len(waiting) >= ahead:
                yield from _first(waiting)
    except ArticleError:
        while waiting:
            yield from _first(waiting)
        raise
    while waiting:
        yield from _first(waiting)


_Waiting = deque[tuple[Sequence[Article], Future[list[Outcome]]]]
"""Batches with what is, or will be, read in them."""


def _first(waiting: _Waiting) -> Iterator[tuple[Article, Outcome]]:
    batch, outcomes = waiting.popleft()
    yield from zip(batch, outcomes.result(), strict=True)


def batches(articles: Iterable[Article], most: int = _ARTICLES) -> Iterator[list[Article]]:
    """Up to `most` articles at a time. Where no further article can be had, those before it are still given."""
    batch: list[Article] = []
    characters = 0
    try:
        for article in articles:
            batch.append(article)
            characters += len(article.text)
            if len(batch) >= most or characters >= _CHARACTERS:
                yield batch
                batch, characters = [], 0
    except ArticleError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _leave_interrupts_to_the_writer() -> None:
    """Ctrl-C reaches every process of a terminal; the one that writes decides what becomes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
