"""Updates: run on a copy of the live graph, and then compared with what was."""

import logging
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from kg.errors import KgError, QueryError
from kg.own import graph_of
from kg.queries import Refused, prefixes
from kg.queries.answers.running import syntax_problem
from kg.queries.sparql.targets import targets, with_dataset
from kg.queries.sparql.tokens import services
from kg.updating.opened import Opened
from kg.workers.writing import Update

_LOG = logging.getLogger(__name__)

_SCRATCH = "update.unfinished"
"""Where the copy is, among the snapshots: what a killed process leaves of it the next writer removes."""
_NO_SUCH_GRAPH = re.compile(r"The graph \S+ (does not exist|already exists)")
"""What Oxigraph says where the update is at fault: it raises RuntimeError for that too, as for what fails here."""
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"


def updated(store: Opened, update: Update, hosts: tuple[str, ...]) -> dict[str, bytes]:
    """Runs an update on a copy; the users' graphs that are others afterwards. Raises Refused for any other graph."""
    _require_hosts(update.text, hosts)
    known = prefixes(store.instances)
    aims = targets(update.text, known)
    for name in aims or ():
        store.require_own(name)
    scratch = store.folder.path / "snapshots" / _SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.parent.mkdir(exist_ok=True)
    store.live.backup(scratch)
    try:
        return _Comparison(store, _run(update, scratch, known)).changed(aims)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _require_hosts(text: str, hosts: tuple[str, ...]) -> None:
    for keyword in ("service", "load"):
        if keyword in text.lower() and any(urlsplit(asked).hostname not in hosts for asked in services(text, keyword)):
            may = f"only {', '.join(hosts)} may be asked" if hosts else "this server asks no other one"
            raise Refused(f"{keyword.upper()} is refused: {may}")


def _run(update: Update, scratch: Path, known: Mapping[str, str]) -> Store:
    text = update.text
    try:
        if update.default_graphs or update.named_graphs:
            for iri in (*update.default_graphs, *update.named_graphs):
                NamedNode(iri)
            text = with_dataset(text, update.default_graphs, update.named_graphs)
        copy = Store(str(scratch))
        copy.update(text, base_iri=update.base or None, prefixes=dict(known))
    except SyntaxError as error:
        raise syntax_problem(text, str(error)) from error
    except ValueError as error:
        raise QueryError(f"the update cannot be worked out: {error}") from error
    except (RuntimeError, OSError) as error:
        raise _failed(str(error)) from error
    return copy


def _failed(why: str) -> KgError:
    """What a client is told of a failure: all of it where it is the update's, else nothing, since it may name files of ours."""
    if _NO_SUCH_GRAPH.fullmatch(why):
        return QueryError(f"the update cannot be worked out: {why}")
    _LOG.error("an update cannot be worked out: %s", why)
    return KgError("the update cannot be worked out; the server's log says why")


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A store before an update and its copy after it."""

    before: Opened
    after: Store

    def changed(self, aims: frozenset[str] | None) -> dict[str, bytes]:
        """The users' graphs that changed. `aims` are all that can have, where that is known: then only these are compared.

        Raises Refused where a graph that is not the users' has changed.
        """
        if aims is not None:
            found = self._differing(aims)
            more = sum(found[name].count(b"\n") - self.before.extractions.own_graph(name).count(b"\n") for name in found)
            if len(self.after) - len(self.before.live) == more:
                return found
        self._require_counts()
        names = {_name(graph) for graph in (*self.before.live.graphs(), *self.after.named_graphs())} | {""}
        found = self._differing(names)
        for name in found:
            self.before.require_own(name)
        return found

    def _differing(self, names: frozenset[str] | set[str]) -> dict[str, bytes]:
        found = {}
        for name in sorted(names):
            triples = self.after.dump(format=RdfFormat.N_TRIPLES, from_graph=graph_of(name)) or b""
            if triples != self.before.live.triples(graph_of(name)):
                found[name] = triples
        return found

    def _require_counts(self) -> None:
        """Most that must be refused shows in how many triples a graph has, which is found much sooner than which they are."""
        before, after = _counts(self.before.live.query(_COUNTS)), _counts(self.after.query(_COUNTS))
        for name in before.keys() | after.keys():
            if before.get(name) != after.get(name):
                self.before.require_own(name)


def _counts(rows: object) -> dict[str, int]:
    assert isinstance(rows, QuerySolutions)  # noqa: S101  # SELECT yields solutions
    return {_name(row["g"] or DefaultGraph()): int(row["n"].value) for row in rows}


def _name(graph: object) -> str:
    """Raises Refused for a graph whose name is a blank node: nobody could ask for it."""
    if isinstance(graph, BlankNode):
        raise Refused("a graph cannot be named by a blank node here; name it by an IRI")
    return graph.value if isinstance(graph, NamedNode) else ""
