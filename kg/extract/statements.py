"""Statements: a verb of speech with its speaker, what is said, and whom it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import fold
from kg.extract.attribution import ACCORDING, SAYS, is_noun, names_source, speech_verbs
from kg.extract.context import Named, named
from kg.extract.lexicon import rows
from kg.extract.stems import Hit
from kg.extract.words import Word
from kg.model import Event, Fact, MentionType, Span, Value, ValueType
from kg.ontology import top

_SPEAKER, _CARRIED, _ABOUT = 0.75, 0.55, 0.5
_REACH_AFTER, _REACH_BEFORE = 9, 6
_NOT_SUBJECT = frozenset(("في", "الي", "علي", "مع", "ضد", "بين", "لدي", "قرب", "داخل", "الوكاله", "لوكاله", "لصحيفه", "لشبكه", "لقناه"))
_OPEN, _CLOSE = '“«"”', '”»"'
_PARTICIPLES = frozenset("مضيفا موضحا موكدا مشيرا لافتا محذرا داعيا مشددا متهما معتبرا نافيا مطالبا مبينا".split())
"""Folded «مضيفا», «مؤكدا» …: they go on with the subject of the verb before."""
_CARRIED_VERBS = frozenset("اضاف تابع اوضح استطرد شدد لفت اشار نوه".split())
"""Folded verbs that go on with the last speaker where they have no subject of their own."""


@dataclass(frozen=True, slots=True)
class _Speech:
    hit: Hit[str]
    speaker: Named
    carried: bool


@Language.component("isnad_statements", assigns=["doc._.events"], requires=["doc._.mentions", "doc._.events"])
def statements(doc: Doc) -> Doc:
    """Add the statements to `doc._.events`, one for each speaker and act in a sentence."""
    words: Sequence[Word] = doc._.words
    found = tuple(named(words, doc._.mentions))
    spans = doc._.sentence_spans
    speeches = (*_headline(words, found), *_speeches(words, found), *_according(words, found))
    made = [_statement(doc, words, found, spans, speech) for speech in speeches]
    doc._.events = (*doc._.events, *_without_repeats(made))
    return doc


def _headline(words: Sequence[Word], found: Sequence[Named]) -> Iterator[_Speech]:
    """«بوتين: …»: in the first sentence a name and a colon; the colon is the trigger."""
    for n in found:
        after = words[n.last + 1] if n.last + 1 < len(words) else None
        speaks = _can_speak(n) and n.mention.kind != "Settlement"  # «بغداد: …» says where, not who
        if n.sentence == 0 and after and after.glued.startswith(":") and n.first <= 3 and speaks:
            yield _Speech(Hit(n.last, n.last, -1, "Say"), n, carried=False)
            return


def _speeches(words: Sequence[Word], found: Sequence[Named]) -> Iterator[_Speech]:
    inside = {index for n in found for index in range(n.first, n.last + 1)}
    last: Named | None = None
    for index in range(len(words)):
        hit = None if index in inside else speech_verbs().at(words, index)
        if hit is None or is_noun(words[index], hit):
            continue
        goes_on = last is not None and words[index].form.removeprefix("و") in _PARTICIPLES
        speaker = None if goes_on else _speaker(words, found, index) or _anaphor(words, found, index)
        carried = speaker is None and last is not None and (goes_on or _carries(words, hit))
        if carried:
            speaker = last
        if speaker:
            yield _Speech(hit, speaker, carried)
            last = speaker


def _according(words: Sequence[Word], found: Sequence[Named]) -> Iterator[_Speech]:
    """«بحسب الشرطة العراقية», «وفقا لرويترز»: whoever is named within four words."""
    for index, word in enumerate(words):
        if names_source(word):
            near = (n for n in found if index < n.first <= index + 4 and n.sentence == word.sentence and _can_speak(n))
            speaker = next(near, None)
            if speaker and not any("\n" in w.glued for w in words[index + 1 : speaker.first + 1]):
                yield _Speech(Hit(index, index, int(word.form not in ACCORDING), "Say"), speaker, carried=False)


def _anaphor(words: Sequence[Word], found: Sequence[Named], index: int) -> Named | None:
    """The last thing named of the class that a definite noun after the verb stands for («وقالت الوزارة»)."""
    after = words[index + 1] if index + 1 < len(words) else None
    if after is None or after.glued or after.form not in _anaphors():
        return None
    kind, begins = _anaphors()[after.form]
    for n in reversed([n for n in found if n.last < index]):
        if n.mention.kind == kind and (not begins or words[n.first].form.endswith(begins)):
            return n
    return None


@lru_cache(maxsize=1)
def _anaphors() -> dict[str, tuple[str, str]]:
    return {form: (kind, fold(begins)) for form, kind, begins in rows("anaphors.tsv", 3)}


def _carries(words: Sequence[Word], hit: Hit[str]) -> bool:
    """Whether a verb without a subject of its own goes on with the last speaker («وأضاف»)."""
    form = words[hit.first].form
    follows = words[hit.last + 1] if hit.last + 1 < len(words) else None
    opens = follows is not None and (follows.form in SAYS or follows.form in ("الي", "علي") or any(c in follows.glued for c in ':“«"'))
    return opens and (form.removeprefix("و").removesuffix("ت") in _CARRIED_VERBS or form.startswith("و"))


def _can_speak(n: Named) -> bool:
    return top(n.mention.kind) in ("Person", "Organisation") or n.mention.kind in ("Country", "Settlement")


def _speaker(words: Sequence[Word], found: Sequence[Named], index: int) -> Named | None:
    """The subject: the first name after the verb before «إن», a colon or a quotation; else the name right before it."""
    sentence = words[index].sentence
    right_before = next((n for n in found if n.last == index - 1 and n.sentence == sentence), None)
    if right_before and not words[index].glued and _begins_sentence(words, right_before) and _can_speak(right_before):
        return right_before
    stop = _end_of_subject(words, index)
    after = [n for n in found if index < n.first < stop and n.sentence == sentence and _can_speak(n) and not _is_object(words, n)]
    after = [n for n in after if n.mention.kind != "Settlement" or n.first == index + 1]  # in «مديرية صحة كركوك» the town does not speak
    if after:
        return min(after, key=lambda n: (n.mention.kind != "Person", n.mention.type is MentionType.ROLE, n.first))
    before = [n for n in found if index - _REACH_BEFORE <= n.last < index and n.sentence == sentence and _can_speak(n)]
    if before and not any(word.glued for word in words[before[-1].last + 1 : index + 1]) and before[-1].last >= index - 3:
        far = before[-1].last < index - 1 and top(before[-1].mention.kind) == "Place"
        return None if far or _is_object(words, before[-1]) else before[-1]
    return None


def _begins_sentence(words: Sequence[Word], n: Named) -> bool:
    """Whether a name is the first word of its sentence, so that the verb after it has its subject before it."""
    return n.first == 0 or words[n.first - 1].sentence != n.sentence


def _is_object(words: Sequence[Word], n: Named) -> bool:
    """Whether a name is spoken to, or of, or where it is said: after ل or ب joined to it, or after a preposition."""
    word = words[n.first]
    joined = n.mention.span.begin > word.begin and word.form.removeprefix("و").removeprefix("ف")[0] in "لب"
    return joined or (n.first > 0 and words[n.first - 1].form in _NOT_SUBJECT)


def _end_of_subject(words: Sequence[Word], index: int) -> int:
    for word in words[index + 1 : index + 1 + _REACH_AFTER]:
        if word.form in SAYS or word.sentence != words[index].sentence or any(c in word.glued for c in ":“«"):
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
    return Event(
        "Statement",
        (trigger,),
        tuple(facts),
        confidence=confidence,
        speech_act=hit.entry,
        quote=_quote(doc._.article.text, evidence, trigger, _says(words, hit)),
    )


def _trigger(text: str, words: Sequence[Word], hit: Hit[str]) -> Span:
    if hit.skip < 0:  # a headline without a verb: its colon
        colon = text.index(":", words[hit.last].end)
        return Span(colon, colon + 1)
    return Span(words[hit.first].begin_after(hit.skip), words[hit.last].end)


def _says(words: Sequence[Word], hit: Hit[str]) -> int | None:
    """Offset of the «إن» that begins what is said, where one follows."""
    stop = _end_of_subject(words, hit.last)
    return words[stop].begin if stop < len(words) and words[stop].form in SAYS else None


def _quote(text: str, evidence: Span, trigger: Span, says: int | None) -> Span | None:
    """The words in quotation marks after the verb, else what follows «إن», else what follows the verb to the end of the sentence."""
    rest = text[trigger.end : evidence.end]
    opened = min((at for mark in _OPEN if (at := rest.find(mark)) >= 0), default=None)
    if opened is not None:
        closed = max(rest.rfind(mark) for mark in _CLOSE)
        if closed > opened + 1:
            return Span(trigger.end + opened + 1, trigger.end + closed)
    begin = says if says is not None and says < evidence.end else trigger.end + len(rest) - len(rest.lstrip(' :،,"“«'))
    end = trigger.end + len(rest.rstrip())
    return Span(begin, end) if begin < end else None


def _without_repeats(made: Sequence[Event]) -> Iterator[Event]:
    """One statement for each speaker, act and sentence."""
    seen: set[tuple[int | str, str | None, Span]] = set()
    for statement in sorted(made, key=lambda event: event.triggers[0]):
        key = (statement.facts[0].value.value, statement.speech_act, statement.facts[0].evidence)
        if key not in seen:
            seen.add(key)
            yield statement
