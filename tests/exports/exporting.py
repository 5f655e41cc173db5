"""Files of a store, as `kg export` writes them; and the small invented store with a name as bad as names come."""

from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from stores import publish, small_quads

from kg.exports import FORMATS, choose_of, parts
from kg.incidents import Filter
from kg.ontology import Instances, term
from kg.store import StoreFolder

HERE = Instances()
BLAST = f"{HERE.base}event/blast"
BAD = '<script>alert("x")</script>\u202eعكس\x01& ]]> ' + "طويل" * 2500
"""Markup, a mark that turns the direction, a control character, and ten thousand letters."""


def written(folder: Path, form: str, **filters: str) -> bytes:
    """A whole file."""
    chosen = choose_of(StoreFolder(folder).snapshot(), Filter.read(filters, HERE), HERE)
    return b"".join(parts(FORMATS[form], chosen))


def publish_with_a_bad_name(folder: Path) -> None:
    """The small store, in which the incident and the group that claims it go by a bad name."""
    label = term("rdfs:label")
    bad = {NamedNode(BLAST), HERE.node("entity", "Q2429253")}
    kept = [quad for quad in small_quads() if not (quad.predicate == label and quad.subject in bad)]
    publish(folder, "1", [*kept, *(Quad(node, label, Literal(BAD, language="ar"), DefaultGraph()) for node in bad)])
