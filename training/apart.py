"""Reads annotated articles with another package than the one that is imported: a process of its own, since classifiers are read once.

PYTHONPATH=COPY python training/apart.py FILE FOLD FOLDERS...
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from aligned import read_article, read_until
from corpora import own_articles
from learning import fold_of

from kg.extract import load_extractor
from kg.gazetteer import load
from kg.model import Extraction, Reader


def read_apart(package: Path, folders: Sequence[Path], fold: int, to: Path) -> None:
    """Writes what the package in a folder reads in the articles of a fold: a line for each, its identifier and an Extraction."""
    command = [sys.executable, str(Path(__file__).resolve()), str(to), str(fold), *map(str, folders)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": str(package.resolve())})  # noqa: S603  # this file


def main(to: str, fold: str, *folders: str) -> None:
    """Read with the package that is imported."""
    extractor = load_extractor(load())
    reader = Reader(extractor.name, extractor.version, extractor.settings)
    paths = [path for folder in folders for path in own_articles(Path(folder)) if fold_of(path.stem) == int(fold)]
    lines = []
    for path in paths:
        read = read_until(extractor, read_article(path)[0], "")._
        lines.append(msgspec.json.encode((path.stem, Extraction(reader, read.mentions, read.events, read.relations))))
    Path(to).write_bytes(b"\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
