"""Short names of IRIs, as people type and read them: `kg:Attack`, `entity:Q159`, `article:002`."""

from kg.ontology import PREFIXES, Instances

COLLECTIONS = ("entity", "event", "claim", "article", "reader", "match", "graph")
"""The folders that instances lie in below the base; as prefixes they stand for these."""


def prefixes(instances: Instances) -> dict[str, str]:
    """All prefixes that a query may use without declaring them, with their namespaces."""
    return PREFIXES | {collection: f"{instances.base}{collection}/" for collection in COLLECTIONS}


def shorten(iri: str, instances: Instances) -> str:
    """The short name of an IRI, an article's with its identifier as given; the IRI itself where no prefix fits."""
    identifier = instances.article_identifier(iri)
    if identifier:
        return f"article:{identifier}"
    known = prefixes(instances).items()
    fitting = max(((name, space) for name, space in known if iri.startswith(space)), key=lambda item: len(item[1]), default=None)
    return f"{fitting[0]}:{iri.removeprefix(fitting[1])}" if fitting else iri
