"""What each part of the finding of events brings: events are found again without it, in articles held out by fold.

    python training/ablations.py FOLDERS... [--shared ../shared]

Measured on the articles of the first folder; those of the others are only learned from. Arguments, figures and dates take no part. So that
all of it takes minutes, words of which the shipped classifier is nearly certain that they name no event are left out everywhere: figures
are somewhat better than those of `training/events.py`, and tell only when compared with each other.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy
from aligned import align, aligned, read_until
from corpora import own_articles
from events import GROUPING, SPARED, TRIGGERS, Reading, Score
from learning import FOLDS, LabelledExample, fold_of, learned
from negatives import corpus, identifiers
from workplace import COMPONENT

from kg.extract import detection, grouping, load_extractor
from kg.extract.classifier import Classifier, shipped
from kg.extract.detection import NONE, Detected
from kg.extract.pipeline import PipelineExtractor
from kg.extract.surroundings import TriggersInContext
from kg.extract.triggers import EventGroup, lexicon_at
from kg.gazetteer import load
from kg.model import Article

POSSIBLE = 0.006
"""A word less likely than this to name an event, by the shipped classifier, is left out."""
_BY_LEXICON = ("lexicon=", "entry=", "entry of ", "density=")
_AROUND = ("before=", "after=")
_OF_NEIGHBOURS = (*_AROUND, "near=", *(f"{step}=" for step in (-3, -2, -1, 1, 2, 3)))


@dataclass(frozen=True, slots=True)
class Variant:
    """What is learned and found without."""

    name: str
    lexicon: bool = True
    """Whether the classifier of triggers is told what the lexicon of triggers says of words."""
    neighbours: bool = True
    """Whether it is told what stands around a word in its sentence."""
    others: bool = True
    """Whether articles of other folders than the first are learned from."""
    negatives: bool = True
    """Whether articles that hold words of attack and no incident are learned from."""
    witnesses: bool = True
    """Whether a class that needs a witness is given up where there is none."""
    one_of: int = 1
    """Of how many annotated articles one is learned from."""

    def keeps(self, feature: str) -> bool:
        """Whether the classifier of triggers is told a feature."""
        if not self.neighbours and feature.startswith(_OF_NEIGHBOURS):
            return False
        return self.lexicon or not is_of_lexicon(feature)


VARIANTS = (
    Variant("all of it"),
    Variant("without the lexicon of triggers", lexicon=False),
    Variant("without neighbours", neighbours=False),
    Variant("without our own annotations", others=False),
    Variant("without articles that hold no incident", negatives=False),
    Variant("without witnesses", witnesses=False),
    Variant("half of the articles", one_of=2),
    Variant("a quarter of the articles", one_of=4),
)


def is_of_lexicon(feature: str) -> bool:
    """Whether a feature of a word tells what the lexicon of triggers says of it or of words near it."""
    beside = feature.startswith(_AROUND) and feature.partition("=")[2] in shipped("triggers").labels
    return beside or feature.startswith(_BY_LEXICON)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The words of an article that may name an event."""

    reading: Reading
    words: tuple[int, ...]
    learnable: frozenset[int]
    """Those of them that are learned from."""

    @property
    def id(self) -> str:
        """The article's identifier."""
        return self.reading.aligned.id

    @classmethod
    def of(cls, reading: Reading, *, is_negative: bool = False) -> "Candidates":
        """The candidates of an article; of one without incidents, few words beside those of the lexicon are learned from."""
        classifier = shipped("triggers")
        likely = 1 - classifier.probabilities(reading.features)[:, classifier.labels.index(NONE)]
        words = tuple(i for i, label in enumerate(reading.labels()) if label != NONE or likely[i] > POSSIBLE)
        all_words = reading.aligned.doc._.words
        few = (i for i in words if i % SPARED == 0 or lexicon_at(all_words, i))
        return cls(reading, words, frozenset(few if is_negative else words))

    def examples(self, variant: Variant) -> Iterator[LabelledExample]:
        """The words that are learned from, as a variant sees them."""
        labels = self.reading.labels()
        for index in sorted(self.learnable):
            yield LabelledExample(self.id, tuple(filter(variant.keeps, self.reading.features[index])), labels[index])

    def found(self, classifier: Classifier) -> list[Detected]:
        """The triggers that a classifier finds. What it was not told of in learning counts for nothing here."""
        none = classifier.labels.index(NONE)
        likely = numpy.zeros((len(self.reading.features), len(classifier.labels)), dtype=numpy.float32)
        likely[:, none] = 1
        if self.words:
            likely[list(self.words)] = classifier.probabilities([self.reading.features[index] for index in self.words])
        return detection.chosen(self.reading.aligned.doc, likely, classifier.labels)


@dataclass(frozen=True, slots=True)
class Material:
    """Articles that are measured on, further ones to learn from, and ones that hold no incident."""

    measured: Sequence[Candidates]
    others: Sequence[Candidates]
    negatives: Sequence[Candidates]

    def learned_from(self, variant: Variant) -> list[Candidates]:
        """The annotated articles that a variant learns from."""
        return [*self.measured, *(self.others if variant.others else ())][:: variant.one_of]


def unseen(material: Material, variant: Variant) -> dict[str, list[Detected]]:
    """The triggers of every article by a classifier that has not seen it."""
    teachers = [*material.learned_from(variant), *(material.negatives if variant.negatives else ())]
    examples = {teacher.id: list(teacher.examples(variant)) for teacher in teachers}
    found: dict[str, list[Detected]] = {}
    for fold in range(FOLDS):
        classifier = learned([one for name, some in examples.items() if fold_of(name) != fold for one in some], TRIGGERS)
        for article in (*material.measured, *material.others, *material.negatives):
            if fold_of(article.id) == fold:
                found[article.id] = article.found(classifier)
    return found


def without_witnesses(groups: Sequence[EventGroup], found: Sequence[Detected]) -> list[EventGroup]:
    """The groups with the classes that their triggers are likeliest of, whether anything in the text bears witness or not."""
    likely = {one.trigger.first: one.likely for one in found}
    totals = [sum((Counter(likely[trigger.first]) for trigger in group.triggers), Counter[str]()) for group in groups]
    return [replace(group, kind=max(total, key=lambda kind: (total[kind], kind))) for group, total in zip(groups, totals, strict=True)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How well events are found, and how many in articles that hold none."""

    score: Score
    false: int
    articles: int

    def __str__(self) -> str:
        return f"{self.score}; {self.false} false in {self.articles} articles without incidents"


def grouped(material: Material, variant: Variant, found: Mapping[str, Sequence[Detected]]) -> dict[str, list[EventGroup]]:
    """The events of every article but the further ones, by classifiers of pairs that have not seen it."""
    teachers = [teacher.reading for teacher in material.learned_from(variant)]
    groups: dict[str, list[EventGroup]] = {}
    for fold in range(FOLDS):
        others = (one for one in teachers if fold_of(one.aligned.id) != fold)
        classifier = learned([pair for one in others for pair in one.pairs(found[one.aligned.id])], GROUPING)
        for article in (*material.measured, *material.negatives):
            if fold_of(article.id) == fold:
                made = grouping.groups(TriggersInContext.of(article.reading.aligned.doc, found[article.id]), classifier)
                groups[article.id] = made if variant.witnesses else without_witnesses(made, found[article.id])
    return groups


def outcome(material: Material, groups: Mapping[str, Sequence[EventGroup]]) -> Outcome:
    """What the events that were found are worth."""
    score = Score()
    for article in material.measured:
        score.add(article.reading.aligned, groups[article.id])
    return Outcome(score, sum(len(groups[article.id]) for article in material.negatives), len(material.negatives))


def without_incidents(extractor: PipelineExtractor, shared: Path) -> Iterator[Reading]:
    """The articles that `negatives.py` picked."""
    ids = identifiers(Path(__file__).with_name("negatives.txt"))
    for record in corpus(shared / "corpus"):
        if record["id"] in ids:
            doc = read_until(extractor, Article(record["id"], record["text"], "", ""), COMPONENT)
            yield Reading.of(align(doc, {"id": record["id"], "entities": [], "events": []}))


def candidates(extractor: PipelineExtractor, folders: Sequence[Path]) -> Iterator[Candidates]:
    """Those of the annotated articles of some folders."""
    for article in aligned([path for folder in folders for path in own_articles(folder)], extractor, COMPONENT):
        yield Candidates.of(Reading.of(article))


def material_of(folders: Sequence[Path], shared: Path) -> Material:
    """The articles of some folders, the first of them to be measured on, and those of the corpus that hold no incident."""
    extractor = load_extractor(load())
    measured, others = (list(candidates(extractor, some)) for some in (folders[:1], folders[1:]))
    return Material(measured, others, [Candidates.of(one, is_negative=True) for one in without_incidents(extractor, shared)])


def options(description: str, arguments: Sequence[str]) -> argparse.Namespace:
    """The folders of annotated articles and of the corpora, from the command line."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+", help="folders of annotated articles; the first is measured on")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Measure all variants from the command line."""
    given = options(str(__doc__), arguments)
    material = material_of(given.articles, given.shared)
    for variant in VARIANTS:
        print(f"{variant.name}: {outcome(material, grouped(material, variant, unseen(material, variant)))}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
