"""Errors are sorted by what went wrong: an event missed, told twice, of another class; a statement out of reach."""

import sys
from pathlib import Path
from typing import Any

import pytest
from reading import ReadDocument

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from aligned import AlignedArticle, align, read_until
from error_analysis import Judged, confused, made_up, missed, statements

from kg.extract.detection import Detected, trigger_at
from kg.extract.pipeline import PipelineExtractor
from kg.extract.triggers import EventGroup
from kg.model import Article

TEXT = "وقع تفجير في عدن. وفي تعز اعتقل الأمن رجلا. وقالت الشرطة اليمنية إن التفجير كبير."
BOMBING = {"id": "i1", "class": "Bombing", "trigger": ["تفجير"], "evidence": ["وقع تفجير في عدن", "التفجير كبير"]}
ARREST = {"id": "i2", "class": "Arrest", "trigger": ["اعتقل"], "evidence": ["وفي تعز اعتقل الأمن رجلا"]}


POLICE = {"id": "e1", "class": "SecurityForce", "name": "الشرطة اليمنية", "mentions": ["الشرطة اليمنية"]}


def article(document: ReadDocument, *events: dict[str, Any]) -> AlignedArticle:
    return align(document(TEXT), {"id": "aden", "entities": [], "events": list(events)})


def group(aligned: AlignedArticle, kind: str, *forms: str) -> EventGroup:
    """An event of the words that have some forms."""
    words = aligned.doc._.words
    indices = [next(word.index for word in words if word.form == form) for form in forms]
    return EventGroup(kind, tuple(trigger_at(words, index, kind, "") for index in indices))


def test_an_event_whose_trigger_is_in_another_is_told_as_part_of_it(document: ReadDocument) -> None:
    shelling = {"id": "i3", "class": "Shelling", "trigger": ["التفجير"], "evidence": ["التفجير كبير"]}
    aligned = article(document, {**BOMBING, "evidence": ["وقع تفجير في عدن"]}, shelling)
    judged = Judged(aligned, (), [group(aligned, "Bombing", "تفجير", "التفجير")])
    assert list(missed(judged, judged.matches())) == ["told as part of another event"]


def test_an_event_without_triggers_and_one_with_unsure_ones_are_told_apart(document: ReadDocument) -> None:
    aligned = article(document, BOMBING, ARREST)
    unsure = Detected(group(aligned, "Arrest", "اعتقل").triggers[0], {"Arrest": 0.3})
    assert list(missed(Judged(aligned, [unsure], ()), {})) == ["no trigger found", "trigger found, but not surely enough"]


def test_an_event_told_twice_is_split_off_and_one_of_no_evidence_is_made_up(document: ReadDocument) -> None:
    aligned = article(document, BOMBING)
    groups = [group(aligned, "Bombing", "تفجير"), group(aligned, "Bombing", "التفجير"), group(aligned, "Arrest", "اعتقل")]
    judged = Judged(aligned, (), groups)
    assert list(made_up(judged, judged.matches())) == ["split off from an event", "in no event's evidence"]


def test_an_event_found_with_another_class_is_named_with_both(document: ReadDocument) -> None:
    aligned = article(document, BOMBING)
    judged = Judged(aligned, (), [group(aligned, "Attack", "تفجير")])
    assert list(confused(judged, judged.matches())) == ["Bombing taken for Attack"]


def test_a_statement_is_within_reach_where_verb_and_speaker_are_found(extractor: PipelineExtractor) -> None:
    said = {"speaker": "e1", "evidence": "وقالت الشرطة اليمنية إن التفجير كبير"}
    silent = {"speaker": "e1", "evidence": "وقع تفجير في عدن"}
    doc = read_until(extractor, Article("aden", TEXT, "", ""), "isnad_events")
    found = statements(align(doc, {"id": "aden", "entities": [POLICE], "events": [], "statements": [said, silent]}))
    assert list(found) == ["open to the classifier", "no word of speech known in it"]
