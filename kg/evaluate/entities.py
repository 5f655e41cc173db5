"""Entities, their mentions and their relations: what was found of the gold's."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.arabic import fold
from kg.evaluate.gold import GoldArticle, GoldEntity, GoldRelation
from kg.evaluate.graph import FoundNode
from kg.evaluate.tally import Counts, Finding, Outcome, Pairing, compared, differences, judged, pair
from kg.model import Span
from kg.ontology import TOP_CLASSES, ancestors, top

RELATIONS = ("affiliatedWith", "country", "partOf", "locatedIn")

# Of the measure itself: what readers come to know about clitics must not change what they are measured by.
_CLITICS = "[وفبلك]{0,2}"

EntityPairing = Pairing[GoldEntity, FoundNode]


def pair_entities(gold: Sequence[GoldEntity], found: Sequence[FoundNode]) -> EntityPairing:
    """Pairs entities of one top class that share a name, those first that share most."""
    forms = {entity.id: {fold(name) for name in entity.mentions} for entity in gold}
    names = {node.key: {fold(name) for name in node.names} for node in found}

    def score(entity: GoldEntity, node: FoundNode) -> float:
        return _shared(forms[entity.id], names[node.key]) if top(entity.kind) == top(node.kind) else 0.0

    return pair(gold, found, score)


def compare_entities(pairing: EntityPairing) -> Iterator[Outcome]:
    """Rows entities, class and link."""
    yield Counts("entities", len(pairing.pairs), len(pairing.only_right), len(pairing.only_left))
    for entity, node in pairing.pairs:
        yield from _compare_pair(entity, node)
    yield from (Finding("entity missed", f"{entity.kind} {entity.name}") for entity in pairing.only_left)
    yield from (Finding("entity not in gold", _describe(node)) for node in pairing.only_right)


def compare_mentions(text: str, gold: Sequence[GoldEntity], found: Sequence[FoundNode]) -> Iterator[Outcome]:
    """Row mentions: every occurrence of a gold name, with its top class."""
    wanted = gold_mentions(text, gold)
    yield compared("mentions", wanted, ((span, top(node.kind)) for node in found for span in set(node.spans)))


def compare_relations(gold: GoldArticle, pairing: EntityPairing) -> Iterator[Outcome]:
    """Rows relations and role; relations of entities that were not paired do not count as found."""
    gold_ids = {node.key: entity.id for entity, node in pairing.pairs}
    wanted = {relation.triple for relation in gold.relations}
    had = _found_relations(pairing, gold_ids)
    yield compared("relations", wanted, had)
    yield from differences("relation", _readable(wanted, gold.names), _readable(had, gold.names))
    nodes = {entity.id: node for entity, node in pairing.pairs}
    for relation in gold.relations:
        if relation.role and relation.triple in had:
            yield judged("role", _has_role(relation, relation.role, nodes[relation.subject], gold_ids))


def occurrences(text: str, name: str) -> list[Span]:
    """Where a name stands in a text as words of their own, clitics before it left out; if nowhere, anywhere within words."""
    as_words = [Span(*hit.span(1)) for hit in re.finditer(rf"(?<!\w){_CLITICS}({re.escape(name)})(?!\w)", text)]
    return as_words or [Span(*hit.span()) for hit in re.finditer(re.escape(name), text)]


def gold_mentions(text: str, entities: Sequence[GoldEntity]) -> list[tuple[Span, str]]:
    """Spans of all gold names with their top class; where two overlap, the longer name holds the place."""
    names = [(name, top(entity.kind)) for entity in entities for name in entity.mentions]
    mentions: list[tuple[Span, str]] = []
    for name, kind in sorted(names, key=lambda entry: -len(entry[0])):
        for span in occurrences(text, name):
            if not any(span.overlaps(other) for other, _ in mentions):
                mentions.append((span, kind))
    return mentions


def _shared(left: set[str], right: set[str]) -> float:
    """How much two sets of folded names share: one for each name in both, less for a name that is part of another."""
    partly = sum(one != other and bool(one and other) and (_within(one, other) or _within(other, one)) for one in left for other in right)
    return len(left & right) + 0.4 * min(partly, 2)


def _within(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def _compare_pair(entity: GoldEntity, node: FoundNode) -> Iterator[Outcome]:
    fits = _class_fits(entity.kind, node.kind)
    yield judged("class", fits)
    if not fits:
        yield Finding("class wrong", f"{entity.name} should be {entity.kind}, is {node.kind}")
    if entity.qid:
        linked = any(iri.endswith(f"/{entity.qid}") for iri in node.same_as)
        yield judged("link", linked)
        if not linked:
            yield Finding("link missed", f"{entity.name} should be {entity.qid}, has {', '.join(sorted(node.same_as)) or 'none'}")


def _class_fits(gold: str, found: str) -> bool:
    return gold in ancestors(found) or (found in ancestors(gold) and found not in TOP_CLASSES)


def _describe(node: FoundNode) -> str:
    return f"{node.kind} {', '.join(sorted(set(node.names)))}"


def _found_relations(pairing: EntityPairing, gold_ids: Mapping[str, str]) -> set[tuple[str, str, str]]:
    return {
        (entity.id, name, gold_ids[value])
        for entity, node in pairing.pairs
        for name in RELATIONS
        for value in node.values(name)
        if value in gold_ids
    }


def _readable(triples: set[tuple[str, str, str]], names: Mapping[str, str]) -> set[str]:
    return {f"{names.get(subject, subject)} {name} {names.get(value, value)}" for subject, name, value in triples}


def _has_role(relation: GoldRelation, role: str, node: FoundNode, gold_ids: Mapping[str, str]) -> bool:
    """Whether a role of that affiliation, or of the person where no claim gives one, holds the gold role or lies within it."""
    claimed = [claim.role for claim in node.claims if claim.role and gold_ids.get(claim.object or "") == relation.object]
    wanted = fold(role)
    return any(had and (had in wanted or wanted in had) for had in map(fold, claimed or node.values("role")))
