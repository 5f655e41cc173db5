"""How many words a second Isnad reads, by stage on one core, and with several workers.

Without PATHS it measures on the seeds, over and over until there are enough words: every word is soon a known one, so that
news never seen before are read somewhat slower. Name a file of articles of your own to see by how much.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import click
from stages import Replayed, Stopwatch, read, write

from kg import articles as files
from kg.extract import load_extractor
from kg.gazetteer import load
from kg.model import Article
from kg.reading import ExtractorSource, reading

_WRITTEN = 100
"""Articles of which a graph is made: copies of one article are all one event, and comparing them takes ever longer."""


def repeated(articles: Sequence[Article], words: int) -> Iterator[Article]:
    """Copies of articles, each with an id of its own, until they have so many words."""
    for number in count():
        for article in articles:
            if words <= 0:
                return
            words -= words_in([article])
            yield replace(article, id=f"{article.id}-{number}" if number else article.id)


def words_in(articles: Sequence[Article]) -> int:
    """Words, as white space parts them."""
    return sum(len(article.text.split()) for article in articles)


def as_lines(articles: Sequence[Article], file: Path) -> Path:
    """Writes articles as JSON lines."""
    records = ({"id": a.id, "text": a.text, **({"published": a.issued} if a.issued else {})} for a in articles)
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    return file


def by_stage(articles: Sequence[Article]) -> None:
    """Prints words a second, and the share of the time, of each stage on one core; everything is loaded before."""
    gazetteer = load()
    extractor = load_extractor(gazetteer)
    read(extractor, articles, Stopwatch())
    reading_watch, writing_watch = Stopwatch(), Stopwatch()
    extractions = read(extractor, articles, reading_watch)
    known = dict(zip((article.id for article in articles), extractions, strict=True))
    written = articles[:_WRITTEN]
    with tempfile.TemporaryDirectory() as folder:
        replayed = Replayed(extractor.name, extractor.version, extractor.settings, known)
        write(written, as_lines(written, Path(folder) / "articles.jsonl"), replayed, gazetteer, writing_watch)
    seconds = {stage: spent / words_in(articles) for stage, spent in reading_watch.seconds.items()}
    total = sum(seconds.values())
    seconds |= {"all reading": total} | {stage: spent / words_in(written) for stage, spent in writing_watch.seconds.items()}
    everything = sum(seconds.values()) - total
    for stage, spent in (*seconds.items(), ("everything", everything)):
        click.echo(f"{stage:<12} {1 / spent if spent > 0 else 0:>12,.0f} words a second {spent / everything:>6.0%}")


def by_workers(articles: Sequence[Article], workers: int) -> float:
    """Words a second that so many processes read by the clock, once all of them are loaded."""
    with reading(ExtractorSource(), workers) as read_all:
        for _ in read_all(articles):
            pass
        started = time.perf_counter()
        for _ in read_all(articles):
            pass
        return words_in(articles) / (time.perf_counter() - started)


@click.command(help=__doc__)
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@click.option("--words", default=50_000, show_default=True, help="Read the articles so often that there are this many words.")
@click.option("--workers", default=2, show_default=True, help="Compare with so many processes; 1 leaves that out.")
def main(paths: Sequence[str], words: int, workers: int) -> None:
    """Measures and prints."""
    found = list(files.read(list(paths) or ["seeds"], report=lambda error: None))
    articles = list(repeated(found, words)) if words_in(found) else []
    if not articles:
        raise click.UsageError("these paths have no article with words in it")
    click.echo(f"{words_in(articles):,} words in {len(articles):,} articles, {len(found):,} of them different; processor time on one core:")
    by_stage(articles)
    alone = by_workers(articles, 1)
    click.echo(f"\nreading, by the clock, 1 process:    {alone:>8,.0f} words a second")
    if workers > 1:
        together = by_workers(articles, workers)
        click.echo(f"reading, by the clock, {workers} processes: {together:>8,.0f} words a second, {together / alone:.2f} times as many")


if __name__ == "__main__":
    main()
