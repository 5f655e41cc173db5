"""Checks graphs that are written out in tests, literals as they are written: a store would put «007» right."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.check import Violation, check
from kg.ontology import Instances


class Written:
    """Quads as a store has them."""

    def __init__(self, trig: str) -> None:
        self._quads = list(parse(trig, format=RdfFormat.TRIG))

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002  # pyoxigraph's name
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        asked = (subject, predicate, object, graph_name)
        return (quad for quad in self._quads if all(part in (None, own) for part, own in zip(asked, quad, strict=True)))

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        names = {quad.graph_name for quad in self._quads}
        return (name for name in names if not isinstance(name, DefaultGraph))


def check_text(trig: str, instances: Instances) -> list[Violation]:
    """What is wrong in a dataset written as TriG."""
    return list(check(Written(trig), instances))
