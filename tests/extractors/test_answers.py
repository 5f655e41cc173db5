"""What a model is asked for, and what of its answer has the form."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from answers import answer as told
from answers import bombing, participation, statement, toll

from kg.extractors.llm.answers import BadAnswer, answer, schema, terms
from kg.ontology import labels


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a schema."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def test_the_schema_is_as_strict_as_structured_output_wants_it() -> None:
    assert schema()["type"] == "object"
    objects = [part for part in parts(schema()) if part.get("type") == "object"]
    assert len(objects) == 8
    assert all(part["additionalProperties"] is False and set(part["required"]) == set(part["properties"]) for part in objects)


def test_the_schema_names_the_terms_of_the_ontology() -> None:
    listed = {term for part in parts(schema()) for term in part.get("enum", ())}
    assert {"ArmedGroup", "SuicideBombing", "Foiled", "AtLeast", "Whole", "ArmedGroupMembers", "Condemn"} <= listed
    assert listed <= labels().keys()


def test_classes_of_which_nothing_is_directly_are_not_asked_for() -> None:
    assert not {"Entity", "Place"} & set(terms("Entity"))
    assert not {"Event", "Statement"} & set(terms("Event"))


def test_an_answer_of_the_form_is_taken_whole() -> None:
    dropped: Counter[str] = Counter()
    found = answer(json.dumps(told()), dropped)
    assert (len(found.entities), len(found.events), len(found.statements)) == (3, 1, 1)
    assert not dropped


def test_a_fence_around_it_does_no_harm() -> None:
    assert answer(f"```json\n{json.dumps(told())}\n```", Counter()).events


@pytest.mark.parametrize(
    "item",
    [
        bombing(kind="Sabotage"),
        bombing(status="Maybe"),
        bombing(agent_types=["Pirates"]),
        bombing(tolls=[toll(scope="Half")]),
    ],
)
def test_an_item_of_no_class_of_ours_is_dropped_and_counted(item: dict[str, Any]) -> None:
    dropped: Counter[str] = Counter()
    found = answer(json.dumps(told(events=[item, bombing(id="i2")])), dropped)
    assert [event.id for event in found.events] == ["i2"]
    assert dropped == {"of no class of ours": 1}


@pytest.mark.parametrize(
    "item",
    [
        bombing(tolls=[toll(value="ثلاثة")]),
        bombing(participations=[participation(property="culprit")]),
        bombing(mood="sad"),
        {"id": "i1"},
        "تفجير",
    ],
)
def test_an_item_of_another_form_is_dropped_and_counted(item: object) -> None:
    dropped: Counter[str] = Counter()
    found = answer(json.dumps(told(events=[item])), dropped)
    assert found.events == []
    assert len(found.statements) == 1
    assert dropped == {"of another form": 1}


def test_a_part_that_is_not_there_is_empty() -> None:
    assert answer(json.dumps({"statements": [statement()]}), Counter()).entities == []


@pytest.mark.parametrize("written", ["", "آسف", "[1]", "{", '{"a": 1}', '{"events": [', "null"])
def test_what_is_no_answer_is_a_bad_one(written: str) -> None:
    with pytest.raises(BadAnswer):
        answer(written, Counter())
