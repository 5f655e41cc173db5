"""Whether two reports are of one event, by all kinds of evidence together."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer
from kg.model import Decision, Match, Report
from kg.ontology import family
from kg.resolve.evidence import VETO, Evidence, Pair, excluded, joined
from kg.resolve.occasion import when, where
from kg.resolve.parties import how_many, who
from kg.resolve.telling import alone, told, what
from kg.resolve.weights import PRIOR, weights

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
IMPOSSIBLE = 0.0
"""Score of what is ruled out."""
NEAR = 0.3
"""From this score on a person should look at two reports that are not held to be the same."""


def compare(left: Report, right: Report, gazetteer: Gazetteer) -> Match:
    """Whether two reports are of one event; the order of the two does not matter.

    The score is 0 to 1, above one half for the same event. Two reports of one article are never the same: an article tells
    its events apart.
    """
    return weighed(left, right, gazetteer).match()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What some evidence says of two reports, the first by id first."""

    left: str
    right: str
    found: Sequence[Evidence]
    score: float
    decision: Decision

    def match(self) -> Match:
        """The same with the reasons in words."""
        ordered = sorted(self.found, key=lambda one: -one.weight)  # what speaks for one event, then what against, the weightier first
        reasons = joined(ordered, "؛ ", "; ") if ordered else ("لا دليل على أنهما حدث واحد", "nothing says that they are one event")
        return Match(self.left, self.right, self.score, self.decision, *reasons)


def weighed(one: Report, other: Report, gazetteer: Gazetteer) -> Comparison:
    """The same as `compare`, before anything is put into words: most pairs are of two events, and nobody reads why."""
    left, right = (one, other) if one.id < other.id else (other, one)
    return judged(left, right, _between(left, right, gazetteer), weights()[PRIOR])


def _between(left: Report, right: Report, gazetteer: Gazetteer) -> list[Evidence]:
    if left.article == right.article:
        return [excluded(lambda: ("تقريران في مقال واحد", "two reports of one article"))]
    if family(left.kind) != family(right.kind):
        return [excluded(lambda: ("نوعان مختلفان من الأحداث", "events of different families"))]
    return evidence(Pair(left, right, gazetteer))


def judged(left: Report, right: Report, found: Sequence[Evidence], prior: float) -> Comparison:
    """What some evidence says of two reports, the first by id first; `prior` is the natural logarithm of the odds without it."""
    total = prior + sum(one.weight for one in found)
    ruled_out = any(one.weight <= VETO for one in found)
    score = IMPOSSIBLE if ruled_out else round(1 / (1 + math.exp(-max(-50.0, min(50.0, total)))), 4)
    return Comparison(left.id, right.id, found, score, _decision(found, score))


def parted(match: Match) -> Match:
    """A comparison that found one event, of two reports that their other companions keep apart."""
    ar, en = "لكنّ تقارير الحدثين الأخرى تتعارض", "but other reports of the two events contradict each other"
    return replace(match, decision=Decision.NEAR, reason_ar=f"{match.reason_ar}؛ {ar}", reason_en=f"{match.reason_en}; {en}")


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
