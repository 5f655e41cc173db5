"""Whom the order of words makes the subject of a word of speech: rules, on which the classifier of speakers builds."""

from collections.abc import Sequence
from functools import lru_cache

from kg.arabic import fold
from kg.extract.context import Named
from kg.extract.lexicon import rows
from kg.extract.speech import Sort, Speech, begins_saying
from kg.extract.words import Word
from kg.model import MentionType
from kg.ontology import top

_REACH_AFTER, _REACH_BEFORE = 9, 6
_NOT_SUBJECT = frozenset(("في", "الي", "علي", "مع", "ضد", "بين", "لدي", "قرب", "داخل", "الوكاله", "لوكاله", "لصحيفه", "لشبكه", "لقناه"))


def can_speak(n: Named) -> bool:
    """Whether a mention names what can speak: an organisation, a person, a country, a capital that stands for one."""
    return top(n.mention.kind) in ("Person", "Organisation") or n.mention.kind in ("Country", "Settlement")


def subject(words: Sequence[Word], around: Sequence[Named], speech: Speech) -> Named | None:
    """The speaker as the order of words has it, among the mentions that can speak; None where nobody is named."""
    if speech.sort is Sort.COLON:
        return next((n for n in around if n.last == speech.index and n.mention.kind != "Settlement"), None)
    if speech.sort is Sort.ACCORDING:
        return next((n for n in around if speech.index < n.first <= speech.index + 4), None)
    return _subject_of_verb(words, around, speech.index)


def _subject_of_verb(words: Sequence[Word], around: Sequence[Named], index: int) -> Named | None:
    """The first name after the verb before «إن», a colon or a quotation; else the name right before it."""
    right_before = next((n for n in around if n.last == index - 1), None)
    if right_before and not words[index].glued and _begins_sentence(words, right_before):
        return right_before
    stop = end_of_subject(words, index)
    after = [n for n in around if index < n.first < stop and not is_object(words, n)]
    after = [n for n in after if n.mention.kind != "Settlement" or n.first == index + 1]  # in «مديرية صحة كركوك» the town does not speak
    if after:
        return min(after, key=lambda n: (n.mention.kind != "Person", n.mention.type is MentionType.ROLE, n.first))
    before = [n for n in around if index - _REACH_BEFORE <= n.last < index]
    if before and not any(word.glued for word in words[before[-1].last + 1 : index + 1]) and before[-1].last >= index - 3:
        far = before[-1].last < index - 1 and top(before[-1].mention.kind) == "Place"
        return None if far or is_object(words, before[-1]) else before[-1]
    return None


def _begins_sentence(words: Sequence[Word], n: Named) -> bool:
    """Whether a name is the first word of its sentence, so that the verb after it has its subject before it."""
    return n.first == 0 or words[n.first - 1].sentence != n.sentence


def is_object(words: Sequence[Word], n: Named) -> bool:
    """Whether a name is spoken to, or of, or where it is said: after ل or ب joined to it, or after a preposition."""
    word = words[n.first]
    joined = n.mention.span.begin > word.begin and word.form.removeprefix("و").removeprefix("ف")[0] in "لب"
    return joined or (n.first > 0 and words[n.first - 1].form in _NOT_SUBJECT)


def end_of_subject(words: Sequence[Word], index: int) -> int:
    """Index of the word that begins what is said: «إن», or the one after a colon or an opening mark."""
    for word in words[index + 1 : index + 1 + _REACH_AFTER]:
        if begins_saying(words, word.index) or word.sentence != words[index].sentence or any(c in word.glued for c in ':“«"'):
            return word.index
    return min(index + 1 + _REACH_AFTER, len(words))


def stands_for(words: Sequence[Word], index: int, n: Named) -> bool:
    """Whether a definite noun («الوزارة») can stand for a name («وزارة الصحة»)."""
    if index >= len(words) or words[index].form not in _anaphors():
        return False
    kind, begins = _anaphors()[words[index].form]
    return n.mention.kind == kind and (not begins or words[n.first].form.endswith(begins))


@lru_cache(maxsize=1)
def _anaphors() -> dict[str, tuple[str, str]]:
    return {form: (kind, fold(begins)) for form, kind, begins in rows("anaphors.tsv", 3)}
