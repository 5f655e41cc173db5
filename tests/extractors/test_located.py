"""From an answer to what is read: only what the text has."""

from collections import Counter
from typing import Any

import msgspec
import pytest
from answers import ARTICLE, CLAIM, CLAUSE, ENTITIES, TEXT, answer, bombing, participation, statement, toll
from reading import EventReading, Reading

from kg.extractors.llm.answers import Answer
from kg.extractors.llm.located import extraction
from kg.model import Reader

READER = Reader("llm", "1", "made-up")


def read(told: dict[str, Any]) -> tuple[Reading, Counter[str]]:
    dropped: Counter[str] = Counter()
    found = extraction(READER, TEXT, msgspec.convert(told, Answer), dropped)
    return Reading(ARTICLE, found), +dropped


def event(**other: Any) -> tuple[EventReading, Counter[str]]:
    """The one incident of an answer that has the bombing, but for `other`."""
    reading, dropped = read(answer(events=[bombing(**other)]))
    return reading.event, dropped


def test_everything_that_the_text_has_is_read() -> None:
    reading, dropped = read(answer())
    assert reading.names == [("الموصل", "Settlement")] * 2 + [("داعش", "ArmedGroup"), ("سامي الورداني", "Person")]
    found = reading.event
    assert (found.kind, found.triggers) == ("Bombing", ["تفجير", "الهجوم"])
    assert (found["date"], found["place"], found["claimedBy"]) == (["2024-03-05"], ["الموصل"], ["داعش"])
    assert (found["agentType"], found["targetType"], found["weapon"]) == (["ArmedGroupMembers"], ["Military"], ["سيارة مفخخة"])
    assert found.figures("killed") == [(3, "Exactly", "Whole")]
    assert found.sources("killed") == [("مصدر أمني", None)]
    assert found["status"] == []
    assert not dropped


def test_a_trigger_is_that_of_its_clause() -> None:
    found, _ = event()
    assert found.event.triggers[0].begin > TEXT.index(CLAUSE)  # the title has the word too


def test_a_statement_has_its_verb_speaker_quote_and_what_it_is_about() -> None:
    reading, _ = read(answer())
    said = reading.statement
    assert (said.triggers, said["speaker"], said["about"], said.quote) == (["قال"], ["سامي الورداني"], ["Bombing"], "الطريق مغلق")
    assert said.event.speech_act == "Say"


def test_a_name_that_the_text_does_not_have_is_dropped_with_what_hangs_on_it() -> None:
    invented = {"id": "e2", "kind": "ArmedGroup", "names": ["كتائب الغيم"], "roles": []}
    reading, dropped = read(answer(entities=[ENTITIES[0], invented, ENTITIES[2]]))
    assert "كتائب الغيم" not in dict(reading.names)
    assert reading.event["claimedBy"] == []
    assert dropped == {"names": 1, "participants": 1}


@pytest.mark.parametrize(
    ("other", "sort"),
    [
        ({"tolls": [toll(evidence="قُتل ستة جنود")]}, "figures"),
        ({"participations": [participation(evidence="أعلن التنظيم مسؤوليته")]}, "participants"),
        ({"date_text": "يوم الجمعة"}, "dates"),
        ({"weapon": "حزام ناسف"}, "weapons"),
    ],
)
def test_what_is_not_in_the_text_is_dropped_and_counted_and_the_rest_kept(other: dict[str, Any], sort: str) -> None:
    found, dropped = event(**other)
    assert found["place"] == ["الموصل"]
    assert dropped == {sort: 1}


def test_an_event_whose_words_are_not_in_the_text_is_dropped() -> None:
    reading, dropped = read(answer(events=[bombing(wordings=[{"trigger": "غارة", "evidence": CLAUSE}])]))
    assert reading.events == []
    assert dropped["events"] == 1


def test_what_is_attributed_to_a_source_that_is_not_there_is_no_fact_of_the_writer() -> None:
    found, dropped = event(tolls=[toll(source="وزير الدفاع")])
    assert found["killed"] == []
    assert dropped == {"figures": 1}


@pytest.mark.parametrize("property_", ["claimedBy", "accused"])
def test_whoever_claims_it_or_is_accused_is_not_told_to_have_done_it(property_: str) -> None:
    told = [participation(property=property_), participation(property="perpetrator"), participation(property="agent")]
    found, dropped = event(participations=told)
    assert (found[property_], found["perpetrator"], found["agent"]) == (["داعش"], [], [])
    assert sum(dropped.values()) == 2


def test_a_perpetrator_is_who_acts() -> None:
    found, _ = event(participations=[participation(property="perpetrator")])
    assert (found["agent"], found["perpetrator"]) == (["داعش"], ["داعش"])


def test_only_an_attack_has_a_perpetrator() -> None:
    found, _ = event(kind="Clash", participations=[participation(property="perpetrator")])
    assert (found["agent"], found["perpetrator"]) == (["داعش"], [])


def test_a_source_with_a_name_is_said_by_it() -> None:
    found, _ = event(participations=[participation(source="تنظيم داعش", source_entity="e2")])
    assert found.sources("claimedBy") == [("تنظيم داعش", "داعش")]


@pytest.mark.parametrize("date", ["2024-13-01", "أمس", "2024-3-5", "24"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert event(date=date)[0]["date"] == []


def test_a_part_knows_its_whole_and_nothing_is_part_of_itself() -> None:
    whole = bombing(id="i0", kind="Attack", wordings=[{"trigger": "الهجوم", "evidence": CLAIM}])
    part = bombing(part_of="i0", wordings=[{"trigger": "تفجير", "evidence": CLAUSE}])
    reading, _ = read(answer(events=[whole, part, bombing(id="i3", part_of="i3")]))
    assert [found["subEventOf"] for found in reading.events if found.kind == "Bombing"] == [["Attack"], []]


def test_events_stand_in_the_order_of_the_text() -> None:
    claim = bombing(id="i0", kind="Threat", wordings=[{"trigger": "بيان", "evidence": CLAIM}])
    reading, _ = read(answer(events=[claim, bombing()]))
    assert [found.kind for found in reading.events] == ["Bombing", "Threat"]
    assert reading.statement["about"] == ["Bombing"]


def test_a_relation_has_its_words_and_both_ends() -> None:
    told = {"subject": "e3", "property": "affiliatedWith", "object": "e2", "role": None, "former": False, "evidence": "سامي الورداني"}
    reading, dropped = read(answer(relations=[told, told | {"object": "e9"}, told | {"evidence": "الأمين العام"}]))
    assert reading.relations == [("سامي الورداني", "affiliatedWith", "داعش")]
    assert dropped == {"relations": 2}


def test_a_speaker_who_is_not_named_makes_no_statement() -> None:
    reading, dropped = read(answer(statements=[statement(speaker="e9")]))
    assert reading.statements == []
    assert dropped == {"statements": 1}


def test_of_names_that_overlap_the_longest_stays() -> None:
    whole = {"id": "e4", "kind": "ArmedGroup", "names": ["تنظيم داعش"], "roles": []}
    reading, _ = read(answer(entities=[*ENTITIES, whole]))
    assert ("تنظيم داعش", "ArmedGroup") in reading.names
    assert ("داعش", "ArmedGroup") not in reading.names
