"""Checks a graph against the shapes of `ontology/shapes.ttl`, one graph at a time, with pySHACL.

The rules themselves, and to which kind of graph each applies, are in that file; here they are only carried out. Nothing is
inferred: superclasses are written out in the data.

    parts.py    what is checked in one go          data.py    a graph and its shapes, as pySHACL takes them
    violations.py   what is wrong, in plain words
"""

from collections.abc import Iterator

import rdflib
from pyshacl import validate
from rdflib.namespace import SH

from kg.check.data import data_of, shapes_for
from kg.check.parts import DEFAULT, GraphKind, Part, Quads, parts
from kg.check.violations import Violation, violation
from kg.errors import KgError
from kg.ontology import Instances

__all__ = ["DEFAULT", "GraphKind", "Part", "Quads", "Violation", "check", "check_part", "parts"]


def check(store: Quads, instances: Instances) -> Iterator[Violation]:
    """What is wrong in a store: in each article's graph, the default graph and the graph of matches, in this order.

    One graph is in memory at a time, of the default graph some hundred nodes.
    """
    for part in parts(store, instances):
        yield from check_part(part)


def check_part(part: Part) -> list[Violation]:
    """What is wrong in one graph, sorted by node and property.

    Raises KgError where the shapes themselves cannot be applied.
    """
    shapes = shapes_for(part.kind)
    data = data_of(part)
    _, report, text = validate(data, shacl_graph=shapes, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise KgError(f"the shapes cannot be applied to {part.graph}: {text}")
    violations = {violation(part.graph, report, result, shapes) for result in report.objects(None, SH.result)}
    return sorted(violations, key=lambda found: (found.node, found.path or "", found.value or "", found.message_en))
