"""The conditional random field, compared with what comes out when every sequence of labels is tried."""

from itertools import pairwise, product
from typing import TypeVar

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.pipeline.network import Floats, Integers
from kg.pipeline.sequences import Chain

Rows = TypeVar("Rows", Floats, Integers)


def chain_and_scores(seed: int, labels: int, rows: int) -> tuple[Chain, Floats]:
    """Random scores, as strong as trained ones are."""
    random = numpy.random.default_rng(seed)

    def drawn(*shape: int) -> Floats:
        return random.normal(scale=2, size=shape).astype(numpy.float32)

    return Chain(drawn(labels), drawn(labels, labels)), drawn(rows, labels)


def score(chain: Chain, scores: Floats, path: tuple[int, ...]) -> float:
    """What a sequence of labels adds up to."""
    passed = sum(chain.transitions[one, other] for one, other in pairwise(path))
    return float(chain.start[path[0]] + passed + sum(scores[row, label] for row, label in enumerate(path)))


def all_scores(chain: Chain, scores: Floats) -> dict[tuple[int, ...], float]:
    """Every sequence with its score."""
    return {path: score(chain, scores, path) for path in product(range(scores.shape[1]), repeat=len(scores))}


def tried_probabilities(chain: Chain, scores: Floats) -> Floats:
    """How likely each label of each row is, by adding up all sequences."""
    likely = numpy.zeros_like(scores)
    for path, total in all_scores(chain, scores).items():
        likely[range(len(path)), path] += numpy.exp(total)
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def parts(rows: Rows, lengths: list[int]) -> list[Rows]:
    """The rows of each sequence."""
    return numpy.split(rows, numpy.cumsum(lengths)[:-1])


SEEDS = st.integers(0, 10_000)
LENGTHS = st.lists(st.integers(1, 5), min_size=1, max_size=5)


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(1, 3), LENGTHS)
def test_no_sequence_scores_higher_than_the_best(seed: int, labels: int, lengths: list[int]) -> None:
    chain, scores = chain_and_scores(seed, labels, sum(lengths))
    best = chain.best(scores, lengths)
    for path, here in zip(parts(best, lengths), parts(scores, lengths), strict=True):
        highest = max(all_scores(chain, here).values())
        assert score(chain, here, tuple(path.tolist())) == pytest.approx(highest, abs=1e-4)


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(1, 3), LENGTHS)
def test_probabilities_are_those_of_all_sequences_added_up(seed: int, labels: int, lengths: list[int]) -> None:
    chain, scores = chain_and_scores(seed, labels, sum(lengths))
    likely = chain.probabilities(scores, lengths)
    for found, here in zip(parts(likely, lengths), parts(scores, lengths), strict=True):
        assert numpy.allclose(found, tried_probabilities(chain, here), atol=1e-4)


def test_of_one_row_the_start_and_the_scores_decide() -> None:
    chain = Chain(numpy.array([0.0, 2.0], dtype=numpy.float32), numpy.zeros((2, 2), dtype=numpy.float32))
    assert chain.best(numpy.array([[1.0, 0.0]], dtype=numpy.float32), [1]).tolist() == [1]
    assert chain.best(numpy.array([[3.0, 0.0]], dtype=numpy.float32), [1]).tolist() == [0]


def test_what_may_not_follow_does_not_follow_though_it_scores_high() -> None:
    never = -1e4
    chain = Chain(numpy.array([0, never], dtype=numpy.float32), numpy.array([[0, never], [0, 0]], dtype=numpy.float32))
    scores = numpy.array([[0, 9], [0, 9]], dtype=numpy.float32)
    assert chain.best(scores, [2]).tolist() == [0, 0]
    assert numpy.allclose(chain.probabilities(scores, [2])[:, 1], 0)


@pytest.mark.parametrize("lengths", [[], [0]])
def test_of_no_rows_nothing_comes_out(lengths: list[int]) -> None:
    chain, scores = chain_and_scores(1, 3, 0)
    assert chain.best(scores, lengths).shape == (0,)
    assert chain.probabilities(scores, lengths).shape == (0, 3)


def test_an_empty_sequence_between_others_takes_no_row() -> None:
    chain, scores = chain_and_scores(2, 3, 5)
    assert chain.best(scores, [2, 0, 3]).tolist() == chain.best(scores, [2, 3]).tolist()


def test_many_sequences_of_mixed_lengths_come_out_as_one_by_one_and_in_order() -> None:
    lengths = [1 + 7 * index % 23 for index in range(300)]  # more than are worked through at once
    chain, scores = chain_and_scores(3, 4, sum(lengths))
    alone = [(chain.best(here, [len(here)]), chain.probabilities(here, [len(here)])) for here in parts(scores, lengths)]
    assert chain.best(scores, lengths).tolist() == numpy.concatenate([path for path, _ in alone]).tolist()
    assert numpy.allclose(chain.probabilities(scores, lengths), numpy.concatenate([likely for _, likely in alone]), atol=1e-5)


def test_a_long_sequence_neither_overflows_nor_fades() -> None:
    chain, scores = chain_and_scores(4, 4, 3_000)
    likely = chain.probabilities(30 * scores, [3_000])
    assert numpy.allclose(likely.sum(axis=1), 1, atol=1e-4)


def test_scores_far_apart_and_impossible_transitions_still_give_probabilities() -> None:
    chain = Chain(numpy.zeros(2, numpy.float32), numpy.array([[0, -1e4], [0, 0]], numpy.float32))
    scores = numpy.array([[200, 0], [0, 200], [200, 0]], numpy.float32)
    likely = chain.probabilities(scores, [3])
    assert numpy.isfinite(likely).all()
    assert likely.sum(axis=1) == pytest.approx([1, 1, 1])
