"""Whether reports that are one event by twos are one event together: what chains of likenesses forget."""

from collections.abc import Iterable, Iterator, Sequence
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


def coherent(reports: Sequence[Report], gazetteer: Gazetteer) -> bool:
    """Whether the dates, towns, quarters and tolls of some reports leave room for one event."""
    near = _small(reports, gazetteer) and _in_one_quarter(reports)
    return near and _short(reports) and all(_steady(reports, name) for name in ("killed", "injured", "arrested"))


def _short(reports: Iterable[Report]) -> bool:
    """Whether the reports can all be of one day, or of two in a row; of several dates in a report the fitting one counts."""
    exact = [[days(day)[0] for day in report.dates] for report in reports if report.dates and all(len(d) == 10 for d in report.dates)]
    if not exact:
        return True
    return (max(map(min, exact)) - min(map(max, exact))).days <= _SPAN


def _small(reports: Iterable[Report], gazetteer: Gazetteer) -> bool:
    towns = {place for report in reports for place in _town(report, gazetteer)}
    distances = (kilometres(one, other, gazetteer) for one, other in combinations(sorted(towns), 2))
    return all(distance is None or distance <= _ACROSS for distance in distances)


def _in_one_quarter(reports: Iterable[Report]) -> bool:
    """Whether no report names a quarter where another one names others only: what names none would join the two."""
    named = [set(report.quarters) for report in reports if report.quarters]
    return all(one & other for one, other in combinations(named, 2))


def _town(report: Report, gazetteer: Gazetteer) -> Iterator[str]:
    """Where it happened, if that is a town or something in one."""
    yield from (place for place in report.places[:1] if level_of(place, [report], gazetteer) <= LEVELS.index("Settlement"))


def _steady(reports: Iterable[Report], name: str) -> bool:
    """Whether the greatest whole tolls of the reports are not too far apart."""
    tolls = [
        max(values) for report in reports if (values := [f.value for f in report.figures if f.property == name and f.scope == "Whole"])
    ]
    return not tolls or max(tolls) < _LARGE or max(tolls) <= _RATIO * max(min(tolls), 1)
