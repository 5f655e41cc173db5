"""Words that look like triggers, and by a word beside them are other things: a plea, works, a sentence, a mere threat.

«الطعن في الحكم» is no stabbing, «القائم بأعمال السفير» no attack, «عملية إعادة بناء» no operation; whom a court sentences to death is not
killed by that, nor is he with whose death somebody threatens. Unlike figures of speech they are so whatever else the sentence tells. Words
beside a trigger are taken as they stand, clitics included: «بتنفيذه» is not «تنفيذ».
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc

from kg.extract.context import named
from kg.extract.detection import Detected
from kg.extract.lexicon import rows
from kg.extract.speech import SAYS
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.model import MentionType

_LEGAL_ACTION = "LegalAction"
_COURTS = frozenset(("محكمه", "المحكمه", "محاكم", "المحاكم"))
_STABBING = ("طعن", "طعنا", "الطعن", "بطعن", "طعون", "الطعون", "بالطعن")
_ELSE = SAYS | frozenset("ثم قام قامت وقام وقامت بعد قبل لكن ولكن".split())
"""Words after which a deed is no more what somebody threatens with."""
_OBJECT = 6
"""Words after «أوقفت» and «استدعت» among which it is said what, subject and day passed over."""
_SUBMITTED, _ATTEMPTED, _THREATENED, _SENTENCED, _CARRIED, _CRASHED = 4, 6, 8, 4, 8, 8
"""Words to what is brought forward, attempted and threatened, to a sentence, to its being carried out, and to a crash."""


def meant(doc: Doc, found: Sequence[Detected]) -> list[Detected]:
    """The triggers of a document without those that are other things; a sentence of death is a legal action."""
    page = _Page.of(doc, found)
    return [_as_legal(one) if page.is_legal(one.trigger) else one for one in found if not page.is_other(one.trigger)]


def _as_legal(one: Detected) -> Detected:
    return Detected(replace(one.trigger, kind=_LEGAL_ACTION), dict.fromkeys(one.likely, 0.0) | {_LEGAL_ACTION: one.likelihood})


@cache
def _forms(sort: str) -> frozenset[str]:
    return frozenset(form for form, other in rows("mistaken.tsv", 2) if other == sort)


@dataclass(frozen=True, slots=True)
class _Page:
    words: Sequence[Word]
    named: Mapping[int, str]
    """The class of the name that a word is part of."""
    triggers: Mapping[int, Trigger]
    """All that were found, by their first words."""

    @classmethod
    def of(cls, doc: Doc, found: Sequence[Detected]) -> "_Page":
        names = [n for n in named(doc._.words, doc._.mentions) if n.mention.type is MentionType.NAME]
        kinds = {index: n.mention.kind for n in names for index in range(n.first, n.last + 1)}
        return cls(doc._.words, kinds, {one.trigger.first: one.trigger for one in found})

    def is_other(self, trigger: Trigger) -> bool:
        """Whether a trigger names no incident at all."""
        return self._is_named_otherwise(trigger) or self._is_threatened(trigger) or self._is_of_a_crash(trigger)

    def _is_named_otherwise(self, trigger: Trigger) -> bool:
        if trigger.first < trigger.last:
            return False
        form = self.words[trigger.first].form
        if form in _COURTS:
            return True
        if form in _STABBING:
            return self._is_plea(trigger)
        tests: Mapping[str, Callable[[Trigger], bool]] = {
            "عمال": self._is_acting,
            "عملي": self._is_of_works,
            "اسقاط": self._is_dropped,
            "وقف": lambda t: self._is_done_to(t, "stopped"),
            "ستدع": lambda t: self._is_done_to(t, "envoy") and not self._has(self._around(t, _OBJECT), "judge"),
            "طرد": lambda t: self._is_done_to(t, "envoy") or self._is_done_to(t, "diplomat"),
            "محاوله": self._is_of_another_kind,
            "نفجر": self._is_of_a_person,
            "تقدم": self._is_submission,
        }
        return any(stem in form and test(trigger) for stem, test in tests.items())

    def is_legal(self, trigger: Trigger) -> bool:
        """Whether a trigger is of a court: a sentence of death that the text does not say to be carried out, charges that are dropped."""
        form = self.words[trigger.first].form
        if "اسقاط" in form and self._has(self._beside(trigger), "legal"):
            return True
        if "اعدام" not in form or trigger.sort == "verb" or self._has(self._around(trigger, _CARRIED), "carried"):
            return False
        before = self._before(trigger.first, _SENTENCED)
        return self._has(before[-1:], "penalty") or (form.startswith("ب") and self._has(before, "sentence"))

    def _is_plea(self, trigger: Trigger) -> bool:
        """«طعن قضائي», «الطعن في الحكم», «تقدم بطعن»; «طعنا في القلب» is none."""
        after = self._after(trigger.last, 2)
        contested = after[1:] if after and after[0].form == "في" else after[:1]
        return self._has(contested, "plea") or self._has(self._before(trigger.first, 2), "lodged")

    def _is_acting(self, trigger: Trigger) -> bool:
        """«القائم بأعمال السفير»."""
        return self._has(self._before(trigger.first, 1), "acting")

    def _is_of_works(self, trigger: Trigger) -> bool:
        """«عملية صيانة», «عملية إعادة بناء»; «عملية إعادة السيطرة على المدينة» and «عملية بناء على معلومات» are meant."""
        first, second = ([*self._after(trigger.last, 2), None, None])[:2]
        if first is None or first.glued or (second is not None and second.form == "علي"):
            return False
        again = first.form == "اعاده" and second is not None and self._has([second], "rebuilt")
        return again or self._has([first], "work")

    def _is_dropped(self, trigger: Trigger) -> bool:
        """«إسقاط الجنسية», «إسقاط النظام»; not «إسقاط النظام براميل على …»."""
        return self._has(self._beside(trigger), "dropped") and not self._has(self._after(trigger.last, 3), "bomb")

    def _is_done_to(self, trigger: Trigger, sort: str) -> bool:
        """Whether what is stopped, summoned or sent away is of a sort: the first noun that is neither named nor the subject."""
        for word in self._after(trigger.last, _OBJECT):
            if self._has([word], sort):
                return True
            if word.index not in self.named and not word.form.startswith("ال") and not word.form.isdigit() and word.form != "في":
                return False
        return False

    def _is_of_another_kind(self, trigger: Trigger) -> bool:
        """«محاولة الخصوم إقناع …»: whether what is attempted is told, and is no deed that was found."""
        if self.words[trigger.first].form.endswith("المحاوله"):
            return False
        after = self._after(trigger.last, _ATTEMPTED)
        told = next((word for word in after if word.index in self.triggers or self._has([word], "attempted")), None)
        return told is not None and told.index not in self.triggers

    def _is_of_a_person(self, trigger: Trigger) -> bool:
        """«انفجر فلان غاضبا»: whether somebody named bursts."""
        return trigger.sort == "verb" and any(self.named.get(word.index) == "Person" for word in self._beside(trigger))

    def _is_submission(self, trigger: Trigger) -> bool:
        """«تقدم فلان بشكوى»: whether a word is what is brought forward."""
        return self._has(self._after(trigger.last, _SUBMITTED), "submitted")

    def _is_threatened(self, trigger: Trigger) -> bool:
        """«تهدد بقتل الرهائن»: nobody has died; an attack that is threatened is planned (`arguments.happened`)."""
        word = self.words[trigger.first]
        if trigger.strength != "toll" or not word.form.startswith("ب") or trigger.span.begin == word.begin:
            return False
        before = self._before(trigger.first, _THREATENED)
        at = next((place for place in range(len(before) - 1, -1, -1) if self._has([before[place]], "threatens")), None)
        return at is not None and not any("،" in other.glued or other.form in _ELSE for other in (*before[at + 1 :], word))

    def _is_of_a_crash(self, trigger: Trigger) -> bool:
        """«تحطمت مروحية ما أسفر عن مقتل طيارين»: whether aircraft fall by themselves, and who dies dies in that."""
        here = self._around(trigger, _CRASHED)
        if trigger.strength != "toll" and not self._has([self.words[trigger.first]], "crash"):
            return False
        crashes = [word.index for word in here if self._has([word], "crash")]
        if not any(self._has(self._after(index, 2), "aircraft") for index in crashes) or self._has(here, "shot"):
            return False
        others = [self.triggers[word.index] for word in here if word.index in self.triggers]
        return all(other.strength == "toll" or other.first in crashes for other in others)

    def _has(self, words: Collection[Word], sort: str) -> bool:
        """Whether one of some words is of a sort, with or without the article; none is inside a name."""
        forms = (word.form for word in words if word.index not in self.named)
        return any(form in _forms(sort) or form.removeprefix("ال") in _forms(sort) for form in forms)

    def _around(self, trigger: Trigger, most: int) -> list[Word]:
        """The words of its sentence on both sides, its own among them."""
        return [*self._before(trigger.first, most), *self.words[trigger.first : trigger.last + 1], *self._after(trigger.last, most)]

    def _before(self, index: int, most: int) -> list[Word]:
        """The words of its sentence before one, the nearest last."""
        return [word for word in self.words[max(index - most, 0) : index] if word.sentence == self.words[index].sentence]

    def _after(self, index: int, most: int) -> list[Word]:
        return [word for word in self.words[index + 1 : index + 1 + most] if word.sentence == self.words[index].sentence]

    def _beside(self, trigger: Trigger) -> list[Word]:
        """The word after a trigger, where nothing but space is between."""
        return [word for word in self._after(trigger.last, 1) if not word.glued]
