"""What OpenAPI says of the routes that every server has, and the parts that all descriptions share."""

from collections.abc import Mapping, Sequence
from typing import Any

from kg.queries import GRAPHS, HTML, TABLES
from kg.search import TYPES

Described = dict[str, Any]
"""A part of the description, as JSON has it."""
_STRING: Described = {"type": "string"}
_WHOLE: Described = {"type": "integer", "minimum": 0}
_FORM = "application/x-www-form-urlencoded"
_RDF: Described = {item.media_types[0]: {"schema": _STRING} for item in GRAPHS if item.name != "jsonld"} | {
    "application/ld+json": {"schema": {}}
}
_TABLES: Described = {
    item.media_types[0]: {"schema": {"$ref": "#/components/schemas/Results"} if item.name == "json" else _STRING} for item in TABLES
}
_PAGE: Described = {HTML: {"schema": _STRING}}
_PROBLEMS = {
    "400": "What was asked cannot be answered as it was asked; the text says why.",
    "403": "What was asked is not allowed here.",
    "404": "There is nothing of this name.",
    "406": "The answer cannot be written in the format that was asked for.",
    "413": "The request or its answer is too large.",
    "415": "The body is of a media type that is not read here.",
    "429": "Too many questions at once; come again after Retry-After seconds.",
    "500": "The query ended the process that ran it, or the server made a mistake.",
    "503": "There is no graph yet, or the query took too long; come again after Retry-After seconds.",
}
COMPONENTS: Described = {
    "schemas": {
        "Problem": {
            "type": "object",
            "required": ["error"],
            "properties": {"error": _STRING, "line": {"type": "integer"}, "column": {"type": "integer"}},
        },
        "Results": {"type": "object", "required": ["head"], "description": "SPARQL 1.1 Query Results JSON Format"},
    },
    "securitySchemes": {"writing": {"type": "http", "scheme": "bearer", "description": "The token that the server was started with"}},
}


def problem(description: str) -> Described:
    """An answer that says what is wrong."""
    content = {"text/plain": {"schema": _STRING}, "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


def answers(content: Described, description: str = "The answer, whole.") -> Described:
    """An operation's responses: one with this content, and all that can go wrong."""
    return {"200": {"description": description, "content": content}} | {status: problem(told) for status, told in _PROBLEMS.items()}


def contents(form: str = "") -> Described:
    """What an answer to a query of this form can be written as; without a form, of any."""
    tables, graphs = form in ("", "SELECT", "ASK"), form in ("", "CONSTRUCT", "DESCRIBE")
    bindings = {"application/sparql-results+json": _TABLES["application/sparql-results+json"]}
    return {**(_TABLES if tables else {}), **(_RDF | bindings if graphs else {}), **_PAGE}


def _parameter(name: str, schema: Described, description: str, *, required: bool = False) -> Described:
    described: Described = {"name": name, "in": "query", "required": required, "description": description, "schema": schema}
    return described if required else {**described, "allowEmptyValue": True}


def format_parameter(names: Sequence[str]) -> Described:
    """`?format=`, which counts for more than the header Accept."""
    return _parameter("format", {"type": "string", "enum": list(names)}, "The format; without it the header Accept decides")


TIMEOUT = _parameter(
    "timeout", {"type": "number", "exclusiveMinimum": 0}, "Seconds that it may take, where that is less than the server's limit"
)
LANG = _parameter("lang", _STRING, "The language of pages: ar or en")
_ALL_FORMATS = format_parameter(["html", *(item.name for item in (*TABLES, *GRAPHS))])
_IRIS: Described = {"type": "array", "items": {"type": "string", "format": "iri"}}
_SCOPE = {
    "default-graph-uri": {**_IRIS, "description": "Graphs whose triples the query sees as its default graph"},
    "named-graph-uri": {**_IRIS, "description": "Graphs that GRAPH sees"},
}
_SCOPE_PARAMETERS = [_parameter(name, schema, str(schema["description"])) for name, schema in _SCOPE.items()]
_GRAPH = [
    _parameter("graph", {"type": "string"}, "The graph's IRI"),
    _parameter("default", _STRING, "Given, it is the default graph that is meant"),
]
_SEARCH = [
    _parameter("type", {"type": "string", "enum": list(TYPES)}, "Only things of this type"),
    _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "How many at most"),
]
_JSON: Described = {"application/json": {"schema": {}}}
_TEXT: Described = {"text/plain": {"schema": _STRING}}
_WRITTEN: Described = {"200": {"description": "Done."}, "201": {"description": "Made."}, "204": {"description": "Done."}}
_WRITING: Described = {
    "tags": ["writing"],
    "security": [{"writing": []}],
    "responses": {
        **_WRITTEN,
        **{status: problem(told) for status, told in _PROBLEMS.items()},
        "401": problem("The token is missing or wrong."),
    },
}


def _body(media_type: str, fields: Mapping[str, Described], required: str, raw: str) -> Described:
    """A request's body: a form with these fields, or the text itself as `raw`."""
    form = {"type": "object", "required": [required], "properties": fields}
    return {"required": True, "content": {media_type: {"schema": form}, raw: {"schema": _STRING}}}


def _getting(summary: str, tag: str, content: Described, parameters: Sequence[Described] = ()) -> Described:
    return {"summary": summary, "tags": [tag], "parameters": list(parameters), "responses": answers(content)}


_ASKING: Described = {"summary": "Ask a query in SPARQL 1.1", "tags": ["sparql"], "responses": answers(contents())}
_BODY = _body(_FORM, {"query": _STRING, **_SCOPE}, "query", "application/sparql-query")
_RDF_BODY: Described = {"required": True, "content": _RDF}
_QUERY = _parameter("query", _STRING, "The query; without one the service describes itself")
_WORDS = _parameter("q", _STRING, "Words, in any spelling", required=True)
FIXED: Mapping[tuple[str, str], Described] = {
    ("GET", "/"): _getting("The start page", "pages", _PAGE, [LANG]),
    ("GET", "/sparql"): {**_ASKING, "parameters": [_QUERY, *_SCOPE_PARAMETERS, _ALL_FORMATS, TIMEOUT, LANG]},
    ("POST", "/sparql"): {**_ASKING, "parameters": [_ALL_FORMATS, TIMEOUT, LANG], "requestBody": _BODY},
    ("GET", "/queries"): _getting("All saved queries with their parameters", "queries", {**_JSON, **_PAGE}, [LANG]),
    ("GET", "/search"): _getting(
        "Find things by their names, and articles by their words",
        "search",
        {**_JSON, **_PAGE},
        [_WORDS, *_SEARCH, _parameter("offset", _WHOLE, "How many hits are left out before the first"), LANG],
    ),
    ("GET", "/search/suggest"): _getting("Names that begin so", "search", _JSON, [_WORDS, *_SEARCH]),
    ("GET", "/openapi.json"): _getting("This description", "server", _JSON, [LANG]),
    ("GET", "/health"): _getting("Whether the server runs", "server", _TEXT),
    ("GET", "/ready"): _getting("Whether queries can be answered", "server", _TEXT),
    ("GET", "/sparql/status"): _getting("How many queries run", "server", _JSON),
    ("POST", "/sparql/status"): _getting("How many queries run", "server", _JSON),
    ("GET", "/rdf/statistics/summary"): _getting("What the graph holds, counted", "graph", _JSON),
    ("GET", "/metrics"): _getting("Figures for Prometheus", "server", _TEXT),
    ("GET", "/dump.nq.gz"): _getting("The whole graph as N-Quads, compressed", "graph", {"application/gzip": {}}),
    ("GET", "/dump.trig"): _getting("The whole graph as TriG", "graph", {"application/trig": {"schema": _STRING}}),
    ("GET", "/export"): _getting("All formats of files for other tools, with their addresses", "exports", _JSON),
    ("GET", "/export/{name}"): _getting("A file for another tool, of the incidents that the filters leave", "exports", {"*/*": {}}, [LANG]),
    ("GET", "/feeds/{name}.atom"): _getting("What a saved query answers, as an Atom feed", "exports", {"application/atom+xml": {}}, [LANG]),
    ("GET", "/feeds/{name}.json"): _getting("What a saved query answers, as a JSON Feed", "exports", {"application/feed+json": {}}, [LANG]),
    ("GET", "/graphs"): _getting("A graph (Graph Store Protocol)", "graph", _RDF, [*_GRAPH, _ALL_FORMATS]),
    ("PUT", "/graphs"): {
        "summary": "Put a graph in place of the one that is there",
        **_WRITING,
        "parameters": _GRAPH,
        "requestBody": _RDF_BODY,
    },
    ("POST", "/graphs"): {"summary": "Add to a graph", **_WRITING, "parameters": _GRAPH, "requestBody": _RDF_BODY},
    ("DELETE", "/graphs"): {"summary": "Remove a graph", **_WRITING, "parameters": _GRAPH},
    ("GET", "/graphs/{path}"): _getting("A graph whose name is this address", "graph", _RDF, [_ALL_FORMATS]),
    ("PUT", "/graphs/{path}"): {"summary": "Put a graph in place of the one at this address", **_WRITING, "requestBody": _RDF_BODY},
    ("POST", "/graphs/{path}"): {"summary": "Add to the graph at this address", **_WRITING, "requestBody": _RDF_BODY},
    ("DELETE", "/graphs/{path}"): {"summary": "Remove the graph at this address", **_WRITING},
    ("POST", "/update"): {
        "summary": "Change the graph by SPARQL 1.1 Update",
        **_WRITING,
        "requestBody": _body(_FORM, {"update": _STRING}, "update", "application/sparql-update"),
    },
}
"""By method and path. A server describes those that it has; what is not here is described by what its function says of itself."""
