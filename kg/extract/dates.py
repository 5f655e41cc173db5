"""Time expressions: calendar dates in the month names of all Arab regions, and what is relative to the article's day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import digits_value, fold, proclitic_stems
from kg.extract.words import Word
from kg.model import Span

_REGIONS = ("ar", "ar_SY", "ar_IQ", "ar_MA", "ar_DZ", "ar_TN")
_NEXT = frozenset(("المقبل", "المقبله", "القادم", "القادمه"))
_LAST = frozenset(("الماضي", "الماضيه", "المنصرم", "المنصرمه", "الفايت"))
_YEAR_WORDS = frozenset(("عام", "سنه", "العام"))
_SLASHED = re.compile(r"(?<!\d)(\d{1,4})([/-])(\d{1,2})\2(\d{1,4})(?!\d)")
_DAYS_AGO = {"امس": 1, "البارحه": 1, "اليوم": 0}
_TIMES_OF_DAY = frozenset(("يوم", "فجر", "صباح", "مساء", "ظهر", "ليل", "ليله"))
_FIRST, _MONTH = "اول", "الشهر"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression and what it says: YYYY, YYYY-MM, YYYY-MM-DD, or None where the article's day would be needed."""

    span: Span
    value: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Folded names of months and weekdays."""

    months: dict[tuple[str, ...], int]
    weekdays: dict[str, int]


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Month names of all regions and weekday names, from CLDR."""
    months: dict[tuple[str, ...], int] = {}
    for region in _REGIONS:
        for number, name in Locale.parse(region).months["format"]["wide"].items():
            months.setdefault(tuple(fold(name).split()), int(number))
    weekdays = {fold(name): int(day) for day, name in Locale("ar").days["format"]["wide"].items()}
    return Calendar(months, weekdays)


@Language.component("isnad_dates", assigns=["doc._.dates"], requires=["doc._.words"])
def dates(doc: Doc) -> Doc:
    """Set `doc._.dates`, in the order of the text, without overlaps."""
    issued = date.fromisoformat(doc._.article.issued) if doc._.article.issued else None
    found: list[TimeExpression] = []
    for expression in sorted((*_numeric(doc._.article.text), *_worded(doc._.words, issued)), key=lambda e: (e.span.begin, -e.span.end)):
        if not found or not found[-1].span.overlaps(expression.span):
            found.append(expression)
    doc._.dates = tuple(found)
    return doc


def _numeric(text: str) -> Iterator[TimeExpression]:
    for match in _SLASHED.finditer(text):
        first, month, last = int(match[1]), int(match[3]), int(match[4])
        year, day = (first, last) if first > 31 else (last, first)
        if value := _day(year, month, day):
            yield TimeExpression(Span(*match.span()), value)


def _worded(words: Sequence[Word], issued: date | None) -> Iterator[TimeExpression]:
    index = 0
    while index < len(words):
        if not _may_begin(words[index].form):
            index += 1
            continue
        expression, index = _at(words, index, issued)
        if expression:
            yield expression


@lru_cache(maxsize=50_000)
def _may_begin(form: str) -> bool:
    """Whether a time expression can begin with a folded word: most cannot, and are passed over."""
    return digits_value(form) is not None or any(stem.form in _openings() for stem in proclitic_stems(form))


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """Folded first words of all time expressions that do not begin with digits."""
    months = (name[0] for name in calendar().months)
    return frozenset((*months, *calendar().weekdays, *_YEAR_WORDS, *_DAYS_AGO, *_TIMES_OF_DAY, _FIRST, _MONTH))


def _at(words: Sequence[Word], index: int, issued: date | None) -> tuple[TimeExpression | None, int]:
    """The time expression that begins at a word, if any, and the index of the next word to look at."""
    for reader in (_calendar_date, _year, _relative_day, _weekday, _relative_period):
        if found := reader(words, index, issued):
            skip, last, value = found
            return TimeExpression(Span(words[index].begin_after(skip), words[last].end), value), last + 1
    return None, index + 1


_Found = tuple[int, int, str | None]
"""Length of the first word's proclitics, index of the last word, value."""


def _month(words: Sequence[Word], index: int) -> tuple[int, int, int] | None:
    """Length of proclitics, number and last index of a month name, its twin after a slash included («مارس/آذار»)."""
    months = calendar().months
    for stem in words[index].stems() if index < len(words) else ():
        for length in (2, 1):
            name = (stem.form, *(word.form for word in words[index + 1 : index + length]))
            if len(name) == length and (number := months.get(name)):
                last = index + length - 1
                twin = _month(words, last + 1) if last + 1 < len(words) and words[last + 1].glued in ("/", "(") else None
                return stem.skip, number, twin[2] if twin and twin[1] == number else last
    return None


def _calendar_date(words: Sequence[Word], index: int, issued: date | None) -> _Found | None:
    day, at, skip = None, index, 0
    value = digits_value(words[index].form)
    if value and value <= 31:
        day, at = value, index + 1
        while at < len(words) and words[at].form in ("من", "شهر"):
            at += 1
    month = _month(words, at)
    if not month or (day and (month[0] or words[at].glued not in ("", "-"))):
        return None
    skip, number, last = (month[0] if day is None else 0), month[1], month[2]
    year = digits_value(words[last + 1].form) if last + 1 < len(words) and words[last + 1].glued in ("", "،", ",", ")") else None
    if year and 1000 < year < 2100:
        return skip, last + 1, _partial(year, number, day)
    if day is None and number in (5, 6) and not _said_to_be_time(words, index, last):
        return None  # «ماي» and «جوان» are names too
    if last + 1 < len(words) and words[last + 1].form in _LAST:
        return skip, last + 1, _partial(_year_of_last(number, day, issued), number, day)
    return skip, last, _partial(_year_of_last(number, day, issued), number, day)


def _said_to_be_time(words: Sequence[Word], first: int, last: int) -> bool:
    before = first > 0 and words[first - 1].form in ("شهر", "في", "مطلع", "نهايه", "اواخر", "منتصف", "اوايل", "منذ")
    return before or last > first or (last + 1 < len(words) and words[last + 1].form in _LAST)


def _year_of_last(month: int, day: int | None, issued: date | None) -> int | None:
    """The year of the latest such month or day that is not after the article's day."""
    if issued is None:
        return None
    return issued.year if (month, day or 1) <= (issued.month, issued.day) else issued.year - 1


def _partial(year: int | None, month: int, day: int | None) -> str | None:
    if year is None:
        return None
    return _day(year, month, day) if day else f"{year:04}-{month:02}"


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if year >= 1000 else None
    except ValueError:
        return None


def _year(words: Sequence[Word], index: int, issued: date | None) -> _Found | None:
    for stem in words[index].stems():
        if stem.form in _YEAR_WORDS and index + 1 < len(words) and not words[index + 1].glued:
            year = digits_value(words[index + 1].form)
            if year and 1900 < year < 2100:
                return stem.skip, index + 1, str(year)
            if words[index + 1].form in _LAST and issued:
                return stem.skip, index + 1, str(issued.year - 1)
    return None


def _relative_day(words: Sequence[Word], index: int, issued: date | None) -> _Found | None:
    if words[index].form == _FIRST and index + 1 < len(words) and words[index + 1].form == "امس":
        return 0, index + 1, (issued - timedelta(days=2)).isoformat() if issued else None
    for stem in words[index].stems():
        if stem.form in _DAYS_AGO:
            back, last = _DAYS_AGO[stem.form], index
            following = words[index + 1] if index + 1 < len(words) else None
            if stem.form == "امس" and following and following.form == "الاول":
                back, last = 2, index + 1
            elif following and not following.glued and following.form in calendar().weekdays:
                last = index + 1
            return stem.skip, last, (issued - timedelta(days=back)).isoformat() if issued else None
    return None


def _weekday(words: Sequence[Word], index: int, issued: date | None) -> _Found | None:
    at, skip = index, 0
    for stem in words[index].stems():
        if stem.form in _TIMES_OF_DAY and index + 1 < len(words):
            at, skip = index + 1, stem.skip
    weekday = calendar().weekdays.get(words[at].form)
    if weekday is None:
        return None
    said = words[at + 1].form if at + 1 < len(words) else ""
    last = at + 1 if said in _LAST | _NEXT else at
    if issued is None:
        return skip, last, None
    if said in _NEXT:
        return skip, last, (issued + timedelta(days=(weekday - issued.weekday()) % 7 or 7)).isoformat()
    back = (issued.weekday() - weekday) % 7 or (7 if said in _LAST else 0)
    return skip, last, (issued - timedelta(days=back)).isoformat()


def _relative_period(words: Sequence[Word], index: int, issued: date | None) -> _Found | None:
    following = words[index + 1].form if index + 1 < len(words) else ""
    if following not in _LAST or issued is None:
        return None
    for stem in words[index].stems():
        if stem.form == _MONTH:
            before = issued.replace(day=1) - timedelta(days=1)
            return stem.skip, index + 1, f"{before.year:04}-{before.month:02}"
    return None
