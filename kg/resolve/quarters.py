"""Quarters of a town, by how they are told: «حي الكرادة», «منطقة الشعلة». Few of them are in any gazetteer."""

from collections.abc import Iterable
from itertools import pairwise

from kg.arabic import fold, proclitic_stems
from kg.model import Span
from kg.resolve.words import stem, zones

_HEADS = frozenset(("حي", "منطقه", "ضاحيه", "مخيم"))
"""In the construct state, so that a name follows, not an adjective («منطقة سكنية»)."""
_NO_NAMES = frozenset(
    ("الشرق", "الغرب", "الشمال", "الجنوب", "الوسط", "الخليج", "الساحل", "الحدود", "الانفجار", "التفجير", "الهجوم", "الحادث", "العمليات")
)
"""What follows the heads and is no quarter: «منطقة الحدود», «منطقة الانفجار»."""


def quarters(text: str, triggers: Iterable[Span]) -> tuple[str, ...]:
    """The light stems of the quarters named near some triggers, sorted."""
    return tuple(sorted({stem(name) for zone in zones(text, triggers) for name in _named(fold(zone.of(text)).split())}))


def _named(words: list[str]) -> Iterable[str]:
    for head, name in pairwise(words):
        if name.startswith("ال") and name not in _NO_NAMES and any(reading.form in _HEADS for reading in proclitic_stems(head)):
            yield name
