"""What kinds of people and things an event is told to be done to, by nouns that leave little doubt.

The learned decision of `arguments/actors.py` weighs all words about the triggers. Here is what the grammar says: who is counted («مقتل
خمسة شرطيين»), who is among them («بينهم صحفي»), and what stands right behind the word for the deed («هجوم على مسجد»). What it says is
added, and a guess that is none of it and weak goes.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.tokens import Doc

from kg.extract.figures import Count
from kg.extract.figures.people import noun_number
from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex
from kg.extract.triggers import EventGroup, Trigger
from kg.extract.words import Word
from kg.model import Fact, Value, ValueType
from kg.ontology import family

Told = tuple[str, int]
"""An actor type, and the word that tells it."""
PROPERTY = "targetType"
LIKELY = 0.7
"""How likely what a noun tells is: the share that was right where the classifier thought otherwise."""
WEAK = {True: 0.5, False: 0.4}
"""A learned type less likely than this goes, where nouns tell another one, and where they tell none."""
_MOST = 3
_STOPS = frozenset("في علي من عن الي ضد بعد قبل منذ خلال مع قرب امام داخل وسط بين ثم ان كان عندما حين لدي اثر".split())
"""What ends the words of a subject and an object."""
_AMONG = frozenset(("بينهم", "بينهن", "منهم", "ضمنهم", "بينها", "احدهم", "احدهما"))
_ONTO = frozenset(("علي", "ضد"))
_INSIDE = frozenset(("في", "داخل", "امام", "قرب"))
_FATES = ("مقتل", "قتل", "غتيال", "غتال", "غتيل", "خطف", "ختطاف", "ختطف", "عتقال", "عتقل", "عدام", "مصرع", "ستشهاد", "وقيف", "صاب")
_STRIKES = ("ستهدف", "ستهداف", "هاجم", "قتحم", "قتحام", "قصف", "ضرب")
"""Parts of words for a deed: of those right after which stands who suffered it, and of those that come before what is hit."""
_BLOWING_UP = "تفجير"
"""Before what is blown up, or what it is done with."""
_CROWDED = frozenset(("Religious", "Business", "Education"))
"""Kinds of places that an attack inside is an attack on."""
_WAYS = 12
"""Words after «بينهم» within which the list of who is among them ends."""


def with_told_targets(doc: Doc, group: EventGroup, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of an event with the kinds of people and things that nouns tell to suffer it."""
    if family(group.kind) == "meeting":
        return tuple(facts)
    told: dict[str, int] = {}
    for kind, word in _told(doc._.words, group, _counts(doc, facts)):
        if not (kind == "Civilians" and family(group.kind) == "arrest"):  # whoever is arrested is somebody
            told.setdefault(kind, word)
    acting = _acting(doc._.words, group) - told.keys()
    learned = [fact for fact in facts if fact.property == PROPERTY and fact.value.value not in acting]
    kept = [fact for fact in learned if fact.value.value in told or fact.confidence >= WEAK[bool(told)]]
    new = [kind for kind in told if all(fact.value.value != kind for fact in kept)][: _MOST - len(kept)]
    others = [fact for fact in facts if fact.property != PROPERTY]
    return (*others, *kept, *(_fact(doc, kind, told[kind]) for kind in new))


def _fact(doc: Doc, kind: str, word: int) -> Fact:
    return Fact(PROPERTY, Value(ValueType.TERM, kind), doc._.sentence_spans[doc._.words[word].sentence], LIKELY)


def _counts(doc: Doc, facts: Sequence[Fact]) -> list[Count]:
    """The counts that are figures of the event."""
    counts: Sequence[Count] = doc._.counts
    found: dict[int, Count] = {}
    for fact in facts:
        begin = bisect_left(counts, fact.evidence.begin, key=lambda count: count.span.end) if fact.figure else len(counts)
        for count in counts[begin : bisect_left(counts, fact.evidence.end, begin, key=lambda count: count.span.begin)]:
            if (fact.property, fact.value.value) == (count.property, count.value) and fact.evidence.overlaps(count.span):
                found[count.word] = count
    return [found[word] for word in sorted(found)]


def _told(words: Sequence[Word], group: EventGroup, counts: Sequence[Count]) -> Iterator[Told]:
    acting = _subjects(words, group)
    for count in counts:
        noun = count.last + 1 if count.noun is None else count.noun
        if noun in acting or count.word in acting:
            continue
        if noun < len(words) and not words[noun].glued:
            yield from _people_at(words, noun)
        yield from _among(words, count)
    for trigger in group.triggers:
        form, after = words[trigger.first].form, _following(words, trigger)
        if any(part in form for part in _FATES):
            sides = _subject_and_object(words, after)
            suffers = sides[1:] or tuple(word.index for word in after[:1])
            yield from (told for index in suffers for told in _people_at(words, index) if _suffers(told, group))
        elif any(word.form in _ONTO for word in after[:4]):
            yield from _onto(words, after)
        elif any(part in form for part in _STRIKES):
            yield from _struck(words, after, trigger)
        yield from _inside(words, after, is_blown_up=_BLOWING_UP in form)


def _subject_and_object(words: Sequence[Word], after: Sequence[Word]) -> tuple[int, ...]:
    """The nouns who does it and whom it is done to («قتل شرطي رجلا»), right behind a verb; none where one noun is all there is."""
    subject = _index().at(words, after[0].index) if after and not _is_accusative(after[0].form) else None
    for word in after[1:] if subject else ():
        noun = _index().at(words, word.index)
        if word.form in _STOPS or (word.form.startswith(("و", "ب", "ف", "ل")) and (noun is None or noun.skip)):
            break
        if subject and word.index > subject.last and _is_object(words[subject.first].form, subject.entry[1], word.form, noun):
            return subject.first, word.index
    return ()


def _is_accusative(form: str) -> bool:
    """«رجلا», «متظاهرين»: as no subject ends."""
    return form.endswith(("ا", "ين")) and len(form) > 3


def _is_object(subject: str, sort: str, form: str, noun: Hit[tuple[str, str]] | None) -> bool:
    """Whether a noun after a subject is what is hit, and neither one phrase with it («حارس السفارة») nor its adjective («الجندي الشاب»)."""
    if form.endswith("ا"):
        return noun is not None or noun_number(form) is not None  # not «متأثرا بجراحه»
    if noun is None:
        return False
    stands_alone = subject.startswith("ال") or (subject.endswith(("ون", "ان")) and subject != "سكان")
    if noun.entry[1] == "thing" or form.endswith("ين"):
        return stands_alone or sort == "body"
    return form.endswith("ه") and not form.startswith("ال") and not subject.endswith(("ه", "ات"))


def _subjects(words: Sequence[Word], group: EventGroup) -> frozenset[int]:
    """The nouns for who does what the triggers say, where they say to whom."""
    found = (_subject_and_object(words, _following(words, trigger)) for trigger in group.triggers)
    return frozenset(index for nouns in found for index in nouns[:1])


def _acting(words: Sequence[Word], group: EventGroup) -> frozenset[str]:
    """The kinds of those people."""
    return frozenset(kind for index in _subjects(words, group) for kind, _ in _hit(words, index))


def _suffers(told: Told, group: EventGroup) -> bool:
    """«قتل مسلحون …», «خطف قراصنة …»: who is named after the verb acts."""
    return told[0] not in ("ArmedGroupMembers", "Criminals") or family(group.kind) == "arrest"


@lru_cache(maxsize=1)
def _index() -> StemIndex[tuple[str, str]]:
    return StemIndex({tuple(stem.split()): (kind, sort) for stem, kind, sort in rows("sufferers.tsv", 3)})


def _people_at(words: Sequence[Word], index: int) -> Iterator[Told]:
    """The kind of people that the noun at a word means, by itself or by what follows («عناصر من الشرطة»)."""
    hit = _index().at(words, index)
    if hit and hit.entry[1] == "people":
        yield hit.entry[0], index
    elif hit and hit.entry[1] == "plain":
        yield from _belonging(words, hit)


def _belonging(words: Sequence[Word], hit: Hit[tuple[str, str]]) -> Iterator[Told]:
    at = hit.last + 1
    at += at < len(words) and words[at].form == "من"
    if at < len(words) and not words[at].glued:
        whole = _index().at(words, at)
        if whole and whole.entry[1] in ("body", "people"):
            yield whole.entry[0], hit.first


def _among(words: Sequence[Word], count: Count) -> Iterator[Told]:
    """«قتل 20 شخصا بينهم ثلاثة شرطيين وصحفي»."""
    sentence = words[count.word].sentence
    after = [word for word in words[count.last + 1 : count.last + 8] if word.sentence == sentence]
    begin = next((word.index for word in after if word.form.removeprefix("و") in _AMONG), None)
    for word in () if begin is None else words[begin + 1 : begin + _WAYS]:
        if word.sentence != sentence or word.glued:
            return
        yield from _people_at(words, word.index)


def _following(words: Sequence[Word], trigger: Trigger) -> Sequence[Word]:
    """The next words, as long as only space stands between them."""
    found: list[Word] = []
    for word in words[trigger.last + 1 : trigger.last + 7]:
        if word.glued or word.sentence != trigger.sentence:
            break
        found.append(word)
    return found


def _onto(words: Sequence[Word], after: Sequence[Word]) -> Iterator[Told]:
    """«هجوم انتحاري على مسجد», «هجوم على دورية للشرطة»."""
    begin = next(place for place, word in enumerate(after) if word.form in _ONTO)
    for word in after[begin + 1 : begin + 3]:
        if found := list(_hit(words, word.index)):
            yield found[0]
            return


def _struck(words: Sequence[Word], after: Sequence[Word], trigger: Trigger) -> Iterator[Told]:
    """«استهدف فندقا», «هاجم مسلحون كنيسة»: what comes first that does not act itself; people right behind a verb mostly do."""
    acts = _subject_and_object(words, after)[:1]
    by_verb = trigger.sort == "verb" or words[trigger.first].form.startswith("استهدف")
    if by_verb and after and not acts and not _is_accusative(after[0].form):
        first = _index().at(words, after[0].index)
        acts = (after[0].index,) if first and first.entry[1] != "thing" else ()
    for word in after[:4]:
        if word.index in acts:
            continue
        for kind, index in _hit(words, word.index):
            if kind not in ("ArmedGroupMembers", "Military"):
                yield kind, index
                return


def _inside(words: Sequence[Word], after: Sequence[Word], *, is_blown_up: bool) -> Iterator[Told]:
    """«انفجار في سوق», «تفجير بمسجد», «تفجير كنيسة»."""
    for place, word in enumerate(after):
        if word.form.startswith("ب") or (after[place - 1].form in _INSIDE if place else is_blown_up):
            hit = _index().at(words, word.index)
            if hit and hit.entry[1] == "thing" and hit.entry[0] in _CROWDED:
                yield hit.entry[0], word.index


def _hit(words: Sequence[Word], index: int) -> Iterator[Told]:
    """What is meant by people or a thing at a word: a bus of the police is the police's («حافلة للشرطة», «حافلة عسكرية»)."""
    hit = _index().at(words, index)
    if hit is None or hit.entry[1] != "thing":
        yield from _people_at(words, index)
        if hit and hit.entry[1] == "body":
            yield hit.entry[0], index
        return
    owners = (_index().at(words, word.index) for word in words[hit.last + 1 : hit.last + 4] if not word.glued)
    owner = next((one.entry[0] for one in owners if one and one.entry[0] in ("Military", "Police", "ArmedGroupMembers")), None)
    yield (owner if owner and hit.entry[0] == "Infrastructure" else hit.entry[0]), index
