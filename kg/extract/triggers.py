"""Event triggers: the words that name incidents and meetings, and what the lexicon knows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex, readings
from kg.extract.words import Word
from kg.model import Span

_GENERIC_BEFORE = frozenset(("مكافحه", "محاربه", "ظاهره", "قانون", "جرايم", "خطر", "مواجهه", "وقف", "هدنه"))
"""What is fought or spoken of in general, or ended («وقف إطلاق النار»), is no event."""
_BEGINNINGS = frozenset(("بدايه", "بدء", "اندلاع", "انطلاق", "بدا"))
_ABILITY = frozenset(("قادر", "قادره", "قدره", "قدرات", "تمكين"))


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
    likelihood: float = 1.0
    """How likely there is such an event, 0 to 1."""

    @property
    def sentences(self) -> tuple[int, ...]:
        """The sentences that report it."""
        return tuple(dict.fromkeys(trigger.sentence for trigger in self.triggers))


@lru_cache(maxsize=1)
def _index() -> StemIndex[tuple[str, str, str]]:
    return StemIndex({tuple(stem.split()): (kind, strength, sort) for stem, kind, strength, sort in rows("triggers.tsv", 4)})


def lexicon_at(words: Sequence[Word], index: int) -> Hit[tuple[str, str, str]] | None:
    """The longest entry of the lexicon (class, strength, sort) that begins at a word."""
    return _index().at(words, index)


@lru_cache(maxsize=20_000)
def lexicon_readings(form: str) -> tuple[str, ...]:
    """The entries that begin with a folded word in any of its readings, as "class:strength:sort"; sorted."""
    return tuple(sorted({":".join(entry) for entry in _index().beginning(form)}))


def is_generic(words: Sequence[Word], index: int) -> bool:
    """Whether the word before says that what follows is fought or spoken of in general («مكافحة الهجمات»)."""
    if not index or words[index].glued:
        return False
    return any(stem.form in _GENERIC_BEFORE for stem in words[index - 1].stems())


def is_mere_time(words: Sequence[Word], index: int) -> bool:
    """«منذ بداية الحرب»: a war that only tells since when."""
    before = [word.form for word in words[max(index - 2, 0) : index] if word.sentence == words[index].sentence]
    return len(before) == 2 and before[0].removeprefix("و") == "منذ" and before[1] in _BEGINNINGS  # two words


def is_mere_ability(words: Sequence[Word], index: int) -> bool:
    """«القدرة على تنفيذ هجمات», «غير قادرة على شن هجوم»: what somebody could do, not what was done."""
    before = words[max(index - 4, 0) : index]
    return any(word.sentence == words[index].sentence and any(form in _ABILITY for _, form in readings(word.form)) for word in before)


def trigger_of(words: Sequence[Word], first: int, last: int, skip: int, kind: str) -> Trigger:
    """The words from `first` to `last` as a trigger of an event of a class, whether the lexicon has them or not.

    `skip` is the length of the first word's proclitics. What the lexicon knows of the words (strength and sort) is kept.
    """
    known = _index().at(words, first)
    strength, sort = known.entry[1:] if known else ("", "")
    return _trigger(words, Hit(first, last, skip, (kind, strength, sort)))


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
