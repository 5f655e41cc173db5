"""Which found node stands for which of the gold's: what arguments are compared by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

UNKNOWN = "?"
"""Before the key of a node that stands for nothing in the gold, so that it equals no gold id."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Gold ids by the keys of found nodes, and the gold entities' names for people to read."""

    entities: Mapping[str, str]
    names: Mapping[str, str]
    events: Mapping[str, str] = field(default_factory=dict)

    def entity(self, key: str) -> str:
        """The gold entity's id, or the key itself, marked as unknown."""
        return self.entities.get(key, UNKNOWN + key)

    def event(self, key: str) -> str:
        """The gold event's id, or the key itself, marked as unknown."""
        return self.events.get(key, UNKNOWN + key)

    def either(self, key: str) -> str:
        """The id of the gold event or else entity, or the key itself, marked as unknown."""
        return self.events.get(key) or self.entity(key)

    def readable(self, value: str) -> str:
        """A value for people: an entity's name instead of its id."""
        return self.names.get(value, value)
