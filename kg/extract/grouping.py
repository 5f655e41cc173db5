"""Which triggers of an article speak of one event: each two are compared by a classifier, and the nearest are joined first.

Two groups are as near as their triggers are on average (average linkage, Sokal and Michener 1958), so that one likeness in passing does
not make one event of a whole article.
"""

from collections import Counter
from collections.abc import Sequence
from math import prod

import numpy

from kg.extract.classifier import Classifier, Floats, shipped
from kg.extract.likeness import pair_features
from kg.extract.surroundings import Page, Surroundings
from kg.extract.triggers import EventGroup
from kg.extract.witnesses import supported, witnessed

SAME, OTHER = "same", "other"
ENOUGH = 0.45
"""Two groups whose triggers are this likely of one event, on average, are joined."""
KEPT = 0.65
"""Triggers of which it is this likely that one at least names an event are kept."""
AHEAD = 40
"""Triggers after it that one is compared with at most, so that the time for an article grows with its length only."""


def groups(on_page: Page, classifier: Classifier | None = None) -> list[EventGroup]:
    """The events of a page, by the classifier that ships where none is given, in the order of the text."""
    likely = likenesses(on_page, classifier or shipped("grouping"))
    title = witnessed([word for word in on_page.words if word.sentence == 0], on_page.words)
    made = (_group([on_page.triggers[index] for index in group], title) for group in joined(likely, ENOUGH))
    return [group for group in made if group.likelihood > KEPT]


def _group(triggers: Sequence[Surroundings], title: frozenset[str]) -> EventGroup:
    """Triggers as an event, of the class that they are likeliest of together; `title` are the classes that it has witnesses for."""
    total = Counter[str]()
    for one in triggers:
        total.update(one.found.likely)
    likeliest = max(total, key=lambda kind: (total[kind], kind))
    kind = supported(likeliest, title.union(*(one.witnesses for one in triggers)))
    return EventGroup(kind, tuple(one.trigger for one in triggers), 1 - prod(1 - one.found.likelihood for one in triggers))


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
        changed = (near[:, one] >= best) | (near[:, other] >= best)
        near[one] = near[:, one] = (sizes[one] * near[one] + sizes[other] * near[other]) / (sizes[one] + sizes[other])
        sizes[one] += sizes[other]
        near[other] = near[:, other] = near[one, one] = -numpy.inf
        changed[[one, other]] = True
        best[changed] = near[changed].max(axis=1)
    return sorted(sorted(group) for group in groups.values())


def likenesses(on_page: Page, classifier: Classifier) -> Floats:
    """(triggers, triggers): how likely two speak of one event; 0 for two that are too far apart to be compared."""
    size = len(on_page.triggers)
    pairs = [(one, other) for one in range(size) for other in range(one + 1, min(one + AHEAD + 1, size))]
    likely = numpy.zeros((size, size), dtype=numpy.float32)
    found = classifier.likelihoods([tuple(pair_features(on_page, *pair)) for pair in pairs], SAME) if pairs else []
    for (one, other), value in zip(pairs, found, strict=True):
        likely[one, other] = likely[other, one] = value
    return likely
