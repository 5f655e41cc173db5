"""What linking derives from a gazetteer once: nationality adjectives, countries' names, spellings of people's names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kg.arabic import adjective_forms, fold, spelling_key
from kg.gazetteer import Gazetteer
from kg.model import GazetteerEntry


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A gazetteer and what was derived from it; one is worked out for each version, so it is the same as itself alone."""

    gazetteer: Gazetteer
    adjectives: Mapping[str, str]
    """Country ids by folded form of a nationality adjective."""
    countries: Mapping[str, str]
    """Country ids by folded name."""
    spellings: Mapping[str, tuple[str, ...]]
    """Ids of people by spelling key of a full name, sorted."""

    def entry(self, identifier: str) -> GazetteerEntry | None:
        """The entry of an entity id, or None."""
        return self.gazetteer.get(identifier)


@dataclass(frozen=True, slots=True)
class _Key:
    """A gazetteer as a key of a cache: two of one version are the same."""

    version: str
    gazetteer: Gazetteer = field(compare=False)


def known_of(gazetteer: Gazetteer) -> Known:
    """What is derived from a gazetteer; worked out once for each version of it."""
    return _derived(_Key(gazetteer.version, gazetteer))


@lru_cache(maxsize=4)
def _derived(key: _Key) -> Known:
    countries = [entry for entry in key.gazetteer if entry.kind == "Country"]
    adjectives = {form: entry.id for entry in countries for word in entry.adjectives for form in adjective_forms(word)}
    names = {fold(name): entry.id for entry in countries for name in (entry.label_ar, *entry.aliases)}
    return Known(key.gazetteer, adjectives, names, _spellings(key.gazetteer))


def _spellings(entries: Iterable[GazetteerEntry]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for entry in entries:
        for name in (entry.label_ar, *entry.aliases) if entry.kind == "Person" else ():
            if " " in name:
                found.setdefault(spelling_key(name), set()).add(entry.id)
    return {spelled: tuple(sorted(ids)) for spelled, ids in found.items()}
