"""Who wins where gazetteer, patterns and network see different names. The weights are learned, what they must keep to is not."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import ReadDocument

from kg.extract.choice import ENOUGH, REPEATED, Candidate, candidates, chosen, likelihood, repetitions
from kg.extract.gazetteer_names import FoundName
from kg.extract.lexicon import rows
from kg.extract.words import Word
from kg.ontology import top

ROME = FoundName(0, 0, 0, "Settlement", 0.95, "Q220")


def by_network(first: int, last: int, kind: str, confidence: float) -> FoundName:
    return FoundName(first, last, 0, kind, confidence, source="network")


def by_head(first: int, last: int) -> FoundName:
    """As patterns find «منظمة …»."""
    return FoundName(first, last, 0, "Organisation", 0.7, source="head")


def competing(known: Sequence[FoundName], learned: Sequence[FoundName]) -> list[Candidate]:
    """The candidates where the network is as sure of its names as they say, and finds what contradicts them the less likely."""

    def seen(name: FoundName) -> float:
        same = [
            other.confidence for other in learned if (other.first, other.last, top(other.kind)) == (name.first, name.last, top(name.kind))
        ]
        rivals = [other.confidence for other in learned if other.first <= name.last and name.first <= other.last]
        return max(same) if same else (1 - max(rivals)) / 2 if rivals else 0.1

    return list(candidates(known, learned, seen))


def likely(known: Sequence[FoundName], learned: Sequence[FoundName]) -> list[float]:
    return [likelihood(candidate.evidence) for candidate in competing(known, learned)]


def winners(known: Sequence[FoundName], learned: Sequence[FoundName]) -> list[tuple[int, int, str]]:
    return [(name.first, name.last, name.kind) for name in chosen(competing(known, learned))]


def test_a_name_that_the_network_sees_too_is_likelier_than_one_where_it_sees_another() -> None:
    (agreed,) = likely([ROME], [by_network(0, 0, "Settlement", 0.95)])
    differed, _ = likely([ROME], [by_network(0, 0, "Person", 0.95)])
    (alone,) = likely([ROME], [])
    assert agreed > alone
    assert agreed > differed


def test_a_class_of_the_same_sort_is_no_difference() -> None:
    assert likely([ROME], [by_network(0, 0, "Region", 0.95)]) == likely([ROME], [by_network(0, 0, "Settlement", 0.95)])


def test_a_name_that_both_have_comes_once_with_what_the_gazetteer_knows() -> None:
    (name,) = chosen(competing([ROME], [by_network(0, 0, "Settlement", 0.95)]))
    assert (name.entry, name.kind) == ("Q220", "Settlement")


def test_a_sure_network_wins_over_a_head_pattern() -> None:
    assert winners([by_head(0, 1)], [by_network(0, 2, "Organisation", 0.99)]) == [(0, 2, "Organisation")]


def test_an_unsure_network_loses_to_the_gazetteer() -> None:
    assert winners([ROME], [by_network(0, 0, "Person", 0.3)]) == [(0, 0, "Settlement")]


def test_what_the_network_alone_sees_is_taken_where_it_is_sure_and_left_where_it_is_not() -> None:
    assert winners([], [by_network(3, 4, "Person", 0.99)]) == [(3, 4, "Person")]
    assert winners([], [by_network(3, 4, "Person", 0.1)]) == []


def test_names_that_do_not_overlap_do_not_compete() -> None:
    sure = by_network(5, 6, "Person", 0.99)
    assert likely([ROME], [sure]) == [*likely([ROME], []), *likely([], [sure])]


def test_how_likely_a_name_is_becomes_its_confidence() -> None:
    (name,) = chosen(competing([ROME], []))
    assert [name.confidence] == likely([ROME], [])


def test_evidence_of_which_nothing_was_learned_says_nothing() -> None:
    assert likelihood({"never heard of": 1.0}) == likelihood({}) == 0.5


EVIDENCE = st.dictionaries(st.sampled_from([name for name, _ in rows("evidence.tsv", 2)]), st.floats(-6, 6))
CONFIDENCE = st.floats(0, 1)


@given(EVIDENCE)
def test_a_likelihood_is_one(evidence: dict[str, float]) -> None:
    assert 0 <= likelihood(evidence) <= 1


@given(CONFIDENCE, CONFIDENCE)
def test_the_surer_the_network_is_the_likelier_its_names_and_the_less_likely_others(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert likely([], [by_network(0, 0, "Person", less)]) <= likely([], [by_network(0, 0, "Person", more)])
    assert likely([ROME], [by_network(0, 0, "Settlement", less)]) <= likely([ROME], [by_network(0, 0, "Settlement", more)])
    assert likely([ROME], [by_network(0, 0, "Person", less)])[0] >= likely([ROME], [by_network(0, 0, "Person", more)])[0]


NAMES = st.builds(
    lambda first, length, kind, likely: Candidate(by_network(first, first + length, kind, 0.9), {"others silent by": likely}),
    st.integers(0, 8), st.integers(0, 3), st.sampled_from(("Person", "Settlement")), st.floats(-9, 9),
)  # fmt: skip


@given(st.lists(NAMES, max_size=12))
def test_the_chosen_are_likely_do_not_overlap_and_stand_in_order(found: list[Candidate]) -> None:
    names = chosen(found)
    assert all(name.confidence >= ENOUGH for name in names)
    assert all(one.last < other.first for one, other in pairwise(names))


def test_of_overlapping_names_the_likeliest_is_chosen() -> None:
    less, more = (Candidate(by_network(0, last, "Person", 0.9), {"others silent by": by}) for last, by in ((1, 2.0), (0, 6.0)))
    assert [name.last for name in chosen([less, more])] == [0]


# Repetitions


def person(first: int, last: int, confidence: float = 0.9) -> FoundName:
    return by_network(first, last, "Person", confidence)


def again(words: Sequence[Word], *names: FoundName) -> list[tuple[int, int, int]]:
    """First and last word and skipped proclitics of what is found again."""
    return [(name.first, name.last, name.skip) for name in repetitions(words, names)]


def test_what_is_a_name_once_is_one_again(document: ReadDocument) -> None:
    words = document("حضر سامي الدرويش ثم غادر سامي الدرويش")._.words
    (name,) = repetitions(words, [person(1, 2)])
    assert (name.first, name.last, name.kind, name.source) == (5, 6, "Person", "repetition")


@pytest.mark.parametrize(("word", "skip"), [("وسامي", 1), ("لسامي", 1), ("ولسامي", 2), ("سامي", 0)])
def test_it_is_found_with_clitics(document: ReadDocument, word: str, skip: int) -> None:
    assert again(document(f"حضر سامي الدرويش ثم قيل {word} الدرويش")._.words, person(1, 2)) == [(5, 6, skip)]


def test_a_name_that_was_found_with_a_clitic_is_found_without(document: ReadDocument) -> None:
    words = document("قيل لسامي إن الوفد غادر مع سامي")._.words
    assert again(words, FoundName(1, 1, 1, "Person", 0.9, source="network")) == [(6, 6, 0)]


def test_what_is_hardly_a_name_is_not_looked_for(document: ReadDocument) -> None:
    words = document("حضر سامي ثم غادر سامي")._.words
    assert again(words, person(1, 1, REPEATED - 0.01)) == []


def test_a_sign_between_its_words_makes_it_another(document: ReadDocument) -> None:
    assert again(document("حضر سامي الدرويش ثم غادر سامي، الدرويش")._.words, person(1, 2)) == []


def test_the_longer_name_is_found_before_a_part_of_it(document: ReadDocument) -> None:
    words = document("حضر سامي الدرويش وقال سامي إن سامي الدرويش غادر")._.words
    assert again(words, person(1, 2), person(4, 4)) == [(6, 7, 0)]


@given(text=st.lists(st.sampled_from("سامي وسامي الدرويش خالد لخالد غادر".split()), min_size=1, max_size=12), first=st.integers(0, 11))
def test_repetitions_overlap_neither_names_nor_each_other(text: list[str], first: int) -> None:
    begins = [sum(len(word) + 1 for word in text[:index]) for index in range(len(text))]
    words = [Word(i, begins[i], begins[i] + len(w), w, tuple(range(len(w))), 0, "") for i, w in enumerate(text)]
    names = [person(index, min(index + length, len(text) - 1)) for index, length in ((first, 1),) if index < len(text)]
    found = [*names, *repetitions(words, names)]
    taken = [index for name in found for index in range(name.first, name.last + 1)]
    assert len(taken) == len(set(taken))
    assert all(0 <= index < len(text) for index in taken)
