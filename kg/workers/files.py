"""What a process of its own can write from one snapshot: whole graphs, and files of incidents."""

import zlib
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from kg.exports import FORMATS, choose_of, parts
from kg.exports.rdf import export
from kg.incidents import Filter, ordered
from kg.ontology import Instances
from kg.store import StoreFolder

_GZIP = 31
"""zlib's name for the format of gzip with its largest window."""
_SHORT = {"nquads": "nq"}
"""What `kg.exports.rdf` calls a syntax."""
_WITHOUT_COMMENTS = ("jsonld", "rdfxml")
"""Their last bracket tells the whole from a part."""
_LAST_LINE = b"# This is all.\n"
"""Ends what is not compressed: a client of HTTP/1.0 has nothing else to tell the whole from a part."""


class Output(Protocol):
    """Takes what is written."""

    def write(self, data: bytes, /) -> int:
        """Takes bytes, and says how many."""

    def flush(self) -> None:
        """Oxigraph asks for it; nothing hangs on it."""


@dataclass(frozen=True, slots=True)
class WholeGraphs:
    """The graph in a syntax of `kg.exports.rdf`."""

    syntax: str
    compressed: bool = False
    memory: int = 0

    at_once: ClassVar[int] = 4
    plural: ClassVar[str] = "whole graphs"

    def write(self, folder: StoreFolder, output: Output) -> None:
        """Raises StoreError where there is no graph, and UsageError where the syntax cannot hold a text of it."""
        snapshot = folder.snapshot()
        syntax = _SHORT.get(self.syntax, self.syntax)
        if self.compressed:
            packed = _Compressed(output)
            export(snapshot, packed, syntax)  # type: ignore[arg-type]  # all that Oxigraph needs of a file
            packed.end()
        else:
            export(snapshot, output, syntax)  # type: ignore[arg-type]  # as above
            output.write(b"" if syntax in _WITHOUT_COMMENTS else _LAST_LINE)


@dataclass(frozen=True, slots=True)
class IncidentsFile:
    """What a filter leaves of the incidents, in an order of `kg.incidents.ORDERS`, as a format of `kg.exports` that is not RDF."""

    form: str
    filter: Filter
    order: str
    memory: int = 0
    """Bytes that its process may have in memory; 0: any number."""

    at_once: ClassVar[int] = 2
    """It takes a processor, and as much memory as the network of all incidents has."""
    plural: ClassVar[str] = "files of incidents"

    def write(self, folder: StoreFolder, output: Output) -> None:
        """Raises StoreError where there is no graph, QueryError, MissingExtra."""
        chosen = choose_of(folder.snapshot(), self.filter, Instances(folder.base()))
        for part in parts(FORMATS[self.form], replace(chosen, incidents=ordered(chosen.incidents, self.order))):
            output.write(part)


class _Compressed:
    """Packs what is written into it."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._compressor = zlib.compressobj(wbits=_GZIP)

    def write(self, data: bytes) -> int:
        self._output.write(self._compressor.compress(data))
        return len(data)

    def flush(self) -> None:
        """Oxigraph flushes what it has written; what there is of it goes with the next part."""

    def end(self) -> None:
        """Hands on what is left."""
        self._output.write(self._compressor.flush())
