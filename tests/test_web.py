"""The web server over a real, read-only store: the SPARQL protocol, saved queries, pages, and bad input."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from stores import publish, small_quads

from kg.settings import Settings
from kg.web import create_app

SELECT = "SELECT ?x { ?x a kg:Bombing }"
GRAPH = "CONSTRUCT { ?x a kg:Bombing } { ?x a kg:Bombing }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def client(small_store: Path) -> FlaskClient:
    return create_app(Settings(store=small_store)).test_client()


# The protocol


def test_a_query_is_asked_by_get_by_a_form_and_as_a_body(client: FlaskClient) -> None:
    answers = [
        client.get("/sparql", query_string={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", data=SELECT, content_type="application/sparql-query; charset=utf-8"),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.mimetype == "application/sparql-results+json"
        assert answer.json["results"]["bindings"][0]["x"]["value"] == "https://w3id.org/isnad/id/event/blast"


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        ("application/sparql-results+json", SELECT, "application/sparql-results+json"),
        ("application/json", SELECT, "application/sparql-results+json"),
        ("application/sparql-results+xml", SELECT, "application/sparql-results+xml"),
        ("text/csv", SELECT, "text/csv"),
        ("text/tab-separated-values", SELECT, "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", SELECT, "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", SELECT, "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", SELECT, "text/csv"),
        ("*/*", SELECT, "application/sparql-results+json"),
        ("text/csv", "ASK {}", "text/csv"),
        (BROWSER, SELECT, "text/html"),
        ("text/turtle", GRAPH, "text/turtle"),
        ("application/n-triples", GRAPH, "application/n-triples"),
        ("application/ld+json", GRAPH, "application/ld+json"),
        ("application/trig", GRAPH, "application/trig"),
        ("application/n-quads", GRAPH, "application/n-quads"),
        ("*/*", "DESCRIBE event:blast", "text/turtle"),
        (BROWSER, GRAPH, "text/html"),
    ],
)
def test_the_client_gets_what_it_accepts(client: FlaskClient, accept: str, query: str, media_type: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_tables_can_be_read_back(client: FlaskClient, name: str) -> None:
    answer = client.get("/sparql", query_string={"query": SELECT, "format": name})
    found = parse_query_results(answer.data, format=getattr(QueryResultsFormat, name.upper()))
    assert isinstance(found, QuerySolutions)
    assert [row["x"].value for row in found] == ["https://w3id.org/isnad/id/event/blast"]


@pytest.mark.parametrize(
    ("name", "form"), [("turtle", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD), ("trig", RdfFormat.TRIG)]
)
def test_graphs_can_be_read_back(client: FlaskClient, name: str, form: RdfFormat) -> None:
    answer = client.get("/sparql", query_string={"query": GRAPH, "format": name})
    assert [quad.subject.value for quad in parse(answer.data, form)] == ["https://w3id.org/isnad/id/event/blast"]


def test_what_cannot_be_written_as_accepted_is_406_and_says_what_can_be(client: FlaskClient) -> None:
    refused = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "text/csv" in refused.text
    assert client.get("/sparql", query_string={"query": SELECT, "format": "turtle"}).status_code == 406
    control = client.get("/sparql", query_string={"query": 'SELECT ("\x01" AS ?x) {}', "format": "xml"})
    assert (control.status_code, "U+0001" in control.text) == (406, True)


def test_the_protocol_can_name_the_graphs(client: FlaskClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) { event:blast kg:claimedBy ?x }"
    article = "https://w3id.org/isnad/id/article/b2"
    for sent in ({"query": count, "default-graph-uri": article}, {"query": count, "named-graph-uri": article}):
        assert client.get("/sparql", query_string={**sent, "format": "csv"}).text.split() == ["n", "0"]
    assert client.get("/sparql", query_string={"query": count, "default-graph-uri": "not an IRI"}).status_code == 400


def test_pages_of_other_sites_may_ask_a_server_for_others(tmp_path: Path) -> None:
    client = create_app(Settings(store=tmp_path, host="0.0.0.0")).test_client()
    assert client.get("/sparql", query_string={"query": SELECT}).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options("/sparql", headers={"Origin": "https://site.example", "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 200
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]


# Bad input


def test_a_syntax_error_says_where_it_is(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT ?x\nWHERE { ?x 'سوق' }"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text.startswith("line 2, column ")
    assert "WHERE { ?x 'سوق' }" in answer.text


def test_an_error_comes_as_json_where_json_is_asked_for(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT"}, headers={"Accept": "application/sparql-results+json"})
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert answer.json["line"] == 1
    assert answer.json["column"] > 1


@pytest.mark.parametrize("sent", [{}, {"query": ""}, {"query": "  \n"}])
def test_a_missing_query_is_said_to_be_missing(client: FlaskClient, sent: dict[str, str]) -> None:
    assert client.post("/sparql", data=sent).status_code in (400, 415)
    if sent:  # without any the endpoint describes itself
        answer = client.get("/sparql", query_string=sent)
        assert (answer.status_code, "missing" in answer.text) == (400, True)


def test_two_queries_at_once_are_refused(client: FlaskClient) -> None:
    assert client.get(f"/sparql?query={SELECT}&query=ASK{{}}").status_code == 400


@pytest.mark.parametrize("update", ["INSERT DATA { <a:a> <a:b> 1 }", "DROP ALL"])
def test_updates_are_refused_in_every_form(client: FlaskClient, update: str) -> None:
    answers = [
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", data={"query": SELECT, "update": update}),
        client.post("/sparql", data=update, content_type="application/sparql-update"),
        client.post("/sparql", data=update, content_type="application/sparql-query"),
        client.get("/sparql", query_string={"query": update}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert all("update" in answer.text for answer in answers)


def test_no_other_server_is_asked(client: FlaskClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        assert client.get("/sparql", query_string={"query": query}).status_code == 403
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/sparql-query", b"SELECT \xff", 400),
        ("text/plain", SELECT.encode(), 415),
        ("application/sparql-query", b"#" * 2_000_000, 413),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_with_its_status(client: FlaskClient, content_type: str, body: bytes, status: int) -> None:
    assert client.post("/sparql", data=body, content_type=content_type).status_code == status


def test_an_unknown_format_is_refused_and_the_known_ones_are_named(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": SELECT, "format": "pdf"})
    assert answer.status_code == 400
    assert "html, json" in answer.text
    assert "turtle" in answer.text


def test_an_error_comes_in_the_format_that_a_form_asks_for(client: FlaskClient) -> None:
    assert client.post("/sparql", data={"query": "SELECT", "format": "json"}).mimetype == "application/json"
    large = client.post("/sparql", data={"query": "#" * 2_000_000, "format": "json"})
    assert large.status_code == 413


@pytest.mark.parametrize("path", ["/", "/queries", "/sparql?query=ASK{}", "/sparql", "/nowhere"])
def test_caches_are_told_what_an_answer_depends_on(client: FlaskClient, path: str) -> None:
    assert {"Accept", "Accept-Language"} <= set(client.get(path).headers["Vary"].split(", "))


def test_what_is_not_there_is_404_in_words(client: FlaskClient) -> None:
    assert "/sparql" in client.get("/nowhere").text
    assert client.get("/nowhere").status_code == 404
    assert client.put("/sparql").status_code == 405


# Saved queries


def test_saved_queries_are_listed_with_their_parameters(client: FlaskClient) -> None:
    listed = {query["name"]: query for query in client.get("/queries").json}
    assert listed["incidents"]["url"] == "/queries/incidents"
    assert listed["incidents"]["parameters"][0]["default"] == "kg:Incident"
    assert set(listed["threats"]["summary"]) == {"ar", "en"}
    assert listed["incident-evidence"]["parameters"][0]["required"]


def test_a_saved_query_is_asked_with_parameters_and_in_any_format(client: FlaskClient) -> None:
    answer = client.get("/queries/threats?place=entity:Q858&format=csv")
    assert answer.mimetype == "text/csv"
    assert "https://w3id.org/isnad/id/event/threat" in answer.text
    assert client.get("/queries/article-graph?article=article:b2").mimetype == "text/turtle"
    found = client.get("/queries/find-entity", query_string={"name": "الفجر"})
    assert [row["entity"]["value"] for row in found.json["results"]["bindings"]] == ["https://w3id.org/isnad/id/entity/fajr"]


@pytest.mark.parametrize("value", ['" } ; DROP ALL #', "داعش'", "\\", '"""', "\n", "> <x"])
def test_nothing_that_is_typed_becomes_sparql(client: FlaskClient, value: str) -> None:
    answer = client.get("/queries/find-entity", query_string={"name": value})
    assert answer.status_code == 200
    assert answer.json["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/queries/nothing", 404, "no saved query"),
        ("/queries/threats?place=%3E%20%7D", 400, "must be an IRI"),
        ("/queries/deadliest-incidents?at_least=many", 400, "must be a whole number"),
        ("/queries/incidents-near?from=yesterday", 400, "must be a day"),
        ("/queries/threats?nearby=1", 400, "no parameter 'nearby'"),
        ("/queries/threats?place=kg:a&place=kg:b", 400, "more than once"),
        ("/queries/incident-evidence", 400, "missing"),
    ],
)
def test_a_saved_query_asked_wrongly_says_what_is_wrong(client: FlaskClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert words in answer.text


# Pages


@pytest.mark.parametrize(
    ("path", "language", "shown"),
    [
        ("/", "ar-SY,ar;q=0.9", '<html lang="ar" dir="rtl"'),
        ("/", "en-GB,en", '<html lang="en" dir="ltr"'),
        ("/", "fr", '<html lang="ar" dir="rtl"'),
        ("/?lang=en", "ar", '<html lang="en" dir="ltr"'),
    ],
)
def test_pages_are_in_the_readers_language(client: FlaskClient, path: str, language: str, shown: str) -> None:
    page = client.get(path, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert shown in page.text


def test_all_saved_queries_have_a_form(client: FlaskClient) -> None:
    page = client.get("/queries?lang=en", headers={"Accept": BROWSER}).text
    assert all(f'action="{query["url"]}"' in page for query in client.get("/queries").json)


def test_a_page_shows_words_as_words_never_as_markup(client: FlaskClient) -> None:
    query = "SELECT ('<script>alert(1)</script>' AS ?said) {}"
    page = client.get("/sparql", query_string={"query": query}, headers={"Accept": BROWSER}).text
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 2  # the cell, and the query that was asked


def test_pages_fetch_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "//" not in page.text.split("<textarea")[0].replace("<!doctype", "")


def test_a_results_page_links_to_the_same_answer_in_other_formats(client: FlaskClient) -> None:
    page = client.get("/queries/find-entity?name=الفجر&lang=ar", headers={"Accept": BROWSER}).text
    link = page.split('<a href="/queries/find-entity')[4].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/queries/find-entity{link}").mimetype == "text/csv"


# The store


def test_a_missing_store_is_503_with_the_remedy_until_it_is_built(tmp_path: Path) -> None:
    client = create_app(Settings(store=tmp_path / "store")).test_client()
    for path in ("/ready", f"/sparql?query={SELECT}", "/queries/incidents", "/"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "build" in answer.text
    publish(tmp_path / "store", "1", small_quads())
    assert client.get("/health").status_code == 200


def test_the_next_snapshot_is_served_once_it_is_published(tmp_path: Path) -> None:
    publish(tmp_path, "1", [])
    client = create_app(Settings(store=tmp_path)).test_client()
    assert client.get("/sparql", query_string={"query": SELECT}).json["results"]["bindings"] == []
    publish(tmp_path, "2", small_quads())
    assert len(client.get("/sparql", query_string={"query": SELECT}).json["results"]["bindings"]) == 1


def test_a_store_that_was_removed_and_built_again_is_served(tmp_path: Path) -> None:
    publish(tmp_path / "store", "1", [])
    client = create_app(Settings(store=tmp_path / "store")).test_client()
    assert client.get("/sparql", query_string={"query": SELECT}).json["results"]["bindings"] == []
    shutil.rmtree(tmp_path / "store")
    publish(tmp_path / "store", "1", small_quads())
    assert len(client.get("/sparql", query_string={"query": SELECT}).json["results"]["bindings"]) == 1


@pytest.fixture(scope="module")
def address(small_store: Path) -> Iterator[str]:
    """Where the real server answers, in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = f"""
from pathlib import Path
from kg.settings import Settings
from kg.web import serve
serve(Settings(store=Path({str(small_store)!r}), port={port}))
"""
    with subprocess.Popen([sys.executable, "-c", program]) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            with suppress(OSError), urllib.request.urlopen(f"{address}/health"):
                break
            time.sleep(0.1)
        yield address
        server.terminate()


@pytest.mark.web
def test_many_clients_are_answered_at_once_by_the_real_server(address: str) -> None:
    def ask(name: str) -> tuple[int, int]:
        with urllib.request.urlopen(f"{address}/queries/{name}") as answer:
            return answer.status, len(answer.read())

    names = ["incidents", "article-graph?article=article:b2", "coverage"] * 8
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(ask, names))
    assert {status for status, _ in answers} == {200}
    assert len(set(answers)) == 3  # the same question, the same answer


def test_json_keeps_arabic_as_it_is(client: FlaskClient) -> None:
    listed = client.get("/queries").data
    assert "الحوادث".encode() in listed
    assert json.loads(listed)


@pytest.mark.parametrize(("language", "question"), [("ar", "الحصائل التي تختلف فيها المصادر"), ("en", "Figures on which sources differ")])
def test_the_page_of_a_saved_query_is_headed_by_its_question(client: FlaskClient, language: str, question: str) -> None:
    page = client.get("/queries/differing-figures", query_string={"lang": language, "format": "html"}).get_data(as_text=True)
    assert f"<h2>{question}" in page


@pytest.mark.parametrize(("language", "heading"), [("ar", "لا شيء في هذا العنوان"), ("en", "There is nothing at this address")])
def test_a_browser_is_told_on_a_page_what_is_wrong(client: FlaskClient, language: str, heading: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = client.get(f"/id/event/none?lang={language}", headers=browser)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert heading in answer.text
    assert client.get("/id/event/none", headers={"Accept": "*/*"}).mimetype == "text/plain"
