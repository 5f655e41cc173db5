"""Evidence of how it is told: classes and status, words, and whether an article has another event like it."""

from collections.abc import Iterable, Sequence, Set
from functools import partial

from kg.ontology import ancestors, labels
from kg.resolve.evidence import Evidence, Pair, Wording, excluded, found
from kg.resolve.known import LEVELS, name_of
from kg.resolve.parties import TELLING_TOLLS, how_many
from kg.resolve.words import information, stems_of_name

_STATUS = {
    "Occurred": "وقع",
    "Foiled": "أُحبط",
    "Planned": "مخطط له",
    "Denied": "منفي",
}
_DEEDS = frozenset(("Bombing", "SuicideBombing", "Shooting", "Stabbing", "VehicleRamming", "Kidnapping", "CyberAttack"))
"""Classes of single deeds, which say how it was done: two that differ are two events."""
_FIRE = frozenset(("Airstrike", "Shelling"))
_FIGHTING = frozenset(("Clash", "SecurityOperation")) | _FIRE
"""What comes every day in a war: that two are alike says little."""
_GUNS = ("مدفع", "صاروخ", "صواريخ", "هاون", "قذيف", "قذايف", "راجم", "كاتيوشا", "غراد", "دباب", "بوارج", "بارجه", "بارجات")
"""How stems of words begin that say that what fell came from no aircraft."""
_FORCES = frozenset(("بري", "بريه", "بحري", "بحريه"))
"""Adjectives of «قصف» that say so."""
_SHARED = (24, 16, 10, 5)
"""From how many bits on in the words of both they are one level."""
_ENOUGH = 20
"""Bits that both must have in their words before it says something that they share none."""


def what(pair: Pair) -> Evidence | None:
    """Status and classes."""
    if pair.left.status != pair.right.status:
        states = sorted((pair.left.status, pair.right.status))
        return found("what.other_status", partial(_of_two_states, states))
    kinds = sorted((pair.left.kind, pair.right.kind))
    if kinds[0] == kinds[1]:
        level = _fighting(pair) if kinds[0] in _FIGHTING else "attack" if kinds[0] == "Attack" else "deed"
        return found(f"what.same_{level}", lambda: (f"كلاهما: {_called(kinds[0], 'ar')}", f"both: {_called(kinds[0], 'en')}"))
    if kinds[0] in ancestors(kinds[1]) or kinds[1] in ancestors(kinds[0]):
        level = "what.narrower_deed" if set(kinds) <= _DEEDS else "what.narrower"
        return found(level, lambda: _of_classes("صنفان متوافقان: {}", "classes that agree: {}", kinds))
    return _classes(pair, kinds)


def _of_two_states(states: Iterable[str]) -> tuple[str, str]:
    called = " / ".join(_STATUS.get(state, state) for state in states)
    return f"حالتان مختلفتان: {called}", f"different status: {' / '.join(states)}"


def _of_classes(ar: str, en: str, kinds: Iterable[str]) -> tuple[str, str]:
    """Says something with the names of some classes."""
    called = (" / ".join(_called(kind, language) for kind in kinds) for language in ("ar", "en"))
    return ar.format(next(called)), en.format(next(called))


def _fighting(pair: Pair) -> str:
    """The level of two reports of fighting: of a war that goes on, only a date tells one day's from the next one's."""
    return "fighting" if pair.left.dates and pair.right.dates else "undated_fighting"


def _classes(pair: Pair, kinds: Sequence[str]) -> Evidence:
    """Two classes of which neither is the other's superclass."""
    both, wording = set(kinds), partial(_of_classes, "صنفان مختلفان: {}", "different classes: {}", kinds)
    if both == _FIRE:
        return _fire(pair, kinds, wording)
    if _exclude_each_other(both):
        return excluded(wording)
    return found("what.other_fighting" if both <= _FIGHTING or "Assassination" in both else "what.other_class", wording)


def are_two_deeds(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether status and class of two reports rule out that they are of one event."""
    (status, kind), (its_status, its_kind) = one, other
    is_one_class = kind in ancestors(its_kind) or its_kind in ancestors(kind)
    return status == its_status and not is_one_class and {kind, its_kind} != _FIRE and _exclude_each_other({kind, its_kind})


def _exclude_each_other(kinds: Set[str]) -> bool:
    """Whether two classes, neither the other's superclass nor both of fire, are of two deeds."""
    return bool(kinds & _DEEDS) and kinds <= _DEEDS | _FIRE | {"SecurityOperation"}


def _fire(pair: Pair, kinds: Sequence[str], wording: Wording) -> Evidence:
    """Shelling and an air strike: «قصف» alone is both, where the two have something of their own in common; never by two sides."""
    if _by_two(pair):
        by_two = "صنفان مختلفان: {}، والفاعل مختلف", "different classes: {}, by different actors"
        return excluded(partial(_of_classes, *by_two, kinds))
    shared = set(pair.left.words) & set(pair.right.words)
    if _by_guns(pair) or (pair.left.words and pair.right.words and not shared):
        return found("what.other_fire", wording)
    is_dated = pair.left.dates and pair.right.dates
    return found("what.either_fire" if is_dated and _is_shared(pair, shared) else "what.other_fighting", wording)


def _by_two(pair: Pair) -> bool:
    """Whether it is done by somebody here and by others there, of other countries: «الجيش السوري» and «روسيا»."""
    both = pair.left, pair.right
    left, right = (_with_countries(set(report.participants) - {*report.targets, *report.places}, pair) for report in both)
    return bool(left and right and not left & right)


def _with_countries(entities: Set[str], pair: Pair) -> set[str]:
    entries = (pair.gazetteer.get(entity) for entity in entities)
    return {*entities, *(entry.country for entry in entries if entry and entry.country)}


def _is_shared(pair: Pair, words: Set[str]) -> bool:
    """Whether both tell of one target, one town and no other parties, or in rare words that are no names: a province is not enough."""
    if set(pair.left.targets) & set(pair.right.targets):
        return True
    parties = [{*report.participants}.difference(report.places) for report in (pair.left, pair.right)]
    towns = {place for place in {*pair.left.places} & {*pair.right.places} if LEVELS[pair.level(place)] in ("Facility", "Settlement")}
    entities = {entity for report in (pair.left, pair.right) for entity in (*report.places, *report.participants, *report.nearby)}
    return bool(towns and not all(parties)) or information(words - _names(pair, entities)) >= _SHARED[-1]


def _by_guns(pair: Pair) -> bool:
    """Whether the report of shelling says that it was artillery, tanks, ships, or rockets."""
    shelling = pair.left if pair.left.kind == "Shelling" else pair.right
    told = [word.removeprefix("ال") for trigger in shelling.triggers for word in trigger.split()]
    return any(word.startswith(_GUNS) for word in (*shelling.words, *told)) or not _FORCES.isdisjoint(told)


def _called(kind: str, language: str) -> str:
    return labels().get(kind, {}).get(language, kind)


def told(pair: Pair) -> Evidence | None:
    """Rare words near the triggers of both; the names of what takes part or place in both count elsewhere."""
    left, right = set(pair.left.words), set(pair.right.words)
    entities = [{*report.places, *report.participants, *report.nearby} for report in (pair.left, pair.right)]
    shared = (left & right) - _names(pair, entities[0] & entities[1])
    bits = information(shared)
    if level := next((size for size in _SHARED if bits >= size), None):
        return found(f"told.shared_{level}", partial(_rarest, shared))
    if not left & right and min(information(left), information(right)) >= _ENOUGH:
        return found("told.nothing", lambda: ("لا كلمة نادرة مشتركة", "no rare word in both"))
    return None


def _rarest(shared: Iterable[str]) -> tuple[str, str]:
    words = sorted(shared, key=lambda word: (-information([word]), word))[:6]
    return f"كلمات نادرة مشتركة: {'، '.join(words)}", f"rare words in both: {', '.join(words)}"


def _names(pair: Pair, entities: Set[str]) -> set[str]:
    """Stems of the names of entities."""
    names: Iterable[str] = (name_of(entity, (pair.left, pair.right), pair.gazetteer, "ar") for entity in entities)
    return {stem for name in names for stem in stems_of_name(name)}


def alone(pair: Pair) -> Evidence | None:
    """Whether when and where, or else a toll, tell one event of an article from the others of that article."""
    toll = how_many(pair)
    if not (pair.left.rivals or pair.right.rivals) or (toll and TELLING_TOLLS.intersection(toll.levels)):
        return None
    ar, en = "في أحد المقالين حدث آخر في الزمان والمكان نفسيهما", "one of the articles has another event at that time and place"
    return found("alone.rivals", lambda: (ar, en))
