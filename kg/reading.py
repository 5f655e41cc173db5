"""Runs an extractor over a stream of articles, in this process or in several; results come in the order of the articles.

What follows from an article by itself is worked out where it was read, so that the process that writes has less to do.
"""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from kg.errors import ArticleError, ExtractorUnavailable, KgError
from kg.extract import BatchExtractor, Extractor, load_extractor
from kg.extractors import Choice, load_chosen
from kg.gazetteer import Gazetteer, load
from kg.memory import collect_rarely
from kg.model import Article, Extraction
from kg.processes import Job, processes
from kg.processor_time import TakesTooLong, limited
from kg.settings import Settings

_ARTICLES, _CHARACTERS = 32, 100_000
"""A batch is full when it has either: as many as are best read together, but no more text than fits in any memory."""
_LONG = 20_000
"""Characters up to which an article has the plain limit of time, and beyond which in proportion: of 137,129 real ones 53 are longer."""

Outcome = Extraction | ArticleError
Found = TypeVar("Found")
Then = Callable[[Article, Extraction], Found]
"""What is made of what was read in an article; picklable, and so is what it makes, where several processes read."""
Reading = Callable[[Iterable[Article]], Iterator[tuple[Article, Found | ArticleError]]]
"""Gives each article with what was found, or what is wrong with it, in order, taking few articles ahead."""


class WorkerLost(KgError):
    """Worker processes end before they have read anything, as a rule because memory runs out."""


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

    def read(self, article: Article, *, or_end: bool = False) -> Outcome:
        """What the extractor reads in an article, or what is wrong when it fails or takes longer than it may.

        An extractor may be anybody's, and news are odd: one article must not end a build of a million. Raises
        ExtractorUnavailable where it can read no other article either. `or_end`: see `limited`.
        """
        extractor, seconds = self.extractor(), self.seconds(article.text)
        try:
            with limited(seconds, or_end=or_end):
                return extractor(article)
        except ExtractorUnavailable:
            raise
        except TakesTooLong:
            return ArticleError(article.id, None, f"reading it takes more than {seconds:g} seconds of processor time", _LEAVE_OUT)
        except ArticleError as error:
            return error
        except Exception as error:  # noqa: BLE001  # reported with its article and counted, see above
            problem = f"the extractor failed with {type(error).__name__}: {error}"
            return ArticleError(article.id, None, problem, "leave the article out, or report this with its text")

    def read_together(self, articles: Sequence[Article], *, or_end: bool = False) -> list[Outcome]:
        """What `read` gives for each of some articles, read together where the extractor can: see BatchExtractor."""
        read = self._read_at_once(articles, or_end=or_end)
        return [self.read(article, or_end=or_end) for article in articles] if read is None else read

    def _read_at_once(self, articles: Sequence[Article], *, or_end: bool) -> list[Outcome] | None:
        """None where that is not to be had: the fault of one article is found, and told with it, when each is read alone."""
        extractor = self.extractor()
        if not isinstance(extractor, BatchExtractor):
            return None
        try:
            with limited(self.seconds(*(article.text for article in articles)), or_end=or_end):
                return list(extractor.pipe(articles))
        except ExtractorUnavailable:
            raise
        except (TakesTooLong, Exception):  # noqa: BLE001  # see above
            return None

    def seconds(self, *texts: str) -> float:
        """Seconds of processor time that reading some texts may take; 0 where there is no limit.

        Another extractor that was chosen may be a model of any size, which takes the time that it takes.
        """
        return 0 if self.chosen else self.settings.article_seconds * max(sum(map(len, texts)) / _LONG, 1)


_LEAVE_OUT = "leave it out or, where it is an honest article, raise ISNAD_ARTICLE_SECONDS"


@lru_cache(maxsize=1)
def gazetteer_of(files: tuple[Path, ...]) -> Gazetteer:
    """The gazetteer with these files, loaded once in each process."""
    return load(files)


@lru_cache(maxsize=1)
def _loaded(gazetteer: tuple[Path, ...], chosen: Choice | None, settings: Settings) -> Extractor:
    return load_chosen(chosen, gazetteer_of(gazetteer), settings) if chosen else load_extractor(gazetteer_of(gazetteer))


@contextmanager
def reading(source: ExtractorSource, then: Then[Found], workers: int = 1) -> Iterator[Reading[Found]]:
    """Reads in `workers` processes; one reads in this process.

    An article that ends a process, which for want of memory the system does, is told of and left out. Raises WorkerLost where
    processes end before they have read any.
    """
    if workers <= 1:
        most = _ARTICLES if isinstance(source.extractor(), BatchExtractor) else 1
        yield lambda articles: _one_after_the_other(source, then, articles, most)
        return
    job = Job(partial(_in_process, source, then), _begin, source.extractor, lost)
    try:
        with processes(job, workers) as made:
            yield lambda articles: made.in_order(batches(articles), last=ArticleError)
    except BrokenProcessPool as error:
        raise WorkerLost("worker processes are ended from outside, as a rule for want of memory; try fewer --workers") from error


def _in_process(source: ExtractorSource, then: Then[Found], articles: Sequence[Article]) -> list[Found | ArticleError]:
    """In a process that may be ended where native code takes too long."""
    return _finished(then, articles, source.read_together(articles, or_end=True))


def _finished(then: Then[Found], articles: Sequence[Article], outcomes: Sequence[Outcome]) -> list[Found | ArticleError]:
    read = zip(articles, outcomes, strict=True)
    return [outcome if isinstance(outcome, ArticleError) else then(article, outcome) for article, outcome in read]


def lost(article: Article) -> ArticleError:
    """What is told of an article at which the processes end that read it."""
    problem = "the process that read it was ended: it takes far too long, or more memory than there is"
    remedy = "leave it out or, where it is an honest article, raise ISNAD_ARTICLE_SECONDS or give workers more memory (fewer --workers)"
    return ArticleError(article.id, None, problem, remedy)


def _one_after_the_other(
    source: ExtractorSource, then: Then[Found], articles: Iterable[Article], most: int
) -> Iterator[tuple[Article, Found | ArticleError]]:
    for batch in batches(articles, most):
        yield from zip(batch, _finished(then, batch, source.read_together(batch)), strict=True)


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


def _begin() -> None:
    """What a process that reads does first. Ctrl-C reaches every process of a terminal: the one that writes decides what becomes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
