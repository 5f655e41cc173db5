"""What is said about a found event's arguments: actor types, where exactly, what it is a part of, and who says so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.evaluate.alignment import Alignment
from kg.evaluate.events import EventPairing, fillers
from kg.evaluate.gold import FIGURES, ROLES, GoldEvent, GoldFigure
from kg.evaluate.graph import FoundClaim, FoundNode
from kg.evaluate.tally import Counts, Outcome, compared, judged

_TYPE_ROWS = {"agentType": "agent type", "targetType": "target type"}
_GOLD_TYPES = {"ArmedGroupMembers": "ArmedGroup", "UnknownActor": "Unknown"}
"""Actor types that annotations call otherwise than the ontology, where these names are taken or unclear."""
_ATTRIBUTABLE = ("claimedBy", "accused", "perpetrator")

Argument = tuple[str, str]
Speakers = Mapping[Argument, frozenset[str | None]]
"""Who says that an argument holds, by argument; None for a source that is no entity."""


def compare_details(pairing: EventPairing, alignment: Alignment) -> Iterator[Outcome]:
    """Rows agent type, target type, location, part of, asserted, qualifier, scope, attributed and said by.

    `alignment` must have the events too.
    """
    for event, node in pairing.pairs:
        yield from _types(event, node)
        yield compared("location", event.roles["place"][:1], map(alignment.entity, node.values("location")[:1]))
        yield compared("part of", [event.part_of] if event.part_of else [], map(alignment.event, node.values("subEventOf")))
        yield from _asserted(event, node, alignment)
        for figure in event.figures:
            yield from _figure(figure, event, node)
        if event.is_sourced:
            yield from _sources(event, node, alignment)


def _types(event: GoldEvent, node: FoundNode) -> Iterator[Counts]:
    for name, kinds in event.actor_types.items():
        yield compared(_TYPE_ROWS[name], set(kinds), {_GOLD_TYPES.get(kind, kind) for kind in node.terms(name)})


def _asserted(event: GoldEvent, node: FoundNode, alignment: Alignment) -> Iterator[Counts]:
    """Whom the graph presents as perpetrator must not be one whom the text merely accuses or quotes as claiming it."""
    doubtful = {*event.roles["claimedBy"], *event.roles["accused"]} - {*event.roles["perpetrator"]}
    for key in node.values("perpetrator"):
        yield judged("asserted", alignment.entity(key) not in doubtful)


def _figure(figure: GoldFigure, event: GoldEvent, node: FoundNode) -> Iterator[Counts]:
    if figure.value not in node.values(figure.property):
        return
    claims = [claim for claim in node.claims if (claim.property, claim.object) == (figure.property, figure.value)]
    permitted = {other.qualifier for other in event.figures if (other.property, other.value) == (figure.property, figure.value)}
    yield judged("qualifier", any(claim.qualifier in permitted for claim in claims))
    if figure.scope is not None:
        yield judged("scope", any(claim.scope == figure.scope for claim in claims))


def _sources(event: GoldEvent, node: FoundNode, alignment: Alignment) -> Iterator[Counts]:
    wanted, found = _wanted_sources(event, node, alignment), _found_sources(event, node, alignment)
    yield compared("attributed", wanted.keys(), found.keys())
    for argument in wanted.keys() & found.keys():
        if named := wanted[argument] - {None}:
            yield judged("said by", not named.isdisjoint(found[argument]))


def _wanted_sources(event: GoldEvent, node: FoundNode, alignment: Alignment) -> Speakers:
    """Attributed arguments of the gold that were found at all."""
    speakers: dict[Argument, set[str | None]] = defaultdict(set)
    for source in event.sources:
        if source.object in _found_values(source.property, node, alignment):
            speakers[source.property, source.object].add(source.said_by)
    return _frozen(speakers)


def _found_sources(event: GoldEvent, node: FoundNode, alignment: Alignment) -> Speakers:
    """Arguments that claims attribute; those which the gold lacks count elsewhere already."""
    known = {(figure.property, figure.value) for figure in event.figures}
    known |= {(role, entity) for role in _ATTRIBUTABLE for entity in event.roles[role]}
    speakers: dict[Argument, set[str | None]] = defaultdict(set)
    for claim in node.claims:
        argument = _argument(claim, alignment)
        if argument in known and (claim.attribution or claim.said_by):
            speakers[argument].add(alignment.entity(claim.said_by) if claim.said_by else None)
    return _frozen(speakers)


def _found_values(name: str, node: FoundNode, alignment: Alignment) -> set[str]:
    if name in FIGURES:
        return set(node.values(name))
    return {alignment.entity(key) for key in fillers(node, name)} if name in ROLES else set()


def _argument(claim: FoundClaim, alignment: Alignment) -> Argument:
    name, value = claim.property or "", claim.object or ""
    if name in FIGURES:
        return name, value
    return ("perpetrator" if name == "agent" else name), alignment.entity(value)


def _frozen(speakers: Mapping[Argument, set[str | None]]) -> Speakers:
    return {argument: frozenset(names) for argument, names in speakers.items()}
