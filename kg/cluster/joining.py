"""From reports that came to the events that they make: laid out from the store, worked out by the cluster, taken over by the store."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, groupby, islice
from typing import Any

import msgspec
from distributed import Future

from kg.change import UNRESOLVED, Recorder
from kg.cluster.engine import Engine
from kg.cluster.parts import Parts
from kg.cluster.resolving import (
    BLOCKS,
    EVENTS,
    FORESTS,
    HELD,
    MATCHES,
    REPORTS,
    bucket,
    compare_part,
    group_part,
    join_part,
    keep_joined,
    match_row,
    pair_part,
)
from kg.errors import StoreError
from kg.extractions import Extractions
from kg.model import Match

_ROWS = 5_000
"""Reports of a part."""
_BUCKET = 20_000
"""Reports of a bucket, as a rule: a task holds two."""
_PAIRS = 250_000
"""Pairs that a task makes, as a rule."""
_TOGETHER = 500
"""Reports of a block that are paired at once with as many others: a large block is cut, and no pair of it left out."""
_FORESTS = 16
"""Forests that are put together at once."""
_MANIFEST = "manifest"
"""The part that is written last: how many parts and rows there are of what the store takes over."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Works out which of the reports that came are one event with which others."""

    parts: Parts
    recorder: Recorder

    def join(self, work: Future, engine: Engine, tell: Callable[[str], None]) -> None:
        """Has it worked out. `work` is a `Work` that the workers have; `tell` is told "compare" again and again."""
        extractions, verdicts = self.recorder.extractions, self.recorder.verdicts()
        tell("compare")
        buckets = self._lay_out(extractions, engine.size())
        blocks = ((self.parts, name, buckets) for name in lay_blocks(extractions, self.parts))
        pairs = sorted({both for _, found in engine.in_order(pair_part, blocks) for both in found})
        made: dict[str, list[int]] = {MATCHES: [], EVENTS: []}
        for _, rows in engine.in_order(compare_part, ((work, verdicts, self.parts, *both) for both in pairs)):
            made[MATCHES].append(rows)
            tell("compare")
        if last := self._put_together(engine):
            shares = engine.size()
            for _, rows in engine.in_order(group_part, ((work, verdicts, self.parts, last, (n, shares)) for n in range(shares))):
                made[EVENTS].append(rows)
                tell("compare")
        self.parts.write(_MANIFEST, [{"folder": folder, "parts": len(each), "rows": sum(each)} for folder, each in made.items()])

    def take_over(self) -> None:
        """Lets the store say what was worked out: all of it, or nothing. Raises StoreError where it is not what the workers made."""
        resolution, extractions = self.recorder.resolution(), self.recorder.extractions
        with extractions.transaction():
            for row in self._whole(MATCHES):
                resolution.keep(msgspec.json.decode(row["body"], type=Match))
            for row in self._whole(EVENTS):
                if row["node"] is not None:
                    resolution.settle({row["report"]: row["node"]})
                else:
                    resolution.explain([msgspec.json.decode(row["body"], type=Match)])
            extractions.clear_all(UNRESOLVED)

    def _whole(self, folder: str) -> Iterator[dict[str, Any]]:
        """The rows of a folder; raises StoreError, at the latest behind the last, where they are not those that the manifest tells of."""
        told = {row["folder"]: row for row in self.parts.read(_MANIFEST)} if self.parts.has(_MANIFEST) else {}
        names, rows = self.parts.names(folder), 0
        for name in names:
            for row in self.parts.read(name):
                rows += 1
                yield row
        if told.get(folder) != {"folder": folder, "parts": len(names), "rows": rows}:
            problem = f"{self.parts.address}: some of what the workers made is gone"
            raise StoreError(f"{problem}; nothing was joined by it: let nothing else remove it, and run the same command again")

    def _lay_out(self, extractions: Extractions, workers: int) -> int:
        """Lays out the reports and the comparisons of the store. Returns over how many buckets."""
        buckets = max(math.isqrt(2 * workers) + 1, extractions.count_reports() // _BUCKET)
        found: dict[int, list[dict[str, Any]]] = {}
        for number, (identifier, body) in enumerate(extractions.all_reports()):
            rows = found.setdefault(which := bucket(identifier, buckets), [])
            rows.append({"id": identifier, "body": body})
            if len(rows) >= _ROWS:
                self.parts.write(f"{REPORTS}/{which}/{number}", found.pop(which))
        for which, rows in found.items():
            self.parts.write(f"{REPORTS}/{which}/last", rows)
        sames = iter(extractions.all_sames())
        while some := [msgspec.json.decode(body, type=Match) for body in islice(sames, _ROWS)]:
            name = f"held-{some[0].left}"
            self.parts.write(f"{HELD}/{name}", [match_row(match, same=True) for match in some])
            edges = [(match.left, match.right) for match in some]
            bodies = {i: msgspec.json.encode(extractions.report(i)) for edge in edges for i in edge}
            keep_joined(self.parts, name, edges, bodies)
        return buckets

    def _put_together(self, engine: Engine) -> str:
        """Puts all forests together, some at a time. Returns the name of the last one, "" where there is none."""
        names = [name.rpartition("/")[2] for name in self.parts.names(FORESTS)]
        step = 0
        while len(names) > 1:
            groups = [names[start : start + _FORESTS] for start in range(0, len(names), _FORESTS)]
            step += 1
            tasks = ((self.parts, group, f"together-{step}-{number}") for number, group in enumerate(groups))
            names = [name for _, name in engine.in_order(join_part, tasks)]
        return names[0] if names else ""


def lay_blocks(extractions: Extractions, parts: Parts) -> Iterator[str]:
    """Lays out who is to be paired: the reports of each block that one of those who came is in. Gives the names of the parts."""
    came = frozenset(extractions.reports_pending(UNRESOLVED))
    rows: list[dict[str, list[str]]] = []
    pairs = number = 0
    for _, block in groupby(extractions.all_blocks(), key=lambda row: row[0]):
        for left, right in _cut([report for _, report in block], came):
            rows.append({"left": left, "right": right})
            pairs += len(left) * len(right)
            if pairs >= _PAIRS:
                parts.write(f"{BLOCKS}/{number}", rows)
                yield str(number)
                rows, pairs, number = [], 0, number + 1
    if rows:
        parts.write(f"{BLOCKS}/{number}", rows)
        yield str(number)


def _cut(block: list[str], came: frozenset[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The reports of a block by twos of groups, so that each two of which one came meet once or twice."""
    new, old = [report for report in block if report in came], [report for report in block if report not in came]
    if not new or len(block) == 1:
        return
    groups, others = _groups(new), _groups(old)
    yield from combinations_with_replacement(groups, 2)
    yield from ((group, other) for group in groups for other in others)


def _groups(reports: list[str]) -> list[list[str]]:
    return [reports[start : start + _TOGETHER] for start in range(0, len(reports), _TOGETHER)]
