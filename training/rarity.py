"""Counts how rare words are in the news, for `kg.resolve.words`: writes `kg/resolve/rarity.tsv`.

python training/rarity.py --shared ../shared
"""

import argparse
import json
import lzma
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.resolve.weights import FILE
from kg.resolve.words import RAREST, stems

HEADER = "# Stems of words by n: one of 2^n articles of Arabic news has them. Made by training/rarity.py.\n"


def texts(news: Path) -> Iterator[str]:
    """Every third article of the corpus."""
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for index, line in enumerate(lines) if index % 3 == 0)


def table(articles: Iterable[str]) -> Iterator[str]:
    """The lines of the table: n, and the stems that so few articles have."""
    counts, total = Counter[str](), 0
    for text in articles:
        counts.update(stems(text))
        total += 1
    rows: dict[int, list[str]] = defaultdict(list)
    for stem, count in sorted(counts.items()):
        if len(stem) > 1 and re.fullmatch("[\u0620-\u064a]+", stem):
            rows[int(-math.log2(count / total))].append(stem)
    yield HEADER
    yield from (f"{rarity}\t{' '.join(rows[rarity])}\n" for rarity in sorted(rows) if rarity < RAREST)


def main() -> None:
    """Count from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    given = parser.parse_args()
    (FILE.parent / "rarity.tsv").write_text("".join(table(texts(given.shared / "corpus" / "news.jsonl.xz"))), "utf-8")


if __name__ == "__main__":
    main()
