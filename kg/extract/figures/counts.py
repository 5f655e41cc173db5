"""The counts of an article: each number of people with what became of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import noun_stem
from kg.extract.figures.numbers import RISES, Form, PeopleNumber, people_numbers
from kg.extract.figures.outcomes import casualty, has_another_fate, opened, outcome, people_outcome
from kg.extract.figures.people import Number, noun_number
from kg.extract.figures.qualifiers import is_qualifying, qualifier
from kg.extract.words import Word
from kg.model import Figure, MentionType, Span

_REACH = 8
"""How many words back a number may stand from the word that says what became of the people."""
_REACH_OF_A_LIST = 25
"""The same for a number that goes on with a list («قتل 4 من … و9 من …»)."""
_REACH_FORWARD = 10
"""How many words a verb may follow its subject («أن ستة عمال في المصنع قتلوا»)."""
_REACH_OF_ONE = 3
"""The same as `_REACH` for a single person («قتل المهاجم شخصا»)."""
_REACH_OF_ANOTHER_FATE = 4
_FILLERS = frozenset(("و", "قد", "علي", "عليهم", "موخرا", "حتي", "الان", "اليوم", "امس"))
"""What may stand between a word and its number besides a qualifier («القبض مؤخرا على عشرة»)."""
_RELEASES = frozenset(("سراح", "الافراج", "افرج", "افرجت", "تحرير", "اخلاء", "باطلاق"))
_SUBJECT_FOLLOWS = frozenset(("ان", "وان", "بان", "كان", "وكان", "هناك"))
_THE_NUMBER = frozenset(("العدد", "الحصيله", "عددهم", "الاجمالي"))
_TOTAL = frozenset(("عدد", "حصيله", "وحصيله", "وعدد", "اجمالي"))
_GOES_ON = frozenset(("و", "عددهم", "وعددهم"))
_REACHES = frozenset(("الي", "بلغ", "بلغت", "يبلغ", "تبلغ", "وصل", "وصلت", "هو", "عند", "ب", "تجاوز", "فاق"))
_BEGIN_WITH_W = ("واحد", "والد", "وزير", "وزراء")
"""Words whose و is their own."""
_ATTACKERS = frozenset(("مهاجم", "انتحاري", "منفذ"))
_WHOLES = frozenset(("من", "مكونه", "مولفه", "مجموعه", "تضم"))
_COMMAS = ("،", ",", "؛")
_FURTHER = frozenset(("اخري", "اخرين", "اخرون", "اضافيين", "اضافيه", "جدد"))
_OF_THEM = frozenset(("منهم", "منهن", "بينهم", "اصاباتهم", "اصابتهم", "جراحهم", "جروحهم", "حالتهم", "حالاتهم"))
_SUBSETS = frozenset(("بينهم", "بينها", "منهم", "منهن", "بينهن", "ضمنهم", "احدهم", "احدهما", "غالبيتهم", "معظمهم", "اغلبهم"))


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people to whom something happened."""

    property: str
    value: int
    figure: Figure
    """`scope` says what the sentence alone lets one think; `assignment` says it for an event."""
    span: Span
    """The number as written, with its noun."""
    word: int
    """Index of the number's first word."""
    last: int = 0
    """Index of its last word, the noun included."""
    form: Form = Form.COUNTED
    clue: str = ""
    """Where the property is from: "noun", "before", "after", "list", "subject", "total" or "opened"."""
    cue: int | None = None
    """Index of the word that says what became of them, where it is not the noun."""
    noun: int | None = None
    """Index of the noun that is counted."""


@dataclass(frozen=True, slots=True)
class EventFigure:
    """A count that is a figure of an event."""

    count: Count
    probability: float
    """That it is the event's."""
    scope: str
    """"Whole" or "Part"."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    property: str
    clue: str
    at: int | None = None


@Language.component("isnad_figures", assigns=["doc._.counts"], requires=["doc._.words"])
def figures(doc: Doc) -> Doc:
    """Set `doc._.counts`, in the order of the text."""
    words: Sequence[Word] = doc._.words
    names = frozenset(_words_of_names(words, [mention.span for mention in doc._.mentions if mention.type is MentionType.NAME]))
    doc._.counts = tuple(_with_parts(list(_counts(words, names)), words))
    return doc


def _words_of_names(words: Sequence[Word], spans: Sequence[Span]) -> Iterator[int]:
    position = 0
    for word in words:
        while position < len(spans) and spans[position].end <= word.begin:
            position += 1
        if position < len(spans) and spans[position].begin < word.end:
            yield word.index


def _counts(words: Sequence[Word], names: frozenset[int]) -> Iterator[Count]:
    part_until = -1
    for number in people_numbers(words, names):
        if _is_subset(words, number.first) or (part_until >= 0 and _goes_on(words, part_until, number)):
            part_until = number.last
            continue
        part_until = -1
        found = None if _is_out_of(words, number.first) else _outcome(words, number)
        if found:
            yield _count(words, number, found)


def _count(words: Sequence[Word], number: PeopleNumber, found: _Outcome) -> Count:
    counted = None if number.noun is None else words[number.noun].span
    scope = "Part" if number.property not in (None, found.property) else "Whole"  # who died of his wounds is in the total
    figure = Figure(number.bound or qualifier(words, number.first, number.last), scope, counted)
    span = Span(words[number.first].begin, words[number.last].end)
    return Count(found.property, number.value, figure, span, number.first, number.last, number.form, found.clue, found.at, number.noun)


def _outcome(words: Sequence[Word], number: PeopleNumber) -> _Outcome | None:
    """What became of the people, by the surest sign there is."""
    if number.property == "injured" and number.first and outcome(words, number.first - 1) == "killed":  # «وفاة ثلاثة جرحى»
        return _Outcome("killed", "before", number.first - 1)
    if number.property:
        released = number.property == "arrested" and any(word.form in _RELEASES for word in words[max(number.first - 5, 0) : number.first])
        return None if released else _Outcome(number.property, "noun")
    if _is_of_another_fate(words, number.first):
        return None
    if number.form in (Form.BARE, Form.UNKNOWN, Form.ONE, Form.ONE_OF, Form.ANOTHER):
        return _at_hand(words, number)
    return _verb_right_after(words, number) or _before(words, number) or _total(words, number) or _after(words, number)


def _is_of_another_fate(words: Sequence[Word], first: int) -> bool:
    """«فيما فقد تسعة آخرون», «ونجا نحو 20»: right before the number stands what is neither death nor wound nor arrest."""
    index = first - 1
    while index > 0 and first - index < _REACH_OF_ANOTHER_FATE and is_qualifying(words[index].form):
        index -= 1
    return index >= 0 and words[index].sentence == words[first].sentence and has_another_fate(words[index])


def _at_hand(words: Sequence[Word], number: PeopleNumber) -> _Outcome | None:
    """For what alone need not be a number of people: by a word right at it."""
    subject = _subject(words, number) if number.form is not Form.BARE else None
    if subject:
        return subject
    between = 0
    for index in range(number.first - 1, max(number.first - 7, -1), -1):
        word = words[index]
        if word.sentence != words[number.first].sentence:
            break
        if name := outcome(words, index):
            return None if _is_joined(words, index, name) else _Outcome(name, "before", index)
        if name := opened(words, index):
            return _opened(words, number, name, index)
        if is_qualifying(word.form) or word.form in _FILLERS:
            continue
        between += 1
        if between >= (_REACH_OF_ONE if number.form in (Form.ONE, Form.ONE_OF) and words[number.first].form.endswith("ا") else 1):
            break
    return _total(words, number) if number.form in (Form.BARE, Form.UNKNOWN) else None


def _opened(words: Sequence[Word], number: PeopleNumber, name: str, index: int) -> _Outcome | None:
    ends = any(casualty(word) == name and word.sentence == words[index].sentence for word in words[number.last + 1 : number.last + 13])
    return _Outcome(name, "opened", index) if ends or number.form is not Form.ONE else None


def _subject(words: Sequence[Word], number: PeopleNumber) -> _Outcome | None:
    """«أن مدنيا قتل», «إن ستة عمال في المصنع قتلوا»: the verb after its subject."""
    opens = number.first == 0 or words[number.first - 1].sentence != words[number.first].sentence or words[number.first].glued.endswith(":")
    if not (opens or words[number.first - 1].form in _SUBJECT_FOLLOWS):
        return None
    for index in range(number.last + 1, min(number.last + 1 + _REACH_FORWARD, len(words))):
        word = words[index]
        if word.sentence != words[number.first].sentence or word.form.isdigit():
            return None
        name = outcome(words, index) if not word.form.startswith("ال") else None
        if name or (name := opened(words, index)):
            return _Outcome(name, "subject", index)
    return None


def _verb_right_after(words: Sequence[Word], number: PeopleNumber) -> _Outcome | None:
    """«20 آخرين أصيبوا»: a verb right after the people says what became of them, whatever came before."""
    if subject := _subject(words, number):
        return subject
    index = number.last + 1
    if index >= len(words) or words[index].glued or words[index].sentence != words[number.first].sentence:
        return None
    name = casualty(words[index]) if words[index].form.endswith("وا") else None
    return _Outcome(name, "after", index) if name else None


def _before(words: Sequence[Word], number: PeopleNumber) -> _Outcome | None:
    joined = words[number.first].form.startswith("و") or (number.first > 0 and words[number.first - 1].form in _GOES_ON)
    reach = _REACH_OF_A_LIST if joined else _REACH
    for index in range(number.first - 1, max(number.first - 1 - reach, -1), -1):
        if words[index].sentence != words[number.first].sentence:
            return None
        if name := outcome(words, index):
            if _is_joined(words, index, name):
                return None
            return _Outcome(name, "list" if number.first - index > _REACH else "before", index)
        if name := opened(words, index):
            return _opened(words, number, name, index)
        if casualty(words[index]):  # denied
            return None
    return None


def _is_joined(words: Sequence[Word], index: int, name: str) -> bool:
    """«قتل وأصيب سبعة», «مقتل أو إصابة 20»: one number for the dead and the hurt together says neither."""
    if not index:
        return False
    before = index - 2 if words[index - 1].form == "او" and index > 1 else index - 1 if words[index].form.startswith("و") else None
    if before is None or words[index].glued or words[before].form.endswith("وا"):
        return False
    follows_subject = before > 0 and (noun_number(words[before - 1].form) is not None or opened(words, before - 1) is not None)
    return not follows_subject and casualty(words[before]) not in (None, name)


def _total(words: Sequence[Word], number: PeopleNumber) -> _Outcome | None:
    """«ارتفع عدد القتلى إلى 20», «حصيلة المصابين 30 شخصا»: the people themselves before the number."""
    reached = False
    for index in range(number.first - 1, max(number.first - 1 - 2 * _REACH, -1), -1):
        if words[index].sentence != words[number.first].sentence:
            return None
        reached = reached or words[index].form in _REACHES or words[index].form.removeprefix("و") in _REACHES
        known = people_outcome(words, index)
        if known and (words[index - 1].form in _TOTAL or (reached and words[index].form.removeprefix("و").startswith("ال"))):
            return _Outcome(known.entry, "total", index)
        if reached and words[index].form in _THE_NUMBER and _rises(words, index):
            return _carried_on(words, index)
        if casualty(words[index]):
            return None
    return None


def _rises(words: Sequence[Word], index: int) -> bool:
    return any(part in word.form for word in words[max(index - 2, 0) : index] for part in RISES)


def _carried_on(words: Sequence[Word], index: int) -> _Outcome | None:
    """«قتل سبعة، ليرتفع العدد إلى 11»: the number of those of whom the sentence speaks before."""
    for at in range(index - 1, -1, -1):
        if words[at].sentence != words[index].sentence:
            return None
        if name := outcome(words, at):
            return _Outcome(name, "total", at)
    return None


def _after(words: Sequence[Word], number: PeopleNumber) -> _Outcome | None:
    """«ثلاثة أشخاص قُتلوا», «أربعة لقوا مصرعهم»: right after the counted people."""
    for index in range(number.last + 1, min(number.last + 4, len(words))):
        if words[index].sentence != words[number.first].sentence or words[index].glued or words[index].form.startswith("و"):
            return None
        if name := outcome(words, index):
            return _Outcome(name, "after", index)
    return None


def _is_out_of(words: Sequence[Word], first: int) -> bool:
    """«ثلاثة من أصل 50 راكبا», «مجموعة مكونة من 12 سائحا»: that many are not who it happened to."""
    before = [word.form for word in words[max(first - 2, 0) : first]]
    if not before or words[first].glued:
        return False
    return before[-1] == "اصل" or (before[-1] in ("من", "بين") and before[0] in _WHOLES)


def _is_subset(words: Sequence[Word], first: int) -> bool:
    """«بينهم طفلان», «من بينهم 3 أطفال»: counted already."""
    near = [words[index].form for index in range(max(first - 4, 0), first) if words[index].sentence == words[first].sentence]
    after = words[first + 1] if first + 1 < len(words) else None
    if words[first].glued[:1] in _COMMAS and after and not after.glued and after.form in _OF_THEM:  # «84 قتيلا، عشرة منهم أطفال»
        return True
    return (
        words[first].form.removeprefix("و") in _SUBSETS
        or any(form.removeprefix("و") in _SUBSETS for form in near[-3:])
        or ("من", "بين") in pairwise(near)
    )


def _goes_on(words: Sequence[Word], part: int, number: PeopleNumber) -> bool:
    """«بينهم ستة أطفال و9 نساء»: the next of a list of such parts, as long as its noun does not begin another total."""
    if number.property or words[part].sentence != words[number.first].sentence or number.first - part > 4:
        return False
    joined = words[number.first].form.startswith("و") or words[number.first - 1].form == "و"
    return joined and not any(casualty(word) for word in words[part + 1 : number.first])


def _with_parts(counts: Sequence[Count], words: Sequence[Word]) -> Iterator[Count]:
    """Figures that a sentence adds up («10 جنود وثلاثة عمال», «مقتل فلان و3 آخرين») are parts; attackers counted apart are left out."""
    counts = [count for count in counts if not (_is_attackers(words, count) and _is_joined_on(words, count))]
    parts = {id(count) for first, second in pairwise(counts) if _is_added(words, first, second) for count in (first, second)}
    for position, count in enumerate(counts):
        before = counts[position - 1] if position else None
        alone = _is_joined_on(words, count) and (before is None or before.cue != count.cue) and count.clue == "before"
        is_part = id(count) in parts or alone or _one_more_follows(words, count) or _raises(words, counts[position:])
        yield replace(count, figure=replace(count.figure, scope="Part")) if is_part else count


def _is_attackers(words: Sequence[Word], count: Count) -> bool:
    return count.noun is not None and any(stem in _ATTACKERS for stem in noun_stem(words[count.noun].form))


def _is_added(words: Sequence[Word], first: Count, second: Count) -> bool:
    """Whether one word says what became of both («قتل 6 جنود وشرطي واحد»), or nouns of one kind are joined («3 قتلى من … و5 قتلى»)."""
    alike = first.property == second.property and first.word != second.word and words[first.word].sentence == words[second.word].sentence
    if not alike or not _is_joined_on(words, second):
        return False
    return first.cue == second.cue if first.cue is not None else second.cue is None and second.word - first.last <= _REACH


def _is_joined_on(words: Sequence[Word], count: Count) -> bool:
    """Whether a number goes on with a list: «وثلاثة عمال», «وحوالي 170 مدنيا», «إضافة إلى ثلاثة», «إلى جانب جندي»."""
    start = count.word
    while start and is_qualifying(words[start - 1].form):
        start -= 1
    form = words[start].form
    if form.startswith("و") and not form.startswith(_BEGIN_WITH_W):
        return True
    before = [word.form for word in words[max(start - 2, 0) : start]]
    return before[-1:] == ["و"] or before in (["اضافه", "الي"], ["الي", "جانب"], ["علاوه", "علي"], ["بالاضافه", "الي"])


def _raises(words: Sequence[Word], counts: Sequence[Count]) -> bool:
    """«أربع جثث أخرى … ليرتفع العدد إلى 16»: whether the first of some counts is of further people, whom a later one has in it."""
    first = counts[0]
    after = words[first.last + 1 : first.last + 2]
    total = next((other for other in counts[1:] if other.property == first.property and other.value > first.value), None)
    if not after or after[0].form not in _FURTHER or total is None or words[total.word].sentence != after[0].sentence:
        return False
    return any(part in word.form for word in words[first.last : total.word] for part in RISES)


def _one_more_follows(words: Sequence[Word], count: Count) -> bool:
    """«مقتل 28 من المسلحين ومتظاهر»: one more, whom no number counts."""
    for word in words[count.last + 1 : count.last + 4]:
        if word.glued or word.sentence != words[count.word].sentence or casualty(word):
            return False
        if word.form.startswith("و") and not word.form.endswith("ا") and noun_number(word.form[1:]) is Number.ONE:
            return True
    return False
