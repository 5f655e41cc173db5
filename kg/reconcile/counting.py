"""Whether a row's number is one that articles give, or one that they leave open.

A number agrees with a total that an article gives for the whole, or with the sum of its parts where it gives none. «At least 12»
leaves open what is up to a quarter more, and no less than 15; «at most» as much less; «about» a tenth more or less. What lies
between the totals of two articles agrees with neither.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.exports.databases.background import Background
from kg.exports.databases.tolls import Figure, totals
from kg.incidents import Incident

TELLING = 10
"""From how many on a number that agrees, or nearly, is hardly chance."""
_BOUNDS: Mapping[str, str] = {"AtLeast": "at least", "AtMost": "at most", "About": "about"}


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """A total that articles give, and the least and the greatest number that it leaves open."""

    value: int
    least: int
    greatest: int
    bound: str
    """"at least", "at most", "about"; "" for a plain number."""

    def __str__(self) -> str:
        return f"{self.bound} {self.value}".lstrip()

    def away(self, number: int) -> int:
        """How far a number is from what this leaves open; 0 for what it allows."""
        return max(self.least - number, number - self.greatest, 0)

    def is_near(self, number: int) -> bool:
        """Whether a number differs by a tenth at most from one that is hardly met by chance."""
        return min(number, self.value) >= TELLING and self.away(number) <= _tenth(self.value)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What articles tell of incidents, the totals of each worked out once, since a row is compared with many incidents."""

    background: Background
    _known: dict[tuple[str, str], Sequence[Told]] = field(default_factory=dict)

    def totals(self, incident: Incident, name: str) -> Sequence[Told]:
        """What articles give as the total of "killed" or "injured", each once, the least first."""
        key = (incident.iri, name)
        if key not in self._known:
            self._known[key] = told(self.background.figures(incident, name))
        return self._known[key]


def told(figures: Sequence[Figure]) -> list[Told]:
    """What articles give as the total, each once, the least first."""
    by_claim = {figure.claim: figure for figure in figures}
    return sorted({_added([by_claim[claim] for claim in total.claims]) for total in totals(figures)})


def in_words(several: Iterable[Told]) -> str:
    """Totals as a text: «12, at least 15»."""
    return ", ".join(map(str, several))


def _added(parts: Sequence[Figure]) -> Told:
    """A total of what makes it, each part with what it leaves open."""
    known = [(part.value, *_open(part)) for part in parts]
    bounds = {_BOUNDS[part.qualifier] for part in parts if part.qualifier in _BOUNDS}
    value, least, greatest = map(sum, zip(*known, strict=True))
    return Told(value, least, greatest, bounds.pop() if len(bounds) == 1 else "about" if bounds else "")


def _open(figure: Figure) -> tuple[int, int]:
    value, margin = figure.value, max(figure.value // 4, 3)
    if figure.qualifier == "AtLeast":
        return value, value + margin
    if figure.qualifier == "AtMost":
        return max(value - margin, 0), value
    tenth = _tenth(value) if figure.qualifier == "About" else 0
    return value - tenth, value + tenth


def _tenth(value: int) -> int:
    return value // 10
