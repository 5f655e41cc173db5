"""Whether words tell of a verdict, guilty or not: a trial that goes on, or one that is demanded, is none."""

from kg.arabic import fold, proclitic_stems

_VERDICTS = frozenset("قضت حكمت ادانت ادين ادينت ادانه برات بري بريت تبريه حكما".split())
_SENTENCED = {"حكم": frozenset(("علي", "عليه", "عليها", "بالسجن", "بالاعدام", "بالحبس", "ببراءه", "بادانه"))}
"""Words that tell of one together with what follows: «الحكم» alone may still be waited for."""
_NOT_YET = frozenset("لم لن ينتظر بانتظار انتظار قبل سوف طالب طالبت تطالب يطالب طلب طلبت يواجه تواجه".split())


def tells_of_verdict(words: str) -> bool:
    """Whether a clause, or the words that an event was read from, tell that a court has decided."""
    found = fold(words).split()
    if any(stem.form in _NOT_YET for word in found for stem in proclitic_stems(word)):
        return False
    return any(_decides(word, following) for word, following in zip(found, [*found[1:], ""], strict=True))


def _decides(word: str, following: str) -> bool:
    forms = {stem.form for stem in proclitic_stems(word)}
    return bool(forms & _VERDICTS) or any(following in _SENTENCED[form] for form in forms & _SENTENCED.keys())
