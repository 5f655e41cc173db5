"""Saved queries as forms offer them: the defaults of those that ship are things of the example articles, which a graph may not have."""

from collections.abc import Iterable, Set
from dataclasses import replace

from kg.errors import KgError
from kg.ontology import Instances
from kg.queries import NamedNode, SavedQuery, parameter_term
from kg.web.context import Context


def offered(context: Context, queries: Iterable[SavedQuery]) -> list[SavedQuery]:
    """The same queries, in which a parameter has no default, and so must be given, where that names what is not in the graph."""
    instances, given = context.instances, list(queries)
    missing = _missing(context, {node for query in given for node in _defaults(query, instances).values()})
    return [_without(query, missing, instances) for query in given]


def _defaults(query: SavedQuery, instances: Instances) -> dict[str, NamedNode]:
    """The things that are defaults, by the parameter's name; terms of vocabularies are none."""
    named = {item.name: parameter_term(item, None, instances) for item in query.parameters if item.type == "iri" and item.default}
    return {name: node for name, node in named.items() if isinstance(node, NamedNode) and node.value.startswith(instances.base)}


def _missing(context: Context, nodes: Set[NamedNode]) -> set[NamedNode]:
    """Those of which nothing is known; none where nobody can be asked."""
    listed = " ".join(sorted(map(str, nodes)))
    try:
        found = context.select(f"SELECT ?node {{ VALUES ?node {{ {listed} }} FILTER NOT EXISTS {{ ?node ?property ?value }} }}")
    except KgError:
        return set()
    return {row["node"] for row in found if isinstance(row["node"], NamedNode)}


def _without(query: SavedQuery, missing: Set[NamedNode], instances: Instances) -> SavedQuery:
    gone = {name for name, node in _defaults(query, instances).items() if node in missing}
    return replace(query, parameters=tuple(replace(item, default=None) if item.name in gone else item for item in query.parameters))
