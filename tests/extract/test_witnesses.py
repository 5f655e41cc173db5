"""Classes that say how an event was done are kept only where a word bears them out."""

import pytest
from reading import ReadDocument

from kg.extract.lexicon import rows
from kg.extract.witnesses import supported, witnessed
from kg.ontology import PARENT, ancestors

KINDS = sorted(kind for kind in PARENT if "Event" in ancestors(kind))
IN_NEED = sorted({kind for _, kind in rows("witnesses.tsv", 2)})


def witnesses(document: ReadDocument, text: str) -> frozenset[str]:
    words = document(text)._.words
    return witnessed(words, words)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("طعنه بالسكاكين", "Stabbing"),
        ("هاجمها بسكين", "Stabbing"),
        ("وقع هجوم بحزام ناسف", "SuicideBombing"),
        ("زرعوا عبوات", "Bombing"),
        ("حلقت طائرة مسيرة", "Airstrike"),
        ("دهست شاحنة المارة", "VehicleRamming"),
    ],
)
def test_a_word_bears_a_class_out_in_any_inflection(document: ReadDocument, text: str, kind: str) -> None:
    assert kind in witnesses(document, text)


def test_a_sentence_without_such_words_bears_nothing_out(document: ReadDocument) -> None:
    assert witnesses(document, "وقع هجوم في المدينة") == frozenset()


def test_only_the_sentence_that_is_asked_about_tells(document: ReadDocument) -> None:
    words = document("وقع هجوم. عثر على سكين.")._.words
    assert "Stabbing" not in witnessed([word for word in words if word.sentence == 0], words)


@pytest.mark.parametrize(
    ("kind", "found", "kept"),
    [
        pytest.param("Stabbing", {"Stabbing"}, "Stabbing", id="borne out"),
        pytest.param("Stabbing", set(), "Attack", id="not borne out: the class above"),
        pytest.param("SuicideBombing", {"Bombing"}, "Bombing", id="the nearest above that is borne out"),
        pytest.param("SuicideBombing", set(), "Attack", id="the class above in need of a witness too"),
        pytest.param("Airstrike", {"Shelling"}, "Shelling", id="an airstrike without aircraft is shelling"),
        pytest.param("Airstrike", set(), "Attack", id="neither aircraft nor guns"),
        pytest.param("Arrest", set(), "Arrest", id="a class that needs none"),
    ],
)
def test_a_class_is_kept_as_exact_as_words_bear_it_out(kind: str, found: set[str], kept: str) -> None:
    assert supported(kind, found) == kept


@pytest.mark.parametrize("kind", KINDS)
def test_without_any_witness_every_class_has_one_above_that_needs_none(kind: str) -> None:
    kept = supported(kind, frozenset())
    assert kept in ancestors(kind)
    assert kept not in IN_NEED


@pytest.mark.parametrize("kind", IN_NEED)
def test_a_class_with_its_witness_stays(kind: str) -> None:
    assert supported(kind, {kind}) == kind
