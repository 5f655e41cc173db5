"""How Arabic is written: folding of spelling, clitics, endings, number words. The only place that knows.

Nothing here changes a stored text; folded forms are for comparing only.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

TATWEEL = "\u0640"
MARKS = "\u064b-\u065f\u0670"
"""Range of vowel marks for use inside a character class: they are part of a word, though not of `\\w`."""

_LETTERS = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", TATWEEL: None})
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Spelling-insensitive form for comparing: no marks, no tatweel, one alef, ى as ي, ة as ه, words joined by one space.

    >>> fold("«الإمارات العربيّة المتّحدة»")
    'الامارات العربيه المتحده'
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS).lower()
    return " ".join(_WORD.findall("".join([c for c in decomposed if not unicodedata.combining(c)])))


def folded_words(text: str) -> list[str]:
    """The words of a text, folded: those of `fold(text)`, in less time, since words come again and again.

    >>> folded_words("قالت إنّها")
    ['قالت', 'انها']
    """
    return [word for token in text.split() for word in fold(token).split()]


@lru_cache(maxsize=20_000)
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


@lru_cache(maxsize=30_000)
def proclitic_stems(word: str) -> tuple[Stem, ...]:
    """All ways to take و ف ب ل ك off the front of a folded word, the whole word first; of three ل only two are written («للاذقية»).

    >>> [(stem.skip, stem.form) for stem in proclitic_stems("وللامم")]
    [(0, 'وللامم'), (1, 'للامم'), (2, 'الامم'), (2, 'اللامم'), (2, 'لامم')]
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
            stems.append(Stem(start + 1, "الل" + rest[2:]))
        if len(rest) > 2 and rest[0] in _PREPOSITIONS:
            stems.append(Stem(start + 1, rest[1:]))
    return tuple(stems)


_NOUN_ENDINGS = ("", "ا", "ات", "ان", "ين", "ون", "ه", "ها", "هم", "هما", "هن", "نا", "اته", "اتها", "اتهم")
_FEMININE_ENDINGS = ("ته", "تها", "تهم", "تا", "تي", "تان", "تين")
"""What ة becomes before a pronoun or in the dual: «غارته», «غارتين»."""
_FEMININE_PLURALS = ("ات", "اته", "اتها", "اتهم")
"""What ة becomes in the plural: «غارات», «مداهماتهم»."""
_VERB_ENDINGS = ("", "ت", "ا", "تا", "وا", "نا", "ه", "ها", "هم", "ته", "تها", "تهم", "وه", "وها", "وهم", "ون", "ان", "ين", "ن")
_IMPERFECT = "يتنا"
_OTHER_PERSONS = ("ت", "ن", "ا")
"""What imperfects begin with besides ي."""


def noun_stem(form: str) -> Iterator[str]:
    """Readings of a folded noun without article and endings, longest first (dual, plurals, tanwīn, pronouns)."""
    bare = form[2:] if form.startswith("ال") and len(form) > 4 else form
    yield from _without_endings(bare, _NOUN_ENDINGS)
    for stem in _without_endings(bare, (*_FEMININE_ENDINGS, *_FEMININE_PLURALS)):
        yield stem + "ه"


def verb_stem(form: str) -> Iterator[str]:
    """Readings of a folded verb without future س, endings and pronouns; imperfects begin with ي whatever the person."""
    starts = [form]
    if form.startswith("س") and len(form) > 3 and form[1] in _IMPERFECT:
        starts.append(form[1:])
    for start in starts:
        yield from _without_endings(start, _VERB_ENDINGS)
        yield from _with_weak_ending(start)
        if start.startswith(_OTHER_PERSONS):
            yield from _without_endings("ي" + start[1:], _VERB_ENDINGS)


def _with_weak_ending(form: str) -> Iterator[str]:
    """Verbs in ى, which falls before ت and وا and turns into ا before a pronoun: «نفت», «تبناه» of «نفى», «تبنى»."""
    for ending in ("ت", "وا"):
        if form.endswith(ending) and len(form) > 2:
            yield form.removesuffix(ending) + "ي"
    for pronoun in ("ه", "ها", "هم"):
        if form.endswith("ا" + pronoun) and len(form) > len(pronoun) + 2:
            yield form.removesuffix("ا" + pronoun) + "ي"


def _without_endings(form: str, endings: Sequence[str]) -> list[str]:
    """`form` without each of the endings that it has, at least two letters of it left."""
    longest = len(form) - 2
    return [form[: len(form) - len(ending)] for ending in endings if form.endswith(ending) and len(ending) <= longest]


_UNITS = {
    "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1,
    "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2,
    "ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7,
    "ثمانيه": 8, "ثماني": 8, "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
}  # fmt: skip
_TENS = {"عشر": 20, "ثلاث": 30, "اربع": 40, "خمس": 50, "ست": 60, "سبع": 70, "ثمان": 80, "تسع": 90}
_HUNDREDS = {"ميه": 100, "مايه": 100} | dict.fromkeys(("ميتان", "ميتين", "ميتا", "ميتي", "مايتان", "مايتين", "مايتا", "مايتي"), 200)
_THOUSANDS = {
    "الف": 1000, "الفا": 1000, "الاف": 1000, "الفين": 2000, "الفان": 2000, "الفي": 2000,
    "مليون": 1_000_000, "مليونا": 1_000_000, "ملايين": 1_000_000, "مليونين": 2_000_000, "مليونان": 2_000_000, "مليوني": 2_000_000,
}  # fmt: skip
_UNCOUNTED = frozenset(("الاف", "ملايين"))
"""Plurals that count only after a number («خمسة آلاف»): alone they leave open how many thousands."""
_DUALS = frozenset(("الفا", "مليونا"))
"""Two thousand where nothing counts them («ألفا مدني»), one after a number («عشرون ألفا»)."""
_PARTS = {"نصف": 2, "ربع": 4}
_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d{3})*(?![.,٫٬]?\d)")
_DECIMAL = re.compile(r"(\d+)[.,٫](\d{1,2})")
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
    """The value of one folded number word, joined hundreds included («ثلاثميه»); None for any other word."""
    if word in _UNITS:
        return _UNITS[word]
    if word in _HUNDREDS:
        return _HUNDREDS[word]
    if word in _THOUSANDS:
        return _THOUSANDS[word]
    if word.endswith(("ون", "ين")) and word[:-2] in _TENS:
        return _TENS[word[:-2]]
    for hundred in ("ميه", "مايه"):
        if word.endswith(hundred) and word.removesuffix(hundred) in _UNITS:
            return _UNITS[word.removesuffix(hundred)] * 100
    return None


def may_begin_number(word: str) -> bool:
    """Whether a number can begin with a folded word: digits, a number word, or a part («نصف مليون», «3.5 آلاف»)."""
    return word in _PARTS or number_word(word) is not None or digits_value(word) is not None or _DECIMAL.fullmatch(word) is not None


def number_words(words: Sequence[str]) -> tuple[int, int] | None:
    """Value of the number that folded `words` begin with, and how many of them it takes; None where they begin with none.

    The first may be digits («14 ألفا»). Later parts come joined («خمسة عشر») or with و («خمسة وعشرون», «ثلاثة آلاف ومئتان»).

    >>> number_words(["ثلاثه", "وعشرون", "قتيلا"])
    (23, 2)
    """
    first = _first_number(words)
    if first is None:
        return None
    group, used = first
    total, group = (group, 0) if words[used - 1] in _THOUSANDS else (0, group)
    while used < len(words):
        word = words[used]
        if word == "و":  # «ألف و500»: و stands apart before digits
            hundreds = digits_value(words[used + 1]) if used + 1 < len(words) and total and not group else None
            if hundreds is None or hundreds >= 1000:
                break
            group, used = hundreds, used + 2
            continue
        joined = number_word(word[1:]) if word.startswith("و") and len(word) > 2 else None
        plain = number_word(word)
        if joined is not None and _adds(total, group, joined):
            total, group = (total + joined, 0) if word[1:] in _THOUSANDS else (total, group + joined)
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


def _first_number(words: Sequence[str]) -> tuple[int, int] | None:
    """Value of the part that a number begins with («ثلاثة», «14», «نصف مليون»), and how many words it takes."""
    if not words or words[0] in _UNCOUNTED:
        return None
    thousands = _THOUSANDS.get(words[1]) if len(words) > 1 else None
    if thousands and words[0] in _PARTS:
        return thousands // _PARTS[words[0]], 2
    if thousands and (decimal := _DECIMAL.fullmatch(words[0])):  # «3.5 آلاف»
        return int(Fraction(f"{int(decimal[1])}.{decimal[2]}") * thousands), 2
    value = digits_value(words[0])
    value = number_word(words[0]) if value is None else value
    return None if value is None else (value * 2 if words[0] in _DUALS else value, 1)


def _adds(total: int, group: int, joined: int) -> bool:
    """Whether a part joined with و goes on with the number: «ثلاثة وعشرون», but not «ثلاثة وأربعة», which are two."""
    if joined >= 1000:
        return group == 0 and total > joined
    if group == 0:
        return total >= 1000
    below = group % 100
    return joined < 100 and (below == 0 or (below < 10 and joined in range(20, 100, 10)))


def adjective_forms(masculine: str) -> frozenset[str]:
    """Folded forms of a nationality adjective, with and without the article: روسي, روسيه, الروسي, الروسيه, plurals.

    >>> sorted(adjective_forms("روسي"))[:3]
    ['الروسي', 'الروسيات', 'الروسيان']
    """
    stem = fold(masculine)
    forms = [stem + ending for ending in ("", "ه", "ين", "ون", "ان", "تين", "ات")] + ([stem + "تان"] if stem.endswith("ي") else [])
    return frozenset(forms) | frozenset("ال" + form for form in forms)


def after_preposition(name: str, before: str, is_known: Callable[[str], bool]) -> str:
    """A name as it would stand alone, given what stands right before it: of the article, ل leaves only its ل.

    A known name is read as written, else with the article, of which one ل may be gone too; with it where none is known.

    >>> after_preposition("لأمم المتحدة", "قالت ل", lambda name: False)
    'الأمم المتحدة'
    >>> after_preposition("لبنان", "قالت ل", lambda name: name == "لبنان")
    'لبنان'
    """
    if not (before.endswith("ل") and name.startswith("ل")):
        return name
    with_article = "ا" + name
    return next((form for form in (name, with_article, "ال" + name) if is_known(form)), with_article)


_UNDERSCORES = str.maketrans("_", " ")
_JOINED_FIRST = ("عبد", "ابو", "ابا", "ابي")
"""First parts of compound names, which are written together or apart: «عبدالله», «أبومصعب»."""
_FIRST_PARTS = {"ابا": "ابو", "ابي": "ابو", "ابن": "بن"}
_NEVER_FOREIGN = frozenset("عحصضظثذء")
"""Letters that hardly ever stand in a name from another alphabet."""
_FOREIGN_WITH_AL = ("الكس", "اليكس", "الفري", "البرت", "اليزاب")
"""How foreign names begin whose first letters only look like the article («ألكسندر»)."""
_FOREIGN = "x"
"""Begins the key of a foreign word, so that it never equals an Arabic one."""
_LONG_VOWELS = frozenset("اوي")
_SOUNDS = str.maketrans({"غ": "ج", "گ": "ج", "چ": "ج", "ق": "ك", "ڤ": "ف", "پ": "ب"})
"""Letters that a foreign g, k, v or p is written with. A g that is written with ق or ك stays apart: too many names have a k."""
_ARABIC_TWINS = frozenset("سلمان سليمان مبارك مبروك ابراهيم مسلم مسلمي تلمساني سلماني سليماني مكرم مكارم".split())
"""Arabic names of four consonants that only a long vowel tells from another Arabic name."""


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, compound first parts apart and of one form: «عبدالله», «عبد الله»; «أبا مصعب», «أبو مصعب».

    >>> name_words("عبدالقهار_ابن أبي مصعب")
    ('عبد', 'القهار', 'بن', 'ابو', 'مصعب')
    """
    parts = (part for word in fold(name.translate(_UNDERSCORES)).split() for part in _compound_parts(word))
    return tuple(_FIRST_PARTS.get(part, part) for part in parts)


def _compound_parts(word: str) -> tuple[str, ...]:
    for first in _JOINED_FIRST:
        rest = word.removeprefix(first)
        if rest != word and len(rest) > 2 and (first == "ابو" or rest.startswith("ال")):
            return first, rest
    return (word,)


@lru_cache(maxsize=20_000)
def spelling_key(name: str) -> str:
    """What spellings of one person's name share and hardly two different names: equal keys mean one name.

    Arabic words count letter for letter, but for compound parts («عبدالله») and the article of surnames in ي («العامري»). In
    words that look foreign, ا and ي within («ديمتري», «دميتري»), doubled letters and the letter for a sound that Arabic lacks
    («غوتيريش», «جوتيريش») do not count; the vowels that they begin and end with do.

    >>> spelling_key("ديميتري غوتيريش") == spelling_key("دميتري جوتيريش")
    True
    >>> spelling_key("محمد سالم") == spelling_key("محمد سليم")
    False
    """
    first, *others = spelling_words(name) or ("",)
    return " ".join((first, *(word.removeprefix("ال") if _is_surname(word) else word for word in others)))


@lru_cache(maxsize=20_000)
def spelling_words(name: str) -> tuple[str, ...]:
    """The words of a name, each by what its spellings share, with the article of surnames."""
    return tuple(_foreign_key(word) or _arabic_key(word) for word in name_words(name))


def _is_surname(word: str) -> bool:
    return word.startswith("ال") and word.endswith("ي") and len(word) > 6


def _arabic_key(word: str) -> str:
    """A word without doubled long vowels («داوود»), a foreign «نغ» at its end as «نج»."""
    once = "".join(letter for at, letter in enumerate(word) if letter not in _LONG_VOWELS or word[at - 1 : at] != letter)
    return once[:-1] + "ج" if once.endswith("نغ") else once


def _ends_in_a(word: str, at: int) -> bool:
    """Whether a letter is the ا before the last consonant, which always is written: «ستيفان» is no «ستيفن»."""
    return word[at] == "ا" and at == len(word) - 2


def _foreign_key(word: str) -> str:
    """The consonants and و of a word that looks foreign, with a vowel that it begins or ends with; "" for any other word.

    An ا or ي within is written or left out, but و for an o or u is hardly ever left out.
    """
    arabic = word.startswith("ال") and not word.startswith(_FOREIGN_WITH_AL)
    if arabic or word in _ARABIC_TWINS or not _NEVER_FOREIGN.isdisjoint(word) or word[-1:] == "ه":
        return ""
    kept = [c for at, c in enumerate(word.translate(_SOUNDS)) if c not in "اي" or at in (0, len(word) - 1) or _ends_in_a(word, at)]
    once = "".join(c for at, c in enumerate(kept) if c != "".join(kept[at - 1 : at]))
    consonants = sum(letter not in _LONG_VOWELS for letter in once)
    starts_foreign = word[0] == "ا" and word[1:2] in ("و", "ي")
    return f"{_FOREIGN}{once}" if consonants + starts_foreign >= 4 else ""
