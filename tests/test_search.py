"""Search: whatever way a word is spelled, and whatever is joined to it, it finds what it names, and shows where."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import StoreError, UsageError
from kg.search import FILE, Completion, Document, Found, Question, Search, SearchIndex, SearchMissing
from kg.search.snippets import best
from kg.search.spelling import is_slip
from kg.search.words import indexed, words

BASRA = Document("urn:basra", "place", "Settlement", "البصرة", "Basra", ("Basra", "البصرة", "مدينة البصرة"), weight=7)
BASRA_PROVINCE = Document("urn:basra-province", "place", "Region", "محافظة البصرة", "", ("محافظة البصرة",), weight=2)
JABALAWI = Document("urn:jabalawi", "person", "Person", "سالم الجبلاوي", "", ("الجبلاوي", "سالم الجبلاوي"), weight=1)
GUTERRES = Document("urn:guterres", "person", "Person", "أنطونيو غوتيريش", "", ("أنطونيو غوتيريش",), weight=3)
LEAGUE = Document("urn:league", "organisation", "InternationalOrganisation", "جامعة الدول العربيّة", "", ("جامعة الدول العربيّة",))
ATTACK = Document(
    "urn:attack", "incident", "Attack", "هجوم في البصرة، 3 مارس 2021", "", ("هجوم في البصرة، 3 مارس 2021",), "urn:first", weight=2
)
FIRST = Document(
    "urn:first",
    "article",
    "Article",
    "ليلة صعبة",
    "",
    ("ليلة صعبة",),
    "urn:first",
    "قال مصدر إنّ مسلّحين أطلقوا النار ليلا. ووصلت سيارات الإسعاف والبصرة نائمة.",
)
SECOND = Document("urn:second", "article", "Article", "", "", (), "urn:second", "زار الوفد مدرســة في الموصل وتحدّث إلى ١٢ معلما.")
ALL = (BASRA, BASRA_PROVINCE, JABALAWI, GUTERRES, LEAGUE, ATTACK, FIRST, SECOND)


def write(folder: Path, *documents: Document, gone: Sequence[str] = (), code: str = "1") -> Path:
    """Puts documents into the index of a folder, takes some back, and publishes it into another folder, which is returned."""
    folder.mkdir(exist_ok=True)
    snapshot = folder / "snapshot"
    snapshot.mkdir(exist_ok=True)
    (snapshot / FILE).unlink(missing_ok=True)
    with SearchIndex(folder, code) as index:
        index.write({document.iri: document for document in documents} | dict.fromkeys(gone))
        index.copy(snapshot)
    return snapshot


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("index"), *ALL)


def found(snapshot: Path, text: str, type_: str | None = None, limit: int = 20, offset: int = 0) -> Found:
    with Search(snapshot) as search:
        return search.find(Question.of(text, type_), limit, offset)


def iris(snapshot: Path, text: str, type_: str | None = None) -> list[str]:
    return [hit.iri for hit in found(snapshot, text, type_).hits]


# What is one word


@pytest.mark.parametrize(
    "typed",
    ["البصرة", "البصره", "بصرة", "والبصرة", "فالبصرة", "بالبصرة", "كالبصرة", "للبصرة", "وللبصرة", "الْبَصْرَة", "البصـــرة", "«البصرة»"],
)
def test_spelling_and_what_is_joined_to_a_word_do_not_hide_it(snapshot: Path, typed: str) -> None:
    assert iris(snapshot, typed) == ["urn:basra", "urn:basra-province", "urn:attack", "urn:first"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("انطونيو", "urn:guterres"),  # hamza
        ("أنطونيو", "urn:guterres"),
        ("جامعه الدول العربيه", "urn:league"),  # ة and ه, marks
        ("دول عربية", "urn:league"),  # the article
        ("مدرسة", "urn:second"),  # tatweel
        ("12 معلما", "urn:second"),  # Arabic-Indic digits
        ("والموصل", "urn:second"),
        ("الأسعاف", "urn:first"),
        ("BASRA", "urn:basra"),
    ],
)
def test_a_thing_is_found_however_its_words_are_spelled(snapshot: Path, typed: str, expected: str) -> None:
    assert expected in iris(snapshot, typed)


def test_final_ya_and_alef_maqsura_are_one_letter(tmp_path: Path) -> None:
    folder = write(tmp_path, replace(JABALAWI, names=("مصطفى",), label_ar="مصطفى"))
    assert iris(folder, "مصطفي") == iris(folder, "مصطفى") == ["urn:jabalawi"]


def test_an_article_is_no_more_than_what_is_left_of_a_word() -> None:
    assert indexed("والبصرة") == "والبصره بصره"
    assert indexed("للأمم المتحدة") == "للامم امم لامم متحده"  # as «الأمم», or as what begins with ل itself
    assert indexed("الله") == "الله"


# Which comes first


def test_names_come_before_beginnings_before_words_before_texts(snapshot: Path) -> None:
    hits = found(snapshot, "البصرة").hits
    assert [hit.how for hit in hits] == ["exact", "words", "words", "text"]
    assert [hit.how for hit in found(snapshot, "هجوم في").hits] == ["beginning"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_of_two_of_one_name_the_one_that_more_articles_name_comes_first(tmp_path: Path) -> None:
    rare = replace(BASRA, iri="urn:a-village", weight=1)
    assert iris(write(tmp_path, BASRA, rare), "البصرة")[:2] == ["urn:basra", "urn:a-village"]


def test_of_two_that_fit_equally_well_the_order_is_that_of_their_iris(tmp_path: Path) -> None:
    twins = [replace(ATTACK, iri=f"urn:{letter}") for letter in "cab"]
    assert iris(write(tmp_path, *twins), "هجوم البصرة") == ["urn:a", "urn:b", "urn:c"]


def test_all_words_must_be_there(snapshot: Path) -> None:
    assert iris(snapshot, "محافظة البصرة") == ["urn:basra-province"]
    assert iris(snapshot, "مسلحين البصرة") == ["urn:first"]
    assert iris(snapshot, "البصرة القاهرة") == []


def test_a_type_narrows_what_is_found(snapshot: Path) -> None:
    assert iris(snapshot, "البصرة", "place") == ["urn:basra", "urn:basra-province"]
    assert iris(snapshot, "البصرة", "incident") == ["urn:attack"]
    assert iris(snapshot, "البصرة", "article") == ["urn:first"]
    assert iris(snapshot, "البصرة", "person") == []


def test_pages_follow_each_other_without_gap_or_repetition(snapshot: Path) -> None:
    pages = [found(snapshot, "البصرة", limit=1, offset=offset) for offset in range(5)]
    assert [hit.iri for page in pages for hit in page.hits] == iris(snapshot, "البصرة")
    assert [page.more for page in pages] == [True, True, True, False, False]


# Slips


@pytest.mark.parametrize("typed", ["الجلباوي", "الجبلوي", "الجبلااوي", "الجبلاوى", "الجبلاري", "سالم الجلباوي"])
def test_a_name_is_found_in_spite_of_one_slip(snapshot: Path, typed: str) -> None:
    assert iris(snapshot, typed) == ["urn:jabalawi"]


def test_two_letters_changed_over_are_one_slip() -> None:
    assert is_slip("جلبوي", "جبلوي")
    assert is_slip("جبلاوي", "جبلوي")
    assert not is_slip("بصره", "برقه")  # a letter less, and another one more


@pytest.mark.parametrize("typed", ["جوتيريش", "غوتيرش", "غوتريش"])
def test_spellings_of_a_foreign_name_are_one(snapshot: Path, typed: str) -> None:
    assert iris(snapshot, typed) == ["urn:guterres"]


def test_what_is_spelled_right_is_not_taken_for_something_else(tmp_path: Path) -> None:
    folder = write(tmp_path, JABALAWI, replace(JABALAWI, iri="urn:other", label_ar="الجبلاني", names=("الجبلاني",)))
    assert iris(folder, "الجبلاوي") == ["urn:jabalawi"]
    assert iris(folder, "الجبلاني") == ["urn:other"]


def test_what_is_too_short_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = write(
        tmp_path, replace(JABALAWI, label_ar="سليم", names=("سليم",)), replace(JABALAWI, iri="urn:other", label_ar="عمر", names=("عمر",))
    )
    assert iris(folder, "سليج") == ["urn:jabalawi"]
    assert iris(folder, "عمز") == []


def test_words_of_texts_are_taken_as_they_are(snapshot: Path) -> None:
    assert iris(snapshot, "مسلحين") == ["urn:first"]
    assert iris(snapshot, "مصلحين") == []


# While somebody types


def test_a_name_is_completed_the_most_frequent_first(snapshot: Path) -> None:
    with Search(snapshot) as search:
        assert search.complete(Question.of("البص"), 1) == [Completion("البصرة", "urn:basra", "place", "Settlement")]
        assert [one.iri for one in search.complete(Question.of("محافظة الب"), 5)] == ["urn:basra-province"]
        assert [one.name for one in search.complete(Question.of("جامعة ال"), 5)] == ["جامعة الدول العربيّة"]
        assert search.complete(Question.of("بغد"), 5) == []


def test_what_is_searched_for_is_suggested_slips_incidents_and_words_of_articles_too(snapshot: Path) -> None:
    with Search(snapshot) as search:
        assert [one.name for one in search.complete(Question.of("البصره"), 3)] == ["البصرة", "محافظة البصرة", "هجوم في البصرة، 3 مارس 2021"]
        assert [one.iri for one in search.complete(Question.of("الجبلوي"), 5)] == ["urn:jabalawi"]
        assert [(one.name, one.type) for one in search.complete(Question.of("نائمة"), 5)] == [("ليلة صعبة", "article")]
        (untitled,) = search.complete(Question.of("معلما"), 5)
        assert "معلما" in untitled.name


def test_the_last_word_may_be_a_beginning(snapshot: Path) -> None:
    assert "urn:attack" in iris(snapshot, "هجوم البص")
    assert iris(snapshot, "مسلح") == []  # of texts whole words only


# What is shown


def marked(text: str, snippet_text: str, begin: int, highlights: Sequence[tuple[int, int]]) -> list[str]:
    """The highlighted words, from the stored text, in which they must be what they are in the snippet."""
    assert text[begin : begin + len(snippet_text)] == snippet_text
    assert [text[begin + first : begin + last] for first, last in highlights] == [snippet_text[first:last] for first, last in highlights]
    return [snippet_text[first:last] for first, last in highlights]


def test_the_snippet_is_the_text_itself_and_the_highlights_leave_out_what_is_joined(snapshot: Path) -> None:
    hit = next(hit for hit in found(snapshot, "البصرة").hits if hit.iri == "urn:first")
    assert (hit.how, hit.matched, hit.article) == ("text", "", "urn:first")
    assert marked(FIRST.text, hit.snippet.text, hit.snippet.begin, hit.snippet.highlights) == ["البصرة"]


def test_marks_and_tatweel_are_inside_a_highlight(snapshot: Path) -> None:
    assert marked(FIRST.text, (s := found(snapshot, "ان مسلحين").hits[0].snippet).text, s.begin, s.highlights) == ["إنّ", "مسلّحين"]
    assert marked(SECOND.text, (s := found(snapshot, "مدرسه ١٢").hits[0].snippet).text, s.begin, s.highlights) == ["مدرســة", "١٢"]


def test_a_name_is_shown_that_has_the_words(snapshot: Path) -> None:
    hit = found(snapshot, "مدينة البصرة").hits[0]
    assert (hit.iri, hit.matched, hit.label_ar) == ("urn:basra", "مدينة البصرة", "البصرة")
    assert hit.snippet.highlights == ((0, 5), (6, 12))


def test_an_event_says_which_article_reports_it_first(snapshot: Path) -> None:
    assert found(snapshot, "البصرة", "incident").hits[0].article == "urn:first"


def test_of_a_long_text_the_part_with_most_of_the_words_is_shown() -> None:
    text = f"بغداد. {'كلام كثير ' * 60}وقع انفجار في بغداد. {'كلام آخر ' * 60}"
    snippet = best(text, Question.of("انفجار بغداد").words)
    assert marked(text, snippet.text, snippet.begin, snippet.highlights) == ["انفجار", "بغداد"]
    assert len(snippet.text) <= 180
    assert snippet.begin > 500


TEXTS = st.text(st.one_of(st.sampled_from("ابتةهيىوفلكأإآءًّـ ،.١2aZ\n"), st.characters(exclude_categories=["Cs"])), max_size=400)


@given(TEXTS, st.data())
@settings(max_examples=300, deadline=None)
def test_offsets_are_those_of_the_stored_text(text: str, data: st.DataObject) -> None:
    there = list(words(text))
    if not there:
        return
    chosen = data.draw(st.sampled_from(there))
    typed = text[chosen.begin : chosen.end]
    question = Question.of(typed)
    snippet = best(text, question.words)
    assert marked(text, snippet.text, snippet.begin, snippet.highlights)
    assert all(0 <= begin < end <= len(snippet.text) for begin, end in snippet.highlights)
    assert [begin for begin, _ in snippet.highlights] == sorted(begin for begin, _ in snippet.highlights)


# What people type is never syntax


@pytest.mark.parametrize(
    "typed", ['"', "*", "البصرة*", "names:البصرة", "NEAR(البصرة)", "a AND", 'البصرة" OR "الموصل', "{text} : x", "^البصرة", "-x"]
)
def test_fts_syntax_is_words_like_all_others(snapshot: Path, typed: str) -> None:
    try:
        found(snapshot, typed)
    except UsageError as error:
        assert "no word" in str(error)  # either is right, an error of SQLite is not


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_for(snapshot: Path, typed: str) -> None:
    if any(True for _ in words(typed)):
        with Search(snapshot) as search:
            search.find(Question.of(typed), 3)
            search.complete(Question.of(typed), 3)


@pytest.mark.parametrize(
    ("typed", "type_", "problem"), [("  «»!", None, "no word"), ("ا" * 501, None, "500"), ("البصرة", "city", "known are")]
)
def test_what_cannot_be_searched_for_is_told(typed: str, type_: str | None, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        Question.of(typed, type_)


# The index as it is written


def everything(folder: Path, code: str = "1") -> list[Document]:
    with SearchIndex(folder, code) as index:
        return list(index.documents())


def rows(snapshot: Path) -> list[object]:
    """What is in the tables by which names are found, by IRI instead of number."""
    with sqlite3.connect(snapshot / FILE) as database:
        named = database.execute("SELECT iri, key, name FROM name JOIN document ON document = id ORDER BY 1, 2, 3").fetchall()
        spelled = database.execute("SELECT word, iri FROM name_word JOIN document ON document = id ORDER BY 1, 2").fetchall()
        return [named, spelled, database.execute("SELECT form, word FROM near ORDER BY 1, 2").fetchall()]


CHANGES = st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(["put", "take", "rename", "weigh"])), max_size=12)
QUESTIONS = ("البصرة", "الجلباوي", "هجوم البصرة", "مسلحين", "جوتيريش", "البص", "مدينة")


@given(CHANGES)
@settings(max_examples=12, deadline=None)
def test_an_index_that_was_changed_is_as_one_made_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[Document, str]]
) -> None:
    folder, now = tmp_path_factory.mktemp("changed"), {}
    for document, how in changes:
        match how:
            case "put":
                now[document.iri] = document
            case "take":
                now.pop(document.iri, None)
            case "rename":
                now[document.iri] = replace(document, names=("بغداد الجديدة",), text=document.text and "بغداد")
            case "weigh":
                now[document.iri] = replace(document, weight=document.weight + 5)
        write(folder, *filter(None, [now.get(document.iri)]), gone=[] if document.iri in now else [document.iri])
    changed, fresh = write(folder), write(tmp_path_factory.mktemp("fresh"), *now.values())
    assert everything(folder) == sorted(now.values(), key=lambda document: document.iri)
    assert rows(changed) == rows(fresh)
    assert [found(changed, question) for question in QUESTIONS] == [found(fresh, question) for question in QUESTIONS]


def test_what_is_in_the_index_already_does_not_differ(tmp_path: Path) -> None:
    write(tmp_path, BASRA)
    with SearchIndex(tmp_path, "1") as index:
        assert index.differing({BASRA.iri: BASRA, "urn:gone": None}) == {}
        assert index.differing({BASRA.iri: None, FIRST.iri: FIRST}) == {BASRA.iri: None, FIRST.iri: FIRST}


def test_nothing_of_a_text_is_left_that_was_taken_back(tmp_path: Path) -> None:
    secret = replace(FIRST, iri="urn:secret", text="اسم الشاهد هو زعفران القنديل.", names=("عنوان المستور",), label_ar="عنوان المستور")
    fillers = [replace(FIRST, iri=f"urn:{number}", text=f"كلام رقم {number}") for number in range(50)]
    snapshot = write(tmp_path, secret, *fillers)
    assert "زعفران".encode() in (snapshot / FILE).read_bytes()
    snapshot = write(tmp_path, gone=["urn:secret"])
    for file in (tmp_path / FILE, snapshot / FILE):
        held = file.read_bytes()
        assert not [word for word in ("زعفران", "القنديل", "قنديل", "مستور", "شاهد") if word.encode() in held]
    assert iris(snapshot, "كلام 7") == ["urn:7"]


def test_an_index_of_other_code_or_a_damaged_one_is_begun_anew(tmp_path: Path) -> None:
    write(tmp_path, BASRA)
    assert everything(tmp_path) == [BASRA]
    assert everything(tmp_path, code="2") == []
    (tmp_path / FILE).write_bytes(b"damaged" * 1000)
    assert everything(tmp_path) == []


def test_an_index_that_was_begun_anew_is_not_whole_until_that_is_said(tmp_path: Path) -> None:
    with SearchIndex(tmp_path, "1") as index:
        assert not index.is_whole
        index.set_whole()
    with SearchIndex(tmp_path, "1") as index:
        assert index.is_whole


def test_a_change_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    write(tmp_path, BASRA)
    with SearchIndex(tmp_path, "1") as index, pytest.raises(StoreError):
        index.write({BASRA.iri: None, FIRST.iri: replace(FIRST, type=None)})
    assert everything(tmp_path) == [BASRA]


def test_an_index_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError, match=FILE):
        SearchIndex(tmp_path, "1")


def test_a_snapshot_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SearchMissing, match="kg build"):
        Search(tmp_path)
    (tmp_path / FILE).write_bytes(b"")
    with pytest.raises(SearchMissing, match="kg build"):
        Search(tmp_path)


@pytest.fixture
def unwritable(snapshot: Path) -> Iterator[Path]:
    snapshot.chmod(0o500)
    yield snapshot
    snapshot.chmod(0o700)


def test_searching_needs_no_right_to_write_and_leaves_nothing(unwritable: Path) -> None:
    assert iris(unwritable, "الموصل") == ["urn:second"]
    assert [file.name for file in unwritable.iterdir()] == [FILE]
