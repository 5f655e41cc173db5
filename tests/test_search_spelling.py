"""Misspelled names: they find what was meant, behind what is spelled as it was typed; and one letter finds little, soon."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import gazetteer
from kg.ontology import top
from kg.search import Document, Question, Search, SearchIndex
from kg.search.spelling import is_ending

MISSPELLED = Path(__file__).parent / "data" / "misspelled_names.tsv"
"""Own ones: what was typed, the label of what was meant, and what is wrong."""


def published(folder: Path, *documents: Document) -> Path:
    """An index of documents, published into a folder, which is returned."""
    snapshot = folder / "snapshot"
    snapshot.mkdir()
    with SearchIndex(folder, "1") as index:
        index.write({document.iri: document for document in documents})
        index.copy(snapshot)
    return snapshot


def thing(name: str, *further: str, weight: int = 0, type_: str = "place") -> Document:
    return Document(f"urn:{name}", type_, "Place", name, "", (name, *further), weight=weight)


def found(snapshot: Path, typed: str, limit: int = 20) -> list[tuple[str, str]]:
    """The labels of what is found, and how it was found."""
    with Search(snapshot) as search:
        return [(hit.label_ar, hit.how) for hit in search.find(Question.of(typed), limit).hits]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """All that the shipped gazetteer has: so many names that a slip in one easily makes another."""
    documents = [
        Document(
            entry.id, top(entry.kind).lower(), entry.kind, entry.label_ar, entry.label_en, (*entry.aliases, entry.label_ar, entry.label_en)
        )
        for entry in gazetteer.load()
    ]
    with Search(published(tmp_path_factory.mktemp("names"), *documents)) as search:
        yield search


def test_misspelled_names_find_what_was_meant_among_the_first_five(everything: Search) -> None:
    lines = [line.split("\t") for line in MISSPELLED.read_text("utf-8").splitlines()]
    places = {typed: [hit.label_ar for hit in everything.find(Question.of(typed), 5).hits] for typed, _, _ in lines}
    assert [(typed, meant) for typed, meant, _ in lines if meant not in places[typed]] == []
    assert sum(places[typed][0] == meant for typed, meant, _ in lines) >= 58  # 37 before names were compared as a whole


def test_another_ending_comes_before_names_that_only_have_the_word(tmp_path: Path) -> None:
    snapshot = published(tmp_path, thing("روسيا"), thing("السلطات الروسية"), thing("شركة الخطوط الروسية"))
    assert found(snapshot, "روسيه")[0] == ("روسيا", "spelling")
    assert [how for _, how in found(snapshot, "روسيه")[1:]] == ["words", "words"]


def test_another_letter_comes_behind_names_that_have_the_word_and_before_texts(tmp_path: Path) -> None:
    article = Document("urn:article", "article", "Article", "", "", (), "urn:article", "سال العرق من جبينه")
    snapshot = published(tmp_path, thing("العراق"), thing("قرية العرق"), article)
    assert [how for _, how in found(snapshot, "العرق")] == ["words", "spelling", "text"]
    assert found(snapshot, "العرق")[1][0] == "العراق"


def test_what_is_a_name_as_it_was_typed_is_not_taken_for_another(tmp_path: Path) -> None:
    snapshot = published(tmp_path, thing("سوريا"), thing("سورية", type_="person"))
    assert found(snapshot, "سورية") == [("سورية", "exact")]


def test_each_word_of_a_name_may_end_otherwise_and_one_of_them_have_a_slip(tmp_path: Path) -> None:
    snapshot = published(tmp_path, thing("محافظة نينوى"), thing("محافظ نينا"))
    assert found(snapshot, "محافظه نينوا")[0] == ("محافظة نينوى", "spelling")
    assert found(snapshot, "محافصة نينوى") == [("محافظة نينوى", "spelling")]


def test_words_that_stand_in_other_names_are_put_right_where_no_name_has_them_all(tmp_path: Path) -> None:
    snapshot = published(tmp_path, thing("بشار الأسد"), thing("فندق الأسعد"))
    assert found(snapshot, "بشار الأسعد") == [("بشار الأسد", "spelling")]


@pytest.mark.parametrize(("typed", "meant"), [("حلبب", "حلب"), ("قطرر", "قطر"), ("عرق", "عراق")])
def test_a_letter_too_many_in_a_short_name_or_one_too_few(tmp_path: Path, typed: str, meant: str) -> None:
    assert found(published(tmp_path, thing(meant)), typed) == [(meant, "spelling")]


def test_only_weak_letters_are_endings() -> None:
    assert is_ending("كسرا", "كسري")
    assert not is_ending("كسرت", "كسري")


# One letter


def test_one_letter_finds_names_that_begin_so_the_most_frequent_first(tmp_path: Path) -> None:
    article = Document("urn:article", "article", "Article", "", "", (), "urn:article", "وصل ب إلى ج")
    snapshot = published(tmp_path, thing("بغداد", weight=3), thing("بيروت", weight=5), thing("البصرة", weight=4), thing("دمشق"), article)
    assert found(snapshot, "ب") == [("بيروت", "beginning"), ("البصرة", "beginning"), ("بغداد", "beginning")]
    with Search(snapshot) as search:
        assert [each.name for each in search.complete(Question.of("ب"), 2)] == ["بيروت", "البصرة"]


def test_one_letter_looks_through_the_most_frequent_things_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.search.finding._MOST_FREQUENT", 2)
    snapshot = published(tmp_path, thing("بغداد", weight=3), thing("دمشق", weight=5), thing("بيروت", weight=1))
    assert found(snapshot, "ب") == [("بغداد", "beginning")]


def test_the_article_alone_is_no_beginning_of_everything(tmp_path: Path) -> None:
    assert found(published(tmp_path, thing("بغداد"), thing("الله")), "ال") == [("الله", "beginning")]
