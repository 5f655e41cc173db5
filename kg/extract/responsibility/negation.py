"""Whether plain words say that somebody did not do what a verb says: «لم تتهم», «لا أحد يتهم», «نفت أن تكون قد اتهمت»."""

from collections.abc import Sequence

from kg.extract.responsibility.clauses import THAT
from kg.extract.words import Word

NOT = frozenset("لم لن لا ما ليس ليست ليسوا غير دون بدون عدم بعدم بلا الا ولم ولن ولا وما وليس وليست فلم فلن فلا".split())
_AUXILIARY = frozenset("قد تكن يكن يكونوا تكون يكون يعد تعد يعودوا يسبق تسبق سبق".split())
"""Words between a negation and its verb («لم تكن قد اتهمت»)."""
_NOBODY = frozenset("احد جهه دوله طرف تنظيم جماعه اي".split())
_REFUSES = frozenset(
    "نفي نفت نفوا ينفي تنفي ينفون نافيا نافيه انكر انكرت انكروا ينكر تنكر رفض رفضت رفضوا يرفض ترفض يرفضون رافضا رافضه "
    "استبعد استبعدت يستبعد تستبعد امتنع امتنعت تمتنع يمتنع كذب كذبت".split()
)
_REACH = 7


def is_negated(words: Sequence[Word], index: int) -> bool:
    """Whether a verb or participle is negated, by the words before it in its clause; «و» before it begins another clause."""
    if words[index].form in NOT or (index and not words[index].glued and _is_not(words, index, index - 1)):
        return True
    before = _clause(words, index)
    for place, word in enumerate(before):
        if word.form in THAT and any(other.form.removeprefix("و") in _REFUSES for other in _clause(words, word.index)):
            return True
        if word.form in NOT and place and before[place - 1].form in _AUXILIARY | _NOBODY:
            return True
    return False


def _is_not(words: Sequence[Word], index: int, before: int) -> bool:
    """Whether the word before a verb negates it, «قد» and the like between them left out."""
    while before >= 0 and words[before].sentence == words[index].sentence and words[before].form in _AUXILIARY:
        before -= 1
    return before >= 0 and words[before].sentence == words[index].sentence and words[before].form in NOT


def _clause(words: Sequence[Word], index: int) -> list[Word]:
    """The words before one in its clause, nearest first: back to a sign between words or a «و» that joins the one itself."""
    found: list[Word] = []
    while index and len(found) < _REACH and not words[index].glued and words[index - 1].sentence == words[index].sentence:
        if words[index].form.startswith("و") and not words[index].form.startswith("وج") and words[index].form not in NOT:
            break
        index -= 1
        found.append(words[index])
    return found
