"""Which triggers of an article speak of one event: each two are compared by a classifier, and the nearest are joined first.

Two groups are as near as their triggers are on average (average linkage, Sokal and Michener 1958), so that one likeness in passing does
not make one event of a whole article.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod

import numpy

from kg.extract.another import answered, disowned, earlier_deeds, fresh, is_answer
from kg.extract.classifier import Classifier, Floats, shipped
from kg.extract.context import is_cue
from kg.extract.cyber import of_other_means
from kg.extract.likeness import pair_features
from kg.extract.means import specified
from kg.extract.surroundings import Surroundings, TriggersInContext
from kg.extract.triggers import EventGroup, Trigger, lexicon_readings
from kg.extract.witnesses import supported, witnessed
from kg.extract.words import Word

SAME, OTHER = "same", "other"
ENOUGH = 0.45
"""Two groups whose triggers are this likely of one event, on average, are joined."""
KEPT = 0.55
"""Triggers of which it is this likely that one at least names an event are kept."""
AHEAD = 40
"""Triggers after it that one is compared with at most, so that the time for an article grows with its length only."""
_OF_ANY_MEANS = "Attack"
_OF_SOME_MEANS = (_OF_ANY_MEANS, "Bombing")
"""Classes that do not say yet how it was done."""
_OUTRIGHT = 0.5
"""A word names a class outright that it is more likely of than not."""
_OF_STATES = "SecurityOperation"
_OF_TWO_SIDES = ("Clash",)
"""What people who are killed at somebody's hands have not died in, where nothing else is told."""
_OF_ONE = "Assassination"
"""What only one chosen person dies in."""
_CLAIM_NEAR, _HANDS_NEAR = 5, 12
_HANDS = frozenset("يد يدي ايدي ايادي".split())
_ATTACKS = frozenset("هجوم هجوما هجومين هجمات اعتداء اعتداءات".split())
_REBELS = frozenset(
    "تنظيم حركه جماعه ميليشيا مليشيا ميليشيات مليشيات مسلحين مسلحي عناصر مقاتلي متطرفين متشددين ارهابيين مجهولين داعش".split()
)


def groups(on_page: TriggersInContext, classifier: Classifier | None = None) -> list[EventGroup]:
    """The events of a page, by the classifier that ships where none is given, in the order of the text."""
    likely = apart(on_page, likenesses(on_page, classifier or shipped("grouping")))
    title = witnessed([word for word in on_page.words if word.sentence == 0], on_page.words)
    made = (_group(on_page, [on_page.triggers[index] for index in group], title) for group in joined(likely, ENOUGH))
    return [group for group in made if group.likelihood > KEPT]


def apart(on_page: TriggersInContext, likely: Floats) -> Floats:
    """Likenesses without those of «هجوما آخر» with what is told before it, of «غارة ردا على هجوم», of «انفجار غداة التفجير», and of
    attacks on computers with others.

    A title may tell of the other one before the lead does.
    """
    told = [one.trigger for one in on_page.triggers]
    for position, first in fresh(on_page.words, told):
        lead = told[position].sentence == 1 and on_page.triggers[position].paragraph > on_page.triggers[0].paragraph
        begin = bisect_right(told, 0, key=lambda trigger: trigger.sentence) if lead else 0
        likely[begin:first, position] = likely[position, begin:first] = -numpy.inf
    for one, other in answered(on_page.words, told):
        likely[one, other] = likely[other, one] = -numpy.inf
    for one, other in (*of_other_means(on_page.words, told), *_of_two_towns(on_page.triggers, disowned(on_page.words, told))):
        likely[one, other] = likely[other, one] = -numpy.inf
    for before in earlier_deeds(on_page.words, told):
        for one, other in product(before.own, before.others):
            likely[one, other] = likely[other, one] = -numpy.inf
    return likely


def _of_two_towns(triggers: Sequence[Surroundings], apart: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pairs that are apart, and all that name the town of the one with all that name the town of the other."""
    towns: set[tuple[str, str]] = set()
    for one, other in apart:
        yield one, other
        here = triggers[one].nearest_place
        towns |= {(here, there) for there in triggers[other].towns - {here}}
    for here, there in towns:
        near = [position for position, each in enumerate(triggers) if here in each.towns and there not in each.towns]
        far = [position for position, each in enumerate(triggers) if there in each.towns and here not in each.towns]
        yield from product(near, far)


def _group(on_page: TriggersInContext, triggers: Sequence[Surroundings], title: frozenset[str]) -> EventGroup:
    """Triggers as an event, of the class that they are likeliest of together; `title` are the classes that it has witnesses for."""
    total = Counter[str]()
    for one in triggers:
        total.update(one.found.likely)
    if any(_is_of_rebels(on_page, one.trigger, [other.trigger for other in triggers]) for one in triggers):
        of_two_sides = _OF_TWO_SIDES if all(one.trigger.strength == "toll" for one in triggers) else ()
        total = Counter({kind: share for kind, share in total.items() if kind not in (_OF_STATES, *of_two_sides)}) or Counter({"Attack": 1})
    if _is_of_several(on_page, triggers):
        total["Attack"] += total.pop(_OF_ONE, 0)
    likeliest = max(total, key=lambda kind: (total[kind], kind))
    if likeliest == _OF_ANY_MEANS:
        likeliest = _named_outright(triggers)
    kind = supported(likeliest, title.union(*(one.witnesses for one in triggers)))
    if kind in _OF_SOME_MEANS:
        kind = specified(kind, frozenset().union(*(on_page.means(one.trigger) for one in triggers)))
    return EventGroup(kind, tuple(one.trigger for one in triggers), 1 - prod(1 - one.found.likelihood for one in triggers))


def _is_of_several(on_page: TriggersInContext, triggers: Sequence[Surroundings]) -> bool:
    """Whether several are counted as dead, nobody is named and no word of murder stands: they are no chosen one («قتل مدنيان في ضربة»)."""
    several = any(property_ == "killed" and value > 1 for one in triggers for property_, value in one.counts)
    if not several or any(one.near_names for one in triggers):
        return False
    words = (on_page.words[one.trigger.first].form for one in triggers)
    return not any(reading.startswith(_OF_ONE) for word in words for reading in lexicon_readings(word))


def _named_outright(triggers: Sequence[Surroundings]) -> str:
    """The class of attack that some words name outright, where they agree: one «تفجير» among many «الهجوم» says what they all are."""
    return specified(_OF_ANY_MEANS, {kind for one in triggers for kind, share in one.found.likely.items() if share > _OUTRIGHT})


def _is_of_rebels(on_page: TriggersInContext, trigger: Trigger, own: Sequence[Trigger]) -> bool:
    """Whether an armed group claims it («تبنى عملية في …»), threatens it, or does it («قتل على يد تنظيم …»), or it is foiled.

    Then it is no state's operation. `own` are all triggers of the event.
    """
    words = on_page.words
    before = [word for word in words[max(trigger.first - _CLAIM_NEAR, 0) : trigger.first] if word.sentence == trigger.sentence]
    if any(is_cue(word, "claims") for word in before):
        return True
    if words[trigger.first].form in _ATTACKS and any(is_cue(word, "foiled") for word in before[-2:]):
        return True
    if any(is_cue(word, "warns") for word in before) and any(word.form in _REBELS for word in before):
        return True
    return not _answered(words, trigger, own) and _at_hands_of_rebels(on_page, trigger)


def _answered(words: Sequence[Word], trigger: Trigger, own: Sequence[Trigger]) -> bool:
    """Whether its event is told before it in its sentence as what came after it: «عملية … بعد مقتل جنديين على يد مسلحين»."""
    before = (other for other in own if other.sentence == trigger.sentence and other.last < trigger.first)
    return any(is_answer(words, other.last, trigger.first) for other in before)


def _at_hands_of_rebels(on_page: TriggersInContext, trigger: Trigger) -> bool:
    """Whether «على يد مسلحين» and the like follow before another deed is named."""
    later = bisect_right(on_page.triggers, trigger.last, key=lambda one: one.trigger.first)
    following = on_page.triggers[later].trigger.first if later < len(on_page.triggers) else len(on_page.words)
    after = on_page.words[trigger.last + 1 : min(trigger.last + 1 + _HANDS_NEAR, following)]
    near = [word.form for word in after if word.sentence == trigger.sentence]
    return any(hand in _HANDS and on == "علي" and who in _REBELS for on, hand, who in zip(near, near[1:], near[2:], strict=False))


def joined(likely: Floats, enough: float) -> list[list[int]]:
    """Groups of the rows of a symmetric matrix of likenesses: the two nearest are joined until none are nearer than `enough`."""
    groups = {index: [index] for index in range(len(likely))}
    near, sizes = likely.astype(numpy.float64), numpy.ones(len(likely))
    numpy.fill_diagonal(near, -numpy.inf)
    best = near.max(axis=1, initial=-numpy.inf)  # of each row: kept up to date, so that no step looks at the whole matrix
    while len(groups) > 1:
        row = int(best.argmax())
        if best[row] <= enough:
            break
        one, other = sorted((row, int(near[row].argmax())))
        groups[one] += groups.pop(other)
        changed = ((near[:, one] >= best) | (near[:, other] >= best)) & (best > enough)  # no row grows nearer than it was
        near[one] = near[:, one] = (sizes[one] * near[one] + sizes[other] * near[other]) / (sizes[one] + sizes[other])
        sizes[one] += sizes[other]
        near[other] = near[:, other] = near[one, one] = -numpy.inf
        changed[[one, other]] = True
        best[changed] = near[changed].max(axis=1)
    return sorted(sorted(group) for group in groups.values())


def likenesses(on_page: TriggersInContext, classifier: Classifier) -> Floats:
    """(triggers, triggers): how likely two speak of one event; 0 for two that are too far apart to be compared."""
    size = len(on_page.triggers)
    pairs = [(one, other) for one in range(size) for other in range(one + 1, min(one + AHEAD + 1, size))]
    likely = numpy.zeros((size, size), dtype=numpy.float32)
    found = classifier.likelihoods([pair_features(on_page, *pair) for pair in pairs], SAME) if pairs else []
    for (one, other), value in zip(pairs, found, strict=True):
        likely[one, other] = likely[other, one] = value
    return likely
