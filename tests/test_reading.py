"""Reading articles together: in order, and a fault stays with its article."""

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kg import articles as given
from kg.errors import ArticleError
from kg.extract import BatchExtractor, Extractor
from kg.extract.pipeline import PipelineExtractor
from kg.memory import collect_rarely
from kg.model import Article, Extraction, Reader
from kg.reading import ExtractorSource, reading


def as_read(_article: Article, extraction: Extraction) -> Extraction:
    return extraction


class Together:
    """An extractor that reads in batches and cannot read the article «odd»."""

    name, version, settings = "together", "1", ""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def __call__(self, article: Article) -> Extraction:
        if article.id == "odd":
            raise ValueError("no words")
        return Extraction(Reader(article.id, "1"))

    def pipe(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        batch = list(articles)
        self.batches.append(len(batch))
        return map(self, batch)


def articles(*names: str) -> Iterator[Article]:
    return (Article(name, "عاد الوفد.", "", "") for name in names)


def test_articles_are_read_together_and_come_in_order() -> None:
    extractor = Together()
    with reading(ExtractorSource(given=extractor), as_read) as read_all:
        results = list(read_all(articles(*map(str, range(70)))))
    assert [article.id for article, _ in results] == [str(number) for number in range(70)]
    assert all(isinstance(outcome, Extraction) and outcome.reader.name == article.id for article, outcome in results)
    assert extractor.batches == [32, 32, 6]


def test_a_fault_is_told_with_its_article_and_those_beside_it_are_read() -> None:
    with reading(ExtractorSource(given=Together()), as_read) as read_all:
        results = {article.id: outcome for article, outcome in read_all(articles("1", "odd", "2"))}
    assert isinstance(results["odd"], ArticleError)
    assert "ValueError: no words" in str(results["odd"])
    assert isinstance(results["1"], Extraction)
    assert isinstance(results["2"], Extraction)


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_what_came_before_an_article_that_cannot_be_had_is_still_read(workers: int) -> None:
    names = [str(number) for number in range(70)]

    def broken() -> Iterator[Article]:
        yield from articles(*names)
        raise ArticleError("file", 3, "no text", "leave it out")

    seen: list[str] = []
    with pytest.raises(ArticleError, match="no text"), reading(ExtractorSource(given=Together()), as_read, workers) as read_all:
        seen.extend(article.id for article, _ in read_all(broken()))
    assert seen == names


def test_the_shipped_extractor_reads_the_same_together_as_alone(extractor: Extractor) -> None:
    assert isinstance(extractor, BatchExtractor)
    several = [Article(str(number), f"قتل {number} أشخاص في بغداد أمس.", "", "", issued="2020-03-01") for number in range(3, 8)]
    assert list(extractor.pipe(several)) == [extractor(article) for article in several]


def test_reading_leaves_so_little_garbage_in_cycles_that_it_need_not_be_looked_for_often(extractor: PipelineExtractor) -> None:
    seeds = list(given.read([Path(__file__).parent.parent / "seeds"], report=lambda error: None))
    list(extractor.pipe(seeds))  # what is loaded and remembered is no garbage
    gc.collect()
    gc.disable()
    try:
        list(extractor.pipe(seeds))
        assert gc.collect() <= 50 * len(seeds)
    finally:
        gc.enable()


def test_garbage_in_cycles_is_still_looked_for() -> None:
    before = gc.get_threshold()
    try:
        collect_rarely()
        assert all(now >= then > 0 for now, then in zip(gc.get_threshold(), before, strict=True))
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
