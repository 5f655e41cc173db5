"""Whether reports that are one event by twos are one event together: what chains of likenesses forget."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from kg.gazetteer import Gazetteer
from kg.model import Report
from kg.ontology import days
from kg.resolve.known import LEVELS, kilometres, level_of, with_containers
from kg.resolve.occasion import are_two_dates, day_of
from kg.resolve.telling import are_two_deeds

_SPAN = 1
"""Days between the first and the last of the exact dates: reports miss a day, not two."""
_ACROSS = 60
"""Kilometres between the two towns that are farthest from each other."""
_RATIO = 5
"""How many times a toll may rise between the first report and the last."""
_LARGE = 10
"""Tolls below this rise by chance."""
_COUNTED = ("killed", "injured", "arrested")
_AREAS = ("Country", "Region")


@dataclass(frozen=True, slots=True)
class Whole:
    """What reports of one event say together, so that two groups are joined without looking at each report again."""

    dates: frozenset[tuple[str, ...]]
    """The dates of each report that has any."""
    told: date | None
    """The earliest day on which a report without a date was issued, of what has happened."""
    deeds: frozenset[tuple[str, str]]
    """Status and class of each."""
    towns: frozenset[str]
    """Where it happened, as far as that is a town or something in one."""
    named: frozenset[tuple[str, frozenset[str]]]
    """Of each report that names any, the quarters of a town, the countries and the regions: two that name some must share one."""
    tolls: Mapping[str, tuple[int, int]]
    """The least and the greatest of the reports' greatest whole tolls, by what they count."""

    @classmethod
    def of(cls, report: Report, gazetteer: Gazetteer) -> "Whole":
        """What one report says."""
        is_news = not report.dates and report.issued and report.status != "Planned"
        towns = (place for place in report.places[:1] if level_of(place, [report], gazetteer) <= LEVELS.index("Settlement"))
        return cls(
            dates=frozenset((report.dates,)) if report.dates else frozenset(),
            told=date.fromisoformat(report.issued) if report.issued and is_news else None,
            deeds=frozenset(((report.status, report.kind),)),
            towns=frozenset(towns),
            named=frozenset(_named(report, gazetteer)),
            tolls={name: (most, most) for name in _COUNTED if (most := _most(report, name)) is not None},
        )

    def joined(self, other: "Whole", gazetteer: Gazetteer) -> "Whole | None":
        """What the reports of both say; None where dates, deeds, places or tolls leave no room for one event."""
        if self._is_told_before(other) or other._is_told_before(self) or self._differs(other) or self._is_far(other, gazetteer):
            return None
        whole = Whole(
            dates=self.dates | other.dates,
            told=min((day for day in (self.told, other.told) if day), default=None),
            deeds=self.deeds | other.deeds,
            towns=self.towns | other.towns,
            named=self.named | other.named,
            tolls=_ranges(self.tolls, other.tolls),
        )
        return whole if whole._is_short() and whole._is_steady() else None

    def _is_told_before(self, other: "Whole") -> bool:
        """Whether a report of one was issued, as news, before a day of the other begins."""
        return self.told is not None and any((day_of(dates)[0] - self.told).days > _SPAN for dates in other.dates)

    def _differs(self, other: "Whole") -> bool:
        return (
            any(are_two_dates(*both) for both in product(self.dates, other.dates))
            or any(are_two_deeds(*both) for both in product(self.deeds, other.deeds))
            or any(sort == its and not one & two for (sort, one), (its, two) in product(self.named, other.named))
        )

    def _is_far(self, other: "Whole", gazetteer: Gazetteer) -> bool:
        distances = (kilometres(*both, gazetteer) for both in product(self.towns, other.towns - self.towns))
        return any(distance is not None and distance > _ACROSS for distance in distances)

    def _is_short(self) -> bool:
        """Whether the reports can all be of one day, or of two in a row; of several dates in a report the fitting one counts."""
        exact = [[days(day)[0] for day in dates] for dates in self.dates if all(len(day) == len("YYYY-MM-DD") for day in dates)]
        return not exact or (max(map(min, exact)) - min(map(max, exact))).days <= _SPAN

    def _is_steady(self) -> bool:
        """Whether the tolls are not too far apart."""
        return all(high < _LARGE or high <= _RATIO * max(low, 1) for low, high in self.tolls.values())


def _named(report: Report, gazetteer: Gazetteer) -> Iterator[tuple[str, frozenset[str]]]:
    if report.quarters:
        yield "quarter", frozenset(report.quarters)
    if all(gazetteer.get(place) for place in report.places):  # of others it is not known where they lie
        places = with_containers(report.places, gazetteer)
        for area in _AREAS:
            if found := frozenset(place for place in places if level_of(place, (), gazetteer) == LEVELS.index(area)):
                yield area, found


def _most(report: Report, name: str) -> int | None:
    """The greatest whole toll of a report."""
    return max((f.value for f in report.figures if f.property == name and f.scope == "Whole"), default=None)


def _ranges(one: Mapping[str, tuple[int, int]], other: Mapping[str, tuple[int, int]]) -> Mapping[str, tuple[int, int]]:
    both: Iterable[tuple[str, tuple[int, int]]] = (*one.items(), *other.items())
    found: dict[str, tuple[int, int]] = {}
    for name, (low, high) in both:
        before = found.get(name, (low, high))
        found[name] = min(before[0], low), max(before[1], high)
    return found
