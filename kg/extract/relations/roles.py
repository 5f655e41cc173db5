"""Role phrases of named people: before the name, after it, and alone for somebody named elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.context import Named, is_cue
from kg.extract.lexicon import rows
from kg.extract.relations.view import COMMAS, View, proclitics, word_set
from kg.model import Span

_LONGEST = 14
"""Words that a role phrase may have."""
_RANKS = 5
"""Ranks and honorifics before one name."""
_NOT_NOUNS = frozenset(("التقي", "التقت", "التحق", "التحقت", "التزم", "القي", "القت", "الا", "الذي", "التي", "الذين", "ايضا", "هذا", "ذلك"))
_CONNECTED = frozenset(
    ("وهو", "وهي", "الذي", "التي", "والذي", "كان", "يعمل", "تعمل", "يشغل", "تشغل", "منصب", "يعد", "تعد", "يعتبر", "بصفته")
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role phrase: the words `first` to `last`; its head is the word that names the role, its proclitics `skip` long."""

    first: int
    last: int
    skip: int
    former: bool

    def span(self, view: View) -> Span:
        """The phrase in the text."""
        return Span(view.words[self.first].begin_after(self.skip), view.words[self.last].end)


def roles_of(view: View, person: Named) -> Iterator[Role]:
    """The roles that stand beside a person's name: those before it, nearest first, and the one after it."""
    before = None if view.has_proclitic(person, "و") else _before(view, person.first)
    while before:
        yield before
        chained = view.glued(before.first) in COMMAS or (view.words[before.first].form[0] == "و" and before.skip > 0)
        before = _before(view, before.first) if chained and before.first else None
    if after := _after(view, person):
        yield after


def role_alone(view: View, phrase: Named) -> Role:
    """The role that a mention of somebody by role is."""
    return _role(view, phrase.first, phrase.last)


def is_sort(view: View, index: int, *sorts: str) -> bool:
    """Whether a word, proclitics aside, is of one of some sorts in the lexicon of roles."""
    if not 0 <= index < len(view.words):
        return False
    return any(form in word_set("roles.tsv", sort) for _, form in proclitics(view.words[index].form) for sort in sorts)


def before_ranks(view: View, index: int) -> int:
    """Where a name begins when ranks, honorifics and introducing words before it are passed over («وزير الدفاع، الفريق فلان»)."""
    for _ in range(_RANKS):
        if not index or not is_sort(view, index - 1, "rank", "intro") or view.at(index - 1) or is_post(view, index - 1):
            break
        if not view.is_joined(index):
            break
        index -= 1
        if is_sort(view, index, "intro") and view.glued(index) in COMMAS:  # «زعيم التنظيم، ويدعى فلان»
            break
    return index


def is_post(view: View, index: int) -> bool:
    """Whether a rank stands with the body that it is held in («العقيد في الجيش …»), so that it is a role."""
    past = index + 2 if is_sort(view, index + 1, "former") else index + 1
    n = view.at(past)
    joined = n is not None and view.has_proclitic(n, "ب") and view.is_organisation(n)
    return is_sort(view, index, "rank") and past < len(view.words) and (view.words[past].form == "في" or joined)


def _before(view: View, end: int) -> Role | None:
    """The role phrase that ends right before a word, ranks and a comma passed over."""
    end = before_ranks(view, end)
    if not end or not (view.is_joined(end) or view.glued(end).strip('"»”’) ') in COMMAS):
        return None
    start = _start(view, end - 1)
    if start is None:
        return None
    word = view.words[start].form
    bare = start == end - 1 and not word.removeprefix("و").startswith(("ال", "لل")) and not is_sort(view, start, "his")
    return None if bare or not _ends_phrase(view, start, end - 1) else _role(view, start, end - 1)


def _start(view: View, last: int) -> int | None:
    """Where the role phrase begins that a word ends: at the nearest role, or at one that has that as its complement."""
    for index in range(last, max(last - _LONGEST, -1), -1):
        if not _goes_on(view, index):
            return None
        if view.at(index) is None and is_head(view, index):
            return _leftmost(view, index)
        if not view.is_joined(index):
            return None
    return None


def _leftmost(view: View, index: int) -> int:
    """The first of the roles that have the role at a word as their complement («نائب مدير …»)."""
    while index and view.is_joined(index) and view.at(index - 1) is None and is_sort(view, index - 1, "deputy"):
        index -= 1
    return index


def is_head(view: View, index: int) -> bool:
    """Whether a word can be the head of a role phrase."""
    return is_sort(view, index, "role") or is_post(view, index)


def _after(view: View, person: Named) -> Role | None:
    """The role phrase in apposition after a name: «فلان، وزير الدفاع السابق», «فلان (رئيس …)», «فلان وهو قيادي في …»."""
    index = _past_age(view, person.last + 1)
    if index >= len(view.words) or not (view.is_joined(index) or view.glued(index).strip('"»”’) ') in (*COMMAS, "(", "-", "–", "—")):
        return None
    while index + 1 < len(view.words) and view.words[index].form in _CONNECTED and view.is_joined(index + 1):
        index += 1
    if view.at(index) or not is_head(view, index) or (_role(view, index, index).skip and not _is_whole(view, index)):
        return None
    last = _end(view, index)
    following = view.at(last + 1)
    taken = (
        following is not None and following.mention.kind == "Person" and view.is_joined(last + 1) and not view.has_proclitic(following, "و")
    )
    return None if taken or not _ends_phrase(view, index, last) else _role(view, index, last)


def _is_whole(view: View, index: int) -> bool:
    return view.words[index].form in word_set("roles.tsv", "role")


def _past_age(view: View, index: int) -> int:
    """Past an age in brackets («فلان (31 عاما)، قائد …»)."""
    if view.glued(index) == "(" and view.words[index].form.isdigit():
        for past in range(index + 1, min(index + 4, len(view.words))):
            if ")" in view.glued(past):
                return past
    return index


def _end(view: View, first: int) -> int:
    """The last word of the phrase that begins at a word."""
    last = first
    index = first + 1
    while index < min(first + _LONGEST, len(view.words)) and view.is_joined(index) and _goes_on(view, index):
        n = view.at(index)
        if _tells_whom(view, index, first):
            break
        if n is None and view.words[index].form[0] == "و" and is_sort(view, index, "role") and not _is_whole(view, index):
            break
        if n:
            last, index = n.last, n.last + 1
            continue
        if not is_sort(view, index, "goes_on") or view.words[index].form.startswith("ال"):
            last = index
        index += 1
    return _trimmed(view, first, last)


def _tells_whom(view: View, index: int, head: int) -> bool:
    """«لوكالة …», «لـ…»: whom somebody speaks to, which is no part of the role before it; a reporter is at it."""
    word = view.words[index].form
    if word[0] != "ل" or is_sort(view, head, "reporter"):
        return False
    n = view.at(index)
    return word[1:] in word_set("roles.tsv", "outlet") or (n is not None and n.mention.kind == "MediaOutlet")


def _trimmed(view: View, first: int, last: int) -> int:
    """Without indefinite words at the end, which begin something else («رئيس الحكومة تصريحات …»)."""
    index = last
    while index > first and view.at(index) is None and not _is_complement(view, index):
        index -= 1
    return index if index > first else min(last, first + 1)


def _is_complement(view: View, index: int) -> bool:
    form = view.words[index].form
    return any(f.startswith("ال") for _, f in proclitics(form)) or view.adjective(index) is not None or is_sort(view, index, "former")


def _goes_on(view: View, index: int) -> bool:
    """Whether a word can be part of a role phrase: a noun, an adjective, a name other than a person's, a preposition."""
    if n := view.at(index):
        return n.mention.kind != "Person"
    form = view.words[index].form
    if form in word_set("roles.tsv", "goes_on") or is_sort(view, index, "role"):
        return True
    if form in _stops() or form in _NOT_NOUNS or (form.isdigit() and len(form) > 3):
        return False
    return not is_speech(view, index)


def is_speech(view: View, index: int) -> bool:
    """Whether a word is a verb of speech, or says that somebody claims something."""
    word = view.words[index]
    if word.form.startswith("ال"):
        return False
    return word.form in _speech() or word.form[1:] in _speech() or is_cue(word, "claims")


@cache
def _stops() -> frozenset[str]:
    return frozenset(word for (word,) in rows("stop.txt", 1))


@cache
def _speech() -> frozenset[str]:
    return frozenset(form for stem, _ in rows("speech.tsv", 2) for form in (stem, f"{stem}ت"))


def _ends_phrase(view: View, first: int, last: int) -> bool:
    """Whether a word can end a role phrase: definite, a name, a nationality, or the role itself with a complement."""
    if first == last:
        return True
    return view.at(last) is not None or _is_complement(view, last) or is_sort(view, last, "goes_on", "role") or last == first + 1


def _role(view: View, first: int, last: int) -> Role:
    roles = word_set("roles.tsv", "role")
    skip = next((skip for skip, form in proclitics(view.words[first].form) if form in roles), 0)
    former = any(is_sort(view, index, "former") for index in range(first, last + 1) if view.at(index) is None)
    return Role(first, last, skip, former or (is_sort(view, last + 1, "former") and view.is_joined(last + 1)))
