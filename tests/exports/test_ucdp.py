"""Incidents as UCDP GED has them: at least one death, organised actors, three sorts of violence, and how exactly all is known."""

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

from kg.exports.databases import ucdp
from kg.incidents import Incident, Place

KNOWN = background(ON_CIVILIANS, SEVEN)


def test_the_columns_are_those_of_the_codebook() -> None:
    table, _ = written(ucdp, [ATTACK], KNOWN)
    assert tuple(table.columns) == ucdp.COLUMNS
    assert len(ucdp.COLUMNS) == 49


def test_one_sided_violence_is_an_organised_actor_against_civilians() -> None:
    row = row_of(ucdp, ATTACK, KNOWN)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "Banner Group", "Civilians")
    assert row["dyad_name"] == "Banner Group - Civilians"
    assert [row[name] for name in ("low", "best", "high", "deaths_unknown")] == ["7"] * 4
    assert (row["country"], row["region"], row["geom_wkt"]) == ("Iraq", "Middle East", "POINT (47.78 30.51)")
    assert (row["source_office"], row["source_date"], row["number_of_sources"]) == ("Palm Paper", "2024-03-06", "1")
    assert "سبعة مدنيين" in row["where_description"]


def test_state_based_violence_has_the_government_as_side_a() -> None:
    row = row_of(ucdp, by(ATTACK, ("perpetrator", GROUP), ("target", ARMY)), background(SEVEN, claim("targetType", "Military")))
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("1", "Government of Iraq", "Banner Group")


def test_two_armed_groups_are_non_state_violence() -> None:
    row = row_of(ucdp, by(replace(ATTACK, kind="Clash"), ("agent", GROUP), ("agent", OTHERS)), background(SEVEN))
    assert (row["type_of_violence"], row["dyad_name"]) == ("2", "Banner Group - River Brigades")


def test_soldiers_without_a_name_are_a_side_without_a_name() -> None:
    row = row_of(ucdp, ATTACK, background(SEVEN, claim("targetType", "Military")))
    assert (row["type_of_violence"], row["side_a"], row["side_b"], row["dyad_name"]) == ("1", "", "Banner Group", "")


@pytest.mark.parametrize(
    ("incident", "rule"),
    [
        (replace(ATTACK, status="Planned"), "planned"),
        (replace(ATTACK, kind="Arrest"), "kind"),
        (replace(ATTACK, kind="Threat"), "words"),
        (by(ATTACK), "no actor"),
        (by(ATTACK, ("perpetrator", MAN)), "no actor"),
        (by(ATTACK, ("accused", GROUP)), "no actor"),
        (replace(ATTACK, earliest=None, latest=None), "no date"),
        (replace(ATTACK, place=None), "no place"),
        (replace(ATTACK, place=MIDDLE_EAST), "no country"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_ged_would_not_have_is_left_out_with_its_reason(incident: Incident, rule: str) -> None:
    assert rule_of(ucdp, incident, KNOWN) == rule


@pytest.mark.parametrize(
    "claims", [(), (claim("killed", "0"),), (claim("killed", "40", qualifier="AtMost"),)], ids=("none", "0", "at most 40")
)
def test_without_a_death_that_is_told_there_is_no_row(claims: tuple[object, ...]) -> None:
    assert rule_of(ucdp, ATTACK, background(ON_CIVILIANS, *claims)) == "no death"  # type: ignore[arg-type]


def test_whom_it_was_aimed_at_must_be_known() -> None:
    assert rule_of(ucdp, ATTACK, background(SEVEN)) == "no victims"


def test_low_best_and_high_are_those_of_ucdps_rule() -> None:
    row = row_of(ucdp, ATTACK, background(ON_CIVILIANS, SEVEN, claim("killed", "12", article="https://w3id.org/isnad/id/article/a2")))
    assert [row[name] for name in ("low", "best", "high")] == ["7", "7", "12"]


@pytest.mark.parametrize(
    ("last", "precision"),
    [((2024, 3, 5), "1"), ((2024, 3, 8), "2"), ((2024, 3, 11), "3"), ((2024, 3, 31), "4"), ((2024, 12, 31), "5")],
)
def test_date_precision_goes_from_a_day_to_a_year(last: tuple[int, int, int], precision: str) -> None:
    row = row_of(ucdp, replace(ATTACK, latest=date(*last)), KNOWN)
    assert (row["date_prec"], row["date_start"], row["date_end"]) == (precision, "2024-03-05", date(*last).isoformat())


@pytest.mark.parametrize(
    ("where", "precision"),
    [(BASRA, "1"), (DISTRICT, "3"), (PROVINCE, "4"), (MARSHES, "5"), (IRAQ, "6")],
    ids=lambda value: value.name.en if isinstance(value, Place) else str(value),
)
def test_where_precision_goes_from_a_town_to_a_country(where: Place, precision: str) -> None:
    assert row_of(ucdp, replace(ATTACK, place=where), KNOWN)["where_prec"] == precision


def test_clarity_is_low_where_a_source_has_put_events_together() -> None:
    assert row_of(ucdp, ATTACK, KNOWN)["event_clarity"] == "1"
    assert row_of(ucdp, ATTACK, background(ON_CIVILIANS, claim("killed", "7", scope="Part")))["event_clarity"] == "2"


def test_numbers_that_only_ucdp_can_give_are_blank_and_nothing_is_0() -> None:
    row = row_of(ucdp, ATTACK, KNOWN)
    assert {
        row[name] for name in ("conflict_new_id", "dyad_new_id", "side_a_new_id", "country_id", "gwnoa", "deaths_a", "deaths_civilians")
    } == {""}
    assert "0" not in row.values()


@pytest.mark.parametrize(("point", "cell"), [((-90.0, -180.0), 1), ((30.51, 47.78), 173976), ((90.0, 180.0), 259200)])
def test_a_point_has_its_cell_of_prio_grid(point: tuple[float, float], cell: int) -> None:
    assert ucdp.priogrid(*point) == cell
