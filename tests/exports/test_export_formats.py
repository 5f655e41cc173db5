"""The registry of formats, and `kg export` from the command line."""

import io
import json
from pathlib import Path

import geopandas
import pytest
from click.testing import CliRunner, Result
from exporting import BLAST, written
from rdflib import Dataset

from kg.cli import main
from kg.exports import FORMATS, format_of
from kg.exports.rdf import SYNTAXES
from kg.incidents.filters import PARAMETERS


def export(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "export", *arguments])


def test_formats_of_rdf_are_those_that_rdf_can_write() -> None:
    assert {name for name, form in FORMATS.items() if form.is_rdf} == set(SYNTAXES)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_download_has_a_name_that_says_its_format(form: object) -> None:
    assert format_of(form.file) == form.name
    assert form.summary.keys() == {"ar", "en"}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("iraq.geojson", "geojson"),
        ("claims.parquet", "parquet-claims"),
        ("x.parquet", "parquet-incidents"),
        ("my.gtd.csv", "gtd"),
        ("mygtd.csv", "csv"),
        ("x.ftm.json", "ftm"),
        ("x.json", "jsonld"),
        ("graph.ttl", "turtle"),
        ("x", None),
    ],
)
def test_the_longest_ending_of_a_name_says_the_format(name: str, form: str | None) -> None:
    assert format_of(name) == form


@pytest.mark.parametrize("form", [name for name, each in FORMATS.items() if not each.is_rdf])
def test_every_format_writes_the_graph_of_the_seeds_twice_the_same(seeds_store: Path, form: str) -> None:
    assert written(seeds_store, form)
    assert written(seeds_store, form) == written(seeds_store, form)


def test_a_file_takes_its_format_from_its_name_and_its_incidents_from_the_filters(small_store: Path, tmp_path: Path) -> None:
    assert export(small_store, str(tmp_path / "x.geojson"), "--kind", "kg:Bombing", "--killed", "10").exit_code == 0
    assert [each["id"] for each in json.loads((tmp_path / "x.geojson").read_text("utf-8"))["features"]] == [BLAST]


def test_every_filter_of_incidents_is_an_option() -> None:
    assert all(f"--{each.name}" in CliRunner().invoke(main, ["export", "--help"]).output for each in PARAMETERS)


def test_all_formats_are_listed() -> None:
    assert all(name in CliRunner().invoke(main, ["export", "--formats"]).output for name in FORMATS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-f", "trig", "--kind", "kg:Attack"], "trig holds whole graphs"),
        (["-f", "gexf", "--sorted"], "formats of RDF"),
        (["-f", "csv", "--since", "yesterday"], "YYYY-MM-DD"),
        (["-f", "docx"], "unknown format"),
    ],
)
def test_what_makes_no_sense_is_refused(small_store: Path, arguments: list[str], told: str) -> None:
    answer = export(small_store, *arguments)
    assert (answer.exit_code, told in answer.output) == (2, True), answer.output


def test_incidents_on_a_map_are_read_by_geopandas(small_store: Path) -> None:
    frame = geopandas.read_file(io.BytesIO(written(small_store, "geojson"))).set_index("id")
    assert (frame.loc[BLAST].geometry.x, frame.loc[BLAST].geometry.y) == (40.75, 36.5)
    assert frame.loc[[each for each in frame.index if each.endswith("threat")]].geometry.isna().all()


def test_places_have_the_number_of_their_incidents_and_are_read_by_geopandas(small_store: Path) -> None:
    frame = geopandas.read_file(io.BytesIO(written(small_store, "places"))).set_index("label_en")
    assert dict(frame["incidents"]) == {"Qamishli": 2, "Al-Hasakah": 1}
    assert frame.loc["Qamishli"].geometry.y == 37.05


def test_json_ld_has_a_context_and_is_the_same_graph(seeds_store: Path, tmp_path: Path) -> None:
    for name in ("x.jsonld", "x.nq"):
        assert export(seeds_store, str(tmp_path / name)).exit_code == 0
    written_ = json.loads((tmp_path / "x.jsonld").read_text("utf-8"))
    assert written_["@context"]["label"] == "http://www.w3.org/2000/01/rdf-schema#label"
    linked, quads = Dataset(), Dataset()
    linked.parse(tmp_path / "x.jsonld", format="json-ld")
    quads.parse(tmp_path / "x.nq", format="nquads")
    assert set(linked.quads()) == set(quads.quads())


def test_what_a_dataset_would_not_have_is_said_to_be_left_out(small_store: Path) -> None:
    answer = CliRunner().invoke(main, ["--store", str(small_store), "export", "-f", "gtd"])
    assert "gtd-left-out" in answer.stderr
    assert "2024" in written(small_store, "gtd").decode()
