"""A text in pieces that a model can read: as much as fits, in whole sentences."""

from collections.abc import Iterator
from itertools import pairwise

from kg.model import Span
from kg.pipeline.sentences import sentence_begins

MOST_WORDS = 150
"""Words that are read at once: GLiNER models cut a text off after some 384 words or pieces of words."""


def stretches(text: str, most: int = MOST_WORDS) -> Iterator[Span]:
    """A text in whole sentences, together up to `most` words; a longer sentence is cut between words. Blank ones are left out."""
    begins = [begin for first, after in pairwise([*sentence_begins(text), len(text)]) for begin in _cut(text, first, after, most)]
    begin, words = 0, 0
    for first, after in pairwise([*begins, len(text)]):
        more = len(text[first:after].split())
        if words and words + more > most:
            yield Span(begin, first)
            begin, words = first, 0
        words += more
    if words:
        yield Span(begin, len(text))


def _cut(text: str, first: int, after: int, most: int) -> Iterator[int]:
    """Where a sentence begins, and where it goes on after each `most` words."""
    words, inside = 0, False
    yield first
    for offset in range(first, after):
        if text[offset].isspace():
            inside = False
        elif not inside:
            if words == most:
                yield offset
                words = 0
            inside, words = True, words + 1
