"""The terms that graphs are made of: literals in canonical form, so that what is equal is the same term."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import quote, urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from kg.identity import reader_id
from kg.model import Reader
from kg.ontology import Instances, ancestors, kg, term

Term = NamedNode | Literal

TYPE = term("rdf:type")
SAME_AS = term("owl:sameAs")
_DATE_TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def types(node: NamedNode, kinds: Iterable[str]) -> Iterator[Triple]:
    """A node's classes with all their superclasses: the store does no reasoning."""
    return (Triple(node, TYPE, kg(name)) for kind in kinds for name in ancestors(kind))


def words(text: str, language: str = "ar") -> Literal:
    """Words as written, or a label, in a language."""
    return Literal(text, language=language)


def date(day: str) -> Literal:
    """YYYY, YYYY-MM or YYYY-MM-DD as the datatype that is as exact."""
    return Literal(day, datatype=term(_DATE_TYPES[len(day)]))


def decimal(number: float | str) -> Literal:
    """A canonical xsd:decimal: as the store writes it back, so that nothing differs that is equal. Floats keep four digits."""
    exact = Decimal(number) if isinstance(number, str) else Decimal(f"{number:.4f}")
    digits = f"{exact:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal("0" if digits in ("-0", "") else digits, datatype=term("xsd:decimal"))


def absolute(iri: str | None) -> NamedNode | None:
    """An IRI from metadata as ASCII, or None where it is no absolute IRI."""
    if not iri:
        return None
    escaped = quote(iri.strip(), safe="%:/?#[]@!$&'()*+,;=-._~")
    try:
        parts = urlsplit(escaped)
        return NamedNode(escaped) if parts.scheme and (parts.netloc or parts.path) else None
    except ValueError:
        return None


def reader_node(instances: Instances, reader: Reader) -> NamedNode:
    """The IRI of the software that claims are attributed to."""
    return instances.node("reader", reader_id(reader.name, reader.version, reader.settings))
