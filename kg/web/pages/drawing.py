"""The timeline as a drawing: where its bars, its band and its marks stand, in percent of its width and in pixels of its height."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.incidents import Period
from kg.web.pages.showing import family, span

TOP, GROUND = 18.0, 128.0
"""Where the highest bar ends and all bars begin."""
BAND = 148.0
"""Where the bars of what was read begin, which grow downwards."""
DEPTH = 30.0
"""How far they grow at most."""
HEIGHT = 184
_GAP = 0.18
"""The part of a period's width that stays free between bars."""
_LEAST = 2.0
"""Pixels that the shortest bar has."""
_MARKS = 7
"""Marks below the bars at most."""
_SHADES = 4
"""Shades of the band: the darkest where articles of most publishers were read."""
FAMILIES = ("attack", "clash", "operation", "justice", "threat", "statement")
"""Families of incidents, as they lie upon each other from the ground."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a bar: of which family, its upper edge and its height."""

    family: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A period as it is drawn."""

    period: Period
    name: str
    """In ISO form: a day, a month, a year, or the first and the last of some years."""
    address: str
    """The page with this time alone."""
    x: float
    """Of its left edge, as `left` is that of the whole period."""
    width: float
    left: float
    whole: float
    blocks: tuple[Block, ...]
    vague: Block | None
    """The part whose date is known only more roughly, at the top."""
    read: float
    """How far the band grows here, 0 where nothing was read."""
    shade: int
    """1 to 4 by the number of publishers, 1 where none is known, 0 where nothing was read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A date below the bars. Every other one is `minor`: left out where there is little room."""

    x: float
    text: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, from the earliest period to the latest whatever the direction."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    most: int
    """Incidents in the highest bar."""
    most_read: int
    """Articles in the deepest part of the band."""
    most_publishers: int


def draw(periods: Sequence[Period], address: Callable[[date, date], str], *, right_to_left: bool) -> Drawing:
    """Places everything; time runs from right to left where the page does. `address` gives the page of a time alone."""
    if not periods:
        return Drawing((), (), 0, 0, 0)
    most, read = max(period.total for period in periods), max(period.articles for period in periods)
    publishers = max(period.publishers for period in periods)
    whole = 100 / len(periods)

    def bar(index: int, period: Period) -> Bar:
        left = whole * (len(periods) - 1 - index if right_to_left else index)
        blocks = _blocks(period, (GROUND - TOP) / max(1, most))
        return Bar(
            period,
            span(period.first, period.last),
            address(period.first, period.last),
            round(left + whole * _GAP / 2, 3),
            round(whole * (1 - _GAP), 3),
            round(left, 3),
            round(whole, 3),
            blocks,
            _vague(period, blocks),
            round(max(_LEAST, DEPTH * period.articles / read), 1) if period.articles else 0,
            max(1, -(-_SHADES * period.publishers // max(1, publishers))) if period.articles else 0,
        )

    bars = tuple(bar(index, period) for index, period in enumerate(periods))
    return Drawing(bars, _marks(bars), most, read, publishers)


def _blocks(period: Period, scale: float) -> tuple[Block, ...]:
    counted: Counter[str] = Counter()
    for kind, count in period.incidents:
        counted[family(kind)] += count
    blocks, top = [], GROUND
    scale = max(scale, _LEAST / period.total) if period.total else scale
    for each in sorted(counted, key=FAMILIES.index):
        height = counted[each] * scale
        top -= height
        blocks.append(Block(each, round(top, 1), round(height, 1)))
    return tuple(blocks)


def _vague(period: Period, blocks: Sequence[Block]) -> Block | None:
    if not period.vague:
        return None
    height = (GROUND - blocks[-1].y) * period.vague / period.total
    return Block("", blocks[-1].y, round(height, 1))


def _marks(bars: Sequence[Bar]) -> tuple[Mark, ...]:
    """Dates at equal distances, years where they can be. No text reaches over the edges."""
    by_year = len(bars[0].name) == len("2024-01") and len(bars) > 24
    begins = [place for place, bar in enumerate(bars) if not by_year or bar.period.first.month == 1]
    step = -(-len(begins) // _MARKS)
    chosen = [bars[place] for place in begins[::step]]
    return tuple(
        Mark(round(min(96.0, max(4.0, bar.left + bar.whole / 2)), 2), _text(bar, by_year), bool(number % 2))
        for number, bar in enumerate(chosen)
    )


def _text(bar: Bar, by_year: bool) -> str:  # noqa: FBT001  # what all marks of a drawing share
    return f"{bar.period.first.year:04}" if by_year or bar.period.last.year > bar.period.first.year else bar.name
