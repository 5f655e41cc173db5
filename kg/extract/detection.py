"""Which words name incidents and meetings: a linear classifier over a word, its neighbours, and the names and counts around it.

The lexicon of triggers is among the features: what it knows counts, and how much is learned. What no lexicon tells apart, «هجوم» on a
hall and «هجوم» in football, is told by the words around it and by how much of the article is about violence.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy
from spacy.attrs import IDX, NORM
from spacy.tokens import Doc

from kg.extract.classifier import Floats, Grouped, shipped
from kg.extract.context import Named, named
from kg.extract.figures import Count
from kg.extract.lexicon import rows
from kg.extract.stems import readings
from kg.extract.triggers import Trigger, is_generic, is_mere_ability, is_mere_time, lexicon_at, lexicon_readings, trigger_of
from kg.extract.words import Word
from kg.model import Span

NONE = "none"
"""The label of words that are no triggers; the others are classes of events."""
ENOUGH = 0.2
"""A word this likely to be a trigger is taken as one: grouping may still find that it is of no event."""
THICK = 0.03
"""Share of an article's words that makes a topic of it."""
_PROMISING = -4.5
"""Odds, by itself, from which on it is looked at what stands around a word: a third of all words, with 99 of 100 triggers."""
_STEMS = "isnad stems"
_FEW = 3
"""Words of a topic that a short text needs for it to be one."""
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_REACH = 8
"""Words on each side among which names, counts and other triggers tell."""


@dataclass(frozen=True, slots=True)
class Detected:
    """A trigger with what the classifier thinks of it."""

    trigger: Trigger
    likely: Mapping[str, float]
    """How likely it names an event of each class; what is missing to 1 is that it names none."""

    @property
    def likelihood(self) -> float:
        """How likely it names any event."""
        return sum(self.likely.values())


def detected(doc: Doc) -> list[Detected]:
    """The triggers of a document, in the order of the text."""
    classifier, view = shipped("triggers"), _View.of(doc)
    pairs = enumerate(zip(view.words, view.stems, strict=True))
    promising = [index for index, (word, stem) in pairs if _own_odds(word.form, stem) > _PROMISING]
    likely = numpy.zeros((len(view.words), len(classifier.labels)), dtype=numpy.float32)
    likely[:, classifier.labels.index(NONE)] = 1
    likely[promising] = classifier.probabilities([_features(view, index) for index in promising])
    return chosen(doc, likely, classifier.labels)


@lru_cache(maxsize=20_000)
def _own_odds(form: str, stem: str) -> float:
    """Logarithm of the odds that a word is a trigger by itself, whatever stands around it."""
    labels = shipped("triggers").labels
    scores = shipped("triggers").scores([_of_word(form, stem)])[0]
    none = labels.index(NONE)
    return float(numpy.logaddexp.reduce(scores[:none].tolist() + scores[none + 1 :].tolist()) - scores[none])


def chosen(doc: Doc, likely: Floats, labels: Sequence[str]) -> list[Detected]:
    """The triggers of a document by how likely each of its words, (words, labels), has each label."""
    words: Sequence[Word] = doc._.words
    stems, none = main_tokens(doc), labels.index(NONE)
    in_dates = frozenset(_inside(words, [date.span for date in doc._.dates]))
    found: list[Detected] = []
    for index in (1 - likely[:, none] > ENOUGH).nonzero()[0].tolist():
        if found and index <= found[-1].trigger.last:
            continue
        if index in in_dates or is_generic(words, index) or is_mere_ability(words, index):
            continue
        if is_mere_time(words, index) and any(
            one.trigger.strength != "toll" for one in found if one.trigger.sentence == words[index].sentence
        ):
            continue  # beside a strike; alone the war is what is told
        of_class = {label: float(likely[index, column]) for column, label in enumerate(labels) if column != none}
        found.append(Detected(trigger_at(words, index, max(of_class, key=of_class.__getitem__), stems[index]), of_class))
    return found


def _inside(words: Sequence[Word], spans: Sequence[Span]) -> Iterator[int]:
    """The words of some stretches of the text: the dawn of «فجر الأحد» is no explosion."""
    begins = [word.begin for word in words]
    for span in spans:
        yield from range(max(bisect_right(begins, span.begin) - 1, 0), bisect_left(begins, span.end))


def trigger_at(words: Sequence[Word], index: int, kind: str, stem: str) -> Trigger:
    """The trigger that begins at a word: as many words as the lexicon knows together, else the word without what is not its `stem`."""
    hit = lexicon_at(words, index)
    if hit:
        return trigger_of(words, hit.first, hit.last, hit.skip, kind)
    skip = next((reading.skip for reading in words[index].stems() if reading.form == stem), 0)
    return trigger_of(words, index, index, skip, kind)


def features(doc: Doc) -> Iterator[tuple[str, ...]]:
    """The features of each word, in order."""
    view = _View.of(doc)
    return (tuple(_features(view, index)) for index in range(len(view.words)))


def _features(view: "_View", index: int) -> Grouped:
    word = view.words[index]
    hit = lexicon_at(view.words, index)
    groups = [
        _of_word(word.form, view.stems[index]),
        _of_place(word.sentence, word.glued[:1] if index else "", view.density, view.topics),
        *(_of_neighbour(step, view.seen(index, step)) for step in _NEIGHBOURS),
        _of_entry(hit.entry, hit.last - hit.first + 1) if hit else (),
    ]
    return Grouped(groups, (*_of_pairs(view, index), *_around(view, index)))


@dataclass(frozen=True, slots=True)
class _View:
    words: Sequence[Word]
    stems: Sequence[str]
    """Each word without its clitics, as the pipeline cuts them."""
    names: Mapping[int, Named]
    density: str
    """How much of the article is about violence."""
    topics: tuple[str, ...]
    """What else it is about, if it is much."""
    tells: Sequence[tuple[str, ...]]
    """What each word tells those around it: classes of events, what is counted, the class of a name."""
    sentences: Mapping[int, range]
    """The words of each sentence."""

    @classmethod
    def of(cls, doc: Doc) -> "_View":
        words: Sequence[Word] = doc._.words
        names = {index: n for n in named(words, doc._.mentions) for index in range(n.first, n.last + 1)}
        strong = sum(any(":strong" in entry for entry in lexicon_readings(word.form)) for word in words)
        counts, density = {count.word: count for count in doc._.counts}, min(5, 100 * strong // max(len(words), 1))
        tells = [_tells(word.form, counts.get(word.index), names.get(word.index)) for word in words]
        return cls(words, main_tokens(doc), names, str(density), _topics(words), tells, _ranges(words))

    def seen(self, index: int, step: int) -> str:
        """A neighbour as a word sees it: its stem, or the class of the name it is part of; "#" where the sentence has ended."""
        other = index + step
        if other not in self.sentences[self.words[index].sentence]:
            return "#"
        return f"@{self.names[other].mention.kind}" if other in self.names else self.stems[other]


def _ranges(words: Sequence[Word]) -> dict[int, range]:
    """The words of each sentence, by its number."""
    begins = [index for index, word in enumerate(words) if not index or words[index - 1].sentence != word.sentence]
    return {words[begin].sentence: range(begin, end) for begin, end in pairwise((*begins, len(words)))}


def _tells(form: str, count: Count | None, name: Named | None) -> tuple[str, ...]:
    return (*_classes(form), *((count.property,) if count else ()), *((name.mention.kind,) if name else ()))


def _topics(words: Sequence[Word]) -> tuple[str, ...]:
    """The topics that a part of an article's words is of, and how large a part: "sport" and "sport 2" for twice the part that counts."""
    found = Counter(topic for word in words for topic in _topics_of(word.form))
    shares = {topic: count / (THICK * max(len(words), 1)) for topic, count in sorted(found.items()) if count >= _FEW}
    return tuple(name for topic, share in shares.items() for name in (topic, f"{topic} 2")[: min(int(share), 2)])


@lru_cache(maxsize=20_000)
def _topics_of(form: str) -> frozenset[str]:
    stems = {stem for _, stem in readings(form)}
    return frozenset(topic for stem, topic in rows("topics.tsv", 2) if stem in stems)


def main_tokens(doc: Doc) -> list[str]:
    """For each word its longest token, folded: what is left when clitics are cut off. Worked out once for a document."""
    kept: list[str] | None = doc.user_data.get(_STEMS)
    if kept is None:
        kept = doc.user_data[_STEMS] = _main_tokens(doc)
    return kept


def _main_tokens(doc: Doc) -> list[str]:
    strings = doc.vocab.strings
    begins, norms = (doc.to_array(attribute).tolist() for attribute in (IDX, NORM))
    longest: list[str] = []
    at = 0
    for word in doc._.words:
        at = bisect_left(begins, word.begin, at)
        end = bisect_left(begins, word.end, at)
        longest.append(max((strings[norm] for norm in norms[at:end]), key=len, default=word.form))
    return longest


@lru_cache(maxsize=20_000)
def _of_word(form: str, stem: str) -> tuple[str, ...]:
    """What a word tells by itself."""
    read = sorted({reading for _, reading in readings(form)})
    middle = (f"middle={stem[1:4]}", f"middle={stem[1:5]}") if len(stem) > 4 else ()
    return (
        f"word={form}",
        f"stem={stem}",
        f"ends={stem[-3:]}",
        f"begins={stem[:3]}",
        f"begins={stem[:4]}",
        f"length={min(len(stem), 7)}",
        f"before stem={form[: max(form.find(stem), 0)]}",
        *middle,
        *(f"reading={reading}" for reading in read),
        *(f"lexicon={entry}" for entry in lexicon_readings(form)),
    )


@lru_cache(maxsize=10_000)
def _of_place(sentence: int, glued: str, density: str, topics: tuple[str, ...]) -> tuple[str, ...]:
    """Where a word stands."""
    return (f"sentence={min(sentence, 3)}", f"density={density}", f"glued={glued}", *(f"topic={topic}" for topic in topics))


@lru_cache(maxsize=1_000)
def _of_entry(entry: tuple[str, str, str], size: int) -> tuple[str, ...]:
    """The longest entry of the lexicon that begins at a word."""
    return f"entry={':'.join(entry)}", f"entry of {size}"


@lru_cache(maxsize=30_000)
def _of_neighbour(step: int, seen: str) -> tuple[str, ...]:
    return (f"{step}={seen}",) if seen == "#" else (f"{step}={seen}", f"near={seen}")


def _of_pairs(view: _View, index: int) -> Iterator[str]:
    """A word with each of its neighbours, and the name that it is part of."""
    for step in (-1, 1):
        if (seen := view.seen(index, step)) != "#":
            yield f"{step}={seen} of {view.stems[index]}"
    if index in view.names:
        yield f"in={view.names[index].mention.kind}"


def _around(view: _View, index: int) -> Iterator[str]:
    inside = view.sentences[view.words[index].sentence]
    before = view.tells[max(index - _REACH, inside.start) : index]
    after = view.tells[index + 1 : min(index + _REACH + 1, inside.stop)]
    yield from (f"before={kind}" for kinds in before for kind in kinds)
    yield from (f"after={kind}" for kinds in after for kind in kinds)


@lru_cache(maxsize=20_000)
def _classes(form: str) -> tuple[str, ...]:
    return tuple(sorted({entry.split(":")[0] for entry in lexicon_readings(form)}))
