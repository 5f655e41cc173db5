"""Likenesses chain; events do not: reports are looked at together, and the words that they share are counted."""

from dataclasses import replace
from itertools import combinations, permutations

import pytest

from kg.gazetteer import Gazetteer
from kg.model import Decision, GazetteerEntry, Match, Report, ReportedFigure, Span
from kg.resolve import compare, grouped
from kg.resolve.whole import Whole
from kg.resolve.words import rarity, telling_words

GAZETTEER = Gazetteer.of(
    [
        GazetteerEntry("Q796", "Country", "العراق", "Iraq"),
        GazetteerEntry("Q1530", "Settlement", "بغداد", "Baghdad", country="Q796", latitude="33.35", longitude="44.42"),
        GazetteerEntry("Q79", "Country", "مصر", "Egypt"),
        GazetteerEntry("Q7", "Settlement", "الموصل", "Mosul", country="Q796", latitude="36.34", longitude="43.13"),
    ]
)


def bombing(article: str, day: str = "", killed: int = 0, place: str = "Q1530") -> Report:
    figures = (ReportedFigure("killed", killed, "Exactly", "Whole"),) if killed else ()
    dates = (day,) if day else ()
    return Report(f"{article}1", article, None, None, "Bombing", "Occurred", dates=dates, places=(place,), figures=figures)


def sizes(*found: Report) -> list[int]:
    matches = [compare(left, right, GAZETTEER) for left, right in combinations(found, 2)]
    same = [match for match in matches if match.decision is Decision.SAME]
    return sorted(len(event) for event in grouped(found, same, GAZETTEER))


def coherent(*found: Report) -> bool:
    """Whether some reports leave room for one event, one after the other."""
    whole: Whole | None = Whole.of(found[0], GAZETTEER)
    for report in found[1:]:
        whole = whole and whole.joined(Whole.of(report, GAZETTEER), GAZETTEER)
    return whole is not None


def test_a_week_in_one_city_is_not_one_event() -> None:
    week = [bombing(f"d{day}", f"2021-04-{day}", 22) for day in range(10, 17)]
    assert sizes(*week) == [1] * 7


def test_a_report_that_names_no_quarter_does_not_join_two_quarters() -> None:
    here, there = (replace(bombing(name, "2021-04-10", 12), quarters=(name,)) for name in ("كراد", "شعل"))
    assert max(sizes(here, bombing("u", "2021-04-10", 12), there)) <= 2


def test_an_undated_report_does_not_join_two_days() -> None:
    between = bombing("u", killed=22)
    assert max(sizes(bombing("a", "2021-04-10", 22), between, bombing("b", "2021-04-14", 22))) <= 2


def test_reports_of_three_days_are_not_coherent_and_of_two_are() -> None:
    first, second, third = (bombing(f"d{day}", f"2021-04-{day}") for day in (10, 11, 12))
    assert coherent(first, second)
    assert not coherent(first, second, third)


def test_towns_far_apart_and_tolls_many_times_as_high_are_not_coherent() -> None:
    assert not coherent(bombing("a"), bombing("b", place="Q7"))
    assert not coherent(bombing("a", killed=4), bombing("b", killed=40))


def test_rare_words_in_both_are_evidence_and_are_named() -> None:
    words = telling_words("انفجار دراجة نارية قرب محل حلويات", [Span(0, 6)])
    left, right = (replace(bombing(article, "2021-04-10"), words=words) for article in "ab")
    assert "rare words in both" in compare(left, right, GAZETTEER).reason_en


def test_common_words_do_not_tell_news_apart() -> None:
    assert rarity("قال") < rarity("دراج")
    assert telling_words("قال في هذا", [Span(0, 3)]) == ()


def test_words_of_another_line_do_not_count() -> None:
    text = "انفجار دراجة نارية\nمهرجان للحلويات"
    assert not set(telling_words(text, [Span(0, 6)])) & set(telling_words(text, [Span(20, 27)]))


def test_an_article_tells_its_events_apart_however_many_reports_are_of_one_event() -> None:
    many = [bombing(f"a{number}", "2021-04-10", 22) for number in range(50)]
    twice = replace(many[49], id="a49-again")
    assert sizes(*many, twice) == [1, 50]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(bombing("y", "2021-04-10", 22), kind="Shooting"), id="another deed"),
        pytest.param(replace(bombing("y", killed=22), dates=("2021-06",)), id="another month"),
        pytest.param(replace(bombing("y", killed=22), issued="2021-04-02"), id="told before it happened"),
        pytest.param(replace(bombing("y", "2021-04-10", 22), places=("Q79",)), id="another country"),
    ],
)
def test_what_rules_out_one_event_does_so_however_many_reports_are_of_it(other: Report) -> None:
    many = [bombing(f"a{number}", "2021-04-10", 22) for number in range(50)]
    likely = [Match(f"a{number}1", other.id, 0.9, Decision.SAME, "", "") for number in range(50)]
    same = [match for one, two in combinations(many, 2) if (match := compare(one, two, GAZETTEER)).decision is Decision.SAME]
    assert sorted(map(len, grouped([*many, other], [*same, *likely], GAZETTEER))) == [1, 50]


def test_what_reports_say_together_does_not_hang_on_their_order() -> None:
    found = [bombing("a", "2021-04-10", 4), replace(bombing("b", "2021-04-11", 9), quarters=("كراد",)), bombing("c", killed=5)]
    wholes = [Whole.of(report, GAZETTEER) for report in found]
    together = [(one.joined(two, GAZETTEER) or one).joined(three, GAZETTEER) for one, two, three in permutations(wholes)]
    assert together[0] is not None
    assert together == together[:1] * 6
