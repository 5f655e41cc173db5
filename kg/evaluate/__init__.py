"""Measures a graph against annotations that people made: `kg evaluate GOLD_DIR`.

    gold.read_gold ────► GoldArticle ──┐
    graph.read_article ► FoundArticle ─┴► entities, events, details, statements ──► Counts, Finding, Note ──► report.Evaluation
                                          coreference, over all articles

`docs/evaluate.md` says what each figure means and how to annotate articles of one's own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from pyoxigraph import Store

from kg.evaluate.alignment import Alignment
from kg.evaluate.coreference import compare_coreference
from kg.evaluate.details import compare_details
from kg.evaluate.entities import compare_entities, compare_mentions, compare_relations, pair_entities
from kg.evaluate.events import compare_events, pair_events
from kg.evaluate.faults import faults
from kg.evaluate.fields import read_text
from kg.evaluate.gold import CLUSTERS, GoldArticle, read_clusters, read_gold
from kg.evaluate.graph import ArticleGraph, FoundArticle, article_graphs, read_article
from kg.evaluate.report import ArticleFindings, Evaluation, Row, SetRow, ShareRow, lines, rows, to_json
from kg.evaluate.statements import compare_statements
from kg.evaluate.tally import Counts, Finding, Note, Outcome

__all__ = ["ArticleFindings", "Evaluation", "Finding", "Row", "SetRow", "ShareRow", "evaluate", "lines", "to_json"]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What comparing one article gave."""

    article: str
    outcomes: tuple[Outcome, ...]
    events: Mapping[str, str]
    """Gold ids of the events by the keys of the nodes they were paired with."""


def evaluate(store: Store, gold: Path) -> Evaluation:
    """How well the article graphs of a store agree with the annotations of a folder. Only reads the store.

    The text of NAME.json is that of NAME.txt beside it, or else the graph's kg:text. Articles of the gold that are not
    in the graph count as wholly missed, but for their mentions where the text is in neither place, which a note says.
    Articles of the graph that are not annotated do not count.

    Raises GoldError for annotations that cannot be read.
    """
    clusters = read_clusters(gold)
    graphs = article_graphs(store)
    comparisons = [_compare(article, graphs.get(article.id), store) for article in read_gold(gold)]
    if clusters is not None:
        comparisons.append(_Comparison(CLUSTERS, tuple(compare_coreference(clusters, _nodes(comparisons))), {}))
    outcomes = [outcome for comparison in comparisons for outcome in comparison.outcomes]
    annotated = [comparison.article for comparison in comparisons[: None if clusters is None else -1]]
    return Evaluation(
        articles=len(annotated),
        missing=tuple(article for article in annotated if article not in graphs),
        rows=rows(outcome for outcome in outcomes if isinstance(outcome, Counts)),
        notes=tuple(outcome.text for outcome in outcomes if isinstance(outcome, Note)),
        findings=tuple(ArticleFindings(comparison.article, _findings(comparison)) for comparison in comparisons),
    )


def _compare(article: GoldArticle, graph: ArticleGraph | None, store: Store) -> _Comparison:
    text = _text(article, graph)
    compared = _compare_with(article, graph, text or "", store)
    return compared if text is not None else replace(compared, outcomes=_told(article, compared.outcomes))


def _compare_with(article: GoldArticle, graph: ArticleGraph | None, text: str, store: Store) -> _Comparison:
    found = read_article(store, graph.name) if graph else FoundArticle()
    entities = pair_entities(article.entities, found.entities)
    alignment = Alignment({node.key: entity.id for entity, node in entities.pairs}, article.names)
    events = pair_events(text, article.events, found.events, alignment)
    alignment = replace(alignment, events={node.key: event.id for event, node in events.pairs})
    outcomes: Iterator[Outcome] = chain(
        _text_differs(article, graph, text),
        faults(text, article),
        compare_entities(entities),
        compare_mentions(text, article.entities, found.entities),
        compare_relations(article, entities),
        compare_events(text, events, alignment),
        compare_details(events, alignment),
        compare_statements(text, article, found.statements, alignment),
    )
    return _Comparison(article.id, tuple(outcomes), alignment.events)


def _text(article: GoldArticle, graph: ArticleGraph | None) -> str | None:
    path = article.path.with_suffix(".txt")
    if path.exists():
        return read_text(path)
    return graph.text if graph else None


def _told(article: GoldArticle, outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of an article whose text is nowhere, with one note instead of one for each stretch that is not in it."""
    name = article.path.with_suffix(".txt").name
    told = Note(f"{article.id}: its text is neither in {name} beside its annotations nor in the graph, so its mentions are not counted")
    return (told, *(outcome for outcome in outcomes if not isinstance(outcome, Note)))


def _text_differs(article: GoldArticle, graph: ArticleGraph | None, text: str) -> Iterator[Note]:
    if graph and graph.text not in (None, text):
        yield Note(f"{article.id}: the graph's kg:text is another than {article.path.stem}.txt, so offsets may not agree")


def _nodes(comparisons: Iterable[_Comparison]) -> dict[tuple[str, str], str]:
    return {(comparison.article, event): key for comparison in comparisons for key, event in comparison.events.items()}


def _findings(comparison: _Comparison) -> tuple[Finding, ...]:
    return tuple(outcome for outcome in comparison.outcomes if isinstance(outcome, Finding))
