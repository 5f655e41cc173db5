"""FollowTheMoney entities, checked by the library that Aleph and OpenSanctions read them with."""

import json
from pathlib import Path

import pytest
from exporting import publish_with_a_bad_name, written

pytest.importorskip("followthemoney", reason="the extra aleph is not installed: pip install followthemoney")

from followthemoney import model
from followthemoney.proxy import EntityProxy


def entities(folder: Path, **filters: str) -> dict[str, EntityProxy]:
    """Each by its identifier, cleaned by the library: what it does not take is gone."""
    lines = [json.loads(line) for line in written(folder, "ftm", **filters).splitlines()]
    return {line["id"]: EntityProxy.from_dict(line, cleaned=False) for line in lines}


@pytest.fixture(scope="module", params=["small_store", "seeds_store"])
def store(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


def test_the_library_takes_every_value_as_it_is(store: Path) -> None:
    for line in written(store, "ftm").splitlines():
        said = json.loads(line)
        taken = EntityProxy.from_dict(said, cleaned=False).to_dict()
        assert {name: sorted(values) for name, values in taken["properties"].items()} == {
            name: sorted(values) for name, values in said["properties"].items()
        }


def test_every_entity_has_what_its_schema_requires_and_links_lead_to_entities_of_the_right_schema(store: Path) -> None:
    found = entities(store)
    for entity in found.values():
        entity.schema.validate({"properties": entity.to_dict()["properties"]})
        for property_, value in entity.itervalues():
            if property_.type.name == "entity":
                assert found[value].schema.is_a(property_.range or model["Thing"]), (entity.id, property_.name)


def test_a_group_a_person_and_a_place_have_their_schemata(small_store: Path) -> None:
    found = entities(small_store)
    schemata = {name: found[f"isnad-entity-{name}"].schema.name for name in ("nur", "jaysh", "khatib", "Q173474")}
    assert schemata == {"nur": "Organization", "jaysh": "PublicBody", "khatib": "Person", "Q173474": "Address"}
    assert found["isnad-entity-Q173474"].get("country") == ["sy"]
    assert found["isnad-entity-nur"].get("parent") == ["isnad-entity-fajr"]


def test_a_role_is_a_membership(small_store: Path) -> None:
    (membership,) = (entity for entity in entities(small_store).values() if entity.schema.name == "Membership")
    assert membership.get("member") == ["isnad-entity-khatib"]
    assert membership.get("organization") == ["isnad-entity-dakhiliya"]
    assert membership.get("role") == ["وزير الداخلية السوري"]


def test_who_is_accused_is_linked_but_not_said_to_be_involved(small_store: Path) -> None:
    found = entities(small_store)
    blast = found["isnad-event-blast"]
    assert blast.get("involved") == []
    links = [entity for entity in found.values() if entity.schema.name == "UnknownLink" and entity.get("subject") == [blast.id]]
    assert {role.partition(" ")[0] for link in links for role in link.get("role")} == {"claimedBy", "accused", "deniedBy"}
    assert (blast.get("startDate"), blast.get("location")) == (["2024-05-01"], ["الحسكة"])


def test_to_be_called_an_armed_group_is_no_topic(small_store: Path) -> None:
    assert entities(small_store)["isnad-entity-Q2429253"].get("topics") == []


def test_a_filter_leaves_its_incidents(small_store: Path) -> None:
    found = entities(small_store, status="kg:Foiled")
    assert [entity.id for entity in found.values() if entity.schema.name == "Event"] == ["isnad-event-plot"]


def test_a_bad_name_is_one_line(tmp_path: Path) -> None:
    publish_with_a_bad_name(tmp_path)
    assert "isnad-event-blast" in entities(tmp_path)
