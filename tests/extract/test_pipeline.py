"""What holds of every extraction, on made-up texts of names, numbers, triggers, marks and line ends."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import Read, made_up

from kg.extract import Extractor
from kg.extract.lexicon import rows
from kg.model import Event, Extraction, Fact, Span, ValueType
from kg.ontology import PARENT, ancestors, labels, top

NAMES = ["بغداد", "للعراق", "سامي الورداني", "الورداني", "تنظيم داعش", "داعش-خراسان", "القوات الروسية", "وزارة الداخلية العراقية"]
ROLES = ["الرئيس الروسي", "اللواء", "المتحدث باسم", "وزير الخارجية الفرنسي السابق"]
EVENTS = ["انفجار", "الهجوم", "قتل", "أصيب", "اعتقلت", "اجتمع", "تبنى", "اتهم", "أحبط", "استهدف"]
SPEECH = ["قال", "وأضاف", "مضيفا", "إن", "بحسب", "نقلا عن", "حذر من", ":"]
NUMBERS = ["3", "ثلاثة", "وعشرون", "١٢٬٠٠٠", "أكثر من", "بينهم", "جنود", "قتيلان"]
TIMES = ["أمس", "يوم الأحد", "3 مايو 2021", "30/02/2020", "الماضي", "عام 2019", "مارس"]
OTHER = ["في", "على", "ثم", "مدينة", "هجُومٌ", "ـــ", "و", "ل", "ال", "كتاب", "CNN", "👩🏽"]
PIECES = [*NAMES, *ROLES, *EVENTS, *SPEECH, *NUMBERS, *TIMES, *OTHER]
GLUE = [" ", " ", " ", " ", "، ", ". ", "\n", "\r\n", "\u200f", "\u202b", "«", "» ", '"', "#", "_", "-", "", "  ", "؟ ", "(", ")"]
texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GLUE)), min_size=1, max_size=25).map(
    lambda parts: "".join(piece + glue for piece, glue in parts)
)
days = st.sampled_from([None, "2021-05-11"])
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def facts(extraction: Extraction) -> Iterator[Fact]:
    for event in extraction.events:
        yield from event.facts
    yield from (relation.fact for relation in extraction.relations)


def spans(extraction: Extraction) -> Iterator[Span]:
    """All of them."""
    yield from (mention.span for mention in extraction.mentions)
    for event in extraction.events:
        yield from event.triggers
        yield from (span for span in (event.date_text, event.quote) if span)
    for fact in facts(extraction):
        counted = fact.figure.counted if fact.figure else None
        yield from (span for span in (fact.evidence, fact.attribution, fact.role, counted) if span)


@quickly
@given(text=texts, issued=days)
def test_every_span_covers_words_of_the_text(extractor: Extractor, text: str, issued: str | None) -> None:
    for span in spans(extractor(made_up(text, issued))):
        assert 0 <= span.begin < span.end <= len(text)
        assert span.of(text).strip()


@quickly
@given(text=texts, issued=days)
def test_mentions_are_sorted_and_do_not_overlap(extractor: Extractor, text: str, issued: str | None) -> None:
    mentions = extractor(made_up(text, issued)).mentions
    assert all(left.span.end <= right.span.begin for left, right in pairwise(mentions))


@quickly
@given(text=texts, issued=days)
def test_every_value_points_at_something(extractor: Extractor, text: str, issued: str | None) -> None:
    extraction = extractor(made_up(text, issued))
    sizes = {ValueType.MENTION: len(extraction.mentions), ValueType.EVENT: len(extraction.events)}
    for fact in facts(extraction):
        assert fact.value.type not in sizes or 0 <= int(fact.value.value) < sizes[fact.value.type]
        assert fact.said_by is None or 0 <= fact.said_by < len(extraction.mentions)
        assert 0 < fact.confidence <= 1


@quickly
@given(text=texts, issued=days)
def test_every_event_is_of_a_class_and_has_sorted_triggers(extractor: Extractor, text: str, issued: str | None) -> None:
    for event in extractor(made_up(text, issued)).events:
        assert "Event" in ancestors(event.kind)
        assert event.triggers
        assert list(event.triggers) == sorted(event.triggers)
        assert (event.speech_act is not None) == (event.kind == "Statement")


@quickly
@given(text=texts, issued=days)
def test_whoever_claims_or_is_accused_is_no_perpetrator(extractor: Extractor, text: str, issued: str | None) -> None:
    def those(event: Event, *names: str) -> set[int | str]:
        return {fact.value.value for fact in event.facts if fact.property in names}

    for event in extractor(made_up(text, issued)).events:
        assert not those(event, "perpetrator") & those(event, "claimedBy", "accused")
        assert those(event, "perpetrator") <= those(event, "agent")


@quickly
@given(text=texts, issued=days)
def test_the_same_text_is_read_the_same_twice(extractor: Extractor, text: str, issued: str | None) -> None:
    assert extractor(made_up(text, issued)) == extractor(made_up(text, issued))


@settings(parent=quickly, max_examples=40)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_at_all_can_be_read(extractor: Extractor, text: str) -> None:
    assert all(span.of(text) for span in spans(extractor(made_up(text))))


@pytest.mark.parametrize("text", [" ", "\n\n", "\ufeff", "ـ", "\u200f", "."])
def test_a_text_without_words_says_nothing(read: Read, text: str) -> None:
    extraction = read(text).extraction
    assert (extraction.mentions, extraction.events, extraction.relations) == ((), (), ())


def test_the_reader_names_the_gazetteer_that_it_read_with(read: Read) -> None:
    assert read("بغداد").extraction.reader.settings


# The lexicons name what the ontology has


@pytest.mark.parametrize("lexicon", ["heads.tsv", "anaphors.tsv"])
def test_classes_of_entities_in_lexicons_are_in_the_ontology(lexicon: str) -> None:
    assert {top(kind) for _, kind, _ in rows(lexicon, 3)} <= {"Organisation", "Person", "Place"}


def test_classes_of_events_in_lexicons_are_in_the_ontology() -> None:
    kinds = {kind for _, kind, *_ in rows("triggers.tsv", 9)} | {kind for _, kind in rows("witnesses.tsv", 2)}
    assert kinds <= PARENT.keys()
    assert all("Event" in ancestors(kind) for kind in kinds)


@pytest.mark.parametrize(("lexicon", "sort"), [("actors.tsv", "actor types"), ("speech.tsv", "speech acts")])
def test_terms_in_lexicons_are_in_the_ontology(lexicon: str, sort: str) -> None:
    assert {term for _, term in rows(lexicon, 2)} <= labels().keys(), sort


def test_triggers_are_of_a_known_strength() -> None:
    assert {strength for _, _, strength, *_ in rows("triggers.tsv", 9)} == {"strong", "weak", "toll"}
