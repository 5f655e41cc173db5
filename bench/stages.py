"""Where the time goes between an article and the graph: processor time of each stage, in this process."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg.build import build
from kg.describe import Describer
from kg.extract.pipeline import BATCH, PipelineExtractor
from kg.gazetteer import Gazetteer
from kg.link import link
from kg.model import Article, Extraction
from kg.ontology import Instances
from kg.resolve import reports
from kg.settings import Settings


@dataclass(slots=True)
class Stopwatch:
    """Adds up processor time by stage, in the order in which stages are first timed."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """What runs inside is time of that stage."""
        started = time.process_time()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - started


@dataclass(frozen=True, slots=True)
class Replayed:
    """An extractor that gives what another one read: a build with it spends no time on reading."""

    name: str
    version: str
    settings: str
    extractions: Mapping[str, Extraction]
    """By the article's id."""

    def __call__(self, article: Article) -> Extraction:
        """What was read in the article."""
        return self.extractions[article.id]


def read(extractor: PipelineExtractor, articles: Sequence[Article], watch: Stopwatch) -> list[Extraction]:
    """Reads articles, each component of the pipeline timed by itself."""
    found: list[Extraction] = []
    for start in range(0, len(articles), BATCH):
        with extractor.zone():
            with watch.timing("tokens"):
                docs = [extractor.document(article) for article in articles[start : start + BATCH]]
            for name, component in extractor.nlp.pipeline:
                with watch.timing(name.removeprefix("isnad_")):
                    docs = list(component.pipe(docs)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
            found += [extractor.extraction(doc) for doc in docs]
    return found


def write(articles: Sequence[Article], file: Path, replayed: Replayed, gazetteer: Gazetteer, watch: Stopwatch) -> None:
    """Makes a graph of articles that were read. `file` has the same articles as JSON lines.

    Storing is what a build takes beyond linking and describing: it reads the file, compares events, writes and publishes.
    """
    describer = Describer(Instances(), gazetteer)
    with watch.timing("linking"):
        linked = [link(article, replayed(article), gazetteer) for article in articles]
    with watch.timing("describing"):
        for one in linked:
            found = reports(one, gazetteer)
            describer.article(one, found, {report.id: report.id for report in found})
    with tempfile.TemporaryDirectory() as folder, watch.timing("storing"):
        build([file], Settings(store=Path(folder) / "store"), extractor=replayed)
    watch.seconds["storing"] -= watch.seconds["linking"] + watch.seconds["describing"]
