"""How well a row and an incident go together: when, where, what, how many, who; with what differs, and the words of the articles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.arabic import fold
from kg.exports.databases.background import Background, Evidence
from kg.exports.databases.tolls import Figure
from kg.incidents import Incident, Toll
from kg.ontology import ancestors, family
from kg.reconcile.places import Atlas, Meant
from kg.reconcile.records import Range, Record

LONGEST_GAP = 7
"""Days between two dates from which on nothing else makes them one incident's."""
_DAYS_AFTER = 3
"""Within how many days of an incident news of it is issued."""
_DATE, _PLACE, _KIND, _TOLL, _ACTOR = 4.0, 4.0, 1.0, 2.0, 1.0
_MOST = _DATE + _PLACE + _KIND + _TOLL + _ACTOR
ENOUGH = 5.5
"""Points from which on two are held to be one: the day, the country and the class, or the town and the class within a month."""
_OVERLAPS = ((1, 1.0), (7, 0.8), (31, 0.6), (92, 0.3))
"""What it says that two dates overlap, by the days of the vaguer one."""
_TELLING = 10
"""From how many on a number that agrees is hardly chance."""
_ABOUT = 0.1
"""How far from «about so many» a number may be, as a part of it."""
_LEVEL_POINTS = {"Facility": 1.0, "Settlement": 0.95, "Region": 0.6, "Country": 0.3}
"""What it says that two places go together, by the class of the wider one."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article, by its IRI."""

    article: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row and the graph say differently: "date", "place", "killed" or "injured"."""

    field: str
    in_file: str
    in_graph: str
    words: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row and an incident. `score` is from 0 to 1; `reason` says what it was made of."""

    score: float
    reason: str
    is_match: bool
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Aspect:
    """One thing that was compared."""

    name: str
    points: float
    reason: str
    differs: bool = False


def compare(record: Record, meant: Meant, incident: Incident, atlas: Atlas, background: Background) -> Comparison | None:
    """How well they go together; None where their dates are too far apart, unless the row names the incident by its IRI."""
    when = _when(record, incident)
    if when is None:
        return None
    where = _where(meant, incident, atlas)
    tolls = _tolls(record, incident, background)
    aspects = [each for each in (when, where, _kind(record, incident), *tolls, _actors(record, incident)) if each]
    points = sum(each.points for each in aspects)
    unknown = not when.points and not where.points
    is_match = points >= ENOUGH and not unknown and not (when.differs and where.differs)
    differing = tuple(each.name for each in aspects if each.differs)
    return Comparison(round(max(0.0, points) / _MOST, 2), "; ".join(each.reason for each in aspects), is_match, differing)


def differences(record: Record, incident: Incident, background: Background, fields: Sequence[str]) -> tuple[Difference, ...]:
    """What differs, with the words of the articles that say so."""
    return tuple(
        Difference(field, _in_file(record, field), _in_graph(incident, field), quotations(incident, background, field)) for field in fields
    )


def quotations(incident: Incident, background: Background, field: str = "") -> tuple[Quotation, ...]:
    """The words that a part of an incident was read from; those it was read from first where none has that part."""
    evidence = background.evidence.get(incident.iri, ())
    chosen: Sequence[Evidence] = [each for each in evidence if each.relation == field] or evidence[:1]
    return tuple(dict.fromkeys(Quotation(each.article, each.words) for each in chosen))


def _when(record: Record, incident: Incident) -> _Aspect | None:
    if record.first is None or record.last is None:
        return _Aspect("date", 0, "no date in the file")
    if incident.earliest is None or incident.latest is None:
        return _by_issue(record, incident)
    gap = max((record.first - incident.latest).days, (incident.earliest - record.last).days)
    if gap > LONGEST_GAP and record.id != incident.iri:
        return None
    if gap > 0:
        points = {1: 0.5, 2: 0.2, 3: 0.2}.get(gap, -0.5)
        return _Aspect("date", points * _DATE, f"{gap} day{'s' if gap > 1 else ''} apart", differs=True)
    width = max((record.last - record.first).days, (incident.latest - incident.earliest).days) + 1
    points = next((points for days, points in _OVERLAPS if width <= days), 0.1)
    return _Aspect("date", points * _DATE, "same day" if width == 1 else "dates that agree")


def _by_issue(record: Record, incident: Incident) -> _Aspect | None:
    """What the days of issue of its reports allow, for an incident without a date."""
    issued = [report.issued for report in incident.reports if report.issued]
    if not issued or record.first is None or record.last is None:
        return _Aspect("date", 0, "no date in the graph")
    if (record.first - max(issued)).days > 1 and record.id != incident.iri:
        return None
    if any(-1 <= (day - record.last).days <= _DAYS_AFTER for day in issued):
        return _Aspect("date", 0.4 * _DATE, "reported within days of it")
    return _Aspect("date", 0, "no date in the graph")


def _where(meant: Meant, incident: Incident, atlas: Atlas) -> _Aspect:
    fit = atlas.fit(meant, incident.place)
    if fit == "unknown" or incident.place is None:
        return _Aspect("place", 0, "place not known")
    if fit in ("same", "inside", "outside"):
        points = _LEVEL_POINTS[atlas.level(meant, incident.place, fit)]
        reason = {"same": "same place", "inside": "place within the file's", "outside": "file's place within the graph's"}[fit]
        return _Aspect("place", points * _PLACE, reason)
    if fit == "near":
        return _Aspect("place", 0.8 * _PLACE, "places next to each other")
    if fit == "elsewhere":
        return _Aspect("place", -0.6 * _PLACE, "another place", differs=True)
    return _Aspect("place", -1.5 * _PLACE, "another country", differs=True)


def _kind(record: Record, incident: Incident) -> _Aspect | None:
    if not record.kinds:
        return None
    wider = set(ancestors(incident.kind))
    if record.kinds & wider or any(incident.kind in ancestors(kind) for kind in record.kinds):
        return _Aspect("class", _KIND, "classes that agree")
    if family(incident.kind) in {family(kind) for kind in record.kinds}:
        return _Aspect("class", 0.5 * _KIND, "another sort of violence")
    return _Aspect("class", -_KIND, "another class")


def _tolls(record: Record, incident: Incident, background: Background) -> Iterator[_Aspect]:
    for name, said, toll, weight in (
        ("killed", record.killed, incident.killed, _TOLL),
        ("injured", record.injured, incident.injured, 0.5 * _TOLL),
    ):
        if said is None or toll is None:
            continue
        if said.low <= toll.high and said.high >= toll.low:
            points = 1.0 if said.high >= _TELLING else 0.75 if said.high else 0.1
            yield _Aspect(name, points * weight, f"{name} {said}")
        elif qualifier := _allowing(said, [each for each in background.figures(incident, name) if each.scope == "Whole"]):
            yield _Aspect(name, 0.25 * weight, f"{name} {said}, {qualifier} {_range(toll)}")
        else:
            yield _Aspect(name, -0.25 * weight, f"{name} {said}, not {_range(toll)}", differs=True)


def _allowing(said: Range, figures: Iterable[Figure]) -> str:
    """The qualifier by which an article allows for a number that it does not give; "" where none does."""
    for each in figures:
        if each.qualifier == "AtLeast" and said.high >= each.value:
            return "at least"
        if each.qualifier == "AtMost" and said.low <= each.value:
            return "at most"
        if each.qualifier == "About" and said.low <= each.value * (1 + _ABOUT) and said.high >= each.value * (1 - _ABOUT):
            return "about"
    return ""


def _actors(record: Record, incident: Incident) -> _Aspect | None:
    """Whether somebody is named in both; that others are named in one of them says nothing."""
    named = {fold(name): name for name in record.actors}
    names = {fold(name) for actor in incident.actors for name in (actor.entity.ar, actor.entity.en) if name}
    shared = sorted(named.keys() & names)
    return _Aspect("actor", _ACTOR, named[shared[0]]) if shared else None


def _in_file(record: Record, field: str) -> str:
    if field == "place":
        return "، ".join(record.places) or "{}, {}".format(*(record.point or ("", "")))
    return {"date": record.days, "killed": str(record.killed), "injured": str(record.injured)}[field]


def _in_graph(incident: Incident, field: str) -> str:
    if field == "date":
        return Record(0, first=incident.earliest, last=incident.latest).days
    if field == "place":
        return incident.place.name.ar if incident.place else ""
    toll = incident.killed if field == "killed" else incident.injured
    return _range(toll) if toll else ""


def _range(toll: Toll) -> str:
    return str(Range(toll.low, toll.high))
