"""The SPARQL 1.1 Protocol and the Service Description: the W3C's own tests, and what they leave open."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from serving import TOKEN, serving
from stores import publish, small_quads
from w3c import suite

from kg.ontology import Instances
from kg.settings import Settings
from kg.stats import write_counts
from kg.web import create_app

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
GRAPH = "CONSTRUCT { ?x a kg:Bombing } { ?x a kg:Bombing }"
FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "rdfxml": RdfFormat.RDF_XML,
    "n3": RdfFormat.N3,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("protocol")
    arabic = NamedNode("https://example.org/موضوع")
    publish(folder, "1", [*small_quads(), Quad(arabic, NamedNode("a:p"), Literal("سوق + حي"), NamedNode("https://example.org/رسم"))])
    write_counts(folder / "current", Instances())
    return create_app(Settings(store=folder)).test_client()


@pytest.fixture
def described(client: FlaskClient) -> Iterator[Store]:
    """The Service Description as a store."""
    store = Store()
    store.load(client.get("/sparql", headers={"Accept": "text/turtle"}).data, RdfFormat.TURTLE)
    yield store


@pytest.mark.web
def test_all_of_the_w3cs_protocol_tests_pass(tmp_path: Path) -> None:
    suite("protocol")
    with serving(tmp_path, write_token=TOKEN) as address:
        command = [sys.executable, suite("protocol.py"), suite("protocol") / "manifest.ttl", f"{address}/sparql", f"{address}/update"]
        ran = subprocess.run(command, env=os.environ | {"TOKEN": TOKEN}, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["34 passed, 0 failed of 34"]


# Service Description (the W3C has three tests without requests: GET returns RDF, it has a matching sd:endpoint, it conforms)


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json", "*/*"])
def test_the_endpoint_describes_itself_in_the_form_that_is_accepted(client: FlaskClient, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle" if accept == "*/*" else accept)
    form = RdfFormat.from_media_type(answer.mimetype)
    assert form
    endpoints = [quad for quad in parse(answer.data, form) if quad.predicate == NamedNode(f"{SD}endpoint")]
    assert [quad.object for quad in endpoints] == [NamedNode("http://localhost/sparql")]


def test_the_description_says_what_a_service_must_say(described: Store) -> None:
    asked = (
        f"PREFIX sd: <{SD}> ASK {{ ?s a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat ?f ;"
        " sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] }"
    )
    assert described.query(asked)
    assert not described.query(f"PREFIX sd: <{SD}> ASK {{ ?s sd:supportedLanguage sd:SPARQL11Update }}")  # there is no token


def test_the_description_counts_the_default_graph(described: Store) -> None:
    counted = described.query(
        f"PREFIX void: <{VOID}> SELECT ?n {{ [] void:propertyPartition [ void:property <{RDF_TYPE}> ; void:triples ?n ] }}"
    )
    quads = [quad for quad in small_quads() if str(quad.graph_name) == "DEFAULT" and quad.predicate.value == RDF_TYPE]
    assert [row["n"].value for row in counted] == [str(len(quads))]


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_without_counts_the_description_leaves_them_out(tmp_path: Path) -> None:
    publish(tmp_path, "1", small_quads())
    (tmp_path / "current" / "void.json").unlink()
    answer = create_app(Settings(store=tmp_path)).test_client().get("/sparql", headers={"Accept": "text/turtle"})
    assert (answer.status_code, VOID + "triples" in answer.text) == (200, False)


def test_a_browser_is_sent_to_the_query_editor_instead(client: FlaskClient) -> None:
    sent = client.get("/sparql?lang=en", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/editor?lang=en")


def test_no_host_that_is_none_gets_into_the_description(tmp_path: Path) -> None:
    answer = (
        create_app(Settings(store=tmp_path, host="0.0.0.0"))
        .test_client()
        .get("/sparql", headers={"Host": "x>.<a:b", "Accept": "text/turtle"})
    )
    assert answer.status_code == 400


# Formats and characters


@pytest.mark.parametrize("name", FORMATS)
def test_a_graph_comes_in_every_format_by_name_and_by_media_type(client: FlaskClient, name: str) -> None:
    form = FORMATS[name]
    for answer in (
        client.get("/sparql", query_string={"query": GRAPH, "format": name}),
        client.get("/sparql", query_string={"query": GRAPH}, headers={"Accept": f"{form.media_type};q=0.8, application/json;q=0.2"}),
    ):
        assert answer.mimetype == form.media_type
        assert [quad.subject.value for quad in parse(answer.data, form)] == ["https://w3id.org/isnad/id/event/blast"]


def test_what_rdf_xml_cannot_hold_is_refused_instead_of_broken(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": 'CONSTRUCT { <a:a> <a:b> "\x01" } {}', "format": "rdfxml"})
    assert (answer.status_code, "U+0001" in answer.text) == (406, True)


@pytest.mark.parametrize("encode", [quote, lambda text: urlencode({"": text})[1:]], ids=["spaces as %20", "spaces as +"])
def test_spaces_and_arabic_iris_survive_percent_encoding(client: FlaskClient, encode: object) -> None:
    query = 'SELECT ?o FROM <https://example.org/رسم> { <https://example.org/موضوع> ?p ?o FILTER(?o = "سوق + حي") }'
    answer = client.get(f"/sparql?query={encode(query)}")  # type: ignore[operator]
    assert [row["o"]["value"] for row in answer.json["results"]["bindings"]] == ["سوق + حي"]
    graph = quote("https://example.org/رسم")
    assert client.get(f"/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&default-graph-uri={graph}").json["boolean"]


def test_parameters_that_nobody_knows_change_nothing(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "ASK {}", "queryId": "1", "infer": "true", "should-sponge": ""})
    assert answer.json["boolean"] is True


def test_relative_iris_are_resolved_against_the_endpoint(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT (<test> AS ?x) {}"})
    assert answer.json["results"]["bindings"][0]["x"]["value"] == "http://localhost/test"


@pytest.mark.parametrize(
    "address",
    ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/queries", "/graphs?default", "/dump.trig", "/dump.nq.gz", "/sparql/status", "/health"],
)
def test_head_is_answered_as_get_without_the_body(client: FlaskClient, address: str) -> None:
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.mimetype, head.data) == (got.status_code, got.mimetype, b"")
    got.close()


def test_functions_of_geosparql_and_triple_terms_are_there(client: FlaskClient) -> None:
    query = (
        "PREFIX geof: <http://www.opengis.net/def/function/geosparql/> PREFIX geo: <http://www.opengis.net/ont/geosparql#>"
        ' SELECT (geof:sfWithin("POINT(1 1)"^^geo:wktLiteral, "POLYGON((0 0,2 0,2 2,0 2,0 0))"^^geo:wktLiteral) AS ?in)'
        " (SUBJECT(<<( <a:a> <a:b> 1 )>>) AS ?s) {}"
    )
    (row,) = client.get("/sparql", query_string={"query": query}).json["results"]["bindings"]
    assert (row["in"]["value"], row["s"]["value"]) == ("true", "a:a")
