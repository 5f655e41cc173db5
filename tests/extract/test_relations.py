"""Roles, nationality, what is part of what, and where things lie."""

import pytest
from reading import Read, Reading


def roles(reading: Reading) -> list[tuple[str, bool]]:
    """Role as written and whether it is past, of each affiliation."""
    facts = [relation.fact for relation in reading.extraction.relations if relation.fact.property == "affiliatedWith"]
    return [(fact.role.of(reading.article.text), fact.former) for fact in facts if fact.role]


@pytest.mark.parametrize(
    ("text", "body", "role"),
    [
        (
            "قال المتحدث باسم وزارة الدفاع العراقية سامي الورداني إن التدريب انتهى",
            "وزارة الدفاع العراقية",
            "المتحدث باسم وزارة الدفاع العراقية",
        ),
        ("ظهر زعيم حركة طالبان سامي الورداني", "طالبان", "زعيم حركة طالبان"),
        ("ظهر القيادي في تنظيم داعش سامي الورداني", "داعش", "القيادي في تنظيم داعش"),
        ("وصل القائد في الجيش العراقي سامي الورداني", "الجيش العراقي", "القائد في الجيش العراقي"),
    ],
)
def test_a_role_is_at_the_body_that_it_names(read: Read, text: str, body: str, role: str) -> None:
    reading = read(text)
    assert ("سامي الورداني", "affiliatedWith", body) in reading.relations
    assert roles(reading) == [(role, False)]


def test_a_role_without_a_body_is_at_the_country_of_its_adjective(read: Read) -> None:
    reading = read("التقى الرئيس الروسي فلاديمير بوتين وفدا في روسيا")
    assert ("فلاديمير بوتين", "affiliatedWith", "روسيا") in reading.relations
    assert ("فلاديمير بوتين", "country", "روسيا") in reading.relations
    assert roles(reading) == [("الرئيس الروسي", False)]


def test_a_country_that_the_article_does_not_name_is_not_related(read: Read) -> None:
    assert read("وصل الرئيس الروسي فلاديمير بوتين").relations == []


@pytest.mark.parametrize("word", ["السابق", "الأسبق", "الراحل"])
def test_a_role_can_be_past(read: Read, word: str) -> None:
    reading = read(f"عاد رئيس الوزراء العراقي {word} سامي الورداني إلى العراق")
    assert roles(reading) == [(f"رئيس الوزراء العراقي {word}", True)]


def test_a_clitic_stays_outside_a_role(read: Read) -> None:
    assert roles(read("حضر الوفد وزعيم حركة طالبان سامي الورداني")) == [("زعيم حركة طالبان", False)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("وصل سامي الورداني، زعيم حركة طالبان، إلى كابول", "زعيم حركة طالبان", id="after a comma"),
        pytest.param("قال سامي الورداني المتحدث باسم حركة طالبان إن القتال انتهى", "المتحدث باسم حركة طالبان", id="after the name"),
        pytest.param("وصل سامي الورداني (زعيم حركة طالبان) إلى كابول", "زعيم حركة طالبان", id="in brackets"),
        pytest.param("وصل سامي الورداني، وهو قيادي في حركة طالبان، إلى كابول", "قيادي في حركة طالبان", id="relative clause"),
        pytest.param("قتل العقيد في حركة طالبان سامي الورداني", "العقيد في حركة طالبان", id="rank that is a post"),
        pytest.param("قال المتحدث باسم حركة طالبان، العميد سامي الورداني، إن القتال انتهى", "المتحدث باسم حركة طالبان", id="rank between"),
        pytest.param("وصل نائب قائد حركة طالبان سامي الورداني", "نائب قائد حركة طالبان", id="deputy"),
        pytest.param("تقاتل حركة طالبان بقيادة سامي الورداني منذ أعوام", "قيادة", id="led by"),
        pytest.param("أعلنت حركة طالبان أن زعيمها سامي الورداني عاد", "زعيمها", id="its leader"),
        pytest.param("عاد سامي الورداني الذي يقود حركة طالبان", "يقود حركة طالبان", id="who leads"),
    ],
)
def test_a_role_stands_before_or_after_a_name(read: Read, text: str, role: str) -> None:
    reading = read(text)
    assert ("سامي الورداني", "affiliatedWith", "طالبان") in reading.relations
    assert roles(reading) == [(role, False)]


def test_a_role_after_one_name_is_not_that_of_the_next(read: Read) -> None:
    reading = read("اجتمع سامي الورداني زعيم حركة طالبان ونادر الكيلاني في كابول")
    assert [subject for subject, name, _ in reading.relations if name == "affiliatedWith"] == ["سامي الورداني"]


def test_a_minister_is_at_his_ministry_where_it_is_named(read: Read) -> None:
    reading = read("أعلن وزير الداخلية العراقي سامي الورداني ذلك. وأضافت وزارة الداخلية العراقية أن العراق آمن.")
    assert ("سامي الورداني", "affiliatedWith", "وزارة الداخلية العراقية") in reading.relations


def test_an_envoy_is_at_the_country_that_sends_him(read: Read) -> None:
    reading = read("زار السفير العراقي لدى روسيا سامي الورداني العراق")
    assert ("سامي الورداني", "affiliatedWith", "العراق") in reading.relations
    assert ("سامي الورداني", "affiliatedWith", "روسيا") not in reading.relations


def test_a_calling_is_at_no_state(read: Read) -> None:
    reading = read("عاد الصحفي العراقي سامي الورداني إلى العراق")
    assert reading.relations == [("سامي الورداني", "country", "العراق")]


def test_a_list_under_one_role_has_a_country_for_each(read: Read) -> None:
    reading = read("اجتمع وزيرا خارجية العراق سامي الورداني وروسيا نادر الكيلاني")
    assert ("سامي الورداني", "affiliatedWith", "العراق") in reading.relations
    assert ("نادر الكيلاني", "affiliatedWith", "روسيا") in reading.relations


def test_a_bare_noun_stands_for_the_organisation_named_before(read: Read) -> None:
    reading = read("انسحبت حركة طالبان من كابول. وقال المتحدث باسم الحركة سامي الورداني إن القتال انتهى.")
    assert ("سامي الورداني", "affiliatedWith", "طالبان") in reading.relations


def test_a_rank_is_no_role(read: Read) -> None:
    assert read("حضر اللواء سامي الورداني إلى العراق").relations == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("انتشر الجيش العراقي في العراق", ("الجيش العراقي", "country", "العراق"), id="adjective"),
        pytest.param(
            "تقول حكومة الولايات المتحدة إنها ستعمل مع دول أخرى لأجل الولايات المتحدة",
            ("حكومة الولايات المتحدة", "country", "الولايات المتحدة"),
            id="the country itself",
        ),
    ],
)
def test_an_organisation_has_the_country_in_its_name(read: Read, text: str, relation: tuple[str, str, str]) -> None:
    assert relation in read(text).relations


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("تقع الموصل في العراق", ("الموصل", "locatedIn", "العراق"), id="in"),
        pytest.param("تقع الموصل بالعراق", ("الموصل", "locatedIn", "العراق"), id="in, joined"),
        pytest.param("وصل إلى الموصل، العراق", ("الموصل", "locatedIn", "العراق"), id="comma"),
        pytest.param("قتل في أبها في منطقة عسير", ("أبها", "locatedIn", "منطقة عسير"), id="a province called a region"),
        pytest.param("وصل إلى بوحسينة، من ولاية سوسة", ("بوحسينة", "locatedIn", "ولاية سوسة"), id="comma and from"),
        pytest.param("في مديرية كتاف بمحافظة #صعدة", ("مديرية كتاف", "locatedIn", "صعدة"), id="a province as a hashtag"),
        pytest.param("تطهير جبال مران بصعدة", ("جبال مران", "locatedIn", "صعدة"), id="a town and a province of one name"),
        pytest.param("انفجار قرب سفارة إيران في فيينا", ("سفارة إيران", "locatedIn", "فيينا"), id="embassy of"),
        pytest.param("يقع مطار بغداد في العراق", ("مطار بغداد", "locatedIn", "العراق"), id="building"),
        pytest.param("مدينة كراسنودار الروسية جنوب روسيا", ("كراسنودار", "locatedIn", "روسيا"), id="adjective"),
        pytest.param("عاد إلى المدينة العراقية الموصل من جنوب العراق", ("الموصل", "locatedIn", "العراق"), id="adjective before"),
        pytest.param("وصل إلى الموصل، شمالي العراق", ("الموصل", "locatedIn", "العراق"), id="direction"),
        pytest.param("يمر العراق بأزمة في الموصل شمالي البلاد", ("الموصل", "locatedIn", "العراق"), id="this country"),
    ],
)
def test_a_place_lies_in_a_larger_one(read: Read, text: str, relation: tuple[str, str, str]) -> None:
    assert read(text).relations == [relation]


def test_a_list_of_places_shares_its_container(read: Read) -> None:
    relations = read("قصفت الموصل وكركوك والرمادي في العراق").relations
    assert relations == [(place, "locatedIn", "العراق") for place in ("الرمادي", "كركوك", "الموصل")]


@pytest.mark.parametrize(
    "text", ["تقع بغداد قرب البصرة", "تقع الحلة جنوب بغداد", "سافر من العراق إلى الموصل", "وصل إلى الموصل. العراق بلد كبير."]
)
def test_places_that_are_only_named_together_do_not_contain_each_other(read: Read, text: str) -> None:
    assert read(text).relations == []


def test_a_branch_is_part_of_the_organisation_named_beside_it(read: Read) -> None:
    assert read("انشق داعش-خراسان عن تنظيم داعش").relations == [("داعش-خراسان", "partOf", "داعش")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قصفت كتيبة النور التابعة لتنظيم داعش القرية", id="belonging to"),
        pytest.param("قصفت كتيبة النور، الجناح العسكري لتنظيم داعش، القرية", id="wing of"),
    ],
)
def test_a_part_is_named_with_what_it_belongs_to(read: Read, text: str) -> None:
    assert ("كتيبة النور", "partOf", "داعش") in read(text).relations


def test_the_evidence_of_a_relation_is_its_sentence(read: Read) -> None:
    reading = read("عاد الوفد. تقع الموصل في العراق. ثم غادر.")
    (relation,) = reading.extraction.relations
    assert relation.fact.evidence.of(reading.article.text) == "تقع الموصل في العراق."


@pytest.mark.parametrize(
    "text",
    [
        "قال سامي الورداني من حركة طالبان إن القتال انتهى",
        "وأكد الباحث سامي الورداني من حركة طالبان أن القتال انتهى",
        "وصل سامي الورداني، من حركة طالبان، إلى كابول",
        "وصل سامي الورداني وهو من حركة طالبان إلى كابول",
    ],
)
def test_who_is_said_to_be_from_an_organisation_belongs_to_it(read: Read, text: str) -> None:
    assert ("سامي الورداني", "affiliatedWith", "طالبان") in read(text).relations


@pytest.mark.parametrize(
    "text",
    [
        "طلب سامي الورداني من حركة طالبان الإفراج عن الرهائن",
        "تسلم سامي الورداني، من حركة طالبان، الرهائن",
        "انتقل سامي الورداني من حركة طالبان إلى حزب آخر",
        "قال النائب إن سامي الورداني من حركة طالبان يقترب",
        "تحرك سامي الورداني من حركة طالبان",
    ],
)
def test_from_whom_something_comes_is_no_affiliation(read: Read, text: str) -> None:
    assert read(text).relations == []


@pytest.mark.parametrize("text", ["قال مجلس الأمن لحركة طالبان إن القتال انتهى", "أرسل مجلس الأمن لحركة طالبان رسالة"])
def test_who_is_spoken_to_is_no_larger_body(read: Read, text: str) -> None:
    assert [relation for relation in read(text).relations if relation[1] == "partOf"] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("هاجمت حركة طالبان الأمريكيين في الولايات المتحدة", id="plural"),
        pytest.param("دعت حركة حماس الروسي سامي الورداني إلى روسيا", id="a person's"),
        pytest.param("دعت حركة حماس الروسي إلى روسيا", id="does not agree"),
        pytest.param("التقى في بغداد الروسي سامي الورداني وفدا من روسيا", id="a person's, after a town"),
        pytest.param("انطلقت من بغداد الروسية أمس إلى روسيا", id="a town of another country"),
    ],
)
def test_a_nationality_after_a_name_may_be_of_something_else(read: Read, text: str) -> None:
    assert [(subject, name) for subject, name, _ in read(text).relations if subject != "سامي الورداني"] == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("قالت صحيفة واشنطن بوست الأمريكية ذلك في الولايات المتحدة", ("واشنطن بوست", "country", "الولايات المتحدة")),
        ("أعلن بنك باركليز البريطاني ذلك في بريطانيا", ("بنك باركليز", "country", "بريطانيا")),
    ],
)
def test_a_nationality_after_a_body_agrees_with_its_noun(read: Read, text: str, relation: tuple[str, str, str]) -> None:
    assert relation in read(text).relations


def test_a_bare_noun_stands_for_no_organisation_named_later(read: Read) -> None:
    reading = read("وقال المتحدث باسم الحركة سامي الورداني إن القتال انتهى. ثم انسحبت حركة طالبان.")
    assert reading.relations == []


def test_a_plural_that_belongs_to_the_role_of_one_is_no_shared_role(read: Read) -> None:
    reading = read("التقى رئيس وزراء العراق سامي الورداني وروسيا نادر الكيلاني")
    assert ("نادر الكيلاني", "affiliatedWith", "روسيا") not in reading.relations
    assert roles(reading) == [("رئيس وزراء العراق", False)]


@pytest.mark.parametrize("text", ["أكدت حركة طالبان أن سامي الورداني يقود التفاوض", "عمل سامي الورداني مع حركة طالبان على الهدنة"])
def test_a_verb_of_leading_joins_no_names_of_two_clauses(read: Read, text: str) -> None:
    assert read(text).relations == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("اعتقلت شخصا تونسيا يدعى كمال داود في تونس", ("كمال داود", "country", "تونس")),
        ("قتل في لبنان موظف من الجنسية اللبنانية يدعى حنا لحود", ("حنا لحود", "country", "لبنان")),
        ("في فرنسا رجل جزائري الجنسية اسمه كمال داود وصل من الجزائر", ("كمال داود", "country", "الجزائر")),
        ("إن أحدهم هو كمال داود، ويحمل الجنسية السعودية، وصل من السعودية", ("كمال داود", "country", "السعودية")),
    ],
)
def test_a_nationality_may_stand_apart_from_the_name(read: Read, text: str, relation: tuple[str, str, str]) -> None:
    assert relation in read(text).relations


def test_a_groups_own_outlet_is_part_of_it_wherever_it_is_named(read: Read) -> None:
    assert ("أعماق", "partOf", "داعش") in read("أعلن تنظيم داعش مسؤوليته. وقع ذلك أمس. ونقلت وكالة أعماق البيان.").relations
    assert read("قالت وكالة فرانس برس إن فرنسا نفت.").relations == []


def test_an_embassy_is_its_countrys(read: Read) -> None:
    assert ("سفارة إيران", "country", "إيران") in read("انفجار قرب سفارة إيران في فيينا. ونددت إيران بالهجوم.").relations


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قصفت حركة الشباب أربعة مخازن تابعة لبرنامج الأغذية العالمي في مقديشو", id="its stores, not those who shell them"),
        pytest.param("فاز مانشستر يونايتد في لندن. ويحتل يونايتد المركز الثاني", id="a short name of the same club"),
    ],
)
def test_what_only_stands_beside_a_body_is_no_part_of_it(read: Read, text: str) -> None:
    assert [relation for relation in read(text).relations if relation[1] == "partOf"] == []


def test_whose_leader_somebody_is_the_nearest_noun_says(read: Read) -> None:
    text = "تقدم الجيش العراقي وأثار الهلع في صفوف الجماعة، ما أجبر زعيمها سامي الورداني على الفرار"
    assert [relation for relation in read(text).relations if relation[0] == "سامي الورداني"] == []


def test_what_is_of_a_body_is_a_part_of_it(read: Read) -> None:
    assert ("حركة النجباء", "partOf", "لحشد الشعبي") in read("حركة النجباء وهي تابعة للحشد الشعبي هاجمت قاعدة").relations


def test_a_noun_may_stand_for_the_body_whose_leader_is_told(read: Read) -> None:
    text = "أكدت حركة طالبان أن الحركة فقدت زعيمها سامي الورداني"
    assert ("سامي الورداني", "affiliatedWith", "طالبان") in read(text).relations
