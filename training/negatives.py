"""Picks articles that speak of attack and fire without any incident: football, markets, films. Writes their identifiers to `negatives.txt`.

Distant supervision (Mintz et al. 2009): an article is taken for one where words of the sport, the trade or the art are thick in it, and
nothing in it points to violence against people. The articles themselves stay in the corpus.
"""

import argparse
import json
import lzma
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

TOPICS = {
    "sport": ("مباراة|الدوري|المنتخب|كرة القدم|اللاعب|المدرب|هدفا|الهداف|مرمى|كأس", 160),
    "markets": ("البورصة|أسعار|التضخم|الأسهم|الاقتصاد|بالمئة|مليار|شركة", 50),
    "arts": ("فيلم|الفيلم|مسلسل|رواية|المهرجان|الممثل|السينما|ألبوم", 40),
}
"""Words of each topic, and how many articles are taken."""
THICK = 0.035
"""Share of the words that are of the topic."""
VIOLENT = re.compile(
    "قتلى|قتيل|جرحى|مقتل|الشرطة|إرهاب|مسلح|داعش|عسكري|اعتقل|محكمة|الحرب|سوريا|العراق|غزة|اغتصاب|اعتداء|تفجير|انفجار|تهديد|حرب"
)
TRIGGERS = re.compile("هجوم|قصف|قذيفة|ضربة|هاجم|معركة|صاروخ|قنبلة|مواجهة|مهاجم|اقتحم|لقاء|اجتماع|فجر|أطلق|قتل|خطف|سقوط")
LENGTHS = range(80, 600)
"""Words of an article."""


def corpus(folder: Path) -> Iterator[dict[str, Any]]:
    """The articles of the corpus, in its order."""
    with lzma.open(folder / "news.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def topic_of(record: dict[str, Any]) -> str | None:
    """The topic of an article that holds trigger words and no incident; None for any other."""
    text = record["text"]
    size = len(text.split())
    if size not in LENGTHS or record.get("security", 0) > 1 or VIOLENT.search(text) or not TRIGGERS.search(text):
        return None
    return next((topic for topic, (words, _) in TOPICS.items() if len(re.findall(words, text)) / size > THICK), None)


def picked(records: Iterator[dict[str, Any]]) -> dict[str, list[str]]:
    """Identifiers by topic: of all that there are, as many as are wanted, evenly spread."""
    found: dict[str, list[str]] = {topic: [] for topic in TOPICS}
    for record in records:
        if topic := topic_of(record):
            found[topic].append(record["id"])
    return {topic: ids[:: max(1, len(ids) // TOPICS[topic][1])][: TOPICS[topic][1]] for topic, ids in found.items()}


def identifiers(path: Path) -> frozenset[str]:
    """The identifiers that a file of them holds."""
    return frozenset(line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))


def main(arguments: Sequence[str]) -> None:
    """Pick from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    parser.add_argument("--out", type=Path, default=Path("training/negatives.txt"), help="where the identifiers go")
    given = parser.parse_args(arguments)
    lines = ["# Articles of the corpus with words of attack and no incident, picked by training/negatives.py\n"]
    for topic, ids in picked(corpus(given.shared / "corpus")).items():
        print(f"{topic}: {len(ids)} articles")
        lines += [f"# {topic}\n", *(f"{identifier}\n" for identifier in ids)]
    given.out.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
