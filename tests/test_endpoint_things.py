"""Every name of an instance answers where the server is asked for it: as a page, and as RDF."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse
from stores import publish, small_quads

from kg.ontology import Instances, term
from kg.settings import Settings
from kg.web import create_app

ARTICLE = f"/id/article/{quote('خبر-1')}"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
REPORT, NODE = Instances().node("event", "report"), Instances().node("event", "blast")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    store = tmp_path_factory.mktemp("things")
    joined = Quad(REPORT, term("dcterms:isReplacedBy"), NODE, Instances().article("خبر-2"))
    merged = Quad(joined.subject, joined.predicate, joined.object, DefaultGraph())
    publish(store, "1", [*small_quads(), joined, merged])
    return create_app(Settings(store=store)).test_client()


def test_an_incident_is_rdf_for_programs_with_its_claims(client: FlaskClient) -> None:
    answer = client.get("/id/event/blast", headers={"Accept": "application/n-triples"})
    assert answer.mimetype == "application/n-triples"
    triples = list(parse(answer.data, RdfFormat.N_TRIPLES))
    assert any(triple.subject == NODE and triple.predicate.value.endswith("killed") for triple in triples)
    assert any(triple.predicate == term("rdf:subject") and triple.object == NODE for triple in triples)


def test_an_incident_is_a_page_for_people_with_the_words_that_vouch_for_it(client: FlaskClient) -> None:
    page = client.get("/id/event/blast?lang=en", headers={"Accept": BROWSER}).text
    assert "قُتل 12 شخصا" in page
    assert f'href="{ARTICLE}?lang=en"' in page
    assert 'dir="rtl"' in client.get("/id/event/blast?lang=ar", headers={"Accept": BROWSER}).text


def test_an_article_is_its_own_graph_and_its_arabic_name_survives(client: FlaskClient) -> None:
    answer = client.get(ARTICLE, headers={"Accept": "text/turtle"})
    article = NamedNode("https://w3id.org/isnad/id/article/%D8%AE%D8%A8%D8%B1-1")
    assert any(triple.subject == article for triple in parse(answer.data, RdfFormat.TURTLE))
    assert "تفجير في سوق الحسكة" in client.get(ARTICLE, headers={"Accept": BROWSER}).text


def test_a_report_that_was_joined_leads_to_what_it_became(client: FlaskClient) -> None:
    answer = client.get("/id/event/report?format=turtle")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/id/event/blast?format=turtle")
    assert client.get("/id/event/report?format=turtle", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("name", ["event/none", "entity/Q1%3E%20%7D", "secret/1", "event/", "article/.."])
def test_what_is_not_there_is_404_and_never_a_query_of_its_own(client: FlaskClient, name: str) -> None:
    assert client.get(f"/id/{name}").status_code == 404


def test_every_format_of_a_graph_is_offered(client: FlaskClient) -> None:
    page = client.get("/id/event/blast", headers={"Accept": BROWSER}).text
    for name in ("turtle", "ntriples", "jsonld", "trig", "nquads"):
        assert f'href="?format={name}"' in page
        assert client.get(f"/id/event/blast?format={name}").status_code == 200


def test_without_a_graph_it_says_so(tmp_path: Path) -> None:
    assert create_app(Settings(store=tmp_path)).test_client().get("/id/event/blast").status_code == 503


def test_nothing_leads_to_another_site_by_itself_or_to_a_script(tmp_path: Path) -> None:
    graph = Instances().graph("own")
    moved = Quad(Instances().node("event", "gone"), term("dcterms:isReplacedBy"), NamedNode("https://evil.example/"), graph)
    reader, fajr = Instances().node("reader", "small"), Instances().node("entity", "fajr")
    script = NamedNode("javascript:alert(1)")
    publish(tmp_path, "1", [*small_quads(), moved, Quad(reader, term("rdfs:seeAlso"), script), Quad(fajr, term("owl:sameAs"), script)])
    client = create_app(Settings(store=tmp_path)).test_client()
    assert client.get("/id/event/gone").status_code == 200
    page = client.get("/id/reader/small", headers={"Accept": BROWSER}).text
    assert "javascript:alert(1)" in page
    assert 'href="javascript:' not in page
    assert 'href="javascript:' not in client.get("/id/entity/fajr", headers={"Accept": BROWSER}).text


def test_an_article_shows_its_text_its_claims_with_their_words_and_whom_it_mentions(client: FlaskClient) -> None:
    page = client.get(ARTICLE, headers={"Accept": BROWSER}).text
    assert "مسؤوليته عن التفجير. واتهم الجيش السوري" in re.sub(r"<[^>]+>", "", page)
    assert '<q lang="ar" dir="auto">' in page
    assert "/id/entity/khatib" in page
    assert "بحسب <q" in page
