"""Names that the gazetteer has, clitics and ambiguity aside."""

import pytest
from reading import Read


@pytest.mark.parametrize("word", ["روسيا", "ولروسيا", "بروسيا", "كروسيا", "فبروسيا"])
def test_clitics_stay_outside_a_name(read: Read, word: str) -> None:
    assert read(f"نظر {word} طويلا").names == [("روسيا", "Country")]


def test_a_name_after_li_begins_at_the_second_lam(read: Read) -> None:
    text = "سلم الرسالة للأمم المتحدة"
    assert read(text).names == [("لأمم المتحدة", "InternationalOrganisation")]


def test_marks_and_tatweel_belong_to_the_name(read: Read) -> None:
    assert read("زار العــراقَ وفد").names == [("العــراقَ", "Country")]


def test_the_longest_name_wins(read: Read) -> None:
    assert read("أعلن تنظيم القاعدة ذلك").names == [("تنظيم القاعدة", "ArmedGroup")]


@pytest.mark.parametrize("joint", ["-", " – ", "_", " "])
def test_parts_of_a_name_may_be_joined_by(read: Read, joint: str) -> None:
    assert read(f"ظهر داعش{joint}خراسان").names == [(f"داعش{joint}خراسان", "ArmedGroup")]


def test_a_comma_ends_a_name(read: Read) -> None:
    assert ("الأمم، المتحدة", "InternationalOrganisation") not in read("بين الأمم، المتحدة والمتفرقة").names


@pytest.mark.parametrize("text", ["#موسكو", "#هجوم_موسكو", "موسكو125", "(موسكو)", "«موسكو»"])
def test_a_name_is_found_among(read: Read, text: str) -> None:
    assert read(text).names == [("موسكو", "Settlement")]


def test_a_name_inside_a_word_is_none(read: Read) -> None:
    assert read("كتاب موسكوفي قديم").names == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("كان الجو جميلا", id="كان the verb, not Cannes"),
        pytest.param("بلغت صور الكتاب عشرا", id="صور pictures, not Tyre"),
        pytest.param("رممت البلدية كنيسا، وكنيس آخر يرمم", id="كنيس a synagogue, not «like Nice»"),
        pytest.param("جاءت تركية إلى الدرس", id="تركية a Turk, not Turkey"),
    ],
)
def test_a_common_word_is_no_name(read: Read, text: str) -> None:
    assert read(text).names == []


@pytest.mark.parametrize("text", ["زار مدينة صور أمس", "قرأ صحيفة «الحياة» أمس"])
def test_a_common_word_is_a_name_where_a_noun_or_quotation_marks_say_so(read: Read, text: str) -> None:
    assert len(read(text).names) == 1


def test_a_common_word_is_a_name_once_its_plain_name_stands_in_the_article(read: Read) -> None:
    assert read("ظهر تنظيم القاعدة. ثم غابت القاعدة.").names[-1] == ("القاعدة", "ArmedGroup")


def test_a_rule_is_not_al_qaeda(read: Read) -> None:
    assert read("القاعدة الأولى في السلامة هي الحذر").names == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("حذر المتحدث من القاعدة أمس", id="Al-Qaeda, definite and not described"),
        pytest.param("سافر الطبيب إلى مالي أمس", id="Mali, where something is"),
    ],
)
def test_what_an_entry_is_mostly_called_is_a_name_where_no_common_word_can_stand(read: Read, text: str) -> None:
    assert len(read(text).names) == 1


@pytest.mark.parametrize(
    "text",
    [pytest.param("غادر الطيار القاعدة الجوية", id="an air base"), pytest.param("وصل دعم مالي كبير", id="financial support")],
)
def test_a_common_word_that_is_described_or_describes_is_no_name(read: Read, text: str) -> None:
    assert read(text).names == []
