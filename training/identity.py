"""Learns what evidence weighs that two reports are of one event.

From the folder of annotated articles that has clusters.json. Each article gives reports twice: of its annotations, and of what classifiers
that have not seen it find in it; of these, those that stand for an annotated event. Pairs that share a blocking key and that nothing rules
out are the examples.
The weights are those of a logistic regression that begins from the weights set by hand and is pulled back to them, so that a level that
is rarely met keeps what was argued for it; none changes its sign, and what speaks against one event keeps at least half of its weight.
Writes weights.tsv in the workplace; prints what comes of it by cross-validation over groups of articles that share events.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy
from aligned import read_article
from corpora import own_articles
from learning import FOLDS, fold_of
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from workplace import Workplace

from kg.evaluate.gold import CLUSTERS
from kg.extract.calibration import calibrated
from kg.gazetteer import Gazetteer, load
from kg.link import link
from kg.model import Article, Decision, Event, Extraction, Fact, Figure, Mention, Reader, Report, Span, Value, ValueType
from kg.ontology import family
from kg.resolve import blocking_keys, evidence, grouped, judged, reports
from kg.resolve.evidence import VETO, Evidence, Pair
from kg.resolve.weights import FILE, PRIOR

PULL = 4.0
"""How strongly a weight is held to where it began, on the squares of the differences."""
SURER = 1.5
"""Taken off the learned prior: a wrong merge is worse than a missed one, and a larger collection has more that looks alike."""
_ROLES = ("place", "perpetrator", "claimedBy", "accused", "target", "participant")
_COUNTED = ("killed", "injured", "arrested")
Names = frozenset[str]
Floats = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """Reports of a collection, and which annotated event («t00#i1») each stands for; some stand for none."""

    reports: tuple[Report, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """Two reports that may be of one event, and whether they are."""

    left: Report
    right: Report
    found: tuple[Evidence, ...]
    names: Names
    folds: tuple[int, int]
    same: bool

    def excluded(self) -> bool:
        """Whether anything rules out one event."""
        return any(one.weight <= VETO for one in self.found)

    def levels(self) -> Counter[str]:
        """How often each level was found."""
        return Counter(level for one in self.found for level in one.levels)


# Reading annotations


def as_annotated(text: str, gold: Mapping[str, Any]) -> Extraction:
    """What an extractor would find that reads as the annotator did, as far as events of different articles are compared by it."""
    spans = _mentions(text, gold["entities"])
    kinds = {entity["id"]: entity["class"] for entity in gold["entities"]}
    longest: dict[str, int] = {}
    for index, (_, entity) in enumerate(spans):
        best = longest.setdefault(entity, index)
        longest[entity] = max(best, index, key=lambda i: (spans[i][0].end - spans[i][0].begin, -i))
    mentions = tuple(Mention(span, kinds[entity], 0.9) for span, entity in spans)
    return Extraction(Reader("annotator", "1"), mentions, tuple(_event(text, event, longest) for event in gold["events"]))


def _mentions(text: str, entities: Iterable[Mapping[str, Any]]) -> list[tuple[Span, str]]:
    """Every occurrence of every name, the longer names first; sorted."""
    found: list[tuple[Span, str]] = []
    names = sorted(((name, entity["id"]) for entity in entities for name in entity["mentions"]), key=lambda one: (-len(one[0]), one))
    for name, entity in names:
        for match in re.finditer(rf"{re.escape(name)}(?!\w)", text):
            span = Span(*match.span())
            if not any(span.overlaps(other) for other, _ in found):
                found.append((span, entity))
    return sorted(found)


def _event(text: str, event: Mapping[str, Any], mention: Mapping[str, int]) -> Event:
    zones = _zones(text, event)
    triggers = tuple(sorted({_trigger(text, zone, event["trigger"]) for zone in zones}))
    return Event(event["class"], triggers, tuple(_facts(event, zones[0], mention)))


def _zones(text: str, event: Mapping[str, Any]) -> list[Span]:
    return [Span(begin, begin + len(words)) for words in event["evidence"] if (begin := text.find(words)) >= 0]


def _trigger(text: str, zone: Span, triggers: Iterable[str]) -> Span:
    inside = [name for name in triggers if name in zone.of(text)]
    if not inside:
        return Span(zone.begin, zone.begin + len(zone.of(text).split()[0]))
    name = max(inside, key=len)
    begin = text.index(name, zone.begin)
    return Span(begin, begin + len(name))


def _facts(event: Mapping[str, Any], where: Span, mention: Mapping[str, int]) -> Iterator[Fact]:
    for role in _ROLES:
        for entity in event.get(role) or ():
            if entity in mention:
                value = Value(ValueType.MENTION, mention[entity])
                yield Fact("agent" if role == "perpetrator" else role, value, where, 0.9)
    if event.get("date"):
        yield Fact("date", Value(ValueType.DATE, event["date"]), where, 0.9)
    if event.get("status", "Occurred") != "Occurred":
        yield Fact("status", Value(ValueType.TERM, event["status"]), where, 0.9)
    for name in _COUNTED:
        for figure in event.get(name) or ():
            yield Fact(
                name, Value(ValueType.NUMBER, figure["value"]), where, 0.9, figure=Figure(figure["qualifier"], figure.get("scope", "Whole"))
            )


# Reports and pairs


def told_by_annotators(articles: Iterable[tuple[Article, Mapping[str, Any]]], gazetteer: Gazetteer) -> Told:
    found: dict[str, str] = {}
    every: list[Report] = []
    for article, gold in articles:
        own = reports(link(article, as_annotated(article.text, gold), gazetteer), gazetteer)
        found |= {report.id: f"{gold['id']}#{event['id']}" for report, event in zip(own, gold["events"], strict=True)}
        every += own
    return Told(tuple(every), found)


def told_by_extractor(read: Iterable[tuple[Article, Mapping[str, Any], Extraction]], gazetteer: Gazetteer) -> Told:
    found: dict[str, str] = {}
    every: list[Report] = []
    for article, gold, extraction in read:
        own = reports(link(article, extraction, gazetteer), gazetteer)
        stands_for = _stands_for(article.text, gold["events"], extraction.events)
        found |= {own[index].id: f"{gold['id']}#{name}" for index, name in stands_for.items()}
        every += own
    return Told(tuple(every), found)


def _stands_for(text: str, annotated: Iterable[Mapping[str, Any]], events: Sequence[Event]) -> dict[int, str]:
    """The annotated event that each event stands for: of one family, with most of its triggers in the evidence; one to one."""
    candidates = []
    for event in annotated:
        zones = _zones(text, event)
        for index, other in enumerate(events):
            hits = sum(any(trigger.overlaps(zone) for zone in zones) for trigger in other.triggers)
            if hits and family(other.kind) == family(event["class"]):
                candidates.append((-hits - 0.3 * (other.kind == event["class"]), index, event["id"]))
    found: dict[int, str] = {}
    for _, index, name in sorted(candidates):
        if index not in found and name not in found.values():
            found[index] = name
    return found


def pairs(told: Told, gazetteer: Gazetteer) -> list[tuple[Report, Report]]:
    """Reports of two articles that share a blocking key, the first by id first; sorted."""
    blocks: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(told.reports, key=lambda report: report.id):
        for key in blocking_keys(report, gazetteer):
            blocks[key].append(report)
    found = {(one.id, other.id): (one, other) for block in blocks.values() for one, other in combinations(block, 2)}
    return [both for _, both in sorted(found.items()) if both[0].article != both[1].article]


def examples(told: Told, clusters: Sequence[Sequence[str]], gazetteer: Gazetteer) -> list[Example]:
    """All pairs of a collection; those of reports that stand for no annotated event are not known to be the same or not."""
    same, group = same_pairs(clusters), _groups(clusters)
    found = []
    for left, right in pairs(told, gazetteer):
        names = frozenset(told.names.get(report.id, "") for report in (left, right))
        folds = fold_of(group.get(left.article, left.article)), fold_of(group.get(right.article, right.article))
        found.append(Example(left, right, tuple(evidence(Pair(left, right, gazetteer))), names, folds, names in same))
    return found


def same_pairs(clusters: Iterable[Sequence[str]]) -> set[Names]:
    return {frozenset(both) for cluster in clusters for both in combinations(cluster, 2)}


def _groups(clusters: Iterable[Sequence[str]]) -> dict[str, str]:
    """For each article the first of those that it is connected with by shared events: what is learned together is tested together."""
    group: dict[str, str] = {}
    for cluster in clusters:
        articles = {name.split("#")[0] for name in cluster}
        joined = {group.get(article, article) for article in articles}
        group |= dict.fromkeys(articles, min(joined))
        group = {article: min(joined) if other in joined else other for article, other in group.items()}
    return group


# Learning


def by_hand() -> dict[str, tuple[float, str]]:
    """The weight set by hand and the meaning of each level, in the order of the file."""
    rows = [line.split("\t") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {level: (float(first), meaning) for level, first, _, meaning in rows}


def learned(found: Iterable[Example]) -> dict[str, float]:
    """The weight of each level that makes the examples likeliest, near those set by hand."""
    known = [example for example in found if "" not in example.names and not example.excluded()]
    first = {level: weight for level, (weight, _) in by_hand().items()}
    column = {level: index for index, level in enumerate(first)}
    matrix = numpy.zeros((len(known), len(first)))
    for row, example in enumerate(known):
        matrix[row, column[PRIOR]] = 1
        for level, count in example.levels().items():
            matrix[row, column[level]] = count
    same, start = numpy.array([example.same for example in known], dtype=float), numpy.array(list(first.values()))

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds, moved = matrix @ weights, weights - start
        value = numpy.logaddexp(0, odds).sum() - same @ odds + PULL / 2 * moved @ moved
        return float(value), matrix.T @ (expit(odds) - same) + PULL * moved

    bounds = [(0.0, None) if weight > 0 else (None, weight / 2) for weight in start]
    fitted = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return {level: round(float(weight) - SURER * (level == PRIOR), 2) for level, weight in zip(first, fitted, strict=True)}


def resolved(told: Told, found: Iterable[Example], weights: Sequence[Mapping[str, float]], gazetteer: Gazetteer) -> set[Names]:
    """Names of the events that are held to be one; each pair is judged by the weights of its fold, or the only ones."""
    matches = []
    for example in found:
        weight = weights[example.folds[0] % len(weights)]
        weighed = [replace(one, weight=sum(weight[level] for level in one.levels)) if one.levels else one for one in example.found]
        matches.append(judged(example.left, example.right, weighed, weight[PRIOR]).match())
    same = [match for match in matches if match.decision is Decision.SAME]
    events = grouped(told.reports, same, gazetteer)
    named = ([told.names[report.id] for report in event if report.id in told.names] for event in events)
    return {frozenset(both) for names in named for both in combinations(names, 2)}


def written(weights: Mapping[str, float]) -> str:
    head = "# Level\tSet by hand\tLearned\tMeaning. Made by training/identity.py, which begins from the second column.\n"
    rows = (f"{level}\t{first}\t{weights[level]}\t{meaning}\n" for level, (first, meaning) in by_hand().items())
    return head + "".join(rows)


def measure(name: str, found: set[Names], same: set[Names]) -> None:
    right = len(found & same)
    print(f"{name}: {right} right, {len(found) - right} wrong of {len(same)} pairs")


def learn(sources: Mapping[str, Told], clusters: Sequence[Sequence[str]], gazetteer: Gazetteer) -> dict[str, float]:
    """Weights learned from all sources; prints what those of the other folds make of each."""
    found = {name: examples(told, clusters, gazetteer) for name, told in sources.items()}
    every = [example for several in found.values() for example in several]
    folds = [learned(example for example in every if held_out not in example.folds) for held_out in range(FOLDS)]
    weights = learned(every)
    start = {level: weight for level, (weight, _) in by_hand().items()}
    for name, told in sources.items():
        for how, several in (("set by hand", [start]), ("cross-validated", folds), ("learned", [weights])):
            measure(f"{name}, {how}", resolved(told, found[name], several, gazetteer), same_pairs(clusters))
    return weights


def main() -> None:
    """Learn from the command line."""
    place, gazetteer = Workplace.of(__doc__), load()
    folder = next(folder for folder in place.folders if (folder / CLUSTERS).exists())
    readings = place.readings()
    articles = [read_article(path) for path in own_articles(folder)]
    extracted = ((article, gold, calibrated(readings[article.id])) for article, gold in articles)
    sources = {"annotations": told_by_annotators(articles, gazetteer), "extractor": told_by_extractor(extracted, gazetteer)}
    weights = learn(sources, json.loads((folder / CLUSTERS).read_text("utf-8")), gazetteer)
    (place.work / "weights.tsv").write_text(written(weights), "utf-8")


if __name__ == "__main__":
    main()
