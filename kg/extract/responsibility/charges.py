"""What somebody is accused of: ب before a noun of doing («بتنفيذ …»), before «أن» or the article; not any word that begins with ب."""

import re
from functools import lru_cache

from kg.extract.responsibility.clauses import THAT_ALONE

_BEING = frozenset("كونه كونها كونهم".split())
_SHAPES = re.compile(r"(ت..ي.|ت..يه|ت.ا?..|ا..ا.|ا...ا.|است..ا.|م.ا..[هت]|انت?..ا.)(ه|ها|هم|هما)?")
"""Shapes of verbal nouns of derived verbs: «تنفيذ», «تورط», «إطلاق», «ارتكاب», «استهداف», «مهاجمة»."""
_PLAIN = re.compile(
    r"(قتل|قصف|خطف|شن|ضرب|دعم|نقل|نشر|خرق|جمع|زرع|حرق|نسف|سرق[هت]|حياز[هت]|خيان[هت]|جرايم|جريم[هت]|تهم[هت]|قيام|وقوف|ضلوع|دخول|فساد|فشل|لعب|رعاي[هت]"
    r"|عرقل[هت]|زعزع[هت]|صل[هت]|علاق[هت]|عضوي[هت]|مسوولي[هت]|قياد[هت]|ادار[هت]|اثار[هت]|اقام[هت]|اساء[هت]|اهان[هت]|اذاع[هت]|حياك[هت]|شراء|بيع|هجوم|هجمات|اعمال|عدم)"
    r"(ه|ها|هم)?"
)
_NO_DEEDS = frozenset(
    "احثان ايعان تركيا تونس القرب الامس التالي الفعل الكامل الذات الطبع التزامن التعاون التنسيق المقابل الاضافه الرغم".split()
)
"""What is left of words whose own first letter is ب («باحثان») and of adverbs («بالأمس»)."""


@lru_cache(maxsize=20_000)
def may_be_charge(form: str) -> bool:
    """Whether a folded word is ب before what somebody may be accused of.

    >>> may_be_charge("بتنفيذ"), may_be_charge("بالوقوف"), may_be_charge("بعثيين"), may_be_charge("بلدانا")
    (True, True, False, False)
    """
    noun = form[1:]
    if form[:1] != "ب" or len(form) < 3 or noun in _NO_DEEDS:
        return False
    definite = noun.startswith("ال") and len(noun) > 4
    return definite or noun in THAT_ALONE | _BEING or bool(_SHAPES.fullmatch(noun) or _PLAIN.fullmatch(noun))
