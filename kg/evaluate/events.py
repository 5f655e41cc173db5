"""Incidents and meetings: which of the gold's were found, and their arguments."""

from collections.abc import Iterator, Sequence

from kg.evaluate.alignment import Alignment
from kg.evaluate.gold import FIGURES, ROLES, GoldEvent
from kg.evaluate.graph import FoundNode
from kg.evaluate.tally import Counts, Finding, Outcome, Pairing, compared, differences, judged, pair
from kg.model import Span
from kg.ontology import family

Argument = tuple[str, str]
"""Property and value; entities as gold ids or marked as unknown."""
EventPairing = Pairing[GoldEvent, FoundNode]

_ARGUMENT_ROWS = {
    "date": ("date",),
    "status": ("status",),
    "place": ("place",),
    "perpetrator": ("perpetrator",),
    "target": ("target",),
    "figures": FIGURES,
}


def locate(text: str, quote: str) -> Span | None:
    """Where a quotation first stands in a text, or None."""
    at = text.find(quote)
    return Span(at, at + len(quote)) if at >= 0 else None


def pair_events(text: str, gold: Sequence[GoldEvent], found: Sequence[FoundNode], alignment: Alignment) -> EventPairing:
    """Pairs events of one family where the found one is named, or has its evidence, within the gold evidence."""
    zones = {event.id: [zone for quote in event.evidence if (zone := locate(text, quote))] for event in gold}

    def score(event: GoldEvent, node: FoundNode) -> float:
        if family(event.kind) != family(node.kind):
            return 0.0
        hits = _hits(node, zones[event.id])
        return hits + 0.3 * (event.kind == node.kind) + 0.2 * _shared_participants(event, node, alignment) if hits else 0.0

    return pair(gold, found, score)


def compare_events(text: str, pairing: EventPairing, alignment: Alignment) -> Iterator[Outcome]:
    """Rows events, event class, arguments and the single kinds of arguments."""
    yield Counts("events", len(pairing.pairs), len(pairing.only_right), len(pairing.only_left))
    for event, node in pairing.pairs:
        yield from _compare_pair(event, node, alignment)
    for event in pairing.only_left:
        yield Counts("arguments", fn=len(stated(event)))
        yield Finding("event missed", f"{event.id} {event.kind}: {' … '.join(event.evidence)}")
    for node in pairing.only_right:
        yield Counts("arguments", fp=len(had(node, alignment)))
        yield Finding("event not in gold", f"{node.kind}: {surroundings(text, node.spans or node.evidence)}")


def stated(event: GoldEvent) -> tuple[Argument, ...]:
    """The arguments of a gold event, each once; the status only where it is not the usual one."""
    arguments = {("status", event.status)} if event.status != "Occurred" else set()
    arguments |= {("date", event.date)} if event.date else set()
    arguments |= {(role, entity) for role, entities in event.roles.items() for entity in entities}
    arguments |= {(figure.property, figure.value) for figure in event.figures}
    return tuple(sorted(arguments))


def had(node: FoundNode, alignment: Alignment) -> tuple[Argument, ...]:
    """The arguments of a found event, in the gold's terms."""
    arguments = [("status", value) for value in node.terms("status") if value != "Occurred"]
    arguments += [("date", value) for value in node.values("date")]
    arguments += [(role, alignment.entity(key)) for role in ROLES for key in fillers(node, role)]
    return tuple(arguments + [(name, value) for name in FIGURES for value in sorted(set(node.values(name)))])


def fillers(node: FoundNode, role: str) -> tuple[str, ...]:
    """Who fills a role, each once; whoever acts is a perpetrator in the gold's terms, so agents are too."""
    keys = set(node.values(role))
    return tuple(sorted(keys | set(node.values("agent")) if role == "perpetrator" else keys))


def touches(span: Span, zones: Sequence[Span]) -> bool:
    """Whether a span overlaps one of the zones; a span without length does where it begins within one."""
    return any(zone.begin <= span.begin < zone.end or span.begin <= zone.begin < span.end for zone in zones)


def surroundings(text: str, spans: Sequence[Span]) -> str:
    """The words around the first two spans, for people to find them by."""
    return " … ".join(text[max(0, span.begin - 20) : span.end + 40].replace("\n", " ") for span in spans[:2])


def _hits(node: FoundNode, zones: Sequence[Span]) -> float:
    """How many of its trigger words lie within the zones; of an event without any, half a point for each evidence that does."""
    if node.spans:
        return sum(touches(span, zones) for span in node.spans)
    return 0.5 * sum(touches(span, zones) for span in node.evidence)


def _shared_participants(event: GoldEvent, node: FoundNode, alignment: Alignment) -> int:
    wanted = {entity for entities in event.roles.values() for entity in entities}
    return len(wanted & {alignment.entity(key) for role in ROLES for key in fillers(node, role)})


def _compare_pair(event: GoldEvent, node: FoundNode, alignment: Alignment) -> Iterator[Outcome]:
    yield judged("event class", event.kind == node.kind)
    if event.kind != node.kind:
        yield Finding("event class wrong", f"{event.id} should be {event.kind}, is {node.kind}")
    wanted, found = stated(event), had(node, alignment)
    yield compared("arguments", wanted, found)
    for row, properties in _ARGUMENT_ROWS.items():
        yield compared(row, _of(wanted, properties), _of(found, properties))
    where = f"{event.id} {event.kind}"
    yield from differences("argument", _readable(where, wanted, alignment), _readable(where, found, alignment))


def _of(arguments: Sequence[Argument], properties: Sequence[str]) -> list[Argument]:
    return [argument for argument in arguments if argument[0] in properties]


def _readable(where: str, arguments: Sequence[Argument], alignment: Alignment) -> set[str]:
    return {f"{where}: {name} {alignment.readable(value)}" for name, value in arguments}
