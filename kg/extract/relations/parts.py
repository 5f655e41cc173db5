"""What is part of what: «كتيبة … التابعة لـ…», «لجنة الأمن في مجلس النواب», «الجناح العسكري لـ…», «داعش-خراسان»."""

from collections.abc import Iterator

from kg.extract.context import Named
from kg.extract.patterns import lexicons
from kg.extract.relations.roles import is_sort, is_speech
from kg.extract.relations.view import COMMAS, View, proclitics, word_set
from kg.model import Relation

_STATED, _NAMED_AFTER, _KNOWN = 0.8, 0.75, 0.6
_BESIDE = 15
"""Words between a known part and its parent."""
_OWN_VOICE = frozenset(("مجلس", "المجلس", "وكاله", "الوكاله", "هييه", "الهييه"))
"""Begin names of bodies that speak to others: «… لحركة …» after them says whom, not whose."""
_WHICH_IS = frozenset(("وهو", "وهي", "وهم", "هو", "هي"))
_FOR_SOMETHING = frozenset(("تحالف", "حزب", "حركه"))
"""Begin names of bodies that are called after what they want: «تحالف دعم الشرعية» is no part of «الشرعية»."""
_LONGEST = 4
"""Words between a part and what it belongs to."""


def parts(view: View) -> Iterator[Relation]:
    """What the text and the names say is part of an organisation, and what is known to be where both stand side by side."""
    for left, right in zip(view.names, view.names[1:], strict=False):
        if left.sentence == right.sentence and view.is_organisation(left) and view.is_organisation(right) and _belongs(view, left, right):
            yield view.relation(left, "partOf", right, _STATED)
    yield from _of_the_former(view)
    yield from _by_own_name(view)
    yield from _by_gazetteer(view)


def _belongs(view: View, left: Named, right: Named) -> bool:
    between = range(left.last + 1, right.first)
    if len(between) > _LONGEST or any(
        view.glued(i) not in (*COMMAS, "(", ")") and not view.is_joined(i) for i in range(left.last + 1, right.first + 1)
    ):
        return False
    forms = [view.words[index].form for index in between]
    part = next((index for index in between if is_sort(view, index, "part")), None)
    if part is not None:
        first = view.words[between[0]].form  # «قصفت س 4 مخازن تابعة لـ…»: the stores are
        return part == between[0] or first in _WHICH_IS or view.words[part].form.startswith("ال")
    if not all(view.is_joined(index) for index in range(left.last + 1, right.first + 1)):
        return False
    joined = "ب" if _may_address(view, left) else "بل"
    if forms:
        stated = forms in (["في"], ["من"]) or (len(forms) == 1 and forms[0][0] in joined and forms[0][1:] in word_set("roles.tsv", "body"))
    else:
        stated = view.has_proclitic(right, joined)
    return stated and _is_small(view, left)


def _may_address(view: View, n: Named) -> bool:
    """Whether ل after a body may say whom it speaks to («قال مجلس الأمن لحركة طالبان إن …»)."""
    known = view.entries.get(n.index)
    has_parent = known is not None and known.parent is not None
    speaks = n.first > 0 and view.is_joined(n.first) and is_speech(view, n.first - 1)
    return has_parent or speaks or view.words[n.first].form in _OWN_VOICE


def _of_the_former(view: View) -> Iterator[Relation]:
    """«تنظيم … عبر وكالة … التابعة له»: the organisation named before the one that is said to be its."""
    for before, n in zip(view.names, view.names[1:], strict=False):
        past = n.last + 2
        if before.sentence != n.sentence or past >= len(view.words) or view.words[past].form not in ("له", "لها"):
            continue
        if is_sort(view, n.last + 1, "part") and view.is_joined(past) and view.is_organisation(n) and view.is_organisation(before):
            yield view.relation(n, "partOf", before, _STATED)


def _is_small(view: View, n: Named) -> bool:
    """Whether an organisation is by its noun a part of something: a committee, a brigade, a directorate."""
    return is_sort(view, n.first, "unit")


def _by_own_name(view: View) -> Iterator[Relation]:
    """«شرطة حماس», «اللجنة التنفيذية لمنظمة التحرير»: the organisation that the name of another ends with."""
    organisations = {view.form(n): n for n in reversed(view.names) if view.is_organisation(n)}
    for n in view.names:
        words = view.form(n).split()
        if not _is_common(view, n, words[0]) or words[0] in _FOR_SOMETHING:  # «مانشستر يونايتد» is no part of «يونايتد»
            continue
        ends = (" ".join((form, *words[at + 1 :])) for at in range(1, len(words)) for _, form in proclitics(words[at]))
        larger = next((organisations[end] for end in ends if end in organisations), None)
        if larger and view.is_organisation(n) and larger.mention.kind != "MediaOutlet":
            yield view.relation(n, "partOf", larger, _NAMED_AFTER)


def _is_common(view: View, n: Named, first: str) -> bool:
    """Whether a name begins with a common noun for a body, with or without the article («اللجنة», «شرطة»)."""
    bare = first.removeprefix("ال")
    return not lexicons().heads.keys().isdisjoint((first, bare, f"ال{bare}")) or is_sort(view, n.first, "unit")


def _by_gazetteer(view: View) -> Iterator[Relation]:
    first: dict[tuple[int, str], Named] = {}
    for n in view.names:
        if n.index in view.entries:
            first.setdefault((n.sentence, view.entries[n.index].id), n)
    groups = {view.entries[n.index].id: n for n in reversed(view.names) if n.index in view.entries and n.mention.kind == "ArmedGroup"}
    for n in view.names:
        entry = view.entries.get(n.index)
        parent = entry.parent if entry and view.is_organisation(n) else None
        group = groups.get(parent) if parent and n.mention.kind == "MediaOutlet" else None
        if group:  # «أعماق» speaks for nobody else, wherever the two are named
            yield view.relation(n, "partOf", group, _KNOWN)
            continue
        other = first.get((n.sentence, parent)) if parent else None
        if other and -_BESIDE <= other.first - n.last <= _BESIDE and not view.has_proclitic(max(n, other, key=lambda m: m.first), "و"):
            yield view.relation(n, "partOf", other, _KNOWN)
