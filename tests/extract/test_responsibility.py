"""Claims, denials and blame in the plain language of news: whose the verb is, carried over or not, and which event its object names."""

import pytest
from reading import Read

_ATTACK = "قتل ثلاثة أشخاص في هجوم في كركوك. "
"""What the sentences after it claim, deny or lay on somebody."""


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("وقال تنظيم داعش إن عنصرين منه نفذا الهجوم.", ["داعش"]),
        ("وقالت جبهة النصرة إنها نفذت الهجوم.", ["جبهة النصرة"]),
        ("وأعلنت جبهة النصرة في بيان على الإنترنت أن مقاتليها نفذوا الهجوم.", ["جبهة النصرة"]),
        ("وقال متحدث باسم حركة طالبان إن الحركة هي من نفذ الهجوم.", ["طالبان"]),
        ("وجاء في بيان لتنظيم داعش أنه يقف وراء الهجوم.", ["داعش"]),
        ("وأقرت جبهة النصرة بتنفيذ الهجوم.", ["جبهة النصرة"]),
        ("واعترفت جبهة النصرة بمسؤوليتها عن الهجوم.", ["جبهة النصرة"]),
        ("وأعلنت كتائب القسام وسرايا القدس مسؤوليتهما عن الهجوم.", ["كتائب القسام", "سرايا القدس"]),
        ("وأعلن المتحدث باسم حركة طالبان مسؤولية الحركة عن الهجوم.", ["طالبان"]),
        ("وهو الهجوم الذي تبنته جبهة النصرة.", ["جبهة النصرة"]),
        ("وقالت جبهة النصرة إنها تعرضت لهجوم.", []),
        ("وقال تنظيم داعش إن مقاتليه قتلوا في غارة.", []),
        ("وتبنى البرلمان العراقي قانونا جديدا بعد الهجوم.", []),
        ("وباركت حركة حماس الهجوم ولم تعلن مسؤوليتها عنه.", []),
    ],
)
def test_a_body_claims_what_it_says_that_it_or_its_own_did(read: Read, text: str, who: list[str]) -> None:
    attack = read(_ATTACK + text).events[0]
    assert (attack["claimedBy"], attack["perpetrator"], attack["deniedBy"]) == (who, [], [])


@pytest.mark.parametrize(
    "text",
    [
        "وكان حزب العمال الكردستاني قد تبنى الهجوم ثم تراجع عن تبنيه.",
        "وسحبت جماعة أنصار الإسلام بيانها الذي تبنت فيه الهجوم.",
    ],
)
def test_a_claim_that_is_taken_back_is_none(read: Read, text: str) -> None:
    assert read(_ATTACK + text).event["claimedBy"] == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ونفت جبهة النصرة أي ضلوع لها في الهجوم.", "جبهة النصرة"),
        ("ونفت حركة حماس أن تكون وراء الهجوم.", "حماس"),
        ("ونفى حزب الله وقوفه وراء الهجوم.", "حزب الله"),
        ("وقالت حركة طالبان في بيان إنها لا تقف وراء الهجوم.", "طالبان"),
        ("وقالت حركة حماس في بيان: لا علاقة للحركة بالهجوم.", "حماس"),
        ("وقالت إيران: ليس لنا علاقة بالهجوم.", "إيران"),
        ("وقالت إيران: لم ننفذ الهجوم.", "إيران"),
        ("وأكدت جماعة الحوثي عدم ضلوعها في الهجوم.", "الحوثي"),
        ("وأكدت طهران أنها ليست وراء الهجوم.", "طهران"),
        ("وأكد حزب الله أن لا صلة له بالهجوم.", "حزب الله"),
        ("وتبرأت حركة حماس من الهجوم.", "حماس"),
        ("وقال مسؤول في حركة حماس إن الحركة غير مسؤولة عن الهجوم.", "حماس"),
    ],
)
def test_whoever_says_that_it_was_not_he_denies_it(read: Read, text: str, who: str) -> None:
    attack = read(_ATTACK + text).events[0]
    assert (attack["deniedBy"], attack["claimedBy"], attack["perpetrator"], attack["status"]) == ([who], [], [], [])


@pytest.mark.parametrize(
    "text",
    [
        "ورفضت حركة حماس المبادرة المصرية.",
        "ونفت إيران وجود قوات لها في سوريا.",
        "وقال مسؤول إن إيران لا علاقة لها بالهجوم. ورحبت إيران بالتحقيق.",
        "ونفى تنظيم داعش مقتل زعيمه.",
        "وأكدت الشرطة العراقية أن الحادث لا صلة له بالإرهاب.",
    ],
)
def test_another_denial_is_not_of_a_part_in_the_attack(read: Read, text: str) -> None:
    assert read(_ATTACK + text).events[0]["deniedBy"] == []


@pytest.mark.parametrize(
    ("text", "accused", "denies"),
    [
        ("واتهمت الحكومة العراقية حزب الله بتنفيذ الهجوم، لكن الحزب نفى مسؤوليته عنه.", "حزب الله", "حزب الله"),
        ("واتهمت الحكومة العراقية حركة حماس بتنفيذ الهجوم. ورفضت الحركة الاتهام.", "حماس", "حماس"),
        ("واتهمت أرمينيا أذربيجان بتنفيذ الهجوم، فيما رفضت باكو الاتهام.", "أذربيجان", "باكو"),
        ("واتهمت الهند باكستان بالوقوف وراء الهجوم، ونفت إسلام آباد ذلك.", "باكستان", "إسلام آباد"),
        ("ونسبت وسائل إعلام الهجوم إلى تنظيم القاعدة، غير أن التنظيم تبرأ منه.", "القاعدة", "القاعدة"),
    ],
)
def test_whoever_rejects_what_he_is_accused_of_denies_it(read: Read, text: str, accused: str, denies: str) -> None:
    event = read(_ATTACK + text).event
    assert (event["accused"], event["deniedBy"], event["perpetrator"]) == ([accused], [denies], [])


def test_what_goes_before_is_denied_with_a_relative_clause(read: Read) -> None:
    event = read("قتل مدنيون في غارة على قرية في وسط مالي. وقال سكان إن طائرات فرنسية نفذت الغارة، وهو ما نفته باريس.").event
    assert (event["deniedBy"], event["status"]) == (["باريس"], [])


def test_news_of_an_attack_may_be_denied_by_who_has_no_part_in_it(read: Read) -> None:
    event = read("نفى المتحدث باسم وزارة الداخلية العراقية ما تداولته مواقع عن هجوم على سجن الناصرية.").event
    assert (event["status"], event["deniedBy"]) == (["Denied"], [])


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("وقالت هيئة تحرير الشام إن القصف استهدف خياما، واتهمت الجيش السوري بتنفيذه.", "هيئة تحرير الشام"),
        ("وأعلن المتحدث باسم حركة طالبان أن ثلاثة قتلوا، واتهم الجيش السوري بقصف المخيم.", "طالبان"),
        ("وقال متحدث باسم حركة طالبان إن ثلاثة قتلوا، واتهمت الجيش السوري بقصف المخيم.", "طالبان"),
    ],
)
def test_who_accuses_may_be_whose_the_verb_before_is(read: Read, text: str, by: str) -> None:
    event = read("قتل ثمانية في قصف على مخيم في إدلب. " + text).event
    assert (event["accused"], event["perpetrator"]) == (["الجيش السوري"], [])
    assert [name for _, name in event.sources("accused")] == [by]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("وقالت وزارة الدفاع اليمنية إن الجيش السعودي قصف السوق.", "الجيش السعودي"),
        ("وقالت كتائب القسام إن الجيش الإسرائيلي قصف السوق.", "الجيش الإسرائيلي"),
    ],
)
def test_a_party_that_says_what_its_enemy_did_accuses_it(read: Read, text: str, accused: str) -> None:
    event = read("سقط صاروخ على سوق في تعز وقتل ستة مدنيين. " + text).event
    assert (event["accused"], event["perpetrator"]) == ([accused], [])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("أعلنت وزارة الدفاع الأمريكية أن تنظيم داعش نفذ الهجوم في منبج.", "داعش"),
        ("قالت وزارة الخارجية الفرنسية إن تنظيم داعش نفذ هجوم نيس.", "داعش"),
        ("قالت القوات المسلحة المصرية إن تنظيم داعش نفذ الهجوم على الحافلة في العريش.", "داعش"),
        ("قال الجيش الصومالي إن حركة الشباب قتلت خمسة مدنيين في هجوم بقذائف هاون في أفجوي.", "حركة الشباب"),
    ],
)
def test_a_state_that_names_an_armed_group_states_a_fact(read: Read, text: str, who: str) -> None:
    event = read(text).event
    assert (event["accused"], event["perpetrator"]) == ([], [who])


def test_what_the_writer_tells_is_a_fact_though_an_enemy_tells_it_too(read: Read) -> None:
    text = "قصف الجيش السوري سوقا في إدلب وقتل عشرة. وقالت هيئة تحرير الشام إن الجيش السوري نفذ القصف."
    event = read(text).event
    assert (event["accused"], event["perpetrator"]) == (["الجيش السوري"], ["الجيش السوري"])


def test_police_that_say_who_did_it_state_a_fact(read: Read) -> None:
    event = read("قالت الشرطة الباكستانية إن حركة طالبان نفذت الهجوم على المدرسة في بيشاور.").event
    assert (event["accused"], event["perpetrator"]) == ([], ["طالبان"])


@pytest.mark.parametrize(
    "text",
    [
        "توعد تنظيم القاعدة بشن هجمات على السفارات الأمريكية في صنعاء.",
        "تعهدت حركة الشباب بتنفيذ هجوم على نيروبي.",
        "وعد زعيم تنظيم القاعدة بشن هجوم على باريس.",
        "أعلنت جبهة النصرة أنها ستنفذ هجمات في لبنان.",
        "حذرت أجهزة الأمن من أن تنظيم داعش يخطط لشن هجوم على ملعب في باريس.",
        "تخطط حركة الشباب لهجوم على ميناء مومباسا، حسب مصدر أمني كيني.",
    ],
)
def test_nobody_has_done_what_is_only_vowed_or_planned(read: Read, text: str) -> None:
    told = [event for event in read(text).events if event["agent"] and event.kind != "Statement"]
    assert told
    assert all(event["perpetrator"] == [] for event in told)


def test_whoever_is_suspected_of_a_foiled_plan_is_accused_of_it(read: Read) -> None:
    event = read("أحبطت الشرطة الألمانية هجوما على كنيسة في كولونيا. وقالت إن تنظيم داعش يشتبه في أنه خطط للهجوم.").event
    assert (event["accused"], event["perpetrator"]) == (["داعش"], [])


def test_whose_plan_an_authority_foiled_is_told_as_a_fact(read: Read) -> None:
    event = read("قالت الشرطة الكينية إنها أحبطت هجوما كانت حركة الشباب تعتزم تنفيذه في مومباسا.").event
    assert (event["status"], event["perpetrator"]) == (["Foiled"], ["حركة الشباب"])


@pytest.mark.parametrize(
    "text",
    [
        "وتبنى حزب الله خطابا هادئا بعد الهجوم.",
        "وقالت حركة حماس إنها نفذت مشروعا إغاثيا لضحايا الهجوم.",
        "وقالت حركة طالبان إنها شنت حملة إعلامية للتنديد بالهجوم.",
        "وقالت حركة طالبان إنها مسؤولة عن أمن السفارات في كابول.",
        "وقالت حركة طالبان إنها غير مسؤولة عن تأمين المدرسة.",
        "وقال المتحدث باسم حركة حماس إنه خلف دمارا واسعا.",
        "وقالت حركة حماس إنها تقف خلف الرئيس الفلسطيني.",
        "وأكدت حركة حماس أن لا علاقة لها بتنظيم داعش.",
        "ونفت حركة حماس مشاركتها في حكومة جديدة.",
        "ونفت روسيا مسؤوليتها عن تأخر شحنات القمح.",
        "ونفت قطر أن تكون وراء تعثر المفاوضات.",
        "وقالت حركة طالبان إنها لم تنفذ بعد اتفاق الدوحة.",
        "وأعلن حزب الله مسؤوليته عن إعادة إعمار القرى.",
        "وأكدت حركة طالبان قيامها بتوزيع المساعدات.",
        "وأعلنت حركة طالبان تنفيذها عفوا عاما.",
        "وأعلنت حركة طالبان عن دورها في الحكومة الجديدة.",
        "وتنصلت إسرائيل من اتفاق وقف إطلاق النار.",
        "وتبرأت حركة حماس من تصريحات أحد قادتها.",
        "وقالت حركة حماس إن إسرائيل شنت حملة إعلامية ضد الأونروا.",
        "ونسبت القناة نبأ الهجوم إلى وزارة الداخلية العراقية.",
    ],
)
def test_what_is_of_something_else_is_not_of_the_attack(read: Read, text: str) -> None:
    attack = read(_ATTACK + text).events[0]
    assert (attack["claimedBy"], attack["deniedBy"], attack["accused"], attack["perpetrator"]) == ([], [], [], [])


@pytest.mark.parametrize(
    "text",
    [
        "وأعلنت حركة طالبان مسؤوليتها عنه.",
        "وأعلنت حركة طالبان مسؤوليتها في بيان.",
        "وقالت حركة طالبان إنها نفذته.",
        "وأعلنت حركة طالبان مسؤوليتها عن الحادث.",
    ],
)
def test_an_object_may_go_back_to_the_attack(read: Read, text: str) -> None:
    assert read(_ATTACK + text).events[0]["claimedBy"] == ["طالبان"]


@pytest.mark.parametrize(
    "text",
    [
        "وقالت حركة حماس إن إسرائيل لم تنفذ الاتفاق.",
        "ونفت مصر مشاركة إسرائيل في المحادثات.",
        "وأكدت مصر عدم قيام إسرائيل بفتح المعبر.",
    ],
)
def test_who_has_not_done_something_else_did_it_all_the_same(read: Read, text: str) -> None:
    attack = read("شنت إسرائيل غارة على غزة قتل فيها خمسة أشخاص. " + text).events[0]
    assert attack["perpetrator"] == ["إسرائيل"]


@pytest.mark.parametrize(
    "text",
    [
        "هاجمت حركة الشباب فندقا في مقديشو وقتلت عشرة. وتوعدت حركة الشباب التي نفذت الهجوم بالمزيد.",
        "نفذت حركة الشباب هجوما على فندق في مقديشو. وهددت الحركة بعد الهجوم بمواصلة عملياتها.",
    ],
)
def test_a_threat_takes_no_deed_back(read: Read, text: str) -> None:
    assert read(text).events[0]["perpetrator"] == ["حركة الشباب"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("قتلت غارة أمريكية عشرة مسلحين يعتقد أنهم من حركة الشباب في الصومال.", "حركة الشباب"),
        ("قصفت طائرات تركية مواقع يعتقد أنها تابعة لحزب العمال الكردستاني في شمال العراق.", "حزب العمال الكردستاني"),
    ],
)
def test_suspected_members_who_suffer_are_the_target(read: Read, text: str, who: str) -> None:
    event = read(text).event
    assert (event["accused"], event["target"]) == ([], [who])


def test_suspected_members_who_act_are_accused(read: Read) -> None:
    event = read("هاجم مسلحون يعتقد أنهم من حركة الشباب فندقا في مقديشو.").event
    assert (event["accused"], event["perpetrator"]) == (["حركة الشباب"], [])


def test_whoever_is_not_accused_cannot_deny_it(read: Read) -> None:
    text = "اتهمت الهند باكستان بتنفيذ الهجوم في كشمير الذي قتل فيه عشرة جنود. ورفضت السعودية اتهامات بتسييس سوق النفط."
    event = read(text).event
    assert (event["accused"], event["deniedBy"]) == (["باكستان"], [])


def test_a_claim_stands_where_another_responsibility_is_laid_down(read: Read) -> None:
    event = read("تبنت حركة طالبان تفجيرا في كابول. وتراجعت الحركة عن مسؤوليتها في إدارة المطار.").event
    assert event["claimedBy"] == ["طالبان"]


@pytest.mark.parametrize(
    "text",
    [
        "قتل شخصان في هجوم في باريس. وقال سامي الورداني إنه جندي في تنظيم داعش الذي لم يعلن مسؤوليته عن الهجوم.",
        "قتل شخصان في هجوم في باريس. وداعش لم يعلن مسؤوليته عن الهجوم.",
    ],
)
def test_who_has_not_claimed_an_attack_is_no_claimer(read: Read, text: str) -> None:
    assert read(text).events[0]["claimedBy"] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "اشتبك مسلحون مع حركة الشباب في مقديشو. وطلب السكان رحيلها، فيما ترفض حركة الشباب ذلك.", id="what is refused is no charge"
        ),
        pytest.param(
            "اندلعت حرب مع الحوثيين في اليمن عام 2015. وتتهم السعودية جارتها بأنها وراء تسليحهم، وهو ما تنفيه طهران.",
            id="a charge of something else than what was told before",
        ),
    ],
)
def test_who_refuses_something_else_denies_no_attack(read: Read, text: str) -> None:
    assert [denier for event in read(text).events for denier in event["deniedBy"]] == []


def test_a_charge_that_a_pronoun_makes_is_denied(read: Read) -> None:
    text = "قتل ثلاثة في هجوم على قاعدة في أربيل. وقال مسؤولون إن طهران وراءه. ونفت طهران ذلك."
    assert [denier for event in read(text).events for denier in event["deniedBy"]] == ["طهران"]
