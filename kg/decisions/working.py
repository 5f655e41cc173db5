"""An article's events and facts while decisions change them: what was read stays known, so that later decisions can be about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.decisions.judgement import COUNTED, RELATIONS, Anchor, Judgement, Said
from kg.model import Event, Fact, Figure, LinkedArticle, Relation, Span, Value, ValueType
from kg.ontology import ancestors, sort

_SINGLE = ("date", "status")
"""Properties of which an event that was made of two keeps the first one's."""
_DENIED = Value(ValueType.TERM, "Denied")
"""The status that says nothing of an event of which other words say that it took place, for which there is no fact."""


@dataclass(slots=True)
class Reading:
    """A fact as it was read, as it is now, and whether it stands."""

    read: Fact
    now: Fact
    rejected: bool = False
    subject: int | None = None
    """Of a relation: the index of the mention that it is about."""


@dataclass(slots=True)
class WorkingEvent:
    """An event as it is now; its facts are in `readings`, whatever `event` holds."""

    event: Event
    read_as: Event
    readings: list[Reading]
    rejected: bool = False
    part_of: int | None = None
    """Index of the event that it was found to be the same as."""

    def state_agents(self) -> None:
        """Gives each perpetrator the fact that it is an agent, which is else taken for granted."""
        agents = {reading.now.value for reading in self.readings if reading.now.property == "agent"}
        implied = [replace(r.now, property="agent") for r in self.readings if r.now.property == "perpetrator" and r.now.value not in agents]
        self.readings += [Reading(fact, fact) for fact in implied]


@dataclass(slots=True)
class Working:
    """All events and relations of a linked article, by their indexes in its extraction."""

    linked: LinkedArticle
    events: list[WorkingEvent] = field(init=False)
    relations: list[Reading] = field(init=False)

    def __post_init__(self) -> None:
        extraction = self.linked.extraction
        self.events = [WorkingEvent(event, event, [Reading(fact, fact) for fact in event.facts]) for event in extraction.events]
        self.relations = [Reading(relation.fact, relation.fact, subject=relation.subject) for relation in extraction.relations]

    def event_at(self, anchor: Anchor) -> int | None:
        """The index of the event that an anchor means: one with that first trigger, else with that trigger, else with one
        that overlaps it. None where there is none.
        """
        candidates = [(index, each.read_as) for index, each in enumerate(self.events) if sort(each.read_as.kind) == anchor.sort]
        for found in (
            [index for index, event in candidates if event.triggers[0] == anchor.span],
            [index for index, event in candidates if anchor.span in event.triggers],
            [index for index, event in candidates if any(trigger.overlaps(anchor.span) for trigger in event.triggers)],
        ):
            if found:
                return found[anchor.ordinal] if anchor.ordinal < len(found) else None
        return None

    def mention_at(self, span: Span) -> int | None:
        """The index of the mention that a span means: that one, else the first that overlaps it."""
        mentions = self.linked.extraction.mentions
        exact = (index for index, mention in enumerate(mentions) if mention.span == span)
        return next(exact, next((index for index, mention in enumerate(mentions) if mention.span.overlaps(span)), None))

    def value_of(self, name: str, said: Said, type_: ValueType) -> Value | None:
        """The value that a decision states; None where nothing is read at its words any more."""
        if not isinstance(said, Span):
            return Value(type_, said)
        mention = None if type_ is ValueType.EVENT else self.mention_at(said)
        exact = mention is not None and self.linked.extraction.mentions[mention].span == said
        event = self._event_of_any_sort(said) if name in ("about", "subEventOf") and not exact else None
        if event is not None:
            return Value(ValueType.EVENT, event)
        return None if mention is None else Value(ValueType.MENTION, mention)

    def is_known(self, value: Value | None) -> bool:
        """Whether a value can be stated: a mention that names no entity cannot."""
        return value is not None and (value.type is not ValueType.MENTION or self.linked.links[int(value.value)] is not None)

    def same(self, one: Value, other: Value) -> bool:
        """Whether two values are one: of mentions, whether they name one entity."""
        if one.type is ValueType.MENTION and other.type is ValueType.MENTION:
            return one == other or self._entity(one) == self._entity(other)
        return one.type is other.type and str(one.value) == str(other.value)

    def about_name(self, anchor: Anchor) -> list[Reading]:
        """The relations of the entity that an anchor names."""
        named = self.mention_at(anchor.span)
        if named is None:
            return []
        wanted = Value(ValueType.MENTION, named)
        return [r for r in self.relations if r.subject is not None and self.same(Value(ValueType.MENTION, r.subject), wanted)]

    def add(self, judgement: Judgement, value: Value) -> bool:
        """Adds a fact that was not read; the words that it rests on are its anchor's. False where nothing is read at these."""
        anchor, name = judgement.anchor, judgement.property
        if anchor is None or name is None:
            return False
        figure = Figure(judgement.qualifier or "Exactly", judgement.scope or "Whole") if name in COUNTED else None
        fact = Fact(name, value, anchor.span, 1.0, figure=figure, decided_by=judgement.who)
        subject = self.mention_at(anchor.span) if name in RELATIONS else None
        event = self.event_at(anchor)
        if subject is not None:
            self.relations.append(Reading(fact, fact, subject=subject))
        elif event is not None:
            self.events[event].readings.append(Reading(fact, fact))
        return subject is not None or event is not None

    def join(self, one: int, other: int) -> None:
        """Makes one event of two, that of the earlier trigger."""
        first, second = self.settled(one), self.settled(other)
        if first != second:
            first, second = sorted((first, second), key=lambda index: (self.events[index].event.triggers[0], index))
            self.events[second].part_of = first
            self.events[first].event = _joined(self.events[first].event, self.events[second].event)
            self.events[first].readings += self._new_in(self.events[second], self.events[first])

    def settled(self, index: int) -> int:
        """The event that an event has become part of; itself where it has not."""
        part_of = self.events[index].part_of
        return index if part_of is None else self.settled(part_of)

    def finished(self) -> tuple[LinkedArticle, dict[int, int]]:
        """The article with what stands, and the new index of each event that is still there."""
        kept = [index for index, each in enumerate(self.events) if not each.rejected and each.part_of is None]
        places = {index: kept.index(end) for index in range(len(self.events)) if (end := self.settled(index)) in kept}
        events = [replace(self.events[i].event, facts=tuple(self._facts(self.events[i].readings, places, of=places[i]))) for i in kept]
        relations = [Relation(r.subject, r.now) for r in self.relations if not r.rejected and r.subject is not None]
        extraction = replace(self.linked.extraction, events=tuple(events), relations=tuple(relations))
        return replace(self.linked, extraction=extraction), places

    def _facts(self, readings: Iterable[Reading], places: dict[int, int], *, of: int) -> Iterable[Fact]:
        for fact in (reading.now for reading in readings if not reading.rejected):
            if fact.value.type is not ValueType.EVENT:
                yield fact
            elif (place := places.get(int(fact.value.value))) is not None and place != of:
                yield replace(fact, value=Value(ValueType.EVENT, place))

    def _new_in(self, event: WorkingEvent, other: WorkingEvent) -> list[Reading]:
        """The readings of an event that another one has not got."""
        held = [reading.now for reading in other.readings if not reading.rejected]
        taken = {fact.property for fact in held if fact.property in _SINGLE}
        return [
            reading
            for reading in event.readings
            if reading.now.property not in taken
            and reading.now.value != _DENIED
            and not any(fact.property == reading.now.property and self.same(fact.value, reading.now.value) for fact in held)
        ]

    def _event_of_any_sort(self, span: Span) -> int | None:
        found = (self.event_at(Anchor("", "", span, name)) for name in ("Incident", "Meeting", "Statement"))
        return next((index for index in found if index is not None), None)

    def _entity(self, mention: Value) -> object:
        link = self.linked.links[int(mention.value)]
        return link.entity if link else mention


def _joined(first: Event, second: Event) -> Event:
    """The wording and class of one event made of two; of two classes of which one is narrower, that one."""
    return replace(
        first,
        kind=second.kind if first.kind in ancestors(second.kind) else first.kind,
        triggers=tuple(sorted({*first.triggers, *second.triggers})),
        date_text=first.date_text or second.date_text,
        confidence=1.0,
    )
