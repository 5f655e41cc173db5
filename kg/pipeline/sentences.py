"""Where sentences begin: after a full stop, a question or exclamation mark, or at the end of a line; one that will not end is cut."""

import re
from collections.abc import Iterator
from itertools import pairwise

_BOUNDARY = re.compile(r"""(?:[!?؟…\n\r]|(?<!\b[^\W\d_])\.(?![A-Za-z\d]))[.!?؟…\s"'»”’)\]]*""")
"""What ends a sentence, with the quotation marks and brackets that close after it. A point in «CNN.com» or after one letter does not."""
_LONGEST = 300
"""Words of a sentence: events and names are compared within sentences, and no writer means one so long."""
_WORD = re.compile(r"\S+\s*")
_MARKS = (("؛", ";"), ("،", ","))
"""After which marks a sentence that is too long is cut, the best first; where there are none, before a word that begins with و."""


def sentence_begins(text: str) -> list[int]:
    """Offsets at which the sentences of a text begin, in code points; the first is 0, white space after a sentence belongs to it.

    A sentence of more words than any writer means is cut in two, and so are its parts, so that none has more than 300.
    """
    ends = [match.end() for match in _BOUNDARY.finditer(text) if match.end() < len(text)]
    return [0, *(begin for first, end in pairwise((0, *ends, len(text))) for begin in (*_cuts(text, first, end), end) if begin < len(text))]


def _cuts(text: str, begin: int, end: int) -> Iterator[int]:
    """Offsets at which a sentence is cut, ascending; none for most."""
    if end - begin <= 2 * _LONGEST:  # cannot have so many words
        return
    yield from _halved(text, [match.start() for match in _WORD.finditer(text, begin, end)])


def _halved(text: str, words: list[int]) -> Iterator[int]:
    """Where a stretch of words, given by where they begin, is cut into parts that are short enough."""
    if len(words) > _LONGEST:
        middle = _middle(text, words)
        yield from _halved(text, words[:middle])
        yield words[middle]
        yield from _halved(text, words[middle:])


def _middle(text: str, words: list[int]) -> int:
    """Index of the word before which a stretch is cut: of those in its middle half the nearest to the middle that a mark stands before."""
    half = len(words) // 2
    near = sorted(range(len(words) // 4, 3 * len(words) // 4), key=lambda index: (abs(index - half), index))
    for marks in _MARKS:
        if found := next((index for index in near if text[words[index - 1] : words[index]].rstrip()[-1:] in marks), None):
            return found
    return next((index for index in near if text[words[index]] == "و"), half)
