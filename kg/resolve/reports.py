"""Reduces what one article says of its events to what resolution and summary compare."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kg.arabic import fold
from kg.gazetteer import Gazetteer
from kg.identity import event_id
from kg.model import Event, LinkedArticle, Report, ReportedFigure, UnlistedEntity, ValueType
from kg.ontology import family, sort
from kg.resolve.quarters import quarters
from kg.resolve.words import telling_words, zones

_TAKES_PART = ("agent", "perpetrator", "claimedBy", "accused", "target", "participant", "speaker")
_COUNTED = ("killed", "injured", "arrested")
_LEADING = 350
"""Code points, from the beginning of an article, in which stands what it is about."""
_NEARBY = 12


def reports(linked: LinkedArticle, gazetteer: Gazetteer) -> tuple[Report, ...]:
    """One report for each event that was read in an article, statements too, in the order of the extraction."""
    identifiers = _identifiers(linked.article.id, linked.extraction.events)
    events = zip(linked.extraction.events, identifiers, strict=True)
    return with_rivals([_report(linked, event, identifier, gazetteer) for event, identifier in events])


def with_rivals(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports of one article, each with the number of those that its time and place do not tell it apart from."""
    families: dict[str, list[Report]] = {}
    for report in reports:
        families.setdefault(family(report.kind), []).append(report)
    families.pop("statement", None)
    return tuple(replace(report, rivals=_rivals(report, families.get(family(report.kind), ()))) for report in reports)


def _rivals(report: Report, others: Iterable[Report]) -> int:
    return sum(_rival(report, other) for other in others if other is not report)


def _rival(report: Report, other: Report) -> bool:
    """Whether two of one family share a day and a place, as far as they have any."""
    times = not report.dates or not other.dates or not set(report.dates).isdisjoint(other.dates)
    places = not report.places or not other.places or not set(report.places).isdisjoint(other.places)
    stated = bool(report.dates and other.dates) or bool(report.places and other.places)
    return times and places and stated


def _identifiers(article: str, events: Sequence[Event]) -> list[str]:
    """An ordinal tells apart events of one sort that have the same first trigger."""
    met: dict[tuple[str, int], int] = {}
    found = []
    for event in events:
        place = sort(event.kind), event.triggers[0].begin
        found.append(event_id(article, *place, met.get(place, 0)))
        met[place] = met.get(place, 0) + 1
    return found


def _report(linked: LinkedArticle, event: Event, identifier: str, gazetteer: Gazetteer) -> Report:
    places = tuple(gazetteer.narrowest_first(_entities(linked, event, ("place",))))
    participants = tuple(sorted(_entities(linked, event, _TAKES_PART)))
    nearby = _nearby(linked, event, {*places, *participants})
    text = linked.article.text
    status = next((str(fact.value.value) for fact in event.facts if fact.property == "status"), "Occurred")
    return Report(
        id=identifier,
        article=linked.article.id,
        issued=linked.article.issued,
        publisher=linked.publisher,
        kind=event.kind,
        status=status,
        dates=tuple(sorted({str(fact.value.value) for fact in event.facts if fact.property == "date"})),
        places=places,
        participants=participants,
        figures=_figures(event, text),
        triggers=tuple(sorted({fold(trigger.of(text)) for trigger in event.triggers})),
        targets=tuple(sorted(_entities(linked, event, ("target",)))),
        unlisted=_unlisted(linked, {*places, *participants, *nearby}, gazetteer),
        nearby=nearby,
        words=telling_words(text, event.triggers),
        quarters=quarters(text, event.triggers),
        leading=any(trigger.begin < _LEADING for trigger in event.triggers),
    )


def _entities(linked: LinkedArticle, event: Event, properties: Iterable[str]) -> tuple[str, ...]:
    """The linked entities that an event's facts name, in the order of the facts, each once."""
    wanted = frozenset(properties)
    mentioned = (fact.value for fact in event.facts if fact.property in wanted)
    links = (linked.links[int(value.value)] for value in mentioned if value.type is ValueType.MENTION)
    return tuple(dict.fromkeys(link.entity for link in links if link))


def _nearby(linked: LinkedArticle, event: Event, known: Collection[str]) -> tuple[str, ...]:
    """What is named near the triggers, besides what is `known`: of many the first by id."""
    near = tuple(zones(linked.article.text, event.triggers))
    named = zip(linked.extraction.mentions, linked.links, strict=True)
    found = {link.entity for mention, link in named if link and any(mention.span.overlaps(zone) for zone in near)}
    return tuple(sorted(found.difference(known))[:_NEARBY])


def _figures(event: Event, text: str) -> tuple[ReportedFigure, ...]:
    """Each reading once: parts that count different people stay apart though they are as many."""
    found = {
        (fold(fact.figure.counted.of(text)) if fact.figure.counted else "", fact.property, int(fact.value.value), fact.figure)
        for fact in event.facts
        if fact.property in _COUNTED and fact.figure
    }
    distinct = {(words, name, value, figure.qualifier, figure.scope, figure.corrects) for words, name, value, figure in found}
    return tuple(ReportedFigure(*reading) for reading in sorted(reading[1:] for reading in distinct))


def _unlisted(linked: LinkedArticle, used: set[str], gazetteer: Gazetteer) -> tuple[UnlistedEntity, ...]:
    entities = (entity for entity in linked.entities if entity.id in used and gazetteer.get(entity.id) is None)
    return tuple(
        UnlistedEntity(entity.id, min(entity.names, key=lambda name: (-len(name), name), default=entity.id), entity.kind)
        for entity in entities
    )
