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
    ],
)
def test_a_date_is_as_exact_as_it_is_written(document: ReadDocument, text: str, value: str) -> None:
    assert dates(document, f"كان {text} حارا") == [(text, value)]


def test_two_dates_are_two(document: ReadDocument) -> None:
    assert values(document, "بين شباط 2020 وآذار 2021") == ["2020-02", "2021-03"]


@pytest.mark.parametrize("text", ["في 30/02/2020", "في 12/31", "في القرن 19", "بلغ عددهم 2019 شخصا", "في 5/6"])
def test_what_is_no_date_gives_none(document: ReadDocument, text: str) -> None:
    assert dates(document, text) == []


def test_an_impossible_day_has_no_value(document: ReadDocument) -> None:
    assert values(document, "في 30 فبراير 2020") == [None]


@pytest.mark.parametrize("text", ["حضر جوان مبكرا", "كتاب ماي الجديد"])
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
        pytest.param("12 مايو", "2020-05-12", id="a day that is still to come was last year's"),
        pytest.param("11 مايو", "2021-05-11", id="a day of this year"),
        pytest.param("مارس", "2021-03", id="a month of this year"),
        pytest.param("يوليو الماضي", "2020-07", id="a month of last year"),
    ],
)
def test_a_relative_date_is_counted_from_the_articles_day(document: ReadDocument, text: str, value: str) -> None:
    assert dates(document, f"كان {text} حارا", ISSUED) == [(text, value)]


@pytest.mark.parametrize("text", ["أمس", "أمس الأول", "يوم الأحد", "الأحد الماضي", "12 مايو", "مارس"])
def test_without_the_articles_day_a_relative_date_has_no_value(document: ReadDocument, text: str) -> None:
    assert dates(document, f"كان {text} حارا") == [(text, None)]


@pytest.mark.parametrize("text", ["وأمس", "ليوم الأحد", "ومارس"])
def test_clitics_stay_outside_a_date(document: ReadDocument, text: str) -> None:
    assert [words for words, _ in dates(document, text, ISSUED)] == [text[1:]]


def test_the_day_before_yesterday_has_another_name(document: ReadDocument) -> None:
    assert values(document, "كان أول أمس حارا", ISSUED) == ["2021-05-09"]
