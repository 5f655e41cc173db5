"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import ReadDocument

from kg.pipeline.sentences import sentence_begins


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("عاد الوفد. ثم غادر.", ["عاد الوفد.", "ثم غادر."], id="full stop"),
        pytest.param("هل عاد؟ نعم!", ["هل عاد؟", "نعم!"], id="question and exclamation mark"),
        pytest.param("عنوان\nعاد الوفد", ["عنوان", "عاد الوفد"], id="end of line"),
        pytest.param("عاد…\n\n ثم غادر", ["عاد…", "ثم غادر"], id="empty line"),
        pytest.param("قال: «عاد.» ثم غادر", ["قال: «عاد.»", "ثم غادر"], id="quotation closes after the full stop"),
        pytest.param("كلف 3.5 مليون", ["كلف 3.5 مليون"], id="decimal point"),
        pytest.param("عاد، ثم غادر", ["عاد، ثم غادر"], id="comma"),
        pytest.param("عاد  ", ["عاد"], id="white space behind"),
    ],
)
def test_a_text_has_these_sentences(document: ReadDocument, text: str, parts: list[str]) -> None:
    assert [span.of(text) for span in document(text)._.sentence_spans] == parts


@given(text=st.text("بت.؟\n »،5", min_size=1, max_size=30))
def test_nothing_but_white_space_lies_between_sentences(document: ReadDocument, text: str) -> None:
    at = 0
    for span in document(text)._.sentence_spans:
        assert text[at : span.begin].strip() == ""
        at = span.end
    assert text[at:].strip() == ""


def sentences_of(text: str) -> list[str]:
    return [text[begin:end] for begin, end in pairwise((*sentence_begins(text), len(text)))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("عاد، وغادر؛ ", "ثم عاد", id="a semicolon before a nearer comma"),
        pytest.param("عاد وغادر، ", "ثم عاد", id="a comma before a nearer و"),
        pytest.param("عاد ", "وغادر", id="و where there is no mark"),
    ],
)
def test_a_sentence_that_will_not_end_is_cut_near_its_middle(before: str, after: str) -> None:
    first, second = sentences_of("نعم " * 160 + before + after + " نعم" * 160)
    assert first.endswith(before)
    assert second.startswith(after)


def test_no_sentence_has_more_than_300_words() -> None:
    parts = sentences_of("نعم " * 2_000)
    assert "".join(parts) == "نعم " * 2_000
    assert max(len(part.split()) for part in parts) <= 300


def test_a_sentence_of_300_words_is_left_whole() -> None:
    assert sentences_of("نعم، " * 300) == ["نعم، " * 300]
