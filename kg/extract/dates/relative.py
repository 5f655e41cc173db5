"""Time told from the day on which the article was written, or from another day that it tells."""

from datetime import date, timedelta

from kg.arabic import digits_value, number_words
from kg.calendar import calendar
from kg.extract.dates.absolute import calendar_date, month_name, shifted_month
from kg.extract.dates.expression import Found, View, time_values, time_words

_DAYS_AGO = {"امس": 1, "الامس": 1, "البارحه": 1, "اليوم": 0, "غدا": -1}
_YESTERDAY = frozenset(("امس", "الامس"))
_REACH = 8
_EARLIEST = 1000
"""No year before it is written with four digits."""
_SPANS = {"الساعات": 7, "الايام": 7, "اليومين": 7, "الاسابيع": 7, "الاشهر": 4, "الشهور": 4}
_NOUNS = {"العام": 4, "السنه": 4, "الشهر": 7, "اليوم": 10}
OPENINGS = frozenset((*_DAYS_AGO, *_SPANS, *_NOUNS, "اول", "قبل", "بعد", "الليله", "الصيف"))
"""Folded first words of these expressions that no other list has."""


def relative_day(view: View, index: int) -> Found | None:
    """«اليوم», «أمس», «أول من أمس», «مساء أمس الجمعة», «الليلة الماضية»: where a weekday stands beside it, the weekday decides."""
    skip, at = _after_daytime(view, index)
    if view.form(at) == "الليله" and view.tense(at + 1) == "last":
        return Found(skip, at + 1, _back(view, 1), "today")
    if found := _day_of_two_words(view, at, said_as_day=at > index):
        last, days = found
        return _with_weekday(view, (skip, last), days)
    stem = next((stem for stem in view.stems(at) if stem.form in _DAYS_AGO), None)
    if stem is None or (at > index and (stem.skip or view.words[at].glued)):
        return None
    skip = skip if at > index else stem.skip
    if stem.form in (*_YESTERDAY, "البارحه") and view.follows(at + 1) in ("الاول", "الاولي"):
        return _with_weekday(view, (skip, at + 1), 2)
    if stem.form == "اليوم" and _is_another_day(view, at):
        return None
    return _with_weekday(view, (skip, at), _DAYS_AGO[stem.form])


def _is_another_day(view: View, at: int) -> bool:
    """«اليوم التالي», «نفس اليوم», and of other years: «في مثل هذا اليوم», «هذا اليوم في التاريخ»."""
    same = view.is_at(at + 1, "other_day") or view.is_at(at + 1, "same") or view.form(at - 1) in ("نفس", "ذات")
    of_years = view.form(at - 2).endswith("مثل") or (view.follows(at + 1), view.follows(at + 2)) == ("في", "التاريخ")
    return same or of_years


def _day_of_two_words(view: View, at: int, *, said_as_day: bool) -> tuple[int, int] | None:
    """Last index and how many days ago: «أول أمس», «أول من أمس», «قبل أمس», «بعد غد»; «غد» only after «يوم»."""
    first, second = view.form(at), at + 1 + (view.follows(at + 1) == "من")
    if first in ("اول", "قبل") and view.follows(second) in _YESTERDAY:
        return second, 2
    if first == "بعد" and view.follows(at + 1) in ("غد", "غدا", "الغد"):
        return at + 1, -2
    return (at, -1) if said_as_day and view.follows(at) in ("غد", "الغد") else None


def _after_daytime(view: View, index: int) -> tuple[int, int]:
    """Length of proclitics and index of the word that goes on, after «مساء», «يوم», «منتصف ليل»."""
    stem = view.stem(index, "daytime")
    if stem and view.follows(index + 1):
        second = index + 1
        if view.is_at(second, "daytime") and view.follows(second + 1):  # «مساء يوم الأحد»
            second += 1
        return stem.skip, second
    return 0, index


def _back(view: View, days: int) -> str | None:
    return _days_before(view.today, days) if view.today else None


def _days_before(day: date, days: int) -> str | None:
    try:
        return (day - timedelta(days=days)).isoformat()
    except OverflowError:  # «قبل 9999999 يوما»
        return None


def _with_weekday(view: View, begun: tuple[int, int], days: int) -> Found:
    """A day told from today with the weekday and the calendar date that may follow."""
    skip, last = begun
    weekday = calendar().weekdays.get(view.follows(last + 1, "،,(")) if last + 1 < len(view.words) else None
    if weekday is None:
        return _or_calendar(view, (skip, last), _back(view, days), "today")
    value = None
    if view.today:
        expected = view.today - timedelta(days=days)
        value = (expected - timedelta(days=(expected.weekday() - weekday) % 7)).isoformat()
    return _or_calendar(view, (skip, last + 1), value, "today")


def _or_calendar(view: View, begun: tuple[int, int], value: str | None, kind: str) -> Found:
    """The same, or the calendar date that follows it: «الأحد 3 مايو», «الثلاثاء (10 مارس)», «السبت الموافق 2 أيار 2015»."""
    skip, last = begun
    at = last + 1 + (view.follows(last + 1) in ("الموافق", "الموافقه", "بتاريخ", "المصادف"))
    if at < len(view.words) and view.follows(at, "،,(-"):
        found = calendar_date(view, at) if digits_value(view.form(at)) or view.form(at) in time_values("ordinal") else None
        if found and not found.skip and found.kind == "day":
            return Found(skip, found.last, found.value or value, "day")
    return Found(skip, last, value, kind)


def weekday(view: View, index: int) -> Found | None:
    """«الجمعة», «فجر الخميس», «يوم السبت المقبل», «ليل الثلاثاء الأربعاء»."""
    skip, at = _after_daytime(view, index)
    stem = next((stem for stem in view.stems(at) if stem.form in calendar().weekdays), None)
    if stem is None or (at > index and stem.skip) or _is_no_weekday(view, index, at):
        return None
    if at > index and (second := calendar().weekdays.get(view.follows(at + 1, "-–"))) is not None and view.stem(index, "night"):
        return Found(skip, at + 1, _latest(view, second), "weekday")  # the night between two days, most of which is of the second
    number = calendar().weekdays[stem.form]
    tense = view.tense(at + 1)
    last = at + 1 if tense in ("last", "next") else at
    begun = (skip if at > index else stem.skip, last)
    if view.today is None:
        return _or_calendar(view, begun, None, "weekday")
    if tense == "next" or (not tense and _is_to_come(view, index)):
        day = view.today + timedelta(days=(number - view.today.weekday()) % 7 or 7)
        return _or_calendar(view, begun, day.isoformat(), "ahead")
    value = _back(view, 7) if tense == "last" and number == view.today.weekday() else _latest(view, number)
    return _or_calendar(view, begun, value, "weekday")


def _latest(view: View, weekday: int) -> str | None:
    """The latest such weekday that is not after today."""
    return _back(view, (view.today.weekday() - weekday) % 7) if view.today else None


def _is_no_weekday(view: View, first: int, at: int) -> bool:
    """«صلاة الجمعة», «الجمعة العظيمة», «سوق الخميس»."""
    if view.follows(at + 1) in time_words("not_weekday_after"):
        return True
    return first == at and first > 0 and not view.words[first].glued and view.stem(first - 1, "not_weekday") is not None


def _is_to_come(view: View, index: int) -> bool:
    """Whether a few words before, in the sentence, say that it is to come («من المقرر», «ستعقد»)."""
    sentence = view.words[index].sentence
    before = view.words[max(index - _REACH, 0) : index]
    return any(word.form in time_words("future") for word in before if word.sentence == sentence)


def period(view: View, index: int) -> Found | None:
    """«الشهر الماضي», «مطلع الشهر الجاري», «هذا الأسبوع»; of a week the month that most of it lies in."""
    skip, at = 0, index
    if (part := view.stem(index, "part")) and view.follows(index + 1):
        skip, at = part.skip, index + 1
    this = view.form(at) == "هذا" and bool(view.follows(at + 1))
    noun = at + this
    stem = next((stem for stem in view.stems(noun) if stem.form in ("الشهر", "الاسبوع", "الصيف")), None)
    tense = "current" if this else view.tense(noun + 1)
    if stem is None or not tense or (stem.skip and noun > index):
        return None
    last = noun if this else noun + 1
    skip = skip if noun > index else stem.skip
    return Found(skip, last, _period_value(view.today, stem.form, tense) if view.today else None, "ahead" if tense == "next" else "period")


def _period_value(today: date, noun: str, tense: str) -> str:
    by = {"last": -1, "current": 0, "next": 1}[tense]
    if noun == "الشهر":
        year, month = shifted_month(today, by)
        return f"{year:04}-{month:02}"
    if noun == "الصيف":
        return str(today.year + (by if by > 0 or today.month < 9 else 0))
    middle = today + timedelta(days=7 * by - (3 if by == 0 else 0 if by > 0 else -3))
    return middle.isoformat()[:7]


def ago(view: View, index: int) -> Found | None:
    """«قبل يومين», «منذ ثلاثة أشهر», «قبل نحو عام»: a day where days are counted, else the month or year."""
    stem = view.stem(index, "ago")
    counted = _counted(view, index + 1) if stem else None
    if stem is None or counted is None:
        return None
    unit, number, last = counted
    if view.follows(last + 1) in ("من", "علي"):  # «قبل يومين من الانتخابات»
        return None
    return Found(stem.skip, last, _shifted(view.today, unit, number) if view.today else None, "ago")


def hence(view: View, index: int) -> Found | None:
    """«بعد يومين من الهجوم», «بعد أسبوع على»: the day before today that what follows must have been on, if this was today."""
    stem = view.stem(index, "hence")
    if stem is None:
        return None
    if stem.form == "غداه":
        return Found(stem.skip, index, _back(view, 1), "hence")
    counted = _counted(view, index + 1)
    if counted is None or view.follows(counted[2] + 1) not in ("من", "علي"):
        return None
    unit, number, last = counted
    return Found(stem.skip, last, _shifted(view.today, unit, number) if view.today else None, "hence")


def _counted(view: View, at: int) -> tuple[str, int, int] | None:
    """Unit (D, W, M or Y), how many of it, 0 for an unknown number, and the last index: «نحو ثلاثة أشهر», «يومين», «أيام»."""
    if view.follows(at) == "اكثر" and view.follows(at + 1) == "من":
        at += 2
    elif view.is_at(at, "about"):
        at += 1
    number, used = number_words([view.follows(step) for step in range(at, at + 4)]) or (0, 0)
    unit = time_values("unit").get(view.follows(at + used), "")
    if not unit or (not used and _goes_on_as_a_date(view, at + 1)):
        return None
    return unit[0], number or int(unit[1:]), at + used


def _goes_on_as_a_date(view: View, at: int) -> bool:
    """«منذ عام 2011», «منذ شهر مايو»: the noun counts nothing."""
    return digits_value(view.follows(at)) is not None or month_name(view, at) is not None or bool(view.tense(at))


def _shifted(today: date, unit: str, number: int) -> str | None:
    if unit == "D":
        return _days_before(today, number) if number else today.isoformat()[:7]
    if unit == "W":
        return (_days_before(today, 7 * (number or 3)) or "")[:7] or None
    if unit == "Y":
        return str(today.year - number) if 0 < number <= today.year - _EARLIEST else None
    year, month = shifted_month(today, -number)
    if year < _EARLIEST:
        return None
    return f"{year:04}-{month:02}" if number else str(today.year)


def past_days(view: View, index: int) -> Found | None:
    """«الأيام الماضية», «الساعات الأخيرة», «اليومين الماضيين»: the month; «الأشهر الماضية»: the year."""
    stem = next((stem for stem in view.stems(index) if stem.form in _SPANS), None)
    if stem is None or view.today is None:
        return None
    at = index + 1
    while at < index + 4 and (view.follows(at) in ("القليله", "ال", "الاربع", "والعشرين") or digits_value(view.follows(at))):
        at += 1
    tense = view.tense(at)
    if tense not in ("last", "next"):
        return None
    return Found(stem.skip, at, view.today.isoformat()[: _SPANS[stem.form]], "ahead" if tense == "next" else "period")


def writing_day(view: View) -> date | None:
    """The day on which the article was written, by its weekday for «اليوم» or «أمس»: up to five days before its date, or one after."""
    if view.today is None:
        return None
    for index, word in enumerate(view.words[:-1]):
        back = _DAYS_AGO[word.form] if word.form in ("اليوم", "امس") and view.form(index - 1) not in ("اول", "من", "قبل") else None
        number = calendar().weekdays.get(view.follows(index + 1, "،,(")) if back is not None else None
        if back is not None and number is not None:
            behind = (view.today.weekday() - back - number) % 7
            return view.today - timedelta(days=behind if behind < 6 else -1)  # a clock farther west may be a day behind
    return view.today


def same(view: View, index: int, said: str | None) -> Found | None:
    """«العام نفسه», «ذلك العام», «اليوم نفسه»: what was said last, as exact as the noun."""
    length = next((_NOUNS[stem.form] for stem in view.stems(index) if stem.form in _NOUNS), None)
    if length is None or not said or len(said) < length or not view.is_at(index + 1, "same"):
        return None
    return Found(0, index + 1, said[:length], "same")
