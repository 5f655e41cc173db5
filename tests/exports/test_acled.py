"""Incidents as ACLED has them: types and sub-types of political violence, what is left out, precision, names of the unknown."""

from dataclasses import replace
from datetime import date

import pytest
from told import (
    ARMY,
    ATTACK,
    BASRA,
    DISTRICT,
    GROUP,
    IRAQ,
    MAN,
    MARKET,
    MARSHES,
    MIDDLE_EAST,
    ON_CIVILIANS,
    OTHERS,
    PROVINCE,
    SEVEN,
    background,
    by,
    claim,
    row_of,
    rule_of,
    written,
)

from kg.exports.databases import acled
from kg.incidents import Incident, Place

KNOWN = background(ON_CIVILIANS, SEVEN)
ON_SOLDIERS = background(claim("targetType", "Military"))


def test_the_columns_are_those_of_the_codebook() -> None:
    table, _ = written(acled, [ATTACK], KNOWN)
    assert tuple(table.columns) == acled.COLUMNS
    assert len(acled.COLUMNS) == 31


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
    ("kind", "on", "sub_event"),
    [
        ("Bombing", KNOWN, "Remote explosive/landmine/IED"),
        ("SuicideBombing", KNOWN, "Suicide bomb"),
        ("Airstrike", background(), "Air/drone strike"),
        ("Shelling", background(), "Shelling/artillery/missile attack"),
        ("Kidnapping", KNOWN, "Abduction/forced disappearance"),
        ("Execution", ON_SOLDIERS, ""),
        ("Stabbing", KNOWN, "Attack"),
        ("Shooting", ON_SOLDIERS, "Armed clash"),
        ("Clash", background(), "Armed clash"),
        ("SecurityOperation", background(claim("targetType", "ArmedGroupMembers")), "Armed clash"),
    ],
)
def test_each_class_has_its_sub_event(kind: str, on: object, sub_event: str) -> None:
    incident = replace(ATTACK, kind=kind)
    if sub_event:
        assert row_of(acled, incident, on)["sub_event_type"] == sub_event  # type: ignore[arg-type]
    else:
        assert rule_of(acled, incident, on) == "no victims"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("incident", "rule"),
    [
        (replace(ATTACK, status="Foiled"), "foiled"),
        (replace(ATTACK, kind="Arrest"), "strategic"),
        (replace(ATTACK, kind="LegalAction"), "kind"),
        (replace(ATTACK, kind="Threat"), "words"),
        (replace(ATTACK, kind="SecurityOperation"), "unopposed"),
        (replace(ATTACK, earliest=None, latest=None), "no date"),
        (replace(ATTACK, earliest=date(2024, 1, 1), latest=date(2024, 12, 31)), "vague date"),
        (replace(ATTACK, place=None), "no place"),
        (replace(ATTACK, place=IRAQ), "vague place"),
        (replace(ATTACK, place=MIDDLE_EAST), "no country"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_political_violence_or_too_vague_is_left_out(incident: Incident, rule: str) -> None:
    assert rule_of(acled, incident, KNOWN) == rule


def test_whom_an_attack_hit_must_be_known() -> None:
    assert rule_of(acled, ATTACK, background(SEVEN)) == "no victims"


@pytest.mark.parametrize(
    ("last", "precision", "day"),
    [(date(2024, 3, 5), "1", "2024-03-05"), (date(2024, 3, 9), "2", "2024-03-07"), (date(2024, 3, 31), "3", "2024-03-18")],
)
def test_time_precision_is_day_week_or_month_and_the_date_the_middle_one(last: date, precision: str, day: str) -> None:
    row = row_of(acled, replace(ATTACK, latest=last), KNOWN)
    assert (row["time_precision"], row["event_date"]) == (precision, day)


@pytest.mark.parametrize(
    ("where", "precision", "location", "latitude"),
    [
        (BASRA, "1", "Basra", "30.51"),
        (MARKET, "1", "Ashar Market", "30.51"),
        (DISTRICT, "2", "Zubair District", "30.3"),
        (PROVINCE, "3", "Basra Governorate", "30.4"),
        (MARSHES, "3", "Marshes", "31.0"),
    ],
    ids=lambda value: value.name.en if isinstance(value, Place) else str(value),
)
def test_geo_precision_is_town_part_of_a_province_or_more(where: Place, precision: str, location: str, latitude: str) -> None:
    row = row_of(acled, replace(ATTACK, place=where), KNOWN)
    assert (row["geo_precision"], row["location"], row["latitude"]) == (precision, location, latitude)


def test_fatalities_that_nobody_tells_are_blank_and_not_0() -> None:
    row = row_of(acled, ATTACK, background(ON_CIVILIANS))
    assert row["fatalities"] == row["source_scale"] == row["timestamp"] == row["tags"] == ""
    assert "0" not in row.values()


def test_who_is_not_known_has_acleds_names() -> None:
    assert row_of(acled, by(ATTACK), KNOWN)["actor1"] == "Unidentified Armed Group (Iraq)"
    row = row_of(acled, by(ATTACK, ("perpetrator", MAN)), KNOWN)
    assert (row["actor1"], row["assoc_actor_1"]) == ("Sole Perpetrator (Iraq)", "سالم الحداد")


def test_both_sides_of_a_clash_and_the_states_own_forces() -> None:
    row = row_of(acled, by(replace(ATTACK, kind="Clash"), ("agent", ARMY), ("agent", GROUP)), background())
    assert (row["actor1"], row["inter1"], row["actor2"], row["inter2"]) == ("Iraqi Army", "State forces", "Banner Group", "")
    row = row_of(acled, by(replace(ATTACK, kind="Clash"), ("agent", OTHERS), ("target", GROUP)), background())
    assert (row["actor1"], row["actor2"]) == ("River Brigades", "Banner Group")


def test_the_lowest_toll_counts() -> None:
    other = claim("killed", "5", article="https://w3id.org/isnad/id/article/a2")
    assert row_of(acled, ATTACK, background(ON_CIVILIANS, SEVEN, other))["fatalities"] == "5"
