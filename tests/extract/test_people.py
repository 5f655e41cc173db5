"""Who acts, who claims it, who is accused, and who suffers."""

import pytest
from reading import Read


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        pytest.param("نفذ تنظيم داعش هجوما في نينوى", "داعش", id="carried out"),
        pytest.param("شنت القوات الروسية غارات في حلب", "القوات الروسية", id="launched"),
        pytest.param("قتلت غارات إسرائيلية ثلاثة مدنيين في غزة. وقالت إسرائيل إنها سترد.", "إسرائيل", id="an adjective of what is named"),
        pytest.param("الشرطة العراقية هاجمت معسكرا في بغداد", "الشرطة العراقية", id="subject before the verb"),
        pytest.param("وقع هجوم داعش في كابول", "داعش", id="the noun's complement"),
    ],
)
def test_whoever_acts_in_an_attack_is_its_perpetrator(read: Read, text: str, agent: str) -> None:
    event = read(text).event
    assert event["agent"] == event["perpetrator"] == [agent]


@pytest.mark.parametrize("text", ["هاجمت القوات الروسية بلدة دير الورد", "وقع هجوم في بغداد على يد القوات الروسية"])
def test_whoever_acts_is_told_by_verb_and_preposition(read: Read, text: str) -> None:
    assert read(text).event["agent"] == ["القوات الروسية"]


@pytest.mark.parametrize(
    "text",
    [
        "هاجم مسلحون وزارة الداخلية العراقية في بغداد",
        "هاجم مسلحون مجهولون وزارة الداخلية العراقية في بغداد",
        "هاجم انتحاريان وزارة الداخلية العراقية في بغداد",
        "هاجمت مجموعة مسلحة وزارة الداخلية العراقية في بغداد",
        "هاجم عشرات المحتجين وزارة الداخلية العراقية في بغداد",
    ],
)
def test_what_stands_behind_an_unnamed_subject_suffers(read: Read, text: str) -> None:
    event = read(text).event
    assert event["target"] == ["وزارة الداخلية العراقية"]
    assert event["agent"] == event["perpetrator"] == []


@pytest.mark.parametrize("text", ["هاجم مسلحو تنظيم داعش معسكرا في بغداد", "هاجمت مجموعة من تنظيم داعش معسكرا في بغداد"])
def test_whose_people_act_is_no_unnamed_subject(read: Read, text: str) -> None:
    assert read(text).event["agent"] == ["داعش"]


def test_the_police_that_arrest_are_no_perpetrators(read: Read) -> None:
    event = read("اعتقلت الشرطة العراقية خمسة مشتبهين").event
    assert event["agent"] == ["الشرطة العراقية"]
    assert event["perpetrator"] == []


@pytest.mark.parametrize(
    "text",
    [
        "تبنى تنظيم داعش هجوما في كابول",
        "أعلن تنظيم داعش مسؤوليته عن الهجوم في كابول",
        "وقع هجوم في كابول وأعلن تنظيم داعش مسؤوليته عنه",
    ],
)
def test_whoever_claims_an_attack_is_no_perpetrator(read: Read, text: str) -> None:
    event = read(text).event
    assert event["claimedBy"] == ["داعش"]
    assert event["agent"] == event["perpetrator"] == []


@pytest.mark.parametrize(
    "text",
    [
        "اتهمت وزارة الداخلية العراقية تنظيم داعش بتنفيذ الهجوم في بغداد",
        "اتهم سامي الورداني تنظيم داعش بهجوم في بغداد",
        "سامي الورداني اتهم تنظيم داعش بهجوم في بغداد",
        "اتهمت السلطات العراقية تنظيم داعش بهجوم في بغداد",
        "اتهمت السلطات تنظيم داعش بتنفيذ هجوم في بغداد",
    ],
)
def test_whoever_is_accused_is_no_perpetrator(read: Read, text: str) -> None:
    event = read(text).event
    assert event["accused"] == ["داعش"]
    assert event["agent"] == event["perpetrator"] == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        pytest.param("وقع هجوم على القوات الروسية في حلب", "القوات الروسية", id="on a force"),
        pytest.param("وقع هجوم ضد القوات الروسية في حلب", "القوات الروسية", id="against a force"),
        pytest.param("وقع هجوم على مطار بغداد", "مطار بغداد", id="on a building"),
        pytest.param("قتل سامي الورداني في باريس", "سامي الورداني", id="the killed person"),
        pytest.param("اغتيال سامي الورداني في باريس", "سامي الورداني", id="the noun's complement"),
        pytest.param("اعتقال سامي الورداني في باريس", "سامي الورداني", id="the arrested person"),
        pytest.param("هدد تنظيم داعش فرنسا", "فرنسا", id="the threatened country"),
    ],
)
def test_whoever_suffers_is_the_target(read: Read, text: str, target: str) -> None:
    assert read(text).event["target"] == [target]


def test_the_country_in_which_it_happens_is_no_target(read: Read) -> None:
    assert read("وقع هجوم على معسكر في العراق").event["target"] == []


def test_the_killing_of_one_named_person_is_an_assassination(read: Read) -> None:
    assert read("قتل سامي الورداني في هجوم في باريس").event.kind == "Assassination"


def test_an_actor_has_the_type_of_its_class(read: Read) -> None:
    event = read("شن تنظيم داعش هجوما على القوات الروسية في حلب").event
    assert event["agentType"] == ["ArmedGroupMembers"]


@pytest.mark.parametrize(("noun", "type_"), [("جنود", "Military"), ("مدنيين", "Civilians"), ("صحفيين", "Media")])
def test_the_counted_noun_says_who_suffers(read: Read, noun: str, type_: str) -> None:
    assert read(f"قتل 3 {noun} في هجوم في بغداد").event["targetType"] == [type_]


def test_an_unnamed_actor_has_a_type_at_least(read: Read) -> None:
    event = read("قتل مسلحون مجهولون شرطيا في صنعاء").event
    assert sorted(event["agentType"]) == ["ArmedGroupMembers", "UnknownActor"]
    assert event["agent"] == []


def test_what_an_attack_targets_does_not_carry_it_out(read: Read) -> None:
    event = read("وقع هجوم استهدف الجيش العراقي في بغداد").event
    assert event["perpetrator"] == []
    assert event["target"] == ["الجيش العراقي"]


@pytest.mark.parametrize(
    "text",
    ["فشلت محاولة طالبان الفاشلة لاغتيال وزير الدفاع في كابل.", "أدى الهجوم إلى سيطرة طالبان على مدينة قندوز."],
)
def test_who_fails_or_wins_power_by_it_has_attacked(read: Read, text: str) -> None:
    assert read(text).events[0]["perpetrator"] == ["طالبان"]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("قتل عشرة أشخاص في هجوم في مقديشو. ونشرت الصحيفة صور عناصر من حركة الشباب المرتبطة بالهجوم.", ["حركة الشباب"]),
        ("قتل عشرة أشخاص في تفجير في كابل أثناء حكم طالبان لأفغانستان.", []),
    ],
)
def test_who_is_linked_with_an_attack_or_ruled_then_is_not_said_to_have_done_it(read: Read, text: str, accused: list[str]) -> None:
    event = read(text).events[0]
    assert (event["perpetrator"], event["accused"]) == ([], accused)


@pytest.mark.parametrize(
    "text",
    [
        "تمكنت أجهزة الأمن المصرية السبت من إحباط محاولة انتحاري استهداف كنيسة العذراء شمال القاهرة.",
        "نجحت الشرطة الكينية أمس في إحباط هجوم على مطار نيروبي.",
        "قالت الشرطة الكينية إنها أحبطت هجوما على مطار نيروبي.",
    ],
)
def test_who_foils_an_attack_has_not_made_it(read: Read, text: str) -> None:
    assert read(text).events[0]["perpetrator"] == []


def test_a_source_does_not_carry_out_what_it_reports(read: Read) -> None:
    assert read("بحسب الشرطة العراقية قتل 3 أشخاص في انفجار في بغداد").event["perpetrator"] == []


@pytest.mark.parametrize("text", ["بدأ تحرير الرقة من المسلحين", "بدأ اقتحام الرقة أمس", "استهداف الرقة بصواريخ"])
def test_the_noun_of_what_is_done_to_a_place_is_followed_by_that_place(read: Read, text: str) -> None:
    assert read(text).event["place"] == ["الرقة"]
    assert read(text).event["perpetrator"] == []


def test_whoever_claims_a_past_attack_in_a_clause_of_its_own_is_no_perpetrator(read: Read) -> None:
    event = read("وقع هجوم تبنته طالبان في كابول").event
    assert event["perpetrator"] == []
    assert event["claimedBy"] == ["طالبان"]


def test_a_country_before_a_colon_does_not_carry_out_what_follows(read: Read) -> None:
    assert read("الصومال: مقتل 4 أشخاص في انفجار سيارة مفخخة في مقديشو").event["perpetrator"] == []


def test_what_a_condition_says_of_somebody_is_not_said_to_be_done(read: Read) -> None:
    event = read("إذا كان تنظيم داعش قد هاجم القاعة في بغداد فإن الخطر كبير").event
    assert event["perpetrator"] == []


def test_a_word_that_looks_like_by_is_none_with_the_article(read: Read) -> None:
    event = read("وقع هجوم في بغداد وله صلات على الجانب الآخر، وفقا للجيش العراقي").event
    assert event["perpetrator"] == []


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        pytest.param("ادعى تنظيم داعش أنه أسقط طائرة روسية في تدمر", "claimedBy", "داعش", id="of itself"),
        pytest.param("زعمت إسرائيل أن حركة حماس أطلقت صواريخ على عسقلان", "accused", "حماس", id="of another"),
    ],
)
def test_what_is_alleged_is_no_fact(read: Read, text: str, role: str, name: str) -> None:
    event = read(text).event
    assert (event["perpetrator"], event[role]) == ([], [name])


@pytest.mark.parametrize("text", ["استنكر حزب الله الهجوم على الحافلة", "أوضحت أن الجيش الليبي صد الهجوم"])
def test_whoever_condemns_or_repels_an_attack_does_not_carry_it_out(read: Read, text: str) -> None:
    assert read(text).event["perpetrator"] == []


def test_whoever_is_thought_to_have_done_it_is_accused(read: Read) -> None:
    event = read("قتل 7 أشخاص في هجوم في دمشق يعتقد أنه من تنفيذ تنظيم داعش").event
    assert (event["perpetrator"], event["accused"]) == ([], ["داعش"])


def test_where_nothing_says_who_acts_no_kind_of_actor_is_said(read: Read) -> None:
    assert read("وقع هجوم في بغداد").event["agentType"] == []


def test_who_told_of_the_attack_need_not_tell_of_the_claim(read: Read) -> None:
    text = "قتل خمسة أشخاص في تفجير في بغداد، وفق ما أعلنت وزارة الداخلية العراقية.\nوأعلن تنظيم داعش مسؤوليته عن التفجير في بيان."
    event = read(text).event
    assert event["claimedBy"] == ["داعش"]
    assert "وزارة الداخلية العراقية" not in {named for _, named in event.sources("claimedBy")}
