"""How many people were killed, injured or arrested."""

import pytest
from reading import ReadDocument


def figures(document: ReadDocument, text: str) -> list[tuple[str, int]]:
    return [(count.property, count.value) for count in document(text)._.counts]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("قتل 7 أشخاص", 7, id="digits"),
        pytest.param("قتل ٧ أشخاص", 7, id="Arabic digits"),
        pytest.param("قتل 1,200 شخص", 1200, id="thousands"),
        pytest.param("قتل ثلاثة جنود", 3, id="number word"),
        pytest.param("قتل خمسة عشر جنديا", 15, id="teen"),
        pytest.param("قتل خمسة وعشرون شخصا", 25, id="compound"),
        pytest.param("قتل مئة وثلاثون شخصا", 130, id="hundreds"),
        pytest.param("قتل ثلاثمئة شخص", 300, id="joined hundreds"),
        pytest.param("قتل 14 ألف شخص", 14_000, id="digits and a word"),
        pytest.param("قتل جنديان", 2, id="dual"),
        pytest.param("مقتل طفلتين", 2, id="dual of a feminine noun"),
        pytest.param("مقتل مدنيين اثنين", 2, id="the number after the noun"),
        pytest.param("سقط قتيلان", 2, id="dual of the killed themselves"),
        pytest.param("سقط 7 قتلى", 7, id="the counted noun says it"),
        pytest.param("ثلاثة أشخاص قتلوا", 3, id="the verb follows"),
        pytest.param("أربعة عمال لقوا مصرعهم", 4, id="the noun follows"),
        pytest.param("مصرع 8 مهاجرين", 8, id="another noun"),
        pytest.param("توفي 5 أشخاص", 5, id="died"),
        pytest.param("ارتفعت الحصيلة إلى 15 قتيلا", 15, id="a toll that rises"),
        pytest.param("أودى بحياة 4 عمال", 4, id="cost the lives of"),
        pytest.param("قتل ألف و500 شخص", 1500, id="a word and digits"),
        pytest.param("قتل ألفان وثلاثمئة شخص", 2300, id="a dual of thousands"),
        pytest.param("قتل 3.5 آلاف شخص", 3500, id="decimals of thousands"),
        pytest.param("قتل أحد عشر جنديا", 11, id="eleven"),
        pytest.param("قتلت اثنتا عشرة امرأة", 12, id="twelve"),
        pytest.param("قتل مصريان في الحريق", 2, id="dual of a nationality"),
        pytest.param("مقتل صيادين هنديين اثنين", 2, id="the number after noun and adjective"),
        pytest.param("مقتل شخص واحد", 1, id="one after the noun"),
        pytest.param("مقتل الرهائن الثمانية", 8, id="a definite number after the noun"),
        pytest.param("قتل أحد المارة", 1, id="one of them"),
        pytest.param("قتل 14 إيرانيا", 14, id="a nationality"),
        pytest.param("مقتل 12 ناخبا", 12, id="people whom no lexicon knows, right after it"),
        pytest.param("لقي 16 من حراس المنجم حتفهم", 16, id="met their death"),
        pytest.param("لقي ثلاثة عشر عاملا مصرعهم", 13, id="met their end"),
        pytest.param("راح ضحيته 15 عاملا", 15, id="fell victim to it"),
        pytest.param("حصد الحريق أرواح 9 أشخاص", 9, id="took the lives of"),
        pytest.param("ارتفعت حصيلة القتلى إلى 45", 45, id="the dead before a total without a noun"),
        pytest.param("إن ستة عمال في المصنع قتلوا", 6, id="a verb far after its subject"),
        pytest.param("قال إن مدنيا قتل", 1, id="a verb after one person"),
        pytest.param("العثور على جثث 12 مهاجرا", 12, id="bodies"),
        pytest.param("أعدمت السلطات 4 مدانين", 4, id="executed"),
    ],
)
def test_the_killed_are_counted(document: ReadDocument, text: str, value: int) -> None:
    assert figures(document, text) == [("killed", value)]


@pytest.mark.parametrize("text", ["أصيب 6 مدنيين", "إصابة 6 مدنيين", "جرح 6 مدنيين", "سقط 6 جرحى", "نقل ستة مصابين"])
def test_the_injured_are_counted(document: ReadDocument, text: str) -> None:
    assert figures(document, text) == [("injured", 6)]


@pytest.mark.parametrize("text", ["اعتقلت الشرطة 6 مشتبهين", "توقيف 6 أشخاص", "ألقي القبض على ستة أشخاص"])
def test_the_arrested_are_counted(document: ReadDocument, text: str) -> None:
    assert figures(document, text) == [("arrested", 6)]


def test_each_figure_has_the_word_nearest_before_it(document: ReadDocument) -> None:
    assert figures(document, "أسفر عن مقتل 7 أشخاص وإصابة 12 آخرين") == [("killed", 7), ("injured", 12)]


def test_a_number_right_after_its_word_needs_no_noun(document: ReadDocument) -> None:
    assert figures(document, "قتل 7 أشخاص وأصيب 12.") == [("killed", 7), ("injured", 12)]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("قتل 20 شخصا", "Exactly"),
        ("قتل أكثر من 20 شخصا", "AtLeast"),
        ("قتل ما لا يقل عن 20 شخصا", "AtLeast"),
        ("قتل ما يزيد على 20 شخصا", "AtLeast"),
        ("قتل 20 شخصا على الأقل", "AtLeast"),
        ("قتل نحو 20 شخصا", "About"),
        ("قتل حوالي 20 شخصا", "About"),
        ("قتل زهاء عشرين شخصا", "About"),
        ("قتل ما يقارب 20 شخصا", "About"),
        ("قتل أقل من 20 شخصا", "AtMost"),
        ("قتل ما لا يزيد عن 20 شخصا", "AtMost"),
        ("قتل ما لا يتجاوز 20 شخصا", "AtMost"),
        ("قتل 20 شخصا آخرين على الأقل", "AtLeast"),
        ("قتل 20 على الأقل", "AtLeast"),
        ("قتل 20 شخصا تقريبا", "About"),
    ],
)
def test_a_figure_has_a_qualifier(document: ReadDocument, text: str, qualifier: str) -> None:
    (count,) = document(text)._.counts
    assert (count.value, count.figure.qualifier) == (20, qualifier)


def test_a_figure_says_who_is_counted(document: ReadDocument) -> None:
    text = "قتل ثلاثة جنود"
    (count,) = document(text)._.counts
    assert count.figure.counted.of(text) == "جنود"
    assert count.span.of(text) == "ثلاثة جنود"


@pytest.mark.parametrize("text", ["قتل 10 أشخاص بينهم طفلان", "قتل 10 أشخاص، من بينهم 3 أطفال", "قتل 10 أشخاص منهم ثلاثة جنود"])
def test_some_of_those_counted_are_not_counted_again(document: ReadDocument, text: str) -> None:
    assert figures(document, text) == [("killed", 10)]


@pytest.mark.parametrize("text", ["قتل ما بين 20 و30 شخصا", "قتل من 20 إلى 30 شخصا", "قتل 20-30 شخصا"])
def test_a_range_has_two_ends(document: ReadDocument, text: str) -> None:
    counts = document(text)._.counts
    assert [(count.value, count.figure.qualifier) for count in counts] == [(20, "AtLeast"), (30, "AtMost")]


def test_a_list_of_some_of_those_counted_is_not_counted_again(document: ReadDocument) -> None:
    assert figures(document, "قتل عشرون شخصا بينهم 3 نساء و4 أطفال وأصيب خمسة") == [("killed", 20), ("injured", 5)]


def test_attackers_counted_apart_are_not_among_the_dead(document: ReadDocument) -> None:
    assert figures(document, "مقتل خمسة مدنيين وثلاثة من المهاجمين") == [("killed", 5)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("قتل 6 جنود وشرطي واحد", [6, 1], id="numbers before and after the noun"),
        pytest.param("قتل 12 من مسلحي القبائل و9 من رجال الحركة", [12, 9], id="two sides of a fight"),
        pytest.param("ثلاثة عمال وستة جنود قتلوا", [3, 6], id="before their verb"),
        pytest.param("مقتل ثلاثة جنود إضافة إلى خمسة عمال", [3, 5], id="in addition to"),
        pytest.param("مقتل 28 من المسلحين ومتظاهر", [28], id="one more, without a number"),
    ],
)
def test_lists_are_added_up(document: ReadDocument, text: str, values: list[int]) -> None:
    counts = document(text)._.counts
    assert [(count.value, count.figure.scope) for count in counts] == [(value, "Part") for value in values]


def test_two_verbs_with_a_figure_each_add_nothing_up(document: ReadDocument) -> None:
    counts = document("قتل تفجير 13 شخصا، كما قتل هجوم 8 أشخاص")._.counts
    assert [count.figure.scope for count in counts] == ["Whole", "Whole"]


def test_figures_that_a_sentence_adds_up_are_parts(document: ReadDocument) -> None:
    counts = document("قتل عشرة جنود وثلاثة عمال")._.counts
    assert [(count.value, count.figure.scope) for count in counts] == [(10, "Part"), (3, "Part")]


def test_figures_of_two_sentences_are_wholes(document: ReadDocument) -> None:
    counts = document("قتل 4 جنود. ثم قتل 5 عمال.")._.counts
    assert [(count.value, count.figure.scope) for count in counts] == [(4, "Whole"), (5, "Whole")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قتل الجندي عام 2019", id="year"),
        pytest.param("في 2019 قتل الجندي", id="year before"),
        pytest.param("استمر القتال 20 يوما", id="days"),
        pytest.param("قتل 3.5 مليون طير", id="no whole number, no people"),
        pytest.param("دفع 5 ملايين دولار", id="money"),
        pytest.param("حضر 20 شخصا", id="nothing became of them"),
        pytest.param("قتل عشرات المدنيين", id="dozens"),
        pytest.param("سقط مئات القتلى", id="hundreds"),
        pytest.param("خطف 3 مهندسين", id="the kidnapped"),
        pytest.param("فقد 5 صيادين", id="the missing"),
        pytest.param("انتهى البحث عن القتلى، فيما فقد تسعة آخرون", id="the missing after the dead"),
        pytest.param("بعد مقتل الحارس ونجاة نحو 20 عاملا", id="the saved after the dead"),
        pytest.param("ضبط 3 صواريخ", id="weapons"),
        pytest.param("قتل الجندي وعمره 45 عاما", id="age"),
        pytest.param("قتل الجندي على بعد 30 كيلومترا", id="distance"),
        pytest.param("نسبة القتلى 20%", id="share"),
        pytest.param("قتل الجندي 14/04/09", id="date in digits"),
        pytest.param("إطلاق سراح 31 معتقلا", id="the released"),
        pytest.param("وقع القتل. حضر 20 شخصا.", id="another sentence"),
    ],
)
def test_a_number_of_something_else_is_no_figure(document: ReadDocument, text: str) -> None:
    assert figures(document, text) == []


@pytest.mark.parametrize(
    "text",
    ["سقط أربعون شخصا بين قتيل وجريح", "سقط ثلاثون بين قتيل وجريح", "سقط 40 قتيلا وجريحا", "قتل وأصيب سبعة أشخاص", "مقتل وإصابة 30 شخصا"],
)
def test_killed_and_injured_together_are_neither(document: ReadDocument, text: str) -> None:
    assert figures(document, text) == []


def test_those_out_of_whom_some_were_killed_are_not_the_killed(document: ReadDocument) -> None:
    assert figures(document, "قتل ثلاثة جنود من أصل 40 جنديا") == [("killed", 3)]


def test_a_verb_after_the_people_says_what_became_of_them(document: ReadDocument) -> None:
    assert figures(document, "قتل 5 أشخاص كما أن 20 آخرين أصيبوا") == [("killed", 5), ("injured", 20)]


def test_a_number_without_a_noun_is_counted_before_more(document: ReadDocument) -> None:
    assert figures(document, "أسفر عن مقتل 7 وإصابة 12") == [("killed", 7), ("injured", 12)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("أسفر عن قتيل وجريحين", [("killed", 1), ("injured", 2)]),
        ("قتل جندي وأصيب آخر", [("killed", 1), ("injured", 1)]),
        ("مقتل ثلاثة وإصابة رابع", [("killed", 3), ("injured", 1)]),
        ("مقتل 20 بقصف جوي", [("killed", 20)]),
        ("أصيب 7 منهم", [("injured", 7)]),
        ("ارتفع عدد الشهداء إلى 14 والجرحى إلى 50", [("killed", 14), ("injured", 50)]),
        ("قال إن شرطيا قتل وأصيب ستة آخرون", [("killed", 1), ("injured", 6)]),
        ("تسعة قتلى بعد وفاة ثلاثة جرحى", [("killed", 9), ("killed", 3)]),
    ],
)
def test_short_tolls(document: ReadDocument, text: str, values: list[tuple[str, int]]) -> None:
    assert figures(document, text) == values


def test_an_adjective_of_those_counted_is_nobody_else(document: ReadDocument) -> None:
    assert figures(document, "قتل 9 صيادين يمنيين") == [("killed", 9)]


def test_gunmen_are_not_two_gunmen(document: ReadDocument) -> None:
    assert figures(document, "قتل برصاص مسلحين") == []


def test_nobody_is_not_one(document: ReadDocument) -> None:
    assert figures(document, "لم يقتل أحد") == []


def test_a_singular_right_after_what_became_of_it_is_one(document: ReadDocument) -> None:
    assert figures(document, "قُتل جندي في الموصل") == [("killed", 1)]
