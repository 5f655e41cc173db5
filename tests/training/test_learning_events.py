"""What the classifiers of triggers, pairs and parts learn from: which words, which pairs and which events of an annotated article."""

import sys
from pathlib import Path
from typing import Any

import pytest
from reading import made_up

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from aligned import align, read_until
from events import COMPONENT, Reading, Score, assigned

from kg.extract.detection import NONE, Detected, trigger_at
from kg.extract.grouping import OTHER, SAME
from kg.extract.pipeline import PipelineExtractor
from kg.extract.subevents import APART, PART
from kg.extract.triggers import EventGroup

TEXT = "هجمات في العراق.\nقتل جندي في انفجار في كركوك.\nوكان الانفجار قويا.\nواعتقلت الشرطة رجلا."


def event(name: str, kind: str, triggers: list[str], evidence: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "class": kind, "trigger": triggers, "evidence": [evidence], **more}


EVENTS = [
    event("all", "Attack", ["هجمات"], "هجمات في العراق."),
    event("bomb", "Bombing", ["انفجار"], TEXT[17 : TEXT.index("واعتقلت")], partOf="all"),
    event("arrest", "Arrest", ["اعتقلت"], "واعتقلت الشرطة رجلا."),
]


@pytest.fixture(scope="module")
def reading(extractor: PipelineExtractor) -> Reading:
    return Reading.of(align(read_until(extractor, made_up(TEXT), COMPONENT), {"id": "made-up", "entities": [], "events": EVENTS}))


def found(reading: Reading, *words: tuple[str, str]) -> list[Detected]:
    """Words as triggers that were found, given as written and with a class."""
    kinds, on_page = dict(words), reading.aligned.doc._.words
    at = [(word.index, kinds[word.span.of(TEXT)]) for word in on_page if word.span.of(TEXT) in kinds]
    unlikely = dict.fromkeys(kinds.values(), 0.0)
    return [Detected(trigger_at(on_page, index, kind, ""), unlikely | {kind: 0.9}) for index, kind in at]


FOUND = (("هجمات", "Attack"), ("قتل", "Attack"), ("انفجار", "Bombing"), ("الانفجار", "Bombing"), ("واعتقلت", "Arrest"))


def test_a_word_is_labelled_with_the_class_of_the_event_whose_trigger_it_begins(reading: Reading) -> None:
    labels = {word.span.of(TEXT): label for word, label in zip(reading.aligned.doc._.words, reading.labels(), strict=True)}
    assert {word: label for word, label in labels.items() if label != NONE} == {
        "هجمات": "Attack",
        "انفجار": "Bombing",
        "واعتقلت": "Arrest",
    }


def test_every_word_is_an_example(reading: Reading) -> None:
    assert len(list(reading.words())) == len(reading.aligned.doc._.words)


def test_a_trigger_that_is_not_annotated_is_of_the_event_whose_evidence_holds_it(reading: Reading) -> None:
    triggers = [one.trigger for one in found(reading, *FOUND)]
    assert assigned(reading.aligned, triggers) == {0: "all", 1: "bomb", 2: "bomb", 3: "bomb", 4: "arrest"}


def test_pairs_of_triggers_are_of_one_event_or_of_two(reading: Reading) -> None:
    labels = [example.label for example in reading.pairs(found(reading, *FOUND))]
    assert (labels.count(SAME), labels.count(OTHER)) == (3, 7)  # the three of the explosion with each other


def test_only_a_part_and_its_whole_in_this_order_are_an_example_of_parts(reading: Reading) -> None:
    labels = [example.label for example in reading.parts(found(reading, *FOUND))]
    assert (labels.count(PART), labels.count(APART)) == (1, 5)


def test_events_are_counted_one_to_one(reading: Reading) -> None:
    bomb, again, arrest = found(reading, ("انفجار", "Attack"), ("الانفجار", "Bombing"), ("واعتقلت", "Arrest"))
    score = Score()
    score.add(reading.aligned, [EventGroup(one.trigger.kind, (one.trigger,)) for one in (bomb, again, arrest)])
    assert (score.right, score.found, score.gold, score.of_class) == (2, 3, 3, 2)
