"""Learns which counts are figures of which event, and measures it by cross-validation.

Learned from pairs of counts and gold events in annotated articles. A count is a figure of an event that has its property and value,
unless it stands in the evidence of another one that has them too and not in this one's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aligned import AlignedArticle
from learning import Fit, LabelledExample, Score
from workplace import Workplace

from kg.extract.classifier import Classifier
from kg.extract.context import Page
from kg.extract.figures.assignment import FIGURE, OTHER, THRESHOLD, Pair, figures_by_event, pairs
from kg.extract.figures.counts import Count

PROPERTIES = ("killed", "injured", "arrested")
FIT = Fit(units=16, penalty=1e-4, rounds=8, rarest=2)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An annotated article with the pairs of its counts and its gold events."""

    aligned: AlignedArticle
    events: tuple[str, ...]
    """Gold events that have a trigger, in the order of the text: what `Pair.event` counts."""
    pairs: tuple[Pair, ...]

    def gold(self, event: str) -> Mapping[str, Any]:
        """The annotation of an event."""
        return next(found for found in self.aligned.gold["events"] if found["id"] == event)


def read(article: AlignedArticle) -> ReadArticle:
    """An annotated article with its pairs."""
    events = sorted(article.groups, key=lambda event: (article.groups[event].triggers[0].first, event))
    found = tuple(pairs(Page.of(article.doc), [article.groups[event] for event in events]))
    return ReadArticle(article, tuple(events), found)


def examples(article: ReadArticle) -> Iterator[LabelledExample]:
    """The pairs of an article with their labels."""
    for pair in article.pairs:
        yield LabelledExample(article.aligned.id, pair.features, FIGURE if _is_figure(article, pair) else OTHER)


def _is_figure(article: ReadArticle, pair: Pair) -> bool:
    own = article.events[pair.event]
    others = (event["id"] for event in article.aligned.gold["events"] if event["id"] != own and _has(event, pair.count))
    if not _has(article.gold(own), pair.count):
        return False
    return _is_in_evidence(article, own, pair.count) or not any(_is_in_evidence(article, other, pair.count) for other in others)


def _has(event: Mapping[str, Any], count: Count) -> bool:
    return any(figure["value"] == count.value for figure in event.get(count.property) or ())


def _is_in_evidence(article: ReadArticle, event: str, count: Count) -> bool:
    return any(zone.overlaps(count.span) for zone in article.aligned.zones[event])


def score(article: ReadArticle, classifier: Classifier) -> Score:
    """The figures that a classifier finds for the gold events of an article."""
    chosen = figures_by_event(article.pairs, len(article.events), classifier, THRESHOLD)
    counted = {(pair.count.property, pair.count.value) for pair in article.pairs}
    total = Score()
    for event in article.aligned.gold["events"]:
        gold = {(name, figure["value"]) for name in PROPERTIES for figure in event.get(name) or ()}
        found = chosen[article.events.index(event["id"])] if event["id"] in article.events else ()
        values = {(figure.count.property, figure.count.value) for figure in found}
        total += Score(len(gold & values), len(values - gold), len(gold - values), len(gold & counted))
    return total


def main() -> None:
    """Learn from the command line."""
    place = Workplace.of(__doc__)
    articles = [read(article) for article in place.articles()]
    classifier = place.learned("figures", [example for article in articles for example in examples(article)], FIT)
    print("figures", sum((score(article, classifier.unseen_by(article.aligned.id)) for article in articles), Score()))


if __name__ == "__main__":
    main()
