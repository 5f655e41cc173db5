"""Which columns of a file say what: those of GTD, ACLED, UCDP GED, of `kg export`, and an analyst's own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from kg.arabic import fold
from kg.errors import UsageError
from kg.exports.databases.gtd_codes import ATTACK_TYPE_OF
from kg.reconcile.files import Problem, Table
from kg.reconcile.records import HAPPENED, Record, is_nothing, read_count, read_days, read_kinds, read_number, read_point, read_statuses

Cells = Mapping[str, str]
FIELDS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "event date", "incident date", "start", "from", "التاريخ", "تاريخ", "اليوم", "تاريخ الحادثة"),
    "until": ("until", "end", "to", "end date", "حتى", "إلى", "تاريخ الانتهاء"),
    "place": ("place", "location", "city", "town", "village", "المكان", "مكان", "الموقع", "المدينة", "البلدة", "القرية", "مكان الحادثة"),
    "province": ("province", "governorate", "region", "state", "admin1", "المحافظة", "الولاية", "الإقليم", "المنطقة"),
    "country": ("country", "البلد", "الدولة", "بلد", "دولة"),
    "latitude": ("latitude", "lat", "خط العرض"),
    "longitude": ("longitude", "long", "lon", "lng", "خط الطول"),
    "killed": ("killed", "deaths", "dead", "fatalities", "القتلى", "قتلى", "عدد القتلى", "الوفيات", "الشهداء"),
    "injured": ("injured", "wounded", "الجرحى", "جرحى", "عدد الجرحى", "المصابون", "الإصابات"),
    "kind": ("kind", "class", "type", "event type", "الصنف", "النوع", "نوع الحادثة"),
    "status": ("status", "الحالة", "حالة الحادثة"),
    "actor": ("actor", "perpetrator", "group", "الفاعل", "الجهة", "المنفذ", "الجماعة"),
    "id": ("id", "number", "الرقم", "رقم", "المعرف"),
}
"""What an analyst's own columns can be, with the names that are known without being told."""
_ANY_ATTACK = frozenset(("Attack",))
_ACLED_KINDS = {
    "battles": frozenset(("Clash", "Attack", "SecurityOperation")),
    "explosions remote violence": frozenset(("Bombing", "Airstrike", "Shelling", "SuicideBombing")),
    "violence against civilians": _ANY_ATTACK,
    "strategic developments": frozenset(("Arrest", "SecurityOperation")),
}
_ATTEMPTED = frozenset(("Occurred", "Foiled"))
"""What GTD's attacks without success are: some of them began."""
_UCDP_KINDS = frozenset(("Attack", "Clash", "SecurityOperation"))


@dataclass(frozen=True, slots=True)
class Scheme:
    """Whose columns a file has, and how a row of it is read."""

    name: str
    """"GTD", "ACLED", "UCDP GED", "Isnad" or "own"."""
    record: Callable[[int, Cells], Record]
    """Raises ValueError for cells that cannot be used."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of an analyst's own file: column by field."""


def scheme_for(table: Table, given: Mapping[str, str]) -> Scheme:
    """The scheme of a file, by its columns; `given` are columns by field, as an analyst names them.

    Raises UsageError, with file and line, where a column is not there, or none tells when or where.
    """
    there = {column.lower() for column in table.columns}
    for scheme in () if given else _DATASETS:
        if scheme.columns.keys() <= there:
            return scheme
    known = {name: column for name, names in FIELDS.items() if (column := _called(table, names))}
    columns = known | dict(given)
    for name, column in given.items():
        if name not in FIELDS:
            raise UsageError(f"--columns: there is no field {name!r}; known are {', '.join(FIELDS)}")
        if column not in table.columns:
            raise UsageError(f"{table.path}:1: there is no column {column!r}; there are {', '.join(table.columns)}")
    if "date" not in columns and not columns.keys() & {"place", "province", "country"}:
        hint = "--columns date=COLUMN,place=COLUMN,killed=COLUMN"
        raise UsageError(f"{table.path}:1: no column is known to have dates or places ({', '.join(table.columns)}); say which: {hint}")
    return Scheme("own", partial(_own, columns), columns)


def read_records(table: Table, scheme: Scheme) -> tuple[list[Record], list[Problem]]:
    """The rows as records, in their order, and those that cannot be used, with the file's own problems."""
    records: list[Record] = []
    problems = list(table.problems)
    for line, cells in table.rows:
        try:
            records.append(scheme.record(line, {name.lower(): cell for name, cell in cells.items()}))
        except (ValueError, OverflowError) as error:
            problems.append(Problem(line, str(error)))
    return records, sorted(problems, key=lambda problem: problem.line)


def _called(table: Table, names: Iterable[str]) -> str | None:
    """The first column that has one of some names, whatever its spelling; names that come first are preferred."""
    folded = {fold(column.replace("_", " ")): column for column in reversed(table.columns)}
    return next((folded[fold(name)] for name in names if fold(name) in folded), None)


def _own(columns: Mapping[str, str], line: int, cells: Cells) -> Record:
    def cell(name: str) -> str:
        return cells.get(columns.get(name, "").lower(), "") if name in columns else ""

    first, last = _span(read_days(cell("date")), read_days(cell("until")))
    return Record(
        line,
        cell("id"),
        first,
        last,
        _names(cell("place"), cell("province"), cell("country")),
        read_point(cell("latitude"), cell("longitude")),
        read_kinds(cell("kind")),
        read_statuses(cell("status")),
        read_count(cell("killed")),
        read_count(cell("injured")),
        _names(*cell("actor").split("|")),
    )


def _gtd(line: int, cells: Cells) -> Record:
    year, month, day = (read_number(cells[name]) if cells[name] else None for name in ("iyear", "imonth", "iday"))
    written = "-".join(f"{part:02}" for part in (year, month, day if month else None) if part)
    span = read_days(written)
    exact = cells.get("specificity") in ("1", "1.0")
    code = read_number(cells.get("attacktype1", ""))
    kinds = frozenset(kind for kind, number in ATTACK_TYPE_OF.items() if number == code) or _ANY_ATTACK
    return Record(
        line,
        cells["eventid"],
        *_span(span, None),
        _names(cells.get("location", "") if exact else "", *(cells.get(name, "") for name in ("city", "provstate", "country_txt"))),
        read_point(cells.get("latitude", ""), cells.get("longitude", "")) if exact else None,
        kinds,
        HAPPENED if cells.get("success", "1") in ("1", "1.0", "") else _ATTEMPTED,
        read_count(cells.get("nkill", "")),
        read_count(cells.get("nwound", "")),
        _names(*(cells.get(name, "") for name in ("gname", "gname2", "gname3"))),
    )


def _acled(line: int, cells: Cells) -> Record:
    first, last = _span(read_days(cells["event_date"]), None)
    if first and cells.get("time_precision") in ("2", "3"):
        first, last = _around(first, cells["time_precision"])
    return Record(
        line,
        cells.get("event_id_cnty", ""),
        first,
        last,
        _names(*(cells.get(name, "") for name in ("location", "admin3", "admin2", "admin1", "country"))),
        read_point(cells.get("latitude", ""), cells.get("longitude", "")) if cells.get("geo_precision", "1") == "1" else None,
        _ACLED_KINDS.get(fold(cells["event_type"]), frozenset()),
        HAPPENED,
        read_count(cells.get("fatalities", "")),
        None,
        _names(*(cells.get(name, "") for name in ("actor1", "actor2", "assoc_actor_1"))),
    )


def _ucdp(line: int, cells: Cells) -> Record:
    return Record(
        line,
        cells.get("id", ""),
        *_span(read_days(cells["date_start"]), read_days(cells.get("date_end", ""))),
        _names(*(cells.get(name, "") for name in ("where_coordinates", "adm_2", "adm_1", "country"))),
        read_point(cells.get("latitude", ""), cells.get("longitude", "")) if cells.get("where_prec") in ("1", "2") else None,
        _UCDP_KINDS,
        HAPPENED,
        read_count(cells.get("best", ""), cells.get("low", ""), cells.get("high", "")),
        None,
        _names(cells.get("side_a", ""), cells.get("side_b", "")),
    )


def _isnad(line: int, cells: Cells) -> Record:
    counted = [[cells.get(f"{name}_{bound}", "") for bound in ("best", "low", "high")] for name in ("killed", "injured")]
    killed, injured = (read_count(*bounds) for bounds in counted)
    return Record(
        line,
        cells["incident"],
        *_span(read_days(cells["earliest"]), read_days(cells["latest"])),
        _names(cells.get("place_ar", "") or cells.get("place_en", "")),
        read_point(cells.get("latitude", ""), cells.get("longitude", "")) if cells.get("precision") in ("facility", "settlement") else None,
        read_kinds(cells.get("class", "")),
        read_statuses(cells.get("status", "")),
        killed,
        injured,
        _names(*cells.get("agent_ar", "").split(" | ")),
    )


def _span(begin: tuple[date, date] | None, end: tuple[date, date] | None) -> tuple[date | None, date | None]:
    if begin is None:
        return (None, None)
    last = end[1] if end else begin[1]
    if last < begin[0]:
        raise ValueError(f"it ends on {last}, before it begins on {begin[0]}")
    return begin[0], last


def _around(day: date, precision: str) -> tuple[date, date]:
    """What ACLED's date stands for where it is known to the week (2) or the month (3)."""
    if precision == "3":
        span = read_days(day.isoformat()[:7])
        return span or (day, day)
    return date.fromordinal(day.toordinal() - 6), date.fromordinal(day.toordinal() + 6)


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if not is_nothing(name)))


_DATASETS = (
    Scheme("GTD", _gtd, dict.fromkeys(("eventid", "iyear", "imonth", "iday"), "")),
    Scheme("ACLED", _acled, dict.fromkeys(("event_date", "event_type", "sub_event_type"), "")),
    Scheme("UCDP GED", _ucdp, dict.fromkeys(("type_of_violence", "date_start", "best"), "")),
    Scheme("Isnad", _isnad, dict.fromkeys(("incident", "earliest", "latest", "label_ar"), "")),
)
"""Known by the columns that only they have together."""
