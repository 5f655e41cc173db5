"""Incidents in the columns of ACLED (Armed Conflict Location & Event Data), by its codebook of 2024.

What ACLED would not have as political violence is left out. What the graph does not know is an empty cell; the names for those
who are not known ("Unidentified Armed Group (Iraq)") are ACLED's own. Fatalities that nobody reports are blank, and not 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from kg.exports.databases import tolls
from kg.exports.databases.background import Background
from kg.exports.databases.coded_places import Located, english, locate
from kg.exports.databases.inclusion import LeftOut, by_status, is_a, sift
from kg.exports.databases.parties import Parties, names, parties, sort_of
from kg.exports.databases.rows import cited, publishers, quoted, sources, write_rows
from kg.exports.dated import Dated, dated
from kg.incidents import Incident, Named
from kg.ontology import ancestors

COLUMNS = tuple(
    """
    event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
    assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
    geo_precision source source_scale notes fatalities tags timestamp
    """.split()
)
_BATTLE = ("Battles", "Armed clash")
_AGAINST_CIVILIANS = "Violence against civilians"
_REMOTE = {
    "SuicideBombing": "Suicide bomb",
    "Bombing": "Remote explosive/landmine/IED",
    "Airstrike": "Air/drone strike",
    "Shelling": "Shelling/artillery/missile attack",
}
"""Sub-events of "Explosions/Remote violence", by class."""
_TIME_PRECISION = {"day": 1, "days": 2, "week": 2, "month": 3}
_GEO_PRECISION = {"exact": 1, "second": 2, "first": 3, "part": 3}
_RULES = {
    "Arrest": "strategic",
    "Kidnapping": "strategic",
    "SecurityOperation": "unopposed",
    "Threat": "words",
    "CyberAttack": "no violence",
    "Attack": "no victims",
}
"""Why what has no event type is left out, by class, the narrower before the wider."""
_Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Actor:
    """One side: the main actor, those with it, and ACLED's class of the main one ("" where the graph cannot tell)."""

    name: str = ""
    associated: str = ""
    inter: str = ""


def write(incidents: Iterable[Incident], background: Background, output: TextIO) -> list[LeftOut]:
    """Writes those that ACLED would have as political violence, as CSV in their order; returns the others with the rule of each."""
    stay, left_out = sift(incidents, background, judge)
    write_rows(COLUMNS, (row(incident, background) for incident in stay), output)
    return left_out


def judge(incident: Incident, background: Background) -> str | None:
    """The rule by which ACLED would leave an incident out; None for one that it would have."""
    sides = parties(incident, background)
    if rule := by_status(incident) or _by_kind(incident, sides):
        return rule
    known = dated(incident)
    if known is None:
        return "no date"
    if known.exactness not in _TIME_PRECISION:
        return "vague date"
    return _by_place(locate(incident.place, background))


def event_type(incident: Incident, sides: Parties) -> tuple[str, str] | None:
    """ACLED's event type and sub-event type; None for what is no political violence, or cannot be told."""
    if is_a(incident, "Clash") or (is_a(incident, "SecurityOperation") and sides.hit_arms):
        return _BATTLE
    if not is_a(incident, "Attack") or is_a(incident, "CyberAttack"):
        return None
    if remote := next((_REMOTE[kind] for kind in ancestors(incident.kind) if kind in _REMOTE), None):
        return "Explosions/Remote violence", remote
    if is_a(incident, "Kidnapping"):
        return (_AGAINST_CIVILIANS, "Abduction/forced disappearance") if not sides.hit_arms else None
    if sides.hit_arms and not is_a(incident, "Execution"):
        return _BATTLE
    return (_AGAINST_CIVILIANS, "Attack") if sides.hit_unarmed else None


def row(incident: Incident, background: Background) -> _Row:
    """An incident that stays, by ACLED's columns; those that are not there are blank."""
    located, sides = locate(incident.place, background), parties(incident, background)
    kind, sub_kind = event_type(incident, sides) or ("", "")
    first, second = _actors(incident, sides, located, background)
    return {
        "event_id_cnty": incident.iri,
        **_when(dated(incident)),
        "disorder_type": "Political violence",
        "event_type": kind,
        "sub_event_type": sub_kind,
        "actor1": first.name,
        "assoc_actor_1": first.associated,
        "inter1": first.inter,
        "actor2": second.name,
        "assoc_actor_2": second.associated,
        "inter2": second.inter,
        "interaction": f"{first.inter}-{second.inter}" if first.inter and second.inter else "",
        "civilian_targeting": "Civilian targeting" if sides.hit_unarmed and not sides.hit_arms else "",
        **_where(located),
        "source": "; ".join(publishers(incident)),
        "notes": f"{incident.label('en')}. {quoted(incident, background)} Sources: {'; '.join(map(cited, sources(incident)))}",
        "fatalities": (ruled := tolls.acled(background.figures(incident, "killed"))) and ruled.best,
    }


def _by_kind(incident: Incident, sides: Parties) -> str | None:
    if event_type(incident, sides):
        return None
    return next((rule for kind, rule in _RULES.items() if is_a(incident, kind)), "kind")


def _by_place(located: Located) -> str | None:
    if located.exactness == "unknown":
        return "no place"
    if located.country is None:
        return "no country"
    return "vague place" if located.exactness == "country" else None


def _when(known: Dated | None) -> _Row:
    """The day itself; of several the middle one, as ACLED has it for events that are known to the week or the month."""
    if known is None:
        return {}
    return {
        "event_date": known.middle.isoformat(),
        "year": known.middle.year,
        "time_precision": _TIME_PRECISION.get(known.exactness),
    }


def _where(located: Located) -> _Row:
    facts, point = located.facts, located.point
    return {
        "iso": int(facts.iso) if facts and facts.iso else None,
        "region": facts and facts.acled_region,
        "country": located.country_name,
        "admin1": english(located.first),
        "admin2": english(located.second),
        "location": located.name,
        "latitude": point and point[0],
        "longitude": point and point[1],
        "geo_precision": _GEO_PRECISION.get(located.exactness),
    }


def _actors(incident: Incident, sides: Parties, located: Located, background: Background) -> tuple[_Actor, _Actor]:
    doers, others = list(sides.doers), list(sides.targets)
    if is_a(incident, "Clash") and not others:
        doers, others = doers[:1], doers[1:]
    return _first(doers, sides, located, background), _second(incident, others, sides, located, background)


def _first(doers: list[Named], sides: Parties, located: Located, background: Background) -> _Actor:
    if doers and all(each.kind == "Person" for each in doers):
        return _Actor(f"Sole Perpetrator ({located.country_name})", names(doers))
    if doers:
        return _Actor(doers[0].name("en"), names(doers[1:]), _inter(doers[0], located, background))
    return _Actor(f"Unidentified {'Military Forces' if sides.doer_sorts == {'state'} else 'Armed Group'} ({located.country_name})")


def _second(incident: Incident, others: list[Named], sides: Parties, located: Located, background: Background) -> _Actor:
    if sides.hit_unarmed and not sides.hit_arms:
        return _Actor(f"Civilians ({located.country_name})", names(others), "Civilians")
    if others:
        return _Actor(others[0].name("en"), names(others[1:]), _inter(others[0], located, background))
    if is_a(incident, "Clash") or sides.hit_arms:
        return _Actor(f"Unidentified Armed Group ({located.country_name})")
    return _Actor()


def _inter(named: Named, located: Located, background: Background) -> str:
    """ACLED's class of an actor. The graph does not tell rebels from militias, nor whose force one is of which it knows no country."""
    sort = sort_of(named)
    if sort == "alliance":
        return "External/Other forces"
    if sort != "state" or located.country is None:
        return ""
    country = named.iri if "Country" in ancestors(named.kind) else background.countries.get(named.iri)
    if country is None:
        return ""
    return "State forces" if country == located.country.name.iri else "External/Other forces"
