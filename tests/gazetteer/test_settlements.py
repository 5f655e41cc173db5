"""The far larger list of settlements, for telling which place a found name means."""

import gzip
from pathlib import Path

import pytest

from kg.errors import GazetteerError
from kg.gazetteer import Gazetteer, load
from kg.gazetteer.settlements import FILE, Settlements
from kg.model import GazetteerEntry

LINES = """باريس	gn3 gn2
gaba	gn7
paris	gn3 gn2
كفربطنا	gn5

gn2	US.TX	33.66	-95.56	24782	Paris	باريس
gn3	FR.11	48.85	2.35	2138551	Paris	باريس|باريز
gn5	SY.08	33.51	36.37	0	Kafr Baţnā	كفر بطنا
gn7	XX.01	0	0	12	Gaba	جبا
"""
CODES = {"FR": "Q142", "US": "Q30", "US.TX": "Q1439"}


@pytest.fixture(scope="module")
def few() -> Settlements:
    first, second = LINES.split("\n\n")
    ordered = "".join(f"{line}\n" for line in sorted(first.split("\n"), key=str.encode)) + "\n" + second
    return Settlements(gzip.compress(ordered.encode()), CODES)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def test_namesakes_come_with_the_most_populous_first(few: Settlements) -> None:
    assert [(entry.id, entry.population) for entry in few.named("باريس")] == [("gn3", 2138551), ("gn2", 24782)]


def test_country_and_province_are_those_of_the_code(few: Settlements) -> None:
    texan = few.get("gn2")
    assert texan == GazetteerEntry(
        "gn2",
        "Settlement",
        "باريس",
        "Paris",
        country="Q30",
        parent="Q1439",
        latitude="33.66",
        longitude="-95.56",
        same_as=("https://sws.geonames.org/2/",),
        population=24782,
    )


def test_what_no_list_has_of_a_place_stays_open(few: Settlements) -> None:
    nowhere = few.get("gn7")
    assert nowhere is not None
    assert (nowhere.country, nowhere.parent) == (None, None)


@pytest.mark.parametrize("name", ["كفر بطنا", "كفربطنا", "كَفْر بَطنا", "الكفر بطنا"])
def test_blanks_marks_and_article_do_not_part_spellings(few: Settlements, name: str) -> None:
    assert [entry.id for entry in few.named(name)] == ["gn5"]


@pytest.mark.parametrize("name", ["", " ", "«»", "ا", "ياء", "gn2", "pari", "parisa"])
def test_what_is_no_name_of_a_settlement_finds_none(few: Settlements, name: str) -> None:
    assert list(few.named(name)) == []


@pytest.mark.parametrize("identifier", ["", "gn", "gn1", "gn22", "gn8", "paris", "Q142"])
def test_what_is_no_id_of_a_settlement_finds_none(few: Settlements, identifier: str) -> None:
    assert few.get(identifier) is None


def test_without_a_file_there_are_none() -> None:
    assert Gazetteer.of([]).settlements("باريس") == ()
    assert Gazetteer.of([]).get("gn3") is None


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="install isnad-kg again"):
        Gazetteer.of([], settlements=tmp_path)


# What is shipped


def test_every_line_is_found_by_bisection(gazetteer: Gazetteer) -> None:
    names, _, records = shipped_lines().partition("\n\n")
    for line in names.split("\n")[::50]:
        name, _, ids = line.partition("\t")
        assert {entry.id for entry in gazetteer.settlements(name)} == set(ids.split(" "))
    for line in records.splitlines()[::50]:
        identifier = line.partition("\t")[0]
        found = gazetteer.get(identifier)
        assert found is not None
        assert found.id == identifier


def test_the_file_stays_compact(gazetteer: Gazetteer) -> None:
    _, _, records = shipped_lines().partition("\n\n")
    assert len(records.splitlines()) > 25_000
    assert len((folder() / FILE).read_bytes()) < 2_500_000


def test_no_settlement_is_an_entry_too(gazetteer: Gazetteer) -> None:
    listed = {iri for entry in gazetteer for iri in entry.same_as}
    _, _, records = shipped_lines().partition("\n\n")
    numbers = {line.partition("\t")[0].removeprefix("gn") for line in records.splitlines()}
    assert [number for number in numbers if f"https://sws.geonames.org/{number}/" in listed] == []


def test_every_settlement_of_a_listed_country_lies_in_it(gazetteer: Gazetteer) -> None:
    (enfidha,) = gazetteer.settlements("النفيضة")
    containers = [gazetteer.get(identifier) for identifier in gazetteer.containers(enfidha.id)]
    assert [entry.label_ar for entry in containers if entry][:2] == ["ولاية سوسة", "تونس"]


def test_the_west_bank_is_no_part_of_israel(gazetteer: Gazetteer) -> None:
    west_bank = gazetteer.lookup("الضفة الغربية")[0]
    towns = [entry for name in ("يعبد", "ترمسعيا") for entry in gazetteer.settlements(name)]
    assert {entry.parent for entry in towns} == {west_bank.id}


def test_settlements_are_not_looked_up_as_names_of_the_text_are(gazetteer: Gazetteer) -> None:
    (enfidha,) = gazetteer.settlements("النفيضة")
    assert gazetteer.lookup("النفيضة", ambiguous=True) == ()
    assert enfidha.id not in {entry.id for entry in gazetteer}


def test_an_entry_of_a_users_own_takes_the_place_of_a_settlement(gazetteer: Gazetteer, tmp_path: Path) -> None:
    (enfidha,) = gazetteer.settlements("النفيضة")
    file = tmp_path / "own.csv"
    file.write_text(f"id,class,ar,country\n{enfidha.id},Settlement,النفيضة,تونس\n", "utf-8")
    own = load([file])
    assert own.settlements("النفيضة") == ()
    assert own.lookup("النفيضة")[0].id == enfidha.id


def test_the_version_tells_the_settlements(gazetteer: Gazetteer) -> None:
    assert Gazetteer.of(gazetteer).version != gazetteer.version


def test_listed_settlements_have_a_population_to_compare_with(gazetteer: Gazetteer) -> None:
    (listed,) = gazetteer.lookup("باريس")
    assert listed.population is not None
    assert listed.population > max(entry.population or 0 for entry in gazetteer.settlements("باريس"))


def folder() -> Path:
    return Path(__file__).parents[2] / "kg" / "gazetteer"


def shipped_lines() -> str:
    return gzip.decompress((folder() / FILE).read_bytes()).decode()
