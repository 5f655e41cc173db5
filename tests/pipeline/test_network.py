"""The network that ships, run in NumPy: what it sees of a token and of its neighbours."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.pipeline.features import feature_hashes
from kg.pipeline.network import Layer, Network, unit_vectors
from kg.pipeline.trained import shipped

SENTENCE = "قال بوتين في موسكو ان الهجوم لن يمر دون رد".split()


def network() -> Network:
    return shipped().network


def test_there_is_a_row_for_every_token() -> None:
    states = network().states([SENTENCE, ["موسكو"]])
    assert states.shape == (len(SENTENCE) + 1, len(network().encoder[0].scale))
    assert numpy.isfinite(states).all()


def test_sequences_do_not_see_each_other_and_keep_their_order() -> None:
    sequences = [SENTENCE, ["موسكو"], SENTENCE[:3], ["بوتين", "قال"]]
    alone = numpy.concatenate([network().states([sequence]) for sequence in sequences])
    assert numpy.allclose(network().states(sequences), alone, atol=1e-4)


def test_more_sequences_than_are_multiplied_at_once_come_out_the_same() -> None:
    many = network().states([SENTENCE] * 500)
    assert numpy.allclose(many, numpy.tile(network().states([SENTENCE]), (500, 1)), atol=1e-4)


def test_a_token_is_seen_with_its_neighbours() -> None:
    one, other = network().states([["مدينة", "موسكو"]])[1], network().states([["قناة", "موسكو"]])[1]
    assert not numpy.allclose(one, other, atol=1e-2)


def test_a_token_is_seen_as_far_as_there_are_layers_and_no_further() -> None:
    reach = len(network().encoder)
    for distance, is_seen in ((reach, True), (reach + 1, False)):
        changed = [*SENTENCE]
        changed[distance] = "باريس"
        same = numpy.allclose(network().states([SENTENCE])[0], network().states([changed])[0], atol=1e-5)
        assert same != is_seen


def test_of_nothing_there_are_no_rows() -> None:
    assert len(network().states([])) == 0


def test_an_empty_sequence_beside_others_has_no_rows() -> None:
    assert numpy.allclose(network().states([[], SENTENCE, []]), network().states([SENTENCE]), atol=1e-5)


def test_every_head_has_a_column_for_each_label() -> None:
    states = network().states([SENTENCE])
    assert {"isnad.names", "classes", "Pos"} <= network().heads.keys()
    for head in network().heads.values():
        assert head(states).shape == (len(SENTENCE), len(head.labels))


def test_a_word_never_seen_has_a_vector_by_its_letters() -> None:
    made_up = unit_vectors(shipped().vectors, ["قسطنطينوفيتش"])
    assert numpy.linalg.norm(made_up) == pytest.approx(2, abs=1e-2)


def test_the_vectors_of_inflected_forms_are_nearer_than_those_of_other_words() -> None:
    attack, the_attack, bread = unit_vectors(shipped().vectors, ["هجوم", "الهجوم", "الخبز"])
    assert attack @ the_attack > attack @ bread


def test_a_layer_takes_the_largest_piece_and_evens_it_out() -> None:
    pieces = numpy.array([[1, 5, 3, 2]], dtype=numpy.float32)  # two pieces of width two: (1, 5) and (3, 2)
    layer = Layer(pieces, numpy.zeros(4, numpy.float32), numpy.ones(2, numpy.float32), numpy.zeros(2, numpy.float32))
    assert layer(numpy.ones((1, 1), numpy.float32))[0] == pytest.approx([-1, 1], abs=1e-3)  # of (3, 5), with mean 0 and variance 1


@given(st.text(min_size=1, max_size=8))
def test_every_norm_has_the_same_number_of_features(norm: str) -> None:
    assert len(feature_hashes(norm)) == len(feature_hashes("كلمه"))
    assert all(number >= 0 for number in feature_hashes(norm))


def test_words_of_one_make_share_its_row() -> None:
    *_, moscow = feature_hashes("موسكو")
    *_, paris = feature_hashes("باريس")
    *_, year = feature_hashes("2024")
    assert moscow == paris != year
