"""Names that were borne for a time."""

from pathlib import Path

import pytest

from kg.errors import GazetteerError
from kg.gazetteer import Gazetteer, load
from kg.gazetteer.rows import Rows, read_rows
from kg.model import GazetteerEntry, NamePeriod


@pytest.mark.parametrize(
    ("first", "last", "day", "holds"),
    [
        ("2014-06-29", None, "2014-06-29", True),
        ("2014-06-29", None, "2014-06-28", False),
        ("2014-06", "2015", "2014-06-01", True),
        ("2014-06", "2015", "2015-12-31", True),
        ("2014-06", "2015", "2016-01-01", False),
        (None, "2013-04-08", "1999-01-01", True),
        (None, None, "2024-01-01", True),
    ],
)
def test_a_period_holds_all_days_of_its_first_and_last_month_or_year(first: str | None, last: str | None, day: str, *, holds: bool) -> None:
    assert NamePeriod("داعش", first, last).covers(day) is holds


OLD = GazetteerEntry("Q1", "ArmedGroup", "جبهة الياسمين", "Jasmine Front", periods=(NamePeriod("جبهة الياسمين", "2012", "2016-07"),))
NEW = GazetteerEntry("Q2", "Organisation", "جبهة الياسمين", "Jasmine Front", periods=(NamePeriod("جبهة الياسمين", "2020", None),))
ALWAYS = GazetteerEntry("Q3", "Organisation", "جبهة الياسمين", "Jasmine Front", aliases=("الجبهة",))


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        (None, ["Q1", "Q2", "Q3"]),
        ("2014-02-01", ["Q1", "Q3"]),
        ("2018-02-01", ["Q3"]),
        ("2024-02-01", ["Q2", "Q3"]),
    ],
)
def test_who_bore_a_name_on_the_day_comes_before_who_did_not(day: str | None, ids: list[str]) -> None:
    assert [entry.id for entry in Gazetteer.of([OLD, NEW, ALWAYS]).lookup("جبهة الياسمين", on=day)] == ids


@pytest.mark.parametrize("day", ["2018-02-01", "2011-12-31"])
def test_a_name_that_nobody_bore_on_the_day_is_found_all_the_same(day: str) -> None:
    assert [entry.id for entry in Gazetteer.of([OLD, NEW]).lookup("جَبهة الياسمين", on=day)] == ["Q1", "Q2"]


def test_the_shipped_gazetteer_knows_when_names_changed() -> None:
    (islamic_state,) = load().lookup("تنظيم الدولة الإسلامية في العراق والشام")
    periods = {period.name: (period.first, period.last) for period in islamic_state.periods}
    assert periods["تنظيم الدولة الإسلامية في العراق والشام"] == ("2013-04-08", "2014-06-29")


@pytest.mark.parametrize(
    ("periods", "problem"),
    [
        ("فتح", "bad period 'فتح'"),
        ("حركة الياسمين=2014", "bad period 'حركة الياسمين=2014'"),
        ("حركة الزهور=2014/", "is of no name of this row"),
        ("حركة الياسمين=2014-13/", "bad date '2014-13'"),
        ("حركة الياسمين=/14", "bad date '14'"),
        ("حركة الياسمين=2014-02-31/", "bad date '2014-02-31'"),
        ("حركة الياسمين=/", "has no date"),
        ("حركة الياسمين=2016/2014-06", "ends before it begins"),
    ],
)
def test_a_bad_period_is_refused_with_file_line_and_remedy(tmp_path: Path, periods: str, problem: str) -> None:
    file = tmp_path / "own.csv"
    file.write_text(f"class,ar,periods\nArmedGroup,حركة الياسمين,{periods}\n", "utf-8")
    with pytest.raises(GazetteerError) as raised:
        Rows().take(read_rows(file))
    assert str(raised.value).startswith(f"{file}:2: ")
    assert problem in str(raised.value)
    assert "; " in str(raised.value)


def test_a_period_may_have_one_end_and_a_name_several_periods(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("class,ar,periods\nCountry,الياسمين,الياسمين=/1991|الياسمين=2003-05/2003-05\n", "utf-8")
    (entry,) = Rows().take(read_rows(file))
    assert entry.periods == (NamePeriod("الياسمين", None, "1991"), NamePeriod("الياسمين", "2003-05", "2003-05"))
