"""Counts that are kept as the graph changes.

Of the default graph what each change did to it is added up; what articles name, report and claim is counted in the extractions.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.extractions import Extractions
from kg.ontology import Instances, term
from kg.stats.contents import Contents, ranked, told
from kg.stats.graph import contents
from kg.store import Change, LiveGraph

_META = "counts"
_TYPE = term("rdf:type")
_DEFAULT = DefaultGraph()
Subject = NamedNode | BlankNode | Triple


@dataclass(frozen=True, slots=True)
class Counts:
    """What is kept: `quads` of all graphs, all else of the default graph, as `Contents` has it."""

    quads: int = 0
    subjects: int = 0
    entities: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)


def kept(extractions: Extractions) -> Counts | None:
    """What is kept in a store; None where nobody knows it."""
    text = extractions.meta(_META)
    return Counts(**json.loads(text)) if text else None


def keep(extractions: Extractions, counts: Counts | None) -> None:
    """Keeps counts; None: nobody knows them. Raises StoreError where that cannot be written."""
    extractions.set_meta(_META, json.dumps(asdict(counts)) if counts else "")


def contents_of(extractions: Extractions, counts: Counts, instances: Instances) -> Contents:
    """All that is told of a published graph."""
    totals = extractions.totals()
    return Contents(
        base=instances.base,
        triples=sum(counts.properties.values()),
        subjects=counts.subjects,
        entities=counts.entities,
        documents=totals.articles,
        classes=ranked(counts.classes),
        properties=ranked(counts.properties),
        stats=told(extractions.kinds(), articles=totals.articles, mentions=totals.mentions, claims=totals.claims, quads=counts.quads),
    )


def counts_in(store: Store, instances: Instances) -> Counts:
    """The counts of a graph of which nobody has kept any: all of it is looked at."""
    found = contents(store, instances)
    return Counts(found.stats.quads, found.subjects, found.entities, dict(found.classes), dict(found.properties))


@dataclass(frozen=True, slots=True)
class Touched:
    """The subjects that a change touches in the default graph, and those of them that it has before."""

    subjects: frozenset[Subject]
    before: frozenset[Subject]

    @classmethod
    def of(cls, change: Change, live: LiveGraph) -> "Touched":
        """Before the change is made."""
        subjects = frozenset(quad.subject for quad in chain(change.delete, change.insert) if quad.graph_name == _DEFAULT)
        return cls(subjects, frozenset(filter(live.knows, subjects)))

    def counted(self, counts: Counts, change: Change, live: LiveGraph, instances: Instances) -> Counts:
        """Counts after the change, which is made by now."""
        after = frozenset(filter(live.knows, self.subjects))
        born, dead = after - self.before, self.before - after
        return Counts(
            quads=counts.quads + len(change.insert) - len(change.delete),
            subjects=counts.subjects + len(born) - len(dead),
            entities=counts.entities + _instances(born, instances) - _instances(dead, instances),
            classes=_added(counts.classes, _classes(change.insert), _classes(change.delete)),
            properties=_added(counts.properties, _properties(change.insert), _properties(change.delete)),
        )


def _instances(subjects: Iterable[Subject], instances: Instances) -> int:
    return sum(isinstance(subject, NamedNode) and subject.value.startswith(instances.base) for subject in subjects)


def _classes(quads: Iterable[Quad]) -> Counter[str]:
    """In the default graph a thing has a class once."""
    typed = (quad.object for quad in quads if quad.graph_name == _DEFAULT and quad.predicate == _TYPE)
    return Counter(kind.value for kind in typed if isinstance(kind, NamedNode))


def _properties(quads: Iterable[Quad]) -> Counter[str]:
    return Counter(quad.predicate.value for quad in quads if quad.graph_name == _DEFAULT)


def _added(counts: Mapping[str, int], more: Mapping[str, int], fewer: Mapping[str, int]) -> dict[str, int]:
    names = {*counts, *more, *fewer}
    found = {name: counts.get(name, 0) + more.get(name, 0) - fewer.get(name, 0) for name in names}
    return {name: number for name, number in found.items() if number}
