"""Which counts of an article are figures of which of its events: learned by `training/event_figures.py`.

A count and an event near it make a pair. What the text shows of the pair are its features: the words about the number and the triggers,
how far and in which order they stand, what other events and counts there are between. A count is a figure of one event at most: of the
likeliest, where it is likely enough.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kg.extract.classifier import Classifier, shipped
from kg.extract.context import Page
from kg.extract.figures.corrections import corrected
from kg.extract.figures.counts import Count, EventFigure
from kg.extract.figures.periods import is_of_a_period, lasts
from kg.extract.triggers import EventGroup, Trigger
from kg.extract.words import Word
from kg.ontology import family

FIGURE, OTHER = "yes", "no"
"""Labels of a pair: whether the count is a figure of the event."""
THRESHOLD = 0.45
"""How likely a count has to be an event's to be said so: what served best in cross-validation."""
_WINDOW = 6
_EVENTS_NEAR = 8
"""Events that a count is compared with, the nearest first: an article of any length is read in linear time."""
_TRIGGERS_NEAR = 30
"""Triggers before and after a count among which the nearest events are looked for."""
_FAR = 8
"""Sentences between, above which an event is not compared with a count."""
_SMALL = 3
_MARKS = "،.:؛"
_STEPS = (0, 1, 2, 3, 5, 8, 12, 20, 35)


@dataclass(frozen=True, slots=True)
class Pair:
    """A count and an event that it may be a figure of, with what the text shows of the two."""

    count: Count
    event: int
    features: tuple[str, ...]


def event_figures(page: Page, events: Sequence[EventGroup]) -> list[tuple[EventFigure, ...]]:
    """For each event of an article its figures, in the order of the text: one for each time that the text gives it.

    All events of the article have to be given, since they compete.
    """
    found = figures_by_event(tuple(_of_one_time(page, events)), len(events), shipped("figures"), THRESHOLD)
    return corrected(page, found)


def _of_one_time(page: Page, events: Sequence[EventGroup]) -> Iterator[Pair]:
    """The pairs, without those of a toll of years and a single incident."""
    for _, of_count in groupby(pairs(page, events), key=lambda pair: pair.count.word):
        rivals = list(of_count)
        if is_of_a_period(page.words, rivals[0].count):
            rivals = [pair for pair in rivals if lasts(page.words, events[pair.event], pair.count)]
        yield from rivals


def figures_by_event(candidates: Sequence[Pair], events: int, classifier: Classifier, threshold: float) -> list[tuple[EventFigure, ...]]:
    """The pairs that a classifier holds to be figures, by event. What the text anywhere adds to another figure is a part."""
    likely = classifier.probabilities([pair.features for pair in candidates])[:, classifier.labels.index(FIGURE)].tolist()
    found: list[list[EventFigure]] = [[] for _ in range(events)]
    for _, rivals in groupby(zip(candidates, likely, strict=True), key=lambda rival: (rival[0].count.word, rival[0].count.value)):
        pair, probability = max(rivals, key=lambda rival: rival[1])
        if probability >= threshold:
            found[pair.event].append(EventFigure(pair.count, probability, pair.count.figure.scope))
    return [tuple(_with_parts(figures)) for figures in found]


def _with_parts(figures: Sequence[EventFigure]) -> Iterator[EventFigure]:
    parts = {(f.count.property, f.count.value) for f in figures if f.scope == "Part"}
    return (replace(f, scope="Part") if (f.count.property, f.count.value) in parts else f for f in figures)


def pairs(page: Page, events: Sequence[EventGroup]) -> Iterator[Pair]:
    """The pairs of counts and events near each other, in the order of the counts."""
    counts = [count for sentence in sorted(page.counts) for count in page.counts[sentence]]
    seen = Counter((count.property, count.value) for count in counts)
    largest: dict[str, int] = {}
    for count in counts:
        largest[count.property] = max(count.value, largest.get(count.property, 0))
    article = _Article.of(page, events)
    for count in counts:
        times, is_largest = min(seen[count.property, count.value], 3), count.value == largest[count.property]
        own = (*_count_features(page, count), f"seen={times}", f"largest={is_largest}")
        for rank, (trigger, index) in enumerate(article.nearest(count)):
            yield Pair(count, index, (*own, *article.features(count, index, trigger, rank)))


def _count_features(page: Page, count: Count) -> Iterator[str]:
    """What stands about the number, whatever the event."""
    sentence = page.words[count.word].sentence
    yield "always"
    yield f"property={count.property}"
    yield f"form={count.form}"
    yield f"clue={count.clue}"
    yield f"form={count.form} clue={count.clue}"
    yield f"value={count.value if count.value < _SMALL else len(str(count.value)) + _SMALL}"
    yield f"qualifier={count.figure.qualifier}"
    yield f"scope={count.figure.scope}"
    yield f"sentence={_bucket(sentence)}"
    yield f"sentences={_bucket(len(page.spans))}"
    yield f"named={any(count.last < n.first <= count.last + 4 and n.mention.kind == 'Person' for n in page.mentions.get(sentence, ()))}"
    yield from _words_about(page.words, count)


def _words_about(words: Sequence[Word], count: Count) -> Iterator[str]:
    """The words at the number and at what says what became of the people, and those near it in any order."""
    sentence = words[count.word].sentence
    if count.noun is not None:
        yield f"noun={words[count.noun].form}"
    if count.cue is not None:
        yield f"cue={words[count.cue].form}"
        yield from (f"cue{step}={words[count.cue + step].form}" for step in (-2, -1) if count.cue + step >= 0)
    for step in (1, 2, 3):
        if count.word >= step and words[count.word - step].sentence == sentence:
            yield f"before{step}={words[count.word - step].form}"
        if count.last + step < len(words) and words[count.last + step].sentence == sentence:
            yield f"after{step}={words[count.last + step].form}"
    around = words[max(count.word - 2 * _WINDOW, 0) : count.last + _WINDOW]
    yield from (f"near={word.form}" for word in around if word.sentence == sentence and not word.form[0].isdigit())


def _bucket(number: int) -> str:
    return str(bisect_right(_STEPS, abs(number)))


@dataclass(frozen=True, slots=True)
class _Article:
    """The events of an article by where their triggers stand."""

    page: Page
    events: Sequence[EventGroup]
    triggers: Sequence[tuple[int, int, Trigger]]
    """First word, event and trigger, in the order of the text."""
    families: Mapping[str, int]
    """How many events there are of each family."""
    towns: Sequence[frozenset[str]]
    """The towns and buildings named in the sentences of each event."""

    @classmethod
    def of(cls, page: Page, events: Sequence[EventGroup]) -> "_Article":
        """Some events of an article."""
        triggers = sorted(((t.first, index, t) for index, event in enumerate(events) for t in event.triggers), key=lambda entry: entry[:2])
        towns = [frozenset(name for sentence in event.sentences for name in _towns(page, sentence)) for event in events]
        return cls(page, events, triggers, Counter(family(event.kind) for event in events), towns)

    def nearest(self, count: Count) -> list[tuple[Trigger, int]]:
        """The nearest events, by their nearest triggers; sentences count before words."""
        sentence = self.page.words[count.word].sentence
        at = bisect_left(self.triggers, count.word, key=lambda entry: entry[0])
        nearest: dict[int, tuple[int, int, Trigger]] = {}
        for first, index, trigger in self.triggers[max(at - _TRIGGERS_NEAR, 0) : at + _TRIGGERS_NEAR]:
            distance = (abs(trigger.sentence - sentence), abs(first - count.word), trigger)
            if distance[0] <= _FAR and (index not in nearest or distance[:2] < nearest[index][:2]):
                nearest[index] = distance
        ordered = sorted(nearest.items(), key=lambda item: (item[1][:2], item[0]))
        return [(trigger, index) for index, (_, _, trigger) in ordered[:_EVENTS_NEAR]]

    def features(self, count: Count, index: int, trigger: Trigger, rank: int) -> Iterator[str]:
        """What there is of an event, and between it and a count: `trigger` is its nearest one, `rank` its place among events near."""
        kind, sort = self.events[index].kind, family(self.events[index].kind)
        steps = trigger.sentence - self.page.words[count.word].sentence
        side = "after" if trigger.first > count.word else "before"
        place = f"sentence{max(min(steps, 3), -5)}" if steps else f"{side}{_bucket(trigger.first - count.word)}"
        about, near = f"{sort} {count.property}", min(rank, 3)
        between = self._between(count, trigger, index)
        yield from (f"kind={kind} {count.property}", f"family={about}", f"place={place}", f"place={place} {about}")
        yield from (f"rank={near}", f"rank={near} {about}", f"rank={near} events={min(len(self.events), 4)}")
        yield from (f"order={min(index, 3)}", f"order={min(index, 3)} sentence={_bucket(self.page.words[count.word].sentence)}")
        yield from (f"between={between}", f"between={between} place={place}", f"alike={min(self.families[sort], 4)}")
        yield f"triggers={min(len(self.events[index].triggers), 4)}"
        yield f"trigger={self.page.words[trigger.first].form} {count.property}"
        yield f"cue={count.cue is not None and any(t.first <= count.cue <= t.last for t in self.events[index].triggers)}"
        yield f"later={self.events[index].triggers[0].first > count.last}"
        yield f"towns={self._named_with(count, index)}"
        yield from self._neighbours(count, index, about)
        yield from () if steps else self._stretch(count, trigger, side)

    def _between(self, count: Count, nearest: Trigger, index: int) -> str:
        """Whether another event's trigger stands between the count and the nearest of this event's, and of what sort."""
        low, high = sorted((count.word, nearest.first))
        begin, end = (bisect_left(self.triggers, at, key=lambda entry: entry[0]) for at in (low, high))
        others = {family(self.events[other].kind) for _, other, _ in self.triggers[begin:end] if other != index}
        return "none" if not others else "alike" if family(self.events[index].kind) in others else "other"

    def _named_with(self, count: Count, index: int) -> str:
        """Whether the towns named with the count are those named with the event."""
        here, there = _towns(self.page, self.page.words[count.word].sentence), self.towns[index]
        return "none" if not here or not there else "same" if here & there else "other"

    def _neighbours(self, count: Count, index: int, about: str) -> Iterator[str]:
        """Whose the triggers right before and right after the number are."""
        at = bisect_left(self.triggers, count.word, key=lambda entry: entry[0])
        last = self._owner("last", at - 1, count, index)
        following = self._owner("next", at, count, index)
        yield from (last, following, f"{last} {following}", f"{last} {following} {about}")

    def _owner(self, side: str, at: int, count: Count, index: int) -> str:
        if not 0 <= at < len(self.triggers):
            return f"{side}=none"
        _, owner, trigger = self.triggers[at]
        is_here = trigger.sentence == self.page.words[count.word].sentence
        return f"{side}={'own' if owner == index else 'other'}{'' if is_here else ' far'}"

    def _stretch(self, count: Count, nearest: Trigger, side: str) -> Iterator[str]:
        """The words and marks between a trigger and a number of its sentence."""
        begin, end = (count.last + 1, nearest.first) if side == "after" else (nearest.last + 1, count.word)
        between = self.page.words[begin : end + 1]
        yield f"marks={side} {min(sum(word.glued[:1] in _MARKS for word in between if word.glued), 3)}"
        if len(between) <= 2 * _WINDOW:
            yield from (f"{side} mid={word.form}" for word in between[:-1])


def _towns(page: Page, sentence: int) -> frozenset[str]:
    named = (n.mention for n in page.mentions.get(sentence, ()) if n.mention.kind in ("Settlement", "Facility"))
    return frozenset(mention.span.of(page.text) for mention in named)
