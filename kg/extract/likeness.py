"""What speaks for or against that two triggers speak of one event: the features that the classifier of pairs weighs."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract.surroundings import Page, Surroundings
from kg.extract.triggers import Trigger
from kg.ontology import ancestors, family

_BETWEEN = 7
"""Words between two triggers up to which these words are looked at one by one."""
_ANOTHER = frozenset("اخر اخري اخرين ثان ثانيه ثالث سياق جانب جهه منفصل منفصله لاحق لاحقا سابق سابقه مماثل مماثله".split())
"""Words that begin news of something else, or tell one event from another."""
_TIME_BETWEEN = frozenset("بعد قبل عقب منذ ردا انتقاما خلال اثناء".split())
_CAUSES = frozenset("اسفر اسفرت ادي ادت اودي اودت اوقع اوقعت خلف خلفت تسبب تسببت اثر جراء نتيجه".split())
"""Words between an attack and its toll."""


def pair_features(on_page: Page, one: int, other: int) -> Iterator[str]:
    """What speaks for or against one event of two triggers, the first before the second in the text."""
    left, right = on_page.triggers[one], on_page.triggers[other]
    yield from _of_classes(left, right)
    yield from _of_places_in_text(left, right, other - one)
    yield from _of_forms(left, right)
    yield from _shared(left, right)
    yield from _between(on_page, left.trigger, right.trigger)
    yield from _together(left, right)


def _together(left: Surroundings, right: Surroundings) -> Iterator[str]:
    """What tells only together with how far apart the two are."""
    apart = bucket(right.trigger.sentence - left.trigger.sentence, (0, 1, 2, 4))
    opening = "lead " if left.trigger.sentence == 0 and right.trigger.sentence <= 2 else ""
    classes, stems = _kinship(left.trigger.kind, right.trigger.kind), _likeness(left.stem, right.stem)
    definite = "definite" if right.trigger.definite else "indefinite"
    toll = "toll" if right.trigger.strength == "toll" else ""
    yield f"{opening}{apart} {classes}"
    yield f"{opening}{apart} {stems}"
    yield f"{opening}{apart} {definite} {toll}"
    yield f"{opening}{apart} {classes} {stems} {definite} {toll}"
    yield f"{apart} {left.trigger.kind},{right.trigger.kind}"
    if left.trigger.sentence != right.trigger.sentence:
        towns, dates = overlap(left.towns, right.towns), overlap(left.dates, right.dates)
        yield f"towns {towns} dates {dates}"
        yield f"towns {towns} {classes} {definite}"
        yield f"counts {_counts(left.counts, right.counts)} {classes}"


def _years(trigger: Surroundings) -> frozenset[str]:
    return frozenset(value[: len("YYYY")] for value in trigger.dates)


@cache
def _kinship(first: str, second: str) -> str:
    if first == second:
        return "same class"
    if first in ancestors(second) or second in ancestors(first):
        return "one class within the other"
    return f"{'one family' if family(first) == family(second) else 'two families'}"


def _likeness(first: str, second: str) -> str:
    first, second = first.removeprefix("ال"), second.removeprefix("ال")
    if first == second:
        return "same stem"
    return "stems begin alike" if first[:3] == second[:3] else "other stem"


def _of_classes(left: Surroundings, right: Surroundings) -> Iterator[str]:
    first, second = left.trigger.kind, right.trigger.kind
    yield f"classes={first},{second}"
    yield _kinship(first, second)
    alike = sum(value * right.found.likely[kind] for kind, value in left.found.likely.items())
    alike /= max(left.found.likelihood * right.found.likelihood, 1e-6)
    yield f"classes alike {int(alike * 5)}"


def _of_places_in_text(left: Surroundings, right: Surroundings, order: int) -> Iterator[str]:
    apart = right.trigger.sentence - left.trigger.sentence
    distance = bucket(apart, (0, 1, 2, 3, 5, 8))
    yield f"sentences apart {distance}"
    yield f"paragraphs apart {bucket(right.paragraph - left.paragraph, (0, 1, 2, 4))}"
    yield f"triggers between {bucket(order - 1, (0, 1, 2, 4, 8))}"
    if left.trigger.sentence <= 1:
        yield f"from sentence {left.trigger.sentence} on, {distance}"
    if apart == 0:
        yield f"words apart {bucket(right.trigger.first - left.trigger.last, (1, 2, 3, 5, 8, 12, 20))}"


def _of_forms(left: Surroundings, right: Surroundings) -> Iterator[str]:
    yield _likeness(left.stem, right.stem)
    yield f"strengths={left.trigger.strength},{right.trigger.strength}"
    yield f"sorts={left.trigger.sort},{right.trigger.sort}"
    yield f"second {'definite' if right.trigger.definite else 'indefinite'}"
    yield f"first {'definite' if left.trigger.definite else 'indefinite'}"
    yield f"plurals={left.is_plural},{right.is_plural}"
    yield f"stems={left.stem.removeprefix('ال')},{right.stem.removeprefix('ال')}"


def _shared(left: Surroundings, right: Surroundings) -> Iterator[str]:
    if left.trigger.sentence != right.trigger.sentence:
        yield f"towns {overlap(left.towns, right.towns)}"
        yield f"names {overlap(left.names, right.names)}"
        yield f"near names {overlap(left.near_names, right.near_names)}"
        yield f"dates {overlap(left.dates, right.dates)}"
        yield f"years {overlap(_years(left), _years(right))}"
        yield f"counts {_counts(left.counts, right.counts)}"
        both = len(left.words & right.words) / max(min(len(left.words), len(right.words)), 1)
        yield f"words shared {int(both * 8)}"
        if right.words & _ANOTHER:
            yield "second sentence of another"
    if left.nearest_place and right.nearest_place:
        yield f"nearest place {'same' if left.nearest_place == right.nearest_place else 'other'}"


def overlap(left: frozenset[str], right: frozenset[str]) -> str:
    """Whether two sets share something, in a word; which of them is empty, if one is."""
    if not left or not right:
        return f"{'none' if not left else 'some'},{'none' if not right else 'some'}"
    return "shared" if left & right else "disjoint"


def _counts(left: frozenset[tuple[str, int]], right: frozenset[tuple[str, int]]) -> str:
    if left & right:
        return "shared"
    if {sort for sort, _ in left} & {sort for sort, _ in right}:
        return "differ"
    return f"{'some' if left else 'none'},{'some' if right else 'none'}"


def _between(on_page: Page, first: Trigger, second: Trigger) -> Iterator[str]:
    """Words between two triggers of a sentence; for others, what opens the second's sentence."""
    if first.sentence != second.sentence:
        before = [on_page.stems[i] for i in range(max(second.first - 3, 0), second.first) if on_page.words[i].sentence == second.sentence]
        yield from (f"before second={stem}" for stem in before)
        return
    indices = range(first.last + 1, second.first)
    stems = [on_page.stems[index] for index in indices]
    if len(stems) <= _BETWEEN:
        yield from (f"between={stem}" for stem in stems)
        yield f"all between={' '.join(stems[:3])}" if len(stems) <= 3 else "many between"
    for name, kinds in (("time", _TIME_BETWEEN), ("cause", _CAUSES), ("another", _ANOTHER)):
        if kinds.intersection(stems):
            yield f"{name} between"
    marks = [on_page.words[index].glued[:1] for index in (*indices, second.first)]
    yield f"commas {min(sum(mark in ('،', ',') for mark in marks), 2)}"
    if on_page.words[second.first].form.startswith("و") and second.span.begin > on_page.words[second.first].begin:
        yield "second after و"


def bucket(value: int, bounds: Sequence[int]) -> str:
    """The first of some rising bounds that a number is not over, else "more"."""
    place = bisect_left(bounds, value)
    return str(bounds[place]) if place < len(bounds) else "more"
