"""Who only suffers, or is but where it happens, has not done it, however near he stands to the words for it."""

import pytest
from reading import EventReading, Read


def the(read: Read, text: str) -> EventReading:
    """The event of a text, whatever is said beside it."""
    return next(event for event in read(text).events if event.kind not in ("Statement", "Meeting"))


@pytest.mark.parametrize(
    "text",
    [
        "قتل عنصر في قوات سوريا الديمقراطية في هجوم عند حاجز شمال مدينة الرقة",
        "قتل 5 عناصر من قوات سوريا الديمقراطية نتيجة استهداف دورية لهم في مدينة الرقة",
        "قتل 5 عناصر من الشرطة التابعة لقوات سوريا الديمقراطية في هجوم في الرقة",
        "مقتل ثلاثة من قوات سوريا الديمقراطية في تفجير في الرقة",
        "ردت روسيا بعملية عسكرية، قتلت فيها نحو 45 من قوات سوريا الديمقراطية في هجمة واحدة",
        "ما لا يقل عن 118 عنصرا من مختلف قوات سوريا الديمقراطية قتلوا منذ عام 2017 في هجمات في الرقة",
        "كان خمسة من قوات سوريا الديمقراطية قتلوا وأصيب اثنان آخران في هجوم على حاجز في الرقة",
    ],
)
def test_whose_people_are_killed_has_not_done_it(read: Read, text: str) -> None:
    event = the(read, text)
    assert "قوات سوريا الديمقراطية" not in event["agent"] + event["perpetrator"]


def test_whoever_is_joined_to_him_has_not_either(read: Read) -> None:
    event = the(read, "كان 5 من الحوثيين وقوات صالح قتلوا وأصيب اثنان آخران في هجوم على حاجز عسكري شرق مدينة تعز.")
    assert event["perpetrator"] == []


def test_but_who_attacks_them_has(read: Read) -> None:
    event = the(read, "قتل عنصر في قوات سوريا الديمقراطية في هجوم شنه تنظيم داعش شمال مدينة الرقة.")
    assert event["perpetrator"] == ["داعش"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("وفي العراق نفذت طائرات أمريكية عشرين ضربة جوية بالقرب من تسع مدن.", "العراق"),
        ("قصفت طائرات مجهولة مواقع داخل الأراضي السورية.", "سوريا"),
        ("استهدفت طائرات بخمس غارات مواقع في #بيت_الفقيه جنوب الحديدة.", "بيت_الفقيه"),
    ],
)
def test_a_place_has_done_nothing(read: Read, text: str, place: str) -> None:
    assert place not in the(read, text)["perpetrator"]


@pytest.mark.parametrize(
    ("text", "idle"),
    [
        ("أعلنت #الشرطة_الأفغانية، الأحد، أن انتحاريين فجرا نفسيهما قرب مسجد في مدينة هرات ما أسفر عن مقتل عشرة.", "الشرطة_الأفغانية"),
        ("أعلنت الشرطة الأفغانية أن مسلحين هاجموا مسجدا في مدينة هرات.", "الشرطة الأفغانية"),
        ("أعلن #الجيش_اليمني أن قواته أحبطت هجوما شنه تنظيم داعش في محافظة البيضاء.", "الجيش_اليمني"),
    ],
)
def test_whoever_tells_what_others_did_or_foils_it_has_not_done_it(read: Read, text: str, idle: str) -> None:
    event = the(read, text)
    assert idle not in event["agent"]


def test_the_police_that_explode_bombs_attack_nobody(read: Read) -> None:
    event = the(read, "تمكنت قوات الأمن المصرية من تفجير 7 عبوات ناسفة جنوب الشيخ زويد دون وقوع إصابات.")
    assert event["perpetrator"] == []


def test_an_observatory_or_a_company_attacks_nobody(read: Read) -> None:
    event = the(read, "كما استهدفت مقاتلات التحالف العربي فرع المؤسسة الاقتصادية في محافظة ذمار.")
    assert "المؤسسة الاقتصادية" not in event["perpetrator"]


@pytest.mark.parametrize(
    "text",
    [
        "لم يشن تنظيم داعش هجمات داخل مدينة الرقة منذ عام.",
        "طلبت المنظمة ضمانات بعدم شن غارات جوية على القافلة في مدينة الرقة.",
        "ظلت مدينة الرقة في منأى عن هجمات تنظيم داعش.",
    ],
)
def test_nobody_has_done_what_was_not_carried_out(read: Read, text: str) -> None:
    event = the(read, text)
    assert event["status"] == ["Denied"]
    assert event["perpetrator"] == []


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("مقتل 5 مدنيين بنيران عناصر من حركة طالبان في كابل.", "طالبان"),
        ("قتل مسلحون من بوكو حرام ليل الأحد 20 شخصا في قرية بولاية بورنو.", "بوكو حرام"),
        ("قتلت قوات من الجيش الإسرائيلي فجر اليوم ثلاثة فلسطينيين في جنين.", "الجيش الإسرائيلي"),
        ("هجوم على فندق في مقديشو نفذه أربعة مسلحين من حركة الشباب قتلوا خلال العملية.", "حركة الشباب"),
        ("أعلن الجيش الإسرائيلي أن مسلحين اثنين قتلا في غارة جوية شنها على جنين.", "الجيش الإسرائيلي"),
        ("مقتل ثلاثة من الجيش العراقي وداعش يهاجم نقطة تفتيش في كركوك.", "داعش"),
        ("قال الجيش الإسرائيلي إنه ردا على ذلك قصف مواقع لحركة حماس في غزة.", "الجيش الإسرائيلي"),
    ],
)
def test_whose_people_do_it_or_who_did_it_himself_still_has(read: Read, text: str, agent: str) -> None:
    assert the(read, text)["agent"] == [agent]
