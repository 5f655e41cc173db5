"""Tokens: cut at clitics and where the kind of character changes, with offsets that never lie."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg import load_pipeline


@lru_cache(maxsize=1)
def tokenizer() -> Language:
    return load_pipeline(exclude=("isnad_encoder", "isnad_entities", "isnad_morphology"))


@pytest.fixture
def nlp() -> Language:
    return tokenizer()


def tokens(nlp: Language, text: str) -> list[str]:
    return [token.text for token in nlp(text) if not token.is_space]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وبالمدرسة", "و ب المدرسة"),
        ("للأمم المتحدة", "ل لأمم المتحدة"),
        ("فسيقولون", "ف س يقولون"),
        ("كتابهم", "كتاب هم"),
        ("ومقتلهم", "و مقتل هم"),
        ("باريس ولندن وكابول", "باريس و لندن و كابول"),
        ("واشنطن وبكين", "واشنطن و بكين"),
    ],
)
def test_clitics_are_tokens_of_their_own(nlp: Language, text: str, expected: str) -> None:
    assert tokens(nlp, text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("موسكو125", ["موسكو", "125"]),
        ("#هجوم_موسكو", ["#", "هجوم", "_", "موسكو"]),
        ("داعش-خراسان", ["داعش", "-", "خراسان"]),
        ("«كروكوس»", ["«", "كروكوس", "»"]),
        ("قناة CNN الأمريكية", ["قناة", "CNN", "الأمريكية"]),
        ("بلغ ٣٫٥ ملايين", ["بلغ", "٣٫٥", "ملايين"]),
    ],
)
def test_letters_digits_and_signs_are_apart(nlp: Language, text: str, expected: list[str]) -> None:
    assert tokens(nlp, text) == expected


def test_direction_marks_are_tokens_and_no_part_of_a_word(nlp: Language) -> None:
    assert tokens(nlp, "داعش\u200fخراسان") == ["داعش", "\u200f", "خراسان"]


def test_tatweel_and_marks_stay_in_the_token_but_not_in_its_norm(nlp: Language) -> None:
    (token,) = nlp("مُحـــمّد")
    assert (token.text, token.norm_) == ("مُحـــمّد", "محمد")


@pytest.mark.parametrize(
    ("word", "norm"),
    [("للأمم", "الامم"), ("للبنان", "لبنان"), ("لليبيا", "ليبيا"), ("للندن", "لندن"), ("للاجئين", "اللاجيين"), ("للاذقية", "اللاذقيه")],
)
def test_the_norm_after_lam_has_what_the_writer_dropped(nlp: Language, word: str, norm: str) -> None:
    assert [token.norm_ for token in nlp(word)] == ["ل", norm]


def test_a_sentence_ends_with_its_full_stop_or_its_line(nlp: Language) -> None:
    doc = nlp("وقع هجوم. «لم يصب أحد.» قال شاهد\nعنوان آخر")
    assert [sentence.text.strip() for sentence in doc.sents] == ["وقع هجوم.", "«لم يصب أحد.»", "قال شاهد", "عنوان آخر"]


def test_a_point_inside_a_name_or_after_one_letter_ends_no_sentence(nlp: Language) -> None:
    assert len(list(nlp("نقلت CNN.com عن د. أحمد أن العدد 3.5 ملايين").sents)) == 1


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("وبالقدسهم ة2_-«»\u200f\u064eA\n.ـ"), max_size=60))
def test_joined_tokens_are_the_text_and_offsets_are_code_points(text: str) -> None:
    doc = tokenizer()(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert all(token.norm_ for token in doc)
