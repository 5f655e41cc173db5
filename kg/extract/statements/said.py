"""What is said: an exact slice of the text, over several sentences where a quotation goes on."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.speech import Sort, Speech, begins_saying
from kg.extract.statements.chosen import Chosen
from kg.extract.statements.speakers import Scene
from kg.extract.statements.subjects import end_of_subject
from kg.model import Span

_OPEN, _CLOSE = '“«"', '”»"'
_LONGEST = 1_500
"""Characters that a quotation over several sentences may take: a mark that is never closed does not quote the rest of the article."""
_FEW = 3
"""Words up to which a quotation is a part of what «إن» begins («إن الأدلة "يمكن" أن …»)."""
_OPENING_WORDS = 3
"""Words that may stand before «بحسب» at the beginning of a sentence («من جهتها، وبحسب …»)."""
_SOURCE = 12
"""Words after «بحسب» within which a comma ends the source."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the statements of one article say."""

    text: str
    scene: Scene
    sentences: Sequence[Span]
    quotations: Sequence[Span]
    """What stands in quotation marks, but for names, marks left out; in the order of the text."""

    @classmethod
    def of(cls, text: str, scene: Scene, sentences: Sequence[Span]) -> "Said":
        """What is quoted in an article; «قناة "العربية"» quotes nothing."""
        names = [n.mention.span for n in scene.found]
        return cls(text, scene, sentences, [found for found in _quotations(text) if not _is_name(text, names, found)])

    def quote(self, statement: Chosen) -> Span | None:
        """The words in quotation marks after the verb, else those before it, else what follows «إن», else the rest of the sentence."""
        speech, sentence = self.scene.speeches[statement.positions[0]], self.sentences[statement.sentence]
        trigger = speech.span(self.text, self.scene.words)
        around = self._around(trigger.begin)
        end = around.end if around else sentence.end
        begins = self._begins(speech.index)
        quoted = [found for found in self._quoted(trigger.end, end) if not self._leads_on(found)]
        if quoted and not (self._is_part(quoted[0]) and begins < quoted[0].begin):
            return self._together(quoted, statement)
        if before := self._right_before(sentence.begin, trigger.begin):
            return before
        if speech.sort is Sort.ACCORDING:
            return self._of_source(speech, statement, sentence)
        said = self._trimmed(begins if begins < end else self._past_subject(statement, trigger), end)
        return said or self._trimmed(sentence.begin, trigger.begin)

    def _quoted(self, begin: int, end: int) -> Sequence[Span]:
        """The quotations that begin between two places."""
        first = bisect_right(self.quotations, begin, key=lambda found: found.begin)
        return self.quotations[first : bisect_left(self.quotations, end, key=lambda found: found.begin)]

    def _around(self, place: int) -> Span | None:
        """The quotation that a place is in."""
        at = bisect_right(self.quotations, place, key=lambda found: found.begin) - 1
        return self.quotations[at] if at >= 0 and place < self.quotations[at].end else None

    def _begins(self, verb: int) -> int:
        """Where what is said begins: at «إن», or after a mark that opens; at the end of the text where there is neither."""
        words, at = self.scene.words, verb
        while (at := end_of_subject(words, at)) < len(words):
            if begins_saying(words, at) or ":" in words[at].glued:
                return words[at].begin
            if not any(mark in words[at].glued for mark in _OPEN):
                break
            if self._around(words[at].begin):
                return words[at].begin
        return len(self.text)

    def _leads_on(self, quotation: Span) -> bool:
        """Whether «إن» comes right after a few words in marks: they are of the subject («لبرنامج "ستون دقيقة" إن …»)."""
        after = bisect_left(self.scene.words, quotation.end, key=lambda word: word.begin)
        return self._is_part(quotation) and after < len(self.scene.words) and begins_saying(self.scene.words, after)

    def _is_part(self, quotation: Span) -> bool:
        return len(quotation.of(self.text).split()) <= _FEW

    def _together(self, quoted: Sequence[Span], statement: Chosen) -> Span:
        """From the first quotation to the last before others speak."""
        following = self.scene.speeches[statement.positions[-1] + 1 :]
        begins = (self.scene.words[speech.index].begin for speech in following)
        until = next((begin for begin in begins if begin > quoted[0].end), len(self.text))
        return Span(quoted[0].begin, max(found.end for found in quoted if found is quoted[0] or found.begin < until))

    def _right_before(self, begin: int, end: int) -> Span | None:
        """«"…" قال س»: a quotation that closes right before the verb."""
        found = next(reversed(self._quoted(begin - _LONGEST, end)), None)
        closes = found is not None and begin < found.end < end and not self.text[found.end + 1 : end].strip(" ،,\u200f")
        return found if closes else None

    def _of_source(self, speech: Speech, statement: Chosen, sentence: Span) -> Span | None:
        """What a source is named for: what stands before it, else what follows it («بحسب مصدر، فإن …»)."""
        words, at = self.scene.words, speech.index
        opens = at < _OPENING_WORDS or words[at - _OPENING_WORDS].sentence != words[at].sentence
        if not opens and (before := self._trimmed(sentence.begin, words[at].begin)):
            return before
        after = (word for word in words[at + 1 : at + _SOURCE] if word.sentence == words[at].sentence)
        comma = next((word.begin for word in after if "،" in word.glued or "," in word.glued), None)
        return self._trimmed(comma or self._past_subject(statement, words[at].span), sentence.end)

    def _past_subject(self, statement: Chosen, trigger: Span) -> int:
        """Where a verb and the name of who speaks, if it follows, have ended («أعلنت موسكو │ انتهاء التدريب»)."""
        speaker = statement.speaker.mention.span
        follows = speaker.begin > trigger.end and statement.speaker.sentence == statement.sentence
        return speaker.end if follows else trigger.end

    def _trimmed(self, begin: int, end: int) -> Span | None:
        part = self.text[begin:end]
        first = begin + len(part) - len(part.lstrip(' :،,"“«\n\t'))
        last = begin + len(part.rstrip(" ،,\n\t"))
        return Span(first, last) if any(map(str.isalnum, part)) else None


def _quotations(text: str) -> Iterator[Span]:
    """What stands between marks that open and close; a straight mark closes where one is open and no word begins right after it."""
    opened: int | None = None
    for at, mark in enumerate(text):
        if mark not in _OPEN and mark not in _CLOSE:
            continue
        if opened is not None and at - opened > _LONGEST:
            opened = None
        after, before = text[at + 1 : at + 2], text[at - 1 : at]
        begins_word = after.isalnum() and not before.isalnum()
        if opened is not None and mark == _CLOSE[_OPEN.index(text[opened])] and not (mark == '"' and begins_word and before.isspace()):
            if at > opened + 1:
                yield Span(opened + 1, at)
            opened = None
        elif mark in _OPEN and (mark != '"' or after.isalnum() or not before.isalnum()):
            opened = at


def _is_name(text: str, names: Sequence[Span], quotation: Span) -> bool:
    """Whether a name stands in the marks, and no more."""
    near = names[
        bisect_left(names, quotation.begin, key=lambda name: name.end) : bisect_right(names, quotation.end, key=lambda name: name.begin)
    ]
    return any(quotation.of(text).strip() in name.of(text) for name in near)
