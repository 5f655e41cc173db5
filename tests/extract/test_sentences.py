"""Where sentences begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import ReadDocument


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
