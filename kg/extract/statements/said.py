"""What is said: an exact slice of the text, over several sentences where a quotation goes on."""

from collections.abc import Sequence

from kg.extract.speech import Sort, begins_saying
from kg.extract.statements.chosen import Chosen
from kg.extract.statements.speakers import Scene
from kg.extract.statements.subjects import end_of_subject
from kg.model import Span

_OPEN, _CLOSE = '“«"', '”»"'
_LONGEST = 1_500
"""Characters that a quotation over several sentences may take: a mark that is never closed does not quote the rest of the article."""


def quote(text: str, scene: Scene, statement: Chosen, spans: Sequence[Span]) -> Span | None:
    """The words in quotation marks after the verb, else those before it, else what follows «إن», else the rest of the sentence."""
    speech = scene.speeches[statement.positions[0]]
    sentence = spans[statement.sentence]
    trigger = speech.span(text, scene.words)
    if found := _quoted_after(text, trigger.end, sentence.end) or _quoted_before(text, sentence.begin, trigger.begin):
        return found
    if speech.sort is Sort.ACCORDING and (before := _trimmed(text, sentence.begin, trigger.begin)):
        return before
    begins = end_of_subject(scene.words, speech.index)
    return _trimmed(text, _begin(scene, begins, trigger.end, sentence.end), sentence.end)


def _begin(scene: Scene, begins: int, after: int, end: int) -> int:
    """Where what is said begins: at «إن» or after an opening mark, if one ends the subject, else right after the verb."""
    word = scene.words[begins] if begins < len(scene.words) else None
    if word is None or word.begin >= end or not (begins_saying(scene.words, begins) or any(mark in word.glued for mark in f":{_OPEN}")):
        return after
    return word.begin


def _quoted_after(text: str, begin: int, end: int) -> Span | None:
    """From the first mark that opens in the sentence to the last that closes in it, or to that which closes after it."""
    opened = min((at for mark in _OPEN if (at := text.find(mark, begin, end)) >= 0), default=None)
    if opened is None:
        return None
    closed = max(text.rfind(mark, opened + 1, end) for mark in _CLOSE)
    if closed < 0:
        mark = _CLOSE[_OPEN.index(text[opened])]
        closed = text.find(mark, end, opened + _LONGEST)
    return Span(opened + 1, closed) if closed > opened + 1 else None


def _quoted_before(text: str, begin: int, end: int) -> Span | None:
    """«"…" قال س»: a quotation that closes right before the verb."""
    before = text[begin:end].rstrip(" ،,\u200f")
    if not before or before[-1] not in _CLOSE:
        return None
    opened = before.rfind(_OPEN[_CLOSE.index(before[-1])], 0, len(before) - 1)
    return Span(begin + opened + 1, begin + len(before) - 1) if 0 <= opened < len(before) - 2 else None


def _trimmed(text: str, begin: int, end: int) -> Span | None:
    part = text[begin:end]
    first = begin + len(part) - len(part.lstrip(' :،,"“«\n\t'))
    last = begin + len(part.rstrip(" ،,\n\t"))
    return Span(first, last) if first < last else None
