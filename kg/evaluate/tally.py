"""Counts and what they are counted from: one-to-one pairing, precision and recall, shares."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Left = TypeVar("Left")
Right = TypeVar("Right")


@dataclass(frozen=True, slots=True)
class Counts:
    """A contribution to a row: found and right, found and wrong, not found.

    On rows that are a share, `tp` counts the hits and `fn` the rest.
    """

    row: str
    tp: int = 0
    fp: int = 0
    fn: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A miss or a false alarm: `kind` says what went wrong ("entity missed"), `text` with what."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the gold or the graph that makes figures less sure, in words."""

    text: str


Outcome = Counts | Finding | Note


@dataclass(frozen=True, slots=True)
class Pairing(Generic[Left, Right]):
    """Two sequences paired one to one; `pairs` and the rests keep their order."""

    pairs: tuple[tuple[Left, Right], ...]
    only_left: tuple[Left, ...]
    only_right: tuple[Right, ...]


def pair(left: Sequence[Left], right: Sequence[Right], score: Callable[[Left, Right], float]) -> Pairing[Left, Right]:
    """Pairs one to one, best score first, ties in the order given; a score of 0 pairs nothing."""
    scored = ((score(one, other), i, j) for i, one in enumerate(left) for j, other in enumerate(right))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((entry for entry in scored if entry[0] > 0), key=lambda entry: (-entry[0], entry[1], entry[2])):
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return Pairing(
        tuple((one, right[chosen[i]]) for i, one in enumerate(left) if i in chosen),
        tuple(one for i, one in enumerate(left) if i not in chosen),
        tuple(other for j, other in enumerate(right) if j not in taken),
    )


def compared(row: str, gold: Iterable[Hashable], found: Iterable[Hashable]) -> Counts:
    """Counts of two collections, in which an item that stands twice counts twice."""
    wanted, had = Counter(iter(gold)), Counter(iter(found))
    both = (wanted & had).total()
    return Counts(row, both, had.total() - both, wanted.total() - both)


def judged(row: str, is_right: bool) -> Counts:  # noqa: FBT001  # what is judged is the argument itself
    """One hit or miss of a row that is a share."""
    return Counts(row, tp=1) if is_right else Counts(row, fn=1)


def differences(thing: str, gold: set[str], found: set[str]) -> Iterable[Finding]:
    """A finding for each description that only one side has."""
    yield from (Finding(f"{thing} missed", text) for text in sorted(gold - found))
    yield from (Finding(f"{thing} not in gold", text) for text in sorted(found - gold))
