"""Runs queries, and says where one that cannot be read is wrong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import QueryError, UsageError
from kg.ontology import Instances
from kg.queries.answers.writing import Results, format_named, formats, serialise
from kg.queries.names import prefixes, shorten
from kg.queries.sparql.tokens import is_update, kind, services, tokens

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_KEYWORD = re.compile(r"(?:is)?[A-Z][A-Z0-9_]+")
_ANYTHING = "[_]"
"""Where less is left of the text than a keyword has characters Oxigraph expects just any character."""
_LONGEST_EXPECTATION = 120
_SHOWN = 100
"""Characters of a line that are shown on either side of a mistake."""


class SyntaxProblem(QueryError):
    """A text that is no SPARQL query; `line` and `column` count from 1 and say where reading stopped."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message, line, column)  # all three, so that it can be sent from one process to another
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return str(self.args[0])


class Refused(QueryError):
    """A query that would change the store or call another server: the graph is only read here."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What goes with a query: IRIs of the graphs that it sees as its default and named ones; none: the store's own."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str = ""
    """Against which relative IRIs of the query are resolved; none: they are refused."""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as rows of short text for people: IRIs shortened, literals bare, "" where a variable is unbound."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


def run(store: Store, text: str, instances: Instances, scope: Scope | None = None, hosts: Sequence[str] = ()) -> Results:
    """Ask the store a query. The answer belongs to this thread, and is worked out while it is read.

    `hosts` are those that SERVICE may ask. Raises SyntaxProblem, Refused, or QueryError for what cannot be worked out.
    """
    if "service" in text.lower() and any(urlsplit(asked).hostname not in hosts for asked in services(text)):
        may = f"only {', '.join(hosts)} may be asked" if hosts else "this server asks no other one"
        raise Refused(f"SERVICE is refused: {may}. If you only mean a name that contains “service”, write it with a prefix")
    known, scope = prefixes(instances), scope or Scope()
    try:
        return store.query(
            text,
            prefixes=known,
            base_iri=scope.base or None,
            default_graph=[_graph(iri) for iri in scope.default_graphs] or ([] if scope.named_graphs else None),
            named_graphs=[_graph(iri) for iri in scope.named_graphs] or ([] if scope.default_graphs else None),
        )
    except SyntaxError as error:
        raise _explained(text, str(error), known) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be worked out: {error}") from error


def _explained(text: str, message: str, known: dict[str, str]) -> QueryError:
    """Why Oxigraph cannot read a query, in words that help."""
    if is_update(text):
        return Refused("this is an update, and the graph is only read here: ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return _undeclared(text, known) or syntax_problem(text, message)


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


def _undeclared(text: str, known: dict[str, str]) -> SyntaxProblem | None:
    """The first prefix that is not declared: Oxigraph reports it somewhere else and as something else."""
    declared = set(known) | {"_"}
    before = ""
    for token in tokens(text):
        if kind(token) == "name":
            prefix = token.group("prefix") or ""
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return _problem(text, token.start(), f"the prefix {prefix}: is not declared; write PREFIX {prefix}: <…> first")
        if kind(token) not in ("space", "comment"):
            before = token.group().upper()
    return None


def syntax_problem(text: str, message: str) -> QueryError:
    """What Oxigraph's complaint about a text means, with the place shown."""
    found = _POSITION.match(message)
    if not found:
        return QueryError(f"the query cannot be read: {message}")
    line, column = int(found[1]), int(found[2])
    expected = " ".join(found[3].split())
    if len(expected) > _LONGEST_EXPECTATION:
        expected = expected[:_LONGEST_EXPECTATION].rsplit(",", 1)[0] + ", …"
    offset = sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1
    return _problem(text, _meant(text, offset, found[3]), f"the query cannot be read from here on: {expected}")


def _meant(text: str, offset: int, expected: str) -> int:
    """Where a mistake is that Oxigraph finds at `offset`: of a wrong keyword its start, of a text that ends too early its end.

    To look for a keyword Oxigraph takes as many characters as that has, and says where these end.
    """
    sought = {each.strip() for each in expected.removeprefix("expected ").removeprefix("one of ").split(",")} - {_ANYTHING}
    told = [token for token in tokens(text) if kind(token) not in ("space", "comment")]
    if not told:
        return 0
    if all(_KEYWORD.fullmatch(each) for each in sought):
        begins = {offset - len(each) for each in sought} or {told[-1].start()}
        if wrong := [token.start() for token in told if kind(token) == "word" and token.start() in begins]:
            return wrong[-1]
    return min(offset, told[-1].end())


def _problem(text: str, offset: int, what: str) -> SyntaxProblem:
    """Says what is wrong, where, and shows what stands there with a mark under the place."""
    before = text[:offset].split("\n")
    line, column = len(before), len(before[-1]) + 1
    start = max(0, column - 1 - _SHOWN)
    shown = text.split("\n")[line - 1].rstrip("\r")[start : column - 1 + _SHOWN]
    return SyntaxProblem(f"line {line}, column {column}: {what}\n\n{shown}\n{' ' * (column - 1 - start)}^", line, column)
