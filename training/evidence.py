"""Learns how far to trust the gazetteer, the patterns and the network where they differ; writes `kg/extract/lexicons/evidence.tsv`.

Learned from annotated articles that network, gazetteer and word lists have not learned from (`annotations/`): elsewhere they would seem
surer than they are.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy
from corpora import occurrences, own_articles

from kg.extract import load_extractor
from kg.extract.gazetteer_names import FoundName
from kg.extract.names import Names
from kg.extract.words import Word, words
from kg.gazetteer import load
from kg.model import Article
from kg.ontology import top

HEADER = """# Evidence for a name, and its weight: the logarithm of the odds that it adds. Learned by training/evidence.py from annotated
# articles that network, gazetteer and word lists have not seen. A name is taken when the sum says that it is likely enough.
"""
ROUNDS, RATE, SMOOTHING = 3_000, 0.5, 2e-3

Example = tuple[dict[str, float], bool]


def gold_names(text: str, gold: dict[str, Any]) -> set[tuple[int, int, str]]:
    """Every mention as (begin, end, sort)."""
    return {(begin, end, top(kind)) for begin, end, kind in occurrences(text, gold["entities"], roles=True)}


def read(annotations: Path) -> tuple[Article, dict[str, Any]]:
    """An article with its gold."""
    gold = json.loads(annotations.read_text("utf-8"))
    text = annotations.with_suffix(".txt").read_bytes().decode()
    return Article(gold["id"], text, "", "", issued=gold["issued"], publisher=gold.get("publisher")), gold


def examples(annotations: Iterable[Path]) -> Iterator[Example]:
    """All names that compete in some articles: the evidence for each, and whether it is right."""
    extractor = load_extractor(load())
    names = next(pipe for _, pipe in extractor.nlp.pipeline if isinstance(pipe, Names))
    for path in annotations:
        article, gold = read(path)
        doc = extractor.document(article)
        for pipe in takewhile(lambda pipe: pipe is not names, (pipe for _, pipe in extractor.nlp.pipeline)):
            doc = pipe(doc)
        found, told = tuple(words(doc)), gold_names(article.text, gold)
        for candidate in names.competing(doc, found):
            yield dict(candidate.evidence), _extent(found, candidate.name) in told


def _extent(found: Sequence[Word], name: FoundName) -> tuple[int, int, str]:
    return found[name.first].begin_after(name.skip), found[name.last].end, top(name.kind)


def learned(rows: Sequence[Example]) -> dict[str, float]:
    """Weights of a logistic regression, by gradient descent."""
    names = sorted({name for evidence, _ in rows for name in evidence})
    values = numpy.array([[evidence.get(name, 0.0) for name in names] for evidence, _ in rows])
    right = numpy.array([is_right for _, is_right in rows], dtype=float)
    weights = numpy.zeros(len(names))
    for _ in range(ROUNDS):
        likely = 1 / (1 + numpy.exp(-values @ weights))
        weights += RATE * (values.T @ (right - likely) / len(rows) - SMOOTHING * weights)
    return dict(zip(names, weights.tolist(), strict=True))


def main(arguments: Sequence[str]) -> None:
    """Learn from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+", help="folders of annotated articles")
    parser.add_argument("--out", type=Path, default=Path("kg/extract/lexicons/evidence.tsv"), help="where the weights go")
    given = parser.parse_args(arguments)
    rows = list(examples(path for folder in given.articles for path in own_articles(folder)))
    counts = Counter(name for evidence, _ in rows for name in evidence)
    lines = [f"{name}\t{weight:.2f}\t# {counts[name]} candidates\n" for name, weight in learned(rows).items()]
    given.out.write_text(HEADER + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
