"""Search over HTTP and on the command line: what front-ends are promised, and what people see."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from test_build import ALL, read_into

from kg.cli import main
from kg.ontology import Instances
from kg.settings import Settings
from kg.web import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MARKUP = {"id": "وسم", "title": "عنوان <b>غامق</b>", "text": 'عنوان <b>غامق</b>\nقال سليم الراوي: <script>alert("زعتر")</script> وانصرف.'}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("searched") / "s"
    read_into(folder, [*ALL, MARKUP])
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[FlaskClient]:
    with create_app(Settings(store=store)).test_client() as client:
        yield client


def hits(client: FlaskClient, **asked: object) -> list[dict[str, object]]:
    answer = client.get("/search", query_string=asked)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found: list[dict[str, object]] = answer.json["hits"]
    return found


def test_a_hit_says_what_was_found_and_where(client: FlaskClient) -> None:
    (hit,) = hits(client, q="هادئه")
    article = Instances().article("رابع").value
    assert hit.pop("score") > 0
    assert hit == {
        "iri": article,
        "type": "article",
        "kind": "Article",
        "label": {"ar": "قال سليم الراوي إن بغداد هادئة.", "en": None},
        "found": "words",
        "matched": "قال سليم الراوي إن بغداد هادئة.",
        "snippet": {"text": "قال سليم الراوي إن بغداد هادئة.", "begin": 0},
        "highlights": [{"begin": 25, "end": 30}],
        "article": article,
    }


def test_names_come_with_labels_and_events_with_their_article(client: FlaskClient) -> None:
    first = hits(client, q="بغداد")[0]
    assert (first["type"], first["found"], first["label"], first["article"]) == ("place", "exact", {"ar": "بغداد", "en": "Baghdad"}, None)
    assert hits(client, q="تفجير", type="incident")[0]["article"] == Instances().article("أول").value


def test_a_type_narrows_and_pages_follow_each_other(client: FlaskClient) -> None:
    assert {hit["type"] for hit in hits(client, q="بغداد", type="article")} == {"article"}
    every = hits(client, q="بغداد")
    assert hits(client, q="بغداد", limit=1, offset=1) == every[1:2]
    page = client.get("/search", query_string={"q": "بغداد", "limit": 1}).json
    assert (page["offset"], page["limit"], page["more"]) == (0, 1, True)


def test_names_are_suggested(client: FlaskClient) -> None:
    answer = client.get("/search/suggest", query_string={"q": "بغد", "limit": 1})
    iri = Instances().node("entity", "Q1530").value
    classes = {"ar": "مدينة أو بلدة", "en": "Settlement"}
    assert answer.json == [{"name": "بغداد", "iri": iri, "type": "place", "kind": "Settlement", "class": classes, "title": None}]


def test_incidents_in_a_place_are_suggested_with_it(client: FlaskClient) -> None:
    suggested = client.get("/search/suggest", query_string={"q": "بغد"}).json
    assert ("incident", "تفجير في بغداد، 5 مارس 2024", "تفجير") in {(one["type"], one["name"], one["class"]["ar"]) for one in suggested}


def test_events_whose_labels_are_alike_are_told_apart_by_their_articles(client: FlaskClient) -> None:
    suggested = client.get("/search/suggest", query_string={"q": "تفجير"}).json
    titles = {one["iri"]: one["title"] for one in suggested if one["type"] == "incident"}
    assert titles
    for iri, title in titles.items():
        (article,) = {hit["article"] for hit in hits(client, q="تفجير", type="incident") if hit["iri"] == iri}
        assert [hit["label"]["ar"] for hit in hits(client, q=title, type="article") if hit["iri"] == article] == [title]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({}, "no word"),
        ({"q": ""}, "no word"),
        ({"q": " «» "}, "no word"),
        ({"q": "ا" * 501}, "500 characters"),
        ({"q": "بغداد", "type": "city"}, "known are"),
        ({"q": "بغداد", "limit": "0"}, "limit must be"),
        ({"q": "بغداد", "limit": "101"}, "limit must be"),
        ({"q": "بغداد", "limit": "x"}, "limit must be"),
        ({"q": "بغداد", "offset": "-1"}, "offset must be"),
        ({"q": "بغداد", "offset": "9" * 400}, "offset must be"),
    ],
)
def test_what_cannot_be_asked_is_a_400_that_says_why(client: FlaskClient, asked: dict[str, str], problem: str) -> None:
    answer = client.get("/search", query_string=asked)
    assert answer.status_code == 400
    assert problem in answer.text


def test_a_store_without_an_index_is_a_503_that_says_what_to_do(small_store: Path, tmp_path: Path) -> None:
    for folder in (small_store, tmp_path):
        answer = create_app(Settings(store=folder)).test_client().get("/search?q=x")
        assert answer.status_code == 503
        assert "kg build" in answer.text
        assert str(folder) not in answer.text


@pytest.mark.parametrize("typed", ['"', "بغداد*", "names: بغداد", "' OR 1=1 --", "NEAR(", "\x00بغداد", "بغداد)"])
def test_syntax_of_fts_and_sql_is_words_like_all_others(client: FlaskClient, typed: str) -> None:
    assert client.get("/search", query_string={"q": typed}).status_code in (200, 400)


def test_people_get_a_page_with_marked_words_and_links(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "بغداد", "lang": "ar"}, headers={"Accept": BROWSER})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "<mark>بغداد</mark>" in page.text
    assert 'href="/id/entity/Q1530?lang=' in page.text
    assert 'value="بغداد"' in page.text
    assert 'lang="en"' in client.get("/search?q=Baghdad&lang=en", headers={"Accept": BROWSER}).text


def test_the_page_without_words_is_a_form(client: FlaskClient) -> None:
    page = client.get("/search", headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert 'name="q"' in page.text


def test_what_cannot_be_searched_for_is_told_beside_the_form(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "«»"}, headers={"Accept": BROWSER})
    assert (page.status_code, page.mimetype) == (400, "text/html")
    assert "there is no word to search for" in page.text
    assert 'name="q"' in page.text


def test_another_ending_and_one_letter_are_answered(client: FlaskClient) -> None:
    assert [(hit["label"]["ar"], hit["found"]) for hit in hits(client, q="بغدادا", type="place")] == [("بغداد", "spelling")]
    assert hits(client, q="ب")[0]["found"] == "beginning"
    assert client.get("/search/suggest", query_string={"q": "ب"}).json[0]["name"] == "بغداد"


def test_markup_in_texts_is_shown_and_never_run(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "زعتر غامق"}, headers={"Accept": BROWSER}).text
    assert page.count("<script") == 1  # the page's own
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert "<mark>زعتر</mark>" in page


def test_pages_of_results_are_linked(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "بغداد", "limit": 1, "offset": 1}, headers={"Accept": BROWSER}).text
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_a_search_sees_what_was_published_last(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL[:1])
    client = create_app(Settings(store=tmp_path / "s")).test_client()
    assert not hits(client, q="الراوي")
    read_into(tmp_path / "s", ALL)
    assert hits(client, q="الراوي")


@pytest.mark.slow
def test_a_search_over_the_seeds_takes_some_milliseconds(seeds_store: Path) -> None:
    client = create_app(Settings(store=seeds_store)).test_client()
    taken = []
    for question in ("داعش", "موسكو", "انفجار", "رئيس الوزراء", "القاعدة في العراق", "موسكوا") * 5:
        started = time.process_time()
        hits(client, q=question)
        taken.append(time.process_time() - started)
    assert sorted(taken)[len(taken) // 2] < 0.02  # some 3 ms where nothing else is at work


# The command line


def kg(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "search", *arguments], env={"ISNAD_STORE": None})


def test_the_command_line_shows_what_was_found_the_best_first(store: Path) -> None:
    shown = kg(store, "بغداد", "--limit", "1")
    assert shown.exit_code == 0
    assert "entity:Q1530" in shown.output
    assert "بغداد / Baghdad" in shown.output
    assert "--limit 2" in shown.output


def test_several_words_are_one_search(store: Path) -> None:
    found = json.loads(kg(store, "سليم", "الراوي", "--type", "person", "--json").output)
    assert [hit["label_ar"] for hit in found] == ["سليم الراوي"]


def test_what_is_not_there_is_told(store: Path, tmp_path: Path) -> None:
    assert "Nothing found" in kg(store, "القيروان").output
    assert kg(store, "«»").exit_code == 2
    assert kg(tmp_path / "none", "بغداد").exit_code == 2
    assert "build PATH" in kg(tmp_path / "none", "بغداد").output
