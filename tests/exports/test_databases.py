"""What GTD, ACLED and UCDP GED have each of the same incidents as: told once, seen by three codebooks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest
from seen_by_three import AIRSTRIKE, CASES, Case
from told import (
    ARMY,
    ATTACK,
    BASRA,
    DISTRICT,
    IRAQ,
    MARKET,
    MARSHES,
    MIDDLE_EAST,
    ON_CIVILIANS,
    PROVINCE,
    QUARTER,
    SEVEN,
    VILLAGE,
    background,
    by,
    claim,
    row_of,
    rule_of,
    written,
)

from kg.exports.databases import acled, gtd, ucdp
from kg.exports.databases.background import Evidence
from kg.exports.databases.gtd_codes import COLUMNS
from kg.exports.databases.inclusion import REASONS
from kg.incidents import Incident, Place

MODULES = (gtd, acled, ucdp)
KNOWN = background(ON_CIVILIANS, SEVEN)


def in_gtd(incident: Incident, *claims: Evidence) -> str:
    """Who did it, how sure that is, and what sort of target; or the rule that keeps it out."""
    return _told(gtd, ("gname", "guncertain1", "targtype1_txt"), incident, *claims)


def in_acled(incident: Incident, *claims: Evidence) -> str:
    """Sub-event, both actors and their interaction; or the rule that keeps it out."""
    return _told(acled, ("sub_event_type", "actor1", "actor2", "interaction"), incident, *claims)


def in_ucdp(incident: Incident, *claims: Evidence) -> str:
    """Type of violence and both sides; or the rule that keeps it out."""
    return _told(ucdp, ("type_of_violence", "side_a", "side_b"), incident, *claims)


def _told(module: ModuleType, columns: Sequence[str], incident: Incident, *claims: Evidence) -> str:
    known = background(SEVEN, *claims)
    if rule := rule_of(module, incident, known):
        return f"({rule})"
    row = row_of(module, incident, known)
    return " | ".join(row[column] for column in columns)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_who_did_it_and_who_suffered(case: Case) -> None:
    found = [told(case.incident, *case.claims) for told in (in_gtd, in_acled, in_ucdp)]
    assert found == [case.gtd, case.acled, case.ucdp]


@pytest.mark.parametrize(
    ("incident", "in_gtd", "in_acled", "in_ucdp"),
    [
        (replace(ATTACK, status="Denied"), "denied", "denied", "denied"),
        (replace(ATTACK, status="Planned"), "planned", "planned", "planned"),
        (replace(ATTACK, status="Foiled"), "", "foiled", "foiled"),
        (replace(ATTACK, kind="Threat"), "words", "words", "words"),
        (replace(ATTACK, kind="CyberAttack"), "no violence", "no violence", "no violence"),
        (replace(ATTACK, kind="Arrest"), "kind", "strategic", "kind"),
        (replace(ATTACK, kind="LegalAction"), "kind", "kind", "kind"),
        (replace(ATTACK, kind="SecurityOperation"), "kind", "unopposed", ""),
        (by(ATTACK, ("perpetrator", ARMY)), "state", "", ""),
        (by(AIRSTRIKE), "aircraft", "", "no actor"),
        (by(ATTACK), "criteria", "", "no actor"),
        (replace(ATTACK, earliest=None, latest=None), "no date", "no date", "no date"),
        (replace(ATTACK, earliest=date(2024, 1, 1), latest=date(2024, 12, 31)), "", "vague date", ""),
        (replace(ATTACK, place=None), "", "no place", "no place"),
        (replace(ATTACK, place=IRAQ), "", "vague place", ""),
        (replace(ATTACK, place=MIDDLE_EAST), "", "no country", "no country"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_what_is_left_out_and_by_which_rule(incident: Incident, in_gtd: str, in_acled: str, in_ucdp: str) -> None:
    found = [rule_of(module, incident, KNOWN) for module in MODULES]
    assert found == [in_gtd, in_acled, in_ucdp]
    assert all(all(REASONS[rule]) for rule in found if rule)


@pytest.mark.parametrize(
    ("where", "specificity", "geo_precision", "where_precision", "latitude"),
    [
        (BASRA, "1", "1", "1", "30.51"),
        (MARKET, "1", "1", "1", "30.51"),
        (QUARTER, "1", "1", "1", "30.51"),
        (VILLAGE, "2", "1", "1", ""),
        (DISTRICT, "3", "2", "3", "30.3"),
        (PROVINCE, "4", "3", "4", "30.4"),
        (MARSHES, "5", "3", "5", "31.0"),
        (IRAQ, "5", "", "6", "33.0"),
    ],
    ids=lambda value: value.name.en if isinstance(value, Place) else str(value),
)
def test_how_exactly_a_place_is_known(where: Place, specificity: str, geo_precision: str, where_precision: str, latitude: str) -> None:
    incident = replace(ATTACK, place=where)
    assert row_of(gtd, incident, KNOWN)["specificity"] == specificity
    found = row_of(ucdp, incident, KNOWN)
    assert (found["where_prec"], found["latitude"]) == (where_precision, latitude)
    if geo_precision:
        row = row_of(acled, incident, KNOWN)
        assert (row["geo_precision"], row["latitude"], row["location"]) == (geo_precision, latitude, where.name.en)


def test_a_quarter_of_a_town_is_in_the_town_and_keeps_its_name() -> None:
    row = row_of(gtd, replace(ATTACK, place=QUARTER), KNOWN)
    assert (row["city"], row["location"], row["latitude"], row["longitude"]) == ("Basra", "Ashar", "30.51", "47.78")


@pytest.mark.parametrize(("module", "columns", "number"), [(gtd, COLUMNS, 135), (acled, acled.COLUMNS, 31), (ucdp, ucdp.COLUMNS, 49)])
def test_the_columns_are_those_of_the_codebook_in_their_order(module: ModuleType, columns: tuple[str, ...], number: int) -> None:
    table, _ = written(module, [ATTACK], KNOWN)
    assert tuple(table.columns) == columns
    assert len(columns) == number


def part_of(incident: Incident, *wholes: Incident) -> Incident:
    """The same as a part of others."""
    return replace(incident, wholes=frozenset(each.iri for each in wholes))


@pytest.mark.parametrize("module", MODULES)
def test_a_whole_gives_way_to_its_parts_and_of_two_that_are_each_others_part_the_first_stays(module: ModuleType) -> None:
    one, other, third = (replace(ATTACK, iri=f"{ATTACK.iri}{number}") for number in range(3))
    known = replace(KNOWN, evidence={each.iri: (ON_CIVILIANS, SEVEN) for each in (one, other, third)})
    stay: Callable[..., list[str]] = lambda *incidents: list(written(module, incidents, known)[0].iloc[:, 0])  # noqa: E731
    assert stay(part_of(one, other), other, third) == [one.iri, third.iri]
    assert stay(part_of(one, other), part_of(other, one)) == [one.iri]
    assert stay(part_of(other, one), part_of(one, other)) == [other.iri]
    assert stay(part_of(one, other), part_of(other, one), part_of(third, one, other)) == [third.iri]
    assert stay(part_of(one, one)) == [one.iri]
    _, left_out = written(module, [part_of(one, other), other], known)
    assert [(each.incident.iri, each.rule) for each in left_out] == [(other.iri, "series")]
    assert left_out[0].reason("ar") == "سلسلة أو معركة، ولأجزائها صفوفها"


def test_two_totals_of_different_people_in_one_sentence_are_added_up() -> None:
    words = "قتل 13 عضوًا من الخدمات الأمريكية وحوالي 170 مدنيًا أفغانيًا في مطار كابول"
    told = [
        claim("killed", "13", words, counted="عضوًا من الخدمات الأمريكية"),
        claim("killed", "170", words, counted="مدنيًا أفغانيًا", qualifier="About"),
    ]
    known = background(ON_CIVILIANS, *told)
    assert row_of(gtd, ATTACK, known)["nkill"] == "183"
    assert row_of(acled, ATTACK, known)["fatalities"] == "183"
    row = row_of(ucdp, ATTACK, known)
    assert [row[name] for name in ("low", "best", "high")] == ["183"] * 3
