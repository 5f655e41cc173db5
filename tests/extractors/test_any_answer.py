"""What holds of whatever a model answers, made up of words of the article and of others."""

from collections import Counter
from itertools import pairwise

import msgspec
from answers import CLAIM, CLAUSE, TEXT, bombing, participation, statement, toll
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extractors.llm.answers import Answer
from kg.extractors.llm.located import extraction
from kg.model import Extraction, Reader, ValueType

words = st.one_of(
    st.sampled_from([*TEXT.split(), "", " ", "وزير", CLAUSE, CLAIM, "داعش الهجوم", "الموصل\nقُتل"]), st.text("اب. ", max_size=3)
)
maybe = st.none() | words
ids = st.sampled_from(["e1", "e2", "e3", "i1", "i2", "x"])
entities = st.lists(
    st.fixed_dictionaries({"id": ids, "kind": st.sampled_from(["Person", "Region"]), "names": st.lists(words), "roles": st.lists(words)})
)
tolls = st.lists(st.builds(toll, value=st.integers(-1, 9), evidence=words, source=maybe, counted=maybe, source_entity=ids), max_size=2)
properties = st.sampled_from(["agent", "perpetrator", "claimedBy", "accused", "target"])
participations = st.lists(st.builds(participation, property=properties, entity=ids, evidence=words, source=maybe), max_size=3)
wordings = st.lists(st.fixed_dictionaries({"trigger": words, "evidence": words}), max_size=3)
happenings = st.lists(
    st.builds(
        bombing, id=ids, wordings=wordings, places=st.lists(ids), part_of=ids, date_text=maybe, tolls=tolls, participations=participations
    ),
    max_size=3,
)
speeches = st.lists(st.builds(statement, speaker=ids, verb=words, evidence=words, quote=maybe, about=st.lists(ids)), max_size=3)
answers = st.builds(dict, entities=entities, relations=st.just([]), events=happenings, statements=speeches)


def read(told: dict[str, object]) -> Extraction:
    return extraction(Reader("llm", "1"), TEXT, msgspec.convert(told, Answer), Counter())


@settings(deadline=None)
@given(answers)
def test_every_value_points_at_something_and_all_words_are_those_of_the_text(told: dict[str, object]) -> None:
    found = read(told)
    sizes = {ValueType.MENTION: len(found.mentions), ValueType.EVENT: len(found.events)}
    assert all(left.span.end <= right.span.begin for left, right in pairwise(found.mentions))
    for event in found.events:
        assert event.triggers
        assert list(event.triggers) == sorted(event.triggers)
        for fact in event.facts:
            spans = [fact.evidence, fact.attribution, fact.figure.counted if fact.figure else None, *event.triggers, event.quote]
            assert all(span.of(TEXT).strip() for span in spans if span)
            assert fact.value.type not in sizes or 0 <= int(fact.value.value) < sizes[fact.value.type]
            assert fact.said_by is None or fact.said_by < len(found.mentions)


@settings(deadline=None)
@given(answers)
def test_whoever_claims_it_or_is_accused_is_never_its_perpetrator(told: dict[str, object]) -> None:
    for event in read(told).events:
        those = {
            name: {fact.value for fact in event.facts if fact.property == name} for name in ("perpetrator", "claimedBy", "accused", "agent")
        }
        assert not those["perpetrator"] & (those["claimedBy"] | those["accused"])
        assert those["perpetrator"] <= those["agent"]
