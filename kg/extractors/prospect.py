"""Which articles a build would read, before it does."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.articles import read
from kg.extract import Extractor
from kg.extractions import Extractions, Known, article_key, fingerprint
from kg.identity import reader_id
from kg.model import Article
from kg.store import StoreFolder


def to_be_read(paths: Sequence[str | Path], folder: StoreFolder, extractor: Extractor) -> Iterator[Article]:
    """The articles of `paths` that a store does not have as this extractor reads them, and those in it that another one read."""
    reader = reader_id(extractor.name, extractor.version, extractor.settings)
    given = read(paths, report=lambda error: None)  # the build reports what is wrong
    if not folder.extractions.exists():
        yield from given
        return
    with Extractions(folder.extractions) as held:
        keys = set()
        for article in given:
            key = article_key(article.id)
            keys.add(key)
            if held.known(key) != Known(fingerprint(article), reader):
                yield article
        for key in held.read_otherwise(reader):
            if key not in keys and (found := held.read(key)):
                yield found[0]
