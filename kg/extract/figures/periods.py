"""Tolls of a war, a year or a campaign, which are no single incident's («20 ألف قتيل منذ بداية الحرب»).

Such a count is a figure of what lasts as long: of the war, of the attacks of that time. Never of the one attack that an article reports,
beside which it stands as background.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from kg.extract.figures.counts import Count
from kg.extract.figures.outcomes import casualty
from kg.extract.stems import readings
from kg.extract.triggers import EventGroup, Trigger
from kg.extract.words import Word

_WARS = frozenset(("حرب", "نزاع", "صراع", "تمرد", "ازمه", "حروب"))
_LASTING = _WARS | frozenset(("معارك", "معركه", "قتال", "حمله", "عمليه", "اجتياح", "عدوان", "مواجهه", "اشتباك", "حصار", "سلسله"))
_BEGINNINGS = frozenset(("بدء", "بدايه", "بدا", "اندلاع", "انطلاق", "مطلع", "اوايل"))
_SPANS = frozenset(("عام", "سنه", "سنوات", "سنين", "اعوام", "عقد", "عقود", "عقدين", "عامين", "سنتين", "شهر", "اشهر", "شهور", "شهرين"))
_MONTHS = frozenset(
    "يناير فبراير مارس ابريل نيسان مايو ايار يونيو حزيران يوليو تموز "
    "اغسطس اب سبتمبر ايلول اكتوبر تشرين نوفمبر ديسمبر كانون شباط اذار جانفي فيفري".split()
)
_DAYS = frozenset("امس اليوم يوم مساء ليل ليله صباح فجر ظهر عصر ساعه ساعات الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت".split())
"""What a day or its part begins with: an attack may go on since then."""
_WAR_DAYS = frozenset((number, month) for number in ("7", "سابع") for month in ("اكتوبر", "تشرين"))
"""The one day that a war is named after."""
_THIS = frozenset(("هذا", "هذه", "الجاري", "الحالي", "الماضي", "الماضيه", "المنصرم", "الاخيره"))
_RECORDS = frozenset(("نوعه", "نوعها", "الاعنف", "اعنف", "الاكبر", "اكبر", "اسوا", "الاسوا", "الاولي", "ادمي", "دمويه"))
_ORDINALS = frozenset(
    "اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر حادي ثانيه ثالثه رابعه خامسه سادسه سابعه ثامنه تاسعه عاشره حاديه".split()
)
_ACTIVE = re.compile(r"(ال)?(.ا..|م...+?)(ه|ون|ين|ان)?")
"""Participles («ناشط», «المستمرة»), and other nouns of that form."""
_OF_ATTACKS = ("مماثل", "متفرق", "منفصل", "مختلف", "مشابه", "متعدد")
_LASTS = frozenset("خدم يخدم عمل يعمل عاش يعيش سكن يسكن حكم يحكم قاتل يقاتل نشط اقام يقيم احتل يحتل ظل يظل".split())
_GOVERNS = frozenset(("في", "علي", "ضد", "من", "قرب", "داخل", "عبر"))
_CLAIMS = ("اسفر", "اودي", "اودت", "حصد", "خلف", "اوقع", "تسبب", "ادي", "ادت", "كلف")
_YEAR = range(1900, 2100)
_DAY_NEAR = 6
"""Words about attacks among which the day they were on stands."""
_SINCE_NEAR, _OPENING_NEAR = 6, 16
_NEAR = 9
"""Words between a count and what tells its period."""


def is_of_a_period(words: Sequence[Word], count: Count) -> bool:
    """Whether the text gives a count for a stretch of months or years, or for a war."""
    clause = _clause(words, count)
    if any(_since(words, index, count) or _during(words, index) for index in clause) or _opens_its_sentence(words, count):
        return True
    before = [index for index in clause if index < count.word]
    return any(_is_war(words[index]) and _is_claimed(words, index, count) for index in before)


def dated(words: Sequence[Word], counts: Iterable[Count], day: str, at: int | None) -> str | None:
    """The date of an event that has these counts: of what took months or years no single day, but the month it has gone on since.

    «31 ألف قتيل منذ 7 أكتوبر» is dated 2023-10; the day on which somebody said so dates nothing. `at` is where the date stands in the text.
    """
    if len(day) < len("YYYY-MM-DD") or not any(is_of_a_period(words, count) for count in counts):
        return day
    return day[: len("YYYY-MM")] if at is not None and _is_since(words, at) else None


def _is_since(words: Sequence[Word], at: int) -> bool:
    """Whether «منذ» leads to what stands at an offset («منذ اندلاع الحرب في 7 أكتوبر»)."""
    place = bisect_left(words, at, key=lambda word: word.begin)
    before = (word for word in words[max(place - _SINCE_NEAR, 0) : place + 1] if word.begin <= at)
    return any(word.form.removeprefix("و") == "منذ" and place < len(words) and word.sentence == words[place].sentence for word in before)


def lasts(words: Sequence[Word], event: EventGroup, count: Count) -> bool:
    """Whether an event may have the toll of a period: it is told beside the count as a war or as several attacks, or by the toll alone."""
    sentence = words[count.word].sentence
    here = [trigger for trigger in event.triggers if trigger.sentence == sentence]
    if here and _opens_its_sentence(words, count):
        return True
    return any(_is_lasting(words, trigger) for trigger in here) or all(
        trigger.sentence == sentence and trigger.strength == "toll" for trigger in event.triggers
    )


def _clause(words: Sequence[Word], count: Count) -> range:
    """The words around a count, to the next mark or for some words."""
    begin, end, sentence = count.word, count.last, words[count.word].sentence
    while begin > 0 and count.word - begin < _NEAR and words[begin - 1].sentence == sentence and not words[begin].glued:
        begin -= 1
    while end + 1 < len(words) and end - count.last < _NEAR and words[end + 1].sentence == sentence and not words[end + 1].glued:
        end += 1
    return range(begin, end + 1)


def _since(words: Sequence[Word], index: int, count: Count) -> bool:
    """«منذ بداية الحرب», «منذ 2015», «منذ السابع من أكتوبر»; not «منذ أمس», nor where something is the first of its kind since."""
    if words[index].form.removeprefix("و") != "منذ" or _tells_of_a_noun(words, index, count):
        return False
    if any(word.form in ("الذي", "التي") for word in words[index : count.word]):  # «منذ اعتداءات 2009 التي أوقعت …»
        return False
    between = words[count.last + 1 : index] if index > count.last else ()
    if any(word.form in _RECORDS or word.form.startswith(("الذي", "التي", "ي")) for word in between):
        return False
    after = [word.form for word in words[index + 1 : index + 5] if word.sentence == words[index].sentence]
    return _opens_a_period(after)


def _opens_its_sentence(words: Sequence[Word], count: Count) -> bool:
    """«منذ 7 أكتوبر، قتل …»: what a sentence begins with is said of all of it."""
    begin = bisect_left(words, words[count.word].sentence, hi=count.word, key=lambda word: word.sentence)
    return count.word - begin <= _OPENING_NEAR and _since(words, begin, count)


def _opens_a_period(after: Sequence[str]) -> bool:
    if not after or after[0] in _DAYS:
        return False
    first, *following = [form.removeprefix("ال") for form in after]
    if first in _BEGINNINGS or first in _SPANS or _is_year(first) or any(form in _WARS for form in _stems(first)):
        return True
    if first.isdecimal() or first in _ORDINALS:
        return _is_long_ago(first, following[following[:1] == ["من"] :])
    return any(form in _SPANS | _MONTHS or _is_year(form) for form in following[:2])


def _is_long_ago(number: str, following: Sequence[str]) -> bool:
    """«3 سنوات», «أول العام», «24 شباط 2022»; a day without a year may be one of the last, since which an attack goes on."""
    unit = following[0] if following else ""
    if unit in _MONTHS:
        return number == "اول" or (number, unit) in _WAR_DAYS or any(_is_year(form) for form in following[1:])
    return unit in _SPANS if number.isdecimal() else number == "اول" and unit in ("عام", "سنه")


def _tells_of_a_noun(words: Sequence[Word], index: int, count: Count) -> bool:
    """Whether «منذ» goes with an adjective or verb of another noun («تنظيم ناشط منذ عام»), not with what happened to who is counted."""
    last = words[index - 1] if index else None
    if last is None or words[index].glued or last.index in (count.noun, *range(count.word, count.last + 1)) or casualty(last):
        return False
    if not _LASTS.isdisjoint(_stems(last.form)):
        return True
    before = words[index - 2].form if index > 1 else ""
    if before in _GOVERNS or any(part in last.form for part in _OF_ATTACKS):
        return False
    counted = count.last if count.noun is None else max(count.noun, count.last)
    follows = last.index == counted + 1
    is_verb = last.form.endswith("وا") or (follows and (last.form.endswith(("ا", "ت")) and not last.form.endswith("ات")))
    return is_verb or bool(_ACTIVE.fullmatch(last.form))


def _during(words: Sequence[Word], index: int) -> bool:
    """«خلال العام الجاري», «هذا العام», «في الأشهر العشرة الأولى من العام», «العام الماضي»: a year or some months as a whole."""
    form = words[index].form.removeprefix("ال")
    if form not in _SPANS or _is_one_of_many(words, index):
        return False
    before = words[index - 1].form.removeprefix("و") if index else ""
    after = [word.form for word in words[index + 1 : index + 3]]
    return before == "هذا" or (
        before in ("خلال", "طوال", "طيله") and bool(_THIS.intersection(after) or _is_year(after[0] if after else ""))
    )


def _is_one_of_many(words: Sequence[Word], index: int) -> bool:
    """«أول هجوم هذا العام», «هو الثالث هذا العام»: what is counted or likened in that time is one attack."""
    before = [word.form for word in words[max(index - 6, 0) : index] if word.sentence == words[index].sentence]
    return any(form in _RECORDS or form.removeprefix("و").removeprefix("ال") in _ORDINALS for form in before)


def _is_claimed(words: Sequence[Word], index: int, count: Count) -> bool:
    """«أسفرت الحرب عن …», «أودى الصراع بحياة …», «الحرب التي أودت …»: a war is what did it."""
    near = [word.form.removeprefix("و") for word in (*words[max(index - 1, 0) : index], *words[index + 1 : count.word])]
    return any(form.startswith(_CLAIMS) for form in near)


def _is_lasting(words: Sequence[Word], trigger: Trigger) -> bool:
    """A war, a battle, attacks; not attacks of a day («شن غارات فجر اليوم»)."""
    forms = [words[index].form for index in range(trigger.first, trigger.last + 1)]
    if any(not _LASTING.isdisjoint(_stems(form)) for form in forms):
        return True
    return any(form.endswith("ات") for form in forms) and not _is_of_a_day(words, trigger)


def _is_of_a_day(words: Sequence[Word], trigger: Trigger) -> bool:
    near = range(max(trigger.first - _DAY_NEAR, 0), min(trigger.last + _DAY_NEAR + 1, len(words)))
    days = [index for index in near if words[index].sentence == trigger.sentence and words[index].form in _DAYS]
    between = [words[min(index, trigger.last) + 1 : max(index, trigger.first) + 1] for index in days]
    return any(not any(word.glued for word in stretch) for stretch in between)


def _is_war(word: Word) -> bool:
    return not _WARS.isdisjoint(_stems(word.form))


def _stems(form: str) -> frozenset[str]:
    return frozenset(stem for _, stem in readings(form))


def _is_year(form: str) -> bool:
    return form.isdecimal() and int(form) in _YEAR
