"""How an attack was done, told beside it: «هجوم بشاحنة» is a ramming and «هجوم بقذائف هاون» is shelling.

What was learned goes by all words around all triggers of an event, and where they are many, by the commonest: an attack of unknown kind.
"""

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from kg.arabic import fold
from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex, readings
from kg.extract.triggers import Trigger
from kg.extract.words import Word
from kg.ontology import ancestors

_BEHIND, _AHEAD, _AT_ONCE = 8, 8, 3
"""Words behind a trigger, and ahead of it, among which its means are told; those behind it among which a vehicle is."""
_DOUBTED_WITHIN = 8
"""Words before what is told among which it may be said that it is only supposed, or denied."""
_LOADED_WITHIN = 3
"""Words behind a vehicle that may say that it was full of explosives."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


_OTHER_DEED = _folded(
    "ثم بعد قبل بعدما قبلما فيما بينما كما إثر عقب لكن حين عندما وقد رد فرد ورد وردت"
    " فر فروا وفر وفروا لاذوا هرب هربوا ألحق ألحقت وألحق وألحقت أضرارا"
)
"""Words behind a trigger that lead to something else: the answer, the flight, the damage."""
_DOUBTED = _folded("يشتبه مشتبه يعتقد يرجح مرجح يحتمل محتمل يبدو نفى نفت ينفي تنفي لم ليس ليست دون")
_FAKE = _folded("وهمي وهمية وهميا مزيف مزيفة مزيفا")
_HARMLESS = _folded("غاز الغاز مسيل المسيل مسيلة المسيلة صوت الصوت صوتية الصوتية دخان الدخان")
"""Behind a bomb or a shell: «بقنابل الغاز»."""
_LOADED = _folded("مفخخ مفخخة ملغوم ملغومة محمل محملة مليء مليئة ممتلئ ممتلئة محشو محشوة")
_SEATS = _folded("قاعدة قواعد مقر مقرات قيادة مبنى معسكر مطار")
"""What of an air force is attacked: «قاعدة القوات الجوية»."""


@lru_cache(maxsize=1)
def _index() -> StemIndex[tuple[str, str]]:
    return StemIndex({tuple(phrase.split()): (kind, how) for phrase, kind, how in rows("means.tsv", 3)})


def told_means(words: Sequence[Word], before: int, trigger: Trigger, after: int) -> frozenset[str]:
    """The classes that the words beside a trigger tell by how it was done.

    `before` is the last word of the trigger before it, -1 for none, `after` the first word of the one after it, or how many words there
    are. What stands between two triggers goes with the first as far as its reach goes.
    """
    return frozenset((*_told_behind(words, trigger, after), *_told_ahead(words, before, trigger)))


def _told_behind(words: Sequence[Word], trigger: Trigger, after: int) -> Iterator[str]:
    for index in range(trigger.last + 1, min(after, trigger.last + 1 + _BEHIND)):
        if words[index].sentence != trigger.sentence or words[index].form in _OTHER_DEED:
            return
        if (hit := _sure(words, index)) is None:
            continue
        kind, how = hit.entry
        is_with = "ب" in words[index].form[: hit.skip]
        is_next = index == trigger.last + 1
        if how == "vehicle" and is_with:
            if _is_loaded(words, hit.last):
                yield "Bombing"
            elif index <= trigger.last + _AT_ONCE and not words[index].form.endswith("ات"):
                yield kind
        elif how == "itself" or (how == "with" and is_with) or (is_next and not hit.skip and how in ("adjective", "agent")):
            yield kind


def _told_ahead(words: Sequence[Word], before: int, trigger: Trigger) -> Iterator[str]:
    first = trigger.first - _AHEAD
    if before >= 0 and words[before].sentence == trigger.sentence:
        first = max(first, before + 1 + _BEHIND)
    for index in range(max(first, 0), trigger.first):
        hit = _sure(words, index) if words[index].sentence == trigger.sentence else None
        if hit and (hit.entry[1] == "itself" or (hit.entry[1] == "agent" and not _is_seat(words, index, hit.skip))):
            yield hit.entry[0]


def _sure(words: Sequence[Word], index: int) -> Hit[tuple[str, str]] | None:
    """Means that begin at a word and are neither doubted nor fakes."""
    hit = _index().at(words, index)
    if hit is None:
        return None
    sentence = words[index].sentence
    around = [word for word in words[max(index - _DOUBTED_WITHIN, 0) : hit.last + 2] if word.sentence == sentence]
    doubted = any(form in _DOUBTED for word in around if word.index < index for _, form in readings(word.form))
    following = next((word.form for word in around if word.index == hit.last + 1), "")
    return None if doubted or following in _FAKE or following in _HARMLESS else hit


def _is_seat(words: Sequence[Word], index: int, skip: int) -> bool:
    """«لسلاح الجو», «قاعدة القوات الجوية»: not who acts, but where, or whose."""
    return bool(skip) or (index > 0 and any(form in _SEATS for _, form in readings(words[index - 1].form)))


def _is_loaded(words: Sequence[Word], vehicle: int) -> bool:
    """Whether a vehicle is a bomb: «بسيارة محملة بالمتفجرات»."""
    near = words[vehicle + 1 : vehicle + 1 + _LOADED_WITHIN]
    return any(form in _LOADED for word in near if word.sentence == words[vehicle].sentence for _, form in readings(word.form))


def specified(kind: str, means: Set[str]) -> str:
    """A class, or the one below it that its means tell, where they tell one: of attacks by several means none is told."""
    below = {one for one in means if kind in ancestors(one)}
    narrowest = {one for one in below if not any(one in ancestors(other) for other in below - {one})}
    return narrowest.pop() if len(narrowest) == 1 else kind
