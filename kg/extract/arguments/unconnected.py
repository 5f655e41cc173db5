"""Who is named beside an event that he has nothing to do with: whose ideas somebody holds, who answers it, whom nobody's claim leaves.

«شخص يتبنى فكر س» claims nothing for س, «غارة لـس ردا على هجوم» is no hand in the attack, «لم تعلن أي جهة مسؤوليتها عنه لكن س أعلنت
مسؤوليتها عن هجمات سابقة» claims others, «نفى س استهداف أحد مواقعه» denies that it happened, and «بحسب بيان لـس» names a source.
"""

from collections.abc import Iterator

from kg.extract.arguments.asides import PARENT, TELLS, UNCLAIMED, Aside
from kg.extract.arguments.doing import is_one_of
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
_SOURCE = frozenset("بحسب حسب وفق وفقا نقلا".split())
_NEAR, _PHRASE = 4, 7
"""Words after «ردا», a verb or «فكر», and after «بحسب», among which is named what is meant."""
_OWN = ("ه", "ها", "هم")


def unconnected(ground: Ground) -> Iterator[Aside]:
    """Who is named so, with the event that he has nothing to do with."""
    for word in ground.words:
        form = bare(word.form)
        if form in _ANSWER:
            yield from _answering(ground, word)
        elif form in _SOURCE:
            yield from _source(ground, word)
        elif form in _CLAIMED and word.index and ground.words[word.index - 1].form in ("لم", "ولم"):
            yield from _unclaimed(ground, word)
        elif is_cue(word, "claims"):
            yield from _held(ground, word)
        elif has(word, "denies"):
            yield from _suffering(ground, word)


def _events(ground: Ground, sentence: int) -> list[int]:
    return sorted({ground.triggers[i] for i in ground.starts if ground.words[i].sentence == sentence})


def _within(ground: Ground, word: Word, reach: int) -> list[Named]:
    """The names that begin some words after a word, before the next mark."""
    ahead = list(ground.ahead(word.index, word.index + 1 + reach))
    end = next((i for i in ahead if set(ground.words[i].glued) & set("،,؛:.")), ahead[-1] + 1 if ahead else word.index + 1)
    return [n for n in ground.names if word.index < n.first < end]


def _held(ground: Ground, word: Word) -> Iterator[Aside]:
    if any(ground.words[i].form in _IDEAS for i in ground.ahead(word.index, word.index + 2)):
        yield from (Aside(PARENT, n, event) for n in _within(ground, word, _NEAR) for event in _events(ground, word.sentence))


def _answering(ground: Ground, word: Word) -> Iterator[Aside]:
    """Who stands before «ردا على هجوم» has not carried out what it answers."""
    at = next((i for i in ground.ahead(word.index, word.index + 1 + _NEAR) if i in ground.triggers), None)
    if at is None:
        return
    event, before = ground.triggers[at], [i for i in ground.starts if i < word.index and ground.words[i].sentence == word.sentence]
    if any(ground.triggers[i] == event for i in before):
        return  # the deed and what it answers are held for one
    yield from (Aside(PARENT, n, event) for n in ground.names if n.sentence == word.sentence and n.last < word.index)


def _unclaimed(ground: Ground, word: Word) -> Iterator[Aside]:
    """Nobody claims it: whoever claims others in the same sentence does not either."""
    following = [ground.words[i].form for i in ground.ahead(word.index, word.index + 3)]
    event = ground.named_after(word.index, word.index) if following[:1] and following[0] in _ANYBODY else None
    if event is not None:
        yield from (Aside(UNCLAIMED, n, event) for n in ground.names if n.sentence == word.sentence and n.first > word.index)


def _suffering(ground: Ground, word: Word) -> Iterator[Aside]:
    """Who denies an attack on what is his own denies no part in it."""
    near = list(ground.ahead(word.index, word.index + 2 + _PHRASE))
    at = next((i for i in near if i in ground.triggers), None)
    if at is None:
        return
    after = [ground.words[i] for i in near if at < i <= at + 3]
    if any(w.form.endswith(_OWN) and not w.form.startswith("ال") and len(w.form) > 4 and not is_one_of(w, "people") for w in after):
        denying = (n for n in ground.clause.names(word.index + 1, at) if n.sentence == word.sentence)
        yield from (Aside(PARENT, n, ground.triggers[at]) for n in denying)


def _source(ground: Ground, word: Word) -> Iterator[Aside]:
    yield from (Aside(TELLS, n, event) for n in _within(ground, word, _PHRASE) for event in _events(ground, word.sentence))
