"""Runs an extractor over a stream of articles, in this process or in several; results come in the order of the articles."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from kg.errors import ArticleError, KgError
from kg.extract import Extractor, load_extractor
from kg.gazetteer import load
from kg.model import Article, Extraction

_AHEAD = 32
"""Articles that wait for, or at, each worker: enough that none idles while a batch is written, few enough for any memory."""

Outcome = Extraction | ArticleError


class WorkerLost(KgError):
    """A worker process ended on its own, as a rule because memory ran out."""


@dataclass(frozen=True, slots=True)
class ExtractorSource:
    """How a process comes by its extractor: it is handed one, or loads the shipped one with these gazetteer files."""

    gazetteer: tuple[Path, ...] = ()
    given: Extractor | None = None

    def extractor(self) -> Extractor:
        """The extractor, loaded once in each process."""
        return self.given or _shipped(self.gazetteer)

    def read(self, article: Article) -> Outcome:
        """What the extractor reads in an article, or what is wrong when it fails.

        An extractor may be anybody's, and news are odd: one article must not end a build of a million.
        """
        try:
            return self.extractor()(article)
        except Exception as error:  # noqa: BLE001  # reported with its article and counted, see above
            problem = f"the extractor failed with {type(error).__name__}: {error}"
            return ArticleError(article.id, None, problem, "leave the article out, or report this with its text")


@lru_cache(maxsize=1)
def _shipped(gazetteer: tuple[Path, ...]) -> Extractor:
    return load_extractor(load(gazetteer))


Reading = Callable[[Iterable[Article]], Iterator[tuple[Article, Outcome]]]
"""Gives each article with its outcome, in order, taking few articles ahead."""


@contextmanager
def reading(source: ExtractorSource, workers: int = 1) -> Iterator[Reading]:
    """Reads in `workers` processes; one reads in this process. Raises WorkerLost when one of them ends on its own."""
    if workers <= 1:
        yield lambda articles: ((article, source.read(article)) for article in articles)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_writer)
    try:
        yield lambda articles: _in_order(pool, source, articles, workers * _AHEAD)
    except BrokenProcessPool as error:
        raise WorkerLost("a worker process was ended from outside, as a rule for want of memory; try fewer --workers") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, source: ExtractorSource, articles: Iterable[Article], ahead: int
) -> Iterator[tuple[Article, Outcome]]:
    waiting: deque[tuple[Article, Future[Outcome]]] = deque()
    for article in articles:
        waiting.append((article, pool.submit(source.read, article)))
        if len(waiting) >= ahead:
            first, outcome = waiting.popleft()
            yield first, outcome.result()
    for first, outcome in waiting:
        yield first, outcome.result()


def _leave_interrupts_to_the_writer() -> None:
    """Ctrl-C reaches every process of a terminal; the one that writes decides what becomes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
