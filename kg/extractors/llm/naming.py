"""The named things of an answer, and where in the text their names stand."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extractors.llm import locating
from kg.extractors.llm.answers import NamedThing
from kg.model import Mention, MentionType, Span

SURE = 0.7
"""The confidence of all that is read: a model's own idea of its sureness is no measure."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of an article, and by an entity's id which of them are its."""

    all: tuple[Mention, ...]
    of_entity: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, text: str, entities: Sequence[NamedThing], dropped: Counter[str]) -> "Mentions":
        """Where the names stand; of those that overlap the longest, a name before a role."""
        found: dict[Span, Mention] = {}
        owners: defaultdict[Span, set[str]] = defaultdict(set)
        for words, kind, entity in _longest_first(entities):
            places = list(locating.names(text, words))
            dropped["names"] += not places
            for span in places:
                if span in found or not any(span.overlaps(other) for other in found):
                    found.setdefault(span, Mention(span, entity.kind, SURE, kind))
                    owners[span].add(entity.id)
        spans = sorted(found)
        ids = {entity.id for entity in entities}
        of_entity = {of: tuple(index for index, span in enumerate(spans) if of in owners[span]) for of in ids}
        return cls(tuple(found[span] for span in spans), of_entity)

    def near(self, entity: str | None, place: Span) -> int | None:
        """The mention of an entity in a stretch of the text, else the nearest to it; None where it has none."""

        def distance(index: int) -> tuple[int, int]:
            span = self.all[index].span
            return max(place.begin - span.end, span.begin - place.end, 0), index

        return min(self.of_entity.get(entity or "", ()), key=distance, default=None)


def _longest_first(entities: Sequence[NamedThing]) -> list[tuple[str, MentionType, NamedThing]]:
    names = [(words, MentionType.NAME, entity) for entity in entities for words in dict.fromkeys(entity.names)]
    roles = [(words, MentionType.ROLE, entity) for entity in entities if entity.kind == "Person" for words in dict.fromkeys(entity.roles)]
    return sorted(names, key=lambda name: -len(name[0])) + sorted(roles, key=lambda role: -len(role[0]))
