"""What is wrong with annotations without making them useless: noted, since it lowers figures that the graph is not to blame for."""

from collections.abc import Iterator

from kg.evaluate.gold import GoldArticle, GoldEvent
from kg.evaluate.tally import Note


def faults(text: str, gold: GoldArticle) -> Iterator[Note]:
    """A note for each name and piece of evidence that the text lacks, and each id that nothing has."""
    for where, words in _quotations(gold):
        if words not in text:
            yield Note(f"{gold.id}: {where} is not in the text: {words}")
    ids = {entity.id for entity in gold.entities} | {event.id for event in gold.events}
    for where, used in _references(gold):
        if used not in ids:
            yield Note(f"{gold.id}: {where} names {used}, an id that no entity and no event has")


def _quotations(gold: GoldArticle) -> Iterator[tuple[str, str]]:
    yield from ((f"a name of {entity.id}", name) for entity in gold.entities for name in entity.mentions)
    yield from ((f"evidence of {event.id}", words) for event in gold.events for words in event.evidence)
    yield from (("evidence of a statement", statement.evidence) for statement in gold.statements)


def _references(gold: GoldArticle) -> Iterator[tuple[str, str]]:
    for relation in gold.relations:
        yield from (("a relation", used) for used in (relation.subject, relation.object))
    for event in gold.events:
        yield from ((event.id, used) for used in _of_event(event))
    for statement in gold.statements:
        yield from (("a statement", used) for used in (statement.speaker, *statement.about))


def _of_event(event: GoldEvent) -> Iterator[str]:
    for entities in event.roles.values():
        yield from entities
    if event.part_of:
        yield event.part_of
    yield from (source.said_by for source in event.sources if source.said_by)
