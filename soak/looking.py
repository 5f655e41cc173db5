"""What a store shows its readers and what it holds, in a form that can be compared; asked of a child, since it opens Oxigraph."""

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import StoreMissing
from kg.extractions import Extractions, article_key
from kg.ontology import Instances
from kg.search import FILE as SEARCH
from kg.stats import read_counts
from kg.store import StoreFolder
from soak.material import Material


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph: a hash of its sorted N-Quads, and one of each article's."""

    digest: str
    articles: dict[str, str]
    """By the article's identifier."""


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _graph(quads: Iterable[Quad]) -> Graph:
    instances, lines, articles = Instances(), [], dict[str, list[str]]()
    for quad in quads:
        lines.append(str(quad))
        name = quad.graph_name
        if isinstance(name, NamedNode) and (identifier := instances.article_identifier(name.value)) is not None:
            articles.setdefault(identifier, []).append(lines[-1])
    return Graph(_digest(lines), {identifier: _digest(found) for identifier, found in articles.items()})


def shown(store: Path) -> Graph | None:
    """What readers see; None where nothing was shown yet. Raises AssertionError where what lies beside the graph is not of it."""
    folder = StoreFolder(store)
    try:
        snapshot = folder.snapshot()
    except StoreMissing:
        return None
    counted = read_counts(store / "current")
    assert counted, "the counts beside the graph cannot be read"
    assert counted.stats.quads == len(snapshot), "the counts are of another graph"
    _require_sound(store / "current" / SEARCH)
    return _graph(snapshot)


def held(store: Path, material: Material) -> list[str]:
    """The articles in the extractions. Raises AssertionError where one is there in part, or the file is damaged."""
    path = store / "extractions.sqlite"
    if not path.exists():
        return []
    _require_sound(path)
    with Extractions(path) as extractions:
        found = [article for article in material.articles if extractions.known(article_key(article.id))]
        for article in found:
            kept = extractions.read(article_key(article.id))
            assert kept, article.id
            assert (kept[0].text, kept[1]) == (article.text, material.reader(article)), f"{article.id} is there in part"
        assert extractions.totals().articles == len(found), "there are articles that were never given"
    return [article.id for article in found]


def require_settled(store: Path, graph: Graph) -> None:
    """Raises AssertionError where the live graph is another one, or anything is left of what was not finished."""
    live = Store.read_only(str(store / "live"))
    assert _graph(live) == graph, "the live graph is another one"
    by_property = (live.quads_for_pattern(None, each, None, None) for each in {quad.predicate for quad in live})
    assert sum(sum(1 for _ in found) for found in by_property) == len(live), "an index of the live graph is another one"
    left = [str(path.relative_to(store)) for path in store.rglob("*.unfinished")]
    assert not left, f"left over: {left}"
    snapshots = [path.name for path in (store / "snapshots").iterdir()]
    assert len(snapshots) <= 1, f"snapshots that nobody reads: {snapshots}"


def _require_sound(database: Path) -> None:
    with closing(sqlite3.connect(database)) as opened:
        problems = [row[0] for row in opened.execute("PRAGMA integrity_check")]
    assert problems == ["ok"], f"{database}: {problems}"
