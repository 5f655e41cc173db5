"""What comes of claims, denials and blame: who claims, denies or is accused of which event, and who is cleared of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.extract.context import Named
from kg.extract.responsibility.accusations import Accusation
from kg.extract.responsibility.acts import Act, is_relative
from kg.extract.responsibility.deeds import Deed, deeds
from kg.extract.responsibility.denied import denied, governed, rejected, withdrawn
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.sorts import has
from kg.extract.responsibility.supposed import laid_on, suspected, vowed
from kg.extract.responsibility.telling import (
    ACCUSED,
    CLAIMERS,
    CLAIMS,
    DENIES,
    NOT_ACCUSED,
    NOT_DONE,
    NOT_SAID,
    OBJECT,
    STATES,
    UNPROVEN,
    Telling,
    are_of_one_nation,
    is_group,
    is_party,
    of_speakers,
)

_NOUN_NEAR = 4
"""Words before «تبناه» among which its noun stands."""


def told(ground: Ground, found: Sequence[Act], blamed: Sequence[tuple[Accusation, int]]) -> Iterator[Telling]:
    """What the acts of an article tell; `blamed` are its accusations with the events that they are of."""
    by_sort: Mapping[str, Callable[[Act], Iterator[Telling]]] = {
        "claims": lambda act: _claimed(ground, act),
        "denies": lambda act: _denied(ground, act, blamed),
        "rejects": lambda act: rejected(ground, act, blamed),
        "disowns": lambda act: of_speakers(DENIES, ground, act, governed(ground, act)),
        "vows": lambda act: vowed(ground, act),
        "suspects": lambda act: suspected(ground, act),
        "blames_on": lambda act: laid_on(ground, act),
        **dict.fromkeys(("says", "takes", "admits"), lambda act: _said(ground, act)),
    }
    for place, act in enumerate(found):
        before = found[place - 1] if place else None
        taken_back = before is not None and before.sort == "withdraws" and act.index - before.index <= OBJECT
        if act.sort == "withdraws":
            yield from withdrawn(ground, act, found[place + 1 : place + 2])
        elif act.sort in by_sort and not (taken_back and act.sort == "claims"):
            yield from by_sort[act.sort](act)


def _denied(ground: Ground, act: Act, blamed: Sequence[tuple[Accusation, int]]) -> Iterator[Telling]:
    """What is denied; to deny something, for oneself or for others, is not to be accused of it."""
    said = list(denied(ground, act, blamed))
    yield from said
    yield from (Telling(NOT_ACCUSED, n, t.event, t.sentence) for t in said for n in act.speakers)


def _claimed(ground: Ground, act: Act) -> Iterator[Telling]:
    """«تبنت س الهجوم», «هجوم تبنته س», «تبنت س مسؤولية الهجوم»."""
    relative = is_relative(ground, act)
    if relative:
        event, at = ground.before(act.index), None
    else:
        at = next((i for i in ground.ahead(act.index, act.end) if i in ground.triggers), None)
        if at is not None and ground.objects.is_other(act.index, at):
            yield from (Telling(NOT_SAID, n, ground.triggers[at], ground.words[at].sentence) for n in act.speakers)
            return
        event = _taken(ground, act) if at is None else ground.event_at(at)
        if event is None:
            yield from _claimed_otherwise(ground, act)
    for telling in of_speakers(CLAIMS, ground, act, event):
        if telling.who.mention.kind in CLAIMERS:
            another = _is_one_of_several(ground, act) if relative else at in ground.others
            yield Telling(telling.property, telling.who, telling.event, telling.sentence, another=another)


def _is_one_of_several(ground: Ground, act: Act) -> bool:
    """«تفجير تبناه تنظيم …»: the clause tells which one is meant, so that no other attack of the article is claimed with it."""
    near = (ground.trigger_at(i) for i in range(act.index - 1, max(act.index - 1 - _NOUN_NEAR, -1), -1))
    trigger = next((found for found in near if found is not None), None)
    return trigger is not None and trigger.sort != "verb" and not trigger.definite


def _claimed_otherwise(ground: Ground, act: Act) -> Iterator[Telling]:
    """«تبنت س موقفا رافضا للهجوم»: the event that comes later in the sentence is not what is claimed."""
    at = next((i for i in ground.ahead(act.end - 1, len(ground.words)) if i in ground.triggers), None)
    if at is not None and ground.objects.is_other(act.index, at):
        yield from (Telling(NOT_SAID, n, ground.triggers[at], ground.words[at].sentence) for n in act.speakers)


def _taken(ground: Ground, act: Act) -> int | None:
    """The event that «المسؤولية عنه», «تنفيذه» goes back to."""
    near = ground.ahead(act.index, min(act.end, act.index + OBJECT))
    at = next((i for i in near if has(ground.words[i], "part", "own")), None)
    return None if at is None else ground.named_after(at, act.index, act.end)


def _said(ground: Ground, act: Act) -> Iterator[Telling]:
    """«أعلنت س مسؤوليتها عن …», «قالت س إنها نفذت …», «أكدت س أن لا صلة لها بـ…», «قالت س إن ص قصفت …»."""
    for deed in deeds(ground, act):
        own = deed.own or any(ground.are_same(deed.doers[0], n) for n in act.speakers if deed.doers) or _admits(act, deed)
        if deed.to_come:
            yield from of_speakers(UNPROVEN, ground, act, deed.event)
        elif own and deed.negated:
            yield from of_speakers(DENIES, ground, act, deed.event)
        elif own and deed.event in ground.attacks and (not deed.noun or _takes(ground, act, deed)):
            claimers = [t for t in of_speakers(CLAIMS, ground, act, deed.event) if _may_claim(ground, t.who, deed)]
            yield from (Telling(t.property, t.who, t.event, t.sentence, another=_is_other(ground, deed)) for t in claimers)
        elif deed.doers and deed.negated:
            yield from (Telling(NOT_DONE, n, deed.event, ground.words[deed.index].sentence) for n in deed.doers)
        elif deed.doers and deed.event in ground.attacks and not deed.noun and act.speakers and not act.negated:
            yield from _laid(ground, act, deed)
    yield from _done_otherwise(ground, act)


def _done_otherwise(ground: Ground, act: Act) -> Iterator[Telling]:
    """«قالت س إنها نفذت مشروعا إغاثيا لضحايا الهجوم»: what they did is another thing than the event named with it."""
    for index in ground.ahead(act.index, act.end):
        at = next((i for i in ground.ahead(index, act.end) if i in ground.triggers), None)
        if at is None:
            return
        if has(ground.words[index], "did") and ground.objects.is_other(index, at):
            where = ground.triggers[at], ground.words[at].sentence
            yield from (Telling(name, n, *where) for n in act.speakers for name in (NOT_SAID, UNPROVEN))


def _is_other(ground: Ground, deed: Deed) -> bool:
    near = ground.ahead(deed.index, deed.index + OBJECT)
    return next((i in ground.others for i in near if i in ground.triggers), False)


def _admits(act: Act, deed: Deed) -> bool:
    """«أقرت س بتنفيذ الهجوم»: whose deed it is goes without saying."""
    return act.sort == "admits" and deed.noun and not deed.doers and deed.index - act.object <= 1


def _takes(ground: Ground, act: Act, deed: Deed) -> bool:
    """Whether a noun of a part is the object of a verb of claiming («أعلنت مسؤوليتها عن», «أقرت بتنفيذ»)."""
    if act.sort == "admits":
        return True
    return act.sort == "takes" and deed.index - act.object <= 1 and (has(ground.words[deed.index], "own") or bool(deed.doers))


def _may_claim(ground: Ground, n: Named, deed: Deed) -> bool:
    responsible = deed.behind or (deed.noun and "مسوولي" in ground.words[deed.index].form)
    return is_group(ground, n) or (responsible and n.mention.kind in CLAIMERS | STATES)


def _laid(ground: Ground, act: Act, deed: Deed) -> Iterator[Telling]:
    """What a party to a conflict tells that its enemy did: an accusation. A state that names an armed group states who did it."""
    by = act.speakers[0]
    if by.mention.kind in STATES and not is_group(ground, by):
        groups = [n for n in deed.doers if n.mention.kind == "ArmedGroup"]
        yield from (Telling(name, n, deed.event, ground.words[deed.index].sentence, by) for n in groups for name in ("agent", NOT_ACCUSED))
    if is_party(ground, by) or by.mention.kind == "Country":
        for n in deed.doers:
            is_enemy = is_group(ground, by) if is_group(ground, n) else n.mention.kind in STATES
            if is_enemy and not are_of_one_nation(ground, n, by):
                yield from (Telling(name, n, deed.event, ground.words[deed.index].sentence, by) for name in (ACCUSED, UNPROVEN))
