"""Numbers of people among the words of an article: numerals with what they count, duals, and single people."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kg.arabic import digits_value, may_begin_number, number_words, proclitic_stems
from kg.calendar import calendar
from kg.extract.figures.outcomes import casualty, people_outcome
from kg.extract.figures.people import Number, is_dual, is_nationality_dual, is_people, is_thing, noun_number
from kg.extract.words import Word

_TWO = frozenset(("اثنين", "اثنان", "اثنتين", "اثنتان"))
_ONE = frozenset(("واحد", "واحدا", "واحده"))
_ONE_OF = frozenset(("احد", "احدي", "احدهم", "احدهما", "احداهن"))
_ORDINALS = ("ثان", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
_ANOTHER = frozenset(("اخر", "الاخر", "اخري", *_ORDINALS, *(ordinal + "ا" for ordinal in _ORDINALS)))
"""«وأصيب آخر», «وإصابة رابع»: one more, whatever the number."""
_NOT_NOUNS = frozenset(
    (
        *(
            "في",
            "من",
            "عن",
            "اصل",
            "علي",
            "الي",
            "جراء",
            "اثر",
            "خلال",
            "بعد",
            "قبل",
            "عند",
            "عندما",
            "حين",
            "منذ",
            "كما",
            "لدي",
            "ضمن",
            "وسط",
        ),
        *(
            "داخل",
            "قرب",
            "بين",
            "بينهم",
            "بينها",
            "منهم",
            "منها",
            "منهن",
            "فيما",
            "بينما",
            "حتي",
            "ما",
            "لا",
            "كانوا",
            "قد",
            "او",
            "و",
            "اخيرا",
        ),
    )
)
_AFTER_NUMBER = frozenset(("علي", "تقريبا", "فقط"))
_HURT = frozenset(("قتيل", "جريح", "شهيد", "مصاب"))
_ADJECTIVE_ENDINGS = ("ين", "ان", "يا", "ي")
_OPENING = ("", ")", '"', "«", "“", "(")
_PREPOSITIONS = ("ب", "ل")
RISES = ("رتفع", "رتفاع", "ترفع", "يرفع", "زاد", "زياده")
"""Parts of words that say that a number grew."""
_RAISED_NEAR = 8
_LONGEST_NUMERAL = 6
_MOST_PEOPLE = 10_000_000_000
"""More people than this there are not: a longer row of digits is an error or a trick, and no file of another tool has room for it."""
_YEARS = range(1900, 2101)


class Form(StrEnum):
    """How a number of people is written."""

    COUNTED = "counted"
    """With a noun for people: «20 شخصا», «عشرون قتيلا»."""
    UNKNOWN = "unknown"
    """With a noun that need not mean people: «12 ناخبا»."""
    BARE = "bare"
    """Without a noun: «وإصابة 12»."""
    DUAL = "dual"
    ONE = "one"
    """A singular: «مقتل جندي»."""
    ONE_OF = "one of"
    """«أحد المارة»."""
    ANOTHER = "another"
    TOGETHER = "together"
    """Dead and hurt people together («70 قتيلا وجريحا»): neither number is known."""


@dataclass(frozen=True, slots=True)
class PeopleNumber:
    """How many people some words mean."""

    value: int
    first: int
    last: int
    form: Form
    noun: int | None = None
    """Index of the noun that is counted."""
    property: str | None = None
    """What became of them, where the noun says so («عشرون قتيلا»)."""
    bound: str | None = None
    """"AtLeast" or "AtMost" at the two ends of a range («بين 20 و30 قتيلا»)."""


def people_numbers(words: Sequence[Word], names: Container[int] = ()) -> Iterator[PeopleNumber]:
    """The numbers that may be of people, in the order of the text, without overlaps but for the two ends of a range.

    `names` are the indexes of the words of names, which are no nouns: «سوريا», «طالبان».
    """
    index, after_noun = 0, -1
    while index < len(words):
        found = _at(words, index) if index not in names and _may_begin(words[index].form) else []
        if found and found[-1].form in (Form.ONE, Form.ANOTHER) and index == after_noun:  # «14 جنديا أفغانيا», «أربع جثث أخرى»
            found = []
        yield from (number for number in found if number.form is not Form.TOGETHER)
        index = found[-1].last + 1 if found else index + 1
        after_noun = index if found and found[-1].noun is not None else -1


@lru_cache(maxsize=20_000)
def _may_begin(form: str) -> bool:
    """Whether a folded word may be a number of people or begin one: most may not, and are passed over."""
    if form in _TWO or form in _ONE_OF or form in _ANOTHER or is_dual(form) or is_nationality_dual(form) or _dual_outcome(form):
        return True
    if noun_number(form.removeprefix("ال")):
        return True
    return any(may_begin_number(stem.form) or noun_number(stem.form) or _says_one(stem.form) for stem in proclitic_stems(form))


def _says_one(form: str) -> bool:
    return form.removesuffix("ا") in _HURT


def _at(words: Sequence[Word], index: int) -> list[PeopleNumber]:
    """The number that begins at a word, or the two of a range; none, mostly."""
    if by_noun := _noun_first(words, index) or _dual(words, index):
        return [by_noun]
    value, after = _numeral(words, index)
    if value is None or (value == 1 and words[index].form in _ONE_OF):
        return [single] if (single := _single(words, index)) else []
    upper, last = _upper_end(words, index, after)
    number = _with_noun(words, index, last, value if upper is None else upper)
    if number is None or upper is None:
        return [number] if number else []
    if words[after].form == "الي" and (upper < value or _is_raised(words, index)):  # «من 95 إلى 84» is no range
        return [replace(number, first=after + 1)]
    return [replace(number, value=value, bound="AtLeast"), replace(number, bound="AtMost")]


def _is_raised(words: Sequence[Word], index: int) -> bool:
    """«ارتفاع القتلى من 7 إلى 12»: the first number no longer holds, so that the two are no range."""
    before = [word.form for word in words[max(index - _RAISED_NEAR, 0) : index] if word.sentence == words[index].sentence]
    return before[-1:] == ["من"] and any(part in form for form in before for part in RISES)


def _numeral(words: Sequence[Word], index: int) -> tuple[int | None, int]:
    """Value of the number at a word and index after its last word; None for digits of a date, a clock or a share, and for more people
    than there are.
    """
    if words[index].form in _ONE and index and not words[index].glued:
        return None, index + 1
    rest = _unglued_forms(words, index + 1)
    for stem in words[index].stems():
        if found := number_words([stem.form, *rest]):
            value, used = found
            return (None if value > _MOST_PEOPLE or _is_of_a_date(words, index, index + used) else value), index + used
    return None, index + 1


def _unglued_forms(words: Sequence[Word], start: int) -> list[str]:
    forms = []
    for word in words[start : start + _LONGEST_NUMERAL]:
        if word.glued:
            break
        forms.append(word.form)
    return forms


def _is_of_a_date(words: Sequence[Word], index: int, after: int) -> bool:
    before, behind = words[index].glued, words[after].glued if after < len(words) else ""
    follows_digits = index > 0 and words[index - 1].form.isdigit() and words[index].form[0].isdigit()
    is_cut = (follows_digits and before in ("/", ":", "-")) or before == "/" or behind.startswith(("/", "%", "٪"))
    return is_cut or _is_year(words, index, after)


def _is_year(words: Sequence[Word], index: int, after: int) -> bool:
    """«في ديسمبر (كانون الأول) 2014»: the number of a year right behind the name of a month, which counts no people."""
    form = words[index].form
    if len(form) != len("2014") or not form.isdigit() or int(form) not in _YEARS:
        return False
    behind = [word for word in words[after : after + 2] if word.sentence == words[index].sentence and not word.glued]
    if behind and _is_counted(behind[0]) and not any(word.form in _ONE for word in behind[1:]):
        return False
    months = calendar().months
    return any(tuple(word.form for word in words[index - length : index]) in months for length in (1, 2) if length <= index)


def _is_counted(word: Word) -> bool:
    """Whether a noun may stand behind a number of over a hundred: a singular of people («2000 شخص», «2000 قتيل»)."""
    return noun_number(word.form) is Number.ONE or _says_one(word.form)


def _upper_end(words: Sequence[Word], index: int, after: int) -> tuple[int | None, int]:
    """The upper end of a range («بين 20 و30», «من 5 إلى 7», «20-30») and the index after it; else None and `after`."""
    if after + 1 >= len(words) or words[after].sentence != words[index].sentence:
        return None, after
    before = words[index - 1].form.removeprefix("ل") if index else ""
    joint = words[after]
    if joint.glued in ("-", "–") and digits_value(words[index].form) and digits_value(joint.form) and not words[after + 1].glued:
        return digits_value(joint.form), after + 1
    if (before, joint.form) in (("بين", "و"), ("من", "الي")):
        after += 1
    elif before != "بين" or joint.glued or not joint.form.startswith("و"):
        return None, after
    value, end = _numeral(words, after)
    return (value, end) if value is not None else (None, after)


def _with_noun(words: Sequence[Word], first: int, after: int, value: int) -> PeopleNumber | None:
    """The number with what it counts; None where that is no people, or dead and hurt people together."""
    noun = _noun_after(words, first, after)
    if noun is None:
        return PeopleNumber(value, first, after - 1, Form.BARE)
    if known := people_outcome(words, noun):
        together = _is_joined(words, known.last + 1, known.entry)
        return PeopleNumber(value, first, known.last + together, Form.TOGETHER if together else Form.COUNTED, noun, known.entry)
    if is_thing(words[noun].form):
        return None
    if is_people(words[noun].form):
        together = _is_shared(words, noun + 1)
        return PeopleNumber(value, first, noun + 3 * together, Form.TOGETHER if together else Form.COUNTED, noun)
    if words[noun].form.startswith(_PREPOSITIONS):
        return PeopleNumber(value, first, after - 1, Form.BARE)
    return PeopleNumber(value, first, noun if noun == after else after - 1, Form.UNKNOWN, noun)


def _noun_after(words: Sequence[Word], first: int, after: int) -> int | None:
    """Index of the noun behind a number («20 شخصا», «20 من رجال …», «144) موقوفا»); None where none stands there."""
    if after < len(words) and words[after].form in _AFTER_NUMBER:
        after += 2 if words[after].form == "علي" else 1
    if after + 1 < len(words) and words[after].form == "من":
        after += 1
    if after >= len(words) or words[after].glued not in _OPENING or words[after].sentence != words[first].sentence:
        return None
    known = people_outcome(words, after)
    return after if (known and not known.skip) or _may_be_noun(words[after]) else None


def _may_be_noun(word: Word) -> bool:
    if word.form in _NOT_NOUNS or word.form.startswith(("يشتبه", "و")):
        return False
    return casualty(word) is None and not may_begin_number(word.form)


def _is_joined(words: Sequence[Word], index: int, name: str) -> bool:
    """«70 قتيلا وجريحا»: one number for the dead and the hurt together says neither."""
    word = words[index] if index < len(words) else None
    if word is None or word.glued or not word.form.startswith("و"):
        return False
    other = people_outcome(words, index)
    return other is not None and other.entry != name


def _is_shared(words: Sequence[Word], index: int) -> bool:
    """«أربعون شخصا بين قتيل وجريح»: neither number is known."""
    forms = [word.form for word in words[index : index + 2]]
    return forms == ["ما", "بين"] or (forms[:1] == ["بين"] and len(forms) > 1 and casualty(words[index + 1], people=True) is not None)


def _noun_first(words: Sequence[Word], index: int) -> PeopleNumber | None:
    """«مدنيين اثنين», «عسكريين تركيين اثنين», «شخصا واحدا», «الرهائن الثمانية»: the number behind the noun."""
    form = words[index].form
    noun = noun_number(form) or noun_number(form.removeprefix("و").removeprefix("ال"))
    if noun is None:
        return None
    for at in range(index + 1, min(index + 3, len(words))):
        between = words[at - 1].form if at > index + 1 else ""
        if words[at].glued or words[at].sentence != words[index].sentence or between.startswith("و"):
            return None
        if value := _value_behind(words[at].form, form, noun, between):
            return PeopleNumber(value, index, at, Form.COUNTED, index)
    return None


def _value_behind(form: str, counted: str, noun: Number, between: str) -> int | None:
    """The number that a word gives to a noun before it."""
    if form in _TWO and noun is not Number.ONE and (not between or between.endswith(_ADJECTIVE_ENDINGS)):
        return 2
    if form in _ONE and noun is Number.ONE:
        return 1
    if noun is Number.SEVERAL and form.startswith("ال") and counted.startswith("ال"):
        found = number_words([form.removeprefix("ال")])
        return found[0] if found and found[0] > 2 else None
    return None


def _dual(words: Sequence[Word], index: int) -> PeopleNumber | None:
    """«شخصين», «قتيلان», and «مصريان», which may be something else."""
    form = words[index].form
    if is_dual(form) or _dual_outcome(form):
        known = people_outcome(words, index)
        return PeopleNumber(2, index, index, Form.DUAL, index, known.entry if known else None)
    return PeopleNumber(2, index, index, Form.UNKNOWN, index) if is_nationality_dual(form) else None


@lru_cache(maxsize=20_000)
def _dual_outcome(form: str) -> bool:
    """«قتيلان», «جريحين»: two, and what became of them; not «مصابين», which are several as well."""
    return any(
        stem.form == "مصابان" or (stem.form.endswith(("ان", "ين")) and stem.form[:-2] in _HURT - {"مصاب"}) for stem in proclitic_stems(form)
    )


def _single(words: Sequence[Word], index: int) -> PeopleNumber | None:
    """One person: a singular without the article, «أحد …», «آخر»."""
    form = words[index].form
    if form in _ONE_OF:
        return _one_of(words, index)
    if form in _ANOTHER:
        return PeopleNumber(1, index, index, Form.ANOTHER)
    if not form.startswith("ك") and any(_says_one(stem.form) for stem in words[index].stems()):
        name = casualty(words[index], people=True)
        shared = index > 0 and words[index - 1].form == "بين"
        together = shared and name is not None and _is_joined(words, index + 1, name)
        return PeopleNumber(1, index, index + together, Form.TOGETHER if together else Form.ONE, index, name)
    return PeopleNumber(1, index, index, Form.ONE, index) if noun_number(form) is Number.ONE else None


def _one_of(words: Sequence[Word], index: int) -> PeopleNumber | None:
    """«أحد المارة», «أحدهم»."""
    if words[index].form not in ("احد", "احدي"):
        return PeopleNumber(1, index, index, Form.ONE_OF)
    noun = words[index + 1] if index + 1 < len(words) else None
    is_one = noun is not None and noun.glued in _OPENING and is_people(noun.form)
    return PeopleNumber(1, index, index + 1, Form.ONE_OF, index + 1) if is_one else None
