"""What the object of a verb or noun of responsibility is: an event named in it, one named before that it goes back to, or something else.

«مسؤوليته عن الهجوم» names one, «مسؤوليته عنه» and «مسؤوليته.» go back to one, «مسؤوليته عن إعادة الإعمار» and «تبنى خطابا هادئا بعد الهجوم»
are of no event.
"""

import re
from collections.abc import Mapping, Sequence

from kg.extract.responsibility.clauses import ADJECTIVE, HEADS, PREPOSITIONS, RELATIVE, SPOKESMEN, bare
from kg.extract.responsibility.sorts import SORTS, has, sorts
from kg.extract.words import Word

_BACK_WITHIN = 4
"""Words of an object among which one goes back to an event."""
_STEM = 4
"""Letters that a noun has at least without ب or ل before it; three if it names an event."""
_HIS = re.compile(r"\w{3,}(ه|ها|هم|هما)")
_ADVERB = re.compile(r"\w+يا|ايضا|لاحقا|سريعا|علنا|مجددا|جميعا|معا|فورا|قبلا|سابقا|تباعا")
"""Accusatives that are no object («رسميا»)."""
_ACCUSATIVE = re.compile(r"\w{2,}[^اوي]ا")
_OF = frozenset(("من", "عن"))
"""Prepositions after which the noun itself comes: «سلسلة من الهجمات», «المسؤولية عن الهجوم»."""


class Objects:
    """The objects of an article's verbs and nouns, by its words, the words of its names and those that name an event."""

    def __init__(self, words: Sequence[Word], names: Mapping[int, object], triggers: Mapping[int, int]) -> None:
        self._words, self._names, self._triggers = words, names, triggers

    def named(self, index: int, near: Sequence[int]) -> int | None:
        """The word among those near after `index` that names the event of its object, if one does."""
        at = next((i for i in near if i in self._triggers), None)
        if at is None or (at > index + 1 and self._is_told_aside(index, at)):
            return None
        return None if has(self._words[index], "did", "claims") and self.is_other(index, at) else at

    def _is_told_aside(self, index: int, at: int) -> bool:
        """Whether a noun is the object, and the event but tells when, or of whom: «في حكومة بعد الهجوم», «بتنظيم س الذي شن …»."""
        aside = next((i for i in range(index + 2, at) if self._is_aside(i)), None)
        return aside is not None and not any(has(self._words[i], "back") for i in range(index + 1, aside)) and self._has_noun(index, aside)

    def _is_aside(self, index: int) -> bool:
        return self._words[index].form in RELATIVE or has(self._words[index], "when")

    def _has_noun(self, index: int, end: int) -> bool:
        """Whether something besides who does it, and prepositions, stands between two words."""
        between = self._words[index + 1 : end]
        return any(w.form not in PREPOSITIONS and not has(w, "for_him") and not _ADVERB.fullmatch(w.form) for w in between)

    def is_other(self, verb: int, at: int, begins: int | None = None) -> bool:
        """Whether a verb's object, from a word on, is another thing than the event that follows: «تبنى خطابا هادئا بعد الهجوم»."""
        first = self._object(verb if begins is None else begins - 1, at)
        if first >= at:
            return False
        noun = self._words[first]
        if noun.form in PREPOSITIONS or _ADVERB.fullmatch(noun.form) or has(noun, "part", "own", "back", "when", "people"):
            return False
        return (_ACCUSATIVE.fullmatch(noun.form) is not None and at > first + 1) or (at > first + 1 and self.is_governed(at, first))

    def _object(self, verb: int, at: int) -> int:
        """The first word after a verb that is no name, nor noun before or adjective behind one."""
        index = verb + 1
        while index < at and (
            index in self._names
            or bare(self._words[index].form) in HEADS | SPOKESMEN
            or (index - 1 in self._names and ADJECTIVE.fullmatch(self._words[index].form))
        ):
            index += 1
        return index

    def is_governed(self, at: int, after: int) -> bool:
        """Whether a preposition, or one at a noun before it, governs the event at a word."""
        near = range(at, max(at - 2, after), -1)
        glued = any(self._words[i].form[:1] in "بل" and self._words[i].form[1:2] != "" and self._has_clitic(i) for i in near)
        before = self._words[at - 1]
        return glued or ((before.form in PREPOSITIONS or has(before, "when")) and before.form not in _OF)

    def _has_clitic(self, index: int) -> bool:
        """Whether «ب» or «ل» of a word can be a preposition: not of «بيان», «لقاء»."""
        form = self._words[index].form
        least = _STEM - (index in self._triggers)
        stems = self._words[index].stems()
        return form.startswith(("بال", "لل")) or any(stem.skip == 1 and len(stem.form) >= least for stem in stems)

    def goes_back(self, index: int, near: Sequence[int]) -> bool:
        """Whether an object goes back to an event: by its pronoun, by a noun like «الحادث», or as nothing is left of it."""
        if self._has_own_object(index) or self._is_over(index, near):
            return True
        for i in near[:_BACK_WITHIN]:
            if i in self._triggers or self._is_sign(i) or (i > index + 1 and self._is_aside(i)):
                return False
            if has(self._words[i], "back"):
                return not (has(self._words[index], "did") and self.is_other(index, i))
        return False

    def _has_own_object(self, index: int) -> bool:
        """«نفذته», «وراءه»: the pronoun is what was done."""
        word = self._words[index]
        return has(word, "did", "behind") and _HIS.fullmatch(word.form) is not None and word.form not in ("مسووله", "متورطه", "ضالعه")

    def _is_over(self, index: int, near: Sequence[int]) -> bool:
        """Whether nothing follows but adjectives, a time or where it is told («المسؤولية الكاملة.», «مسؤوليتها في بيان»)."""
        definite = self._words[index].form.removeprefix("ب").startswith("ال")
        rest = list(near)
        while definite and rest and self._words[rest[0]].form.startswith("ال") and not self._is_sign(rest[0]):
            rest.pop(0)
        if not rest or self._is_sign(rest[0]):
            return True
        word, after = self._words[rest[0]], rest[1:2]
        told_in = word.form in ("في", "عبر", "علي", "خلال") and bool(after) and has(self._words[after[0]], "medium")
        aside = has(word, "when") and not has(self._words[index], "did")
        return told_in or aside or (word.form[0] in "وف" and not sorts(word.form).isdisjoint(SORTS))

    def _is_sign(self, index: int) -> bool:
        """Whether a sign that ends a clause stands before a word."""
        return bool(self._words[index].glued.strip('"«»“”'))
