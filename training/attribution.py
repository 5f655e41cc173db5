"""Fits the classifier of sources on annotated articles: which report of speech, if any, a figure or an actor goes back to.

training/attribution.py ARTICLES... --to kg/extract/models
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aligned import AlignedArticle, aligned
from corpora import own_articles
from learning import Fit, LabelledExample, held_out, learned

from kg.extract import load_extractor
from kg.extract.classifier import Classifier, save
from kg.extract.sources import Frame, Sources
from kg.gazetteer import load as load_gazetteer
from kg.model import Span

_FIT = Fit(units=0, penalty=8.0, rounds=400, rarest=3)
_FIGURES = ("killed", "injured", "arrested")
_PEOPLE = ("claimedBy", "accused", "perpetrator")


@dataclass(frozen=True, slots=True)
class AnnotatedFact:
    """A figure or an actor of an annotated event."""

    property: str
    words: tuple[int, ...]
    """Where the evidence states it."""
    sources: tuple[Mapping[str, Any], ...]
    """Those that the text attributes it to; none where the writer says it himself."""


def facts(found: AlignedArticle) -> Iterator[AnnotatedFact]:
    """The figures and actors of the annotated events, as far as the words that state them are found."""
    for event in found.gold["events"]:
        zones = found.zones[event["id"]]
        for name in (*_FIGURES, *_PEOPLE):
            for value in event.get(name) or ():
                plain = value["value"] if name in _FIGURES else value
                words = tuple(sorted(set(_stated(found, name, plain, zones) or _triggers(found, event["id"]))))
                sources = tuple(s for s in event.get("sourced", ()) if s["p"] == name and str(s["o"]) == str(plain))
                if words:
                    yield AnnotatedFact(name, words, sources)


def _stated(found: AlignedArticle, name: str, value: object, zones: Sequence[Span]) -> list[int]:
    words, doc = found.doc._.words, found.doc
    inside = {word.index for word in words if any(zone.overlaps(word.span) for zone in zones)}
    if name in _FIGURES:
        return [count.word for count in doc._.counts if count.word in inside and str(count.value) == str(value)]
    spans = [doc._.mentions[index].span for index, entity in found.entities.items() if entity == value]
    return [word.index for word in words if word.index in inside and any(span.overlaps(word.span) for span in spans)]


def _triggers(found: AlignedArticle, event: str) -> list[int]:
    return [trigger.first for trigger in found.groups[event].triggers] if event in found.groups else []


def is_source(found: AlignedArticle, frame: Frame, fact: AnnotatedFact) -> bool:
    """Whether a report of speech is that which an annotated fact is attributed to."""
    text: str = found.doc._.article.text
    for source in fact.sources:
        at = text.find(source["attribution"])
        while at >= 0:
            if frame.span.overlaps(Span(at, at + len(source["attribution"]))):
                return True
            at = text.find(source["attribution"], at + 1)
        if frame.speaker and source.get("saidBy") and found.entities.get(frame.speaker.index) == source["saidBy"]:
            return True
    return False


def examples(found: AlignedArticle) -> Iterator[LabelledExample]:
    """For each place of each fact the reports of speech near it."""
    sources = Sources.of(found.doc)
    for fact in facts(found):
        for word in fact.words:
            for frame, row in sources.candidates(word, fact.property):
                yield LabelledExample(found.id, row, "source" if is_source(found, frame, fact) else "other")


def _learn(some: Sequence[LabelledExample]) -> Classifier:
    return learned(some, _FIT)


def main() -> None:
    """Train on folders of annotated articles, and write the classifier."""
    parser = argparse.ArgumentParser(description="Fit the classifier of sources.")
    parser.add_argument("articles", type=Path, nargs="+", help="folders of annotated articles")
    parser.add_argument("--to", type=Path, default=Path("kg/extract/models"), help="folder of the classifiers")
    given = parser.parse_args()
    paths = [path for folder in given.articles for path in own_articles(folder)]
    some = [e for found in aligned(paths, load_extractor(load_gazetteer()), "isnad_events") for e in examples(found)]
    right = 0
    for classifier, rest in held_out(some, _learn):
        scores = classifier.scores([example.features for example in rest])
        right += sum(classifier.labels[int(row.argmax())] == example.label for row, example in zip(scores, rest, strict=True))
    save(given.to / "attribution.npz", _learn(some))
    print(f"{len(some)} pairs, {right / len(some):.3f} right on held-out articles")


if __name__ == "__main__":
    main()
