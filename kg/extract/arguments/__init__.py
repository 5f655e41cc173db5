"""What the sentences of an event say of it: when, where, who, how many, with what, and whether it happened at all.

`roles` decides what the things named are to the event, `actors` what kinds of people act and suffer, `status` whether it came about;
`bystanders`, `undergoing` and `unconnected` take back what those have not done who only speak of it, suffer it or have nothing to do with
it, `whereabouts` the places at which it was not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from spacy.tokens import Doc

from kg.extract.arguments.actors import actor_types
from kg.extract.arguments.bystanders import Bystanders
from kg.extract.arguments.roles import Role, roles
from kg.extract.arguments.status import status
from kg.extract.arguments.tellings import Tellings, tellings
from kg.extract.arguments.whereabouts import Whereabouts
from kg.extract.classifier import shipped
from kg.extract.context import Context, Page
from kg.extract.dates.assignment import EventDate, event_dates
from kg.extract.figures.assignment import event_figures
from kg.extract.figures.counts import EventFigure
from kg.extract.figures.periods import dated
from kg.extract.lexicon import rows
from kg.extract.responsibility.ground import Ground
from kg.extract.sources import Sources
from kg.extract.stems import StemIndex
from kg.extract.triggers import EventGroup
from kg.extract.words import Word
from kg.model import Fact, Span, Value, ValueType
from kg.ontology import ancestors, family

__all__ = ["event_arguments"]

_ATTRIBUTED = frozenset(("killed", "injured", "arrested", "claimedBy", "accused", "agent", "perpetrator"))
_LEXICAL = 0.7
_NOT_DONE = ("Planned", "Denied")
"""Statuses of what nobody has done."""


@lru_cache(maxsize=1)
def _weapons() -> StemIndex[bool]:
    return StemIndex({tuple(phrase.split()): True for (phrase,) in rows("weapons.txt", 1)})


@dataclass(frozen=True, slots=True)
class Told:
    """What is worked out for all events of an article together, of one of them."""

    date: EventDate | None
    figures: tuple[EventFigure, ...]
    sources: Sources
    plain: Tellings
    bystanders: Bystanders
    whereabouts: Whereabouts


def event_arguments(doc: Doc, events: Sequence[EventGroup]) -> list[tuple[Fact, ...]]:
    """The facts of each event of a document; all its events have to be given, since they compete."""
    page = Page.of(doc, events)
    issued = doc._.article.issued
    dates = event_dates(page, events, date.fromisoformat(issued) if issued else None, shipped("dates"))
    found, sources = event_figures(page, events), Sources.of(doc)
    ground = Ground(page, events)
    plain, bystanders, whereabouts = tellings(ground), Bystanders(ground, events), Whereabouts(page)
    told = [Told(day, figures, sources, plain, bystanders, whereabouts) for day, figures in zip(dates, found, strict=True)]
    return [tuple(arguments(Context.of(page, event), of_event)) for event, of_event in zip(events, told, strict=True)]


def arguments(context: Context, told: Told) -> Iterator[Fact]:
    """The facts of an event, places most specific first; what the text attributes has its source."""
    event = context.page.triggers[context.event.triggers[0].first]
    found = told.bystanders.mended(event, list(_unattributed(context, told)))
    for fact in told.whereabouts.mended(context, found):
        plain = fact.attribution is not None or fact.property not in _ATTRIBUTED
        yield fact if plain else _sourced(context, fact, told.sources)


def _sourced(context: Context, fact: Fact, sources: Sources) -> Fact:
    """The fact with its source, where that is another than whom the fact names."""
    words, evidence = context.page.words, fact.evidence
    inside = words[bisect_left(words, evidence.begin, key=_begin) : bisect_left(words, evidence.end, key=_begin)]
    found = sources.source_of(_standing(context, fact, inside), fact.property)
    named = fact.value.value if fact.value.type is ValueType.MENTION else None
    if found is None or (found.mention is not None and found.mention == named):
        return fact
    if fact.property == "claimedBy" and not fact.evidence.overlaps(found.span):  # who told of the attack need not tell of the claim
        return fact
    return replace(fact, attribution=found.span, said_by=found.mention)


def _begin(word: Word) -> int:
    return word.begin


def _standing(context: Context, fact: Fact, inside: Sequence[Word]) -> list[int]:
    """The words of a fact's sentence that it stands at: its figure's, its name's, else the triggers'."""
    if fact.value.type is ValueType.NUMBER:
        near = (c for number in {word.sentence for word in inside} for c in context.page.counts.get(number, ()))
        counts = {c.word for c in near if c.value == fact.value.value and c.property == fact.property}
        return [word.index for word in inside if word.index in counts]
    names = context.page.names
    named = [word.index for word in inside if word.index in names and names[word.index].index == fact.value.value]
    first = {t.first for t in context.event.triggers}
    return named or [word.index for word in inside if word.index in first]


def _unattributed(context: Context, told: Told) -> Iterator[Fact]:
    yield from _date(context, told)
    found = roles(context, told.plain)
    came_about = list(status(context, found))
    for role in found:
        yield from _named(context, role, is_fact=role.is_fact and all(name not in _NOT_DONE for name, *_ in came_about))
    if family(context.event.kind) == "meeting":
        return
    yield from _figures(context, told.figures)
    here = context.sentences[context.event.triggers[0].sentence]
    for property_, kind, likely in actor_types(context, found):
        yield Fact(property_, Value(ValueType.TERM, kind), here, round(likely, 2))
    for name, trigger, likely in came_about:
        yield Fact("status", Value(ValueType.TERM, name), context.sentences[trigger.sentence], round(likely, 2))
    if "Attack" in ancestors(context.event.kind):
        yield from _weapon(context)


def _named(context: Context, role: Role, *, is_fact: bool) -> Iterator[Fact]:
    """The fact of a role; who acts in an attack is its perpetrator as well, where that is a fact."""
    near = role.by is not None or role.named.sentence in context.sentences
    sentence = role.named.sentence if near else role.pair.trigger.sentence
    fact = Fact(role.name, Value(ValueType.MENTION, role.named.index), context.page.spans[sentence], round(role.likely, 2))
    yield replace(fact, attribution=role.by.mention.span, said_by=role.by.index) if role.by else fact
    if is_fact and role.name == "agent" and "Attack" in ancestors(context.event.kind):
        yield replace(fact, property="perpetrator")


def _date(context: Context, told: Told) -> Iterator[Fact]:
    if day := told.date:
        begin = day.expression.span.begin if day.expression else None
        at = day.expression.span if day.expression else context.event.triggers[0].span
        if value := dated(context.words, (figure.count for figure in told.figures), day.value, begin):
            yield Fact("date", Value(ValueType.DATE, value), _sentence(context, at), round(day.probability, 2))


def _figures(context: Context, figures: Sequence[EventFigure]) -> Iterator[Fact]:
    wanted = {"arrest": ("arrested",), "violence": ("killed", "injured")}.get(family(context.event.kind), ())
    for found in figures:
        if found.count.property in wanted:
            figure = replace(found.count.figure, scope=found.scope)
            value = Value(ValueType.NUMBER, found.count.value)
            yield Fact(found.count.property, value, _sentence(context, found.count.span), round(found.probability, 2), figure=figure)


def _sentence(context: Context, at: Span) -> Span:
    """The sentence in which a stretch of the text stands."""
    first = bisect_right(context.page.spans, at.begin, key=lambda span: span.end)
    return next((span for span in context.page.spans[first : first + 1] if span.overlaps(at)), at)


def _weapon(context: Context) -> Iterator[Fact]:
    for word in context.inside:
        if hit := _weapons().at(context.words, word.index):
            span = Span(context.words[hit.first].begin_after(hit.skip), context.words[hit.last].end)
            yield Fact("weapon", Value(ValueType.WORDS, span.of(context.text)), context.sentences[word.sentence], _LEXICAL)
            return
