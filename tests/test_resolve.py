"""Which reports are of one event: a case a behaviour. Entities are told by their ids; the small gazetteer says what they are."""

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import Gazetteer
from kg.model import (
    Article,
    Decision,
    Event,
    Extraction,
    Fact,
    Figure,
    GazetteerEntry,
    Link,
    LinkedArticle,
    Mention,
    Reader,
    Report,
    ReportedFigure,
    Span,
    UnlistedEntity,
    Value,
    ValueType,
)
from kg.resolve import blocking_keys, compare, grouped, node_id, parted, reports
from kg.resolve.words import stems

GAZETTEER = Gazetteer.of(
    [
        GazetteerEntry("Q1", "Country", "مصر", "Egypt"),
        GazetteerEntry("Q2", "Settlement", "القاهرة", "Cairo", country="Q1"),
        GazetteerEntry("Q3", "Settlement", "أسوان", "Aswan", country="Q1"),
        GazetteerEntry("Q4", "Facility", "محطة رمسيس", "Ramses Station", parent="Q2", country="Q1"),
        GazetteerEntry("Q5", "ArmedGroup", "جماعة الفجر", "Dawn Group"),
        GazetteerEntry("Q6", "Person", "سامي رشدي", "Sami Rushdi"),
        GazetteerEntry("Q7", "Person", "هاني فؤاد", "Hani Fuad"),
        GazetteerEntry("Q8", "Country", "تونس", "Tunisia"),
    ]
)


def report(article: str, kind: str = "Bombing", killed: tuple[int, ...] = (), **given: object) -> Report:
    figures = tuple(ReportedFigure("killed", value, "Exactly", "Whole") for value in killed)
    plain = Report(f"{article}1", article, None, None, kind, "Occurred", figures=figures)
    changed = replace(plain, **given)  # type: ignore[arg-type]
    return replace(changed, participants=tuple(sorted({*changed.participants, *changed.targets})))


def decision(left: Report, right: Report) -> Decision:
    return compare(left, right, GAZETTEER).decision


def share_a_key(left: Report, right: Report) -> bool:
    return not blocking_keys(left, GAZETTEER).isdisjoint(blocking_keys(right, GAZETTEER))


def test_one_day_one_city_and_one_deed_make_one_event() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q2",))) is Decision.SAME


def test_a_toll_that_rises_through_the_day_is_still_of_one_bombing() -> None:
    def told(article: str, killed: int, injured: int) -> Report:
        figures = (ReportedFigure("injured", injured, "Exactly", "Whole"), ReportedFigure("killed", killed, "Exactly", "Whole"))
        return report(article, dates=("2019-02-27",), places=("Q2",), figures=figures)

    assert decision(told("a", 9, 21), told("b", 14, 30)) is Decision.SAME


def test_reasons_can_be_read_in_both_languages() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    match = compare(left, report("b", dates=("2019-02-27",), places=("Q2",), killed=(25,)), GAZETTEER)
    assert "التاريخ نفسه (2019-02-27)" in match.reason_ar
    assert "المكان: القاهرة" in match.reason_ar
    assert "القتلى 22 و25" in match.reason_ar
    assert "killed 22 and 25" in match.reason_en
    assert "place: Cairo" in match.reason_en


def test_two_reports_of_one_article_are_never_the_same() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    assert decision(left, replace(left, id="a2")) is Decision.DIFFERENT


def test_an_arrest_is_not_a_bombing() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    assert decision(left, report("b", "Arrest", dates=("2019-02-27",), places=("Q2",), killed=(22,))) is Decision.DIFFERENT


def test_two_deeds_of_different_means_are_two_events() -> None:
    left = report("a", "Stabbing", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    assert decision(left, report("b", "Shooting", dates=("2019-02-27",), places=("Q2",), killed=(22,))) is Decision.DIFFERENT


def test_a_general_class_agrees_with_a_special_one() -> None:
    left = report("a", "Attack", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    assert decision(left, report("b", "Shooting", dates=("2019-02-27",), places=("Q2",), killed=(22,))) is Decision.SAME


def test_sibling_cities_are_different_places() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q3",), killed=(22,))) is Decision.DIFFERENT


def test_cities_of_two_countries_are_different_places() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q8",), killed=(22,))) is Decision.DIFFERENT


def test_a_country_contains_its_city() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q1",), killed=(22,))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q2",), killed=(22,))) is Decision.SAME


def test_a_station_in_the_city_is_in_the_city() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q4",), killed=(22,))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q2",), killed=(22,))) is Decision.SAME


def test_a_month_agrees_with_a_day_in_it() -> None:
    left = report("a", dates=("2019-02",), places=("Q2",), killed=(22,))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q2",), killed=(22,))) is Decision.SAME
    assert decision(left, report("b", dates=("2019-05-27",), places=("Q2",), killed=(22,))) is Decision.DIFFERENT


def test_without_a_date_a_place_alone_is_not_enough() -> None:
    assert decision(report("a", places=("Q2",)), report("b", places=("Q2",))) is not Decision.SAME


def test_the_issue_of_an_article_is_only_weak_evidence() -> None:
    left = report("a", places=("Q2",), issued="2019-02-28")
    assert decision(left, report("b", places=("Q2",), issued="2019-02-28")) is not Decision.SAME
    assert decision(left, report("b", places=("Q2",), dates=("2019-02-27",), issued="2019-03-09")) is not Decision.SAME


def test_what_was_issued_before_a_date_is_not_of_that_date() -> None:
    left = report("a", places=("Q2",), killed=(22,), issued="2019-01-05")
    assert decision(left, report("b", places=("Q2",), killed=(22,), dates=("2019-02-27",))) is Decision.DIFFERENT


def test_without_dates_a_place_a_great_toll_and_a_group_are_enough() -> None:
    left = report("a", places=("Q2",), killed=(130,), participants=("Q5",))
    assert decision(left, report("b", places=("Q2",), killed=(133,), participants=("Q5",))) is Decision.SAME


def test_without_a_time_a_town_and_a_toll_met_every_year_are_not_enough() -> None:
    dated = report("a", dates=("2010-02-14",), places=("Q2", "Q1"), killed=(1,))
    wounded = ReportedFigure("injured", 6, "Exactly", "Whole")
    left, right = (replace(each, figures=(*each.figures, wounded)) for each in (dated, report("b", places=("Q2", "Q1"), killed=(1,))))
    assert decision(left, right) is Decision.NEAR
    assert decision(left, replace(right, dates=("2010",))) is Decision.NEAR
    assert decision(left, replace(right, dates=("2010-02-14",))) is Decision.SAME


def test_what_rules_out_one_event_does_so_whatever_else_is_alike() -> None:
    alike = report("a", dates=("2021-04-12",), places=("Q2", "Q1"), targets=("Q6",), killed=(250,))
    found = compare(replace(alike, kind="Bombing"), replace(alike, id="b1", article="b", kind="Stabbing"), GAZETTEER)
    assert (found.decision, found.score) == (Decision.DIFFERENT, 0.0)


def test_tolls_far_apart_speak_against_one_event() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",), killed=(3,))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q2",), killed=(90,))) is not Decision.SAME


def test_nobody_is_killed_twice() -> None:
    left = report("a", "Assassination", targets=("Q6",))
    assert decision(left, report("b", "Assassination", targets=("Q6",))) is Decision.SAME
    assert decision(left, report("b", "Assassination", targets=("Q7",))) is Decision.DIFFERENT


def test_a_person_known_by_one_word_only_proves_little() -> None:
    ahmad = UnlistedEntity("h1", "أحمد", "Person")
    left = report("a", "Assassination", targets=("h1",), unlisted=(ahmad,))
    assert decision(left, report("b", "Assassination", targets=("h1",), unlisted=(ahmad,))) is not Decision.SAME


def test_who_attacks_here_and_is_killed_there_is_in_two_events() -> None:
    left = report("a", "Kidnapping", dates=("2019-02-27",), places=("Q2",), participants=("Q6",))
    assert decision(left, report("b", "Attack", dates=("2019-02-27",), places=("Q2",), targets=("Q6",))) is not Decision.SAME


def test_what_was_foiled_did_not_occur() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",))
    assert decision(left, report("b", dates=("2019-02-27",), places=("Q2",), status="Foiled")) is not Decision.SAME


def test_when_and_where_do_not_tell_two_attacks_of_one_evening_apart() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",))
    right = report("b", dates=("2019-02-27",), places=("Q2",), rivals=1)
    assert decision(left, right) is not Decision.SAME
    killed = (ReportedFigure("killed", 22, "Exactly", "Whole"),)
    assert decision(replace(left, figures=killed), replace(right, figures=killed)) is Decision.SAME


def test_reports_of_one_day_and_city_share_a_key_and_those_of_another_week_do_not() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",))
    assert share_a_key(left, report("b", dates=("2019-02-28",), places=("Q4",)))
    assert not share_a_key(left, report("b", dates=("2019-03-07",), places=("Q2",)))


def test_a_city_or_a_group_alone_is_no_key() -> None:
    assert not share_a_key(report("a", places=("Q2",)), report("b", places=("Q2",)))
    assert not share_a_key(report("a", participants=("Q5",)), report("b", participants=("Q5",)))


def test_the_name_of_a_city_is_no_rare_word_with_it() -> None:
    (name,) = stems("أسوان")
    words = {
        word for _, _, word in (key.split("|") for key in blocking_keys(report("a", places=("Q3",), words=(name, "مدججان")), GAZETTEER))
    }
    assert words == {"مدججان"}


def test_words_met_together_every_day_are_no_key() -> None:
    assert not blocking_keys(report("a", places=("Q2", "Q1"), words=("عبو", "ناسف")), GAZETTEER)


def test_statements_have_no_keys() -> None:
    assert blocking_keys(report("a", "Statement", dates=("2019-02-27",), places=("Q2",)), GAZETTEER) == frozenset()


def test_the_earliest_report_names_the_node() -> None:
    early, late, unknown = report("b", issued="2019-02-27"), report("a", issued="2019-03-01"), report("0")
    assert {node_id(order) for order in permutations((early, late, unknown))} == {"b1"}


def events(*found: Report) -> set[frozenset[str]]:
    """The ids of the reports of each event."""
    matches = [compare(left, right, GAZETTEER) for left, right in combinations(found, 2)]
    same = [match for match in matches if match.decision is Decision.SAME]
    return {frozenset(report.id for report in event) for event in grouped(found, same, GAZETTEER)}


def test_bombings_day_after_day_are_not_one_event() -> None:
    found = [report(f"d{day}", dates=(f"2019-02-{day}",), places=("Q2",), killed=(22,)) for day in (10, 11, 12, 13)]
    assert compare(found[0], found[1], GAZETTEER).decision is not Decision.SAME
    assert events(*found) == {frozenset({f"d{day}1"}) for day in (10, 11, 12, 13)}


def test_the_surest_comparison_comes_first() -> None:
    middle = report("b", dates=("2019-02-11",), places=("Q2",), killed=(22,))
    before = report("a", dates=("2019-02-10",), places=("Q2",), killed=(22,))
    after = report("c", dates=("2019-02-12",), places=("Q2",), killed=(22,), participants=("Q5",))
    assert events(before, replace(middle, participants=("Q5",)), after) == {frozenset({"a1"}), frozenset({"b1", "c1"})}


def test_two_reports_of_one_article_are_not_one_event_by_way_of_a_third() -> None:
    first = report("a", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    second, other = replace(first, id="a2"), replace(first, id="b1", article="b")
    assert events(first, second, other) == {frozenset({"a1", "b1"}), frozenset({"a2"})}


def test_a_comparison_whose_reports_are_kept_apart_says_so() -> None:
    left = report("a", dates=("2019-02-27",), places=("Q2",), killed=(22,))
    match = compare(left, report("b", dates=("2019-02-27",), places=("Q2",), killed=(22,)), GAZETTEER)
    assert parted(match).decision is Decision.NEAR
    assert parted(match).score == match.score
    assert "contradict each other" in parted(match).reason_en


REPORTS = st.builds(
    report,
    st.sampled_from("abcd"),
    st.sampled_from(("Bombing", "Attack", "Clash", "Assassination", "Arrest", "Meeting")),
    st.sampled_from(((), (1,), (22,), (25, 40))),
    issued=st.sampled_from((None, "2019-02-27", "2019-03-01")),
    dates=st.sampled_from(((), ("2019",), ("2019-02",), ("2019-02-27",), ("2019-02-26", "2019-03"))),
    places=st.sampled_from(((), ("Q1",), ("Q2", "Q1"), ("Q3",), ("Q4",), ("h2",))),
    targets=st.sampled_from(((), ("Q6",), ("Q5", "Q7"))),
    status=st.sampled_from(("Occurred", "Foiled")),
    unlisted=st.just((UnlistedEntity("h2", "حي النرجس", "Settlement"),)),
)


@given(REPORTS, REPORTS)
def test_the_order_of_two_reports_does_not_matter(left: Report, right: Report) -> None:
    assert compare(left, right, GAZETTEER) == compare(right, left, GAZETTEER)


@given(st.lists(REPORTS, min_size=1, max_size=7, unique_by=lambda report: report.id), st.randoms())
def test_events_are_the_same_in_whatever_order(found: list[Report], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert events(*found) == events(*shuffled)


@given(st.lists(REPORTS, min_size=1, max_size=5), st.randoms())
def test_a_node_has_one_name_in_whatever_order(found: list[Report], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert node_id(found) == node_id(shuffled)


TEXT = "انفجار في القاهرة يوقع 3 قتلى. وقالت الشرطة إن انفجار الأمس أسفر عن 3 جرحى."


def span(words: str, after: int = 0) -> Span:
    begin = TEXT.index(words, after)
    return Span(begin, begin + len(words))


def fact(name: str, value: Value, figure: Figure | None = None) -> Fact:
    return Fact(name, value, span("انفجار في القاهرة"), 0.8, figure=figure)


def linked(*events: Event) -> LinkedArticle:
    mentions = (Mention(span("القاهرة"), "Settlement", 0.9), Mention(span("الشرطة"), "SecurityForce", 0.4))
    extraction = Extraction(Reader("اختبار", "1"), mentions, events)
    return LinkedArticle(Article("خبر", TEXT, "عنوان", "0"), extraction, (), (Link("Q2", 0.9, ""), None))


def test_an_event_becomes_a_report_of_what_is_linked() -> None:
    event = Event(
        "Bombing",
        (span("انفجار"),),
        (
            fact("place", Value(ValueType.MENTION, 0)),
            fact("target", Value(ValueType.MENTION, 1)),
            fact("date", Value(ValueType.DATE, "2019-02")),
            fact("killed", Value(ValueType.NUMBER, 3), Figure("Exactly", "Whole")),
        ),
    )
    (found,) = reports(linked(event), GAZETTEER)
    assert (found.places, found.targets, found.dates, found.status) == (("Q2",), (), ("2019-02",), "Occurred")
    assert found.figures == (ReportedFigure("killed", 3, "Exactly", "Whole"),)
    assert found.triggers == ("انفجار",)


def test_reports_of_one_trigger_have_different_ids() -> None:
    bombing = Event("Bombing", (span("انفجار"),))
    ids = [found.id for found in reports(linked(bombing, replace(bombing, kind="Attack"), replace(bombing, kind="Meeting")), GAZETTEER)]
    assert len(set(ids)) == 3


def test_events_of_one_place_without_dates_are_rivals() -> None:
    here = fact("place", Value(ValueType.MENTION, 0))
    first, second = Event("Bombing", (span("انفجار"),), (here,)), Event("Shooting", (span("انفجار", 9),), (here,))
    assert [found.rivals for found in reports(linked(first, second), GAZETTEER)] == [1, 1]
    assert [found.rivals for found in reports(linked(first), GAZETTEER)] == [0]


@pytest.mark.parametrize("counted", [("قتلى", "جرحى"), ("قتلى", "قتلى")])
def test_equal_parts_that_count_different_people_are_both_kept(counted: tuple[str, str]) -> None:
    facts = tuple(fact("killed", Value(ValueType.NUMBER, 3), Figure("Exactly", "Part", span(words))) for words in counted)
    (found,) = reports(linked(Event("Bombing", (span("انفجار"),), facts)), GAZETTEER)
    assert len(found.figures) == len(set(counted))
