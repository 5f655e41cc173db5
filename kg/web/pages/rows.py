"""Cells of rows of saved queries, as pages need them."""

from kg.incidents import Named
from kg.incidents.reading import Row, day, text
from kg.ontology import PARENT, PREFIXES
from kg.queries import Literal, NamedNode

__all__ = ["Row", "day", "literal", "local", "named", "number", "text"]

_KG = PREFIXES["kg"]


def local(row: Row, variable: str) -> str:
    """The local name of a term of our ontology; "" for anything else."""
    found = row.get(variable)
    return found.value.removeprefix(_KG) if isinstance(found, NamedNode) and found.value.startswith(_KG) else ""


def number(row: Row, variable: str) -> int:
    """A whole number; 0 where the cell has none."""
    written = text(row, variable)
    return int(written) if written.lstrip("-").isdecimal() else 0


def named(row: Row, variable: str) -> Named | None:
    """A thing from the cells `x`, `x_ar`, `x_en` and `x_kind`, without a class where that is none of ours; None for anything else."""
    found = row.get(variable)
    if not isinstance(found, NamedNode):
        return None
    arabic, kind = text(row, f"{variable}_ar") or found.value.rpartition("/")[2], local(row, f"{variable}_kind")
    return Named(found.value, arabic, text(row, f"{variable}_en"), kind if kind in PARENT else "")


def literal(row: Row, variable: str) -> str | None:
    """The text of a literal; None for anything else."""
    found = row.get(variable)
    return found.value if isinstance(found, Literal) else None
