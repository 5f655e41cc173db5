"""Fits and measures what decides the arguments of events: roles of things named, actor types, status.

Learned from annotated events; measured on events as they are found in articles that the classifiers of triggers and of grouping have not
seen, as `gold/score.py` does: what is said of an event that is none is wrong. (To learn from the events found as well, those that are none
included, was measured and gains nothing.) Types and status are fitted on the roles that classifiers of the other folds give.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from argument_events import PROPERTIES, Event, annotated, found, pair_examples
from events import Reading, groups_of, unseen
from learning import Fit, Folded, LabelledExample, Score
from workplace import Workplace

from kg.extract.arguments import actors
from kg.extract.arguments.actors import NONE as NO_TYPE
from kg.extract.arguments.actors import type_features
from kg.extract.arguments.roles import Role, chosen
from kg.extract.arguments.status import OCCURRED, status_features
from kg.extract.arguments.status import THRESHOLD as STATUS_THRESHOLD
from kg.extract.classifier import Classifier
from kg.extract.context import Context

GOLD_TYPES = {"ArmedGroup": "ArmedGroupMembers", "Unknown": "UnknownActor"}
ROLES = Fit(units=16, penalty=1e-4, rounds=4, rarest=4)
SMALL = Fit(units=12, penalty=1e-4, rounds=8, rarest=2)
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


def probabilities(classifier: Classifier, event: Event) -> Likely:
    """How likely each label of each pair of an event is."""
    return [dict(zip(classifier.labels, row, strict=True)) for row in classifier.probabilities(event.features).tolist()]


def with_roles(of_annotation: Sequence[Event], of_triggers: Sequence[Event], classifiers: Folded) -> list[WithRoles]:
    """All events, with the roles that classifiers of the other folds give them."""
    found = []
    for index, event in enumerate((*of_annotation, *of_triggers)):
        likely = probabilities(classifiers.unseen_by(event.article), event)
        roles = chosen(event.context, event.pairs, likely, event.rules)
        found.append(WithRoles(event, roles, index >= len(of_annotation)))
    return found


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


def held_out(events: Iterable[WithRoles], features: Features, classifiers: Folded) -> Iterator[tuple[WithRoles, Mapping[str, float]]]:
    """The events found, with how likely each label is by classifiers of the other folds."""
    for one in events:
        if one.is_found:
            classifier = classifiers.unseen_by(one.event.article)
            row = classifier.probabilities([list(features(one.event.context, one.roles))])[0].tolist()
            yield one, dict(zip(classifier.labels, row, strict=True))


def roles_report(events: Iterable[WithRoles]) -> Iterator[str]:
    """A line for each property of what is found, and one for the first place."""
    scores = dict.fromkeys((*PROPERTIES, "location"), Score())
    for one in (one for one in events if one.is_found):
        said = {name: [one.event.entity(role) for role in one.roles if role.name == name] for name in PROPERTIES}
        for name in PROPERTIES:
            scores[name] += Score.of(set(one.event.told(name)), set(said[name]))
        if one.event.gold is not None:
            scores["location"] += Score.of(set(one.event.told("place")[:1]), set(said["place"][:1]))
    return (f"{name:12s} {score}" for name, score in scores.items())


def labels_report(likely: Iterable[tuple[WithRoles, Mapping[str, float]]], labels: Labels, none: str, threshold: float) -> Score:
    """Labels of the events found; those are said that are as likely as a threshold."""
    pairs = [(set(labels(one.event)), {name for name, value in of_label.items() if value >= threshold}) for one, of_label in likely]
    return sum((Score.of(told - {none}, said - {none}) for told, said in pairs), Score())


def main() -> None:
    """Learn from the command line, and say how good everything is; events that are missed altogether aside."""
    place = Workplace.of(__doc__)
    readings = [Reading.of(article) for article in place.articles()]
    groups = groups_of(readings, unseen(readings, place.classifier("triggers")), place.classifier("grouping"))
    of_annotation = [event for reading in readings for event in annotated(reading.aligned)]
    of_triggers = [event for reading in readings for event in found(reading.aligned, groups[reading.aligned.id])]
    events = with_roles(of_annotation, of_triggers, place.learned("arguments", pair_examples(of_annotation), ROLES))
    print(*roles_report(events), sep="\n")
    matched = [one for one in events if one.event.gold is not None]
    for property_, name in (("agentType", "agent_types"), ("targetType", "target_types")):
        classifiers = place.learned(name, examples(events, type_features, types_of(property_)), SMALL)
        likely = held_out(matched, type_features, classifiers)
        print(f"{property_:12s}", labels_report(likely, types_of(property_), NO_TYPE, actors.THRESHOLDS[property_]))
    classifiers = place.learned("status", examples(events, status_features, status_of), SMALL)
    print(f"{'status':12s}", labels_report(held_out(events, status_features, classifiers), status_of, OCCURRED, STATUS_THRESHOLD))


if __name__ == "__main__":
    main()
