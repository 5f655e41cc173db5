"""Incidents in the columns of the UCDP Georeferenced Event Dataset (GED), by its codebook of version 24.1.

GED has deadly violence by organised actors: state-based, non-state or one-sided. Anything else is left out. What the graph does
not know is an empty cell, never 0; UCDP's own numbers of conflicts, dyads, actors and states are not made up here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import TextIO

from kg.exports.databases import tolls
from kg.exports.databases.background import Background
from kg.exports.databases.coded_places import Located, english, locate
from kg.exports.databases.inclusion import LeftOut, by_status, is_a, sift
from kg.exports.databases.parties import BEARING_ARMS, Parties, Sort, organised, parties, sort_of_type
from kg.exports.databases.rows import quoted, sources, write_rows
from kg.exports.dated import Dated, dated
from kg.incidents import Incident, Named

COLUMNS = tuple(
    """
    id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id
    dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article
    source_office source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2
    latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end
    deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
    """.split()
)
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_WHERE_PRECISION = {"exact": 1, "second": 3, "first": 4, "part": 5, "country": 6}
_DATE_PRECISION = {"day": 1, "days": 2, "week": 3, "month": 4, "year": 5}
_Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sides:
    """What sort of violence it is, and between whom, by UCDP's names ("Government of Iraq", "Civilians"); "" for a side without a name."""

    violence: int
    side_a: str
    side_b: str


def write(incidents: Iterable[Incident], background: Background, output: TextIO) -> list[LeftOut]:
    """Writes those that GED would have, as CSV in their order; returns the others, each with the rule that keeps it out."""
    stay, left_out = sift(incidents, background, judge)
    write_rows(COLUMNS, (row(incident, background) for incident in stay), output)
    return left_out


def judge(incident: Incident, background: Background) -> str | None:
    """The rule by which GED would leave an incident out; None for one that it would have."""
    if rule := by_status(incident) or _by_kind(incident):
        return rule
    ruled = tolls.ucdp_ged(background.figures(incident, "killed"))
    if ruled is None or ruled.high == 0:
        return "no death"
    sides = parties(incident, background)
    if not _organised(sides.doers, background):
        return "no actor"
    if sides_of(incident, sides, background) is None:
        return "no victims"
    return _by_date_and_place(dated(incident), locate(incident.place, background))


def sides_of(incident: Incident, told: Parties, background: Background) -> Sides | None:
    """Who is against whom; None where one side is not known. In state-based violence side A is a government."""
    doing, hit = (_organised(several, background) for several in (told.doers, told.sufferers))
    is_clash = is_a(incident, "Clash")
    if is_clash and not hit:
        doing, hit = doing[:1], doing[1:]
    if not doing:
        return None
    if told.hit_unarmed and not told.hit_arms and not is_clash:
        return Sides(ONE_SIDED, doing[0][1], "Civilians")
    opposed = [each for each in hit if each not in doing] or _unnamed(told, doing[0][0] if is_clash else None)
    if not opposed:
        return None
    first, second = sorted((doing[0], opposed[0]), key=lambda side: side[0] != "state")
    return Sides(STATE_BASED if first[0] == "state" else NON_STATE, first[1], second[1])


def row(incident: Incident, background: Background) -> _Row:
    """An incident that stays, by GED's columns; those that are not there are blank."""
    sides = sides_of(incident, parties(incident, background), background)
    ruled = tolls.ucdp_ged(background.figures(incident, "killed"))
    return {
        "id": incident.iri,
        "type_of_violence": sides and sides.violence,
        "dyad_name": f"{sides.side_a} - {sides.side_b}" if sides and sides.side_a and sides.side_b else "",
        "side_a": sides and sides.side_a,
        "side_b": sides and sides.side_b,
        **_sources(incident, background),
        **_where(locate(incident.place, background)),
        "event_clarity": 2 if incident.iri in background.series else 1,
        **_when(dated(incident)),
        **({"deaths_unknown": ruled.best, "best": ruled.best, "high": ruled.high, "low": ruled.low} if ruled else {}),
    }


def _by_kind(incident: Incident) -> str | None:
    if is_a(incident, "Threat"):
        return "words"
    if is_a(incident, "CyberAttack"):
        return "no violence"
    return None if is_a(incident, "Attack", "Clash", "SecurityOperation") else "kind"


def _by_date_and_place(known: Dated | None, located: Located) -> str | None:
    if known is None:
        return "no date"
    if located.exactness == "unknown":
        return "no place"
    return None if located.country else "no country"


def _organised(several: Iterable[Named], background: Background) -> list[tuple[Sort, str]]:
    """The states and armed groups among some parties, as sort and name; one person or a gang is none."""
    return list(dict.fromkeys(filter(None, (organised(each, background) for each in several))))


def _unnamed(told: Parties, known: Sort | None) -> list[tuple[Sort, str]]:
    """A side that is known by its type only, and so has no name; of a clash, of which one side is `known`, one of another sort."""
    types = told.target_types if known is None else (*told.target_types, *told.doer_types)
    sorts = {sort_of_type(each) for each in types if each in BEARING_ARMS} - {known}
    return [(sort, "") for sort in ("state", "armed") if sort in sorts]


def _sources(incident: Incident, background: Background) -> _Row:
    reports = sources(incident)
    said = [each.attribution for each in background.evidence.get(incident.iri, ()) if each.attribution]
    return {
        "number_of_sources": len(reports),
        "source_article": "; ".join(report.article for report in reports),
        "source_office": "; ".join(report.publisher.name("en") if report.publisher else "" for report in reports).strip("; "),
        "source_date": "; ".join(report.issued.isoformat() if report.issued else "" for report in reports).strip("; "),
        "source_original": "; ".join(dict.fromkeys(said)),
        "where_description": quoted(incident, background),
    }


def _where(located: Located) -> _Row:
    point = located.point
    return {
        "where_prec": _WHERE_PRECISION.get(located.exactness),
        "where_coordinates": located.name,
        "adm_1": english(located.first),
        "adm_2": english(located.second),
        "latitude": point and point[0],
        "longitude": point and point[1],
        "geom_wkt": point and f"POINT ({point[1]} {point[0]})",
        "priogrid_gid": point and priogrid(*point),
        "country": located.country_name,
        "region": located.facts and located.facts.ucdp_region,
    }


def priogrid(latitude: float, longitude: float) -> int:
    """The cell of PRIO-GRID: half degrees, 720 a row, counted from 1 at 90° S, 180° W (Tollefsen, Strand and Buhaug 2012).

    >>> priogrid(33.31, 44.36)
    177569
    """
    line, column = min(floor((latitude + 90) * 2), 359), min(floor((longitude + 180) * 2), 719)
    return line * 720 + column + 1


def _when(known: Dated | None) -> _Row:
    if known is None:
        return {}
    return {
        "year": known.first.year,
        "date_prec": _DATE_PRECISION.get(known.exactness),
        "date_start": known.first.isoformat(),
        "date_end": known.last.isoformat(),
    }
