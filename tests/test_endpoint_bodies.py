"""Requests that are large or have much in them: they are refused before that costs anything."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from serving import TOKEN, send, serving
from stores import publish, small_quads

from kg.settings import Settings
from kg.web import create_app

FORM = "application/x-www-form-urlencoded"
FIELDS = b"query=ASK{}&" + b"&".join(b"a%d=1" % number for number in range(1_200_000))
"""Some 11 MiB."""
PARTS = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * 2_000 + b"--b--\r\n"
MULTIPART = "multipart/form-data; boundary=b"


@pytest.fixture(scope="module")
def client(small_store: Path) -> FlaskClient:
    return create_app(Settings(store=small_store, per_client=1)).test_client()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/sparql", 413),
        ("POST", "/sparql/status", 413),
        ("POST", "/queries/incidents", 413),
        ("POST", "/nope", 404),
        ("POST", "/health", 405),
        ("POST", "/update", 403),
        ("PUT", "/graphs?default", 403),
    ],
)
@pytest.mark.parametrize(("body", "media_type"), [(FIELDS, FORM), (PARTS, MULTIPART)], ids=["fields", "parts"])
def test_a_form_of_very_many_fields_is_refused_in_a_moment(
    client: FlaskClient, method: str, path: str, status: int, body: bytes, media_type: str
) -> None:
    if (path, body) == ("/queries/incidents", PARTS):
        status = 405  # that query is asked by GET: nobody reads the form
    began = time.process_time()
    answer = client.open(path, method=method, data=body, content_type=media_type)
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    answer.close()
    assert time.process_time() - began < 0.5  # reading such a form takes seconds


def test_even_who_has_too_much_under_way_costs_nothing(client: FlaskClient) -> None:
    under_way = client.get("/queries")  # sent when it is closed
    began = time.process_time()
    assert client.post("/sparql", data=FIELDS, content_type=FORM).status_code == 429
    assert time.process_time() - began < 0.5
    under_way.close()


def test_a_form_of_few_bytes_and_too_many_fields_is_refused(client: FlaskClient) -> None:
    for fields, status in ((998, 200), (1_000, 413)):
        answer = client.post("/sparql", data=b"query=ASK{}" + b"&a=1" * fields, content_type=FORM)
        assert (answer.status_code, "1,000 fields" in answer.text) == (status, status == 413)
        answer.close()


def test_the_longest_query_fits_in_every_script(client: FlaskClient) -> None:
    text = "ASK {} # " + "语" * 99_000
    for body, media_type in (
        ({"query": text}, FORM),
        ({"query": text}, "multipart/form-data"),
        (text.encode(), "application/sparql-query"),
    ):
        answer = client.post("/sparql", data=body, content_type=media_type)
        assert answer.status_code == 200
        answer.close()


def test_too_large_a_query_is_refused_by_its_bytes(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=b" " * 2_000_000, content_type="application/sparql-query")
    assert (answer.status_code, "query_length" in answer.text) == (413, True)
    answer.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("bodies")
    publish(folder, "1", small_quads())
    with serving(folder, write_token=TOKEN) as address:
        yield address


@pytest.mark.web
def test_graphs_that_are_written_may_be_larger_than_queries(address: str) -> None:
    body = b'<urn:s> <urn:p> "' + b"x" * 500_000 + b'" , "' + b"y" * 500_000 + b'" .'
    where = f"{address}/graphs?graph=urn:large"
    assert send("PUT", where, body, Content_Type="text/turtle")[0] == 201
    form = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\nContent-Type: text/turtle\r\n\r\n' + body + b"\r\n--b--\r\n"
    assert send("POST", where, form, Content_Type=MULTIPART)[0] == 204
    update = b"INSERT DATA { GRAPH <urn:large> { <urn:s> <urn:q> 1 } } #" + b" " * 1_000_000
    assert send("POST", f"{address}/update", update, Content_Type="application/sparql-update")[0] == 204


@pytest.mark.web
def test_headers_that_are_very_long_are_refused(address: str) -> None:
    assert send("GET", f"{address}/sparql?query=ASK%7B%7D", Accept="text/csv" + ",text/csv" * 4_000)[0] == 431
    assert send("GET", f"{address}/sparql?query=ASK%7B%7D%23{'x' * 25_000}")[0] == 200
