"""Incidents in the columns of the Global Terrorism Database (GTD), by START's codebook of August 2021.

What GTD would not have is left out: it counts intentional acts of violence by sub-national perpetrators that meet two of its
three criteria at least. What the graph does not know is an empty cell, or what the codebook has for unknown; never 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from kg.exports.databases import tolls
from kg.exports.databases.background import Background
from kg.exports.databases.coded_places import Located, english, locate
from kg.exports.databases.gtd_codes import (
    ALTERNATIVES,
    ATTACK_TYPE_OF,
    ATTACK_TYPES,
    COLUMNS,
    REGIONS,
    UNKNOWN,
    UNKNOWN_NUMBER,
    WEAPON_TYPE_OF,
    WEAPON_TYPES,
)
from kg.exports.databases.gtd_sides import groups, perpetrators, victims
from kg.exports.databases.inclusion import LeftOut, by_status, is_a, sift
from kg.exports.databases.parties import Parties, parties, sort_of
from kg.exports.databases.rows import cited, quoted, sources, write_rows
from kg.exports.dated import Dated, dated
from kg.incidents import Incident
from kg.ontology import ancestors

_PUBLIC_TARGETS = frozenset(
    ("Government", "Police", "Military", "Religious", "Media", "Education", "Aid", "Peacekeepers", "Infrastructure")
)
"""Whom to attack is to say something to more than those who are hit."""
_LOUD = ("Bombing", "VehicleRamming", "Assassination", "Kidnapping", "Execution")
_OUTSIDE = ("ArmedGroupMembers", "Military", "Peacekeepers")
"""Whom to attack is not outside of what is done in war."""
_Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Criteria:
    """GTD's three criteria, as far as the graph can tell: an aim, a wider audience, outside of legitimate warfare."""

    aim: bool
    audience: bool
    outside_warfare: bool

    @property
    def hold(self) -> bool:
        """Whether two of them do."""
        return self.aim + self.audience + self.outside_warfare >= 2

    @property
    def alternative(self) -> int | None:
        """What else it may have been, where one of them does not hold; None where all do."""
        if not self.outside_warfare:
            return 1
        return None if self.aim and self.audience else 2


def write(incidents: Iterable[Incident], background: Background, output: TextIO) -> list[LeftOut]:
    """Writes those that GTD would have, as CSV in their order; returns the others, each with the rule that keeps it out."""
    stay, left_out = sift(incidents, background, judge)
    write_rows(COLUMNS, (row(incident, background) for incident in stay), output)
    return left_out


def judge(incident: Incident, background: Background) -> str | None:
    """The rule by which GTD would leave an incident out; None for one that it would have."""
    if rule := _not_attempted(incident, background) or _not_violent(incident):
        return rule
    sides = parties(incident, background)
    if not sides.doer_sorts.isdisjoint(("state", "alliance")):
        return "state"
    if incident.kind == "Airstrike" and not sides.doer_sorts and not groups(sides):
        return "aircraft"
    if not criteria(incident, sides).hold:
        return "criteria"
    return None if dated(incident) else "no date"


def criteria(incident: Incident, sides: Parties) -> Criteria:
    """GTD's criteria 1 to 3."""
    sorts = {sort_of(each) for each in (*sides.doers, *sides.accused)}
    known = "armed" in sorts or "ArmedGroupMembers" in sides.doer_types or bool(sides.claimants)
    public = not _PUBLIC_TARGETS.isdisjoint(sides.target_types)
    at_war = bool(sides.target_types) and all(each in _OUTSIDE for each in sides.target_types)
    return Criteria(known or public, known or public or is_a(incident, *_LOUD), not at_war)


def row(incident: Incident, background: Background) -> _Row:
    """An incident by GTD's columns; those that are not there are blank."""
    located, sides = locate(incident.place, background), parties(incident, background)
    reports, wholes = sources(incident), sorted(incident.wholes - {incident.iri})
    return {
        "eventid": incident.iri,
        **_when(dated(incident)),
        **_where(located),
        "summary": quoted(incident, background),
        **_criteria(criteria(incident, sides)),
        "multiple": 1 if wholes else None,
        "related": ", ".join(wholes),
        "success": 1 if incident.status == "Occurred" else 0,
        **_how(incident, background),
        **victims(sides, background),
        **perpetrators(sides),
        **_casualties(incident, background),
        "addnotes": _notes(sides, [cited(report) for report in reports[3:]]),
        **{f"scite{number}": cited(report) for number, report in enumerate(reports[:3], 1)},
        "dbsource": "Isnad",
        **dict.fromkeys(("INT_LOG", "INT_IDEO", "INT_MISC", "INT_ANY"), UNKNOWN),
    }


def _not_attempted(incident: Incident, background: Background) -> str | None:
    """GTD has what was foiled only if it was attempted; victims show that it was."""
    has_victims = any(each.value for name in ("killed", "injured") for each in background.figures(incident, name))
    return None if incident.status == "Foiled" and has_victims else by_status(incident)


def _not_violent(incident: Incident) -> str | None:
    if is_a(incident, "Threat"):
        return "words"
    if is_a(incident, "CyberAttack"):
        return "no violence"
    if is_a(incident, "Clash"):
        return "battle"
    return None if is_a(incident, "Attack") else "kind"


def _when(known: Dated | None) -> _Row:
    if known is None:
        return {}
    if known.exactness == "day":
        return {"iyear": known.first.year, "imonth": known.first.month, "iday": known.first.day}
    same_month = (known.first.year, known.first.month) == (known.last.year, known.last.month)
    return {"iyear": known.first.year, "imonth": known.first.month if same_month else 0, "iday": 0, "approxdate": known.in_words}


def _where(located: Located) -> _Row:
    region = located.facts.gtd_region if located.facts else None
    specificity, point = _specificity(located)
    smaller = english(located.town) or (english(located.second) if located.exactness == "second" else "")
    return {
        "country_txt": located.country_name or "Unknown",
        "region": region,
        "region_txt": REGIONS.get(region) if region else None,
        "provstate": english(located.first) or "Unknown",
        "city": smaller or "Unknown",
        "latitude": point and point[0],
        "longitude": point and point[1],
        "specificity": specificity,
        "vicinity": UNKNOWN,
        "location": english(located.spot) or None,
    }


def _specificity(located: Located) -> tuple[int, tuple[float, float] | None]:
    """GTD's code of how exact a place is, and the coordinates that it allows."""
    if located.exactness == "exact":
        if located.point:
            return 1, located.point
        return (2, located.around) if located.around else (5, None)
    if located.exactness in ("second", "first"):
        return {"second": 3, "first": 4}[located.exactness], located.point
    return 5, None


def _criteria(told: Criteria) -> _Row:
    other = told.alternative
    return {
        "crit1": int(told.aim),
        "crit2": int(told.audience),
        "crit3": int(told.outside_warfare),
        "doubtterr": int(other is not None),
        "alternative": other,
        "alternative_txt": ALTERNATIVES.get(other) if other else None,
    }


def _how(incident: Incident, background: Background) -> _Row:
    attack = next((ATTACK_TYPE_OF[kind] for kind in ancestors(incident.kind) if kind in ATTACK_TYPE_OF), 9)
    weapon = next((WEAPON_TYPE_OF[kind] for kind in ancestors(incident.kind) if kind in WEAPON_TYPE_OF), 13)
    return {
        "suicide": int(is_a(incident, "SuicideBombing")),
        "attacktype1": attack,
        "attacktype1_txt": ATTACK_TYPES[attack],
        "weaptype1": weapon,
        "weaptype1_txt": WEAPON_TYPES[weapon],
        "weapdetail": "; ".join(background.values(incident, "weapon")),
    }


def _casualties(incident: Incident, background: Background) -> _Row:
    killed, injured = (tolls.gtd(background.figures(incident, name)) for name in ("killed", "injured"))
    captive = is_a(incident, "Kidnapping", "Execution")
    hostages: _Row = {"nhostkid": UNKNOWN_NUMBER, "nhours": UNKNOWN_NUMBER, "ndays": UNKNOWN_NUMBER, "ransom": UNKNOWN}
    outcome: _Row = {"hostkidoutcome": 7, "hostkidoutcome_txt": "Unknown", "nreleased": UNKNOWN_NUMBER}
    return {
        "nkill": killed and killed.best,
        "nwound": injured and injured.best,
        "property": UNKNOWN,
        "ishostkid": 1 if captive else UNKNOWN,
        **(hostages | outcome if captive else {}),
    }


def _notes(sides: Parties, further: Sequence[str]) -> str:
    """What has no column, and sources beyond three."""
    return "; ".join((*sides.remarks(), *([f"further sources: {'; '.join(further)}"] if further else ())))
