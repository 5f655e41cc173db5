"""Which of the reports that are one event by twos make one event together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product
from operator import attrgetter

from cachetools import LRUCache

from kg.gazetteer import Gazetteer
from kg.identity import report_order
from kg.model import Match, Report, Tie
from kg.resolve.comparing import IMPOSSIBLE, weighed
from kg.resolve.whole import Whole

_SUPPORT = 0.2
"""Mean score of the pairs that two groups of reports must have to be joined: one link of five is not enough to join two events."""
_SPOKESMEN = 20
"""Reports of a group that stand for it when it is compared with another: what a thousand articles tell of must not cost the square of
that. Articles, and what `Whole` keeps, are looked at in all of its reports."""
_REMEMBERED = 200_000
"""Pairs whose scores are remembered, some 40 MB."""


class Scores:
    """Scores of pairs of reports, the last ones remembered: those of a large event are compared again with each that joins it."""

    def __init__(self) -> None:
        self._known: LRUCache[tuple[str, str, int, int], float] = LRUCache(_REMEMBERED)

    def of(self, one: Report, other: Report, gazetteer: Gazetteer) -> float:
        """The score of two reports; always by the same gazetteer."""
        left, right = (one, other) if one.id < other.id else (other, one)
        key = left.id, right.id, hash(left), hash(right)
        if key not in self._known:
            self._known[key] = weighed(left, right, gazetteer).score
        return self._known[key]


@dataclass(slots=True)
class _Group:
    """Reports that are one event so far."""

    reports: list[Report]
    """The first is that of the first group that others were joined to."""
    spokesmen: list[Report]
    """The first by id, which says nothing of them: it is a hash."""
    articles: set[str]
    whole: Whole

    @classmethod
    def of(cls, report: Report, gazetteer: Gazetteer) -> "_Group":
        """One report by itself."""
        return cls([report], [report], {report.article}, Whole.of(report, gazetteer))

    @property
    def name(self) -> str:
        """What it keeps when others are joined to it."""
        return self.reports[0].id

    def join(self, other: "_Group", whole: Whole) -> None:
        """Takes in another group; `whole` is what both say together."""
        self.reports += other.reports
        self.spokesmen = nsmallest(_SPOKESMEN, self.spokesmen + other.spokesmen, key=attrgetter("id"))
        self.articles |= other.articles
        self.whole = whole


def grouped(
    reports: Iterable[Report], matches: Iterable[Tie | Match], gazetteer: Gazetteer, known: Scores | None = None
) -> tuple[tuple[Report, ...], ...]:
    """The events of some reports; `matches` are all comparisons of them that found one event. `known` remembers scores of others.

    Reports are joined by the surest comparisons first, ties by id, so that a chain is cut at its weakest link; and never so that two
    are in one event whose dates, deeds or places rule it out, or that all of them together make no one event: of bombings day after
    day, each a day from the next, the first is not the last.
    """
    surest = sorted(matches, key=lambda match: (-match.score, match.left, match.right))
    scores = {(match.left, match.right): match.score for match in surest}
    known = known or Scores()
    groups = {report.id: _Group.of(report, gazetteer) for report in reports}
    apart: set[frozenset[str]] = set()
    for match in surest:
        left, right = groups[match.left], groups[match.right]
        names = frozenset((left.name, right.name))
        if left is right or names in apart:
            continue
        whole = left.whole.joined(right.whole, gazetteer)
        if whole and _is_supported(left, right, scores, gazetteer, known):
            left.join(right, whole)
            groups |= dict.fromkeys((report.id for report in right.reports), left)
        else:
            apart.add(names)
    distinct = {id(group): group.reports for group in groups.values()}
    return tuple(tuple(sorted(found, key=report_order)) for found in distinct.values())


def node_id(reports: Iterable[Report]) -> str:
    """The id of the node of reports of one event: that of the earliest report, those without a day of issue last."""
    return min(reports, key=report_order).id


def _is_supported(left: _Group, right: _Group, scores: Mapping[tuple[str, str], float], gazetteer: Gazetteer, known: Scores) -> bool:
    """Whether nothing rules out that the reports of two groups are of one event, and enough of their pairs are likely to be.

    `scores` are those of the pairs that are held to be the same.
    """
    if not left.articles.isdisjoint(right.articles):
        return False
    found = []
    for one, other in product(left.spokesmen, right.spokesmen):
        pair = min(one.id, other.id), max(one.id, other.id)
        score = scores[pair] if pair in scores else known.of(one, other, gazetteer)
        if score <= IMPOSSIBLE:
            return False
        found.append(score)
    return sum(found) >= _SUPPORT * len(found)
