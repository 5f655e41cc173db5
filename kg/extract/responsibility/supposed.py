"""Who is only supposed to have done it, or is yet to: «يشتبه في أن س نفذت …», «نسبت س الهجوم إلى ص», «توعدت س بشن هجمات»."""

from collections.abc import Iterator

from kg.extract.another import is_answer
from kg.extract.context import Named
from kg.extract.responsibility.acts import Act, is_relative
from kg.extract.responsibility.charges import may_be_charge
from kg.extract.responsibility.clauses import PREPOSITIONS, RELATIVE, THAT, bare
from kg.extract.responsibility.deeds import deeds
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.sorts import has
from kg.extract.responsibility.telling import ACCUSED, NOT_ACCUSED, NOT_DONE, STATES, UNPROVEN, Telling, is_group, of_speakers
from kg.ontology import top

_THEY = frozenset(form for form in THAT if form.endswith(("ه", "ها", "هم", "هما")))
_BELONGING = ("من", "ينتم", "تنتم", "تابع", "مرتبط", "عضو", "اعضاء")
"""Beginnings of words after «أنهم» that say whose people they are."""
_BY = frozenset("يد ايدي يدي قبل برصاص بنيران".split())
"""Words before those who did it («على يد مسلحين», «من قبل مسلحين»)."""
_PEOPLE, _DEED, _VOWED = 4, 12, 5
"""Words before «يعتقد أنهم» that may be those people, after their body up to what they did, and after ب up to what is vowed."""


def vowed(ground: Ground, act: Act) -> Iterator[Telling]:
    """«توعدت س بشن هجمات انتقاما لمقتل زعيمها»: what is to come, and what it is to be the answer to."""
    at = _what_is_vowed(ground, act)
    if at is None:
        return
    yield from of_speakers(UNPROVEN, ground, act, ground.event_at(at))
    for index in ground.ahead(at, act.end):
        if index in ground.triggers and is_answer(ground.words, at, index):
            yield from (Telling(NOT_DONE, n, ground.triggers[index], ground.words[index].sentence) for n in act.speakers)


def _what_is_vowed(ground: Ground, act: Act) -> int | None:
    """The word that names the deed after ب; none that is told as done («الذي شن هجوما», «بعد الهجوم»), nor a definite one."""
    for index in ground.ahead(act.index, act.end):
        word = ground.words[index]
        if word.form in RELATIVE or has(word, "when"):
            return None
        is_deed = index in ground.triggers or has(word, "part", "own") or word.form in THAT or not word.form.startswith("بال")
        if index not in ground.page.names and word.form.startswith("ب") and is_deed and _may_be_vowed(ground, index):
            at = next((i for i in (index, *ground.ahead(index, min(index + _VOWED, act.end))) if i in ground.triggers), None)
            trigger = None if at is None else ground.trigger_at(at)
            return at if trigger is not None and not trigger.definite else None
    return None


def _may_be_vowed(ground: Ground, index: int) -> bool:
    """Whether a word with ب may begin what is vowed."""
    return index in ground.triggers or may_be_charge(ground.words[index].form)


def suspected(ground: Ground, act: Act) -> Iterator[Telling]:
    """«يشتبه في أن س نفذت …», «س يشتبه في أنها وراء …»."""
    before = ground.clause.subject_before(act.index)
    for deed in deeds(ground, act):
        who = deed.doers or ((before,) if before is not None and deed.own else ())
        if not deed.negated and not deed.noun:
            yield from (Telling(ACCUSED, n, deed.event, ground.words[deed.index].sentence) for n in who if top(n.mention.kind) != "Place")
    yield from _suspected_members(ground, act)


def _suspected_members(ground: Ground, act: Act) -> Iterator[Telling]:
    """«هاجم مسلحون يعتقد أنهم من س», «طائرات يشتبه في أنها تابعة لـس قصفت …»: whose people those are supposed to be who did it."""
    that = next((i for i in ground.ahead(act.index, act.index + 4) if ground.words[i].form in _THEY), None)
    if that is None or that + 1 >= act.end or not ground.words[that + 1].form.startswith(_BELONGING):
        return
    who = next((n for n in ground.clause.names(that + 2, that + 6) if is_group(ground, n) or n.mention.kind in STATES - {"Country"}), None)
    if who is None or who.sentence != ground.words[act.index].sentence:
        return
    event = _done_by(ground, _people(ground, act.index), who)
    if event is not None:
        yield Telling(ACCUSED, who, event, who.sentence)


def _people(ground: Ground, verb: int) -> int:
    """The word before «يعتقد أنهم» that names those people; the one right before it where none does."""
    near = range(max(verb - _PEOPLE, 0), verb)
    return next((i for i in near if has(ground.words[i], "people") and i not in ground.triggers), verb - 1)


def _done_by(ground: Ground, people: int, who: Named) -> int | None:
    """The event that people did, who are its subject and no victims: by what stands right before them, else by the verb that follows."""
    words, lead = ground.words, people - 1
    if people < 0 or not ground.clause.is_inside(lead, who.sentence) or words[people].glued:
        return _done_after(ground, who)
    trigger = ground.trigger_at(lead)
    if words[lead].form in _BY or (has(words[lead], "did") and trigger is None):
        return ground.before(lead)
    if trigger is not None:
        return ground.event_at(lead) if _is_subject(ground, people, who) else None
    told = any(i in ground.triggers for i in range(max(lead - _DEED, 0), lead) if words[i].sentence == who.sentence)
    return None if told else _done_after(ground, who)


def _done_after(ground: Ground, who: Named) -> int | None:
    """The event of the first verb of violence after the name of a body."""
    for index in ground.ahead(who.last, who.last + _DEED):
        trigger = ground.trigger_at(index)
        if trigger is not None:
            return ground.event_at(index) if trigger.sort in ("verb", "object") or has(ground.words[index - 1], "did", "behind") else None
    return None


def _is_subject(ground: Ground, people: int, who: Named) -> bool:
    """Whether people right behind a trigger act: «هاجم مسلحون», «هجوم لمسلحين»; «قتل مسلحون» only where a victim follows."""
    trigger, noun = ground.trigger_at(people - 1), ground.words[people].form
    if trigger is None:
        return False
    if trigger.sort not in ("verb", "object"):
        return trigger.strength != "toll" and (noun.startswith("ل") or trigger.kind == "Attack")
    if noun.endswith("ين") or (ground.words[people - 1].form.endswith("ت") and not noun.endswith("ات")):
        return False  # «قصفت مسلحين يعتقد أنهم من س»
    return trigger.strength != "toll" or _has_victim(ground, who)


def _has_victim(ground: Ground, who: Named) -> bool:
    """Whether an object goes on after the clause: «قتل مسلحون يعتقد أنهم من س ستة جنود», not «… في غارة»."""
    after = next(iter(ground.ahead(who.last, who.last + 2)), None)
    if after is None or ground.words[after].glued:
        return False
    form = bare(ground.words[after].form)
    return form not in PREPOSITIONS and form not in RELATIVE and not form.startswith("ب") and not has(ground.words[after], "when")


def laid_on(ground: Ground, act: Act) -> Iterator[Telling]:
    """«نسبت س الهجوم إلى ص», «هجوم نسبته س إلى ص»; not «نسبت س نبأ الهجوم إلى ص»."""
    on = next((i for i in ground.ahead(act.index, act.end) if ground.words[i].form == "الي"), None)
    who = next((n for n in ground.clause.names(on + 1, on + 4) if ground.clause.start(n) == on + 1), None) if on is not None else None
    if on is None or who is None or act.negated or (top(who.mention.kind) == "Place" and who.mention.kind != "Country"):
        return
    at = next((i for i in ground.ahead(act.index, on) if i in ground.triggers), None)
    event = ground.event_at(at) if at is not None else ground.before(act.index) if is_relative(ground, act) else None
    if event is not None:
        name = ACCUSED if at is None or _is_laid(ground, act, at) else NOT_ACCUSED
        yield Telling(name, who, event, ground.words[act.index].sentence, next(iter(act.speakers), None))


def _is_laid(ground: Ground, act: Act, at: int) -> bool:
    """Whether the event at a word is the object itself and not something about it («نجاح الهجوم»)."""
    aspect = any(has(ground.words[i], "aspect") for i in range(max(at - 2, act.index + 1), at))
    return not aspect and not ground.objects.is_governed(at, act.index)
