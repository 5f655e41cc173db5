"""Learns which time expression dates which event, and measures it by cross-validation.

Learned from the gold events of annotated articles, each with every time expression near it and with the article's own day. One whose
value begins with the gold date is right, as a day, a month or a year; the rest, and all of an event without a date, say nothing of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from aligned import AlignedArticle
from learning import Fit, LabelledExample, Score
from workplace import Workplace

from kg.extract.classifier import Classifier
from kg.extract.context import Page
from kg.extract.dates.assignment import event_dates, label
from kg.extract.dates.candidates import Dating
from kg.extract.dates.features import features
from kg.extract.triggers import EventGroup

FIT = Fit(penalty=15, rounds=400, rarest=3)


@dataclass(frozen=True, slots=True)
class DatedArticle:
    """An annotated article with its gold events, in the order of the text, and their dates."""

    id: str
    issued: date | None
    page: Page
    groups: tuple[EventGroup, ...]
    dates: tuple[str | None, ...]


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


def main() -> None:
    """Learn from the command line."""
    place = Workplace.of(__doc__)
    articles = [dated(article) for article in place.articles()]
    classifier = place.learned("dates", [example for article in articles for example in examples(article)], FIT)
    print("dates", sum((score(article, classifier.unseen_by(article.id)) for article in articles), Score()))


if __name__ == "__main__":
    main()
