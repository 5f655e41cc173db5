"""Runs queries and writes their answers; every answer is serialised by Oxigraph itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from kg.errors import QueryError, UsageError
from kg.ontology import Instances
from kg.queries.names import prefixes, shorten
from kg.queries.tokens import calls_service, is_update, kind, tokens
from kg.queries.xml import no_xml

Results = QuerySolutions | QueryBoolean | QueryTriples
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST_EXPECTATION = 120


class SyntaxProblem(QueryError):
    """A text that is no SPARQL query; `line` and `column` count from 1 and say where reading stopped."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Refused(QueryError):
    """A query that would change the store or call another server: the graph is only read here."""


class Unwritable(UsageError):
    """An answer that the format that was asked for cannot hold."""


@dataclass(frozen=True, slots=True)
class Scope:
    """IRIs of the graphs that a query sees as its default and named ones; none: the store's own."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A form that an answer can be written in."""

    name: str
    media_types: tuple[str, ...]
    """An answer is labelled with the first; the others can be asked for as well."""
    writer: QueryResultsFormat | RdfFormat


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as rows of short text for people: IRIs shortened, literals bare, "" where a variable is unbound."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


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
)
"""How the answer of a CONSTRUCT or DESCRIBE can be written; the first is the usual one."""
ALIASES = {"ttl": "turtle", "nt": "ntriples", "n-triples": "ntriples", "json-ld": "jsonld", "nq": "nquads", "n-quads": "nquads"}


def run(store: Store, text: str, instances: Instances, scope: Scope | None = None) -> Results:
    """Ask the store a query. The answer belongs to this thread, and is worked out while it is read.

    Raises SyntaxProblem, Refused, or QueryError for what cannot be worked out.
    """
    if is_update(text):
        raise Refused("this is an update, and the graph is only read here: ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    if calls_service(text):
        raise Refused(
            "SERVICE is refused: this server asks no other one. If you only mean a name that contains “service”, write it with a prefix"
        )
    _check_prefixes(text, prefixes(instances))
    scope = scope or Scope()
    try:
        return store.query(
            text,
            prefixes=prefixes(instances),
            default_graph=[_graph(iri) for iri in scope.default_graphs] or ([] if scope.named_graphs else None),
            named_graphs=[_graph(iri) for iri in scope.named_graphs] or ([] if scope.default_graphs else None),
        )
    except SyntaxError as error:
        raise _syntax_problem(text, str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be worked out: {error}") from error


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


def serialise(results: Results, chosen: Format) -> bytes:
    """Write an answer in one of its `formats`.

    Raises QueryError where working it out fails on the way, and Unwritable for XML of what XML cannot hold.
    """
    try:
        written = results.serialize(format=chosen.writer) or b""  # type: ignore[arg-type]  # `formats` pairs writers with results
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be worked out: {error}") from error
    if chosen.writer == QueryResultsFormat.XML and (character := no_xml(written.decode("utf-8"))):
        raise Unwritable(f"the answer has a character that XML cannot hold ({character}); ask for json, csv or tsv")
    return written


def answer(store: Store, text: str, format_name: str | None, instances: Instances, also: Sequence[str] = ()) -> bytes:
    """Ask and write in one step. Without a name: JSON for a table, Turtle for a graph. `also` as for `format_named`.

    Raises QueryError, and UsageError for a format that does not fit the query.
    """
    results = run(store, text, instances)
    among = formats(results)
    return serialise(results, format_named(format_name, among, also) if format_name else among[0])


def table(results: Results, instances: Instances) -> Table:
    """An answer as rows for people; triples have three columns, an ASK one."""
    if isinstance(results, QueryBoolean):
        return Table(("answer",), iter([("yes" if results else "no",)]))
    names = ("subject", "predicate", "object") if isinstance(results, QueryTriples) else (v.value for v in results.variables)
    return Table(tuple(names), _rows(results, instances))


def _rows(results: QuerySolutions | QueryTriples, instances: Instances) -> Iterator[tuple[str, ...]]:
    try:
        for row in results:
            yield tuple(_cell(value, instances) for value in row)
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be worked out: {error}") from error


def _cell(value: object, instances: Instances) -> str:
    if isinstance(value, NamedNode):
        return shorten(value.value, instances)
    if isinstance(value, Literal):
        return value.value
    return "" if value is None else str(value)


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"a graph's name must be an IRI, not {iri!r}") from error


def _check_prefixes(text: str, known: dict[str, str]) -> None:
    """Oxigraph reports an undeclared prefix somewhere else and as something else: look for it first."""
    declared = set(known) | {"_"}
    before = ""
    for token in tokens(text):
        if kind(token) == "name":
            prefix = token.group("prefix") or ""
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                raise _problem(text, token.start(), f"the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> first")
        if kind(token) not in ("space", "comment"):
            before = token.group().upper()


def _syntax_problem(text: str, message: str) -> QueryError:
    found = _POSITION.match(message)
    if not found:
        return QueryError(f"the query cannot be read: {message}")
    line, column = int(found[1]), int(found[2])
    expected = " ".join(found[3].split())
    if len(expected) > _LONGEST_EXPECTATION:
        expected = expected[:_LONGEST_EXPECTATION].rsplit(",", 1)[0] + ", …"
    offset = sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1
    return _problem(text, offset, f"the query cannot be read from here on: {expected}")


def _problem(text: str, offset: int, what: str) -> SyntaxProblem:
    """Says what is wrong, where, and shows the line with a mark under the place."""
    before = text[:offset].split("\n")
    line, column = len(before), len(before[-1]) + 1
    shown = text.split("\n")[line - 1].rstrip("\r")
    return SyntaxProblem(f"line {line}, column {column}: {what}\n\n{shown}\n{' ' * (column - 1)}^", line, column)
