"""The forms of answers. Every table and graph is written by Oxigraph itself, whole or not at all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse_query_results,
)

from kg.errors import QueryError, UsageError
from kg.queries.answers.xml import no_xml

Results = QuerySolutions | QueryBoolean | QueryTriples
Term = NamedNode | BlankNode | Literal | Triple


class Unwritable(UsageError):
    """An answer that the format that was asked for cannot hold."""


class TooLarge(QueryError):
    """An answer that is larger than this server gives. Nothing of it is given: a part would look like the whole."""


@dataclass(frozen=True, slots=True)
class Most:
    """How large an answer may be; 0 means without limit."""

    bytes: int = 0
    rows: int = 0
    """Rows of a table; a graph is bounded by its bytes alone."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form that an answer can be written in."""

    name: str
    media_types: tuple[str, ...]
    """An answer is labelled with the first; the others can be asked for as well."""
    writer: QueryResultsFormat | RdfFormat


TABLES = (
    Format("json", ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), QueryResultsFormat.XML),
    Format("csv", ("text/csv",), QueryResultsFormat.CSV),
    Format("tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
)
"""How the answer of a SELECT or ASK can be written; the first is the usual one."""
GRAPHS = (
    Format("turtle", ("text/turtle",), RdfFormat.TURTLE),
    Format("ntriples", ("application/n-triples",), RdfFormat.N_TRIPLES),
    Format("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    Format("trig", ("application/trig",), RdfFormat.TRIG),
    Format("nquads", ("application/n-quads",), RdfFormat.N_QUADS),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML),
    Format("n3", ("text/n3",), RdfFormat.N3),
)
"""How the answer of a CONSTRUCT or DESCRIBE can be written; the first is the usual one."""
BINDINGS = Format("json", ("application/sparql-results+json",), QueryResultsFormat.JSON)
"""How a graph is written for who reads tables only: a row a triple, with the variables subject, predicate and object."""
ALIASES = {"ttl": "turtle", "nt": "ntriples", "n-triples": "ntriples", "json-ld": "jsonld", "nq": "nquads", "n-quads": "nquads"}
ALIASES |= {"rdf": "rdfxml", "rdf/xml": "rdfxml", "rdf+xml": "rdfxml", "srj": "json", "srx": "xml"}
_OF_XML = (QueryResultsFormat.XML, RdfFormat.RDF_XML)


def formats(results: Results) -> tuple[Format, ...]:
    """The formats that an answer can be written in, the usual one first."""
    return GRAPHS if isinstance(results, QueryTriples) else TABLES


def format_named(name: str, among: Sequence[Format], also: Sequence[str] = ()) -> Format:
    """The format of a name ("csv", "ttl") or media type, one of `among`.

    `also` are names that the caller knows itself, for the message. Raises UsageError for a name that no format has, and
    Unwritable where these cannot be written so.
    """
    wanted = ALIASES.get(name.lower(), name.lower())
    fits = [item for item in (*among, *TABLES, *GRAPHS) if wanted == item.name or wanted in item.media_types]
    if not fits:
        known = ", ".join([*also, *(item.name for item in (*TABLES, *GRAPHS))])
        raise UsageError(f"there is no format {name!r}; known are {known}")
    if fits[0] not in among:
        fitting = ", ".join([*also, *(item.name for item in among)])
        raise Unwritable(f"this query's answer cannot be written as {name}; choose {fitting}")
    return fits[0]


def serialise(results: Results, chosen: Format, most: Most = Most()) -> bytes:
    """Write an answer in one of its `formats`, whole.

    Raises QueryError where working it out fails on the way, Unwritable for XML of what XML cannot hold, and TooLarge.
    """
    names = [variable.value for variable in results.variables] if isinstance(results, QuerySolutions) else []
    written = _Written(most.bytes)
    try:
        if isinstance(results, QueryTriples) and chosen is BINDINGS:
            _bindings(results, written)
        else:
            results.serialize(written, format=chosen.writer)  # type: ignore[arg-type]  # `formats` pairs writers with results
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be worked out: {error}") from error
    answer = written.getvalue()
    if most.rows and isinstance(results, QuerySolutions) and _rows(answer, chosen, names) > most.rows:
        raise TooLarge(f"the answer has more than {most.rows:,} rows; add a LIMIT, or take the whole graph from /dump.nq.gz")
    if chosen.writer in _OF_XML and (character := no_xml(answer.decode("utf-8"))):
        raise Unwritable(f"the answer has a character that XML cannot hold ({character}); ask for json, csv or tsv")
    return answer


class _Written:
    """What Oxigraph writes, up to a limit: an answer that is cut off would look like a whole one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if self._most and self._size > self._most:
            raise TooLarge(f"the answer has more than {self._most:,} bytes; add a LIMIT, or take the whole graph from /dump.nq.gz")
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Oxigraph flushes what it has written; there is nothing left to do."""

    def getvalue(self) -> bytes:
        return b"".join(self._parts)


def rows(table: bytes) -> list[dict[str, Term]]:
    """A table in JSON, read back: a mapping for each row from its bound variables to their terms."""
    solutions = parse_query_results(table, QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101  # callers ask with SELECT
    names = [variable.value for variable in solutions.variables]
    return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in solutions]


def _bindings(triples: QueryTriples, written: _Written) -> None:
    """A graph as a table of its triples, in the JSON format of SPARQL results."""
    names = ("subject", "predicate", "object")
    written.write(json.dumps({"head": {"vars": names}})[:-1].encode() + b',"results":{"bindings":[')
    before = b""
    for triple in triples:
        row = {name: _binding(term) for name, term in zip(names, triple, strict=True)}
        written.write(before + json.dumps(row, ensure_ascii=False).encode("utf-8"))
        before = b","
    written.write(b"]}}")


def _binding(term: Term) -> dict[str, object]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Literal():
            named: dict[str, object] = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
            plain = not term.language and term.datatype.value.endswith("XMLSchema#string")
            return {"type": "literal", "value": term.value, **({} if plain else named)}
    return {"type": "triple", "value": {name: _binding(part) for name, part in zip(("subject", "predicate", "object"), term, strict=True)}}


def _rows(answer: bytes, chosen: Format, variables: Sequence[str]) -> int:
    """How many rows a written table has, by what Oxigraph begins each with and escapes everywhere else.

    In CSV a line break inside a value counts as well.
    """
    match chosen.writer:
        case QueryResultsFormat.JSON:
            return sum(answer.count(b'{"%s":{"type":"' % name.encode("utf-8")) for name in variables)
        case QueryResultsFormat.XML:
            return answer.count(b"<result>")
        case _:
            return answer.count(b"\n") - 1
