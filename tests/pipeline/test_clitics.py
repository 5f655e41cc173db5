from itertools import pairwise
from pathlib import Path

import pytest

import kg.pipeline
from kg.pipeline.clitics import UNCUT, Clitics, Entry, Reading, cuts, decide, evidence, read, readings, spelling, write

TABLE = Path(kg.pipeline.__file__).parent / "data" / "clitics.gz"


@pytest.fixture(scope="module")
def clitics() -> Clitics:
    return Clitics.load(TABLE)


def parts(clitics: Clitics, word: str) -> list[str]:
    offsets = (0, *clitics.split(word), len(word))
    return [word[start:end] for start, end in pairwise(offsets)]


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("والحكومة", ["و", "الحكومة"]),
        ("فقال", ["ف", "قال"]),
        ("بسيارة", ["ب", "سيارة"]),
        ("لتنظيم", ["ل", "تنظيم"]),
        ("كرئيس", ["ك", "رئيس"]),
        ("سيغادر", ["س", "يغادر"]),
        ("وبالمدرسة", ["و", "ب", "المدرسة"]),
        ("وستعلن", ["و", "س", "تعلن"]),
    ],
)
def test_proclitics_are_cut_one_by_one(clitics: Clitics, word: str, wanted: list[str]) -> None:
    assert parts(clitics, word) == wanted


def test_the_article_stays_with_its_noun(clitics: Clitics) -> None:
    assert parts(clitics, "المدينة") == ["المدينة"]


@pytest.mark.parametrize(("word", "wanted"), [("للأمم", ["ل", "لأمم"]), ("وللجيش", ["و", "ل", "لجيش"]), ("لله", ["ل", "له"])])
def test_of_two_lams_the_first_is_the_preposition(clitics: Clitics, word: str, wanted: list[str]) -> None:
    assert parts(clitics, word) == wanted


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("كتابهم", ["كتاب", "هم"]),
        ("مدرسته", ["مدرست", "ه"]),
        ("أعضائها", ["أعضائ", "ها"]),
        ("هاجموها", ["هاجمو", "ها"]),
        ("مستشفاه", ["مستشفا", "ه"]),
        ("حكومتنا", ["حكومت", "نا"]),
        ("عليهما", ["علي", "هما"]),
        ("لهم", ["ل", "هم"]),
        ("به", ["ب", "ه"]),
    ],
)
def test_pronouns_at_the_end_are_cut(clitics: Clitics, word: str, wanted: list[str]) -> None:
    assert parts(clitics, word) == wanted


def test_na_is_a_pronoun_after_a_noun_and_the_subject_of_a_verb(clitics: Clitics) -> None:
    assert parts(clitics, "شعبنا") == ["شعب", "نا"]
    assert parts(clitics, "وصلنا") == ["وصلنا"]


@pytest.mark.parametrize("word", "وزارة فريق بيان لقاء كبير سفارة ولاية فصيل بنك وجه مياه تنبيه متهم الحكم لكن كما بليون أهم أولا".split())
def test_letters_that_belong_to_the_word_are_not_cut(clitics: Clitics, word: str) -> None:
    assert clitics.split(word) == ()


@pytest.mark.parametrize("word", "باريس لندن كابول بكين واشنطن فلسطين بوتين كوريا سوريا وليد لافروف بشار كمال لبنان فرنسا ويتكوف".split())
def test_names_are_not_cut(clitics: Clitics, word: str) -> None:
    assert clitics.split(word) == ()


@pytest.mark.parametrize(("word", "wanted"), [("وكوريا", ["و", "كوريا"]), ("لبوتين", ["ل", "بوتين"]), ("وواشنطن", ["و", "واشنطن"])])
def test_clitics_before_names_are_cut(clitics: Clitics, word: str, wanted: list[str]) -> None:
    assert parts(clitics, word) == wanted


def test_words_that_the_news_never_had_are_cut_by_what_is_known_of_their_parts(clitics: Clitics) -> None:
    _, vocabulary = read(TABLE)
    assert "فلمستودعاتهما" not in vocabulary
    assert parts(clitics, "فلمستودعاتهما") == ["ف", "ل", "مستودعات", "هما"]


def test_offsets_count_marks_and_tatweel_of_the_word_as_written(clitics: Clitics) -> None:
    assert parts(clitics, "وَبِالمَدرَســـةِ") == ["وَ", "بِ", "المَدرَســـةِ"]
    assert parts(clitics, "كِتَابُـهُم") == ["كِتَابُـ", "هُم"]


@pytest.mark.parametrize(("plain", "bare"), [("لأوروبا", "لاوروبا"), ("بإدارة", "بادارة"), ("وآلاف", "والاف")])
def test_hamza_may_be_left_out(clitics: Clitics, plain: str, bare: str) -> None:
    assert clitics.split(plain) == clitics.split(bare) == (1,)


@pytest.mark.parametrize("word", ["", "و", "Reuters", "125", "،", "و125", "بBBC", "ـ"])
def test_what_is_no_word_of_arabic_letters_is_not_cut(clitics: Clitics, word: str) -> None:
    assert clitics.split(word) == ()


def test_interrogative_alef_is_cut(clitics: Clitics) -> None:
    assert parts(clitics, "أليس") == ["أ", "ليس"]


def test_every_cut_leaves_letters_on_both_sides(clitics: Clitics) -> None:
    for word in "وو ببب للل سيه كك نانا وبلله ههههه".split():
        assert all(0 < offset < len(word) for offset in clitics.split(word))
        assert list(clitics.split(word)) == sorted(set(clitics.split(word)))


def test_readings_begin_with_the_whole_word() -> None:
    assert next(iter(readings("وكتابهم"))) == UNCUT
    assert Reading(1, 2) in set(readings("وكتابهم"))


def test_sin_stands_before_imperfects_only() -> None:
    assert Reading(1, 0) in set(readings("سيكتب"))
    assert Reading(1, 0) not in set(readings("سماء"))


def test_spelling_keeps_the_letters_that_tell_a_pronoun_from_an_ending() -> None:
    assert spelling("مدرســةٌ") == "مدرسة"
    assert spelling("مدرسه") == "مدرسه"


def test_the_more_frequent_remainder_wins_by_weight() -> None:
    vocabulary = {"كتاب": Entry(9, UNCUT, is_name=False), "وكتاب": Entry(3, UNCUT, is_name=False)}
    assert evidence("وكتاب", Reading(1, 0), vocabulary)["peel conjunction -"] == 1.5
    assert decide("وكتاب", vocabulary, {"peel conjunction -": 1.0}) == Reading(1, 0)
    assert decide("وكتاب", vocabulary, {"peel conjunction -": -1.0}) == UNCUT


def test_a_written_table_is_read_back(tmp_path: Path) -> None:
    vocabulary = {"وكتابه": Entry(2, Reading(1, 1), is_name=False), "وليد": Entry(7, UNCUT, is_name=True)}
    write(tmp_path / "a.gz", {"front و": 0.5}, vocabulary)
    write(tmp_path / "b.gz", {"front و": 0.5}, dict(reversed(vocabulary.items())))
    assert read(tmp_path / "a.gz") == ({"front و": 0.5}, vocabulary)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert cuts("وكتابه", Clitics.load(tmp_path / "a.gz") and Reading(1, 1)) == (1, 5)
