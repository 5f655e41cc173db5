"""What each thing named is to an event: its place, who acts, claims, is accused, suffers or takes part.

Learned by `training/arguments.py`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.arabic import fold
from kg.extract.arguments.features import PairFeatures
from kg.extract.arguments.nearby import alleged_as, linked_as, stands_by
from kg.extract.arguments.pairs import Pair
from kg.extract.arguments.rules import rules
from kg.extract.arguments.tellings import Tellings
from kg.extract.candidates import Named
from kg.extract.classifier import shipped
from kg.extract.context import Context
from kg.extract.people import SUPPOSED
from kg.extract.responsibility.telling import CLAIMERS, CLAIMS, Telling
from kg.ontology import ancestors, family, top

LOCATION, PLACE, NONE = "location", "place", "none"
"""Labels of a pair, besides the properties of people: the most specific place, any other place, neither."""
TARGET_PLACE = "place&target"
"""The label of what is both («هجوم على مطار بغداد»)."""
THRESHOLDS = {"place": 0.3, "agent": 0.35, "claimedBy": 0.4, "accused": 0.25, "target": 0.25, "participant": 0.35}
"""How likely a thing has to be something to an event to be said so: what served best in cross-validation."""
RULED_THRESHOLDS = {"place": 0.2, "agent": 0.1, "claimedBy": 0.1, "accused": 0.05, "target": 0.1, "participant": 0.15}
"""How likely it has to be where a rule says so as well."""
_PLAIN = 0.75
"""How likely at least what is told plainly is."""
_BARRED = {
    "accused": ("accused", "agent", "target"),
    "claimedBy": ("claimedBy", "agent", "target"),
    "deniedBy": ("deniedBy", "agent", "claimedBy"),
    "agent": ("agent", "target"),
}
"""What somebody is not, or not once more, of whom something is told plainly."""
_ARMED = frozenset(("ArmedGroup", "SecurityForce"))
_CIVIL = frozenset("مرصد موسسه شركه جامعه مستشفي جمعيه نقابه مركز صندوق بنك نادي معهد مدرسه مصرف وكاله صحيفه قناه".split())
"""First words of the names of bodies that attack nobody."""
NEVER_ACTS = frozenset(("claimedBy", "accused", "deniedBy", SUPPOSED))
"""Whoever a rule says to be one of these never acts."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a thing named is to an event."""

    name: str
    """The property that it has: "place", "agent" …"""
    pair: Pair
    likely: float
    named: Named
    """The mention that a rule says it of, else the one nearest to the event."""
    by: Named | None = None
    """Who says so, where the words tell that plainly."""
    is_fact: bool = True
    """Whether who acts is said to by the writer or an authority, not by his enemy."""


def roles(context: Context, plain: Tellings | None = None) -> list[Role]:
    """The roles in an event: places most specific first, then the others in the order of the text; `plain` is what is not weighed."""
    said = rules(context)
    view = PairFeatures(context, said)
    classifier = shipped("arguments")
    likely = classifier.probabilities(view.all()).tolist()
    by_label = [dict(zip(classifier.labels, row, strict=True)) for row in likely]
    found = chosen(context, view.pairs, by_label, said)
    return settled(context, view.pairs, found, plain) if plain else found


def settled(context: Context, pairs: Sequence[Pair], found: Sequence[Role], plain: Tellings) -> list[Role]:
    """The roles as they are told plainly, and of the others those that this leaves room for."""
    event = context.page.triggers[context.event.triggers[0].first]
    of_mention = {n.index: pair for pair in pairs for n in pair.candidate.mentions}
    told = [t for t in plain.told if t.event == event and t.who.index in of_mention]
    acting = {(_first(role.pair), role.named.sentence) for role in found if role.name == "agent"}
    by_enemies = _told_by_enemies(context, of_mention, plain)
    unproven = {first for first, there in by_enemies.items() if all(sentence in there for who, sentence in acting if who == first)}
    barred = _barred(told, of_mention, acting, by_enemies)
    accusers = {_first(of_mention[n.index]) for n in plain.accusers.get(event, ()) if n.index in of_mention}
    barred |= {(first, name) for first in accusers for name in ("agent", "accused", "claimedBy")}
    barred |= {(_first(of_mention[index]), name) for index, name, of in plain.cleared if of == event and index in of_mention}
    said = {(n.index, n.first) for n in (*(t.who for t in told), *plain.accusers.get(event, ()))}
    barred |= {(_first(pair), "claimedBy") for pair in pairs if _claims_only_others(pair, event, plain)}
    left = [role for role in found if (_first(role.pair), role.name) not in barred]
    charged = {t.sentence for t in told if t.property == "accused"}
    left = [replace(role, is_fact=False) if role.name == "agent" and _first(role.pair) in unproven else role for role in left]
    kept = [role for role in left if role.name not in (PLACE, "target") or (role.named.index, role.named.first) not in said]
    kept = [role for role in kept if role.name != "accused" or role.named.sentence not in charged]  # «اتهمت س ص المدعوم من ع بـ…»
    kept = [role for role in kept if role.name != "accused" or not _is_origin(context, role.named)]
    added = {(role.name, _first(role.pair)): role for role in (_plainly(context, t, of_mention, found) for t in told)}
    return sorted((*kept, *added.values()), key=lambda role: -1 if role.name == PLACE else role.named.first)


def _is_origin(context: Context, n: Named) -> bool:
    """Whether a place is where somebody else comes from: «مسلحين من سوريا»."""
    before = context.words[n.first - 1] if n.first else None
    return top(n.mention.kind) == "Place" and before is not None and before.form == "من" and before.sentence == n.sentence


def _told_by_enemies(context: Context, of_mention: Mapping[int, Pair], plain: Tellings) -> Mapping[int, Collection[int]]:
    """Who has done it by his enemy's word, or has vowed to, with the sentences that say so."""
    event = context.page.triggers[context.event.triggers[0].first]
    found = defaultdict[int, set[int]](set)
    for index, of, sentence in plain.unproven:
        if of == event and index in of_mention:
            found[_first(of_mention[index])].add(sentence)
    return found


def _barred(
    told: Sequence[Telling], of_mention: Mapping[int, Pair], acting: Collection[tuple[int, int]], by_enemies: Collection[int]
) -> set[tuple[int, str]]:
    """Who is not what else, by what is told of him plainly; `acting` has who acts in which sentence."""
    barred, kept = set[tuple[int, str]](), set[tuple[int, str]]()
    for t in told:
        first = _first(of_mention[t.who.index])
        barred |= {(first, name) for name in _BARRED[t.property]}
        if _acts_as_well(t, first, acting, by_enemies):
            kept.add((first, "agent"))
    return barred - kept


def _acts_as_well(told: Telling, first: int, acting: Collection[tuple[int, int]], by_enemies: Collection[int]) -> bool:
    """Whether who claims an attack is said in another sentence to have done it («هجوم شنته س»), or who is accused by an enemy."""
    elsewhere = any(who == first and sentence != told.sentence for who, sentence in acting)
    return (told.property == CLAIMS and elsewhere) or (told.property == "accused" and first in by_enemies)


def _first(pair: Pair) -> int:
    """The first mention of a thing, which tells it from others."""
    return pair.candidate.mentions[0].index


def _claims_only_others(pair: Pair, event: int, plain: Tellings) -> bool:
    """Whether whoever it is claims another event by name, and not this one («تبنت هجوما آخر»)."""
    claimed = frozenset[int]().union(*(plain.claims.get(n.index, ()) for n in pair.candidate.mentions))
    return not plain.others.isdisjoint(claimed) and event not in claimed


def _plainly(context: Context, told: Telling, of_mention: Mapping[int, Pair], found: Sequence[Role]) -> Role:
    """What is told plainly as a role: as likely as it was without that, or more."""
    pair = of_mention[told.who.index]
    before = (role.likely for role in found if role.name == told.property and _first(role.pair) == _first(pair))
    name = alleged_as(context) or told.property if told.property == "agent" else told.property
    return Role(name, pair, max((*before, _PLAIN)), told.who, told.by)


def chosen(
    context: Context, pairs: Sequence[Pair], likely: Sequence[Mapping[str, float]], said: Mapping[int, frozenset[str]]
) -> list[Role]:
    """The roles that are likely enough. Who merely claims, denies or is accused, by the rules or the classifier, never acts."""
    both = list(zip(pairs, likely, strict=True))
    places = [(labels.get(LOCATION, 0.0) + labels.get(TARGET_PLACE, 0.0), _place(pair, labels, said)) for pair, labels in both]
    ranked = sorted(((first, role) for first, role in places if role), key=lambda place: (-place[0], place[1].named.first))
    others = [role for pair, labels in both for role in _others(context, pair, labels, said)]
    return [role for _, role in ranked] + sorted(others, key=lambda role: role.named.first)


def _place(pair: Pair, labels: Mapping[str, float], said: Mapping[int, frozenset[str]]) -> Role | None:
    probability = labels.get(LOCATION, 0.0) + labels.get(PLACE, 0.0) + labels.get(TARGET_PLACE, 0.0)
    ruled = any(PLACE in said.get(n.index, ()) for n in pair.candidate.mentions)
    fits = top(pair.named.mention.kind) == "Place" and probability >= (RULED_THRESHOLDS if ruled else THRESHOLDS)["place"]
    return Role("place", pair, probability, pair.named) if fits else None


def _others(context: Context, pair: Pair, labels: Mapping[str, float], said: Mapping[int, frozenset[str]]) -> Iterator[Role]:
    meeting = family(context.event.kind) == "meeting"
    ruled = {property_ for n in pair.candidate.mentions for property_ in said.get(n.index, ())}
    if "deniedBy" in ruled:
        yield Role("deniedBy", pair, 0.75, _said_of(pair, "deniedBy", said))
    for property_ in ("claimedBy", "accused", "agent", "target", "participant"):
        probability = labels.get(property_, 0.0) + (labels.get(TARGET_PLACE, 0.0) if property_ == "target" else 0.0)
        enough = (RULED_THRESHOLDS if property_ in ruled else THRESHOLDS)[property_]
        if probability < enough or meeting != (property_ == "participant"):
            continue
        if property_ == "claimedBy" and ("deniedBy" in ruled or (property_ not in ruled and pair.named.mention.kind not in CLAIMERS)):
            continue
        if property_ == "agent" and (_is_said_not_to_act(ruled) or stands_by(context, pair) or _is_civil(context, pair)):
            continue
        if property_ == "target" and "acts" in ruled:
            continue
        if property_ == "agent" and (alleged := alleged_as(context) or linked_as(context, pair.named)):
            yield Role(alleged, pair, probability, pair.named)
            continue
        if property_ == "agent" and _is_rather_said_to_act(labels):
            continue
        ruled |= {"acts"} if property_ == "agent" else {property_} & NEVER_ACTS
        yield Role(property_, pair, probability, _said_of(pair, property_, said))


def _is_civil(context: Context, pair: Pair) -> bool:
    """Whether it is a body that attacks nobody: an outlet, an observatory, a company."""
    named = pair.named.mention
    if "Attack" not in ancestors(context.event.kind) or top(named.kind) != "Organisation" or named.kind in _ARMED:
        return False
    head = fold(named.span.of(context.text).split()[0]).removeprefix("لل").removeprefix("ل").removeprefix("ال")
    return named.kind == "MediaOutlet" or head in _CIVIL


def _said_of(pair: Pair, property_: str, said: Mapping[int, frozenset[str]]) -> Named:
    """The mention of a thing that a rule says something of, else the one nearest to the event."""
    return next((n for n in pair.candidate.mentions if property_ in said.get(n.index, ())), pair.named)


def _is_said_not_to_act(ruled: Collection[str]) -> bool:
    """Whether the rules have something claim, deny, be accused, or suffer only."""
    return not NEVER_ACTS.isdisjoint(ruled) or ("target" in ruled and "agent" not in ruled)


def _is_rather_said_to_act(labels: Mapping[str, float]) -> bool:
    """Whether it is not twice as likely that it acts as that somebody merely claims it or accuses it."""
    return labels.get("agent", 0.0) < 2 * (labels.get("claimedBy", 0.0) + labels.get("accused", 0.0))
