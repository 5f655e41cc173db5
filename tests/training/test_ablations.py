"""What a variant of the finding of events is told and learns from, and how the outcome is counted."""

import sys
from pathlib import Path

import pytest
from reading import ReadDocument

pytest.importorskip("sklearn")
sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from ablations import Candidates, Material, Variant, outcome, without_witnesses
from aligned import align
from events import Reading

from kg.extract.detection import Detected, trigger_at
from kg.extract.triggers import EventGroup

TEXT = "وقع هجوم على السوق صباحا وأصيب فيه تاجر."


def candidates(document: ReadDocument, *, is_negative: bool = False) -> Candidates:
    event = {"id": "i1", "class": "Attack", "trigger": ["هجوم"], "evidence": [TEXT.strip(".")]}
    gold = {"id": "market", "entities": [], "events": [] if is_negative else [event], "statements": []}
    return Candidates.of(Reading.of(align(document(TEXT), gold)), is_negative=is_negative)


def test_without_the_lexicon_nothing_is_told_of_what_it_knows() -> None:
    blind = Variant("without the lexicon", lexicon=False)
    assert not any(map(blind.keeps, ("lexicon=Attack:strong:", "entry=Attack:strong:", "density=3", "after=Bombing")))
    assert all(map(blind.keeps, ("stem=هجوم", "-1=وقع", "after=killed", "before=Settlement")))


def test_without_neighbours_a_word_stands_alone() -> None:
    alone = Variant("without neighbours", neighbours=False)
    assert not any(map(alone.keeps, ("-1=وقع", "-1=وقع of هجوم", "near=سوق", "after=Settlement")))
    assert all(map(alone.keeps, ("stem=هجوم", "lexicon=Attack:strong:", "sentence=1")))


def test_words_that_can_hardly_name_an_event_are_no_candidates(document: ReadDocument) -> None:
    found = candidates(document)
    forms = [found.reading.aligned.doc._.words[index].form for index in found.words]
    assert "هجوم" in forms
    assert "صباحا" not in forms


def test_a_candidate_is_learned_with_the_class_of_its_event(document: ReadDocument) -> None:
    labels = {one.label for one in candidates(document).examples(Variant("all")) if "word=هجوم" in one.features}
    assert labels == {"Attack"}


def test_of_an_article_without_incidents_the_words_of_the_lexicon_are_learned_as_none(document: ReadDocument) -> None:
    found = candidates(document, is_negative=True)
    assert {one.label for one in found.examples(Variant("all"))} == {"none"}
    assert any("word=هجوم" in one.features for one in found.examples(Variant("all")))


def test_half_of_the_articles_are_learned_from_and_further_ones_only_where_wanted(document: ReadDocument) -> None:
    one = candidates(document)
    material = Material([one, one, one], [one], [])
    assert len(material.learned_from(Variant("all"))) == 4
    assert len(material.learned_from(Variant("half", one_of=2))) == 2
    assert len(material.learned_from(Variant("first folder alone", others=False))) == 3


def test_without_witnesses_the_likeliest_class_stays(document: ReadDocument) -> None:
    trigger = trigger_at(document(TEXT)._.words, 1, "Attack", "")
    found = Detected(trigger, {"VehicleRamming": 0.6, "Attack": 0.3})
    assert [group.kind for group in without_witnesses([EventGroup("Attack", (trigger,))], [found])] == ["VehicleRamming"]


def test_events_in_articles_without_incidents_are_counted_as_false(document: ReadDocument) -> None:
    measured = candidates(document)
    material = Material([measured], [], [candidates(document, is_negative=True)])
    group = measured.reading.aligned.groups["i1"]
    counted = outcome(material, {"market": [group]})
    assert (counted.score.right, counted.score.of_class, counted.false, counted.articles) == (1, 1, 1, 1)
