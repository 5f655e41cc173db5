"""Months and weekdays under all the names that Arabic news has for them, and days of the Hijri calendar as days of ours."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from hijridate import Hijri

from kg.arabic import fold

_REGIONS = ("ar", "ar_SY", "ar_IQ", "ar_MA", "ar_DZ", "ar_TN")
_OTHER_MONTHS = {
    **dict.fromkeys(("جوييه", "جويليا"), 7),
    **dict.fromkeys(("اغشت",), 8),
    **dict.fromkeys(("شتمبر",), 9),
    **dict.fromkeys(("تشرين اول",), 10),
    **dict.fromkeys(("تشرين ثاني", "نوفنبر"), 11),
    **dict.fromkeys(("كانون اول", "ديسنبر"), 12),
    **dict.fromkeys(("كانون ثاني",), 1),
}
"""Spellings that CLDR lacks."""
_OTHER_WEEKDAYS = {"الاتنين": 0, "الثلثاء": 1}
_HIJRI = (
    *(("محرم", "المحرم"), ("صفر",), ("ربيع الاول",), ("ربيع الاخر", "ربيع الثاني")),
    *(("جمادي الاولي", "جمادي الاول"), ("جمادي الاخره", "جمادي الثانيه", "جمادي الاخر", "جمادي الثاني")),
    *(("رجب",), ("شعبان",), ("رمضان",), ("شوال",), ("ذو القعده", "ذي القعده"), ("ذو الحجه", "ذي الحجه")),
)
HIJRI_YEARS = range(1343, 1500)
"""Years that can be converted, by the calendar of Umm al-Qura."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Folded names of months and weekdays, and their numbers: Monday is 0, the first month 1."""

    months: dict[tuple[str, ...], int]
    weekdays: dict[str, int]
    hijri_months: dict[tuple[str, ...], int]


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """The names of all regions (from CLDR) and of the Hijri calendar."""
    months: dict[tuple[str, ...], int] = {tuple(name.split()): number for name, number in _OTHER_MONTHS.items()}
    for region in _REGIONS:
        for number, name in Locale.parse(region).months["format"]["wide"].items():
            months.setdefault(tuple(fold(name).split()), int(number))
    weekdays = {fold(name): int(day) for day, name in Locale("ar").days["format"]["wide"].items()} | _OTHER_WEEKDAYS
    hijri = {tuple(name.split()): number for number, names in enumerate(_HIJRI, start=1) for name in names}
    return Calendar(months, weekdays, hijri)


def iso_day(year: int, month: int, day: int) -> str | None:
    """YYYY-MM-DD of a day between 1000 and 9999; None for one that no calendar has."""
    try:
        return date(year, month, day).isoformat() if year >= 1000 else None
    except ValueError:
        return None


def from_hijri(year: int, month: int, day: int) -> str | None:
    """YYYY-MM-DD of a day of the Hijri calendar; None for one that does not exist or cannot be converted."""
    try:
        return str(Hijri(year, month, day).to_gregorian())
    except (ValueError, OverflowError):
        return None


def hijri_month(year: int, month: int) -> str | None:
    """What holds all days of a Hijri month: a month (YYYY-MM), a year (YYYY), or nothing."""
    first, last = from_hijri(year, month, 1), from_hijri(year, month, 29)
    return common(first, last) if first and last else None


def common(first: str, last: str) -> str | None:
    """The smallest day, month or year that holds both of two days, or None."""
    return next((first[:length] for length in (10, 7, 4) if first[:length] == last[:length]), None)
