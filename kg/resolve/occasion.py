"""Evidence of the occasion: when and where."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache, partial
from itertools import product

from kg.arabic import fold
from kg.model import Report
from kg.ontology import days, top
from kg.resolve.blocking import DAYS_AFTER
from kg.resolve.evidence import VETO, Evidence, Pair, excluded, found
from kg.resolve.known import LEVELS, kilometres, with_containers

_DAY = len("YYYY-MM-DD")
_SAME = {_DAY: "same_day", len("YYYY-MM"): "same_month", len("YYYY"): "same_year"}
"""By how exact the less exact of two dates is."""
_LONG_AFTER = 30
_FAR = 100
"""Kilometres between two places from which on one is not the other's surroundings."""
_NEIGHBOURS = 25
"""Kilometres between two places that may be one: a town and the city that it has grown into."""


def when(pair: Pair) -> Evidence | None:
    """Dates that overlap or not; where one is missing, what the days of issue allow."""
    left, right = pair.left, pair.right
    if left.dates and right.dates:
        return _dates(left.dates, right.dates)
    if left.dates or right.dates:
        dated, undated = (left, right) if left.dates else (right, left)
        return _date_and_issue(dated.dates, undated, undated.issued) if undated.issued else None
    if left.issued and right.issued:
        return _issues(left, right, left.issued, right.issued)
    return found("when.unknown", lambda: ("لا يُعرف زمنهما", "nothing is known of when they happened"))


def _dates(left: tuple[str, ...], right: tuple[str, ...]) -> Evidence:
    """The two dates that agree best, and of those the most exact."""
    pairs = [(min(one, other), max(one, other)) for one in left for other in right]
    one, other = min(pairs, key=lambda pair: (_gap(*pair), -min(map(len, pair)), pair))
    gap, exactness = _gap(one, other), min(len(one), len(other))
    if gap == 0 and one == other:
        return found(f"when.{_SAME[exactness]}", lambda: (f"التاريخ نفسه ({one})", f"same date ({one})"))
    if gap == 0:
        return found(f"when.{_SAME[exactness]}", lambda: (f"تاريخان متوافقان ({one} و{other})", f"dates that agree ({one} and {other})"))
    if gap == 1 and exactness == _DAY:
        return found("when.day_apart", lambda: (f"تاريخان بينهما يوم ({one} و{other})", f"dates a day apart ({one} and {other})"))
    return excluded(lambda: (f"تاريخان مختلفان ({one} و{other})", f"different dates ({one} and {other})"))


@lru_cache(maxsize=10_000)
def are_two_dates(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the dates of two reports rule out that they are of one event."""
    return _dates(left, right).weight <= VETO


def day_of(dates: Iterable[str]) -> tuple[date, date]:
    """The first and the last day that the most exact of some dates allows, of equals the latest."""
    return days(max(dates, key=lambda day: (len(day), day)))


def _gap(one: str, other: str) -> int:
    """Days between two partial dates; 0 where they overlap."""
    (first, last), (other_first, other_last) = days(one), days(other)
    return max(0, (first - other_last).days, (other_first - last).days)


def _date_and_issue(dates: tuple[str, ...], undated: Report, issued: str) -> Evidence | None:
    exact = max(dates, key=lambda day: (len(day), day))
    first, last = day_of(dates)
    after = (date.fromisoformat(issued) - last).days
    if (first - date.fromisoformat(issued)).days > 1 and undated.status != "Planned":
        return excluded(lambda: (f"صدر أحد الخبرين قبل تاريخ الآخر ({exact})", f"one was issued before the other's date ({exact})"))
    if len(exact) == _DAY and after <= DAYS_AFTER:
        level = "when.news_of_date" if undated.leading else "when.issued_after_date"
        return found(level, lambda: (f"صدر الخبر بعد التاريخ ({exact}) بأيام", f"issued within days of the date ({exact})"))
    if after <= _LONG_AFTER:
        return None
    level = "when.news_of_other_date" if undated.leading else "when.issued_long_after"
    return found(level, lambda: (f"صدر الخبر بعد التاريخ ({exact}) بزمن", f"issued long after the date ({exact})"))


def _issues(left: Report, right: Report, issued: str, other: str) -> Evidence | None:
    apart = abs((date.fromisoformat(issued) - date.fromisoformat(other)).days)
    if apart <= DAYS_AFTER:
        level = "when.news_of_same_days" if left.leading and right.leading else "when.issued_same_days"
        return found(level, lambda: ("صدر الخبران في أيام متقاربة", "issued within days of each other"))
    if apart <= _LONG_AFTER:
        return None
    return found("when.issued_long_apart", lambda: ("صدر الخبران في زمنين متباعدين", "issued long apart"))


def where(pair: Pair) -> Evidence | None:
    """A place in both, or one that contains the other's; places of one level that differ; what is named nearby."""
    left, right = with_containers(pair.left.places, pair.gazetteer), with_containers(pair.right.places, pair.gazetteer)
    shared = {place for place in left & right if place in pair.left.places or place in pair.right.places}
    level = min((pair.level(place) for place in shared), default=len(LEVELS))
    if against := _elsewhere(pair, left, right, level):
        return against
    if level >= LEVELS.index("Country") and _far(pair):
        both = pair.left.places, pair.right.places
        return found("where.elsewhere", pair.naming("مكانان متباعدان: {} / {}", "places far from each other: {} / {}", *both))
    if level < len(LEVELS) and LEVELS[level] == "Settlement" and _other_quarters(pair):
        return found("where.other_quarter", lambda: ("حيّان مختلفان في مدينة واحدة", "two quarters of one town"))
    scene = _scene(pair, level)
    if scene or not shared:
        return scene
    most_exact = {place for place in shared if pair.level(place) == level}
    if most_exact & set(pair.left.places) & set(pair.right.places):
        return found(f"where.same_{LEVELS[level].lower()}", pair.naming("المكان: {}", "place: {}", most_exact))
    wording = pair.naming("أحد المكانين في الآخر: {}", "one place within the other: {}", most_exact)
    return found(f"where.within_{LEVELS[level].lower()}", wording)


def _elsewhere(pair: Pair, left: frozenset[str], right: frozenset[str], shared: int) -> Evidence | None:
    """Places of the coarsest level, below the level of what is shared, at which both have some and none is the same.

    Two facilities may be one under two names; what the gazetteer lacks may be too.
    """
    if not left or not right:
        return None
    levels = {place: pair.level(place) for place in left | right}
    for level in range(min(shared, len(LEVELS)) - 1, LEVELS.index("Settlement") - 1, -1):
        here, there = ({place for place in places if levels[place] == level} for places in (left, right))
        if here and there and not here & there:
            if alike := _namesakes(here, there, pair):
                return found("where.named_settlement", partial(_named_in_both, alike))
            if LEVELS[level] == "Settlement" and _neighbours(pair, here, there):
                return found("where.neighbours", pair.naming("مكانان متجاوران: {} / {}", "places next to each other: {} / {}", here, there))
            wording = pair.naming("مكانان مختلفان: {} / {}", "different places: {} / {}", here, there)
            is_known = all(pair.gazetteer.get(place) for place in (*here, *there))
            return excluded(wording) if is_known else found("where.elsewhere", wording)
    return None


def _named_in_both(names: Iterable[str]) -> tuple[str, str]:
    return f"ذُكر فيهما: {'، '.join(sorted(names))}", f"named in both: {', '.join(sorted(names))}"


def _namesakes(here: Iterable[str], there: Iterable[str], pair: Pair) -> frozenset[str]:
    """Folded names that places here and there share though linking could not tell which places they are: two towns, or one."""
    left, right = ({fold(pair.names([place], "ar")) for place in places if pair.gazetteer.get(place) is None} for places in (here, there))
    return frozenset(left & right)


def _far(pair: Pair) -> bool:
    """Whether both have listed places below a country, none known to be near another: a town here, a province there."""
    country = LEVELS.index("Country")
    here, there = ([place for place in report.places if pair.level(place) < country] for report in (pair.left, pair.right))
    if not here or not there or not all(pair.gazetteer.get(place) for place in (*here, *there)):
        return False
    distances = (kilometres(one, other, pair.gazetteer) for one, other in product(here, there))
    return all(distance is None or distance > _FAR for distance in distances)


def _neighbours(pair: Pair, here: Collection[str], there: Collection[str]) -> bool:
    distances = [kilometres(one, other, pair.gazetteer) for one, other in product(here, there)]
    return any(distance is not None and distance <= _NEIGHBOURS for distance in distances)


def _other_quarters(pair: Pair) -> bool:
    """Whether each is told of a quarter of its own."""
    left, right = set(pair.left.quarters), set(pair.right.quarters)
    return bool(left and right and not left & right)


def _scene(pair: Pair, level: int) -> Evidence | None:
    """A place that both name near their triggers, more exact than `level`: a reader may have missed that it is the place."""
    left, right = ({*report.places, *report.nearby} for report in (pair.left, pair.right))
    levels = {place: pair.level(place) for place in left & right if top(pair.kind(place)) == "Place"}
    exact = min(levels.values(), default=len(LEVELS))
    if exact >= min(level, LEVELS.index("Country")):
        return None
    named = {place for place in levels if levels[place] == exact}
    return found(f"where.named_{LEVELS[exact].lower()}", pair.naming("ذُكر فيهما: {}", "named in both: {}", named))
