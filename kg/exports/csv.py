"""Incidents as comma-separated values: a row each, in UTF-8, safe to be opened in a spreadsheet.

What is not known is an empty cell, never 0. A text that a spreadsheet would take for a formula has an apostrophe before it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from csv import writer
from io import StringIO

from kg.incidents import Incident, Named, Toll

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take the file for some other encoding without it. Readers of data take it away: Python calls that "utf-8-sig"."""
_RELATIONS = ("agent", "perpetrator", "claimedBy", "accused", "deniedBy", "target")
_FORMULA = "=+-@＝＋－＠"
"""What a formula begins with, the full-width forms too, which some spreadsheets take for the others."""
_IGNORED = " \t\r\n\v\f\0\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""What may stand before a formula without being seen."""
_BEFORE_FORMULA = re.compile(f"(?<![{_IGNORED}])[{_IGNORED}]*+(?=[{re.escape(_FORMULA)}])")
"""All that is not seen before what may be a formula: a run of it is looked at once, from its beginning, however long it is."""
_BREAK = re.compile("[\t\r\n]")
"""Where a cell may begin, as at ";", in a program that separates cells otherwise."""


def write_csv(incidents: Iterable[Incident]) -> Iterator[str]:
    """The file, part by part: a row of names, then the incidents in the order in which they come.

    Cells of several values have " | " between them; IRIs and names of the same column stand in the same order.
    """
    yield BYTE_ORDER_MARK + _line([name for name, _ in _COLUMNS])
    for incident in incidents:
        yield _line([cell(value(incident)) for _, value in _COLUMNS])


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, nor a part of it where the spreadsheet begins a cell of its own at ";", a tab or a
    new line. Numbers are no texts: do not give them here.

    >>> safe("=1+1"), safe("a;=1+1")
    ("'=1+1", "a;'=1+1")
    """
    begins = "'" if text[:1] in ("\t", "\r", "\n") else ""
    return begins + _BEFORE_FORMULA.sub(_marked, text)


def _marked(unseen: re.Match[str]) -> str:
    """What is not seen before a formula, with an apostrophe at each place where a cell may begin."""
    begins = unseen.start() == 0 or unseen.string[unseen.start() - 1] == ";"
    return ("'" if begins else "") + _BREAK.sub(r"\g<0>'", unseen[0])


def _line(cells: Iterable[object]) -> str:
    written = StringIO()
    writer(written).writerow(cells)
    return written.getvalue()


def cell(value: object) -> object:
    """A value as a spreadsheet may have it: nothing for None, numbers as they are, texts `safe`."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    return safe(str(value))


def _names(named: Iterable[Named]) -> str:
    return " | ".join(each.ar for each in named)


def _iris(named: Iterable[Named]) -> str:
    return " | ".join(each.iri for each in named)


def _of(relation: str) -> Callable[[Incident], list[Named]]:
    return lambda incident: [actor.entity for actor in incident.actors if actor.relation == relation]


def _publishers(incident: Incident) -> list[Named]:
    """Each publisher once, in the order of the reports."""
    return list({report.publisher.iri: report.publisher for report in incident.reports if report.publisher}.values())


def _bounds(name: str, toll: Callable[[Incident], Toll | None]) -> list["_Column"]:
    def bound(which: str) -> Callable[[Incident], object]:
        return lambda incident: getattr(toll(incident), which, None)

    return [(f"{name}_{which}", bound(which)) for which in ("low", "best", "high")]


def _actors(relation: str) -> list["_Column"]:
    of = _of(relation)
    return [(relation, lambda incident: _iris(of(incident))), (f"{relation}_ar", lambda incident: _names(of(incident)))]


_Column = tuple[str, Callable[[Incident], object]]
_COLUMNS: list[_Column] = [
    ("incident", lambda incident: incident.iri),
    ("label_ar", lambda incident: incident.ar),
    ("label_en", lambda incident: incident.en),
    ("class", lambda incident: incident.kind),
    ("status", lambda incident: incident.status),
    ("earliest", lambda incident: incident.earliest),
    ("latest", lambda incident: incident.latest),
    ("place", lambda incident: incident.place and incident.place.name.iri),
    ("place_ar", lambda incident: incident.place and incident.place.name.ar),
    ("place_en", lambda incident: incident.place and incident.place.name.en),
    ("precision", lambda incident: incident.place and incident.place.precision),
    ("latitude", lambda incident: incident.place and incident.place.latitude),
    ("longitude", lambda incident: incident.place and incident.place.longitude),
    *_bounds("killed", lambda incident: incident.killed),
    *_bounds("injured", lambda incident: incident.injured),
    *(column for relation in _RELATIONS for column in _actors(relation)),
    ("publishers", lambda incident: _iris(_publishers(incident))),
    ("publishers_ar", lambda incident: _names(_publishers(incident))),
    ("articles", lambda incident: " | ".join(report.article for report in incident.reports)),
    ("independent_sources", lambda incident: incident.sources),
]
