"""Who only suffers what he is named beside, or is but where it happens.

«قتل خمسة من عناصر س في هجوم», «118 عنصرا من س قتلوا منذ عام» have س suffer, «وفي العراق نفذت غارات» and «فوق الأراضي السورية»
tell a place.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from kg.extract.arguments.asides import IDLE, SUFFERS, Aside
from kg.extract.arguments.doing import is_one_of
from kg.extract.candidates import Named
from kg.extract.responsibility.clauses import bare
from kg.extract.responsibility.ground import Ground
from kg.extract.stems import readings
from kg.extract.triggers import EventGroup
from kg.extract.words import Word
from kg.ontology import top

_LOSSES = frozenset("مقتل مصرع استشهاد اصابه جرح وفاه سقوط".split())
"""Nouns before who suffers."""
_FALL = frozenset("اصيب اصيبت اصيبوا اصيبا استشهد استشهدت استشهدوا لقي لقيت لقوا سقط سقطت سقطوا قضي قضوا توفي توفوا".split())
"""Verbs whose subject suffers."""
_KILL = frozenset("قتل قتلت قتلا قتلوا جرح جرحت جرحوا".split())
"""Verbs whose subject suffers where no object follows: unvowelled, «قتل» is passive too."""
_BEHIND = frozenset(
    "في خلال اثر اثناء جراء نتيجه علي قرب بعد قبل عند منذ امس اليوم مساء صباح فجر ليل لدي عندما حين ايضا بينهم عقب داخل وسط "
    "شمال جنوب شرق غرب الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت".split()
)
"""Words that are no object of a verb before them."""
_ALSO = ("واصيب", "وجرح", "واصابه")
_UNITS = 4
"""Words between such a verb or noun and «من», at most: «مقتل ما لا يقل عن خمسة من س» has more and is let be."""
_EXPLODES = frozenset("تفجير فجر فجرت فجروا بتفجير".split())
_BOMBS = frozenset("عبوه عبوات عبوتين لغم الغام الغاما قنبله قنابل متفجرات مفخخات عبوتان".split())
_JOINED = 8
"""Words after a name among which others are joined to it."""
_OF_ANOTHER = frozenset("التابع التابعه التابعين".split())
"""Adjectives between a body and the one that it belongs to («من الشرطة التابعة لـس»)."""
_INSIDE = frozenset(("في", "وفي", "داخل"))
_TERRITORY = frozenset("الاراضي اراضي الحدود حدود الاجواء اجواء المياه العاصمه المدن القري البلدات المناطق المحافظات".split())


def undergoing(ground: Ground, events: Sequence[EventGroup]) -> Iterator[Aside]:
    """Who suffers, and what is but a place, for each event whose words stand in the same sentence."""
    places = {n.first for n in ground.names if _sort(ground, n) == IDLE}
    suffering: Named | None = None
    for n in ground.names:
        sort = _sort(ground, n)
        joined = suffering is not None and ground.clause.is_joined(n) and n.first - suffering.last <= _JOINED // 2
        suffering = n if sort == SUFFERS or (joined and sort is None) else None
        for event in _events_beside(ground, n) if suffering or sort else ():
            if suffering and events[event].kind != "Clash":  # in a clash who suffers fights as well
                yield Aside(SUFFERS, n, event)
            elif not suffering and not _is_named_otherwise(ground, n, event, places):
                yield Aside(IDLE, n, event)
    for index in ground.starts:
        if _is_of_bombs(ground, index):
            sentence = ground.words[index].sentence
            forces = (n for n in ground.names if n.sentence == sentence and n.mention.kind == "SecurityForce")
            yield from (Aside(IDLE, n, ground.triggers[index]) for n in forces)


def _is_named_otherwise(ground: Ground, n: Named, event: int, places: Collection[int]) -> bool:
    """Whether a sentence of an event names somebody also otherwise than as a place («في تركيا … الجيش التركي»)."""
    told = {ground.words[i].sentence for i in ground.starts if ground.triggers[i] == event}
    of = (c for c in ground.page.candidates if any(m.index == n.index for m in c.mentions))
    return any(m.sentence in told and m.first not in places for c in of for m in (*c.mentions, *c.stand_ins))


def _is_of_bombs(ground: Ground, index: int) -> bool:
    """Whether a word is of the explosion of bombs: «تمكنت قوات الأمن من تفجير سبع عبوات» is no attack of theirs."""
    if bare(ground.words[index].form) not in _EXPLODES:
        return False
    return any(_BOMBS.intersection(stem for _, stem in readings(ground.words[i].form)) for i in ground.ahead(index, index + 1 + _UNITS))


def _events_beside(ground: Ground, n: Named) -> list[int]:
    """The events that words of a name's sentence name."""
    return sorted({ground.triggers[i] for i in ground.starts if ground.words[i].sentence == n.sentence})


def _sort(ground: Ground, n: Named) -> str | None:
    before = ground.words[n.first - 1] if ground.clause.is_inside(n.first - 1, n.sentence) else None
    if before is None or set(ground.words[n.first].glued) - set("«»“”\"'("):
        return None
    nation = n.mention.kind == "Country" or top(n.mention.kind) == "Place"
    if nation and (bare(before.form) in _INSIDE or bare(before.form) in _TERRITORY):
        return IDLE
    return SUFFERS if not nation and _loses_members(ground, n) else None


def _loses_members(ground: Ground, n: Named) -> bool:
    """Whether some of a body's people are killed or injured: «مقتل ثلاثة من س», «قتل عنصر في س في هجوم», «خمسة من س قتلوا أمس»."""
    of = _beginning(ground, n) - 1
    if not ground.clause.is_inside(of - 1, n.sentence) or ground.words[of].form not in ("من", "في"):
        return False
    if ground.words[of].form == "في" and not _is_people(ground.words[of - 1]):
        return False
    after = _end_of_all(ground, n) + 1
    lost = _before(ground, of, lambda word: bare(word.form) in _LOSSES | _FALL)
    killed = _before(ground, of, lambda word: bare(word.form) in _KILL)
    if lost or (killed and _is_without_object(ground, after, n.sentence)):
        return True
    if not ground.clause.is_inside(after, n.sentence) or ground.words[after].glued:
        return False
    verb = ground.words[after].form
    return verb in _FALL or (verb in _KILL and _is_without_object(ground, after + 1, n.sentence))


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
    while ground.clause.is_inside(first - 1, n.sentence) and not ground.words[first].glued and _leads(ground.words[first - 1]):
        first -= 1
    if ground.clause.is_inside(first - 2, n.sentence) and ground.words[first - 1].form in _OF_ANOTHER:
        first -= 2
    return first


def _leads(word: Word) -> bool:
    return word.form in ("مختلف", "افراد", "جنود", "ضباط", "رجال") or is_one_of(word, "people")


def _is_people(word: Word) -> bool:
    return is_one_of(word, "people") or word.form in ("جندي", "جنديان", "ضابط", "ضابطان", "شرطي", "عنصران", "عنصرا", "فرد")


def _before(ground: Ground, of: int, is_wanted: Callable[[Word], bool]) -> bool:
    """Whether such a word stands some words before «من», with nothing but numbers and nouns between."""
    for index in range(of - 1, max(of - 2 - _UNITS, -1), -1):
        word = ground.words[index]
        if word.sentence != ground.words[of].sentence or (index < of - 1 and ground.words[index + 1].glued):
            return False
        if is_wanted(word):
            return True
        if word.form in _BEHIND or word.form in ("من", "ان"):
            return False
    return False


def _is_without_object(ground: Ground, index: int, sentence: int) -> bool:
    """Whether what follows a verb and its subject is no object."""
    if not ground.clause.is_inside(index, sentence):
        return True
    word = ground.words[index]
    return bool(word.glued) or word.form in _BEHIND or (word.form.startswith("ب") and len(word.form) > 3) or word.form.startswith(_ALSO)
