"""What happened before the news: «وقع انفجار في كابول غداة التفجير الذي أودى بحياة 17», «بعد يوم من هجوم», «في أعقاب هجوم أودى …».

Such a deed is another one than the one that the sentence reports, and its dead are not those of today; unless the sentence reports of
that deed itself («ارتفعت الحصيلة غداة التفجير», «تبنى الهجوم بعد يوم من التفجير»).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.another.listed import listed
from kg.extract.context import by_sentence, is_cue
from kg.extract.figures.numbers import RISES
from kg.extract.figures.outcomes import casualty
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.ontology import family

_LONGEST_TIME = 5
"""Words between «بعد» and «من» («بعد أقل من 24 ساعة من»)."""
_CLAIMED_NEAR = 4
_WOUNDS = ("جراح", "جروح", "متاثر")
"""Parts of words for who dies later of an attack before."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A deed that one sentence tells to have come before another one of it, as positions among the triggers."""

    own: tuple[int, ...]
    """Those that name the earlier one: with its toll, in its clause."""
    others: tuple[int, ...]
    """Those of the sentence that tell of the other."""
    border: int
    """The word at which the sentence passes from the one to the other."""
    is_days_before: bool
    """Whether a day or more lay between."""


@dataclass(frozen=True, slots=True)
class _Marker:
    """Words that lead to what came before."""

    first: int
    is_sure: bool
    """Whether a day or more lay between; what follows at once may be of one attack."""


def earlier_deeds(words: Sequence[Word], triggers: Sequence[Trigger]) -> Iterator[Earlier]:
    """What is told to have come before another deed of its sentence; `triggers` stand in the order of the text."""
    inside = by_sentence(lambda at: triggers[at].sentence, range(len(triggers)))
    for position, trigger in enumerate(triggers):
        marker = _marker(words, trigger) if _is_deed(trigger) else None
        if marker is None:
            continue
        end = _clause_end(words, trigger)
        here = [at for at in inside[trigger.sentence] if family(triggers[at].kind) == "violence"]
        own = tuple(at for at in here if at >= position and triggers[at].first < end)
        others = tuple(at for at in here if triggers[at].last < marker.first or triggers[at].first >= end)
        told = [triggers[at] for at in others]
        if others and (marker.is_sure or _has_toll(words, trigger, end)) and _is_other(words, trigger, told, end):
            yield Earlier(own, others, marker.first if others[0] < position else end, marker.is_sure)


def _is_deed(trigger: Trigger) -> bool:
    return trigger.sort != "verb" and trigger.strength != "toll" and family(trigger.kind) == "violence"


def _marker(words: Sequence[Word], trigger: Trigger) -> _Marker | None:
    """«غداة», «في أعقاب», «بعد يوم من», with a noun of happening behind it or not."""
    index = trigger.first
    while index and _goes_on(words, index) and words[index - 1].form in listed("carried_out"):
        index -= 1
    if not index or not _goes_on(words, index):
        return None
    form = words[index - 1].form.removeprefix("و")
    if form in listed("day_before"):
        is_sure = form != "اعقاب"
        return _Marker(index - 1 if is_sure or index < 2 else index - 2, is_sure)
    return _time_before(words, index - 1) if form in listed("after_time") else None


def _goes_on(words: Sequence[Word], index: int) -> bool:
    """Whether a word stands right behind another one of its sentence."""
    return not words[index].glued and words[index - 1].sentence == words[index].sentence


def _time_before(words: Sequence[Word], end: int) -> _Marker | None:
    """«بعد يوم», «عقب أقل من 24 ساعة» before «من» at `end`."""
    units: set[str] = set()
    for index in range(end - 1, max(end - 2 - _LONGEST_TIME, -1), -1):
        if not _goes_on(words, index + 1):
            return None
        form = words[index].form
        if form.removeprefix("و") in listed("before"):
            return _Marker(index, bool(units & listed("days"))) if units else None
        units |= {form} & listed("days", "hours")
    return None


def _clause_end(words: Sequence[Word], trigger: Trigger) -> int:
    """The word after the clause of a trigger: the first one after a mark, or of the next sentence."""
    for index in range(trigger.last + 1, len(words)):
        if words[index].sentence != trigger.sentence or words[index].glued.strip('"«»“”()'):
            return index
    return len(words)


def _has_toll(words: Sequence[Word], trigger: Trigger, end: int) -> bool:
    return any(casualty(word) for word in words[trigger.last + 1 : end])


def _is_other(words: Sequence[Word], trigger: Trigger, told: Sequence[Trigger], end: int) -> bool:
    """Whether what else is told is no more of the same deed: its toll that rises, who claims it."""
    inside = [word.form for word in words[max(trigger.first - 30, 0) : end + 30] if word.sentence == trigger.sentence]
    if any(part in form for form in inside for part in (*RISES, *_WOUNDS)):
        return False
    deeds = [other for other in told if other.strength != "toll"]
    if not deeds:
        return not trigger.definite and _has_toll(words, trigger, end)
    return any(_is_news(words, deed, told) for deed in deeds)


def _is_news(words: Sequence[Word], deed: Trigger, told: Sequence[Trigger]) -> bool:
    """Whether a deed is told as a new one: by a verb, or as having happened («وقع الهجوم غداة …», «شن مسلحون هجوما», «قتل ثلاثة في هجوم»).

    A noun without the article that is not called after anything is one at the beginning of its sentence, too.
    """
    before = [word for word in words[max(deed.first - _CLAIMED_NEAR, 0) : deed.first] if word.sentence == deed.sentence]
    if any(is_cue(word, "claims") or is_cue(word, "responsibility") for word in before):
        return False
    if _is_verb(words, deed) or any(_happens(word) for word in before[-1:]):
        return True
    if deed.definite:
        return False
    is_deadly = bool(before) and any(other.strength == "toll" and other.sort == "verb" and other.first >= before[0].index for other in told)
    return not before or any(_happens(word) for word in before) or (is_deadly and before[-1].form in listed("into"))


def _is_verb(words: Sequence[Word], deed: Trigger) -> bool:
    """Whether a deed is told by a verb: «انفجرت», and «قصفت», which only its ending tells from the noun."""
    form = words[deed.last].form
    return deed.sort != "" or (deed.first == deed.last and form.endswith("ت") and not form.endswith("ات"))


def _happens(word: Word) -> bool:
    return not listed("happens").isdisjoint((word.form, word.form.removeprefix("و")))
