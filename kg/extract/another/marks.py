"""News of another event: «هجوما آخر», «عملية أخرى», «وفي حادث منفصل قتل …» never go back to an event told before."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.arabic import number_word
from kg.extract.another.listed import listed
from kg.extract.context import by_sentence, is_cue
from kg.extract.triggers import Trigger
from kg.extract.words import Word

_CLAIM_NEAR, _OBJECT_NEAR, _SCENE_NEAR = 8, 5, 6
"""Words between a claim and the deed, between a denial and the part or the part and the deed that are denied, and a deed and its place."""
_SOME_NEAR = 6
"""Words from «بينهم» to the deed that a part of the dead died in."""
_PRONOUNS = ("ها", "هم", "هما", "ه")


def fresh(words: Sequence[Word], triggers: Sequence[Trigger]) -> Iterator[tuple[int, int]]:
    """Position of each trigger that tells of another event than those before, and of the first trigger that it may go with."""
    for position, trigger in enumerate(triggers):
        if is_another(words, trigger):
            first, last = _with_tolls(words, triggers, position)
            yield from ((other, first) for other in range(first, last + 1))
        elif _is_of_some_of_them(words, trigger):
            yield position, position
        elif _opens_with_another(words, trigger) and not words[trigger.first].form.startswith(("ال", "وال")):
            first = bisect_left(triggers, trigger.sentence, key=lambda other: other.sentence)
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


def _is_of_some_of_them(words: Sequence[Word], trigger: Trigger) -> bool:
    """Whether it is told of a part of the dead only: «قتل 45 في هجمات متفرقة، بينهم 18 في هجوم على فندق»."""
    if trigger.sort == "verb" or trigger.strength == "toll" or words[trigger.first].form.startswith(("ال", "وال", "لل", "بال")):
        return False
    before = [word for word in words[max(trigger.first - _SOME_NEAR, 0) : trigger.first] if word.sentence == trigger.sentence]
    some = next((at for at, word in enumerate(before) if word.form.removeprefix("و") in listed("of_them")), None)
    if some is None or any(word.glued for word in before[some + 1 :]):
        return False
    counts = any(word.form[0].isdigit() or number_word(word.form) is not None for word in before[some + 1 :])
    into = before[-1].form in listed("into") or words[trigger.first].begin < trigger.span.begin
    return counts and into


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

    «تبنت الحركة الهجوم في كويتا ونفت صلتها بتفجير المسجد» speaks of two: the second has a place or a target of its own.
    """
    inside = by_sentence(lambda position: triggers[position].sentence, range(len(triggers)))
    for position, trigger in enumerate(triggers):
        denied = _scene(words, trigger)
        span = _denial_before(words, trigger) if denied else None
        if span is None:
            continue
        for other in inside[trigger.sentence]:
            told = triggers[other]
            if told.last >= span[0]:
                break
            claim = _claim_before(words, told)
            if claim is not None and denied.isdisjoint(_scene(words, told)) and _is_by_claimant(words, span, (claim, told.first)):
                yield other, position


def _scene(words: Sequence[Word], trigger: Trigger) -> frozenset[str]:
    """The words of a place or target that a noun is told with: «تفجير المسجد», «هجوم كابول», «الهجوم في كويتا»; none, mostly."""
    after: list[Word] = []
    for word in words[trigger.last + 1 : trigger.last + 1 + _SCENE_NEAR]:
        if word.glued or word.sentence != trigger.sentence or (after and word.form.startswith("و") and word.form not in listed("happens")):
            break
        after.append(word)
    place = next((at for at, word in enumerate(after) if word.form in listed("where")), None)
    if _may_be_annexed(words, trigger) and after and after[0].form not in listed("where", "no_adjective"):
        found = after
    else:
        found = after[place + 1 :] if place is not None else []
    return frozenset(word.form.removeprefix("ال") for word in found if word.form not in listed("where", "happens"))


def _may_be_annexed(words: Sequence[Word], trigger: Trigger) -> bool:
    """Whether a noun has neither article nor adjective: what follows it is whose it is, or what it is done to."""
    article = words[trigger.first].form.removeprefix("و").startswith(("ال", "بال", "لل", "كال"))
    return trigger.sort != "verb" and not article and trigger.first == trigger.last


def _denial_before(words: Sequence[Word], trigger: Trigger) -> tuple[int, int] | None:
    """The denial of a part in a deed, from its verb to the deed: «ونفت أي صلة لها بتفجير»."""
    for part in range(trigger.first - 1, max(trigger.first - _OBJECT_NEAR, 0), -1):
        if words[part].sentence != trigger.sentence:
            return None
        if _is_part(words[part]):
            verbs = range(part - 1, max(part - _OBJECT_NEAR, -1), -1)
            verb = next((verb for verb in verbs if words[verb].sentence == trigger.sentence and is_cue(words[verb], "denies")), None)
            return None if verb is None else (verb, trigger.first)
    return None


def _is_part(word: Word) -> bool:
    """«صلة», «صلتها», «دور»; not «دورية», «يدعي»."""
    known = listed("part")
    return any(form in known for stem in word.stems() for form in (stem.form, *_without_pronoun(stem.form), stem.form.removeprefix("ال")))


def _without_pronoun(form: str) -> Iterator[str]:
    return (form.removesuffix(end) for end in _PRONOUNS if form.endswith(end))


def _is_by_claimant(words: Sequence[Word], denial: tuple[int, int], claim: tuple[int, int]) -> bool:
    """Whether the denial names nobody but who claims the other deed: «ونفت صلتها بـ», «ونفت الحركة»; not «ونفت السلطات صلة القاعدة»."""
    claimant = {word.form.removeprefix("ال") for word in words[max(claim[0] - _OBJECT_NEAR, 0) : claim[1]]}
    between = (word for word in words[denial[0] + 1 : denial[1]] if not _is_part(word))
    return all(word.form in listed("within_denial") or word.form.removeprefix("ال") in claimant for word in between)


def _claim_before(words: Sequence[Word], trigger: Trigger) -> int | None:
    """Where the claim of a deed stands («تبنت», «مسؤوليتها عن»)."""
    before = [word for word in words[max(trigger.first - _CLAIM_NEAR, 0) : trigger.first] if word.sentence == trigger.sentence]
    return next((word.index for word in before if is_cue(word, "claims") or is_cue(word, "responsibility")), None)


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
