"""The kinds of evidence that two reports are of one event, or of two. Each is one small function of a pair.

Weights are natural logarithms of odds, to be added up. They are set by hand, after counting and trying on some four hundred
annotated articles: mostly below what the counts give, since in a larger collection more reports look alike that are not; the
death of a named person above it. No other articles with enough pairs were left to prove them on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from kg.gazetteer import Gazetteer
from kg.model import Report
from kg.ontology import ancestors, days, labels, top
from kg.resolve.blocking import DAYS_AFTER
from kg.resolve.known import LEVELS, kind_of, level_of, name_of, with_containers

VETO = -20.0
"""Weight of what rules out one event."""

_DAY = len("YYYY-MM-DD")
_SAME_TIME = {_DAY: 4.5, len("YYYY-MM"): 2.7, len("YYYY"): 1.0}
"""By how exact the less exact of two dates is."""
_LONG_AFTER = 30
_SAME_PLACE = {"Facility": 6.0, "Settlement": 4.3, "Region": 3.0, "Country": 1.5}
_SAME_PARTICIPANT = {"Person": 4.0, "Organisation": 2.0, "Place": 1.5, "Country": 1.0}
_SAME_TARGET = {"Person": 7.0, "Organisation": 2.5, "Place": 2.5, "Country": 1.5}
CONCLUSIVE = 11.5
"""Weight of one person's violent death in both: nobody dies twice."""
_SAME_TOLL = ((50, 4.5), (10, 3.5), (5, 2.5), (2, 1.5), (0, 0.7))
"""Weight of an equal toll from a size on: small ones are equal by chance."""
_TELLING_TOLL = 2.5
_COUNTED = {"killed": ("القتلى", "killed"), "injured": ("الجرحى", "injured"), "arrested": ("المعتقلون", "arrested")}
_STATUS = {"Occurred": "وقع", "Foiled": "أُحبط", "Planned": "مخطط له", "Denied": "منفي"}

_DEEDS = frozenset(("Bombing", "SuicideBombing", "Shooting", "Stabbing", "VehicleRamming", "Kidnapping", "CyberAttack"))
"""Classes of single deeds, which say how it was done: two that differ are two events."""
_FIRE = frozenset(("Airstrike", "Shelling"))
_FIGHTING = frozenset(("Clash", "SecurityOperation")) | _FIRE
"""What comes every day in a war: that two are alike says little."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much something speaks for one event (above 0) or against it, and what it is, in words."""

    weight: float
    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports of one family and two articles, and what is known of the entities in them."""

    left: Report
    right: Report
    gazetteer: Gazetteer

    def kind(self, entity: str) -> str:
        """The class of an entity."""
        return kind_of(entity, (self.left, self.right), self.gazetteer)

    def level(self, place: str) -> int:
        """How coarse a place is, as an index of LEVELS."""
        return level_of(place, (self.left, self.right), self.gazetteer)

    def vague(self, person: str) -> bool:
        """Whether a person is known by one word only, which many are called."""
        return self.gazetteer.get(person) is None and " " not in name_of(person, (self.left, self.right), self.gazetteer, "ar")

    def names(self, entities: Iterable[str], language: str) -> str:
        """Names of entities, for a person to read."""
        named = (name_of(entity, (self.left, self.right), self.gazetteer, language) for entity in sorted(entities))
        return ("، " if language == "ar" else ", ").join(named)


def when(pair: Pair) -> Evidence | None:
    """Dates that overlap or not; where one is missing, what the days of issue allow."""
    left, right = pair.left, pair.right
    if left.dates and right.dates:
        return _dates(left.dates, right.dates)
    if left.dates or right.dates:
        dated, undated = (left, right) if left.dates else (right, left)
        return _date_and_issue(dated.dates, undated, undated.issued) if undated.issued else None
    return _issues(left.issued, right.issued) if left.issued and right.issued else None


def _dates(left: tuple[str, ...], right: tuple[str, ...]) -> Evidence:
    """The two dates that agree best, and of those the most exact."""
    pairs = [(min(one, other), max(one, other)) for one in left for other in right]
    one, other = min(pairs, key=lambda pair: (_gap(*pair), -min(map(len, pair)), pair))
    gap, exactness = _gap(one, other), min(len(one), len(other))
    if gap == 0 and one == other:
        return Evidence(_SAME_TIME[exactness], f"التاريخ نفسه ({one})", f"same date ({one})")
    if gap == 0:
        return Evidence(_SAME_TIME[exactness], f"تاريخان متوافقان ({one} و{other})", f"dates that agree ({one} and {other})")
    if gap == 1 and exactness == _DAY:
        return Evidence(-1.0, f"تاريخان بينهما يوم ({one} و{other})", f"dates a day apart ({one} and {other})")
    return Evidence(VETO, f"تاريخان مختلفان ({one} و{other})", f"different dates ({one} and {other})")


def _gap(one: str, other: str) -> int:
    """Days between two partial dates; 0 where they overlap."""
    (first, last), (other_first, other_last) = days(one), days(other)
    return max(0, (first - other_last).days, (other_first - last).days)


def _date_and_issue(dates: tuple[str, ...], undated: Report, issued: str) -> Evidence | None:
    exact = max(dates, key=lambda day: (len(day), day))
    first, last = days(exact)
    after = (date.fromisoformat(issued) - last).days
    if (first - date.fromisoformat(issued)).days > 1 and undated.status != "Planned":
        return Evidence(VETO, f"صدر أحد الخبرين قبل تاريخ الآخر ({exact})", f"one was issued before the other's date ({exact})")
    if len(exact) == _DAY and after <= DAYS_AFTER:
        return Evidence(2.1, f"صدر الخبر بعد التاريخ ({exact}) بأيام", f"issued within days of the date ({exact})")
    return Evidence(-1.0, f"صدر الخبر بعد التاريخ ({exact}) بزمن", f"issued long after the date ({exact})") if after > _LONG_AFTER else None


def _issues(left: str, right: str) -> Evidence | None:
    apart = abs((date.fromisoformat(left) - date.fromisoformat(right)).days)
    if apart <= DAYS_AFTER:
        return Evidence(1.5, "صدر الخبران في أيام متقاربة", "issued within days of each other")
    return Evidence(-1.0, "صدر الخبران في زمنين متباعدين", "issued long apart") if apart > _LONG_AFTER else None


def where(pair: Pair) -> Evidence | None:
    """A place in both, or one that contains the other's; places of one level that differ."""
    left, right = with_containers(pair.left.places, pair.gazetteer), with_containers(pair.right.places, pair.gazetteer)
    shared = {place for place in left & right if place in pair.left.places or place in pair.right.places}
    level = min((pair.level(place) for place in shared), default=len(LEVELS))
    if against := _elsewhere(pair, left, right, level):
        return against
    if not shared:
        return None
    most_exact = {place for place in shared if pair.level(place) == level}
    ar, en = pair.names(most_exact, "ar"), pair.names(most_exact, "en")
    if most_exact & set(pair.left.places) & set(pair.right.places):
        return Evidence(_SAME_PLACE[LEVELS[level]], f"المكان: {ar}", f"place: {en}")
    return Evidence(0.5 * _SAME_PLACE[LEVELS[level]], f"أحد المكانين في الآخر: {ar}", f"one place within the other: {en}")


def _elsewhere(pair: Pair, left: frozenset[str], right: frozenset[str], shared: int) -> Evidence | None:
    """Places of the coarsest level, below the level of what is shared, at which both have some and none is the same.

    Two facilities may be one under two names; what the gazetteer lacks may be too.
    """
    for level in (LEVELS.index(name) for name in ("Country", "Region", "Settlement")):
        here, there = ({place for place in places if pair.level(place) == level} for places in (left, right))
        if level < shared and here and there and not here & there:
            known = all(pair.gazetteer.get(place) for place in (*here, *there))
            ar, en = (f"{pair.names(here, language)} / {pair.names(there, language)}" for language in ("ar", "en"))
            return Evidence(VETO if known else -3.0, f"مكانان مختلفان: {ar}", f"different places: {en}")
    return None


def who(pair: Pair) -> Evidence | None:
    """Entities that take part in both. That an event's place is its target too is no evidence of its own."""
    places = {*pair.left.places, *pair.right.places}
    left, right = set(pair.left.participants) - places, set(pair.right.participants) - places
    if _other_person(pair):
        return Evidence(-4.0, "المستهدف شخصان مختلفان", "done to different persons")
    if turned := {entity for entity in left & right if pair.kind(entity) == "Person" and _turned(pair, entity)}:
        names = pair.names(turned, "ar"), pair.names(turned, "en")
        return Evidence(-4.0, f"فاعل في أحدهما ومستهدف في الآخر: {names[0]}", f"acts in one and is the target of the other: {names[1]}")
    if not left & right:
        return Evidence(-0.7, "لا مشارك بينهما", "no participant in both") if left and right else None
    weights = sorted((_participant(pair, entity) for entity in left & right), reverse=True)
    weight = weights[0] + 0.5 * sum(weights[1:2])
    return Evidence(weight, f"يشترك فيهما: {pair.names(left & right, 'ar')}", f"in both: {pair.names(left & right, 'en')}")


def _participant(pair: Pair, entity: str) -> float:
    kind, target = pair.kind(entity), entity in pair.left.targets and entity in pair.right.targets
    if kind == "Person" and pair.vague(entity):
        return _SAME_PARTICIPANT["Place"]
    if target and kind == "Person" and {pair.left.kind, pair.right.kind} <= {"Assassination", "Execution"}:
        return CONCLUSIVE
    table = _SAME_TARGET if target else _SAME_PARTICIPANT
    return table[kind] if kind in table else table.get(top(kind), 0.0)


def _other_person(pair: Pair) -> bool:
    """Whether it is done to one person here and to another there."""
    left, right = ({entity for entity in report.targets if pair.kind(entity) == "Person"} for report in (pair.left, pair.right))
    return bool(left and right and not left & right)


def _turned(pair: Pair, entity: str) -> bool:
    """Whether an entity is who it is done to in one report, and not in the other."""
    return (entity in pair.left.targets) != (entity in pair.right.targets)


def how_many(pair: Pair) -> Evidence | None:
    """Whole tolls that are the same, near, or far apart."""
    found = [evidence for name in _COUNTED if (evidence := _toll(pair, name))]
    if not found:
        return None
    return Evidence(sum(e.weight for e in found), "، ".join(e.ar for e in found), ", ".join(e.en for e in found))


def _toll(pair: Pair, name: str) -> Evidence | None:
    """The two whole figures that agree best. Tolls rise as news goes on, so that a smaller one may be the older."""
    left, right = ({f.value for f in report.figures if f.property == name and f.scope == "Whole"} for report in (pair.left, pair.right))
    if not left or not right:
        return None
    ratio, low, high = max((_ratio(one, other), *sorted((one, other))) for one in left for other in right)
    weight = next(weight for size, weight in _SAME_TOLL if low >= size)
    ar, en = _COUNTED[name]
    if low == high:
        return Evidence(weight, f"{ar} {low}", f"{en} {low}")
    return Evidence(_unequal(ratio, weight), f"{ar} {low} و{high}", f"{en} {low} and {high}")


def _ratio(one: int, other: int) -> float:
    return 1.0 if one == other else min(one, other) / max(one, other)


def _unequal(ratio: float, weight: float) -> float:
    """Weight of unequal figures, from that of equal ones. Up to the double they are what a rising toll looks like."""
    if ratio >= 0.8:
        return weight * (ratio - 0.75) / 0.25
    return -0.3 if ratio >= 0.5 else -2.0


def what(pair: Pair) -> Evidence | None:
    """Status and classes."""
    if pair.left.status != pair.right.status:
        states = sorted((pair.left.status, pair.right.status))
        return Evidence(-6.0, f"حالتان مختلفتان: {_STATUS[states[0]]} / {_STATUS[states[1]]}", f"different status: {' / '.join(states)}")
    kinds = sorted((pair.left.kind, pair.right.kind))
    if kinds[0] == kinds[1]:
        weight = -0.5 if kinds[0] in _FIGHTING else 0.3 if kinds[0] == "Attack" else 1.0
        return Evidence(weight, f"كلاهما: {_called(kinds[0], 'ar')}", f"both: {_called(kinds[0], 'en')}")
    ar, en = (f"{_called(kinds[0], language)} / {_called(kinds[1], language)}" for language in ("ar", "en"))
    if kinds[0] in ancestors(kinds[1]) or kinds[1] in ancestors(kinds[0]):
        return Evidence(0.7 if set(kinds) <= _DEEDS else -0.3, f"صنفان متوافقان: {ar}", f"classes that agree: {en}")
    return Evidence(_classes(set(kinds)), f"صنفان مختلفان: {ar}", f"different classes: {en}")


def _classes(kinds: set[str]) -> float:
    """Weight of two classes of which neither is the other's superclass."""
    if kinds & _DEEDS and kinds <= _DEEDS | _FIRE | {"SecurityOperation"}:
        return VETO
    return -0.7 if kinds <= _FIGHTING or "Assassination" in kinds else -1.5


def _called(kind: str, language: str) -> str:
    return labels().get(kind, {}).get(language, kind)


def alone(pair: Pair) -> Evidence | None:
    """Whether when and where, or else a toll, tell one event of an article from the others of that article."""
    toll = how_many(pair)
    if not (pair.left.rivals or pair.right.rivals) or (toll and toll.weight >= _TELLING_TOLL):
        return None
    return Evidence(
        -2.5, "في أحد المقالين حدث آخر في الزمان والمكان نفسيهما", "one of the articles has another event at that time and place"
    )


KINDS: tuple[Callable[[Pair], Evidence | None], ...] = (when, where, who, how_many, what, alone)
"""All of them, each independent of the others."""
