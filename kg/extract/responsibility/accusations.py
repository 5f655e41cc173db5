"""Accusations as the order of words has them: who accuses whom of what.

«اتهمت س ص بتنفيذ …», «حمّلت س ص مسؤولية …», «ألقت س باللوم على ص»: of the names that no preposition governs the last before the charge is
accused. The accuser stands before it, or before the verb («كانت س قد اتهمت ص»), or nowhere («اتُّهمت ص», «وقد اتهمت ص»).
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.candidates import Named
from kg.extract.responsibility.charges import may_be_charge
from kg.extract.responsibility.clauses import ADJECTIVE, HEADS, MASCULINE, PREPOSITIONS, RELATIVE, Clause, bare
from kg.extract.responsibility.negation import is_negated
from kg.extract.words import Word
from kg.ontology import top

_ACCUSES = re.compile(r"(س?[يتن])?(تهم|اتهم)(ت|وا|ون|ا|تا|ان|ن)?")
_BLAMES = re.compile(r"(س?[يتن])?حمل(ت|وا|ون|ا|تا|ن)?")
_LAYS = frozenset("القي القت القوا يلقي تلقي يلقون القيا ملقيا ملقيه".split())
_ACCUSING = frozenset("متهما متهمه متهمين".split())
_BLAMING = frozenset("محملا محمله محملين".split())
_ACCUSED = frozenset("المتهم المتهمه المتهمين المتهمون المتهمان متهم متهمه متهما متهمين متهمون".split())
_PRONOUN = re.compile(r"(ه|ها|هم|هما|هن|نا|ني)$")
_CAMPAIGN = re.compile(r"حمل(ه|ت(ه|ها|هم|هما|نا))")
"""«حملة», «حملتها»: folded no other than «حمّله», «حمّلتها», so that these are not looked at."""
_RESPONSIBILITY = re.compile(r"(ال)?مسووليه")
_HIS_RESPONSIBILITY = re.compile(r"مسووليت(ه|ها|هم)")
_CLAIMS_OR_DENIES = re.compile(
    r"[وف]?(اعلن(ت|وا)?|[يت]علن(ون)?|تبن(ي|ت|وا)|[يت]تبني|نفي|نفت|نفوا|[يت]نفي|انكر(ت|وا)?|[يت]نكر|اكد(ت|وا)?|[يت]وكد)"
)
_BLAME = frozenset("باللوم اللوم باللايمه اللايمه بالمسووليه المسووليه".split())
_BODIES = frozenset("الجماعه التنظيم الحركه الحزب الجيش الشرطه القوات السلطات الحكومه الميليشيا الميليشيات المعارضه النظام".split())
"""Nouns that stand for a body, and are no adjective of the name before them."""
_POINTS = re.compile(r"وجه(ت|وا)?|[يت]وجه(ون)?|[يت]شير|اشار(ت|وا)?|[يت]تجه")
_FINGERS = frozenset("اصابع الاتهام اتهام اتهامات الاتهامات اتهاما تهمه".split())
_REACH, _BLAME_REACH = 16, 10
_NOT_OF_PLACES = "Settlement"
_NOT_THE_VERB = frozenset("ان بان وان لان لكن ولكن هو وهو هي وهي كان كانت وكان وكانت بات يبقي اصبح اما ضد محاكمه بمحاكمه".split())
"""Words before the subject or predicate of a clause without a verb («إن س متهم بـ»)."""
_THE_ACCUSED = ("متهم", "المتهم")
_SEIZES = re.compile(
    r"(اعتقل|اوقف|احتجز|استجوب|ضبط|لاحق|حاكم|سلم|رحل|طارد|ادان|افرج|اطلق|قتل|نقل|احال|تسلم|اعدم|حبس|عرض|سجن)(ت|وا)?"
    r"|س?[يت](عتقل|وقف|حتجز|ستجوب|ضبط|لاحق|حاكم|سلم|رحل|طارد|دين|قتل|نقل|حيل|تسلم|عدم|حبس|عرض|سجن)(ون)?"
)
_IS_NOT = frozenset("غير ليس ليست".split())
_ADVERBS = frozenset("امس اليوم امس مباشره رسميا علنا صراحه ايضا مجددا مرارا".split())


@dataclass(frozen=True, slots=True)
class Accusation:
    """Who accuses whom; `charge` is the index of the word at which what they are accused of begins, `verb` of what accuses."""

    verb: int
    accusers: tuple[Named, ...]
    accused: tuple[Named, ...]
    charge: int


def accusations(words: Sequence[Word], names: Sequence[Named]) -> list[Accusation]:
    """The accusations of an article in the order of its text, by its names and the nouns that stand for them."""
    clause = Clause(words, names)
    return [found for word in words if _may_accuse(word.form) and not is_negated(words, word.index) and (found := _at(clause, word))]


def unaccused(words: Sequence[Word], names: Sequence[Named]) -> list[Accusation]:
    """The accusations that are said not to be made: «لم تتهم س ص», «نفت س أن تكون قد اتهمت ص»."""
    clause = Clause(words, names)
    return [found for word in words if _may_accuse(word.form) and is_negated(words, word.index) and (found := _at(clause, word))]


@lru_cache(maxsize=20_000)
def _may_accuse(form: str) -> bool:
    """Whether a folded word is any of those that accuse: few are, so that the words around are looked at for these only."""
    stem = bare(form)
    stems = (form, stem, _PRONOUN.sub("", stem))
    listed = _ACCUSED | _LAYS | _ACCUSING | _BLAMING
    return stem in listed or any(verb.fullmatch(reading) for verb in (_ACCUSES, _BLAMES, _POINTS) for reading in stems)


def _at(clause: Clause, word: Word) -> Accusation | None:
    form = bare(word.form)
    if form in _ACCUSED and (found := _named_as_accused(clause, word)):
        return found
    if form in _LAYS:
        return _laid(clause, word, _BLAME, ("علي",))
    if _POINTS.fullmatch(form) or _POINTS.fullmatch(word.form):
        return _laid(clause, word, _FINGERS, ("الي", "نحو", "ل"))
    stem = _PRONOUN.sub("", form) if not (_ACCUSES.fullmatch(form) or _BLAMES.fullmatch(form)) else form
    if _ACCUSES.fullmatch(stem) or form in _ACCUSING:
        charge = next((index for index in _ahead(clause, word) if _is_charge(clause, index)), None)
        return None if charge is None else _of_verb(clause, word, charge, has_object=stem != form)
    blames = _BLAMES.fullmatch(stem) or form in _BLAMING
    return _blamed(clause, word, has_object=stem != form) if blames and not _CAMPAIGN.fullmatch(form) else None


def seizing(words: Sequence[Word], names: Sequence[Named]) -> list[tuple[int, Named]]:
    """Where «المتهم» is whom a verb of arresting, questioning or trying is about, and who does that: «استجوبت س المتهم بـ…»."""
    clause, found = Clause(words, names), []
    for word in words:
        n = clause.ending_at(word.index - 1) if bare(word.form).startswith(_THE_ACCUSED) and word.index else None
        if n is not None and top(n.mention.kind) == "Organisation" and n.sentence == word.sentence:
            before = clause.start(n) - 1
            if clause.is_inside(before, word.sentence) and _SEIZES.fullmatch(bare(words[before].form)):
                found.append((word.index, n))
    return found


def _blamed(clause: Clause, word: Word, *, has_object: bool) -> Accusation | None:
    """«حمّلت س ص مسؤولية …»; «تحمل س المسؤولية» may be "bears" as well, «سيارة تحمل …» is "carries"."""
    charge = _responsibility(clause, word)
    if charge is None or _lays_on(clause, charge):
        return None
    one = len(clause.direct(word.index + 1, charge)) == 1 and clause.subject_before(word.index) is None
    if one and not has_object and bare(word.form)[0] in "يتن":
        return None
    return _of_verb(clause, word, charge, has_object=has_object)


def _responsibility(clause: Clause, word: Word) -> int | None:
    """Where «مسؤولية» stands after a verb of blaming, in its clause; «مسؤوليته» only right after a name."""
    for index in _ahead(clause, word, _BLAME_REACH):
        ahead = clause.words[index]
        if _RESPONSIBILITY.fullmatch(ahead.form):
            return index
        if ahead.glued or _CLAIMS_OR_DENIES.fullmatch(ahead.form):
            return None
        if _HIS_RESPONSIBILITY.fullmatch(ahead.form):
            n = clause.ending_at(index - 1)
            return index if n is not None and not clause.is_governed(n) else None
    return None


def _lays_on(clause: Clause, charge: int) -> bool:
    """«حمّلت س المسؤولية لـ…»: whether who is blamed follows after ل."""
    after = (clause.words[index] for index in range(charge + 1, charge + 5) if clause.is_inside(index, clause.words[charge].sentence))
    return any(word.form.startswith("ل") and word.form not in ("لم", "لن", "لا") for word in after)


def _ahead(clause: Clause, word: Word, reach: int = _REACH) -> Iterator[int]:
    return (i for i in range(word.index + 1, word.index + 1 + reach) if clause.is_inside(i, word.sentence))


def _is_charge(clause: Clause, index: int) -> bool:
    """Whether a word begins what somebody is accused of: ب before a noun («بتنفيذ») or before «أن»."""
    before = clause.words[index - 1].form
    return (
        may_be_charge(clause.words[index].form)
        and clause.beginning_at(index) is None
        and bare(before) not in PREPOSITIONS
        and not _is_in_name(clause, index)
    )


def _is_in_name(clause: Clause, index: int) -> bool:
    near = (clause.beginning_at(first) for first in range(max(index - 5, 0), index + 1))
    return any(n is not None and n.last >= index for n in near)


def _of_verb(clause: Clause, word: Word, charge: int, *, has_object: bool) -> Accusation:
    """Who accuses and who is accused; `has_object` where a pronoun at the verb is who is accused («اتهمته س»)."""
    before = clause.subject_before(word.index) or clause.spoken_for(word.index + 1, charge)
    groups = clause.direct(word.index + 1, charge)
    if len(groups) >= 2 and not has_object:
        whole = groups[-1][-1].mention.kind != _NOT_OF_PLACES and _is_followed(clause, groups[-1][-1], charge, strict=False)
        accused = tuple(groups[-1]) if whole else ()
        accusers = next((group for group in (groups[:-1] if whole else groups) if group[0].mention.kind == "Person"), groups[0])
        return Accusation(word.index, tuple(accusers), accused, charge)
    if before and charge == word.index + 1 and not has_object and not _RESPONSIBILITY.fullmatch(clause.words[charge].form):
        if bare(word.form) in _ACCUSING or before.mention.kind == _NOT_OF_PLACES:
            return Accusation(word.index, (), (), charge)
        return Accusation(word.index, (), (before,), charge)  # «س الذي اتُّهم بـ…»
    if not groups or has_object or not _is_followed(clause, groups[0][-1], charge):
        return Accusation(word.index, tuple(groups[0]) if groups else (before,) if before else (), (), charge)
    return Accusation(word.index, (before,) if before else (), tuple(groups[0]), charge)


def _is_followed(clause: Clause, n: Named, charge: int, *, strict: bool = True) -> bool:
    """Whether a charge follows a name, adjectives and what prepositions govern aside: «اتهمت س مسلحين بـ…» accuses somebody else.

    Strictly, «ال…» after the name has to be its adjective, by form and gender: «اتهمت تركيا الأكراد بـ…» does not accuse تركيا.
    """
    index = n.last + 1
    while index < charge and clause.words[index].form.startswith("ال") and clause.words[index].form not in RELATIVE:
        if not _is_adjective(clause, n, clause.words[index].form, strict=strict):
            return False  # «اتهمت س المتمردين بـ…»
        index += 1
    after = clause.words[index].form
    return index >= charge or after in RELATIVE or after in _ADVERBS or bare(after) in PREPOSITIONS


def _is_adjective(clause: Clause, n: Named, form: str, *, strict: bool) -> bool:
    may_agree = not strict or (ADJECTIVE.fullmatch(form) is not None and _may_agree(clause, n, form))
    return may_agree and not form.endswith(("ين", "ون")) and form not in _BODIES


def _may_agree(clause: Clause, n: Named, adjective: str) -> bool:
    """Whether an adjective or participle may have the gender of a name, as far as its country or first noun tells."""
    feminine, head = adjective.endswith(("ه", "ات")), bare(clause.words[clause.start(n)].form)
    if n.mention.kind == "Country":
        return feminine != (head in MASCULINE)
    if top(n.mention.kind) == "Person" or (head not in HEADS and not head.startswith("ال") and not head.endswith("ه")):
        return True
    return feminine == (head.endswith(("ه", "ات")) or head in ("قوات", "كتايب", "سرايا", "القوات", "ميليشيا", "مليشيا", "القاعده"))


def _laid(clause: Clause, word: Word, blame_words: Set[str], onto: tuple[str, ...]) -> Accusation | None:
    """«ألقت س باللوم على ص في …», «وجهت س أصابع الاتهام إلى ص»."""
    blame = next((index for index in _ahead(clause, word) if clause.words[index].form in blame_words), word.index)
    on = next((i for i in range(blame + 1, blame + 4) if clause.is_inside(i, word.sentence) and clause.words[i].form in onto), None)
    if blame == word.index or blame > word.index + 6 or on is None:
        return None
    accused = [n for n in clause.names(on + 1, on + 6) if n.sentence == word.sentence and clause.start(n) == on + 1][:1]
    accused = [n for n in accused if n.mention.kind != _NOT_OF_PLACES]
    accused += [n for n in clause.names(on + 1, on + 10) if accused and _goes_on(clause, accused[0], n)]
    groups, before = clause.direct(word.index + 1, blame), clause.subject_before(word.index)
    accusers = tuple(groups[0]) if groups else (before,) if before else ()
    return Accusation(word.index, accusers, tuple(accused), accused[-1].last + 1) if accused else None


def _goes_on(clause: Clause, first: Named, n: Named) -> bool:
    """Whether «و» joins a name to another of its sentence, nothing but space between: «إلى إيران. وسوريا تندد» does not."""
    start = clause.start(n)
    near = n.sentence == first.sentence and n.first > first.last and start - first.last <= 2
    return near and clause.is_joined(n) and not clause.words[start].glued


def _named_as_accused(clause: Clause, word: Word) -> Accusation | None:
    """«س متهم بـ…», «س المتهم بـ…», «المتهم س بـ…»: nobody is said to accuse.

    Only where no verb before it may have «المتهم» as its object: «اعتقلت س المتهم بـ…» does not accuse س.
    """
    charge = next((index for index in _ahead(clause, word) if _is_charge(clause, index)), None)
    if charge is None or charge > word.index + 6:
        return None
    definite = bare(word.form).startswith("ال")
    if charge == word.index + 1:
        at = word.index - 1 - (clause.words[word.index - 1].form in _IS_NOT)
        n = clause.ending_at(at) if clause.is_inside(at, word.sentence) and not word.glued else None
        accused = n is not None and _is_the_accused(clause, n, word, definite=definite)
        return Accusation(word.index, (), (n,), charge) if n and accused else None
    groups = clause.direct(word.index + 1, charge)
    whole = definite and len(groups) == 1 and groups[0][0].first == word.index + 1 and groups[0][0].mention.kind == "Person"
    return Accusation(word.index, (), tuple(groups[0]), charge) if whole and _is_followed(clause, groups[0][-1], charge) else None


def _is_the_accused(clause: Clause, n: Named, word: Word, *, definite: bool) -> bool:
    """Whether a name is subject of «متهم» or has «المتهم» as its adjective, as its kind, gender and the word before it allow."""
    form, start = bare(word.form), clause.start(n)
    if is_negated(clause.words, start) or form.endswith(("ين", "ون", "ان")):
        return False
    kinds = ("Person", "ArmedGroup") if definite else ("Person", "ArmedGroup", "Country")
    before = clause.words[start - 1] if clause.is_inside(start - 1, n.sentence) else None
    opens = before is None or bool(clause.words[start].glued) or before.form in _NOT_THE_VERB
    governed = definite and clause.is_governed(n)
    return n.mention.kind in kinds and _may_agree(clause, n, form) and (opens or governed)
