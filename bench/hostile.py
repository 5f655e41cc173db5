"""Ten thousand hostile articles among the seeds: none may end a build, hold it up, or change what the others are read to say.

They are built in chunks, each into a store of its own with the seeds. The graphs of the seeds must then be those that they have alone,
but for the IRI of an event that others report as well, and events must be the same or apart as they are without; and when the hostile
ones are taken back, the whole graph must be that of the seeds alone, quad for quad.
"""

import gzip
import hashlib
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import click
from hostile_texts import Hostile, hostile

from kg.articles import read
from kg.build import BuildOptions, Progress, build, remove
from kg.errors import ArticleError
from kg.explain import article_identifiers
from kg.extract import Extractor, load_extractor
from kg.gazetteer import load
from kg.ontology import Instances, term
from kg.settings import Settings
from kg.store import StoreFolder

_EVENT = re.compile(r"<[^>]*/id/event/[^>]*>")
_REPLACED = term("dcterms:isReplacedBy")
"""Leads from the IRI that an event had to the one that it has."""
_BOMB = gzip.compress(b" " * 1_000_000) * 100
"""Some kilobytes that become a hundred million bytes when they are decompressed."""


@dataclass(slots=True)
class Tally:
    """What was seen."""

    read: int = 0
    reports: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0
    """Seconds of processor time of this process between two signs of progress, at most."""
    at: float = field(default_factory=time.process_time)

    def report(self, error: ArticleError) -> None:
        """Counts what was told of an article, by its beginning."""
        problem = re.sub(r"[\d,.]+|'.*|\(.*", "…", error.problem)
        self.reports[problem[:60]] += 1
        self.tick()

    def progress(self, _: Progress) -> None:
        """Takes the time."""
        self.tick()

    def tick(self) -> None:
        """Takes the time since the last sign of progress."""
        now = time.process_time()
        self.longest, self.at = max(self.longest, now - self.at), now


@dataclass(frozen=True, slots=True)
class Told:
    """What a store tells of the seeds."""

    graphs: frozenset[str]
    """The quads of their graphs, events without their IRIs."""
    events: frozenset[str]
    """What is said of each event in their graphs: two that are joined are one of these."""

    @classmethod
    def by(cls, folder: StoreFolder, seeds: Sequence[str]) -> "Told":
        """What a store tells."""
        store, instances = folder.snapshot(), Instances(folder.base())
        graphs = (store.quads_for_pattern(None, None, None, instances.article(name)) for name in seeds)
        quads = [str(quad) for graph in graphs for quad in graph if quad.predicate != _REPLACED]
        said: dict[str, list[str]] = {}
        for quad in quads:
            for event in set(_EVENT.findall(quad)):
                said.setdefault(event, []).append(_EVENT.sub("<event>", quad))
        events = frozenset(hashlib.sha256("\n".join(sorted(each)).encode()).hexdigest() for each in said.values())
        return cls(frozenset(_EVENT.sub("<event>", quad) for quad in quads), events)


def write(folder: Path, chunk: Sequence[Hostile]) -> None:
    """Writes each input into a file, and what else may lie in a folder."""
    folder.mkdir()
    for number, each in enumerate(chunk):
        (folder / f"{folder.name}-{number}{each.ending}").write_bytes(each.content)
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "round").symlink_to(folder)
    (folder / "nowhere.txt").symlink_to("/no/such/file")
    (folder / "directory.txt").mkdir()
    (folder / "locked.txt").touch(mode=0)
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "beside.txt").write_text("قتل", "utf-8")
    os.mkfifo(folder / "beside.meta.json")
    (folder / os.fsdecode(b"\xff\xfe.txt")).write_text("قتل", "utf-8")
    for name in ("bomb.txt.gz", "bomb.html.gz", "bomb.jsonl.gz"):
        (folder / name).write_bytes(_BOMB)
    (folder / "line.jsonl").write_bytes(b'{"id": "line", "text": "' + b"\xd9\x88" * 2_400_000 + b'"}\n' + b"x" * 5_000_001 + b"\n")


def check(chunk: Sequence[Hostile], seeds: Path, alone: "Alone", workers: int, tally: Tally) -> None:
    """Builds a chunk with the seeds among it, and compares."""
    with tempfile.TemporaryDirectory() as place:
        first, second = (Path(place, name) for name in ("first", "second"))
        settings, half = Settings(store=Path(place, "store")), len(chunk) // 2
        write(first, chunk[:half])
        write(second, chunk[half:])
        tally.at = time.process_time()
        summary = build(
            [first, seeds, second],
            settings,
            BuildOptions(workers=workers),
            extractor=alone.extractor,
            report=tally.report,
            progress=tally.progress,
        )
        tally.read += summary.new
        store = StoreFolder(settings.store)
        told = Told.by(store, alone.names)
        if told.graphs != alone.told.graphs:
            tally.wrong.append(f"the seeds say something else: {sorted(told.graphs ^ alone.told.graphs)[:2]}")
        if told.events != alone.told.events:
            tally.wrong.append(f"{len(told.events ^ alone.told.events)} events of the seeds are joined, or parted, otherwise")
        others = sorted(set(article_identifiers(store.snapshot())) - set(alone.names))
        remove(others, settings)
        left = sorted(map(str, store.snapshot()))
        if left != alone.lines:
            tally.wrong.append(f"without the hostile ones the graph is another: {sorted(set(left) ^ set(alone.lines))[:2]}")


@dataclass(frozen=True, slots=True)
class Alone:
    """The seeds built alone."""

    extractor: Extractor
    names: tuple[str, ...]
    told: Told
    lines: list[str]

    @classmethod
    def of(cls, seeds: Path) -> "Alone":
        """Builds them."""
        extractor = load_extractor(load(()))
        names = tuple(article.id for article in read([seeds], report=click.echo))
        with tempfile.TemporaryDirectory() as place:
            build([seeds], Settings(store=Path(place)), extractor=extractor)
            store = StoreFolder(Path(place))
            return cls(extractor, names, Told.by(store, names), sorted(map(str, store.snapshot())))


def run(seeds: Path, chunks: Iterator[Sequence[Hostile]], workers: int, number: int) -> Tally:
    """Checks all chunks; an exception is one more thing that is wrong."""
    tally, alone, done = Tally(), Alone.of(seeds), 0
    for chunk in chunks:
        try:
            check(chunk, seeds, alone, workers, tally)
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            tally.wrong.append(f"inputs {done} to {done + len(chunk)}: the build ended with {type(error).__name__}: {error}")
        done += len(chunk)
        click.echo(f"{done:,} of {number:,}: {tally.read:,} read, {tally.longest:.1f} s at most, {len(tally.wrong)} wrong", err=True)
    return tally


@click.command()
@click.argument("seeds", type=click.Path(exists=True, path_type=Path))
@click.option("--number", default=10_000, show_default=True, help="How many inputs.")
@click.option("--seed", default=1, show_default=True, help="Another one makes other inputs.")
@click.option("--longest", default=20_000, show_default=True, help="Characters of the longest texts.")
@click.option("--chunk", default=500, show_default=True, help="How many are built at once.")
@click.option("--workers", default=1, show_default=True, help="Processes that read.")
def main(seeds: Path, *, number: int, seed: int, longest: int, chunk: int, workers: int) -> None:
    """Build hostile articles among SEEDS; ends with 1 where anything was wrong."""
    texts = {article.id: article.text for article in read([seeds], report=click.echo)}
    inputs = hostile(texts, number, seed, longest)
    chunks = iter(lambda: tuple(islice(inputs, chunk)), ())
    started = time.monotonic()
    tally = run(seeds, chunks, workers, number)
    for wrong in tally.wrong[:20]:
        click.echo(wrong)
    for problem, count in tally.reports.most_common(40):
        click.echo(f"{count:>7,}  {problem}")
    told = f"{tally.read:,} read as articles, {sum(tally.reports.values()):,} reports"
    click.echo(f"{number:,} inputs of seed {seed} in {time.monotonic() - started:,.0f} s: {told}, {len(tally.wrong)} wrong")
    click.echo(f"at most {tally.longest:.1f} s of processor time between two signs of progress")
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
