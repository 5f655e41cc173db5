"""Days, months and years by name and number, ours and those of the Hijri calendar."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.arabic import digits_value
from kg.calendar import HIJRI_YEARS, calendar, from_hijri, hijri_month, iso_day
from kg.extract.dates.expression import Found, TimeExpression, View, time_values, time_words
from kg.model import Span

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?![\d/-]|\.\d)(?:\s?(?:هـ|ه\b))?")
_AHEAD = timedelta(days=60)
"""How far ahead a day without its year may lie: one that is farther was last year's."""
YEARS = range(1900, 2100)


def numeric(text: str) -> Iterator[TimeExpression]:
    """«2/11/2015», «2015-11-02»: the day first unless the year is, or unless the second number can be no month."""
    for match in _NUMERIC.finditer(text):
        first, middle, last = int(match[1]), int(match[3]), int(match[4])
        year, month, day = (first, middle, last) if first > 31 else (last, middle, first)
        hijri = year in HIJRI_YEARS
        value = from_hijri(year, month, day) if hijri else iso_day(year, month, day) or iso_day(year, day, month)
        if value:
            yield TimeExpression(Span(*match.span()), value, "hijri" if hijri else "day")


def calendar_date(view: View, index: int) -> Found | None:
    """«11 سبتمبر», «الحادي عشر من أيلول 2014», «آذار الماضي», «أكتوبر», «15 من الشهر الجاري»."""
    day, at, skip = _day_number(view, index)
    if day is None:
        month = month_name(view, index)
        doubtful = month is not None and month[1] in _doubtful() and not _is_said_to_be_time(view, index, month)
        if month is None or doubtful or (digits_value(view.form(index - 1)) and _is_a_name(view, index - 1)):
            return None
        return _with_year(view, month, None)
    if view.form(at) in ("من", "شهر") and not view.words[at].glued:
        at += 1
    if (found := _day_of_told_month(view, at, day)) is not None:
        return Found(skip, found.last, found.value, "day")
    month = month_name(view, at + (view.follows(at) == "شهر"))
    if month is None or month[0] or view.words[at].glued not in ("", "-") or _is_a_name(view, index):
        return None
    found = _with_year(view, month, day)
    if found.value and _is_end_of_a_period(view, index):
        return Found(skip, found.last, found.value[: len("YYYY-MM")], "month")
    return Found(skip, found.last, found.value, found.kind)


def _is_end_of_a_period(view: View, index: int) -> bool:
    """«بين 12 و15 كانون الأول», «من 3 إلى 7 أيار»: the text says some day of these, and no more."""
    first, day, joint = (view.form(index - step) for step in (3, 2, 1))
    return digits_value(day) is not None and ((first, joint) == ("بين", "و") or (first in ("بين", "من") and joint in ("الي", "حتي")))


def month_name(view: View, index: int) -> tuple[int, int, int] | None:
    """Length of proclitics, number and last index of a month name, its twin included («مارس/آذار», «آب - أغسطس»)."""
    months = calendar().months
    for stem in view.stems(index):
        for length in (2, 1):
            name = (stem.form, *(view.follows(at) for at in range(index + 1, index + length)))
            number = months.get(name)
            if number:
                last = index + length - 1
                glued = view.words[last + 1].glued if last + 1 < len(view.words) else ""
                twin = month_name(view, last + 1) if glued in ("/", "(", "-", "ـ", "\\") else None
                return stem.skip, number, twin[2] if twin and twin[1] == number else last
    return None


def _doubtful() -> frozenset[int]:
    months = calendar().months
    return frozenset(months[(word,)] for word in time_words("doubtful") if (word,) in months)


def _is_said_to_be_time(view: View, first: int, month: tuple[int, int, int]) -> bool:
    """Of a month that may be a verb or a name: a word of time before it, its twin, or a tense or year after it.

    Behind another preposition ب is no preposition: «من باب» leads to a door.
    """
    skip, _, last = month
    if view.form(first) not in time_words("doubtful") and first == last and view.stems(first)[0].form in {n[0] for n in calendar().months}:
        return True
    before = not skip and view.form(first - 1) in time_words("month_before") and not view.words[first].glued
    return before or last > first or bool(view.tense(last + 1)) or digits_value(view.follows(last + 1)) in YEARS


def _day_number(view: View, index: int) -> tuple[int | None, int, int]:
    """The day of a month in digits or in words, the index after it, and the length of its proclitics."""
    value = digits_value(view.form(index))
    if value is not None:
        return (value if 0 < value <= 31 else None), index + 1, 0
    ordinals = time_values("ordinal")
    stem = next((stem for stem in view.stems(index) if stem.form in ordinals), None)
    if stem is None or stem.form == "عشر":
        return None, index, 0
    day, at = int(ordinals[stem.form]), index + 1
    second = view.follows(at)
    tens = ordinals.get(second if second == "عشر" else second.removeprefix("و"), "")
    if day < 10 and tens and int(tens) >= 10 and (second == "عشر" or second.startswith("و")):
        day, at = day + int(tens), at + 1
    return (day if day <= 31 else None), at, stem.skip


def _day_of_told_month(view: View, at: int, day: int) -> Found | None:
    """What stands for a month after a day: «الشهر الجاري», «هذا الشهر», «الجاري»."""
    form, tense, last = view.follows(at), "", at
    if form == "الشهر" and view.tense(at + 1):
        tense, last = view.tense(at + 1), at + 1
    elif form == "هذا" and view.follows(at + 1) == "الشهر":
        tense, last = "current", at + 1
    elif form in ("الجاري", "الحالي"):
        tense = "current"
    if not tense:
        return None
    if view.today is None:
        return Found(0, last, None, "day")
    year, month = shifted_month(view.today, {"last": -1, "current": 0, "next": 1}[tense])
    return Found(0, last, iso_day(year, month, day), "day")


def shifted_month(day: date, by: int) -> tuple[int, int]:
    """Year and number of the month that lies some months from that of a day."""
    months = day.year * 12 + day.month - 1 + by
    return months // 12, months % 12 + 1


def _is_a_name(view: View, index: int) -> bool:
    """«قوى 14 آذار», «ثورة 25 يناير»: a day that something is called by."""
    return index > 0 and not view.words[index].glued and view.stem(index - 1, "named") is not None


def _with_year(view: View, month: tuple[int, int, int], day: int | None) -> Found:
    """A month or its day with the year that follows, or with the one that it must be of."""
    skip, number, last = month
    year, tense, last = _year_after(view, last)
    year = year or _year_of(view.today, number, day, tense)
    kind = "day" if day else "month"
    if year is None:
        return Found(skip, last, None, kind)
    return Found(skip, last, iso_day(year, number, day) if day else f"{year:04}-{number:02}", kind)


def _year_after(view: View, last: int) -> tuple[int | None, str, int]:
    """The year said after a month, else its tense, and the last index: «2014», «من عام 2014», «من العام الماضي», «المقبل»."""
    year = digits_value(view.follows(last + 1, "،,)"))
    if year in YEARS:
        return year, "", last + 1
    if tense := view.tense(last + 1):
        return None, tense, last + 1
    at = last + 1 + (view.follows(last + 1, "،,") == "من")
    this = view.follows(at) == "هذا"
    if view.follows(at + this, "،,") in ("عام", "سنه", "العام", "السنه", "لعام"):
        year = digits_value(view.follows(at + this + 1))
        if year is not None and 1000 < year < 2100:
            return year, "", at + this + 1
        tense = "current" if this else view.tense(at + 1)
        if tense and view.today:
            return view.today.year + {"last": -1, "current": 0, "next": 1}[tense], "", at + 1
    return None, "", last


def _year_of(today: date | None, month: int, day: int | None, tense: str) -> int | None:
    """The year of a month or day that is said without: that of the nearest, before the article's day rather than after it."""
    if today is None:
        return None
    this = (month, day or 0)
    now = (today.month, today.day if day else 0)
    if tense == "last":
        return today.year if this < now else today.year - 1
    if tense == "next":
        return today.year if this > now else today.year + 1
    if tense == "current" or this <= now:
        return today.year
    soon = today + _AHEAD
    return today.year if day and (soon.year > today.year or this <= (soon.month, soon.day)) else today.year - 1


def year(view: View, index: int) -> Found | None:
    """«عام 2015», «صيف 2014», «في 2013»; «العام الماضي», «هذا العام»."""
    if stem := view.stem(index, "part"):
        inner = _year_of_noun(view, index + 1) if view.follows(index + 1) else None
        return Found(stem.skip, inner.last, inner.value, inner.kind) if inner and not inner.skip else _bare_year(view, index)
    return _year_of_noun(view, index) or _bare_year(view, index)


def _year_of_noun(view: View, index: int) -> Found | None:
    this = view.form(index) == "هذا" or view.form(index) == "هذه"
    at = index + this
    stem = view.stem(at, "year")
    if stem is None or (this and stem.skip):
        return None
    if this:
        return Found(0, at, str(view.today.year) if view.today else None, "year")
    value = digits_value(view.follows(at + 1, "("))
    if value in YEARS:
        return Found(stem.skip, at + 1, str(value), "year")
    if value in HIJRI_YEARS:
        return Found(stem.skip, at + 1, None, "hijri")
    if tense := view.tense(at + 1):
        by = {"last": -1, "current": 0, "next": 1}[tense]
        return Found(stem.skip, at + 1, str(view.today.year + by) if view.today else None, "year")
    return None


def _bare_year(view: View, index: int) -> Found | None:
    """Four digits after a preposition or a season; not where they count what follows («في 2000 قرية»)."""
    stem = view.stem(index, "before_year")
    value = digits_value(view.follows(index + 1))
    if stem is None or value not in YEARS or len(view.form(index + 1)) != 4:
        return None
    named = stem.form in time_words("season") | time_words("part")
    if not named and _counts(view, index + 2):
        return None
    return Found(stem.skip if named else -1, index + 1, str(value), "year")


def _counts(view: View, at: int) -> bool:
    """Whether the word at an index may be what a number before it counts: an indefinite noun, or more digits."""
    form = view.follows(at)
    return (len(form) > 3 and form.endswith("ا") and not form.startswith(("و", "ال"))) or form in time_words("counted") or form.isdigit()


def hijri(view: View, index: int) -> Found | None:
    """«12 رمضان 1436», «رمضان 1436»: only with a day or a year, as the months are names of people too."""
    day, at, skip = _day_number(view, index)
    if day is None:
        at = index
    elif view.follows(at) in ("من", "شهر"):
        at += 1
    for length in (2, 1):
        name = tuple(view.form(at) if step == 0 else view.follows(at + step) for step in range(length))
        number = calendar().hijri_months.get(name)
        if number is None or (day is not None and view.words[at].glued):
            continue
        said = digits_value(view.follows(at + length, "،,"))
        if said is not None and said in HIJRI_YEARS:
            last = at + length + (view.form(at + length + 1) in ("ه", "هجري", "هجريه"))
            return Found(skip, last, from_hijri(said, number, day) if day else hijri_month(said, number), "hijri")
        if day is not None:
            return Found(skip, at + length - 1, _latest_hijri(view.today, number, day), "hijri")
    return None


def _latest_hijri(today: date | None, month: int, day: int) -> str | None:
    """The latest such day that is not after the article's."""
    if today is None:
        return None
    about = int((today.year - 622) * 33 / 32)
    days = (from_hijri(year, month, day) for year in range(about + 2, about - 3, -1))
    return next((value for value in days if value and value <= today.isoformat()), None)
