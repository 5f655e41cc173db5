"""Which things hang together, from pairs that do: found apart for some pairs each, and then put together. Pure."""

from collections.abc import Iterable

Edge = tuple[str, str]
Forest = dict[str, str]
"""Of each thing the first of those that it hangs together with."""


def forest(edges: Iterable[Edge]) -> Forest:
    """What edges join. The edges of a forest (each thing and its first) say the same, so that forests can be joined in any order.

    >>> forest([("b", "c"), ("a", "b"), ("x", "y")])
    {'b': 'a', 'c': 'a', 'a': 'a', 'x': 'x', 'y': 'x'}
    """
    above: Forest = {}
    for one, other in edges:
        left, right = _first(above, one), _first(above, other)
        above[max(left, right)] = min(left, right)
    return {thing: _first(above, thing) for thing in above}


def _first(above: Forest, thing: str) -> str:
    above.setdefault(thing, thing)
    while above[thing] != thing:
        above[thing] = above[above[thing]]
        thing = above[thing]
    return thing
