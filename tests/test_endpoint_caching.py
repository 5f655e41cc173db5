"""What was answered before: by the client's copy, or from the server's memory, and never from another snapshot."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from flask.testing import FlaskClient
from stores import publish, small_quads

from kg.settings import Settings
from kg.web import create_app
from kg.web.answering.caching import Answers
from kg.workers import Answer

SELECT = "SELECT ?x { ?x a kg:Bombing }"


@contextmanager
def counting_neighbour() -> Iterator[str]:
    """Another endpoint, each of whose answers is another one: its address."""
    numbers = count(1)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            rows = [{"x": {"type": "literal", "value": str(next(numbers))}}]
            body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    publish(tmp_path, "1", small_quads())
    return create_app(Settings(store=tmp_path)).test_client()


def test_a_client_that_has_the_answer_is_told_so_until_another_snapshot_is_published(client: FlaskClient, tmp_path: Path) -> None:
    first = client.get("/sparql", query_string={"query": SELECT})
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/sparql", query_string={"query": SELECT}, headers=tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    publish(tmp_path, "2", [])
    after = client.get("/sparql", query_string={"query": SELECT}, headers=tag)
    assert (after.status_code, after.json["results"]["bindings"]) == (200, [])


@pytest.mark.parametrize(
    "other", [{"format": "csv"}, {"query": "ASK {}"}, {"default-graph-uri": "https://example.org/g"}, {"format": "html"}]
)
def test_what_is_asked_otherwise_has_another_tag(client: FlaskClient, other: dict[str, str]) -> None:
    tags = {client.get("/sparql", query_string={"query": SELECT, **more}).headers["ETag"] for more in ({}, other)}
    assert len(tags) == 2


def test_a_page_in_another_language_is_another_answer(client: FlaskClient) -> None:
    pages = [client.get("/sparql", query_string={"query": SELECT, "format": "html", "lang": language}) for language in ("ar", "en")]
    assert pages[0].headers["ETag"] != pages[1].headers["ETag"]
    assert pages[0].data != pages[1].data


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "struuid()", "NOW#c\n()", "IF(1<2,STR(NOW()),2>1)"])
def test_what_is_another_answer_each_time_is_never_kept(client: FlaskClient, function: str) -> None:
    answers = [client.get("/sparql", query_string={"query": f"SELECT ({function} AS ?x) {{}}"}) for _ in range(2)]
    assert answers[0].data != answers[1].data
    assert all("ETag" not in answer.headers and answer.headers["Cache-Control"] == "no-store" for answer in answers)


def test_what_another_server_says_is_asked_each_time(tmp_path: Path) -> None:
    publish(tmp_path, "1", small_quads())
    with counting_neighbour() as address:
        client = create_app(Settings(store=tmp_path, service_hosts="127.0.0.1")).test_client()
        text = f"SELECT ?x {{ SERVICE <{address}> {{ ?a ?b ?x }} }}"
        for number in ("1", "2"):
            answer = client.get("/sparql", query_string={"query": text, "format": "csv"})
            assert answer.text.split() == ["x", number]
            assert ("ETag" in answer.headers, answer.headers["Cache-Control"]) == (False, "no-store")
        kept = client.get("/sparql", query_string={"query": "SELECT ?x { ?x rdfs:label 'SERVICE' }"})
        assert "ETag" in kept.headers


def test_words_that_only_hold_such_a_function_are_kept(client: FlaskClient) -> None:
    for text in ("SELECT ?now { ?now kg:known ?uuid }", "# now\nASK {}"):
        assert "ETag" in client.get("/sparql", query_string={"query": text}).headers


def test_only_the_exact_tag_of_what_is_read_stands_for_an_answer(client: FlaskClient) -> None:
    tag = client.get("/sparql", query_string={"query": SELECT}).headers["ETag"]
    assert client.get("/sparql", query_string={"query": SELECT}, headers={"If-None-Match": "*"}).status_code == 200
    assert client.get("/sparql", query_string={"query": "SELECT * {"}, headers={"If-None-Match": "*"}).status_code == 400
    assert client.post("/sparql", data={"query": SELECT}, headers={"If-None-Match": tag}).status_code == 200
    for given in (f'"other", {tag}', f"W/{tag}", f'W/"other", W/{tag}'):
        assert client.head("/sparql", query_string={"query": SELECT}, headers={"If-None-Match": given}).status_code == 304


def test_errors_have_no_tag(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/sparql", query_string={"query": "SELECT * {"}).headers


def test_the_memory_is_bounded_and_forgets_what_was_not_asked_for_the_longest() -> None:
    answers = Answers(1_000)
    for number in range(20):
        answers.keep(f"tag {number}", Answer("text/csv", b"x" * 100, None, "1"))
        answers.get("tag 0")
    kept = [number for number in range(20) if answers.get(f"tag {number}")]
    assert kept == [0, *range(11, 20)]
    answers.keep("large", Answer("text/csv", b"x" * 500, None, "1"))
    assert answers.get("large") is None
