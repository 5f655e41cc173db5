"""What kinds of people and things an event is told to be done to."""

import pytest
from reading import Read

COUNTED = [
    ("مقتل خمسة صحفيين في انفجار بكابل.", "Media"),
    ("قتلت صحفيتان في قصف على غزة.", "Media"),
    ("قتل أربعة جنود في تفجير بسيناء.", "Military"),
    ("مقتل ضابطين في كمين قرب تعز.", "Military"),
    ("قتل ثلاثة عسكريين في هجوم بدرعا.", "Military"),
    ("مقتل شرطيين في هجوم بالعريش.", "Police"),
    ("أصيب ستة من عناصر الأمن في انفجار ببغداد.", "Police"),
    ("قتل أحد أفراد الشرطة في هجوم مسلح بكويتا.", "Police"),
    ("مقتل ثلاثة مسعفين في قصف على حلب.", "Aid"),
    ("قتل طبيبان في غارة على إدلب.", "Aid"),
    ("مقتل عشرة مصلين في تفجير بكويتا.", "Religious"),
    ("قتل سبعة طلاب في هجوم بنيجيريا.", "Education"),
    ("مقتل تسع تلميذات في انفجار بكابل.", "Education"),
    ("قتل 12 مدنيا في قصف على تعز.", "Civilians"),
    ("مقتل 30 مهاجرا في غارة على طرابلس.", "Civilians"),
    ("قتل ثمانية نازحين في قصف على رفح.", "Civilians"),
    ("مقتل نائبين في انفجار ببغداد.", "Government"),
    ("قتل ثلاثة قضاة في هجوم بالعريش.", "Government"),
    ("مقتل تسعة متمردين في غارة على الحديدة.", "ArmedGroupMembers"),
]
STRUCK = [
    ("هجوم على مسجد في كويتا يوقع قتلى.", "Religious"),
    ("استهدف تفجير كنيسة في القاهرة.", "Religious"),
    ("غارة على مدرسة في صعدة.", "Education"),
    ("قصف على مستشفى في حلب.", "Aid"),
    ("هجوم على صحيفة في باريس.", "Media"),
    ("هجوم مسلح على فندق في مقديشو.", "Business"),
    ("انفجار في سوق وسط بغداد يقتل تسعة.", "Business"),
    ("هجوم على سفارة في كابل.", "Government"),
    ("هجوم على دورية للشرطة في العريش.", "Police"),
    ("هجوم على حافلة عسكرية في دمشق.", "Military"),
    ("اغتيال صحفي في مقديشو.", "Media"),
    ("اعتقال قاض في تونس.", "Government"),
]
AMONG = [
    ("قتل 20 شخصا بينهم ثلاثة شرطيين في انفجار ببغداد.", "Police"),
    ("أصيب 12 شخصا، بينهم صحفي، في قصف على غزة.", "Media"),
]
ACTS_AND_SUFFERS = [
    ("خطف شرطي طفلة في القاهرة.", "Police", "Civilians"),
    ("قتل جندي فتاة في الخليل.", "Military", "Civilians"),
    ("قتل شرطي تاجرا في القاهرة.", "Police", "Civilians"),
    ("هاجمت الشرطة متظاهرين في الخرطوم.", "Police", "Rioters"),
    ("هاجم متظاهرون السفارة الأمريكية في بغداد.", "Rioters", "Government"),
    ("هاجم شبان حافلة في القدس.", "Civilians", "Infrastructure"),
    ("هاجم طلاب مخفرا في الخرطوم.", "Education", "Police"),
    ("هاجم شبان شرطيين في الخليل.", "Civilians", "Police"),
    pytest.param(
        *("هاجم مهاجرون شرطيين في كاليه.", "Civilians", "Police"),
        marks=pytest.mark.xfail(reason="no event is found in so few words", strict=True),
    ),
]
SUFFERS_ALONE = [
    ("قتل جندي أمريكي متأثرا بجراحه بعد هجوم في كابل.", "Military"),
    ("قتل حارس السفارة في هجوم بصنعاء.", "Police"),
    ("قتل إمام مسجد في هجوم بكويتا.", "Religious"),
    ("قتل سائق حافلة في هجوم بالقدس.", "Civilians"),
    ("قتل الجندي الشاب في هجوم بالعريش.", "Military"),
    ("قتل صحفي فلسطيني في غارة على رفح.", "Media"),
]


@pytest.mark.parametrize(("text", "acting", "suffering"), ACTS_AND_SUFFERS)
def test_who_stands_between_a_verb_and_its_object_acts(read: Read, text: str, acting: str, suffering: str) -> None:
    kinds = read(text).events[0]["targetType"]
    assert suffering in kinds
    assert acting not in kinds


@pytest.mark.parametrize(("text", "kind"), [*COUNTED, *STRUCK, *AMONG, *SUFFERS_ALONE])
def test_nouns_tell_who_suffers(read: Read, text: str, kind: str) -> None:
    assert kind in read(text).events[0]["targetType"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("قتل مسلحون تاجرا في مقديشو.", "ArmedGroupMembers"),
        ("خطف قراصنة سفينة يونانية في خليج عدن.", "Criminals"),
        ("قصفت طائرات الجيش السوري سوقا في دوما.", "Military"),
        ("قتل شرطي رجلا أسود في مينيابوليس.", "Police"),
    ],
)
def test_who_acts_does_not_suffer(read: Read, text: str, kind: str) -> None:
    assert kind not in read(text).events[0]["targetType"]


def test_the_words_that_tell_it_are_its_evidence(read: Read) -> None:
    text = "وقع انفجار في سوق ببغداد. وأسفر الانفجار عن مقتل خمسة صحفيين."
    (fact,) = [fact for event in read(text).events for fact in event.facts("targetType") if fact.value.value == "Media"]
    assert "صحفيين" in fact.evidence.of(text)
