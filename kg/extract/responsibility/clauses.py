"""The names of a sentence as subjects and objects of its verbs: what no preposition governs, what «و» joins, who speaks for whom."""

import re
from collections.abc import Sequence

from kg.extract.candidates import Named
from kg.extract.words import Word
from kg.model import MentionType
from kg.ontology import top

PREPOSITIONS = frozenset("في من الي علي عن مع لدي ضد باسم بحق خلال بعد قبل منذ عبر قرب بين حول".split())
RELATIVE = frozenset("الذي التي الذين اللذين اللتين".split())
THAT_ALONE = frozenset("ان انه انها انهم انهما انني اننا اني".split())
"""«أن», with the pronouns of who does what follows."""
THAT_WITH_B = frozenset(f"ب{form}" for form in THAT_ALONE)
THAT = THAT_ALONE | THAT_WITH_B
_BEFORE_VERB = frozenset("قد لقد وقد كان كانت كانوا وكان وكانت سبق ان وان لم لن لا التي الذي والتي والذي".split())
HEADS = frozenset(
    "جماعه تنظيم حركه حزب قوات ميليشيا مليشيا ميليشيات مليشيات مسلحي مسلحين عناصر مقاتلي جيش كتايب سرايا دوله حكومه نظام سلطات".split()
)
"""Nouns before a name that are no part of it."""
MASCULINE = frozenset("لبنان العراق الاردن المغرب السودان اليمن".split())
"""Countries of which adjectives and verbs are masculine."""
FEMININE = frozenset("قوات كتايب سرايا ميليشيا مليشيا قاعده وحدات طالبان حماس فتح القاعده".split())
"""First words of names of bodies that take feminine verbs, whatever their ending."""
_QUOTES = frozenset("«»“”\"()'")
_HE = frozenset("مجلس لواء فصيل اتحاد تحالف مرصد جهاز برلمان كرملين حرس".split())
SPOKESMEN = frozenset(
    "متحدث المتحدث متحدثه المتحدثه ناطق الناطق قيادي القيادي مسوول المسوول مصدر مصادر بيان زعيم قايد مسوولون مسوولين".split()
)

ADJECTIVE = re.compile(r"ال\w+(ي|يه)|ال(مسلح|متشدد|متطرف|محظور|معارض|حاكم|سابق|مدعوم|موالي|تابع|مشترك|منحل)(ه)?")
"""Adjectives and participles after the name of a body."""
OFFICIALS = frozenset("وزير رييس الرييس الوزير وزيره سفير السفير رييسه مندوب نايب".split())


def bare(form: str) -> str:
    """A folded word without «و» or «ف» before it, three letters of it left."""
    return form[1:] if form[0] in "وف" and len(form) > 3 else form


class Clause:
    """The names of a sentence that may be subject or object of its verbs."""

    def __init__(self, words: Sequence[Word], names: Sequence[Named]) -> None:
        self.words = words
        self._by_first: dict[int, Named] = {}
        self._by_last: dict[int, Named] = {}
        for n in names:
            if top(n.mention.kind) in ("Organisation", "Person") or n.mention.kind in ("Country", "Settlement"):
                self._by_first.setdefault(n.first, n)
                self._by_last.setdefault(n.last, n)

    def is_inside(self, index: int, sentence: int) -> bool:
        """Whether there is a word at an index, in a sentence."""
        return 0 <= index < len(self.words) and self.words[index].sentence == sentence

    def ending_at(self, index: int) -> Named | None:
        """The name that ends with a word."""
        return self._by_last.get(index)

    def beginning_at(self, index: int) -> Named | None:
        """The name that begins with a word."""
        return self._by_first.get(index)

    def _is_role(self, n: Named) -> bool:
        """Whether it is but the role of a person named right after it («وزير الدفاع الأمريكي فلان»)."""
        after = next((self._by_first[index] for index in (n.last + 1, n.last + 2) if index in self._by_first), None)
        return n.mention.type is MentionType.ROLE and after is not None and after.mention.kind == "Person"

    def names(self, first: int, end: int) -> list[Named]:
        """The names that begin among some words."""
        return [
            self._by_first[index] for index in range(first, end) if index in self._by_first and not self._is_role(self._by_first[index])
        ]

    def start(self, n: Named) -> int:
        """Where a name begins with the nouns before it that are no part of it («عناصر تنظيم داعش»)."""
        first = n.first
        while self.is_inside(first - 1, n.sentence) and not self.words[first].glued and bare(self.words[first - 1].form) in HEADS:
            first -= 1
        return first

    def is_governed(self, n: Named) -> bool:
        """Whether a preposition stands before a name, so that it is neither subject nor object."""
        start = self.start(n)
        front = self.words[start].form
        joined = start < n.first or n.mention.span.begin > self.words[n.first].begin or not self._is_name(n)
        if joined and bare(front)[:1] in "بلك" and bare(front) not in HEADS:
            return True
        before = self.words[start - 1] if self.is_inside(start - 1, n.sentence) else None
        if before is None:
            return False
        if set(self.words[start].glued) <= _QUOTES and any(
            stem.form in HEADS and before.form[stem.skip - 1] in "بلك" for stem in before.stems() if stem.skip
        ):
            return True  # «لتنظيم القاعدة»
        return not self.words[start].glued and bare(before.form) in PREPOSITIONS

    def _is_name(self, n: Named) -> bool:
        """Whether it is the name that stands there, not a noun that stands for it."""
        return self.words[n.first].begin <= n.mention.span.begin < self.words[n.first].end

    def is_joined(self, n: Named) -> bool:
        """Whether «و» joins a name to what stands before it."""
        start = self.start(n)
        inside = start < n.first or n.mention.span.begin > self.words[start].begin or not self._is_name(n)
        return inside and self.words[start].form.startswith("و")

    def direct(self, first: int, end: int) -> list[list[Named]]:
        """The names among some words that no preposition governs, those joined by «و» together; none of a relative clause."""
        groups: list[list[Named]] = []
        until = next((index for index in range(first, end) if self.words[index].form in RELATIVE), end)
        for n in self.names(first, until):
            if self.is_governed(n):
                continue
            if groups and self.is_joined(n) and self.start(n) - groups[-1][-1].last <= 2:
                groups[-1].append(n)
            else:
                groups.append([n])
        return groups

    def spoken_for(self, first: int, end: int) -> Named | None:
        """The body that a spokesman, the first of some words, speaks for («المتحدث باسم س»)."""
        if not any(word.form in SPOKESMEN for word in self.words[first : min(first + 2, end)]):
            return None
        return next((n for n in self.names(first, end) if self.is_governed(n) and top(n.mention.kind) != "Person"), None)

    def subject_before(self, verb: int) -> Named | None:
        """The name before a verb, «قد», «لم» and «التي» aside («الحكومة كانت قد اتهمت …», «في تنظيم … الذي لم يعلن …»)."""
        at, sentence = verb - 1, self.words[verb].sentence
        while self.is_inside(at, sentence) and self.words[at].form in _BEFORE_VERB:
            at -= 1
        n = self.ending_at(at) if self.is_inside(at, sentence) else None
        if n is None or not self.is_governed(n):
            return n
        relative = any(word.form in RELATIVE for word in self.words[at + 1 : verb])
        return n if relative and n.mention.kind == "ArmedGroup" else None

    def is_feminine(self, n: Named) -> bool | None:
        """Whether a name takes feminine verbs, by its country or first noun; None where neither tells."""
        head = self._head(n)
        head = head[2:] if head.startswith("لل") else head.removeprefix("ال")
        if n.mention.kind == "Country":
            return head not in MASCULINE
        if top(n.mention.kind) == "Person":
            return None
        if head.endswith(("ه", "ات")) or head in FEMININE:
            return True
        return False if head in HEADS or head in _HE else None

    def _head(self, n: Named) -> str:
        """The noun that a name begins with, or that stands before it («تنظيم "الدولة الإسلامية"», «لكتائب حزب الله»)."""
        first = self.start(n)
        if first == n.first and self.is_inside(first - 1, n.sentence) and set(self.words[first].glued) <= _QUOTES:
            before = next((stem.form for stem in self.words[first - 1].stems() if stem.form in HEADS), None)
            if before is not None:
                return before
        return bare(self.words[first].form)
