"""Words that by a word beside them are other things than incidents, and the same words where they name one."""

import pytest
from reading import Read

OTHER_THINGS = [
    pytest.param("تقدم النادي التونسي بطعن قضائي أمام المحكمة أمس.", id="a plea"),
    pytest.param("رفض القضاة في بيروت أمس الطعن في قرار اللجنة.", id="a contested decision"),
    pytest.param("استدعت تركيا سفيرها في باريس للتشاور أمس.", id="a summoned envoy"),
    pytest.param("أوقفت الوزارة في عمان، الأحد، طلبات التأشيرة.", id="what is stopped is nobody"),
    pytest.param("التقى القائم بأعمال السفير الفرنسي وفدا من حماس.", id="an acting one"),
    pytest.param("قال الوزير في مأرب إن عملية إعادة تنظيم الجيش اليمني بدأت قبل عامين.", id="works"),
    pytest.param("تقدم المحامي في القاهرة ببلاغ إلى النيابة أمس.", id="what is brought forward"),
    pytest.param("افتتحت المحكمة أبوابها في لاهاي في مارس 2004.", id="a court alone"),
    pytest.param("انفجر محمود عباس غاضبا في رام الله أمس.", id="a person who bursts out"),
    pytest.param("تحطمت مروحية روسية قرب اللاذقية ما أدى إلى مقتل طيارين أمس.", id="a crash"),
    pytest.param("بغداد تبدأ إسقاط الجنسية عن معارضين أمس.", id="what is dropped is no bomb"),
]
THREATENED = [
    ("هددت موسكو بقتل قائد تنظيم داعش في سوريا.", ["Threat"]),
    ("توعد تنظيم داعش بشن هجوم في باريس.", ["Attack", "Threat"]),
    ("توعد نتنياهو حماس بالرد بعد هجوم في تل أبيب أمس.", ["Attack", "Threat"]),
    ("هدد مسلح موظفي البنك في أثينا ثم قام بقتل اثنين منهم.", ["Attack", "Threat"]),
]
STILL_INCIDENTS = [
    ("قتل شاب طعنا في القدس أمس.", "طعنا"),
    ("هجوم طعن في محكمة القدس يقتل شرطيا.", "طعن"),
    ("أوقفت الشرطة في تونس رجلا متهما بتمويل داعش.", "أوقفت"),
    ("الشرطة تستدعي سفيرا سابقا وتعتقل شقيقه في باريس.", "تعتقل"),
    ("نفذ الجيش العراقي عملية أمنية في ديالى أمس.", "عملية أمنية"),
    ("نفذت القوات العراقية عملية أمنية بناء على معلومات في كركوك.", "عملية أمنية"),
    ("أطلق الجيش السوري عملية عسكرية لإعادة السيطرة على تدمر.", "عملية عسكرية"),
    ("أوقفت الشرطة الفرنسية المشتبه بتنفيذه هجوم نيس.", "أوقفت"),
    ("أوقفت قوات الأمن التونسية الطلبة المحتجين في سوسة.", "أوقفت"),
    ("أقدم رجل على طعن زوجته في عمان أمس.", "طعن"),
    ("توفي شاب نتيجة طعن بسكين في مارسيليا أمس.", "طعن"),
    ("قتل مدنيون إثر إسقاط النظام براميل متفجرة على حلب.", "إسقاط"),
    ("بعد محاولة الانقلاب في أنقرة أعلن أردوغان حل الحرس الرئاسي.", "محاولة"),
    ("إسقاط طائرة للجيش السوري قرب حلب.", "إسقاط"),
    ("أسقط مسلحون مروحية للجيش الروسي فتحطمت قرب إدلب ما أدى إلى مقتل طيارين.", "أسقط"),
    ("انفجر لغم في سيارة محمود عباس في غزة.", "انفجر"),
    ("الجيش العراقي يحبط محاولة تفجير في بغداد.", "تفجير"),
]


@pytest.mark.parametrize("text", OTHER_THINGS)
def test_what_only_looks_like_an_incident_is_none(read: Read, text: str) -> None:
    assert [(event.kind, event.triggers) for event in read(text).events if event.kind != "Meeting"] == []


@pytest.mark.parametrize(("text", "kinds"), THREATENED)
def test_with_what_is_threatened_is_no_incident_of_its_own(read: Read, text: str, kinds: list[str]) -> None:
    assert sorted(event.kind for event in read(text).events) == kinds


@pytest.mark.parametrize(("text", "trigger"), STILL_INCIDENTS)
def test_the_same_words_name_incidents(read: Read, text: str, trigger: str) -> None:
    assert trigger in [word for event in read(text).events for word in event.triggers]


def test_whom_a_court_sentences_to_death_is_not_killed_by_that(read: Read) -> None:
    event = read("أصدرت محكمة في عدن أحكاما بإعدام أربعة متهمين أمس.").event
    assert (event.kind, event["killed"]) == ("LegalAction", [])


def test_a_sentence_that_is_carried_out_is_an_execution(read: Read) -> None:
    assert read("نفذت السلطات المصرية حكم الإعدام في سبعة مدانين أمس.").event.kind == "Execution"


def test_dropped_charges_are_a_legal_action(read: Read) -> None:
    assert read("إسقاط التهم عن سامي الورداني في باريس أمس.").event.kind == "LegalAction"


def test_several_dead_are_no_assassination_unless_that_is_said(read: Read) -> None:
    assert read("قتل مدنيان في ضربة أصابت شاحنة قرب مدينة الرقة.").event.kind == "Airstrike"
    assert read("اغتيال ضابطين في بنغازي برصاص مسلحين أمس.").event.kind == "Assassination"


@pytest.mark.parametrize(
    "text",
    [
        "نفذ حكم الإعدام فجر اليوم في قاتل السائحة في القاهرة.",
        "طالبت أسرة الصحفي الأمم المتحدة بالتحقيق في إعدام تنظيم داعش له في الرقة.",
        "شهدت الرقة إعدام تنظيم داعش عشرة رهائن أمس.",
    ],
)
def test_who_is_put_to_death_is_executed(read: Read, text: str) -> None:
    assert "Execution" in [event.kind for event in read(text).events]


def test_who_is_murdered_with_others_is_assassinated(read: Read) -> None:
    assert read("اغتالت إسرائيل ثلاثة من قادة حماس في بيروت أمس.").event.kind == "Assassination"
