"""Sorts what the finding of events misses and makes up, and what stands in the way of statements, in articles that are new to it.

    python training/error_analysis.py FOLDERS... [--shared ../shared]

Events and statements of the first folder are judged; articles of the others are only learned from. As in `training/ablations.py`, words of
which the shipped classifier is nearly certain that they name no event are left out.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ablations import VARIANTS, grouped, material_of, options, unseen
from aligned import AlignedArticle
from events import counterparts

from kg.extract.detection import Detected
from kg.extract.statements import scene_of
from kg.extract.statements.speakers import candidates
from kg.extract.triggers import EventGroup, Trigger
from kg.model import Span
from kg.ontology import family

Matches = Mapping[int, int]
"""Which event that was found is which annotated one, by their positions."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An annotated article with the triggers and the events that were found in it."""

    article: AlignedArticle
    found: Sequence[Detected]
    groups: Sequence[EventGroup]

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """The annotated events."""
        events: Sequence[Mapping[str, Any]] = self.article.gold["events"]
        return events

    def is_told_by(self, event: int, trigger: Trigger) -> bool:
        """Whether a trigger stands in the evidence of an annotated event."""
        return any(zone.begin <= trigger.span.begin < zone.end for zone in self.article.zones[self.events[event]["id"]])

    def are_alike(self, event: int, group: int) -> bool:
        """Whether an annotated event and one that was found are of one family."""
        return family(self.events[event]["class"]) == family(self.groups[group].kind)

    def matches(self) -> dict[int, int]:
        """Annotated events with those that were found for them."""
        return counterparts(self.article, self.groups)


def missed(judged: Judged, matched: Matches) -> Iterator[str]:
    """Why each annotated event that was not found is missing."""
    for event in range(len(judged.events)):
        if event not in matched:
            yield _why_missed(judged, event)


def _why_missed(judged: Judged, event: int) -> str:
    inside = [index for index, group in enumerate(judged.groups) if any(judged.is_told_by(event, trigger) for trigger in group.triggers)]
    if any(judged.are_alike(event, index) for index in inside):
        return "told as part of another event"
    if inside:
        return "found as an event of another family"
    unsure = any(judged.is_told_by(event, one.trigger) for one in judged.found)
    return "trigger found, but not surely enough" if unsure else "no trigger found"


def made_up(judged: Judged, matched: Matches) -> Iterator[str]:
    """Why each event that was found and not annotated is too many."""
    for index, group in enumerate(judged.groups):
        if index in matched.values():
            continue
        told = [event for event in range(len(judged.events)) if any(judged.is_told_by(event, trigger) for trigger in group.triggers)]
        if not judged.events:
            yield "in an article without events"
        elif any(judged.are_alike(event, index) for event in told):
            yield "split off from an event"
        else:
            yield "in the evidence of an event of another family" if told else "in no event's evidence"


def confused(judged: Judged, matched: Matches) -> Iterator[str]:
    """The classes of events found with another class than annotated."""
    for event, index in matched.items():
        if judged.events[event]["class"] != judged.groups[index].kind:
            yield f"{judged.events[event]['class']} taken for {judged.groups[index].kind}"


def statements(article: AlignedArticle) -> Iterator[str]:
    """For each annotated statement what stands in its way before any classifier is asked."""
    scene = scene_of(article.doc)
    for statement in article.gold["statements"]:
        begin = article.doc._.article.text.find(statement["evidence"])
        evidence = Span(begin, begin + len(statement["evidence"]))
        positions = [at for at, speech in enumerate(scene.speeches) if evidence.begin <= scene.words[speech.index].begin < evidence.end]
        speakers = {article.entities.get(n.index) for at in positions for n in candidates(scene, at)}
        if not positions:
            yield "no word of speech known in it"
        elif statement["speaker"] in speakers:
            yield "open to the classifier"
        else:
            named = statement["speaker"] in article.entities.values()
            yield "speaker named too far away" if named else "speaker's name not found"


def main(arguments: Sequence[str]) -> None:
    """Print how many errors there are of each kind."""
    given = options(str(__doc__), arguments)
    material = material_of(given.articles, given.shared)
    found = unseen(material, VARIANTS[0])
    groups = grouped(material, VARIANTS[0], found)
    kinds: dict[str, Counter[str]] = {name: Counter() for name in ("missed", "too many", "another class", "statements")}
    for one in material.measured:
        judged = Judged(one.reading.aligned, found[one.id], groups[one.id])
        matched = judged.matches()
        kinds["missed"].update(missed(judged, matched))
        kinds["too many"].update(made_up(judged, matched))
        kinds["another class"].update(confused(judged, matched))
        kinds["statements"].update(statements(one.reading.aligned))
    for name, counts in kinds.items():
        print(f"{name}, {counts.total()}:", *(f"  {count} {kind}" for kind, count in counts.most_common()), sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
