"""How Arabic is written: folding of spelling, clitics, endings, number words. The only place that knows.

Nothing here changes a stored text; folded forms are for comparing only.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TATWEEL = "\u0640"
MARKS = "\u064b-\u065f\u0670"
"""Range of vowel marks for use inside a character class: they are part of a word, though not of `\\w`."""

_LETTERS = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", TATWEEL: None})
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Spelling-insensitive form for comparing: no marks, no tatweel, one alef, ى as ي, ة as ه, words joined by one space.

    >>> fold("«الإمارات العربيّة المتّحدة»")
    'الامارات العربيه المتحده'
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS).lower()
    return " ".join(_WORD.findall("".join([c for c in decomposed if not unicodedata.combining(c)])))


def fold_with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """Folded form of `text` and, for each of its characters, the index in `text` that it comes from.

    White space and punctuation stay. The offsets have one more entry, the length of `text`.
    """
    characters: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        decomposed = unicodedata.normalize("NFKD", character.translate(_LETTERS))
        for part in decomposed.translate(_LETTERS).lower():
            if not unicodedata.combining(part):
                characters.append(part)
                offsets.append(index)
    return "".join(characters), (*offsets, len(text))


@dataclass(frozen=True, slots=True)
class Stem:
    """One way to read a folded word: what is left when `skip` characters of proclitics are taken off its front."""

    skip: int
    form: str
    """Folded, the article restored where لل stood («للامم» has skip 1 and form «الامم»)."""


_PREPOSITIONS = "بلك"
_CONJUNCTIONS = "وف"


def proclitic_stems(word: str) -> tuple[Stem, ...]:
    """All ways to take و ف ب ل ك off the front of a folded word, the whole word first.

    >>> [(stem.skip, stem.form) for stem in proclitic_stems("وللامم")]
    [(0, 'وللامم'), (1, 'للامم'), (2, 'الامم'), (2, 'لامم')]
    """
    stems = [Stem(0, word)]
    starts = [0]
    if len(word) > 2 and word[0] in _CONJUNCTIONS:
        stems.append(Stem(1, word[1:]))
        starts.append(1)
    for start in starts:
        rest = word[start:]
        if rest.startswith("لل") and len(rest) > 3:
            stems.append(Stem(start + 1, "ال" + rest[2:]))
        if len(rest) > 2 and rest[0] in _PREPOSITIONS:
            stems.append(Stem(start + 1, rest[1:]))
    return tuple(stems)


_NOUN_ENDINGS = ("", "ا", "ات", "ان", "ين", "ون", "ه", "ها", "هم", "هما", "هن", "نا", "اته", "اتها", "اتهم")
_FEMININE_ENDINGS = ("ته", "تها", "تهم", "تا", "تي", "تان", "تين")
"""What ة becomes before a pronoun or in the dual: «غارته», «غارتين»."""
_VERB_ENDINGS = ("", "ت", "ا", "تا", "وا", "نا", "ه", "ها", "هم", "ته", "تها", "تهم", "وه", "وها", "وهم", "ون", "ان", "ين", "ن")
_IMPERFECT = "يتنا"


def noun_stem(form: str) -> Iterator[str]:
    """Readings of a folded noun without article and endings, longest first (dual, plurals, tanwīn, pronouns)."""
    bare = form[2:] if form.startswith("ال") and len(form) > 4 else form
    yield from _without_endings(bare, _NOUN_ENDINGS)
    for stem in _without_endings(bare, _FEMININE_ENDINGS):
        yield stem + "ه"


def verb_stem(form: str) -> Iterator[str]:
    """Readings of a folded verb without future س, endings and pronouns; imperfects begin with ي whatever the person."""
    starts = [form]
    if form.startswith("س") and len(form) > 3 and form[1] in _IMPERFECT:
        starts.append(form[1:])
    for start in starts:
        yield from _without_endings(start, _VERB_ENDINGS)
        yield from _with_weak_ending(start)
        if start[0] in _IMPERFECT and start[0] != "ي":
            yield from _without_endings("ي" + start[1:], _VERB_ENDINGS)


def _with_weak_ending(form: str) -> Iterator[str]:
    """Verbs in ى, which falls before ت and وا and turns into ا before a pronoun: «نفت», «تبناه» of «نفى», «تبنى»."""
    for ending in ("ت", "وا"):
        if form.endswith(ending) and len(form) > 2:
            yield form.removesuffix(ending) + "ي"
    for pronoun in ("ه", "ها", "هم"):
        if form.endswith("ا" + pronoun) and len(form) > len(pronoun) + 2:
            yield form.removesuffix("ا" + pronoun) + "ي"


def _without_endings(form: str, endings: Sequence[str]) -> Iterator[str]:
    for ending in endings:
        if form.endswith(ending) and len(form) - len(ending) >= 2:
            yield form[: len(form) - len(ending)]


_UNITS = {
    "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1,
    "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2,
    "ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7,
    "ثمانيه": 8, "ثماني": 8, "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
}  # fmt: skip
_TENS = {"عشر": 20, "ثلاث": 30, "اربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90}
_HUNDREDS = {
    "مئه": 100,
    "مائه": 100,
    "مءه": 100,
    "ميه": 100,
    "مئتان": 200,
    "مئتين": 200,
    "ميتان": 200,
    "ميتين": 200,
    "مائتان": 200,
    "مائتين": 200,
    "مايه": 100,
    "مايتين": 200,
    "مايتان": 200,
}
_THOUSANDS = {
    "الف": 1000,
    "الفا": 1000,
    "الاف": 1000,
    "الفين": 2000,
    "الفان": 2000,
    "مليون": 1_000_000,
    "ملايين": 1_000_000,
    "مليونا": 1_000_000,
}
_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d{3})*(?![.,٫٬]?\d)")
_SEPARATORS = re.compile(r"[.,٫٬]")


def digits_value(text: str) -> int | None:
    """The whole number that digits of either script write, thousands separated or not; None for anything else.

    >>> digits_value("١٣٠"), digits_value("1,200"), digits_value("3.5")
    (130, 1200, None)
    """
    if not _DIGITS.fullmatch(text):
        return None
    return int(_SEPARATORS.sub("", text))


def number_word(word: str) -> int | None:
    """The value of one folded number word, joined hundreds included («ثلاثمئه»); None for any other word."""
    if word in _UNITS:
        return _UNITS[word]
    if word in _HUNDREDS:
        return _HUNDREDS[word]
    if word in _THOUSANDS:
        return _THOUSANDS[word]
    if word.endswith(("ون", "ين")) and word[:-2] in _TENS:
        return _TENS[word[:-2]]
    for hundred in ("مئه", "مائه", "ميه", "مايه"):
        if word.endswith(hundred) and word.removesuffix(hundred) in _UNITS:
            return _UNITS[word.removesuffix(hundred)] * 100
    return None


def number_words(words: Sequence[str]) -> tuple[int, int] | None:
    """Value of the number that folded `words` begin with, and how many of them it takes; None where they begin with none.

    Later parts come joined («خمسة عشر») or with و («خمسة وعشرون», «مئة وثلاثون», «ثلاثة آلاف ومئتان»).

    >>> number_words(["ثلاثه", "وعشرون", "قتيلا"])
    (23, 2)
    """
    first = number_word(words[0]) if words else None
    if first is None:
        return None
    total, group, used = 0, first, 1
    if words[0] in _THOUSANDS:
        total, group = first, 0
    while used < len(words):
        word = words[used]
        joined = number_word(word[1:]) if word.startswith("و") and len(word) > 2 else None
        plain = None if joined is not None else number_word(word)
        if joined is not None and word[1:] not in _THOUSANDS:
            group += joined
        elif plain == 10 and 0 < group < 10:
            group += 10
        elif plain is not None and word in _HUNDREDS and 0 < group < 10:
            group *= plain
        elif plain is not None and word in _THOUSANDS and group:
            total, group = total + group * plain, 0
        else:
            break
        used += 1
    return total + group, used


def adjective_forms(masculine: str) -> frozenset[str]:
    """Folded forms of a nationality adjective, with and without the article: روسي, روسيه, الروسي, الروسيه, plurals.

    >>> sorted(adjective_forms("روسي"))[:3]
    ['الروسي', 'الروسيان', 'الروسيه']
    """
    stem = fold(masculine)
    forms = [stem + ending for ending in ("", "ه", "ين", "ون", "ان", "تين", "ات")] + ([stem + "تان"] if stem.endswith("ي") else [])
    return frozenset(forms) | frozenset("ال" + form for form in forms)
