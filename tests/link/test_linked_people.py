"""Names of people that no list has: short forms within the article, spellings and namesakes across articles."""

from dataclasses import replace
from time import process_time

import pytest
from linking import GAZETTEER, UNCERTAIN, Named, ids, linked, people

from kg.link import link
from kg.model import Fact, MentionType, Relation, Span, Value, ValueType

ROLE = MentionType.ROLE


def together(*names: str) -> bool:
    """Whether an article that gives all these names speaks of one person."""
    return len(set(people(" ثم ".join(names), *names))) == 1


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("زيد الورداني", "الورداني"),
        ("ليلى الورداني", "ليلى"),
        ("زيد كمال الدين الورداني", "زيد الورداني"),
        ("محمود أبو السعود", "أبو السعود"),
        ("عبد القهار الورداني", "عبدالقهار الورداني"),
        ("زيد الورداني", "زيد_الورداني"),
        ("سارتاج فلنبرغ", "سرتاج فلنبرج"),
        ("زيد الورداني", "زيد ورداني"),
    ],
)
def test_forms_of_one_name_are_one_person(full: str, short: str) -> None:
    assert together(full, short)


@pytest.mark.parametrize(
    ("full", "other"),
    [
        ("تيم بن زيد الورداني", "زيد الورداني"),
        ("محمد سالم", "محمد سليم"),
        ("زيد حكيم", "زيد كريم"),
        ("زيد الورداني", "ليلى الورداني"),
        ("عبد الله الورداني", "الله"),
    ],
)
def test_a_relative_or_a_namesake_is_another_person(full: str, other: str) -> None:
    assert not together(full, other)


def test_a_last_name_that_is_another_ones_first_name_means_neither_surely() -> None:
    assert len(set(people("زيد سامر وسامر الورداني. قال سامر", "زيد سامر", "سامر الورداني", "سامر"))) == 3


def test_a_name_with_one_letter_wrong_is_meant_where_other_words_are_right() -> None:
    assert together("زيد الورداني", "زيد الوردناي")


def test_a_nickname_right_after_the_name_is_the_same_person() -> None:
    text = "قتل زيد الورداني الملقب بالصقر. وكان الصقر مطلوبا."
    assert len(set(people(text, "زيد الورداني", "الصقر", "الصقر"))) == 1


# Of the gazetteer


@pytest.mark.parametrize("spelling", ["دميتري غوتيريش", "ديمتري جوتيريش", "ديميتري_غوتيريش"])
def test_another_spelling_of_a_listed_person_is_linked_less_surely(spelling: str) -> None:
    (found,) = linked(f"حضر {spelling}", [(spelling, "Person")]).links
    assert found is not None
    assert (found.entity, found.score) == ("Q11", 0.8)
    assert "another spelling" in found.reason


def test_a_last_name_of_two_listed_people_is_the_one_named_in_full() -> None:
    assert people("حضر لويس غوتيريش. وقال غوتيريش", "لويس غوتيريش", "غوتيريش") == ["Q12", "Q12"]


def test_a_last_name_of_two_listed_people_alone_is_neither() -> None:
    (found,) = people("قال غوتيريش", "غوتيريش")
    assert found not in ("Q11", "Q12")


@pytest.mark.parametrize("other", ["خالد الدرويش", "الدرويش عثماني"])
def test_a_short_name_is_that_of_whoever_the_article_names_in_full(other: str) -> None:
    full, short = people(f"حضر {other}. وأضاف الدرويش", other, "الدرويش")
    assert full == short != "Q6"


def test_a_short_name_alone_is_that_of_the_listed_person() -> None:
    assert people("قال الدرويش", "الدرويش") == ["Q6"]


# Across articles


def across(left: str, right: str) -> bool:
    """Whether two articles that give a name each speak of one person."""
    return people(f"قال {left}", left, name="a") == people(f"قال {right}", right, name="b")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ألكسندر بورتنيكوف", "الكساندر بورتنيكوف"),
        ("لويد أوستن", "لويد أوستين"),
        ("فرانس بارونغ", "فرنس بارونج"),
        ("عبدالملك الورداني", "عبد الملك الورداني"),
        ("زيد العامري", "زيد عامري"),
        ("داوود الورداني", "داود الورداني"),
        ("أبا خليل الورداني", "أبو خليل الورداني"),
    ],
)
def test_spellings_of_one_name_are_one_person_in_all_articles(left: str, right: str) -> None:
    assert across(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("زيد حسن", "زيد الحسن"),
        ("محمد القاسم", "محمد الجاسم"),
        ("ألكسندر لوكين", "ألكسندرا لوكين"),
        ("زيد سلمان", "زيد سليمان"),
        ("خالد الورداني", "خليد الورداني"),
        ("أشرف غنيم", "إشراف غنيم"),
        ("مكرم الورداني", "مكارم الورداني"),
        ("كاميرون الورداني", "كامران الورداني"),
        ("نورمان الورداني", "نرمين الورداني"),
        ("ستيفن الورداني", "ستيفان الورداني"),
        ("بركات الورداني", "بركوت الورداني"),
    ],
)
def test_names_that_only_look_alike_stay_apart(left: str, right: str) -> None:
    assert not across(left, right)


def test_a_name_that_may_be_a_listed_persons_or_not_is_not_his_for_bearing_his_name() -> None:
    assert people("قال الأنيس", "الأنيس") != [UNCERTAIN.id]


@pytest.mark.parametrize("name", ["أحمد", "محمد علي", "عبد الله حسن"])
def test_a_name_that_many_bear_is_another_person_in_another_article(name: str) -> None:
    assert not across(name, name)


def test_a_name_that_many_bear_is_one_person_within_one_country() -> None:
    def of(country: str, article: str) -> str | None:
        return ids(linked(f"محمد علي من {country}", [("محمد علي", "Person"), (country, "Country")], [(0, "country", "", 1)], name=article))[
            0
        ]

    assert of("العراق", "a") == of("العراق", "b") != of("مصر", "c")


def test_the_company_that_a_name_is_in_does_not_change_an_uncommon_one() -> None:
    alone = people("زيد الورداني", "زيد الورداني")
    assert people("سامي الدرويش مع زيد الورداني", "سامي الدرويش", "زيد الورداني", name="b")[1:] == alone


# Roles


def role(text: str, named: list[tuple[str, str]], stated: str, phrase: str) -> bool:
    """Whether a role phrase at the end of a text means the person named first, whose role at the second is `stated`."""
    article = linked(text, [*named, (phrase, "Person", ROLE)], [(0, "affiliatedWith", stated, 1)])
    return ids(article)[-1] == ids(article)[0]


def test_a_role_may_say_less_than_where_the_person_is_named() -> None:
    named = [("زيد الورداني", "Person"), ("مصر", "Country")]
    text = "قال زيد الورداني سفير مصر لدى العراق شيئا. ثم عاد السفير المصري."
    assert role(text, named, "سفير مصر لدى العراق", "السفير المصري")


def test_a_deputy_is_not_the_minister() -> None:
    named = [("زيد الورداني", "Person"), ("العراق", "Country")]
    text = "قال زيد الورداني نائب وزير الدفاع في العراق شيئا. ثم عاد وزير الدفاع العراقي."
    assert not role(text, named, "نائب وزير الدفاع في العراق", "وزير الدفاع العراقي")


def test_a_counterpart_is_somebody_else() -> None:
    named = [("زيد الورداني", "Person"), ("العراق", "Country")]
    text = "قال زيد الورداني نظيره العراقي من العراق شيئا. ثم عاد نظيره العراقي."
    assert not role(text, named, "نظيره العراقي", "نظيره العراقي")


def test_a_person_who_has_the_role_in_his_own_sentence_is_meant_by_a_phrase_with_its_own_country() -> None:
    text = "وصل سامي الدرويش إلى العراق. وقال الرئيس العراقي شيئا"
    named: list[Named] = [("سامي الدرويش", "Person"), ("العراق", "Country"), ("الرئيس العراقي", "Person", ROLE)]
    assert ids(linked(text, named, [(2, "affiliatedWith", "الرئيس العراقي", 1)]))[2] == "Q6"


def test_who_had_the_role_is_not_meant_by_it() -> None:
    text = "قال زيد الورداني مدير النهر شيئا. وقال مدير النهر آخر"
    named: list[Named] = [("زيد الورداني", "Person"), ("النهر", "Organisation"), ("مدير النهر", "Person", ROLE)]
    begin = text.index("مدير")
    fact = Fact(
        "affiliatedWith", Value(ValueType.MENTION, 1), Span(0, len(text)), 0.8, role=Span(begin, begin + len("مدير النهر")), former=True
    )
    article = linked(text, named)
    extraction = replace(article.extraction, relations=(Relation(0, fact),))
    assert link(article.article, extraction, GAZETTEER).links[2] is None


# Many names


@pytest.mark.slow
def test_an_article_of_a_thousand_people_is_linked_soon() -> None:
    letters = "بتجدرسفكلمنقعغط"
    everybody = [f"{a}{b}{c}اد {c}{a}{b}وري" for a in letters for b in letters[:10] for c in letters[:7]][:1000]
    started = process_time()
    assert len(set(people(" ثم ".join(everybody), *everybody))) > 800
    assert process_time() - started < 3


def test_a_long_gap_between_two_names_is_passed_over_at_once() -> None:
    started = process_time()
    people("زيد الورداني" + " " * 20_000 + "ليلى الأنيس", "زيد الورداني", "ليلى الأنيس")
    assert process_time() - started < 2
