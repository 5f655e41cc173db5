"""Event triggers: the words that name incidents and meetings, and which of them speak of one event."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex, readings
from kg.extract.words import Word
from kg.model import Span
from kg.ontology import ancestors, family

_GENERIC_BEFORE = frozenset(("مكافحه", "محاربه", "ظاهره", "قانون", "جرايم", "خطر", "مواجهه", "وقف", "هدنه"))
"""What is fought or spoken of in general, or ended («وقف إطلاق النار»), is no event."""
_ABILITY = frozenset(("قادر", "قادره", "قدره", "قدرات", "تمكين"))
_WINDOW = 9
"""Sentences back within which «الهجوم» may speak of an event already named."""
_OPEN_EVENTS = 40
"""Latest events that a noun may go back to: an article of any length is read in linear time."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an event: from `first` to `last`, inclusive."""

    first: int
    last: int
    span: Span
    kind: str
    strength: str
    sort: str
    """"verb", "object" for a verb whose next name suffers («استهدف»), or "" for a noun."""
    definite: bool
    sentence: int


@dataclass(frozen=True, slots=True)
class EventGroup:
    """Triggers that speak of one event, in the order of the text."""

    kind: str
    triggers: tuple[Trigger, ...]

    @property
    def sentences(self) -> tuple[int, ...]:
        """The sentences that report it."""
        return tuple(dict.fromkeys(trigger.sentence for trigger in self.triggers))


@lru_cache(maxsize=1)
def _index() -> StemIndex[tuple[str, str, str]]:
    return StemIndex({tuple(stem.split()): (kind, strength, sort) for stem, kind, strength, sort in rows("triggers.tsv", 4)})


@lru_cache(maxsize=1)
def _hints() -> StemIndex[str]:
    return StemIndex({tuple(phrase.split()): kind for phrase, kind in rows("hints.tsv", 2)})


def triggers(words: Sequence[Word], taken: frozenset[int]) -> Iterator[Trigger]:
    """The triggers among the words, those in `taken` (words of names) left out."""
    index = 0
    while index < len(words):
        hit = None if index in taken else _index().at(words, index)
        if hit and not _is_generic(words, hit) and not _is_mere_ability(words, hit):
            yield _trigger(words, hit)
        index = hit.last + 1 if hit else index + 1


def _is_generic(words: Sequence[Word], hit: Hit[tuple[str, str, str]]) -> bool:
    if not hit.first or words[hit.first].glued:
        return False
    return any(stem.form in _GENERIC_BEFORE for stem in words[hit.first - 1].stems())


def _is_mere_ability(words: Sequence[Word], hit: Hit[tuple[str, str, str]]) -> bool:
    """«القدرة على تنفيذ هجمات», «غير قادرة على شن هجوم»: what somebody could do, not what was done."""
    before = words[max(hit.first - 4, 0) : hit.first]
    return any(word.sentence == words[hit.first].sentence and any(form in _ABILITY for _, form in readings(word.form)) for word in before)


def _trigger(words: Sequence[Word], hit: Hit[tuple[str, str, str]]) -> Trigger:
    word = words[hit.first]
    form = word.form[hit.skip :]
    definite = (
        form.startswith(("ال", "لل"))
        or word.form.startswith("لل")
        or word.form.endswith(("ها", "هم"))
        or _after_this(words, hit.first)
        or _is_annexed(words, hit)
    )
    span = Span(word.begin_after(hit.skip), words[hit.last].end)
    return Trigger(hit.first, hit.last, span, *hit.entry, definite, word.sentence)


def _is_annexed(words: Sequence[Word], hit: Hit[tuple[str, str, str]]) -> bool:
    """Whether a noun stands before a definite one («اغتيال الصحفية», «تفجير الكنيسة»), which makes it definite too."""
    after = words[hit.last + 1] if hit.last + 1 < len(words) else None
    noun = hit.entry[2] != "verb" and hit.first == hit.last
    return noun and after is not None and not after.glued and after.form.startswith("ال")


def _after_this(words: Sequence[Word], index: int) -> bool:
    return index > 0 and words[index - 1].form in ("هذا", "هذه", "ذلك", "تلك")


def group(words: Sequence[Word], found: Iterable[Trigger], towns: Mapping[int, frozenset[str]]) -> list[EventGroup]:
    """Triggers of one event together: those of one family in a sentence, and later ones that go back to it.

    `towns` are the towns named in each sentence: what happened in one is not what happened in another.
    """
    groups: list[EventGroup] = []
    for chunk in _chunks(found):
        kind = _kind(words, chunk)
        earlier = _antecedent(groups, chunk, kind, towns)
        if earlier is None:
            groups.append(EventGroup(kind, tuple(chunk)))
        else:
            merged = groups[earlier]
            kind = max(merged.kind, kind, key=lambda k: len(ancestors(k)))
            groups[earlier] = replace(merged, kind=kind, triggers=(*merged.triggers, *chunk))
    return groups


def _chunks(found: Iterable[Trigger]) -> list[list[Trigger]]:
    """The triggers of each sentence, of one family and of classes that can be one: an attack is no raid; tolls go with the first."""
    chunks: list[list[Trigger]] = []
    for trigger in found:
        fitting = [c for c in chunks if c[0].sentence == trigger.sentence and _can_be_one(c, trigger)]
        if fitting:
            fitting[0].append(trigger)
        else:
            chunks.append([trigger])
    return chunks


def _can_be_one(chunk: Sequence[Trigger], trigger: Trigger) -> bool:
    if family(chunk[0].kind) != family(trigger.kind):
        return False
    if trigger.strength == "toll" or all(known.strength == "toll" for known in chunk):
        return True
    return all(k.strength == "toll" or k.kind in ancestors(trigger.kind) or trigger.kind in ancestors(k.kind) for k in chunk)


def _kind(words: Sequence[Word], chunk: Sequence[Trigger]) -> str:
    """The most exact class among a sentence's triggers, made more exact by what else the sentence says of the attack."""
    named = [t for t in chunk if t.strength != "toll"] or list(chunk)
    kind = max((t.kind for t in named), key=lambda k: len(ancestors(k)))
    if kind not in ("Attack", "Bombing", "Shelling"):
        return kind
    sentence = [word.index for word in words[max(chunk[0].first - 40, 0) : chunk[-1].last + 41] if word.sentence == chunk[0].sentence]
    hints = [hit.entry for index in sentence if (hit := _hints().at(words, index))]
    if kind == "Shelling":  # «قصف» is from the ground unless aircraft are named
        return "Airstrike" if "Airstrike" in hints else kind
    finer = [hint for hint in hints if kind in ancestors(hint)]
    return max(finer, key=lambda k: len(ancestors(k)), default=kind)


def _antecedent(groups: Sequence[EventGroup], chunk: Sequence[Trigger], kind: str, towns: Mapping[int, frozenset[str]]) -> int | None:
    """Index of the event that a sentence's triggers go back to, or None where they name another one."""
    first = chunk[0]
    for index in range(len(groups) - 1, max(-1, len(groups) - 1 - _OPEN_EVENTS), -1):
        known = groups[index]
        if family(known.kind) != family(kind) or first.sentence - known.triggers[-1].sentence > _WINDOW:
            continue
        here, there = towns.get(first.sentence, frozenset()), towns.get(known.triggers[-1].sentence, frozenset())
        if here and there and here.isdisjoint(there):
            continue
        if _has_toll(chunk) and _has_toll(known.triggers) and not any(trigger.definite for trigger in chunk) and here - there:
            continue
        compatible = known.kind in ancestors(kind) or kind in ancestors(known.kind)
        if compatible and (_goes_back(chunk) or _is_announced(known, chunk)):
            return index
    return None


def _has_toll(found: Iterable[Trigger]) -> bool:
    return any(trigger.strength == "toll" for trigger in found)


def _goes_back(chunk: Sequence[Trigger]) -> bool:
    return all(trigger.definite or trigger.strength == "toll" for trigger in chunk)


def _is_announced(known: EventGroup, chunk: Sequence[Trigger]) -> bool:
    """Whether title or lead spoke of the event already: right before, or as «الهجوم» without saying which.

    A definite noun at the very beginning has nothing to go back to: it announces the event whose toll follows.
    """
    opening = known.triggers[0].sentence
    if opening == 0 and chunk[0].sentence == 1:
        return True
    announces = opening <= 1 and known.triggers[0].definite and not any(trigger.strength == "toll" for trigger in known.triggers)
    return announces and any(trigger.strength == "toll" for trigger in chunk)
