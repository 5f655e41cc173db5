"""What plain wording says of who did it, who claims, denies or is accused: where the order of words leaves no doubt, nothing is weighed.

«اتهمت س ص بتنفيذ الهجوم» accuses ص, «نفت س أي صلة لها بالهجوم» has س deny it, «قتل ثلاثة على يد س» tells that س did it. A claim is of the
event that it names: «تبنت س هجوما آخر» claims that one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.accusations import Accusation, accusations, seizing, unaccused
from kg.extract.another import is_another, is_answer
from kg.extract.clauses import HEADS, Clause
from kg.extract.context import Named, Page, is_cue
from kg.extract.negation import is_negated
from kg.extract.stems import readings
from kg.extract.triggers import EventGroup
from kg.extract.words import Word
from kg.ontology import family, top

_DEEDS = frozenset(
    "تنفيذ شن ارتكاب وقوف ضلوع تورط مسووليه تدبير تخطيط قيام مشاركه استهداف اطلاق مهاجمه تفجير قصف قتل اغتيال خطف اختطاف ضرب".split()
)
"""Nouns of doing it, in «بتنفيذ …» and «نفى تنفيذ …»."""
_DID = frozenset("وراء نفذ نفذت نفذوا شن شنت شنوا ارتكب ارتكبت دبر دبرت خطط خططت المسوول المسووله مسوول مسووله".split())
_THAT = frozenset("بان بانه بانها بانهم".split())
_DENIES = frozenset("نفي نفت نفوا ينفي تنفي ينفون نافيا نافيه انكر انكرت انكروا ينكر تنكر ينكرون منكرا منكره".split())
_PARTS = frozenset("ضلوع تورط وقوف صله علاقه دور مشاركه مسووليه تنفيذ ارتكاب تدبير شن قيام استهداف مهاجمه قصف".split())
_OWN = frozenset("ضلوع تورط وقوف صلت علاقت دور مشاركت مسووليت تنفيذ ارتكاب تدبير شن قيام استهداف مهاجمت قصف".split())
"""Nouns of having a part in it before a pronoun («تورطه», «صلتها»)."""
_OF_HIS = ("هما", "هم", "ها", "ه")
_FOR_HIM = frozenset("له لها لهم لديه لديها".split())
_TO_BE = frozenset("يكون تكون يكونوا".split())
_BELONGS = frozenset("وراء مسوولا مسووله مسوول متورطا متورطه متورط ضالعا ضالعه ضالع نفذ نفذت شن شنت ارتكب ارتكبت خلف".split())
_STRIKES = frozenset("قصف استهداف مهاجمه ضرب شن تنفيذ".split())
_HIS_RESPONSIBILITY = frozenset("مسووليته مسووليتها مسووليتهم".split())
_UNCLAIMED = frozenset("لم لن لا ولم ولن ولا نفي نفت ينفي تنفي نافيا نافيه انكر انكرت".split())
"""Words before «مسؤوليته» with which it is no claim («لم تعلن س مسؤوليتها»), beside those that `is_negated` looks at."""
_BUT = frozenset("ان انه انها انهم انني اننا".split())
"""Words after «بيد» that make it "however"."""
_PEOPLE = frozenset(
    "احد احدي افراد رجال جنود جندي شرطي ضابط ضباط مسلح عنصر عنصرين مسلحين مقاتلين مقاتل متشددين متطرفين ارهابيين قناص قناصه قناصي مجموعه "
    "مدفعيه دبابات طايرات زوارق دوريه وحده قوه حراس متمردي متمردين من موالين تابعين تابعه ينتمون منتمين يتبعون اعضاء عضو".split()
)
"""Nouns that may stand between «على يد» and a name."""
_NO_DEEDS = frozenset("عرقله تسهيل دعم تمويل ايواء تغطيه تجاهل استغلال تقصير فشل اهمال تستر تضليل كذب خرق انتهاك تبرير تمجيد".split())
"""Nouns of what is no deed, in «اتهم س بعرقلة التحقيق في الهجوم»."""
_HANDS = frozenset("يد يدي ايدي ايادي".split())
_FIRE = frozenset("بنيران برصاص بقذايف بصواريخ بايدي بيد".split())
_CLEARED, _UNDENIED = "cleared", "undenied"
_NEAR, _BACK = 8, 2
_BEFORE_HANDS = 14
_CLAIM = 6
"""Words between a word of claiming and the event claimed."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody is said to be something to an event: "accused", "deniedBy", "agent"."""

    property: str
    who: Named
    event: int
    sentence: int
    by: Named | None = None
    """Who says so, where the same clause names him."""


@dataclass(frozen=True, slots=True)
class Tellings:
    """What an article tells plainly."""

    told: Sequence[Telling] = ()
    accusers: Mapping[int, Collection[int]] = field(default_factory=dict)
    """For an event the mentions of those who accuse somebody of it."""
    cleared: frozenset[tuple[int, str, int]] = frozenset()
    """Mention, property and event of what is said not to be so: «نفت روسيا تورط إيران», «اتهمت س ص بعرقلة التحقيق في …»."""
    claims: Mapping[int, Collection[int]] = field(default_factory=dict)
    """For a mention of who claims something the events that it claims."""
    others: frozenset[int] = frozenset()
    """The events that are claimed as another than those told before."""


def tellings(page: Page, events: Sequence[EventGroup]) -> Tellings:
    """What is told of the events of a page."""
    view = _View(page, events)
    found = accusations(page.words, view.names)
    blamed = [(one, event) for one in found if (event := view.accused_of(one)) is not None]
    told = [Telling("accused", n, event, n.sentence, next(iter(a.accusers), None)) for a, event in blamed for n in a.accused]
    accusers, claims = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for one, event in blamed:
        accusers[event].update(n.index for n in one.accusers)
    claimed = list(view.claims())
    for n, event, _ in claimed:
        claims[n.index].add(event)
    denials = [*view.denials(), *view.at_hands()]
    cleared = [(n.index, "accused", event) for one in found for n, event in view.not_accused(one)]
    cleared += [*view.withheld(), *view.unclaimed()]
    cleared += [(t.who.index, name, t.event) for t in denials if t.property == _UNDENIED for name in ("deniedBy", "claimedBy")]
    cleared += [(t.who.index, "agent", t.event) for t in denials if t.property == _CLEARED]
    told += [Telling("claimedBy", n, event, n.sentence) for n, event, another in claimed if another]
    told += [t for t in denials if t.property not in (_CLEARED, _UNDENIED)]
    return Tellings(told, accusers, frozenset(cleared), claims, frozenset(event for _, event, another in claimed if another))


class _View:
    """The words of a page, its names with the nouns that stand for them, and its events."""

    def __init__(self, page: Page, events: Sequence[EventGroup]) -> None:
        self.page = page
        self.words = page.words
        standing = [n for candidate in page.candidates for n in candidate.stand_ins if _is_definite(self.words[n.first])]
        self.names = sorted((*dict.fromkeys(page.names.values()), *standing), key=lambda n: (n.first, n.last))
        self.clause = Clause(self.words, self.names)
        self._triggers = {index: event for index, event in page.triggers.items() if family(events[event].kind) == "violence"}
        self._others = frozenset(t.first for event in events for t in event.triggers if is_another(page.words, t))
        self._starts = sorted(self._triggers)

    def accused_of(self, found: Accusation) -> int | None:
        """The event that an accusation is of, if it is of a deed: «بعرقلة التحقيق في الهجوم» is not."""
        charge, words = found.charge, self.words
        if charge in self._triggers:
            return self._triggers[charge]
        if charge >= len(words):
            return self._before(found.verb)
        form = words[charge].form
        if form in _THAT:
            near = [word for word in words[charge + 1 : charge + 4] if word.sentence == words[charge].sentence]
            does = any(word.form in _DID or word.index in self._triggers for word in near)
            return self._named_after(charge, found.verb) if does else None
        deed = bool(_nouns(form) & (_DEEDS | _OWN)) or "مسوولي" in form or not form.startswith("ب")
        return self._named_after(charge, found.verb) if deed else None

    def not_accused(self, found: Accusation) -> Iterator[tuple[Named, int]]:
        """Who is accused of what is no deed, and the event that is named with it."""
        if found.charge < len(self.words) and _nouns(self.words[found.charge].form) & _NO_DEEDS:
            event = self._named_after(found.charge, found.verb)
            yield from ((n, event) for n in found.accused if event is not None)

    def withheld(self) -> Iterator[tuple[int, str, int]]:
        """Mention, property and event of «لم تتهم س ص», «ص غير متهم بـ…», and of س in «اعتقلت س المتهم بـ…»."""
        for one in unaccused(self.words, self.names):
            event = self.accused_of(one)
            properties = ("accused",) if one.accusers else ("accused", "agent")
            yield from ((n.index, name, event) for n in one.accused for name in properties if event is not None)
        for index, n in seizing(self.words, self.names):
            event = self._triggers.get(index + 1, self._named_after(index, index))
            if event is not None:
                yield n.index, "accused", event

    def _named_after(self, index: int, verb: int) -> int | None:
        """The event named after a word in its sentence, else the last before the verb («… بالوقوف وراءه»)."""
        near = range(index + 1, min(index + _NEAR, len(self.words)))
        sentence = self.words[index].sentence
        after = next((self._triggers[i] for i in near if i in self._triggers and self.words[i].sentence == sentence), None)
        return self._before(verb) if after is None else after

    def _before(self, index: int) -> int | None:
        """The event named last before a word, at most some sentences back."""
        last = next((start for start in reversed(self._starts) if start < index), None)
        if last is None or self.words[index].sentence - self.words[last].sentence > _BACK:
            return None
        return self._triggers[last]

    def denials(self) -> Iterator[Telling]:
        """«نفت س مسؤوليتها», «نفى س أي صلة له», «أنكر أن يكون وراء …»: who denies a part of his own."""
        for word in self.words:
            if word.form.removeprefix("و") not in _DENIES:
                continue
            part = next((i for i in self._ahead(word, _NEAR) if self._is_part(i)), None)
            who = None if part is None else self._denier(word, part)
            event = None if part is None else self._triggers.get(part, self._named_after(part, word.index))
            if part is None or event is None:
                continue
            if is_negated(self.words, word.index):
                yield from (Telling(_UNDENIED, n, event, word.sentence) for n in (who,) if n)
            elif who and self._is_own(part, who):
                yield Telling("deniedBy", who, event, word.sentence)
            else:
                near = (n for n in self.clause.names(part + 1, part + 3) if top(n.mention.kind) != "Place" or n.mention.kind == "Country")
                yield from (Telling(_CLEARED, n, event, word.sentence) for n in near if n is not who)

    def _ahead(self, word: Word, reach: int) -> Iterator[int]:
        return (i for i in range(word.index + 1, word.index + 1 + reach) if self.clause.is_inside(i, word.sentence))

    def _is_part(self, index: int) -> bool:
        """Whether a word is a noun of having a part in something, or «يكون» before «وراء» and the like."""
        form = self.words[index].form
        if form in _TO_BE:
            return any(word.form in _BELONGS for word in self.words[index + 1 : index + 4])
        return form.removeprefix("ال") in _PARTS or _without_pronoun(form) in _OWN

    def _denier(self, verb: Word, part: int) -> Named | None:
        """The body that a spokesman speaks for, the subject after the verb, or the one before it."""
        direct = next((n for group in self.clause.direct(verb.index + 1, part) for n in group), None)
        return self.clause.spoken_for(verb.index + 1, part) or direct or self.clause.subject_before(verb.index)

    def _is_own(self, part: int, who: Named) -> bool:
        """Whether the part that is denied is the denier's own, not another's («نفت روسيا تورط إيران»)."""
        form = self.words[part].form
        if form in _TO_BE or _without_pronoun(form) in _OWN or form.startswith("ال"):
            return not any(n.index != who.index for n in self.clause.names(part + 1, part + 2))
        after = next((n for n in self.clause.names(part + 1, part + 3)), None)
        if after is not None and not self.clause.is_governed(after):
            return after.index == who.index or (form in _STRIKES and top(after.mention.kind) == "Place")
        any_ = self.words[part - 1].form in ("اي", *_FOR_HIM) or any(word.form in _FOR_HIM for word in self.words[part + 1 : part + 3])
        return any_ or (form in _STRIKES and self.clause.ending_at(part - 1) is who)

    def at_hands(self) -> Iterator[Telling]:
        """«قتل ثلاثة على يد س», «قتل برصاص س»: who did what is named before."""
        for word in self.words:
            form = word.form
            hands = form in _HANDS and word.index > 0 and self.words[word.index - 1].form == "علي"
            following = self.words[word.index + 1].form if word.index + 1 < len(self.words) else ""
            if following in _BUT or not (hands or form in _FIRE):
                continue
            who = next((n for n in self.clause.names(word.index + 1, word.index + 4) if n.sentence == word.sentence), None)
            event = self._done_before(word)
            if who and event is not None and top(who.mention.kind) != "Place" and self._follows(word.index, who):
                yield Telling("agent", who, event, word.sentence)
                yield from (Telling(_CLEARED, n, event, word.sentence) for n in self._answering(word, event) if n.index != who.index)

    def _follows(self, index: int, who: Named) -> bool:
        """Whether nothing but nouns for people stands between «على يد» and a name («على يد مسلحين من تنظيم …»)."""
        between = self.words[index + 1 : who.first]
        one_of = bool(between) and between[0].form in ("احد", "احدي", "بعض")
        people = one_of or all(word.form in HEADS or word.form in _PEOPLE for word in between)
        return len(between) <= 2 and people and not any(word.glued for word in (*between, self.words[who.first]))

    def _answering(self, hands: Word, event: int) -> Iterator[Named]:
        """Who is named before another deed that is an answer to this one: «شنت س غارة ردا على مقتل جندي على يد …»."""
        deeds = [i for i in self._starts if i < hands.index and self.words[i].sentence == hands.sentence]
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

    def claims(self) -> Iterator[tuple[Named, int, bool]]:
        """«تبنت س هجوما آخر»: who claims which event, and whether that is another than those told before."""
        for word in self.words:
            if not (is_cue(word, "claims") or word.form in _HIS_RESPONSIBILITY):
                continue
            before = [self.words[i].form for i in range(max(word.index - 4, 0), word.index) if self.words[i].sentence == word.sentence]
            if is_negated(self.words, word.index) or not _UNCLAIMED.isdisjoint(before):
                continue
            who = [n for n in self.clause.names(max(word.index - 5, 0), word.index + 5) if n.sentence == word.sentence]
            at = next((i for i in self._ahead(word, _CLAIM) if i in self._triggers), None)
            if at is not None:
                groups = (n for n in who if n.mention.kind in ("ArmedGroup", "Organisation") and n.first < at)
                yield from ((n, self._triggers[at], at in self._others) for n in groups)

    def unclaimed(self) -> Iterator[tuple[int, str, int]]:
        """Mention, property and event of «لم تعلن س مسؤوليتها عن …»."""
        for word in self.words:
            n = self.clause.ending_at(word.index - 1) if word.form in _HIS_RESPONSIBILITY else None
            verb = None if n is None or n.sentence != word.sentence else self.clause.start(n) - 1
            if n is not None and verb is not None and self.clause.is_inside(verb, word.sentence) and is_negated(self.words, verb):
                event = self._named_after(word.index, word.index)
                yield from ((n.index, "claimedBy", of) for of in (event,) if of is not None)


def _is_definite(word: Word) -> bool:
    """Whether a noun has the article: «الحركة» stands for a body, «إسرائيلية» is but its adjective."""
    return word.form.removeprefix("و").startswith(("ال", "لل", "بال"))


def _nouns(form: str) -> set[str]:
    """A word after ب as it may stand alone: «بتنفيذ», «بالوقوف» are «تنفيذ», «وقوف»."""
    bare = form.removeprefix("ب")
    return {bare, bare.removeprefix("ال"), _without_pronoun(bare), *(stem for _, stem in readings(form))}


def _without_pronoun(form: str) -> str:
    ending = next((ending for ending in _OF_HIS if form.endswith(ending) and len(form) - len(ending) >= 2), "")
    return form.removesuffix(ending) if ending else ""
