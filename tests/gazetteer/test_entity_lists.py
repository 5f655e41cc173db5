"""Lists of FollowTheMoney entities as a user's own gazetteer. All entities here are made up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GazetteerError
from kg.gazetteer import Gazetteer, load
from kg.gazetteer.ftm import read_listing
from kg.gazetteer.rows import Rows, read_rows
from kg.model import GazetteerEntry


def entity(schema: str = "Person", identifier: str = "x-1", **properties: Any) -> dict[str, Any]:
    return {"id": identifier, "caption": "?", "schema": schema, "datasets": ["made-up"], "properties": properties}


def listing(folder: Path, *entities: dict[str, Any], name: str = "own.ftm.json") -> Path:
    file = folder / name
    file.write_text("".join(f"{json.dumps(given, ensure_ascii=False)}\n" for given in entities), "utf-8")
    return file


Reader = Callable[..., Gazetteer]
WORLD = """id,class,ar,codes
Q796,Country,العراق,IQ
Q858,Country,سوريا,SY
Q999999992,Person,سالم الزهري,
"""


@pytest.fixture
def of(tmp_path: Path) -> Reader:
    """Makes a gazetteer of a small world and of a list of entities."""

    def read(*entities: dict[str, Any]) -> Gazetteer:
        world = tmp_path / "world.csv"
        world.write_text(WORLD, "utf-8")
        rows = Rows()
        entries = rows.take(read_rows(world))
        return Gazetteer.of([*entries, *rows.take(read_listing(listing(tmp_path, *entities), rows).rows)])

    return read


def the(gazetteer: Gazetteer, name: str) -> GazetteerEntry:
    (entry,) = gazetteer.lookup(name, ambiguous=True)
    return entry


def test_an_entity_becomes_an_entry(of: Reader) -> None:
    person = entity(
        identifier="Q999999991",
        name=["Sabir al-Yasmini", "صابر الياسميني", "Сабир"],
        alias=["صابر حسن الياسميني"],
        weakAlias=["أبو الياسمين"],
        nationality=["iq"],
        position=["قائد كتائب الياسمين", "Commander"],
        topics=["sanction"],
    )
    found = the(of(person), "صابر الياسميني")
    assert found == GazetteerEntry(
        "Q999999991",
        "Person",
        "صابر الياسميني",
        "Sabir al-Yasmini",
        aliases=("صابر حسن الياسميني",),
        ambiguous=("أبو الياسمين",),
        roles=("قائد كتائب الياسمين",),
        country="Q796",
        same_as=("http://www.wikidata.org/entity/Q999999991",),
    )


@pytest.mark.parametrize(
    ("schema", "topics", "kind"),
    [
        ("Person", ["crime.terror"], "Person"),
        ("Organization", [], "Organisation"),
        ("Organization", ["crime.terror", "sanction"], "ArmedGroup"),
        ("Organization", ["mil", "crime.terror"], "SecurityForce"),
        ("Organization", ["gov.igo"], "InternationalOrganisation"),
        ("LegalEntity", ["crime.terror"], "ArmedGroup"),
        ("LegalEntity", ["role.pep"], "Person"),
        ("LegalEntity", [], "Organisation"),
        ("PublicBody", [], "GovernmentBody"),
        ("PublicBody", ["gov.security"], "SecurityForce"),
        ("Company", ["crime.terror"], "Organisation"),
        ("Company", ["gov.soe"], "Organisation"),
        ("Organization", ["gov.soe"], "Organisation"),
        ("Organization", ["gov.national"], "GovernmentBody"),
        ("Organization", ["government"], "Organisation"),
    ],
)
def test_schema_and_topics_give_the_class(of: Reader, schema: str, topics: list[str], kind: str) -> None:
    assert the(of(entity(schema, name=["كتائب الياسمين"], topics=topics)), "كتائب الياسمين").kind == kind


def test_a_weak_alias_and_a_single_word_need_context(of: Reader) -> None:
    found = of(entity("Organization", name=["الياسمين"], alias=["حركة الياسمين"], weakAlias=["حركة الزهور"]))
    assert found.lookup("الياسمين") == found.lookup("حركة الزهور") == ()
    assert the(found, "الياسمين") == the(found, "حركة الزهور") == the(found, "حركة الياسمين")


def test_the_nested_format_is_read(of: Reader) -> None:
    sanction = {"id": "s-1", "schema": "Sanction", "properties": {"authority": ["?"], "entity": ["x-2"]}}
    parent = entity("Organization", "x-1", name=["حركة الياسمين"])
    wing = entity("Organization", "x-2", name=["كتائب الياسمين"], sanctions=[sanction], parent=[parent])
    found = of(wing, parent)
    assert the(found, "كتائب الياسمين").parent == the(found, "حركة الياسمين").id


def part_of(parent: str, identifier: str, name: str, schema: str = "Organization") -> dict[str, Any]:
    return entity(schema, identifier, name=[name], parent=[parent])


def test_a_parent_that_cannot_be_one_is_left_out_and_counted(tmp_path: Path) -> None:
    file = listing(
        tmp_path,
        entity("Person", "x-1", name=["صابر الياسميني"]),
        part_of("x-1", "x-2", "كتائب الياسمين"),
        part_of("x-3", "x-3", "كتائب الزهور"),
        part_of("x-9", "x-4", "كتائب النرجس"),
    )
    found = load([file])
    assert [the(found, f"كتائب {name}").parent for name in ("الياسمين", "الزهور", "النرجس")] == [None, None, None]
    assert found.notes == (f"{file}: not used: 3 parents that are no other organisation of the list, or go in a circle",)


def test_a_circle_of_parents_is_opened(tmp_path: Path) -> None:
    file = listing(
        tmp_path, part_of("x-2", "x-1", "حركة الياسمين"), part_of("x-3", "x-2", "حركة الزهور"), part_of("x-1", "x-3", "حركة النرجس")
    )
    found = load([file])
    assert found.containers(the(found, "حركة الياسمين").id) == (the(found, "حركة الزهور").id, the(found, "حركة النرجس").id)
    assert found.notes == (f"{file}: not used: 1 parents that are no other organisation of the list, or go in a circle",)


def test_a_name_without_a_letter_is_no_name(tmp_path: Path) -> None:
    file = listing(tmp_path, entity(name=["ـــ", "صابر الياسميني"]), entity(identifier="x-2", name=["ـ"]))
    assert load([file]).notes == (
        f"{file}: 1 of 2 entities used; left out: 1 without an Arabic name",
        f"{file}: not used: 1 names without a letter",
    )


def test_a_parent_by_id_that_the_list_lacks_is_left_open(of: Reader) -> None:
    assert the(of(entity("Organization", name=["كتائب الياسمين"], parent=["x-9"])), "كتائب الياسمين").parent is None


@pytest.mark.parametrize(
    ("properties", "country"),
    [
        ({"nationality": ["sy"], "country": ["iq", "sy"]}, "Q858"),
        ({"nationality": ["sy", "iq"], "country": ["iq"]}, "Q796"),
        ({"country": ["suhh"]}, None),
        ({}, None),
    ],
)
def test_the_country_is_the_only_one_of_a_property(of: Reader, properties: dict[str, list[str]], country: str | None) -> None:
    assert the(of(entity(name=["صابر الياسميني"], **properties)), "صابر الياسميني").country == country


def test_ids_come_from_the_list_alone(of: Reader) -> None:
    one = the(of(entity(name=["صابر الياسميني"])), "صابر الياسميني")
    renamed = the(of(entity(name=["صابر الياسمين"])), "صابر الياسمين")
    other = the(of(entity(identifier="x-2", name=["صابر الياسميني"])), "صابر الياسميني")
    by_property = the(of(entity(name=["صابر الياسميني"], wikidataId=["Q999999991"])), "صابر الياسميني")
    assert one.id == renamed.id != other.id
    assert by_property.id == "Q999999991"


def test_two_people_of_one_name_are_two_entries(of: Reader) -> None:
    found = of(entity(identifier="x-1", name=["صابر الياسميني"]), entity(identifier="x-2", name=["صابر الياسميني"]))
    assert len(found.lookup("صابر الياسميني")) == 2


def test_persian_codes_of_arabic_letters_are_no_other_name(of: Reader) -> None:
    assert the(of(entity(name=["صابر الیاسمینی کریم"])), "صابر الياسميني كريم").label_ar == "صابر الياسميني كريم"


def test_what_cannot_be_used_is_counted(tmp_path: Path) -> None:
    file = listing(
        tmp_path,
        entity(identifier="x-1", name=["صابر الياسميني"]),
        entity(identifier="x-1", name=["صابر الياسميني"]),
        entity(identifier="x-2", name=["Sabir"]),
        entity("Address", "x-3", full=["شارع الياسمين"]),
        entity("Vessel", "x-4", name=["الياسمين"]),
        entity(identifier="Q7747", name=["فلاديمير بوتين"]),
        entity(identifier="x-5", name=["فلاديمير بوتين"]),
    )
    reasons = "1 given twice, 2 known already, 1 of schema Address, 1 of schema Vessel, 1 without an Arabic name"
    assert load([file]).notes == (f"{file}: 1 of 7 entities used; left out: {reasons}",)
    assert load().notes == ()


def test_two_wikidata_ids_are_two_things_whatever_they_are_called(of: Reader) -> None:
    found = of(entity(identifier="Q999999991", name=["سالم الزهري"]))
    assert {entry.id for entry in found.lookup("سالم الزهري")} == {"Q999999992", "Q999999991"}


@pytest.mark.parametrize("name", ["own.json", "own.JSONL", "own.ftm", "own.ijson", "0.csv"])
def test_a_list_is_told_by_its_name_or_by_how_it_begins(tmp_path: Path, name: str) -> None:
    assert the(load([listing(tmp_path, entity(name=["صابر الياسميني"]), name=name)]), "صابر الياسميني")


def test_a_csv_after_a_list_may_refer_to_it(tmp_path: Path) -> None:
    file = listing(tmp_path, entity("Organization", name=["حركة الياسمين"]))
    rows = tmp_path / "own.csv"
    rows.write_text("class,ar,parent\nArmedGroup,كتائب الياسمين,حركة الياسمين\n", "utf-8")
    found = load([file, rows])
    assert the(found, "كتائب الياسمين").parent == the(found, "حركة الياسمين").id


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "no JSON"),
        ("[]", "a JSON list"),
        ('"x"', "a JSON str"),
        ('{"schema": "Person", "properties": {}}', "an entity without 'id'"),
        ('{"id": "", "schema": "Person", "properties": {}}', "an entity without 'id'"),
        ('{"id": "x", "properties": {}}', "an entity without 'schema'"),
        ('{"id": "x", "schema": "Person", "properties": []}', "an entity without 'properties'"),
        pytest.param("[" * 100_000, "JSON nested too deeply", id="deep"),
        (r'{"id": "x\ud800", "schema": "Person", "properties": {}}', "half a character"),
        (r'{"id": "x", "schema": "\udc00", "properties": {}}', "half a character"),
    ],
)
def test_a_bad_line_is_refused_with_file_line_and_remedy(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "own.json"
    file.write_text(f"\n{json.dumps(entity(name=['صابر الياسميني']))}\n{line}\n", "utf-8")
    with pytest.raises(GazetteerError) as raised:
        read_listing(file, Rows())
    assert str(raised.value).startswith(f"{file}:3: {problem}")
    assert "; " in str(raised.value)


@pytest.mark.parametrize(("content", "problem"), [("é".encode("latin-1"), "not UTF-8"), (None, "check the path")])
def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None, problem: str) -> None:
    file = tmp_path / "own.json"
    if content:
        file.write_bytes(content)
    with pytest.raises(GazetteerError, match=problem):
        read_listing(file, Rows())
