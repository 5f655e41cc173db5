"""Fits `kg/extract/lexicons/calibration.tsv`, which makes confidences shares of what is right, and measures how true they are.

The classifiers that ship have seen all annotated articles, and are surer of these than they should be. So for each fold that is asked for
the package is copied, its classifiers are learned again without the articles of the fold, and these are read with the copy.

    python training/calibration.py --fit      learns the classifiers again (minutes a fold) and writes the table; then measures
    python training/calibration.py            measures on gold/dev, before and after; --diagram FILE.svg draws it
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from judging import Judged, ReadArticle, judged, read, read_before
from learning import FOLDS, fold_of
from reliability import diagram, lines
from sklearn.isotonic import IsotonicRegression

from kg.extract import load_extractor
from kg.extract.calibration import EVENT, MENTION, STATEMENT, Curve, Table, shipped
from kg.gazetteer import Gazetteer, load
from kg.model import Extraction

HERE = Path(__file__).parent
TABLE = HERE.parent / "kg" / "extract" / "lexicons" / "calibration.tsv"
HEADER = "# How often what is read so surely is right: sort, confidence as read, share. Made by training/calibration.py: do not edit.\n"
POINTS = 6
"""At most so many points has a curve, each of as many examples."""
FEWEST = 25
"""Examples that a point is of; a sort with fewer has the curve of all claims together."""
DOUBT = 4.0
"""Examples that each point is thought to have besides its own, right as often as those of its sort."""
LEARN = (
    ("events.py", "--shared", "{shared}", "--gold", "{gold}", "--out", "{models}"),
    ("event_dates.py", "--shared", "{shared}", "--out", "{models}/dates.npz"),
    ("event_figures.py", "--shared", "{shared}", "--out", "{models}/figures.npz"),
    ("arguments.py", "{gold}", "--write"),
    ("attribution.py", "{gold}", "--to", "{models}"),
    ("statements.py", "{gold}", "--to", "{models}"),
)
"""How the classifiers are learned, in this order: {gold} are annotated articles, {shared} has them under gold/train."""


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


def unseen(gold: Path, shared: Path, work: Path, fold: int) -> dict[str, Extraction]:
    """What is read in the articles of a fold by classifiers that have not seen them; kept in `work`, and taken from there."""
    kept = work / f"{fold}.jsonl"
    if not kept.exists():
        copy, seen = work / f"copy-{fold}", work / f"seen-{fold}"
        for folder in ("kg", "training", "ontology", "queries"):
            shutil.copytree(HERE.parent / folder, copy / folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        _lay_out(gold, shared, seen, fold)
        names = {"shared": seen, "gold": seen / "gold" / "train", "models": copy / "kg" / "extract" / "models"}
        for script, *arguments in LEARN:
            _run(copy, script, *(argument.format(**names) for argument in arguments))
        _run(copy, "calibration.py", "--gold", str(gold), "--read", str(fold), "--into", str(kept))
    found = (msgspec.json.decode(line, type=tuple[str, Extraction]) for line in kept.read_bytes().splitlines())
    return dict(found)


def _lay_out(gold: Path, shared: Path, seen: Path, fold: int) -> None:
    """A folder as the learners want it, with the articles that are not of a fold."""
    (seen / "gold" / "train").mkdir(parents=True, exist_ok=True)
    for path in gold.glob("*.*"):
        link = seen / "gold" / "train" / path.name
        if fold_of(path.stem) != fold and not link.exists():
            link.symlink_to(path.resolve())
    if not (seen / "corpus").exists():
        (seen / "corpus").symlink_to((shared / "corpus").resolve())


def _run(copy: Path, script: str, *arguments: str) -> None:
    """Runs a program of a copy with the package of that copy."""
    environment = os.environ | {"PYTHONPATH": str(copy.resolve())}
    print(script, *arguments, file=sys.stderr)
    subprocess.run([sys.executable, str((copy / "training" / script).resolve()), *arguments], check=True, env=environment, cwd=copy)  # noqa: S603


def read_fold(gold: Path, fold: int, into: Path) -> None:
    """Writes what the package that is imported reads in the articles of a fold."""
    encoded = [msgspec.json.encode((each.gold.id, each.extraction)) for each in read(gold, load_extractor(load()), fold)]
    into.write_bytes(b"\n".join(encoded))


def written(curves: Table) -> Iterator[str]:
    """The lines of the table."""
    yield HEADER
    for sort, points in curves.items():
        yield from (f"{sort}\t{confidence:g}\t{share:g}\n" for confidence, share in points)


def main(arguments: Sequence[str]) -> None:
    """Fit, or measure, from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora and annotated articles")
    parser.add_argument("--gold", type=Path, help="annotated articles to fit on [SHARED/gold/train]")
    parser.add_argument("--measure", type=Path, help="annotated articles to measure on [SHARED/gold/dev]")
    parser.add_argument("--fit", action="store_true", help="fit the table and write it")
    parser.add_argument("--folds", type=int, nargs="+", default=[0], choices=range(FOLDS), help="folds whose articles it is fitted on [0]")
    parser.add_argument("--work", type=Path, default=Path(".training/calibration"), help="where folds are kept; remove it to learn again")
    parser.add_argument("--diagram", type=Path, help="draw how true confidences are: an SVG file")
    parser.add_argument("--page", type=Path, help="page that the figures are written to, between its two comments")
    parser.add_argument("--read", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    gold = (given.gold or given.shared / "gold" / "train").resolve()
    if given.into:
        read_fold(gold, given.read, given.into)
        return
    curves, gazetteer = shipped(), load()
    if given.fit:
        given.work.mkdir(parents=True, exist_ok=True)
        found = {id_: one for fold in given.folds for id_, one in unseen(gold, given.shared, given.work.resolve(), fold).items()}
        curves = fitted(list(read_before(gold, found)), gazetteer)
        TABLE.write_text("".join(written(curves)), "utf-8")
    articles = list(read(given.measure or given.shared / "gold" / "dev", load_extractor(gazetteer)))
    before, after = (list(judged(articles, gazetteer, known)) for known in ({}, curves))
    figures = "\n".join(lines(before, after))
    print(figures)
    if given.page:
        begin, end = "<!-- figures -->\n", "<!-- end of figures -->"
        head, _, rest = given.page.read_text("utf-8").partition(begin)
        given.page.write_text(f"{head}{begin}{figures}\n{end}{rest.partition(end)[2]}", "utf-8")
    if given.diagram:
        given.diagram.write_text(diagram(before, after), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
