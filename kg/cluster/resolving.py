"""The tasks between reports and events: those that share a block are paired, pairs compared, and what hangs together is grouped.

Reports lie in buckets by their ids, pairs by the buckets of both: a task that compares holds two buckets, however many there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

import msgspec

from kg.cluster.forests import forest
from kg.cluster.parts import Parts, Row
from kg.cluster.reading import Work, loaded
from kg.decisions import Verdicts
from kg.model import Decision, Match, Report
from kg.resolution import Judging, nodes_of

REPORTS, BLOCKS, PAIRS = "reports", "blocks", "pairs"
"""Folders of parts: reports, by bucket; which are to be paired; pairs, by buckets."""
MATCHES, HELD, JOINED = "matches", "held", "joined"
"""Comparisons that are kept; those of the store that found one event; reports that were found to be one event with another."""
FORESTS, EVENTS = "forests", "events"
"""What hangs together; the events that it makes."""


def bucket(report: str, buckets: int) -> int:
    """The bucket of a report: its id is a hash in hex digits."""
    return int(report, 16) % buckets


def pair_part(parts: Parts, name: str, buckets: int) -> tuple[tuple[int, int], ...]:
    """Pairs the reports of some blocks. Returns of which buckets the pairs are."""
    found = {pair for row in parts.read(f"{BLOCKS}/{name}") for pair in _pairs(row["left"], row["right"])}
    by_buckets = sorted((bucket(left, buckets), bucket(right, buckets), left, right) for left, right in found)
    kept: list[tuple[int, int]] = []
    for (one, other), rows in groupby(by_buckets, key=lambda row: (row[0], row[1])):
        parts.write(f"{PAIRS}/{one}-{other}/{name}", [{"left": left, "right": right} for _, _, left, right in rows])
        kept.append((one, other))
    return tuple(kept)


def _pairs(lefts: Sequence[str], rights: Sequence[str]) -> Iterator[tuple[str, str]]:
    for one in lefts:
        for other in rights:
            if one != other:
                yield (one, other) if one < other else (other, one)


def compare_part(work: Work, verdicts: Verdicts, parts: Parts, one: int, other: int) -> int:
    """Compares the pairs of two buckets. Returns how many comparisons are kept."""
    judging = Judging(loaded(work).derivation.gazetteer, verdicts)
    pairs = sorted({(row["left"], row["right"]) for row in parts.rows(f"{PAIRS}/{one}-{other}")})
    named = set(chain.from_iterable(pairs))
    bodies = {row["id"]: row["body"] for number in {one, other} for row in parts.rows(f"{REPORTS}/{number}") if row["id"] in named}
    reports = {identifier: msgspec.json.decode(body, type=Report) for identifier, body in bodies.items()}
    kept = [match for left, right in pairs if (match := judging.kept(reports[left], reports[right]))]
    parts.write(f"{MATCHES}/{one}-{other}", [match_row(match, same=match.decision is Decision.SAME) for match in kept])
    same = [(match.left, match.right) for match in kept if match.decision is Decision.SAME]
    keep_joined(parts, f"{one}-{other}", same, {identifier: bodies[identifier] for identifier in chain.from_iterable(same)})
    return len(kept)


def match_row(match: Match, *, same: bool) -> Row:
    """A comparison as a row; `same` where the two by themselves are one event, whatever became of it."""
    return {"left": match.left, "same": same, "body": msgspec.json.encode(match)}


def keep_joined(parts: Parts, name: str, edges: Iterable[tuple[str, str]], bodies: Mapping[str, bytes]) -> None:
    """Keeps which reports are one event by twos, and what these say."""
    parts.write(f"{JOINED}/{name}", [{"id": identifier, "body": body} for identifier, body in sorted(bodies.items())])
    _keep_forest(parts, name, edges)


def join_part(parts: Parts, names: Sequence[str], name: str) -> str:
    """Puts together what some forests join. Returns the name of the new one."""
    _keep_forest(parts, name, ((row["report"], row["first"]) for other in names for row in parts.read(f"{FORESTS}/{other}")))
    return name


def _keep_forest(parts: Parts, name: str, edges: Iterable[tuple[str, str]]) -> None:
    parts.write(f"{FORESTS}/{name}", [{"report": report, "first": first} for report, first in sorted(forest(edges).items())])


def group_part(work: Work, verdicts: Verdicts, parts: Parts, last: str, share: tuple[int, int]) -> int:
    """Works out the events of what hangs together, for a share of it: its number, and how many there are. Returns how many rows."""
    judging = Judging(loaded(work).derivation.gazetteer, verdicts)
    number, shares = share
    first = {r["report"]: r["first"] for r in parts.read(f"{FORESTS}/{last}") if bucket(r["first"], shares) == number}
    bodies = {row["id"]: row["body"] for row in parts.rows(JOINED) if row["id"] in first}
    rows = chain(parts.rows(MATCHES), parts.rows(HELD))
    matches = [msgspec.json.decode(row["body"], type=Match) for row in rows if row["same"] and row["left"] in first]
    members: dict[str, list[Report]] = {}
    for identifier in sorted(bodies):
        members.setdefault(first[identifier], []).append(msgspec.json.decode(bodies[identifier], type=Report))
    joining: dict[str, list[Match]] = {}
    for match in sorted(matches, key=lambda match: (match.left, match.right)):
        joining.setdefault(first[match.left], []).append(match)
    settled = [row for root, reports in members.items() for row in _settled(judging, reports, joining[root])]
    parts.write(f"{EVENTS}/{number}", settled)
    return len(settled)


def _settled(judging: Judging, reports: Sequence[Report], matches: Sequence[Match]) -> Iterator[Row]:
    events = judging.events(reports, matches)
    whole = {(match.left, match.right): match for match in matches}
    yield from ({"report": report, "node": node, "body": None} for report, node in nodes_of(events).items())
    yield from (
        {"report": m.left, "node": None, "body": msgspec.json.encode(m)}
        for m in judging.explained(events, matches, lambda left, right: whole[left, right])
    )
