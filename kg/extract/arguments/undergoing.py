"""Who only suffers what he is named beside, or is but where it happens.

«قتل خمسة من عناصر س في هجوم», «118 عنصرا من س قتلوا منذ عام» have س suffer, «وفي العراق نفذت غارات» and «فوق الأراضي السورية»
tell a place.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from kg.extract.arguments.asides import IDLE, Aside
from kg.extract.arguments.doing import is_one_of
from kg.extract.candidates import Candidate, Named
from kg.extract.responsibility.clauses import bare
from kg.extract.responsibility.ground import Ground
from kg.extract.stems import readings
from kg.extract.triggers import EventGroup
from kg.extract.words import Word
from kg.ontology import top

_LOSSES = frozenset("مقتل مصرع استشهاد اصابه جرح وفاه".split())
"""Nouns before who suffers."""
_FALL = frozenset("اصيب اصيبت اصيبوا اصيبا استشهد استشهدت استشهدوا لقي لقيت لقوا قضي قضوا توفي توفوا".split())
"""Verbs whose subject suffers."""
_KILL = frozenset("قتل قتلا قتلوا جرح جرحوا".split())
"""Verbs whose subject suffers where no object follows: unvowelled, «قتل» is passive too."""
_KILL_SOME, _SOME = frozenset(("قتلت", "جرحت")), frozenset("عدد عددا عشرات العشرات مئات المئات".split())
"""Verbs that mostly have a subject of their own («قتلت قوات من س»): who is counted after them suffers («قتلت فيها نحو 45 من س»)."""
_BEHIND = frozenset(
    "في خلال اثر اثناء جراء نتيجه علي قرب بعد قبل عند منذ امس اليوم مساء صباح فجر ليل لدي عندما حين ايضا بينهم عقب داخل وسط "
    "شمال جنوب شرق غرب الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت".split()
)
"""Words that are no object of a verb before them."""
_ALSO = ("واصيب", "وجرح", "واصابه")
_UNITS = 4
"""Words between such a verb or noun and «من», at most: «مقتل ما لا يقل عن خمسة من س» has more and is let be."""
_EXPLODING, _MANAGED = frozenset(("تفجير", "بتفجير")), frozenset("تمكن تمكنت نجح نجحت قامت خبراء ابطال".split())
"""Words of making bombs explode, and of a force's success in it."""
_BOMBS = frozenset("عبوه عبوات عبوتين لغم الغام الغاما قنبله قنابل متفجرات مفخخات عبوتان".split())
_JOINED = 8
"""Words after a name among which others are joined to it."""
_OF_ANOTHER = frozenset("التابع التابعه التابعين".split())
"""Adjectives between a body and the one that it belongs to («من الشرطة التابعة لـس»)."""
_INSIDE = frozenset(("في", "وفي", "داخل"))
_RULERS = frozenset("حكومه الحكومه سلطات السلطات نظام النظام جيش الجيش قياده القياده".split())
_TERRITORY = frozenset("الاراضي اراضي الحدود حدود الاجواء اجواء المياه العاصمه المدن القري البلدات المناطق المحافظات".split())


def undergoing(ground: Ground, events: Sequence[EventGroup]) -> Iterator[Aside]:
    """Who suffers, and what is but a place, for each event whose words stand in the same sentence."""
    places = {n.first for n in ground.names if _is_place(ground, n)}
    owners = {m.index: candidate for candidate in ground.page.candidates for m in candidate.mentions}
    suffering: Named | None = None
    for n in ground.names:
        if n.first in places:
            for event in ground.events_in(n.sentence):
                if not _is_named_otherwise(ground, owners.get(n.index), event, places):
                    yield Aside(IDLE, n, event)
        elif _suffers(ground, n, suffering):
            suffering = n
            # in a clash who suffers fights as well
            yield from (Aside(IDLE, n, event) for event in ground.events_in(n.sentence) if events[event].kind != "Clash")
    yield from _exploding_bombs(ground)


def _exploding_bombs(ground: Ground) -> Iterator[Aside]:
    """«تمكنت قوات الأمن من تفجير سبع عبوات» is no attack of theirs."""
    for index in ground.starts:
        word = ground.words[index]
        near = [w for w in ground.words[max(index - 2 * _UNITS, 0) : index] if w.sentence == word.sentence]
        if bare(word.form) not in _EXPLODING or not any(w.form in _MANAGED for w in near):
            continue
        if any(_BOMBS.intersection(stem for _, stem in readings(ground.words[i].form)) for i in ground.ahead(index, index + 1 + _UNITS)):
            forces = (n for n in ground.names if n.sentence == word.sentence and n.mention.kind == "SecurityForce")
            yield from (Aside(IDLE, n, ground.triggers[index]) for n in forces)


def _is_named_otherwise(ground: Ground, candidate: Candidate | None, event: int, places: Collection[int]) -> bool:
    """Whether a sentence of an event names somebody also otherwise than as a place («في تركيا … الجيش التركي»)."""
    if candidate is None:
        return False
    return any(m.first not in places and event in ground.events_in(m.sentence) for m in (*candidate.mentions, *candidate.stand_ins))


def _is_nation(n: Named) -> bool:
    return n.mention.kind == "Country" or top(n.mention.kind) == "Place"


def _is_place(ground: Ground, n: Named) -> bool:
    """Whether a country or town is but where something is; «الحكومة في س» is of it."""
    if not _is_nation(n) or not ground.clause.is_inside(n.first - 1, n.sentence) or _is_apart(ground, n):
        return False
    before, rules = ground.words[n.first - 1], ground.words[n.first - 2 : n.first - 1]
    return before.form in _TERRITORY or (before.form in _INSIDE and not any(word.form in _RULERS for word in rules))


def _is_apart(ground: Ground, n: Named) -> bool:
    return bool(set(ground.words[n.first].glued) - set("«»“”\"'("))


def _suffers(ground: Ground, n: Named, before: Named | None) -> bool:
    """Whether a body's people are killed or injured, or it is joined to one whose are («خمسة من س وص قتلوا»)."""
    if _is_nation(n) or _is_apart(ground, n):
        return False
    joined = before is not None and before.sentence == n.sentence and ground.clause.start(n) == before.last + 1
    if joined and ground.clause.is_joined(n):
        follows = ground.trigger_at(n.last + 1)
        does = follows is not None and follows.sentence == n.sentence and follows.sort == "verb"
        return not does or ground.words[n.last + 1].form in _FALL | _KILL
    return _loses_members(ground, n)


def _loses_members(ground: Ground, n: Named) -> bool:
    """Whether some of a body's people are killed or injured: «مقتل ثلاثة من س», «قتل عنصر في س في هجوم», «خمسة من س قتلوا أمس»."""
    of = _beginning(ground, n) - 1
    if not ground.clause.is_inside(of - 1, n.sentence) or ground.words[of].form not in ("من", "في"):
        return False
    if ground.words[of].form == "في" and not _is_people(ground.words[of - 1]):
        return False
    after = _end_of_all(ground, n) + 1
    lost = _before(ground, of, lambda word: bare(word.form) in _LOSSES | _FALL)
    number = ground.words[of - 1].form
    kill = _KILL | _KILL_SOME if number[:1].isdigit() or number in _SOME else _KILL
    killed = _before(ground, of, lambda word: bare(word.form) in kill)
    if lost or (killed and _is_without_object(ground, after, n.sentence)):
        return True
    if not ground.clause.is_inside(after, n.sentence) or ground.words[after].glued or _acts_before(ground, of):
        return False
    verb = ground.words[after].form
    return verb in _FALL or (verb in _KILL and _is_without_object(ground, after + 1, n.sentence))


def _acts_before(ground: Ground, of: int) -> bool:
    """Whether those people are subject of another verb: «نفذه أربعة مسلحين من س قتلوا خلال العملية»."""
    near = (word for word in ground.words[max(of - 2 * _UNITS, 0) : of] if word.sentence == ground.words[of].sentence)
    return any(word.index in ground.triggers or is_one_of(word, "carries") for word in near)


def _end_of_all(ground: Ground, n: Named) -> int:
    """Where the last of the names ends that «و» joins to one («خمسة من س وص قتلوا»)."""
    last = n.last
    for other in ground.clause.names(n.last + 1, n.last + 1 + _JOINED):
        if other.sentence == n.sentence and ground.clause.is_joined(other) and ground.clause.start(other) <= last + 2:
            last = other.last
    return last


def _beginning(ground: Ground, n: Named) -> int:
    """Where a name begins with the nouns for people and bodies before it («من عناصر تنظيم س», «من مختلف قوات س»)."""
    first = ground.clause.start(n)
    while (
        ground.clause.is_inside(first - 1, n.sentence)
        and not ground.words[first].glued
        and (ground.words[first - 1].form == "مختلف" or _is_people(ground.words[first - 1]))
    ):
        first -= 1
    if ground.clause.is_inside(first - 2, n.sentence) and ground.words[first - 1].form in _OF_ANOTHER:
        first -= 2
    return first


def _is_people(word: Word) -> bool:
    return is_one_of(word, "people", "member")


def _before(ground: Ground, of: int, is_wanted: Callable[[Word], bool]) -> bool:
    """Whether such a word stands some words before «من», with nothing but numbers and nouns between: no «بنيران», «بصاروخ من س»."""
    for index in range(of - 1, max(of - 2 - _UNITS, -1), -1):
        word = ground.words[index]
        if word.sentence != ground.words[of].sentence or (index < of - 1 and ground.words[index + 1].glued):
            return False
        if is_wanted(word):
            return True
        if word.form in _BEHIND or word.form in ("من", "ان") or _is_with(word) or index in ground.triggers:
            return False
    return False


def _is_with(word: Word) -> bool:
    """Whether ب is joined to a word; «بريطانيين» begins with it, too, but ends as an object."""
    return word.form.startswith("ب") and len(word.form) > 3 and not word.form.endswith(("ين", "ا"))


def _is_without_object(ground: Ground, index: int, sentence: int) -> bool:
    """Whether what follows a verb and its subject, up to the next mark, is no object: nobody is counted or named there."""
    if not ground.clause.is_inside(index, sentence) or ground.words[index].glued:
        return True
    word = ground.words[index]
    if not (word.form in _BEHIND or _is_with(word) or word.form.startswith(_ALSO)):
        return False
    for further in ground.ahead(index, index + 1 + _JOINED):
        following = ground.words[further]
        if following.glued or further in ground.triggers or following.form.startswith(_ALSO):
            return True
        if _is_people(following) or (following.form.endswith(("ين", "ا")) and not following.form.startswith("ال")):
            return False
    return True
