"""The page of the ontology: every term, its place, its count and an example."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.ontology import PARENT, PREFIXES, labels, vocabulary
from kg.queries import load_file
from kg.resources import resource
from kg.settings import Settings
from kg.web import create_app

TERMS = {triple.subject.value.removeprefix(PREFIXES["kg"]) for triple in vocabulary() if triple.subject.value.startswith(PREFIXES["kg"])}
DATATYPES = {"plover", "gtdAttackType", "gtdTargetType", "acledActorType"}


@pytest.fixture(scope="module")
def client(small_store: Path) -> FlaskClient:
    return create_app(Settings(store=small_store)).test_client()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_term_has_a_place_of_its_own_a_label_and_a_meaning(client: FlaskClient, language: str) -> None:
    page = client.get(f"/ontology?lang={language}").text
    ids = re.findall(r'<(?:li|tr|h4) id="(\w+)"', page)
    assert set(ids) == TERMS - DATATYPES
    assert len(ids) == len(set(ids))
    assert all(labels()[name][language] in page for name in ids)


def test_classes_stand_below_their_superclasses(client: FlaskClient) -> None:
    page = client.get("/ontology?lang=en").text
    depth = {}
    for line in re.finditer(r'<ul|</ul>|<li id="(\w+)"', page.partition('id="classes"')[2].partition('id="properties"')[0]):
        depth["now"] = depth.get("now", 0) + {"<ul": 1, "</ul>": -1}.get(line.group(), 0)
        if line[1]:
            depth[line[1]] = depth["now"]
    assert all(depth[kind] == depth[parent] + 1 for kind, parent in PARENT.items() if parent)


def test_counts_and_examples_come_from_the_graph(client: FlaskClient) -> None:
    page = client.get("/ontology?lang=en").text
    bombing = page.partition('<li id="Bombing"')[2].partition("</li>")[0]
    assert '<b class="count">1</b>' in bombing
    assert "Bombing in Al-Hasakah, 1 May 2024" in bombing
    assert "COERCE/arrest" in page


def test_the_query_of_examples_asks_for_every_class_property_and_individual() -> None:
    asked = set(re.findall(r"VALUES \?term \{ kg:(\w+) \}", load_file(resource("queries") / "ontology-examples.rq").text))
    lists = {"ActorType", "Status", "SpeechAct", "Qualifier", "Scope", "Decision"}
    assert asked == TERMS - DATATYPES - lists


def test_without_a_graph_the_terms_are_still_told(tmp_path: Path) -> None:
    page = create_app(Settings(store=tmp_path)).test_client().get("/ontology?lang=en")
    assert page.status_code == 200
    assert "Suicide bombing" in page.text
