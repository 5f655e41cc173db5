"""An event and the things that its article names, each where it stands nearest to the event."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.candidates import Candidate, Named
from kg.extract.context import Context
from kg.extract.triggers import Trigger

BEFORE_COSTS = 3
"""Words that what stands before the trigger counts as further off: arguments mostly follow."""
_MOST = 40
"""Things named that an event is compared with, the nearest: an article of any length is read in linear time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An event and something that may take part in it."""

    candidate: Candidate
    named: Named
    """Its mention, or noun that stands for it, nearest to the event."""
    trigger: Trigger
    """The trigger nearest to that."""
    distance: int
    """Words from one to the other, `BEFORE_COSTS` added where the mention comes first."""

    @property
    def together(self) -> bool:
        """Whether the two stand in one sentence."""
        return self.named.sentence == self.trigger.sentence

    @property
    def order(self) -> str:
        """Whether the mention stands after the trigger, before it, or in another sentence."""
        if not self.together:
            return "|"
        return "<" if self.named.first < self.trigger.first else ">"


def pairs(context: Context) -> list[Pair]:
    """The event with what the article names, in the order of the text."""
    found = [_nearest(context.event.triggers, candidate) for candidate in context.page.candidates]
    if len(found) <= _MOST:
        return found
    limit = sorted(map(_away, found))[_MOST]
    return [pair for pair in found if _away(pair) < limit]


def _away(pair: Pair) -> tuple[int, int, int]:
    """How far the two are from each other: sentences, words, and where the first is, so that no two are equal."""
    return abs(pair.named.sentence - pair.trigger.sentence), pair.distance, pair.named.first


def _nearest(triggers: Sequence[Trigger], candidate: Candidate) -> Pair:
    sentences = {t.sentence for t in triggers}
    named = [n for n in (*candidate.mentions, *candidate.stand_ins) if n.sentence in sentences] or candidate.mentions
    found = [Pair(candidate, n, t, _distance(n, t)) for n in named for t in _beside(triggers, n)]
    return min(found, key=lambda pair: (not pair.together, pair.distance, pair.named.first))


def _beside(triggers: Sequence[Trigger], n: Named) -> Sequence[Trigger]:
    """The last trigger before a mention and the first one after it, of some in the order of the text: the others are further off."""
    after = bisect_left(triggers, n.first, key=lambda trigger: trigger.last)
    return triggers[max(after - 1, 0) : after + 1]


def _distance(n: Named, trigger: Trigger) -> int:
    return n.first - trigger.last if n.first > trigger.last else trigger.first - n.last + BEFORE_COSTS
