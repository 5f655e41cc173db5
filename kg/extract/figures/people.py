"""Nouns for people: one, two or several of them, as they stand with numbers."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from kg.arabic import noun_stem, proclitic_stems
from kg.extract.lexicon import rows

_SOUND = "ين"
_NATIONALITY = ("يا", "يين", "يون", "يان", "يتين", "يتان", "يات")
_SHORTEST_NATIONALITY = 5
_PARENTS = frozenset(("والديه", "والديها", "والداه", "والداها"))
_NO_DUALS = frozenset("طغيان عصيان شريان غثيان هذيان اعيان احيان نسيان بنيان سريان فتيان غليان بيان كيان الاحيان".split())


class Number(StrEnum):
    """How many people a noun means by its form."""

    ONE = "one"
    TWO = "two"
    SEVERAL = "several"


@lru_cache(maxsize=1)
def _numbers() -> dict[str, Number]:
    forms: dict[str, Number] = {}
    for singular, plurals in rows("people.tsv", 2):
        for form, number in _inflected(singular, plurals.split()):
            forms.setdefault(form, number)
    return forms


def _inflected(singular: str, plurals: list[str]) -> Iterator[tuple[str, Number]]:
    """Every form of a noun; «مدنيين» is several people, since it need not be two."""
    stem = singular[:-1] + "ت" if singular.endswith("ه") and _SOUND not in plurals else singular
    if singular in plurals:
        yield singular, Number.SEVERAL
        return
    yield singular, Number.ONE
    if stem == singular:
        yield singular + "ا", Number.ONE
    for plural in plurals:
        yield from ((form, Number.SEVERAL) for form in ((stem + "ين", stem + "ون", stem + "ي") if plural == _SOUND else (plural,)))
    yield stem + "ان", Number.TWO
    yield stem + "ين", Number.TWO


def noun_number(form: str) -> Number | None:
    """How many people a folded noun without clitics means; None where it is not known to mean any."""
    return _numbers().get(form)


@lru_cache(maxsize=20_000)
def is_people(form: str) -> bool:
    """Whether a folded noun after a number means people: a known one, article and endings aside («ناشطيها»), or one of a country."""
    known = _numbers()
    return form in known or is_nationality(form) or any(stem in known for stem in noun_stem(form))


def is_nationality(form: str) -> bool:
    """«إيرانيا», «أمريكيين»: after a number it means people of a country."""
    return len(form) >= _SHORTEST_NATIONALITY and form.endswith(_NATIONALITY) and form not in _NO_DUALS


@lru_cache(maxsize=20_000)
def is_dual(form: str) -> bool:
    """Whether a folded word, clitics aside, means two people by its form alone («شخصين», «قتيلان», «مصريان», «والديه»)."""
    return any(_is_dual(stem.form) for stem in proclitic_stems(form))


def _is_dual(form: str) -> bool:
    return form in _PARENTS or noun_number(form.removeprefix("ال")) is Number.TWO


@lru_cache(maxsize=20_000)
def is_nationality_dual(form: str) -> bool:
    """«مصريان»: two people of a country, if they are people at all."""
    return form.endswith("يان") and is_nationality(form)


@lru_cache(maxsize=1)
def _things() -> frozenset[str]:
    return frozenset(stem for (stem,) in rows("things.txt", 1))


@lru_cache(maxsize=20_000)
def is_thing(form: str) -> bool:
    """Whether a folded noun means times, money, weapons and the like, which numbers of people never count."""
    return any(stem in _things() for stem in (form, *noun_stem(form))) and noun_number(form) is None
