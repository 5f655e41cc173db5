"""Learns where Arabic words are cut into clitics, and writes the table that `kg.pipeline.clitics` reads.

    python training/clitics.py --shared ../shared --out kg/pipeline/data/clitics.gz [--evaluate]

Counts of word forms come from the news, segmentations from UD Arabic PUD (CC BY-SA 3.0), the gazetteer's names and `clitics_by_hand.tsv`;
names from the training parts of the corpora of named entities. UD Arabic PADT is for measuring only.
"""

import argparse
import csv
import json
import lzma
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy
from clitics_gold import GoldWord, padt, pud

from kg.pipeline.clitics import (
    FRONTS,
    UNCUT,
    Clitics,
    Entry,
    Reading,
    Vocabulary,
    Weights,
    cuts,
    decide,
    evidence,
    readings,
    spelling,
    write,
)

GAZETTEER = Path(__file__).parent.parent / "kg" / "gazetteer"
BY_HAND = Path(__file__).parent / "clitics_by_hand.tsv"
AT_LEAST = 3
"""A form is evidence in learning that occurs so often in the news."""
SHIPPED_LEVEL = 4
"""A form travels with the package that occurs six times or more: a third less to load, and 0.02 % more words wrong."""
NAME_SHARE, NAME_COUNT = 0.8, 2
"""A word is a name that is tagged as one so often."""
RIDGE, STEPS, RATE = 1.0, 400, 0.05
FOLDS = 10
TAUGHT_WEIGHT = 0.3
SMALLEST_WEIGHT = 0.01

_SILENT = re.compile("[\u064b-\u065f\u0670\u0640\u200e\u200f\u202a-\u202e]")
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")
Gold = Mapping[str, Counter[tuple[int, ...]]]


def counted_forms(news: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    with lzma.open(news, "rt", encoding="utf-8") as stream:
        for line in stream:
            counts.update(_WORD.findall(_SILENT.sub("", json.loads(line)["text"])))
    forms: Counter[str] = Counter()
    for word, count in counts.items():
        forms[spelling(word)] += count
    return forms


def tagged_names(folder: Path) -> frozenset[str]:
    named: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for name in ("cleananercorp-train", "wojood-train", "aqmar-train"):
        for line in (folder / f"{name}.tsv").read_text("utf-8").splitlines():
            word, _, tag = line.partition("\t")
            counts[spelling(word)] += 1
            named[spelling(word)] += any(kind in tag for kind in ("PER", "LOC", "GPE"))
    return frozenset(word for word, count in named.items() if count >= NAME_COUNT and count > NAME_SHARE * counts[word])


def whole_names(names: frozenset[str], counts: Counter[str]) -> frozenset[str]:
    """Without those that are another, commoner name with proclitics before it: the corpora tag «وغزة» as they tag «غزة»."""
    leaning = {name for name in names for front in FRONTS[1:] if name.startswith(front) and _is_commoner(name, front, names, counts)}
    return names - leaning


def _is_commoner(name: str, front: str, names: frozenset[str], counts: Counter[str]) -> bool:
    rest = name[len(front) :]
    variants = ("ا" + rest, rest) if front.endswith("ل") and rest.startswith("ل") else (rest,)
    return any(variant in names and counts[variant] > counts[name] for variant in variants)


def vocabulary_of(counts: Counter[str], names: frozenset[str]) -> dict[str, Entry]:
    known = {form: count for form, count in counts.items() if count >= AT_LEAST}
    return {form: Entry(round(math.log2(count)) + 1, UNCUT, form in names) for form, count in known.items()}


def gazetteer_names() -> frozenset[str]:
    """Spelled names of one word, and words of people's names."""
    names: list[str] = []
    for path in sorted(GAZETTEER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            full = [name for row in csv.DictReader(stream) for name in (row["ar"], *row["aliases"].split("|"))]
        names += [word for name in full for word in name.split()] if path.stem == "people" else full
    return frozenset(spelling(name) for name in names if _WORD.fullmatch(_SILENT.sub("", name)))


def by_hand() -> dict[str, tuple[int, ...]]:
    """Cuts of the words of the list, and of the same words after و and ف."""
    lines = BY_HAND.read_text("utf-8").splitlines()
    certain: dict[str, tuple[int, ...]] = {}
    for line in (line for line in lines if line and not line.startswith("#")):
        for parts in (line.split("+"), ["و", *line.split("+")], ["ف", *line.split("+")]):
            certain.setdefault(spelling("".join(parts)), tuple(accumulate(map(len, parts[:-1]))))
    return certain


@dataclass(frozen=True, slots=True)
class Example:
    """A form, its right reading and how much it counts."""

    form: str
    reading: Reading
    weight: float


def reading_of(form: str, wanted: tuple[int, ...]) -> Reading | None:
    return next((reading for reading in readings(form) if cuts(form, reading) == wanted), None)


def examples_of(gold: Gold) -> list[Example]:
    """The commonest segmentation of each form that has more than one reading."""
    found: list[Example] = []
    for form, segmentations in gold.items():
        reading = reading_of(form, segmentations.most_common(1)[0][0])
        if reading is not None and len(tuple(readings(form))) > 1:
            found.append(Example(form, reading, 1 + math.log2(segmentations.total())))
    return found


def taught(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[Example]:
    """Words decided by hand; names, which are whole, and what stands before them, a clitic where the news have it («لفرنسا»)."""
    for form, wanted in by_hand().items():
        if (reading := reading_of(form, wanted)) and form in vocabulary:
            yield Example(form, reading, TAUGHT_WEIGHT)
    for name in sorted(names):
        if len(tuple(readings(name))) > 1:
            yield Example(name, UNCUT, TAUGHT_WEIGHT)
        for front in ("و", "ل", "ب", "ف"):
            if front + name in vocabulary and front + name not in names and len(name) > 3 and not name.startswith("ال"):
                yield Example(front + name, Reading(1, 0), TAUGHT_WEIGHT)


def learned(examples: Sequence[Example], vocabulary: Vocabulary) -> dict[str, float]:
    """Weights of a log-linear ranker of readings: maximum likelihood with a ridge, by Adam on all examples at once."""
    ids: dict[str, int] = {}
    rows: list[tuple[int, int, float]] = []
    groups: list[int] = []
    right: list[bool] = []
    for group, example in enumerate(examples):
        for reading in readings(example.form):
            features = evidence(example.form, reading, vocabulary)
            rows.extend((len(groups), ids.setdefault(name, len(ids)), value) for name, value in features.items())
            groups.append(group)
            right.append(reading == example.reading)
    row, column, value = (numpy.array(part) for part in zip(*rows, strict=True))
    group, importance = numpy.array(groups), numpy.array([example.weight for example in examples])
    weights, mean, square = numpy.zeros((3, len(ids)))
    for step in range(1, STEPS + 1):
        scores = numpy.bincount(row, value * weights[column], len(groups))
        highest = numpy.full(len(examples), -numpy.inf)
        numpy.maximum.at(highest, group, scores)
        likelihood = numpy.exp(scores - highest[group])
        likelihood /= numpy.bincount(group, likelihood)[group]
        surplus = (likelihood - numpy.array(right)) * importance[group]
        gradient = numpy.bincount(column, value * surplus[row], len(ids)) + RIDGE * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = RATE * (1 - 0.9 * step / STEPS)
        weights -= rate * (mean / (1 - 0.9**step)) / (numpy.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(weights[index]), 3) for name, index in ids.items() if abs(weights[index]) >= SMALLEST_WEIGHT}


def gold_of(words: Iterable[GoldWord]) -> dict[str, Counter[tuple[int, ...]]]:
    gold: dict[str, Counter[tuple[int, ...]]] = {}
    for word in words:
        gold.setdefault(spelling(word.text), Counter())[word.cuts] += 1
    return gold


def print_shares(name: str, words: Sequence[GoldWord], found: Sequence[tuple[int, ...]]) -> None:
    """Share of words with exactly the right cuts: in all, of those that the treebank analysed, of those with clitics, by all its cuts."""
    right = [(word, cut == word.cuts, cut == word.all_cuts) for word, cut in zip(words, found, strict=True)]
    columns = {
        "all": [hit for _, hit, _ in right],
        "analysed": [hit for word, hit, _ in right if word.is_analysed],
        "analysed with clitics": [hit for word, hit, _ in right if word.is_analysed and word.cuts],
        "any cut of the treebank": [hit for _, _, hit in right],
    }
    print(name, "; ".join(f"{column} {sum(hits) / len(hits):.4f} of {len(hits):,}" for column, hits in columns.items()))


def cross_validated(words: Sequence[GoldWord], teaching: Sequence[Example], vocabulary: Vocabulary) -> list[tuple[int, ...]]:
    """Cuts of each word by what is learned from all but the tenth of the treebank, in one piece, that it stands in."""
    found: list[tuple[int, ...]] = []
    size = len(words) // FOLDS + 1
    certain = by_hand()
    for start in range(0, len(words), size):
        others = [*words[:start], *words[start + size :]]
        weights = learned([*examples_of(gold_of(others)), *teaching], vocabulary)
        for word in words[start : start + size]:
            form = spelling(word.text)
            found.append(certain[form] if form in certain else cuts(form, decide(form, vocabulary, weights)))
    return found


def decided(vocabulary: Vocabulary, weights: Weights) -> dict[str, Entry]:
    """The vocabulary with the reading of each form; the same for words decided by hand, known or not."""
    entries = {form: entry._replace(reading=decide(form, vocabulary, weights)) for form, entry in vocabulary.items()}
    for form, wanted in by_hand().items():
        entry = entries.get(form, Entry(1, UNCUT, is_name=False))
        entries[form] = entry._replace(reading=by_hand_reading(form, wanted))
    return entries


def shipped(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    certain = by_hand()
    return {form: entry for form, entry in entries.items() if entry.level >= SHIPPED_LEVEL or form in certain}


def by_hand_reading(form: str, wanted: tuple[int, ...]) -> Reading:
    """The reading with these cuts, also where the model has no such reading (interrogative أ)."""
    front = next((count for count in range(len(wanted), 0, -1) if wanted[:count] == tuple(range(1, count + 1))), 0)
    return Reading(front, len(form) - wanted[-1] if len(wanted) > front else 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("kg/pipeline/data/clitics.gz"))
    parser.add_argument("--evaluate", action="store_true")
    options = parser.parse_args()
    treebanks = options.shared / "ner"
    counts = counted_forms(options.shared / "corpus" / "news.jsonl.xz")
    names = whole_names(tagged_names(treebanks) | gazetteer_names(), counts)
    vocabulary = vocabulary_of(counts, names)
    words = list(pud(treebanks / "ud-arabic-pud.conllu"))
    teaching = list(taught(names, vocabulary))
    weights = learned([*examples_of(gold_of(words)), *teaching], vocabulary)
    entries = shipped(decided(vocabulary, weights))
    write(options.out, weights, entries)
    print(f"{len(entries):,} forms, {len(weights):,} weights, {options.out.stat().st_size:,} bytes")
    if options.evaluate:
        print_shares("PUD, cross-validated", words, cross_validated(words, teaching, vocabulary))
        segmenter = Clitics.load(options.out)
        for name in ("dev", "test"):
            gold = list(padt(treebanks / f"ud-arabic-padt-{name}.conllu"))
            print_shares(f"PADT {name}", gold, [segmenter.split(word.text) for word in gold])


if __name__ == "__main__":
    main()
