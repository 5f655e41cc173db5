"""How well a row and an incident go together: when, where, what, whether it happened at all, how many, who."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.arabic import fold
from kg.incidents import Incident, Place
from kg.ontology import ancestors, family
from kg.reconcile.counting import TELLING, Ledger, in_words
from kg.reconcile.places import Atlas, Meant
from kg.reconcile.records import Record

LONGEST_GAP = 7
"""Days between two dates from which on nothing else makes them one incident's."""
_DAYS_AFTER = 3
"""Within how many days of an incident news of it is issued."""
_DATE, _PLACE, _KIND, _TOLL, _ACTOR = 4.0, 4.0, 1.0, 2.0, 1.0
_MOST = _DATE + _PLACE + _KIND + _TOLL + _ACTOR
ENOUGH = 5.5
"""Points from which on two are held to be one: the day, the country and the class, or the town and the class within a year."""
_OVERLAPS = ((1, 1.0), (7, 0.8), (31, 0.6), (92, 0.3), (366, 0.2))
"""What it says that two dates overlap, by the days of the vaguer one."""
_LEVEL_POINTS = {"Facility": 1.0, "Settlement": 0.95, "Region": 0.6, "Country": 0.3}
"""What it says that two places go together, by the class of the wider one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row and an incident. `score` is from 0 to 1; `reason` says what it was made of."""

    score: float
    reason: str
    is_match: bool
    differing: tuple[str, ...]
    away: int
    """By how many the tolls that differ are apart. It makes no pair worse, but of pairs that are as good the nearer one is joined."""


@dataclass(frozen=True, slots=True)
class _Aspect:
    """One thing that was compared."""

    name: str
    points: float
    reason: str
    differs: bool = False
    away: int = 0
    """Of a toll: by how many it differs."""


def compare(record: Record, meant: Meant, incident: Incident, atlas: Atlas, ledger: Ledger) -> Comparison | None:
    """How well they go together; None where their dates are too far apart, unless the row names the incident by its IRI."""
    when = _when(record, incident)
    if when is None:
        return None
    where = _where(meant, incident, atlas)
    what = (_kind(record, incident), _status(record, incident, ledger))
    tolls = _tolls(record, incident, ledger)
    aspects = [each for each in (when, where, *what, *tolls, _actors(record, incident)) if each]
    points = sum(each.points for each in aspects)
    unknown = not when.points and not where.points
    is_match = points >= ENOUGH and not unknown and not (when.differs and where.differs)
    differing = tuple(each.name for each in aspects if each.differs)
    reason = "; ".join(each.reason for each in aspects)
    return Comparison(round(max(0.0, points) / _MOST, 2), reason, is_match, differing, sum(each.away for each in aspects))


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
    return _Aspect("date", points * _DATE, "same day" if width == 1 else f"dates that agree, within {width} days")


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
    """By the place that stands for all that are told of it; by another one where only that is the row's, or lies in it."""
    others = [place for place in incident.other_places if atlas.fit(meant, place) in ("same", "inside")]
    main = _at(meant, incident.place, atlas)
    return _at(meant, others[0], atlas) if others and main.differs else main


def _at(meant: Meant, place: Place | None, atlas: Atlas) -> _Aspect:
    fit = atlas.fit(meant, place)
    if fit == "unknown" or place is None:
        return _Aspect("place", 0, "place not known")
    if fit in ("same", "inside", "outside"):
        points = _LEVEL_POINTS[atlas.level(meant, place, fit)]
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
    if record.kinds & set(ancestors(incident.kind)) or any(incident.kind in ancestors(kind) for kind in record.kinds):
        return _Aspect("class", _KIND, "classes that agree")
    another = f"{incident.kind}, not {' or '.join(sorted(record.kinds))}"
    if family(incident.kind) in {family(kind) for kind in record.kinds}:
        return _Aspect("class", 0.5 * _KIND, f"another class: {another}")
    return _Aspect("class", -3 * _KIND, f"a class of another family: {another}", differs=True)


def _status(record: Record, incident: Incident, ledger: Ledger) -> _Aspect | None:
    """Whether it happened in both. Where the articles disagree on it, that is told of those that agree in the end, too."""
    if incident.status not in record.statuses:
        return _Aspect("status", -0.5 * _KIND, f"{incident.status}, not {' or '.join(sorted(record.statuses))}", differs=True)
    others = [status for status in ledger.background.values(incident, "status") if status not in record.statuses]
    return _Aspect("status", 0, f"{' and '.join(others)} by some") if others else None


def _tolls(record: Record, incident: Incident, ledger: Ledger) -> Iterator[_Aspect]:
    """A number that nobody gives lifts no pair, but where it is nearly one that is; it puts none asunder."""
    for name, said, best, weight in (
        ("killed", record.killed, incident.killed, _TOLL),
        ("injured", record.injured, incident.injured, 0.5 * _TOLL),
    ):
        known = ledger.totals(incident, name) if said else ()
        if said is None or not known:
            continue
        nearest = min(known, key=lambda each: (each.away(said.best), each.bound))
        away = nearest.away(said.best)
        if said.best in {each.value for each in known} | ({best.best} if best else set()):
            points = 1.0 if said.best >= TELLING else 0.75 if said.best else 0.1
            yield _Aspect(name, points * weight, f"{name} {said}")
        elif away:
            points = 0.5 if nearest.is_near(said.best) else 0
            yield _Aspect(name, points * weight, f"{name} {said}, not {in_words(known)}", differs=True, away=away)
        else:
            yield _Aspect(name, 0.25 * weight, f"{name} {said}, {nearest}")


def _actors(record: Record, incident: Incident) -> _Aspect | None:
    """Whether somebody is named in both; that others are named in one of them says nothing."""
    named = {fold(name): name for name in record.actors}
    names = {fold(name) for actor in incident.actors for name in (actor.entity.ar, actor.entity.en) if name}
    shared = sorted(named.keys() & names)
    return _Aspect("actor", _ACTOR, named[shared[0]]) if shared else None
