"""What a store is known to hold: a small graph in the store itself, which says of each part how many triples it has, and their hash.

    <…/publication>  #by "the publication that wrote last" ; #complete false
    <the graph>      #holds "0a3 1234 5f…"        part, triples, hash; "- …" where the graph is one part
                     #holds "0a3 ?"               a part that is being written: what it holds is not known

It lies in the store so that whoever publishes next finds it, from whatever machine. Before a part is written it is marked as
unknown, and what it holds is noted when it was written: so the ledger may know too little, and never what is wrong. Where two
lines speak of one part nothing is known of it. A publication that finds another's name in it, begun later, notes nothing more
and ends, and has it know that what it wrote last is not to be trusted: the later one is not complete then.
"""

from collections.abc import Iterable, Mapping
from uuid import uuid4

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import StoreError
from kg.ontology import PREFIXES
from kg.remote.connection import Connection
from kg.remote.parts import Part, Sum, Sums, even

LEDGER = f"{PREFIXES['kg'].rstrip('#')}/publication"
"""Its graph: no name that a build or a user gives."""
_MERGED = f"{LEDGER}#merged"
"""Stands for the graph of merged knowledge, which has a name in some stores only."""
_BY, _COMPLETE, _HOLDS = (f"<{LEDGER}#{name}>" for name in ("by", "complete", "holds"))
PUBLICATION = f"SELECT ?by ?complete {{ GRAPH <{LEDGER}> {{ <{LEDGER}> {_BY} ?by ; {_COMPLETE} ?complete }} }}"
"""Asks for the publication that wrote last, and whether it is done."""
COUNT_OF_GRAPHS = (
    f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?g {{ GRAPH <{LEDGER}> {{ ?g {_HOLDS} ?said }} }} }} GRAPH ?g {{ ?s ?p ?o }} }}"
)
"""Counts the triples of all named graphs that the ledger knows."""
_WHOLE, _UNKNOWN = "-", "?"
_AT_ONCE = 400
"""Parts of one update: Virtuoso makes a program of up to 10,000 lines of what stands in its braces, and 1,600 triples are too many."""

Held = dict[Part, Sum | None]
"""None: something, and it is not known what."""


class Ledger:
    """The ledger of a store, while one publication writes it."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is read yet."""
        self._connection = connection
        self._id = str(uuid4())
        self._lines: dict[Part, set[str]] = {}

    def read(self) -> Held:
        """What the store is known to hold; nothing where no publication was begun. Raises StoreError."""
        triples = even(b"".join(self._connection.triples(LEDGER, by="?o")))
        self._lines = {}
        for quad in parse(triples, RdfFormat.N_TRIPLES):
            if str(quad.predicate) == _HOLDS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                bucket, _, said = quad.object.value.partition(" ")
                part = Part("" if quad.subject.value == _MERGED else quad.subject.value, "" if bucket == _WHOLE else bucket)
                self._lines.setdefault(part, set()).add(said)
        return {part: _sum(said) for part, said in self._lines.items()}

    def is_begun(self) -> bool:
        """Whether some publication was begun here. Raises StoreError."""
        return bool(self._connection.select(PUBLICATION))

    def begin(self) -> None:
        """Takes the store over from any publication before. Raises StoreError."""
        head = f"<{LEDGER}> {_BY} {Literal(self._id)} ; {_COMPLETE} false"
        self._connection.update(
            f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ <{LEDGER}> ?p ?o }} }} ;\nINSERT DATA {{ GRAPH <{LEDGER}> {{ {head} }} }}"
        )

    def end(self) -> None:
        """Notes that all is there. Raises StoreError, also where a publication before this one wrote some part meanwhile."""
        unknown = f'?part {_HOLDS} ?said FILTER(STRENDS(STR(?said), " {_UNKNOWN}"))'
        self._change(self._head("false"), self._head("true"), f"FILTER NOT EXISTS {{ GRAPH <{LEDGER}> {{ {unknown} }} }}")
        self.require_mine()
        if not self._connection.select(f"SELECT ?by {{ GRAPH <{LEDGER}> {{ <{LEDGER}> {_BY} ?by ; {_COMPLETE} true }} }}"):
            problem = "an earlier publication still wrote there meanwhile"
            raise StoreError(f"{self._connection.remote.address}: {problem}; run the same command again, which sends what that changed")

    def mark(self, parts: Iterable[Part]) -> None:
        """Notes that it is not known what some parts hold: they are about to be written. Raises StoreError."""
        self._write(dict.fromkeys(parts, _UNKNOWN))
        self.require_mine()

    def note(self, sums: Mapping[Part, Sum | None]) -> None:
        """Notes what some parts hold; None: nothing any more.

        Raises StoreError, also where another publication began since they were marked: its ledger is told not to trust them.
        """
        self._write({part: str(found) if found else "" for part, found in sums.items()})
        try:
            self.require_mine()
        except StoreError:
            distrusted = " ".join(_line(part, _UNKNOWN) for part in sums)
            undone = f"DELETE DATA {{ GRAPH <{LEDGER}> {{ {self._head('true')} }} }}"
            self._connection.update(f"{undone} ;\nINSERT DATA {{ GRAPH <{LEDGER}> {{ {self._head('false')} . {distrusted} }} }}")
            raise

    def require_mine(self) -> None:
        """Raises StoreError where another publication began after this one."""
        if [row["by"] for row in self._connection.select(PUBLICATION)] != [self._id]:
            raise StoreError(f"{self._connection.remote.address}: another publication began there meanwhile, and goes on; this one ends")

    def _write(self, said: Mapping[Part, str]) -> None:
        """Puts what is said of parts in place of what was; "" takes it away."""
        changed = [(part, text) for part, text in said.items() if self._lines.get(part, set()) != ({text} if text else set())]
        for begin in range(0, len(changed), _AT_ONCE):
            batch = changed[begin : begin + _AT_ONCE]
            old = [_line(part, text) for part, _ in batch for text in self._lines.get(part, ())]
            new = [_line(part, text) for part, text in batch if text]
            self._change(" ".join(old), " ".join(new))
            self._lines |= {part: {text} if text else set() for part, text in batch}

    def _change(self, old: str, new: str, where: str = "") -> None:
        """Puts lines in place of others, as long as no other publication has taken the store over."""
        mine = f"GRAPH <{LEDGER}> {{ <{LEDGER}> {_BY} {Literal(self._id)} }}"
        change = " ".join(f"{verb} {{ GRAPH <{LEDGER}> {{ {lines} }} }}" for verb, lines in (("DELETE", old), ("INSERT", new)) if lines)
        self._connection.update(f"{change} WHERE {{ {mine} {where} }}")

    @staticmethod
    def _head(complete: str) -> str:
        return f"<{LEDGER}> {_COMPLETE} {complete}"


def lines(sums: Sums) -> Iterable[str]:
    """A ledger that is complete, as lines of N-Quads: for files."""
    boolean = f"<{PREFIXES['xsd']}boolean>"
    yield f"<{LEDGER}> {_BY} {Literal(str(uuid4()))} <{LEDGER}> ."
    yield f'<{LEDGER}> {_COMPLETE} "true"^^{boolean} <{LEDGER}> .'
    yield from (f"{_line(part, str(found))[:-1]}<{LEDGER}> ." for part, found in sums.items())


def _line(part: Part, said: str) -> str:
    return f"<{part.graph or _MERGED}> {_HOLDS} {Literal(f'{part.bucket or _WHOLE} {said}')} ."


def _sum(said: set[str]) -> Sum | None:
    """What one line says of a part; None where there are several, or it says that nothing is known."""
    only = next(iter(said)) if len(said) == 1 else _UNKNOWN
    number, _, found = only.partition(" ")
    return Sum(int(number), int(found, 16)) if found else None
