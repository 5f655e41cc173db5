"""What is wrong in a graph, in plain words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from kg.check.data import SHAPES
from kg.errors import KgError
from kg.ontology import PREFIXES

_LONGEST_VALUE = 120  # characters of a value that a violation shows


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong in a graph, with the rule that it breaks in plain words."""

    graph: str
    """The graph's IRI, or "default"."""
    node: str
    """IRI of the node that breaks the rule."""
    path: str | None
    """The property in question, as a prefixed name where its prefix is known; `^` before it: followed backwards."""
    value: str | None
    """The value in question, if it is one value that breaks the rule."""
    message_ar: str
    message_en: str


def violation(graph: str, report: rdflib.Graph, result: Node, shapes: rdflib.Graph) -> Violation:
    """A result of pySHACL's report in our words. Raises KgError for a shape that says none."""
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    if focus == SHAPES.WholeGraph:
        focus, value = value, None
    path = report.value(result, SH.resultPath)
    messages = _messages(shapes, [report.value(result, SH.sourceConstraint), report.value(result, SH.sourceShape)])
    return Violation(
        graph=graph,
        node=str(focus),
        path=_shortened(path, shapes) if path is not None else None,
        value=_cut(str(value)) if value is not None and value != focus else None,
        message_ar=messages["ar"],
        message_en=messages["en"],
    )


def _messages(shapes: rdflib.Graph, sources: Sequence[Node | None]) -> dict[str, str]:
    """What the first of `sources` that says anything says, by language.

    Read from the shapes, since pySHACL drops the languages of the messages of SPARQL constraints.
    """
    for source in sources:
        found = {str(text.language): str(text) for text in _literals(shapes.objects(source, SH.message))} if source else {}
        if found:
            return found
    raise KgError(f"a shape in shapes.ttl has no message: {sources}")


def _literals(nodes: Iterable[Node]) -> Iterator[rdflib.Literal]:
    return (node for node in nodes if isinstance(node, rdflib.Literal))


def _shortened(path: Node, shapes: rdflib.Graph) -> str:
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_shortened(inverse, shapes)}"
    iri = str(path)
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in PREFIXES.items() if iri.startswith(space)), iri)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
