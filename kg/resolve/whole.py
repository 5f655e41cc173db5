"""Whether reports that are one event by twos are one event together: what chains of likenesses forget."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import combinations

from kg.gazetteer import Gazetteer
from kg.model import Report
from kg.ontology import days
from kg.resolve.known import LEVELS, kilometres, level_of

_SPAN = 1
"""Days between the first and the last of the exact dates: reports miss a day, not two."""
_ACROSS = 60
"""Kilometres between the two towns that are farthest from each other."""
_RATIO = 5
"""How many times a toll may rise between the first report and the last."""
_LARGE = 10
"""Tolls below this rise by chance."""
_COUNTED = ("killed", "injured", "arrested")


@dataclass(frozen=True, slots=True)
class Whole:
    """What reports that may be one event say together, so that two groups are joined without looking at each report again."""

    days: tuple[date, date] | None
    """The latest of the reports' earliest exact days and the earliest of their latest: within them all can be of one day."""
    towns: frozenset[str]
    """Where it happened, as far as that is a town or something in one."""
    quarters: frozenset[frozenset[str]]
    """The quarters of a town that each report names which names any."""
    tolls: Mapping[str, tuple[int, int]]
    """The least and the greatest of the reports' greatest whole tolls, by what they count."""

    @classmethod
    def of(cls, report: Report, gazetteer: Gazetteer) -> "Whole":
        """What one report says."""
        exact = [days(day)[0] for day in report.dates] if all(len(day) == len("YYYY-MM-DD") for day in report.dates) else []
        towns = (place for place in report.places[:1] if level_of(place, [report], gazetteer) <= LEVELS.index("Settlement"))
        quarters = frozenset((frozenset(report.quarters),)) if report.quarters else frozenset()
        tolls = {name: (most, most) for name in _COUNTED if (most := _most(report, name)) is not None}
        return cls((min(exact), max(exact)) if exact else None, frozenset(towns), quarters, tolls)

    def __or__(self, other: "Whole") -> "Whole":
        """What the reports of both say."""
        return Whole(
            _within(self.days, other.days), self.towns | other.towns, self.quarters | other.quarters, _ranges(self.tolls, other.tolls)
        )

    def is_coherent(self, gazetteer: Gazetteer) -> bool:
        """Whether dates, towns, quarters and tolls leave room for one event."""
        return self._is_short() and self._is_steady() and self._is_small(gazetteer) and self._is_in_one_quarter()

    def _is_short(self) -> bool:
        """Whether the reports can all be of one day, or of two in a row; of several dates in a report the fitting one counts."""
        return self.days is None or (self.days[0] - self.days[1]).days <= _SPAN

    def _is_steady(self) -> bool:
        """Whether the tolls are not too far apart."""
        return all(high < _LARGE or high <= _RATIO * max(low, 1) for low, high in self.tolls.values())

    def _is_small(self, gazetteer: Gazetteer) -> bool:
        distances = (kilometres(one, other, gazetteer) for one, other in combinations(sorted(self.towns), 2))
        return all(distance is None or distance <= _ACROSS for distance in distances)

    def _is_in_one_quarter(self) -> bool:
        """Whether no report names a quarter where another one names others only: what names none would join the two."""
        return all(one & other for one, other in combinations(self.quarters, 2))


def coherent(reports: Sequence[Report], gazetteer: Gazetteer) -> bool:
    """Whether the dates, towns, quarters and tolls of some reports leave room for one event."""
    return reduce(Whole.__or__, (Whole.of(report, gazetteer) for report in reports)).is_coherent(gazetteer)


def _most(report: Report, name: str) -> int | None:
    """The greatest whole toll of a report."""
    return max((f.value for f in report.figures if f.property == name and f.scope == "Whole"), default=None)


def _within(one: tuple[date, date] | None, other: tuple[date, date] | None) -> tuple[date, date] | None:
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), min(one[1], other[1])


def _ranges(one: Mapping[str, tuple[int, int]], other: Mapping[str, tuple[int, int]]) -> Mapping[str, tuple[int, int]]:
    both: Iterable[tuple[str, tuple[int, int]]] = (*one.items(), *other.items())
    found: dict[str, tuple[int, int]] = {}
    for name, (low, high) in both:
        before = found.get(name, (low, high))
        found[name] = min(before[0], low), max(before[1], high)
    return found
