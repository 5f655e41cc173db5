"""Statements: a verb of speech with its speaker, what is said, and whom it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.arguments import Named, named
from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex
from kg.extract.words import Word
from kg.model import Event, Fact, MentionType, Span, Value, ValueType
from kg.ontology import top

_SPEAKER, _CARRIED, _ABOUT = 0.75, 0.55, 0.5
_REACH_AFTER, _REACH_BEFORE = 9, 6
_SAYS = frozenset(("ان", "بان", "انه", "انها", "انهم", "اننا", "باننا", "بانه", "بانها"))
_OPEN, _CLOSE = "“«\"”", "”»\""
_CARRIED_VERBS = frozenset("اضاف تابع اوضح مضيفا موضحا موكدا مشيرا لافتا محذرا داعيا استطرد مشددا شدد لفت اشار نوه متهما معتبرا".split())


@dataclass(frozen=True, slots=True)
class _Speech:
    hit: Hit[str]
    speaker: Named
    carried: bool


@lru_cache(maxsize=1)
def _verbs() -> StemIndex[str]:
    return StemIndex({(stem,): act for stem, act in rows("speech.tsv", 2)})


@Language.component("isnad_statements", assigns=["doc._.events"], requires=["doc._.mentions", "doc._.events"])
def statements(doc: Doc) -> Doc:
    """Add the statements to `doc._.events`, one for each speaker and act in a paragraph."""
    words: Sequence[Word] = doc._.words
    found = tuple(named(words, doc._.mentions))
    spans = doc._.sentence_spans
    speeches = (*_headline(words, found), *_speeches(words, found))
    made = [_statement(doc, words, found, spans, speech) for speech in speeches]
    doc._.events = (*doc._.events, *_without_repeats(made))
    return doc


def _headline(words: Sequence[Word], found: Sequence[Named]) -> Iterator[_Speech]:
    """«بوتين: …»: in the first sentence a name and a colon; the colon is the trigger."""
    for n in found:
        after = words[n.last + 1] if n.last + 1 < len(words) else None
        if n.sentence == 0 and after and after.glued.startswith(":") and n.first <= 3 and _can_speak(n):
            yield _Speech(Hit(n.last, n.last, -1, "Say"), n, carried=False)
            return


def _speeches(words: Sequence[Word], found: Sequence[Named]) -> Iterator[_Speech]:
    inside = {index for n in found for index in range(n.first, n.last + 1)}
    last: Named | None = None
    for index in range(len(words)):
        hit = None if index in inside else _verbs().at(words, index)
        if hit is None or _is_noun(words[index], hit):
            continue
        speaker = _speaker(words, found, index)
        carried = speaker is None and last is not None and _carries(words, hit)
        if carried:
            speaker = last
        if speaker:
            yield _Speech(hit, speaker, carried)
            last = speaker


def _is_noun(word: Word, hit: Hit[str]) -> bool:
    """Whether a verb's stem stands with the article («الإضافة»)."""
    return word.form[hit.skip :].startswith("ال") or word.form.startswith(("لل", "وال", "بال", "فال", "كال"))


def _carries(words: Sequence[Word], hit: Hit[str]) -> bool:
    """Whether a verb without a subject of its own goes on with the last speaker («وأضاف»)."""
    form = words[hit.first].form
    follows = words[hit.last + 1] if hit.last + 1 < len(words) else None
    opens = follows is not None and (follows.form in _SAYS or follows.form in ("الي", "علي") or any(c in follows.glued for c in ":“«\""))
    return opens and (form.removeprefix("و").removesuffix("ت") in _CARRIED_VERBS or form.startswith("و"))


def _can_speak(n: Named) -> bool:
    return top(n.mention.kind) in ("Person", "Organisation") or n.mention.kind in ("Country", "Settlement")


def _speaker(words: Sequence[Word], found: Sequence[Named], index: int) -> Named | None:
    """The subject: the first name after the verb before «إن», a colon or a quotation; else the name right before it."""
    sentence = words[index].sentence
    stop = _end_of_subject(words, index)
    after = [n for n in found if index < n.first < stop and n.sentence == sentence and _can_speak(n)]
    people = [n for n in after if n.mention.kind == "Person"]
    if people or after:
        return people[-1] if people else after[0]
    before = [n for n in found if index - _REACH_BEFORE <= n.last < index and n.sentence == sentence and _can_speak(n)]
    if before and not any(word.glued for word in words[before[-1].last + 1 : index + 1]) and before[-1].last >= index - 3:
        return before[-1]
    return None


def _end_of_subject(words: Sequence[Word], index: int) -> int:
    for word in words[index + 1 : index + 1 + _REACH_AFTER]:
        if word.form in _SAYS or word.sentence != words[index].sentence or any(c in word.glued for c in ":“«"):
            return word.index
    return min(index + 1 + _REACH_AFTER, len(words))


def _statement(doc: Doc, words: Sequence[Word], found: Sequence[Named], spans: Sequence[Span], speech: _Speech) -> Event:
    hit, speaker = speech.hit, speech.speaker
    evidence = spans[words[hit.first].sentence]
    trigger = _trigger(doc._.article.text, words, hit)
    confidence = _CARRIED if speech.carried else _SPEAKER
    facts = [Fact("speaker", Value(ValueType.MENTION, speaker.index), evidence, confidence)]
    about = [n for n in found if n.sentence == words[hit.first].sentence and n.first > hit.last and n.index != speaker.index]
    stop = _end_of_subject(words, hit.first)
    facts += [
        Fact("about", Value(ValueType.MENTION, n.index), evidence, _ABOUT)
        for n in about
        if n.first >= stop and n.mention.type is MentionType.NAME and n.mention.kind != "MediaOutlet"
    ][:3]
    facts += [
        Fact("about", Value(ValueType.EVENT, position), evidence, _ABOUT)
        for position, event in enumerate(doc._.events)
        if any(evidence.overlaps(span) and span.begin > trigger.end for span in event.triggers)
    ][:2]
    return Event("Statement", (trigger,), tuple(facts), speech_act=hit.entry, quote=_quote(doc._.article.text, evidence, trigger))


def _trigger(text: str, words: Sequence[Word], hit: Hit[str]) -> Span:
    if hit.skip < 0:  # a headline without a verb: its colon
        colon = text.index(":", words[hit.last].end)
        return Span(colon, colon + 1)
    return Span(words[hit.first].begin_after(hit.skip), words[hit.last].end)


def _quote(text: str, evidence: Span, trigger: Span) -> Span | None:
    """The words in quotation marks after the verb, else what follows it to the end of the sentence."""
    rest = text[trigger.end : evidence.end]
    opened = min((at for mark in _OPEN if (at := rest.find(mark)) >= 0), default=None)
    if opened is not None:
        closed = max(rest.rfind(mark) for mark in _CLOSE)
        if closed > opened + 1:
            return Span(trigger.end + opened + 1, trigger.end + closed)
    begin = trigger.end + len(rest) - len(rest.lstrip(" :،,\"“«"))
    end = trigger.end + len(rest.rstrip())
    return Span(begin, end) if begin < end else None


def _without_repeats(made: Sequence[Event]) -> Iterator[Event]:
    """One statement for each speaker, act and sentence."""
    seen: set[tuple[int | str, str | None, Span]] = set()
    for statement in sorted(made, key=lambda event: event.triggers[0]):
        key = (statement.facts[0].value.value, statement.speech_act, statement.facts[0].evidence)
        if key not in seen:
            seen.add(key)
            yield replace(statement)
