"""Whole articles of a few sentences and the graphs that they give, through the real pipeline.

A case is a folder of `cases/` with `article.txt`, `article.meta.json` and `expected.trig`: the article's graph without the
reader that its claims are attributed to, whose id changes with the software. After a change that is meant,
`pytest tests/test_cases.py --rewrite-cases` writes what is expected anew: read the difference before you keep it.
"""

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.build import build
from kg.extract import Extractor
from kg.ontology import DEFAULT_BASE, PREFIXES, Instances, kg, term
from kg.settings import Settings
from kg.store import StoreFolder

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/article.txt"))
COLLECTIONS = {name: f"{DEFAULT_BASE}{name}/" for name in ("entity", "event", "claim")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_article_gives_its_graph(case: Path, tmp_path: Path, extractor: Extractor, request: pytest.FixtureRequest) -> None:
    expected = case / "expected.trig"
    built = graph_of(case, tmp_path, extractor)
    if request.config.getoption("--rewrite-cases"):
        expected.write_text(readable(built), "utf-8")
    wanted = set(parse(path=expected, format=RdfFormat.TRIG))
    missing, unexpected = sorted(map(str, wanted - built)), sorted(map(str, built - wanted))
    assert (missing, unexpected) == ([], []), f"if this is meant, run pytest {Path(__file__).name} --rewrite-cases and read the difference"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_span_of_an_expected_graph_has_the_words_of_the_article(case: Path) -> None:
    text = (case / "article.txt").read_text("utf-8")
    quads = list(parse(path=case / "expected.trig", format=RdfFormat.TRIG))
    words = {quad.subject: quad.object.value for quad in quads if quad.predicate == term("nif:anchorOf")}
    begins = {quad.subject: int(quad.object.value) for quad in quads if quad.predicate == term("nif:beginIndex")}
    assert words
    assert all(text.startswith(words[span], begins[span]) for span in words)


def test_an_article_about_sport_has_no_incident() -> None:
    quads = parse(path=Path(__file__).parent / "cases" / "football" / "expected.trig", format=RdfFormat.TRIG)
    assert kg("Incident") not in {quad.object for quad in quads}


def graph_of(case: Path, folder: Path, extractor: Extractor) -> set[Quad]:
    """The graph of a case's article, without readers."""
    summary = build([case / "article.txt"], Settings(store=folder), extractor=extractor)
    assert (summary.articles, summary.skipped) == (1, 0)
    name = Instances().article(case.name)
    quads = StoreFolder(folder).snapshot().quads_for_pattern(None, None, None, name)
    return {quad for quad in quads if quad.predicate != term("prov:wasAttributedTo")}


def readable(quads: set[Quad]) -> str:
    """TriG in a lasting order: nodes, then the spans as they follow in the text."""
    ordered = sorted(quads, key=lambda quad: (offsets(quad), str(quad.subject), str(quad.predicate), str(quad.object)))
    lines = serialize(ordered, format=RdfFormat.TRIG, prefixes=PREFIXES | COLLECTIONS).decode("utf-8").splitlines(keepends=True)
    prefixes = [line for line in lines if line.startswith("@prefix")]
    return "".join([*sorted(prefixes), *lines[len(prefixes) :]])


def offsets(quad: Quad) -> tuple[int, ...]:
    """Of the span that a quad describes; none for other nodes."""
    _, _, characters = quad.subject.value.partition("#char=")
    return tuple(map(int, characters.split(","))) if characters else ()
