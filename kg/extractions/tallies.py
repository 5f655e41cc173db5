"""How entities are named, counted over all articles.

The capital of a country is named by every tenth article. What follows from that (its label, what it is found by) must not be worked
out from all of them each time that another one comes: so it is counted, and a change of one article changes the counts by its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from kg.model import Named, Naming

_ADD = "INSERT INTO tally VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET articles = articles + 1"
_TAKE = "UPDATE tally SET articles = articles - 1 WHERE entity = ? AND what = ? AND value = ?"
_CLEAR = "DELETE FROM tally WHERE entity = ? AND articles = 0"


class Tallies:
    """The counts in a database; write inside a transaction of its own."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def add(self, namings: Iterable[Naming]) -> None:
        """Counts an article's namings."""
        self._database.executemany(_ADD, _rows(namings))

    def take(self, namings: Iterable[Naming]) -> None:
        """Takes an article's namings back, which were counted before."""
        rows = _rows(namings)
        self._database.executemany(_TAKE, rows)
        self._database.executemany(_CLEAR, {(entity,) for entity, _, _ in rows})

    def of(self, entity: str) -> Named:
        """How all articles name an entity."""
        found: dict[str, dict[str, int]] = {"articles": {}, "names": {}, "longest": {}, "kinds": {}}
        for what, value, articles in self._database.execute("SELECT what, value, articles FROM tally WHERE entity = ?", (entity,)):
            found[what][value] = articles
        return Named(found["articles"].get("", 0), found["names"], found["longest"], found["kinds"])


def _rows(namings: Iterable[Naming]) -> list[tuple[str, str, str]]:
    """What one article's namings are counted under: the entity, a field of `Named`, a value."""
    by_entity: dict[str, list[Naming]] = {}
    for naming in namings:
        by_entity.setdefault(naming.entity, []).append(naming)
    return [(entity, what, value) for entity, given in by_entity.items() for what, value in _counted(given)]


def _counted(namings: Sequence[Naming]) -> Iterator[tuple[str, str]]:
    names = {naming.name for naming in namings}
    yield "articles", ""
    yield "longest", min(names, key=lambda name: (-len(name), name))
    yield from (("names", name) for name in names)
    yield from (("kinds", kind) for kind in {naming.kind for naming in namings})
