"""Tolls that turn out to be less: «تراجعت الحصيلة إلى 84 قتيلا بعد أن كانت 103».

The new figure is the event's, and each greater total of it that the article gives becomes one that there were at most: so that both can
be read from the claims, and which of them holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.extract.context import Page
from kg.extract.figures.counts import Count, EventFigure
from kg.extract.figures.periods import is_of_a_period
from kg.extract.lexicon import rows
from kg.extract.stems import readings
from kg.extract.words import Word

_BACK = 12
"""Words between «تراجعت» and the new figure."""
_TO = ("الي", "ب", "عند")
_LIKELY = 0.7
"""How likely a correction is the event's whose toll the article gave before."""


def corrected(page: Page, figures: Sequence[Sequence[EventFigure]]) -> list[tuple[EventFigure, ...]]:
    """The figures of each event; greater totals than a corrected one have the qualifier "AtMost"."""
    found = [list(of_event) for of_event in figures]
    lowered: list[list[Count]] = [[] for _ in found]
    for count in _corrections(page):
        owner = _owner(found, count)
        if owner is not None:
            lowered[owner].append(count)
            if all(figure.count.word != count.word for figure in found[owner]):
                found[owner].append(EventFigure(count, _LIKELY, "Whole"))
                found[owner].sort(key=lambda figure: figure.count.word)
    return [tuple(_superseded(of_event, counts)) for of_event, counts in zip(found, lowered, strict=True)]


def _superseded(figures: Sequence[EventFigure], lowered: Sequence[Count]) -> Iterator[EventFigure]:
    for figure in figures:
        count = figure.count
        exceeds = any(new.property == count.property and new.value < count.value for new in lowered)
        if exceeds and figure.scope == "Whole" and count.figure.qualifier != "AtLeast":
            yield replace(figure, count=replace(count, figure=replace(count.figure, qualifier="AtMost")))
        else:
            yield figure


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
    """The counts to which a toll is said to have fallen, in the order of the text; not those of two years compared."""
    for sentence in sorted(page.counts):
        for count in page.counts[sentence]:
            if count.property in ("killed", "injured") and _is_correction(page.words, count) and not is_of_a_period(page.words, count):
                yield count


def _is_correction(words: Sequence[Word], count: Count) -> bool:
    """Whether «تراجعت الحصيلة إلى», «خفض مسؤولون حصيلة القتلى إلى» leads to a number."""
    begin = count.word
    while begin and count.word - begin < _BACK and words[begin - 1].sentence == words[count.word].sentence:
        begin -= 1
    before = words[begin : count.word]
    if not (words[count.word].form.startswith("ب") or any(word.form in _TO for word in before[-3:])):
        return False
    falls = next((at for at, word in enumerate(before) if _sorts(word.form) & {"falls", "corrects"}), None)
    tolls = {"toll", "dead"} if count.property == "killed" else {"toll"}
    return falls is not None and any(_sorts(word.form) & tolls for word in before[falls:])


@lru_cache(maxsize=1)
def _sorts_by_stem() -> dict[str, str]:
    return {cells[0]: cells[1] for cells in rows("corrections.tsv", 2)}


@lru_cache(maxsize=50_000)
def _sorts(form: str) -> frozenset[str]:
    known = _sorts_by_stem()
    return frozenset(known[stem] for _, stem in readings(form) if stem in known)
