"""Time expressions, alone and relative to the day of the article."""

import pytest
from reading import ReadDocument

ISSUED = "2021-05-11"
"""A Tuesday."""
GREGORIAN = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
LEVANTINE = [
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول"),
    *("تشرين الأول", "تشرين الثاني", "كانون الأول"),
]
ALGERIAN = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر".split()
MOROCCAN = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()
TRADITIONS = [(name, number) for names in (GREGORIAN, LEVANTINE, ALGERIAN, MOROCCAN) for number, name in enumerate(names, start=1)]


def dates(document: ReadDocument, text: str, issued: str | None = None) -> list[tuple[str, str | None]]:
    return [(found.span.of(text), found.value) for found in document(text, issued)._.dates]


def values(document: ReadDocument, text: str, issued: str | None = None) -> list[str | None]:
    return [value for _, value in dates(document, text, issued)]


# Calendar dates


@pytest.mark.parametrize(("name", "number"), sorted(set(TRADITIONS)))
def test_the_month_names_of_every_region_are_known(document: ReadDocument, name: str, number: int) -> None:
    assert dates(document, f"وقع الحادث في 7 {name} 2021 مساء") == [(f"7 {name} 2021", f"2021-{number:02}-07")]


@pytest.mark.parametrize("written", ["3 مارس/آذار 2020", "3 آذار/مارس 2020", "3 آذار (مارس) 2020"])
def test_a_month_and_its_twin_are_one_date(document: ReadDocument, written: str) -> None:
    assert dates(document, f"كان في {written} حارا") == [(written, "2020-03-03")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("٣ مارس ٢٠٢٠", "2020-03-03", id="Arabic digits"),
        pytest.param("مارس 2020", "2020-03", id="month and year"),
        pytest.param("عام 2019", "2019", id="year"),
        pytest.param("سنة 2019", "2019", id="another word for year"),
        pytest.param("31/12/2019", "2019-12-31", id="slashes"),
        pytest.param("03-05-2020", "2020-05-03", id="dashes, the day first"),
        pytest.param("2020/05/03", "2020-05-03", id="the year first"),
        pytest.param("7 من مايو 2021", "2021-05-07", id="min between"),
        pytest.param("الحادي عشر من سبتمبر 2001", "2001-09-11", id="the day in words"),
        pytest.param("السابع والعشرين من آذار 2015", "2015-03-27", id="tens in words"),
        pytest.param("الأحد 3 مايو 2020", "2020-05-03", id="with its weekday"),
        pytest.param("السبت الموافق 4/7/1435", "2014-05-03", id="a weekday with a Hijri date"),
        pytest.param("صيف 2014", "2014", id="a season"),
        pytest.param("12 رمضان 1436", "2015-06-29", id="Hijri day"),
        pytest.param("شوال 1436", "2015", id="a Hijri month lies in two of ours"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(document: ReadDocument, text: str, value: str) -> None:
    assert dates(document, f"كان {text} حارا") == [(text, value)]


def test_a_count_behind_a_month_is_no_year(document: ReadDocument) -> None:
    assert not any(str(value).startswith("1500") for value in values(document, "وقع في مارس 1500 قتيل في معارك الخرطوم"))


def test_two_dates_are_two(document: ReadDocument) -> None:
    assert values(document, "بين شباط 2020 وآذار 2021") == ["2020-02", "2021-03"]


@pytest.mark.parametrize("text", ["في 30/02/2020", "في 12/31", "في القرن 19", "بلغ عددهم 2019 شخصا", "في 5/6"])
def test_what_is_no_date_gives_none(document: ReadDocument, text: str) -> None:
    assert dates(document, text) == []


def test_an_impossible_day_has_no_value(document: ReadDocument) -> None:
    assert values(document, "في 30 فبراير 2020") == [None]


@pytest.mark.parametrize("text", ["حضر جوان مبكرا", "كتاب ماي الجديد", "الذي مارس الضغط", "أب لثلاثة أطفال"])
def test_months_that_are_names_too_need_to_be_said_to_be_time(document: ReadDocument, text: str) -> None:
    assert dates(document, text, ISSUED) == []


def test_a_month_that_is_a_name_too_is_one_after_a_word_of_time(document: ReadDocument) -> None:
    assert values(document, "منذ ماي", ISSUED) == ["2021-05"]


# Relative to the article's day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("اليوم", "2021-05-11", id="today"),
        pytest.param("أمس", "2021-05-10", id="yesterday"),
        pytest.param("البارحة", "2021-05-10", id="yesterday, another word"),
        pytest.param("أمس الأول", "2021-05-09", id="the day before"),
        pytest.param("أمس الاثنين", "2021-05-10", id="yesterday and its weekday"),
        pytest.param("الأحد", "2021-05-09", id="weekday"),
        pytest.param("يوم الأحد", "2021-05-09", id="weekday with its noun"),
        pytest.param("فجر الأحد", "2021-05-09", id="time of day and weekday"),
        pytest.param("الثلاثاء", "2021-05-11", id="weekday of the article itself"),
        pytest.param("الثلاثاء الماضي", "2021-05-04", id="last, of the same weekday"),
        pytest.param("يوم الأحد الماضي", "2021-05-09", id="last"),
        pytest.param("الشهر الماضي", "2021-04", id="last month"),
        pytest.param("العام الماضي", "2020", id="last year"),
        pytest.param("12 مايو", "2021-05-12", id="a day soon to come"),
        pytest.param("12 ديسمبر", "2020-12-12", id="a day that is far ahead was last year's"),
        pytest.param("12 ديسمبر المقبل", "2021-12-12", id="a day said to come"),
        pytest.param("20 أبريل الماضي", "2021-04-20", id="a day said to be past"),
        pytest.param("13 شباط العام الماضي", "2020-02-13", id="a day of last year"),
        pytest.param("العاشر من الشهر الجاري", "2021-05-10", id="a day of this month"),
        pytest.param("15 من الشهر الماضي", "2021-04-15", id="a day of last month"),
        pytest.param("11 مايو", "2021-05-11", id="a day of this year"),
        pytest.param("فبراير", "2021-02", id="a month of this year"),
        pytest.param("مطلع الشهر الجاري", "2021-05", id="part of this month"),
        pytest.param("هذا الشهر", "2021-05", id="this month"),
        pytest.param("الأسبوع الماضي", "2021-05", id="a week lies in the month of most of its days"),
        pytest.param("هذا العام", "2021", id="this year"),
        pytest.param("أول من أمس", "2021-05-09", id="the day before yesterday in three words"),
        pytest.param("الليلة الماضية", "2021-05-10", id="last night"),
        pytest.param("غدا", "2021-05-12", id="tomorrow"),
        pytest.param("السبت المقبل", "2021-05-15", id="a weekday to come"),
        pytest.param("ليل السبت الأحد", "2021-05-09", id="the night between two days is of the second"),
        pytest.param("قبل يومين", "2021-05-09", id="days ago"),
        pytest.param("قبل نحو ثلاثة أشهر", "2021-02", id="about months ago are a month"),
        pytest.param("قبل عامين", "2019", id="years ago are a year"),
        pytest.param("الأيام الماضية", "2021-05", id="the last days"),
        pytest.param("يوليو الماضي", "2020-07", id="a month of last year"),
    ],
)
def test_a_relative_date_is_counted_from_the_articles_day(document: ReadDocument, text: str, value: str) -> None:
    assert dates(document, f"كان {text} حارا", ISSUED) == [(text, value)]


@pytest.mark.parametrize("text", ["أمس", "أمس الأول", "يوم الأحد", "الأحد الماضي", "12 مايو", "فبراير"])
def test_without_the_articles_day_a_relative_date_has_no_value(document: ReadDocument, text: str) -> None:
    assert dates(document, f"كان {text} حارا") == [(text, None)]


@pytest.mark.parametrize("text", ["وأمس", "ليوم الأحد", "وفبراير"])
def test_clitics_stay_outside_a_date(document: ReadDocument, text: str) -> None:
    assert [words for words, _ in dates(document, text, ISSUED)] == [text[1:]]


def test_the_day_before_yesterday_has_another_name(document: ReadDocument) -> None:
    assert values(document, "كان أول أمس حارا", ISSUED) == ["2021-05-09"]


NO_TIMES = ["أدى صلاة الجمعة", "الجمعة العظيمة عيد", "لليوم الخامس على التوالي", "نفس اليوم", "قوى 14 آذار", "في 2000 قرية"]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_only_looks_like_a_time_gives_none(document: ReadDocument, text: str) -> None:
    assert dates(document, text, ISSUED) == []


def test_four_digits_after_a_preposition_are_a_year(document: ReadDocument) -> None:
    assert dates(document, "اعتقل في 2013.") == [("2013", "2013")]


@pytest.mark.parametrize("text", ["منذ عام 2011", "منذ شهر فبراير"])
def test_a_year_or_month_after_since_counts_nothing(document: ReadDocument, text: str) -> None:
    assert values(document, text, ISSUED) in (["2011"], ["2021-02"])


def test_a_weekday_beside_today_tells_when_the_article_was_written(document: ReadDocument) -> None:
    assert values(document, "قال اليوم الأحد إن جنديا قتل أمس", ISSUED) == ["2021-05-09", "2021-05-08"]


def test_the_same_year_is_the_one_said_before(document: ReadDocument) -> None:
    assert values(document, "انفجرت عبوة في مارس 2015، ثم انفجرت أخرى في العام نفسه", ISSUED) == ["2015-03", "2015"]


def test_days_after_an_event_are_counted_back_from_the_article(document: ReadDocument) -> None:
    assert values(document, "يأتي ذلك بعد يومين من هجوم", ISSUED) == ["2021-05-09"]


def test_a_page_on_this_day_in_history_has_a_year_for_each_line(document: ReadDocument) -> None:
    text = "حدث في مثل هذا اليوم\n1940 - غارات على الميناء.\n1995 - حريق في مصنع، وفي 17 أكتوبر وقع آخر."
    assert [value for value in values(document, text, ISSUED) if value] == ["1940-05-11", "1995-05-11", "1995-10-17"]


def test_of_a_day_between_two_only_the_month_is_told(document: ReadDocument) -> None:
    assert values(document, "وقعت بين 12 و15 أبريل 2021") == ["2021-04"]
    assert values(document, "امتدت من 3 إلى 7 مايو 2020") == ["2020-05"]


def test_yesterday_may_be_the_day_that_the_page_is_dated(document: ReadDocument) -> None:
    assert values(document, "قتل جندي أمس الثلاثاء", ISSUED) == [ISSUED]


@pytest.mark.parametrize("text", ["قبل 99999999 يوما", "قبل 99999999 أسبوعا", "منذ 99999 سنة", "قبل 99999 شهرا"])
def test_what_no_calendar_reaches_has_no_date(document: ReadDocument, text: str) -> None:
    assert values(document, text, ISSUED) == [None]


@pytest.mark.parametrize("issued", ["0001-01-01", "9999-12-31"])
def test_nothing_is_told_from_a_date_that_nobody_set(document: ReadDocument, issued: str) -> None:
    assert values(document, "قتل جندي أمس", issued) == [None]


def test_a_weekday_and_the_date_of_the_next_line_are_two(document: ReadDocument) -> None:
    assert len(values(document, "عاد اليوم\n12-4-2021 بغداد", ISSUED)) == 2


def test_a_palace_that_is_called_by_a_day_dates_nothing(document: ReadDocument) -> None:
    assert values(document, "استعادت القوات قصر 22 مايو الرئاسي", ISSUED) == []


@pytest.mark.parametrize("text", ["دخل الرجل من خلال باب خشبي", "وقف في باب المسجد", "خرج من باب خلفي"])
def test_a_door_is_no_month(document: ReadDocument, text: str) -> None:
    assert values(document, text, ISSUED) == []
