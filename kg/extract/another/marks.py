"""News of another event: «هجوما آخر», «عملية أخرى», «وفي حادث منفصل قتل …» never go back to an event told before."""

from collections.abc import Iterator, Sequence

from kg.extract.another.listed import listed
from kg.extract.context import is_cue
from kg.extract.triggers import Trigger
from kg.extract.words import Word

_CLAIM_NEAR, _OBJECT_NEAR = 8, 5
"""Words between a claim and the deed, between a denial and the part, and between the part and the deed that are denied."""


def fresh(words: Sequence[Word], triggers: Sequence[Trigger]) -> Iterator[tuple[int, int]]:
    """Position of each trigger that tells of another event than those before, and of the first trigger that it may go with."""
    for position, trigger in enumerate(triggers):
        if is_another(words, trigger):
            first, last = _with_tolls(words, triggers, position)
            yield from ((other, first) for other in range(first, last + 1))
        elif _opens_with_another(words, trigger) and not words[trigger.first].form.startswith(("ال", "وال")):
            first = next(place for place, other in enumerate(triggers) if other.sentence == trigger.sentence)
            yield position, first


def is_another(words: Sequence[Word], trigger: Trigger) -> bool:
    """Whether an adjective that agrees with an indefinite noun says that it is another («هجوما آخر», «غارة جوية ثانية»)."""
    if trigger.sort == "verb" or trigger.strength == "toll" or words[trigger.first].form.startswith(("ال", "وال", "لل", "بال")):
        return False
    last = words[trigger.last].form
    feminine = last.endswith(("ه", "ات")) or last.removeprefix("و") in listed("feminine")
    marks = listed("of_her" if feminine else "of_him")
    for word in words[trigger.last + 1 : trigger.last + 3]:
        if word.glued or word.sentence != trigger.sentence or word.form in listed("no_adjective"):
            return False
        if word.form in marks:
            return True
        if word.form.startswith(("ب", "ل", "ك", "ال")):
            return False
    return False


def is_answer(words: Sequence[Word], first: int, later: int) -> bool:
    """Whether a deed follows, or is an answer to, one that is told after it: «نفذ عملية بعد مقتل …», «غارة ردا على اغتيال …»."""
    return any(word.form in listed("answers") for word in words[first + 1 : later])


def answered(words: Sequence[Word], triggers: Sequence[Trigger]) -> Iterator[tuple[int, int]]:
    """Positions of each deed and of what it is revenge for in one sentence («شن غارة ردا على هجوم»)."""
    for position, trigger in enumerate(triggers):
        for other in range(position + 1, len(triggers)):
            if triggers[other].sentence != trigger.sentence:
                break
            if any(word.form in listed("revenge") for word in words[trigger.last + 1 : triggers[other].first]):
                yield position, other


def disowned(words: Sequence[Word], triggers: Sequence[Trigger]) -> Iterator[tuple[int, int]]:
    """Positions of a deed that a sentence claims for somebody and of another of which it says that they deny a part in it.

    «تبنت الحركة الهجوم في كويتا ونفت صلتها بتفجير المسجد» speaks of two.
    """
    for position, trigger in enumerate(triggers):
        denial = _denial_before(words, trigger)
        for other, told in enumerate(triggers):
            if denial is not None and told.sentence == trigger.sentence and told.last < denial and _is_claimed(words, told):
                yield other, position


def _denial_before(words: Sequence[Word], trigger: Trigger) -> int | None:
    """Where the denial of a part in a deed begins («ونفت أي صلة لها بتفجير»): of one that its own words tell, not of «ذلك»."""
    for part in range(trigger.first - 1, max(trigger.first - _OBJECT_NEAR, 0), -1):
        if words[part].sentence != trigger.sentence:
            return None
        if any(stem.form.startswith(tuple(listed("part"))) for stem in words[part].stems()):
            verbs = range(part - 1, max(part - _OBJECT_NEAR, -1), -1)
            return next((verb for verb in verbs if words[verb].sentence == trigger.sentence and is_cue(words[verb], "denies")), None)
    return None


def _is_claimed(words: Sequence[Word], trigger: Trigger) -> bool:
    before = (word for word in words[max(trigger.first - _CLAIM_NEAR, 0) : trigger.first] if word.sentence == trigger.sentence)
    return any(is_cue(word, "claims") or is_cue(word, "responsibility") for word in before)


def _opens_with_another(words: Sequence[Word], trigger: Trigger) -> bool:
    """Whether its sentence begins with «في حادث منفصل», «وفي عملية أخرى»."""
    begin = trigger.first
    while begin and words[begin - 1].sentence == trigger.sentence:
        begin -= 1
    opening = [word.form for word in words[begin : begin + 3]]
    return len(opening) == 3 and opening[0] in ("في", "وفي") and opening[1] in listed("opens") and opening[2] in listed("of_him", "of_her")


def _with_tolls(words: Sequence[Word], triggers: Sequence[Trigger], position: int) -> tuple[int, int]:
    """The trigger with those of its toll in its sentence, before it («قتل ثلاثة في …») and after it («… أسفر عن مقتل ثلاثة»)."""
    own = triggers[position]
    first = last = position
    before = words[own.first - 1].form if own.first else ""
    if before in listed("into") or words[own.first].begin < own.span.begin:
        while first and triggers[first - 1].sentence == own.sentence and triggers[first - 1].strength == "toll":
            first -= 1
    while last + 1 < len(triggers) and triggers[last + 1].sentence == own.sentence and triggers[last + 1].strength == "toll":
        last += 1
    return first, last
