"""Articles that were read once by the shipped pipeline, so that a build of them takes no time on reading."""

import json
from dataclasses import dataclass
from pathlib import Path

import kg.publishing
import kg.store.live_graph
from bench.made_articles import write_articles
from bench.stages import Replayed
from kg.articles import read
from kg.build import BuildOptions, build
from kg.change import Derivation
from kg.decisions import Judgements
from kg.errors import ArticleError
from kg.extract import load_extractor
from kg.gazetteer import load
from kg.model import Article
from kg.settings import Settings
from kg.writer import _shipped
from soak.processes import in_child

_MANY = 500
"""Quads from which on files of their own are written: some batches have more, others less."""
BATCH = 2
"""Articles that are written, and shown, at once."""


def _unreadable(error: ArticleError) -> None:
    raise error


@dataclass(frozen=True, slots=True)
class Material:
    """Articles and what was read in them."""

    folder: Path
    """Where files of articles are written."""
    articles: tuple[Article, ...]
    reader: Replayed

    @classmethod
    def made(cls, folder: Path, number: int) -> "Material":
        """So many short reports; read in a child, since what reads has threads."""
        file = write_articles(folder / "made.jsonl", number)
        articles = tuple(read([file], report=_unreadable))

        def read_all() -> Replayed:
            extractor = load_extractor(load())
            return Replayed(extractor.name, extractor.version, extractor.settings, {each.id: extractor(each) for each in articles})

        found = cls(folder, articles, in_child(read_all))
        derivation = Derivation.of(_shipped(), Judgements(()), "")  # children find loaded and looked up what is kept in memory
        for article in articles:
            derivation.derive(derivation.decided(article, found.reader(article)))
        return found

    def build(self, store: Path, first: int, last: int, *, issued: str = "", batch: int = BATCH) -> None:
        """Builds the articles from number `first` up to, and without, `last`; readers are shown each batch.

        With `issued` they are as if of that day: other versions of themselves.
        """
        kg.publishing.SHARE = 1.0  # a build shows what it has for a twentieth of its time; these are too short for that
        kg.store.live_graph._MANY = _MANY  # and their batches too small for files of their own, which are to be killed in as well
        lines = [json.loads(line) for line in (self.folder / "made.jsonl").read_text("utf-8").splitlines()[first:last]]
        given = self.folder / "given.jsonl"
        given.write_text("".join(json.dumps(line | ({"published": issued} if issued else {})) + "\n" for line in lines), "utf-8")
        build([given], Settings(store=store), BuildOptions(batch=batch, publish_every=1e-9), extractor=self.reader)
