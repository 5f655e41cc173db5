"""Figures: how many people were killed, injured or arrested, with qualifier, scope and who is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import may_begin_number, noun_stem, number_words, proclitic_stems
from kg.extract.lexicon import rows
from kg.extract.stems import readings
from kg.extract.words import Word
from kg.model import Figure, Span

_REACH = 8
"""How many words back a number may stand from the word that says what became of the people."""
_QUALIFIERS = {
    ("اكثر", "من"): "AtLeast", ("ما", "لا", "يقل", "عن"): "AtLeast", ("لا", "يقل", "عن"): "AtLeast", ("ما", "يزيد", "عن"): "AtLeast",
    ("ما", "يزيد", "علي"): "AtLeast", ("علي", "الاقل"): "AtLeast",
    ("نحو",): "About", ("حوالي",): "About", ("قرابه",): "About", ("زهاء",): "About",
    ("ما", "يقارب"): "About", ("يقارب",): "About", ("اقل", "من"): "AtMost", ("ما", "لا", "يزيد", "عن"): "AtMost",
}  # fmt: skip
_QUALIFIER_WORDS = frozenset(word for phrase in _QUALIFIERS for word in phrase)
_AFTER_BARE = frozenset(("في", "جراء", "اثر", "خلال", "علي", "بينهم", "اخرين", "بعد", "عندما"))
"""Words after which a number without a noun of its own ends («مقتل 7 في تفجير»)."""
_NEGATIONS = frozenset(("لم", "لا", "لن", "دون", "ولم"))
_TWO = frozenset(("اثنين", "اثنان", "اثنتين", "اثنتان"))
_WHOLES = frozenset(("من", "مكونه", "مولفه", "مجموعه", "تضم"))
_SUBSETS = frozenset(("بينهم", "بينها", "منهم", "بينهن", "ضمنهم"))


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people to whom something happened."""

    property: str
    value: int
    figure: Figure
    span: Span
    """The number as written."""
    word: int
    """Index of the number's first word."""


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    first: int
    last: int
    counted: Span | None
    property: str | None = None
    """Set where the counted noun itself says what became of them («عشرون قتيلا»)."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    events: dict[str, str]
    people: dict[str, str]
    counted: frozenset[str]
    duals: frozenset[str]
    ones: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    cells = rows("casualties.tsv", 3)
    people = rows("people.tsv", 2)
    counted = frozenset(word for word, _ in people)
    return _Lexicon(
        events={stem: name for stem, name, sort in cells if sort == "event"},
        people={stem: name for stem, name, sort in cells if sort == "people"},
        counted=counted,
        duals=frozenset(word for word, number in people if number == "dual"),
        ones=frozenset(word for word, number in people if number == "one"),
    )


@Language.component("isnad_figures", assigns=["doc._.counts"], requires=["doc._.words"])
def figures(doc: Doc) -> Doc:
    """Set `doc._.counts`, in the order of the text."""
    words: Sequence[Word] = doc._.words
    doc._.counts = tuple(_with_parts([count for number in _numbers(words) if (count := _count(words, number))], words))
    return doc


def casualty(word: Word, *, people: bool = False) -> str | None:
    """Whether a word says that somebody was killed, injured or arrested, and which; with `people`, nouns for them only."""
    return _casualty(word.form, people=people)


@lru_cache(maxsize=50_000)
def _casualty(form: str, *, people: bool) -> str | None:
    lexicon = _lexicon().people if people else _lexicon().events
    return next((lexicon[stem] for _, stem in readings(form) if stem in lexicon), None)


def _numbers(words: Sequence[Word]) -> Iterator[_Number]:
    index = 0
    while index < len(words):
        if not _may_count(words[index].form):
            index += 1
            continue
        value, used = _value(words, index)
        number = _dual(words[index]) or _two(words, index) or _one(words, index) if value in (None, 2) else None
        if number is None and value is not None:
            number = _counted(words, index, index + used, value)
        if number:
            yield number
        index = max(number.last + 1 if number else 0, index + used)


@lru_cache(maxsize=50_000)
def _may_count(form: str) -> bool:
    """Whether a folded word can be or begin a number of people: most cannot, and are passed over."""
    begins = any(may_begin_number(stem.form) for stem in proclitic_stems(form))
    return begins or form in _TWO or form in _lexicon().ones or _dual_noun(form)[0]


def _value(words: Sequence[Word], index: int) -> tuple[int | None, int]:
    """The number that begins at a word, and how many words it takes: 1 where it is none."""
    rest = _joined_forms(words, index + 1)
    found = (number_words([stem.form, *rest]) for stem in words[index].stems())
    return next((value for value in found if value), (None, 1))


def _one(words: Sequence[Word], index: int) -> _Number | None:
    """«قُتل جندي», «مقتل شرطي»: one, where a singular stands right after what became of it."""
    word = words[index]
    if word.form in _lexicon().ones and index and not word.glued and casualty(words[index - 1]):
        return _Number(1, index, index, word.span)
    return None


def _two(words: Sequence[Word], index: int) -> _Number | None:
    """«مدنيين اثنين»: the number after the noun."""
    if index and words[index].form in _TWO and not words[index].glued:
        noun = words[index - 1]
        if noun.form in _lexicon().counted and noun.sentence == words[index].sentence:
            return _Number(2, index - 1, index, noun.span)
    return None


def _joined_forms(words: Sequence[Word], start: int) -> list[str]:
    forms = []
    for word in words[start : start + 4]:
        if word.glued:
            break
        forms.append(word.form)
    return forms


def _dual(word: Word) -> _Number | None:
    """«شخصين», «قتيلان»; not «مدنيين», «مصابين», which are the plural as well."""
    is_dual, name = _dual_noun(word.form)
    return _Number(2, word.index, word.index, word.span, name) if is_dual else None


@lru_cache(maxsize=50_000)
def _dual_noun(form: str) -> tuple[bool, str | None]:
    """Whether a folded word means two people, and what became of them where it says so («قتيلان»)."""
    for stem in proclitic_stems(form):
        if stem.form in _lexicon().duals:
            return True, None
        if stem.form == "مصابان" or (stem.form.endswith(("ان", "ين")) and stem.form[:-2] in ("قتيل", "جريح", "شهيد")):
            return True, _lexicon().people[stem.form[:-2]]
    return False, None


def _counted(words: Sequence[Word], first: int, after: int, value: int) -> _Number | None:
    """The number with the noun that it counts; None where that is no noun for people."""
    if after >= len(words) or words[after].glued or words[after].sentence != words[first].sentence:
        return _Number(value, first, after - 1, None)
    noun = words[after]
    if noun.form == "من" and after + 1 < len(words):
        noun = words[after + 1]
    if name := casualty(noun, people=True):
        return None if _is_joined(words, noun.index + 1, name, people=True) else _Number(value, first, noun.index, noun.span, name)
    if noun.form in _lexicon().counted or any(form in _lexicon().counted for form in noun_stem(noun.form)):
        return None if _is_shared(words, noun.index + 1) else _Number(value, first, noun.index, noun.span)
    goes_on = noun.form in _AFTER_BARE or (noun.form.startswith("و") and casualty(noun) is not None)
    return _Number(value, first, after - 1, None) if goes_on else None


def _is_shared(words: Sequence[Word], index: int) -> bool:
    """«أربعون شخصا بين قتيل وجريح»: dead and hurt together, so that neither number is known."""
    return [word.form for word in words[index : index + 2]] in (["بين", "قتيل"], ["ما", "بين"], ["بين", "قتلي"])


def _count(words: Sequence[Word], number: _Number) -> Count | None:
    if _is_subset(words, number.first) or _is_out_of(words, number.first):
        return None
    name = number.property or _verb_right_after(words, number) or _cue_before(words, number) or _cue_after(words, number)
    if name is None or (number.counted is None and not _directly_before(words, number, name)):
        return None
    span = Span(words[number.first].begin, words[number.last].end)
    return Count(name, number.value, Figure(_qualifier(words, number), "Whole", number.counted), span, number.first)


def _is_out_of(words: Sequence[Word], first: int) -> bool:
    """«ثلاثة من أصل 40 شخصا», «مجموعة مكونة من 40 شخصا»: that many are not who it happened to."""
    before = [word.form for word in words[max(first - 2, 0) : first]]
    if not before or words[first].glued:
        return False
    return before[-1] == "اصل" or (before[-1] in ("من", "بين") and before[0] in _WHOLES)


def _verb_right_after(words: Sequence[Word], number: _Number) -> str | None:
    """«20 آخرين أصيبوا»: a verb right after the people says what became of them, whatever came before."""
    if number.counted is None or number.last + 1 >= len(words):
        return None
    word = words[number.last + 1]
    if word.glued or word.sentence != words[number.first].sentence or not word.form.endswith("وا"):
        return None
    return casualty(word)


def _is_subset(words: Sequence[Word], first: int) -> bool:
    return any(
        words[i].form.removeprefix("و") in _SUBSETS for i in range(max(first - 3, 0), first) if words[i].sentence == words[first].sentence
    )


def _cue_before(words: Sequence[Word], number: _Number) -> str | None:
    for index in range(number.first - 1, max(number.first - 1 - _REACH, -1), -1):
        if words[index].sentence != words[number.first].sentence:
            return None
        if name := casualty(words[index]):
            negated = index > 0 and words[index - 1].form in _NEGATIONS
            before = _lexicon().events.get(words[index - 1].form.removeprefix("و")) if index else None
            return None if negated or (before and _is_joined(words, index, before)) else name
    return None


def _is_joined(words: Sequence[Word], index: int, name: str, *, people: bool = False) -> bool:
    """«70 قتيلا وجريحا», «قتل وأصيب سبعة»: one number for the dead and the hurt together says neither."""
    word = words[index] if index < len(words) else None
    if word is None or word.glued or not word.form.startswith("و"):
        return False
    return casualty(word, people=people) not in (None, name)


def _cue_after(words: Sequence[Word], number: _Number) -> str | None:
    """«ثلاثة أشخاص قُتلوا», «أربعة لقوا مصرعهم»: right after the counted people."""
    for word in words[number.last + 1 : number.last + 4]:
        if word.sentence != words[number.first].sentence or word.glued not in ("",):
            return None
        if name := casualty(word) or casualty(word, people=True):
            return name
    return None


def _directly_before(words: Sequence[Word], number: _Number, name: str) -> bool:
    """Without a counted noun the cue must stand at the number, nothing but a qualifier between («مقتل أكثر من 20»)."""
    for word in reversed(words[max(number.first - 5, 0) : number.first]):
        if word.sentence != words[number.first].sentence:
            return False
        if casualty(word) == name:
            return True
        if word.form.removeprefix("ل") not in _QUALIFIER_WORDS:
            return False
    return False


def _qualifier(words: Sequence[Word], number: _Number) -> str:
    before = [word.form.removeprefix("ل") if word.form == "لنحو" else word.form for word in words[max(number.first - 4, 0) : number.first]]
    after = tuple(word.form for word in words[number.last + 1 : number.last + 3])
    if after == ("علي", "الاقل"):
        return "AtLeast"
    for phrase, qualifier in sorted(_QUALIFIERS.items(), key=lambda item: -len(item[0])):
        tail = before[-len(phrase) :]
        if len(tail) == len(phrase) and _same_but_for_proclitic(tail, phrase):
            return qualifier
    return "Exactly"


def _same_but_for_proclitic(tail: Sequence[str], phrase: Sequence[str]) -> bool:
    return list(tail[1:]) == list(phrase[1:]) and (tail[0] == phrase[0] or tail[0][1:] == phrase[0])


def _with_parts(counts: Sequence[Count], words: Sequence[Word]) -> Iterator[Count]:
    """Figures of one kind that a sentence adds up («10 جنود وثلاثة عمال») are parts."""
    counts = [count for position, count in enumerate(counts) if position == 0 or counts[position - 1].word != count.word]
    for position, count in enumerate(counts):
        near = (*counts[max(position - 1, 0) : position], *counts[position + 1 : position + 2])
        added = any(
            other.property == count.property
            and words[other.word].sentence == words[count.word].sentence
            and abs(other.word - count.word) <= _REACH
            for other in near
        )
        yield (
            Count(count.property, count.value, Figure(count.figure.qualifier, "Part", count.figure.counted), count.span, count.word)
            if added
            else count
        )
