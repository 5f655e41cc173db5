"""Who wins when the gazetteer, the patterns and the network see different names: the likelier one, by weights that were learned.

The evidence for a name is who found it, of which sort it is, and how likely the network thinks it, whether it found the name itself or
not. A logistic regression over it (`training/evidence.py`, weights in `lexicons/evidence.tsv`) says how likely the name is right.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log

from kg.arabic import proclitic_stems
from kg.extract.gazetteer_names import FoundName
from kg.extract.lexicon import rows
from kg.extract.words import Word
from kg.ontology import top

ENOUGH = 0.38
"""A name this likely is taken. The F1 of a whole is greatest where all is taken that is at least half as likely (Lipton et al. 2014),
which would be some 0.42 of names; a little below it relations, both ends of which must be found, gain more than names lose.
"""
REPEATED = 0.6
"""A name this likely is looked for in the rest of the article."""
_GIVEN = {"found by own list": 8.0, "found by hyphen": 8.0, "found by embassy": 8.0}
"""Weights that are not learned: who hands Isnad names of his own wants them found, «داعش-خراسان» is one name, and so is «سفارة إيران»."""
_SUREST = 0.998
"""The network is taken to be no surer than this: its logarithm of odds has no end."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name with the evidence for it: values by name of evidence."""

    name: FoundName
    evidence: Mapping[str, float]


def candidates(known: Sequence[FoundName], learned: Sequence[FoundName], likely: Callable[[FoundName], float]) -> Iterator[Candidate]:
    """Names of the gazetteer and the patterns, and those that only the network has, with the evidence for each.

    `likely` says what the network thinks of a name that it did not find. A name that both have comes once, with what the gazetteer
    knows of it.
    """
    of_known, of_learned = set(map(_key, known)), {_key(name): name.confidence for name in learned}
    taken = {index for name in known for index in range(name.first, name.last + 1)}
    for name in known:
        agreed = of_learned.get(_key(name))
        evidence = _evidence(name, "network differs", likely(name)) if agreed is None else _evidence(name, "network agrees", agreed)
        yield Candidate(name, evidence)
    for name in learned:
        if _key(name) not in of_known:
            opposed = not taken.isdisjoint(range(name.first, name.last + 1))
            yield Candidate(name, _evidence(name, "others differ" if opposed else "others silent", name.confidence))


def _key(name: FoundName) -> tuple[int, int, int, str]:
    """What two names must share to be the same."""
    return name.first, name.last, name.skip, top(name.kind)


def _evidence(name: FoundName, others: str, likely: float) -> dict[str, float]:
    sort = top(name.kind).lower()
    return {f"found by {name.source}": 1.0, f"is {sort}": 1.0, others: 1.0, f"{others} by": _logit(likely)}


def likelihood(evidence: Mapping[str, float]) -> float:
    """How likely a name with this evidence is right, 0 to 1."""
    weights = _weights()
    return 1 / (1 + exp(-sum(value * weights.get(name, 0.0) for name, value in evidence.items())))


def chosen(found: Iterable[Candidate]) -> list[FoundName]:
    """The likeliest names that do not overlap, in the order of the text, with how likely each is as its confidence."""
    likely = [replace(candidate.name, confidence=likelihood(candidate.evidence)) for candidate in found]
    taken: set[int] = set()
    kept = []
    for name in sorted(likely, key=lambda name: (-name.confidence, name.first, name.last)):
        here = range(name.first, name.last + 1)
        if name.confidence >= ENOUGH and taken.isdisjoint(here):
            taken.update(here)
            kept.append(name)
    return sorted(kept, key=lambda name: name.first)


def repetitions(words: Sequence[Word], names: Sequence[FoundName]) -> Iterator[FoundName]:
    """Where else in the article the words of a name stand, clitics aside, that no name has taken: what is a name once is one again."""
    taken = {index for name in names for index in range(name.first, name.last + 1)}
    known: dict[str, dict[tuple[str, ...], FoundName]] = defaultdict(dict)
    for name in sorted(names, key=lambda name: (name.first - name.last, -name.confidence, name.first)):
        if name.confidence >= REPEATED:
            first, *rest = (word.form for word in words[name.first : name.last + 1])
            known[_without_proclitics(first, name.skip)].setdefault(tuple(rest), name)
    lengths = {form: tuple(dict.fromkeys(map(len, rests))) for form, rests in known.items()}  # the longest first
    for index, word in enumerate(words):
        for stem in word.stems():
            follow = (_following(words, index, length, taken) for length in lengths.get(stem.form, ()))
            again = next((met for rest in follow if rest is not None and (met := known[stem.form].get(rest))), None)
            if again:
                last = index + again.last - again.first
                taken.update(range(index, last + 1))
                yield replace(again, first=index, last=last, skip=stem.skip, source="repetition")
                break


def _following(words: Sequence[Word], index: int, length: int, taken: Set[int]) -> tuple[str, ...] | None:
    """The forms of so many words after one; None where one of them, or that one, is taken or joined to the word before."""
    here = range(index, index + length + 1)
    if here[-1] >= len(words) or not taken.isdisjoint(here) or any(words[i].glued for i in here[1:]):
        return None
    return tuple(words[i].form for i in here[1:])


def _without_proclitics(form: str, skip: int) -> str:
    return next((stem.form for stem in proclitic_stems(form) if stem.skip == skip), form[skip:])


def _logit(confidence: float) -> float:
    sure = min(max(confidence, 1 - _SUREST), _SUREST)
    return log(sure / (1 - sure))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {name: float(weight) for name, weight in rows("evidence.tsv", 2)} | _GIVEN
