"""Where things lie: «الموصل في العراق», «أبها وجيزان، جنوبي السعودية», «العاصمة العراقية بغداد», «مطار كابول»."""

from collections.abc import Iterator

from kg.extract.context import Named
from kg.extract.relations.view import COMMAS, View, proclitics, word_set
from kg.model import Relation

_BESIDE, _DESCRIBED, _NAMED_AFTER = 0.75, 0.8, 0.7
_DEPTH = {"Facility": 0, "Settlement": 1, "Region": 2, "Country": 3}
_LONGEST = 4
"""Words that may stand between a place and what contains it («غاو، في أقصى شمال شرق مالي»)."""
_ADJECTIVES = 2
"""Adjectives that may stand between a place and where it lies."""
_INCLUDED = 8
"""Words between a place and what it is said to include."""
_LISTED = 6
"""Places of one list that share a container."""
_PLACING = ("in", "direction", "holds", "kind", "filler")
_SETS_APART = frozenset((*COMMAS, "(", "-", "–"))


def containments(view: View) -> Iterator[Relation]:
    """What the text says about where places and organisations lie."""
    for left, right in zip(view.names, view.names[1:], strict=False):
        if left.sentence == right.sentence and view.is_place(right):
            if _lies_in(view, left, right):
                for n in (left, *_listed_before(view, left)):
                    if _may_contain(view, n, right):
                        yield view.relation(n, "locatedIn", right, _BESIDE)
            elif _includes(view, left, right) and _may_contain(view, right, left):
                yield view.relation(right, "locatedIn", left, _BESIDE)
    yield from _by_adjective(view)
    yield from _in_this_country(view)
    yield from _by_own_name(view)


def _lies_in(view: View, left: Named, right: Named) -> bool:
    """Whether the words between two names say that the first lies in the second."""
    between = range(left.last + 1, right.first)
    marks = [mark for index in range(left.last + 1, right.first + 1) if (mark := view.glued(index).strip("\"'«»“”‘’#"))]
    if len(between) > _LONGEST or not _is_apart_once(marks):
        return False
    if view.is_organisation(left):
        return not marks and _holds_seat(view, left, right, [view.words[index].form for index in between])
    return view.is_place(left) and _is_inside_of(view, left, right, marks)


def _is_inside_of(view: View, left: Named, right: Named, marks: list[str]) -> bool:
    """Whether a place is said to lie in the place after it, by what stands between the two."""
    said = [view.words[index].form for index in range(left.last + 1, right.first) if not _describes(view, index, left)]
    beside = (*said, view.words[right.first].form)
    nouns = beside[1:] if marks else said[1:]  # in the name itself a noun counts behind a comma only: «عاد إلى تدمر من محافظة إدلب»
    if said[:1] == ["من"] and any(_has_sort(word, "kind") for word in nouns):  # «المنيهلة من ولاية أريانة»
        said[0] = "في"
    inner, outer = _depth(view, left), _depth_of_container(view, right, said)
    smaller, same = inner < outer, inner <= outer
    if not all(_has_sort(word, *_PLACING) for word in said):
        return False
    if view.has_proclitic(right, "ب") or any(_is_inside(word) for word in said):
        return same
    if any(_has_sort(word, "holds") for word in said):
        return same
    if view.has_proclitic(right, "وفلك"):
        return False
    if any(_has_sort(word, "direction") for word in said):
        return smaller if right.mention.kind != "Settlement" else same and _is_district(view, left)
    return smaller and (bool(marks) or not word_set("where.tsv", "province").isdisjoint(beside))


def _describes(view: View, index: int, left: Named) -> bool:
    """Whether a word is an adjective that goes with a place («قاعدة العند الاستراتيجية في لحج»)."""
    word = view.words[index].form
    definite = word.startswith("ال") and not _has_sort(word, *_PLACING, "near") and index - left.last <= _ADJECTIVES
    return definite or view.adjective(index) is not None or word in ("له", "لها")


def _includes(view: View, left: Named, right: Named) -> bool:
    """«محافظة دير الزور، بما فيها مدينة البوكمال»."""
    between = [view.words[index].form for index in range(left.last + 1, right.first)]
    if (
        not view.is_place(left)
        or len(between) > _INCLUDED
        or any(view.glued(index) in (".", ":") for index in range(left.last + 1, right.first))
    ):
        return False
    return _depth(view, right) < _depth(view, left) and any(_has_sort(word, "includes") for word in between[-2:])


def _is_apart_once(marks: list[str]) -> bool:
    return not marks or (len(marks) == 1 and marks[0] in _SETS_APART)


def _holds_seat(view: View, left: Named, right: Named, between: list[str]) -> bool:
    """Whether an organisation is named with its seat: «محكمة الاستئناف بفاس», «السفارة الروسية في دمشق»."""
    heads = [form for _, form in proclitics(view.words[left.first].form)]
    embassy = any(form in word_set("where.tsv", "embassy") for form in heads)
    stated = bool(between) and (between[0] in (("في", "لدي") if embassy else ("في",)) or _is_joined_inside(between[0]))
    placed = stated and all(word in word_set("where.tsv", "kind") or _is_nationality(view, word) for word in between[1:])
    joined = view.has_proclitic(right, "ب") and not between
    of_nation = any(view.adjective(index) for index in range(left.first, left.last + 1))
    if left.mention.kind == "GovernmentBody":
        seated = embassy or any(form in word_set("where.tsv", "seated") for form in heads)
        own = not of_nation and left.index not in view.entries and right.mention.kind != "Country"
        return (joined or placed) and (embassy or own or (seated and right.mention.kind == "Settlement"))
    return (joined or (placed and between[0] != "في")) and not of_nation and left.mention.kind in ("SecurityForce", "Organisation")


def _is_nationality(view: View, word: str) -> bool:
    return word in view.known.adjectives


def _is_inside(word: str) -> bool:
    """«في», «بمدينة», «بشمال»."""
    return _is_joined_inside(word) or _has_sort(word, "in")


def _is_joined_inside(word: str) -> bool:
    return word[:1] == "ب" and word[1:] in word_set("where.tsv", "kind") | word_set("where.tsv", "direction")


def _has_sort(word: str, *sorts: str) -> bool:
    return any(form in word_set("where.tsv", sort) for _, form in proclitics(word) for sort in sorts)


def _depth(view: View, n: Named) -> float:
    """How large a sort of place is; a hill or a quarter called a region is smaller than a town."""
    small = n.mention.kind == "Region" and n.index not in view.entries and _is_called(view, n, "quarter")
    return _DEPTH["Facility"] + 0.5 if small else _DEPTH.get(n.mention.kind, 4)


def _depth_of_container(view: View, n: Named, said: list[str]) -> float:
    """The same of what something is said to lie in: of a town and a province of one name it is the province that holds much."""
    if n.mention.kind == "Settlement":
        is_stated = view.has_proclitic(n, "ب") or any(map(_is_inside, said))
        named = view.known.gazetteer.lookup(view.form(n), ambiguous=True) if is_stated else ()
        if any(_has_sort(word, "province") for word in said) or any(entry.kind == "Region" for entry in named):
            return _DEPTH["Region"]
    return _depth(view, n)


def _is_district(view: View, n: Named) -> bool:
    """Whether a place is named as part of a town: «حي التضامن», «منطقة الدورة»."""
    return n.mention.kind == "Facility" or _is_called(view, n, "district")


def _is_called(view: View, n: Named, sort: str) -> bool:
    around = range(max(n.first - 1, 0), n.first + 1)
    return any(form in word_set("where.tsv", sort) for index in around for _, form in proclitics(view.words[index].form))


def _listed_before(view: View, last: Named) -> Iterator[Named]:
    """The places of a list that a place ends: «أبها وجيزان ونجران»."""
    here = last
    for _ in range(_LISTED):
        before = _listed_with(view, here)
        if before is None:
            return
        yield before
        here = before


def _listed_with(view: View, n: Named) -> Named | None:
    first = n.first
    while first and view.words[first - 1].form in word_set("where.tsv", "kind") and view.at(first - 1) is None:
        first -= 1
    before = view.at(first - 1) if first else None
    joined = view.has_proclitic(n, "و") or view.words[first].form[:1] == "و"
    listed = (joined and view.is_joined(first)) or view.glued(first) in COMMAS
    same = before is not None and before.mention.kind == n.mention.kind and before.sentence == n.sentence
    return before if same and listed and view.is_place(n) else None


def _may_contain(view: View, smaller: Named, larger: Named) -> bool:
    """Whether nothing known speaks against a containment: «سياسة موسكو في الشرق الأوسط» says nothing of where Moscow lies.

    What a noun says to be a place is one: «بلدة دوما في الضفة الغربية» is another than the one known.
    """
    small, large = view.entries.get(smaller.index), view.entries.get(larger.index)
    if view.form(smaller) == view.form(larger):
        return False
    if small is None or large is None or small.kind == "Facility" or not view.is_place(smaller) or _is_kind(view, smaller.first - 1):
        return True
    known = view.known.gazetteer.containers(small.id)
    return large.id in known or (not known and small.kind == "Settlement")


def _by_adjective(view: View) -> Iterator[Relation]:
    """«كراسنودار الروسية», «العاصمة العراقية بغداد»."""
    for n in view.names:
        if n.mention.kind not in ("Settlement", "Region", "Facility"):
            continue
        after = view.adjective_after(n, feminine=_is_feminine(view, n))
        before = view.adjective_before(n.first)
        if after:
            if _may_be_of(view, n, after.country):
                yield from _in_country(view, n, after.country)
        elif before and before.form.startswith("ال") and _is_kind(view, before.first - 1):
            yield from _in_country(view, n, before.country)
        else:
            yield from _in_country(view, n, _own_country(view, n))


def _is_feminine(view: View, n: Named) -> bool:
    """Whether what goes with a place is feminine: by the noun before it («حي …», «بلدة …»), of a bare name as towns are."""
    if view.is_joined(n.first) and view.at(n.first - 1) is None and _is_kind(view, n.first - 1):
        return view.words[n.first - 1].form.endswith("ه")
    return n.mention.kind == "Settlement" or view.words[n.first].form.endswith("ه")


def _may_be_of(view: View, n: Named, country: str) -> bool:
    """Whether a place can lie in a country: one that is known, and that no noun says to be another, only in its own."""
    known = view.entries.get(n.index)
    containers = view.known.gazetteer.containers(known.id) if known else ()
    return not containers or country in containers or _is_kind(view, n.first - 1)


def _own_country(view: View, n: Named) -> str:
    """«العاصمة التونسية», «كردستان العراق»: the country in the name of a place."""
    found = view.adjective(n.last) if n.last > n.first else None
    return found.country if found else ""


def _is_kind(view: View, index: int) -> bool:
    return index >= 0 and any(form in word_set("where.tsv", "kind") for _, form in proclitics(view.words[index].form))


def _in_country(view: View, n: Named, country: str) -> Iterator[Relation]:
    if (larger := view.countries.get(country)) and larger.index != n.index:
        yield view.relation(n, "locatedIn", larger, _DESCRIBED)


def _in_this_country(view: View) -> Iterator[Relation]:
    """«غاو، شمالي البلاد»: the country that a known place is in, else the one that the article is about."""
    for n in view.names:
        if n.mention.kind not in ("Settlement", "Region", "Facility"):
            continue
        index = n.last + 1
        while index < len(view.words) and index <= n.last + _LONGEST and _has_sort(view.words[index].form, "direction", "in"):
            index += 1
        apart = index < len(view.words) and view.glued(n.last + 1) in ("", *_SETS_APART) and index > n.last + 1
        if apart and view.words[index].form.endswith("البلاد") and all(view.is_joined(at) for at in range(n.last + 2, index + 1)):
            known = view.entries.get(n.index)
            country = view.countries.get(known.country or "") if known else view.main_country
            if country:
                yield view.relation(n, "locatedIn", country, _NAMED_AFTER)


def _by_own_name(view: View) -> Iterator[Relation]:
    """«مطار كابول», «السفارة الأمريكية في روسيا»: the place that the name of something else ends with."""
    places = {view.form(n): n for n in reversed(view.names) if view.is_place(n)}
    for n in view.names:
        words = view.form(n).split()
        larger = next((places[end] for at in range(1, len(words)) if (end := " ".join(words[at:])) in places), None)
        local = n.mention.kind == "Facility" or (n.mention.kind in ("SecurityForce", "GovernmentBody") and words[0] != "حكومه")
        if larger and local and (larger.mention.kind != "Country" or n.mention.kind == "Facility") and larger.mention.kind != "Facility":
            yield view.relation(n, "locatedIn", larger, _NAMED_AFTER)
