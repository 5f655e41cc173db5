"""Whether one name of an article is a shorter or another form of a second one: by the words of the two alone.

Each function gives a rank, 0 the surest, or None where the one is no form of the other. Names are tuples of folded words.
"""

from collections.abc import Collection
from itertools import pairwise

from kg.link.names import Words
from kg.link.places import PROVINCE_NOUNS

_HEADS = frozenset(
    "تنظيم حركه جماعه كتيبه قوات مليشيا مليشيات ميليشيا ميليشيات وكاله انباء شبكه شركه هييه منظمه حزب قناه صحيفه جريده جهاز "
    "موسسه موقع وزاره مجموعه تحالف نادي فريق".split()
)
"""Folded nouns that say what sort of body a name is of, and may be left out of it."""
_SAME_HEADS = (frozenset("مليشيا مليشيات ميليشيا ميليشيات قوات".split()), frozenset(("وكاله", "جهاز")), frozenset(("صحيفه", "جريده")))
_PLACE_HEADS = PROVINCE_NOUNS | frozenset("مدينه بلده قريه منطقه جمهوريه".split())
_COMPOUND = frozenset("ابو ال بن عبد ولد فان دي دو ديل دا".split())
_FATHER = frozenset(("بن", "بنت", "ولد"))
_LEAST_WRONG = 6


def person_rank(short: Words, full: Words) -> int | None:
    """A person's last name, a compound one too; else first and last names without those between; else a first name.

    What follows بن is the father's: «حمد آل ثاني» is not «تميم بن حمد آل ثاني».
    """
    if len(short) >= len(full):
        return None
    rest = len(full) - len(short)
    fathers = rest > 1 and full[rest - 1] in _FATHER
    if _same_surname(full[rest:], short) and not fathers and (full[rest - 1] not in _COMPOUND or full[:rest] == ("بن",)):
        return 0
    if len(short) > 1:
        same_ends = short[0] == full[0] and short[-1] in full and _in_order(short, full)
        return 1 if same_ends and short[-1] not in _COMPOUND else None
    return 2 if short[0] in full and short[0] not in _COMPOUND and not _is_second_part(short[0], full) else None


def organisation_rank(short: Words, full: Words, adjectives: Collection[str]) -> int | None:
    """A body's name without its head noun; without its nationality; else what it begins with.

    A part of a body is not that body: «القاعدة» is not «القاعدة في المغرب».
    """
    bare = in_one_case(short)
    without_heads = {in_one_case(form) for form in headless(full)}
    if bare in without_heads or (_same_head(short, full) and in_one_case(short[1:]) == in_one_case(full[1:])):
        return 0
    forms = without_heads | {in_one_case(full)}
    rests = [form[len(bare) :] for form in forms if len(form) > len(bare) and form[: len(bare)] == bare]
    if any(all(word in adjectives for word in rest) for rest in rests):
        return 1
    named_by_first = len(short) > 1 or short[0].startswith("ال") or short[0] == full[0]
    return 2 if named_by_first and any(rest[0] not in ("في", "فرع") for rest in rests) else None


def place_rank(short: Words, full: Words) -> int | None:
    """A place without the noun for its kind."""
    if len(short) < len(full) and full[len(full) - len(short) :] == short:
        return 0 if len(full) == len(short) + 1 and full[0] in _PLACE_HEADS else 1
    return None


def headless(full: Words) -> tuple[Words, ...]:
    """A body's name without one or two nouns for its sort, the longest first: «وكالة أنباء سبأ», «أنباء سبأ», «سبأ»."""
    found: list[Words] = []
    while len(full) > 1 and full[0] in _HEADS and len(found) < 2:
        full = full[1:]
        found.append(full)
    return tuple(found)


def is_misprint(left: Words, right: Words, adjectives: Collection[str]) -> bool:
    """Whether two names differ by one letter of one long word, other words being there to hold them together.

    Two nationality adjectives are never one misprinted: «النيجرية», «النيجيرية».
    """
    if len(left) != len(right) or len(left) < 2:
        return False
    differing = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if len(differing) != 1:
        return False
    a, b = differing[0]
    if min(len(a), len(b)) < _LEAST_WRONG or (a in adjectives and b in adjectives) or a.isdigit() or b.isdigit():
        return False
    return _one_letter_apart(a, b)


def _same_surname(left: Words, right: Words) -> bool:
    """Whether two names are one, the article of the last word aside: «عامري», «العامري»."""
    return left[:-1] == right[:-1] and left[-1].removeprefix("ال") == right[-1].removeprefix("ال")


def _same_head(short: Words, full: Words) -> bool:
    return len(short) == len(full) > 1 and any({short[0], full[0]} <= heads for heads in _SAME_HEADS)


def in_one_case(words: Words) -> Words:
    """The last word of a group's name in one case: «المرابطون», «المرابطين»."""
    last = words[-1]
    return (*words[:-1], last[:-2] + "ين") if last.endswith("ون") and len(last) > 4 else words


def _is_second_part(word: str, full: Words) -> bool:
    """Whether a word is a father's name or the rest of a compound one: «بن زيد», «عبد الله»."""
    return any(first in _FATHER | _COMPOUND and second == word for first, second in pairwise(full))


def _in_order(short: Words, full: Words) -> bool:
    words = iter(full)
    return all(word in words for word in short)


def _one_letter_apart(a: str, b: str) -> bool:
    """Whether one insertion, deletion, change or swap of neighbours turns one word into the other."""
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, letter in enumerate(a) if letter != b[i]), len(a))
    if len(a) < len(b):
        return len(b) - len(a) == 1 and a[at:] == b[at + 1 :]
    swapped = a[at + 1 : at + 2] + a[at : at + 1] == b[at : at + 2] and a[at + 2 :] == b[at + 2 :]
    return a[at + 1 :] == b[at + 1 :] or swapped
