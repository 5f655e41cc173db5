"""What the lexicon of triggers knows of words: which class they name, where the trigger begins and ends, and when nothing happened."""

import pytest
from reading import ReadDocument

from kg.extract.triggers import Trigger, is_generic, is_mere_ability, lexicon_at, lexicon_readings, trigger_of


def triggers(document: ReadDocument, text: str) -> list[tuple[str, Trigger]]:
    """The entries of the lexicon in a text, as written."""
    words = document(text)._.words
    hits = [hit for word in words if (hit := lexicon_at(words, word.index))]
    found = [trigger_of(words, hit.first, hit.last, hit.skip, hit.entry[0]) for hit in hits]
    return [(trigger.span.of(text), trigger) for trigger in found]


@pytest.mark.parametrize(
    ("text", "written", "kind"),
    [
        pytest.param("وقع انفجار", "انفجار", "Bombing", id="a noun"),
        pytest.param("وقع الانفجار", "الانفجار", "Bombing", id="with the article"),
        pytest.param("وقعت انفجارات", "انفجارات", "Bombing", id="plural"),
        pytest.param("وقع انفجاران", "انفجاران", "Bombing", id="dual"),
        pytest.param("وقعت غارتان", "غارتان", "Airstrike", id="dual of a feminine noun"),
        pytest.param("هاجمت امرأة", "هاجمت", "Attack", id="a verb"),
        pytest.param("سيهاجمون القرية", "سيهاجمون", "Attack", id="a verb to come"),
        pytest.param("جرى خطفهم", "خطفهم", "Kidnapping", id="with a pronoun"),
        pytest.param("أصيب بانفجار", "انفجار", "Bombing", id="a preposition stays outside"),
        pytest.param("وبالهجوم", "الهجوم", "Attack", id="a conjunction and a preposition stay outside"),
        pytest.param("هجوم انتحاري", "هجوم انتحاري", "SuicideBombing", id="two words"),
        pytest.param("والهجومين الانتحاريين", "الهجومين الانتحاريين", "SuicideBombing", id="two words, inflected"),
    ],
)
def test_an_inflected_word_is_found_without_its_clitics(document: ReadDocument, text: str, written: str, kind: str) -> None:
    assert (written, kind) in [(found, trigger.kind) for found, trigger in triggers(document, text)]


def test_a_comma_parts_words_that_would_be_one_trigger(document: ReadDocument) -> None:
    assert [found for found, _ in triggers(document, "وقع هجوم، انتحاري فر")] == ["هجوم"]


def test_a_word_that_names_no_event_is_not_in_the_lexicon(document: ReadDocument) -> None:
    assert triggers(document, "كتبت المعلمة رسالة طويلة") == []


def test_readings_name_all_that_may_begin_with_a_word() -> None:
    assert lexicon_readings("هجوم") == (
        "Attack:strong:",
        "CyberAttack:strong:",
        "Shelling:strong:",
        "Shooting:strong:",
        "SuicideBombing:strong:",
    )
    assert lexicon_readings("كتاب") == ()


def test_a_trigger_may_have_another_class_than_its_entry(document: ReadDocument) -> None:
    trigger = trigger_of(document("قتل جنود")._.words, 0, 0, 0, "Clash")
    assert (trigger.kind, trigger.strength, trigger.sort) == ("Clash", "toll", "verb")


def test_a_trigger_that_the_lexicon_lacks_has_no_strength(document: ReadDocument) -> None:
    trigger = trigger_of(document("دوي قوي")._.words, 0, 0, 0, "Bombing")
    assert (trigger.strength, trigger.sort) == ("", "")


@pytest.mark.parametrize(
    ("text", "definite"),
    [
        ("الهجوم مستمر", True),
        ("للهجوم أسباب", True),
        ("هذا هجوم", True),
        ("هجومهم فشل", True),
        ("اغتيال الصحفية", True),
        ("هجوم عنيف", False),
        ("اغتيال صحفية", False),
        ("هاجم الجنود", False),
    ],
)
def test_the_article_a_pronoun_and_annexation_make_definite(document: ReadDocument, text: str, *, definite: bool) -> None:
    ((_, trigger),) = triggers(document, text)
    assert trigger.definite == definite


def told(document: ReadDocument, text: str) -> tuple[bool, bool]:
    """Whether the last word is spoken of in general, and whether it is what somebody could do."""
    words = document(text)._.words
    return is_generic(words, len(words) - 1), is_mere_ability(words, len(words) - 1)


@pytest.mark.parametrize("text", ["مكافحة الهجمات", "لمكافحة الهجمات", "ظاهرة الخطف", "قانون الاعتقال", "ووقف إطلاق"])
def test_what_is_fought_or_ended_or_a_law_is_spoken_of_in_general(document: ReadDocument, text: str) -> None:
    assert told(document, text) == (True, False)


@pytest.mark.parametrize("text", ["قادر على شن هجوم", "القدرة على تنفيذ هجمات", "غير قادرة على شن هجوم"])
def test_what_somebody_could_do_was_not_done(document: ReadDocument, text: str) -> None:
    assert told(document, text) == (False, True)


@pytest.mark.parametrize("text", ["وقع هجوم", "انتهت المكافحة. هجوم", "هو قادر. ووقع هجوم", "مكافحة، هجوم", "هجوم"])
def test_only_words_of_the_same_phrase_tell(document: ReadDocument, text: str) -> None:
    assert told(document, text) == (False, False)
