"""What the sentences of an event say of it: when, where, who, how many, with what, and whether it happened at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.arabic import fold
from kg.extract.attribution import Source, sources
from kg.extract.context import Context, Named, cues, is_cue
from kg.extract.figures import Count, casualty
from kg.extract.lexicon import rows
from kg.extract.people import can_act, people
from kg.extract.stems import StemIndex
from kg.extract.words import Word
from kg.model import Fact, Figure, Mention, Span, Value, ValueType
from kg.ontology import ancestors, family, top

_ATTRIBUTED = frozenset(("killed", "injured", "arrested", "claimedBy", "accused", "agent", "perpetrator"))
_NEAR, _LEXICAL = 0.6, 0.7
_TRIGGERS_OF_A_PLAN = 3
"""Triggers up to which a text may speak of a mere plan: what is spoken of more often came about."""
_AFTER = frozenset(("بعد", "عقب", "منذ", "اثر"))
_PLACE_RANK = {"Facility": 0, "Settlement": 1, "Region": 2, "Country": 3}
_IN_PLACE_CHAIN = frozenset(("في", "محافظه", "بمحافظه", "ولايه", "شمال", "جنوب", "شرق", "غرب"))


@lru_cache(maxsize=1)
def _weapons() -> StemIndex[bool]:
    return StemIndex({tuple(phrase.split()): True for (phrase,) in rows("weapons.txt", 1)})


@lru_cache(maxsize=1)
def _actors() -> StemIndex[str]:
    return StemIndex({(stem,): kind for stem, kind in rows("actors.tsv", 2)})


def arguments(context: Context) -> Iterator[Fact]:
    """The facts of an event, places most specific first; what the text attributes has its source."""
    by_sentence = {number: tuple(_sources(context, number)) for number in context.sentences}
    for fact in _unattributed(context):
        yield _attributed(context, fact, by_sentence) if fact.property in _ATTRIBUTED else fact


def _sources(context: Context, sentence: int) -> Iterator[Source]:
    words = [word for word in context.inside if word.sentence == sentence]
    stops = {t.first for t in context.event.triggers} | {c.word for c in context.counts}
    return sources(words, frozenset(stops))


def _attributed(context: Context, fact: Fact, by_sentence: Mapping[int, Sequence[Source]]) -> Fact:
    """The fact with the source of its sentence: the last one that what states the fact comes after."""
    sentence = next(number for number, span in context.sentences.items() if span == fact.evidence)
    at = next((t.first for t in context.event.triggers if t.sentence == sentence), None)
    own = fact.value.value if fact.value.type is ValueType.MENTION else None
    fitting = [s for s in by_sentence[sentence] if at is not None and (s.begins == 0 or s.last < at)]
    if not fitting:
        return fact
    source = fitting[-1]
    inside = [n for n in context.mentions if source.first <= n.first and n.last <= source.last]
    speaker = next((n for n in inside if n.mention.kind == "Person"), inside[0] if inside else None)
    if speaker and speaker.index == own:
        return fact
    return replace(fact, attribution=source.span, said_by=speaker.index if speaker else None)


def _unattributed(context: Context) -> Iterator[Fact]:
    acting = () if family(context.event.kind) == "meeting" else tuple(people(context))
    yield from _dates(context)
    yield from _places(context)
    yield from acting
    if family(context.event.kind) == "meeting":
        yield from _participants(context)
        return
    yield from _figures(context)
    yield from _types(context, acting)
    yield from _status(context)
    if "Attack" in ancestors(context.event.kind):
        yield from _weapon(context)


def _dates(context: Context) -> Iterator[Fact]:
    for expression in context.dates:
        if expression.value:
            sentence = next(number for number, span in context.sentences.items() if span.overlaps(expression.span))
            yield Fact("date", Value(ValueType.DATE, expression.value), context.sentences[sentence], _NEAR)
            return


def _places(context: Context) -> Iterator[Fact]:
    """The places of the first sentence that gives any: the nearest to a trigger and what it is said to lie in."""
    for sentence in () if context.event.kind == "Threat" else context.event.sentences:
        places = [
            n for n in context.mentions if n.sentence == sentence and top(n.mention.kind) == "Place" and _is_locative(context.words, n)
        ]
        if not places:
            continue
        at = [t.first for t in context.event.triggers if t.sentence == sentence]
        places = [n for n in places if not all(_is_before_another_time(context.words, n, t) for t in at)]
        if not places:
            continue
        nearest = min(places, key=lambda n: (min(_distance(n, t) for t in at), n.first))
        chain = [nearest, *_following_places(context.words, nearest, places)]
        for place in sorted(chain, key=lambda n: (_PLACE_RANK.get(n.mention.kind, 4), n.first)):
            yield Fact("place", Value(ValueType.MENTION, place.index), context.sentences[sentence], _NEAR)
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


def _figures(context: Context) -> Iterator[Fact]:
    sort = family(context.event.kind)
    wanted = {"arrest": ("arrested",), "violence": ("killed", "injured")}.get(sort, ())
    for count in context.counts:
        sentence = context.words[count.word].sentence
        if count.property in wanted:
            figure = Figure(count.figure.qualifier, count.figure.scope, count.figure.counted)
            yield Fact(count.property, Value(ValueType.NUMBER, count.value), context.sentences[sentence], _LEXICAL, figure=figure)


def _types(context: Context, acting: Sequence[Fact]) -> Iterator[Fact]:
    """Actor types: of those named as acting or suffering, else of the nouns that the sentences use."""
    given: dict[str, list[tuple[str, Span]]] = {"agentType": [], "targetType": []}
    for fact in (fact for fact in acting if fact.property != "deniedBy"):
        property_ = "targetType" if fact.property == "target" else "agentType"
        mention = next(n.mention for n in context.mentions if n.index == fact.value.value)
        if kind := _type_of(context.text, mention):
            given[property_].append((kind, fact.evidence))
    for count in context.counts:
        noun_type = _noun_type(context, count)
        if noun_type and not (noun_type == "Civilians" and context.event.kind == "Arrest"):  # «اعتقال 5 أشخاص» says not who they are
            given["targetType"].append((noun_type, context.sentences[context.words[count.word].sentence]))
    if not given["agentType"] and family(context.event.kind) == "violence":
        given["agentType"] += _unnamed_agents(context)
    for property_, limit in (("agentType", 1), ("targetType", 2)):
        for kind, evidence in list(dict.fromkeys(given[property_]))[:limit]:
            yield Fact(property_, Value(ValueType.TERM, kind), evidence, _NEAR)


def _type_of(text: str, mention: Mention) -> str | None:
    if mention.kind == "SecurityForce":
        police = any(word.removeprefix("ال") in cues("police") for word in fold(mention.span.of(text)).split())
        return "Police" if police else "Military"
    return {"ArmedGroup": "ArmedGroupMembers", "GovernmentBody": "Government", "Country": "Military", "MediaOutlet": "Media"}.get(
        mention.kind
    )


def _noun_type(context: Context, count: Count) -> str | None:
    counted = count.figure.counted
    word = next((w for w in context.words[count.word : count.word + 8] if counted and w.span.overlaps(counted)), None)
    hit = _actors().at(context.words, word.index) if word else None
    return hit.entry if hit else None


def _unnamed_agents(context: Context) -> list[tuple[str, Span]]:
    """«مسلحون», «انتحاري», «مجهولون» near a trigger."""
    for trigger in context.event.triggers:
        for word in context.words[max(trigger.first - 4, 0) : trigger.last + 5]:
            hit = _actors().at(context.words, word.index)
            if hit and word.sentence == trigger.sentence and hit.entry in ("ArmedGroupMembers", "UnknownActor", "Criminals"):
                return [(hit.entry, context.sentences[trigger.sentence])]
    return []


def _status(context: Context) -> Iterator[Fact]:
    """Denied, foiled or planned; a plan whose planners are arrested is foiled, one with a toll came about."""
    if family(context.event.kind) != "violence":
        return
    if denied := _denied(context):
        yield Fact("status", Value(ValueType.TERM, "Denied"), denied, _NEAR)
        return
    if foiled := _near_trigger(context, "foiled", 2):
        yield Fact("status", Value(ValueType.TERM, "Foiled"), foiled[0], _NEAR)
        return
    triggers = context.event.triggers
    if any(trigger.strength == "toll" for trigger in triggers) or len(triggers) > _TRIGGERS_OF_A_PLAN:
        return
    if plans := _near_trigger(context, "planned", 0) + _after_trigger(context, "planned_after"):
        arrested = any(casualty(word) == "arrested" for word in context.inside)
        yield Fact("status", Value(ValueType.TERM, "Foiled" if arrested else "Planned"), plans[0], _NEAR)


def _denied(context: Context) -> Span | None:
    """The sentence in which somebody denies that it happened («نفت الشرطة وقوع هجوم»); denying a part in it is another thing."""
    for cue in context.cue_words("denies"):
        sentence = context.words[cue].sentence
        ahead = [t.first for t in context.event.triggers if t.sentence == sentence and cue < t.first <= cue + 8]
        if ahead and any(is_cue(word, "happening") for word in context.words[cue + 1 : ahead[0]]):
            return context.sentences[sentence]
    return None


def _near_trigger(context: Context, sort: str, back: int) -> list[Span]:
    """The sentences where a cue of a sort stands up to six words before a trigger («أحبطت الشرطة هجوما») or `back` after it."""
    sentences = [(context.words[cue].sentence, cue) for cue in context.cue_words(sort)]
    starts = [(trigger.sentence, trigger.first) for trigger in context.event.triggers]
    return [context.sentences[n] for n, cue in sentences if any(n == m and cue != at and -back <= at - cue <= 6 for m, at in starts)]


def _after_trigger(context: Context, sort: str) -> list[Span]:
    """The sentences in which a cue of a sort stands right after a trigger («هجوم وشيك»)."""
    after = {trigger.last + 1 for trigger in context.event.triggers}
    cues_after = [context.words[cue] for cue in context.cue_words(sort) if cue in after]
    return [context.sentences[word.sentence] for word in cues_after if not word.glued]


def _weapon(context: Context) -> Iterator[Fact]:
    for word in context.inside:
        if hit := _weapons().at(context.words, word.index):
            span = Span(context.words[hit.first].begin_after(hit.skip), context.words[hit.last].end)
            yield Fact("weapon", Value(ValueType.WORDS, span.of(context.text)), context.sentences[word.sentence], _LEXICAL)
            return


def _participants(context: Context) -> Iterator[Fact]:
    """Whoever is named with the meeting: the two nearest on each side that can take part."""
    for trigger in context.event.triggers[:1]:
        near = [n for n in context.mentions if n.sentence == trigger.sentence and can_act(n) and n.mention.kind != "MediaOutlet"]
        for n in sorted(near, key=lambda n: abs(n.first - trigger.first))[:2]:
            if abs(n.first - trigger.first) <= 10:
                yield Fact("participant", Value(ValueType.MENTION, n.index), context.sentences[n.sentence], _NEAR)
