"""What the object of a verb of telling or denying says somebody did: «أنها نفذت الهجوم», «ضلوعها في …», «لا علاقة لها بـ…»."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.context import Named
from kg.extract.responsibility.acts import Act, goes_back
from kg.extract.responsibility.clauses import PREPOSITIONS, THAT, bare
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.negation import NOT
from kg.extract.responsibility.sorts import has, sorts
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.ontology import top

_OF_HIM = frozenset("منه منها منهم منا له لها لهم لنا".split())
_NEGATES, _HOLDER, _OWN_PEOPLE = 4, 3, 4
"""Words before a deed among which it is negated, and about it among which its doer is named."""
_NEAR_THAT = 5
"""Words after «أنها» within which it says what she did."""
_GENERAL = frozenset("يد دخل شان دور قيام".split())
"""Nouns that are of a part in something only where they are negated or said to be somebody's."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody is said to have done it, to have had a part in it, or not to have."""

    index: int
    event: int
    doers: tuple[Named, ...]
    """Who is named as having done it; nobody where it is the speaker himself, or is left open."""
    own: bool
    """Whether it is the speaker's by a pronoun: «ضلوعها», «أنها نفذت», «مقاتليها»."""
    negated: bool
    noun: bool
    """Whether a noun tells it («ضلوعها في»), no clause."""
    behind: bool = False
    """Whether it is told as being responsible for it («تقف وراء»)."""
    to_come: bool = False
    """Whether it is only announced («ستنفذ»)."""


def deeds(ground: Ground, act: Act) -> Iterator[Deed]:
    """The deeds that the object of an act tells of, in order."""
    that = next((index for index in ground.ahead(act.index, act.end) if ground.words[index].form in THAT), None)
    for index in ground.ahead(act.index, act.end):
        if index not in ground.page.names and (found := _deed(ground, act, index, that)):
            yield found


def _deed(ground: Ground, act: Act, index: int, that: int | None) -> Deed | None:
    word, trigger = ground.words[index], ground.trigger_at(index)
    negated = _is_negated(ground, act, index)
    before = ground.clause.ending_at(index - 1)
    is_verb = that is not None and trigger is not None and before is not None and not ground.clause.is_governed(before)  # «أن س قصف …»
    if has(word, "own", "part") and not is_verb and not (has(word, "did") and ground.words[index - 1].form in THAT):
        doers, own = _having(ground, act, index)
        general = word.form.removeprefix("ب") in _GENERAL
        any_part = ground.words[index - 1].form in ("اي", "ايه")
        if general and (word.form not in _GENERAL or not (own or doers or negated or any_part)):
            return None
        event = ground.event_at(index) if index in ground.triggers else ground.named_after(index, act.index, act.end)
        return None if event is None else Deed(index, event, doers, own, negated, noun=True)
    first_person = act.sort != "denies" and _is_first_person(word)
    does = has(word, "did") or first_person or is_verb or (trigger is not None and _is_verb(ground, trigger))
    behind = _is_behind(ground, word)
    told = that is not None and index > that
    if not (does or behind) or not (told or first_person or (that is None and act.sort == "denies")) or _is_no_attack(ground, trigger):
        return None
    event = ground.event_at(index) if trigger is not None else ground.named_after(index, act.index, act.end)
    doers, own = ((), True) if first_person else _doing(ground, act, index, that)
    to_come = word.form.startswith("س") and word.form[1:2] in ("ي", "ت", "ن")
    return None if event is None else Deed(index, event, doers, own, negated, noun=False, behind=behind, to_come=to_come and own)


def _is_first_person(word: Word) -> bool:
    """«لم ننفذ», «نفذنا»: verbs of doing in the first person of a quotation."""
    return has(word, "did") and (word.form.startswith("نن") or word.form.endswith("نا") or word.form == "نشن")


def _is_passive(ground: Ground, trigger: Trigger) -> bool:
    """«قتلوا في غارة»: a verb of killing with nothing that it does it to suffers."""
    after = ground.words[trigger.last + 1 : trigger.last + 2]
    return not after or bool(after[0].glued) or bare(after[0].form) in PREPOSITIONS or after[0].form.startswith(("ب", "اثر"))


def _is_no_attack(ground: Ground, trigger: Trigger | None) -> bool:
    """Whether a verb of killing is in the passive, or tells how an attacker died («قتلت المهاجم»)."""
    if trigger is None or trigger.strength != "toll" or trigger.sort != "verb":
        return False
    after = ground.words[trigger.last + 1 : trigger.last + 2]
    is_attacker = bool(after) and after[0].form.startswith("ال") and has(after[0], "people")
    return is_attacker or _is_passive(ground, trigger)


def _is_behind(ground: Ground, word: Word) -> bool:
    """«وراء», «مسؤولة عن», «هي المسؤولة عن»; «المسؤولين عن» tells who is meant, not what he did."""
    if not has(word, "behind") or word.form.endswith(("ين", "ون")):
        return False
    return not word.form.startswith("ال") or ground.words[word.index - 1].form in ("هو", "هي", "هم")


def _is_verb(ground: Ground, trigger: Trigger) -> bool:
    """Whether a trigger is a verb, by the lexicon or its ending («خطفوا», «أطلقته»)."""
    form = ground.words[trigger.first].form
    plural = form.endswith(("وا", "ناه", "ناها", "ته", "تها", "تهم"))
    singular = form.endswith("ت") and not form.endswith("ات") and not trigger.definite
    return trigger.sort in ("verb", "object") or plural or singular


def _is_negated(ground: Ground, act: Act, index: int) -> bool:
    for at in range(index - 1, max(index - 1 - _NEGATES, act.index), -1):
        if ground.words[at].form in NOT:
            return True
        if ground.words[at + 1].glued:
            return False
    return False


def _having(ground: Ground, act: Act, index: int) -> tuple[tuple[Named, ...], bool]:
    """Whose a part in something is: «ضلوعها», «أي صلة لها», «لا علاقة للحركة بـ…», «تورط إيران»."""
    word, that = ground.words[index], _that(ground, act, index)
    if that is not None and (topic := _topic(ground, act, that, index)) is not None:
        return topic
    if has(word, "own") and not _names_at(ground, index + 1):
        return (), goes_back(word.form, act, ground)
    named = _having_by_name(ground, index, range(max(index - _HOLDER, act.index + 1), min(index + 1 + _HOLDER, act.end)))
    if named:
        return named, False
    near = ground.words[max(index - _HOLDER, act.index + 1) : min(index + 1 + _HOLDER, act.end)]
    return (), any(has(w, "for_him") and goes_back(w.form, act, ground) for w in near)


def _having_by_name(ground: Ground, index: int, near: range) -> tuple[Named, ...]:
    """«تورط إيران», «لا علاقة للحركة بـ…»: who is named as having a part; not where it is done («قصف تعز»)."""
    after = _names_at(ground, index + 1)
    if after and not ground.clause.is_governed(after[0]):
        is_doer = top(after[0].mention.kind) != "Place" or (after[0].mention.kind == "Country" and ground.words[index].form != "قصف")
        return tuple(after) if is_doer else ()
    found = (_names_at(ground, i) for i in near if i != index and ground.words[i].form.startswith("ل"))
    return tuple(next((named for named in found if named), ()))


def _that(ground: Ground, act: Act, index: int) -> int | None:
    """«أن» before a word in the object of an act."""
    return next((i for i in range(index - 1, act.index, -1) if ground.words[i].form in THAT), None)


def _topic(ground: Ground, act: Act, that: int, index: int) -> tuple[tuple[Named, ...], bool] | None:
    """Of whom «أن س لا صلة له بـ…» speaks; None where nothing stands between «أن» and the noun but what negates it."""
    first = ground.words[that + 1]
    if ground.words[that].form not in ("ان", "بان"):
        return None
    if first.index >= index or first.form in NOT | _BE:
        return None
    if _is_own_people(ground, that + 1, index):
        return (), True
    return tuple(_names_at(ground, that + 1)), False


def _names_at(ground: Ground, index: int) -> list[Named]:
    """The name that a word begins, nouns before it that are no part of it included."""
    return [n for n in ground.clause.names(index, index + 3) if ground.clause.start(n) == index][:1]


def _doing(ground: Ground, act: Act, index: int, that: int | None) -> tuple[tuple[Named, ...], bool]:
    """Who does what a verb says: the name before it after «أن» or right after it, else whom «أنها» or «مقاتليها» goes back to."""
    words, first = ground.words, act.index if that is None else that
    after = (
        [] if has(words[index], "behind") or (t := ground.trigger_at(index)) is None or t.sort == "object" else _names_at(ground, index + 1)
    )
    after = _names_at(ground, index + 1) if has(words[index], "did") or words[index].form.endswith(("ته", "تها", "ه", "ها")) else after
    groups = ground.clause.direct(first + 1, index) if that is not None else []
    fit = [group for group in groups if top(group[0].mention.kind) != "Place" or group[0].mention.kind in ("Country", "Settlement")]
    own_people = any(_is_own_people(ground, at, index) for at in range(first + 1, min(first + 4, index)))
    if that is not None and words[that].form not in ("ان", "بان"):
        return (), not fit and index - that <= _NEAR_THAT and goes_back(words[that].form, act, ground)
    if own_people:
        return (), True
    if after and not ground.clause.is_governed(after[0]) and not fit:
        return tuple(after), False
    if fit:
        return tuple(fit[-1]), False
    return (), act.sort == "denies" and all(sorts(w.form) or w.form in _BE or w.form in THAT for w in words[first:index])


_BE = frozenset("تكون يكون يكونوا قد تقف يقف كانت كان من اي".split())


def _is_own_people(ground: Ground, at: int, verb: int) -> bool:
    """«مقاتليها», «عنصرين منه», «عناصر تابعة لها» before a verb of doing."""
    word = ground.words[at]
    if not has(word, "people"):
        return False
    following = [w.form for w in ground.words[at + 1 : min(at + 1 + _OWN_PEOPLE, verb)]]
    return word.form.endswith(("ه", "ها", "هم", "نا")) or not _OF_HIM.isdisjoint(following)
