"""Saved queries over HTTP: parameters, pages, the page of all queries, and files that change while the server runs."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, parse_query_results
from test_queries import HOSTILE
from werkzeug.test import TestResponse

from kg.settings import Settings
from kg.web import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TEN = """#+ summary: {ar: "عشرة", en: "Ten"}
#+ tags: [numbers]
#+ pagination: 4
#+ parameters:
#+   - {name: at_least, type: integer, default: 0, summary: {ar: "على الأقل", en: "at least"}}
SELECT ?n { VALUES ?n { 0 1 2 3 4 5 6 7 8 9 } FILTER(?n >= ?_at_least) } ORDER BY ?n # all of them"""
SAID = """#+ summary: {ar: "قيل", en: "Said"}
#+ description: Gives back what it is given.
#+ method: POST
#+ parameters:
#+   - {name: words, type: string, summary: {ar: "ألفاظ", en: "words"}}
#+   - {name: sure, type: boolean, optional: true, summary: {ar: "مؤكد", en: "sure"}}
SELECT (?_words AS ?said) (?_sure AS ?sure) {}"""
KINDS = """#+ summary: {ar: "أصناف", en: "Kinds"}
#+ tags: [incidents]
#+ enumerate:
#+   - kind
#+   - status: [kg:Occurred, kg:Planned]
#+ parameters:
#+   - {name: kind, type: iri, default: "kg:Bombing", summary: {ar: "الصنف", en: "kind"}}
#+   - {name: status, type: iri, default: "kg:Occurred", summary: {ar: "الحال", en: "status"}}
SELECT ?incident WHERE { ?incident a ?_kind ; kg:mainStatus ?_status } ORDER BY ?incident"""
LINK = re.compile(r'<([^>]+)>; rel="(\w+)"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("ten", TEN), ("said", SAID), ("kinds", KINDS)):
        (tmp_path / f"{name}.rq").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def client(small_store: Path, folder: Path) -> Iterator[FlaskClient]:
    with create_app(Settings(store=small_store, queries=folder)).test_client() as client:
        yield client


def links(answer: TestResponse) -> dict[str, str]:
    return {name: address for address, name in LINK.findall(answer.headers.get("Link", ""))}


def numbers(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    return "".join(answer.text.split()[1:])


# Pages


def test_pages_follow_each_other_by_their_links_until_there_is_no_next_one(client: FlaskClient) -> None:
    pages, address = [], "/queries/ten?at_least=1&format=csv"
    while address:
        answer = client.get(address)
        pages.append(numbers(answer))
        address = links(answer).get("next", "")
    assert pages == ["1234", "5678", "9"]
    assert links(answer) == {
        "first": "/queries/ten?at_least=1&format=csv&limit=4&offset=0",
        "prev": "/queries/ten?at_least=1&format=csv&limit=4&offset=4",
    }


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "html"])
def test_there_is_a_next_page_where_this_one_is_full_in_every_format(client: FlaskClient, name: str) -> None:
    assert "next" in links(client.get(f"/queries/ten?format={name}&limit=3"))
    assert "next" not in links(client.get(f"/queries/ten?format={name}&limit=3&offset=9"))


def test_the_client_says_how_many_rows_and_from_where(client: FlaskClient) -> None:
    assert numbers(client.get("/queries/ten?format=csv&limit=2&offset=3")) == "34"
    assert numbers(client.get("/queries/ten?format=csv&limit=100")) == "0123456789"
    assert numbers(client.get("/queries/ten?format=csv&limit=&offset=")) == "0123"
    assert links(client.get("/queries/ten?limit=2&offset=1"))["prev"].endswith("offset=0")
    assert "Link" not in client.get("/queries/kinds").headers


def test_a_link_keeps_arabic_parameters(client: FlaskClient) -> None:
    address = links(client.get("/queries/kinds", query_string={"kind": "https://example.org/أ", "limit": "1", "offset": "1"}))["prev"]
    assert client.get(address).status_code == 200
    assert quote("أ") in address


def test_a_page_for_people_leads_to_its_neighbours(client: FlaskClient) -> None:
    page = client.get("/queries/ten?lang=en&offset=4", headers={"Accept": BROWSER}).text
    assert 'rel="prev">Previous page' in page
    assert 'rel="next">Next page' in page
    assert 'rel="next"' not in client.get("/queries/ten?lang=en&offset=8", headers={"Accept": BROWSER}).text


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=-1", "limit=many", "offset=-1", "offset=1.5", "limit=2&limit=3", "at_least=1%20OR%201"]
)
def test_what_is_no_number_of_rows_is_refused(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/queries/ten?{asked}").status_code == 400


# Parameters


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_string_comes_back_as_it_is_or_is_refused(client: FlaskClient, value: str) -> None:
    answer = client.post("/queries/said", data={"words": value, "format": "json"})
    if answer.status_code != 200:
        assert answer.status_code in (400, 413)
        return
    (row,) = rows_of(answer)
    assert row == Literal(value)


def rows_of(answer: TestResponse) -> list[object]:
    found = parse_query_results(answer.data, QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return [row["said"] for row in found]


def test_a_query_is_asked_by_its_method_only(client: FlaskClient) -> None:
    refused = client.get("/queries/said?words=x")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST, OPTIONS")
    assert client.post("/queries/ten").status_code == 405
    assert client.head("/queries/ten").status_code == 200


def test_an_optional_parameter_may_be_left_out_or_empty(client: FlaskClient) -> None:
    for sent in ({"words": "x"}, {"words": "x", "sure": ""}):
        assert "sure" not in client.post("/queries/said", data=sent).json["results"]["bindings"][0]
    given = client.post("/queries/said", data={"words": "x", "sure": "true"}).json["results"]["bindings"][0]
    assert given["sure"]["value"] == "true"


def test_a_value_that_is_not_among_the_choices_is_refused(client: FlaskClient) -> None:
    assert client.get("/queries/kinds?status=kg:Planned&kind=kg:Threat").json["results"]["bindings"]
    refused = client.get("/queries/kinds?status=kg:Foiled")
    assert (refused.status_code, "kg:Occurred, kg:Planned" in refused.text) == (400, True)


# The listing


def test_the_listing_says_all_that_is_needed_to_ask(client: FlaskClient) -> None:
    listed = {query["name"]: query for query in client.get("/queries").json}
    assert (listed["ten"]["pagination"], listed["ten"]["tags"], listed["ten"]["method"]) == (4, ["numbers"], "GET")
    assert listed["kinds"]["parameters"][1]["choices"] == ["kg:Occurred", "kg:Planned"]
    assert [parameter["required"] for parameter in listed["said"]["parameters"]] == [True, False]


@pytest.mark.parametrize(("language", "heading", "other"), [("en", "Incidents", "Other questions"), ("ar", "حوادث", "أسئلة أخرى")])
def test_the_page_has_a_form_for_each_query_grouped_by_tag(client: FlaskClient, language: str, heading: str, other: str) -> None:
    page = client.get(f"/queries?lang={language}", headers={"Accept": BROWSER}).text
    assert page.index(heading) < page.index('action="/queries/kinds"') < page.index("numbers") < page.index('action="/queries/ten"')
    assert page.index(other) < page.index('method="post" action="/queries/said"')
    assert '<option value="kg:Occurred" selected>' in page
    assert "<option>csv</option>" in page
    assert "GET http://localhost/queries/ten?at_least=0&amp;format=json" in page
    assert "# all of them" in page


def test_the_page_offers_what_the_graph_has(client: FlaskClient) -> None:
    page = client.get("/queries", headers={"Accept": BROWSER}).text
    offered = page.split('<datalist id="kinds-kind">')[1].split("</datalist>")[0]
    assert '<option value="kg:Bombing">' in offered
    assert "kg:Threat" not in offered  # none has the status that is asked for by default


def test_the_page_is_shown_without_a_graph(tmp_path: Path, folder: Path) -> None:
    client = create_app(Settings(store=tmp_path / "none", queries=folder)).test_client()
    assert client.get("/queries", headers={"Accept": BROWSER}).status_code == 200
    assert client.get("/openapi.json").status_code == 200


# Files that change


def test_a_new_and_a_changed_file_are_picked_up(client: FlaskClient, folder: Path) -> None:
    (folder / "سؤال.rq").write_text("#+ summary: new\nSELECT (1 AS ?n) {}", "utf-8")
    assert client.get("/queries/سؤال").status_code == 200
    assert f"/queries/{quote('سؤال')}" in client.get("/openapi.json").json["paths"]
    (folder / "ten.rq").write_text("#+ summary: changed\nSELECT (1 AS ?n) {}", "utf-8")
    assert numbers(client.get("/queries/ten?format=csv")) == "1"
    (folder / "ten.rq").unlink()
    assert client.get("/queries/ten").status_code == 404


def test_a_broken_file_is_reported_without_taking_the_others_down(client: FlaskClient, folder: Path) -> None:
    (folder / "broken.rq").write_text("#+ summary: broken\nSELECT {", "utf-8")
    told = client.get("/queries/broken")
    assert (told.status_code, "broken.rq:2: " in told.text, str(folder) in told.text) == (500, True, False)
    assert "Retry-After" not in told.headers
    assert client.get("/queries/ten").status_code == 200
    listed = next(query for query in client.get("/queries").json if query["name"] == "broken")
    assert (listed["problem"]["file"], listed["problem"]["line"]) == ("broken.rq", 2)
    assert listed["problem"]["remedy"]
    page = client.get("/queries?lang=en", headers={"Accept": BROWSER}).text
    assert "broken.rq, line 2" in page
    assert str(folder) not in page
    (folder / "broken.rq").write_text("#+ summary: mended\nASK {}", "utf-8")
    assert client.get("/queries/broken").status_code == 200
    assert "problem" not in client.get("/queries").text


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_file_whose_name_is_not_utf_8_takes_no_page_down(client: FlaskClient, folder: Path) -> None:
    (folder / os.fsdecode(b"\xff.rq")).write_text("#+ summary: fine\nASK {}", "utf-8")
    listed = client.get("/queries?format=json").json
    assert [item["problem"]["problem"] for item in listed if item["name"] == r"\xff"] == ["its name is not UTF-8"]
    for path in ("/", "/queries?format=html", "/openapi.json"):
        assert client.get(path).status_code == 200


def test_a_file_that_is_broken_from_the_start_does_not_keep_the_server_from_starting(small_store: Path, folder: Path) -> None:
    (folder / "broken.rq").write_text("SELECT {", "utf-8")
    client = create_app(Settings(store=small_store, queries=folder)).test_client()
    assert client.get("/queries/ten").status_code == 200
    assert client.get("/queries/broken").status_code == 500


@pytest.mark.parametrize("name", ["..%2Fpyproject", "%2Fetc%2Fpasswd", "%00", "x" * 1000])
def test_a_name_that_leads_elsewhere_is_not_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/queries/{name}").status_code == 404
