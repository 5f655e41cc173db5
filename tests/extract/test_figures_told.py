"""Totals, parts and background tolls, each in a sentence or two; and two incidents of one sentence with their own."""

import pytest
from reading import Read

Told = list[tuple[str, int, str, str]]
"""Property, value, qualifier and scope."""
KILLED_20: Told = [("killed", 20, "Exactly", "Whole")]

PARTS_AND_TOTALS: list[tuple[str, Told]] = [
    ("قتل 20 شخصا بينهم خمسة أطفال في انفجار بكابل.", KILLED_20),
    ("أسفر هجوم على مسجد في كويتا عن مقتل 20 مصليا، من بينهم طفلان.", KILLED_20),
    ("أصيب عشرة جنود، منهم ثلاثة في حال خطرة، في تفجير بمقديشو.", [("injured", 10, "Exactly", "Whole")]),
    ("قتل شرطيان أحدهما ضابط في هجوم بالعريش.", [("killed", 2, "Exactly", "Whole")]),
    ("مقتل ثلاثة عسكريين أحدهم برتبة عقيد في انفجار لغم بتعز.", [("killed", 3, "Exactly", "Whole")]),
    ("قتل ثمانية مدنيين نصفهم من النساء في غارة على صعدة.", [("killed", 8, "Exactly", "Whole")]),
    ("قتل خمسة، معظمهم من المدنيين، في هجوم على سوق بغاو.", [("killed", 5, "Exactly", "Whole")]),
    ("قتل 12 وأصيب 30 آخرون في تفجير ببغداد.", [("killed", 12, "Exactly", "Whole"), ("injured", 30, "Exactly", "Whole")]),
    (
        "قتل مدنيان وأصيب ستة آخرون، بينهم أربعة أطفال، في قصف على حلب.",
        [("killed", 2, "Exactly", "Whole"), ("injured", 6, "Exactly", "Whole")],
    ),
    ("أدى قصف على دوما إلى مقتل 20 بينهم ستة نساء وأربعة أطفال.", KILLED_20),
    ("قتل 20 شخصا بينهم طفل و3 نساء في غارة على إدلب.", KILLED_20),
    ("قتل 3 جنود و4 مدنيين في انفجار بسبها.", [("killed", 3, "Exactly", "Part"), ("killed", 4, "Exactly", "Part")]),
    ("قتل 13 جنديا وحوالي 170 مدنيا في هجوم في كابول.", [("killed", 13, "Exactly", "Part"), ("killed", 170, "About", "Part")]),
    ("قتل أربعة أشخاص، بينهم منفذ الهجوم، في باريس.", [("killed", 4, "Exactly", "Whole")]),
    ("اعتقلت الشرطة 15 شخصا بينهم ثلاث نساء في نيس.", [("arrested", 15, "Exactly", "Whole")]),
    ("قتل 20 جنديا، ضمنهم ضابطان، في كمين بسيناء.", KILLED_20),
    ("أسفر التفجير في هرات عن مقتل 25 على الأقل وإصابة العشرات، بينهم 8 حالتهم حرجة.", [("killed", 25, "AtLeast", "Whole")]),
    ("لقي 20 شخصا حتفهم في هجوم بمقديشو، ثلاثة منهم جنود.", KILLED_20),
    ("قتل تسعة أشخاص في إطلاق نار بتكساس، أربعة منهم طلاب.", [("killed", 9, "Exactly", "Whole")]),
    ("وصل عدد ضحايا هجوم نيس إلى 20 قتيلا، عشرة منهم أطفال.", KILLED_20),
    ("أصيب 22 شخصا في انفجار ببيروت، خمسة إصاباتهم خطرة.", [("injured", 22, "Exactly", "Whole")]),
    ("قتل عشرة منهم في كمين بسيناء.", [("killed", 10, "Exactly", "Whole")]),
    ("قتل بين 10 و15 شخصا في غارة على الرقة.", [("killed", 10, "AtLeast", "Whole"), ("killed", 15, "AtMost", "Whole")]),
]
GROWING_TOLLS: list[tuple[str, Told]] = [
    (
        "عثرت الشرطة على أربع جثث أخرى تحت الأنقاض في كركوك ليرتفع عدد قتلى التفجير إلى 16 قتيلا.",
        [("killed", 4, "Exactly", "Part"), ("killed", 16, "Exactly", "Whole")],
    ),
    ("ارتفعت حصيلة قتلى تفجير بغداد إلى 20 قتيلا.", KILLED_20),
    (
        "قتل سبعة في تفجير بالموصل، ليرتفع العدد إلى 11 بعد وفاة جرحى.",
        [("killed", 7, "Exactly", "Whole"), ("killed", 11, "Exactly", "Whole")],
    ),
    ("ارتفاع ضحايا تفجير الكرادة من 12 إلى 20 قتيلا.", KILLED_20),
    ("انفجار كابل: ارتفاع القتلى من 7 إلى 20.", KILLED_20),
]
OF_A_WAR_OR_YEAR = [
    "قتل 20 جنديا في انفجار قنبلة قرب كركوك. وقتل أكثر من 40 ألف شخص منذ بداية الحرب.",
    "مقتل 20 شخصا في غارة على خان يونس، لترتفع حصيلة القتلى منذ السابع من أكتوبر إلى 35 ألفا.",
    "قصفت طائرات إسرائيلية منزلا في رفح فقتل 20. وأسفرت الحرب عن مقتل أكثر من 35 ألف فلسطيني.",
    "انفجرت سيارة مفخخة في الموصل وقتلت 20. وبلغت حصيلة القتلى الإجمالية منذ مطلع العام 400 قتيل.",
    "قتل 20 مدنيا بقصف على حلب. وأسفر النزاع في سوريا عن مقتل أكثر من 300 ألف شخص منذ 2011.",
    "قتل مسلحون 20 تاجرا في مقديشو. وقتلت حركة الشباب 200 شخص خلال الأشهر الستة الماضية.",
    "أطلق رجل النار في تكساس وقتل 20. وقتل هذا العام أكثر من 15 ألف أمريكي في بلادهم.",
]
OF_THE_INCIDENT = [
    "منذ هجمات 2015 التي أوقعت 20 قتيلا في باريس، شددت الشرطة الحراسة.",
    "قتل منذ صباح اليوم 20 شخصا في قصف على تعز.",
    "ارتفعت حصيلة قتلى تفجير الكرادة إلى 20 قتيلا منذ أمس.",
    "قتل 20 شخصا في معارك الحسكة منذ الخميس.",
    "شن الجيش عملية عسكرية في سيناء، وقتل منذ بدء العملية 20 مسلحا.",
    "قتل 20 شخصا في أعنف هجوم تشهده باريس منذ عام 2015.",
    "اندلعت الحرب في غزة بعد هجوم حماس الذي أسفر عن مقتل 20 شخصا.",
]
SINCE_A_DAY = [
    "قتل 20 جنديا في سيناء منذ أول أمس في هجوم.",
    "قتل 20 جنديا في هجوم بسيناء منذ أول أمس.",
    "قتل 20 مدنيا في قصف على حلب منذ مساء 12 آب.",
    "قتل 20 مدنيا في قصف على حلب منذ ليل 3 آذار.",
    "قتل 20 شخصا في قصف على حلب منذ 12 آب.",
    "قتل 20 شخصا في قصف على إدلب منذ الثالث من الشهر.",
    "قتل 20 شخصا منذ فجر الجمعة في قصف على إدلب.",
    "قتل 20 شخصا في قصف على إدلب منذ السبت الماضي.",
]
ONE_OF_A_YEARS = [
    "قتل 20 شخصا في أول هجوم هذا العام في باريس.",
    "قتل 20 شخصا في هجوم بباريس هو الثالث هذا العام.",
    "قتل 20 شخصا في ثاني هجوم يستهدف كابل خلال العام الجاري.",
]
WHAT_LASTS_IS_ANOTHER_NOUN = [
    "قتل 20 جنديا في هجوم لتنظيم ناشط منذ عام 2010 في سيناء.",
    "قتل 20 جنديا في هجوم للحركة المتمردة منذ عام 2009 في نيجيريا.",
    "قتل 20 شخصا في هجوم على قوات منتشرة منذ عامين في مالي.",
    "قتل 20 لاجئا يعيشون منذ سنوات في مخيم بقصف على إدلب.",
    "قتل 20 جنديا خدموا منذ عام في هجوم بسيناء.",
]
SINCE_YEARS = [
    "قتل 20 شخصا في قصف على غزة. وقتل أكثر من 35 ألف فلسطيني في القطاع منذ 7 أكتوبر.",
    "قتل 20 شخصا في قصف على كييف. وقتل عشرة آلاف مدني منذ 24 فبراير 2022.",
    "قتل 20 شخصا في قصف على حمص. وقتل 200 ألف شخص في سوريا منذ 2011.",
]

BESIDE_STRIKES_OF_A_DAY = [
    "قتل 20 شخصا في غارات على رفح فجر اليوم، ما يرفع حصيلة الحرب منذ 7 أكتوبر إلى 35 ألف قتيل.",
    "شنت الطائرات اليوم غارات قتلت 20 شخصا في رفح، لترتفع حصيلة القتلى منذ بداية الحرب إلى 35 ألفا.",
]
WARS_ALONE = [
    ("خلفت الحرب في غزة أكثر من 31 ألف قتيل منذ السابع من أكتوبر.", ["2023-10"]),
    ("منذ اندلاع الحرب في السابع من أكتوبر قتل في قطاع غزة أكثر من 35 ألف شخص.", ["2023-10"]),
    ("أعلنت وزارة الصحة اليوم مقتل 31 ألف شخص منذ بدء الحرب في غزة.", []),
    ("قتل 20 شخصا في هجوم بالقاهرة في السابع من أكتوبر.", ["2023-10-07"]),
    ("قتل 20 شخصا في معارك الحسكة منذ أمس.", ["2024-03-09"]),
]


def told(read: Read, text: str) -> Told:
    """Every figure of an incident of a text."""
    properties = ("killed", "injured", "arrested")
    return [
        (name, int(value), qualifier, scope)
        for event in read(text).events
        if event.triggers not in (["الحرب"], ["النزاع", "مقتل"])  # a war of its own has its own toll
        for name in properties
        for value, qualifier, scope in event.figures(name)
    ]


@pytest.mark.parametrize(("text", "figures"), [*PARTS_AND_TOTALS, *GROWING_TOLLS])
def test_a_part_is_never_told_as_a_total(read: Read, text: str, figures: Told) -> None:
    assert told(read, text) == figures


@pytest.mark.parametrize("text", [*OF_A_WAR_OR_YEAR, *SINCE_YEARS, *BESIDE_STRIKES_OF_A_DAY])
def test_the_toll_of_a_war_or_a_year_is_no_single_attacks(read: Read, text: str) -> None:
    assert told(read, text) == KILLED_20


@pytest.mark.parametrize("text", [*OF_THE_INCIDENT, *SINCE_A_DAY, *ONE_OF_A_YEARS, *WHAT_LASTS_IS_ANOTHER_NOUN])
def test_what_has_gone_on_since_a_day_or_is_the_worst_since_a_year_has_its_toll(read: Read, text: str) -> None:
    assert told(read, text) == KILLED_20


@pytest.mark.parametrize(("text", "dates"), WARS_ALONE)
def test_a_war_told_by_its_toll_is_not_of_a_day(read: Read, text: str, dates: list[str]) -> None:
    assert read(text, "2024-03-10").event["date"] == dates


def test_who_had_served_for_a_year_is_counted(read: Read) -> None:
    assert told(read, "قتل جنديان خدما منذ عام في هجوم بسيناء.") == [("killed", 2, "Exactly", "Whole")]


def test_a_father_after_yesterday_is_no_august(read: Read) -> None:
    assert told(read, "قتل منذ يوم أمس أب وخمسة أطفال في قصف على غزة.") == [("killed", 5, "Exactly", "Part")]


def test_the_attacks_of_a_year_have_the_toll_of_the_year(read: Read) -> None:
    text = "قتل شرطي في هجوم بسيناء. وقتل خلال العام الجاري 120 شرطيا في هجمات مماثلة."
    assert [[value for value, _, _ in event.figures("killed")] for event in read(text).events] == [[1], [120]]


TWO_IN_ONE_SENTENCE = [
    ("انفجار في كركوك أدى إلى مقتل 3، وآخر في بغداد أسفر عن إصابة 5.", [("كركوك", 3, 0), ("بغداد", 0, 5)]),
    ("هجوم في باماكو يقتل خمسة، وثان في غاو يجرح ثلاثة.", [("باماكو", 5, 0), ("غاو", 0, 3)]),
    ("قتل ستة أشخاص في تفجير بالموصل، وقتل أربعة في قصف منفصل على بلدة الحويجة.", [("الموصل", 6, 0), ("الحويجة", 4, 0)]),
    ("انفجرت قنبلة في سوق بكويتا وقتلت عشرة، وانفجرت قنبلة في بيشاور وجرحت ستة.", [("كويتا", 10, 0), ("بيشاور", 0, 6)]),
    ("قتل 7 في انفجار سيارة في كركوك، بينما قتل 4 في انفجار عبوة في تكريت.", [("كركوك", 7, 0), ("تكريت", 4, 0)]),
    ("وقع انفجار في كابل وآخر في جلال آباد.", [("كابل", 0, 0), ("جلال آباد", 0, 0)]),
]
ONE = [
    "أدى الانفجار إلى مقتل جندي وإصابة آخر في كركوك.",
    "قتل شخص وأصيب آخر في هجوم على مقهى في بغداد.",
    "هجوم في باريس يقتل شخصا وآخر في حالة خطرة.",
    "قتل خمسة في انفجار قرب كركوك، ووصف المحافظ الانفجار بأنه إرهابي.",
    "انفجار في حي الكرادة في بغداد قتل 3، وقالت الشرطة في بغداد إن الانفجار نجم عن سيارة مفخخة.",
]


@pytest.mark.parametrize(("text", "incidents"), TWO_IN_ONE_SENTENCE)
def test_two_incidents_of_a_sentence_have_a_place_and_a_toll_each(read: Read, text: str, incidents: list[tuple[str, int, int]]) -> None:
    events = read(text).events
    assert [(*event["place"], sum(event["killed"]), sum(event["injured"])) for event in events] == incidents
    assert [event["subEventOf"] for event in events] == [[], []]


@pytest.mark.parametrize("text", ONE)
def test_another_victim_is_no_other_incident(read: Read, text: str) -> None:
    assert len(read(text).events) == 1


def test_an_attack_that_some_of_the_dead_died_in_is_a_part(read: Read) -> None:
    series, part = read("قتل 45 شخصا في هجمات متفرقة في الصومال الجمعة من بينهم 18 في هجوم على فندق في جيبو.").events
    assert (series["place"], part["place"]) == (["الصومال"], ["جيبو"])
    assert (series["killed"], len(part["subEventOf"])) == ([45], 1)


def test_more_people_than_there_are_is_no_toll(read: Read) -> None:
    event = read("قتل 3 أشخاص في انفجار في عدن وأصيب 999999999999999999999 آخرون.").event
    assert (event["killed"], event["injured"]) == ([3], [])
