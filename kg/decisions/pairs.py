"""What decisions make of events that several articles report: whom a person joined stays joined, whom they parted is parted.

The program's own grouping comes first. It is then changed as little as the decisions ask for, so that it may be any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kg.decisions.judgement import Judgement, Verdict
from kg.identity import report_order
from kg.model import Decision, Match, Report, Tie

Pair = tuple[str, str]
"""Ids of two reports, in their order."""

_SAID = {
    Verdict.SAME: (Decision.SAME, 1.0, "حكم {who} بأنهما حدث واحد", "{who} decided that they are one event"),
    Verdict.DIFFERENT: (Decision.DIFFERENT, 0.0, "حكم {who} بأنهما حدثان", "{who} decided that they are two events"),
}


def decided_match(match: Match, judgement: Judgement) -> Match:
    """A comparison with a person's verdict in place of the program's, whose reasons stay below the person's."""
    assert judgement.verdict is not None  # noqa: S101  # every decision that holds has one
    decision, score, ar, en = _SAID[judgement.verdict]
    why = f" ({judgement.reason})" if judgement.reason else ""
    return replace(
        match,
        decision=decision,
        score=score,
        reason_ar=f"{ar.format(who=judgement.who)}{why}؛ وكان رأي البرنامج: {match.reason_ar}",
        reason_en=f"{en.format(who=judgement.who)}{why}; the program had: {match.reason_en}",
        decided_by=judgement.who,
    )


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people decided about pairs of reports."""

    of: Mapping[Pair, Judgement]
    """The later decisions last."""

    @classmethod
    def of_pairs(cls, decided: Iterable[tuple[Pair, Judgement]]) -> "Verdicts":
        """Of decisions in their order: of two about one pair the later one holds."""
        of: dict[Pair, Judgement] = {}
        for pair, judgement in decided:
            of.pop(pair, None)
            of[pair] = judgement
        return cls(of)

    def respected(self, events: Sequence[Sequence[Report]], matches: Iterable[Tie | Match]) -> tuple[tuple[Report, ...], ...]:
        """The program's grouping, changed where a decision demands it; `matches` found reports to be of one event.

        Whole events are joined, but never two reports of one article. Of an event that is parted, each report stays with
        those that it matches best.
        """
        if not self.of:
            return tuple(map(tuple, events))
        reports = {report.id: report for event in events for report in event}
        cell = {report.id: number for number, event in enumerate(events) for report in event}
        surest = sorted(matches, key=lambda match: (-match.score, match.left, match.right))
        same = [pair for pair, judgement in reversed(list(self.of.items())) if judgement.verdict is Verdict.SAME]
        links = [pair for pair in same if pair[0] in reports and pair[1] in reports]
        links += [(match.left, match.right) for match in surest if cell[match.left] == cell[match.right]]
        links += [pair for event in events for pair in combinations(sorted(report.id for report in event), 2)]
        cells = {identifier: frozenset((report,)) for identifier, report in reports.items()}
        for left, right in links:
            if cells[left] is not cells[right] and not self._apart(cells[left], cells[right]):
                joined = cells[left] | cells[right]
                cells |= dict.fromkeys((report.id for report in joined), joined)
        return tuple(tuple(sorted(found, key=report_order)) for found in dict.fromkeys(cells.values()))

    def _apart(self, one: frozenset[Report], other: frozenset[Report]) -> bool:
        """Whether a person parted two of some reports, or an article tells them apart."""
        return any(
            left.article == right.article
            or ((judgement := self.of.get((min(left.id, right.id), max(left.id, right.id)))) and judgement.verdict is Verdict.DIFFERENT)
            for left in one
            for right in other
        )
