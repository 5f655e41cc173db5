"""Networks, read back by NetworkX, as Gephi, yEd and Cytoscape read them."""

import io
import json
from pathlib import Path

import networkx
import pytest
from exporting import BAD, BLAST, HERE, publish_with_a_bad_name, written

READERS = {"gexf": networkx.read_gexf, "graphml": networkx.read_graphml}
NUR, ISLAMIC_STATE = f"{HERE.base}entity/nur", f"{HERE.base}entity/Q2429253"


def read(folder: Path, form: str, **filters: str) -> "networkx.MultiDiGraph[str]":
    return READERS[form](io.BytesIO(written(folder, form, **filters)))


@pytest.mark.parametrize("form", READERS)
def test_nodes_have_names_in_both_languages_a_class_and_dates(small_store: Path, form: str) -> None:
    nodes = read(small_store, form).nodes
    assert (nodes[ISLAMIC_STATE]["label_ar"], nodes[ISLAMIC_STATE]["label_en"]) == ("تنظيم داعش", "Islamic State")
    blast = nodes[BLAST]
    assert (blast["class"], blast["sort"], blast["earliest"], blast["killed"]) == ("Bombing", "incident", "2024-05-01", 15)


@pytest.mark.parametrize("form", READERS)
def test_what_is_not_known_is_left_out_and_never_0(small_store: Path, form: str) -> None:
    plot = read(small_store, form).nodes[f"{HERE.base}event/plot"]
    assert not {"killed", "injured", "earliest"} & plot.keys()


@pytest.mark.parametrize("form", READERS)
def test_who_is_accused_and_denies_it_is_linked_twice(small_store: Path, form: str) -> None:
    edges = read(small_store, form).get_edge_data(BLAST, NUR)
    assert {edge["relation"] for edge in edges.values()} == {"accused", "deniedBy"}


@pytest.mark.parametrize("form", READERS)
def test_a_filter_leaves_its_incidents_and_who_has_a_part_in_them(small_store: Path, form: str) -> None:
    nodes = read(small_store, form, kind="kg:Bombing").nodes
    assert {node for node, each in nodes.items() if each["sort"] == "incident"} == {BLAST}
    assert {NUR, ISLAMIC_STATE} <= set(nodes)
    assert f"{HERE.base}entity/khatib" not in nodes


def test_without_a_filter_relations_between_entities_are_there(small_store: Path) -> None:
    edges = read(small_store, "graphml").get_edge_data(NUR, f"{HERE.base}entity/fajr")
    assert [edge["relation"] for edge in edges.values()] == ["partOf"]


def test_a_country_around_the_place_of_a_chosen_incident_is_there(small_store: Path) -> None:
    assert f"{HERE.base}entity/Q858" in read(small_store, "gexf", kind="kg:Bombing").nodes


@pytest.mark.parametrize("form", ["gexf", "graphml", "cytoscape"])
def test_the_same_graph_is_the_same_bytes_on_any_day(small_store: Path, form: str) -> None:
    assert written(small_store, form) == written(small_store, form)
    assert b"lastmodified" not in written(small_store, form)


def test_cytoscape_has_the_same_nodes_and_edges(small_store: Path) -> None:
    elements = json.loads(written(small_store, "cytoscape"))["elements"]
    graph = read(small_store, "graphml")
    assert {node["data"]["id"] for node in elements["nodes"]} == set(graph.nodes)
    assert {(edge["data"]["source"], edge["data"]["target"]) for edge in elements["edges"]} == set(graph.to_directed().edges())


def test_networkx_reads_the_file_for_cytoscape(small_store: Path) -> None:
    found = networkx.cytoscape_graph(json.loads(written(small_store, "cytoscape")))
    graph = read(small_store, "graphml")
    assert set(found.nodes) == set(graph.nodes)
    assert found.number_of_edges() == graph.number_of_edges()


def test_a_bad_name_is_a_name_and_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    publish_with_a_bad_name(tmp_path)
    for form in READERS:
        assert read(tmp_path, form).nodes[BLAST]["label_ar"] == BAD.replace("\x01", "\ufffd")
