"""What came before the news is another event, and its dead, its place and its day are not those of the news."""

import pytest
from reading import Read

Told = list[tuple[list[str], list[int]]]
"""Places and dead of each incident."""

TWO: list[tuple[str, Told]] = [
    ("شن مسلحون هجوما على حافلة في الموصل بعد يوم من هجوم أودى بحياة 23 شخصا في بغداد.", [(["الموصل"], []), (["بغداد"], [23])]),
    ("وقع انفجار في كركوك غداة التفجير الذي أودى بحياة 17 شخصا في بغداد.", [(["كركوك"], []), (["بغداد"], [17])]),
    ("قصفت الطائرات بلدة في إدلب في أعقاب هجوم أودى بحياة 12 جنديا في حلب.", [(["إدلب"], []), (["حلب"], [12])]),
    ("غداة التفجير الذي قتل 17 شخصا في بغداد، انفجرت قنبلة في كركوك وقتلت خمسة.", [(["بغداد"], [17]), (["كركوك"], [5])]),
    ("انفجرت سيارة مفخخة في كركوك بعد أقل من 48 ساعة من تفجير قتل فيه 30 شخصا في بغداد.", [(["كركوك"], []), (["بغداد"], [30])]),
    ("وقع الهجوم في كركوك بعد يومين من تفجير خلف عشرة قتلى في بغداد.", [(["كركوك"], []), (["بغداد"], [10])]),
]
ONE = [
    "ارتفعت حصيلة قتلى تفجير كركوك إلى 20 غداة الهجوم.",
    "قتل 17 شخصا في تفجير في كركوك. وقال مسؤول إن الحصيلة ارتفعت غداة التفجير إلى 20 قتيلا.",
    "تبنى تنظيم داعش هجوما انتحاريا في كركوك بعد يوم من التفجير الذي قتل 20 شخصا.",
    "توفي ثلاثة جرحى في كركوك بعد يوم من هجوم أودى بحياة 17 شخصا.",
    "أطلق مسلحون النار على الحراس في أعقاب تفجير سيارة مفخخة عند بوابة فندق في كركوك.",
]


@pytest.mark.parametrize(("text", "told"), TWO)
def test_what_came_before_is_another_event(read: Read, text: str, told: Told) -> None:
    assert [(event["place"], event["killed"]) for event in read(text).events] == told


@pytest.mark.parametrize("text", ONE)
def test_more_of_the_same_deed_is_no_other_event(read: Read, text: str) -> None:
    assert len(read(text).events) == 1


def test_what_came_the_day_before_has_not_the_day_of_the_news(read: Read) -> None:
    news, before = read("وقع انفجار في كركوك اليوم غداة التفجير الذي أودى بحياة 17 شخصا في بغداد.", "2024-03-10").events
    assert news["date"] == ["2024-03-10"]
    assert before["date"] == []
