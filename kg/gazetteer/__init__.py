"""What Isnad knows before it reads: countries, places, organisations and people, from CSV files (see README.md here)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.arabic import fold
from kg.errors import GazetteerError
from kg.gazetteer.rows import Rows, in_a_loop, read_rows
from kg.identity import digest
from kg.model import GazetteerEntry

FILES = ("countries.csv", "places.csv", "organisations.csv", "people.csv")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Entries by id and by folded name. Make one with `load` or `Gazetteer.of`."""

    _entries: Mapping[str, GazetteerEntry]
    _names: Mapping[str, tuple[str, ...]]
    """Ids by folded label or alias."""
    _ambiguous: Mapping[str, tuple[str, ...]]
    """Ids by folded name that needs context."""
    version: str
    """Hash of all entries: changes whenever anything in them does."""

    @classmethod
    def of(cls, entries: Iterable[GazetteerEntry]) -> "Gazetteer":
        """A gazetteer of `entries`, whose order does not matter.

        Raises GazetteerError where two have one id, a country or parent is not among them, or a thing contains itself.
        """
        by_id: dict[str, GazetteerEntry] = {}
        for entry in sorted(entries, key=lambda entry: entry.id):
            if entry.id in by_id:
                raise GazetteerError(f"two gazetteer entries have the id {entry.id}; give each thing one entry")
            by_id[entry.id] = entry
        _check_references(by_id)
        plain: dict[str, tuple[str, ...]] = {}
        ambiguous: dict[str, tuple[str, ...]] = {}
        for entry in by_id.values():
            doubtful = _folded(entry.ambiguous)
            _add(plain, _folded((entry.label_ar, entry.label_en, *entry.aliases)) - doubtful, entry.id)
            _add(ambiguous, doubtful, entry.id)
        return cls(by_id, plain, ambiguous, digest(*map(repr, by_id.values())))

    def __iter__(self) -> Iterator[GazetteerEntry]:
        """All entries, sorted by id."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, identifier: str) -> GazetteerEntry | None:
        """The entry of an entity id, or None."""
        return self._entries.get(identifier)

    def lookup(self, name: str, *, ambiguous: bool = False) -> tuple[GazetteerEntry, ...]:
        """Entries with this label or alias in whatever spelling, sorted by id; empty where there is none.

        Names that are common words too (a label can be one: «العربية») are found only with `ambiguous`.
        """
        folded = fold(name)
        ids = self._names.get(folded, ())
        if ambiguous:
            ids = tuple(sorted({*ids, *self._ambiguous.get(folded, ())}))
        return tuple(self._entries[identifier] for identifier in ids)

    def containers(self, identifier: str) -> tuple[str, ...]:
        """Ids of what contains an entry, nearest first: its chain of parents, then its country and that one's parents."""
        chain: dict[str, None] = {}
        entry = self._entries.get(identifier)
        for step in (*self._parents(identifier), entry and entry.country):
            for container in (step, *self._parents(step)) if step else ():
                chain.setdefault(container)
        return tuple(chain)

    def _parents(self, identifier: str) -> Iterator[str]:
        entry = self._entries.get(identifier)
        while entry and entry.parent:
            yield entry.parent
            entry = self._entries.get(entry.parent)


def load(extra: Sequence[Path] = ()) -> Gazetteer:
    """The shipped gazetteer and a user's own CSV files of the same columns, each of which may refer to those before it.

    Raises GazetteerError, with file, line and remedy, for anything in them that cannot be used.
    """
    here = Path(__file__).parent
    rows = Rows()
    entries = rows.take(row for name in FILES for row in read_rows(here / name))
    for path in extra:
        entries += rows.take(read_rows(path))
    return Gazetteer.of(entries)


def _folded(names: Iterable[str]) -> set[str]:
    return {folded for name in names if name and (folded := fold(name))}


def _add(index: dict[str, tuple[str, ...]], names: Iterable[str], identifier: str) -> None:
    for name in names:
        index[name] = (*index.get(name, ()), identifier)


def _check_references(entries: Mapping[str, GazetteerEntry]) -> None:
    for entry in entries.values():
        for reference in (entry.country, entry.parent):
            if reference is not None and reference not in entries:
                problem = f"«{entry.label_ar}» ({entry.id}) refers to {reference}, which no entry has"
                raise GazetteerError(f"{problem}; add it or leave it out")
    if looped := in_a_loop({entry.id: entry.parent for entry in entries.values()}):
        raise GazetteerError(f"«{entries[looped].label_ar}» ({looped}) contains itself through its parents; correct them")
