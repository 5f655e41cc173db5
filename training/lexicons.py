"""Distils the word lists of the thin name finder from `../shared`; run from the repository's root, once.

`names.tsv`: folded words that begin or continue a person's name, with how surely (from ANERcorp's and AQMAR's training
parts, CC BY-SA, and our own training annotations). `common.txt`: frequent folded words of the news that are none.
"""

import collections
import json
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.arabic import fold, fold_with_offsets, proclitic_stems

SHARED = Path("../shared")
OUT = Path("kg/extract/lexicons")
NEWS_ARTICLES = 40_000
COMMON_AT_LEAST = 100
NAME_SHARE = 0.45
"""A word that is a person's name less often than this is no name."""

Tagged = list[tuple[str, str]]


def tagged_sentences() -> Iterator[Tagged]:
    for name in ("cleananercorp-train.tsv", "aqmar-train.tsv", "aqmar-dev.tsv"):
        sentence: Tagged = []
        for line in (SHARED / "ner" / name).read_text("utf-8").splitlines():
            word, _, tag = line.partition("\t")
            if word and tag:
                sentence.append((fold(word), tag.strip()))
            else:
                yield sentence
                sentence = []
        yield sentence


def annotated_articles() -> Iterator[Tagged]:
    for path in sorted((SHARED / "gold" / "train").glob("t*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = fold(path.with_suffix(".txt").read_text("utf-8"))
        words = text.split()
        tags = ["O"] * len(words)
        people = [fold(m).split() for e in gold["entities"] if e["class"] == "Person" for m in e["mentions"] if not re.search(r"(رئيس|وزير|متحدث|ناطق)", m)]
        for index in range(len(words)):
            for person in sorted(people, key=len, reverse=True):
                here = [min((s.form for s in proclitic_stems(words[index])), key=lambda f: f != person[0])] + words[index + 1 : index + len(person)]
                if here == person and tags[index] == "O":
                    words[index] = person[0]
                    tags[index : index + len(person)] = ["B-PERS"] + ["I-PERS"] * (len(person) - 1)
        yield list(zip(words, tags, strict=True))


def name_words() -> dict[str, tuple[float, float, int]]:
    """Share of a word's occurrences that begin and that continue a person's name, and how many there are."""
    begins, inside, total = collections.Counter[str](), collections.Counter[str](), collections.Counter[str]()
    for source in (tagged_sentences(), annotated_articles()):
        for sentence in source:
            for word, tag in sentence:
                total[word] += 1
                begins[word] += tag in ("B-PERS", "B-PER")
                inside[word] += tag in ("I-PERS", "I-PER")
    return {
        word: (begins[word] / count, inside[word] / count, begins[word] + inside[word])
        for word, count in total.items()
        if re.fullmatch(r"(?!ال.*[وي]ن$)[ء-ي]{3,}", word) and (begins[word] + inside[word]) / count >= NAME_SHARE
    }


def news_counts() -> collections.Counter[str]:
    counts = collections.Counter[str]()
    with lzma.open(SHARED / "corpus" / "news.jsonl.xz", "rt", encoding="utf-8") as news:
        for number, line in enumerate(news):
            if number % 3:
                continue
            if number // 3 > NEWS_ARTICLES:
                break
            counts.update(re.findall(r"[ء-ي]+", fold_with_offsets(json.loads(line)["text"])[0]))
    return counts


def main() -> None:
    names = name_words()
    counts = news_counts()
    with (OUT / "names.tsv").open("w", encoding="utf-8") as out:
        out.write("# made by training/lexicons.py: folded word, share of its occurrences that begin and that continue a person's name\n")
        for word, (first, later, seen) in sorted(names.items()):
            if seen >= 2 or counts[word] >= 5:
                out.write(f"{word}\t{first:.2f}\t{later:.2f}\n")
    with (OUT / "common.txt").open("w", encoding="utf-8") as out:
        out.write("# made by training/lexicons.py: frequent folded words of the news that are no person's name\n")
        out.writelines(f"{word}\n" for word in sorted(w for w, n in counts.items() if n >= COMMON_AT_LEAST and w not in names and len(w) > 1))
    print(len(names), "names", file=sys.stderr)


if __name__ == "__main__":
    main()
