"""Queries that a worker sends on to a store in place of asking a graph of its own.

What a store is sent was read here first, by Oxigraph over an empty graph: so it is a query and no update, in SPARQL 1.1 and not in a
dialect with further powers, and what is wrong with it is told with its place. The answer is read whole, up to a size.
"""

from collections.abc import Mapping, Sequence

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg.address import Default
from kg.errors import StoreError
from kg.queries.answers.writing import Results, TooLarge
from kg.queries.sparql.tokens import kind, tokens
from kg.remote.connection import TRIPLES, Connection, Remote

_TABLE = "application/sparql-results+json"
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


class RemoteGraph:
    """Answers queries as pyoxigraph's Store does. Belongs to one thread."""

    def __init__(self, remote: Remote, most: int) -> None:
        """An answer may have `most` bytes as the store writes it; 0: any number."""
        self._remote = remote
        self._most = most
        self._connection = Connection(remote, attempts=1)  # whoever asks may ask again: his time is bounded

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str],
        base_iri: str | None = None,
        default_graph: Sequence[NamedNode] | None = None,
        named_graphs: Sequence[NamedNode] | None = None,
    ) -> Results:
        """The answer to a query; `prefixes` are those that it need not declare.

        Raises SyntaxError as Oxigraph does, StoreError, TooLarge, and QueryError for what the store cannot work out.
        """
        form = Store().query(text, prefixes=dict(prefixes), base_iri=base_iri)
        sent = _declared(text, prefixes, base_iri)
        graphs = [("default-graph-uri", graph.value) for graph in default_graph or ()]
        graphs += [("named-graph-uri", graph.value) for graph in named_graphs or ()]
        if not graphs and self._remote.address.server.default is Default.NAMED:
            graphs, sent = [("default-graph-uri", self._remote.merged)], _with_variables(sent)
        body = self._body(sent, graphs, TRIPLES if isinstance(form, QueryTriples) else _TABLE)
        try:
            return _triples(body) if isinstance(form, QueryTriples) else _table(body, is_yes_or_no=isinstance(form, QueryBoolean))
        except (ValueError, SyntaxError) as error:
            raise StoreError(f"{self._remote.address}: its answer cannot be read: {error}") from error

    def _body(self, text: str, graphs: Sequence[tuple[str, str]], accepted: str) -> bytes:
        parts, size = [], 0
        with self._connection.query(text, graphs, accepted) as response:
            for part in self._connection.body(response):
                parts.append(part)
                size += len(part)
                if self._most and size > self._most:
                    raise TooLarge(f"the answer has more than {self._most:,} bytes; add a LIMIT, or ask for less of each")
        return b"".join(parts)


def _declared(text: str, prefixes: Mapping[str, str], base: str | None) -> str:
    """A query with what it need not declare here declared, in the same line; what it declares itself counts behind that."""
    used = {token.group("prefix") or "" for token in tokens(text) if kind(token) == "name"}
    lines = [f"BASE <{base}> "] if base else []
    return "".join([*lines, *(f"PREFIX {name}: <{prefixes[name]}> " for name in sorted(used & prefixes.keys()))]) + text


def _with_variables(text: str) -> str:
    """A query that names no graph behind GRAPH but by a variable: Virtuoso finds others only where no default graph is named."""
    parts: list[str] = []
    waiting, before = "", ""
    for number, token in enumerate(tokens(text)):
        said = token.group()
        if before == "GRAPH" and kind(token) in ("iri", "name"):
            parts.append(f"?isnad_graph_{number}")
            waiting = f"{{ FILTER(?isnad_graph_{number} = {said}) "
        else:
            parts.append(waiting if waiting and said == "{" else said)
            waiting = "" if said == "{" else waiting
        before = said.upper() if kind(token) not in ("space", "comment") else before
    return "".join(parts)


def _triples(body: bytes) -> QueryTriples:
    graph = Store()
    graph.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in parse(body, RdfFormat.N_TRIPLES))
    found = graph.query(_EVERYTHING)
    assert isinstance(found, QueryTriples)  # noqa: S101  # what CONSTRUCT gives
    return found


def _table(body: bytes, *, is_yes_or_no: bool) -> QuerySolutions | QueryBoolean:
    """Virtuoso answers ASK with a table of one row, which says 1 or 0."""
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if not is_yes_or_no or isinstance(found, QueryBoolean):
        return found
    said = "true" if any(row[0].value == "1" for row in found) else "false"
    answer = parse_query_results(f'{{"head": {{}}, "boolean": {said}}}', QueryResultsFormat.JSON)
    assert isinstance(answer, QueryBoolean)  # noqa: S101  # it was written so
    return answer
