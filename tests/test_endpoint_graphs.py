"""The Graph Store Protocol: the W3C's own tests, and which graphs can be written."""

import shutil
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from serving import TOKEN, send, serving
from w3c import suite

pytestmark = pytest.mark.web
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
TURTLE = {"Content_Type": "text/turtle"}
ARTICLE_GRAPHS = "https://w3id.org/isnad/id/article/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("own"), write_token=TOKEN) as address:
        yield address


@pytest.fixture
def empty(address: str) -> str:
    """A server of a store that holds nothing."""
    assert send("POST", f"{address}/update", b"DROP ALL", Content_Type="application/sparql-update")[0] == 204
    return address


def given(graph: rdflib.Graph, node: rdflib.term.Node, name: str) -> str:
    return str(next(graph.objects(node, HT[name]), ""))


def headers(graph: rdflib.Graph, node: rdflib.term.Node) -> dict[str, str]:
    listed = [header for head in graph.objects(node, HT.headers) for header in Collection(graph, head)]
    return {given(graph, header, "fieldName").lower(): given(graph, header, "fieldValue") for header in listed}


def body(graph: rdflib.Graph, node: rdflib.term.Node) -> str | None:
    content = next(graph.objects(node, HT.body), None)
    return None if content is None else str(next(graph.objects(content, CNT.chars)))


def read(text: str | bytes, where: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle", publicID=where)


def run(graph: rdflib.Graph, test: rdflib.term.Node, address: str) -> None:
    """Sends the requests of one test in order and compares each answer with what is expected of it."""
    location = ""
    for request in Collection(graph, next(graph.objects(next(graph.objects(test, MF.action)), HT.requests))):
        path = given(graph, request, "absolutePath").replace("/gsp", "/graphs", 1).replace("$LOCATION$", location)
        content = body(graph, request)
        sent = {name.replace("-", "_"): value for name, value in headers(graph, request).items()}
        method = given(graph, request, "methodName")
        status, answered, data = send(method, address + path, None if content is None else content.encode(), **sent)
        expected = next(graph.objects(request, HT.resp))
        assert status in {STATUS[str(one).rpartition("#")[2]] for one in graph.objects(expected, MF.expectedStatus)}, (method, path, data)
        for name, value in headers(graph, expected).items():
            assert answered[name] == value
        if (wanted := body(graph, expected)) is not None:
            assert isomorphic(read(data, address + path), read(wanted, address + path))
        if next(graph.objects(expected, MF.expectedLocation), None):
            location = answered["location"]


@pytest.mark.parametrize("number", range(13))
def test_the_w3cs_graph_store_tests_pass(empty: str, number: int) -> None:
    manifests, tests = suite("graph-store-protocol"), []
    graph = rdflib.Graph()
    for name in ("direct", "indirect"):
        graph.parse(manifests / f"manifest-{name}.ttl", publicID=f"urn:{name}")
        tests += Collection(graph, next(graph.objects(rdflib.URIRef(f"urn:{name}"), MF.entries)))
    assert len(tests) == 13
    run(graph, tests[number], empty)


def test_a_graph_with_an_arabic_name_is_written_and_read(empty: str) -> None:
    name = urllib.parse.quote("https://example.org/رسم")
    assert send("PUT", f"{empty}/graphs?graph={name}", '<> <a:p> "سوق" .'.encode(), **TURTLE)[0] == 201
    status, answered, data = send("GET", f"{empty}/graphs?graph={name}", Accept="application/n-triples")
    assert (status, data.decode()) == (200, '<https://example.org/رسم> <a:p> "سوق" .\n')
    assert answered["etag"]


@pytest.mark.parametrize(
    ("method", "query", "body", "media_type", "status"),
    [
        ("GET", "", None, "", 400),
        ("GET", "?graph=", None, "", 400),
        ("GET", "?graph=a:a&default", None, "", 400),
        ("GET", "?graph=relative", None, "", 400),
        ("PUT", "?graph=relative", b"", "text/turtle", 400),
        ("PUT", "?graph=a:a", b"<a:a> <a:b>", "text/turtle", 400),
        ("PUT", "?graph=a:a", b"<a:a> <a:b> <a:c> <a:d> .", "application/n-quads", 400),
        ("PUT", "?graph=a:a", b"\xff\xfe", "text/turtle", 400),
        ("PUT", "?graph=a:a", b"<p/>", "text/html", 415),
        ("PUT", "?graph=a:a", b'{"@context": "http://127.0.0.1/remote"}', "application/ld+json", 400),
        ("PUT", "?graph=a:a", b"x", "image/png", 415),
        ("PUT", "?graph=a:a", b"(" * 200_000, "text/turtle", 400),
        ("PATCH", "?graph=a:a", b"", "application/sparql-update", 405),
    ],
)
def test_bad_requests_say_so(empty: str, method: str, query: str, body: bytes | None, media_type: str, status: int) -> None:
    assert send(method, f"{empty}/graphs{query}", body, Content_Type=media_type)[0] == status


def test_a_graph_without_triples_is_not_there(empty: str) -> None:
    assert send("PUT", f"{empty}/graphs?graph=a:a", b"", **TURTLE)[0] == 204
    assert send("GET", f"{empty}/graphs?graph=a:a")[0] == 404


def test_blank_nodes_of_two_documents_are_two(empty: str) -> None:
    for _ in range(2):
        send("POST", f"{empty}/graphs?graph=a:a", b"_:same <a:p> 1 .", **TURTLE)
    assert send("GET", f"{empty}/graphs?graph=a:a", Accept="application/n-triples")[2].count(b"_:") == 2


@pytest.fixture(scope="module")
def built(seeds_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of a store that was built from articles."""
    copied = tmp_path_factory.mktemp("built") / "store"
    shutil.copytree(seeds_store, copied, symlinks=True)
    with serving(copied, write_token=TOKEN) as address:
        yield address


def test_what_a_build_made_is_read_by_all_and_written_by_nobody(built: str) -> None:
    articles = Store()
    articles.load(send("GET", f"{built}/graphs?graph=https://w3id.org/isnad/id/graph/summary")[2], RdfFormat.TURTLE)
    assert len(articles)
    for name in (
        "graph=https://w3id.org/isnad/id/graph/summary",
        f"graph={ARTICLE_GRAPHS}new",
        "graph=https://w3id.org/isnad/ontology",
        "default",
    ):
        for method in ("PUT", "POST", "DELETE"):
            status, _, said = send(method, f"{built}/graphs?{name}", b"<a:a> <a:b> 1 .", **TURTLE)
            assert (status, b"kg build" in said) == (403, True)


def test_a_graph_is_written_only_as_it_was_known(address: str) -> None:
    """If-None-Match: * makes what is not there yet; If-Match changes what nobody else has changed."""
    where, headers = f"{address}/graphs?graph=urn:known", {"Content_Type": "application/n-triples"}

    def put(text: bytes, method: str = "PUT", **conditions: str) -> int:
        return send(method, where, text, **headers, **conditions)[0]

    assert put(b"<urn:a> <urn:b> <urn:0> .", If_Match="*") == 412
    assert put(b"<urn:a> <urn:b> <urn:1> .", If_None_Match="*") == 201
    assert put(b"<urn:a> <urn:b> <urn:2> .", If_None_Match="*") == 412
    tag = send("GET", where, Accept="text/turtle")[1]["etag"]
    assert put(b"<urn:a> <urn:b> <urn:3> .", If_None_Match=f"W/{tag}") == 412
    for other in ('"other"', "other", f"W/{tag}"):
        for method in ("PUT", "POST", "DELETE"):
            assert put(b"<urn:a> <urn:b> <urn:4> .", method, If_Match=other) == 412
    assert b"urn:1" in send("GET", where, Accept="text/turtle")[2]
    assert put(b"<urn:a> <urn:b> <urn:5> .", If_Match=f'"other", {tag}') == 204
    assert put(b"<urn:a> <urn:b> <urn:6> .", If_Match=tag) == 412  # it is another one now
    assert put(b"<urn:a> <urn:b> <urn:7> .", "POST", If_Match="*", If_None_Match='"other"') == 204
    kept = send("GET", where, Accept="text/turtle")[2]
    assert [name in kept for name in (b"urn:5", b"urn:6", b"urn:7")] == [True, False, True]
    assert put(b"", "DELETE", If_Match=send("GET", where)[1]["etag"]) == 204


def test_of_two_that_would_make_one_graph_one_does(address: str) -> None:
    where = f"{address}/graphs?graph=urn:made"
    with ThreadPoolExecutor(4) as threads:
        made = threads.map(
            lambda number: send("PUT", where, f"<urn:a> <urn:b> {number} .".encode(), **TURTLE, If_None_Match="*")[0], range(4)
        )
        assert sorted(made) == [201, 412, 412, 412]
