"""Words that report speech: verbs in all inflections, participles, nouns of saying, «بحسب» and the colon of a headline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.extract.lexicon import rows
from kg.extract.stems import StemIndex
from kg.extract.words import Word
from kg.model import Span

SAYS = frozenset(("ان", "بان", "انه", "انها", "انهم", "اننا", "باننا", "بانه", "بانها", "وان", "لان"))
"""Folded words that begin what is said."""
OPENING = frozenset(':“«"')
"""Marks that open what is said."""
_BAN_KI_MOON = ("بان", "كي")
ACCORDING = frozenset(("بحسب", "حسب", "وفق", "وفقا", "طبقا", "نقلا", "حسبما"))
"""Folded words that name a source after what it says."""
_ARTICLES = ("ال", "لل", "وال", "بال", "فال", "كال")
_HOLDS, _HELD = "يعتبر", 14
"""A verb that is mostly passive, and how many words after it «أن» may stand."""
_ASKS = "طلب"
_HEADLINE_WORDS = 8
"""How many words of a headline its speaker may take."""


class Sort(StrEnum):
    """What kind of word reports the speech."""

    VERB = "verb"
    PARTICIPLE = "participle"
    """It goes on with the subject of a verb («مضيفا»)."""
    NOUN = "noun"
    ACCORDING = "according"
    COLON = "colon"
    """Of a headline: «بوتين: …»."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A place where speech is reported."""

    index: int
    """Of the word; with a colon, of the word before it."""
    skip: int
    """Length of the word's proclitics."""
    stem: str
    act: str
    """What the word alone says of the act."""
    sort: Sort

    def span(self, text: str, words: Sequence[Word]) -> Span:
        """The word without proclitics, or the colon."""
        word = words[self.index]
        if self.sort is Sort.COLON:
            colon = text.index(":", word.end)
            return Span(colon, colon + 1)
        return Span(word.begin_after(self.skip), word.end)


@lru_cache(maxsize=1)
def _lexicon() -> StemIndex[tuple[str, str, Sort]]:
    return StemIndex({tuple(stem.split()): (stem, act, Sort(sort)) for stem, act, sort in rows("reporting.tsv", 3)})


def begins_saying(words: Sequence[Word], position: int) -> bool:
    """Whether the word at a position begins what is said; «بان كي مون» is a name."""
    return words[position].form in SAYS and tuple(word.form for word in words[position : position + 2]) != _BAN_KI_MOON


def speeches(words: Sequence[Word], taken: frozenset[int]) -> Iterator[Speech]:
    """The words that may report speech, in the order of the text; none of those `taken` by names."""
    for word in words:
        if names_source(word):
            yield Speech(word.index, int(word.form not in ACCORDING), word.form[-4:], "Say", Sort.ACCORDING)
        elif word.index not in taken and (found := _at(words, word)):
            yield found
        if _ends_speaker(words, word):
            yield Speech(word.index, 0, ":", "Say", Sort.COLON)


def names_source(word: Word) -> bool:
    """Whether a source follows a word, with or without و before it («وفقا لـ…», «وبحسب …»)."""
    return word.form in ACCORDING or word.form.removeprefix("و") in ACCORDING


def _at(words: Sequence[Word], word: Word) -> Speech | None:
    hit = _lexicon().at(words, word.index)
    if hit is None:
        return None
    stem, act, sort = hit.entry
    if sort is not Sort.NOUN and (word.form[hit.skip :].startswith("ال") or word.form.startswith(_ARTICLES)):
        return None  # «الإضافة»: no verb and no participle of this kind has the article
    if sort is Sort.VERB and stem != _ASKS and word.form[: hit.skip].endswith(("ب", "ك")):
        return None  # «بدافع الغيرة»: no verb has ب before it; «بطلب» is a noun of saying too
    if stem == _HOLDS and not _says_that(words, word.index):
        return None
    return Speech(word.index, hit.skip, stem, act, sort)


def _says_that(words: Sequence[Word], index: int) -> bool:
    """Whether «أن» follows a verb in its sentence: without it «تعتبر المدينة من أقدم …» tells what is held, by nobody in particular."""
    after = words[index + 1 : index + 1 + _HELD]
    return any(begins_saying(words, word.index) for word in after if word.sentence == words[index].sentence)


def _ends_speaker(words: Sequence[Word], word: Word) -> bool:
    """Whether a colon follows a word near the beginning of a line or sentence, so that those before it may be who speaks."""
    after = words[word.index + 1] if word.index + 1 < len(words) else None
    if after is None or not after.glued.lstrip("\"”»)'").startswith(":"):
        return False
    begin = word.index
    while begin and words[begin].sentence == word.sentence and not words[begin].glued.count("\n") and word.index - begin < _HEADLINE_WORDS:
        begin -= 1
    return word.index - begin < _HEADLINE_WORDS
