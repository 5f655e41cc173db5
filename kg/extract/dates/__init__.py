"""Time expressions: days, months and years of both calendars, and what is relative to the article's day."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import digits_value, proclitic_stems
from kg.calendar import calendar
from kg.extract.dates import absolute, relative
from kg.extract.dates.chronicle import day_of_line, is_chronicle
from kg.extract.dates.expression import Found, TimeExpression, View, time_words
from kg.extract.words import Word
from kg.model import Mention, Span

__all__ = ["TimeExpression", "dates", "time_expressions"]

_BESIDE = re.compile(r"[^\S\n]*(?:[،,(][^\S\n]*)?(?:(?:ال|(?:ال)?(?:موافق[هة]?|مصادف))[^\S\n]*)?(?::[^\S\n]*)?ل?")
_READERS = (
    relative.ago,
    relative.hence,
    relative.relative_day,
    relative.weekday,
    absolute.hijri,
    absolute.calendar_date,
    absolute.year,
    relative.period,
    relative.past_days,
)


@Language.component("isnad_dates", assigns=["doc._.dates"], requires=["doc._.words", "doc._.mentions"])
def dates(doc: Doc) -> Doc:
    """Set `doc._.dates`, in the order of the text, without overlaps."""
    article = doc._.article
    issued = date.fromisoformat(article.issued) if article.issued else None
    if issued and issued.year not in absolute.YEARS:  # a date that nobody set: nothing is told from it
        issued = None
    found = time_expressions(article.text, doc._.words, issued)
    begins = [mention.span.begin for mention in doc._.mentions]
    doc._.dates = tuple(expression for expression in found if not _is_in_a_name(expression, doc._.mentions, begins))
    return doc


def time_expressions(text: str, words: Sequence[Word], issued: date | None) -> list[TimeExpression]:
    """The time expressions of a text, in its order, without overlaps; `issued` is the article's day."""
    today = relative.writing_day(View(words, issued))
    found: list[TimeExpression] = []
    both = (*absolute.numeric(text), *_worded(View(words, today)))
    for expression in sorted(both, key=lambda e: (e.span.begin, -e.span.end)):
        if found and found[-1].span.overlaps(expression.span):
            continue
        begin = found.pop().span.begin if found and _is_its_date(text, found[-1], expression) else expression.span.begin
        found.append(replace(expression, span=Span(begin, expression.span.end)))
    return found


def _is_its_date(text: str, day: TimeExpression, expression: TimeExpression) -> bool:
    """Whether a weekday is followed by its own date in numbers: «الأحد الموافق 4/7/1435», «السبت 3-5-2014»."""
    between = text[day.span.end : expression.span.begin]
    exact = expression.kind in ("day", "hijri") and len(expression.value or "") == len("YYYY-MM-DD")
    return exact and day.kind in ("weekday", "today") and _BESIDE.fullmatch(between) is not None


def _is_in_a_name(expression: TimeExpression, mentions: Sequence[Mention], begins: Sequence[int]) -> bool:
    """Whether it is part of a longer name («روسيا اليوم», «عين السبت»); `begins` are the offsets of the mentions."""
    at = bisect_right(begins, expression.span.begin) - 1
    return at >= 0 and expression.span.end <= mentions[at].span.end and mentions[at].span != expression.span


def _worded(view: View) -> Iterator[TimeExpression]:
    today = view.today if is_chronicle(view) else None
    index, said = 0, None
    while index < len(view.words):
        word = view.words[index]
        if today and (day := day_of_line(view, index, today)):
            view = replace(view, today=day.replace(month=12, day=31))  # «في 31 أكتوبر» is of that year too
            yield TimeExpression(word.span, day.isoformat(), "day")
        found = _at(view, index, said) if _may_begin(word.form) else None
        if found is not None:
            begin = view.words[index + 1].begin if found.skip < 0 else word.begin_after(found.skip)
            yield TimeExpression(Span(begin, view.words[found.last].end), found.value, found.kind)
            said = found.value or said
        index = found.last + 1 if found else index + 1


def _at(view: View, index: int, said: str | None) -> Found | None:
    """The time expression that begins at a word, if any."""
    for reader in _READERS:
        if found := reader(view, index):
            return found
    return relative.same(view, index, said)


@lru_cache(maxsize=20_000)
def _may_begin(form: str) -> bool:
    """Whether a time expression can begin with a folded word: most cannot, and are passed over."""
    return digits_value(form) is not None or any(stem.form in _openings() for stem in proclitic_stems(form))


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """Folded first words of all time expressions that do not begin with digits."""
    known = calendar()
    names = (name[0] for name in (*known.months, *known.hijri_months))
    sorts = ("year", "month", "week", "daytime", "part", "season", "before_year", "ago", "hence", "ordinal", "this")
    words = (word for sort in sorts for word in time_words(sort))
    return frozenset((*names, *known.weekdays, *words, *relative.OPENINGS))
