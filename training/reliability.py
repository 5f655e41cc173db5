"""How true confidences are: expected calibration error, and the reliability diagram (DeGroot and Fienberg 1983; Guo and others 2017)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from judging import Judged

from kg.extract.calibration import EVENT, MENTION, STATEMENT

BINS = 10
SIZE, MARGIN = 320, 40
"""Of the diagram and around it, in pixels."""
_STYLES = (("before", "#b0b0b0"), ("after", "#1f6feb"))


@dataclass(frozen=True, slots=True)
class Bin:
    """Those that are about as sure: how many, how sure on average, and which share is right."""

    count: int
    confidence: float
    right: float


def bins(some: Iterable[Judged]) -> list[Bin]:
    """Ten equal parts from 0 to 1; those without any are left out."""
    parts: list[list[Judged]] = [[] for _ in range(BINS)]
    for each in some:
        parts[min(int(each.confidence * BINS), BINS - 1)].append(each)
    return [
        Bin(len(part), sum(e.confidence for e in part) / len(part), sum(e.is_right for e in part) / len(part)) for part in parts if part
    ]


def calibration_error(some: Sequence[Judged]) -> float:
    """The expected calibration error: how far confidence and share of what is right are apart, averaged over all that is judged."""
    return sum(part.count * abs(part.confidence - part.right) for part in bins(some)) / max(len(some), 1)


def claims(some: Iterable[Judged]) -> list[Judged]:
    """What has a claim: all but mentions and events."""
    return [each for each in some if each.sort not in (MENTION, EVENT, STATEMENT)]


def lines(before: Sequence[Judged], after: Sequence[Judged]) -> Iterator[str]:
    """A table for people: by sort how many, how many of them right, the error before and after; then all together."""
    yield "| what | judged | right | confidence | error before | error after |"
    yield "|---|---|---|---|---|---|"
    for sort in sorted({each.sort for each in before}):
        yield _line(sort, [each for each in before if each.sort == sort], [each for each in after if each.sort == sort])
    yield _line("**all claims**", claims(before), claims(after))
    yield _line("**everything**", before, after)


def _line(name: str, before: Sequence[Judged], after: Sequence[Judged]) -> str:
    right = sum(each.is_right for each in after) / max(len(after), 1)
    confidence = sum(each.confidence for each in after) / max(len(after), 1)
    errors = f"{calibration_error(before):.3f} | {calibration_error(after):.3f}"
    return f"| {name} | {len(after)} | {right:.2f} | {confidence:.2f} | {errors} |"


def diagram(before: Sequence[Judged], after: Sequence[Judged]) -> str:
    """An SVG of the claims: share that is right over confidence; the larger a point, the more claims."""
    whole = SIZE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="11" fill="#333">',
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="#333"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4"/>',
        *(_tick(tenths / 10) for tenths in range(0, 11, 2)),
        f'<text x="{_x(0.5)}" y="{whole - 6}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(12 {_y(0.5)}) rotate(-90)" text-anchor="middle">share of the claims that is right</text>',
    ]
    for row, ((name, colour), some) in enumerate(zip(_STYLES, (claims(before), claims(after)), strict=True)):
        parts += [_point(part, len(some), colour) for part in bins(some)]
        label = f"{name} calibration: error {calibration_error(some):.3f}"
        parts.append(f'<text x="{_x(0.03)}" y="{MARGIN + 14 * (row + 1)}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _x(share: float) -> float:
    return round(MARGIN + SIZE * share, 1)


def _y(share: float) -> float:
    return round(MARGIN + SIZE * (1 - share), 1)


def _tick(share: float) -> str:
    below = f'<text x="{_x(share)}" y="{_y(0) + 14}" text-anchor="middle">{share:g}</text>'
    return below + f'<text x="{_x(0) - 5}" y="{_y(share) + 4}" text-anchor="end">{share:g}</text>'


def _point(part: Bin, count: int, colour: str) -> str:
    radius = round(2 + 14 * (part.count / count) ** 0.5, 1)
    return f'<circle cx="{_x(part.confidence)}" cy="{_y(part.right)}" r="{radius}" fill="{colour}" fill-opacity="0.7"/>'
