"""What decisions make of an article: its events and facts as a person left them. Pure, and told of nothing but the article.

Decisions are taken one after the other, the later ones last; of what was rejected or edited, it stays known how it was
read, so that a later decision about the same words finds it.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.decisions.judgement import ACT, KIND, PAIRS, RELATIONS, TYPES, Anchor, Judgement, Verdict, text_hash
from kg.decisions.working import Reading, Working, WorkingEvent
from kg.model import LinkedArticle, Value, ValueType

_TEXT = "the text of the article has changed since"
_EVENT = "no such event is read at its words any more"
_SAME_EVENT = "its two anchors are read as one event of one article, which cannot be parted: reject what is wrong in it"
_NAME = "nothing is read at its words any more"
_UNSTATED = "Occurred"
"""The status that no fact states: an event without a status has it."""
_REJECTED = "another decision rejects the event"


@dataclass(frozen=True, slots=True)
class Decided:
    """An article as decisions left it."""

    linked: LinkedArticle
    unmet: Mapping[str, str] = field(default_factory=dict)
    """Why decisions could not be followed, by their ids."""
    paired: Mapping[str, int] = field(default_factory=dict)
    """Index of the event that a decision holds to be the same as, or different from, one of another article; by its id."""


def decided(linked: LinkedArticle, judgements: Sequence[Judgement]) -> Decided:
    """An article with the decisions about it followed; `judgements` in their order, the last one holds."""
    if not judgements:
        return Decided(linked)
    working, held = Working(linked), text_hash(linked.article.text)
    unmet = {judgement.id: _TEXT for judgement in judgements if any(a.text != held for a in _here(judgement, linked))}
    fitting = [judgement for judgement in judgements if judgement.id not in unmet]
    for judgement in fitting:
        if judgement.verdict not in PAIRS and (problem := _follow(working, judgement)):
            unmet[judgement.id] = problem
    paired: dict[str, int] = {}
    for judgement in (each for each in fitting if each.verdict in PAIRS):
        outcome = _pair(working, judgement, _here(judgement, linked))
        if isinstance(outcome, str):
            unmet[judgement.id] = outcome
        elif outcome is not None:
            paired[judgement.id] = outcome
    finished, places = working.finished()
    return Decided(finished, unmet, {identifier: places[index] for identifier, index in paired.items()})


def _here(judgement: Judgement, linked: LinkedArticle) -> list[Anchor]:
    """Its anchors in one article."""
    return [anchor for anchor in judgement.anchors() if anchor.article == _key(linked)]


def _follow(working: Working, judgement: Judgement) -> str | None:
    """Follows a decision about an event or a fact. Returns why it could not, if so."""
    assert judgement.anchor is not None  # noqa: S101  # every verdict has one
    if judgement.property in RELATIONS:
        of_name = working.about_name(judgement.anchor)
        return _decide_facts(working, judgement, [reading for reading in of_name if reading.now.property == judgement.property])
    index = working.event_at(judgement.anchor)
    if index is None:
        return _EVENT
    event = working.events[index]
    match judgement.property:
        case None:
            event.rejected = judgement.verdict is Verdict.REJECT
            event.event = replace(event.event, confidence=1.0)
        case name if name == KIND:
            event.event = replace(event.event, kind=str(judgement.to))
        case name if name == ACT:
            event.event = replace(event.event, speech_act=str(judgement.to))
        case _:
            return _decide_facts(working, judgement, _concerned(event, judgement))
    return None


def _concerned(event: WorkingEvent, judgement: Judgement) -> list[Reading]:
    """The readings of an event that a decision about one of its properties can mean.

    Every perpetrator is an agent too: who is no agent is no perpetrator either, but an agent need not be one.
    """
    names = {judgement.property}
    if judgement.property == "agent" and judgement.verdict is Verdict.ACCEPT:
        event.state_agents()
    elif judgement.property == "agent":
        names.add("perpetrator")
    return [reading for reading in event.readings if reading.now.property in names]


def _decide_facts(working: Working, judgement: Judgement, found: Sequence[Reading]) -> str | None:
    """Follows a decision about one property, of which `found` are the readings. Returns why it could not, if so."""
    name = str(judgement.property)
    type_, value, to = TYPES[name], None, None
    if judgement.to is not None and not working.is_known(to := working.value_of(name, judgement.to, type_)):
        return f"the words that {name} is changed to are read as no name that stands for anything"
    if judgement.value is None or judgement.value == _UNSTATED:
        if _several(working, found):
            return f"it has several values for {name}, and the decision does not say which"
        meant = list(found)
        if not meant and to is not None:
            return None if to.value == _UNSTATED or working.add(judgement, to) else _NAME
    else:
        value = working.value_of(name, judgement.value, type_)
        meant = [] if value is None else _with_value(working, found, value)
    if not meant and to is not None:
        meant = _with_value(working, found, to)  # read as the person has it, by now
    for reading in meant:
        _decide(reading, judgement, to, as_read=value is not None and not working.same(reading.now.value, value))
    return None if meant else f"no such value of {name} is read there any more"


def _decide(reading: Reading, judgement: Judgement, to: Value | None, *, as_read: bool) -> None:
    if judgement.verdict is Verdict.REJECT:
        reading.rejected = True
        return
    fact = replace(reading.read if as_read else reading.now, confidence=1.0, decided_by=judgement.who)
    figure = fact.figure and replace(
        fact.figure, qualifier=judgement.qualifier or fact.figure.qualifier, scope=judgement.scope or fact.figure.scope
    )
    reading.now = replace(fact, value=to or fact.value, figure=figure)
    reading.rejected = reading.now.value == Value(ValueType.TERM, _UNSTATED)


def _several(working: Working, readings: Sequence[Reading]) -> bool:
    values = [reading.now.value for reading in readings if not reading.rejected]
    return any(not working.same(value, values[0]) for value in values)


def _with_value(working: Working, readings: Sequence[Reading], value: Value) -> list[Reading]:
    """The readings that have a value now; else those that had it when they were read."""
    now = [reading for reading in readings if working.same(reading.now.value, value)]
    return now or [reading for reading in readings if working.same(reading.read.value, value)]


def _pair(working: Working, judgement: Judgement, here: Sequence[Anchor]) -> int | str | None:
    """The event of this article that a decision pairs with another article's; a text where it cannot be followed.

    Where both of its events are in this article it is followed here, and there is nothing more to do.
    """
    found = [working.event_at(anchor) for anchor in here]
    events = [working.settled(index) for index in found if index is not None]
    if len(events) < len(here):
        return _EVENT
    if any(working.events[index].rejected for index in events):
        return _REJECTED
    if len(events) == 1:
        return events[0]
    if judgement.verdict is Verdict.SAME:
        working.join(*events)
        return None
    return _SAME_EVENT if events[0] == events[1] else None


def _key(linked: LinkedArticle) -> str:
    return unicodedata.normalize("NFC", linked.article.id)
