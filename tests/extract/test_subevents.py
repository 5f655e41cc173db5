"""Round-ups: single attacks as parts of what the article tells of them together."""

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import Read, made_up

from kg.extract.classifier import Classifier, Layer
from kg.extract.detection import Detected, trigger_at
from kg.extract.pipeline import PipelineExtractor
from kg.extract.subevents import APART, PART, features, wholes
from kg.extract.surroundings import TriggersInContext
from kg.extract.triggers import EventGroup

ROUND_UP = (
    "هجمات متزامنة في العراق\nشهدت عدة مدن عراقية سلسلة من الهجمات المتزامنة أسفرت عن مقتل 40 شخصا.\n"
    "وفي كركوك انفجرت سيارة مفخخة قرب مركز للشرطة، ما أدى إلى مقتل تسعة.\n"
    "وفي الحلة أطلق مسلحون النار على نقطة تفتيش وقتلوا أربعة جنود."
)


def test_the_attacks_that_a_round_up_details_are_its_parts(read: Read) -> None:
    parts = {event.kind: event["subEventOf"] for event in read(ROUND_UP).events}
    assert parts == {"Attack": [], "Bombing": ["Attack"], "Shooting": ["Attack"]}


def test_the_sentence_that_begins_a_part_says_so(read: Read) -> None:
    bombing = next(event for event in read(ROUND_UP).events if event.kind == "Bombing")
    (fact,) = bombing.facts("subEventOf")
    assert fact.evidence.of(ROUND_UP).startswith("وفي كركوك انفجرت")
    assert 0 < fact.confidence <= 1


def test_an_attack_and_an_arrest_are_no_parts_of_each_other(read: Read) -> None:
    events = read(
        "هجوم في نيروبي\nقتل ثلاثة أشخاص في هجوم مسلح على مركز تجاري في نيروبي يوم السبت.\n"
        "واعتقلت الشرطة الكينية رجلين في اليوم التالي للاشتباه في تورطهما."
    ).events
    assert [event["subEventOf"] for event in events] == [[], []]


# Whatever is learned


@pytest.fixture(scope="module")
def page(extractor: PipelineExtractor) -> TriggersInContext:
    """Five events, of a trigger each."""
    doc = extractor.nlp(extractor.document(made_up("هجمات في العراق. انفجار في كركوك. اشتباك في الحلة. غارة على هيت. اعتقال لص.")))
    kinds = {"هجمات": "Attack", "انفجار": "Bombing", "اشتباك": "Clash", "غارة": "Airstrike", "اعتقال": "Arrest"}
    at = [(word.index, kinds[word.span.of(doc.text)]) for word in doc._.words if word.span.of(doc.text) in kinds]
    return TriggersInContext.of(doc, [Detected(trigger_at(doc._.words, index, kind, ""), {kind: 1.0}) for index, kind in at])


def events(page: TriggersInContext) -> list[EventGroup]:
    return [EventGroup(around.trigger.kind, (around.trigger,)) for around in page.triggers]


def classifier(weights: dict[str, float]) -> Classifier:
    """A classifier that knows some features, with what each speaks for a part."""
    column = numpy.float32([[0, weight] for weight in weights.values()]).reshape(-1, 2)
    return Classifier((APART, PART), {name: row for row, name in enumerate(weights)}, Layer(column, numpy.float32([0, -3])))


def test_a_part_is_of_what_is_likeliest(page: TriggersInContext) -> None:
    found = wholes(page, events(page), classifier({"classes=Bombing,Attack": 5, "classes=Bombing,Clash": 4}))
    assert {part: whole for part, (whole, _) in found.items()} == {1: 0}


def test_what_has_parts_is_no_part(page: TriggersInContext) -> None:
    found = wholes(page, events(page), classifier({"classes=Bombing,Attack": 6, "classes=Attack,Clash": 5, "classes=Attack,Bombing": 5}))
    assert {part: whole for part, (whole, _) in found.items()} == {1: 0}


weights = st.dictionaries(
    st.tuples(st.sampled_from(["Attack", "Bombing", "Clash", "Airstrike", "Arrest"]), st.sampled_from(["Attack", "Bombing", "Clash"])).map(
        lambda pair: f"classes={pair[0]},{pair[1]}"
    ),
    st.floats(0, 9, width=16),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weights=weights)
def test_nothing_is_part_of_itself_or_of_a_part(page: TriggersInContext, weights: dict[str, float]) -> None:
    found = {part: whole for part, (whole, _) in wholes(page, events(page), classifier(weights)).items()}
    assert not found.keys() & set(found.values())


def test_one_event_or_none_has_no_parts(page: TriggersInContext) -> None:
    assert wholes(page, events(page)[:1]) == {}
    assert wholes(page, []) == {}


def test_classes_order_and_plurals_tell(page: TriggersInContext) -> None:
    told = set(features([[around] for around in page.triggers], 1, 0))
    assert {"classes=Bombing,Attack", "families violence,violence", "whole before", "whole plural True", "part plural False"} <= told
