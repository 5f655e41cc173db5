"""The figures of an evaluation: as data, as JSON and as lines to print."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.evaluate.tally import Counts, Finding

_SHARES = frozenset({"class", "link", "role", "event class", "asserted", "qualifier", "scope", "said by", "speech act"})
_DETAILS = {
    "entities": (),
    "class": (),
    "link": (),
    "mentions": (),
    "relations": (),
    "role": (),
    "events": (),
    "event class": (),
    "arguments": (
        *("date", "status", "place", "location", "perpetrator", "target", "figures", "agent type", "target type"),
        *("part of", "asserted", "qualifier", "scope", "attributed", "said by"),
    ),
    "statements": ("speech act", "about"),
}
"""The rows in the order of the report, with those that go into details of each."""
COREFERENCE = "coref"


@dataclass(frozen=True, slots=True)
class SetRow:
    """Precision and recall over what was found, micro-averaged over the articles. Each is 0 where nothing counts."""

    name: str
    depth: int
    """0, or 1 where it goes into details of a row above it."""
    tp: int
    fp: int
    fn: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return _share(self.tp, self.tp + self.fp) or 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return _share(self.tp, self.tp + self.fn) or 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class ShareRow:
    """How many (`hit`) of those that come into question (`of`) are right."""

    name: str
    depth: int
    """0, or 1 where it goes into details of a row above it."""
    hit: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, None where nothing comes into question."""
        return _share(self.hit, self.of)


Row = SetRow | ShareRow


@dataclass(frozen=True, slots=True)
class ArticleFindings:
    """The misses and false alarms of one article."""

    article: str
    """Its identifier; "clusters.json" for what was joined or kept apart across articles."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a graph agrees with gold annotations."""

    articles: int
    """Annotated ones."""
    missing: tuple[str, ...]
    """Identifiers of annotated articles that are not in the graph; all that they hold counts as missed."""
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """What makes the figures less sure."""
    findings: tuple[ArticleFindings, ...]
    """By article, in the order of the gold's files; the last is of coreference, where the gold has clusters."""

    def row(self, name: str) -> Row:
        """The row of that name. Raises KeyError."""
        return {row.name: row for row in self.rows}[name]


def rows(counts: Iterable[Counts]) -> tuple[Row, ...]:
    """Adds up all counts; every row is there, coreference only where something counts for it."""
    totals = {name: [0, 0, 0] for name in _names()}
    for count in counts:
        total = totals.setdefault(count.row, [0, 0, 0])
        for index, number in enumerate((count.tp, count.fp, count.fn)):
            total[index] += number
    return tuple(_row(name, *total) for name, total in totals.items())


def to_json(evaluation: Evaluation) -> dict[str, object]:
    """The figures for programs: by name, an object of p, r, f1, tp, fp, fn, or a share (null where there is none)."""
    figures = {row.name: _figures(row) for row in evaluation.rows}
    return {"articles": evaluation.articles, "missing": list(evaluation.missing), **figures}


def lines(evaluation: Evaluation, *, show: bool = False) -> Iterator[str]:
    """The figures for people, one row a line, then the notes; with `show` the misses and false alarms before them."""
    if show:
        yield from _finding_lines(evaluation.findings)
    missing = f", NOT IN THE GRAPH: {', '.join(evaluation.missing)}" if evaluation.missing else ""
    yield f"articles: {evaluation.articles}{missing}"
    yield from map(_line, evaluation.rows)
    yield from (f"note: {note}" for note in evaluation.notes)


def _names() -> Iterator[str]:
    for name, details in _DETAILS.items():
        yield name
        yield from details


def _row(name: str, tp: int, fp: int, fn: int) -> Row:
    depth = 0 if name in _DETAILS or name == COREFERENCE else 1
    return ShareRow(name, depth, tp, tp + fn) if name in _SHARES else SetRow(name, depth, tp, fp, fn)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _figures(row: Row) -> object:
    if isinstance(row, ShareRow):
        return row.value
    return {"p": row.precision, "r": row.recall, "f1": row.f1, "tp": row.tp, "fp": row.fp, "fn": row.fn}


def _line(row: Row) -> str:
    name = f"{'  ' * row.depth + row.name:16}"
    if isinstance(row, ShareRow):
        return f"{name} {'–' if row.value is None else f'{row.value:.3f}':5}  {row.hit} of {row.of}"
    figures = f"F1 {row.f1:.3f}  P {row.precision:.3f}  R {row.recall:.3f}"
    return f"{name} {figures}  {row.tp} right, {row.fp} too many, {row.fn} missed"


def _finding_lines(findings: Iterable[ArticleFindings]) -> Iterator[str]:
    for article in (article for article in findings if article.findings):
        yield f"== {article.article}"
        yield from (f"  {finding.kind}: {finding.text}" for finding in article.findings)
