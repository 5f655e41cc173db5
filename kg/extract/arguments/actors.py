"""What kinds of people or things act and suffer in an event, named or not («مسلحون مجهولون», «مدنيين»).

Learned by `training/arguments.py`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.arabic import fold
from kg.extract.arguments.roles import Role
from kg.extract.arguments.stems import light
from kg.extract.classifier import shipped
from kg.extract.context import Context
from kg.extract.lexicon import rows
from kg.extract.stems import Hit, StemIndex
from kg.extract.triggers import Trigger
from kg.ontology import family

NONE = "none"
THRESHOLDS = {"agentType": 0.25, "targetType": 0.35}
"""How likely a type has to be: what served best in cross-validation."""
_MOST = {"agentType": 2, "targetType": 3}
_NEAR, _AROUND = 12, 6
"""Words about a trigger among which nouns for people are looked for, and all words looked at."""
_ACTORS = frozenset(("agent", "claimedBy", "accused"))
_TELLING = frozenset(("Airstrike", "Arrest", "LegalAction", "SuicideBombing", "SecurityOperation", "Clash"))
"""Classes that say by themselves what kind of people act."""


@lru_cache(maxsize=1)
def _nouns() -> StemIndex[str]:
    return StemIndex({tuple(stem.split()): kind for stem, kind in rows("actors.tsv", 2)})


def actor_types(context: Context, roles: Sequence[Role]) -> Iterator[tuple[str, str, float]]:
    """Property, type and how likely it is."""
    features = list(type_features(context, roles))
    told = (("agentType", "agent_types"), ("targetType", "target_types"))
    for property_, model in told if _is_told(context, roles) else told[1:]:
        classifier = shipped(model)
        likely = dict(zip(classifier.labels, classifier.probabilities([features])[0].tolist(), strict=True))
        ranked = sorted((label for label in likely if label != NONE), key=lambda label: -likely[label])
        for kind in ranked[: _MOST[property_]]:
            if likely[kind] >= THRESHOLDS[property_]:
                yield property_, kind, likely[kind]


def _is_told(context: Context, roles: Sequence[Role]) -> bool:
    """Whether words say something of who acts: where none do, a type is but what is most frequent («وقع هجوم في بغداد»)."""
    if context.event.kind in _TELLING or any(role.name in _ACTORS for role in roles):
        return True
    return any(True for trigger in context.event.triggers for _ in _nouns_near(context, trigger))


def _nouns_near(context: Context, trigger: Trigger) -> Iterator[tuple[int, Hit[str]]]:
    """The nouns for people that stand around a trigger in its sentence, outside names, by the word that they begin at."""
    for index in range(max(trigger.first - _NEAR, 0), min(trigger.last + _NEAR + 1, len(context.words))):
        inside = context.words[index].sentence == trigger.sentence and not trigger.first <= index <= trigger.last
        if inside and index not in context.page.names and (hit := _nouns().at(context.words, index)):
            yield index, hit


def type_features(context: Context, roles: Sequence[Role]) -> Iterator[str]:
    """What the text shows of who acts and who suffers: those named, nouns for people near the triggers, who is counted."""
    kind, sort = context.event.kind, family(context.event.kind)
    yield f"event={kind}"
    for property_ in ("agent", "claimedBy", "accused", "target", "place"):
        named = [role for role in roles if role.name == property_]
        if not named:
            yield f"no {property_}"
            yield f"no {property_}|{kind}"
        for role in named:
            yield from _of_named(context, role, sort)
    for trigger in context.event.triggers:
        yield from _of_trigger(context, trigger, sort)
    for count in context.counts:
        noun = light(fold(count.figure.counted.of(context.text)).split()[0]) if count.figure.counted else ""
        yield f"counted={count.property} {noun}"
        yield f"counted={sort} {noun}"


def _of_named(context: Context, role: Role, sort: str) -> Iterator[str]:
    name, entity = role.name, role.named.mention.kind
    yield f"{name}={entity}"
    yield f"{name}={entity}|{context.event.kind}"
    if name != "place":
        for word in fold(role.named.mention.span.of(context.text)).split()[:2]:
            yield f"{name}:{light(word)}"
        before = context.words[role.named.first - 1].form if role.named.first else ""
        yield f"before {name}={light(before)}"


def _of_trigger(context: Context, trigger: Trigger, sort: str) -> Iterator[str]:
    words = context.words
    stem = light(words[trigger.first].form)
    yield f"trigger={stem}"
    for index in range(max(trigger.first - _AROUND, 0), min(trigger.last + _AROUND + 1, len(words))):
        if words[index].sentence == trigger.sentence and not trigger.first <= index <= trigger.last:
            side, distance = _direction(trigger, index)
            own = light(words[index].form)
            yield f"word={own}"
            yield f"{side}{own}"
            yield f"{sort}{side}{own}"
            if distance <= 2:
                yield f"{side}{distance}{own}"
                yield f"{stem}{side}{own}"
    for index, hit in _nouns_near(context, trigger):
        side, distance = _direction(trigger, index)
        yield f"noun={hit.entry}"
        yield f"noun={sort}{side}{hit.entry}"
        yield f"noun={side}{stem}|{hit.entry}"
        yield f"noun={hit.entry}|{words[index - 1].form if index else ''}"
        yield f"noun={side}{min(distance, 4)}{hit.entry}"


def _direction(trigger: Trigger, index: int) -> tuple[str, int]:
    """On which side of a trigger a word stands, and how far from it."""
    return ("<", trigger.first - index) if index < trigger.first else (">", index - trigger.last)
