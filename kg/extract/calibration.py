"""Confidences that mean what they say: of the claims that are held for 0.8 sure, four in five are right.

What finds mentions, events and arguments says how sure it is in ways of its own. A table, `lexicons/calibration.tsv`, has for each
sort of them which share was right of those that were so sure, in articles that their classifiers had not seen; it is fitted by
`training/calibration.py` (isotonic regression, after Zadrozny and Elkan 2002) and never falls, so that the order stays what it was.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.model import Event, Extraction, Fact, Mention
from kg.ontology import sort

Curve = tuple[tuple[float, float], ...]
"""Points (as read, as it turned out), both 0 to 1 and rising; between two of them it goes straight, beyond the ends level."""
Table = Mapping[str, Curve]
"""By sort: a property, or one of the names below. What it lacks stays as it is."""

MENTION, EVENT, STATEMENT = "mention", "event", "statement"
"""What the table calls mentions, and events by their sort."""


def calibrated(extraction: Extraction, table: Table | None = None) -> Extraction:
    """An extraction whose confidences are shares of what is right; by the table that ships, if none is given. Pure."""
    known = shipped() if table is None else table
    return replace(
        extraction,
        mentions=tuple(_mention(mention, known) for mention in extraction.mentions),
        events=tuple(_event(event, known) for event in extraction.events),
        relations=tuple(replace(relation, fact=_fact(relation.fact, known)) for relation in extraction.relations),
    )


def likely(confidence: float, curve: Curve) -> float:
    """The share that is right of what is so sure; without a curve the confidence itself.

    >>> likely(0.5, ((0.4, 0.2), (0.6, 0.8)))
    0.5
    """
    if not curve:
        return confidence
    at = bisect_right(curve, (confidence, 1.0))
    if at in (0, len(curve)):
        return curve[min(at, len(curve) - 1)][1]
    (x, y), (further, higher) = curve[at - 1], curve[at]
    return round(y + (higher - y) * (confidence - x) / (further - x), 4)


def sort_of(event: Event) -> str:
    """What the table calls an event."""
    return STATEMENT if sort(event.kind) == "Statement" else EVENT


def table(lines: Iterable[str]) -> dict[str, Curve]:
    """The table that lines of sort, as read and as it turned out, with tabs between them, make; `#` begins a comment."""
    found: dict[str, list[tuple[float, float]]] = {}
    for line in lines:
        if content := line.split("#", 1)[0].strip():
            name, read, right = content.split("\t")
            found.setdefault(name, []).append((float(read), float(right)))
    return {name: tuple(sorted(points)) for name, points in found.items()}


@cache
def shipped() -> Table:
    """The table that travels with the package, read once in a process."""
    return table((Path(__file__).parent / "lexicons" / "calibration.tsv").read_text("utf-8").splitlines())


def _mention(mention: Mention, known: Table) -> Mention:
    return replace(mention, confidence=likely(mention.confidence, known.get(MENTION, ())))


def _event(event: Event, known: Table) -> Event:
    """An event, and its facts: those who read them took it for granted that there is such an event."""
    confidence = likely(event.confidence, known.get(sort_of(event), ()))
    return replace(event, confidence=confidence, facts=tuple(_fact(fact, known, confidence) for fact in event.facts))


def _fact(fact: Fact, known: Table, granted: float = 1.0) -> Fact:
    return replace(fact, confidence=likely(round(fact.confidence * granted, 4), known.get(fact.property, ())))
