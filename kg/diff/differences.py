"""What is different: the events that came, went, or are told otherwise, and how much else there is more or less of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.diff.alignment import Alignment, align
from kg.diff.told import MAIN_STATUS, EventTold, GraphTold

KINDS = ("gained", "lost", "merged", "split", "regrouped", "changed")
SORTS = ("Incident", "Meeting", "Statement")
_ORDER = (
    "class",
    MAIN_STATUS,
    "status",
    "date",
    "place",
    "killed",
    "injured",
    "arrested",
    "perpetrator",
    "claimedBy",
    "accused",
    "deniedBy",
)


@dataclass(frozen=True, slots=True)
class Change:
    """The values of a property that an event has lost and gained; of "reports", the articles that report it."""

    property: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Events of the two builds that hang together and are told otherwise."""

    kind: str
    """One of KINDS: what became of the events before."""
    sort: str
    label: str
    before: tuple[str, ...]
    """IRIs."""
    after: tuple[str, ...]
    articles: tuple[str, ...]
    """Identifiers of the articles that report them, in either build."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of something only one of two builds has, or both but otherwise."""

    gained: int
    lost: int
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Differences:
    """All that two builds tell differently."""

    events: tuple[Difference, ...]
    """Sorted by sort, kind and label."""
    articles: Counts
    """Changed: with another text."""
    entities: Counts
    relations: Counts
    labels: Mapping[str, str]
    """What the IRIs among the values are called."""

    def __bool__(self) -> bool:
        counts = (self.articles, self.entities, self.relations)
        return bool(self.events) or any(each.gained or each.lost or each.changed for each in counts)


def compared(before: GraphTold, after: GraphTold) -> Differences:
    """What `after` tells differently from `before`."""
    aligned = align(before, after)
    names = {pair.after[0].iri: pair.before[0].iri for pair in aligned if len(pair.before) == len(pair.after) == 1}
    found = [difference for pair in aligned if (difference := _difference(pair, names))]
    kept = before.texts.keys() & after.texts.keys()
    return Differences(
        events=tuple(sorted(found, key=lambda d: (SORTS.index(d.sort), KINDS.index(d.kind), d.label, d.before, d.after))),
        articles=Counts(*_sizes(before.texts, after.texts), sum(before.texts[article] != after.texts[article] for article in kept)),
        entities=Counts(*_sizes(before.entities, after.entities)),
        relations=Counts(*_sizes(before.relations, after.relations)),
        labels={**before.labels, **after.labels},
    )


def _sizes(before: Iterable[object], after: Iterable[object]) -> tuple[int, int]:
    """How many are only after, and only before."""
    old, new = set(before), set(after)
    return len(new - old), len(old - new)


def _difference(pair: Alignment, names: Mapping[str, str]) -> Difference | None:
    """What became of some events; None where they are told as they were. `names` are the IRIs before of those after."""
    kind = _kind(len(pair.before), len(pair.after))
    changes = tuple(_changes(pair, names)) if pair.before and pair.after else ()
    if kind == "changed" and not changes:
        return None
    events = pair.after or pair.before
    return Difference(
        kind=kind,
        sort=events[0].sort,
        label=events[0].label,
        before=tuple(event.iri for event in pair.before),
        after=tuple(event.iri for event in pair.after),
        articles=tuple(sorted({article for event in (*pair.before, *pair.after) for article in event.articles})),
        changes=changes,
    )


def _kind(before: int, after: int) -> str:
    if not before or not after:
        return "gained" if after else "lost"
    if before == after:
        return "changed" if after == 1 else "regrouped"
    if 1 not in (before, after):
        return "regrouped"
    return "merged" if before > after else "split"


def _changes(pair: Alignment, names: Mapping[str, str]) -> Iterator[Change]:
    """What the events together have lost and gained."""
    old = {name: _values(pair.before, name, {}) for name in _names(pair.before)}
    new = {name: _values(pair.after, name, names) for name in _names(pair.after)}
    for name in sorted({*old, *new}, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)):
        lost, gained = old.get(name, set()) - new.get(name, set()), new.get(name, set()) - old.get(name, set())
        if lost or gained:
            yield Change(name, tuple(sorted(lost)), tuple(sorted(gained)))
    ours, theirs = ({article for event in side for article in event.articles} for side in (pair.before, pair.after))
    if ours != theirs:
        yield Change("reports", tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours)))


def _names(events: Iterable[EventTold]) -> set[str]:
    return {name for event in events for name in event.facts}


def _values(events: Iterable[EventTold], name: str, names: Mapping[str, str]) -> set[str]:
    return {names.get(value, value) for event in events for value in event.facts.get(name, ())}
