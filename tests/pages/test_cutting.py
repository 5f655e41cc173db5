"""A text cut at the borders of spans: nothing is lost, and each piece knows what it lies in."""

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.web.pages.cutting import cut

TEXTS = st.text(st.sampled_from("ابلة ة\u0651\u200f\r\n a🙂\U0001f468\u200d"), max_size=60) | st.text(max_size=60)
SPANS = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)).map(lambda pair: Span(min(pair), max(pair))), max_size=12)


@given(TEXTS, SPANS)
def test_the_pieces_put_together_are_the_text(text: str, spans: list[Span]) -> None:
    pieces = cut(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.begin for piece in pieces] == [sum(len(before.text) for before in pieces[:index]) for index in range(len(pieces))]


@given(TEXTS, SPANS)
def test_each_character_is_covered_by_just_the_spans_that_have_it(text: str, spans: list[Span]) -> None:
    for piece in cut(text, spans):
        assert piece.text
        for offset in range(piece.begin, piece.end):
            assert list(piece.covers) == [index for index, span in enumerate(spans) if span.begin <= offset < span.end]


@given(TEXTS, SPANS)
def test_the_words_of_a_span_are_the_pieces_that_it_covers(text: str, spans: list[Span]) -> None:
    pieces = cut(text, spans)
    for index, span in enumerate(spans):
        assert "".join(piece.text for piece in pieces if index in piece.covers) == span.of(text)


def test_offsets_are_code_points_and_a_line_break_of_two_is_two() -> None:
    pieces = cut("🙂\r\nقتل", [Span(3, 6)])
    assert [(piece.begin, piece.text) for piece in pieces if piece.covers] == [(3, "قتل")]


def test_spans_that_overlap_are_told_apart() -> None:
    text = "وزير الداخلية السوري"
    pieces = cut(text, [Span(0, len(text)), Span(5, 13), Span(5, 20)])
    assert [(piece.text, piece.covers) for piece in pieces] == [("وزير ", (0,)), ("الداخلية", (0, 1, 2)), (" السوري", (0, 2))]
