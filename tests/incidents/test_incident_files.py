"""Incidents as CSV and GeoJSON, read back by what reads such files."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exports.csv import safe, write_csv
from kg.exports.geojson import write_geojson
from kg.exports.geojson_places import write_places
from kg.incidents import Actor, Incident, Named, Place, Report, Toll

BASE = "https://w3id.org/isnad/id/"


def incident(place: Place | None = None, ar: str = "تفجير في البصرة", killed: Toll | None = None) -> Incident:
    group = Named(f"{BASE}entity/Q2429253", "داعش", "Islamic State", "ArmedGroup")
    return Incident(
        f"{BASE}event/1", ar, "Bombing in Basra", "Bombing", "Occurred", date(2024, 3, 1), date(2024, 3, 31), place, killed, None,
        (Actor("agent", group), Actor("perpetrator", group)), (Report(f"{BASE}article/1", None, None),), 1,
    )  # fmt: skip


def place(kind: str, latitude: float | None = 30.5, longitude: float | None = -47.8) -> Place:
    return Place(Named(f"{BASE}entity/Q48195", "البصرة", "Basra", kind), latitude, longitude, frozenset())


def rows(*incidents: Incident) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(write_csv(incidents)).removeprefix("\ufeff"), newline="")))


def features(*incidents: Incident) -> list[dict[str, Any]]:
    collection = json.loads("".join(write_geojson(incidents)))
    assert collection["type"] == "FeatureCollection"
    return list(collection["features"])


def test_a_row_has_names_numbers_and_iris() -> None:
    (row,) = rows(incident(place("Settlement"), killed=Toll(10, 12, 12)))
    assert row["label_ar"] == "تفجير في البصرة"
    assert (row["earliest"], row["latest"]) == ("2024-03-01", "2024-03-31")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("10", "12", "12")
    assert (row["agent"], row["agent_ar"]) == (f"{BASE}entity/Q2429253", "داعش")
    assert row["longitude"] == "-47.8"  # a number, not a text to be guarded


def test_what_is_not_known_is_empty_and_never_0() -> None:
    (row,) = rows(incident())
    assert (row["killed_best"], row["injured_best"], row["place"], row["latitude"], row["target"]) == ("", "", "", "", "")
    (row,) = rows(incident(killed=Toll(0, 0, 0)))
    assert row["killed_best"] == "0"


def test_a_file_begins_so_that_spreadsheets_take_it_for_utf_8() -> None:
    assert next(iter(write_csv([]))).startswith("\ufeffincident,")


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1+1", "\u200f=1", "\ufeff=1", "\t1"])
def test_no_text_is_taken_for_a_formula(formula: str) -> None:
    (row,) = rows(incident(ar=formula))
    assert row["label_ar"].startswith("'")
    assert row["label_ar"].replace("'", "") == formula


@given(st.text())
def test_texts_come_back_but_for_apostrophes(text: str) -> None:
    (row,) = rows(incident(ar=text))
    assert row["label_ar"].replace("'", "") == text.replace("'", "")
    assert safe(text).lstrip()[:1] not in ("=", "+", "-", "@")


@given(st.text(alphabet=";\t\n=+-@ab\u200f ", max_size=12))
def test_no_cell_that_a_spreadsheet_may_make_of_a_text_is_a_formula(text: str) -> None:
    """Where semicolons separate cells, «x;=1+1» is two."""
    cells = re.split(r"[;\t\r\n]", safe(text))
    assert not any(cell.strip(" \u200f")[:1] in ("=", "+", "-", "@") for cell in cells if cell.strip(" \u200f"))


@pytest.mark.parametrize(
    ("kind", "precision", "approximate"),
    [
        ("Facility", "facility", False),
        ("Settlement", "settlement", False),
        ("Region", "region", True),
        ("Country", "country", True),
        ("Place", "unknown", True),
    ],
)
def test_only_a_site_or_a_town_is_a_point(kind: str, precision: str, *, approximate: bool) -> None:
    where = incident(place(kind))
    for (feature,) in (features(where), json.loads("".join(write_places([where])))["features"]):
        point = {"type": "Point", "coordinates": [-47.8, 30.5]}
        assert feature["geometry"] == (None if approximate else point)
        assert feature["properties"]["representative_point"] == [-47.8, 30.5]
        assert (feature["properties"]["precision"], feature["properties"]["approximate"]) == (precision, approximate)


@pytest.mark.parametrize("where", [None, place("Country", None, None), place("Settlement", 91.0), place("Settlement", 1.0, 181.0)])
def test_without_coordinates_of_this_earth_there_is_no_geometry(where: Place | None) -> None:
    (feature,) = features(incident(where))
    assert feature["geometry"] is None
    assert feature["properties"]["representative_point"] is None


def test_no_incident_is_a_collection_without_features() -> None:
    assert features() == []
    assert len(features(incident(), incident())) == 2
