"""People said to lead, found or belong to an organisation: «تحالف بزعامة فلان», «فلان الذي يقود …», «زعيمها فلان», «فلان من شبكة …»."""

from collections.abc import Iterator
from dataclasses import replace

from kg.extract.context import Named
from kg.extract.relations.roles import before_ranks, is_sort, is_speech
from kg.extract.relations.view import COMMAS, View
from kg.model import Relation, Span

_LED, _LEADS, _HIS, _OF = 0.75, 0.7, 0.65, 0.65
_THAT = frozenset(("ان", "بان", "انه", "انها"))
_BARE = frozenset("الميليشيات الميليشيا المليشيات التنظيم الجماعه الحركه الحزب الفصيل".split())
_REACH = 8
"""Words between a verb of leading and who or what it is about."""
_BACK = 25
"""Words back to what a pronoun stands for («زعيمها»)."""
_SPOKEN = 5
"""Words between a verb of speech and the name of the speaker: role, rank, nationality."""


def memberships(view: View) -> Iterator[Relation]:
    """Affiliations that no role phrase beside the name says."""
    for person in view.names:
        if person.mention.kind == "Person":
            yield from _led(view, person)
            yield from _his(view, person)
            yield from _of(view, person)
    yield from _leading(view)


def _led(view: View, person: Named) -> Iterator[Relation]:
    """«حزب … بزعامة فلان»: the organisation right before the word."""
    for index in range(person.first - 1, max(person.first - _REACH, 0), -1):
        if view.at(index) or not view.is_joined(index + 1):
            return
        if is_sort(view, index, "led"):
            if (n := view.at(index - 1)) and view.is_organisation(n):
                yield _affiliated(view, person, n, index, _LED)
            return


def _his(view: View, person: Named) -> Iterator[Relation]:
    """«زعيمها فلان»: the organisation named last before, unless a noun for another stands between («صفوف الميليشيات … زعيمها»)."""
    index = before_ranks(view, person.first) - 1
    while index > 0 and is_sort(view, index, "goes_on", "former") and not is_sort(view, index, "his"):
        index -= 1
    if index < 1 or not is_sort(view, index, "his"):
        return
    earlier = [n for n in view.names if index - _BACK <= n.last < index and n.sentence == person.sentence]
    groups = [n for n in earlier if view.is_organisation(n) and n.mention.kind != "MediaOutlet"]
    if groups and not _is_another_between(view, groups[-1], index):
        yield _affiliated(view, person, groups[-1], index, _HIS)


def _is_another_between(view: View, n: Named, index: int) -> bool:
    """Whether a noun stands between a name and a word for which the name cannot stand: «الحركة» may be «حركة …», «الميليشيات» is not."""
    own = {view.words[at].form.removeprefix("ال") for at in (n.first - 1, n.first) if at >= 0}
    between = (word.form for word in view.words[n.last + 1 : index] if view.at(word.index) is None)
    return any(form in _BARE and form.removeprefix("ال") not in own for form in between)


def _of(view: View, person: Named) -> Iterator[Relation]:
    """«قالت فلانة من منظمة …», «فلان، وهو من حركة …»: the organisation right after «من»."""
    index = _from_whom(view, person)
    if index is None:
        return
    for past in (index + 1, index + 2):
        if (n := view.at(past)) and n.first == past and view.is_organisation(n) and view.is_joined(past):
            yield _affiliated(view, person, n, index, _OF)
            return


def _from_whom(view: View, person: Named) -> int | None:
    """Where «من» after a name says whose somebody is, not from whom something comes («طلب فلان من الأمم المتحدة …»)."""
    index = person.last + 1
    apart = view.glued(index) in COMMAS
    if not apart and not view.is_joined(index):
        return None
    if view.words[index].form in ("وهو", "وهي"):
        index, apart = index + 1, True
    if index + 1 >= len(view.words) or view.words[index].form != "من" or view.words[index + 1].form == "قبل":
        return None
    return index if (apart and not _takes(view, person)) or _speaks(view, person) else None


def _takes(view: View, person: Named) -> bool:
    """Whether the verb before a name goes with «من»: «تسلم فلان، من الأمم المتحدة، …»."""
    return is_sort(view, before_ranks(view, person.first) - 1, "takes")


def _speaks(view: View, person: Named) -> bool:
    """Whether a name is the subject of the verb of speech before it, its role or rank passed over («قال الباحث فلان من …»)."""
    for index in range(person.first - 1, max(person.first - 1 - _SPOKEN, -1), -1):
        if not view.is_joined(index + 1) or view.words[index].form in _THAT or is_sort(view, index, "takes"):
            return False
        if is_speech(view, index):
            return True
    return False


def _leading(view: View) -> Iterator[Relation]:
    """«فلان الذي يقود …», «… التي يقودها فلان», «يتزعم فلان …»: who and what stand on both sides of the verb, or after it."""
    for word in view.words:
        if view.at(word.index) is None and is_sort(view, word.index, "leads", "works"):
            before, after = _beside(view, word.index)
            if before and after and {before.mention.kind == "Person", after.mention.kind == "Person"} == {True, False}:
                person, n = (before, after) if before.mention.kind == "Person" else (after, before)
                if view.is_organisation(n) and (person is before or word.form.endswith(("ه", "ها"))):
                    yield _affiliated(view, person, n, word.index, _LEADS)


def _beside(view: View, index: int) -> tuple[Named | None, Named | None]:
    """The nearest names before and after a word in its sentence, where no other clause begins in between («يقود … إن فلانا …»)."""
    before = _nearest(view, index, range(index - 1, max(index - 4, -1), -1))
    return before, _nearest(view, index, range(index + 1, min(index + _REACH, len(view.words))))


def _nearest(view: View, index: int, others: range) -> Named | None:
    for other in others:
        if view.words[other].sentence != view.words[index].sentence or view.words[other].form in _THAT:
            return None
        if n := view.at(other):
            return n
    return None


def _affiliated(view: View, person: Named, n: Named, index: int, confidence: float) -> Relation:
    relation = view.relation(person, "affiliatedWith", n, confidence)
    word = view.words[index]
    skip = 1 if is_sort(view, index, "led") and word.form[0] == "ب" else 0
    last = n.last if n.first > index else index
    return Relation(relation.subject, replace(relation.fact, role=Span(word.begin_after(skip), view.words[last].end)))
