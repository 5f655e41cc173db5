"""The day of an article that its own text gives: a dateline («بغداد 12-3-2014»), a page's stamp («آخر تحديث: …»), «اليوم» with a date."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from kg.arabic import fold_with_offsets
from kg.calendar import calendar, iso_day

_HEAD, _TAIL = 2_000, 300
"""Characters at the beginning and at the end of a text that are looked at."""
_OPENING = 600
"""Characters within which a line that is nothing but a date is a stamp: farther down it may be a heading."""
_BEFORE = 40
"""Characters before and after a date that tell what it is."""
_YEARS = range(1990, 2100)
_LATE = 3
"""Days that a page's stamp may be later than the day that the text calls today: pages are changed, and sent on."""
_STAMP = re.compile(r"(?:اخر تحديث|تاريخ النشر|تاريخ نشر|نشر (?:في|يوم|بتاريخ)|تم النشر|نشرت? :|حرر في|كتب في|اليوم)[\s:،,]*$")
_CLOCK = re.compile(r"^[\s،,|-]*(?:(?:الساعه|اخر تحديث)|\d{1,2}:\d\d)")
_DATELINE = re.compile(r"(?:^|\n)[^\S\n]*[ء-ي]+(?: [ء-ي]+)?[\s،,/(-]*(?:في )?$")
_AFTER_DATELINE = re.compile(r"^\s?[:\-–/()]")
_LINE_BEGINS, _LINE_ENDS = re.compile(r"(?:^|\n)[^\S\n]*$"), re.compile(r"^[^\S\n]*(?:[-|،,]?\s?\d{1,2}:\d\d[^\n]{0,12})?(?:\n|$)")


def day_in_text(text: str) -> str | None:
    """The day, YYYY-MM-DD, that a text gives as its own; None where it gives none, or where it contradicts itself."""
    for part, opening in ((text[:_HEAD], _OPENING), (text[_HEAD:][-_TAIL:], 0)):
        folded = fold_with_offsets(part)[0]
        own = (match for match in _dates().finditer(folded) if _is_its_own(folded, match, opening))
        day = next((day for match in own if (day := _value(match)) and not contradicts(text, day)), None)
        if day:
            return day
    return None


def contradicts(text: str, day: str) -> bool:
    """Whether the weekday that a text gives to «اليوم» or «أمس» shows that it was written some other time than a day says."""
    for match in _todays().finditer(fold_with_offsets(text[:_HEAD])[0]):
        back = 0 if match["day"] == "اليوم" else 1
        behind = (date.fromisoformat(day).weekday() - back - calendar().weekdays[match["weekday"]]) % 7
        return behind > _LATE
    return False


def _is_its_own(text: str, match: re.Match[str], opening: int) -> bool:
    before, after = text[max(match.start() - _BEFORE, 0) : match.start()], text[match.end() : match.end() + _BEFORE]
    if _STAMP.search(before) or _CLOCK.search(after):
        return True
    if match.start() < opening and _LINE_BEGINS.search(before) and _LINE_ENDS.search(after):
        return True
    begun = before if match.start() <= _BEFORE or "\n" in before else "… " + before  # what is cut off is not the line's beginning
    return bool(_DATELINE.search(begun) and _AFTER_DATELINE.search(after))


def _value(match: re.Match[str]) -> str | None:
    """The day of a match; None where there is no such day, or where the weekday beside it is another's."""
    year = int(match["year"] or match["first"] or match["last"])
    month = int(match["number"] or match["second"]) if not match["name"] else _months()[" ".join(match["name"].split())]
    day = int(match["day"] or match["third"] or match["one"])
    value = iso_day(year, month, day) if year in _YEARS else None
    weekday = match["weekday"]
    if value and weekday and calendar().weekdays[weekday] != date.fromisoformat(value).weekday():
        return None
    return value


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {" ".join(name): number for name, number in calendar().months.items()}


def _any_of(names: Iterator[str]) -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=1)
def _dates() -> re.Pattern[str]:
    """Full dates, with the weekday that may stand before them."""
    month = _any_of(iter(_months()))
    return re.compile(
        rf"(?:(?P<weekday>{_any_of(iter(calendar().weekdays))})[\s،,(:]+(?:الموافق\s+)?)?(?<!\d)(?:"
        rf"(?P<day>\d{{1,2}})\s+(?:من\s+)?(?P<name>{month})(?:\s?[/(-]\s?(?:{month})\)?)?[\s،,]+(?P<year>\d{{4}})"
        r"|(?P<one>\d{1,2})(?P<mark>[/.-])(?P<number>\d{1,2})(?P=mark)(?P<last>\d{4})"
        r"|(?P<first>\d{4})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<third>\d{1,2})"
        r")(?!\d)"
    )


@lru_cache(maxsize=1)
def _todays() -> re.Pattern[str]:
    return re.compile(rf"(?<!اول )(?<!من )\b(?P<day>اليوم|امس)[\s،,(]+(?P<weekday>{_any_of(iter(calendar().weekdays))})\b")
