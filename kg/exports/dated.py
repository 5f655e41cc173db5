"""When an incident was, and how exactly that is known."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.incidents import Incident

DateExactness = Literal["day", "days", "week", "month", "year", "longer"]
"""One day; two to six; seven; eight to 31; up to a year; more."""
_LONGEST: dict[DateExactness, int] = {"day": 1, "days": 6, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Dated:
    """The first and the last day that an incident may have been on."""

    first: date
    last: date

    @property
    def exactness(self) -> DateExactness:
        """How exactly it is known."""
        length = (self.last - self.first).days + 1
        return next((name for name, longest in _LONGEST.items() if length <= longest), "longer")

    @property
    def middle(self) -> date:
        """The day half-way, the earlier of two: the 15th or 16th of a month (the 14th of February)."""
        return self.first + (self.last - self.first) // 2

    @property
    def in_words(self) -> str:
        """The days as an ISO 8601 interval; a day alone as it is."""
        return self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"


def dated(incident: Incident) -> Dated | None:
    """When an incident was; None where no date is known."""
    return Dated(incident.earliest, incident.latest) if incident.earliest and incident.latest else None
