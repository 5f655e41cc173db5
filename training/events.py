"""Learns which words are triggers, which triggers speak of one event, and which event is a part of another.

Grouping is learned from triggers as they are found in articles that the classifier of triggers has not seen: those of a classifier that
has would be too good to be true.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from pathlib import Path

from aligned import AlignedArticle, read_until
from learning import Fit, Folded, LabelledExample
from negatives import corpus, identifiers
from workplace import COMPONENT, Workplace

from kg.extract import detection, grouping, load_extractor, subevents
from kg.extract.classifier import Classifier
from kg.extract.detection import Detected
from kg.extract.likeness import pair_features
from kg.extract.pipeline import PipelineExtractor
from kg.extract.surroundings import Surroundings, TriggersInContext
from kg.extract.triggers import EventGroup, Trigger, lexicon_at
from kg.gazetteer import load
from kg.model import Article
from kg.ontology import family

TRIGGERS = Fit(penalty=2, rounds=60, rarest=3)
GROUPING = Fit(penalty=10, rounds=200, rarest=3)
SUBEVENTS = Fit(penalty=5, rounds=200, rarest=2)
SPARED = 10
"""Of how many words without a trigger of the lexicon one is learned from in articles without events."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An annotated article with what is needed to learn from it."""

    aligned: AlignedArticle
    features: tuple[tuple[str, ...], ...]
    """Of each word, as `detection.features` gives them."""

    @classmethod
    def of(cls, article: AlignedArticle) -> "Reading":
        """The reading of an article."""
        return cls(article, tuple(detection.features(article.doc)))

    def labels(self) -> list[str]:
        """The class of event that each word begins a trigger of."""
        labels = [detection.NONE] * len(self.features)
        for group in self.aligned.groups.values():
            for trigger in group.triggers:
                if labels[trigger.first] == detection.NONE:
                    labels[trigger.first] = group.kind
        return labels

    def words(self) -> Iterator[LabelledExample]:
        """Every word as an example for detection."""
        for features, label in zip(self.features, self.labels(), strict=True):
            yield LabelledExample(self.aligned.id, features, label)

    def pairs(self, found: Sequence[Detected]) -> Iterator[LabelledExample]:
        """Every two triggers that are of gold events as an example for grouping."""
        page = TriggersInContext.of(self.aligned.doc, found)
        events = assigned(self.aligned, [one.trigger for one in found])
        for one, other in combinations(range(len(found)), 2):
            if one in events and other in events and other - one <= grouping.AHEAD:
                label = grouping.SAME if events[one] == events[other] else grouping.OTHER
                yield LabelledExample(self.aligned.id, tuple(pair_features(page, one, other)), label)

    def parts(self, found: Sequence[Detected]) -> Iterator[LabelledExample]:
        """Every two gold events as an example of one that is a part of another, or not."""
        page = TriggersInContext.of(self.aligned.doc, found)
        members: dict[str, list[Surroundings]] = {}
        for index, event in sorted(assigned(self.aligned, [one.trigger for one in found]).items()):
            members.setdefault(event, []).append(page.triggers[index])
        wholes = {event["id"]: event.get("partOf") for event in self.aligned.gold["events"]}
        for (part, one), (whole, other) in permutations(enumerate(members), 2):
            label = subevents.PART if wholes[one] == other else subevents.APART
            yield LabelledExample(self.aligned.id, tuple(subevents.features(list(members.values()), part, whole)), label)


def assigned(article: AlignedArticle, triggers: Sequence[Trigger]) -> dict[int, str]:
    """The gold event of each trigger that has one: whose own trigger it is, else the only one of its family whose evidence holds it."""
    events = {event["id"]: event for event in article.gold["events"]}
    own: Mapping[int, list[str]] = defaultdict(list)
    for event, group in article.groups.items():
        for trigger in group.triggers:
            own[trigger.first].append(event)
    found: dict[int, str] = {}
    for index, trigger in enumerate(triggers):
        candidates = [event for word in range(trigger.first, trigger.last + 1) for event in own.get(word, ())]
        if not candidates:
            around = [event for event, zones in article.zones.items() if any(z.begin <= trigger.span.begin < z.end for z in zones)]
            alike = [event for event in around if family(events[event]["class"]) == family(trigger.kind)]
            candidates = alike if len(alike) == 1 else []
        if candidates:
            found[index] = min(candidates, key=lambda event: _unlike(events[event]["class"], trigger.kind))
    return found


def _unlike(kind: str, other: str) -> tuple[bool, bool]:
    return kind != other, family(kind) != family(other)


def negatives(extractor: PipelineExtractor, shared: Path) -> Iterator[LabelledExample]:
    """Words that are no triggers of the articles that `negatives.py` picked: all that the lexicon takes for one, and a few others."""
    ids = identifiers(Path(__file__).with_name("negatives.txt"))
    for record in corpus(shared / "corpus"):
        if record["id"] in ids:
            doc = read_until(extractor, Article(record["id"], record["text"], "", ""), COMPONENT)
            for index, features in enumerate(detection.features(doc)):
                if index % SPARED == 0 or lexicon_at(doc._.words, index):
                    yield LabelledExample(record["id"], features, detection.NONE)


def found_by(classifier: Classifier, reading: Reading) -> list[Detected]:
    """The triggers of an article."""
    return detection.chosen(reading.aligned.doc, classifier.probabilities(reading.features), classifier.labels)


def unseen(readings: Sequence[Reading], triggers: Folded) -> dict[str, list[Detected]]:
    """The triggers of each article by a classifier that has not seen it."""
    return {reading.aligned.id: found_by(triggers.unseen_by(reading.aligned.id), reading) for reading in readings}


def groups_of(readings: Sequence[Reading], found: Mapping[str, Sequence[Detected]], pairs: Folded) -> dict[str, list[EventGroup]]:
    """The events of each article by a classifier of pairs that has not seen it; `found` are the triggers of each."""
    articles = [reading.aligned for reading in readings]
    return {one.id: grouping.groups(TriggersInContext.of(one.doc, found[one.id]), pairs.unseen_by(one.id)) for one in articles}


def counterparts(article: AlignedArticle, groups: Sequence[EventGroup]) -> dict[int, int]:
    """Annotated events with the groups that were found for them, by position: one to one, those first that share most triggers."""
    likely: dict[tuple[int, int], tuple[int, bool]] = {}
    for event, gold in enumerate(article.gold["events"]):
        for index, group in enumerate(groups):
            inside = sum(any(z.begin <= t.span.begin < z.end for z in article.zones[gold["id"]]) for t in group.triggers)
            if inside and family(gold["class"]) == family(group.kind):
                likely[event, index] = (inside, gold["class"] == group.kind)
    of_event: dict[int, int] = {}
    for event, index in sorted(likely, key=lambda pair: (-likely[pair][0], not likely[pair][1], pair)):
        if event not in of_event and index not in of_event.values():
            of_event[event] = index
    return of_event


@dataclass(slots=True)
class Score:
    """Events found, as the scorer counts them: one to one, of one family, with a trigger in the evidence."""

    right: int = 0
    found: int = 0
    gold: int = 0
    of_class: int = 0

    def add(self, article: AlignedArticle, groups: Sequence[EventGroup]) -> None:
        """Count the events of an article."""
        events, of_event = article.gold["events"], counterparts(article, groups)
        self.of_class += sum(events[one]["class"] == groups[other].kind for one, other in of_event.items())
        self.right, self.found, self.gold = self.right + len(of_event), self.found + len(groups), self.gold + len(events)

    def __str__(self) -> str:
        precision, recall, f1 = self.right / self.found, self.right / self.gold, 2 * self.right / (self.found + self.gold)
        return f"events P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, of these class {self.of_class / self.right:.3f}"


def main() -> None:
    """Learn from the command line."""
    place = Workplace.of(__doc__)
    readings = [Reading.of(article) for article in place.articles()]
    words = [example for reading in readings for example in reading.words()]
    without = negatives(load_extractor(load()), place.shared)
    found = unseen(readings, place.learned("triggers", [*without, *words], TRIGGERS))
    pairs = [example for one in readings for example in one.pairs(found[one.aligned.id])]
    groups = groups_of(readings, found, place.learned("grouping", pairs, GROUPING))
    place.learned("subevents", [example for one in readings for example in one.parts(found[one.aligned.id])], SUBEVENTS)
    score = Score()
    for reading in readings:
        score.add(reading.aligned, groups[reading.aligned.id])
    print(f"{len(readings)} articles, five folds: {score}")


if __name__ == "__main__":
    main()
