"""What real clients send, and that they can read what they get."""

import io
import json
import shutil
import subprocess
import urllib.parse
from collections.abc import Iterator

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from serving import TOKEN, send, serving
from stores import publish, small_quads

from kg.ontology import Instances
from kg.stats import write_counts

pytestmark = pytest.mark.web
KG = "https://w3id.org/isnad/ontology#"
BLAST = "https://w3id.org/isnad/id/event/blast"
SELECT = f"SELECT ?x {{ ?x a <{KG}Bombing> }}"
CONSTRUCT = f"CONSTRUCT {{ ?x a <{KG}Bombing> }} WHERE {{ ?x a <{KG}Bombing> }}"
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clients")
    publish(folder, "1", small_quads())
    write_counts(folder / "current", Instances())
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of a store that can be written."""
    with serving(tmp_path_factory.mktemp("own"), write_token=TOKEN) as address:
        yield address


def bindings(body: bytes) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "turtle", "rdf+xml", "n3", "json-ld"])
def test_sparqlwrapper_asks_in_all_its_formats(address: str, method: str, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper").SPARQLWrapper(f"{address}/sparql")
    graph = form in ("turtle", "rdf+xml", "n3", "json-ld")
    wrapper.setQuery(CONSTRUCT if graph else SELECT)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(form)
    found = wrapper.queryAndConvert()
    if form == "json":
        assert found["results"]["bindings"][0]["x"]["value"] == BLAST
    elif isinstance(found, rdflib.Graph):
        assert {str(subject) for subject in found.subjects()} == {BLAST}
    else:
        assert BLAST in (found.toxml() if form == "xml" else found.decode())


def test_sparqlwrapper_writes_with_the_token(own: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper").SPARQLWrapper(f"{own}/update")
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    wrapper.setMethod("POST")
    wrapper.setQuery("INSERT DATA { GRAPH <https://example.org/w> { <a:s> <a:p> 'سوق' } }")
    assert wrapper.query().response.status == 204
    assert send("GET", f"{own}/graphs?graph=https://example.org/w")[0] == 200


def test_rdflibs_store_reads_and_writes(address: str, own: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}/sparql", method="POST_FORM"), bind_namespaces="none")
    blast, bombing = rdflib.URIRef(BLAST), rdflib.URIRef(f"{KG}Bombing")
    assert (blast, rdflib.RDF.type, bombing) in graph
    assert [row.x for row in graph.query(SELECT)] == [blast]
    store = SPARQLUpdateStore(f"{own}/sparql", f"{own}/update", headers={"Authorization": f"Bearer {TOKEN}"})
    mine = rdflib.Graph(store, rdflib.URIRef("https://example.org/rdflib"), bind_namespaces="none")
    mine.add((blast, rdflib.RDFS.label, rdflib.Literal("سوق", lang="ar")))
    assert set(mine.objects(blast)) == {rdflib.Literal("سوق", lang="ar")}


def test_pandas_reads_a_table_from_an_address(address: str) -> None:
    table = pytest.importorskip("pandas").read_csv(f"{address}/sparql?format=csv&query={urllib.parse.quote(SELECT)}")
    assert list(table["x"]) == [BLAST]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not here")
@pytest.mark.parametrize(
    "options",
    [
        ["--data-urlencode", f"query={SELECT}"],
        ["--get", "--data-urlencode", f"query={SELECT}"],
        ["--data-binary", SELECT, "--header", "Content-Type: application/sparql-query"],
        ["--form", f"query={SELECT}"],
    ],
    ids=["form", "get", "body", "multipart"],
)
def test_curl_asks_in_every_way(address: str, options: list[str]) -> None:
    command = ["curl", "--silent", "--show-error", "--fail", "--header", "Accept: text/csv", *options, f"{address}/sparql"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert ran.stdout.split() == [b"x", BLAST.encode()]


@pytest.mark.parametrize("length", [0, 1024])
def test_sparnaturals_requests_are_answered_with_bindings(address: str, length: int) -> None:
    """It sends queries under 1,024 characters by GET and longer ones as a form."""
    query = f"{SELECT} # {'x' * length}"
    content = f"query={urllib.parse.quote(query, safe='')}&format=json"
    if len(query) < 1024:
        accept = "application/sparql-results+json, application/json, */*;q=0.01"
        status, headers, body = send("GET", f"{address}/sparql?{content}", Accept=accept, Origin="http://localhost:3000")
    else:
        accept = "application/sparql-results+json,*/*;q=0.9"
        status, headers, body = send("POST", f"{address}/sparql", content.encode(), Accept=accept, Origin="http://localhost:3000", **FORM)
    assert (status, headers["content-type"]) == (200, "application/sparql-results+json")
    assert headers["access-control-allow-origin"] == "http://localhost:3000"
    assert [row["x"]["value"] for row in bindings(body)] == [BLAST]


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT, f"DESCRIBE <{BLAST}>"])
def test_graph_explorers_queries_are_answered_with_bindings_whatever_they_are(address: str, query: str) -> None:
    content = f"query={urllib.parse.quote(query, safe='')}&queryId=0b9e3cf2-7d20-4a3c-a3a5-8a1f7f7c1d11"
    status, headers, body = send("POST", f"{address}/sparql", content.encode(), Accept="application/sparql-results+json", **FORM)
    assert (status, headers["content-type"]) == (200, "application/sparql-results+json")
    assert BLAST in {row["x" if query == SELECT else "subject"]["value"] for row in bindings(body)}


def test_graph_explorer_gets_its_summary_and_its_status(address: str) -> None:
    status, _, body = send("GET", f"{address}/rdf/statistics/summary?mode=detailed")
    summary = json.loads(body)["payload"]["graphSummary"]
    assert (status, f"{KG}Bombing" in summary["classes"]) == (200, True)
    assert summary["numDistinctPredicates"] == len(summary["predicates"])
    assert {str(rdflib.RDF.type)} <= {iri for counted in summary["predicates"] for iri in counted}
    status, _, body = send("GET", f"{address}/sparql/status")
    assert (status, json.loads(body)["queries"]) == (200, [])
    cancel = b"cancelQuery&queryId=0b9e3cf2-7d20-4a3c-a3a5-8a1f7f7c1d11&silent=true"
    status, _, body = send("POST", f"{address}/sparql/status", cancel, Accept="application/json", **FORM)
    assert (status, json.loads(body)["payload"]) == (200, False)


def test_a_dump_is_read_by_rdflib(address: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(io.BytesIO(send("GET", f"{address}/dump.trig")[2]), format="trig")
    assert len(set(dataset.quads())) == len(set(small_quads()))
