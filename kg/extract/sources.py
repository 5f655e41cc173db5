"""Who is the source of what a word states: the frames of reported speech around it, of which a classifier takes one or none.

«قال مصدر أمني إن …» reports all that follows, «…، بحسب الشرطة» what went before, «وأضاف» goes on with the source before it. What the
writer says in his own voice has no source.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.attribution import Source, source_after
from kg.extract.classifier import shipped
from kg.extract.context import Named
from kg.extract.speech import Sort, Speech, begins_saying
from kg.extract.statements import spoken
from kg.extract.statements.speakers import Scene
from kg.extract.words import Word
from kg.model import Span
from kg.ontology import top

_LEAST = 0.3
"""How likely a frame must be: of what is best for F1 by cross-validation the lower end, as a claim shown as a fact is the worse mistake."""
_LEARNED_AS = {"agent": "perpetrator"}
"""Annotations have one property for who acts."""
_SENTENCES_BACK, _FRAMES = 2, 6
_SUBJECT_BEFORE = 4
_GAP = 60
"""Words that are looked at between a report of speech and what may be said in it."""
_FARTHEST_END = 14
"""Words after a report of speech among which its source ends."""
_GOES_ON = frozenset("اضاف تابع اوضح استطرد شدد لفت اشار نوه اردف واصل".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """One report of speech: the word that reports it, and whom it names."""

    speech: Speech
    span: Span
    """The source as written."""
    speaker: Named | None
    """The mention that names it, or the body of an official who is not named."""
    manner: str
    """Where the source stands: "after" the word, "before" it, or "carried" from an earlier frame."""


@dataclass(frozen=True, slots=True)
class AttributedTo:
    """The source of a fact."""

    span: Span
    """As written."""
    mention: int | None
    """Index of the mention that names it."""
    probability: float


class Sources:
    """The frames of a document, made once."""

    def __init__(self, scene: Scene, speakers: dict[int, tuple[Named, float]]) -> None:
        self.scene = scene
        self.frames: list[Frame] = []
        for position, speech in enumerate(scene.speeches):
            if speech.sort is not Sort.NOUN and (frame := self._frame(position, speakers.get(position))):
                self.frames.append(frame)
        self._indexes = [frame.speech.index for frame in self.frames]

    @classmethod
    def of(cls, doc: Doc) -> "Sources":
        """The frames of a document whose words and mentions are known."""
        scene, likely = spoken(doc)
        return cls(scene, {position: (n, probability) for position, n, probability in likely})

    def source_of(self, words: Iterable[int], property_: str) -> AttributedTo | None:
        """The source of a fact that stands at some words (a figure, a name, a trigger), the surest of them; None where there is none.

        `words` are indexes into the words of the document, `property_` is the fact's property.
        """
        asked = [(word, frame, row) for word in words for frame, row in self.candidates(word, property_)]
        likely = shipped("attribution").likelihoods([row for *_, row in asked], "source")
        likely = [self._surely(frame, word, value) for (word, frame, _), value in zip(asked, likely, strict=True)]
        best = max(zip(likely, range(len(asked)), strict=True), default=(0.0, 0), key=lambda pair: (pair[0], -pair[1]))
        if best[0] < _LEAST:
            return None
        frame = asked[best[1]][1]
        return AttributedTo(self._as_named(frame), frame.speaker.index if frame.speaker else None, best[0])

    def _surely(self, frame: Frame, word: int, probability: float) -> float:
        """How likely a frame is the source of what stands at a word: likely enough where the order of words leaves no doubt."""
        words, at = self.scene.words, frame.speech.index
        if words[at].sentence != words[word].sentence or frame.manner != "after" or frame.span.begin <= words[word].begin < frame.span.end:
            return probability
        opens = at == 0 or words[at - 1].sentence != words[at].sentence
        after = next((w for w in words[at + 1 : at + _FARTHEST_END] if w.begin >= frame.span.end), None)
        if frame.speech.sort is Sort.ACCORDING:  # «بحسب مصدر أمني، قتل …», «قتل …، وفقا لمصدر طبي.»
            certain = opens or (word < at and (after is None or after.sentence != words[at].sentence))
        else:  # «ذكرت وسائل إعلام أن …»
            certain = opens and word > at and after is not None and begins_saying(words, after.index)
        return max(probability, _LEAST) if certain else probability

    def _as_named(self, frame: Frame) -> Span:
        """The source as written, without what the verb is done to: it ends with the name of who speaks, a person's after a body's."""
        speaker = frame.speaker
        inside = [n for n in self.scene.found if frame.span.begin <= n.mention.span.begin and n.mention.span.end <= frame.span.end]
        if speaker is None or speaker not in inside or frame.manner != "after":
            return frame.span
        last = next((n for n in inside if n.mention.kind == "Person" and n.first == speaker.last + 1), speaker)
        return Span(frame.span.begin, last.mention.span.end)

    def candidates(self, word: int, property_: str) -> list[tuple[Frame, tuple[str, ...]]]:
        """The frames that may be the source of what stands at a word, with their features."""
        sentence = self.scene.words[word].sentence
        before = self.frames[max(bisect_left(self._indexes, word) - _FRAMES, 0) : bisect_left(self._indexes, word)]
        after = self.frames[bisect_left(self._indexes, word) : bisect_left(self._indexes, word) + 3]
        near = [f for f in before if sentence - self.scene.words[f.speech.index].sentence <= _SENTENCES_BACK]
        near += [f for f in after if self.scene.words[f.speech.index].sentence == sentence]
        return [(frame, (f"property={_LEARNED_AS.get(property_, property_)}", *_features(self.scene, frame, word, near))) for frame in near]

    def _frame(self, position: int, likely: tuple[Named, float] | None) -> Frame | None:
        """The frame of a word of speech; None where nothing says whose speech it is."""
        scene, speech = self.scene, self.scene.speeches[position]
        own = source_after(scene.words, speech) if speech.sort in (Sort.VERB, Sort.ACCORDING) else None
        if own:
            return Frame(speech, own.span, self._named_in(own, likely), "after")
        if before := self._subject_before(speech):
            return Frame(speech, before.mention.span, before, "before")
        last = self.frames[-1] if self.frames else None
        near = last and scene.words[speech.index].sentence - scene.words[last.speech.index].sentence <= _SENTENCES_BACK
        if last and near and (speech.sort is Sort.PARTICIPLE or speech.stem in _GOES_ON or speech.skip):
            return Frame(speech, last.span, last.speaker, "carried")
        return Frame(speech, likely[0].mention.span, likely[0], "likely") if likely else None

    def _named_in(self, own: Source, likely: tuple[Named, float] | None) -> Named | None:
        inside = [n for n in self.scene.found if own.first <= n.first and n.last <= own.last]
        if likely and (likely[0] in inside or not inside):
            return likely[0]
        return next((n for n in inside if n.mention.kind == "Person"), inside[0] if inside else None)

    def _subject_before(self, speech: Speech) -> Named | None:
        words = self.scene.words
        names = (n for n in reversed(self.scene.by_sentence.get(words[speech.index].sentence, ())) if n.last <= speech.index)
        n = next(names, None)
        if n is None or n.last < speech.index - _SUBJECT_BEFORE or (top(n.mention.kind) == "Place" and n.last < speech.index - 1):
            return None
        return n


def _features(scene: Scene, frame: Frame, word: int, near: Sequence[Frame]) -> Iterator[str]:
    words, at = scene.words, frame.speech.index
    away = words[word].sentence - words[at].sentence
    side = "before" if at < word else "after"
    distance = abs(at - word)
    yield f"sort={frame.speech.sort} side={side} away={away}"
    yield f"stem={frame.speech.stem} side={side}"
    yield f"stem={frame.speech.stem}"
    yield f"act={frame.speech.act} side={side}"
    yield f"manner={frame.manner} side={side} away={away}"
    yield f"named={frame.speaker is not None} side={side}"
    yield f"kind={frame.speaker.mention.kind if frame.speaker else ''}"
    yield f"far={side} {next((reach for reach in (3, 8, 15, 30) if distance <= reach), 99)} away={away}"
    yield f"sentence={min(words[word].sentence, 2)}"
    yield f"says next={at + 1 < len(words) and begins_saying(words, at + 1)}"
    yield f"inside={frame.span.begin <= words[word].begin < frame.span.end}"
    yield f"source={next((w.form for w in words[max(at - 8, 0) : at + 10] if w.begin >= frame.span.begin), '')}"
    yield f"before word={words[at - 1].form if at else ''}"
    others = [other for other in near if other is not frame]
    closer = sum(abs(o.speech.index - word) < distance and (o.speech.index < word) == (at < word) for o in others)
    yield f"closer={min(closer, 3)} side={side} away={away}"
    yield f"others={min(len(others), 4)}"
    here = (o for o in others if words[o.speech.index].sentence == words[word].sentence)
    yield f"according here={any(o.speech.sort is Sort.ACCORDING for o in here)} {side}"
    yield from _between(words, words[min(at, word) + 1 : max(at, word) + 1][:_GAP], side)


def _between(words: Sequence[Word], gap: Sequence[Word], side: str) -> Iterator[str]:
    """What stands between a report of speech and a word."""
    yield f"says between={any(begins_saying(words, word.index) for word in gap)} {side}"
    yield f"opens={any(mark in word.glued for word in gap for mark in ':«“')} {side}"
    yield f"closes={any(mark in word.glued for word in gap for mark in '»”')} {side}"
    yield f"paragraph between={any(chr(10) in word.glued for word in gap)} {side}"
