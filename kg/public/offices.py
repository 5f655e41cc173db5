"""Whom a text names by a public office: in place of a name, right before it, or right behind it.

The graph has a role only where it is at a body that the reader knows; a minister is one also where it does not know the ministry.
"""

import re

from kg.arabic import fold, proclitic_stems
from kg.model import Span

_OFFICES = frozenset(
    word
    for office in (
        "وزير رييس محافظ سفير قائد زعيم ملك امير سلطان متحدث ناطق مبعوث مستشار مدعي نايب عمده حاكم مفوض مندوب قنصل ولي سيناتور"
        " لواء فريق مشير جنرال عميد ادميرال مفتي مرشد"
    ).split()
    for word in (office, f"{office}ه", f"ال{office}", f"ال{office}ه")
)
_ALONE = frozenset("امين الامين امينه الامينه عضو العضو".split())
"""Words that are an office only with more than a name behind them: «الأمين العام», «عضو مجلس النواب»."""
_OF_BODIES = frozenset(
    "باسم مجلس وزاره حكومه شرطه هيئه لجنه حزب حركه قوات جيش محكمه دوله شوون وزراء جمهوريه اقليم محافظه مدينه عام عامه اركان جهاز بلديه"
    " كتله تحالف ايتلاف نواب شيوخ خارجيه داخليه دفاع صحه ماليه عدل برلمان بعثه مكتب امن رييس وزير نايب عهد خاص لدي في".split()
)
_KIN = frozenset("ابن ابنه نجل نجله زوج زوجه شقيق شقيقه اخ اخت والد والده ام اب عم خال حفيد حفيده قريب ارمله سائق حارس مرافق ضد مع".split())
"""Words before an office that is then somebody else's: «زوجة الوزير»."""
_CLAUSE = re.compile(r"[.!؟?؛،,\n:()«»\"]")
_AROUND = 90
"""Code points that are looked at on either side of a name."""
_LONGEST = 7
"""Words of an office with its body."""


def is_named_by_office(text: str, name: Span) -> bool:
    """Whether the text says so of whom it names there."""
    before = fold(_CLAUSE.split(text[max(0, name.begin - _AROUND) : name.begin])[-1]).split()
    own = fold(name.of(text)).split()  # which may be nothing but an office: «أمير قطر»
    return _OFFICES.issuperset(own[:1]) or _is_office(before) or _begins_with_office(text[name.end : name.end + _AROUND])


def _is_office(before: list[str]) -> bool:
    """Whether the words before a name are an office: from its noun on they all belong to it."""
    for back in range(1, min(_LONGEST, len(before)) + 1):
        word = before[-back]
        stems = {stem.form for stem in proclitic_stems(word)}
        if stems & _OFFICES or (back > 1 and stems & _ALONE):
            return not (len(before) > back and _is_kin(before[-back - 1]))
        if not (word.startswith(("ال", "لل")) or stems & _OF_BODIES):
            return False
    return False


def _is_kin(word: str) -> bool:
    return any(stem.form in _KIN for stem in proclitic_stems(word))


def _begins_with_office(behind: str) -> bool:
    """«فلان، وزير الخارجية»."""
    found = fold(_CLAUSE.split(behind.lstrip(" ،,("))[0]).split()
    return len(found) > 1 and behind.lstrip()[:1] in ("،", ",", "(") and found[0] in _OFFICES
