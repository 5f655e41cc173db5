"""Fits and measures what decides the arguments of events: roles of things named, actor types, status.

Learned from annotated events; measured on events as they are found in articles that the classifiers of triggers and of grouping have not
seen, as `gold/score.py` does: what is said of an event that is none is wrong. (To learn from the events found as well, those that are none
included, was measured and gains nothing.) Types and status are fitted on the roles that classifiers of the other folds give.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import events as triggers
from argument_events import PROPERTIES, Event, annotated, found, pair_examples
from learning import FOLDS, LabelledExample, fold_of
from sparse import SparseFit, fitted

from kg.extract import grouping, load_extractor
from kg.extract.arguments import actors
from kg.extract.arguments.actors import NONE as NO_TYPE
from kg.extract.arguments.actors import type_features
from kg.extract.arguments.roles import Role, chosen
from kg.extract.arguments.status import OCCURRED, status_features
from kg.extract.arguments.status import THRESHOLD as STATUS_THRESHOLD
from kg.extract.classifier import Classifier, save
from kg.extract.context import Context
from kg.extract.surroundings import Page
from kg.extract.triggers import EventGroup
from kg.gazetteer import load

GOLD_TYPES = {"ArmedGroup": "ArmedGroupMembers", "Unknown": "UnknownActor"}
ROLES = SparseFit(units=16, rarest=4)
SMALL = SparseFit(units=12, rounds=8, rarest=2)
"""For types and status: as many examples as events."""
Likely = Sequence[Mapping[str, float]]
Features = Callable[[Context, Sequence[Role]], Iterable[str]]
Labels = Callable[[Event], Sequence[str]]


@dataclass(frozen=True, slots=True)
class WithRoles:
    """An event with the roles that classifiers which have not seen its article give it."""

    event: Event
    roles: Sequence[Role]
    is_found: bool
    """Whether its triggers are as found, not as annotated."""


def groups_of(readings: Sequence[triggers.Reading], without: Sequence[LabelledExample]) -> dict[str, list[EventGroup]]:
    """The events of each article by classifiers that have not seen it; `without` are words of articles that hold none."""
    seen = triggers.unseen(readings, without)
    groups: dict[str, list[EventGroup]] = {}
    for fold in range(FOLDS):
        classifier = triggers.grouper([reading for reading in readings if fold_of(reading.aligned.id) != fold], seen)
        for article in (reading.aligned for reading in readings if fold_of(reading.aligned.id) == fold):
            groups[article.id] = grouping.groups(Page.of(article.doc, seen[article.id]), classifier)
    return groups


def probabilities(classifier: Classifier, event: Event) -> Likely:
    """How likely each label of each pair of an event is."""
    return [dict(zip(classifier.labels, row, strict=True)) for row in classifier.probabilities(event.features).tolist()]


def with_roles(of_annotation: Sequence[Event], of_triggers: Sequence[Event]) -> Iterator[WithRoles]:
    """All events, with the roles that classifiers of the other folds give them."""
    events = [*of_annotation, *of_triggers]
    for fold in range(FOLDS):
        classifier = fitted(pair_examples([event for event in of_annotation if event.fold != fold]), ROLES)
        for index, event in enumerate(events):
            if event.fold == fold:
                roles = chosen(event.context, event.pairs, probabilities(classifier, event), event.rules)
                yield WithRoles(event, roles, index >= len(of_annotation))


def types_of(property_: str) -> Labels:
    """The actor types of an event as the classifiers name them."""
    return lambda event: [GOLD_TYPES.get(kind, kind) for kind in (event.gold or {}).get(property_) or []] or [NO_TYPE]


def status_of(event: Event) -> Sequence[str]:
    """The status of an event."""
    return [(event.gold or {}).get("status") or OCCURRED]


def examples(events: Iterable[WithRoles], features: Features, labels: Labels) -> list[LabelledExample]:
    """One example for each label of an annotated event."""
    return [
        LabelledExample(one.event.article, tuple(features(one.event.context, one.roles)), label)
        for one in events
        if not one.is_found
        for label in labels(one.event)
    ]


def held_out(events: Sequence[WithRoles], features: Features, labels: Labels) -> Iterator[tuple[WithRoles, Mapping[str, float]]]:
    """The events found, with how likely each label is by classifiers of the other folds."""
    for fold in range(FOLDS):
        classifier = fitted(examples([one for one in events if one.event.fold != fold], features, labels), SMALL)
        inside = [one for one in events if one.is_found and one.event.fold == fold]
        rows = classifier.probabilities([list(features(one.event.context, one.roles)) for one in inside]).tolist()
        for one, row in zip(inside, rows, strict=True):
            yield one, dict(zip(classifier.labels, row, strict=True))


@dataclass(slots=True)
class Tally:
    """What is right, too much, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, told: set[str], said: set[str]) -> None:
        """Count what is said of an event against what was annotated."""
        self.right, self.extra, self.missed = self.right + len(told & said), self.extra + len(said - told), self.missed + len(told - said)

    def __str__(self) -> str:
        f1 = 2 * self.right / max(1, 2 * self.right + self.extra + self.missed)
        return f"F1 {f1:.3f} (right {self.right}, extra {self.extra}, missed {self.missed})"


def roles_report(events: Iterable[WithRoles]) -> Iterator[str]:
    """A line for each property of what is found, and one for the first place."""
    tallies = {name: Tally() for name in (*PROPERTIES, "location")}
    for one in (one for one in events if one.is_found):
        said = {name: [one.event.entity(role) for role in one.roles if role.name == name] for name in PROPERTIES}
        for name in PROPERTIES:
            tallies[name].add(set(one.event.told(name)), set(said[name]))
        if one.event.gold is not None:
            tallies["location"].add(set(one.event.told("place")[:1]), set(said["place"][:1]))
    return (f"{name:12s} {tally}" for name, tally in tallies.items())


def thresholds_report(
    likely: Iterable[tuple[WithRoles, Mapping[str, float]]], labels: Labels, none: str, thresholds: Sequence[float]
) -> str:
    """F1 by how likely a label has to be."""
    tallies = {limit: Tally() for limit in thresholds}
    for one, of_label in likely:
        told = set(labels(one.event)) - {none}
        for limit, tally in tallies.items():
            tally.add(told, {name for name, value in of_label.items() if value >= limit and name != none})
    return "; ".join(f"{limit:.2f}: {tally}" for limit, tally in tallies.items())


def report(events: Sequence[WithRoles]) -> None:
    """Print F1 of everything, cross-validated; events that are missed altogether aside."""
    print(*roles_report(events), sep="\n")
    steps = [step / 20 for step in range(4, 12)]
    matched = [one for one in events if one.event.gold is not None]
    for property_ in ("agentType", "targetType"):
        likely = held_out(matched, type_features, types_of(property_))
        print(property_, thresholds_report(likely, types_of(property_), NO_TYPE, [actors.THRESHOLDS[property_], *steps]))
    likely = held_out(events, status_features, status_of)
    print("status", thresholds_report(likely, status_of, OCCURRED, [STATUS_THRESHOLD, *steps]))


def write(events: Sequence[WithRoles], folder: Path) -> None:
    """Fit on all events and write what ships."""
    save(folder / "arguments.npz", fitted(pair_examples([one.event for one in events if not one.is_found]), ROLES))
    for property_, name in (("agentType", "agent_types"), ("targetType", "target_types")):
        save(folder / f"{name}.npz", fitted(examples(events, type_features, types_of(property_)), SMALL))
    save(folder / "status.npz", fitted(examples(events, status_features, status_of), SMALL))


def main(arguments: Sequence[str]) -> None:
    """Learn from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+", help="folders of annotated articles")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora, to evaluate")
    parser.add_argument("--to", type=Path, default=Path("kg/extract/models"), help="folder of the classifiers")
    parser.add_argument("--evaluate", action="store_true", help="measure by cross-validation instead")
    given = parser.parse_args(arguments)
    extractor = load_extractor(load())
    readings = triggers.read(extractor, given.articles)
    articles = [reading.aligned for reading in readings]
    of_annotation = [event for article in articles for event in annotated(article)]
    if given.evaluate:
        groups = groups_of(readings, list(triggers.negatives(extractor, given.shared)))
        report(list(with_roles(of_annotation, [event for article in articles for event in found(article, groups[article.id])])))
    else:
        write(list(with_roles(of_annotation, [])), given.to)


if __name__ == "__main__":
    main(sys.argv[1:])
