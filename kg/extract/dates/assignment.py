"""Which date each event of an article has: a classifier judges every time expression against it, and the article's own day too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.extract.classifier import Classifier
from kg.extract.context import Page
from kg.extract.dates.candidates import Candidate, Dating
from kg.extract.dates.expression import TimeExpression
from kg.extract.dates.features import Told, features
from kg.extract.triggers import EventGroup

PRECISIONS = {"day": 10, "month": 7, "year": 4}
"""How much of a candidate's value an event's date may be, and its length: of «أمس» sometimes the month only."""
NONE = "none"
"""Label of a candidate that says nothing of the event's date."""
LIKELY = 0.35
"""Least probability of a date that is given: where precision and recall are worth most together, by cross-validation."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """The date of an event: YYYY, YYYY-MM or YYYY-MM-DD, and what says it."""

    value: str
    expression: TimeExpression | None
    """None where it is the article's own day, month or year without a word of it."""
    probability: float


def event_dates(page: Page, groups: Sequence[EventGroup], issued: date | None, classifier: Classifier) -> list[EventDate | None]:
    """The likeliest date of each event of a page, or None where none is likely; `groups` are all its events, `issued` its own day.

    Events are dated in the order of the text, since what is told of one story mostly is of one day.
    """
    dating = Dating.of(page, issued, groups)
    found: dict[int, EventDate | None] = {}
    told: list[tuple[EventGroup, str | None]] = []
    for index in sorted(range(len(groups)), key=lambda at: groups[at].triggers[0].first):
        likeliest = _likeliest(dating, groups[index], classifier, told)
        found[index] = likeliest if likeliest and likeliest.probability >= LIKELY else None
        told.append((groups[index], likeliest.value if found[index] and likeliest else None))
    return [found[index] for index in range(len(groups))]


def _likeliest(dating: Dating, event: EventGroup, classifier: Classifier, told: Told) -> EventDate | None:
    candidates = dating.near(event)
    judged = classifier.probabilities([features(dating, event, candidate, told) for candidate in candidates])
    best: dict[str, tuple[float, int]] = {}
    for index, candidate in enumerate(candidates):
        for name, probability in zip(classifier.labels, judged[index].tolist(), strict=True):
            length = PRECISIONS.get(name, 0)
            if 0 < length <= len(candidate.value) and probability > best.get(candidate.value[:length], (0.0, 0))[0]:
                best[candidate.value[:length]] = (probability, index)
    if not best:
        return None
    value, (probability, index) = max(best.items(), key=lambda item: (item[1][0], -item[1][1]))
    return EventDate(value, candidates[index].expression, round(probability, 3))


def label(candidate: Candidate, dated: str | None) -> str:
    """What a candidate is to an event whose date is known: how exact a part of it is that date, or "none"."""
    fits = (name for name, length in PRECISIONS.items() if length == len(dated or "") and candidate.value[:length] == dated)
    return next(fits, NONE)
