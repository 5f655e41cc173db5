"""Whether an article tells that a body did what it is named beside: as subject of its verb, by its adjective, by its own people."""

from collections.abc import Collection, Iterator

from kg.extract.candidates import Named
from kg.extract.responsibility.ground import Ground
from kg.extract.stems import readings, sorts_by_stem, sorts_of
from kg.extract.triggers import Trigger
from kg.extract.words import Word

_LEXICON = "bystanders.tsv"
_SUFFERED = frozenset("قتل مقتل اغتيال خطف اختطاف استهداف اعدام وفاه".split())
"""Nouns before the name of who suffered: «اغتيال فلان»."""
_PRONOUNS = ("ه", "ها", "هم", "هما")
_HANDS = frozenset("يد ايدي يدي بنيران برصاص بصواريخ".split())


def sorts(form: str) -> frozenset[str]:
    """The sorts that a folded word may have in `bystanders.tsv`; a word with the article only those it has as it stands."""
    bare = form.removeprefix("و")
    if bare.startswith(("ال", "لل")):
        return sorts_by_stem(_LEXICON).get(bare, frozenset())
    return sorts_of(_LEXICON, form)


def is_one_of(word: Word, *wanted: str) -> bool:
    """Whether a word may have one of some sorts."""
    return not sorts(word.form).isdisjoint(wanted)


def is_told_to_do(ground: Ground, event: int, who: Named, idle: Collection[int]) -> bool:
    """Whether somebody is told to have done an event, at another place than those words at which he did nothing."""
    adjectives = (n for candidate in ground.page.candidates for n in candidate.stand_ins)
    named = [n for n in (*ground.names, *adjectives) if n.first not in idle and ground.are_same(n, who)]
    if any(_acts_at(ground, event, n) for n in named):
        return True
    sentences = {ground.words[first].sentence for first in idle}
    return any(_by_his_own(ground, trigger, sentences) for trigger in _triggers(ground, event))


def _triggers(ground: Ground, event: int) -> Iterator[Trigger]:
    return (trigger for i in ground.starts if ground.triggers[i] == event and (trigger := ground.trigger_at(i)) is not None)


def _acts_at(ground: Ground, event: int, n: Named) -> bool:
    """«شن س هجوما», «س قصف», «غارة إسرائيلية», «هجوم س», «نفذه س», «على يد س», «مسلحون من س»."""
    start = ground.clause.start(n)
    if start == 0 or not ground.clause.is_inside(start - 1, n.sentence):
        return _follows(ground, event, n)
    before = ground.words[start - 1]
    if before.form in _HANDS or (before.form == "من" and start > 1 and is_one_of(ground.words[start - 2], "people")):
        return any(t.sentence == n.sentence and t.first < start for t in _triggers(ground, event))
    if ground.clause.is_governed(n):
        return False
    near = any(t.sentence == n.sentence for t in _triggers(ground, event))
    return (near and is_one_of(before, "carries")) or _is_at_trigger(ground, event, start - 1) or _follows(ground, event, n)


def _is_at_trigger(ground: Ground, event: int, index: int) -> bool:
    """Whether a word is a trigger of an event that its agent may follow, one adjective between left out."""
    at = index if index in ground.triggers else index - 1 if ground.words[index].form.startswith("ال") else index
    if ground.triggers.get(at) != event:
        return False
    return not any(stem in _SUFFERED for _, stem in readings(ground.words[at].form)) or _is_verb(ground, at)


def _is_verb(ground: Ground, index: int) -> bool:
    trigger = ground.trigger_at(index)
    return trigger is not None and trigger.sort in ("verb", "object") and not ground.words[index].form.startswith("ال")


def _follows(ground: Ground, event: int, n: Named) -> bool:
    """Whether a verb that names the event, or one of carrying it out, stands after a name that is its subject."""
    near = range(n.last + 1, min(n.last + 4, len(ground.words)))
    for index in near:
        word = ground.words[index]
        does = is_one_of(word, "carries") or (
            ground.triggers.get(index) == event and (_is_verb(ground, index) or word.form.endswith(("ت", "وا")))
        )
        subject = ground.clause.subject_before(index) if does else None
        if subject is not None and subject.first == n.first and word.sentence == n.sentence:
            return True
    return False


def _by_his_own(ground: Ground, trigger: Trigger, sentences: Collection[int]) -> bool:
    """«أشاد س بالهجوم الذي نفذه مقاتلوه»: who carried it out is his, by the pronoun."""
    if trigger.sentence not in sentences:
        return False
    near = (ground.words[i] for i in ground.ahead(trigger.last, trigger.last + 6))
    return any(is_one_of(word, "people") and word.form.endswith(_PRONOUNS) for word in near)


def is_owned(ground: Ground, word: Word) -> bool:
    """Whether a noun ends in a pronoun; folded, «قائده» ends like «قاعدة», but the text tells."""
    return word.form.endswith(_PRONOUNS) and not ground.page.text[: word.end].endswith("ة") and not word.form.startswith("ال")
