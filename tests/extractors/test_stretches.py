"""Texts in pieces that a model can read."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.extractors.stretches import stretches

TEXT = "وقع انفجار أمس. عاد الوفد. قال إن الطريق مغلق."


def pieces(text: str, most: int) -> list[str]:
    return [span.of(text).strip() for span in stretches(text, most)]


def test_a_short_text_is_one() -> None:
    assert pieces(TEXT, 100) == [TEXT]


def test_sentences_stay_whole() -> None:
    assert pieces(TEXT, 5) == ["وقع انفجار أمس. عاد الوفد.", "قال إن الطريق مغلق."]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    assert pieces("واحد اثنان ثلاثة أربعة خمسة", 2) == ["واحد اثنان", "ثلاثة أربعة", "خمسة"]


@given(st.text(alphabet="اب.؟ \n", max_size=60), st.integers(1, 5))
def test_nothing_is_lost_and_no_piece_has_too_many_words(text: str, most: int) -> None:
    found = list(stretches(text, most))
    assert "".join("".join(span.of(text) for span in found).split()) == "".join(text.split())
    assert all(len(span.of(text).split()) <= most for span in found)
    assert all(left.end <= right.begin for left, right in pairwise(found))
