"""What the rules of other databases make of an incident's figures, each with the claims that it was made of.

The rules are told here in our own words, and in those of pages by `CITED`. None of the databases adds up what several articles
say, and none counts a figure that an article gives for a part only; where an article gives nothing but parts, their sum stands
for its total, as in the summary. Figures of one sentence and one speaker that count different people («13 جنديا و170 مدنيا») are
parts as well, whatever they are said to be. A figure of which the text says that it is at most so many is a ceiling, not a count: it is
used for UCDP's high estimate only. Where no figure is left there is no estimate, and never 0.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.arabic import fold, noun_stem

_ANYBODY = frozenset("شخص اشخاص انسان قتيل قتلي ضحيه ضحايا شهيد شهداء جريح جرحي مصاب".split())
"""Folded nouns that say of nobody who he was: what they count may be everybody."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim that so many were killed, injured or arrested."""

    claim: str
    """IRI."""
    value: int
    article: str
    """IRI."""
    source: str
    """Who stands for it: the publisher's IRI, the article's where no publisher is known. One source has one voice."""
    issued: date | None = None
    scope: str = "Whole"
    """"Whole" or "Part"."""
    qualifier: str = "Exactly"
    """"Exactly", "AtLeast", "AtMost" or "About"."""
    evidence: str = ""
    """Where in the article the words stand that give it."""
    counted: str = ""
    """Who is counted, as written."""
    speaker: str = ""
    """To whom the article attributes it, as written; "" where it says so itself."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a rule makes of some figures. `low` and `high` are `best` in databases that have one number only."""

    low: int
    best: int
    high: int
    claims: tuple[str, ...]
    """IRIs of the claims that these numbers were taken from, sorted."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule is written, and what it says, in Arabic and English."""

    database: str
    where: str
    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Total:
    """A total that one article gives, with the claims that make it: one, or those of its parts."""

    value: int
    claims: tuple[str, ...]
    """IRIs."""
    article: str
    source: str
    speaker: str
    issued: date
    is_ceiling: bool


def gtd(figures: Iterable[Figure]) -> Ruled | None:
    """`nkill` and `nwound` of the Global Terrorism Database: of the latest sources the figure of most, else the lowest of them.

    GTD Codebook, "Total Number of Fatalities (nkill)": the most recent source prevails over earlier ones; where several are as
    recent, the figure that a majority of independent sources give; where no figure has a majority, the lowest of those. A toll
    that is known only vaguely is left blank. "As recent" is taken here as issued on the same day.
    """
    counted = [total for total in totals(figures) if not total.is_ceiling]
    if not counted:
        return None
    latest = max(total.issued for total in counted)
    recent = [total for total in counted if total.issued == latest]
    voices: dict[int, set[str]] = defaultdict(set)
    for total in recent:
        voices[total.value].add(total.source)
    sources = {total.source for total in recent}
    majority = [value for value, heard in voices.items() if 2 * len(heard) > len(sources)]
    best = min(majority) if majority else min(voices)  # a source that gives two figures may have two majorities
    return Ruled(best, best, best, _claims(total for total in recent if total.value == best))


def ucdp_ged(figures: Iterable[Figure]) -> Ruled | None:
    """`low`, `best` and `high` of the UCDP Georeferenced Event Dataset.

    UCDP GED Codebook, "best", "high", "low", and UCDP's definitions of its estimates: best is what the most reliable source
    gives and, where none can be told to be more reliable than the others, the lower figure; low and high are the lowest and the
    highest that can be relied on. Nothing here ranks sources by how reliable they are, so best is the lowest figure that an
    article states as a count or a lower bound.
    """
    found = totals(figures)
    counted = [total for total in found if not total.is_ceiling]
    if not counted:
        return None
    low, high = min(total.value for total in counted), max(total.value for total in found)
    return Ruled(low, low, high, _claims(total for total in found if total.value in (low, high)))


def acled(figures: Iterable[Figure]) -> Ruled | None:
    """`fatalities` of ACLED: the lowest figure that a report gives.

    ACLED Codebook, "Fatalities": where reports differ or are vague, the most conservative estimate. The numbers that ACLED puts
    in for words (12 for dozens, 100 for hundreds) are not put in here, since the graph has no figure for such words.
    """
    counted = [total for total in totals(figures) if not total.is_ceiling]
    if not counted:
        return None
    best = min(total.value for total in counted)
    return Ruled(best, best, best, _claims(total for total in counted if total.value == best))


RULES: Mapping[str, Callable[[Iterable[Figure]], Ruled | None]] = {"gtd": gtd, "ucdp": ucdp_ged, "acled": acled}
"""For those killed."""
RULES_FOR_INJURED: Mapping[str, Callable[[Iterable[Figure]], Ruled | None]] = {"gtd": gtd}
"""UCDP GED and ACLED do not count the injured."""

CITED: Mapping[str, Citation] = {
    "gtd": Citation(
        "GTD",
        "START, Global Terrorism Database Codebook, nkill, nwound",
        "أحدث المصادر، وإن تساوت حداثةً فما تقوله أغلبيتها، وإلا فأقلها",
        "the latest sources; of several, the figure of a majority, else the lowest",
    ),
    "ucdp": Citation(
        "UCDP GED",
        "UCDP Georeferenced Event Dataset Codebook, best, low, high",
        "أقل رقم وأعلاه؛ والأرجح أقلها حيث لا يُفضَّل مصدر على آخر",
        "lowest and highest; best is the lower where no source is more reliable",
    ),
    "acled": Citation(
        "ACLED",
        "ACLED Codebook, Fatalities",
        "أشد التقديرات تحفظًا، أي أقلها",
        "the most conservative estimate: the lowest",
    ),
}
"""By the names of `RULES`."""


def totals(figures: Iterable[Figure]) -> list[Total]:
    """What each article gives as the incident's total, several totals where it does; the sum of its parts where it gives none."""
    by_article: dict[str, list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda each: each.claim):
        by_article[figure.article].append(figure)
    found: list[Total] = []
    for given in by_article.values():
        whole = [figure for figure in given if figure.scope == "Whole"]
        found += [_total(each) for each in _added_up(whole)] if whole else [_total(given)]
    return found


def _added_up(whole: Iterable[Figure]) -> Iterator[list[Figure]]:
    """An article's wholes, each alone, but together those of different people in one sentence; what repeats one of these is left out."""
    told: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in whole:
        told[figure.evidence, figure.speaker].append(figure)
    sums = [figures for figures in told.values() if _are_of_different_people(figures)]
    yield from sums
    parts = {figure.value for figures in sums for figure in figures}
    yield from ([figure] for figures in told.values() if figures not in sums for figure in figures if figure.value not in parts)


def _are_of_different_people(figures: Sequence[Figure]) -> bool:
    """Whether each figure says whom it counts, somebody else each time, and none of them just anybody («13 شخصا»)."""
    counted = {fold(figure.counted) for figure in figures}
    return len(figures) > 1 and len(counted) == len(figures) and all(map(_is_of_a_sort, counted))


def _is_of_a_sort(counted: str) -> bool:
    return bool(counted) and _ANYBODY.isdisjoint(noun_stem(counted.split(maxsplit=1)[0]))


def _total(parts: Sequence[Figure]) -> Total:
    first = parts[0]
    return Total(
        sum(part.value for part in parts),
        tuple(part.claim for part in parts),
        first.article,
        first.source,
        first.speaker,
        first.issued or date.min,
        is_ceiling=any(part.qualifier == "AtMost" for part in parts),
    )


def _claims(several: Iterable[Total]) -> tuple[str, ...]:
    return tuple(sorted({claim for total in several for claim in total.claims}))
