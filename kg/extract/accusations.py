"""Accusations as the order of words has them: who accuses whom of what.

«اتهمت س ص بتنفيذ …», «حمّلت س ص مسؤولية …», «ألقت س باللوم على ص»: of the names that no preposition governs the last before the charge is
accused. The accuser stands before it, or before the verb («كانت س قد اتهمت ص»), or nowhere («اتُّهمت ص», «وقد اتهمت ص»).
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.candidates import Named
from kg.extract.words import Word
from kg.model import MentionType
from kg.ontology import top

_ACCUSES = re.compile(r"(س?[يتن])?(تهم|اتهم)(ت|وا|ون|ا|تا|ان|ن)?")
_BLAMES = re.compile(r"(س?[يتن])?حمل(ت|وا|ون|ا|تا|ن)?")
_LAYS = frozenset("القي القت القوا يلقي تلقي يلقون القيا ملقيا ملقيه".split())
_ACCUSING = frozenset("متهما متهمه متهمين".split())
_BLAMING = frozenset("محملا محمله محملين".split())
_ACCUSED = frozenset("المتهم المتهمه المتهمين المتهمون المتهمان متهم متهمه متهما متهمين متهمون".split())
_PRONOUN = re.compile(r"(ه|ها|هم|هما|هن|نا|ني)$")
_RESPONSIBILITY = re.compile(r"(ال)?مسووليه|مسووليت(ه|ها|هم)")
_BLAME = frozenset("باللوم اللوم باللايمه اللايمه بالمسووليه المسووليه".split())
_NO_CHARGE = frozenset("بعد بين باسم بسبب بحق بدون بلا بيان بشان بشكل بوضوح بقوه بعض بضع بل بينما بدورها بدوره بيد".split())
PREPOSITIONS = frozenset("في من الي علي عن مع لدي ضد باسم بحق خلال بعد قبل منذ عبر قرب بين حول".split())
_RELATIVE = frozenset("الذي التي الذين اللذين اللتين".split())
_BEFORE_VERB = frozenset("قد لقد وقد كان كانت كانوا وكان وكانت سبق ان وان التي الذي والتي والذي".split())
HEADS = frozenset(
    "جماعه تنظيم حركه حزب قوات ميليشيا مليشيا ميليشيات مليشيات مسلحي مسلحين عناصر مقاتلي جيش كتايب سرايا دوله حكومه نظام سلطات".split()
)
"""Nouns before a name that are no part of it."""
_BODIES = frozenset("الجماعه التنظيم الحركه الحزب الجيش الشرطه القوات السلطات الحكومه الميليشيا الميليشيات المعارضه النظام".split())
"""Nouns that stand for a body, and are no adjective of the name before them."""
SPOKESMEN = frozenset("متحدث المتحدث متحدثه المتحدثه ناطق الناطق قيادي القيادي مسوول المسوول مصدر بيان".split())
_POINTS = re.compile(r"وجه(ت|وا)?|[يت]وجه(ون)?|[يت]شير|اشار(ت|وا)?|[يت]تجه")
_FINGERS = frozenset("اصابع الاتهام اتهام اتهامات الاتهامات اتهاما تهمه".split())
_REACH = 16


@dataclass(frozen=True, slots=True)
class Accusation:
    """Who accuses whom; `charge` is the index of the word at which what they are accused of begins, `verb` of what accuses."""

    verb: int
    accusers: tuple[Named, ...]
    accused: tuple[Named, ...]
    charge: int


class Clause:
    """The names of a sentence that may be subject or object of its verbs."""

    def __init__(self, words: Sequence[Word], names: Sequence[Named]) -> None:
        self.words = words
        self._by_first: dict[int, Named] = {}
        self._by_last: dict[int, Named] = {}
        for n in names:
            if top(n.mention.kind) in ("Organisation", "Person") or n.mention.kind in ("Country", "Settlement"):
                self._by_first.setdefault(n.first, n)
                self._by_last.setdefault(n.last, n)

    def is_inside(self, index: int, sentence: int) -> bool:
        """Whether there is a word at an index, in a sentence."""
        return 0 <= index < len(self.words) and self.words[index].sentence == sentence

    def ending_at(self, index: int) -> Named | None:
        """The name that ends with a word."""
        return self._by_last.get(index)

    def beginning_at(self, index: int) -> Named | None:
        """The name that begins with a word."""
        return self._by_first.get(index)

    def _is_role(self, n: Named) -> bool:
        """Whether it is but the role of a person named right after it («وزير الدفاع الأمريكي فلان»)."""
        after = next((self._by_first[index] for index in (n.last + 1, n.last + 2) if index in self._by_first), None)
        return n.mention.type is MentionType.ROLE and after is not None and after.mention.kind == "Person"

    def names(self, first: int, end: int) -> list[Named]:
        """The names that begin among some words."""
        return [
            self._by_first[index] for index in range(first, end) if index in self._by_first and not self._is_role(self._by_first[index])
        ]

    def start(self, n: Named) -> int:
        """Where a name begins with the nouns before it that are no part of it («عناصر تنظيم داعش»)."""
        first = n.first
        while self.is_inside(first - 1, n.sentence) and not self.words[first].glued and _bare(self.words[first - 1].form) in HEADS:
            first -= 1
        return first

    def is_governed(self, n: Named) -> bool:
        """Whether a preposition stands before a name, so that it is neither subject nor object."""
        start = self.start(n)
        front = self.words[start].form
        joined = start < n.first or n.mention.span.begin > self.words[n.first].begin or not self._is_name(n)
        if joined and _bare(front)[:1] in "بلك" and _bare(front) not in HEADS:
            return True
        before = self.words[start - 1] if self.is_inside(start - 1, n.sentence) else None
        return before is not None and not self.words[start].glued and _bare(before.form) in PREPOSITIONS

    def _is_name(self, n: Named) -> bool:
        """Whether it is the name that stands there, not a noun that stands for it."""
        return self.words[n.first].begin <= n.mention.span.begin < self.words[n.first].end

    def is_joined(self, n: Named) -> bool:
        """Whether «و» joins a name to what stands before it."""
        start = self.start(n)
        inside = start < n.first or n.mention.span.begin > self.words[start].begin or not self._is_name(n)
        return inside and self.words[start].form.startswith("و")

    def direct(self, first: int, end: int) -> list[list[Named]]:
        """The names among some words that no preposition governs, those joined by «و» together; none of a relative clause."""
        groups: list[list[Named]] = []
        until = next((index for index in range(first, end) if self.words[index].form in _RELATIVE), end)
        for n in self.names(first, until):
            if self.is_governed(n):
                continue
            if groups and self.is_joined(n) and self.start(n) - groups[-1][-1].last <= 2:
                groups[-1].append(n)
            else:
                groups.append([n])
        return groups

    def spoken_for(self, first: int, end: int) -> Named | None:
        """The body that a spokesman, the first of some words, speaks for («المتحدث باسم س»)."""
        if not any(word.form in SPOKESMEN for word in self.words[first : min(first + 2, end)]):
            return None
        return next((n for n in self.names(first, end) if self.is_governed(n) and top(n.mention.kind) != "Person"), None)

    def subject_before(self, verb: int) -> Named | None:
        """The name before a verb, «قد», «كانت» and «التي» aside («الحكومة كانت قد اتهمت …»)."""
        at, sentence = verb - 1, self.words[verb].sentence
        while self.is_inside(at, sentence) and self.words[at].form in _BEFORE_VERB:
            at -= 1
        n = self.ending_at(at) if self.is_inside(at, sentence) else None
        return None if n is None or self.is_governed(n) else n


def accusations(words: Sequence[Word], names: Sequence[Named]) -> list[Accusation]:
    """The accusations of an article in the order of its text, by its names and the nouns that stand for them."""
    clause = Clause(words, names)
    return [found for word in words if _may_accuse(word.form) and (found := _at(clause, word))]


@lru_cache(maxsize=50_000)
def _may_accuse(form: str) -> bool:
    """Whether a folded word is any of those that accuse: few are, so that the words around are looked at for these only."""
    bare = _bare(form)
    stems = (form, bare, _PRONOUN.sub("", bare))
    listed = _ACCUSED | _LAYS | _ACCUSING | _BLAMING
    return bare in listed or any(verb.fullmatch(stem) for verb in (_ACCUSES, _BLAMES, _POINTS) for stem in stems)


def _at(clause: Clause, word: Word) -> Accusation | None:
    form = _bare(word.form)
    if form in _ACCUSED and (found := _named_as_accused(clause, word)):
        return found
    if form in _LAYS:
        return _laid(clause, word, _BLAME, ("علي",))
    if _POINTS.fullmatch(form) or _POINTS.fullmatch(word.form):
        return _laid(clause, word, _FINGERS, ("الي", "نحو", "ل"))
    stem = _PRONOUN.sub("", form) if not (_ACCUSES.fullmatch(form) or _BLAMES.fullmatch(form)) else form
    if _ACCUSES.fullmatch(stem) or form in _ACCUSING:
        charge = next((index for index in _ahead(clause, word) if _is_charge(clause, index)), None)
    elif _BLAMES.fullmatch(stem) or form in _BLAMING:
        charge = next((index for index in _ahead(clause, word) if _RESPONSIBILITY.fullmatch(clause.words[index].form)), None)
    else:
        return None
    if charge is None or (_BLAMES.fullmatch(stem) and _lays_on(clause, charge)):
        return None
    return _of_verb(clause, word, charge, has_object=stem != form)


def _lays_on(clause: Clause, charge: int) -> bool:
    """«حمّلت س المسؤولية لـ…»: whether who is blamed follows after ل."""
    return any(word.form.startswith("ل") and word.form not in ("لم", "لن", "لا") for word in clause.words[charge + 1 : charge + 5])


def _bare(form: str) -> str:
    """A folded word without «و» or «ف» before it, three letters of it left."""
    return form[1:] if form[0] in "وف" and len(form) > 3 else form


def _ahead(clause: Clause, word: Word) -> Iterator[int]:
    return (i for i in range(word.index + 1, word.index + 1 + _REACH) if clause.is_inside(i, word.sentence))


def _is_charge(clause: Clause, index: int) -> bool:
    """Whether a word begins what somebody is accused of: ب before a noun («بتنفيذ») or before «أن»."""
    form, before = clause.words[index].form, clause.words[index - 1].form
    begins = form.startswith("ب") and len(form) > 2 and form not in _NO_CHARGE
    return begins and clause.beginning_at(index) is None and _bare(before) not in PREPOSITIONS and not _is_in_name(clause, index)


def _is_in_name(clause: Clause, index: int) -> bool:
    near = (clause.beginning_at(first) for first in range(max(index - 5, 0), index + 1))
    return any(n is not None and n.last >= index for n in near)


def _of_verb(clause: Clause, word: Word, charge: int, *, has_object: bool) -> Accusation:
    """Who accuses and who is accused; `has_object` where a pronoun at the verb is who is accused («اتهمته س»)."""
    before = clause.subject_before(word.index) or clause.spoken_for(word.index + 1, charge)
    groups = clause.direct(word.index + 1, charge)
    if len(groups) >= 2 and not has_object:
        accusers = next((group for group in groups[:-1] if group[0].mention.kind == "Person"), groups[0])
        return Accusation(word.index, tuple(accusers), tuple(groups[-1]), charge)
    if before and charge == word.index + 1 and not has_object and not _RESPONSIBILITY.fullmatch(clause.words[charge].form):
        return Accusation(word.index, (), (before,), charge)  # «س الذي اتُّهم بـ…»
    if not groups or has_object or not _is_followed(clause, groups[0][-1], charge):
        return Accusation(word.index, tuple(groups[0]) if groups else (before,) if before else (), (), charge)
    return Accusation(word.index, (before,) if before else (), tuple(groups[0]), charge)


def _is_followed(clause: Clause, n: Named, charge: int) -> bool:
    """Whether a charge follows a name, adjectives and what prepositions govern aside: «اتهمت س مسلحين بـ…» accuses somebody else."""
    after = next((word.form for word in clause.words[n.last + 1 : charge]), "")
    if after.startswith("ال"):
        return not after.endswith(("ين", "ون")) and after not in _BODIES  # «اتهمت س المتمردين بـ…»
    return not after or _bare(after) in PREPOSITIONS


def _laid(clause: Clause, word: Word, blame_words: Set[str], onto: tuple[str, ...]) -> Accusation | None:
    """«ألقت س باللوم على ص في …», «وجهت س أصابع الاتهام إلى ص»."""
    blame = next((index for index in _ahead(clause, word) if clause.words[index].form in blame_words), word.index)
    on = next((i for i in range(blame + 1, blame + 4) if clause.is_inside(i, word.sentence) and clause.words[i].form in onto), None)
    if blame == word.index or blame > word.index + 6 or on is None:
        return None
    accused = [n for n in clause.names(on, on + 6) if n.sentence == word.sentence][:1]
    accused += [n for n in clause.names(on, on + 10) if accused and clause.is_joined(n) and clause.start(n) - accused[0].last <= 2]
    groups, before = clause.direct(word.index + 1, blame), clause.subject_before(word.index)
    accusers = tuple(groups[0]) if groups else (before,) if before else ()
    return Accusation(word.index, accusers, tuple(accused), accused[-1].last + 1) if accused else None


def _named_as_accused(clause: Clause, word: Word) -> Accusation | None:
    """«س المتهم بـ…», «المتهم س بـ…»: nobody is said to accuse."""
    charge = next((index for index in _ahead(clause, word) if _is_charge(clause, index)), None)
    if charge is None or charge > word.index + 6:
        return None
    if charge == word.index + 1:
        n = clause.ending_at(word.index - 1) if clause.is_inside(word.index - 1, word.sentence) else None
        return Accusation(word.index, (), (n,), charge) if n else None
    groups = clause.direct(word.index + 1, charge)
    whole = word.form.startswith(("ال", "وال")) and len(groups) == 1 and _is_followed(clause, groups[0][-1], charge)
    return Accusation(word.index, (), tuple(groups[0]), charge) if whole else None
