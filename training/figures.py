"""How well a trained network does on sentences whose names are told."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from corpora import ALLOWED, CLASSES, Sentence

from kg.pipeline.components import NONE, SORTS, spans
from kg.pipeline.trained import Trained

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """Names right, found though not there, and missed, by sort; and of those right whose class is told, how many have it."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    classes: Counter[bool] = field(default_factory=Counter)

    def f1(self, *sorts: str) -> float:
        """Harmonic mean of precision and recall of exact spans with their sort, over some sorts or all."""
        right, extra, missed = (sum(counter[sort] for sort in sorts or SORTS) for counter in (self.right, self.extra, self.missed))
        return 2 * right / max(1, 2 * right + extra + missed)

    def precision(self) -> float:
        """Share of the names found that are right."""
        return self.right.total() / max(1, self.right.total() + self.extra.total())

    def recall(self) -> float:
        """Share of the names told that are found."""
        return self.right.total() / max(1, self.right.total() + self.missed.total())

    def __str__(self) -> str:
        by_sort = ", ".join(f"{sort} {self.f1(sort):.3f}" for sort in SORTS)
        told = self.classes.total()
        classes = f"; class right {self.classes[True] / told:.3f} of {told}" if told else ""
        return f"F1 {self.f1():.4f} (precision {self.precision():.3f}, recall {self.recall():.3f}; {by_sort}){classes}"


def names_score(trained: Trained, sentences: Sequence[Sentence], style: str) -> Counts:
    """Names as a corpus has them, whole words of its own tokenisation, compared with those found in its style."""
    counts = Counts()
    for begin in range(0, len(sentences), _AT_ONCE):
        for sentence, found in _found(trained, sentences[begin : begin + _AT_ONCE], style):
            words = sentence.word_of
            guessed = {(words[first], words[last], sort): kind for first, last, sort, kind in found}
            told = {(words[name.first], words[name.last], name.sort): name.classes for name in sentence.names}
            counts.right.update(sort for *_, sort in guessed.keys() & told.keys())
            counts.extra.update(sort for *_, sort in guessed.keys() - told.keys())
            counts.missed.update(sort for *_, sort in told.keys() - guessed.keys())
            of_class = [name for name in guessed.keys() & told.keys() if len(told[name]) == 1 and len(ALLOWED[name[2]]) > 1]
            counts.classes.update(guessed[name] == told[name][0] for name in of_class)
    return counts


def _found(trained: Trained, sentences: Sequence[Sentence], style: str) -> Iterator[tuple[Sentence, list[tuple[int, int, str, str]]]]:
    """Each sentence with its names: first token, last token, sort, class."""
    states = trained.network.states([sentence.norms for sentence in sentences])
    lengths = [len(sentence.norms) for sentence in sentences]
    head = trained.network.heads[f"{style}.names"]
    tags = trained.chains[style].best(head(states), lengths)
    classes = trained.network.heads["classes"](states)
    classes -= numpy.log(numpy.exp(classes).sum(axis=1, keepdims=True))
    begin = 0
    for sentence, length in zip(sentences, lengths, strict=True):
        here = [head.labels[tag] for tag in tags[begin : begin + length]]
        found = []
        for first, after, sort in spans(here):
            total = classes[begin + first : begin + after].sum(axis=0)
            found.append((first, after - 1, sort, max(ALLOWED[sort], key=lambda kind: total[CLASSES.index(kind)])))
        yield sentence, found
        begin += length


def morphology_score(trained: Trained, sentences: Sequence[Sentence], same: Mapping[str, str]) -> dict[str, float]:
    """Share of tokens whose part of speech, or other feature, is that of a treebank; values that `same` maps to one count as one.

    Of features other than parts of speech only tokens count that have one, in the treebank or by the network.
    """
    right, told = Counter[str](), Counter[str]()
    for begin in range(0, len(sentences), _AT_ONCE):
        group = sentences[begin : begin + _AT_ONCE]
        states = trained.network.states([sentence.norms for sentence in group])
        features = [features for sentence in group for features in sentence.features]
        for name, head in trained.network.heads.items():
            if name[0].isupper():
                guessed = [head.labels[column] for column in head(states).argmax(axis=1)]
                given = [of_token.get(name, NONE) for of_token in features]
                pairs = [pair for pair in zip(guessed, given, strict=True) if pair != (NONE, NONE)]
                told[name] += len(pairs)
                right[name] += sum(same.get(guess, guess) == same.get(value, value) for guess, value in pairs)
    return {name: right[name] / told[name] for name in told}
