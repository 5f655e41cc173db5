"""What this service is, in the vocabularies of SPARQL 1.1 Service Description and VoID.

It is given as a CONSTRUCT query with nothing to look for, so that the workers write it in whatever format a client accepts.
"""

from collections.abc import Iterator

from flask import Response, json

from kg.queries import GRAPHS, TABLES
from kg.stats import Contents, read_counts
from kg.web.answering.answers import problem
from kg.web.context import Context
from kg.web.protocols.access import own_address

_PREFIXES = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX formats: <http://www.w3.org/ns/formats/>
"""
_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
    "rdfxml": "RDF_XML",
    "n3": "N3",
}
"""The W3C's names of our formats."""


def description(context: Context) -> str:
    """A query whose answer describes the service. Raises UsageError as `own_address`."""
    counted = read_counts(context.settings.store / "current")
    endpoint = own_address("sparql")
    said = " ;\n  ".join(_service(context, endpoint, counted))
    return f"{_PREFIXES}CONSTRUCT {{ <{endpoint}> {said} . }} WHERE {{}}"


def _service(context: Context, endpoint: str, counted: Contents | None) -> Iterator[str]:
    writable = context.settings.write_token != "none"  # noqa: S105  # the setting's name for no token
    yield "a sd:Service"
    yield f"sd:endpoint <{endpoint}>"
    yield "sd:supportedLanguage sd:SPARQL10Query, sd:SPARQL11Query" + (", sd:SPARQL11Update" if writable else "")
    yield f"sd:resultFormat {', '.join(f'formats:{_FORMATS[item.name]}' for item in (*TABLES, *GRAPHS))}"
    if writable:
        yield f"sd:inputFormat {', '.join(f'formats:{_FORMATS[item.name]}' for item in GRAPHS)}"
    if context.settings.service_hosts != "none":
        yield "sd:feature sd:BasicFederatedQuery"
    whole = [f"void:sparqlEndpoint <{endpoint}>", *(f"void:dataDump <{own_address(f'dump.{name}')}>" for name in ("nq.gz", "trig"))]
    default = f"sd:defaultGraph [ {' ; '.join(('a sd:Graph, void:Dataset', *_graph(counted)))} ]"
    yield f"sd:defaultDataset [ {' ; '.join(('a sd:Dataset, void:Dataset', *whole, *_dataset(counted), default))} ]"


def _dataset(counted: Contents | None) -> Iterator[str]:
    if counted:
        yield f"void:uriSpace {json.dumps(counted.base)}"
        yield f"void:documents {counted.documents}"
        yield f"void:entities {counted.entities}"


def _graph(counted: Contents | None) -> Iterator[str]:
    if counted is None:  # published by a version that did not count
        return
    yield f"void:triples {counted.triples}"
    yield f"void:entities {counted.entities}"
    yield f"void:classes {len(counted.classes)}"
    yield f"void:properties {len(counted.properties)}"
    yield f"void:distinctSubjects {counted.subjects}"
    for iri, number in counted.classes:
        yield f"void:classPartition [ void:class <{iri}> ; void:entities {number} ]"
    for iri, number in counted.properties:
        yield f"void:propertyPartition [ void:property <{iri}> ; void:triples {number} ]"


def summary(context: Context) -> Response:
    """The counts as Amazon Neptune's graph summary has them, for explorers made for that; 404 where nothing was counted."""
    counted = read_counts(context.settings.store / "current")
    if counted is None:
        return problem(404, "nothing was counted when this graph was published")
    found = {
        "numDistinctSubjects": counted.subjects,
        "numDistinctPredicates": len(counted.properties),
        "numQuads": counted.stats.quads,
        "numClasses": len(counted.classes),
        "classes": [iri for iri, _ in counted.classes],
        "predicates": [{iri: number} for iri, number in counted.properties],
    }
    body = {"status": "200 OK", "payload": {"version": "v1", "graphSummary": found}}
    return Response(json.dumps(body, ensure_ascii=False), mimetype="application/json")
