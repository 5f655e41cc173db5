"""Which reports of several articles are of one event. The only stage that sees more than one article; pure.

Two reports are compared on independent kinds of evidence (`evidence.py`): when, where, who, how many, what. Each says how
much it speaks for or against one event, and why, in words. A reader never forgives a wrong merge, but does a missing one: so
the same event needs odds that favour it, two kinds of evidence that do, and none that rules it out.
"""

import math
from collections.abc import Iterable
from dataclasses import replace

from kg.gazetteer import Gazetteer
from kg.identity import report_order
from kg.model import Decision, Match, Report
from kg.ontology import family
from kg.resolve.blocking import blocking_keys
from kg.resolve.evidence import CONCLUSIVE, KINDS, VETO, Evidence, Pair
from kg.resolve.reports import reports

__all__ = ["blocking_keys", "compare", "grouped", "node_id", "parted", "reports"]

PRIOR = -8.5
"""Natural logarithm of the odds that two reports of one family are of one event, before anything is compared."""
COUNTS = 1.4
"""From this weight on a kind of evidence counts among the two that one event needs."""
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
    found = _evidence(Pair(left, right, gazetteer))
    total = PRIOR + sum(evidence.weight for evidence in found)
    score = round(1 / (1 + math.exp(-max(-50.0, min(50.0, total)))), 4)
    reason = _reason(found, "ar"), _reason(found, "en")
    return Match(left.id, right.id, score, _decision(found, score), *reason)


def grouped(reports: Iterable[Report], matches: Iterable[Match], gazetteer: Gazetteer) -> tuple[tuple[Report, ...], ...]:
    """The events of some reports; `matches` are all comparisons of them that found one event.

    Reports are joined by the surest comparisons first, ties by id, and never so that two that rule each other out are in one
    event: of bombings day after day, each a day from the next, the first is not the last.
    """
    matches = sorted(matches, key=lambda match: (-match.score, match.left, match.right))
    agreeing = {(match.left, match.right) for match in matches}
    event = {report.id: [report] for report in reports}
    apart: set[frozenset[str]] = set()
    for match in matches:
        left, right = event[match.left], event[match.right]
        firsts = frozenset((left[0].id, right[0].id))  # an event keeps its first report, and what it is apart from
        if left is right or firsts in apart:
            continue
        if any(_ruled_out(one, other, agreeing, gazetteer) for one in left for other in right):
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


def _ruled_out(left: Report, right: Report, agreeing: set[tuple[str, str]], gazetteer: Gazetteer) -> bool:
    """Whether something contradicts that two reports are of one event; `agreeing` are pairs for which nothing does."""
    if (min(left.id, right.id), max(left.id, right.id)) in agreeing:
        return False
    if left.article == right.article or family(left.kind) != family(right.kind):
        return True
    first, second = sorted((left, right), key=lambda report: report.id)
    return any(evidence.weight <= VETO for evidence in _evidence(Pair(first, second, gazetteer)))


def node_id(reports: Iterable[Report]) -> str:
    """The id of the node of reports of one event: that of the earliest report, those without a day of issue last."""
    return min(reports, key=report_order).id


def _evidence(pair: Pair) -> list[Evidence]:
    """Evidence of every kind, up to the first that rules out one event."""
    found: list[Evidence] = []
    for kind in KINDS:
        if evidence := kind(pair):
            found.append(evidence)
            if evidence.weight <= VETO:
                break
    return found


def _decision(found: Iterable[Evidence], score: float) -> Decision:
    weights = [evidence.weight for evidence in found]
    if min(weights, default=0) <= VETO:
        return Decision.DIFFERENT
    if score > 0.5 and (sum(weight >= COUNTS for weight in weights) >= 2 or max(weights) >= CONCLUSIVE):
        return Decision.SAME
    return Decision.NEAR if score >= NEAR else Decision.DIFFERENT


def _reason(found: Iterable[Evidence], language: str) -> str:
    """What speaks for one event, then what speaks against it, the weightier first."""
    ordered = sorted(found, key=lambda evidence: -evidence.weight)
    if language == "ar":
        return "؛ ".join(evidence.ar for evidence in ordered) or "لا دليل على أنهما حدث واحد"
    return "; ".join(evidence.en for evidence in ordered) or "nothing says that they are one event"


def _different(left: Report, right: Report, ar: str, en: str) -> Match:
    return Match(left.id, right.id, 0.0, Decision.DIFFERENT, ar, en)
