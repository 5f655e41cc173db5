"""What every kind of evidence that two reports are of one event is made of.

A kind of evidence (when, where, who, how many, what, in which words) is one small function of a pair that finds which of its levels
holds. What a level weighs is learned (`weights.tsv`); what rules out one event is not: it is known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.gazetteer import Gazetteer
from kg.model import Report
from kg.resolve.known import kind_of, level_of, name_of
from kg.resolve.weights import weights

VETO = -20.0
"""Weight of what rules out one event."""

Wording = Callable[[], tuple[str, str]]
"""Says something in Arabic and in English. Most pairs are compared for nothing, and nobody reads why: what is not read is not worded."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much something speaks for one event (above 0) or against it, and what it is, in words."""

    levels: tuple[str, ...]
    """What its weight is the sum of, as `weights.tsv` has it; none where it rules out one event."""
    weight: float
    wording: Wording = field(repr=False, compare=False)


def found(level: str, wording: Wording) -> Evidence:
    """Evidence of a level."""
    return Evidence((level,), weights()[level], wording)


def excluded(wording: Wording) -> Evidence:
    """Evidence that rules out one event."""
    return Evidence((), VETO, wording)


def together(parts: Iterable[Evidence], ar: str, en: str) -> Evidence | None:
    """Evidence of one kind that has several parts, joined by `ar` and `en`; None of none."""
    several = tuple(parts)
    if len(several) < 2:
        return several[0] if several else None
    levels = tuple(level for part in several for level in part.levels)
    return Evidence(levels, sum(part.weight for part in several), lambda: joined(several, ar, en))


def joined(parts: Iterable[Evidence], ar: str, en: str) -> tuple[str, str]:
    """What some evidence says, joined by `ar` in Arabic and by `en` in English."""
    arabic, english = zip(*(part.wording() for part in parts), strict=True)
    return ar.join(arabic), en.join(english)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports of one family and two articles, and what is known of the entities in them."""

    left: Report
    right: Report
    gazetteer: Gazetteer

    def kind(self, entity: str) -> str:
        """The class of an entity."""
        return kind_of(entity, (self.left, self.right), self.gazetteer)

    def level(self, place: str) -> int:
        """How coarse a place is, as an index of LEVELS."""
        return level_of(place, (self.left, self.right), self.gazetteer)

    def vague(self, person: str) -> bool:
        """Whether a person is known by one word only, which many are called."""
        return self.gazetteer.get(person) is None and " " not in name_of(person, (self.left, self.right), self.gazetteer, "ar")

    def names(self, entities: Iterable[str], language: str) -> str:
        """Names of entities, for a person to read."""
        named = (name_of(entity, (self.left, self.right), self.gazetteer, language) for entity in sorted(entities))
        return ("، " if language == "ar" else ", ").join(named)

    def naming(self, ar: str, en: str, *entities: Iterable[str]) -> Wording:
        """Says something with the names of some entities, each of the groups in a place of its own (`{}`)."""
        sets = [tuple(group) for group in entities]
        return lambda: (ar.format(*(self.names(s, "ar") for s in sets)), en.format(*(self.names(s, "en") for s in sets)))
