"""Learns which time expression dates which event; writes `kg/extract/models/dates.npz`, or measures it by cross-validation.

    python training/event_dates.py --shared ../shared [--evaluate]

Learned from the gold events of our training articles, each with every time expression near it and with the article's own day. One whose
value begins with the gold date is right, as a day, a month or a year; the rest, and all of an event without a date, say nothing of it.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aligned import AlignedArticle, aligned
from corpora import own_articles
from learning import Fit, LabelledExample, held_out, learned

from kg.extract import load_extractor
from kg.extract.classifier import Classifier, save
from kg.extract.context import Page
from kg.extract.dates.assignment import event_dates, label
from kg.extract.dates.candidates import Dating
from kg.extract.dates.features import features
from kg.extract.triggers import EventGroup
from kg.gazetteer import load

FIT = Fit(units=0, rounds=400, rarest=3, penalty=15.0)


@dataclass(frozen=True, slots=True)
class DatedArticle:
    """An annotated article with its gold events, in the order of the text, and their dates."""

    id: str
    issued: date | None
    page: Page
    groups: tuple[EventGroup, ...]
    dates: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How well the dates of given events are found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    """A date that is wrong counts as missed, too."""
    covered: int = 0
    """Gold dates that some time expression of the article, or its day, has as its value."""

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def __str__(self) -> str:
        gold, given = self.right + self.missed, self.right + self.wrong
        f1 = 2 * self.right / max(gold + given, 1)
        return (
            f"dates P {self.right / max(given, 1):.3f} R {self.right / max(gold, 1):.3f} F1 {f1:.3f}, "
            f"covered {self.covered / max(gold, 1):.3f} of {gold}"
        )


def dated(article: AlignedArticle) -> DatedArticle:
    """The gold events of an article, their dates and its own."""
    events = {event["id"]: event.get("date") for event in article.gold["events"] if event["id"] in article.groups}
    order = sorted(events, key=lambda event: (article.groups[event].triggers[0].first, event))
    issued = article.doc._.article.issued
    groups = tuple(article.groups[event] for event in order)
    day = date.fromisoformat(issued) if issued else None
    return DatedArticle(article.id, day, Page.of(article.doc), groups, tuple(events[event] for event in order))


def examples(article: DatedArticle) -> Iterator[LabelledExample]:
    """Every candidate for every event, the dates of the events before it known."""
    dating = Dating.of(article.page, article.issued, article.groups)
    told: list[tuple[EventGroup, str | None]] = []
    for group, gold in zip(article.groups, article.dates, strict=True):
        for candidate in dating.near(group):
            yield LabelledExample(article.id, features(dating, group, candidate, told), label(candidate, gold))
        told.append((group, gold))


def score(article: DatedArticle, classifier: Classifier) -> Score:
    """The dates that a classifier gives to the events of an article."""
    found = event_dates(article.page, article.groups, article.issued, classifier)
    values = Dating.of(article.page, article.issued, article.groups).values
    total = Score()
    for given, gold in zip(found, article.dates, strict=True):
        right = given is not None and given.value == gold
        total += Score(int(right), int(given is not None and not right), int(gold is not None and not right), int(gold in values))
    return total


def cross_validated(articles: Sequence[DatedArticle]) -> Score:
    """The dates of the events of each article by a classifier that has not seen it."""
    by_id = {article.id: article for article in articles}
    rows = [example for article in articles for example in examples(article)]
    total = Score()
    for classifier, inside in held_out(rows, lambda others: learned(others, FIT)):
        total += sum((score(by_id[identifier], classifier) for identifier in dict.fromkeys(example.article for example in inside)), Score())
    without = by_id.keys() - {example.article for example in rows}
    missed = sum(gold is not None for identifier in without for gold in by_id[identifier].dates)
    return total + Score(missed=missed)


def main(arguments: Sequence[str]) -> None:
    """Learn or measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+", help="folders of annotated articles")
    parser.add_argument("--to", type=Path, default=Path("kg/extract/models"), help="folder of the classifiers")
    parser.add_argument("--evaluate", action="store_true", help="measure by cross-validation instead")
    given = parser.parse_args(arguments)
    paths = [path for folder in given.articles for path in own_articles(folder)]
    articles = [dated(article) for article in aligned(paths, load_extractor(load()), "isnad_events")]
    if given.evaluate:
        print(cross_validated(articles))
    else:
        save(given.to / "dates.npz", learned([example for article in articles for example in examples(article)], FIT))


if __name__ == "__main__":
    main(sys.argv[1:])
