"""Incidents as UCDP GED has them: at least one death, organised actors, three sorts of violence, and how exactly all is known."""

from dataclasses import replace
from datetime import date

import pytest
from told import (
    ATTACK,
    ON_CIVILIANS,
    SEVEN,
    background,
    claim,
    row_of,
    rule_of,
)

from kg.exports.databases import ucdp

KNOWN = background(ON_CIVILIANS, SEVEN)


def test_one_sided_violence_is_an_organised_actor_against_civilians() -> None:
    row = row_of(ucdp, ATTACK, KNOWN)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "Banner Group", "Civilians")
    assert row["dyad_name"] == "Banner Group - Civilians"
    assert [row[name] for name in ("low", "best", "high", "deaths_unknown")] == ["7"] * 4
    assert (row["country"], row["region"], row["geom_wkt"]) == ("Iraq", "Middle East", "POINT (47.78 30.51)")
    assert (row["source_office"], row["source_date"], row["number_of_sources"]) == ("Palm Paper", "2024-03-06", "1")
    assert "سبعة مدنيين" in row["where_description"]


def test_soldiers_without_a_name_are_a_side_without_a_name() -> None:
    row = row_of(ucdp, ATTACK, background(SEVEN, claim("targetType", "Military")))
    assert (row["type_of_violence"], row["side_a"], row["side_b"], row["dyad_name"]) == ("1", "", "Banner Group", "")


@pytest.mark.parametrize(
    "claims", [(), (claim("killed", "0"),), (claim("killed", "40", qualifier="AtMost"),)], ids=("none", "0", "at most 40")
)
def test_without_a_death_that_is_told_there_is_no_row(claims: tuple[object, ...]) -> None:
    assert rule_of(ucdp, ATTACK, background(ON_CIVILIANS, *claims)) == "no death"  # type: ignore[arg-type]


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


def test_clarity_is_low_where_events_are_told_together_and_not_where_some_of_the_dead_are_told_apart() -> None:
    children = claim("killed", "3", "قُتل سبعة أشخاص بينهم ثلاثة أطفال", scope="Part", counted="أطفال")
    known = background(ON_CIVILIANS, SEVEN, children)
    assert row_of(ucdp, ATTACK, known)["event_clarity"] == "1"
    assert row_of(ucdp, ATTACK, replace(known, series=frozenset((ATTACK.iri,))))["event_clarity"] == "2"


def test_numbers_that_only_ucdp_can_give_are_blank_and_nothing_is_0() -> None:
    row = row_of(ucdp, ATTACK, KNOWN)
    assert {
        row[name] for name in ("conflict_new_id", "dyad_new_id", "side_a_new_id", "country_id", "gwnoa", "deaths_a", "deaths_civilians")
    } == {""}
    assert "0" not in row.values()


@pytest.mark.parametrize(("point", "cell"), [((-90.0, -180.0), 1), ((30.51, 47.78), 173976), ((90.0, 180.0), 259200)])
def test_a_point_has_its_cell_of_prio_grid(point: tuple[float, float], cell: int) -> None:
    assert ucdp.priogrid(*point) == cell
