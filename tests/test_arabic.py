"""Spelling, clitics, endings and numbers, on words that show one thing each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.arabic import (
    adjective_forms,
    digits_value,
    fold,
    fold_with_offsets,
    noun_stem,
    number_word,
    number_words,
    proclitic_stems,
    verb_stem,
)

arabic = st.text("ابتجحدرسعفقكلمنهويىةءأإآؤئگیک ٱـًٌَُِّْٰ«»،.؟\n\u200fﷲﻻ٣5aÉ", max_size=40)
"""Letters that are spelled in several ways, marks, tatweel, ligatures, punctuation, a direction mark, Latin letters, digits."""
any_text = arabic | st.text(max_size=40)


# Folding: what is spelled otherwise but means the same compares equal


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("مُحَمَّد", "محمد", id="vowel marks"),
        pytest.param("هٰذا", "هذا", id="small alef"),
        pytest.param("محـــمد", "محمد", id="tatweel"),
        pytest.param("أحمد إبراهيم آدم ٱلنور", "احمد ابراهيم ادم النور", id="one alef"),
        pytest.param("مسؤول", "مسوول", id="hamza on waw"),
        pytest.param("رئيس", "رييس", id="hamza on yeh"),
        pytest.param("مدرسة", "مدرسه", id="teh marbuta as heh"),
        pytest.param("مستشفى", "مستشفي", id="alef maksura as yeh"),
        pytest.param("کتابی", "كتابي", id="Persian kaf and yeh"),
        pytest.param("ﷲ", "الله", id="ligature"),
        pytest.param("ﻻ", "لا", id="presentation form"),
        pytest.param("«الأمم، المتحدة»!", "الامم المتحده", id="punctuation"),
        pytest.param("  غرب \n  بغداد ", "غرب بغداد", id="white space"),
        pytest.param("\u200fبغداد\u200e", "بغداد", id="direction marks"),
        pytest.param("Café CNN", "cafe cnn", id="Latin script"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_spelling_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_hamza_that_stands_alone_is_a_letter() -> None:
    assert fold("شيء") != fold("شي")


@given(any_text)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_offsets_lead_back_through_marks_and_tatweel() -> None:
    assert fold_with_offsets("مُحـد") == ("محد", (0, 2, 4, 5))


def test_a_ligature_gives_several_characters_of_one_offset() -> None:
    assert fold_with_offsets("بﻻد") == ("بلاد", (0, 1, 1, 2, 3))


def test_punctuation_stays_where_offsets_are_kept() -> None:
    assert fold_with_offsets("«أ، ب»") == ("«ا، ب»", (0, 1, 2, 3, 4, 5, 6))


@given(any_text)
def test_each_folded_character_comes_from_its_offset(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert offsets[-1] == len(text)
    assert list(offsets) == sorted(offsets)
    for character, offset in zip(folded, offsets, strict=False):
        assert character in fold_with_offsets(text[offset])[0]


@given(any_text)
def test_both_foldings_agree(text: str) -> None:
    assert fold(fold_with_offsets(text)[0]) == fold(text)


# Clitics before a word


def readings(word: str) -> list[tuple[int, str]]:
    return [(stem.skip, stem.form) for stem in proclitic_stems(word)]


@pytest.mark.parametrize(
    ("word", "skip", "form"),
    [
        ("وروسيا", 1, "روسيا"),
        ("فروسيا", 1, "روسيا"),
        ("بروسيا", 1, "روسيا"),
        ("لروسيا", 1, "روسيا"),
        ("كروسيا", 1, "روسيا"),
        ("للاذقيه", 1, "اللاذقيه"),
        ("ولروسيا", 2, "روسيا"),
        ("فبالعراق", 2, "العراق"),
    ],
)
def test_conjunction_and_preposition_come_off(word: str, skip: int, form: str) -> None:
    assert (skip, form) in readings(word)


def test_the_article_is_restored_after_li() -> None:
    assert (1, "العراق") in readings("للعراق")
    assert (2, "العراق") in readings("وللعراق")


def test_the_whole_word_comes_first() -> None:
    assert readings("بغداد")[0] == (0, "بغداد")


def test_a_short_word_keeps_its_first_letter() -> None:
    assert readings("لو") == [(0, "لو")]


@given(arabic.map(fold).filter(bool))
def test_what_is_left_ends_like_the_word(word: str) -> None:
    for stem in proclitic_stems(word):
        assert stem.form in (article + word[stem.skip :] for article in ("", "ا", "ال"))


# Endings


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        pytest.param("الانفجار", "انفجار", id="article"),
        pytest.param("هجومين", "هجوم", id="dual"),
        pytest.param("انفجارات", "انفجار", id="feminine plural"),
        pytest.param("مسلحون", "مسلح", id="masculine plural"),
        pytest.param("مسلحين", "مسلح", id="oblique plural"),
        pytest.param("هجوما", "هجوم", id="tanwin"),
        pytest.param("هجومهم", "هجوم", id="pronoun"),
        pytest.param("غارات", "غاره", id="plural of a feminine"),
        pytest.param("مداهماتهم", "مداهمه", id="pronoun on the plural of a feminine"),
        pytest.param("غارتين", "غاره", id="dual of a feminine"),
        pytest.param("غارتها", "غاره", id="pronoun on a feminine"),
        pytest.param("قنبلتان", "قنبله", id="nominative dual of a feminine"),
    ],
)
def test_a_noun_is_found_under_its_stem(form: str, stem: str) -> None:
    assert stem in noun_stem(form)


def test_a_noun_without_endings_is_its_own_stem() -> None:
    assert list(noun_stem("قصف")) == ["قصف"]


def test_a_short_noun_keeps_what_looks_like_an_article() -> None:
    assert "ف" not in noun_stem("الف")


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        pytest.param("قتلت", "قتل", id="feminine"),
        pytest.param("قتلوا", "قتل", id="plural"),
        pytest.param("قتلته", "قتل", id="object pronoun"),
        pytest.param("قتلا", "قتل", id="dual"),
        pytest.param("يعلنون", "يعلن", id="plural of the imperfect"),
        pytest.param("تعلن", "يعلن", id="imperfect of any person"),
        pytest.param("سيعلن", "يعلن", id="future"),
        pytest.param("ستعلن", "يعلن", id="feminine future"),
    ],
)
def test_a_verb_is_found_under_its_stem(form: str, stem: str) -> None:
    assert stem in verb_stem(form)


def test_of_an_article_that_stands_alone_nothing_is_left_to_read() -> None:
    assert list(verb_stem("ال".removeprefix("ال"))) == []


def test_an_initial_sin_is_a_future_only_before_an_imperfect() -> None:
    assert "قط" not in verb_stem("سقط")


# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("130", 130),
        ("١٣٠", 130),
        ("1,200", 1200),
        ("1.200.000", 1_200_000),
        ("١٬٢٠٠", 1200),
        ("0", 0),
    ],
)
def test_digits_of_both_scripts_are_read(text: str, value: int) -> None:
    assert digits_value(text) == value


@pytest.mark.parametrize("text", ["3.5", "٣٫٥", "1,20", "1,2000", "12a", "", "،"])
def test_what_is_no_whole_number_has_no_value(text: str) -> None:
    assert digits_value(text) is None


@given(st.integers(0, 10**9))
def test_separators_do_not_change_a_number(number: int) -> None:
    eastern = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert digits_value(f"{number:,}") == digits_value(eastern) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ثلاثة", 3),
        ("ثلاث", 3),
        ("إحدى عشرة", 11),
        ("اثنا عشر", 12),
        ("خمسة عشر", 15),
        ("ثمانون", 80),
        ("ثلاثة وعشرين", 23),
        ("مئة", 100),
        ("مائة وثلاثون", 130),
        ("مئتان", 200),
        ("مائتين وخمسين", 250),
        ("ثلاثمئة", 300),
        ("ثلاث مئة", 300),
        ("خمسمائة وستة وسبعون", 576),
        ("ألف", 1000),
        ("ألفان", 2000),
        ("ألف ومئة", 1100),
        ("ثلاثة آلاف ومئتان", 3200),
        ("خمسة وعشرون ألفا", 25_000),
        ("مئة ألف", 100_000),
        ("ثلاثة ملايين", 3_000_000),
        ("14 ألفا", 14_000),
        ("ألفا", 2000),
        ("مئتا ألف", 200_000),
        ("نصف مليون", 500_000),
        ("مليونان", 2_000_000),
    ],
)
def test_number_words_add_up(words: str, value: int) -> None:
    parts = fold(words).split()
    assert number_words(parts) == (value, len(parts))


def test_a_number_ends_at_the_noun_that_it_counts() -> None:
    assert number_words(["ثلاثه", "وعشرون", "قتيلا", "وخمسه", "جرحي"]) == (23, 2)


def test_a_second_number_that_cannot_go_on_with_the_first_is_another_one() -> None:
    assert number_words(["ثلاثه", "واربعه"]) == (3, 1)


@pytest.mark.parametrize("words", [[], ["قتيل"], ["قتيل", "ثلاثه"], ["الاف", "القتلي"]])
def test_words_that_begin_with_no_number_have_no_value(words: list[str]) -> None:
    assert number_words(words) is None


def test_a_number_word_needs_its_conjunction_taken_off() -> None:
    assert number_word("عشرون") == 20
    assert number_word("وعشرون") is None


# Nationality


@pytest.mark.parametrize("form", ["روسي", "الروسي", "روسية", "الروسية", "الروسيين", "روسيون", "الروسيتين", "الروسيات"])
def test_an_adjective_is_known_in_every_form(form: str) -> None:
    assert fold(form) in adjective_forms("روسي")


def test_the_country_is_no_form_of_its_adjective() -> None:
    assert fold("روسيا") not in adjective_forms("روسي")
