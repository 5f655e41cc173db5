"""`kg serve --store ADDRESS`: our endpoint with its limits in front of a real SPARQL server on loopback."""

import json
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from remotes import oxigraph
from serving import send, serving
from stores import publish as put_snapshot
from stores import small_quads

from kg.address import Address
from kg.cli import main
from kg.ontology import Instances
from kg.queries import SavedQueries, fill, load_file, run, serialise
from kg.queries.answers.writing import TABLES
from kg.remote import Remote, RemoteGraph, publish
from kg.resources import resource
from kg.store import StoreFolder

pytestmark = pytest.mark.web
CSV = next(form for form in TABLES if form.name == "csv")
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> StoreFolder:
    put_snapshot(path := tmp_path_factory.mktemp("small"), "1", small_quads())
    return StoreFolder(path)


@pytest.fixture(scope="module")
def filled(folder: StoreFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "--timeout-s", "9") as address:
        publish(folder, Remote(address))
        yield address


@pytest.fixture(scope="module")
def server(filled: Address) -> Iterator[str]:
    with serving(Path(str(filled)), time_limit="8", answer_size="1") as address:
        while send("GET", f"{address}/ready")[0] != 200:  # workers start beside what is tested here
            time.sleep(0.1)
        yield address


def ask(server: str, query: str, **headers: str) -> tuple[int, str]:
    status, _, body = send("GET", f"{server}/sparql?{urllib.parse.urlencode({'query': query})}", **headers)
    return status, body.decode()


def test_saved_queries_are_answered_as_from_the_snapshot(folder: StoreFolder, filled: Address) -> None:
    graph, snapshot, instances = RemoteGraph(Remote(filled), 0), folder.snapshot(), Instances()
    queries = SavedQueries(resource("queries"), load_file)
    compared = 0
    for query in (queries[name] for name in queries):
        if query.form != "SELECT" or any(parameter.required for parameter in query.parameters):
            continue
        text = fill(query, {}, instances)
        here, there = (serialise(run(store, text, instances), CSV) for store in (snapshot, graph))  # type: ignore[arg-type]
        assert sorted(there.splitlines()) == sorted(here.splitlines()), query.name
        compared += here.count(b"\n") > 1
    assert compared > 20


def test_sparql_in_its_forms(server: str) -> None:
    status, body = ask(server, "SELECT (COUNT(*) AS ?n) { ?x a kg:Incident }", Accept="application/sparql-results+json")
    assert status == 200
    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == "4"
    assert ask(server, "ASK { ?x a kg:Incident }", Accept="text/csv") == (200, "true")
    status, body = ask(server, "CONSTRUCT { ?x a kg:Incident } WHERE { ?x a kg:Incident }", Accept="application/n-triples")
    assert (status, body.count("\n")) == (200, 4)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * { ?x a }", 400, "line 1, column 18"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 403, "only read here"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 403, "SERVICE is refused"),
        ('SELECT * { ?x kg:search "سوق" }', 501, "SPARQL store of its own"),
        (SLOW, 503, "8 seconds"),
        ("SELECT * { ?s ?p ?o . ?x ?y ?z } LIMIT 100000", 413, "more than 1,048,576 bytes"),
    ],
)
def test_limits_and_refusals(server: str, query: str, status: int, said: str) -> None:
    got, body = ask(server, query)
    assert (got, said in body) == (status, True), body


def test_pages_made_of_saved_queries_are_there_and_what_reads_files_says_why_not(server: str, folder: StoreFolder) -> None:
    (article, *_) = (graph.value for graph in folder.snapshot().named_graphs() if "/article/" in graph.value)
    paths = ("/", "/incidents", "/queries", "/queries/incidents", "/ontology", "/editor", "/explorer", "/ready", "/feeds/incidents.atom")
    for path in (*paths, article.removeprefix("https://w3id.org/isnad")):
        assert send("GET", server + path, Accept="text/html")[0] == 200, path
    assert b"table" in send("GET", f"{server}/incidents", Accept="text/html")[2]
    assert send("GET", f"{server}/export/csv")[0] == 200
    for path in ("/search?q=x", "/search/suggest?q=x", "/dump.nq.gz", "/dump.trig", "/export/parquet-claims", "/export/gexf"):
        status, _, body = send("GET", server + path)
        assert (status, b"SPARQL store of its own" in body) == (501, True), path


def test_incidents_follow_a_new_publication(server: str, filled: Address, tmp_path: Path, folder: StoreFolder) -> None:
    before = send("GET", f"{server}/incidents", Accept="text/html")[2]
    put_snapshot(tmp_path, "1", [quad for quad in small_quads() if "/event/" not in str(quad)])
    publish(StoreFolder(tmp_path), Remote(filled))
    after = send("GET", f"{server}/incidents", Accept="text/html")[2]
    publish(folder, Remote(filled))
    assert before != after
    assert send("GET", f"{server}/incidents", Accept="text/html")[2] == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("serve", "--write-token", "x"), "leave out the setting write_token"),
        (("serve", "--public"), "leave out the setting public"),
        (("serve", "--watch", "."), "--watch reads articles into a store's folder"),
        (("build", "."), "works on a store's folder"),
        (("stats",), "works on a store's folder"),
    ],
)
def test_what_needs_a_folder_says_so(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    with CliRunner().isolated_filesystem(tmp_path):
        done = CliRunner().invoke(main, ["--store", "oxigraph+http://127.0.0.1:1", *arguments])
        assert (done.exit_code, said in done.output) == (2, True), done.output
        assert not list(Path().iterdir())
