"""Changes of users' own graphs (`kg.own`): worked out beside the live graph, kept as a whole, published at once.

An update is run on a copy of the live graph, which hard links make in some milliseconds. What it did there is compared with
what was: it is kept where it touched users' graphs alone, and refused where anything that a build makes is another now. So
this does not rest on understanding the update; reading it first (`kg.queries.sparql.targets`) only saves comparing everything.

Run as a module this is the process that `kg.workers.writing` asks.
"""

import logging
import os
import pickle
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store, Triple, parse, serialize

from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.extractions import Extractions
from kg.ontology import DEFAULT_BASE, Instances
from kg.own import graph_of, is_reserved, show_own_graphs, unreadable
from kg.queries import Refused, TooLarge, prefixes
from kg.queries.answers.running import syntax_problem
from kg.queries.sparql.targets import targets, with_dataset
from kg.queries.sparql.tokens import services
from kg.search import SearchIndex
from kg.stats import write_counts
from kg.store import LiveGraph, StoreFolder
from kg.workers.writing import EVALUATED, KEEP, READY, GraphChange, Place, UnknownFormat, Update, Written
from kg.writer import open_writer

if sys.platform == "linux":
    import resource

_LOG = logging.getLogger(__name__)

_SCRATCH = "update.unfinished"
"""Where the copy is, among the snapshots: what a killed process leaves of it the next writer removes."""
_STACK = 64 << 20
_LONGEST_TRIPLE = 1 << 20
"""Bytes of a triple as N-Triples: Oxigraph writes any, but reads none of more than 16 MiB."""
_OVER = 1.5
"""How far over the limit of memory the system itself refuses more; before that the server ends this process, and can say why."""
_NO_SUCH_GRAPH = re.compile(r"The graph \S+ (does not exist|already exists)")
"""What Oxigraph says where the update is at fault: it raises RuntimeError for that too, as for what fails here."""
_WHY = "is made by `kg build` from articles, and what was written into it would be lost or have no source: write into a graph of your own"
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"


@dataclass(frozen=True, slots=True)
class Opened:
    """A store that is open for its users' graphs to be written."""

    folder: StoreFolder
    extractions: Extractions
    live: LiveGraph
    instances: Instances
    publish: Callable[[], object]
    catch_up: Callable[[], object]
    """Makes the live graph hold all that is kept."""
    built: bool = False
    """Whether articles were ever built into it: else its default graph is the users' too."""

    def require_own(self, name: str) -> None:
        """Raises Refused for a graph that is not the users'."""
        if is_reserved(name, self.instances, built=self.built):
            raise Refused(f"{f'the graph {name}' if name else 'the default graph'} {_WHY}")


def write(change: Update | GraphChange, place: Place, may_keep: Callable[[], None] = lambda: None) -> Written:
    """Makes a change and publishes it; `may_keep` is called between working it out and keeping it, and raises to prevent that.

    A graph is removed before anything is made good: it may be what stands in the way.

    Raises QueryError for what cannot be read or worked out, Refused for what is not the users' to write, TooLarge for a graph
    that could not be read again, UnknownFormat, StoreLocked, StoreError, and KgError for what failed here.
    """
    removes = isinstance(change, GraphChange) and not change.kept and not change.added
    with _opened(StoreFolder(place.store), place.base) as store:
        if not removes:
            store.catch_up()
        outcome = Written()
        if isinstance(change, Update):
            changed = _updated(store, change, place.hosts)
        else:
            was_there = bool(store.extractions.own_graph(_required(store, change.graph)))
            changed = _rewritten(store, change)
            outcome = Written(was_there, bool(changed.get(change.graph, was_there)))
        for name, triples in changed.items():
            _require_readable(name, triples)
        may_keep()
        with store.extractions.transaction():
            for name, triples in changed.items():
                store.extractions.write_own_graph(name, triples)
        show_own_graphs(store.extractions, store.live)
        if removes:
            store.catch_up()
        store.publish()
    return outcome


def _require_readable(name: str, triples: bytes) -> None:
    """Raises TooLarge for a graph that could not be read again, by builds too, once it is kept. One without triples is removed."""
    called = f"the graph {name}" if name else "the default graph"
    longest = max(map(len, BytesIO(triples)), default=0)
    if longest > _LONGEST_TRIPLE:
        raise TooLarge(f"{called} would hold a triple of {longest:,} bytes; one may have {_LONGEST_TRIPLE:,}")
    try:
        for _ in parse(triples, RdfFormat.N_TRIPLES):
            pass
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{called} could not be read again: {error}") from error


@contextmanager
def _opened(folder: StoreFolder, base: str | None) -> Iterator[Opened]:
    """Opens a store for writing, made where there is none."""
    with folder.writer(), Extractions(folder.extractions) as extractions:
        if extractions.meta("code") is None:
            instances = Instances(base or DEFAULT_BASE)
            with folder.live() as live:
                publish = partial(_publish, folder, extractions, live, instances)
                yield Opened(folder, extractions, live, instances, publish, catch_up=partial(show_own_graphs, extractions, live))
            return
    with open_writer(folder, base) as writer:
        instances = writer.describer.instances
        yield Opened(folder, writer.extractions, writer.live, instances, writer.publish, writer.catch_up, built=True)


def _publish(folder: StoreFolder, extractions: Extractions, live: LiveGraph, instances: Instances) -> None:
    """Publishes a store into which nothing was built."""
    if extractions.meta("published") == "yes" and folder.is_published():
        return

    def beside(snapshot: Path) -> None:
        with SearchIndex(folder.path, "") as index:
            index.copy(snapshot)
        write_counts(snapshot, instances)

    folder.publish(live, instances.base, beside=beside)
    extractions.set_meta("published", "yes")


# One graph


def _required(store: Opened, name: str) -> str:
    """The name of a graph that users may write. Raises UsageError for what is no IRI, Refused."""
    try:
        graph_of(name)
    except ValueError as error:
        raise UsageError(f"a graph's name must be an IRI, not {name!r}") from error
    store.require_own(name)
    return name


def _rewritten(store: Opened, change: GraphChange) -> dict[str, bytes]:
    """A graph with what is added to it, or in its place. Blank nodes of a document are its own."""
    held = store.extractions.own_graph(change.graph)
    try:
        triples = dict.fromkeys(quad.triple for quad in parse(held, RdfFormat.N_TRIPLES)) if change.kept else {}
    except (SyntaxError, ValueError, MemoryError) as error:
        raise unreadable(change.graph, error) from error
    for media_type, document in change.added:
        triples |= dict.fromkeys(_triples(media_type, document, change.graph or None))
    after = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return {change.graph: after} if after != held else {}


def _triples(media_type: str, document: bytes, base: str | None) -> Iterator[Triple]:
    """What a document says. Raises UnknownFormat, QueryError, and TooLarge for a term that no parser takes."""
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise UnknownFormat(f"{media_type or 'no media type'} cannot be read; send RDF, such as text/turtle, and say so in Content-Type")
    if form == RdfFormat.RDF_XML and b"<!ENTITY" in document:  # one of some hundred bytes can stand for any number of them
        raise QueryError("the document declares entities of its own (<!ENTITY), which are not expanded here; write out what they stand for")
    try:
        for quad in parse(document, form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the document cannot be read as {form.name}: {error}") from error
    except MemoryError as error:
        raise TooLarge(f"the document cannot be read as {form.name}, a term in it is too long: {error}") from error


# Updates


def _updated(store: Opened, update: Update, hosts: tuple[str, ...]) -> dict[str, bytes]:
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


# The process


def main() -> None:
    """Takes changes from standard input and answers at standard output until nobody asks any more."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what any library prints is no answer
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    threading.stack_size(_STACK)  # Oxigraph's parser recurses
    answering = threading.Thread(target=_answer_all, args=(_Pipe(answers),))
    answering.start()
    answering.join()


class _Pipe:
    """The pipes to the server, as this end has them."""

    def __init__(self, output: object) -> None:
        self._output = output

    def say(self, said: object) -> None:
        """Tells the server something."""
        pickle.dump(said, self._output)  # type: ignore[arg-type]  # a buffered file
        self._output.flush()  # type: ignore[attr-defined]

    def hear(self) -> object:
        """What the server says next. Raises EOFError when it is gone."""
        return pickle.load(sys.stdin.buffer)  # noqa: S301  # from the server

    def may_keep(self) -> None:
        """Asks whether a change may be kept. Raises StoreError where it may not."""
        self.say(EVALUATED)
        if self.hear() != KEEP:
            raise StoreError("the server did not let the change be kept")
        _bound_memory(0)  # what is kept must be kept as a whole


def _answer_all(pipe: _Pipe) -> None:
    place = pipe.hear()
    assert isinstance(place, Place)  # noqa: S101  # the first thing that is said
    pipe.say(READY)
    while True:
        try:
            change = pipe.hear()
        except EOFError:
            return
        assert isinstance(change, Update | GraphChange)  # noqa: S101  # nothing else is said
        try:
            _bound_memory(place.memory)
            reply: Written | KgError = write(change, place, pipe.may_keep)
        except KgError as error:
            reply = error
        pipe.say(reply)
        del reply  # an error's trace holds the copy, and with it RocksDB's lock on the folder that the next copy is put into


def _bound_memory(more: int) -> None:
    """Where the system can: no more private memory than some over what there is now, however fast it is asked for; 0: any."""
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        soft = psutil.Process().memory_info().data + int(more * _OVER) + _STACK if more else hard
        resource.setrlimit(resource.RLIMIT_DATA, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _end_with(parent: int) -> None:
    """Ends this process, in the middle of a change if need be, when the server is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
