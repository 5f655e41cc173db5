"""Who has done nothing by the verb whose subject he is: «رحبت س بالهجوم», «تنصلت س منه», «لم تنف س ولم تؤكد», «تبادلت س وص الاتهامات».

And who claims an attack by announcing it («أعلنت س استهداف سفينة»): a group's own word is a claim, no fact, where nobody else tells it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kg.extract.arguments.asides import ACCUSED, CLAIMS, CLEARED, DENIES, IDLE, TELLS, UNCLAIMED, UNDENIED, UNRELATED, Aside
from kg.extract.arguments.doing import is_one_of, is_owned, is_told_to_do
from kg.extract.arguments.unconnected import unconnected
from kg.extract.arguments.undergoing import undergoing
from kg.extract.candidates import Named
from kg.extract.context import is_cue
from kg.extract.responsibility.acts import agrees
from kg.extract.responsibility.clauses import Clause
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.negation import is_negated
from kg.extract.responsibility.telling import is_group
from kg.extract.stems import readings
from kg.extract.triggers import EventGroup
from kg.extract.words import Word
from kg.model import Fact, Value, ValueType
from kg.ontology import top

_STANDING_BY = ("applauds", "condemns", "mourns", "comments", "disowns", "doubts")
_ANY = (*_STANDING_BY, "tells", "silent", "exchanges", "announces", "attributes", "wing", "foils")
_DEEDS = ("agent", "perpetrator", "accused", "claimedBy", "deniedBy")
_INSTEAD = (ACCUSED, CLAIMS, DENIES)
_NOT = {
    TELLS: ("target",),
    UNCLAIMED: ("claimedBy",),
    CLEARED: ("agent", "perpetrator", "accused"),
    UNDENIED: ("deniedBy",),
    UNRELATED: _DEEDS,
    **dict.fromkeys((IDLE, *_INSTEAD), ("agent", "perpetrator")),
}
_PLAIN = 0.75
"""How likely what plain words tell is."""
_NEAR = 8
"""Words after a verb among which the event is named."""
_SUBJECT = 8
"""Words after a verb among which its subject ends."""
_THAT = 12
"""Words after a verb of telling among which «أن» follows."""
_VERB = 3
"""Words after who is told to have done it among which the verb stands."""
_UNDERGO = frozenset("قتل قتلا قتلوا جرح اصيب اصيبا لقي كان كانوا تعرض".split())
"""Verbs after which who is told of has done nothing."""
_OWNER = 12
"""Words before «قواته» among which it is told whose they are."""
_EACH_OTHER = frozenset("بعضهما بعضهم بعضا الاخر".split())
_MAY_BE_TARGETS = frozenset(("Country", "SecurityForce", "ArmedGroup", "Facility"))
"""Kinds that tell of attacks on themselves."""
_OWN_DEEDS = frozenset("اطلاق تنفيذ شن".split())
"""Nouns of deeds after which what is the announcer's own does not suffer («إطلاق صواريخه»)."""
_BEHIND = frozenset("وراء خلف متورط متورطه ضالع ضالعه مسوول مسووله مسوولا متورطا ضالعا".split())


class Bystanders:
    """What the verbs of an article tell of those who stand by its events."""

    def __init__(self, ground: Ground, events: Sequence[EventGroup]) -> None:
        self._ground = ground
        self._named = {n.index: n for n in reversed(ground.names)}
        self._asides = [*_all(ground), *undergoing(ground, events), *unconnected(ground)] if events else []

    def mended(self, event: int, facts: Sequence[Fact]) -> list[Fact]:
        """The facts of an event without what bystanders are wrongly said to have done, and with what they are instead."""
        here = [aside for aside in self._asides if aside.event == event]
        blamed = {fact.value.value for fact in facts if fact.property == ACCUSED}
        kept = [fact for fact in facts if not (fact.property == "target" and fact.value.value in blamed and self._is_once(event, fact))]
        kept = [fact for fact in kept if not any(self._is_wrong(event, fact, aside, here) for aside in here)]
        said = {(fact.property, fact.value.value) for fact in kept}
        added = [fact for fact in self._instead(facts, here) if (fact.property, fact.value.value) not in said]
        return [*kept, *dict.fromkeys(added)]

    def _is_once(self, event: int, fact: Fact) -> bool:
        """Whether who is accused is named once only in the sentences of an event, so that nothing there has him suffer."""
        ground = self._ground
        inside = {ground.words[i].sentence for i in ground.starts if ground.triggers[i] == event}
        named = self._named.get(int(fact.value.value))
        return named is None or len([n for n in ground.names if n.sentence in inside and ground.are_same(n, named)]) <= 1

    def _is_wrong(self, event: int, fact: Fact, aside: Aside, here: Sequence[Aside]) -> bool:
        ground = self._ground
        if fact.property not in _NOT[aside.sort] or fact.value.type is not ValueType.MENTION:
            return False
        named = self._named.get(int(fact.value.value))
        if named is None or not ground.are_same(named, aside.who):
            return False
        sorts = (TELLS, ACCUSED) if aside.sort == TELLS else _NOT
        idle = {other.who.first for other in here if other.sort in sorts and ground.are_same(other.who, aside.who)}
        if aside.sort == TELLS:
            return _is_never_suffering(ground, event, aside.who, idle)
        if fact.property not in ("agent", "perpetrator"):
            return fact.evidence == ground.page.spans[aside.who.sentence]
        return not is_told_to_do(ground, event, aside.who, idle)

    def _instead(self, facts: Sequence[Fact], here: Sequence[Aside]) -> Iterator[Fact]:
        """The accusations, claims and denials that are not told already."""
        ground = self._ground
        for aside in (aside for aside in here if aside.sort in _INSTEAD):
            n, sentence = aside.who, ground.page.spans[aside.who.sentence]
            same = {m.index for m in ground.names if ground.are_same(m, n)}
            if not any(fact.property == aside.sort and fact.value.value in same for fact in facts):
                fact = Fact(aside.sort, Value(ValueType.MENTION, n.index), sentence, _PLAIN)
                yield replace(fact, attribution=aside.by.mention.span, said_by=aside.by.index) if aside.by else fact


def _all(ground: Ground) -> Iterator[Aside]:
    """What verbs tell of those who stand by."""
    for word in ground.words:
        if not is_one_of(word, *_ANY) or word.index in ground.page.names:
            continue
        if is_one_of(word, "wing"):
            yield from _parent(ground, word)
        elif is_one_of(word, "exchanges"):
            yield from _exchanging(ground, word)
        elif is_one_of(word, "attributes") and word.form.endswith(("ه", "ها", "هما")):
            yield from _attributed(ground, word)
        else:
            yield from _by_verb(ground, word)


def _parent(ground: Ground, word: Word) -> Iterator[Aside]:
    """«كتائب القسام، الجناح العسكري لحركة حماس»: the apposition tells whose the group is, not who did it."""
    wing = ground.clause.ending_at(word.index - 1)
    if wing is None or wing.sentence != word.sentence or top(wing.mention.kind) != "Organisation":
        return
    for n in ground.clause.names(word.index + 1, word.index + 5)[:1]:
        if ground.clause.is_governed(n) and not ground.are_same(n, wing):
            inside = {ground.triggers[i] for i in ground.starts if ground.words[i].sentence == word.sentence}
            before = ground.before(word.index)
            yield from (Aside(UNRELATED, n, event) for event in sorted(inside or {-1 if before is None else before}))


def _event_of(ground: Ground, index: int, verb: int) -> int | None:
    """The event named next after a word in its sentence, else the last before the verb."""
    at = next((i for i in ground.ahead(index, index + _NEAR) if i in ground.triggers), None)
    return ground.before(verb) if at is None else ground.event_at(at)


def _by_verb(ground: Ground, word: Word) -> Iterator[Aside]:
    """What a verb of praise, blame, telling and the like tells of its subject."""
    negated = is_negated(ground.words, word.index)
    if is_one_of(word, "tells") and not negated:
        yield from _mutual(ground, word)
    if is_one_of(word, "tells", "announces") and not negated:
        yield from _told_of_others(ground, word)
    event = _event_of(ground, word.index, word.index)
    if event is None:
        return
    if is_one_of(word, "doubts") and not negated:
        yield from (Aside(CLEARED, n, event) for n in _doubted(ground, word))
    if is_one_of(word, *_STANDING_BY) or (negated and is_one_of(word, "silent")):
        disowned = is_one_of(word, "disowns") and not negated and ground.named_after(word.index, word.index) == event
        sort = DENIES if disowned else IDLE
        yield from (Aside(sort, n, event) for n in subjects(ground, word))
    elif is_one_of(word, "foils") and not negated:
        foiled = ground.named_after(word.index, word.index)
        yield from (Aside(IDLE, n, foiled) for n in (*subjects(ground, word), *_owners(ground, word)) if foiled is not None)
    elif is_one_of(word, "tells"):
        yield from (Aside(TELLS, n, event) for n in subjects(ground, word) if n.mention.kind not in _MAY_BE_TARGETS)
    elif is_one_of(word, "announces") and not negated:
        yield from _announced(ground, word)


def _told_of_others(ground: Ground, word: Word) -> Iterator[Aside]:
    """«أعلنت س أن انتحاريين فجرا …», «قالت س إن ص قصفت …»: what others do in the verb after «أن», س has not done."""
    told = subjects(ground, word)
    that = next((i for i in ground.ahead(word.index, word.index + _THAT) if ground.words[i].form in ("ان", "بان")), None)
    if not told or that is None or not ground.clause.is_inside(that + 1, word.sentence):
        return
    other = next((n for n in ground.clause.names(that + 1, that + 4) if ground.clause.start(n) == that + 1), None)
    if is_cue(ground.words[that + 1], "somebody"):
        last = that + 1
    elif other is not None and not any(ground.are_same(other, n) for n in told):
        last = other.last
    else:
        return
    for index in ground.ahead(last, last + 1 + _VERB):
        form = ground.words[index].form
        if form.startswith("من") or any(stem in _UNDERGO for _, stem in readings(form)):
            return  # «مسلحين منها …», «مسلحين قتلا في غارة شنها»
        if index in ground.triggers and not form.startswith("ال"):
            yield from (Aside(IDLE, n, ground.triggers[index]) for n in told)
            return


def _owners(ground: Ground, verb: Word) -> Iterator[Named]:
    """Whose the forces are that are subject of a verb («أعلن س أن قواته أحبطت …»): who was named last before them."""
    for index in (verb.index - 1, verb.index + 1):
        if ground.clause.is_inside(index, verb.sentence) and is_owned(ground, ground.words[index]):
            begin = max(index - _OWNER, 0)
            near = [n for n in ground.clause.names(begin, index) if n.sentence == verb.sentence]
            yield from near[-1:]


def subjects(ground: Ground, word: Word) -> tuple[Named, ...]:
    """Whose a verb is: whom a spokesman speaks for, the name right after it, or that of which it is said («حماس التي رحبت …»)."""
    begin, clause = word.index + 1, ground.clause
    ahead = list(ground.ahead(word.index, word.index + 1 + _SUBJECT))
    end = next((i for i in ahead if i in ground.triggers), ahead[-1] + 1 if ahead else begin)
    if spoken := clause.spoken_for(begin, end):
        return (spoken,)
    if ahead and is_one_of(ground.words[begin], "wing"):
        return tuple(n for n in clause.names(begin, end)[:1] if top(n.mention.kind) != "Place")
    for group in clause.direct(begin, end)[:1]:
        if clause.start(group[0]) <= begin + 1 and _agree(clause, word, group[0]) and not ground.words[begin].glued:
            return tuple(group)
    before = clause.subject_before(word.index)
    return (before,) if before is not None and _agree(clause, word, before) else ()


def _agree(clause: Clause, word: Word, n: Named) -> bool:
    """Whether a verb has the gender of a name; «اتهم» is masculine, though it ends like a feminine with a pronoun."""
    return word.form.endswith("اتهم") or agrees(clause, word, n)


def _exchanging(ground: Ground, word: Word) -> Iterator[Aside]:
    """«تبادلت س وص الاتهامات بشأن الهجوم»: each accuses the other; «تبادلت س وص القصف» tells what they did."""
    blame = next((i for i in ground.ahead(word.index, word.index + 14) if is_one_of(ground.words[i], "blame")), None)
    event = None if blame is None else _event_of(ground, blame, word.index)
    if blame is not None and event is not None:
        yield from _each_other(_joined(ground, word.index + 1, blame), event)


def _mutual(ground: Ground, word: Word) -> Iterator[Aside]:
    """«اتهم كل من س وص الطرف الآخر بـ…», «اتهمت س وص بعضهما بـ…»."""
    end = next((i for i in ground.ahead(word.index, word.index + 16) if ground.words[i].form in _EACH_OTHER), None)
    event = None if end is None else _event_of(ground, end, word.index)
    if end is not None and event is not None:
        yield from _each_other(_joined(ground, word.index + 1, end), event)


def _joined(ground: Ground, begin: int, end: int) -> list[Named]:
    """The first of the names among some words and those that «و» joins to it, «كل من» before them left out."""
    found: list[Named] = []
    for n in ground.clause.names(begin, end):
        near = ground.clause.start(n) - found[-1].last <= 2 if found else ground.clause.start(n) <= begin + 2
        if near and (not found or ground.clause.is_joined(n)):
            found.append(n)
    return found


def _each_other(both: Sequence[Named], event: int) -> Iterator[Aside]:
    if len(both) == 2:
        yield Aside(ACCUSED, both[0], event, both[1])
        yield Aside(ACCUSED, both[1], event, both[0])


def _attributed(ground: Ground, word: Word) -> Iterator[Aside]:
    """«ونسبه إلى تنظيم س»: what was named before is laid on him."""
    event, to = ground.before(word.index), word.index + 1
    if event is None or not ground.clause.is_inside(to, word.sentence) or ground.words[to].form not in ("الي", "ل"):
        return
    for n in ground.clause.names(to + 1, to + 5)[:1]:
        if ground.clause.start(n) == to + 1 and n.mention.kind != "Settlement":
            yield Aside(ACCUSED, n, event)


def _doubted(ground: Ground, word: Word) -> Iterator[Named]:
    """«استبعدت الشرطة أن تكون س وراء الهجوم»: who is said not to be behind it."""
    for index in ground.ahead(word.index, word.index + _SUBJECT):
        if ground.words[index].form in ("يكون", "تكون") and index + 1 < len(ground.words):
            near = (n for n in ground.clause.names(index + 1, index + 4) if ground.clause.start(n) == index + 1)
            yield from (n for n in near if any(ground.words[i].form in _BEHIND for i in ground.ahead(n.last, n.last + 3)))


def _announced(ground: Ground, word: Word) -> Iterator[Aside]:
    """«أعلنت س استهداف سفينة»: claims it, where the deed is nobody else's and not done to its own («اغتيال قائدها»)."""
    for n in subjects(ground, word)[:1]:
        at = n.last + 1
        while ground.clause.is_inside(at, word.sentence) and ground.words[at].form in ("امس", "اليوم", "رسميا", "ايضا"):
            at += 1
        if not ground.clause.is_inside(at + 1, word.sentence) or ground.words[at].glued or not is_group(ground, n):
            continue
        event = ground.triggers.get(at, ground.named_after(at, word.index))
        if is_one_of(ground.words[at], "deed") and event is not None and event in ground.attacks:
            suffered = _is_suffered(ground, at)
            yield Aside(IDLE if suffered else CLAIMS, n, event, None if suffered else n)


def _is_suffered(ground: Ground, at: int) -> bool:
    """Whether the announcer's own suffer («اغتيال قائده»), or the deed is somebody else's («قصف إسرائيل لمقره»)."""
    after, then = ground.words[at + 1], ground.words[at + 2 : at + 3]
    own = is_owned(ground, after) and not any(stem in _OWN_DEEDS for _, stem in readings(ground.words[at].form))
    return own or (at + 1 in ground.page.names and any(word.form.startswith("ل") for word in then))


def _is_never_suffering(ground: Ground, event: int, who: Named, idle: Collection[int]) -> bool:
    """Whether somebody stands in the sentences of an event only where he tells or is accused of it."""
    inside = {ground.words[i].sentence for i in ground.starts if ground.triggers[i] == event}
    others = (n for n in ground.names if n.sentence in inside and ground.are_same(n, who))
    return all(n.first in idle for n in others)
