"""Tokens, and the words among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import ReadDocument
from spacy.vocab import Vocab

from kg.extract.words import Tokenizer

TOKENIZER = Tokenizer(Vocab())


def tokens(text: str) -> list[str]:
    return [token.text for token in TOKENIZER(text)]


@given(st.text("بتمة ًـ \n\t\u00a0\u200f.،«»#_-5٣aé👩🏽", max_size=30) | st.text(max_size=30))
def test_tokens_give_the_text_back(text: str) -> None:
    assert TOKENIZER(text).text == text


@given(st.text("بت ً \n.،5", max_size=30))
def test_each_token_stands_where_it_says(text: str) -> None:
    assert all(text[token.idx : token.idx + len(token.text)] == token.text for token in TOKENIZER(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("#هجوم_موسكو", ["#", "هجوم", "_", "موسكو"], id="hashtag"),
        pytest.param("موسكو125", ["موسكو", "125"], id="letters and digits"),
        pytest.param("داعش-خراسان", ["داعش", "-", "خراسان"], id="hyphen"),
        pytest.param("مُحَمَّد", ["مُحَمَّد"], id="vowel marks"),
        pytest.param("محـمد", ["محـمد"], id="tatweel"),
        pytest.param("1,200", ["1,200"], id="thousands"),
        pytest.param("٣٫٥%", ["٣٫٥", "%"], id="decimal"),
        pytest.param("بغداد.", ["بغداد", "."], id="full stop"),
        pytest.param("«نعم»،", ["«", "نعم", "»", "،"], id="quotation marks"),
    ],
)
def test_a_text_comes_to_pieces_at(text: str, parts: list[str]) -> None:
    assert tokens(text) == parts


def test_words_are_folded_and_know_where_they_stand(document: ReadDocument) -> None:
    text = "في مدرسـةٍ، أمس"
    found = document(text)._.words
    assert [word.form for word in found] == ["في", "مدرسه", "امس"]
    assert [word.span.of(text) for word in found] == ["في", "مدرسـةٍ", "أمس"]


def test_a_word_knows_what_stands_before_it_besides_space(document: ReadDocument) -> None:
    assert [word.glued for word in document("قال: «نعم» ثم\nعاد")._.words] == ["", ":«", "»", "\n"]


def test_taking_proclitics_off_skips_marks_too(document: ReadDocument) -> None:
    text = "وَلِروسيا"
    (word,) = document(text)._.words
    assert text[word.begin_after(2) :] == "روسيا"


def test_a_tatweel_alone_is_no_word(document: ReadDocument) -> None:
    assert [word.form for word in document("قال ـ نعم")._.words] == ["قال", "نعم"]


def test_a_direction_mark_is_not_seen(document: ReadDocument) -> None:
    assert [word.glued for word in document("زار\u200f بغداد")._.words] == ["", ""]
