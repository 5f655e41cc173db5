"""Incidents in the columns of the Global Terrorism Database (GTD), by START's codebook of August 2021.

What GTD would not have is left out: it counts intentional acts of violence by sub-national perpetrators that meet two of its
three criteria at least. What the graph does not know is an empty cell, or what the codebook has for unknown; never 0.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    TARGET_TYPE_OF,
    TARGET_TYPES,
    UNKNOWN,
    UNKNOWN_NUMBER,
    WEAPON_TYPE_OF,
    WEAPON_TYPES,
)
from kg.exports.databases.inclusion import LeftOut, by_status, is_a, sift
from kg.exports.databases.parties import Parties, names, parties
from kg.exports.databases.rows import cited, quoted, sources, write_rows
from kg.exports.dated import Dated, dated
from kg.incidents import Incident, Named
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
    if incident.kind == "Airstrike" and not sides.doer_sorts:
        return "aircraft"
    if not criteria(incident, sides).hold:
        return "criteria"
    return None if dated(incident) else "no date"


def criteria(incident: Incident, sides: Parties) -> Criteria:
    """GTD's criteria 1 to 3."""
    known = "armed" in sides.doer_sorts or "ArmedGroupMembers" in sides.doer_types or bool(sides.claimants)
    public = not _PUBLIC_TARGETS.isdisjoint(sides.target_types)
    at_war = bool(sides.target_types) and all(each in _OUTSIDE for each in sides.target_types)
    return Criteria(known or public, known or public or is_a(incident, *_LOUD), not at_war)


def row(incident: Incident, background: Background) -> _Row:
    """An incident by GTD's columns; those that are not there are blank."""
    located, sides = locate(incident.place, background), parties(incident, background)
    reports = sources(incident)
    return {
        "eventid": incident.iri,
        **_when(dated(incident)),
        **_where(located),
        "summary": quoted(incident, background),
        **_criteria(criteria(incident, sides)),
        "multiple": 1 if background.wholes(incident) else None,
        "related": ", ".join(background.wholes(incident)),
        "success": 1 if incident.status == "Occurred" else 0,
        **_how(incident, background),
        **_victims(sides, background),
        **_perpetrators(sides),
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


def _victims(sides: Parties, background: Background) -> _Row:
    """Up to three types of targets. Who is named stands with the type that fits, else with the first."""
    codes = list(dict.fromkeys(TARGET_TYPE_OF.get(each, 20) for each in sides.target_types))[:3]
    codes = codes or list(dict.fromkeys(map(_implied, sides.targets)))[:3] or [20]
    found: _Row = {}
    for number, code in enumerate(codes, 1):
        fitting = [each for each in sides.targets if _implied(each) == code or (number == 1 and _implied(each) not in codes)]
        found |= _victim(str(number), code, fitting, background)
    return found


def _victim(number: str, code: int, targets: Sequence[Named], background: Background) -> _Row:
    nations = dict.fromkeys(filter(None, (_nation(each, background) for each in targets)))
    return {
        f"targtype{number}": code,
        f"targtype{number}_txt": TARGET_TYPES[code],
        f"corp{number}": names(each for each in targets if "Organisation" in ancestors(each.kind)),
        f"target{number}": names(targets) or "Unknown",
        f"natlty{number}_txt": "; ".join(nations),
    }


def _implied(named: Named) -> int:
    """The type of target that an entity's class tells; a force can be an army or a police."""
    return {"ArmedGroup": 17, "MediaOutlet": 10, "GovernmentBody": 2, "Person": 14}.get(named.kind, 20)


def _nation(named: Named, background: Background) -> str:
    place = background.places.get(background.countries.get(named.iri, named.iri))
    return english(place) if place and place.precision == "country" else ""


def _perpetrators(sides: Parties) -> _Row:
    groups = [each for each in sides.doers if each.kind != "Person"][:3]
    doubtful = int(sides.as_what in ("claimedBy", "accused"))
    alone = not groups and sides.doer_sorts == {"person"}
    found: _Row = {
        "gname": "Unknown",
        "individual": 1 if alone else (0 if groups else None),
        "nperps": UNKNOWN_NUMBER,
        "nperpcap": UNKNOWN_NUMBER,
    }
    for number, (suffix, group) in enumerate(zip(("", "2", "3"), groups, strict=False), 1):
        found |= {f"gname{suffix}": group.name("en"), f"guncertain{number}": doubtful}
    if not sides.claimants:
        return found | {"claimed": UNKNOWN}
    competing = 1 if len(sides.claimants) > 1 else UNKNOWN
    return found | {"claimed": 1, "claimmode": 10, "claimmode_txt": "Unknown", "compclaim": competing}


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


def _notes(sides: Parties, further: Iterable[str]) -> str:
    """What has no column: single people who did it, or are accused of it, and sources beyond three."""
    return "; ".join(_told(sides, list(further)))


def _told(sides: Parties, further: Sequence[str]) -> Iterator[str]:
    people = [each for each in sides.doers if each.kind == "Person"]
    if people:
        yield f"{sides.as_what}: {names(people)}"
    if further:
        yield f"further sources: {'; '.join(further)}"
