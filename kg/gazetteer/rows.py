"""Reads the rows of a gazetteer's CSV file and turns them into entries; every mistake names file, line and remedy."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg.arabic import fold, spelling_key
from kg.errors import GazetteerError
from kg.identity import entity_id
from kg.model import GazetteerEntry, NamePeriod
from kg.ontology import GEONAMES, PARENT, TOP_CLASSES, WIKIDATA, ancestors, top

COLUMNS = (
    "id",
    "class",
    "ar",
    "en",
    "aliases",
    "ambiguous",
    "adjectives",
    "roles",
    "country",
    "parent",
    "lat",
    "long",
    "geonames",
    "periods",
    "codes",
    "population",
)
REQUIRED = ("class", "ar")
ENTITY_CLASSES = frozenset(kind for kind in PARENT if top(kind) in TOP_CLASSES)
_ID = re.compile(r"(Q|gn)[1-9][0-9]*")
_NUMBER = re.compile(r"[1-9][0-9]*")
_ARABIC = re.compile(r"[\u0620-\u064a]")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]+)?")
_PERIOD = re.compile(r"(?P<name>[^=]+)=(?P<first>[0-9-]*)/(?P<last>[0-9-]*)")
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_CODE = re.compile(r"[A-Z]{2}(\.[0-9A-Z]+)?")
_POPULATION = re.compile(r"[0-9]{0,11}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as written, stripped, with where it stands; absent columns are empty."""

    path: Path
    line: int
    cells: Mapping[str, str]
    id: str
    """The entity id: as given, else of the GeoNames number, else a hash of top class and Arabic name, of a person in whatever spelling."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a column that holds several, separated by a bar; without repeats, in their order."""
        written = self.cells.get(column)
        if not written:
            return ()
        parts = [part.strip() for part in written.split("|")]
        return tuple(dict.fromkeys(filter(None, parts)))

    def error(self, problem: str, remedy: str) -> GazetteerError:
        """What is wrong with this row and what to do."""
        return GazetteerError(f"{self.path}:{self.line}: {problem}; {remedy}")


@dataclass(slots=True)
class Rows:
    """Rows of several files, by id and by exact Arabic name: what `country` and `parent` are looked up in."""

    by_id: dict[str, Row] = field(default_factory=dict)
    by_name: dict[str, list[Row]] = field(default_factory=dict)
    by_code: dict[str, Row] = field(default_factory=dict)

    def take(self, rows: Iterable[Row]) -> list[GazetteerEntry]:
        """The entries of some rows, which may refer to each other and to rows taken before.

        Raises GazetteerError, with file, line and remedy, for anything in them that cannot be used.
        """
        taken = list(rows)
        for row in taken:
            self._add(row)
        entries = [self._entry(row) for row in taken]
        if looped := in_a_loop({entry.id: entry.parent for entry in entries}):
            row = self.by_id[looped]
            raise row.error(f"«{row['ar']}» contains itself, through its parent «{row['parent']}»", "correct the parents")
        return entries

    def _add(self, row: Row) -> None:
        _check(row)
        if other := self.by_id.get(row.id):
            where = f"{other.path}:{other.line}"
            raise row.error(f"«{row['ar']}» has the id {row.id} of «{other['ar']}» in {where}", "give each thing one row")
        self.by_id[row.id] = row
        self.by_name.setdefault(row["ar"], []).append(row)
        for code in row.several("codes"):
            if (holder := self.by_code.setdefault(code, row)) is not row:
                raise row.error(f"«{row['ar']}» has the code {code} of «{holder['ar']}»", "give each code to one row")

    def _entry(self, row: Row) -> GazetteerEntry:
        latitude, longitude = _coordinates(row)
        return GazetteerEntry(
            id=row.id,
            kind=row["class"],
            label_ar=row["ar"],
            label_en=row["en"],
            aliases=row.several("aliases"),
            ambiguous=row.several("ambiguous"),
            adjectives=row.several("adjectives"),
            roles=row.several("roles"),
            country=self._reference(row, "country"),
            parent=self._reference(row, "parent"),
            latitude=latitude,
            longitude=longitude,
            same_as=_same_as(row),
            periods=_periods(row),
            codes=row.several("codes"),
            population=int(row["population"]) if row["population"] else None,
        )

    def _reference(self, row: Row, column: str) -> str | None:
        name = row[column]
        if not name:
            return None
        wanted = "Country" if column == "country" else top(row["class"])
        named = [self.by_id[name]] if name in self.by_id else self.by_name.get(name, [])
        found = [other for other in named if wanted in ancestors(other["class"]) and other.id != row.id]
        found = [other for other in found if other.path == row.path] or found
        if not found:
            raise row.error(f"no {wanted} row is called «{name}», its {column}", "give the id or the exact Arabic name of a row")
        if len(found) > 1:
            raise row.error(f"{len(found)} rows are called «{name}», its {column}", f"give the id, e.g. {found[0].id}")
        return found[0].id


def in_a_loop(parents: Mapping[str, str | None]) -> str | None:
    """An id that is among its own ancestors, or None where there is none."""
    sound: set[str] = set()
    for start in parents:
        path: list[str] = []
        step: str | None = start
        while step is not None and step not in sound:
            if step in path:
                return step
            path.append(step)
            step = parents.get(step)
        sound.update(path)
    return None


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of one CSV file (UTF-8, a header line).

    Raises GazetteerError where the file cannot be read, is not UTF-8, or has a header or a row of the wrong shape.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = _header(path, next(reader, []))
            for cells in reader:
                if any(cells):
                    yield _row(path, reader.line_num, header, cells)
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except csv.Error as error:
        raise GazetteerError(f"{path}:{reader.line_num}: broken CSV ({error}); check the quotation marks") from error
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be read ({error.strerror}); check the path") from error


def _header(path: Path, cells: Iterable[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    known = f"columns are {', '.join(COLUMNS)}"
    if missing := [column for column in REQUIRED if column not in header]:
        raise GazetteerError(f"{path}:1: the header lacks the column {missing[0]!r}; {known}")
    if unknown := [column for column in header if column not in COLUMNS or header.count(column) > 1]:
        raise GazetteerError(f"{path}:1: unknown or repeated column {unknown[0]!r}; {known}")
    return header


def _row(path: Path, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        problem = f"{len(cells)} cells, but the header has {len(header)} columns"
        raise GazetteerError(f"{path}:{line}: {problem}; put cells that hold a comma in quotation marks")
    named = {column: cell.strip() for column, cell in zip(header, cells, strict=True) if cell}
    return Row(path, line, named, _id(named))


def _id(cells: Mapping[str, str]) -> str:
    if identifier := cells.get("id"):
        return identifier
    if number := cells.get("geonames"):
        return f"gn{number}"
    kind, name = cells.get("class", ""), cells.get("ar", "")
    if kind == "Person":  # the id that linking gives somebody whom no list has: who is listed later keeps it
        return entity_id(kind, spelling_key(name))
    return entity_id(top(kind) if kind in ENTITY_CLASSES else kind, name)


def _check(row: Row) -> None:
    if row["class"] not in ENTITY_CLASSES:
        raise row.error(f"unknown class {row['class']!r}", f"give one of {', '.join(sorted(ENTITY_CLASSES))}")
    if broken := [column for column, cell in row.cells.items() if len(cell.splitlines()) > 1]:
        raise row.error(f"a line break in column {broken[0]}", "write the cell on one line")
    if barred := [column for column in ("ar", "en") if "|" in row[column]]:
        raise row.error(f"several names in column {barred[0]}: {row[barred[0]]!r}", "give one, the others in column aliases")
    if not _ARABIC.search(row["ar"]) or not fold(row["ar"]):
        raise row.error(f"no Arabic name in column ar: {row['ar']!r}", "every entry needs one")
    if row["id"] and not _ID.fullmatch(row["id"]):
        raise row.error(f"bad id {row['id']!r}", "give a Wikidata id (Q42), a GeoNames number (gn42) or leave it empty")
    if row["geonames"] and not _NUMBER.fullmatch(row["geonames"]):
        raise row.error(f"bad GeoNames number {row['geonames']!r}", "give digits only")
    if not _POPULATION.fullmatch(row["population"]):
        raise row.error(f"bad population {row['population']!r}", "give at most eleven digits")
    if wrong := [code for code in row.several("codes") if not _CODE.fullmatch(code)]:
        raise row.error(f"bad code {wrong[0]!r}", "give codes of countries (IQ) or of GeoNames' first-order divisions (IQ.15)")


def _periods(row: Row) -> tuple[NamePeriod, ...]:
    names = {row["ar"], row["en"], *row.several("aliases"), *row.several("ambiguous")}
    return tuple(_period(row, written, names) for written in row.several("periods"))


def _period(row: Row, written: str, names: Collection[str]) -> NamePeriod:
    found = _PERIOD.fullmatch(written)
    if not found:
        raise row.error(f"bad period {written!r}", "write name=first/last, where either date may be left out")
    name, first, last = found["name"].strip(), found["first"], found["last"]
    if name not in names:
        raise row.error(f"the period of «{name}» is of no name of this row", "spell it as in ar, en, aliases or ambiguous")
    if not first and not last:
        raise row.error(f"the period of «{name}» has no date", "give its first day, its last or both, or leave it out")
    if wrong := [day for day in (first, last) if day and not _is_date(day)]:
        raise row.error(f"bad date {wrong[0]!r} in column periods", "give a day (2014-06-29), a month (2014-06) or a year (2014)")
    if first and last and first[: len(last)] > last[: len(first)]:
        raise row.error(f"the period of «{name}» ends before it begins", "put the earlier date first")
    return NamePeriod(name, first or None, last or None)


def _is_date(written: str) -> bool:
    """Whether it is a year, a month or a day of the calendar."""
    if not _DATE.fullmatch(written):
        return False
    with suppress(ValueError):
        date.fromisoformat(f"{written}-01-01"[:10])
        return True
    return False


def _coordinates(row: Row) -> tuple[str, str] | tuple[None, None]:
    if not row["lat"] and not row["long"]:
        return None, None
    return _degrees(row, "lat", 90), _degrees(row, "long", 180)


def _degrees(row: Row, column: str, limit: int) -> str:
    written = row[column]
    with suppress(InvalidOperation):
        value = Decimal(written if _DEGREES.fullmatch(written) else "NaN")
        if abs(value) <= limit:
            return _canonical(value)
    raise row.error(f"bad coordinate {written!r} in column {column}", f"give decimal degrees from -{limit} to {limit} in both columns")


def _canonical(value: Decimal) -> str:
    return "0" if value == 0 else format(value.normalize(), "f")


def _same_as(row: Row) -> tuple[str, ...]:
    number = row["geonames"] or (row["id"].removeprefix("gn") if row["id"].startswith("gn") else "")
    wikidata = (WIKIDATA + row["id"],) if row["id"].startswith("Q") else ()
    return wikidata + ((f"{GEONAMES}{number}/",) if number else ())
