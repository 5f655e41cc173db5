"""Fits the table that makes confidences shares of what is right, and measures on `gold/dev` how true they are.

The classifiers that ship have seen all annotated articles, and are surer of these than they should be. So it is fitted on what classifiers
that have not seen an article read in it (`Workplace.readings`), and written to `calibration.tsv` in the workplace. The figures and the
diagram of `docs/calibration.md` are brought up to date.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from judging import Judged, ReadArticle, judged, read, read_before
from reliability import diagram, lines
from sklearn.isotonic import IsotonicRegression
from workplace import Workplace

from kg.extract import load_extractor
from kg.extract.calibration import EVENT, MENTION, STATEMENT, Curve, Table
from kg.gazetteer import Gazetteer, load

PAGE = Path("docs/calibration.md")
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
"""What stands around the figures on the page."""
HEADER = "# How often what is read so surely is right: sort, confidence as read, share. Made by training/calibration.py: do not edit.\n"
POINTS = 6
"""At most so many points has a curve, each of as many examples."""
FEWEST = 25
"""Examples that a point is of; a sort with fewer has the curve of all claims together."""
DOUBT = 4.0
"""Examples that each point is thought to have besides its own, right as often as those of its sort."""


def fitted(articles: Sequence[ReadArticle], gazetteer: Gazetteer) -> dict[str, Curve]:
    """The table: first of events, then of their facts, which are no surer than they.

    Mentions have no curve: `kg.extract.choice` has learned how sure they are.
    """
    plain = _by_sort(judged(articles, gazetteer, {}))
    events = {sort: curve(plain[sort]) for sort in (EVENT, STATEMENT)}
    claims = {sort: some for sort, some in _by_sort(judged(articles, gazetteer, events)).items() if sort not in (EVENT, STATEMENT, MENTION)}
    together = curve([each for some in claims.values() for each in some])
    return events | {sort: curve(some) if len(some) >= FEWEST else together for sort, some in sorted(claims.items())}


def _by_sort(some: Iterable[Judged]) -> Mapping[str, list[Judged]]:
    found: dict[str, list[Judged]] = defaultdict(list)
    for each in some:
        found[each.sort].append(each)
    return found


def curve(some: Sequence[Judged]) -> Curve:
    """Points (confidence as read, share that was right), neither of which falls: isotonic regression over equally large groups."""
    groups = _groups(sorted(some, key=lambda each: each.confidence))
    usual = sum(each.is_right for each in some) / len(some)
    xs = [sum(each.confidence for each in group) / len(group) for group in groups]
    ys = [(sum(each.is_right for each in group) + DOUBT * usual) / (len(group) + DOUBT) for group in groups]
    shares = IsotonicRegression(y_min=0, y_max=1).fit(xs, ys, sample_weight=[len(group) for group in groups]).predict(xs)
    points = {round(x, 3): round(float(y), 3) for x, y in zip(xs, shares, strict=True)}
    return tuple(points.items())


def _groups(some: Sequence[Judged]) -> list[list[Judged]]:
    """Cuts what is sorted by confidence; what is equally sure stays together."""
    size = max(FEWEST, len(some) // POINTS)
    groups: list[list[Judged]] = [[]]
    for each in some:
        if len(groups[-1]) >= size and groups[-1][-1].confidence < each.confidence:
            groups.append([])
        groups[-1].append(each)
    if len(groups) > 1 and len(groups[-1]) < FEWEST:
        last = groups.pop()
        groups[-1] += last
    return groups


def written(curves: Table) -> Iterator[str]:
    """The lines of the table."""
    yield HEADER
    for sort, points in curves.items():
        yield from (f"{sort}\t{confidence:g}\t{share:g}\n" for confidence, share in points)


def brought_up_to_date(page: str, figures: str) -> str:
    """The page with other figures."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}{figures}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    """Fit and measure from the command line."""
    place, gazetteer = Workplace.of(__doc__), load()
    readings = place.readings()
    curves = fitted([each for folder in place.folders for each in read_before(folder, readings)], gazetteer)
    (place.work / "calibration.tsv").write_text("".join(written(curves)), "utf-8")
    articles = list(read(place.shared / "gold" / "dev", load_extractor(gazetteer)))
    before, after = (list(judged(articles, gazetteer, known)) for known in ({}, curves))
    figures = "\n".join(lines(before, after))
    print(figures)
    PAGE.write_text(brought_up_to_date(PAGE.read_text("utf-8"), figures), "utf-8")
    PAGE.with_suffix(".svg").write_text(diagram(before, after), "utf-8")


if __name__ == "__main__":
    main()
