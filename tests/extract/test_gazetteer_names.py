"""Names that the gazetteer has, clitics and ambiguity aside: what it offers, before the network is asked (`known_names`)."""

import pytest
from reading import KnownNames


@pytest.mark.parametrize("word", ["روسيا", "ولروسيا", "بروسيا", "كروسيا", "فبروسيا"])
def test_clitics_stay_outside_a_name(known_names: KnownNames, word: str) -> None:
    assert known_names(f"نظر {word} طويلا") == [("روسيا", "Country")]


def test_a_name_after_li_begins_at_the_second_lam(known_names: KnownNames) -> None:
    text = "سلم الرسالة للأمم المتحدة"
    assert known_names(text) == [("لأمم المتحدة", "InternationalOrganisation")]


def test_marks_and_tatweel_belong_to_the_name(known_names: KnownNames) -> None:
    assert known_names("زار العــراقَ وفد") == [("العــراقَ", "Country")]


def test_the_longest_name_wins(known_names: KnownNames) -> None:
    assert known_names("أعلن تنظيم الدولة الإسلامية ذلك") == [("تنظيم الدولة الإسلامية", "ArmedGroup")]


@pytest.mark.parametrize("joint", ["-", " – ", "_", " "])
def test_parts_of_a_name_may_be_joined_by(known_names: KnownNames, joint: str) -> None:
    assert known_names(f"ظهر داعش{joint}خراسان") == [(f"داعش{joint}خراسان", "ArmedGroup")]


def test_a_comma_ends_a_name(known_names: KnownNames) -> None:
    assert ("الأمم، المتحدة", "InternationalOrganisation") not in known_names("بين الأمم، المتحدة والمتفرقة")


@pytest.mark.parametrize("text", ["#موسكو", "#هجوم_موسكو", "موسكو125", "(موسكو)", "«موسكو»"])
def test_a_name_is_found_among(known_names: KnownNames, text: str) -> None:
    assert known_names(text) == [("موسكو", "Settlement")]


def test_a_name_inside_a_word_is_none(known_names: KnownNames) -> None:
    assert known_names("كتاب موسكوفي قديم") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("كان الجو جميلا", id="كان the verb, not Cannes"),
        pytest.param("بلغت صور الكتاب عشرا", id="صور pictures, not Tyre"),
        pytest.param("رممت البلدية كنيسا، وكنيس آخر يرمم", id="كنيس a synagogue, not «like Nice»"),
        pytest.param("جاءت تركية إلى الدرس", id="تركية a Turk, not Turkey"),
    ],
)
def test_a_common_word_is_no_name(known_names: KnownNames, text: str) -> None:
    assert known_names(text) == []


@pytest.mark.parametrize("text", ["زار مدينة صور أمس", "قرأ صحيفة «الحياة» أمس"])
def test_a_common_word_is_a_name_where_a_noun_or_quotation_marks_say_so(known_names: KnownNames, text: str) -> None:
    assert len(known_names(text)) == 1


def test_a_common_word_is_a_name_once_its_plain_name_stands_in_the_article(known_names: KnownNames) -> None:
    assert known_names("ظهر تنظيم القاعدة. ثم غابت القاعدة.")[-1] == ("القاعدة", "ArmedGroup")


def test_a_rule_is_not_al_qaeda(known_names: KnownNames) -> None:
    assert known_names("القاعدة الأولى في السلامة هي الحذر") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("حذر المتحدث من القاعدة أمس", id="Al-Qaeda, definite and not described"),
        pytest.param("سافر الطبيب إلى مالي أمس", id="Mali, where something is"),
    ],
)
def test_what_an_entry_is_mostly_called_is_a_name_where_no_common_word_can_stand(known_names: KnownNames, text: str) -> None:
    assert len(known_names(text)) == 1


@pytest.mark.parametrize(
    "text",
    [pytest.param("غادر الطيار القاعدة الجوية", id="an air base"), pytest.param("وصل دعم مالي كبير", id="financial support")],
)
def test_a_common_word_that_is_described_or_describes_is_no_name(known_names: KnownNames, text: str) -> None:
    assert known_names(text) == []
