"""Whom a text calls a child: by the word before a name, or by an age right behind it."""

import re

from kg.arabic import digits_value, fold, number_words, proclitic_stems
from kg.model import Span

_CHILD = frozenset(
    "طفل طفله الطفل الطفله رضيع رضيعه الرضيع الرضيعه قاصر قاصره القاصر القاصره صبي الصبي صبيه الصبيه فتي الفتي مراهق المراهق"
    " المراهقه تلميذ تلميذه التلميذ التلميذه جنين الجنين".split()
)
_OF_AGE = 18
_BEFORE, _BEHIND = 40, 60
"""Code points that are looked at on either side of a name."""
_ADJECTIVE = re.compile(r"ال\w+(?:ي|يه)")
_SAYING_AGE = frozenset("بالغ بالغه البالغ البالغه تبلغ يبلغ عمره عمرها وعمره وعمرها العمر ابن ابنه ذو ذات صاحب صاحبه سن".split())
_WITH_THEM = frozenset(("من", "في", "ال", "الذي", "التي"))
"""Words that stand beside those that say an age."""
_YEARS = re.compile(r"(?:عام|عاما|اعوام|سنه|سنوات|سنين|ربيعا|شهرا|اشهر|شهور|خريفا)\Z")
_SENTENCE = re.compile(r"[.!؟?؛\n]")
_WORD = re.compile(r"\w+")
_AGE_IN_LATIN = re.compile(r"\s*(?:,\s*)?(?:\(?aged?\s+|\()?(\d{1,2})(?:[\s-]years?[\s-]old|\)|,)", re.IGNORECASE)


def is_called_a_child(text: str, name: Span) -> bool:
    """Whether the text says so of whom it names there."""
    return _has_child_before(text[max(0, name.begin - _BEFORE) : name.begin]) or _has_age_behind(text[name.end : name.end + _BEHIND])


def _has_child_before(before: str) -> bool:
    """The last word, or the last but an adjective: «الطفلة الفلسطينية هند»."""
    found = _WORD.findall(fold(re.split(r"[.!؟?؛،,\n:]", before)[-1]))
    if len(found) > 1 and _ADJECTIVE.fullmatch(found[-1]) and not _is_child(found[-1]):
        found.pop()
    return bool(found) and _is_child(found[-1])


def _is_child(word: str) -> bool:
    return any(stem.form in _CHILD for stem in proclitic_stems(word))


def _has_age_behind(behind: str) -> bool:
    """A number of years below 18 with nothing between it and the name but what says that it is an age."""
    latin = _AGE_IN_LATIN.match(behind)
    if latin and int(latin.group(1)) < _OF_AGE:
        return True
    found, set_apart = fold(_SENTENCE.split(behind)[0].replace("ـ", " ")).split(), behind.lstrip()[:1] in ("(", "،", ",")
    while found and (found[0] in _SAYING_AGE or found[0] in _WITH_THEM):
        set_apart = found.pop(0) in _SAYING_AGE or set_apart
    if not set_apart:  # «سجن فلان خمس سنوات»
        return False
    value, length = _number(found)
    following = found[length] if len(found) > length else ""
    return value is not None and value < _OF_AGE and bool(_YEARS.match(following))


def _number(found: list[str]) -> tuple[int | None, int]:
    if not found:
        return None, 0
    first = found[0].removeprefix("ال")
    if (value := digits_value(first)) is not None:
        return value, 1
    spelled = number_words(found) or number_words([first, *found[1:]])
    return spelled or (None, 0)
