"""Learns which counts are figures of which event; writes `kg/extract/models/figures.npz`, or measures it by cross-validation.

    python training/event_figures.py --shared ../shared [--evaluate]

Learned from pairs of counts and gold events in our training articles. A count is a figure of an event that has its property and value,
unless it stands in the evidence of another one that has them too and not in this one's.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aligned import AlignedArticle, aligned
from corpora import own_articles
from learning import Fit, LabelledExample, held_out, learned

from kg.extract import load_extractor
from kg.extract.classifier import Classifier, save
from kg.extract.context import Page
from kg.extract.figures.assignment import FIGURE, OTHER, THRESHOLD, Pair, figures_by_event, pairs
from kg.extract.figures.counts import Count
from kg.extract.pipeline import PipelineExtractor
from kg.gazetteer import load

PROPERTIES = ("killed", "injured", "arrested")
FIT = Fit(units=16)


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


@dataclass(frozen=True, slots=True)
class Score:
    """How well the figures of given events are found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    covered: int = 0
    """Gold figures that some count of the article has."""
    qualifiers: int = 0
    scopes: int = 0
    """Of the right ones: with the right qualifier, and with the right scope."""

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def __str__(self) -> str:
        gold, found = self.right + self.missed, max(self.right, 1)
        precision, recall = self.right / max(self.right + self.wrong, 1), self.right / max(gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"figures P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, covered {self.covered / max(gold, 1):.3f} of {gold}, "
            f"qualifier {self.qualifiers / found:.3f}, scope {self.scopes / found:.3f}"
        )


def read(paths: Iterable[Path], extractor: PipelineExtractor) -> Iterator[ReadArticle]:
    """Annotated articles with their pairs."""
    for article in aligned(paths, extractor, "isnad_events"):
        events = sorted(article.groups, key=lambda event: (article.groups[event].triggers[0].first, event))
        found = tuple(pairs(Page.of(article.doc), [article.groups[event] for event in events]))
        yield ReadArticle(article, tuple(events), found)


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


def cross_validated(articles: Sequence[ReadArticle]) -> Score:
    """The figures of each article by a classifier that has not seen it."""
    by_id = {article.aligned.id: article for article in articles}
    rows = [example for article in articles for example in examples(article)]
    total = Score()
    for classifier, inside in held_out(rows, lambda others: learned(others, FIT)):
        for identifier in dict.fromkeys(example.article for example in inside):
            total += score(by_id[identifier], classifier)
    without = by_id.keys() - {example.article for example in rows}
    return sum((score(by_id[identifier], None) for identifier in sorted(without)), total)


def score(article: ReadArticle, classifier: Classifier | None) -> Score:
    """The figures that a classifier finds for the gold events of an article."""
    chosen = figures_by_event(article.pairs, len(article.events), classifier, THRESHOLD) if classifier else [()] * len(article.events)
    counted = {(pair.count.property, pair.count.value) for pair in article.pairs}
    total = Score()
    for event in article.aligned.gold["events"]:
        gold = {(name, figure["value"]): figure for name in PROPERTIES for figure in event.get(name) or ()}
        found = chosen[article.events.index(event["id"])] if event["id"] in article.events else ()
        values = {(figure.count.property, figure.count.value): figure for figure in found}
        right = gold.keys() & values.keys()
        total += Score(
            len(right),
            len(values.keys() - gold.keys()),
            len(gold.keys() - values.keys()),
            len(gold.keys() & counted),
            sum(
                any(f.count.figure.qualifier == gold[key]["qualifier"] for f in found if (f.count.property, f.count.value) == key)
                for key in right
            ),
            sum(values[key].scope == gold[key].get("scope", "Whole") for key in right),
        )
    return total


def main(arguments: Sequence[str]) -> None:
    """Learn or measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+", help="folders of annotated articles")
    parser.add_argument("--to", type=Path, default=Path("kg/extract/models"), help="folder of the classifiers")
    parser.add_argument("--evaluate", action="store_true", help="measure by cross-validation instead")
    given = parser.parse_args(arguments)
    paths = [path for folder in given.articles for path in own_articles(folder)]
    articles = list(read(paths, load_extractor(load())))
    if given.evaluate:
        print(cross_validated(articles))
    else:
        save(given.to / "figures.npz", learned([example for article in articles for example in examples(article)], FIT))


if __name__ == "__main__":
    main(sys.argv[1:])
