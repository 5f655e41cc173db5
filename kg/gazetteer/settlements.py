"""Settlements of GeoNames that have an Arabic name: for linking names that were found, never for finding names in text.

The file is gzip of UTF-8 lines, in two parts with an empty line between them, each sorted by its bytes so that it can be bisected:

    key of a name (see `key`) ⇥ ids, the most populous first, separated by spaces
    id ⇥ code of country and province ⇥ latitude ⇥ longitude ⇥ population ⇥ English name ⇥ Arabic names separated by bars

`training/settlements.py` makes it. Nothing is read from it before something is asked for; entries are made when asked for.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kg.arabic import fold
from kg.errors import GazetteerError
from kg.model import GazetteerEntry
from kg.ontology import GEONAMES

FILE = "settlements.tsv.gz"
_REMEMBERED = 10_000
"""Settlements whose entries are made once: of some the news is full."""


@dataclass(frozen=True)
class Settlements:
    """The settlements of one file by name and by id. Their provinces and countries are what `codes` says."""

    packed: bytes
    """The file as it is on disk."""
    codes: Mapping[str, str]
    """Entity ids by code: «IQ» of a country, «IQ.15» of a province."""

    def __reduce__(self) -> tuple[type["Settlements"], tuple[bytes, Mapping[str, str]]]:
        """What is remembered of it stays in its process."""
        return Settlements, (self.packed, self.codes)

    @cached_property
    def version(self) -> str:
        """Hash of the file."""
        return hashlib.sha256(self.packed).hexdigest()

    @cached_property
    def _lines(self) -> bytes:
        return gzip.decompress(self.packed)

    @cached_property
    def _parting(self) -> int:
        """Where the second part begins."""
        return self._lines.index(b"\n\n") + 2

    def named(self, name: str) -> Iterator[GazetteerEntry]:
        """Settlements of a name in whatever spelling, the most populous first; where none has it, with or without the article."""
        own = key(name)
        other = own.removeprefix("ال") if own.startswith("ال") else f"ال{own}"
        ids = self._ids(own) or self._ids(other)
        return (entry for identifier in ids if (entry := self.get(identifier)))

    def get(self, identifier: str) -> GazetteerEntry | None:
        """The settlement of an entity id, or None."""
        if not identifier.startswith("gn") or not self.packed:
            return None
        return self._entry_of(identifier)

    @cached_property
    def _entry_of(self) -> Callable[[str], GazetteerEntry | None]:
        return lru_cache(maxsize=_REMEMBERED)(self._find)

    def _find(self, identifier: str) -> GazetteerEntry | None:
        rest = _rest_of_line(self._lines, identifier.encode(), self._parting, len(self._lines))
        return None if rest is None else self._entry(identifier, rest.decode())

    def _ids(self, own: str) -> list[str]:
        if not own or not self.packed:
            return []
        rest = _rest_of_line(self._lines, own.encode(), 0, self._parting - 1)
        return [] if rest is None else rest.decode().split(" ")

    def _entry(self, identifier: str, rest: str) -> GazetteerEntry:
        code, latitude, longitude, population, english, arabic = rest.split("\t")
        label, *aliases = arabic.split("|")
        return GazetteerEntry(
            id=identifier,
            kind="Settlement",
            label_ar=label,
            label_en=english,
            aliases=tuple(aliases),
            country=self.codes.get(code.partition(".")[0]),
            parent=self.codes.get(code),
            latitude=latitude,
            longitude=longitude,
            same_as=(f"{GEONAMES}{identifier.removeprefix('gn')}/",),
            population=int(population),
        )


def key(name: str) -> str:
    """What a name is found by: folded, and without blanks, since «كفر بطنا» is «كفربطنا»."""
    return fold(name).replace(" ", "")


def read_settlements(folder: Path, codes: Mapping[str, str]) -> Settlements:
    """The settlements that are shipped in `folder`. Raises GazetteerError where the file cannot be read."""
    path = folder / FILE
    try:
        return Settlements(path.read_bytes(), codes)
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be read ({error.strerror}); install isnad-kg again") from error


def _rest_of_line(lines: bytes, key: bytes, begin: int, end: int) -> bytes | None:
    """What follows the tab of the line of a key, by bisection of `lines[begin:end]`; both bounds are beginnings of lines."""
    while begin < end:
        start = lines.rfind(b"\n", begin, (begin + end) // 2) + 1 or begin
        stop = lines.index(b"\n", start)
        found, _, rest = lines[start:stop].partition(b"\t")
        if found == key:
            return rest
        if found < key:
            begin = stop + 1
        else:
            end = start
    return None
