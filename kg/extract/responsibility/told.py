"""What comes of claims, denials and blame: who claims, denies or is accused of which event, and who is cleared of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.another import is_answer
from kg.extract.context import Named
from kg.extract.responsibility.accusations import Accusation
from kg.extract.responsibility.acts import Act, is_relative
from kg.extract.responsibility.clauses import bare
from kg.extract.responsibility.deeds import Deed, deeds
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.sorts import has
from kg.ontology import top

CLAIMS, DENIES, ACCUSED = "claimedBy", "deniedBy", "accused"
NOT_SAID, WITHDRAWN, CLEARED, NOT_DONE, UNPROVEN = "not said", "withdrawn", "cleared", "not done", "unproven"
_CLAIMERS = frozenset(("ArmedGroup", "Organisation"))
_STATES = frozenset(("Country", "SecurityForce", "GovernmentBody"))
_HAPPENING = frozenset("وقوع حدوث حصول تعرض نبا انباء خبر اخبار وفاه مقتل صحه".split())
"""Nouns of whether something happened."""
_OBJECT = 7
"""Words after a verb within which its object begins."""
_GROUPS = frozenset("حركه جبهه كتايب سرايا لواء الويه تنظيم جماعه فصيل جيش حزب".split())
_ARMED = frozenset("التحالف تحالف قوات القوات الدفاع جيش الجيش المسلحه الخارجيه جبهه الجبهه حركه الحركه".split())
"""Words in the names of bodies that are parties to conflicts."""
_THEY = frozenset("انه انها انهم انهما بانه بانها بانهم بانهما".split())
_BELONGING = ("من", "ينتم", "تنتم", "تابع", "مرتبط", "عضو", "اعضاء")
"""Beginnings of words after «أنهم» that say whose people they are."""
_STEM = 4
"""Letters that the name of a country and its adjective have in common."""
_LEFT_OPEN = frozenset("الوقوف الضلوع التورط المشاركه المسووليه صله علاقه دور ضلوع تورط مسووليه مشاركه ارتباط".split())
"""Nouns that are the denier's own where nobody else is named."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody is said to be something to an event: "claimedBy", "deniedBy", "accused", "agent"; or not to be."""

    property: str
    who: Named
    event: int
    sentence: int
    by: Named | None = None
    """Who says so, where the same clause names him."""
    another: bool = False
    """Whether the event is told of as another than those before."""


def told(ground: Ground, found: Sequence[Act], blamed: Sequence[tuple[Accusation, int]]) -> Iterator[Telling]:
    """What the acts of an article tell; `blamed` are its accusations with the events that they are of."""
    by_sort: Mapping[str, Callable[[Act], Iterator[Telling]]] = {
        "claims": lambda act: _claimed(ground, act),
        "denies": lambda act: _denied(ground, act, blamed),
        "rejects": lambda act: _rejected(ground, act, blamed),
        "disowns": lambda act: _of(DENIES, ground, act, _governed(ground, act)),
        "vows": lambda act: _vowed(ground, act),
        "suspects": lambda act: _suspected(ground, act),
        "blames_on": lambda act: _laid_on(ground, act),
        **dict.fromkeys(("says", "takes", "admits"), lambda act: _said(ground, act)),
    }
    for place, act in enumerate(found):
        before = found[place - 1] if place else None
        taken_back = before is not None and before.sort == "withdraws" and act.index - before.index <= _OBJECT
        if act.sort == "withdraws":
            yield from _withdrawn(ground, act, found[place + 1 : place + 2])
        elif act.sort in by_sort and not (taken_back and act.sort == "claims"):
            yield from by_sort[act.sort](act)


def _of(property_: str, ground: Ground, act: Act, event: int | None) -> Iterator[Telling]:
    """Something of those whose an act is; nothing where it is negated."""
    if event is not None:
        name = NOT_SAID if act.negated else property_
        yield from (Telling(name, n, event, ground.words[act.index].sentence) for n in act.speakers)


def _claimed(ground: Ground, act: Act) -> Iterator[Telling]:
    """«تبنت س الهجوم», «هجوم تبنته س», «تبنت س مسؤولية الهجوم»."""
    if is_relative(ground, act):
        event, at = ground.before(act.index), None
    else:
        at = next((i for i in ground.ahead(act.index, act.end) if i in ground.triggers), None)
        event = None if at is None else ground.event_at(at)
    if event is None and _is_of_it(ground, act):
        event = ground.before(act.index)
    for telling in _of(CLAIMS, ground, act, event):
        if telling.who.mention.kind in _CLAIMERS:
            another = at in ground.others
            yield Telling(telling.property, telling.who, telling.event, telling.sentence, another=another)


def _is_of_it(ground: Ground, act: Act) -> bool:
    """Whether a verb's object is a pronoun, «العملية» or «المسؤولية عنه», that goes back to what was named."""
    return any(has(ground.words[i], "part", "own") for i in ground.ahead(act.index, min(act.end, act.index + _OBJECT)))


def _said(ground: Ground, act: Act) -> Iterator[Telling]:
    """«أعلنت س مسؤوليتها عن …», «قالت س إنها نفذت …», «أكدت س أن لا صلة لها بـ…», «قالت س إن ص قصفت …»."""
    for deed in deeds(ground, act):
        own = deed.own or any(ground.are_same(deed.doers[0], n) for n in act.speakers if deed.doers) or _admits(act, deed)
        if deed.to_come:
            yield from _of(UNPROVEN, ground, act, deed.event)
        elif own and deed.negated:
            yield from _of(DENIES, ground, act, deed.event)
        elif own and deed.event in ground.attacks and (not deed.noun or _takes(ground, act, deed)):
            claimers = [t for t in _of(CLAIMS, ground, act, deed.event) if _may_claim(ground, t.who, deed)]
            yield from (Telling(t.property, t.who, t.event, t.sentence, another=_is_other(ground, deed)) for t in claimers)
        elif deed.doers and deed.negated:
            yield from (Telling(NOT_DONE, n, deed.event, ground.words[deed.index].sentence) for n in deed.doers)
        elif deed.doers and deed.event in ground.attacks and not deed.noun and act.speakers and not act.negated:
            yield from _laid(ground, act, deed)


def _is_other(ground: Ground, deed: Deed) -> bool:
    near = ground.ahead(deed.index, deed.index + _OBJECT)
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
    return is_group(ground, n) or (responsible and n.mention.kind in _CLAIMERS | _STATES)


def is_group(ground: Ground, n: Named) -> bool:
    """Whether a body is an armed group, or bears the name of one («كتائب …»)."""
    head = bare(ground.words[ground.clause.start(n)].form)
    return n.mention.kind == "ArmedGroup" or (n.mention.kind == "Organisation" and head.removeprefix("ال") in _GROUPS)


def _laid(ground: Ground, act: Act, deed: Deed) -> Iterator[Telling]:
    """What a party to a conflict tells that its enemy did: an accusation."""
    by = act.speakers[0]
    if is_party(ground, by):
        for n in deed.doers:
            if (is_group(ground, n) or n.mention.kind in _STATES) and not _are_of_one_nation(ground, n, by):
                yield from (Telling(name, n, deed.event, ground.words[deed.index].sentence, by) for name in (ACCUSED, UNPROVEN))


def is_party(ground: Ground, n: Named) -> bool:
    """Whether a body is a party to a conflict, not an authority that looks into a crime: a group, an army, a ministry of defence."""
    words = {bare(word.form) for word in ground.words[max(n.first - 1, 0) : n.last + 1]}
    return is_group(ground, n) or not _ARMED.isdisjoint(words)


def _are_of_one_nation(ground: Ground, one: Named, other: Named) -> bool:
    """Whether the name of a body holds that of a country, or its adjective («الجيش العراقي», «العراق»)."""
    forms = [[w.form.removeprefix("ال")[:_STEM] for w in ground.words[n.first : n.last + 1]] for n in (one, other)]
    return not set(forms[0]).isdisjoint(forms[1])


def _denied(ground: Ground, act: Act, blamed: Sequence[tuple[Accusation, int]]) -> Iterator[Telling]:
    """«نفت س ضلوعها في …», «نفت س أن تكون وراء …», «نفت س الاتهام», «وهو ما نفته س», «أنكرت قتله»."""
    said = [t for deed in deeds(ground, act) if not _is_whether(ground, act, deed) for t in _of_deed(ground, act, deed)]
    yield from said
    if not said:
        yield from _rejected(ground, act, blamed)
        yield from _of(DENIES, ground, act, _deed_denied(ground, act))


def _of_deed(ground: Ground, act: Act, deed: Deed) -> Iterator[Telling]:
    """Who denies a deed of his own, or clears others of it («نفت روسيا تورط إيران»)."""
    own = deed.own or any(ground.are_same(deed.doers[0], n) for n in act.speakers if deed.doers)
    if own or (not deed.doers and not deed.negated and act.speakers and _is_left_open(ground, act, deed)):
        yield from _of(DENIES, ground, act, deed.event)
    else:
        yield from (Telling(CLEARED, n, deed.event, ground.words[deed.index].sentence) for n in deed.doers)


def _is_whether(ground: Ground, act: Act, deed: Deed) -> bool:
    """Whether what is denied is that it happened: the article has not told of it before, or «وقوع», «نبأ» leads to it."""
    first = deed.index in ground.triggers and not any(
        ground.triggers[i] == deed.event and not _in_denial(ground, i) for i in ground.starts if i < act.index
    )
    return first or any(word.form in _HAPPENING for word in ground.words[act.index + 1 : deed.index])


def _in_denial(ground: Ground, index: int) -> bool:
    """Whether a verb of denying stands before a word in its sentence."""
    words = ground.words
    return any(has(w, "denies") for w in words[max(index - _OBJECT, 0) : index] if w.sentence == words[index].sentence)


def _is_left_open(ground: Ground, act: Act, deed: Deed) -> bool:
    """Whether a noun of a part is the denier's, nobody else being named: «نفت س أي صلة بـ…», «نفت الوقوف وراء»."""
    form = ground.words[deed.index].form
    if form not in _LEFT_OPEN or deed.index - act.object > 2:
        return False
    follows = ground.clause.ending_at(deed.index - 1)
    mine = follows is not None and any(ground.are_same(follows, n) for n in act.speakers)
    return mine or form.startswith("ال") or ground.words[deed.index - 1].form in ("اي", "ايه")


def _rejected(ground: Ground, act: Act, blamed: Sequence[tuple[Accusation, int]]) -> Iterator[Telling]:
    """«رفضت س الاتهام», «نفت س ذلك», «وهو ما نفته س»: what is denied is what somebody was blamed for before."""
    near = ground.ahead(act.index, min(act.end, act.index + _OBJECT))
    charge = any(has(ground.words[i], "charge") or ground.words[i].form == "ذلك" for i in near)
    if not charge and not (act.sort == "denies" and is_relative(ground, act)):
        return
    sentence = ground.words[act.index].sentence
    last = next(
        (event for one, event in reversed(blamed) if one.verb < act.index and sentence - ground.words[one.verb].sentence <= 2), None
    )
    if last is None:
        last = _blamed_in(ground, act)
    yield from _of(DENIES, ground, act, last)


def _blamed_in(ground: Ground, act: Act) -> int | None:
    """The event that the clause before, or the sentence before, says somebody had done."""
    last = ground.before(act.index)
    words, sentence = ground.words, ground.words[act.index].sentence
    inside = (w for w in reversed(words[: act.index]) if w.sentence >= sentence - 1)
    return last if any(has(w, "did", "behind", "part", "own") for w in inside) else None


def _deed_denied(ground: Ground, act: Act) -> int | None:
    """The event whose noun is the object itself: «أنكرت س قتله», «نفت س قصف المستشفى»; a ministry may tell that it never happened."""
    fits = (act.speakers and act.speakers[0].mention.kind in ("ArmedGroup", "Country")) or any(is_party(ground, n) for n in act.speakers)
    for index in ground.ahead(act.index, min(act.end, act.index + _OBJECT)):
        trigger = ground.trigger_at(index)
        if trigger is None:
            continue
        form = ground.words[index].form
        plain = form.removesuffix("ها").removesuffix("ه") in _DEEDS and (trigger.sort != "verb" or form not in _DEEDS)
        names = ground.clause.names(index + 1, index + 3)
        other = any(not ground.clause.is_governed(n) and n.mention.kind in _CLAIMERS | _STATES for n in names)
        told = ground.before(act.index) == ground.event_at(index)
        return ground.event_at(index) if fits and told and plain and not other and _follows_verb(ground, act, index) else None
    return None


_DEEDS = frozenset("قتل خطف قصف اغتيال استهداف ضرب اطلاق اختطاف اعدام".split())


def _follows_verb(ground: Ground, act: Act, index: int) -> bool:
    named = {i for n in act.speakers for i in range(ground.clause.start(n), n.last + 1)}
    between = [word.index for word in ground.words[act.index + 1 : index]]
    return all(i in named or ground.words[i].form in ("اي", "بشده") or ground.clause.ending_at(i) in act.speakers for i in between)


def _governed(ground: Ground, act: Act) -> int | None:
    """The event after «من», or that its pronoun goes back to («تبرأت من الهجوم», «تبرأت منه»)."""
    for index in ground.ahead(act.index, min(act.end, act.index + _OBJECT)):
        if ground.words[index].form == "من":
            return ground.named_after(index, act.index, act.end)
        if ground.words[index].form in ("منه", "منها"):
            return ground.before(act.index)
    return None


def _withdrawn(ground: Ground, act: Act, following: Sequence[Act]) -> Iterator[Telling]:
    """«تراجع عن تبني الهجوم», «سحبت بيانها الذي تبنت فيه …»: no claim is left."""
    near = ground.ahead(act.index, act.index + _OBJECT)
    claims = [i for i in near if has(ground.words[i], "claims", "own") or has(ground.words[i], "part")]
    if claims and ((following and following[0].sort == "claims") or has(ground.words[claims[0]], "own", "part")):
        yield from _of(WITHDRAWN, ground, act, ground.named_after(claims[0], act.index))


def _vowed(ground: Ground, act: Act) -> Iterator[Telling]:
    """«توعدت س بشن هجمات انتقاما لمقتل زعيمها»: what is to come, and what it is to be the answer to."""
    named = [i for i in ground.ahead(act.index, act.end) if i in ground.triggers]
    yield from _of(UNPROVEN, ground, act, ground.event_at(named[0]) if named else None)
    for index in named[1:]:
        if is_answer(ground.words, named[0], index):
            yield from (Telling(NOT_DONE, n, ground.triggers[index], ground.words[index].sentence) for n in act.speakers)


def _suspected(ground: Ground, act: Act) -> Iterator[Telling]:
    """«يشتبه في أن س نفذت …», «س يشتبه في أنها وراء …»."""
    before = ground.clause.subject_before(act.index)
    for deed in deeds(ground, act):
        who = deed.doers or ((before,) if before is not None and deed.own else ())
        if not deed.negated and not deed.noun:
            yield from (Telling(ACCUSED, n, deed.event, ground.words[deed.index].sentence) for n in who if top(n.mention.kind) != "Place")
    yield from _suspected_members(ground, act)


def _suspected_members(ground: Ground, act: Act) -> Iterator[Telling]:
    """«مسلحون يعتقد أنهم من س», «طائرات يشتبه في أنها تابعة لـس»: whose people those are supposed to be who did it."""
    that = next((i for i in ground.ahead(act.index, act.index + 4) if ground.words[i].form in _THEY), None)
    if that is None or that + 1 >= act.end or not ground.words[that + 1].form.startswith(_BELONGING):
        return
    who = next((n for n in ground.clause.names(that + 2, that + 6) if is_group(ground, n) or n.mention.kind in _STATES - {"Country"}), None)
    near = [i for i in ground.starts if ground.words[i].sentence == ground.words[act.index].sentence]
    event = next((i for i in reversed(near) if i < act.index), next(iter(near), None))
    if who is not None and event is not None and who.sentence == ground.words[act.index].sentence:
        yield Telling(ACCUSED, who, ground.event_at(event), who.sentence)


def _laid_on(ground: Ground, act: Act) -> Iterator[Telling]:
    """«نسبت س الهجوم إلى ص», «هجوم نسبته س إلى ص»."""
    on = next((i for i in ground.ahead(act.index, act.end) if ground.words[i].form == "الي"), None)
    who = next((n for n in ground.clause.names(on + 1, on + 4) if ground.clause.start(n) == on + 1), None) if on is not None else None
    if on is None or who is None or (top(who.mention.kind) == "Place" and who.mention.kind != "Country"):
        return
    at = next((i for i in ground.ahead(act.index, on) if i in ground.triggers), None)
    event = ground.event_at(at) if at is not None else ground.before(act.index) if is_relative(ground, act) else None
    if event is not None and not act.negated:
        yield Telling(ACCUSED, who, event, ground.words[act.index].sentence, next(iter(act.speakers), None))
