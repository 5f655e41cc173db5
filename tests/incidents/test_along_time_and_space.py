"""Incidents along time, beside what was read; in order; gathered by where they were; and how many were killed in all of them."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.incidents import Incident, Issue, Named, Place, Toll, at_places, drawn_at, killed_in, ordered, timeline


def incident(first: str = "", last: str = "", killed: int | None = None, place: Place | None = None, kind: str = "Bombing") -> Incident:
    days = (date.fromisoformat(first), date.fromisoformat(last or first)) if first else (None, None)
    toll = None if killed is None else Toll(killed, killed, killed)
    return Incident(f"event/{first}{killed}", "حادثة", "", kind, "Occurred", *days, place, toll, None, (), (), 1)


def place(iri: str, kind: str, latitude: float | None = None, *, within: frozenset[str] = frozenset()) -> Place:
    return Place(Named(iri, iri, iri, kind), latitude, latitude, within)


READ = [Issue(date(2024, 3, 2), "a", 2), Issue(date(2024, 3, 2), "b", 1), Issue(date(2024, 3, 5), "", 9)]


def test_days_without_incidents_are_there_too_and_say_what_was_read() -> None:
    days = timeline([incident("2024-03-01", killed=3), incident("2024-03-03", kind="Arrest")], READ)
    assert [(day.first.day, day.total, day.killed, day.articles, day.publishers) for day in days] == [
        (1, 1, 3, 0, 0),
        (2, 0, 0, 3, 2),
        (3, 1, 0, 0, 0),
        (4, 0, 0, 0, 0),
        (5, 0, 0, 9, 0),
    ]


@pytest.mark.parametrize(
    ("since", "until", "articles"),
    [("2024-02-29", "2024-03-03", [0, 0, 3, 0]), ("2024-03-03", None, [0, 0, 9]), (None, "2024-03-02", [3]), ("2024-03-07", None, [0])],
)
def test_the_time_that_is_told_is_the_one_that_is_asked_for(since: str | None, until: str | None, articles: list[int]) -> None:
    first, last = (day and date.fromisoformat(day) for day in (since, until))
    found = timeline([], READ, first, last)
    assert [period.articles for period in found] == articles
    assert found[0].first == (first or date(2024, 3, 2))
    assert found[-1].last == (last or max(first or date.min, date(2024, 3, 5)))


def test_what_may_have_begun_before_the_time_counts_on_its_first_day() -> None:
    found = timeline([incident("2024-03-01", "2024-03-31")], [], date(2024, 3, 10), date(2024, 3, 12))
    assert [(period.total, period.vague) for period in found] == [(1, 1), (0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("last", "first_period", "number"),
    [
        ("2024-04-30", ("2024-01-15", "2024-01-15"), 107),
        ("2024-12-31", ("2024-01-01", "2024-01-31"), 12),
        ("2054-12-31", ("2024-01-01", "2024-12-31"), 31),
        ("2224-01-01", ("2024-01-01", "2025-12-31"), 101),
        ("9999-12-31", ("2000-01-01", "2099-12-31"), 80),
    ],
)
def test_long_times_are_told_by_coarser_periods(last: str, first_period: tuple[str, str], number: int) -> None:
    found = timeline([incident("2024-01-15"), incident(last)], [])
    assert (found[0].first.isoformat(), found[0].last.isoformat()) == first_period
    assert len(found) == number


@given(st.lists(st.dates(), min_size=1, max_size=20))
def test_every_dated_incident_is_in_one_of_few_periods_that_follow_each_other(days: list[date]) -> None:
    found = timeline([incident(day.isoformat()) for day in days], [])
    assert sum(period.total for period in found) == len(days)
    assert len(found) <= 121
    assert all((after.first - before.last).days == 1 for before, after in pairwise(found))


def test_a_date_known_to_the_year_is_vague_where_months_are_told() -> None:
    found = timeline([incident("2024-01-01", "2024-12-31"), incident("2024-01-05"), incident("2025-01-05")], [])
    assert [period.vague for period in found if period.total] == [1, 0]


def test_without_a_date_there_is_no_timeline() -> None:
    assert timeline([incident()], []) == ()
    assert timeline([], READ, date(2024, 3, 5), date(2024, 3, 2)) == ()


def told(iri: str, killed: int | None, status: str = "Occurred", *, part_of: str = "") -> Incident:
    return replace(incident("2024-03-01", killed=killed), iri=iri, status=status, wholes=frozenset(part_of.split()))


@pytest.mark.parametrize(
    ("incidents", "killed"),
    [
        ([told("series", 100), told("part", 30, part_of="series"), told("rumour", 500, "Denied")], 100),
        ([told("plot", 7, "Foiled"), told("threat", 9, "Planned"), told("raid", 2)], 2),
        ([told("series", None), told("part", 30, part_of="series"), told("other", 4, part_of="series")], 34),
        ([told("series", 100, "Denied"), told("part", 30, part_of="series")], 30),
        ([told("campaign", 100), told("raid", 30, part_of="battle campaign")], 100),
        ([told("raid", 30, part_of="series")], 30),
        ([told("one", 5, part_of="two"), told("two", 8, part_of="one")], 8),
        ([], 0),
    ],
)
def test_nobody_is_counted_twice_among_the_killed_and_nobody_whom_no_one_killed(incidents: list[Incident], killed: int) -> None:
    assert killed_in(incidents) == killed
    assert [period.killed for period in timeline(incidents, [])] == [killed] * bool(incidents)
    basra = place("basra", "Settlement", 30.5)
    assert [at.killed for at in at_places([replace(each, place=basra) for each in incidents])] == [killed] * bool(incidents)


def test_what_is_not_known_comes_last_in_every_order() -> None:
    some = [incident("2024-03-01", killed=1), incident("2024-02-01", killed=5), incident("2024-01-01"), incident(killed=3)]
    assert ordered(some) == some
    assert [each.earliest and each.earliest.month for each in ordered(some, "earliest")] == [1, 2, 3, None]
    assert [each.killed and each.killed.best for each in ordered(some, "deadliest")] == [5, 3, 1, None]
    with pytest.raises(UsageError, match="deadliest"):
        ordered(some, "worst")


def test_an_incident_counts_for_the_place_that_is_known_and_for_no_wider_one() -> None:
    iraq = place("iraq", "Country")
    basra = place("basra", "Settlement", 30.5, within=frozenset({"iraq"}))
    found = at_places([incident(place=basra), incident(place=basra, kind="Arrest"), incident(place=iraq), incident()])
    assert [(at.place.name.iri, at.total, at.kinds[0][0]) for at in found] == [("basra", 2, "Arrest"), ("iraq", 1, "Bombing")]


def test_a_place_without_coordinates_is_drawn_as_its_country_and_never_as_a_point() -> None:
    iraq, turkey = place("iraq", "Country"), place("turkey", "Country")
    places = {each.name.iri: each for each in (iraq, turkey)}
    village = place("village", "Settlement", within=frozenset({"iraq", "unknown"}))
    assert drawn_at(village, places) == iraq
    assert drawn_at(iraq, places) == iraq
    assert drawn_at(place("kurdistan", "Region", within=frozenset(places)), places) is None
    assert drawn_at(place("caucasus", "Region"), places) is None
    assert not place("sinai", "Region", 29.5).is_exact
