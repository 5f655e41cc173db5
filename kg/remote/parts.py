"""What is compared between a snapshot and a store: parts of graphs, each by its number of triples and a hash.

An article's graph, and one that users wrote, is one part. The others grow with the corpus: the merged knowledge, its summaries,
what the gazetteer knows. These are cut into 4,096 parts by the MD5 of their subjects, which SPARQL 1.1 can work out as well.

The hash is the sum of the hashes of the triples, so that no order and no memory is needed. Two things are evened out before:
the labels of blank nodes (RDFC-1.0), and points, which Virtuoso keeps in single precision under a type of its own.
"""

import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b, md5
from typing import NamedTuple

from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, NamedNode, RdfFormat, Store, parse, serialize

from kg.errors import StoreError
from kg.ontology import PREFIXES, Instances

_DIGITS = 3
"""Hexadecimal digits of the MD5 that name a part."""
_HASH = 16
"""Bytes of a hash."""
_POINT = re.compile(
    rb'"([^"]*)"\^\^<(?:' + PREFIXES["geo"].encode() + rb"wktLiteral|http://www\.openlinksw\.com/schemas/virtrdf#Geometry)>"
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_LARGEST = 3e38
"""What single precision can hold."""
_WKT = f"^^<{PREFIXES['geo']}wktLiteral>".encode()


class Part(NamedTuple):
    """A graph, or a part of one."""

    graph: str
    """"" is the merged knowledge."""
    bucket: str = ""
    """The first digits of its subjects' MD5; "" for a whole graph."""


class Sum(NamedTuple):
    """What is compared of a part."""

    triples: int = 0
    hash: int = 0

    def __str__(self) -> str:
        return f"{self.triples} {self.hash:0{2 * _HASH}x}"


Sums = dict[Part, Sum]


def is_cut(graph: str, instances: Instances) -> bool:
    """Whether a graph is compared in parts."""
    return not graph or graph.startswith(f"{instances.base}graph/")


def graphs_of(store: Store) -> Iterator[str]:
    """The graphs of a snapshot, the merged knowledge last: what it says has its sources by then."""
    yield from sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    if any(True for _ in store.quads_for_pattern(None, None, None, DefaultGraph())):
        yield ""


def write_lines(store: Store, graph: str, output: "Lines") -> None:
    """Has a graph of a snapshot written as lines of N-Triples."""
    store.dump(output, RdfFormat.N_TRIPLES, from_graph=NamedNode(graph) if graph else DefaultGraph())  # type: ignore[arg-type]  # all that it needs of a file
    output.end()


def even(triples: bytes) -> bytes:
    """N-Triples of any server as Oxigraph writes them, Virtuoso's points as they were most likely sent."""
    written = serialize(parse(triples, RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES) or b""
    return _POINT.sub(_point, written) if b"virtrdf#Geometry" in written else written


def alike(line: bytes) -> bytes:
    """A line as it is compared: its points in single precision."""
    return _POINT.sub(_point, line) if b"wktLiteral>" in line else line


def _point(found: re.Match[bytes]) -> bytes:
    return b'"' + _NUMBER.sub(_shortest, found[1]) + b'"' + _WKT


def _shortest(number: re.Match[bytes]) -> bytes:
    """The shortest number that is the same in single precision: 44.366100311279 is 44.3661."""
    value = max(-_LARGEST, min(_LARGEST, float(number[0])))
    written = (f"{value:.{digits}g}" for digits in range(6, 10))
    return next(text for text in written if struct.pack("f", float(text)) == struct.pack("f", value) or text == f"{value:.9g}").encode()


def sum_of(lines: Iterable[bytes]) -> Sum:
    """The sum of a whole graph. Raises StoreError as `Sums` do."""
    kept = list(lines)
    if any(b"_:" in line for line in kept):  # or a text in which that stands
        kept = _canonical(kept)
    return _sum(kept)


def _sum(lines: Iterable[bytes]) -> Sum:
    number = total = 0
    for line in lines:
        number += 1
        total += int.from_bytes(blake2b(alike(line), digest_size=_HASH).digest())
    return Sum(number, total % (1 << 8 * _HASH))


def _canonical(lines: Iterable[bytes]) -> list[bytes]:
    dataset = Dataset(parse(b"\n".join(lines), RdfFormat.N_TRIPLES))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return (serialize(dataset, format=RdfFormat.N_QUADS) or b"").splitlines()


class Lines:
    """A file that takes N-Triples and hands on whole lines, without their ends."""

    def __init__(self) -> None:
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Takes some."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.take(lines)
        return len(data)

    def flush(self) -> None:
        """Oxigraph asks for it; nothing hangs on it."""

    def end(self) -> None:
        """Takes what is left."""
        if self._rest:
            self.take([self._rest])
        self._rest = b""

    def take(self, lines: list[bytes]) -> None:
        """Does with lines what is to be done; empty ones may be among them."""
        raise NotImplementedError


class Summing(Lines):
    """Sums up the parts of a graph while it is written, in little memory where it is cut."""

    def __init__(self, graph: str, *, cut: bool) -> None:
        super().__init__()
        self._graph, self._cut = graph, cut
        self._whole: list[bytes] = []
        self._sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self._buckets = Buckets(graph)

    def take(self, lines: list[bytes]) -> None:
        """As `Lines.take`. Raises StoreError for a blank node in a graph that is cut."""
        if not self._cut:
            self._whole += filter(None, lines)
            return
        for line in filter(None, lines):
            found = self._sums[self._buckets.of(line)]
            found[0] += 1
            found[1] += int.from_bytes(blake2b(alike(line), digest_size=_HASH).digest())

    def sums(self) -> Sums:
        """All parts that have triples."""
        if self._cut:
            return {Part(self._graph, bucket): Sum(number, total % (1 << 8 * _HASH)) for bucket, (number, total) in self._sums.items()}
        return {Part(self._graph): sum_of(self._whole)} if self._whole else {}


class Keeping(Lines):
    """Keeps the lines of a graph."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[bytes] = []

    def take(self, lines: list[bytes]) -> None:
        """As `Lines.take`."""
        self.lines += filter(None, lines)


class Buckets:
    """Which part of a graph a line belongs to; lines of one subject follow each other."""

    def __init__(self, graph: str) -> None:
        self._graph = graph
        self._subject, self._bucket = b"", ""

    def of(self, line: bytes) -> str:
        """Raises StoreError for a blank node, which no part could name."""
        if b"_:" in line:
            self._require_no_blank_node(line)
        subject = line[: line.index(b">") + 1]
        if subject != self._subject:
            self._subject, self._bucket = subject, md5(subject[1:-1], usedforsecurity=False).hexdigest()[:_DIGITS]
        return self._bucket

    def _require_no_blank_node(self, line: bytes) -> None:
        (quad,) = parse(line, RdfFormat.N_TRIPLES)
        if not isinstance(quad.subject, NamedNode) or str(quad.object).startswith("_:"):
            which = f"graph {self._graph}" if self._graph else "default graph"
            raise StoreError(
                f"the {which} holds a blank node, which cannot be published; move it with MOVE … TO GRAPH <…>, see docs/remote.md"
            )


def bucket_filter(buckets: Iterable[str]) -> str:
    """A FILTER of SPARQL that leaves the subjects ?s of some parts."""
    return f"FILTER(SUBSTR(MD5(STR(?s)), 1, {_DIGITS}) IN ({', '.join(repr(bucket) for bucket in sorted(buckets))}))"
