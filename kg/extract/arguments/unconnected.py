"""Who is named beside an event that he has nothing to do with: whose ideas somebody holds, who answers it, whom nobody's claim leaves.

«شخص يتبنى فكر س» claims nothing for س, «غارة لـس ردا على هجوم» is no hand in the attack, «لم تعلن أي جهة مسؤوليتها عنه لكن س أعلنت
مسؤوليتها عن هجمات سابقة» claims others, «نفى س استهداف أحد مواقعه» denies that it happened, and «بحسب بيان لـس» names a source.
"""

from collections.abc import Iterator

from kg.extract.arguments.asides import CLEARED, IDLE, TELLS, UNCLAIMED, UNDENIED, UNRELATED, Aside
from kg.extract.arguments.doing import is_one_of, is_owned
from kg.extract.candidates import Named
from kg.extract.context import is_cue
from kg.extract.responsibility.clauses import bare
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.sorts import has
from kg.extract.words import Word

_IDEAS = frozenset("فكر الفكر افكار فكره نهج منهج ايديولوجيه عقيده سياسه موقف موقفا قرار قرارا خطاب خطابا مبادي مشروع مشروعا".split())
_ANSWER = frozenset("ردا انتقاما ثارا".split())
_CLAIMED = frozenset("تعلن يعلن تتبن يتبن تتبني يتبني".split())
_ANYBODY = frozenset("اي ايه احد جهه طرف".split())
_SOURCE = frozenset("بحسب وبحسب حسب وفق وفقا ووفقا نقلا ونقلا".split())
_OTHERS = frozenset("هجمات الهجمات عمليات العمليات تفجيرات التفجيرات اعتداءات الاعتداءات سابقه اخري مماثله".split())
_THIS = frozenset("عنه عنها يتبناه تتبناه يتبناها تتبناها تبناه تبنته لاحقا".split())
"""Words of claims of other attacks, and of the one that nobody claimed at first."""
_PART = frozenset("مسووليه مسووليته مسووليتها مسووليتهم علاقه علاقته علاقتها صله صلته صلتها دور دوره دورها".split())
"""What is denied by who denies a part in it."""
_NEAR, _PHRASE = 4, 7
"""Words after «ردا», a verb or «فكر», and after «بحسب», among which is named what is meant."""


def unconnected(ground: Ground) -> Iterator[Aside]:
    """Who is named so, with the event that he has nothing to do with."""
    for word in ground.words:
        form = bare(word.form)
        if form in _ANSWER:
            yield from _answering(ground, word)
        elif word.form in _SOURCE:
            yield from _source(ground, word)
        elif form in _CLAIMED and word.index and ground.words[word.index - 1].form in ("لم", "ولم"):
            yield from _unclaimed(ground, word)
        elif is_cue(word, "claims"):
            yield from _held(ground, word)
        elif has(word, "denies"):
            yield from _suffering(ground, word)


def _within(ground: Ground, word: Word, reach: int) -> list[Named]:
    """The names that begin some words after a word, before the next mark."""
    ahead = list(ground.ahead(word.index, word.index + 1 + reach))
    end = next((i for i in ahead if set(ground.words[i].glued) & set("،,؛:.")), ahead[-1] + 1 if ahead else word.index + 1)
    return [n for n in ground.names if word.index < n.first < end]


def _held(ground: Ground, word: Word) -> Iterator[Aside]:
    if any(ground.words[i].form in _IDEAS for i in ground.ahead(word.index, word.index + 2)):
        yield from (Aside(UNRELATED, n, event) for n in _within(ground, word, _NEAR) for event in ground.events_in(word.sentence))


def _answering(ground: Ground, word: Word) -> Iterator[Aside]:
    """Who stands before «ردا على هجوم» has not carried out what it answers; «ردا على هجومه» and «ردا على ذلك قصف» are something else."""
    at = next((i for i in ground.ahead(word.index, word.index + 3) if i in ground.triggers), None)
    trigger = None if at is None else ground.trigger_at(at)
    if at is None or trigger is None or trigger.sort == "verb" or is_owned(ground, ground.words[at]):
        return
    event, before = ground.triggers[at], [i for i in ground.starts if i < word.index and ground.words[i].sentence == word.sentence]
    if any(ground.triggers[i] == event for i in before):
        return  # the deed and what it answers are held for one
    told = [n for n in ground.names if n.sentence == word.sentence and n.last < word.index]
    begin = told[0].first if told else word.index
    accused = any(has(w, "accuses") for w in ground.words[max(begin - 2, 0) : word.index])
    yield from (Aside(IDLE if accused else CLEARED, n, event) for n in told)


def _unclaimed(ground: Ground, word: Word) -> Iterator[Aside]:
    """Nobody claims it: whoever claims others in the same sentence does not either."""
    following = [ground.words[i].form for i in ground.ahead(word.index, word.index + 3)]
    event = ground.named_after(word.index, word.index) if following[:1] and following[0] in _ANYBODY else None
    rest = [ground.words[i].form for i in ground.ahead(word.index, len(ground.words))]
    if event is not None and _OTHERS.intersection(rest) and not _THIS.intersection(rest):
        yield from (Aside(UNCLAIMED, n, event) for n in ground.names if n.sentence == word.sentence and n.first > word.index)


def _suffering(ground: Ground, word: Word) -> Iterator[Aside]:
    """Who denies an attack on what is his own denies no part in it."""
    near = list(ground.ahead(word.index, word.index + 2 + _PHRASE))
    at = next((i for i in near if i in ground.triggers), None)
    if at is None:
        return
    between, after = [ground.words[i] for i in near if i < at], [ground.words[i] for i in near if at < i <= at + 3]
    if any(has(w, "part", "own", "behind", "charge") or w.form in _PART for w in between):
        return
    if any(is_owned(ground, w) and len(w.form) > 4 and not is_one_of(w, "people") for w in after):
        denying = (n for n in ground.clause.names(word.index + 1, at) if n.sentence == word.sentence)
        yield from (Aside(UNDENIED, n, ground.triggers[at]) for n in denying)


def _source(ground: Ground, word: Word) -> Iterator[Aside]:
    """The first name after «بحسب», where no event is told before it."""
    for n in _within(ground, word, _PHRASE)[:1]:
        if not any(word.index < i < n.first for i in ground.starts):
            yield from (Aside(TELLS, n, event) for event in ground.events_in(word.sentence))
