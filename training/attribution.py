"""Learns from annotated articles which report of speech, if any, a figure or an actor goes back to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aligned import AlignedArticle
from learning import Fit, LabelledExample
from workplace import Workplace

from kg.extract.sources import Frame, Sources
from kg.model import Span

FIT = Fit(penalty=8, rounds=400, rarest=3)
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


def main() -> None:
    """Learn from the command line."""
    place = Workplace.of(__doc__)
    pairs = [example for article in place.articles() for example in examples(article)]
    print(f"sources: {len(pairs)} pairs, {place.learned('attribution', pairs, FIT).accuracy(pairs):.3f} right on held-out articles")


if __name__ == "__main__":
    main()
