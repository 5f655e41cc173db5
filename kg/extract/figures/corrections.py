"""Tolls that turn out to be less: «تراجعت الحصيلة إلى 84 قتيلا بعد أن كانت 103».

The new figure is the event's and is marked as a correction, so that a summary takes it for the best; what the article says of the old
one stays as it is written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from kg.extract.context import Page, is_cue
from kg.extract.figures.counts import Count, EventFigure
from kg.extract.figures.periods import is_of_a_period
from kg.extract.stems import sorts_of
from kg.extract.triggers import lexicon_readings
from kg.extract.words import Word

_sorts = partial(sorts_of, "corrections.tsv")
_BACK = 12
"""Words between «تراجعت» and the new figure."""
_SUBJECT = 3
"""Words of who corrects, between the verb and the toll («خفضت وزارة الصحة السورية حصيلة»)."""
_TO = frozenset(("الي", "ب", "عند"))
_NEAR = 3
"""Words between «إلى» and the number («إلى ما لا يقل عن 84»)."""
_BEHIND = 8
"""Words behind the figure within which it is compared with another time's («مقارنة بالشهر الماضي»), or with the old one."""
_LIKELY = 0.7
"""How likely a correction is the event's whose toll the article gave before."""


def corrected(page: Page, figures: Sequence[Sequence[EventFigure]]) -> list[tuple[EventFigure, ...]]:
    """The figures of each event, with those that correct it, which are marked."""
    left = {count.word for count in _left_to_be_healed(page)}
    found = [[figure for figure in of_event if figure.count.word not in left] for of_event in figures]
    for count in _corrections(page):
        owner = _owner(found, count)
        if owner is not None:
            kept = [figure for figure in found[owner] if figure.count.word != count.word]
            own = next((figure for figure in found[owner] if figure.count.word == count.word), EventFigure(count, _LIKELY, "Whole"))
            marked = replace(own, count=replace(own.count, figure=replace(own.count.figure, corrects=True)))
            found[owner] = sorted((*kept, marked), key=lambda figure: figure.count.word)
    return [tuple(of_event) for of_event in found]


def _owner(figures: Sequence[Sequence[EventFigure]], count: Count) -> int | None:
    """The event whose figure it is, else the one whose total of that kind was given last before; None where there is none."""
    for index, of_event in enumerate(figures):
        if any(figure.count.word == count.word for figure in of_event):
            return index
    before = [(figure.count.word, index) for index, of_event in enumerate(figures) for figure in of_event if _precedes(figure, count)]
    return max(before)[1] if before else None


def _precedes(figure: EventFigure, count: Count) -> bool:
    return figure.count.word < count.word and figure.count.property == count.property and figure.scope == "Whole"


def _corrections(page: Page) -> Iterator[Count]:
    """The counts to which a toll is said to have fallen, in the order of the text; not those of two times compared."""
    for sentence in sorted(page.counts):
        for count in page.counts[sentence]:
            if count.property not in ("killed", "injured") or _is_compared(page.words, count) or is_of_a_period(page.words, count):
                continue
            if _is_correction(page, count):
                yield count


def _left_to_be_healed(page: Page) -> Iterator[Count]:
    """«تراجعت حصيلة الجرحى إلى 12» as they leave hospital: how many are still there is no toll."""
    for count in (count for of_sentence in page.counts.values() for count in of_sentence if count.property == "injured"):
        near = page.words[max(count.word - _BACK, 0) : count.word]
        falls = any("falls" in _sorts(word.form) for word in near if word.sentence == page.words[count.word].sentence)
        if falls and not _is_of_old(page.words, count) and not _is_correction(page, count):
            yield count


def _is_compared(words: Sequence[Word], count: Count) -> bool:
    return any("compared" in _sorts(word.form) for word in _behind(words, count))


def _behind(words: Sequence[Word], count: Count) -> list[Word]:
    return [word for word in words[count.last + 1 : count.last + 1 + _BEHIND] if word.sentence == words[count.word].sentence]


def _is_correction(page: Page, count: Count) -> bool:
    """Whether «تراجعت الحصيلة إلى», «خفض مسؤولون حصيلة القتلى إلى» leads to a number, with nothing else told in between."""
    words = page.words
    for verb in range(count.word - 1, max(count.word - 1 - _BACK, -1), -1):
        if words[verb].sentence != words[count.word].sentence or words[verb + 1].glued.strip('"«»“”()'):
            return False
        found = _sorts(words[verb].form)
        if found & {"falls", "lowers", "corrects"}:
            toll = _toll(page, verb, count, is_intransitive="falls" in found)
            return toll is not None and _leads(page, toll, count)
    return False


def _toll(page: Page, verb: int, count: Count, *, is_intransitive: bool) -> int | None:
    """Where the toll stands that the verb has as its subject or, behind who corrects it, as its object.

    Of the injured a number falls as they leave hospital, too: a toll of them has to be corrected by somebody.
    """
    words = page.words
    if words[verb].form.startswith("ف") or (is_intransitive and count.property == "injured" and not _is_of_old(words, count)):
        return None
    wanted = {"toll", "dead"} if count.property == "killed" else {"toll"}
    for index in range(verb + 1, verb + 2 + (0 if is_intransitive else _SUBJECT)):
        if index >= count.word:
            return None
        if _sorts(words[index].form) & wanted:
            return index
        if not _may_stand_between(page, index) and not words[index].form.endswith(("ون", "ين", "ه")):
            return None
    return None


def _is_of_old(words: Sequence[Word], count: Count) -> bool:
    """Whether «بعد أن كانت 103» follows."""
    return any("was" in _sorts(word.form) for word in _behind(words, count))


def _leads(page: Page, toll: int, count: Count) -> bool:
    """Whether «إلى» leads from a toll to a number, with nothing between but whose toll it is, where, and how high it was."""
    words = page.words
    to = next((index for index in range(count.word - 1, max(count.word - 1 - _NEAR, toll), -1) if words[index].form in _TO), None)
    if to is None:
        return words[count.word].form.startswith("ب") and all(_may_stand_between(page, index) for index in range(toll + 1, count.word))
    return all(_may_stand_between(page, index) for index in range(toll + 1, to))


def _may_stand_between(page: Page, index: int) -> bool:
    """Whether a word is of a name, a noun of the toll, of what happened or with the article, a number, or «في» and «من»."""
    form = page.words[index].form
    if index in page.names or form.startswith(("ال", "وال", "لل", "بال")) or form[0].isdigit() or _sorts(form) & {"link", "toll", "dead"}:
        return True
    deeds = lexicon_readings(form)
    return is_cue(page.words[index], "locative_head") or any(not entry.endswith(":verb") for entry in deeds)
