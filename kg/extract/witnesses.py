"""Classes that say how an event was done need a witness: without a vehicle no ramming, without aircraft no airstrike.

A classifier that has seen few rammings may find one in «وقع هجوم», only for how the sentence is made; this keeps it to what is said.
"""

from collections.abc import Sequence, Set
from functools import lru_cache

from kg.extract.lexicon import rows
from kg.extract.stems import StemIndex
from kg.extract.words import Word
from kg.ontology import ancestors


@lru_cache(maxsize=1)
def _index() -> StemIndex[str]:
    return StemIndex({tuple(phrase.split()): kind for phrase, kind in rows("witnesses.tsv", 2)})


@lru_cache(maxsize=1)
def _in_need() -> frozenset[str]:
    return frozenset(kind for _, kind in rows("witnesses.tsv", 2))


def witnessed(sentence: Sequence[Word], words: Sequence[Word]) -> frozenset[str]:
    """The classes for which a sentence has a witness; `words` are those of the whole article."""
    return frozenset(hit.entry for word in sentence if (hit := _index().at(words, word.index)))


def supported(kind: str, witnesses: Set[str]) -> str:
    """A class, or where it has no witness the nearest above it that needs none or has one."""
    return next(one for one in _above(kind) if one not in _in_need() or one in witnesses)


def _above(kind: str) -> Sequence[str]:
    """A class and those above it, nearest first; an airstrike without aircraft is taken for shelling first («قصف»)."""
    ordered = sorted(ancestors(kind), key=lambda one: -len(ancestors(one)))
    return ("Airstrike", "Shelling", *ordered[1:]) if kind == "Airstrike" else ordered
