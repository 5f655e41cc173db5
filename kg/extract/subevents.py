"""Which event the text makes a part of which other: the single attacks of a round-up, the battles of a campaign."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, permutations

from kg.extract.classifier import Classifier, shipped
from kg.extract.context import by_sentence
from kg.extract.likeness import bucket, overlap
from kg.extract.surroundings import Surroundings, TriggersInContext
from kg.extract.triggers import EventGroup
from kg.ontology import family

PART, APART = "part", "apart"
ENOUGH = 0.25
"""From this likelihood on one event is a part of another."""
_MOST = 40
"""Events that one is compared with at most."""
_WITHIN = frozenset("ضمن اطار سياق سلسله خلال اثناء بين بينها ابرزها منها حمله معركه عمليه عمليات حرب جزء تزامنا".split())
"""Words beside a part that lead back to its whole."""


def wholes(page: TriggersInContext, events: Sequence[EventGroup], classifier: Classifier | None = None) -> dict[int, tuple[int, float]]:
    """For each event of a page that is a part the one that it is a part of, and how likely, by the events' indices.

    No event is a part of its own parts, and a whole is no part itself.
    """
    around = {one.trigger.first: one for one in page.triggers}
    members = [[around[trigger.first] for trigger in event.triggers] for event in events]
    pairs = [(part, whole) for part, whole in permutations(range(len(events)), 2) if abs(part - whole) <= _MOST]
    examples = [tuple(features(members, part, whole)) for part, whole in pairs]
    likely = (classifier or shipped("subevents")).likelihoods(examples, PART)
    found: dict[int, tuple[int, float]] = {}
    having_parts: set[int] = set()
    for value, part, whole in sorted(
        ((value, *pair) for value, pair in zip(likely, pairs, strict=True)), key=lambda one: (-one[0], one[1:])
    ):
        if value > ENOUGH and part not in found and whole not in found and part not in having_parts:
            found[part] = whole, value
            having_parts.add(whole)
    return found


def features(members: Sequence[Sequence[Surroundings]], part: int, whole: int) -> Iterator[str]:
    """What speaks for or against that an event is a part of another."""
    left, right = members[part], members[whole]
    yield from _of_classes(left, right)
    yield from _of_order(left, right, len(members))
    for name, one in (("part", left), ("whole", right)):
        yield from (f"{name} stem={trigger.stem.removeprefix('ال')}" for trigger in one[:3])
        yield f"{name} triggers {min(len(one), 4)}"
        yield f"{name} plural {any(trigger.is_plural for trigger in one)}"
        yield f"{name} counts {any(trigger.counts for trigger in one)}"
    yield f"plurals {any(t.is_plural for t in left)},{any(t.is_plural for t in right)}"
    yield f"towns {overlap(_all('towns', left), _all('towns', right))}"
    yield f"names {overlap(_all('names', left), _all('names', right))}"
    yield f"dates {overlap(_all('dates', left), _all('dates', right))}"
    if any(trigger.words & _WITHIN for trigger in left):
        yield "part within"


def _of_classes(left: Sequence[Surroundings], right: Sequence[Surroundings]) -> Iterator[str]:
    first, second = left[0].trigger.kind, right[0].trigger.kind
    yield f"classes={first},{second}"
    yield f"part class={first}"
    yield f"whole class={second}"
    yield "same class" if first == second else f"families {family(first)},{family(second)}"


def _of_order(left: Sequence[Surroundings], right: Sequence[Surroundings], size: int) -> Iterator[str]:
    yield f"events {bucket(size, (2, 3, 5, 8, 12))}"
    opening, other = right[0].trigger, left[0].trigger
    yield f"whole opens in {bucket(opening.sentence, (0, 1, 2, 4))}"
    yield f"whole {'before' if opening.first < other.first else 'after'}"
    gap = _nearest((one.trigger.sentence for one in left), (two.trigger.sentence for two in right))
    yield f"sentences apart {bucket(gap, (0, 1, 2, 4))}"
    if gap == 0:
        here, there = (by_sentence(lambda one: one.trigger.sentence, members) for members in (left, right))
        both = here.keys() & there.keys()
        words = (_nearest((one.trigger.first for one in here[n]), (two.trigger.first for two in there[n])) for n in both)
        yield f"words apart {bucket(min(words), (2, 4, 8, 15))}"


def _nearest(left: Iterable[int], right: Iterable[int]) -> int:
    """The smallest distance of a number of the one from a number of the other; in a time that grows as their number does."""
    ordered = sorted({*((number, True) for number in left), *((number, False) for number in right)})
    return min(second - first for (first, one), (second, other) in pairwise(ordered) if one != other)


def _all(name: str, triggers: Sequence[Surroundings]) -> frozenset[str]:
    return frozenset[str]().union(*(getattr(trigger, name) for trigger in triggers))
