"""Files of networks: GEXF for Gephi, GraphML for yEd, Cytoscape and igraph, JSON for Cytoscape and Cytoscape.js.

A node has its IRI as its id, names in both languages, its class, and what else is known of it; an edge has the property that it
stands for, and goes from an incident to who has a part in it, from a part to the whole. What is not known is left out, never 0.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO

import networkx

from kg.exports.characters import writable
from kg.exports.chosen import Chosen
from kg.exports.network import Entity, Network, Relation, read_network
from kg.incidents import Incident
from kg.ontology import labels

_Attributes = dict[str, str | int | float]
_TODAY = re.compile(rb' lastmodifieddate="[0-9-]+"')
_VERSION = "1.2draft"
"""Of GEXF: what Gephi has read since its first versions."""


def write_gexf(chosen: Chosen) -> Iterator[bytes]:
    """GEXF, without the day on which it was written: the same network is the same bytes."""
    written = BytesIO()
    networkx.write_gexf(_graph(read_network(chosen)), written, prettyprint=False, version=_VERSION)
    yield _TODAY.sub(b"", written.getvalue(), count=1)


def write_graphml(chosen: Chosen) -> Iterator[bytes]:
    """GraphML."""
    written = BytesIO()
    networkx.write_graphml_xml(_graph(read_network(chosen)), written, prettyprint=False)
    yield written.getvalue()


def write_cytoscape(chosen: Chosen) -> Iterator[str]:
    """The elements of Cytoscape.js: `data` of a node has `id` and `name`, that of an edge `source`, `target` and `interaction`.

    NetworkX reads it too (`cytoscape_graph`), which wants a node's `value` and an edge's `key`.
    """
    network = read_network(chosen)
    nodes = [{"data": {"id": iri, "value": iri, "name": each["label"], **each}} for iri, each in _nodes(network)]
    edges = [
        {"data": {"id": key, "key": key, "source": each.subject, "target": each.object, "interaction": each.kind, **_edge(each)}}
        for key, each in ((f"e{number}", relation) for number, relation in enumerate(network.relations))
    ]
    whole = {"data": {"name": "Isnad"}, "directed": True, "multigraph": True}
    yield json.dumps({**whole, "elements": {"nodes": nodes, "edges": edges}}, ensure_ascii=False)


def _graph(network: Network) -> "networkx.MultiDiGraph[str]":
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, attributes in _nodes(network):
        graph.add_node(iri, **{name: _for_xml(value) for name, value in attributes.items()})
    for number, relation in enumerate(network.relations):
        graph.add_edge(relation.subject, relation.object, key=f"e{number}", id=f"e{number}", **_edge(relation))
    return graph


def _nodes(network: Network) -> Iterator[tuple[str, _Attributes]]:
    for iri, entity in network.entities.items():
        yield iri, _of_entity(entity)
    for incident in network.incidents:
        yield incident.iri, _of_incident(incident)


def _of_entity(entity: Entity) -> _Attributes:
    found: dict[str, str | int | float | None] = {
        "label": entity.ar,
        "label_ar": entity.ar,
        "label_en": entity.en or None,
        "class": entity.kind,
        "sort": "entity",
        "wikidata": entity.wikidata or None,
        "latitude": entity.latitude,
        "longitude": entity.longitude,
    }
    return _known(found)


def _of_incident(incident: Incident) -> _Attributes:
    found: dict[str, str | int | float | None] = {
        "label": incident.ar,
        "label_ar": incident.ar,
        "label_en": incident.en or None,
        "class": incident.kind,
        "sort": "incident",
        "status": incident.status,
        "earliest": incident.earliest.isoformat() if incident.earliest else None,
        "latest": incident.latest.isoformat() if incident.latest else None,
        "killed": incident.killed.best if incident.killed else None,
        "injured": incident.injured.best if incident.injured else None,
        "reports": len(incident.reports),
        "independent_sources": incident.sources,
    }
    return _known(found)


def _edge(relation: Relation) -> dict[str, str]:
    named = labels().get(relation.kind, {})
    return {"relation": relation.kind, "label_ar": named.get("ar", relation.kind), "label_en": named.get("en", relation.kind)}


def _known(found: dict[str, str | int | float | None]) -> _Attributes:
    return {name: value for name, value in found.items() if value is not None}


def _for_xml(value: str | float) -> str | float:
    return writable(value) if isinstance(value, str) else value
