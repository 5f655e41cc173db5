"""Incidents along time, beside how much was read: where nobody wrote, silence is not peace."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from kg.incidents.killed import killed_in
from kg.incidents.places import kinds_by_frequency
from kg.incidents.table import Incident, Issue

_MOST = 120
"""Periods that are drawn side by side at most; longer times are told by coarser ones."""
_YEARS = (1, 2, 5, 10, 20, 50, 100)
"""How many years a period may have."""


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month, a year or some years: its first and last day, and what is known of it."""

    first: date
    last: date
    incidents: tuple[tuple[str, int], ...]
    """By class, most first. An incident counts in the period of the first day, of those asked for, that is possible; undated in none."""
    killed: int
    """As `killed_in` adds up."""
    articles: int
    """Articles that were issued in it, whatever they report."""
    publishers: int
    """Known ones, of these articles."""
    vague: int = 0
    """How many of the incidents may have been before or after it: their date is known only to the month or the year."""

    @property
    def total(self) -> int:
        """Incidents of all classes."""
        return sum(count for _, count in self.incidents)


def timeline(
    incidents: Iterable[Incident], issues: Iterable[Issue], since: date | None = None, until: date | None = None
) -> tuple[Period, ...]:
    """Every period from one day to another, the empty ones too, by days, months or years as they fit.

    Without `since` they begin with the first incident or article, without `until` they end with the last. Incidents are given that
    may have been in this time; articles of other times are left out.
    """
    begun = [(max(incident.earliest, since or date.min), incident) for incident in incidents if incident.earliest]
    read = list(issues)
    days = [*(day for day, _ in begun), *(issue.day for issue in read), *(day for day in (since, until) if day)]
    first, last = since or min(days, default=date.max), until or max(days, default=date.min)
    if first > last:
        return ()
    scale = _scale(first, last)
    happened, issued = defaultdict[date, list[Incident]](list), defaultdict[date, list[Issue]](list)
    for day, incident in begun:
        happened[scale.begin(day)].append(incident)
    for issue in read:
        if first <= issue.day <= last:
            issued[scale.begin(issue.day)].append(issue)
    periods = scale.periods(scale.begin(first), scale.begin(last))
    return tuple(_period(begin, end, happened[begin], issued[begin]) for begin, end in periods)


def _period(first: date, last: date, incidents: Sequence[Incident], issues: Sequence[Issue]) -> Period:
    return Period(
        first,
        last,
        kinds_by_frequency(incidents),
        killed_in(incidents),
        sum(issue.articles for issue in issues),
        len({issue.publisher for issue in issues if issue.publisher}),
        sum(_is_vague(incident, first, last) for incident in incidents),
    )


def _is_vague(incident: Incident, first: date, last: date) -> bool:
    return (incident.earliest or first) < first or (incident.latest or last) > last


@dataclass(frozen=True, slots=True)
class _Scale:
    """What time is cut into: days, months, or some years."""

    months: int
    """0 for days."""

    def begin(self, day: date) -> date:
        """The first day of the period of a day."""
        if not self.months:
            return day
        if self.months == 1:
            return day.replace(day=1)
        return date(max(1, day.year - day.year % (self.months // 12)), 1, 1)

    def periods(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        """First and last day of each period from one that begins on `first` to one that begins on `last`."""
        while first <= last:
            after = self._after(first)
            yield first, (after - timedelta(days=1) if after else date.max)
            if after is None:
                return
            first = after

    def _after(self, first: date) -> date | None:
        """The first day of the next period; None at the end of the calendar."""
        if not self.months:
            return first + timedelta(days=1) if first < date.max else None
        year, month = divmod(first.year * 12 + first.month - 1 + self.months, 12)
        return self.begin(date(year, month + 1, 1)) if year <= MAXYEAR else None


def _scale(first: date, last: date) -> _Scale:
    """What cuts a time into no more than `_MOST` periods."""
    if (last - first).days < _MOST:
        return _Scale(0)
    if (last.year - first.year) * 12 + last.month - first.month < _MOST:
        return _Scale(1)
    return _Scale(12 * next(years for years in _YEARS if (last.year - first.year) // years < _MOST - 1 or years == _YEARS[-1]))
