"""Incidents along time, beside how much was read: where nobody wrote, silence is not peace."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.incidents.table import Incident

_MOST = 120
"""Periods that are drawn side by side at most; longer times are told by coarser ones."""


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year: its first and last day, and what is known of it."""

    first: date
    last: date
    incidents: tuple[tuple[str, int], ...]
    """By class, most first. An incident counts in the period of its first possible day; one without a date in none."""
    killed: int
    articles: int
    """Articles that were issued in it, by any publisher, whatever they report."""
    publishers: int

    @property
    def total(self) -> int:
        """Incidents of all classes."""
        return sum(count for _, count in self.incidents)


@dataclass(frozen=True, slots=True)
class Issue:
    """So many articles that one publisher issued on one day; `publisher` is an IRI, "" where it is not known."""

    day: date
    publisher: str
    articles: int


def timeline(incidents: Sequence[Incident], issues: Iterable[Issue]) -> tuple[Period, ...]:
    """Every period from the first incident to the last, the empty ones too, by days, months or years as they fit."""
    days = [incident.earliest for incident in incidents if incident.earliest]
    if not days:
        return ()
    begin = _scale(min(days), max(days))
    by_period: dict[date, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.earliest:
            by_period[begin(incident.earliest)].append(incident)
    read: dict[date, list[Issue]] = defaultdict(list)
    for issue in issues:
        read[begin(issue.day)].append(issue)
    return tuple(_period(first, begin, by_period[first], read[first]) for first in _firsts(min(by_period), max(by_period), begin))


def _period(first: date, begin: Callable[[date], date], incidents: Iterable[Incident], issues: Iterable[Issue]) -> Period:
    incidents, issues = list(incidents), list(issues)
    kinds = Counter(incident.kind for incident in incidents)
    return Period(
        first,
        _after(first, begin) - timedelta(days=1),
        tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        sum(incident.killed.best for incident in incidents if incident.killed),
        sum(issue.articles for issue in issues),
        len({issue.publisher for issue in issues}),
    )


def _scale(first: date, last: date) -> Callable[[date], date]:
    """What cuts a time into no more than `_MOST` periods: the function from a day to the first day of its period."""
    if (last - first).days < _MOST:
        return lambda day: day
    if (last.year - first.year) * 12 + last.month - first.month < _MOST:
        return lambda day: day.replace(day=1)
    return lambda day: day.replace(month=1, day=1)


def _firsts(first: date, last: date, begin: Callable[[date], date]) -> Iterator[date]:
    while first <= last:
        yield first
        first = _after(first, begin)


def _after(first: date, begin: Callable[[date], date]) -> date:
    """The first day of the period after."""
    for step in (1, 31, 366):
        if (after := begin(first + timedelta(days=step))) > first:
            return after
    raise ValueError(first)
