"""Values that a parameter can be given, asked of the graph: grlc's `enumerate`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import takewhile

from pyoxigraph import NamedNode, Triple

from kg.errors import UsageError
from kg.ontology import Instances
from kg.queries.answers.writing import Term
from kg.queries.names import shorten
from kg.queries.saved.parameters import Parameter
from kg.queries.saved.query import SavedQuery, fill
from kg.queries.sparql.tokens import kind
from kg.queries.sparql.windows import FORMS, outer

_MOST = 200


def choices_query(query: SavedQuery, parameter: Parameter, instances: Instances) -> str | None:
    """A SELECT whose first variable lists what the graph has for a parameter: the one that the header gives, or one made of
    the query, which asks what its variable can be when all other parameters are as by default.

    None where the header asks for none, or another parameter has no default.
    """
    if parameter.asked is None:
        return None
    if parameter.asked:
        return parameter.asked
    free = tuple(replace(each, optional=True, default=None) if each == parameter else each for each in query.parameters)
    try:
        text = fill(replace(query, parameters=free), {}, instances)
    except UsageError:
        return None
    return f"{_prologue(text)} SELECT DISTINCT ?{parameter.variable} WHERE {_pattern(text)} ORDER BY ?{parameter.variable} LIMIT {_MOST}"


def _prologue(text: str) -> str:
    declared = takewhile(lambda token: kind(token) != "word" or token.group().upper() not in FORMS, outer(text))
    return " ".join(token.group() for token in declared)


def _pattern(text: str) -> str:
    """The query's own group: after WHERE, or the first."""
    found = list(outer(text))
    after_where = next((place for place, token in enumerate(found) if token.group().upper() == "WHERE"), 0)
    braces = [token for token in found[after_where:] if token.group() in ("{", "}")]
    return text[braces[0].start() : braces[1].end()]


def choices_found(rows: Iterable[Mapping[str, Term]], instances: Instances) -> list[str]:
    """What a `choices_query` found, as it would be typed: IRIs by their short names."""
    found = (next(iter(row.values())) for row in rows if row)
    typed = [
        shorten(term.value, instances) if isinstance(term, NamedNode) else term.value for term in found if not isinstance(term, Triple)
    ]
    return list(dict.fromkeys(typed))[:_MOST]
