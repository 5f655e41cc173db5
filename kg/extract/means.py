"""How an attack was done, told beside it: «هجوم بشاحنة» is a ramming and «هجوم بقذائف هاون» is shelling.

What was learned goes by all words around all triggers of an event, and where they are many, by the commonest: an attack of unknown kind.
"""

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from kg.extract.lexicon import rows
from kg.extract.stems import StemIndex
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.ontology import ancestors

_AFTER, _BEFORE = 8, 8
"""Words after a trigger, and before it, among which its means are told, as far as no other trigger stands between."""
_SUPPOSED_NEAR = 5
"""Words before means among which it may be said that they are only supposed."""
_SUPPOSED = frozenset("يشتبه يعتقد يرجح المرجح يحتمل المحتمل مشتبه يبدو".split())
_LOADED = 3
"""Words behind a vehicle that may say that it was full of explosives."""
_EXPLOSIVE = frozenset("مفخخه مفخخ ملغومه ملغوم محمله محمل مليءه ممتلءه ممتلئه مليئه".split())


@lru_cache(maxsize=1)
def _index() -> StemIndex[tuple[str, str]]:
    return StemIndex({tuple(phrase.split()): (kind, how) for phrase, kind, how in rows("means.tsv", 3)})


def told_means(words: Sequence[Word], triggers: Sequence[Trigger], position: int) -> frozenset[str]:
    """The classes that the words beside a trigger tell by how it was done."""
    trigger = triggers[position]
    before = triggers[position - 1].last + 1 if position else 0
    after = triggers[position + 1].first if position + 1 < len(triggers) else len(words)
    behind = range(trigger.last + 1, min(after, trigger.last + 1 + _AFTER))
    ahead = range(max(before, trigger.first - _BEFORE), trigger.first)
    found = (*_told(words, behind, trigger.sentence, with_too=True), *_told(words, ahead, trigger.sentence, with_too=False))
    return frozenset(found)


def _told(words: Sequence[Word], where: range, sentence: int, *, with_too: bool) -> Iterator[str]:
    for index in where:
        hit = _index().at(words, index) if words[index].sentence == sentence else None
        if hit is None or _is_supposed(words, index):
            continue
        kind, how = hit.entry
        is_with = "ب" in words[index].form[: hit.skip]
        if how == "itself" or (with_too and is_with):
            yield "Bombing" if kind == "VehicleRamming" and how == "with" and _is_loaded(words, hit.last) else kind


def _is_supposed(words: Sequence[Word], index: int) -> bool:
    """«هجوم بسيارة يشتبه بأنه انتحاري»."""
    return any(word.form in _SUPPOSED for word in words[max(index - _SUPPOSED_NEAR, 0) : index])


def _is_loaded(words: Sequence[Word], vehicle: int) -> bool:
    """Whether a vehicle is a bomb: «بسيارة محملة بالمتفجرات»."""
    return any(word.form.removeprefix("ال") in _EXPLOSIVE for word in words[vehicle + 1 : vehicle + 1 + _LOADED])


def specified(kind: str, means: Set[str]) -> str:
    """A class, or the one below it that its means tell, where they tell one: of attacks by several means none is told."""
    below = {one for one in means if kind in ancestors(one)}
    narrowest = {one for one in below if not any(one in ancestors(other) for other in below - {one})}
    return narrowest.pop() if len(narrowest) == 1 else kind
