"""Where in a text words stand that somebody says it has: letter for letter, or not at all."""

import re
from collections.abc import Iterator

from kg.arabic import MARKS, TATWEEL, fold_with_offsets, proclitic_stems
from kg.model import Span

_IN_WORD = re.compile(rf"[\w{MARKS}{TATWEEL}]")
_PRONOUNS = frozenset("ه ها هم هما هن ي نا ك كم كما".split())
"""What may follow a word in the same breath and is none of its letters."""


def stretch(text: str, words: str, within: Span | None = None) -> Span | None:
    """The first place of a stretch of words, whatever white space parts them; None where it has none, or is empty."""
    return next(_stretches(text, words, within), None)


def name(text: str, words: str, within: Span | None = None) -> Span | None:
    """The first place at which words stand as whole words, clitics aside; None where they do not."""
    return next(names(text, words, within), None)


def names(text: str, words: str, within: Span | None = None) -> Iterator[Span]:
    """All places at which words stand as whole words, clitics aside: «روسيا» in «لروسيا», not «مالي» in «ماليزيا»."""
    return (span for span in _stretches(text, words, within) if _begins_word(text, span.begin) and _ends_word(text, span.end))


def _stretches(text: str, words: str, within: Span | None) -> Iterator[Span]:
    parts = words.split()
    if parts:
        pattern = re.compile(r"\s+".join(map(re.escape, parts)))
        yield from (Span(*match.span()) for match in pattern.finditer(text, *((within.begin, within.end) if within else ())))


def _begins_word(text: str, offset: int) -> bool:
    """Whether a word begins here, or what is left of one without its proclitics."""
    begin, end = offset, offset
    while begin and _IN_WORD.match(text[begin - 1]):
        begin -= 1
    while end < len(text) and _IN_WORD.match(text[end]):
        end += 1
    form, offsets = fold_with_offsets(text[begin:end])
    return any(begin + offsets[stem.skip] == offset for stem in proclitic_stems(form))


def _ends_word(text: str, offset: int) -> bool:
    end = offset
    while end < len(text) and _IN_WORD.match(text[end]):
        end += 1
    return end == offset or text[offset:end] in _PRONOUNS
