"""Coreference: which events of different articles the graph holds to be one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kg.evaluate.tally import Outcome, compared, differences

EventName = tuple[str, str]
"""Article and event, by their gold ids."""


def compare_coreference(clusters: Iterable[Iterable[EventName]], nodes: Mapping[EventName, str]) -> Iterator[Outcome]:
    """Row coref: pairs of events that are one. `nodes` has the key of the node that each event was paired with."""
    wanted = {both for cluster in clusters for both in combinations(sorted(set(cluster)), 2)}
    by_node: dict[str, list[EventName]] = defaultdict(list)
    for event, key in sorted(nodes.items()):
        by_node[key].append(event)
    found = {both for events in by_node.values() for both in combinations(events, 2)}
    yield compared("coref", wanted, found)
    yield from differences("coref", set(map(_readable, wanted)), set(map(_readable, found)))


def _readable(both: tuple[EventName, EventName]) -> str:
    return " = ".join(f"{article}#{event}" for article, event in both)
