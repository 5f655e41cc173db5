"""What speaks for or against that two triggers speak of one event: the features that the classifier of pairs weighs."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import mul

from kg.extract.classifier import Grouped
from kg.extract.surroundings import Surroundings, TriggersInContext
from kg.extract.triggers import Trigger
from kg.ontology import ancestors, family

_BETWEEN = 7
"""Words between two triggers up to which these words are looked at one by one."""
_ANOTHER = frozenset("اخر اخري اخرين ثان ثانيه ثالث سياق جانب جهه منفصل منفصله لاحق لاحقا سابق سابقه مماثل مماثله".split())
"""Words that begin news of something else, or tell one event from another."""
_TIME_BETWEEN = frozenset("بعد قبل عقب منذ ردا انتقاما خلال اثناء".split())
_CAUSES = frozenset("اسفر اسفرت ادي ادت اودي اودت اوقع اوقعت خلف خلفت تسبب تسببت اثر جراء نتيجه".split())
"""Words between an attack and its toll."""


def pair_features(on_page: TriggersInContext, one: int, other: int) -> Grouped:
    """What speaks for or against one event of two triggers, the first before the second in the text."""
    left, right = on_page.triggers[one], on_page.triggers[other]
    first, second = left.trigger, right.trigger
    apart = second.sentence - first.sentence
    stems = _of_stems(left.stem, right.stem)
    shared = _shared(left, right) if apart else None
    lead = first.sentence == 0 and second.sentence <= 2
    groups = (
        _of_classes(first.kind, second.kind),
        _of_places_in_text(apart, right.paragraph - left.paragraph, other - one, first.sentence),
        _of_forms(_form(left), _form(right)),
        stems,
        _together((apart, lead), (first.kind, second.kind), stems[0], (_definite(second), second.strength == "toll")),
        _of_shared(shared, _kinship(first.kind, second.kind), _definite(second)) if shared else (),
    )
    return Grouped(groups, (*_alone(left, right), *_between(on_page, first, second)))


@lru_cache(maxsize=20_000)
def _together(where: tuple[int, bool], kinds: tuple[str, str], stems: str, second: tuple[str, bool]) -> tuple[str, ...]:
    """What tells only together with how far apart the two are.

    `where` is how many sentences lie between and whether both stand at the beginning,
    `second` whether the second is definite, in a word, and whether it is a toll.
    """
    apart, classes = bucket(where[0], (0, 1, 2, 4)), _kinship(*kinds)
    begins = f"{'lead ' if where[1] else ''}{apart}"
    form = f"{second[0]} {'toll' if second[1] else ''}"
    alike = (f"{begins} {classes}", f"{begins} {stems}", f"{begins} {form}", f"{begins} {classes} {stems} {form}")
    return (*alike, f"{apart} {kinds[0]},{kinds[1]}")


def _definite(one: Trigger) -> str:
    return "definite" if one.definite else "indefinite"


@cache
def _kinship(first: str, second: str) -> str:
    if first == second:
        return "same class"
    if first in ancestors(second) or second in ancestors(first):
        return "one class within the other"
    return f"{'one family' if family(first) == family(second) else 'two families'}"


def _likeness(first: str, second: str) -> str:
    if first == second:
        return "same stem"
    return "stems begin alike" if first[:3] == second[:3] else "other stem"


@cache
def _of_classes(first: str, second: str) -> tuple[str, ...]:
    return f"classes={first},{second}", _kinship(first, second)


def _alone(left: Surroundings, right: Surroundings) -> Iterator[str]:
    """How alike their likely classes are, how near they stand in one sentence, whether one place is nearest to both."""
    alike = sum(map(mul, left.found.likely.values(), map(right.found.likely.__getitem__, left.found.likely)))
    alike /= max(left.likelihood * right.likelihood, 1e-6)
    yield f"classes alike {int(alike * 5)}"
    if left.trigger.sentence == right.trigger.sentence:
        yield f"words apart {bucket(right.trigger.first - left.trigger.last, (1, 2, 3, 5, 8, 12, 20))}"
    if left.nearest_place and right.nearest_place:
        yield f"nearest place {'same' if left.nearest_place == right.nearest_place else 'other'}"


@lru_cache(maxsize=20_000)
def _of_places_in_text(apart: int, paragraphs: int, order: int, first: int) -> tuple[str, ...]:
    """How far apart they stand: sentences, paragraphs, triggers; and in which sentence the first does."""
    distance = bucket(apart, (0, 1, 2, 3, 5, 8))
    far = (f"sentences apart {distance}", f"paragraphs apart {bucket(paragraphs, (0, 1, 2, 4))}")
    between = f"triggers between {bucket(order - 1, (0, 1, 2, 4, 8))}"
    return (*far, between, f"from sentence {first} on, {distance}") if first <= 1 else (*far, between)


@lru_cache(maxsize=20_000)
def _of_stems(left: str, right: str) -> tuple[str, ...]:
    first, second = left.removeprefix("ال"), right.removeprefix("ال")
    return _likeness(first, second), f"stems={first},{second}"


def _form(one: Surroundings) -> tuple[str, str, str, bool]:
    return one.trigger.strength, one.trigger.sort, _definite(one.trigger), one.is_plural


@cache
def _of_forms(left: tuple[str, str, str, bool], right: tuple[str, str, str, bool]) -> tuple[str, ...]:
    """Strength and sort of two triggers, whether they are definite and plurals."""
    alike = (f"strengths={left[0]},{right[0]}", f"sorts={left[1]},{right[1]}", f"plurals={left[3]},{right[3]}")
    return (*alike, f"second {right[2]}", f"first {left[2]}")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the sentences of two triggers share, each in a word."""

    towns: str
    names: str
    near_names: str
    dates: str
    years: str
    counts: str
    words: int
    """Of the words of the shorter one, in eighths."""
    other: bool
    """Whether the second one speaks of another thing."""


def _shared(left: Surroundings, right: Surroundings) -> _Shared:
    both = len(left.words & right.words) / max(min(len(left.words), len(right.words)), 1)
    return _Shared(
        overlap(left.towns, right.towns),
        overlap(left.names, right.names),
        overlap(left.near_names, right.near_names),
        overlap(left.dates, right.dates),
        overlap(left.years, right.years),
        _counts(left.counts, right.counts),
        int(both * 8),
        not _ANOTHER.isdisjoint(right.words),
    )


@lru_cache(maxsize=20_000)
def _of_shared(shared: _Shared, classes: str, definite: str) -> tuple[str, ...]:
    towns, dates = f"towns {shared.towns}", f"dates {shared.dates}"
    return (
        towns,
        f"names {shared.names}",
        f"near names {shared.near_names}",
        dates,
        f"years {shared.years}",
        f"counts {shared.counts}",
        f"words shared {shared.words}",
        *(("second sentence of another",) if shared.other else ()),
        f"{towns} {dates}",
        f"{towns} {classes} {definite}",
        f"counts {shared.counts} {classes}",
    )


def overlap(left: frozenset[str], right: frozenset[str]) -> str:
    """Whether two sets share something, in a word; which of them is empty, if one is."""
    if not left or not right:
        return f"{'none' if not left else 'some'},{'none' if not right else 'some'}"
    return "disjoint" if left.isdisjoint(right) else "shared"


def _counts(left: frozenset[tuple[str, int]], right: frozenset[tuple[str, int]]) -> str:
    if not left or not right:
        return f"{'some' if left else 'none'},{'some' if right else 'none'}"
    if not left.isdisjoint(right):
        return "shared"
    if {sort for sort, _ in left} & {sort for sort, _ in right}:
        return "differ"
    return f"{'some' if left else 'none'},{'some' if right else 'none'}"


def _between(on_page: TriggersInContext, first: Trigger, second: Trigger) -> Iterator[str]:
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
