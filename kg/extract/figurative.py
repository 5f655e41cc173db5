"""Words of attack that are meant otherwise: a war of words, prices that explode, gas that does.

What was learned goes by the words around a trigger and by how much of the article is about violence, and has seen few such texts. Here is
told by kinds of words what no bomb or gun had a part in. Where weapons or casualties stand in the sentence, only what is told by the word
right beside is held to be figurative.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.detection import Detected
from kg.extract.figures import Count
from kg.extract.lexicon import rows
from kg.extract.stems import readings
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.ontology import ancestors

_VIOLENT = frozenset(("Attack", "Clash", "SecurityOperation", "Threat"))
_EXPLOSION = ("فجر", "فجار", "قنبله", "قنابل")
_OPERATION = ("عمليه",)
_KILLING = ("غتيال",)
_ASSAULT = ("هجوم", "هجم", "هاجم", "اعتداء", "حمله", "حملات")
_FOUGHT = (*_ASSAULT, "حرب", "معرك", "معارك", "ضرب", "قصف", "مواجه", "قتال")
_WAGED = (*_FOUGHT, *_OPERATION, "اشتباك", "قنبله", "انفجار", "مجزره", "مذبحه", "تهديد")
"""Parts of the words that name attacks of several kinds."""
_AGAINST = frozenset(("علي", "ضد"))
_TIMES = frozenset(("بعد", "قبل", "منذ", "خلال", "في"))
_BEFORE, _AFTER = 10, 6
"""Words before and after a trigger among which a speaker or what words hit with is looked for."""


def literal(words: Sequence[Word], counts: Sequence[Count], found: Sequence[Detected]) -> list[Detected]:
    """The triggers that are meant as they stand, in order."""
    reading = _Reading(words, frozenset(words[count.word].sentence for count in counts if count.property != "arrested"))
    figurative = [reading.is_figurative(one.trigger) for one in found]
    told = {
        stems
        for one, other in zip(found, figurative, strict=True)
        if other
        for stems in (_EXPLOSION, _OPERATION)
        if reading.names(one.trigger, stems)
    }
    figurative = [is_told or reading.goes_on(one.trigger, told) for one, is_told in zip(found, figurative, strict=True)]
    for position, one in enumerate(found[:-1]):  # «فجر الوزير قنبلة سياسية»: the verb of a figure of speech is one
        following = found[position + 1].trigger
        near = one.trigger.sentence == following.sentence and following.first - one.trigger.last <= 4
        if figurative[position + 1] and near and one.trigger.sort == "verb" and not reading.is_meant(one.trigger):
            figurative[position] = True
    return [one for one, told in zip(found, figurative, strict=True) if not told]


@lru_cache(maxsize=1)
def _sorts_by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for stem, sort in rows("figurative.tsv", 2):
        found[stem] = found.get(stem, frozenset()) | {sort}
    return found


@lru_cache(maxsize=50_000)
def _sorts(form: str) -> frozenset[str]:
    """The sorts of a folded word: clitics, article and endings aside."""
    known = _sorts_by_stem()
    return frozenset(sort for _, stem in readings(form) for sort in known.get(stem, ()))


@dataclass(frozen=True, slots=True)
class _Reading:
    words: Sequence[Word]
    bloody: frozenset[int]
    """Sentences that count dead or injured people."""

    def is_figurative(self, trigger: Trigger) -> bool:
        if trigger.kind != "Incident" and _VIOLENT.isdisjoint(ancestors(trigger.kind)):
            return False
        if self._is_by_manner(trigger) or self._is_by_subject(trigger) or self._is_surgery(trigger):
            return True
        return not self.is_meant(trigger) and (self._is_against_an_idea(trigger) or self._is_of_words(trigger))

    def goes_on(self, trigger: Trigger, told: Collection[Sequence[str]]) -> bool:
        """Whether it speaks again of an explosion or operation that the article has told to be none («الانفجار»)."""
        return (
            trigger.definite
            and trigger.first == trigger.last
            and any(self.names(trigger, stems) for stems in told)
            and not self.is_by_somebody(trigger)
        )

    def is_meant(self, trigger: Trigger) -> bool:
        """Whether the sentence has weapons or casualties, the trigger itself aside."""
        inside = (word for word in self._sentence(trigger) if not trigger.first <= word.index <= trigger.last)
        return trigger.sentence in self.bloody or any("armed" in _sorts(word.form) for word in inside)

    def _is_by_manner(self, trigger: Trigger) -> bool:
        """«حرب كلامية», «معركة حامية انتخابية»: an adjective right after the noun, or after one more."""
        sort = "manner" if self.names(trigger, _WAGED) else "moral" if self.names(trigger, _KILLING) else ""
        for word in self._following(trigger, 2):
            sorts = _sorts(word.form)
            if sort in sorts:
                return trigger.sort != "verb" and _may_be_adjective(word.form)
            if "harsh" not in sorts:
                break
        return False

    def _is_by_subject(self, trigger: Trigger) -> bool:
        """«انفجرت الأوضاع», «انفجار غاز», «هجمات أسماك القرش», «خطفت الأضواء»: who or what right after."""
        sorts = frozenset[str]().union(*(_sorts(word.form) for word in self._following(trigger, 1)))
        if self.names(trigger, _EXPLOSION):
            inside = any("body" in _sorts(word.form) for word in self._following(trigger, 2))
            return "bursts" in sorts or inside or ("accident" in sorts and not self.is_by_somebody(trigger))
        if "beast" in sorts or ("spoil" in sorts and trigger.kind == "Kidnapping"):
            return True
        return "accident" in sorts and self.names(trigger, ("حادث", "حوادث"))

    def _is_surgery(self, trigger: Trigger) -> bool:
        """«أجريت له عملية عاجلة»: who has an operation done to him is no enemy."""
        if not self.names(trigger, _OPERATION) or trigger.first != trigger.last or self.is_by_somebody(trigger):
            return False
        before = self.words[max(trigger.first - 3, 0) : trigger.first]
        return any(word.sentence == trigger.sentence and "done" in _sorts(word.form) for word in before)

    def is_by_somebody(self, trigger: Trigger) -> bool:
        """Whether weapons are told of: a bottle of gas may be a bomb."""
        return any("armed" in _sorts(word.form) for word in self._sentence(trigger) if not trigger.first <= word.index <= trigger.last)

    def _is_against_an_idea(self, trigger: Trigger) -> bool:
        """«معركة ضد الفساد», «ضربة للاقتصاد», «هجوما حادا على سياسات …»."""
        if not self.names(trigger, _FOUGHT):
            return False
        before = ""
        for word in self._following(trigger, 4):
            if before in _AGAINST or word.form.startswith("لل"):
                return "idea" in _sorts(word.form)
            if word.form in _TIMES:
                return False
            before = word.form
        return False

    def _is_of_words(self, trigger: Trigger) -> bool:
        """«شن النائب هجوما حادا على خصومه», «قصفت الصحف الحكومة بالانتقادات», «هاجم الوزير … في مؤتمر»."""
        for word in self._following(trigger, _AFTER):
            if "blow" in _sorts(word.form) and (word.form.startswith("ب") or self.words[word.index - 1].form == "من"):
                return True
        if not self.names(trigger, (*_ASSAULT, "نار", "اطلق")) or not self._speaks(trigger):
            return False
        harsh = any("harsh" in _sorts(word.form) for word in self._following(trigger, 2))
        return harsh or any("platform" in _sorts(word.form) for word in self._sentence(trigger) if word.index > trigger.first)

    def _speaks(self, trigger: Trigger) -> bool:
        """Whether who attacks is one who does so with words: named before a noun, or right after a verb."""
        if any("speaker" in _sorts(word.form) for word in self._following(trigger, 1)):
            return True
        if trigger.sort == "verb":
            return False
        before = self.words[max(trigger.first - _BEFORE, 0) : trigger.first]
        return any(word.sentence == trigger.sentence and "speaker" in _sorts(word.form) for word in before)

    def names(self, trigger: Trigger, stems: Sequence[str]) -> bool:
        forms = [word.form for word in self.words[trigger.first : trigger.last + 1]]
        return any(stem in form for form in forms for stem in stems)

    def _following(self, trigger: Trigger, most: int) -> Sequence[Word]:
        """The next words, as long as only space stands between them."""
        found: list[Word] = []
        for word in self.words[trigger.last + 1 : trigger.last + 1 + most]:
            if word.glued or word.sentence != trigger.sentence:
                break
            found.append(word)
        return found

    def _sentence(self, trigger: Trigger) -> Sequence[Word]:
        begin, end = trigger.first, trigger.last
        while begin > 0 and self.words[begin - 1].sentence == trigger.sentence:
            begin -= 1
        while end + 1 < len(self.words) and self.words[end + 1].sentence == trigger.sentence:
            end += 1
        return self.words[begin : end + 1]


def _may_be_adjective(form: str) -> bool:
    """«كلامية», «القانونية»: no clitic before it but the article («للإعلام» is no adjective)."""
    return not form.startswith(("و", "ل", "ب", "ك", "ف")) or form.startswith(("لفظ", "لاذع", "برلمان", "كلام", "كروي", "فكري"))
