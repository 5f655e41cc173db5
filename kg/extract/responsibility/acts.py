"""The verbs that claim, deny, tell and blame, whose they are, and how far their objects go.

Whose a verb is: the body that a spokesman speaks for, the name after it or before it, and where it is left out («لكنها نفت …», «واتهمت …»)
that of the verb before, if gender and number agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.context import Named
from kg.extract.responsibility.accusations import Accusation
from kg.extract.responsibility.clauses import OFFICIALS, PREPOSITIONS, RELATIVE, THAT, Clause, bare
from kg.extract.responsibility.ground import Ground
from kg.extract.responsibility.negation import is_negated
from kg.extract.responsibility.sorts import SORTS, has, sorts
from kg.extract.words import Word
from kg.ontology import top

_REACH = 30
"""Words after a verb up to which its object may go."""
_SUBJECT, _BEFORE = 9, 60
"""Words after and before a verb among which its subject is looked for."""
_OPENING = THAT | frozenset("لكن ولكن بينما فيما كانت وكانت كان وكان".split())
_WHICH = frozenset("وهو هو وهذا هذا كل بحسب حسب".split())
_NO_SUBJECT = frozenset(
    "اي كل جميع هذا هذه ذلك تلك ما عن من في ب ل صحه كون بشده رسميا مجددا امس اليوم ايضا علنا سريعا لاحقا بدوره بدورها فورا".split()
)
"""Words after a verb that begin its object or go with it: no subject."""


@dataclass(frozen=True, slots=True)
class Act:
    """A verb, or noun of telling, that claims, denies, tells, blames or takes back."""

    index: int
    sort: str
    speakers: tuple[Named, ...]
    """Whose it is: nobody where that is not named, nor told by the verb before."""
    end: int
    """The first word that is no more of its object."""
    object: int
    """The first word of its object, of what is told, denied or claimed."""
    negated: bool = False
    any_gender: bool = False
    """Whether a spokesman speaks: the verbs after may have his gender or that of his body."""
    unnamed: bool = False
    """Whether a noun that names nobody is its subject («نفى مسؤول»)."""


def acts(ground: Ground, blaming: Mapping[int, Accusation]) -> list[Act]:
    """The acts of an article in the order of its text; `blaming` has its accusations by the word of their verbs."""
    at = [word for word in ground.words if word.index not in ground.page.names and _sort(ground, word)]
    found: list[Act] = []
    for place, word in enumerate(at):
        following = at[place + 1].index if place + 1 < len(at) else len(ground.words)
        end = ground.ahead(word.index, min(word.index + _REACH, following)).stop
        found.append(_act(ground, word, end, found, blaming.get(word.index)))
    return found


def _sort(ground: Ground, word: Word) -> str | None:
    """The sort of act that a word may be; «بيان» only with whose it is after it («في بيان لكتائب …»)."""
    found = next(iter(sorted(sorts(word.form) & SORTS)), None)
    if found == "says" and _is_announcement(word):
        after = ground.words[word.index + 1 : word.index + 2]
        return found if after and after[0].form.startswith("ل") else None
    return found


def _is_announcement(word: Word) -> bool:
    return word.form.endswith(("بيان", "بيانها", "بيانه"))


def _act(ground: Ground, word: Word, end: int, before: Sequence[Act], blame: Accusation | None) -> Act:
    sort, negated = _sort(ground, word) or "", is_negated(ground.words, word.index) and not _is_what(ground, word)
    if blame is not None:
        named = blame.accusers or _carried(ground, word, before)
        return Act(word.index, "accuses", named, end, blame.charge, negated)
    begins = _object_begins(ground, word.index, end)
    if _is_announcement(word):
        return Act(word.index, sort, tuple(ground.clause.names(word.index + 1, word.index + 4)[:1]), end, begins, negated)
    until = min(begins, word.index + _SUBJECT)
    spoken = ground.clause.spoken_for(word.index + 1, until) or _nation_of(ground, word.index + 1, until)
    if spoken is not None:
        return Act(word.index, sort, (spoken,), end, begins, negated, any_gender=True)
    named = _subject(ground, word, until)
    if named:
        return Act(word.index, sort, named, end, begins, negated)
    if (
        until > word.index + 1
        and not ground.words[word.index + 1].glued
        and bare(ground.words[word.index + 1].form) not in _NO_SUBJECT | PREPOSITIONS
    ):
        return Act(word.index, sort, (), end, begins, negated, unnamed=True)
    return Act(word.index, sort, _carried(ground, word, before), end, begins, negated, any_gender=bool(before) and before[-1].any_gender)


def _nation_of(ground: Ground, first: int, until: int) -> Named | None:
    """The country for which an official without a name speaks («وزير الخارجية الإيراني»)."""
    if first >= until or ground.words[first].form not in OFFICIALS:
        return None
    named = ground.clause.names(first, until)
    nation = (
        named
        and named[0].mention.kind == "Country"
        and top(named[-1].mention.kind) == "Place"
        and ground.words[named[0].first].form.startswith("ال")
    )
    return named[0] if nation else None


def _object_begins(ground: Ground, verb: int, end: int) -> int:
    """The first word after a verb that is of what is told, denied or claimed, not of its subject."""
    for index in ground.ahead(verb, end):
        word = ground.words[index]
        named = index in ground.page.names
        if not named and (
            word.form in THAT or ":" in word.glued or index in ground.triggers or has(word, "part", "own", "charge", "for_him")
        ):
            return index
        if not named and word.form in ("اي", "ايه", "عن") and index > verb:
            return index
    return end


def _subject(ground: Ground, word: Word, until: int) -> tuple[Named, ...]:
    """The names that are subject of a verb: those after it, else the one right before it."""
    n = ground.clause.subject_before(word.index)
    if n is not None and agrees(ground.clause, word, n) and _opens(ground, ground.clause.start(n)):
        return (n,)
    for group in ground.clause.direct(word.index + 1, until)[:1]:
        if agrees(ground.clause, word, group[0]):
            return tuple(group)
    following = ground.clause.direct(word.index + 1, min(word.index + 4, until))
    if word.form.removeprefix("و") == "نفي" and following and ground.clause.start(following[0][0]) == word.index + 1:
        return tuple(following[0])  # «نفي أوكرانيا مسؤوليتها»: the noun, whatever the gender
    return (n,) if n is not None and agrees(ground.clause, word, n) else ()


def _opens(ground: Ground, index: int) -> bool:
    """Whether a clause begins with a word: the first of a sentence, after a sign, or after «أن», «لكن»."""
    before = ground.words[index - 1] if index else None
    opens = before is None or before.sentence != ground.words[index].sentence or bool(ground.words[index].glued)
    return opens or (before is not None and before.form in _OPENING)


def _carried(ground: Ground, word: Word, before: Sequence[Act]) -> tuple[Named, ...]:
    """Whose the last act before is, in the sentence or the one before, where its subject may be that of the verb too."""
    for act in reversed(before):
        if word.sentence - ground.words[act.index].sentence > 1:
            break
        if act.unnamed and ground.words[act.index].sentence == word.sentence and word.form.startswith("و"):
            return ()
        if act.speakers and (act.any_gender or agrees(ground.clause, word, act.speakers[0])):
            return act.speakers
    return _named_before(ground, word)


def _named_before(ground: Ground, word: Word) -> tuple[Named, ...]:
    """The last body named before a verb in its sentence, as subject of a verb that is no act («خطفت س سائحا ثم …»)."""
    begin = word.index
    while word.index - begin < _BEFORE and begin and ground.words[begin - 1].sentence == word.sentence:
        begin -= 1
    groups = [group for group in ground.clause.direct(begin, word.index) if group[0].last < word.index]
    fitting = [group for group in groups if group[0].mention.kind == "ArmedGroup" and agrees(ground.clause, word, group[0])]
    return tuple(fitting[-1]) if len(fitting) == 1 else ()


def is_feminine(form: str) -> bool | None:
    """Whether a folded verb is feminine singular; None for a plural, which tells nothing."""
    verb = bare(form).removeprefix("س")
    if verb.endswith(("وا", "ون", "وه", "وها")):
        return None
    imperfect = verb.startswith("ت") and not sorts("ي" + verb[1:]).isdisjoint(SORTS)
    participle = verb.startswith(("م", "ناف")) and verb.endswith("ه")
    return imperfect or participle or verb.endswith(("ت", "ته", "تها", "تهم", "تهما"))


def agrees(clause: Clause, word: Word, n: Named) -> bool:
    """Whether a verb has the gender of a name, as far as both show it."""
    feminine, of_name = is_feminine(word.form), clause.is_feminine(n)
    return feminine is None or of_name is None or feminine == of_name or top(n.mention.kind) == "Person"


def _is_what(ground: Ground, word: Word) -> bool:
    """Whether «ما» before a verb is "what", no "not": «وهو ما نفته س»."""
    before = [w.form for w in ground.words[max(word.index - 2, 0) : word.index]]
    return before[-1:] == ["ما"] and before[0] in _WHICH


def goes_back(form: str, act: Act, ground: Ground) -> bool:
    """Whether the pronoun that a folded word ends with can be of those whose an act is: «ها» of a feminine one, «هما» of two."""
    if form.endswith(("نا", "ي", "لي")) or not act.speakers:
        return True
    if form.endswith("هما"):
        last = act.speakers[-1].last + 1
        return len(act.speakers) > 1 or (last < len(ground.words) and ground.words[last].form.startswith("و"))
    if form.endswith("هم"):
        return len(act.speakers) > 1 or act.speakers[0].mention.kind == "ArmedGroup"
    feminine = ground.clause.is_feminine(act.speakers[0])
    return act.any_gender or feminine is None or feminine == form.endswith("ها")


def is_relative(ground: Ground, act: Act) -> bool:
    """Whether an act goes back to what was named before it: «الهجوم الذي تبنته س», «هجوم تبنته س», «وهو ما نفته س»."""
    words, form = ground.words, ground.words[act.index].form
    before = words[act.index - 1].form if act.index and words[act.index - 1].sentence == words[act.index].sentence else ""
    return form.endswith(("ته", "تها", "تهما", "اه", "اها", "وه", "وها", "يه", "يها", "ونه", "ونها")) or before in (*RELATIVE, "ما")
