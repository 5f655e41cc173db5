"""Counts that are kept as the graph changes.

Of the default graph what each change did to it is added up; what articles name, report and claim is counted in the extractions.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store, Triple

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
        subjects = frozenset(triple.subject for triple in chain(*_merged(change)))
        return cls(subjects, frozenset(filter(live.knows, subjects)))

    def counted(self, counts: Counts, change: Change, live: LiveGraph, instances: Instances) -> Counts:
        """Counts after the change, which is made by now."""
        after = frozenset(filter(live.knows, self.subjects))
        born, dead = after - self.before, self.before - after
        gone, come = _merged(change)
        return Counts(
            quads=counts.quads + change.inserted - change.deleted,
            subjects=counts.subjects + len(born) - len(dead),
            entities=counts.entities + _instances(born, instances) - _instances(dead, instances),
            classes=_added(counts.classes, _classes(come), _classes(gone)),
            properties=_added(counts.properties, _properties(come), _properties(gone)),
        )


def _instances(subjects: Iterable[Subject], instances: Instances) -> int:
    return sum(isinstance(subject, NamedNode) and subject.value.startswith(instances.base) for subject in subjects)


def _merged(change: Change) -> tuple[Collection[Triple], Collection[Triple]]:
    """What goes from the default graph, and what comes into it."""
    return change.delete.get(_DEFAULT, ()), change.insert.get(_DEFAULT, ())


def _classes(triples: Iterable[Triple]) -> Counter[str]:
    """In the default graph a thing has a class once."""
    typed = (triple.object for triple in triples if triple.predicate == _TYPE)
    return Counter(kind.value for kind in typed if isinstance(kind, NamedNode))


def _properties(triples: Iterable[Triple]) -> Counter[str]:
    return Counter(triple.predicate.value for triple in triples)


def _added(counts: Mapping[str, int], more: Mapping[str, int], fewer: Mapping[str, int]) -> dict[str, int]:
    names = {*counts, *more, *fewer}
    found = {name: counts.get(name, 0) + more.get(name, 0) - fewer.get(name, 0) for name in names}
    return {name: number for name, number in found.items() if number}
