"""Incidents in the columns of ACLED (Armed Conflict Location & Event Data), by its codebook of 2024.

What ACLED would not have as political violence is left out. What the graph does not know is an empty cell; the names for those
who are not known ("Unidentified Armed Group (Iraq)") are ACLED's own. Fatalities that nobody reports are blank, and not 0.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from kg.exports.databases import tolls
from kg.exports.databases.acled_actors import CIVILIANS, Actor, Actors, interaction
from kg.exports.databases.background import Background
from kg.exports.databases.coded_places import Located, english, locate
from kg.exports.databases.inclusion import LeftOut, by_status, is_a, sift
from kg.exports.databases.parties import Parties, names, parties
from kg.exports.databases.rows import cited, publishers, quoted, sources, write_rows
from kg.exports.dated import Dated, dated
from kg.incidents import Incident
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


def write(incidents: Iterable[Incident], background: Background, output: TextIO) -> list[LeftOut]:
    """Writes those that ACLED would have as political violence, as CSV in their order; returns the others with the rule of each."""
    stay, left_out = sift(incidents, background, judge)
    write_rows(COLUMNS, (row(incident, background) for incident in stay), output)
    return left_out


def judge(incident: Incident, background: Background) -> str | None:
    """The rule by which ACLED would leave an incident out; None for one that it would have."""
    sides = parties(incident, background)
    if rule := by_status(incident):
        return rule
    if event_type(incident, sides) is None:
        return _by_kind(incident, sides)
    if is_a(incident, "Clash") and Actors(sides, locate(incident.place, background), background).fighting() is None:
        return "one side"
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
    if not is_a(incident, "Attack") or is_a(incident, "CyberAttack") or sides.doer_sorts == {"unarmed"}:
        return None
    if remote := next((_REMOTE[kind] for kind in ancestors(incident.kind) if kind in _REMOTE), None):
        return "Explosions/Remote violence", remote
    return _by_whom_it_hit(incident, sides)


def _by_whom_it_hit(incident: Incident, sides: Parties) -> tuple[str, str] | None:
    """Captives who are put to death are civilians, whatever they were; fighters who are abducted are no event of violence."""
    if is_a(incident, "Execution"):
        return _AGAINST_CIVILIANS, "Attack"
    if sides.hit_arms:
        return None if is_a(incident, "Kidnapping") else _BATTLE
    if not sides.hit_unarmed:
        return None
    is_abduction = is_a(incident, "Kidnapping") and not (incident.killed and incident.killed.best)
    return _AGAINST_CIVILIANS, "Abduction/forced disappearance" if is_abduction else "Attack"


def row(incident: Incident, background: Background) -> _Row:
    """An incident that stays, by ACLED's columns; those that are not there are blank."""
    located, sides = locate(incident.place, background), parties(incident, background)
    kind, sub_kind = event_type(incident, sides) or ("", "")
    first, second = _actors(incident, kind, Actors(sides, located, background))
    return {
        "event_id_cnty": incident.iri,
        **_when(dated(incident)),
        "disorder_type": "Political violence",
        "event_type": kind,
        "sub_event_type": sub_kind,
        **_side("1", first),
        **_side("2", second),
        "interaction": interaction(first, second),
        "civilian_targeting": "Civilian targeting" if second and second[0].inter == CIVILIANS else "",
        **_where(located),
        "source": "; ".join(publishers(incident)),
        "notes": " ".join(_notes(incident, sides, background)),
        "fatalities": (ruled := tolls.acled(background.figures(incident, "killed"))) and ruled.best,
    }


def _by_kind(incident: Incident, sides: Parties) -> str:
    if sides.doer_sorts == {"unarmed"} and is_a(incident, "Attack"):
        return "no actor"
    if is_a(incident, "Kidnapping") and not sides.hit_arms:
        return "no victims"
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


def _actors(incident: Incident, kind: str, actors: Actors) -> tuple[list[Actor], list[Actor]]:
    """Both sides, the main actor of each first. In a battle civilians are on neither; elsewhere they come behind those with arms."""
    if is_a(incident, "Clash"):
        return actors.fighting() or ([], [])
    first = actors.doing("Military" if is_a(incident, "SecurityOperation") else "ArmedGroupMembers")
    if kind == _BATTLE[0]:
        return first, actors.hit_armed()
    if kind == _AGAINST_CIVILIANS:
        return first, [actors.civilians(), *actors.hit_armed(), *actors.hit_unarmed()]
    civilians = [actors.civilians()] if actors.told.hit_unarmed else []
    return first, [*actors.hit_armed(), *civilians, *actors.hit_unarmed()]


def _side(number: str, several: Sequence[Actor]) -> _Row:
    if not several:
        return {}
    main, *further = dict.fromkeys(each.name for each in several)
    return {f"actor{number}": main, f"assoc_actor_{number}": "; ".join(further), f"inter{number}": several[0].inter}


def _notes(incident: Incident, sides: Parties, background: Background) -> Iterator[str]:
    """The label, what has no column (ACLED has no people among its actors), and the words with their sources."""
    yield f"{incident.label('en')}."
    people = [each for each in sides.targets if each.kind == "Person"]
    yield from (f"{remark}." for remark in (*sides.remarks(), *([f"target: {names(people)}"] if people else ())))
    yield quoted(incident, background)
    yield f"Sources: {'; '.join(map(cited, sources(incident)))}"
