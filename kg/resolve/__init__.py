"""Which reports of several articles are of one event. The only stage that sees more than one article; pure.

Two reports are compared on several kinds of evidence: when and where (`occasion.py`), who and how many (`parties.py`), what, and in
which words (`telling.py`). Each says how much it speaks for or against one event, and why, in words. A reader never forgives a wrong
merge, but does a missing one: so the same event needs odds that favour it, two kinds of evidence that do, something that tells it
apart from what comes every year, and nothing that rules it out; and the reports of one event are looked at together (`whole.py`).
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from cachetools import LRUCache

from kg.gazetteer import Gazetteer
from kg.identity import report_order
from kg.model import Decision, Match, Report
from kg.ontology import family
from kg.resolve.blocking import blocking_keys
from kg.resolve.evidence import VETO, Evidence, Pair
from kg.resolve.occasion import when, where
from kg.resolve.parties import how_many, who
from kg.resolve.reports import reports
from kg.resolve.telling import alone, told, what
from kg.resolve.weights import PRIOR, weights
from kg.resolve.whole import coherent

__all__ = ["Scores", "blocking_keys", "compare", "evidence", "grouped", "judged", "node_id", "parted", "reports"]

KINDS: tuple[Callable[[Pair], Evidence | None], ...] = (when, where, who, how_many, what, told, alone)
"""All kinds of evidence."""
CONCLUSIVE = "who.killed"
"""The level that needs no second kind of evidence."""
COUNTS = 1.4
"""From this weight on a kind of evidence counts among the two that one event needs."""
_OF_ARTICLES = frozenset(("when.news_of_same_days", "when.issued_same_days"))
"""Levels that say when articles were issued, not when anything happened: they do not count, so that a place alone joins nothing."""
_RECURRING = ("where.", "how_many.", "what.", "when.same_year")
"""How the levels begin of what comes again: a bomb kills one in Baghdad, or about eighty, year after year."""
_RARE = frozenset(("how_many.equal_10", "how_many.equal_50", "where.same_facility", "where.within_facility", "where.named_facility"))
"""Those of them that hardly do."""
_SUPPORT = 0.2
"""Mean score of the pairs that two groups of reports must have to be joined: one link of five is not enough to join two events."""
_REMEMBERED = 200_000
"""Pairs whose scores are remembered, some 40 MB."""
_IMPOSSIBLE = 0.0
"""Score of what is ruled out."""
NEAR = 0.3
"""From this score on a person should look at two reports that are not held to be the same."""


def compare(left: Report, right: Report, gazetteer: Gazetteer) -> Match:
    """Whether two reports are of one event; the order of the two does not matter.

    The score is 0 to 1, above one half for the same event. Two reports of one article are never the same: an article tells
    its events apart.
    """
    left, right = sorted((left, right), key=lambda report: report.id)
    if left.article == right.article:
        return _different(left, right, "تقريران في مقال واحد", "two reports of one article")
    if family(left.kind) != family(right.kind):
        return _different(left, right, "نوعان مختلفان من الأحداث", "events of different families")
    return judged(left, right, evidence(Pair(left, right, gazetteer)), weights()[PRIOR])


def judged(left: Report, right: Report, found: Sequence[Evidence], prior: float) -> Match:
    """What some evidence says of two reports, the first by id first; `prior` is the natural logarithm of the odds without it."""
    total = prior + sum(one.weight for one in found)
    ruled_out = any(one.weight <= VETO for one in found)
    score = _IMPOSSIBLE if ruled_out else round(1 / (1 + math.exp(-max(-50.0, min(50.0, total)))), 4)
    reason = _reason(found, "ar"), _reason(found, "en")
    return Match(left.id, right.id, score, _decision(found, score), *reason)


class Scores:
    """Scores of pairs of reports, the last ones remembered: those of a large event are compared again with each that joins it."""

    def __init__(self) -> None:
        self._known: LRUCache[tuple[str, str, int, int], float] = LRUCache(_REMEMBERED)

    def of(self, one: Report, other: Report, gazetteer: Gazetteer) -> float:
        """The score of two reports; always by the same gazetteer."""
        left, right = sorted((one, other), key=lambda report: report.id)
        key = left.id, right.id, hash(left), hash(right)
        if key not in self._known:
            self._known[key] = compare(left, right, gazetteer).score
        return self._known[key]


def grouped(
    reports: Iterable[Report], matches: Iterable[Match], gazetteer: Gazetteer, known: Scores | None = None
) -> tuple[tuple[Report, ...], ...]:
    """The events of some reports; `matches` are all comparisons of them that found one event. `known` remembers scores of others.

    Reports are joined by the surest comparisons first, ties by id, so that a chain is cut at its weakest link; and never so that two
    that rule each other out are in one event, or that all of them together make no one event: of bombings day after day, each a day
    from the next, the first is not the last.
    """
    matches = sorted(matches, key=lambda match: (-match.score, match.left, match.right))
    scores = {(match.left, match.right): match.score for match in matches}
    known = known or Scores()
    event = {report.id: [report] for report in reports}
    apart: set[frozenset[str]] = set()
    for match in matches:
        left, right = event[match.left], event[match.right]
        firsts = frozenset((left[0].id, right[0].id))  # an event keeps its first report, and what it is apart from
        if left is right or firsts in apart:
            continue
        if not coherent(left + right, gazetteer) or not _supported(left, right, scores, gazetteer, known):
            apart.add(firsts)
            continue
        left += right
        event |= dict.fromkeys((report.id for report in right), left)
    distinct = {id(found): found for found in event.values()}
    return tuple(tuple(sorted(found, key=report_order)) for found in distinct.values())


def parted(match: Match) -> Match:
    """A comparison that found one event, of two reports that their other companions keep apart."""
    ar, en = "لكنّ تقارير الحدثين الأخرى تتعارض", "but other reports of the two events contradict each other"
    return replace(match, decision=Decision.NEAR, reason_ar=f"{match.reason_ar}؛ {ar}", reason_en=f"{match.reason_en}; {en}")


def _supported(
    left: Iterable[Report], right: Iterable[Report], scores: Mapping[tuple[str, str], float], gazetteer: Gazetteer, known: Scores
) -> bool:
    """Whether nothing rules out that the reports of two groups are of one event, and enough of their pairs are likely to be.

    `scores` are those of the pairs that are held to be the same.
    """
    found = []
    for one, other in product(left, right):
        pair = min(one.id, other.id), max(one.id, other.id)
        score = scores[pair] if pair in scores else known.of(one, other, gazetteer)
        if score <= _IMPOSSIBLE:
            return False
        found.append(score)
    return sum(found) >= _SUPPORT * len(found)


def node_id(reports: Iterable[Report]) -> str:
    """The id of the node of reports of one event: that of the earliest report, those without a day of issue last."""
    return min(reports, key=report_order).id


def evidence(pair: Pair) -> list[Evidence]:
    """Evidence of every kind, up to the first that rules out one event."""
    found: list[Evidence] = []
    for kind in KINDS:
        if one := kind(pair):
            found.append(one)
            if one.weight <= VETO:
                break
    return found


def _decision(found: Iterable[Evidence], score: float) -> Decision:
    levels = {level for one in found for level in one.levels}
    if score > 0.5 and (CONCLUSIVE in levels or (sum(map(_counts, found)) >= 2 and _distinctive(levels))):
        return Decision.SAME
    return Decision.NEAR if score >= NEAR else Decision.DIFFERENT


def _distinctive(levels: Iterable[str]) -> bool:
    """Whether more speaks for one event than a town and a toll that are met again in another year."""
    return any(weights()[level] > 0 and (level in _RARE or not level.startswith(_RECURRING)) for level in levels)


def _counts(one: Evidence) -> bool:
    return one.weight >= COUNTS and _OF_ARTICLES.isdisjoint(one.levels)


def _reason(found: Iterable[Evidence], language: str) -> str:
    """What speaks for one event, then what speaks against it, the weightier first."""
    ordered = sorted(found, key=lambda one: -one.weight)
    if language == "ar":
        return "؛ ".join(one.ar for one in ordered) or "لا دليل على أنهما حدث واحد"
    return "; ".join(one.en for one in ordered) or "nothing says that they are one event"


def _different(left: Report, right: Report, ar: str, en: str) -> Match:
    return Match(left.id, right.id, 0.0, Decision.DIFFERENT, ar, en)
