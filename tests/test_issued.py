"""The day of an article that its own text gives."""

import pytest

from kg.articles.issued import contradicts, day_in_text

NEWS = "قتل ثلاثة جنود في انفجار قرب السوق"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"بغداد 12-3-2014: {NEWS}", id="dateline"),
        pytest.param(f"بغداد في 12 مارس 2014 (وكالات): {NEWS}", id="dateline in words"),
        pytest.param(f"{NEWS}\nنشر في: 12/3/2014\n{NEWS}", id="stamp"),
        pytest.param(f"{NEWS}\nآخر تحديث: الأربعاء، 12 آذار/مارس، 2014، 13:48\n{NEWS}", id="stamp with weekday"),
        pytest.param(f"{NEWS}\nالأربعاء، 12 مارس 2014، آخر تحديث 15:30\n{NEWS}", id="a clock after it"),
        pytest.param(f"{NEWS}\n٢٠١٤-٠٣-١٢\n{NEWS}", id="a line of its own, Arabic digits"),
        pytest.param(f"{NEWS} اليوم الأربعاء 12 مارس 2014", id="today with its date"),
    ],
)
def test_a_text_gives_its_day(text: str) -> None:
    assert day_in_text(text) == "2014-03-12"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NEWS, id="none"),
        pytest.param(f"{NEWS} في 12 مارس 2014", id="the day of an event"),
        pytest.param(f"وقع الانفجار يوم 12 مارس 2014، {NEWS}", id="the day of an event at the beginning"),
        pytest.param(f"نشر في: الخميس 12/3/2014\n{NEWS}", id="a weekday that is not its own"),
        pytest.param(f"نشر في: 30/2/2014\n{NEWS}", id="no such day"),
        pytest.param(f"1900 GMT - 14/04/09\n{NEWS}", id="a page's clock with half a year"),
        pytest.param(f"آخر تحديث: 12/3/2014\n{NEWS} أمس الجمعة", id="a page's clock that is later than the news"),
    ],
)
def test_what_does_not_say_so_is_not_its_day(text: str) -> None:
    assert day_in_text(text) is None


def test_today_with_another_weekday_contradicts_a_day() -> None:
    assert contradicts(f"{NEWS} اليوم السبت", "2014-03-12")
    assert not contradicts(f"{NEWS} أمس الثلاثاء", "2014-03-12")


def test_a_page_changed_some_days_later_is_no_contradiction() -> None:
    assert not contradicts(f"{NEWS} اليوم الاثنين", "2014-03-12")


def test_yesterdays_yesterday_is_not_yesterday() -> None:
    assert not contradicts(f"{NEWS} أول أمس الاثنين", "2014-03-12")
