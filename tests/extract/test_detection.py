"""Which words the shipped classifier takes for triggers, in short news as it is written: a title, a lead and a sentence more."""

import numpy
import pytest
from reading import Read, ReadDocument, made_up
from spacy.tokens import Doc

from kg.extract.detection import NONE, chosen, detected, features, main_tokens, trigger_at
from kg.extract.pipeline import PipelineExtractor

INCIDENTS = [
    ("Attack", "هجوم", "هجوم على حافلة\nهاجم مجهولون حافلة تقل عمالا في محافظة المنيا جنوبي مصر. وأسفر الهجوم عن مقتل سبعة أشخاص."),
    ("Attack", "مجزرة", "مجزرة في مالي\nقتل مهاجمون 20 مدنيا في هجوم على قرية في وسط مالي. ووصف السكان ما جرى بأنه مجزرة."),
    ("Bombing", "انفجار", "انفجار في بغداد\nقتل سبعة أشخاص صباح الأحد في انفجار عبوة ناسفة شرقي بغداد. ونقل الجرحى إلى المستشفيات."),
    ("Bombing", "انفجرت", "ليلة في كركوك\nانفجرت سيارة مفخخة قرب مركز للشرطة في كركوك مساء الخميس، ما أدى إلى مقتل ثلاثة جنود."),
    ("Bombing", "تفجير", "مقتل جنديين في سيناء\nقتل جنديان من الجيش المصري في تفجير استهدف مدرعة جنوبي رفح."),
    ("SuicideBombing", "فجر انتحاري", "كابول\nفجر انتحاري نفسه داخل مسجد في كابول أثناء صلاة الجمعة. وقالت الشرطة إن 30 شخصا قتلوا."),
    ("Shelling", "قصفت", "قصف على إدلب\nقصفت قوات النظام السوري بالمدفعية بلدة في ريف إدلب. وأسفر القصف عن مقتل أربعة مدنيين."),
    ("Shelling", "سقوط قذيفة", "سقوط قذيفة في دمشق\nسقطت قذيفة هاون على حي سكني في دمشق القديمة، وأصيب طفلان."),
    ("Airstrike", "غارات", "ليل صعدة\nشنت طائرات التحالف غارات جوية على مواقع للحوثيين في محافظة صعدة، وقتل تسعة أشخاص."),
    ("Shooting", "إطلاق نار", "إطلاق نار في دالاس\nأطلق رجل النار على زبائن متجر في مدينة دالاس الأمريكية، فقتل شخصين."),
    ("Stabbing", "طعن", "حادث في باريس\nطعن رجل شرطيا بسكين قرب محطة قطارات في باريس صباح الجمعة. وقالت الشرطة إن المهاجم أصيب."),
    ("VehicleRamming", "دهس", "حادث في برلين\nدهس سائق شاحنة حشدا من المشاة وسط برلين، ما أسفر عن مقتل خمسة أشخاص."),
    ("Assassination", "اغتال", "عدن\nاغتال مسلحان على دراجة نارية ضابطا في الأمن في مدينة عدن. ولم تتبن أي جهة عملية الاغتيال."),
    ("Kidnapping", "اختطف", "خطف مهندسين\nاختطف مسلحون ثلاثة مهندسين أجانب في ولاية كانو شمالي نيجيريا. وطالب الخاطفون بفدية."),
    ("Kidnapping", "خطفها", "عودة صحفية\nأفرج مسلحون عن صحفية فرنسية بعد خطفها في مالي قبل عامين."),
    ("Execution", "أعدم", "خمسة قتلى في الموصل\nأعدم تنظيم داعش خمسة مدنيين وسط الموصل بتهمة التعاون مع القوات العراقية."),
    ("CyberAttack", "هجوم إلكتروني", "هجوم إلكتروني\nتعرضت شبكات وزارة الصحة لهجوم إلكتروني عطل مواقعها. وقالت إن قراصنة اخترقوا الخوادم."),
    ("Clash", "اشتباكات", "ليل طرابلس\nاندلعت اشتباكات بين فصيلين مسلحين في العاصمة الليبية طرابلس ليل الاثنين وقتل ستة."),
    ("Clash", "تبادل لإطلاق", "جوبا\nوقع تبادل لإطلاق النار بين حراس الرئيس ونائبه في جوبا، وقتل أربعة جنود."),
    ("SecurityOperation", "داهمت", "القصرين\nنفذ الجيش التونسي عملية عسكرية في جبال القصرين. وداهمت قوات الأمن منازل وعثرت على أسلحة."),
    ("Threat", "توعد", "تسجيل لداعش\nتوعد تنظيم داعش في بيان الدول الأوروبية بهجمات جديدة. وهدد متحدث باسم التنظيم فرنسا وبلجيكا."),
    ("Arrest", "اعتقلت", "إسطنبول\nاعتقلت الشرطة التركية تسعة أشخاص في إسطنبول للاشتباه في صلتهم بتنظيم داعش."),
    ("Arrest", "توقيف", "توقيف خلية\nأعلنت السلطات المغربية توقيف ستة أشخاص في طنجة يشتبه في انتمائهم إلى تنظيم داعش."),
    ("LegalAction", "قضت محكمة", "حكم على ناشط\nقضت محكمة جنايات القاهرة بالسجن خمس سنوات على ناشط. وكانت المحاكمة بدأت العام الماضي."),
    ("Incident", "أعمال شغب", "ليل لندن\nاندلعت أعمال شغب في لندن ليل السبت وأحرق شبان سيارات."),
    ("Meeting", "التقى", "لقاء في عمان\nالتقى وزير الخارجية المصري نظيره الأردني في عمان يوم الأحد. وبحث الوزيران الوضع في سوريا."),
    ("Meeting", "قمة", "قمة طارئة في الرياض\nعقد قادة دول الخليج قمة طارئة في الرياض يوم الثلاثاء. وبحث القادة الأوضاع في اليمن."),
]
FORMS = [
    pytest.param("انفجار", "الموصل\nاستيقظ السكان على دوي قوي، وأصيب ستة منهم بانفجار قنبلة وسط الموصل.", id="a preposition"),
    pytest.param("القصف", "الخليل\nشيع المئات شابا قتل بالقصف على بلدة بيت لاهيا شمالي قطاع غزة.", id="a preposition and the article"),
    pytest.param("انفجار", "تعز\nصمت الطرفان ليلا، وبانفجار لغم قرب المدينة قتل ثلاثة جنود.", id="a conjunction and a preposition"),
    pytest.param("هجومهم", "قتلى في بورنو\nقتل المسلحون عشرة مدنيين في هجومهم على قرية في ولاية بورنو.", id="a pronoun stays"),
    pytest.param("انفجاران", "حمص\nوقع انفجاران في حي الزهراء بمدينة حمص السورية، وقتل 20 شخصا.", id="dual"),
    pytest.param("غارتين", "غزة\nشنت طائرات إسرائيلية غارتين على قطاع غزة فجر الأربعاء.", id="dual of a feminine noun"),
    pytest.param("فجر انتحاريان", "كابول\nفجر انتحاريان نفسيهما أمام مقر للشرطة في كابول، فقتل 10 أشخاص.", id="dual of two words"),
    pytest.param("هجمات", "بلوشستان\nقتل 12 شخصا في هجمات متفرقة في إقليم بلوشستان الباكستاني.", id="broken plural"),
    pytest.param("تفجيرات", "بغداد\nهزت تفجيرات عدة أحياء في بغداد مساء الاثنين، وأسفرت عن مقتل 14 شخصا.", id="plural"),
    pytest.param("عملية انتحارية", "الموصل\nنفذ شاب عملية انتحارية أمام مركز للجيش في الموصل وقتل أربعة جنود.", id="two words"),
    pytest.param("احتجاز رهائن", "باماكو\nانتهى احتجاز رهائن في فندق في باماكو بمقتل المسلحين.", id="two nouns"),
]


@pytest.mark.parametrize(("kind", "trigger", "text"), INCIDENTS, ids=[f"{kind} {trigger}" for kind, trigger, _ in INCIDENTS])
def test_an_article_tells_of_an_event(read: Read, kind: str, trigger: str, text: str) -> None:
    assert trigger in [found for event in read(text).events if event.kind == kind for found in event.triggers]


@pytest.mark.parametrize(("trigger", "text"), FORMS)
def test_a_trigger_is_the_word_without_its_clitics(read: Read, trigger: str, text: str) -> None:
    assert trigger in [found for event in read(text).events for found in event.triggers]


# What the classifier is asked, and what is made of its answer


@pytest.fixture(scope="module")
def doc(extractor: PipelineExtractor) -> Doc:
    return extractor.nlp(extractor.document(made_up("هجوم انتحاري في بغداد\nقتل 3 أشخاص، وبدأت مكافحة الهجمات.")))


def test_each_word_has_its_stem_its_neighbours_and_what_stands_around(doc: Doc) -> None:
    rows = [set(row) for row in features(doc)]
    assert len(rows) == len(doc._.words)
    assert {"stem=هجوم", "entry=SuicideBombing:strong:", "entry of 2", "-1=#", "1=انتحاري", "after=Settlement"} <= rows[0]
    assert {"in=Settlement", "before=Attack"} <= rows[3]
    assert "after=killed" not in rows[0]  # the figure is in another sentence


def test_a_neighbour_that_is_a_name_is_seen_as_its_class(doc: Doc) -> None:
    assert "1=@Settlement" in list(features(doc))[2]


def test_the_longest_token_of_a_word_is_what_clitics_leave(document: ReadDocument) -> None:
    doc = document("وبالهجوم فجر")
    assert main_tokens(doc) == ["الهجوم", "فجر"]
    assert len(main_tokens(doc)) == len(doc._.words)


def likely(doc: Doc, **words: tuple[float, float]) -> numpy.ndarray:
    """How likely each word names nothing, an attack or an arrest: what is given for some of them, else nothing."""
    rows = [(1 - sum(words.get(word.form, (0, 0))), *words.get(word.form, (0, 0))) for word in doc._.words]
    return numpy.float32(rows)


LABELS = (NONE, "Attack", "Arrest")


def test_a_word_likely_enough_is_a_trigger_of_the_likeliest_class(doc: Doc) -> None:
    (found,) = chosen(doc, likely(doc, قتل=(0.2, 0.3), بغداد=(0.05, 0.05)), LABELS)
    assert (found.trigger.span.of(doc.text), found.trigger.kind) == ("قتل", "Arrest")
    assert found.likelihood == pytest.approx(0.5)


def test_words_of_one_trigger_are_one(doc: Doc) -> None:
    (found,) = chosen(doc, likely(doc, هجوم=(0.9, 0), انتحاري=(0.9, 0)), LABELS)
    assert found.trigger.span.of(doc.text) == "هجوم انتحاري"


def test_what_is_fought_in_general_is_none_however_likely(doc: Doc) -> None:
    assert chosen(doc, likely(doc, الهجمات=(0.9, 0)), LABELS) == []


def test_a_trigger_that_the_lexicon_lacks_is_one_word(document: ReadDocument) -> None:
    doc = document("دوي قوي")
    assert trigger_at(doc._.words, 0, "Bombing", main_tokens(doc)[0]).span.of(doc.text) == "دوي"


@pytest.mark.parametrize("word", ["فجر", "وصلت", "بلغت"])
def test_a_letter_of_the_root_is_no_clitic(document: ReadDocument, word: str) -> None:
    doc = document(f"{word} مسلحون")
    assert trigger_at(doc._.words, 0, "Bombing", main_tokens(doc)[0]).span.of(doc.text) == word


@pytest.mark.parametrize("word", ["سوق", "بنك", "شركة"])
def test_one_word_of_the_markets_is_no_topic(extractor: PipelineExtractor, word: str) -> None:
    doc = extractor.nlp(extractor.document(made_up(f"قتل خمسة مدنيين في هجوم مسلح على {word} قرب جسر حكومي في كابول")))
    assert "topic=markets" not in next(features(doc))


def test_the_same_document_gives_the_same_triggers(doc: Doc) -> None:
    assert detected(doc) == detected(doc)
    assert detected(doc)[0].trigger.span.of(doc.text) == "هجوم انتحاري"
