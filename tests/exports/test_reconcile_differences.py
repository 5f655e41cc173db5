"""What makes two one and what is then told as a difference: tolls that nobody gives, what did not happen, another class."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reconciling import AT, BOMBING, KNOWN, knowing, only, reconciled
from told import ARTICLE, BASRA, IRAQ, PROVINCE, SEVEN, background, claim, place

from kg.exports.databases.background import Evidence
from kg.incidents import Toll

OTHER = ARTICLE.replace("a1", "a2")
ROW = "date,place,country,killed,kind\n2024-03-05,البصرة,العراق,{},Shooting\n"
UCDP = "id,type_of_violence,where_prec,where_coordinates,country,date_start,date_end,best,low,high\n"
YEAR = replace(BOMBING, earliest=date(2024, 1, 1), latest=date(2024, 12, 31))


def given(value: int, qualifier: str = "Exactly", article: str = ARTICLE, scope: str = "Whole", counted: str = "") -> Evidence:
    """A toll in words of its own, or in one sentence with another one."""
    words = "قتل 13 جنديًا ونحو 170 مدنيًا" if counted else f"مقتل {value}"
    return claim("killed", str(value), words, qualifier=qualifier, article=article, scope=scope, counted=counted)


@pytest.mark.parametrize(
    ("number", "claims", "in_graph"),
    [
        (100, [given(13), given(170, article=OTHER)], "13, 170"),
        (150, [given(130)], "130"),
        (131, [given(130)], "130"),
        (5000, [given(12, "AtLeast")], "at least 12"),
        (16, [given(12, "AtLeast")], "at least 12"),
        (11, [given(12, "AtLeast")], "at least 12"),
        (51, [given(50, "AtMost")], "at most 50"),
        (37, [given(50, "AtMost")], "at most 50"),
        (23, [given(20, "About")], "about 20"),
        (3, [given(7), given(3, scope="Part")], "7"),
        (8, [given(4, scope="Part"), given(3, scope="Part")], "7"),
        (100, [given(13, counted="جنديًا"), given(170, "About", counted="مدنيًا")], "about 183"),
    ],
)
def test_a_number_that_no_article_gives_is_a_conflict(tmp_path: Path, number: int, claims: Sequence[Evidence], in_graph: str) -> None:
    finding = only(reconciled(tmp_path, ROW.format(number), known=background(*claims)))
    (difference,) = finding.differences
    assert (finding.outcome, difference.field, difference.in_file, difference.in_graph) == ("conflicting", "killed", str(number), in_graph)
    assert [(each.article, each.words) for each in difference.words] == list({(each.article, each.words): 0 for each in claims})


@pytest.mark.parametrize(
    ("number", "claims", "reason"),
    [
        (170, [given(13), given(170, article=OTHER)], "killed 170"),
        (13, [given(13), given(170, article=OTHER)], "killed 13"),
        (15, [given(12, "AtLeast")], "killed 15, at least 12"),
        (125, [given(100, "AtLeast")], "killed 125, at least 100"),
        (38, [given(50, "AtMost")], "killed 38, at most 50"),
        (22, [given(20, "About")], "killed 22, about 20"),
        (7, [given(4, scope="Part"), given(3, scope="Part")], "killed 7"),
        (183, [given(13, counted="جنديًا"), given(170, "About", counted="مدنيًا")], "killed 183"),
        (190, [given(13, counted="جنديًا"), given(170, "About", counted="مدنيًا")], "killed 190, about 183"),
    ],
)
def test_a_number_that_an_article_gives_or_leaves_open_agrees(tmp_path: Path, number: int, claims: Sequence[Evidence], reason: str) -> None:
    finding = only(reconciled(tmp_path, ROW.format(number), known=background(*claims)))
    assert (finding.outcome, finding.reason.rpartition("; ")[2]) == ("matched", reason)


def test_of_ucdps_estimates_the_best_is_compared_and_the_others_told(tmp_path: Path) -> None:
    row = "1,3,1,Basra,Iraq,2024-03-05,2024-03-05,{},0,200\n"
    known = background(claim("killed", "150"))
    (difference,) = only(reconciled(tmp_path, UCDP + row.format(10), known=known)).differences
    assert (difference.in_file, difference.in_graph) == ("10 (0–200)", "150")
    finding = only(reconciled(tmp_path, UCDP + row.format(150), known=known))
    assert (finding.outcome, finding.reason.rpartition("; ")[2]) == ("matched", "killed 150 (0–200)")


@pytest.mark.parametrize("number", [6, 131, 100000])
def test_a_pair_that_date_place_and_class_hold_together_is_never_missing_for_its_toll(tmp_path: Path, number: int) -> None:
    known = background(claim("killed", "130"))
    for where, rows in (
        (BOMBING, ROW),
        (YEAR, ROW),
        (replace(BOMBING, place=PROVINCE), ROW),
        (replace(BOMBING, place=IRAQ), ROW),
        (replace(BOMBING, earliest=None, latest=None), ROW),
    ):
        finding = only(reconciled(tmp_path, rows.format(number), [where], known))
        assert [each.field for each in finding.differences] == ["killed"]


def test_a_year_matches_its_days_in_the_same_town_with_or_without_a_toll(tmp_path: Path) -> None:
    assert only(reconciled(tmp_path, ROW.format(""), [YEAR])).outcome == "matched"
    other_town = replace(YEAR, place=place("Q131323", "الموصل", "Mosul", "Settlement", (36.34, 43.13), ["Q796"]))
    assert reconciled(tmp_path, ROW.format(""), [other_town]).count("missing") == 1


def test_nearly_the_same_toll_lifts_a_doubtful_pair_and_another_does_not(tmp_path: Path) -> None:
    without_class, known = "date,place,killed\n2024-03-05,البصرة,{}\n", background(claim("killed", "130"))
    assert only(reconciled(tmp_path, without_class.format(131), [YEAR], known)).outcome == "conflicting"
    finding = reconciled(tmp_path, without_class.format(12), [YEAR], known).findings[0]
    assert (finding.outcome, "killed 12, not 130" in finding.reason) == ("missing", True)


def test_of_rows_that_fit_as_well_the_one_with_the_nearer_toll_is_joined(tmp_path: Path) -> None:
    rows = ROW.format(2) + "2024-03-05,البصرة,العراق,5,Shooting\n"
    found = reconciled(tmp_path, rows)
    assert [finding.outcome for finding in found.findings] == ["missing", "conflicting"]


@pytest.mark.parametrize("status", ["Denied", "Planned", "Foiled"])
def test_what_did_not_happen_never_silently_matches_what_did(tmp_path: Path, status: str) -> None:
    told = claim("status", f"https://w3id.org/isnad/ontology#{status}", "ونفى متحدث وقوع الهجوم")
    finding = only(reconciled(tmp_path, ROW.format(7), [replace(BOMBING, status=status)], background(SEVEN, told)))
    (difference,) = finding.differences
    assert (finding.outcome, difference.field, difference.in_file, difference.in_graph) == ("conflicting", "status", "Occurred", status)
    assert [(each.article, each.words) for each in difference.words] == [(ARTICLE, "ونفى متحدث وقوع الهجوم")]


def test_an_own_file_can_say_that_an_attack_was_foiled(tmp_path: Path) -> None:
    rows = "التاريخ,المكان,القتلى,الحالة\n2024-03-05,البصرة,,{}\n"
    foiled = [replace(BOMBING, status="Foiled")]
    assert only(reconciled(tmp_path, rows.format("أُحبط"), foiled)).outcome == "matched"
    assert only(reconciled(tmp_path, rows.format("وقع"), foiled)).outcome == "conflicting"
    (difference,) = only(reconciled(tmp_path, rows.format("أحبط"))).differences
    assert (difference.field, difference.in_file, difference.in_graph) == ("status", "Foiled", "Occurred")


def test_an_attack_without_success_in_gtd_may_be_a_foiled_one(tmp_path: Path) -> None:
    rows = "eventid,iyear,imonth,iday,country_txt,city,attacktype1,success,nkill\n1,2024,3,5,Iraq,Basra,2,{},\n"
    foiled = [replace(BOMBING, status="Foiled")]
    assert only(reconciled(tmp_path, rows.format(0), foiled)).outcome == "matched"
    assert only(reconciled(tmp_path, rows.format(1), foiled)).outcome == "conflicting"


def test_a_denial_by_one_of_several_articles_is_told(tmp_path: Path) -> None:
    denied = claim("status", "https://w3id.org/isnad/ontology#Denied", article=OTHER)
    finding = only(reconciled(tmp_path, ROW.format(7), known=background(SEVEN, denied)))
    assert (finding.outcome, "Denied by some" in finding.reason) == ("matched", True)


def test_another_class_of_one_family_is_told_and_one_of_another_family_differs(tmp_path: Path) -> None:
    finding = only(reconciled(tmp_path, ROW.format(7), [replace(BOMBING, kind="Clash")]))
    assert (finding.outcome, "another class: Clash, not Shooting" in finding.reason) == ("matched", True)
    known = background(AT, SEVEN, claim("place", BASRA.name.iri, "اعتقلت الشرطة رجالا في البصرة", article=OTHER))
    finding = only(reconciled(tmp_path, ROW.format(7), [replace(BOMBING, kind="Arrest")], known))
    (difference,) = finding.differences
    assert (finding.outcome, difference.field, difference.in_file, difference.in_graph) == ("conflicting", "class", "Shooting", "Arrest")
    assert [each.words for each in difference.words] == [AT.words, "اعتقلت الشرطة رجالا في البصرة"]  # no claim is about a class


def test_an_arrest_in_the_same_town_on_that_day_is_no_attack_by_that_alone(tmp_path: Path) -> None:
    found = reconciled(tmp_path, ROW.format(""), [replace(BOMBING, kind="Arrest")])
    assert [finding.outcome for finding in found.findings] == ["missing"]


def test_a_place_that_is_told_beside_the_main_one_is_no_other_place(tmp_path: Path) -> None:
    mosul = place("Q131323", "الموصل", "Mosul", "Settlement", (36.34, 43.13), ["Q796"])
    rows = "date,place,killed,kind,actor\n2024-03-05,البصرة,7,Shooting,تنظيم الراية\n"
    attacks = replace(BOMBING, place=mosul)
    assert reconciled(tmp_path, rows, [attacks]).count("missing") == 1
    assert only(reconciled(tmp_path, rows, [replace(attacks, other_places=(BASRA, IRAQ))])).outcome == "matched"


def test_the_graphs_own_table_agrees_with_it_whatever_it_holds_best(tmp_path: Path) -> None:
    header = "incident,label_ar,class,status,earliest,latest,place_ar,killed_low,killed_best,killed_high\n"
    row = f"{BOMBING.iri},هجوم,Shooting,Denied,2024-03-05,2024-03-05,البصرة,13,170,170\n"
    incident = replace(BOMBING, status="Denied", killed=Toll(13, 170, 170))
    known = knowing((BOMBING, [given(13, counted="جنديًا"), given(170, counted="مدنيًا")]))
    assert only(reconciled(tmp_path, header + row, [incident], known)).outcome == "matched"
    assert only(reconciled(tmp_path, header + row, [BOMBING], KNOWN)).outcome == "conflicting"


@pytest.mark.parametrize("country", ["الكويت", "Lebanon"])
def test_a_town_of_another_country_is_another_town(tmp_path: Path, country: str) -> None:
    found = reconciled(tmp_path, f"date,place,country,killed,kind\n2024-03-05,البصرة,{country},7,Bombing\n")
    assert [finding.outcome for finding in found.findings][:1] == ["missing"]
