"""Which incidents a filter means, and how many each further choice leaves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.incidents import Actor, Facet, Filter, Incident, IncidentTable, Named, Place, Report, Toll, facets
from kg.ontology import Instances

HERE = Instances()
IRAQ, BASRA = HERE.node("entity", "Q796").value, HERE.node("entity", "Q48195").value
ISLAMIC_STATE, AGENCY = HERE.node("entity", "Q2429253").value, HERE.node("entity", "Q40464").value


def incident(kind: str = "Bombing", first: str = "2024-03-22", last: str = "", killed: int | None = None, **given: object) -> Incident:
    """An incident in Basra by the Islamic State, unless told otherwise."""
    basra = Place(Named(BASRA, "البصرة", "Basra", "Settlement"), 30.5, 47.8, frozenset({IRAQ}))
    usual: dict[str, object] = {
        "status": "Occurred",
        "place": basra,
        "actors": (Actor("agent", Named(ISLAMIC_STATE, "داعش", "Islamic State", "ArmedGroup")),),
        "reports": (Report(HERE.article("1").value, date(2024, 3, 23), Named(AGENCY, "وكالة", "Agency", "MediaOutlet")),),
    }
    days = (date.fromisoformat(first), date.fromisoformat(last or first)) if first else (None, None)
    toll = None if killed is None else Toll(killed, killed, killed)
    return Incident(
        HERE.node("event", "1").value, "تفجير", "Bombing", kind, killed=toll, injured=None, sources=1,
        earliest=days[0], latest=days[1], **(usual | given),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "is_meant"),
    [
        ({}, True),
        ({"kind": "kg:Bombing"}, True),
        ({"kind": "kg:Attack"}, True),
        ({"kind": "kg:Arrest"}, False),
        ({"place": "entity:Q48195"}, True),
        ({"place": "entity:Q796"}, True),
        ({"place": "entity:Q159"}, False),
        ({"actor": "entity:Q2429253"}, True),
        ({"actor": "entity:Q159"}, False),
        ({"publisher": "entity:Q40464"}, True),
        ({"publisher": "entity:Q1"}, False),
        ({"status": "kg:Occurred"}, True),
        ({"status": "kg:Foiled"}, False),
        ({"killed": "12"}, True),
        ({"killed": "13"}, False),
        ({"kind": "kg:Bombing", "killed": "13"}, False),
        ({"since": "", "kind": ""}, True),
    ],
)
def test_every_filter_that_is_given_must_hold(parameters: dict[str, str], *, is_meant: bool) -> None:
    assert Filter.read(parameters, HERE).matches(incident(killed=12)) is is_meant


@pytest.mark.parametrize(
    ("since", "until", "is_meant"),
    [
        ("2024-03-15", "", True),
        ("2024-04-01", "", False),
        ("", "2024-03-15", True),
        ("", "2024-02-29", False),
        ("2024-03-31", "2024-03-31", True),
    ],
)
def test_a_date_known_to_the_month_fits_where_one_of_its_days_does(since: str, until: str, *, is_meant: bool) -> None:
    march = incident(first="2024-03-01", last="2024-03-31")
    assert Filter.read({"since": since, "until": until}, HERE).matches(march) is is_meant


def test_an_incident_without_a_date_is_in_no_time() -> None:
    assert not Filter.read({"since": "1900-01-01"}, HERE).matches(incident(first=""))


def test_an_incident_is_at_each_place_that_is_told_of_it() -> None:
    russia, moscow, dagestan = (HERE.node("entity", each).value for each in ("Q159", "Q649", "Q5118"))
    attacks = incident(
        place=Place(Named(moscow, "موسكو", "Moscow", "Settlement"), 55.75, 37.6, frozenset({russia})),
        other_places=(Place(Named(dagestan, "داغستان", "Dagestan", "Region"), 42.5, 47.5, frozenset({russia})),),
    )
    assert all(Filter(place=each).matches(attacks) for each in (russia, moscow, dagestan))
    assert not Filter(place=BASRA).matches(attacks)
    counted = {facet.name: dict(facet.counts) for facet in facets(IncidentTable((attacks,), {}), Filter())}
    assert counted["place"] == {russia: 1, moscow: 1, dagestan: 1}


def test_an_incident_of_which_no_place_stands_for_the_others_is_at_each_of_them() -> None:
    two = tuple(Place(Named(iri, "", "", "Country"), None, None, frozenset()) for iri in (IRAQ, BASRA))
    assert Filter(place=IRAQ).matches(incident(place=None, other_places=two))


@pytest.mark.parametrize(
    "given",
    [
        {"since": "yesterday"},
        {"killed": "many"},
        {"place": "Basra"},
        {"kind": "kg:Bomb"},
        {"kind": "kg:Meeting"},
        {"kind": "http://evil.example/x#Attack"},
        {"status": "kg:Happened"},
        {"status": "http://evil.example/x#Denied"},
    ],
)
def test_a_filter_that_is_none_is_refused_by_its_name(given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(given))):
        Filter.read(given, HERE)


@given(
    st.builds(
        Filter,
        since=st.none() | st.dates(),
        kind=st.none() | st.sampled_from(["Attack", "Arrest"]),
        place=st.none() | st.sampled_from([IRAQ, BASRA]),
        killed=st.none() | st.integers(0, 10**6),
    )
)
def test_a_filter_survives_its_way_through_an_address(asked: Filter) -> None:
    assert Filter.read(asked.parameters(HERE), HERE) == asked


def test_counts_of_a_filter_are_worked_out_as_if_it_alone_were_not_set() -> None:
    table = IncidentTable((incident("Bombing"), incident("Shooting"), incident("Arrest", status="Foiled")), {})
    asked = Filter(kind="Arrest")
    found = {facet.name: facet for facet in facets(table, asked)}
    assert found["kind"] == Facet("kind", (("Attack", 2), ("Arrest", 1), ("Bombing", 1), ("Shooting", 1)))
    assert found["status"] == Facet("status", (("Foiled", 1),))
    assert dict(found["place"].counts) == {BASRA: 1, IRAQ: 1}
