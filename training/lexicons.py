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
from kg.gazetteer import load

SHARED = Path("../shared")
OUT = Path("kg/extract/lexicons")
NEWS_ARTICLES = 40_000
COMMON_AT_LEAST = 100
RARE, RARELY_READ = 4, 400
"""A word seen less often as a name than RARE is no name where the news have it RARELY_READ times: it is a common word too."""
NAME_SHARE = 0.45
"""A word that is a person's name less often than this is no name."""

ROLE = "(رييس|وزير|متحدث|ناطق)"
RARELY = 0.5
"""A word of the gazetteer that is a name less often than this needs context."""

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
        mentions = sorted(((fold(m).split(), e["class"]) for e in gold["entities"] for m in e["mentions"]), key=lambda m: -len(m[0]))
        for index in range(len(words)):
            for name, kind in mentions:
                first = min((s.form for s in proclitic_stems(words[index])), key=lambda f: f != name[0])
                if [first, *words[index + 1 : index + len(name)]] == name and tags[index] == "O":
                    words[index] = name[0]
                    label = "PERS" if kind == "Person" and not re.search(ROLE, " ".join(name)) else "OTHER"
                    tags[index : index + len(name)] = [f"B-{label}"] + [f"I-{label}"] * (len(name) - 1)
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


def rarely_names() -> list[str]:
    """Single words that the gazetteer has as names and that mostly are none («كان» the city, «فتح» the movement)."""
    entries = load()
    names = {fold(n) for e in entries for n in (e.label_ar, *e.aliases)}
    total, tagged = collections.Counter[str](), collections.Counter[str]()
    for source in (tagged_sentences(), annotated_articles()):
        for sentence in source:
            for word, tag in sentence:
                for stem in proclitic_stems(word):
                    if stem.form in names:
                        total[stem.form] += 1
                        tagged[stem.form] += tag not in ("O", "")
    return sorted(word for word, count in total.items() if count >= 3 and tagged[word] / count < RARELY)


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
    found = name_words()
    names = {word: shares for word, shares in found.items() if not (word[0] in "وفبل" and word[1:] in found)}
    counts = news_counts()
    with (OUT / "names.tsv").open("w", encoding="utf-8") as out:
        out.write("# made by training/lexicons.py: folded word, share of its occurrences that begin and that continue a person's name\n")
        for word, (first, later, seen) in sorted(names.items()):
            if seen >= RARE or counts[word] < RARELY_READ:
                out.write(f"{word}\t{first:.2f}\t{later:.2f}\n")
    with (OUT / "rarely_names.txt").open("w", encoding="utf-8") as out:
        out.write("# made by training/lexicons.py: words that the gazetteer has as names and that mostly are none\n")
        out.writelines(f"{word}\n" for word in rarely_names())
    with (OUT / "common.txt").open("w", encoding="utf-8") as out:
        out.write("# made by training/lexicons.py: frequent folded words of the news that are no person's name\n")
        out.writelines(
            f"{word}\n" for word in sorted(w for w, n in counts.items() if n >= COMMON_AT_LEAST and w not in names and len(w) > 1)
        )
    print(len(names), "names", file=sys.stderr)


if __name__ == "__main__":
    main()
