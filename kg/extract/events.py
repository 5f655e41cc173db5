"""Incidents and meetings: triggers grouped into events, with what the article says of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import fold
from kg.extract.another import apart, are_halves, borders, on_their_sides, with_others
from kg.extract.arguments import event_arguments
from kg.extract.cyber import with_cyber_attacks
from kg.extract.dates import TimeExpression
from kg.extract.detection import detected
from kg.extract.figurative import literal
from kg.extract.grouping import groups
from kg.extract.mistaken import meant
from kg.extract.subevents import wholes
from kg.extract.sufferers import with_told_targets
from kg.extract.surroundings import TriggersInContext
from kg.extract.triggers import EventGroup
from kg.model import Event, Fact, Span, Value, ValueType


@Language.component("isnad_events", assigns=["doc._.events"], requires=["doc._.mentions", "doc._.dates", "doc._.counts"])
def events(doc: Doc) -> Doc:
    """Set `doc._.events`: incidents and meetings, in the order of the text."""
    page = TriggersInContext.of(doc, with_others(doc, literal(doc, meant(doc, with_cyber_attacks(doc, detected(doc))))))
    found = apart(doc, groups(page))
    facts = event_arguments(doc, found)
    joined = _without_second_deaths(doc, found, facts)
    if len(joined) < len(found):
        found, facts = joined, event_arguments(doc, joined)
    at = borders(doc._.words, found)
    sided = on_their_sides(doc, at, found, facts)
    mended = [with_told_targets(doc, group, of_group) for group, of_group in zip(found, sided, strict=True)]
    made = [_event(doc, group, of_group) for group, of_group in zip(found, mended, strict=True)]
    parts = {part: whole for part, whole in wholes(page, found).items() if not are_halves(at, found[part], found[whole[0]])}
    doc._.events = tuple(_part(doc, found[index], event, parts[index]) if index in parts else event for index, event in enumerate(made))
    return doc


def _without_second_deaths(doc: Doc, found: Sequence[EventGroup], facts: Sequence[Sequence[Fact]]) -> list[EventGroup]:
    """Deaths of one named person are one event, however the text speaks of them: nobody dies twice."""
    kept: list[EventGroup] = []
    of_person: dict[str, int] = {}
    for group, of_group in zip(found, facts, strict=True):
        person = _victim(doc, group, of_group)
        if person is None:
            kept.append(group)
        elif person in of_person:
            first = kept[of_person[person]]
            triggers = tuple(sorted((*first.triggers, *group.triggers), key=lambda trigger: trigger.first))
            kept[of_person[person]] = EventGroup(first.kind, triggers, max(first.likelihood, group.likelihood))
        else:
            of_person[person] = len(kept)
            kept.append(group)
    return kept


def _victim(doc: Doc, group: EventGroup, facts: Sequence[Fact]) -> str | None:
    """Last name, folded, of the named person who is killed."""
    if group.kind not in ("Assassination", "Execution"):
        return None
    targets = (doc._.mentions[fact.value.value] for fact in facts if fact.property == "target")
    return next((fold(mention.span.of(doc._.article.text)).split()[-1] for mention in targets if mention.kind == "Person"), None)


def _event(doc: Doc, group: EventGroup, facts: tuple[Fact, ...]) -> Event:
    spans = tuple(trigger.span for trigger in group.triggers)
    return Event(group.kind, spans, facts, date_text=_date_text(doc, group, facts), confidence=round(group.likelihood, 2))


def _date_text(doc: Doc, group: EventGroup, facts: Sequence[Fact]) -> Span | None:
    """The time expression that the date was read from, else the first of the event's sentences, whose day nothing tells."""
    dates = {fact.value.value: fact.evidence for fact in facts if fact.property == "date"}
    read = [time.span for value, at in dates.items() for time in _times(doc, at) if time.value == value]
    near = (time.span for number in group.sentences for time in _times(doc, doc._.sentence_spans[number]) if not time.value)
    return min(read or near, default=None)


def _times(doc: Doc, at: Span) -> Sequence[TimeExpression]:
    """The time expressions of a stretch of the text."""
    begin = bisect_right(doc._.dates, at.begin, key=lambda time: time.span.end)
    found: Sequence[TimeExpression] = doc._.dates[begin : bisect_left(doc._.dates, at.end, begin, key=lambda time: time.span.begin)]
    return found


def _part(doc: Doc, group: EventGroup, event: Event, whole: tuple[int, float]) -> Event:
    """The event as a part of another, which the sentence of its first trigger says."""
    sentence: Span = doc._.sentence_spans[group.triggers[0].sentence]
    fact = Fact("subEventOf", Value(ValueType.EVENT, whole[0]), sentence, round(whole[1], 2))
    return replace(event, facts=(*event.facts, fact))
