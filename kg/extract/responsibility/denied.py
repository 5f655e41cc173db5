"""Denials: «نفت س ضلوعها في …», «رفضت س الاتهام», «تبرأت س من …», and claims that are taken back."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.extract.responsibility.accusations import Accusation
from kg.extract.responsibility.acts import Act, is_relative
from kg.extract.responsibility.charges import may_be_charge
from kg.extract.responsibility.deeds import Deed, deeds
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.sorts import has
from kg.extract.responsibility.telling import (
    CLAIMERS,
    CLEARED,
    DENIES,
    OBJECT,
    STATES,
    WITHDRAWN,
    Telling,
    are_of_one_nation,
    is_party,
    of_speakers,
)

_HAPPENING = frozenset("وقوع حدوث حصول تعرض نبا انباء خبر اخبار وفاه مقتل صحه".split())
"""Nouns of whether something happened."""
_LEFT_OPEN = frozenset("الوقوف الضلوع التورط المشاركه المسووليه صله علاقه دور ضلوع تورط مسووليه مشاركه ارتباط".split())
"""Nouns that are the denier's own where nobody else is named."""
_DEEDS = frozenset("قتل خطف قصف اغتيال استهداف ضرب اطلاق اختطاف اعدام".split())
_BACK, _BLAMED, _CHARGE = 2, 60, 5
"""Sentences and words back in which somebody is blamed, and words after «الاتهام» within which it is told what of."""


def denied(ground: Ground, act: Act, blamed: Sequence[tuple[Accusation, int]]) -> Iterator[Telling]:
    """«نفت س ضلوعها في …», «نفت س أن تكون وراء …», «نفت س الاتهام», «وهو ما نفته س», «أنكرت قتله»."""
    said = [t for deed in deeds(ground, act) if not _is_whether(ground, act, deed) for t in _of_deed(ground, act, deed)]
    yield from said
    if not said:
        yield from rejected(ground, act, blamed)
        yield from of_speakers(DENIES, ground, act, _deed_denied(ground, act))


def _of_deed(ground: Ground, act: Act, deed: Deed) -> Iterator[Telling]:
    """Who denies a deed of his own, or clears others of it («نفت روسيا تورط إيران»)."""
    own = deed.own or any(ground.are_same(deed.doers[0], n) for n in act.speakers if deed.doers)
    if own or (not deed.doers and not deed.negated and act.speakers and _is_left_open(ground, act, deed)):
        yield from of_speakers(DENIES, ground, act, deed.event)
    else:
        yield from (Telling(CLEARED, n, deed.event, ground.words[deed.index].sentence) for n in deed.doers)


def _is_whether(ground: Ground, act: Act, deed: Deed) -> bool:
    """Whether what is denied is that it happened: the article has not told of it before, or «وقوع», «نبأ» leads to it."""
    first = deed.index in ground.triggers and ground.told_first.get(deed.event, act.index) >= act.index
    return first or any(word.form in _HAPPENING for word in ground.words[act.index + 1 : deed.index])


def _is_left_open(ground: Ground, act: Act, deed: Deed) -> bool:
    """Whether a noun of a part is the denier's, nobody else being named: «نفت س أي صلة بـ…», «نفت الوقوف وراء»."""
    form = ground.words[deed.index].form
    if form in _LEFT_OPEN and ground.words[deed.index - 1].form in ("اي", "ايه"):  # «نفت س بشكل قاطع أي دور في …»
        return True
    if form not in _LEFT_OPEN or deed.index - act.object > 2:
        return False
    follows = ground.clause.ending_at(deed.index - 1)
    mine = follows is not None and any(ground.are_same(follows, n) for n in act.speakers)
    return mine or form.startswith("ال")


def rejected(ground: Ground, act: Act, blamed: Sequence[tuple[Accusation, int]]) -> Iterator[Telling]:
    """«رفضت س الاتهام», «نفت س ذلك», «وهو ما نفته س»: what is denied is what somebody was blamed for before."""
    near = ground.ahead(act.index, min(act.end, act.index + OBJECT))
    charge = next((i for i in near if has(ground.words[i], "charge") or ground.words[i].form == "ذلك"), None)
    if charge is None and not (act.sort == "denies" and is_relative(ground, act)):
        return
    if charge is not None and _is_of_something_else(ground, act, charge):
        return
    place = bisect_left(blamed, act.index, key=lambda one: one[0].verb)
    if place and ground.words[act.index].sentence - ground.words[blamed[place - 1][0].verb].sentence <= _BACK:
        one, event = blamed[place - 1]
        if not _is_of_others(ground, act, one):
            yield from of_speakers(DENIES, ground, act, event)
    else:
        yield from of_speakers(DENIES, ground, act, _blamed_in(ground, act))


def _is_of_something_else(ground: Ground, act: Act, charge: int) -> bool:
    """«اتهامات بتسييس سوق النفط»: whether the charge is told, and is of no event."""
    told = next((i for i in ground.ahead(charge, min(charge + _CHARGE, act.end)) if may_be_charge(ground.words[i].form)), None)
    return told is not None and told not in ground.triggers and ground.named_after(told, act.index, act.end) is None


def _is_of_others(ground: Ground, act: Act, one: Accusation) -> bool:
    """Whether an accusation is of a country or group other than who rejects it («رفضت السعودية …», where باكستان is accused)."""
    speakers, accused = ([n for n in named if n.mention.kind in ("Country", "ArmedGroup")] for named in (act.speakers, one.accused))
    pairs = [(n, other) for n in speakers for other in accused]
    return bool(pairs) and not any(ground.are_same(n, other) or are_of_one_nation(ground, n, other) for n, other in pairs)


def _blamed_in(ground: Ground, act: Act) -> int | None:
    """The event that the clause before, or the sentence before, says somebody had done: told of there, or by a pronoun."""
    words, sentence = ground.words, ground.words[act.index].sentence
    near = words[max(act.index - _BLAMED, 0) : act.index]
    told = [w for w in near if w.sentence >= sentence - 1 and has(w, "did", "behind", "part", "own")]
    event = ground.before(act.index)
    here = {words[at].sentence for at, named in ground.triggers.items() if named == event}
    return event if any(w.sentence in here or w.form.endswith(("ه", "ها")) for w in told) else None


def _deed_denied(ground: Ground, act: Act) -> int | None:
    """The event whose noun is the object itself: «أنكرت س قتله», «نفت س قصف المستشفى»; a ministry may tell that it never happened."""
    fits = (act.speakers and act.speakers[0].mention.kind in ("ArmedGroup", "Country")) or any(is_party(ground, n) for n in act.speakers)
    for index in ground.ahead(act.index, min(act.end, act.index + OBJECT)):
        trigger = ground.trigger_at(index)
        if trigger is None:
            continue
        form = ground.words[index].form
        plain = form.removesuffix("ها").removesuffix("ه") in _DEEDS and (trigger.sort != "verb" or form not in _DEEDS)
        names = ground.clause.names(index + 1, index + 3)
        other = any(not ground.clause.is_governed(n) and n.mention.kind in CLAIMERS | STATES for n in names)
        told = ground.before(act.index) == ground.event_at(index)
        return ground.event_at(index) if fits and told and plain and not other and _follows_verb(ground, act, index) else None
    return None


def _follows_verb(ground: Ground, act: Act, index: int) -> bool:
    named = {i for n in act.speakers for i in range(ground.clause.start(n), n.last + 1)}
    between = [word.index for word in ground.words[act.index + 1 : index]]
    return all(i in named or ground.words[i].form in ("اي", "بشده") or ground.clause.ending_at(i) in act.speakers for i in between)


def governed(ground: Ground, act: Act) -> int | None:
    """The event after «من», or that its pronoun goes back to («تبرأت من الهجوم», «تبرأت منه»)."""
    for index in ground.ahead(act.index, min(act.end, act.index + OBJECT)):
        if ground.words[index].form == "من":
            return ground.named_after(index, act.index, act.end)
        if ground.words[index].form in ("منه", "منها"):
            return ground.before(act.index)
    return None


def withdrawn(ground: Ground, act: Act, following: Sequence[Act]) -> Iterator[Telling]:
    """«تراجع عن تبني الهجوم», «سحبت بيانها الذي تبنت فيه …»: no claim is left."""
    near = ground.ahead(act.index, act.index + OBJECT)
    claims = [i for i in near if has(ground.words[i], "claims", "own") or has(ground.words[i], "part")]
    if claims and ((following and following[0].sort == "claims") or has(ground.words[claims[0]], "own", "part")):
        yield from of_speakers(WITHDRAWN, ground, act, ground.named_after(claims[0], act.index))
