"""What every kind of evidence that two reports are of one event is made of.

A kind of evidence (when, where, who, how many, what, in which words) is one small function of a pair that finds which of its levels
holds. What a level weighs is learned (`weights.tsv`); what rules out one event is not: it is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.model import Report
from kg.resolve.known import kind_of, level_of, name_of
from kg.resolve.weights import weights

VETO = -20.0
"""Weight of what rules out one event."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much something speaks for one event (above 0) or against it, and what it is, in words."""

    levels: tuple[str, ...]
    """What its weight is the sum of, as `weights.tsv` has it; none where it rules out one event."""
    weight: float
    ar: str
    en: str


def found(level: str, ar: str, en: str) -> Evidence:
    """Evidence of a level."""
    return Evidence((level,), weights()[level], ar, en)


def excluded(ar: str, en: str) -> Evidence:
    """Evidence that rules out one event."""
    return Evidence((), VETO, ar, en)


def together(parts: Iterable[Evidence], ar: str, en: str) -> Evidence | None:
    """Evidence of one kind that has several parts, joined by `ar` and `en`; None of none."""
    several = tuple(parts)
    if len(several) < 2:
        return several[0] if several else None
    levels = tuple(level for part in several for level in part.levels)
    return Evidence(levels, sum(part.weight for part in several), ar.join(p.ar for p in several), en.join(p.en for p in several))


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
