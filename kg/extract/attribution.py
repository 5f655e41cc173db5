"""Who a sentence says it from: «قال مصدر أمني إن …», «… بحسب الشرطة»."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex, readings
from kg.extract.words import Word
from kg.model import Span

SAYS = frozenset(("ان", "بان", "انه", "انها", "انهم", "اننا", "باننا", "بانه", "بانها"))
"""Folded words that begin what is said."""
ACCORDING = frozenset(("بحسب", "حسب", "وفق", "وفقا", "طبقا", "نقلا", "حسبما"))
"""Folded words that name a source after what it says."""
_TAKES_LI = ("وفقا", "طبقا")
"""After these ل is a preposition («وفقا لرويترز»); after others it belongs to the word («بحسب لجنة التحقيق»)."""
_ENDS_SUBJECT = frozenset(
    ("في", "خلال", "يوم", "اليوم", "امس", "ل", "عبر", "بعد", "قبل", "الي", "علي", "عن", "عقب", "مساء", "صباح", "الذي", "التي")
)
_LONGEST_SUBJECT = 9
_OPENING = frozenset(':“«"')


@dataclass(frozen=True, slots=True)
class Source:
    """The source of what a sentence says from the word `begins` on (or of all of it, where `begins` is 0)."""

    span: Span
    first: int
    last: int
    begins: int


@lru_cache(maxsize=1)
def speech_verbs() -> StemIndex[str]:
    """Speech acts by stems of verbs."""
    return StemIndex({(stem,): act for stem, act in rows("speech.tsv", 2)})


def is_noun(word: Word, hit: Hit[str]) -> bool:
    """Whether a verb's stem stands with the article («الإضافة»), which no verb does."""
    return word.form[hit.skip :].startswith("ال") or word.form.startswith(("لل", "وال", "بال", "فال", "كال"))


def sources(words: Sequence[Word], stops: frozenset[int]) -> Iterator[Source]:
    """The sources that the words of one sentence name; a subject ends at the latest where one of `stops` stands."""
    for position, word in enumerate(words):
        if names_source(word) and position + 1 < len(words):
            first = position + 2 if words[position + 1].form in ("ما", "عن") else position + 1
            if source := _source(words, first, stops, 0):
                yield source
            continue
        hit = speech_verbs().at(words, position)
        if hit and not is_noun(word, hit) and (source := _source(words, position + 1, stops, word.index)):
            yield source


def names_source(word: Word) -> bool:
    """Whether a source follows a word, with or without و before it («وفقا لـ…», «وبحسب …»)."""
    return word.form in ACCORDING or word.form.removeprefix("و") in ACCORDING


def _source(words: Sequence[Word], first: int, stops: frozenset[int], begins: int) -> Source | None:
    last = None
    if first < len(words) and words[first].form in _ENDS_SUBJECT:  # «مشيرا إلى …» has no subject of its own
        return None
    for position in range(first, min(first + _LONGEST_SUBJECT, len(words))):
        word = words[position]
        opens = any(mark in word.glued for mark in _OPENING) or (position > first and word.glued in ("،", ","))
        if word.form in SAYS or word.index in stops or opens or (position > first and word.form in _ENDS_SUBJECT):
            break
        last = position
    if last is None or _begins_what_is_said(words[first]):
        return None
    after_li = first > 0 and words[first - 1].form.endswith(_TAKES_LI) and words[first].form.startswith("ل")
    begin = words[first].begin_after(1) if after_li else words[first].begin
    return Source(Span(begin, words[last].end), words[first].index, words[last].index, begins)


def _begins_what_is_said(word: Word) -> bool:
    return any(form in SAYS for _, form in readings(word.form))
