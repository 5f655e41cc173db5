"""What a row of an analyst's file says, and how its cells are read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.arabic import digits_value, fold, number_words
from kg.calendar import calendar
from kg.ontology import PARENT, ancestors, days, labels

_NOTHING = frozenset(map(fold, ("", "na", "nan", "none", "null", "unknown", "n/a", "غير معروف", "مجهول", "لا يوجد")))
"""What stands for a cell without a value, folded."""
_UNKNOWN_NUMBER = re.compile(r"-9{1,2}(\.0+)?")
"""What GTD has for a number that is not known."""
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_IN_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([^\d\s](?:[^\d]*[^\d\s,،])?)[\s,،]+(\d{4})")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DECIMALS = re.compile(r"(\d+)\.0+")


HAPPENED = frozenset(("Occurred",))
"""What rows tell that say nothing else of what became of an incident."""
_STATUSES = (*HAPPENED, "Foiled", "Planned", "Denied")


@dataclass(frozen=True, slots=True)
class Count:
    """A figure: the number that is compared, and what the file holds possible, which is only told."""

    best: int
    low: int
    high: int

    def __str__(self) -> str:
        return str(self.best) if self.low == self.high else f"{self.best} ({self.low}–{self.high})"


@dataclass(frozen=True, slots=True)
class Record:
    """A row: what it says of an incident; None and empty where it says nothing."""

    line: int
    id: str = ""
    first: date | None = None
    last: date | None = None
    """First and last day that its date allows."""
    places: tuple[str, ...] = ()
    """Names, the smallest place first."""
    point: tuple[float, float] | None = None
    """Latitude and longitude, where they are those of the place itself."""
    kinds: frozenset[str] = frozenset()
    """Classes that it may have in the graph, by local name."""
    statuses: frozenset[str] = HAPPENED
    """What may have become of it, by local name."""
    killed: Count | None = None
    injured: Count | None = None
    actors: tuple[str, ...] = ()

    @property
    def days(self) -> str:
        """Its date as text: a day, or the first and the last."""
        if self.first is None or self.last is None:
            return ""
        return self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"


def is_nothing(text: str) -> bool:
    """Whether a cell has no value: empty, «NA», «Unknown», «غير معروف»."""
    return fold(text) in _NOTHING


def read_days(text: str) -> tuple[date, date] | None:
    """First and last day of a date as exact as it is written: 2024-03-05, 5/3/2024 (day first), 2024-03, «5 مارس 2024», A/B.

    None for an empty cell. Raises ValueError for what is no date.
    """
    if is_nothing(text):
        return None
    written = _western(text)
    one, slash, other = written.partition("/")
    if slash and _ISO.fullmatch(one.strip()) and _ISO.fullmatch(other.strip()) and "-" in one:
        first, last = _partial(one.strip()), _partial(other.strip())
        if first[0] > last[1]:
            raise ValueError(f"{text!r} ends before it begins")
        return first[0], last[1]
    return _partial(written)


def read_number(text: str) -> int | None:
    """A whole number in digits of either script or in Arabic words; None for an empty cell, -9 and -99. Raises ValueError for others."""
    if is_nothing(text) or _UNKNOWN_NUMBER.fullmatch(text.strip()):
        return None
    written = decimal[1] if (decimal := _DECIMALS.fullmatch(_western(text))) else text.strip()
    value = digits_value(written)
    words = fold(written).split()
    told = number_words(words) if value is None else None
    if told and told[1] == len(words):
        value = told[0]
    if value is None:
        raise ValueError(f"{text!r} is no number; write digits, or leave the cell empty")
    return value


def read_count(best: str, low: str = "", high: str = "") -> Count | None:
    """A number, with the least and the greatest that it may be; None without a number. Raises as `read_number`."""
    number = read_number(best)
    bounds = [read_number(bound) for bound in (low, high)]
    known = [each for each in (number, *bounds) if each is not None]
    return None if number is None else Count(number, min(known), max(known))


def read_point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Degrees; None where one is missing. Raises ValueError for what is none."""
    if is_nothing(latitude) or is_nothing(longitude):
        return None
    north, east = float(_western(latitude)), float(_western(longitude))
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise ValueError(f"{latitude}, {longitude} are no coordinates: latitude comes first")
    return north, east


def read_kinds(text: str) -> frozenset[str]:
    """The class that a cell names, by its local name or its label in Arabic or English; nothing for other words."""
    return _term(text, [kind for kind in PARENT if "Incident" in ancestors(kind)])


def read_statuses(text: str) -> frozenset[str]:
    """What became of it, by the status's local name or its label in Arabic or English; that it happened for other words."""
    return _term(text, _STATUSES) or HAPPENED


def _term(text: str, terms: Iterable[str]) -> frozenset[str]:
    """The one of some terms of ours that a cell names, if it does."""
    wanted = fold(text.removeprefix("kg:"))
    return frozenset(term for term in terms if wanted in map(fold, (term, *labels().get(term, {}).values())))


def _western(text: str) -> str:
    """Digits of either script as 0 to 9."""
    return "".join(str(int(character)) if character.isdecimal() else character for character in text.strip())


def _partial(text: str) -> tuple[date, date]:
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _IN_WORDS.fullmatch(text):
        day, month, year = match[1], str(_month(match[2], text)), match[3]
    else:
        raise ValueError(f"{text!r} is no date; write it as 2024-03-05, 2024-03 or 2024")
    written = "-".join(f"{int(part):0{2 if number else 4}}" for number, part in enumerate((year, month, day)) if part)
    try:
        return days(written)
    except ValueError as error:
        raise ValueError(
            f"{text!r} is no day of the calendar; of a date in figures the day comes first, or write it as 2024-03-05"
        ) from error


def _month(name: str, text: str) -> int:
    folded = tuple(fold(name).split())
    arabic = calendar().months.get(folded) or next((calendar().months[(word,)] for word in folded if (word,) in calendar().months), None)
    english = next((number for number, month in enumerate(_ENGLISH_MONTHS, 1) if folded and folded[0].startswith(month)), None)
    if not (found := arabic or english):
        raise ValueError(f"{text!r} has no month that is known; write it as 2024-03-05")
    return found
