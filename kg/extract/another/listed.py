"""The words of `lexicons/another.tsv`."""

from functools import cache

from kg.extract.lexicon import rows


@cache
def listed(*sorts: str) -> frozenset[str]:
    """The folded words of some sorts."""
    return frozenset(word for word, sort in rows("another.tsv", 2) if sort in sorts)
