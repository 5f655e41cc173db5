"""What Isnad knows before it reads: countries, places, organisations and people, from CSV files (docs/gazetteer.md)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.arabic import fold
from kg.errors import GazetteerError
from kg.gazetteer.ftm import Listing, is_entity_file, read_listing
from kg.gazetteer.rows import Rows, in_a_loop, read_rows
from kg.gazetteer.settlements import Settlements, read_settlements
from kg.identity import digest
from kg.model import GazetteerEntry

FILES = ("countries.csv", "places.csv", "organisations.csv", "people.csv")


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Entries by id and by folded name. Make one with `load` or `Gazetteer.of`."""

    _entries: Mapping[str, GazetteerEntry]
    _names: Mapping[str, Sequence[str]]
    """Ids by folded label or alias, sorted."""
    _ambiguous: Mapping[str, Sequence[str]]
    """Ids by folded name that needs context, sorted."""
    version: str
    """Hash of all entries and settlements: changes whenever anything in them does."""
    _settlements: Settlements = field(repr=False)
    notes: tuple[str, ...] = ()
    """What of a user's own files is not used, in words."""
    own: frozenset[str] = frozenset()
    """Ids of the entries of a user's own files."""

    @classmethod
    def of(
        cls,
        entries: Iterable[GazetteerEntry],
        settlements: Path | None = None,
        notes: Iterable[str] = (),
        own: Iterable[GazetteerEntry] = (),
    ) -> "Gazetteer":
        """A gazetteer of `entries` and a user's `own`, in whatever order, and of the settlements in a folder, none if none is given.

        Raises GazetteerError where two have one id, a country or parent is not among them, or a thing contains itself.
        """
        by_id: dict[str, GazetteerEntry] = {}
        of_user = tuple(own)
        for entry in sorted((*entries, *of_user), key=lambda entry: entry.id):
            if entry.id in by_id:
                raise GazetteerError(f"two gazetteer entries have the id {entry.id}; give each thing one entry")
            by_id[entry.id] = entry
        _check_references(by_id)
        plain: dict[str, list[str]] = {}
        ambiguous: dict[str, list[str]] = {}
        for entry in by_id.values():
            doubtful = _folded(entry.ambiguous)
            _add(plain, _folded((entry.label_ar, entry.label_en, *entry.aliases)) - doubtful, entry.id)
            _add(ambiguous, doubtful, entry.id)
        codes = {code: entry.id for entry in by_id.values() for code in entry.codes}
        far = read_settlements(settlements, codes) if settlements else Settlements(b"", codes)
        ids = frozenset(entry.id for entry in of_user)
        return cls(by_id, plain, ambiguous, digest(*map(repr, by_id.values()), far.version, *sorted(ids)), far, tuple(notes), ids)

    def __eq__(self, other: object) -> bool:
        """Whether both have the same in them: two that were loaded from the same files are one to what follows from them."""
        return isinstance(other, Gazetteer) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    def __iter__(self) -> Iterator[GazetteerEntry]:
        """All entries, sorted by id."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, identifier: str) -> GazetteerEntry | None:
        """The entry or the settlement of an entity id, or None."""
        return self._entries.get(identifier) or self._settlements.get(identifier)

    def lookup(self, name: str, *, ambiguous: bool = False, on: str | None = None) -> tuple[GazetteerEntry, ...]:
        """Entries with this label or alias in whatever spelling, sorted by id; empty where there is none.

        Names that are common words too (a label can be one: «العربية») are found only with `ambiguous`. On an ISO day `on`, an entry
        that did not bear the name then gives way to those that did; where none did, all are given.
        """
        folded = fold(name)
        ids: Sequence[str] = self._names.get(folded, ())
        if ambiguous:
            ids = sorted({*ids, *self._ambiguous.get(folded, ())})
        found = tuple(self._entries[identifier] for identifier in ids)
        then = tuple(entry for entry in found if _bore(entry, folded, on)) if on and len(found) > 1 else found
        return then or found

    def settlements(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Settlements of an Arabic or English name in whatever spelling, the most populous first; none of those that are entries.

        They are for telling which place a name means that was found in a text: most names of villages are words, too.
        """
        return tuple(entry for entry in self._settlements.named(name) if entry.id not in self._entries)

    def containers(self, identifier: str) -> tuple[str, ...]:
        """Ids of what contains an entry, nearest first: its chain of parents, then its country and that one's parents."""
        chain: dict[str, None] = {}
        entry = self.get(identifier)
        for step in (*self._parents(identifier), entry and entry.country):
            for container in (step, *self._parents(step)) if step else ():
                chain.setdefault(container)
        return tuple(chain)

    def narrowest_first(self, places: Iterable[str]) -> list[str]:
        """The ids of some places, each before what it lies in, and continents and the like last; else in their order."""
        several = list(places)
        held = {container for place in several for container in self.containers(place)}
        return sorted(several, key=lambda place: (self._is_of_no_country(place), place in held))

    def _is_of_no_country(self, identifier: str) -> bool:
        """Whether it is a region that lies in no country: a continent, a part of the world."""
        entry = self.get(identifier)
        return entry is not None and entry.kind == "Region" and not entry.country and not entry.codes

    def _parents(self, identifier: str) -> Iterator[str]:
        entry = self.get(identifier)
        while entry and entry.parent:
            yield entry.parent
            entry = self._entries.get(entry.parent)


def load(extra: Sequence[Path] = ()) -> Gazetteer:
    """The shipped gazetteer and a user's own files, each of which may refer to those before it.

    They are CSV files of the same columns, or lists of FollowTheMoney entities as JSON lines. Raises GazetteerError, with file, line
    and remedy, for anything in them that cannot be used; what of a list is left out on purpose is told by the gazetteer's `notes`.
    """
    here = Path(__file__).parent
    rows = Rows()
    entries = rows.take(row for name in FILES for row in read_rows(here / name))
    own: list[GazetteerEntry] = []
    notes: list[str] = []
    for path in extra:
        if is_entity_file(path):
            listing = read_listing(path, rows)
            own += rows.take(listing.rows)
            notes += _notes(path, listing)
        else:
            own += rows.take(read_rows(path))
    return Gazetteer.of(entries, here, notes, own)


def _notes(path: Path, listing: Listing) -> Iterator[str]:
    total = len(listing.rows) + sum(listing.left_out.values())
    if listing.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(listing.left_out.items()))
        yield f"{path}: {len(listing.rows)} of {total} entities used; left out: {reasons}"
    if listing.lost:
        yield f"{path}: not used: {', '.join(f'{count} {what}' for what, count in sorted(listing.lost.items()))}"


def _bore(entry: GazetteerEntry, folded: str, day: str) -> bool:
    """Whether an entry bore a name on a day: a name without a period always."""
    periods = [period for period in entry.periods if fold(period.name) == folded]
    return not periods or any(period.covers(day) for period in periods)


def _folded(names: Iterable[str]) -> set[str]:
    return {folded for name in names if name and (folded := fold(name))}


def _add(index: dict[str, list[str]], names: Iterable[str], identifier: str) -> None:
    for name in names:
        index.setdefault(name, []).append(identifier)


def _check_references(entries: Mapping[str, GazetteerEntry]) -> None:
    for entry in entries.values():
        for reference in (entry.country, entry.parent):
            if reference is not None and reference not in entries:
                problem = f"«{entry.label_ar}» ({entry.id}) refers to {reference}, which no entry has"
                raise GazetteerError(f"{problem}; add it or leave it out")
    if looped := in_a_loop({entry.id: entry.parent for entry in entries.values()}):
        raise GazetteerError(f"«{entries[looped].label_ar}» ({looped}) contains itself through its parents; correct them")
