"""The task that reads articles, and what it needs to: a part of articles goes in, a part of what was read and follows from it comes out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import msgspec

from kg.change import Derivation, Prepared
from kg.cluster import Outcome
from kg.cluster.parts import Parts, Row
from kg.decisions import Judgements
from kg.errors import ArticleError
from kg.extract import Extractor, load_extractor
from kg.extractions import Derived, article_key, fingerprint
from kg.extractors import Choice, load_chosen
from kg.gazetteer import load
from kg.identity import digest, reader_id
from kg.memory import collect_rarely
from kg.model import Article, Extraction, LinkedArticle
from kg.reading import ExtractorSource, lost
from kg.reading import Outcome as ReadOutcome
from kg.settings import Settings

ARTICLES, READ, BEGUN = "articles", "read", "begun"
"""The folders of parts that are to be read, of those that were, and of notes on what was begun."""
_ENDS = 2
"""Workers that end at an article before it is left out: one may be lost for any reason. Dask gives a task up with its fourth worker: the
first ends with the whole part, the last may read it."""
_ONE_AT_A_TIME = Lock()
"""The pipeline, and the system's timer, are for one thread of a process at a time, however many a worker may have."""


@dataclass(frozen=True, slots=True)
class Work:
    """What decides how articles are read and linked. `key` tells one from another, and is all that is compared."""

    key: str
    version: str = field(compare=False)
    """Of the derivation."""
    gazetteer: tuple[str, ...] = field(compare=False, default=())
    """What a user's own files say: the files themselves need not be there."""
    judgements: Judgements = field(compare=False, default_factory=Judgements)
    min_confidence: float = field(compare=False, default=0.0)
    chosen: Choice | None = field(compare=False, default=None)
    given: Extractor | None = field(compare=False, default=None)
    article_seconds: int = field(compare=False, default=0)
    """See the setting of that name."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a process has loaded for its work: once, however many tasks it is given."""

    derivation: Derivation
    source: ExtractorSource

    def row(self, number: int, article: Article, outcome: ReadOutcome) -> Row:
        """What a part keeps of the article at a place in it."""
        row = {
            "id": article_key(article.id),
            "fingerprint": fingerprint(article),
            "position": number,
            "article": msgspec.json.encode(article),
        }
        if isinstance(outcome, ArticleError):
            told = msgspec.json.encode((outcome.path, outcome.line, outcome.problem, outcome.remedy))
            return {**row, "reader": None, "problem": told, "extraction": None, "linked": None, "derived": None}
        found, reader = self.derivation.prepared(article, outcome), outcome.reader
        bodies: Iterable[tuple[str, object]] = (("extraction", outcome), ("linked", found.linked), ("derived", found.derived))
        encoded = {name: msgspec.json.encode(body) for name, body in bodies}
        return {**row, "reader": reader_id(reader.name, reader.version, reader.settings), "problem": None, **encoded}


@lru_cache(maxsize=1)
def loaded(work: Work) -> Loaded:
    """What a process needs, loaded when it is first asked for."""
    collect_rarely()
    with TemporaryDirectory(prefix="gazetteer-") as place:
        files = [Path(place, f"{number}.csv") for number in range(len(work.gazetteer))]
        for file, text in zip(files, work.gazetteer, strict=True):
            file.write_text(text, "utf-8", newline="")
        gazetteer = load(files)
    own = work.given or (load_chosen(work.chosen, gazetteer, Settings()) if work.chosen else load_extractor(gazetteer))
    derivation = Derivation(gazetteer, work.version, work.judgements, work.min_confidence)
    limits = Settings(article_seconds=0 if work.chosen else work.article_seconds)  # a model takes the time that it takes
    return Loaded(derivation, ExtractorSource(given=own, settings=limits))


def put(parts: Parts, articles: Sequence[Article]) -> str:
    """Lays articles out to be read, if they were not read before. Returns the name of their part: the same for the same articles."""
    name = digest(*map(fingerprint, articles))
    if not parts.has(f"{READ}/{name}"):
        parts.write(f"{ARTICLES}/{name}", [{"article": msgspec.json.encode(article)} for article in articles])
    return name


def read_part(work: Work, parts: Parts, name: str) -> bool:
    """Reads a part of articles, unless that was done. Whether it had to be."""
    if parts.has(f"{READ}/{name}"):
        return False
    articles = [msgspec.json.decode(row["article"], type=Article) for row in parts.read(f"{ARTICLES}/{name}")]
    with _ONE_AT_A_TIME:
        rows = _rows(loaded(work), articles, parts, f"{BEGUN}/{name}")
    parts.write(f"{READ}/{name}", rows)
    return True


def _rows(process: Loaded, articles: Sequence[Article], parts: Parts, notes: str) -> list[Row]:
    """What is read in a part; one by one where a worker ended with it, so that the article is found at which workers end."""
    if not parts.has(f"{notes}/part"):
        parts.write(f"{notes}/part", [{"ends": 1}])
        read = process.source.read_together(articles, or_end=True)
        return [process.row(number, *both) for number, both in enumerate(zip(articles, read, strict=True))]
    return [_alone(process, number, article, parts, f"{notes}/{number}") for number, article in enumerate(articles)]


def _alone(process: Loaded, number: int, article: Article, parts: Parts, note: str) -> Row:
    ends: int = parts.read(note)[0]["ends"] if parts.has(note) else 0
    if ends >= _ENDS:
        return process.row(number, article, lost(article))
    parts.write(note, [{"ends": ends + 1}])  # as it is, should this process end now
    try:
        return process.row(number, article, process.source.read(article, or_end=True))
    finally:
        parts.clear(note)


def taken(parts: Parts, name: str) -> Iterator[Outcome]:
    """What was read in a part, in the order of the articles."""
    for row in parts.read(f"{READ}/{name}"):
        if row["problem"] is not None:
            yield ArticleError(*msgspec.json.decode(row["problem"], type=tuple[str, int | None, str, str]))
            continue
        yield Prepared(
            msgspec.json.decode(row["article"], type=Article),
            msgspec.json.decode(row["extraction"], type=Extraction),
            msgspec.json.decode(row["linked"], type=LinkedArticle),
            msgspec.json.decode(row["derived"], type=Derived),
        )
