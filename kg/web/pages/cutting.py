"""Cuts a text at the borders of spans, so that spans may nest and overlap in a page, whose elements cannot."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text in which no span begins or ends, its first and last character apart."""

    begin: int
    """In the text, in code points."""
    text: str
    covers: tuple[int, ...] = ()
    """Which spans it lies in: their places in the order in which they were given, ascending."""

    @property
    def end(self) -> int:
        """The code point after its last one."""
        return self.begin + len(self.text)


def cut(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The pieces of a text in order; put together they are the text.

    Offsets are code points of the text as it is stored (CR LF is two), the end exclusive. A span that reaches beyond the text
    is cut off there; one that is empty covers nothing.

    >>> [(piece.text, piece.covers) for piece in cut("abcd", [Span(0, 3), Span(1, 4)])]
    [('a', (0,)), ('bc', (0, 1)), ('d', (1,))]
    """
    begins, ends = defaultdict(list), defaultdict(list)
    for index, span in enumerate(spans):
        begin, end = max(span.begin, 0), min(span.end, len(text))
        if begin < end:
            begins[begin].append(index)
            ends[end].append(index)
    borders = sorted({0, len(text), *begins, *ends})
    open_now: set[int] = set()
    pieces = []
    for begin, end in pairwise(borders):
        open_now = (open_now - set(ends[begin])) | set(begins[begin])
        pieces.append(Piece(begin, text[begin:end], tuple(sorted(open_now))))
    return pieces
