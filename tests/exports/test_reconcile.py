"""An analyst's rows beside the graph: what is matched, missing, extra and conflicting, with the words of the articles."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reconciling import ATLAS, BOMBING, knowing, only, reconciled
from told import ARTICLE, BASRA, DAY, MARKET, PROVINCE, SEVEN, VILLAGE, background, claim, place

from kg.errors import UsageError
from kg.incidents import Place
from kg.ontology import Instances
from kg.reconcile import read_records, read_table, scheme_for
from kg.reconcile.places import bare, kilometres
from kg.reconcile.records import Count, read_days, read_number


def test_a_row_in_arabic_with_arabic_digits_is_matched(tmp_path: Path) -> None:
    finding = only(reconciled(tmp_path, "التاريخ,المكان,القتلى\n٢٠٢٤-٠٣-٠٥,البصره,٧\n"))
    assert (finding.outcome, finding.incident) == ("matched", BOMBING)
    assert "same day; same place; killed 7" in finding.reason


def test_another_toll_is_a_conflict_with_the_words_of_the_article(tmp_path: Path) -> None:
    finding = only(reconciled(tmp_path, "التاريخ,المكان,القتلى\n2024-03-05,البصرة,12\n"))
    (difference,) = finding.differences
    assert (finding.outcome, difference.field, difference.in_file, difference.in_graph) == ("conflicting", "killed", "12", "7")
    assert [(each.article, each.words) for each in difference.words] == [(ARTICLE, SEVEN.words)]


def test_another_day_is_a_conflict_and_a_far_one_another_incident(tmp_path: Path) -> None:
    finding = only(reconciled(tmp_path, "date,place,killed\n2024-03-06,Basra,7\n"))
    assert [(each.field, each.in_file, each.in_graph) for each in finding.differences] == [("date", "2024-03-06", "2024-03-05")]
    assert finding.differences[0].words[0].words == "يوم الثلاثاء"
    found = reconciled(tmp_path, "date,place,killed\n2024-05-06,Basra,7\n")
    assert [finding.outcome for finding in found.findings] == ["missing"]


def test_another_place_is_a_conflict_where_all_else_agrees(tmp_path: Path) -> None:
    rows = "date,place,killed,kind,actor\n2024-03-05,الموصل,70,Shooting,تنظيم الراية\n"
    finding = only(reconciled(tmp_path, rows, known=background(claim("killed", "70"))))
    assert [(each.field, each.in_file, each.in_graph) for each in finding.differences] == [("place", "الموصل", "البصرة")]


def test_another_place_alone_makes_another_incident(tmp_path: Path) -> None:
    found = reconciled(tmp_path, "date,place,country,killed\n2024-03-05,الموصل,العراق,3\n")
    assert [finding.outcome for finding in found.findings] == ["missing", "extra"]


def test_an_empty_cell_differs_from_nothing(tmp_path: Path) -> None:
    rows = "date,place,killed,injured\n2024-03-05,Basra,,Unknown\n"
    assert only(reconciled(tmp_path, rows)).outcome == "matched"


@pytest.mark.parametrize(
    ("named", "where", "reason"),
    [
        ("سوق العشار", PROVINCE, "file's place within the graph's"),
        ("البصرة", MARKET, "place within the file's"),
        ("البصرة", PROVINCE, "same place"),
    ],
)
def test_a_place_may_hold_the_other_and_a_province_may_be_called_as_its_town(tmp_path: Path, named: str, where: Place, reason: str) -> None:
    finding = only(reconciled(tmp_path, f"date,place,killed\n2024-03-05,{named},7\n", [replace(BOMBING, place=where)]))
    assert finding.outcome == "matched"
    assert reason in finding.reason


def test_neighbours_may_be_one_place(tmp_path: Path) -> None:
    suburb = place("suburb", "ضاحية النخيل", "", "Settlement", (30.6, 47.8), ["Q796"])
    finding = only(reconciled(tmp_path, "date,place,killed\n2024-03-05,Basra,7\n", [replace(BOMBING, place=suburb)]))
    assert "places next to each other" in finding.reason


def test_a_month_agrees_with_its_days(tmp_path: Path) -> None:
    assert only(reconciled(tmp_path, "date,place,killed\nمارس 2024,البصرة,7\n")).outcome == "matched"


def test_an_undated_incident_is_dated_by_its_report(tmp_path: Path) -> None:
    undated = replace(BOMBING, earliest=None, latest=None)
    finding = only(reconciled(tmp_path, "date,place,killed\n2024-03-05,Basra,7\n", [undated]))
    assert "reported within days of it" in finding.reason
    found = reconciled(tmp_path, "date,place,killed\n2024-03-09,Basra,7\n", [undated])
    assert [finding.outcome for finding in found.findings] == ["missing"]  # nobody reports what is to come


def test_each_incident_goes_with_one_row_the_best_first(tmp_path: Path) -> None:
    again = replace(BOMBING, iri=f"{BOMBING.iri}2")
    rows = "date,place,killed\n2024-03-05,Basra,21\n2024-03-05,Basra,20\n2024-03-05,Basra,7\n"
    found = reconciled(tmp_path, rows, [BOMBING, again], knowing((BOMBING, [SEVEN]), (again, [claim("killed", "20")])))
    assert [finding.outcome for finding in found.findings] == ["missing", "matched", "matched"]
    assert found.findings[1].incident == again
    assert found.findings[0].reason.startswith("nearest, ")


def test_extra_is_what_is_within_the_span_and_the_places_of_the_file(tmp_path: Path) -> None:
    others = [
        replace(BOMBING, iri=f"{BOMBING.iri}1", earliest=date(2024, 3, 7), latest=date(2024, 3, 7), place=VILLAGE),
        replace(BOMBING, iri=f"{BOMBING.iri}2", earliest=date(2023, 3, 7), latest=date(2023, 3, 7)),
        replace(BOMBING, iri=f"{BOMBING.iri}3", place=place("Q79", "مصر", "Egypt", "Country")),
        replace(BOMBING, iri=f"{BOMBING.iri}4", kind="Arrest", earliest=date(2024, 3, 6), latest=date(2024, 3, 6)),
        replace(BOMBING, iri=f"{BOMBING.iri}5", earliest=None, latest=None),
    ]
    rows = "date,place,country,killed\n2024-03-01,الموصل,العراق,2\n2024-03-05,البصرة,العراق,7\n2024-03-09,بغداد,العراق,1\n"
    found = reconciled(tmp_path, rows, [BOMBING, *others])
    assert [finding.incident for finding in found.findings if finding.outcome == "extra"] == [others[0]]


def test_a_file_in_gtds_columns_is_known_by_them(tmp_path: Path) -> None:
    rows = (
        "eventid,iyear,imonth,iday,country_txt,provstate,city,latitude,longitude,specificity,attacktype1,nkill,nwound,gname\n"
        "202403050001,2024,3,5,Iraq,Basra,Basra,30.5,47.8,1,2,7,,Banner Group\n"
        "202403120002,2024,3,0,Iraq,Nineveh,Mosul,36.3,43.1,1,3,4,-99,Unknown\n"
    )
    arrest = replace(BOMBING, iri=f"{BOMBING.iri}1", kind="Arrest", earliest=date(2024, 3, 20), latest=date(2024, 3, 20))
    found = reconciled(tmp_path, rows, [BOMBING, arrest])
    assert [finding.outcome for finding in found.findings] == ["matched", "missing"]  # GTD has no arrests: it is not extra
    assert found.findings[0].record
    assert found.findings[0].record.killed == Count(7, 7, 7)
    assert found.findings[1].record
    assert found.findings[1].record.days == "2024-03-01/2024-03-31"
    assert "Banner Group" in found.findings[0].reason


def test_a_row_that_names_an_incident_by_its_iri_goes_with_it_whatever_was_changed(tmp_path: Path) -> None:
    twin = replace(BOMBING, iri=f"{BOMBING.iri}1")
    rows = f"id,date,place,killed\n{twin.iri},2024-06-05,Mosul,3\n,2024-03-05,Basra,7\n"
    found = reconciled(tmp_path, rows, [twin, BOMBING], knowing((BOMBING, [SEVEN]), (twin, [SEVEN])))
    assert [(each.outcome, each.incident) for each in found.findings] == [("conflicting", twin), ("matched", BOMBING)]
    assert [each.field for each in found.findings[0].differences] == ["date", "place", "killed"]


def test_a_file_in_acleds_columns_is_known_by_them(tmp_path: Path) -> None:
    rows = (
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,country,admin1,location,latitude,longitude,geo_precision,fatalities\n"
        "IRQ1,15 March 2024,3,Violence against civilians,Attack,Banner Group,Iraq,Basrah,Basra,30.5,47.8,1,6\n"
    )
    finding = only(reconciled(tmp_path, rows))
    assert [(each.field, each.in_file, each.in_graph) for each in finding.differences] == [("killed", "6", "7")]
    assert finding.record
    assert finding.record.days == "2024-03-01/2024-03-31"


def test_the_order_of_incidents_never_matters(tmp_path: Path) -> None:
    twins = [replace(BOMBING, iri=f"{BOMBING.iri}{number}") for number in range(4)]
    rows = "date,place,killed\n2024-03-05,Basra,7\n2024-03-05,Basra,7\n"
    assert reconciled(tmp_path, rows, twins) == reconciled(tmp_path, rows, twins[::-1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("التاريخ;المكان\n2024-03-05;البصرة\n".encode(encoding))
    table = read_table(tmp_path / "a.csv")
    assert table.columns == ("التاريخ", "المكان")
    assert table.rows == ((2, {"التاريخ": "2024-03-05", "المكان": "البصرة"}),)
    assert table.encoding == encoding


def test_a_bad_row_is_told_with_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    rows = 'date,place,killed\n2024-13-05,Basra,7\n2024-03-05,Basra,many\n2024-03-05,Basra,1,2,3\n"2024"x,Basra,1\n2024-03-05,Basra,7\n'
    (tmp_path / "a.csv").write_text(rows)
    table = read_table(tmp_path / "a.csv")
    records, problems = read_records(table, scheme_for(table, {}))
    assert [record.line for record in records] == [6]
    assert [problem.line for problem in problems] == [2, 3, 4, 5]
    assert "no day of the calendar" in problems[0].text
    assert "'many' is no number" in problems[1].text


@pytest.mark.parametrize(
    ("content", "given", "message"),
    [
        (b"", {}, "a.csv:1: the file is empty"),
        (b"a,a\n1,2\n", {}, "a.csv:1: two columns are called 'a'"),
        (b"a,b\n1,2\n", {}, "a.csv:1: no column is known to have dates or places"),
        (b"a,b\n1,2\n", {"date": "c"}, "there is no column 'c'; there are a, b"),
        (b"a,b\n1,2\n", {"when": "a"}, "there is no field 'when'; known are date,"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, given: dict[str, str], message: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UsageError, match=message.replace(".", r"\.")):
        scheme_for(read_table(tmp_path / "a.csv"), given)


def test_an_encoding_that_does_not_fit_says_where(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("date\nالبصرة\n".encode("cp1256"))
    with pytest.raises(UsageError, match=r"a\.csv:2: not utf-8 at byte 5"):
        read_table(tmp_path / "a.csv", "utf-8")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-03-05", DAY, DAY),
        ("5/3/2024", DAY, DAY),
        ("٥ آذار ٢٠٢٤", DAY, DAY),
        ("5 March 2024", DAY, DAY),
        ("05 mar, 2024", DAY, DAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("فبراير/شباط 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-03-05/2024-03-07", DAY, date(2024, 3, 7)),
    ],
)
def test_dates_are_read_as_analysts_write_them(text: str, first: date, last: date) -> None:
    assert read_days(text) == (first, last)


@pytest.mark.parametrize("text", ["2024-02-30", "31/31/2024", "soon", "5 nothing 2024", "2024-03-07/2024-03-05"])
def test_what_is_no_date_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"2024|soon"):
        read_days(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("٧", 7), ("1,200", 1200), ("7.0", 7), ("اثنا عشر", 12), ("0", 0), ("", None), ("-99", None), ("9", 9), ("غير معروف", None)],
)
def test_numbers_are_read_and_unknown_is_never_0(text: str, number: int | None) -> None:
    assert read_number(text) == number


def test_names_of_places_are_compared_without_what_they_are() -> None:
    assert bare("محافظة البصرة") == bare("البصره")
    assert bare("Basra Governorate") == "basra"
    assert round(kilometres((33.31, 44.36), (30.51, 47.78))) == 448


def test_namesakes_give_way_to_those_in_the_wider_places_that_are_named() -> None:
    meant = ATLAS.meant(("طرابلس", "لبنان"), None)
    assert meant.countries == {Instances().node("entity", "Q822").value}
    assert ATLAS.fit(meant, BASRA) == "abroad"
    assert ATLAS.fit(ATLAS.meant(("العراق",), None), BASRA) == "inside"
    assert ATLAS.fit(ATLAS.meant(("لا مكان بهذا الاسم",), None), BASRA) == "unknown"
