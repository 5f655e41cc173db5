"""Events of annotated articles: with their triggers as annotated, to learn arguments from, and as found, to measure arguments on.

A group of triggers that is of no annotated event, or of one that another group tells better, has no arguments at all.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aligned import AlignedArticle
from events import counterparts
from learning import LabelledExample, fold_of

from kg.extract.arguments.features import PairFeatures
from kg.extract.arguments.pairs import Pair
from kg.extract.arguments.roles import LOCATION, NONE, PLACE, TARGET_PLACE, Role
from kg.extract.arguments.rules import rules
from kg.extract.context import Context, Page
from kg.extract.triggers import EventGroup

PROPERTIES = ("place", "agent", "claimedBy", "accused", "target", "participant")
Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """A group of triggers and the annotated event that it speaks of, if any."""

    article: str
    gold: Gold | None
    context: Context
    rules: Mapping[int, frozenset[str]]
    pairs: Sequence[Pair]
    features: Sequence[tuple[str, ...]]
    """Of each pair."""
    entities: Sequence[str | None]
    """Annotated entity of each pair's candidate."""
    of_mentions: Mapping[int, str]
    """Annotated entity of each mention."""

    @property
    def fold(self) -> int:
        """The fold of its article."""
        return fold_of(self.article)

    def told(self, property_: str) -> list[str]:
        """Annotated entities of a property."""
        name = "perpetrator" if property_ == "agent" else property_
        return list((self.gold or {}).get(name) or [])

    def entity(self, role: Role) -> str:
        """The annotated entity that a role names, or one that no annotation has."""
        return self.of_mentions.get(role.named.index, f"?{role.named.index}")


def annotated(article: AlignedArticle) -> list[Event]:
    """The annotated events of an article, those of which a trigger is found."""
    told = {event["id"]: event for event in article.gold["events"]}
    return list(_events(article, list(article.groups.values()), [told[event] for event in article.groups]))


def found(article: AlignedArticle, groups: Sequence[EventGroup]) -> list[Event]:
    """The events found in an article."""
    told = {group: article.gold["events"][event] for event, group in counterparts(article, groups).items()}
    return list(_events(article, groups, [told.get(index) for index in range(len(groups))]))


def _events(article: AlignedArticle, groups: Sequence[EventGroup], golds: Sequence[Gold | None]) -> Iterator[Event]:
    page = Page.of(article.doc, tuple(groups))
    for group, gold in zip(groups, golds, strict=True):
        context = Context.of(page, group)
        said = rules(context)
        view = PairFeatures(context, said)
        features = [tuple(dict.fromkeys(of_pair)) for of_pair in view.all()]
        entities = [_entity(article, pair) for pair in view.pairs]
        yield Event(article.id, gold, context, said, view.pairs, features, entities, article.entities)


def _entity(article: AlignedArticle, pair: Pair) -> str | None:
    """The annotated entity that most mentions of a candidate name."""
    named = Counter(article.entities[n.index] for n in pair.candidate.mentions if n.index in article.entities)
    return named.most_common(1)[0][0] if named else None


def label(event: Event, entity: str | None) -> str:
    """What an entity is to an event."""
    held = [property_ for property_ in PROPERTIES if entity is not None and entity in event.told(property_)]
    if held == ["place"]:
        return LOCATION if event.told("place")[0] == entity else PLACE
    if held == ["place", "target"]:
        return TARGET_PLACE
    people = [property_ for property_ in held if property_ != "place"]
    return people[0] if people else NONE


def pair_examples(events: Sequence[Event]) -> list[LabelledExample]:
    """The pairs of some events; of the names of one thing only those that stand in the event's sentences, where some do."""
    examples = []
    for event in events:
        rows = list(zip(event.pairs, event.features, event.entities, strict=True))
        here = {entity for pair, _, entity in rows if pair.together and entity}
        examples += [
            LabelledExample(event.article, features, label(event, entity))
            for pair, features, entity in rows
            if pair.together or entity not in here
        ]
    return examples
