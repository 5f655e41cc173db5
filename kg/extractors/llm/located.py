"""From an answer to an extraction: only what the text has, letter for letter, is taken over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from kg.extractors.llm import locating
from kg.extractors.llm.answers import Answer, Happening, LastingRelation, Participation, Speech, Toll
from kg.extractors.llm.naming import SURE, Mentions
from kg.model import Event, Extraction, Fact, Figure, Reader, Relation, Span, Value, ValueType
from kg.ontology import ancestors, days


def extraction(reader: Reader, text: str, answer: Answer, dropped: Counter[str]) -> Extraction:
    """What an answer says of a text. What the text does not have is left out and counted in `dropped`, by what it is."""
    mentions = Mentions.of(text, answer.entities, dropped)
    reading = _Reading(text, mentions, dropped)
    relations = tuple(filter(None, map(reading.relation, answer.relations)))
    return Extraction(reader, mentions.all, reading.events(answer), relations)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An event whose words were found: triggers, and for each the clause around it."""

    told: Happening | Speech
    triggers: tuple[Span, ...]
    clauses: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    mentions: Mentions
    dropped: Counter[str]

    def relation(self, told: LastingRelation) -> Relation | None:
        """A relation whose words and both ends were found."""
        evidence = self._found(told.evidence, "relations")
        if evidence is None:
            return None
        subject, object_ = self.mentions.near(told.subject, evidence), self.mentions.near(told.object, evidence)
        role = locating.stretch(self.text, told.role, evidence) if told.role else None
        if subject is None or object_ is None:
            self.dropped["relations"] += 1
            return None
        return Relation(subject, Fact(told.property, _mention(object_), evidence, SURE, role=role, former=told.former))

    def events(self, answer: Answer) -> tuple[Event, ...]:
        """Incidents and meetings, then statements, each in the order of the text."""
        happenings = self._in_order(filter(None, map(self._happening, answer.events)))
        speeches = self._in_order(filter(None, map(self._speech, answer.statements)))
        index = {draft.told.id: number for number, draft in enumerate(happenings) if isinstance(draft.told, Happening)}
        made = (self._event(draft, index) for draft in happenings)
        return (*made, *(self._statement(draft, index) for draft in speeches))

    @staticmethod
    def _in_order(drafts: Iterator[_Draft]) -> list[_Draft]:
        return sorted(drafts, key=lambda draft: draft.triggers)

    def _happening(self, told: Happening) -> _Draft | None:
        pairs = [self._worded(wording.trigger, wording.evidence) for wording in told.wordings]
        located = dict(sorted(pair for pair in pairs if pair is not None))
        self.dropped["events"] += not located
        return _Draft(told, tuple(located), tuple(located.values())) if located else None

    def _speech(self, told: Speech) -> _Draft | None:
        pair = self._worded(told.verb, told.evidence)
        if pair is None or self.mentions.near(told.speaker, pair[1]) is None:
            self.dropped["statements"] += 1
            return None
        return _Draft(told, pair[:1], pair[1:])

    def _worded(self, trigger: str, evidence: str) -> tuple[Span, Span] | None:
        """A trigger, or a colon, inside its clause."""
        clause = locating.stretch(self.text, evidence)
        find = locating.name if any(map(str.isalnum, trigger)) else locating.stretch
        word = find(self.text, trigger, clause) if clause else None
        return (word, clause) if word and clause else None

    def _event(self, draft: _Draft, index: dict[str, int]) -> Event:
        told = draft.told
        assert isinstance(told, Happening)  # noqa: S101  # drafts of events are made of these
        date_text = self._date_text(draft, told)
        facts = [*self._when_and_where(draft, told, date_text), *self._who(told), *self._tolls(told), *self._what(draft, told)]
        whole = index.get(told.part_of or "")
        if whole is not None and whole != index[told.id]:
            facts.append(Fact("subEventOf", Value(ValueType.EVENT, whole), draft.clauses[0], SURE))
        return Event(told.kind, draft.triggers, tuple(facts), date_text=date_text, confidence=SURE)

    def _date_text(self, draft: _Draft, told: Happening) -> Span | None:
        if told.date is None or not _is_date(told.date) or told.date_text is None:
            return None
        near = (locating.stretch(self.text, told.date_text, clause) for clause in draft.clauses)
        return next(filter(None, near), None) or self._found(told.date_text, "dates")

    def _when_and_where(self, draft: _Draft, told: Happening, date_text: Span | None) -> Iterator[Fact]:
        if date_text and told.date:
            around = next((clause for clause in draft.clauses if clause.overlaps(date_text)), date_text)
            yield Fact("date", Value(ValueType.DATE, told.date), around, SURE)
        for place in dict.fromkeys(told.places):
            mention = self.mentions.near(place, draft.clauses[0])
            if mention is not None:
                yield Fact("place", _mention(mention), draft.clauses[0], SURE)

    def _who(self, told: Happening) -> Iterator[Fact]:
        """Who takes part. Whoever claims it, is accused of it or denies it is not told to have done it, whatever the answer says."""
        suspects = {p.entity for p in told.participations if p.property in ("claimedBy", "accused", "deniedBy")}
        suspected = {index for entity in suspects for index in self.mentions.of_entity.get(entity, ())}
        for said in told.participations:
            acts = said.property in ("agent", "perpetrator")
            if acts and suspected.intersection(self.mentions.of_entity.get(said.entity, ())):
                self.dropped["actors who only claim it or are accused of it"] += 1
            elif said.property == "perpetrator" and "Attack" not in ancestors(told.kind):
                yield from self._sourced(replace(said, property="agent"))
            else:
                yield from self._sourced(said)

    def _sourced(self, said: Participation | Toll) -> Iterator[Fact]:
        """A fact with its words and its source. Where its source is not in the text it is no fact of the writer's either."""
        sort = "figures" if isinstance(said, Toll) else "participants"
        evidence = self._found(said.evidence, sort)
        if evidence is None:
            return
        source = (locating.stretch(self.text, said.source, evidence) or self._found(said.source, sort)) if said.source else None
        value = self._value(said, evidence)
        if value is None or (said.source and source is None):
            self.dropped[sort] += value is None
            return
        figure = self._figure(said, evidence) if isinstance(said, Toll) else None
        said_by = self.mentions.near(said.source_entity, source) if source else None
        fact = Fact(said.property, value, evidence, SURE, attribution=source, said_by=said_by, figure=figure)
        if said.property == "perpetrator":
            yield Fact("agent", value, evidence, SURE, attribution=source, said_by=said_by)
        yield fact

    def _value(self, said: Participation | Toll, evidence: Span) -> Value | None:
        if isinstance(said, Toll):
            return Value(ValueType.NUMBER, said.value) if said.value > 0 else None
        mention = self.mentions.near(said.entity, evidence)
        return None if mention is None else _mention(mention)

    def _figure(self, said: Toll, evidence: Span) -> Figure:
        return Figure(said.qualifier, said.scope, locating.stretch(self.text, said.counted, evidence) if said.counted else None)

    def _tolls(self, told: Happening) -> Iterator[Fact]:
        for toll in told.tolls:
            yield from self._sourced(toll)

    def _what(self, draft: _Draft, told: Happening) -> Iterator[Fact]:
        evidence = draft.clauses[0]
        terms = [("agentType", name) for name in told.agent_types] + [("targetType", name) for name in told.target_types]
        terms += [("status", told.status)] if told.status != "Occurred" else []
        yield from (Fact(name, Value(ValueType.TERM, value), evidence, SURE) for name, value in dict.fromkeys(terms))
        weapon = self._found(told.weapon, "weapons") if told.weapon else None
        if weapon:
            yield Fact("weapon", Value(ValueType.WORDS, weapon.of(self.text)), evidence, SURE)

    def _statement(self, draft: _Draft, index: dict[str, int]) -> Event:
        told, evidence = draft.told, draft.clauses[0]
        assert isinstance(told, Speech)  # noqa: S101  # drafts of statements are made of these
        named = [("speaker", self.mentions.near(told.speaker, evidence))]
        named += [("about", self.mentions.near(about, evidence)) for about in told.about]
        facts = [Fact(name, _mention(mention), evidence, SURE) for name, mention in dict.fromkeys(named) if mention is not None]
        events = dict.fromkeys(index[about] for about in told.about if about in index)
        facts += [Fact("about", Value(ValueType.EVENT, event), evidence, SURE) for event in events]
        quote = self._found(told.quote, "quotes") if told.quote else None
        return Event("Statement", draft.triggers, tuple(facts), speech_act=told.act, quote=quote, confidence=SURE)

    def _found(self, words: str, sort: str) -> Span | None:
        """Where words stand; counted where they do not."""
        span = locating.stretch(self.text, words)
        self.dropped[sort] += span is None
        return span


def _mention(index: int) -> Value:
    return Value(ValueType.MENTION, index)


def _is_date(written: str) -> bool:
    try:
        days(written)
    except ValueError:
        return False
    return len(written) in (4, 7, 10)
