"""What the sentences of an event say of it: when, where, who, how many, with what, and whether it happened at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc

from kg.extract.attribution import Source, sources
from kg.extract.dates import TimeExpression
from kg.extract.figures import Count
from kg.extract.lexicon import rows
from kg.extract.stems import StemIndex, readings
from kg.extract.triggers import EventGroup, Trigger
from kg.extract.words import Word
from kg.model import Fact, Figure, Mention, MentionType, Span, Value, ValueType
from kg.ontology import ancestors, family, top

_ATTRIBUTED = frozenset(("killed", "injured", "arrested", "claimedBy", "accused", "agent", "perpetrator"))
_NEAR = 0.6
_ADJACENT = 0.75
_LEXICAL = 0.7
_PLACE_RANK = {"Facility": 0, "Settlement": 1, "Region": 2, "Country": 3}
_LOCATIVE = frozenset(("في", "قرب", "وسط", "داخل", "شمال", "جنوب", "شرق", "غرب", "شمالي", "جنوبي", "شرقي", "غربي", "بالقرب"))
_LOCATIVE_HEADS = frozenset(("مدينه", "بلده", "قريه", "منطقه", "محافظه", "العاصمه", "ولايه", "ضواحي", "بضواحي", "وسط", "حي", "مخيم"))
_CARRIED_OUT = frozenset(("نفذ", "ينفذ", "شن", "يشن", "تنفيذ", "ارتكب", "يقود", "قاد"))
_BY = frozenset(("يد", "ايدي", "قبل", "بواسطه", "جانب"))
_CLAIMS = frozenset(("تبني", "تبنت", "يتبني", "مسووليته", "مسووليتها", "بالمسووليه", "مسووليه", "المسووليه"))
_PATIENT_FOLLOWS = frozenset(("Assassination", "Kidnapping", "Arrest", "Execution", "LegalAction"))
"""Classes whose noun is followed by who suffers it («اغتيال فلان»), never by who acts."""
_ACCUSES = frozenset(("اتهم", "يتهم", "اتهمت", "تتهم", "يشتبه", "متهما"))
_FOILED = frozenset(("احبط", "احباط", "يحبط", "افشل", "افشال", "نجا", "فاشله", "الفاشله", "اعترض"))
_PLANNED = frozenset(("خطط", "يخطط", "تخطيط", "خطه", "يعتزم", "اعتزام", "وشيك", "محتمل", "احتمال", "مخطط"))
_DENIED = frozenset(("نفي", "ينفي", "نفت"))
_POLICE_WORDS = frozenset(("شرطه", "الشرطه", "الامن", "امن", "مخابرات", "المخابرات", "استخبارات", "الاستخبارات", "درك", "الدرك", "جهاز"))


@dataclass(frozen=True, slots=True)
class Named:
    """A mention among the words: from `first` to `last`, inclusive."""

    index: int
    mention: Mention
    first: int
    last: int
    sentence: int


def named(words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Named]:
    """The mentions with their places among the words."""
    position = 0
    for index, mention in enumerate(mentions):
        while words[position].end <= mention.span.begin:
            position += 1
        last = position
        while last + 1 < len(words) and words[last + 1].begin < mention.span.end:
            last += 1
        yield Named(index, mention, position, last, words[position].sentence)


@dataclass(frozen=True, slots=True)
class Context:
    """An event's triggers with what stands in their sentences."""

    text: str
    words: tuple[Word, ...]
    event: EventGroup
    mentions: tuple[Named, ...]
    dates: tuple[TimeExpression, ...]
    counts: tuple[Count, ...]
    sentences: dict[int, Span]

    @classmethod
    def of(cls, doc: Doc, event: EventGroup) -> "Context":
        """The context of an event in a document."""
        inside = set(event.sentences)
        words = doc._.words
        sentences = {number: span for number, span in enumerate(doc._.sentence_spans) if number in inside}
        return cls(
            doc._.article.text,
            words,
            event,
            tuple(n for n in named(words, doc._.mentions) if n.sentence in inside and n.mention.type is MentionType.NAME),
            tuple(d for d in doc._.dates if any(span.overlaps(d.span) for span in sentences.values())),
            tuple(c for c in doc._.counts if words[c.word].sentence in inside),
            sentences,
        )

    @property
    def date_text(self) -> Span | None:
        """The first time expression of the event's sentences."""
        return self.dates[0].span if self.dates else None

    def evidence(self, sentence: int) -> Span:
        """The sentence as evidence."""
        return self.sentences[sentence]


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
    words = [word for word in context.words if word.sentence == sentence]
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
    people = () if family(context.event.kind) == "meeting" else tuple(_people(context))
    yield from _dates(context)
    yield from _places(context)
    yield from people
    if family(context.event.kind) == "meeting":
        yield from _participants(context)
        return
    yield from _figures(context)
    yield from _types(context, people)
    yield from _status(context)
    if "Attack" in ancestors(context.event.kind):
        yield from _weapon(context)


def _dates(context: Context) -> Iterator[Fact]:
    for expression in context.dates:
        if expression.value:
            sentence = next(number for number, span in context.sentences.items() if span.overlaps(expression.span))
            yield Fact("date", Value(ValueType.DATE, expression.value), context.evidence(sentence), _NEAR)
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
        nearest = min(places, key=lambda n: (min(_distance(n, t) for t in at), n.first))
        chain = [nearest, *_following_places(context.words, nearest, places)]
        for place in sorted(chain, key=lambda n: (_PLACE_RANK.get(n.mention.kind, 4), n.first)):
            yield Fact("place", Value(ValueType.MENTION, place.index), context.evidence(sentence), _NEAR)
        return


def _distance(place: Named, trigger: int) -> int:
    """Words between; what stands before the trigger counts double, since places mostly follow."""
    return place.first - trigger if place.first > trigger else 2 * (trigger - place.last)


def _is_locative(words: Sequence[Word], place: Named) -> bool:
    """Whether a place is said to be where something is: after a preposition of place, or after «مدينة» and the like."""
    own, before = words[place.first], words[place.first - 1] if place.first else None
    if place.mention.span.begin > own.begin and own.form[0] in "بوف":
        return "ب" in own.form[:2] or (before is not None and before.form in _LOCATIVE)
    if before is None or before.sentence != own.sentence:
        return own.glued == "" and place.first == 0
    return any(form in _LOCATIVE or form in _LOCATIVE_HEADS for _, form in readings(before))


def _following_places(words: Sequence[Word], nearest: Named, places: Sequence[Named]) -> Iterator[Named]:
    """«في الموصل في العراق», «في أورلاندو، فلوريدا»: at most three words on."""
    last = nearest
    for place in places:
        if last.last < place.first <= last.last + 3 and place.mention.kind != last.mention.kind:
            between = [word.form for word in words[last.last + 1 : place.first]]
            if all(form in ("في", "محافظه", "بمحافظه", "ولايه", "شمال", "جنوب", "شرق", "غرب") for form in between):
                yield place
                last = place


def _people(context: Context) -> Iterator[Fact]:
    """Who acts, claims, is accused and is the target."""
    claimed = {n.index for n in _claimants(context)}
    accused = {n.index for n in _accused(context)} - claimed
    for property_, indexes in (("claimedBy", claimed), ("accused", accused)):
        for n in (n for n in context.mentions if n.index in indexes):
            yield Fact(property_, Value(ValueType.MENTION, n.index), context.evidence(n.sentence), _ADJACENT)
    agents = [n for n in _unique(_agents(context)) if n.index not in claimed | accused][:1]
    for n in agents:
        yield Fact("agent", Value(ValueType.MENTION, n.index), context.evidence(n.sentence), _NEAR)
        if "Attack" in ancestors(context.event.kind):
            yield Fact("perpetrator", Value(ValueType.MENTION, n.index), context.evidence(n.sentence), _NEAR)
    acting = claimed | accused | {n.index for n in agents}
    for n in [n for n in _unique(_targets(context)) if n.index not in acting][:1]:
        yield Fact("target", Value(ValueType.MENTION, n.index), context.evidence(n.sentence), _NEAR)


def _unique(found: Iterable[Named]) -> list[Named]:
    return list(dict.fromkeys(found))


def _can_act(n: Named) -> bool:
    return n.mention.kind in ("Country",) or top(n.mention.kind) in ("Organisation", "Person")


def _near_after(context: Context, index: int, reach: int) -> Named | None:
    """The first mention within some words after a word, in its sentence."""
    sentence = context.words[index].sentence
    return next((n for n in context.mentions if index < n.first <= index + reach and n.sentence == sentence), None)


def _near_before(context: Context, index: int, reach: int) -> Named | None:
    sentence = context.words[index].sentence
    found = [n for n in context.mentions if index - reach <= n.last < index and n.sentence == sentence]
    return found[-1] if found else None


def _cues(context: Context, stems: frozenset[str]) -> Iterator[int]:
    """Indexes of the words in the event's sentences that have one of these stems."""
    for word in context.words:
        if word.sentence in context.sentences and any(form in stems for _, form in readings(word)):
            yield word.index


def _claimants(context: Context) -> Iterator[Named]:
    for cue in _cues(context, _CLAIMS):
        n = _near_before(context, cue, 6) or _near_after(context, cue, 4)
        if n and n.mention.kind in ("ArmedGroup", "Organisation", "Person"):
            yield n


def _accused(context: Context) -> Iterator[Named]:
    """«اتهمت X Y بـ…»: the second name after the verb, or the first where only one follows."""
    for cue in _cues(context, _ACCUSES):
        after = [n for n in context.mentions if cue < n.first <= cue + 10 and n.sentence == context.words[cue].sentence and _can_act(n)]
        if len(after) >= 2:
            yield after[1]
        elif after and _near_before(context, cue, 4):
            yield after[0]


def _is_verb(trigger: Trigger, words: Sequence[Word]) -> bool:
    return (trigger.kind != "Meeting" and words[trigger.first].form.removeprefix("و")[:1] in "يت") or words[trigger.first].form.endswith(
        ("ت", "وا")
    )


def _agents(context: Context) -> Iterator[Named]:
    words = context.words
    for trigger in context.event.triggers:
        following = _near_after(context, trigger.last, 2 if trigger.strength != "toll" else 0)
        if following and _follows_as_agent(trigger, following, words) and not _has_preposition(words, following, trigger.last):
            yield following
        before = _near_before(context, trigger.first, 2)
        if before and _can_act(before) and _is_verb(trigger, words):
            yield before
    for cue in _cues(context, _CARRIED_OUT):
        n = _near_after(context, cue, 3) or _near_before(context, cue, 3)
        if n and _can_act(n):
            yield n
    for cue in _cues(context, _BY):
        n = _near_after(context, cue, 3)
        if n and _can_act(n) and words[cue - 1].form in ("علي", "من"):
            yield n


def _follows_as_agent(trigger: Trigger, following: Named, words: Sequence[Word]) -> bool:
    """«هجوم داعش», «قصفت القوات الروسية»; a person follows as the one who acts only after a verb."""
    if _is_verb(trigger, words):
        return _can_act(following)
    return trigger.kind not in _PATIENT_FOLLOWS and following.mention.kind in ("ArmedGroup", "SecurityForce")


def _has_preposition(words: Sequence[Word], n: Named, trigger: int) -> bool:
    """Whether a preposition, alone or as a proclitic, stands between a trigger and a mention."""
    proclitic = words[n.first].form[0] in "بلك" and n.mention.span.begin > words[n.first].begin
    return proclitic or any(word.form in _LOCATIVE or word.form in ("ضد", "الي", "عن", "مع") for word in words[trigger + 1 : n.first])


def _targets(context: Context) -> Iterator[Named]:
    words = context.words
    for trigger in context.event.triggers:
        for n in context.mentions:
            between = words[trigger.last + 1 : n.first]
            if n.sentence != trigger.sentence or not words[trigger.last].index < n.first <= trigger.last + 5:
                continue
            against = any(word.form in ("علي", "ضد", "استهدف", "استهدفت", "يستهدف") for word in between)
            direct = trigger.kind in ("Assassination", "Kidnapping", "Arrest", "Execution", "LegalAction") and n.mention.kind in (
                "Person",
                "ArmedGroup",
            )
            killed = trigger.strength == "toll" and n.mention.kind == "Person" and len(between) <= 2
            if (against and n.mention.kind not in ("Country", "Region")) or direct or killed:
                yield n


def _figures(context: Context) -> Iterator[Fact]:
    sort = family(context.event.kind)
    wanted = {"arrest": ("arrested",), "violence": ("killed", "injured")}.get(sort, ())
    for count in context.counts:
        sentence = context.words[count.word].sentence
        if count.property in wanted:
            figure = Figure(count.figure.qualifier, count.figure.scope, count.figure.counted)
            yield Fact(count.property, Value(ValueType.NUMBER, count.value), context.evidence(sentence), _LEXICAL, figure=figure)


def _types(context: Context, people: Sequence[Fact]) -> Iterator[Fact]:
    """Actor types: of those named as acting or suffering, else of the nouns that the sentences use."""
    given: dict[str, list[tuple[str, Span]]] = {"agentType": [], "targetType": []}
    for fact in people:
        property_ = "targetType" if fact.property == "target" else "agentType"
        mention = next(n.mention for n in context.mentions if n.index == fact.value.value)
        if kind := _type_of(context.text, mention):
            given[property_].append((kind, fact.evidence))
    for count in context.counts:
        if noun_type := _noun_type(context, count):
            given["targetType"].append((noun_type, context.evidence(context.words[count.word].sentence)))
    if not given["agentType"] and family(context.event.kind) == "violence":
        given["agentType"] += _unnamed_agents(context)
    for property_, limit in (("agentType", 1), ("targetType", 2)):
        for kind, evidence in list(dict.fromkeys(given[property_]))[:limit]:
            yield Fact(property_, Value(ValueType.TERM, kind), evidence, _NEAR)


def _type_of(text: str, mention: Mention) -> str | None:
    if mention.kind == "SecurityForce":
        police = any(word in _POLICE_WORDS for word in _folded_words(mention.span.of(text)))
        return "Police" if police else "Military"
    return {"ArmedGroup": "ArmedGroupMembers", "GovernmentBody": "Government", "Country": "Military", "MediaOutlet": "Media"}.get(
        mention.kind
    )


def _folded_words(text: str) -> list[str]:
    from_text = text.translate(str.maketrans("أإآىة", "اااهه"))
    return from_text.split()


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
                return [(hit.entry, context.evidence(trigger.sentence))]
    return []


def _status(context: Context) -> Iterator[Fact]:
    for status, stems in (("Foiled", _FOILED), ("Planned", _PLANNED)):
        for cue in _cues(context, stems):
            near = [t for t in context.event.triggers if t.sentence == context.words[cue].sentence and 0 < t.first - cue <= 6]
            if near and family(context.event.kind) == "violence":
                yield Fact("status", Value(ValueType.TERM, status), context.evidence(near[0].sentence), _NEAR)
                return


def _weapon(context: Context) -> Iterator[Fact]:
    for word in context.words:
        if word.sentence in context.sentences and (hit := _weapons().at(context.words, word.index)):
            span = Span(context.words[hit.first].begin_after(hit.skip), context.words[hit.last].end)
            yield Fact("weapon", Value(ValueType.WORDS, span.of(context.text)), context.evidence(word.sentence), _LEXICAL)
            return


def _participants(context: Context) -> Iterator[Fact]:
    """Whoever is named with the meeting: the two nearest on each side that can take part."""
    for trigger in context.event.triggers[:1]:
        near = [n for n in context.mentions if n.sentence == trigger.sentence and _can_act(n) and n.mention.kind != "MediaOutlet"]
        for n in sorted(near, key=lambda n: abs(n.first - trigger.first))[:2]:
            if abs(n.first - trigger.first) <= 10:
                yield Fact("participant", Value(ValueType.MENTION, n.index), context.evidence(n.sentence), _NEAR)
