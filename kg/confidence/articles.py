"""One article without the mentions, events and facts that are not sure enough. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.decisions import Decided
from kg.errors import UsageError
from kg.model import Event, Extraction, Fact, LinkedArticle, Relation, Value, ValueType

ALWAYS = "status"
"""The property that is told however unsure it is: an event without a status would be one that took place."""


def required(minimum: float) -> float:
    """A confidence that is required. Raises UsageError for what is none."""
    if not 0 <= minimum <= 1:
        raise UsageError(f"a confidence is a number from 0 to 1, not {minimum:g}")
    return minimum


def sure_enough(decided: Decided, minimum: float) -> Decided:
    """An article without what its reader, or the linker, holds for less sure than `minimum`.

    A mention is as sure as its words, or its link if that is less, and with it goes all that needs it. What a person decided
    stays, and so do the events that a decision pairs with those of other articles.
    """
    if minimum <= 0:
        return decided
    linked, paired = decided.linked, set(decided.paired.values())
    events = linked.extraction.events
    kept = [index for index, event in enumerate(events) if index in paired or _stays(event, minimum)]
    places = {index: place for place, index in enumerate(kept)}
    extraction = replace(
        linked.extraction,
        events=tuple(replace(events[index], facts=tuple(_facts(events[index], places, minimum))) for index in kept),
        relations=tuple(relation for relation in linked.extraction.relations if _holds(relation.fact, minimum)),
    )
    decisions = {decision: places[index] for decision, index in decided.paired.items()}
    return replace(decided, linked=_named(replace(linked, extraction=extraction), minimum), paired=decisions)


def _stays(event: Event, minimum: float) -> bool:
    return event.confidence >= minimum or any(fact.decided_by for fact in event.facts)


def _holds(fact: Fact, minimum: float) -> bool:
    return fact.confidence >= minimum or fact.decided_by is not None


def _facts(event: Event, places: Mapping[int, int], minimum: float) -> Iterator[Fact]:
    """The facts of an event that are sure enough; `places` are the new indexes of the events that stay."""
    for fact in event.facts:
        if fact.property != ALWAYS and not _holds(fact, minimum):
            continue
        if fact.value.type is not ValueType.EVENT:
            yield fact
        elif (place := places.get(int(fact.value.value))) is not None:
            yield replace(fact, value=Value(ValueType.EVENT, place))


def _named(linked: LinkedArticle, minimum: float) -> LinkedArticle:
    """Without links that are less sure, and without the entities that nothing names any more."""
    needed = set(_decided_mentions(linked.extraction))
    both = zip(linked.links, linked.extraction.mentions, strict=True)
    sure = {index for index, (link, mention) in enumerate(both) if link and min(link.score, mention.confidence) >= minimum}
    links = tuple(link if index in sure | needed else None for index, link in enumerate(linked.links))
    named = {link.entity for link in links if link} | {linked.publisher}
    return replace(linked, links=links, entities=tuple(entity for entity in linked.entities if entity.id in named))


def _decided_mentions(extraction: Extraction) -> Iterator[int]:
    """The mentions that a person's decisions need."""
    for relation in extraction.relations:
        if relation.fact.decided_by:
            yield from _mentions(relation.fact, relation)
    for event in extraction.events:
        for fact in event.facts:
            if fact.decided_by:
                yield from _mentions(fact)


def _mentions(fact: Fact, relation: Relation | None = None) -> Iterator[int]:
    if relation:
        yield relation.subject
    if fact.value.type is ValueType.MENTION:
        yield int(fact.value.value)
