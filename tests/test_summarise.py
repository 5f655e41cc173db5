"""One value of each kind for a node: a case a behaviour."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from kg.gazetteer import Gazetteer
from kg.model import EventSummary, GazetteerEntry, Named, Report, ReportedFigure, Toll, UnlistedEntity
from kg.resolve import node_id
from kg.summarise import summarise_entity, summarise_event

GAZETTEER = Gazetteer.of(
    [
        GazetteerEntry("Q1", "Country", "مصر", "Egypt"),
        GazetteerEntry("Q2", "Settlement", "القاهرة", "Cairo", country="Q1"),
        GazetteerEntry("Q5", "ArmedGroup", "جماعة الفجر", "Dawn Group"),
        GazetteerEntry("Q6", "Person", "سامي رشدي", "Sami Rushdi"),
    ]
)


def whole(value: int, name: str = "killed") -> ReportedFigure:
    return ReportedFigure(name, value, "Exactly", "Whole")


def part(value: int) -> ReportedFigure:
    return ReportedFigure("killed", value, "Exactly", "Part")


def report(article: str, kind: str = "Bombing", **given: object) -> Report:
    return replace(Report(f"{article}1", article, None, None, kind, "Occurred"), **given)  # type: ignore[arg-type]


def summarised(reports: Sequence[Report]) -> EventSummary:
    return summarise_event(reports, GAZETTEER, origins=1)


def labels(*reports: Report) -> tuple[str, str]:
    summary = summarised(reports)
    return summary.label_ar, summary.label_en


def test_a_label_says_what_where_and_when() -> None:
    found = labels(report("a", places=("Q2",), dates=("2019-02",)))
    assert found == ("تفجير في القاهرة، فبراير 2019", "Bombing in Cairo, February 2019")


@pytest.mark.parametrize(
    ("given", "arabic", "english"),
    [
        ({"dates": ("2019-02-27",)}, "تفجير، 27 فبراير 2019", "Bombing, 27 February 2019"),
        ({"dates": ("2019",), "figures": (whole(22),)}, "تفجير، 2019", "Bombing, 2019"),
        ({"figures": (whole(22),), "participants": ("Q5",)}, "تفجير، القتلى 22", "Bombing, 22 killed"),
        ({"participants": ("Q5",)}, "تفجير، جماعة الفجر", "Bombing, Dawn Group"),
        ({}, "تفجير", "Bombing"),
    ],
)
def test_a_label_makes_do_with_what_is_known(given: dict[str, object], arabic: str, english: str) -> None:
    assert labels(report("a", **given)) == (arabic, english)


def test_a_statement_is_called_by_its_speaker() -> None:
    assert labels(report("a", "Statement", participants=("Q6",))) == ("تصريح سامي رشدي", "Statement by Sami Rushdi")
    cairo = report("a", "Statement", participants=("Q2",))
    assert labels(cairo) == ("تصريح القاهرة", "Statement by Cairo")


@pytest.mark.parametrize(
    ("status", "arabic", "english"),
    [
        ("Foiled", "تفجير في القاهرة (أُحبط)", "Bombing in Cairo (foiled)"),
        ("Planned", "تفجير في القاهرة (مخطط له)", "Bombing in Cairo (planned)"),
        ("Denied", "تفجير في القاهرة (منفيّ)", "Bombing in Cairo (denied)"),
    ],
)
def test_a_label_does_not_let_what_did_not_happen_pass_for_a_fact(status: str, arabic: str, english: str) -> None:
    assert labels(report("a", places=("Q2",), status=status)) == (arabic, english)


def test_a_meeting_without_place_and_date_is_called_by_two_who_take_part() -> None:
    assert labels(report("a", "Meeting", participants=("Q5", "Q6")))[0].endswith("، جماعة الفجر وسامي رشدي")


def test_a_place_that_no_gazetteer_has_is_called_as_the_reports_do() -> None:
    market = UnlistedEntity("h1", "سوق الحدادين", "Facility")
    assert labels(report("a", places=("h1",), unlisted=(market,)))[0] == "تفجير في سوق الحدادين"


def test_an_arabic_name_in_an_english_label_is_isolated_so_that_the_date_stays_behind_it() -> None:
    given = {"places": ("h1",), "dates": ("2024-09-08",), "unlisted": (UnlistedEntity("h1", "شبعا", "Settlement"),)}
    assert labels(report("a", "Shelling", **given)) == ("قصف في شبعا، 8 سبتمبر 2024", "Shelling in \u2068شبعا\u2069, 8 September 2024")
    salem = UnlistedEntity("h2", "سليم الحداد", "Person")
    said = report("a", "Statement", participants=("h2",), unlisted=(salem,))
    assert labels(said) == ("تصريح سليم الحداد", "Statement by \u2068سليم الحداد\u2069")
    met = report("a", "Meeting", participants=("h2", "Q6"), unlisted=(salem,))
    assert "\u2068سليم الحداد\u2069" in labels(met)[1]
    assert "\u2068" not in "".join(labels(report("a", "Meeting", participants=("Q5", "Q6"))))


def test_the_main_place_is_the_deepest() -> None:
    market = UnlistedEntity("h1", "سوق الحدادين", "Facility")
    country, city = report("a", places=("Q1",)), report("b", places=("Q2", "Q1"))
    assert summarised((country, report("c", places=("Q1",)), city)).main_place == "Q2"
    assert summarised((country, city, report("c", places=("h1",), unlisted=(market,)))).main_place == "h1"


def test_the_days_are_those_of_the_most_exact_date() -> None:
    month, day = report("a", dates=("2019-02",)), report("b", dates=("2019-02-27",))
    assert summarised((month,)).earliest == "2019-02-01"
    assert summarised((month,)).latest == "2019-02-28"
    assert summarised((month, day)).earliest == "2019-02-27"


def test_of_equally_exact_dates_that_of_most_reports_holds() -> None:
    days = [report(article, dates=(day,)) for article, day in (("a", "2019-02-26"), ("b", "2019-02-27"), ("c", "2019-02-27"))]
    assert summarised(days).earliest == "2019-02-27"
    assert summarised(days[:2]).earliest == "2019-02-26"


def test_tolls_are_least_latest_and_greatest() -> None:
    reports = (
        report("a", issued="2019-02-27", figures=(whole(25),)),
        report("b", issued="2019-02-28", figures=(whole(20),)),
        report("c", issued="2019-03-01", figures=(whole(22),)),
    )
    assert summarised(reports).tolls == (Toll("killed", 20, 22, 25),)


def test_of_equally_late_tolls_the_greater_is_best() -> None:
    assert summarised((report("a", figures=(whole(22),)), report("b", figures=(whole(20),)))).tolls[0].best == 22


def correction(value: int) -> ReportedFigure:
    return ReportedFigure("killed", value, "Exactly", "Whole", corrects=True)


def test_a_toll_corrected_downwards_is_best_though_the_greater_one_stays_the_high() -> None:
    assert summarised((report("a", figures=(correction(84), whole(103))),)).tolls == (Toll("killed", 84, 84, 103),)


@pytest.mark.parametrize(
    ("other", "best"),
    [
        ({"issued": "2024-01-04"}, 84),
        ({"issued": "2024-01-03"}, 84),
        ({"issued": "2024-01-05"}, 103),
        ({"issued": "2024-01-05", "origins": ("Q5",)}, 84),
    ],
    ids=["of the same day", "of the day before", "later, from elsewhere", "later, of the same origin"],
)
def test_a_correction_holds_against_what_it_corrects(other: dict[str, object], best: int) -> None:
    corrected = report("a", issued="2024-01-04", figures=(correction(84), whole(103)), origins=("Q5",))
    assert summarised((corrected, report("b", figures=(whole(103),), **other))).tolls[0].best == best


def test_the_upper_end_of_a_range_is_no_correction() -> None:
    least = ReportedFigure("killed", 10, "AtLeast", "Whole")
    most = ReportedFigure("killed", 15, "AtMost", "Whole")
    assert summarised((report("a", figures=(least, most)),)).tolls == (Toll("killed", 10, 15, 15),)


def test_a_later_report_without_a_toll_leaves_the_best_as_it_is() -> None:
    reports = report("a", issued="2019-02-27", figures=(whole(25),)), report("b", issued="2019-03-01")
    assert summarised(reports).tolls == (Toll("killed", 25, 25, 25),)


def test_parts_are_added_up_only_where_an_article_gives_no_total() -> None:
    assert summarised((report("a", figures=(part(3), part(10))),)).tolls == (Toll("killed", 13, 13, 13),)
    assert summarised((report("a", figures=(part(3), whole(20))),)).tolls == (Toll("killed", 20, 20, 20),)


def test_the_status_is_that_of_the_latest_report() -> None:
    planned, foiled = report("b", issued="2019-02-01", status="Planned"), report("a", issued="2019-02-27", status="Foiled")
    assert summarised((foiled, planned, report("c"))).status == "Foiled"


def test_of_reports_of_one_day_the_status_is_that_of_most_and_a_denial_outweighs_nothing() -> None:
    took_place, denied = report("a", issued="2019-02-27"), report("b", issued="2019-02-27", status="Denied")
    assert summarised((took_place, denied)).status == "Occurred"
    assert summarised((took_place, denied, report("c", issued="2019-02-27", status="Denied"))).status == "Denied"
    assert summarised((took_place, denied, report("c"))).status == "Occurred"
    assert labels(took_place, denied) == ("تفجير", "Bombing")


def test_where_no_day_of_issue_is_known_the_status_is_that_of_most_reports() -> None:
    assert summarised((report("z", status="Denied"), report("a"))).status == "Occurred"
    assert summarised((report("z"), report("a", status="Foiled"), report("b", status="Foiled"))).status == "Foiled"


def test_a_later_denial_is_the_latest_word() -> None:
    assert summarised((report("a", issued="2019-02-27"), report("b", issued="2019-02-28", status="Denied"))).status == "Denied"


def test_the_class_is_that_of_most_reports_then_the_deepest() -> None:
    attack, bombing = report("a", "Attack"), report("b", "Bombing")
    assert summarised((attack, bombing)).kind == "Bombing"
    assert summarised((attack, bombing, report("c", "Attack"))).kind == "Attack"


def test_articles_count_once_and_sources_are_the_origins_given() -> None:
    summary = summarise_event((report("a"), report("b"), report("c")), GAZETTEER, origins=2)
    assert (summary.reports, summary.independent_sources) == (3, 2)


def test_the_order_of_the_reports_does_not_matter() -> None:
    reports = (
        report("a", "Attack", places=("Q1",), dates=("2019",), figures=(whole(20),)),
        report("b", places=("Q2",), issued="2019-02-28", participants=("Q5",)),
        report("c", dates=("2019-02-27",), issued="2019-02-28", status="Denied", figures=(whole(22), whole(5, "injured"))),
    )
    summaries = {summarised(order) for order in permutations(reports)}
    assert len(summaries) == 1
    assert summaries.pop().id == node_id(reports)


def test_the_gazetteer_names_what_it_knows() -> None:
    summary = summarise_entity("Q2", Named(1, {"قاهرة المعز": 1}, {"قاهرة المعز": 1}, {"Region": 1}), GAZETTEER)
    assert (summary.label_ar, summary.label_en, summary.kind) == ("القاهرة", "Cairo", "Settlement")
    assert summarise_entity("Q2", Named(), GAZETTEER) == summary


def test_others_bear_the_longest_name_of_most_articles() -> None:
    named = Named(4, {"سليم": 1, "سليم الحداد": 3, "سليم كامل الحداد": 1}, {"سليم الحداد": 3, "سليم كامل الحداد": 1}, {"Person": 4})
    summary = summarise_entity("h1", named, GAZETTEER)
    assert (summary.label_ar, summary.label_en) == ("سليم الحداد", None)


def test_a_class_of_as_many_articles_gives_way_to_the_deeper() -> None:
    named = Named(2, {"كتيبة الصقر": 2}, {"كتيبة الصقر": 2}, {"Organisation": 1, "ArmedGroup": 1})
    assert summarise_entity("h1", named, GAZETTEER).kind == "ArmedGroup"


def test_a_name_in_latin_script_is_its_english_label() -> None:
    named = Named(1, {"Café News": 1}, {"Café News": 1}, {"MediaOutlet": 1})
    assert summarise_entity("h1", named, GAZETTEER).label_en == "Café News"
