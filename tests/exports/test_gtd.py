"""Incidents as GTD has them: what is left out and why, how exact dates and places are, blanks and codes for what is not known."""

from dataclasses import replace
from datetime import date

from told import (
    ATTACK,
    DAY,
    GROUP,
    IRAQ,
    MAN,
    MARSHES,
    MIDDLE_EAST,
    ON_CIVILIANS,
    OTHERS,
    SEVEN,
    VILLAGE,
    background,
    by,
    claim,
    row_of,
    rule_of,
)

from kg.exports.databases import gtd

KNOWN = background(ON_CIVILIANS, SEVEN)


def test_an_attack_by_an_armed_group_on_civilians_is_a_row() -> None:
    row = row_of(gtd, ATTACK, KNOWN)
    assert row["eventid"] == ATTACK.iri
    assert (row["iyear"], row["imonth"], row["iday"], row["approxdate"]) == ("2024", "3", "5", "")
    assert (row["country_txt"], row["provstate"], row["city"]) == ("Iraq", "Basra Governorate", "Basra")
    assert (row["region"], row["region_txt"]) == ("10", "Middle East & North Africa")
    assert (row["attacktype1_txt"], row["weaptype1_txt"], row["targtype1_txt"]) == (
        "Armed Assault",
        "Firearms",
        "Private Citizens & Property",
    )
    assert (row["gname"], row["guncertain1"], row["nkill"]) == ("Banner Group", "0", "7")
    assert "سبعة مدنيين" in row["summary"]
    assert row["scite1"] == "Palm Paper, 2024-03-06, https://w3id.org/isnad/id/article/a1"


def test_what_was_foiled_is_there_only_if_victims_show_that_it_was_attempted() -> None:
    foiled = replace(ATTACK, status="Foiled")
    assert rule_of(gtd, foiled, background(ON_CIVILIANS)) == "foiled"
    assert row_of(gtd, foiled, KNOWN)["success"] == "0"


def test_an_accused_state_does_not_keep_out_what_an_armed_group_is_told_to_have_done() -> None:
    incident = by(ATTACK, ("perpetrator", GROUP), ("accused", IRAQ.name))
    assert row_of(gtd, incident, KNOWN)["gname"] == "Banner Group"


def test_of_types_alone_the_one_that_most_claims_have_counts() -> None:
    soldiers, fighters = claim("agentType", "Military"), claim("agentType", "ArmedGroupMembers")
    assert rule_of(gtd, by(ATTACK), background(ON_CIVILIANS, soldiers)) == "state"
    assert rule_of(gtd, by(ATTACK), background(ON_CIVILIANS, soldiers, fighters, fighters)) == ""


def test_one_man_of_an_armed_group_has_an_aim() -> None:
    known = background(ON_CIVILIANS, claim("agentType", "ArmedGroupMembers"))
    assert row_of(gtd, by(ATTACK, ("perpetrator", MAN)), known)["crit1"] == "1"
    assert rule_of(gtd, by(ATTACK, ("perpetrator", MAN)), background(ON_CIVILIANS)) == "criteria"


def test_an_unknown_bomber_is_in_doubt_and_an_attack_on_soldiers_may_be_guerilla_war() -> None:
    bombing = by(replace(ATTACK, kind="Bombing"))
    row = row_of(gtd, bombing, KNOWN)
    assert [row[name] for name in ("crit1", "crit2", "crit3", "doubtterr", "alternative")] == ["0", "1", "1", "1", "2"]
    assert row["gname"] == "Unknown"
    row = row_of(gtd, ATTACK, background(claim("targetType", "Military")))
    assert (row["crit3"], row["doubtterr"], row["alternative_txt"]) == ("0", "1", "Insurgency/Guerilla Action")


def test_a_day_that_is_not_known_is_0_and_so_is_a_month_of_which_only_the_year_is_known() -> None:
    march = row_of(gtd, replace(ATTACK, earliest=date(2024, 3, 1), latest=date(2024, 3, 31)), KNOWN)
    assert (march["imonth"], march["iday"], march["approxdate"]) == ("3", "0", "2024-03-01/2024-03-31")
    year = row_of(gtd, replace(ATTACK, earliest=date(2024, 1, 1), latest=date(2024, 12, 31)), KNOWN)
    assert (year["iyear"], year["imonth"], year["iday"]) == ("2024", "0", "0")


def test_coordinates_are_never_those_of_something_wider_than_a_province() -> None:
    village = row_of(gtd, replace(ATTACK, place=VILLAGE), KNOWN)
    assert (village["specificity"], village["latitude"]) == ("2", "30.4")  # of the province
    for where in (MARSHES, IRAQ, MIDDLE_EAST, None):
        row = row_of(gtd, replace(ATTACK, place=where), KNOWN)
        assert (row["specificity"], row["latitude"]) == ("5", "")


def test_a_part_of_a_series_leads_to_it() -> None:
    row = row_of(gtd, replace(ATTACK, wholes=frozenset(("https://w3id.org/isnad/id/event/0",))), KNOWN)
    assert (row["multiple"], row["related"]) == ("1", "https://w3id.org/isnad/id/event/0")


def test_a_place_that_is_not_known_is_called_so() -> None:
    row = row_of(gtd, replace(ATTACK, place=None), KNOWN)
    assert [row[name] for name in ("country_txt", "provstate", "city")] == ["Unknown"] * 3
    assert row["country"] == row["region"] == ""


def test_what_is_not_known_is_blank_or_the_codebooks_code_and_never_0() -> None:
    row = row_of(gtd, ATTACK, background(ON_CIVILIANS))
    assert row["nkill"] == row["nwound"] == row["nkillus"] == row["motive"] == ""
    assert [row[name] for name in ("claimed", "property", "vicinity", "ishostkid", "INT_ANY")] == ["-9"] * 5
    assert row["nperps"] == "-99"
    assert {name for name, cell in row.items() if cell == "0"} <= {"doubtterr", "suicide", "individual", "guncertain1"}


def test_the_toll_is_that_of_gtds_rule_and_a_toll_of_0_that_is_told_stays() -> None:
    later = claim("killed", "9", article="https://w3id.org/isnad/id/article/a2")
    row = row_of(gtd, ATTACK, background(ON_CIVILIANS, claim("killed", "9", scope="Part"), SEVEN, claim("injured", "0")))
    assert (row["nkill"], row["nwound"]) == ("7", "0")
    assert row_of(gtd, ATTACK, background(ON_CIVILIANS, SEVEN, later))["nkill"] == "7"  # an article without a date is no later one


def test_a_group_that_alone_claims_it_is_not_doubted_but_one_that_denies_it_is() -> None:
    assert row_of(gtd, by(ATTACK, ("claimedBy", GROUP)), KNOWN)["guncertain1"] == "0"
    row = row_of(gtd, by(ATTACK, ("agent", GROUP), ("deniedBy", GROUP)), KNOWN)
    assert (row["guncertain1"], row["addnotes"]) == ("1", "denied by: Banner Group")


def test_who_is_accused_stands_in_the_notes() -> None:
    row = row_of(gtd, by(ATTACK, ("perpetrator", GROUP), ("accused", OTHERS), ("accused", IRAQ.name), ("deniedBy", OTHERS)), KNOWN)
    assert (row["gname"], row["gname2"]) == ("Banner Group", "")
    assert row["addnotes"] == "accused: River Brigades; Iraq; denied by: River Brigades"


def test_claims_of_responsibility_and_several_groups() -> None:
    row = row_of(gtd, by(ATTACK, ("claimedBy", GROUP), ("claimedBy", OTHERS)), KNOWN)
    assert (row["gname"], row["gname2"]) == ("Banner Group", "River Brigades")
    assert (row["guncertain1"], row["claimed"], row["claimmode_txt"], row["compclaim"]) == ("1", "1", "Unknown", "1")


def test_a_single_person_is_no_group() -> None:
    row = row_of(gtd, by(ATTACK, ("perpetrator", MAN)), background(claim("targetType", "Religious")))
    assert (row["gname"], row["individual"]) == ("Unknown", "1")
    assert "سالم الحداد" in row["addnotes"]


def test_hostages_have_codes_for_what_is_not_known_of_them() -> None:
    row = row_of(gtd, replace(ATTACK, kind="Kidnapping"), background(ON_CIVILIANS))
    assert [row[name] for name in ("ishostkid", "nhostkid", "ransom", "hostkidoutcome_txt")] == ["1", "-99", "-9", "Unknown"]


def test_words_that_look_like_a_formula_are_written_as_words() -> None:
    row = row_of(gtd, ATTACK, background(ON_CIVILIANS, claim("weapon", "=1+1")))
    assert row["weapdetail"] == "'=1+1"


def test_the_latest_three_sources_have_columns_and_the_others_notes() -> None:
    reports = tuple(
        replace(ATTACK.reports[0], article=f"{ATTACK.reports[0].article}{number}", issued=date(2024, 3, number)) for number in range(5, 9)
    )
    row = row_of(gtd, replace(ATTACK, reports=reports), KNOWN)
    assert "2024-03-08" in row["scite1"]
    assert "2024-03-05" in row["addnotes"]
    assert DAY.isoformat() not in row["scite3"]
