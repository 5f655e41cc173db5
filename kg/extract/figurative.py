"""Words of attack that are meant otherwise: a war of words, prices that explode, gas that does.

What was learned goes by the words around a trigger and by how much of the article is about violence, and has seen few such texts. Here is
told by kinds of words what no bomb or gun had a part in. Where weapons or casualties stand in the sentence, only accidents and what is
called a thing of words are held to be none. Words inside names tell nothing: a man may be called after a beast, a party be an army.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from spacy.tokens import Doc

from kg.extract.context import named
from kg.extract.detection import Detected
from kg.extract.stems import readings, sorts_by_stem, sorts_of
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.model import MentionType
from kg.ontology import ancestors

_LEXICON = "figurative.tsv"
_sorts = partial(sorts_of, _LEXICON)
_VIOLENT = frozenset(("Attack", "Clash", "SecurityOperation", "Threat"))
_EXPLOSION = ("فجر", "فجار", "قنبله", "قنابل")
_OPERATION = ("عمليه",)
_KILLING = ("غتيال",)
_ASSAULT = ("هجوم", "هجم", "هاجم", "اعتداء", "حمله", "حملات")
_FOUGHT = (*_ASSAULT, "حرب", "معرك", "معارك", "ضرب", "قصف", "مواجه", "قتال")
_CONTEST = ("حرب", "معرك", "معارك", "مواجه", "اشتباك", "حمله", "حملات")
_WAGED = (*_FOUGHT, *_OPERATION, "اشتباك", "قنبله", "انفجار", "مجزره", "مذبحه", "تهديد")
"""Parts of the words that name attacks of several kinds."""
_AGAINST = frozenset(("علي", "ضد"))
_TIMES = frozenset(("بعد", "قبل", "منذ", "خلال", "في"))
_WAGES = frozenset("شن شنت شنوا يشن تشن يشنون وشن وشنت وجه وجهت يوجه توجه ووجه ووجهت".split())
_TO_HIM = frozenset(("له", "لها", "لهم", "لهما"))
_ARMIES = frozenset(("SecurityForce", "ArmedGroup"))
_BEFORE, _AFTER = 6, 8
"""Words before and after a trigger among which a speaker, and what words hit with or where, are looked for."""


def literal(doc: Doc, found: Sequence[Detected]) -> list[Detected]:
    """The triggers of a document that are meant as they stand, in order."""
    reading = _Reading.of(doc)
    figurative = [reading.is_figurative(one.trigger) for one in found]
    told = _told_to_be_none(reading, found, figurative)
    figurative = [is_told or reading.goes_on(one.trigger, told) for one, is_told in zip(found, figurative, strict=True)]
    for position, one in enumerate(found[:-1]):  # «فجر الوزير قنبلة سياسية»: the verb of a figure of speech is one
        following = found[position + 1].trigger
        near = one.trigger.sentence == following.sentence and following.first - one.trigger.last <= 4
        if figurative[position + 1] and near and one.trigger.sort == "verb" and not reading.is_meant(one.trigger):
            figurative[position] = True
    return [one for one, told in zip(found, figurative, strict=True) if not told]


def _told_to_be_none(reading: "_Reading", found: Sequence[Detected], figurative: Sequence[bool]) -> set[Sequence[str]]:
    """Explosions and operations of which all that the article introduces are figures of speech or accidents."""
    introduced = [(one.trigger, other) for one, other in zip(found, figurative, strict=True) if other or not one.trigger.definite]
    told: set[Sequence[str]] = set()
    for stems in (_EXPLOSION, _OPERATION):
        are_none = [other for trigger, other in introduced if reading.names(trigger, stems)]
        if are_none and all(are_none):
            told.add(stems)
    return told


@lru_cache(maxsize=20_000)
def _things(form: str) -> frozenset[str]:
    """The sorts of a folded word as a noun: with an article its ه is no pronoun («القرارة» is no decision)."""
    known = sorts_by_stem(_LEXICON)
    closed = form.startswith(("ال", "لل")) and form.endswith("ه")
    return frozenset(sort for _, stem in readings(form) if stem.endswith("ه") or not closed for sort in known.get(stem, ()))


@dataclass(frozen=True, slots=True)
class _Reading:
    words: Sequence[Word]
    bloody: frozenset[int]
    """Sentences that count dead or injured people."""
    named: Mapping[int, str]
    """The class of the name that a word is part of."""

    @classmethod
    def of(cls, doc: Doc) -> "_Reading":
        words: Sequence[Word] = doc._.words
        names = [name for name in named(words, doc._.mentions) if name.mention.type is MentionType.NAME]
        kinds = {index: name.mention.kind for name in names for index in range(name.first, name.last + 1)}
        return cls(words, frozenset(words[count.word].sentence for count in doc._.counts if count.property != "arrested"), kinds)

    def sorts(self, word: Word) -> frozenset[str]:
        """The sorts of a word; none inside a name."""
        return frozenset() if word.index in self.named else _sorts(word.form)

    def things(self, word: Word) -> frozenset[str]:
        """The sorts of a word as a noun; none inside a name, nor for a first name before one."""
        return frozenset() if word.index in self.named or self.named.get(word.index + 1) == "Person" else _things(word.form)

    def is_figurative(self, trigger: Trigger) -> bool:
        if trigger.kind != "Incident" and _VIOLENT.isdisjoint(ancestors(trigger.kind)):
            return False
        if self._is_of_manner(trigger, "verbal", "moral") or self._is_accident(trigger):
            return True
        return not self.is_meant(trigger) and (
            self._is_of_manner(trigger, "manner", "")
            or self._is_by_subject(trigger)
            or self._is_surgery(trigger)
            or self._is_against_an_idea(trigger)
            or self._is_of_words(trigger)
        )

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
        return trigger.sentence in self.bloody or any(_sorts(word.form) & {"armed", "blood"} for word in self._others(trigger))

    def is_by_somebody(self, trigger: Trigger) -> bool:
        """Whether weapons are told of: a bottle of gas may be a bomb."""
        return any("armed" in _sorts(word.form) for word in self._others(trigger))

    def _is_of_manner(self, trigger: Trigger, waged: str, killed: str) -> bool:
        """«حرب كلامية», «معركة حامية انتخابية»: an adjective right after the noun, or after one more."""
        sort = waged if self.names(trigger, _WAGED) else killed if self.names(trigger, _KILLING) else ""
        for word in self._following(trigger, 2):
            sorts = self.sorts(word)
            if sort in sorts or (waged == "manner" and "contest" in sorts and self.names(trigger, _CONTEST)):
                return trigger.sort != "verb" and _may_be_adjective(word.form)
            if "harsh" not in sorts:
                break
        return False

    def _is_accident(self, trigger: Trigger) -> bool:
        """«انفجار غاز», «حادث سير», «عاصفة رعدية»."""
        if not any("accident" in self.things(word) for word in self._following(trigger, 1)):
            return False
        return self.names(trigger, ("حادث", "حوادث", "عاصف")) or (self.names(trigger, _EXPLOSION) and not self.is_by_somebody(trigger))

    def _is_by_subject(self, trigger: Trigger) -> bool:
        """«انفجرت الأوضاع», «هجمات أسماك القرش», «خطفت الأضواء»: who or what right after."""
        sorts = frozenset[str]().union(*(self.things(word) for word in self._following(trigger, 1)))
        if self.names(trigger, _EXPLOSION):
            return "bursts" in sorts or any("body" in self.things(word) for word in self._following(trigger, 2))
        return "beast" in sorts or ("spoil" in sorts and trigger.kind == "Kidnapping")

    def _is_surgery(self, trigger: Trigger) -> bool:
        """«أجريت له عملية عاجلة»: who has an operation done to him is no enemy; no army does it."""
        if not self.names(trigger, _OPERATION) or trigger.first != trigger.last:
            return False
        before = [word for word in self.words[max(trigger.first - 3, 0) : trigger.first] if word.sentence == trigger.sentence]
        if not any("done" in self.sorts(word) for word in before) or self._has_army(self._others(trigger)):
            return False
        to_him = any(word.form in _TO_HIM for word in (*before, *self._following(trigger, 1)))
        return to_him or any("medicine" in self.sorts(word) for word in self._others(trigger))

    def _has_army(self, words: Sequence[Word]) -> bool:
        return any("army" in _sorts(word.form) or self.named.get(word.index) in _ARMIES for word in words)

    def _is_against_an_idea(self, trigger: Trigger) -> bool:
        """«معركة ضد الفساد», «ضربة للاقتصاد», «هجوما حادا على سياسات …»; not where police fight it («حملة ضد المخدرات»)."""
        if not self.names(trigger, _FOUGHT) or self._has_army(self._others(trigger)):
            return False
        before = ""
        for word in self._following(trigger, 4):
            if before in _AGAINST or word.form.startswith("لل"):
                return "idea" in self.things(word)
            if word.form in _TIMES:
                return False
            before = word.form
        return False

    def _is_of_words(self, trigger: Trigger) -> bool:
        """«شن النائب هجوما حادا على خصومه», «قصفت الصحف الحكومة بالانتقادات», «هاجم الوزير … في مؤتمر»."""
        after = self._following(trigger, _AFTER)
        if any("blow" in self.sorts(word) and (word.form.startswith("ب") or self.words[word.index - 1].form == "من") for word in after[:6]):
            return True
        shoots = self.names(trigger, ("نار", "اطلق"))
        if not (shoots or self.names(trigger, _ASSAULT)) or not self._speaks(trigger):
            return False
        spoken = {"said"} if shoots else {"said", "platform"}
        if any(spoken & self.sorts(word) and self.words[word.index - 1].form in ("في", "عبر", "خلال") for word in after):
            return True
        return not shoots and any("harsh" in self.sorts(word) for word in after[:2])

    def _speaks(self, trigger: Trigger) -> bool:
        """Whether who attacks is one who does so with words: «هاجم الوزير», «هجوم النائب», «شن النائب هجوما», «النائب شن هجوما»."""
        before = [word for word in self.words[max(trigger.first - _BEFORE, 0) : trigger.first] if word.sentence == trigger.sentence]
        after = self._following(trigger, 2)
        if self._has_army([*before, *after]) or self.names(trigger, ("مهاجم",)):
            return False
        if any("speaker" in self.sorts(word) for word in after[:1]):
            return True
        at = next((place for place, word in enumerate(before) if word.form in _WAGES), None)
        if at is None or trigger.sort == "verb":
            return False
        subjects = before[at + 1 : at + 2] if before[at + 1 :] else before[:at]
        return any("speaker" in self.sorts(word) and not word.form.startswith(("ل", "ب")) for word in subjects)

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

    def _others(self, trigger: Trigger) -> Sequence[Word]:
        """The words of its sentence besides its own."""
        begin, end = trigger.first, trigger.last
        while begin > 0 and self.words[begin - 1].sentence == trigger.sentence:
            begin -= 1
        while end + 1 < len(self.words) and self.words[end + 1].sentence == trigger.sentence:
            end += 1
        return [*self.words[begin : trigger.first], *self.words[trigger.last + 1 : end + 1]]


def _may_be_adjective(form: str) -> bool:
    """«كلامية», «القانونية»: no clitic before it but the article («للإعلام» is no adjective)."""
    return not form.startswith(("و", "ل", "ب", "ك", "ف")) or form.startswith(("لفظ", "لاذع", "برلمان", "كلام", "كروي", "فكري"))
