"""`kg reconcile` over the store of the seeds: own rows in Arabic, GTD's columns, exit codes, formats."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.exports import choose_of
from kg.exports.databases import gtd
from kg.exports.databases.background import read_background
from kg.gazetteer import load
from kg.incidents import Filter
from kg.ontology import Instances
from kg.store import StoreFolder

Run = Callable[..., Result]
OWN = "التاريخ,المكان,البلد,القتلى\n١٣ نوفمبر ٢٠١٥,باريس,فرنسا,١٣٠\n2021-08-26,مطار كابول,أفغانستان,12\n2016,نيس,فرنسا,86\n"


@pytest.fixture
def run(seeds_store: Path, tmp_path: Path) -> Run:
    def asked(content: str | bytes, *options: str) -> Result:
        file = tmp_path / "rows.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return CliRunner().invoke(main, ["--store", str(seeds_store), "reconcile", str(file), *options])

    return asked


def test_own_rows_in_arabic(run: Run) -> None:
    done = run(OWN, "--format", "json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [each["outcome"] for each in found if each["line"]] == ["matched", "conflicting", "missing"]
    (difference,) = found[1]["differences"]
    assert (difference["field"], difference["in_file"], difference["in_graph"]) == ("killed", "12", "about 183")
    assert any("١٣" in each["words"] or "13" in each["words"] for each in difference["words"])
    assert "own columns, utf-8" in done.stderr


@pytest.mark.parametrize(
    ("row", "in_graph"), [("2021-08-26,Kabul,Afghanistan,100,", "about 183"), ("2015-11-13,Paris,France,131,Attack", "130")]
)
def test_a_toll_that_no_article_gives_is_a_conflict_with_its_words(run: Run, row: str, in_graph: str) -> None:
    done = run(f"date,place,country,killed,kind\n{row}\n", "--format", "json", "--only", "conflicting")
    (finding,) = map(json.loads, done.stdout.splitlines())
    (difference,) = finding["differences"]
    assert (difference["field"], difference["in_graph"], done.exit_code) == ("killed", in_graph, 1)
    assert all(each["words"] for each in difference["words"])


def test_the_table_of_windows_1256_shows_the_words_of_the_article(run: Run) -> None:
    western = OWN.translate({0x660 + digit: str(digit) for digit in range(10)})
    done = run(western.encode("cp1256"), "--only", "conflicting")
    assert "cp1256" in done.stderr
    assert "مطار كابول" in done.stdout
    assert "missing" not in done.stdout


def test_csv_has_a_row_for_each_difference(run: Run) -> None:
    done = run(OWN, "-f", "csv", "--only", "conflicting")
    rows = list(csv.DictReader(StringIO(done.stdout.lstrip("\ufeff"))))
    assert {(row["differs"], row["in_file"]) for row in rows} == {("killed", "12")}
    assert all(row["words"] and row["article"].startswith("https://w3id.org/isnad/id/article/") for row in rows)


def test_what_was_exported_in_gtds_columns_is_matched_row_by_row(run: Run, seeds_store: Path) -> None:
    instances, output = Instances(), StringIO(newline="")
    chosen = choose_of(StoreFolder(seeds_store).snapshot(), Filter(), instances)
    known = read_background(lambda name: chosen.asks(name, {}), chosen.table, load(), instances)
    gtd.write(chosen.incidents, known, output)
    done = run(output.getvalue(), "--format", "json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found
    assert {each["outcome"] for each in found} == {"matched"}
    assert all(each["row"]["id"] == each["incident"]["iri"] for each in found)
    assert "columns of GTD" in done.stderr
    assert done.exit_code == 0


def test_columns_can_be_named(run: Run) -> None:
    rows = "Tag;Ort;Tote\n2015-11-13;Paris;130\n"
    assert run(rows, "--columns", "date=Tag,place=Ort,killed=Tote").exit_code == 0
    done = run(rows)
    assert done.exit_code == 2
    assert "rows.csv:1: no column is known to have dates or places (Tag, Ort, Tote)" in done.stderr


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("date,place\n", (), "it has no rows below its header"),
        ("date\n2024\n", ("--columns", "date"), "--columns is given as FIELD=COLUMN"),
        ("date\n2024\n", ("--encoding", "morse"), "there is no encoding 'morse'"),
    ],
)
def test_what_cannot_be_done_says_why_and_ends_with_2(run: Run, content: str, options: tuple[str, ...], message: str) -> None:
    done = run(content, *options)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_bad_row_is_told_and_ends_with_1(run: Run) -> None:
    done = run("date,place,killed\n2015-11-13,Paris,130\nsometime,Paris,1\n")
    assert done.exit_code == 1
    assert "rows.csv:3: 'sometime' is no date" in done.stderr
    assert "1 row cannot be used" in done.stderr
