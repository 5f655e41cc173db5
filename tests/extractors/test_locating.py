"""Words count only where the text has them."""

import pytest

from kg.extractors.llm import locating
from kg.model import Span


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("زار لندن", "لندن", "لندن"),
        ("عاد إلى روسيا ولروسيا رأي", "روسيا", "روسيا"),
        ("أُعلن لروسيا", "روسيا", "روسيا"),
        ("شكرا للأمم المتحدة", "لأمم المتحدة", "لأمم المتحدة"),
        ("وبالقاهرة", "القاهرة", "القاهرة"),
        ("بعد هجومهم", "هجوم", "هجوم"),
        ("سقط في\u00a0غزة", "في غزة", "في\u00a0غزة"),
    ],
)
def test_names_are_found_with_clitics_outside(text: str, words: str, found: str) -> None:
    span = locating.name(text, words)
    assert span
    assert span.of(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("في ماليزيا", "مالي"),
        ("في صومالي", "مالي"),
        ("قال هُجُوم", "هجوم"),
        ("في القاهره", "القاهرة"),
        ("نص", ""),
        ("نص", "  "),
        ("a.b", "a+b"),
    ],
)
def test_what_the_text_does_not_have_letter_for_letter_is_not_found(text: str, words: str) -> None:
    assert locating.name(text, words) is None


def test_a_word_is_looked_for_inside_its_clause() -> None:
    text = "وقع هجوم. ثم هجوم آخر."
    clause = locating.stretch(text, "ثم هجوم آخر")
    assert clause
    assert locating.name(text, "هجوم", clause) == Span(13, 17)


def test_a_word_is_not_cut_off_by_the_end_of_its_clause() -> None:
    assert locating.name("في ماليزيا", "مالي", Span(0, 7)) is None


def test_all_places_are_found() -> None:
    assert len(list(locating.names("داعش وداعش، لداعش؛ الداعشي", "داعش"))) == 3
