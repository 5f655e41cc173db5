"""Whether an event came about, was foiled, is planned, or is denied. Learned by `training/arguments.py`."""

from collections.abc import Iterator, Sequence

from kg.extract.arguments.happened import is_named, plainly
from kg.extract.arguments.roles import Role
from kg.extract.arguments.rules import stated
from kg.extract.arguments.stems import light
from kg.extract.classifier import shipped
from kg.extract.context import Context
from kg.extract.triggers import Trigger
from kg.ontology import family

OCCURRED = "Occurred"
_AFTERMATH = frozenset("عواقب تداعيات تبعات اثار نتايج اعقاب".split())
THRESHOLD = 0.3
"""How likely it has to be that an event did not come about: what served best in cross-validation."""
_PLAIN = 0.8
"""How likely at least a status is that plain words give."""
_REACH, _AROUND = 10, 5
"""Words about a trigger among which cues are looked for, and all words looked at."""
_SORTS = (
    "foiled",
    "planned",
    "planned_after",
    "if",
    "denies",
    "happening",
    "warns",
    "attempt",
    "prevents",
    "future",
    "untrue",
    "doubt",
    "not",
)


def status(context: Context, roles: Sequence[Role]) -> Iterator[tuple[str, Trigger, float]]:
    """The status where it is not that the event occurred, the trigger that shows it best, and how likely it is."""
    classifier = shipped("status")
    likely = dict(zip(classifier.labels, classifier.probabilities([list(status_features(context, roles))])[0].tolist(), strict=True))
    best = max((label for label in likely if label != OCCURRED), key=lambda label: likely[label])
    plain = plainly(context)
    if plain and not (plain == "Planned" and best == stated(context) == "Foiled" and likely[best] >= THRESHOLD):
        yield plain, context.event.triggers[0], max(likely[plain], _PLAIN)
        return
    if best in ("Planned", "Denied") and _is_named(context):
        return
    denies_its_part = any(role.name == "deniedBy" for role in roles) and stated(context) != best
    if likely[best] >= THRESHOLD and not (best == "Denied" and denies_its_part):
        yield best, context.event.triggers[0], likely[best]


def _is_named(context: Context) -> bool:
    """Whether all that names the event calls it after a name: such is known already («تداعيات هجوم نيس», «تكرار هجوم مومباي»)."""
    naming = [trigger for trigger in context.event.triggers if trigger.strength != "toll"]
    return bool(naming) and all(is_named(context, trigger) or _has_aftermath(context, trigger.first) for trigger in naming)


def _has_aftermath(context: Context, index: int) -> bool:
    """«عواقب الهجوم»: what has consequences has happened."""
    return index > 0 and context.words[index - 1].form in _AFTERMATH and context.words[index].form.startswith("ال")


def status_features(context: Context, roles: Sequence[Role]) -> Iterator[str]:
    """Cues and words about the triggers, what the rules say, and whether anybody was killed or hurt."""
    kind, sort = context.event.kind, family(context.event.kind)
    triggers = context.event.triggers
    yield f"event={kind}"
    yield f"triggers={min(len(triggers), 4)}"
    yield f"ruled={stated(context)}"
    yield f"ruled={stated(context)}|{min(len(triggers), 4)}"
    for property_ in ("killed", "injured", "arrested"):
        if any(count.property == property_ for count in context.counts):
            yield f"count={property_}"
    for property_ in sorted({role.name for role in roles}):
        yield f"role={property_}"
    for trigger in triggers:
        yield from _of_trigger(context, trigger, sort)
    first = triggers[0]
    for name in _of_trigger(context, first, sort):
        yield f"first:{name}"


def _of_trigger(context: Context, trigger: Trigger, sort: str) -> Iterator[str]:
    words = context.words
    stem = light(words[trigger.first].form)
    yield f"trigger={stem}"
    yield f"form={words[trigger.first].form}"
    yield f"strength={trigger.strength}"
    yield f"definite={trigger.definite}"
    for index in range(max(trigger.first - _AROUND, 0), min(trigger.last + _AROUND + 1, len(words))):
        if words[index].sentence != trigger.sentence or trigger.first <= index <= trigger.last:
            continue
        distance = trigger.first - index if index < trigger.first else index - trigger.last
        side = "<" if index < trigger.first else ">"
        own = "NAME" if index in context.page.names else light(words[index].form)
        yield f"{side}{own}"
        if distance <= 2:
            yield f"{side}{distance}{own}"
            yield f"{side}{distance}{words[index].form}|{stem}"
    for cue in _SORTS:
        for index in context.cue_words(cue):
            if words[index].sentence == trigger.sentence and trigger.first - _REACH <= index <= trigger.last + _REACH:
                side = "<" if index < trigger.first else ">"
                near = abs(index - trigger.first) <= 3
                yield f"cue{side}{cue}"
                yield f"cue{side}{cue}{near}"
                yield f"cue{side}{cue}{sort}"
