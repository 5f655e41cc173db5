"""What plain wording says of who did it, who claims, denies or is accused: where the order of words leaves no doubt, nothing is weighed.

«اتهمت س ص بتنفيذ الهجوم» accuses ص, «نفت س أي صلة لها بالهجوم» has س deny it, «قتل ثلاثة على يد س» tells that س did it. A claim is of the
event that it names: «تبنت س هجوما آخر» claims that one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.extract.another import is_answer
from kg.extract.context import Named
from kg.extract.responsibility.accusations import Accusation, accusations, seizing, unaccused
from kg.extract.responsibility.acts import acts
from kg.extract.responsibility.clauses import HEADS, THAT_ALONE, THAT_WITH_B
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.telling import CLAIMS, CLEARED, NOT_ACCUSED, NOT_DONE, NOT_SAID, UNPROVEN, WITHDRAWN, Telling
from kg.extract.responsibility.told import told
from kg.extract.stems import readings
from kg.extract.words import Word
from kg.ontology import top

_Value = TypeVar("_Value")
_DEEDS = frozenset(
    "تنفيذ شن ارتكاب وقوف ضلوع تورط مسووليه تدبير تخطيط قيام مشاركه استهداف اطلاق مهاجمه تفجير قصف قتل اغتيال خطف اختطاف ضرب".split()
)
"""Nouns of doing it, in «بتنفيذ …» and «نفى تنفيذ …»."""
_DID = frozenset("وراء نفذ نفذت نفذوا شن شنت شنوا ارتكب ارتكبت دبر دبرت خطط خططت المسوول المسووله مسوول مسووله".split())
_PEOPLE = frozenset(
    "احد احدي افراد رجال جنود جندي شرطي ضابط ضباط مسلح عنصر عنصرين مسلحين مقاتلين مقاتل متشددين متطرفين ارهابيين قناص قناصه قناصي مجموعه "
    "مدفعيه دبابات طايرات زوارق دوريه وحده قوه حراس متمردي متمردين من موالين تابعين تابعه ينتمون منتمين يتبعون اعضاء عضو".split()
)
"""Nouns that may stand between «على يد» and a name."""
_NO_DEEDS = frozenset("عرقله تسهيل دعم تمويل ايواء تغطيه تجاهل استغلال تقصير فشل اهمال تستر تضليل كذب خرق انتهاك تبرير تمجيد".split())
"""Nouns of what is no deed, in «اتهم س بعرقلة التحقيق في الهجوم»."""
_HANDS = frozenset("يد يدي ايدي ايادي".split())
_FIRE = frozenset("بنيران برصاص بقذايف بصواريخ بايدي بيد".split())
_OF_HIS = ("هما", "هم", "ها", "ه")
_BEFORE_HANDS = 14
_NOT_TOLD = {
    NOT_SAID: ("deniedBy", "claimedBy"),
    WITHDRAWN: ("claimedBy",),
    CLEARED: ("agent", "accused"),
    NOT_DONE: ("agent",),
    NOT_ACCUSED: ("accused",),
    UNPROVEN: (),
}
"""What each telling that is none has somebody not be."""


@dataclass(frozen=True, slots=True)
class Tellings:
    """What an article tells plainly."""

    told: Sequence[Telling] = ()
    accusers: Mapping[int, Collection[Named]] = field(default_factory=dict)
    """For an event those who accuse somebody of it."""
    cleared: frozenset[tuple[int, str, int]] = frozenset()
    """Mention, property and event of what is said not to be so: «نفت روسيا تورط إيران», «اتهمت س ص بعرقلة التحقيق في …»."""
    claims: Mapping[int, Collection[int]] = field(default_factory=dict)
    """For a mention of who claims something the events that it claims."""
    others: frozenset[int] = frozenset()
    """The events that are claimed as another than those told before."""
    unproven: frozenset[tuple[int, int, int]] = frozenset()
    """Mention, event and sentence of who has done it by an enemy's word only there, or has but vowed to."""


def tellings(ground: Ground) -> Tellings:
    """What is told of the events of a page."""
    blame = _Blame(ground)
    found = accusations(ground.words, ground.names)
    blamed = [(one, event) for one in found if (event := blame.accused_of(one)) is not None]
    verbs = acts(ground, {one.verb: one for one in found})
    by = {act.index: act.speakers for act in verbs if act.sort == "accuses"}
    accusers = [(one, event, one.accusers or _other_than(ground, one, by.get(one.verb, ()))) for one, event in blamed]
    said = [Telling("accused", n, event, n.sentence, next(iter(who), None)) for a, event, who in accusers for n in a.accused]
    said += [*told(ground, verbs, blamed), *blame.at_hands()]
    cleared = [(n.index, "accused", event) for one in found for n, event in blame.not_accused(one)]
    cleared += [*blame.withheld(), *_cleared(said)]
    withdrawn = {(t.who.index, t.event) for t in said if t.property == WITHDRAWN}
    said = [t for t in said if t.property != CLAIMS or (t.who.index, t.event) not in withdrawn]
    claimed = [t for t in said if t.property == CLAIMS]
    return Tellings(
        [t for t in said if t.property not in _NOT_TOLD],
        _by_event((event, n) for _, event, who in accusers for n in who),
        frozenset(cleared),
        _by_event((t.who.index, t.event) for t in claimed),
        frozenset(t.event for t in claimed if t.another),
        frozenset((t.who.index, t.event, t.sentence) for t in said if t.property == UNPROVEN),
    )


def _other_than(ground: Ground, one: Accusation, carried: Sequence[Named]) -> tuple[Named, ...]:
    """Who may accuse by what went before: nobody accuses himself."""
    return tuple(n for n in carried if not any(ground.are_same(n, accused) for accused in one.accused))


def _cleared(said: Sequence[Telling]) -> Iterator[tuple[int, str, int]]:
    """Mention, property and event of what is said not to be so."""
    for t in said:
        yield from ((t.who.index, name, t.event) for name in _NOT_TOLD.get(t.property, ()))


def _by_event(pairs: Iterable[tuple[int, _Value]]) -> Mapping[int, Collection[_Value]]:
    found = defaultdict[int, set[_Value]](set)
    for key, value in pairs:
        found[key].add(value)
    return found


class _Blame:
    """What accusations are of, and who is told to have done it by whose hands people died."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.words, self.clause, self.names = ground.words, ground.clause, ground.names
        self._triggers, self._starts = ground.triggers, ground.starts

    def accused_of(self, found: Accusation) -> int | None:
        """The event that an accusation is of, if it is of a deed: «بعرقلة التحقيق في الهجوم» is not."""
        charge, words = found.charge, self.words
        if charge in self._triggers:
            return self.ground.event_at(charge)
        if charge >= len(words):
            return self.ground.before(found.verb)
        form = words[charge].form
        if form in THAT_WITH_B:
            near = [word for word in words[charge + 1 : charge + 4] if word.sentence == words[charge].sentence]
            does = any(word.form in _DID or word.index in self._triggers for word in near)
            return self.ground.named_after(charge, found.verb) if does else None
        deed = bool(_nouns(form) & _DEEDS) or "مسوولي" in form or not form.startswith("ب")
        return self.ground.named_after(charge, found.verb) if deed else None

    def not_accused(self, found: Accusation) -> Iterator[tuple[Named, int]]:
        """Who is accused of what is no deed, and the event that is named with it."""
        if found.charge < len(self.words) and _nouns(self.words[found.charge].form) & _NO_DEEDS:
            event = self.ground.named_after(found.charge, found.verb)
            yield from ((n, event) for n in found.accused if event is not None)

    def withheld(self) -> Iterator[tuple[int, str, int]]:
        """Mention, property and event of «لم تتهم س ص», «ص غير متهم بـ…», and of س in «اعتقلت س المتهم بـ…»."""
        for one in unaccused(self.words, self.names):
            event = self.accused_of(one)
            properties = ("accused",) if one.accusers else ("accused", "agent")
            yield from ((n.index, name, event) for n in one.accused for name in properties if event is not None)
        for index, n in seizing(self.words, self.names):
            event = self._triggers.get(index + 1, self.ground.named_after(index, index))
            if event is not None:
                yield n.index, "accused", event

    def at_hands(self) -> Iterator[Telling]:
        """«قتل ثلاثة على يد س», «قتل برصاص س»: who did what is named before."""
        for word in self.words:
            form = word.form
            hands = form in _HANDS and word.index > 0 and self.words[word.index - 1].form == "علي"
            following = self.words[word.index + 1].form if word.index + 1 < len(self.words) else ""
            if following in THAT_ALONE or not (hands or form in _FIRE):
                continue
            who = next((n for n in self.clause.names(word.index + 1, word.index + 4) if n.sentence == word.sentence), None)
            event = self._done_before(word)
            if who and event is not None and top(who.mention.kind) != "Place" and self._follows(word.index, who):
                yield Telling("agent", who, event, word.sentence)
                yield from (Telling(CLEARED, n, event, word.sentence) for n in self._answering(word, event) if n.index != who.index)

    def _follows(self, index: int, who: Named) -> bool:
        """Whether nothing but nouns for people stands between «على يد» and a name («على يد مسلحين من تنظيم …»)."""
        between = self.words[index + 1 : who.first]
        one_of = bool(between) and between[0].form in ("احد", "احدي", "بعض")
        people = one_of or all(word.form in HEADS or word.form in _PEOPLE for word in between)
        return len(between) <= 2 and people and not any(word.glued for word in (*between, self.words[who.first]))

    def _answering(self, hands: Word, event: int) -> Iterator[Named]:
        """Who is named before another deed that is an answer to this one: «شنت س غارة ردا على مقتل جندي على يد …»."""
        deeds = [i for i in self.ground.page.triggers_in.get(hands.sentence, ()) if i < hands.index and i in self._triggers]
        other = next((i for i in deeds if self._triggers[i] != event), None)
        own = next((i for i in deeds if self._triggers[i] == event), None)
        if own is not None and other is not None and other < own and is_answer(self.words, other, own):
            begin = next(i for i in range(other, -1, -1) if i == 0 or self.words[i - 1].sentence != hands.sentence)
            yield from (n for group in self.clause.direct(begin, own) for n in group if n.first < own)

    def _done_before(self, word: Word) -> int | None:
        near = range(word.index, max(word.index - _BEFORE_HANDS, -1), -1)
        done = [i for i in near if i in self._triggers and self.words[i].sentence == word.sentence]
        if not done or any(self._triggers[i] == self._triggers[done[0]] and is_answer(self.words, i, done[0]) for i in done[1:]):
            return None
        return self._triggers[done[0]]


def _nouns(form: str) -> set[str]:
    """A word after ب as it may stand alone: «بتنفيذ», «بالوقوف» are «تنفيذ», «وقوف»."""
    bare = form.removeprefix("ب")
    return {bare, bare.removeprefix("ال"), _without_pronoun(bare), *(stem for _, stem in readings(form))}


def _without_pronoun(form: str) -> str:
    ending = next((ending for ending in _OF_HIS if form.endswith(ending) and len(form) - len(ending) >= 2), "")
    return form.removesuffix(ending) if ending else ""
