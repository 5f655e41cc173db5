"""Incidents as ACLED has them: types and sub-types of political violence, what is left out, precision, names of the unknown."""

from dataclasses import replace
from datetime import date

import pytest
from told import (
    ALLIANCE,
    ARMY,
    ATTACK,
    FRANCE,
    GROUP,
    MAN,
    ON_CIVILIANS,
    SEVEN,
    background,
    by,
    claim,
    row_of,
    rule_of,
)

from kg.exports.databases import acled
from kg.exports.databases.background import Evidence
from kg.incidents import Toll

KNOWN = background(ON_CIVILIANS, SEVEN)
ON_SOLDIERS = claim("targetType", "Military")
REMOTE, AGAINST_CIVILIANS = "Explosions/Remote violence", "Violence against civilians"


def test_an_attack_on_civilians_is_a_row() -> None:
    row = row_of(acled, ATTACK, KNOWN)
    assert (row["event_id_cnty"], row["event_date"], row["year"]) == (ATTACK.iri, "2024-03-05", "2024")
    assert (row["event_type"], row["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (row["actor1"], row["actor2"], row["inter2"]) == ("Banner Group", "Civilians (Iraq)", "Civilians")
    assert (row["iso"], row["country"], row["region"], row["admin1"]) == ("368", "Iraq", "Middle East", "Basra Governorate")
    assert (row["fatalities"], row["civilian_targeting"], row["source"]) == ("7", "Civilian targeting", "Palm Paper")
    assert "سبعة مدنيين" in row["notes"]
    assert "article/a1" in row["notes"]


@pytest.mark.parametrize(
    ("kind", "claims", "event", "sub_event"),
    [
        ("Bombing", (ON_CIVILIANS,), REMOTE, "Remote explosive/landmine/IED"),
        ("SuicideBombing", (ON_CIVILIANS,), REMOTE, "Suicide bomb"),
        ("Airstrike", (), REMOTE, "Air/drone strike"),
        ("Shelling", (), REMOTE, "Shelling/artillery/missile attack"),
        ("Kidnapping", (ON_CIVILIANS,), AGAINST_CIVILIANS, "Abduction/forced disappearance"),
        ("Execution", (ON_SOLDIERS,), AGAINST_CIVILIANS, "Attack"),
        ("Stabbing", (ON_CIVILIANS,), AGAINST_CIVILIANS, "Attack"),
        ("Shooting", (ON_SOLDIERS,), "Battles", "Armed clash"),
        ("Clash", (ON_SOLDIERS,), "Battles", "Armed clash"),
        ("SecurityOperation", (claim("targetType", "ArmedGroupMembers"),), "Battles", "Armed clash"),
    ],
)
def test_each_class_has_its_sub_event(kind: str, claims: tuple[Evidence, ...], event: str, sub_event: str) -> None:
    row = row_of(acled, replace(ATTACK, kind=kind), background(*claims))
    assert (row["event_type"], row["sub_event_type"]) == (event, sub_event)


def test_people_who_are_abducted_must_bear_no_arms_and_if_some_are_killed_it_is_an_attack() -> None:
    abduction = replace(ATTACK, kind="Kidnapping")
    assert rule_of(acled, abduction, background()) == "no victims"
    assert rule_of(acled, abduction, background(ON_SOLDIERS)) == "strategic"
    assert row_of(acled, replace(abduction, killed=Toll(1, 1, 1)), KNOWN)["sub_event_type"] == "Attack"


def test_civilians_are_targeted_where_they_are_the_main_target_and_never_in_a_battle() -> None:
    both = background(ON_CIVILIANS, ON_SOLDIERS)
    bombing = row_of(acled, replace(ATTACK, kind="Bombing"), both)
    assert (bombing["actor2"], bombing["assoc_actor_2"]) == ("Military Forces of Iraq", "Civilians (Iraq)")
    assert bombing["civilian_targeting"] == ""
    shooting = row_of(acled, ATTACK, both)
    assert (shooting["event_type"], shooting["assoc_actor_2"], shooting["civilian_targeting"]) == ("Battles", "", "")
    assert row_of(acled, replace(ATTACK, kind="Bombing"), KNOWN)["civilian_targeting"] == "Civilian targeting"
    assert row_of(acled, replace(ATTACK, kind="Execution"), background())["civilian_targeting"] == "Civilian targeting"


def test_troops_of_several_states_are_named_once() -> None:
    incident = by(replace(ATTACK, kind="Bombing"), ("agent", GROUP), ("target", ALLIANCE))
    row = row_of(acled, incident, background(claim("targetType", "Peacekeepers")))
    assert (row["actor2"], row["assoc_actor_2"], row["inter2"]) == ("Northern Alliance", "", "External/Other forces")


def test_the_interaction_names_types_in_acleds_order_whoever_is_actor_1() -> None:
    by_outsiders = by(replace(ATTACK, kind="Bombing"), ("agent", FRANCE.name), ("target", ARMY))
    row = row_of(acled, by_outsiders, background())
    assert (row["inter1"], row["inter2"], row["interaction"]) == (
        "External/Other forces",
        "State forces",
        "State forces-External/Other forces",
    )
    assert row_of(acled, by(replace(ATTACK, kind="Bombing")), background())["interaction"] == "Political militia only"


@pytest.mark.parametrize(
    ("last", "precision", "day"),
    [(date(2024, 3, 5), "1", "2024-03-05"), (date(2024, 3, 9), "2", "2024-03-07"), (date(2024, 3, 31), "3", "2024-03-18")],
)
def test_time_precision_is_day_week_or_month_and_the_date_the_middle_one(last: date, precision: str, day: str) -> None:
    row = row_of(acled, replace(ATTACK, latest=last), KNOWN)
    assert (row["time_precision"], row["event_date"]) == (precision, day)


def test_fatalities_that_nobody_tells_are_blank_and_not_0() -> None:
    row = row_of(acled, ATTACK, background(ON_CIVILIANS))
    assert row["fatalities"] == row["source_scale"] == row["timestamp"] == row["tags"] == ""
    assert "0" not in row.values()


def test_who_is_not_known_has_acleds_names() -> None:
    assert row_of(acled, by(ATTACK), KNOWN)["actor1"] == "Unidentified Armed Group (Iraq)"
    row = row_of(acled, by(ATTACK, ("perpetrator", MAN)), KNOWN)
    assert (row["actor1"], row["assoc_actor_1"]) == ("Sole Perpetrator (Iraq)", "")
    assert "perpetrator: سالم الحداد." in row["notes"]


def test_people_who_were_hit_accusations_and_denials_are_told_in_the_notes() -> None:
    incident = by(ATTACK, ("accused", GROUP), ("deniedBy", GROUP), ("target", MAN))
    row = row_of(acled, incident, KNOWN)
    assert (row["actor1"], row["assoc_actor_1"]) == ("Unidentified Armed Group (Iraq)", "")
    assert (row["actor2"], row["assoc_actor_2"]) == ("Civilians (Iraq)", "")
    assert "accused: Banner Group. denied by: Banner Group. target: سالم الحداد." in row["notes"]


def test_the_lowest_toll_counts() -> None:
    other = claim("killed", "5", article="https://w3id.org/isnad/id/article/a2")
    assert row_of(acled, ATTACK, background(ON_CIVILIANS, SEVEN, other))["fatalities"] == "5"
