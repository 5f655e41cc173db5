"""What the plain rules say of an event's places and participants: knowledge that the learned decision is given beside the words."""

from collections.abc import Iterator, Mapping, Sequence

from kg.extract.candidates import Named
from kg.extract.context import Context, cues, is_cue
from kg.extract.figures import casualty
from kg.extract.people import can_act, people
from kg.extract.words import Word
from kg.ontology import family, top

_AFTER = frozenset(("بعد", "عقب", "منذ", "اثر"))
_IN_PLACE_CHAIN = frozenset(("في", "محافظه", "بمحافظه", "ولايه", "شمال", "جنوب", "شرق", "غرب"))
_TRIGGERS_OF_A_PLAN = 3
"""Triggers up to which a text may speak of a mere plan: what is spoken of more often came about."""
_TOGETHER = 10
"""Words between a meeting and who takes part in it."""


def rules(context: Context) -> Mapping[int, frozenset[str]]:
    """The properties that the rules give to each mention, by its index."""
    found: dict[int, frozenset[str]] = {}
    for property_, n in _said(context):
        found[n.index] = found.get(n.index, frozenset()) | {property_}
    return found


def _said(context: Context) -> Iterator[tuple[str, Named]]:
    yield from (("place", n) for n in _places(context))
    if family(context.event.kind) == "meeting":
        yield from (("participant", n) for n in _participants(context))
    else:
        yield from people(context)


def _places(context: Context) -> Iterator[Named]:
    """The places of the first sentence that gives any: the nearest to a trigger and what it is said to lie in."""
    for sentence in () if context.event.kind == "Threat" else context.event.sentences:
        named = [n for n in context.mentions if n.sentence == sentence and top(n.mention.kind) == "Place"]
        at = [t.first for t in context.event.triggers if t.sentence == sentence]
        places = [n for n in named if _is_locative(context.words, n) and not all(_is_before_another_time(context.words, n, t) for t in at)]
        if places:
            nearest = min(places, key=lambda n: (min(_distance(n, t) for t in at), n.first))
            yield nearest
            yield from _following_places(context.words, nearest, places)
            return


def _distance(place: Named, trigger: int) -> int:
    """Words between; what stands before the trigger counts double, since places mostly follow."""
    return place.first - trigger if place.first > trigger else 2 * (trigger - place.last)


def _is_before_another_time(words: Sequence[Word], place: Named, trigger: int) -> bool:
    """«… في الولايات المتحدة بعد تفجير …»: the place is of what happened after the event, not of the event."""
    return any(word.form in _AFTER for word in words[place.last + 1 : trigger])


def _is_locative(words: Sequence[Word], place: Named) -> bool:
    """Whether a place is said to be where something is: after a preposition of place, or after «مدينة» and the like."""
    own, before = words[place.first], words[place.first - 1] if place.first else None
    if place.mention.span.begin > own.begin and own.form[0] in "بوف":
        return "ب" in own.form[:2] or (before is not None and before.form in cues("locative"))
    if before is None or before.sentence != own.sentence:
        return own.glued == "" and place.first == 0
    return is_cue(before, "locative") or is_cue(before, "locative_head")


def _following_places(words: Sequence[Word], nearest: Named, places: Sequence[Named]) -> Iterator[Named]:
    """«في الموصل في العراق», «في أورلاندو، فلوريدا»: at most three words on."""
    last = nearest
    for place in places:
        if last.last < place.first <= last.last + 3 and place.mention.kind != last.mention.kind:
            between = [word.form for word in words[last.last + 1 : place.first]]
            if all(form in _IN_PLACE_CHAIN for form in between):
                yield place
                last = place


def _participants(context: Context) -> Iterator[Named]:
    """Whoever is named with the meeting: the two nearest that can take part."""
    for trigger in context.event.triggers[:1]:
        near = [n for n in context.mentions if n.sentence == trigger.sentence and can_act(n) and n.mention.kind != "MediaOutlet"]
        for n in sorted(near, key=lambda n: abs(n.first - trigger.first))[:2]:
            if abs(n.first - trigger.first) <= _TOGETHER:
                yield n


def stated(context: Context) -> str:
    """The status by the rules; a plan whose planners are arrested is foiled, one with a toll came about."""
    if _is_denied(context):
        return "Denied"
    if _near_trigger(context, "foiled", 2):
        return "Foiled"
    triggers = context.event.triggers
    if any(trigger.strength == "toll" for trigger in triggers) or len(triggers) > _TRIGGERS_OF_A_PLAN:
        return "Occurred"
    if _near_trigger(context, "planned", 0) or _after_trigger(context, "planned_after"):
        return "Foiled" if any(casualty(word) == "arrested" for word in context.inside) else "Planned"
    return "Occurred"


def _is_denied(context: Context) -> bool:
    """Whether somebody denies that it happened («نفت الشرطة وقوع هجوم»); denying a part in it is another thing."""
    for cue in context.cue_words("denies"):
        sentence = context.words[cue].sentence
        ahead = [t.first for t in context.event.triggers if t.sentence == sentence and cue < t.first <= cue + 8]
        if ahead and any(is_cue(word, "happening") for word in context.words[cue + 1 : ahead[0]]):
            return True
    return False


def _near_trigger(context: Context, sort: str, back: int) -> bool:
    """Whether a cue of a sort stands up to six words before a trigger («أحبطت الشرطة هجوما») or `back` after it."""
    cues_at = [(context.words[cue].sentence, cue) for cue in context.cue_words(sort)]
    starts = [(trigger.sentence, trigger.first) for trigger in context.event.triggers]
    return any(n == m and cue != at and -back <= at - cue <= 6 for n, cue in cues_at for m, at in starts)


def _after_trigger(context: Context, sort: str) -> bool:
    """Whether a cue of a sort stands right after a trigger («هجوم وشيك»)."""
    after = {trigger.last + 1 for trigger in context.event.triggers}
    return any(cue in after and not context.words[cue].glued for cue in context.cue_words(sort))
