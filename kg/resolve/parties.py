"""Evidence of the parties: who takes part, and how many are hit."""

from kg.ontology import top
from kg.resolve.evidence import Evidence, Pair, found, together
from kg.resolve.weights import weights

_COUNTED = {"killed": ("القتلى", "killed"), "injured": ("الجرحى", "injured"), "arrested": ("المعتقلون", "arrested")}
_SIZES = (50, 10, 5, 2, 0)
"""From which size on equal tolls are one level: small ones are equal by chance."""
TELLING_TOLLS = frozenset(("how_many.equal_50", "how_many.equal_10", "how_many.equal_5", "how_many.near_50"))


def who(pair: Pair) -> Evidence | None:
    """Entities that take part in both. That an event's place is its target too is no evidence of its own."""
    places = {*pair.left.places, *pair.right.places}
    left, right = set(pair.left.participants) - places, set(pair.right.participants) - places
    if _other_person(pair):
        return found("who.other_person", lambda: ("المستهدف شخصان مختلفان", "done to different persons"))
    if turned := {entity for entity in left & right if pair.kind(entity) == "Person" and _turned(pair, entity)}:
        wording = pair.naming("فاعل في أحدهما ومستهدف في الآخر: {}", "acts in one and is the target of the other: {}", turned)
        return found("who.turned", wording)
    if not left & right:
        return _nobody(pair, taking_part=bool(left and right))
    levels = {entity: _participant(pair, entity) for entity in left & right}
    best = max(sorted({*levels.values()}), key=weights().__getitem__)
    return found(best, pair.naming("يشترك فيهما: {}", "in both: {}", _of(levels, best)))


def _of(levels: dict[str, str], level: str) -> list[str]:
    return [entity for entity, its in levels.items() if its == level]


def _nobody(pair: Pair, *, taking_part: bool) -> Evidence | None:
    """Persons whom both name near their triggers; else whether both have participants, of whom none is shared."""
    left, right = ({*report.participants, *report.nearby} for report in (pair.left, pair.right))
    persons = {entity for entity in left & right if pair.kind(entity) == "Person" and not pair.vague(entity)}
    if persons:
        return found("who.named_person", pair.naming("ذُكر فيهما: {}", "named in both: {}", persons))
    return found("who.nobody", lambda: ("لا مشارك بينهما", "no participant in both")) if taking_part else None


def _participant(pair: Pair, entity: str) -> str:
    """The level of an entity that takes part in both."""
    kind, target = pair.kind(entity), entity in pair.left.targets and entity in pair.right.targets
    if kind == "Person" and pair.vague(entity):
        return "who.vague_person"
    if target and kind == "Person" and {pair.left.kind, pair.right.kind} <= {"Assassination", "Execution"}:
        return "who.killed"
    name = kind if kind in ("Person", "Country") else "Place" if top(kind) == "Place" else "Organisation"
    return f"who.{'target' if target else 'same'}_{name.lower()}"


def _other_person(pair: Pair) -> bool:
    """Whether it is done to one person here and to another there."""
    left, right = ({entity for entity in report.targets if pair.kind(entity) == "Person"} for report in (pair.left, pair.right))
    return bool(left and right and not left & right)


def _turned(pair: Pair, entity: str) -> bool:
    """Whether an entity is who it is done to in one report, and not in the other."""
    return (entity in pair.left.targets) != (entity in pair.right.targets)


def how_many(pair: Pair) -> Evidence | None:
    """Whole tolls that are the same, near, or far apart."""
    return together((evidence for name in _COUNTED if (evidence := _toll(pair, name))), "، ", ", ")


def _toll(pair: Pair, name: str) -> Evidence | None:
    """The two whole figures that agree best. Tolls rise as news goes on, so that a smaller one may be the older."""
    left, right = ({f.value for f in report.figures if f.property == name and f.scope == "Whole"} for report in (pair.left, pair.right))
    if not left or not right:
        return None
    ratio, low, high = max((_ratio(one, other), min(one, other), max(one, other)) for one in left for other in right)
    ar, en = _COUNTED[name]
    if low == high:
        size = next(size for size in _SIZES if low >= size)
        return found(f"how_many.equal_{size}", lambda: (f"{ar} {low}", f"{en} {low}"))
    return found(f"how_many.{_unequal(ratio, low)}", lambda: (f"{ar} {low} و{high}", f"{en} {low} and {high}"))


def _ratio(one: int, other: int) -> float:
    return 1.0 if one == other else min(one, other) / max(one, other)


def _unequal(ratio: float, low: int) -> str:
    """The level of unequal figures. Up to the double they are what a rising toll looks like."""
    if ratio >= 0.8 and low >= 10:
        return "near_50" if low >= 50 else "near_10"
    return "risen" if ratio >= 0.5 else "far"
