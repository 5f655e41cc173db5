"""Which reports are one event: what is made of those that are compared, and how that reaches the extractions.

`Judging` is pure. `Resolution` asks it of what a change concerns, `kg.cluster` of all that came, spread over many machines: both
say the same of the same reports.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.decisions import Verdicts, decided_match
from kg.extractions import Extractions
from kg.gazetteer import Gazetteer
from kg.model import Decision, Match, Report, Tie
from kg.resolve import Scores, compare, grouped, node_id, parted, weighed


@dataclass(frozen=True, slots=True)
class Judging:
    """Compares by a gazetteer and by what people decided about pairs of reports."""

    gazetteer: Gazetteer
    verdicts: Verdicts
    scores: Scores = field(default_factory=Scores, compare=False)
    """Those of pairs that were compared to group events."""

    def compared(self, left: Report, right: Report) -> Match:
        """What the program makes of two reports, or a person where one decided about them."""
        match = compare(left, right, self.gazetteer)
        judgement = self.verdicts.of.get((left.id, right.id))
        return decided_match(match, judgement) if judgement else match

    def kept(self, left: Report, right: Report) -> Match | None:
        """The same where it is worth telling of: it is not if it found nothing, and nobody decided it."""
        if (left.id, right.id) in self.verdicts.of:
            return self.compared(left, right)
        found = weighed(left, right, self.gazetteer)
        return None if found.decision is Decision.DIFFERENT else found.match()

    def events(self, reports: Sequence[Report], ties: Sequence[Tie | Match]) -> tuple[tuple[Report, ...], ...]:
        """The events of connected reports, in order of id: not every two of them need be one. `ties` joined them by twos."""
        events = grouped(reports, [tie for tie in ties if tie.decided_by is None], self.gazetteer, self.scores)
        return self.verdicts.respected(events, ties)

    def explained(
        self, events: Iterable[Sequence[Report]], ties: Iterable[Tie | Match], whole: Callable[[str, str], Match]
    ) -> Iterator[Match]:
        """Comparisons that have to say something else now that their two reports have come to be one event, or have not.

        `ties` are all that found one event, and `whole` gives one of them with its words.
        """
        reports = {report.id: report for event in events for report in event}
        nodes = {report.id: number for number, event in enumerate(events) for report in event}
        for tie in ties:
            joined = nodes[tie.left] == nodes[tie.right]
            if joined != (tie.decision is Decision.SAME):
                yield self.compared(reports[tie.left], reports[tie.right]) if joined else parted(whole(tie.left, tie.right))


def nodes_of(events: Iterable[Sequence[Report]]) -> dict[str, str]:
    """The node of each report of some events, by its id."""
    return {report.id: node for event in events for node in [node_id(event)] for report in event}


@dataclass(frozen=True, slots=True)
class Resolution:
    """Works out which reports are one event, as far as a change of some reports can matter."""

    extractions: Extractions
    judging: Judging

    def resolve(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """`before` are the nodes of the reports that went, `after` those of the reports that came."""
        for report in {*before, *after}:
            for pair in self.extractions.matches_of(report):
                self.extractions.delete_match(*pair)
                self.extractions.mark("match", [" ".join(pair)])
        self._compare(after)
        companions = {report.id for node in set(before.values()) for report in self.extractions.reports_of(node)}
        todo = companions | set(after)
        while todo:
            connected = self._connected(todo.pop())
            todo -= connected
            self._regroup(connected)

    def _compare(self, came: Iterable[str]) -> None:
        cache: dict[str, Report] = {}
        done: set[tuple[str, str]] = set()
        for report in sorted(came):
            for other in self.extractions.sharing_a_block(report):
                pair = (min(report, other), max(report, other))
                if pair not in done:
                    done.add(pair)
                    if match := self.judging.kept(self._report(pair[0], cache), self._report(pair[1], cache)):
                        self.keep(match)

    def _report(self, identifier: str, cache: dict[str, Report]) -> Report:
        if identifier not in cache:
            cache[identifier] = self.extractions.report(identifier)
        return cache[identifier]

    def keep(self, match: Match) -> None:
        """Keeps a comparison."""
        self.extractions.write_match(match, same=match.decision is Decision.SAME)
        self.extractions.mark("match", [f"{match.left} {match.right}"])

    def _connected(self, report: str) -> set[str]:
        """All reports that are held to be one event with this one, over however many steps."""
        found, todo = {report}, [report]
        while todo:
            others = set(self.extractions.same_as(todo.pop())) - found
            found |= others
            todo += others
        return found

    def _regroup(self, connected: Iterable[str]) -> None:
        """Works out the events of connected reports."""
        found = [self.extractions.report(identifier) for identifier in sorted(connected)]
        ties = [tie for report in found for tie in self.extractions.sames_after(report.id)]
        events = self.judging.events(found, ties)
        self.settle(nodes_of(events))
        self.explain(self.judging.explained(events, ties, self.extractions.kept_match))

    def explain(self, matches: Iterable[Match]) -> None:
        """Lets comparisons that found one event say whether their two reports have come to be one."""
        for match in matches:
            self.extractions.write_match(match, same=True)
            self.extractions.mark("match", [f"{match.left} {match.right}"])

    def settle(self, nodes: Mapping[str, str]) -> None:
        """Gives reports their nodes; whatever had another one is to be described anew."""
        for identifier, node in nodes.items():
            article, before = self.extractions.place_of(identifier)
            if before != node:
                self.extractions.set_node(identifier, node)
                self.extractions.mark("event", [before, node])
                self.extractions.mark("article", [article])
