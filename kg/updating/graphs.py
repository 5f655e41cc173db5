"""One graph of the users': documents that are added to it, or put in its place."""

from collections.abc import Iterator

from pyoxigraph import RdfFormat, Triple, parse, serialize

from kg.errors import QueryError, UsageError
from kg.own import graph_of, unreadable
from kg.queries import TooLarge
from kg.updating.opened import Opened
from kg.workers.writing import GraphChange, UnknownFormat


def required(store: Opened, name: str) -> str:
    """The name of a graph that users may write. Raises UsageError for what is no IRI, Refused."""
    try:
        graph_of(name)
    except ValueError as error:
        raise UsageError(f"a graph's name must be an IRI, not {name!r}") from error
    store.require_own(name)
    return name


def rewritten(store: Opened, change: GraphChange) -> dict[str, bytes]:
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
