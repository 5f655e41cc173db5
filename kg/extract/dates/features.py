"""What a time expression is to an event, in named features: how near, in whose clause, how it is said, what the story was dated before."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from kg.extract.dates.candidates import Candidate, Dating
from kg.extract.lexicon import rows
from kg.extract.stems import readings
from kg.extract.triggers import EventGroup
from kg.extract.words import Word

_CLAUSE = frozenset("ان الذي التي الذين حيث بعد عقب منذ قبل اثر فيما بينما بان انه انها كما لكن غداه ذكري واضاف وذلك".split())
"""Words that begin a clause, or what another thing is told by."""
_LEAD = 4
"""Sentences of title and lead."""
_STORY = 30
"""Events that are looked back at."""
Told = Sequence[tuple[EventGroup, str | None]]
"""Events in the order of the text with their dates."""


def features(dating: Dating, event: EventGroup, candidate: Candidate, told: Told) -> tuple[str, ...]:
    """Named features of a candidate for an event, for the classifier; `told` are the events before it with their dates."""
    story = (*_of_lead(dating, event, candidate), *_of_story(dating, event, candidate, told))
    own = (*_of_event(dating, event), *story)
    if candidate.expression is None:
        return tuple(f"article {feature}" for feature in (*own, *_of_surroundings(dating, event)))
    kind = candidate.kind
    return (*_of_candidate(dating, candidate), *_of_place(dating, event, candidate), *story, *(f"{feature} {kind}" for feature in own))


def _of_lead(dating: Dating, event: EventGroup, candidate: Candidate) -> Iterator[str]:
    """Whether it is the first day that title or lead gives, that of the news."""
    here, dated = "in" if candidate.sentence in event.sentences else "out", dating.is_dated(event)
    lead = next((other for sentence in range(_LEAD) for other in dating.by_sentence.get(sentence, ()) if len(other.value) == 10), None)
    is_lead = "none" if lead is None else _agreement(candidate.value, lead.value)
    yield f"lead={is_lead} {here} dated={dated}"
    yield f"lead={is_lead} {here} dated={dated} first={min(event.sentences[0], 4)} class={event.kind}"
    yield f"lead={is_lead} {here} definite={event.triggers[0].definite} sentences={min(len(event.sentences), 3)} dated={dated}"


def _of_story(dating: Dating, event: EventGroup, candidate: Candidate, told: Told) -> Iterator[str]:
    """Whether the events told before are dated as the candidate would date this one: one story mostly is of one day."""
    here = "in" if candidate.sentence in event.sentences else "out"
    dated = dating.is_dated(event)
    if not told:
        yield f"opens {here} dated={dated}"
        return
    known, said = told[-1]
    agrees = _agreement(candidate.value, said)
    apart = min(max(event.triggers[0].sentence - known.triggers[-1].sentence, 0), 3)
    yield f"previous={agrees} {here} apart={apart}"
    yield f"previous={agrees} {here} dated={dated} apart={min(apart, 1)}"
    yield f"previous={agrees} {here} {known.kind == event.kind}"
    first = _agreement(candidate.value, told[0][1])
    yield f"opening={first} {here} dated={dated} first={min(event.sentences[0], 3)}"
    yield f"previous={agrees} opening={first} {here} dated={dated}"
    best = max((_agreement(candidate.value, value) for _, value in told[-_STORY:]), key=("none", "other", "part", "same").index)
    yield f"any={best} {here} dated={dated}"


def _agreement(value: str, said: str | None) -> str:
    if not said:
        return "none"
    return "same" if value == said else "part" if value.startswith(said) or said.startswith(value) else "other"


def _of_event(dating: Dating, event: EventGroup) -> Iterator[str]:
    yield "bias"
    yield f"class={event.kind}"
    yield f"first={min(event.sentences[0], 4)}"
    yield f"sentences={min(len(event.sentences), 3)}"
    inside = [candidate for sentence in event.sentences for candidate in dating.by_sentence.get(sentence, ())]
    yield f"inside={min(len(inside), 3)}"
    yield f"first={min(event.sentences[0], 3)} inside={min(len(inside), 2)}"


def _of_surroundings(dating: Dating, event: EventGroup) -> Iterator[str]:
    """Words around the triggers, and whether other sentences than the event's are dated."""
    words = dating.page.words
    for trigger in event.triggers:
        yield f"trigger={words[trigger.first].form.removeprefix('ال')}"
        for word in words[max(trigger.first - 3, 0) : trigger.last + 4]:
            if word.sentence == trigger.sentence:
                yield f"near={word.form}"
    inside = {candidate.kind for sentence in event.sentences for candidate in dating.by_sentence.get(sentence, ())}
    yield from (f"has {kind}" for kind in inside)
    yield f"dates={min(len(dating.candidates) - 1, 3)}"
    lead = [candidate.kind for sentence in range(3) for candidate in dating.by_sentence.get(sentence, ())]
    yield f"lead={lead[0] if lead else ''} first={min(event.sentences[0], 2)}"


def _of_candidate(dating: Dating, candidate: Candidate) -> Iterator[str]:
    words, exact = dating.page.words, len(candidate.value)
    yield f"kind={candidate.kind} {exact}"
    yield f"sentence={min(candidate.sentence, 4)} {candidate.kind}"
    yield f"repeated={min(dating.values[candidate.value], 3)}"
    if dating.issued:
        yield f"days={_distance(candidate.value, dating.issued)} {exact}"
    for step in (1, 2):
        if candidate.first >= step:
            yield f"before{step}={words[candidate.first - step].form}"
    if candidate.last + 1 < len(words):
        yield f"after={words[candidate.last + 1].form}"
        yield f"mark={words[candidate.last + 1].glued[:1]}"
    yield f"form={words[candidate.first].form}"
    yield f"reported={_is_when_it_was_said(words, candidate)}"


def _distance(value: str, issued: date) -> str:
    """How long before the article's day it was, roughly."""
    if len(value) < 10:
        return "same" if issued.isoformat().startswith(value) else "before" if value < issued.isoformat() else "after"
    days = (issued - date.fromisoformat(value)).days
    limits = ((0, "ahead"), (1, "0"), (2, "1"), (3, "2"), (8, "week"), (32, "month"), (366, "year"))
    return next((name for limit, name in limits if days < limit), "old")


@lru_cache(maxsize=20_000)
def _is_speech(form: str) -> bool:
    return any(stem in _speech() for _, stem in readings(form))


@lru_cache(maxsize=1)
def _speech() -> frozenset[str]:
    return frozenset(stem for stem, _ in rows("speech.tsv", 2))


def _is_when_it_was_said(words: Sequence[Word], candidate: Candidate) -> str:
    """Whether a verb of speech stands a few words before it, and «إن» after it: «قالت الشرطة يوم الأحد إن …»."""
    sentence = words[candidate.first].sentence
    said = [w.index for w in words[max(candidate.first - 6, 0) : candidate.first] if w.sentence == sentence and _is_speech(w.form)]
    after = [w for w in words[candidate.last + 1 : candidate.last + 5] if w.sentence == sentence and w.form in ("ان", "انه", "انها", "بان")]
    return f"{min(candidate.first - said[-1], 4) if said else 0} {bool(after)}"


def _of_place(dating: Dating, event: EventGroup, candidate: Candidate) -> Iterator[str]:
    """How the expression stands to the triggers: in their sentence, near, in their clause, nearer to another event."""
    inside = [trigger for trigger in event.triggers if trigger.sentence == candidate.sentence]
    if not inside:
        yield from _from_elsewhere(dating, event, candidate)
        return
    trigger = min(inside, key=lambda t: _gap(t.first, candidate))
    side = "after" if candidate.first > trigger.first else "before"
    gap, fronted = _gap(trigger.first, candidate), _is_fronted(dating.page.words, candidate)
    begin, end = (trigger.last, candidate.first) if side == "after" else (candidate.last, trigger.first)
    clauses = tuple(_clauses(dating.page.words, begin, end))
    others = min(sum(begin < t < end for t in dating.triggers[candidate.sentence]), 2)
    nearer = _is_nearest_event(dating, candidate, trigger.first)
    nearest = _is_nearest_date(dating, candidate, trigger.first)
    yield f"{side} gap={_bucket(gap)} clauses={min(len(clauses), 2)} others={min(others, 1)}"
    yield f"{side} gap={_bucket(gap)} {candidate.kind}"
    yield f"{side} others={others} clauses={min(len(clauses), 3)}"
    yield f"{side} fronted={fronted} others={others} {nearer}"
    yield f"{candidate.kind} {nearer} {nearest}"
    yield f"{side} {nearer} {nearest} clauses={min(len(clauses), 2)}"
    yield f"{nearer} reported={_is_when_it_was_said(dating.page.words, candidate)} {side}"
    yield from (f"{side} clause={clause}" for clause in clauses)
    yield from (f"speech {side}" for word in dating.page.words[begin + 1 : end] if _is_speech(word.form))


def _from_elsewhere(dating: Dating, event: EventGroup, candidate: Candidate) -> Iterator[str]:
    apart = min((candidate.sentence - trigger.sentence for trigger in event.triggers), key=lambda n: (abs(n), n))
    there = {dating.kinds[first] for first in dating.triggers.get(candidate.sentence, ())}
    dated = dating.is_dated(event)
    between = sorted((candidate.sentence, candidate.sentence - apart))
    others = any(sentence in dating.by_sentence for sentence in range(between[0] + 1, between[1]))
    near, lead = max(min(apart, 3), -3), min(event.sentences[0], 2)
    relation = "same" if event.kind in there else "other" if there else "none"
    yield f"apart={near} {candidate.kind}"
    yield f"apart={near} dated={dated} {relation}"
    yield f"apart={near} lead={lead} dated={dated}"
    yield f"lead={lead} {candidate.kind} sentence={min(candidate.sentence, 3)} dated={dated}"
    yield f"others={others} dated={dated} {near > 0}"
    yield f"first date={dating.candidates[0] is candidate} lead={lead} dated={dated}"
    trigger = min(event.triggers, key=lambda t: abs(t.sentence - candidate.sentence))
    yield f"definite={trigger.definite} apart={near}"
    yield f"elsewhere reported={_is_when_it_was_said(dating.page.words, candidate)}"


def _is_fronted(words: Sequence[Word], candidate: Candidate) -> bool:
    """Whether it opens its sentence or clause: «وفي مطلع الشهر الجاري، …»."""
    before = words[max(candidate.first - 2, 0) : candidate.first + 1]
    return any(word.glued or word.sentence != candidate.sentence for word in before) or candidate.first <= 2


def _clauses(words: Sequence[Word], begin: int, end: int) -> Iterator[str]:
    """The marks and words at which new clauses begin between two words."""
    for word in words[begin + 1 : end + 1]:
        if word.glued:
            yield word.glued[:1]
        if word.form in _CLAUSE and word.index < end:
            yield word.form


def _is_nearest_event(dating: Dating, candidate: Candidate, trigger: int) -> str:
    gaps = [_gap(t, candidate) for t in dating.triggers.get(candidate.sentence, ())]
    return "own" if _gap(trigger, candidate) <= min(gaps, default=0) else "another's"


def _is_nearest_date(dating: Dating, candidate: Candidate, trigger: int) -> str:
    gaps = [_gap(trigger, other) for other in dating.by_sentence[candidate.sentence]]
    return "only" if len(gaps) == 1 else "nearest" if _gap(trigger, candidate) <= min(gaps) else "farther"


def _gap(trigger: int, candidate: Candidate) -> int:
    return candidate.first - trigger if candidate.first > trigger else trigger - candidate.last


def _bucket(gap: int) -> str:
    limits = ((2, "2"), (4, "4"), (8, "8"), (14, "14"), (25, "25"))
    return next((name for limit, name in limits if gap <= limit), "far")
