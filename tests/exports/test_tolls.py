"""What GTD, UCDP GED and ACLED would make of what articles say, each by the rule of its codebook."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exports.databases.tolls import CITED, RULES, Figure, Ruled, acled, gtd, ucdp_ged

MONDAY, TUESDAY = date(2024, 3, 4), date(2024, 3, 5)


def figure(value: int, source: str, issued: date | None = MONDAY, scope: str = "Whole", qualifier: str = "Exactly") -> Figure:
    """A claim of an article that its source is named after: «agency», «agency/2»."""
    return Figure(f"{source}:{value}", value, source, source.partition("/")[0], issued, scope, qualifier)


def test_gtd_believes_the_latest_source() -> None:
    found = gtd([figure(12, "agency", MONDAY), figure(15, "paper", TUESDAY)])
    assert found == Ruled(15, 15, 15, ("paper:15",))


def test_gtd_takes_the_figure_of_a_majority_of_sources_as_recent() -> None:
    found = gtd([figure(12, "agency"), figure(15, "paper"), figure(15, "channel"), figure(3, "old", date(2024, 3, 1))])
    assert found == Ruled(15, 15, 15, ("channel:15", "paper:15"))


def test_gtd_takes_the_lowest_where_no_figure_has_a_majority() -> None:
    assert gtd([figure(12, "agency"), figure(15, "paper"), figure(20, "channel")]) == Ruled(12, 12, 12, ("agency:12",))


def test_gtd_hears_a_publisher_once_however_often_it_writes() -> None:
    found = gtd([figure(20, "agency/1"), figure(20, "agency/2"), figure(15, "paper"), figure(15, "channel")])
    assert found
    assert found.best == 15


def test_gtd_takes_an_article_without_a_date_for_the_earliest() -> None:
    assert gtd([figure(30, "undated", None), figure(12, "agency")]) == Ruled(12, 12, 12, ("agency:12",))


def test_ucdp_has_the_lowest_and_the_highest_and_holds_the_lower_to_be_best() -> None:
    found = ucdp_ged([figure(12, "agency"), figure(15, "paper", TUESDAY), figure(14, "channel")])
    assert found == Ruled(12, 12, 15, ("agency:12", "paper:15"))


def test_acled_takes_the_most_conservative_estimate() -> None:
    assert acled([figure(12, "agency"), figure(9, "paper"), figure(9, "channel", TUESDAY)]) == Ruled(9, 9, 9, ("channel:9", "paper:9"))


def test_a_ceiling_is_no_count_and_only_raises_what_ucdp_holds_possible() -> None:
    told = [figure(10, "agency"), figure(50, "paper", qualifier="AtMost")]
    assert acled(told) == gtd(told) == Ruled(10, 10, 10, ("agency:10",))
    assert ucdp_ged(told) == Ruled(10, 10, 50, ("agency:10", "paper:50"))
    assert ucdp_ged(told[1:]) is None


@pytest.mark.parametrize("rule", RULES)
def test_parts_are_added_up_only_where_their_article_gives_no_total(rule: str) -> None:
    parts = [figure(4, "agency", scope="Part"), figure(3, "agency", scope="Part")]
    assert RULES[rule](parts) == Ruled(7, 7, 7, ("agency:3", "agency:4"))
    found = RULES[rule]([*parts, figure(9, "agency")])
    assert found == Ruled(9, 9, 9, ("agency:9",))


def told_together(*counted: tuple[int, str], speaker: str = "") -> list[Figure]:
    """Totals of one article in one sentence, each with who is counted."""
    return [replace(figure(value, "agency"), evidence="0,60", counted=who, speaker=speaker) for value, who in counted]


@pytest.mark.parametrize("rule", RULES)
def test_totals_of_different_people_in_one_sentence_are_parts_of_one(rule: str) -> None:
    soldiers_and_civilians = told_together((13, "عضوًا من الخدمات الأمريكية"), (170, "مدنيًا"))
    assert RULES[rule](soldiers_and_civilians) == Ruled(183, 183, 183, ("agency:13", "agency:170"))
    repeated = replace(figure(13, "agency"), claim="again", evidence="80,99", counted="جنديا")
    assert RULES[rule]([*soldiers_and_civilians, repeated]) == Ruled(183, 183, 183, ("agency:13", "agency:170"))


@pytest.mark.parametrize(
    "figures",
    [
        told_together((12, "شخصا"), (15, "جنديا")),
        told_together((12, "قتيلا"), (15, "أشخاص")),
        told_together((12, "جنديا"), (15, "جنديًا")),
        told_together((12, "جنديا"), (15, "")),
        [*told_together((12, "جنديا"), speaker="الجيش"), *told_together((15, "مسلحا"), speaker="الحركة")],
        [*told_together((12, "جنديا")), replace(figure(15, "agency"), counted="مسلحا")],
    ],
    ids=["anybody", "the dead", "the same", "nobody is told", "two speakers", "two sentences"],
)
def test_other_totals_of_one_article_stay_rivals(figures: list[Figure]) -> None:
    assert ucdp_ged(figures) == Ruled(12, 12, 15, ("agency:12", "agency:15"))


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_made_of_nothing_and_each_rule_says_where_it_is_written(rule: str) -> None:
    assert RULES[rule]([]) is None
    assert "Codebook" in CITED[rule].where
    assert CITED[rule].ar
    assert CITED[rule].en


FIGURES = st.lists(
    st.builds(
        lambda number, value, source, day, scope, qualifier: Figure(
            f"c{number}", value, f"a{source}", f"p{source % 3}", day, scope, qualifier
        ),
        st.integers(0, 10**6),
        st.integers(0, 500),
        st.integers(0, 6),
        st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 5)),
        st.sampled_from(["Whole", "Part"]),
        st.sampled_from(["Exactly", "AtLeast", "AtMost", "About"]),
    ),
    max_size=12,
    unique_by=lambda each: each.claim,
)


@given(FIGURES)
def test_low_is_never_above_best_nor_best_above_high_and_all_claims_were_given(figures: list[Figure]) -> None:
    for rule in RULES.values():
        if ruled := rule(figures):
            assert ruled.low <= ruled.best <= ruled.high
            assert ruled.claims
            assert set(ruled.claims) <= {each.claim for each in figures}


@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_claims_never_matters(figures: list[Figure], shuffler: object) -> None:
    other = list(figures)
    shuffler.shuffle(other)  # type: ignore[attr-defined]
    for rule in RULES.values():
        assert rule(figures) == rule(other)
