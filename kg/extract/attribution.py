"""Who a sentence says it from: «قال مصدر أمني إن …», «… بحسب الشرطة»."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.figures import casualty
from kg.extract.lexicon import rows
from kg.extract.speech import OPENING, SAYS, Speech, begins_saying, names_source
from kg.extract.stems import StemIndex, readings
from kg.extract.words import Word
from kg.model import Span

_TAKES_LI = ("وفقا", "طبقا")
"""After these ل is a preposition («وفقا لرويترز»); after others it belongs to the word («بحسب لجنة التحقيق»)."""
_ENDS_SUBJECT = frozenset("في خلال يوم اليوم امس ايضا كذلك مجددا ل عبر بعد قبل الي علي عن عقب مساء صباح الذي التي".split())
_LONGEST_SUBJECT = 9


@dataclass(frozen=True, slots=True)
class Source:
    """A source as written, and its words, the last inclusive."""

    span: Span
    first: int
    last: int


@lru_cache(maxsize=1)
def speech_verbs() -> StemIndex[str]:
    """Speech acts by stems of verbs."""
    return StemIndex({(stem,): act for stem, act in rows("speech.tsv", 2)})


def source_after(words: Sequence[Word], speech: Speech) -> Source | None:
    """The source named right after a word of speech in its sentence («قال مصدر أمني», «وفقا لمصدر طبي»)."""
    position = speech.index
    sentence = words[position].sentence
    rest = [word for word in words[position : position + _LONGEST_SUBJECT + 4] if word.sentence == sentence]
    first = 2 if len(rest) > 1 and rest[1].form in ("ما", "عن") else 1
    if names_source(rest[0]) and first < len(rest) and speech_verbs().at(rest, first):  # «بحسب ما أعلن …»
        first += 1
    return _source(rest, first) if len(rest) > 1 else None


def _source(words: Sequence[Word], first: int) -> Source | None:
    last = None
    if first < len(words) and words[first].form in _ENDS_SUBJECT:  # «مشيرا إلى …» has no subject of its own
        return None
    for position in range(first, min(first + _LONGEST_SUBJECT, len(words))):
        word = words[position]
        opens = any(mark in word.glued for mark in OPENING) or (position > first and word.glued in ("،", ","))
        ends = word.form in _ENDS_SUBJECT or casualty(word) is not None  # «بحسب مصدر طبي قتل ثلاثة»
        if begins_saying(words, position) or opens or (position > first and ends):
            break
        last = position
    if last is None or _begins_what_is_said(words, first):
        return None
    after_li = first > 0 and words[first - 1].form.endswith(_TAKES_LI) and words[first].form.startswith("ل")
    begin = words[first].begin_after(1) if after_li else words[first].begin
    return Source(Span(begin, words[last].end), words[first].index, words[last].index)


def _begins_what_is_said(words: Sequence[Word], position: int) -> bool:
    joined = any(form in SAYS for _, form in readings(words[position].form))
    return joined and (words[position].form not in SAYS or begins_saying(words, position))
