"""The ledger of an incident's figures: who gives which, in which words, and what the rules of databases make of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.arabic import digits_value, fold, number_words
from kg.exports.databases.tolls import CITED, RULES, RULES_FOR_INJURED, Citation, Figure, Ruled, Total, totals
from kg.incidents import Named
from kg.web.pages.rows import Row, day, local, named, number, text

FIGURES = ("killed", "injured", "arrested")
_RULES = {"killed": RULES, "injured": RULES_FOR_INJURED}
_ABOUT = 0.1
"""How far from «about so many» a number may be, as a part of it."""
_WORD = re.compile(r"\d+(?:[.,٫٬]\d{3})*|[^\W\d_]+(?:[\u064b-\u065f\u0670]+[^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. `line` is its number, from 1; `quote` is what stands before the number, the number, and what follows."""

    line: int
    value: int
    qualifier: str
    is_part: bool
    """Whether it counts some of those whom its article counts; the article's total is then the sum of such lines."""
    counted: str
    attribution: str
    said_by: Named | None
    article: str
    title: str
    publisher: Named | None
    issued: str
    span: str
    quote: tuple[str, str, str]
    differs: bool
    """Whether it is a total that leaves no room for the best one of the summary."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a database's rule makes of the ledger, and from which lines; `ruled` is None where it gives no number."""

    rule: Citation
    ruled: Ruled | None
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The figures of one sort, "killed", "injured" or "arrested"; low, best and high as the summary has them."""

    name: str
    low: int | None
    best: int | None
    high: int | None
    entries: tuple[Entry, ...]
    verdicts: tuple[Verdict, ...]
    is_disputed: bool
    """Whether articles, or speakers of one article, give totals that differ."""


def ledgers(summary: Row, rows: Sequence[Row]) -> list[Ledger]:
    """The ledgers of an incident from the rows of `event-summary` and `incident-figures`, without those that have no figure."""
    found, first = [], 1
    for name in FIGURES:
        if given := [row for row in rows if local(row, "figure") == name]:
            found.append(_ledger(name, summary, given, first))
            first += len(given)
    return found


def _ledger(name: str, summary: Row, rows: Sequence[Row], first: int) -> Ledger:
    low, best, high = (number(summary, f"{name}_{each}") if f"{name}_{each}" in summary else None for each in ("low", "best", "high"))
    figures = [_figure(row) for row in rows]
    found = totals(figures)
    wholes = {total.claims[0] for total in found if len(total.claims) == 1}
    entries = tuple(
        _entry(row, line, best, is_part=figure.scope == "Part" or figure.claim not in wholes)
        for line, (row, figure) in enumerate(zip(rows, figures, strict=True), first)
    )
    lines = {figure.claim: line for line, figure in enumerate(figures, first)}
    return Ledger(name, low, best, high, entries, tuple(_verdicts(name, figures, lines)), _is_disputed(found))


def _is_disputed(found: Sequence[Total]) -> bool:
    voices = {(total.article, total.speaker) for total in found}
    return len(voices) > 1 and len({total.value for total in found}) > 1


def _verdicts(name: str, figures: Sequence[Figure], lines: dict[str, int]) -> Iterator[Verdict]:
    for rule, apply in _RULES.get(name, {}).items():
        ruled = apply(figures)
        yield Verdict(CITED[rule], ruled, tuple(sorted(lines[claim] for claim in ruled.claims)) if ruled else ())


def _figure(row: Row) -> Figure:
    return Figure(
        text(row, "claim"),
        number(row, "value"),
        text(row, "article"),
        text(row, "publisher") or text(row, "article"),
        day(row, "issued"),
        local(row, "scope") or "Whole",
        local(row, "qualifier") or "Exactly",
        _span(row),
        text(row, "counted"),
        text(row, "attribution"),
    )


def _entry(row: Row, line: int, best: int | None, *, is_part: bool) -> Entry:
    value = number(row, "value")
    return Entry(
        line,
        value,
        local(row, "qualifier") or "Exactly",
        is_part,
        text(row, "counted"),
        text(row, "attribution"),
        named(row, "said_by"),
        text(row, "article"),
        text(row, "title"),
        named(row, "publisher"),
        text(row, "issued"),
        _span(row),
        _parted(text(row, "words"), value, text(row, "counted")),
        differs=not is_part and best is not None and not _allows(local(row, "qualifier"), value, best),
    )


def _allows(qualifier: str, value: int, best: int) -> bool:
    """Whether a figure leaves room for another one: «at least 14» for 19."""
    if qualifier == "About":
        return abs(value - best) <= _ABOUT * value
    return value == best or (value < best if qualifier == "AtLeast" else value > best and qualifier == "AtMost")


def _span(row: Row) -> str:
    return f"{text(row, 'begin')},{text(row, 'end')}"


def _parted(words: str, value: int, counted: str) -> tuple[str, str, str]:
    found = place_of_number(words, value, counted)
    return (words[: found[0]], words[slice(*found)], words[found[1] :]) if found else (words, "", "")


def place_of_number(words: str, value: int, counted: str = "") -> tuple[int, int] | None:
    """Where a quotation gives a number: its first and last code point, the end exclusive; None where no word of it does.

    Of several places that give it, the one nearest before who is counted. A number that no word tells («شخصان», «جندي») is in the
    word of who is counted.

    >>> place_of_number("قتل ثلاثة وعشرون شخصا", 23)
    (4, 16)
    """
    tokens = [(match.start(), match.end(), _folded(match.group())) for match in _WORD.finditer(words)]
    at = words.find(counted) if counted else -1
    places = list(_places(tokens, value))
    if not places:
        return (at, at + len(counted)) if at >= 0 else None
    return min(places, key=lambda place: (at >= 0 and place[0] > at, abs(at - place[1]) if at >= 0 else place[0]))


def _folded(word: str) -> str:
    value = digits_value(word)
    return fold(word) if value is None else str(value)


def _places(tokens: Sequence[tuple[int, int, str]], value: int) -> Iterable[tuple[int, int]]:
    folded = [token for _, _, token in tokens]
    for index, (begin, end, token) in enumerate(tokens):
        if digits_value(token) == value:
            yield begin, end
        elif (told := number_words(folded[index:])) and told[0] == value:
            yield begin, tokens[index + told[1] - 1][1]
