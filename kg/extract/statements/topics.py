"""What a statement is about: of the names and events in what is said and around it, those that a classifier takes."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.context import Named
from kg.extract.statements.chosen import Chosen
from kg.extract.statements.speakers import Scene
from kg.extract.statements.subjects import end_of_subject
from kg.model import Event, MentionType, ValueType
from kg.ontology import family, top

_SENTENCES_AFTER = 1
_EVENTS_AROUND = 2
"""Sentences before and after in which an event may be what is spoken of."""
_FIRST_EVENTS = 2
"""Events at the beginning of the article that any statement may be about."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a statement may be about."""

    name: Named | None
    event: int | None
    """Position among the events."""
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """Where a statement stands."""

    chosen: Chosen
    begin: int
    """Index of the first word of speech."""
    subject_ends: int
    """Index of the word that begins what is said."""
    act: str
    stem: str
    next_speech: int
    """Index of the first word of another statement's speech after it."""


class Topics:
    """What the statements of an article may be about."""

    def __init__(self, scene: Scene, events: Sequence[Event], statements: Sequence[Chosen]) -> None:
        self._scene = scene
        self._events = events
        self._begins = sorted(scene.speeches[chosen.positions[0]].index for chosen in statements)
        self._names: dict[int, list[Named]] = {}
        for n in scene.found:
            if n.mention.type is MentionType.NAME:
                self._names.setdefault(n.sentence, []).append(n)
        self._title = {scene.names[n.index] for n in self._names.get(0, ())}
        starts = [word.begin for word in scene.words]
        self._places = [tuple(max(bisect_right(starts, span.begin) - 1, 0) for span in event.triggers) for event in events]
        self._in_sentence: dict[int, list[int]] = {}
        self._has: dict[str, list[tuple[int, str]]] = {}
        for position, event in enumerate(events):
            for sentence in {scene.words[at].sentence for at in self._places[position]}:
                self._in_sentence.setdefault(sentence, []).append(position)
            for fact in event.facts:
                if fact.value.type is ValueType.MENTION:
                    self._has.setdefault(scene.names[int(fact.value.value)], []).append((position, fact.property))

    def of(self, chosen: Chosen) -> list[Topic]:
        """All that a statement may be about, with features."""
        said = self._said(chosen)
        return [*self._about_names(said), *self._about_events(said)]

    def _said(self, chosen: Chosen) -> _Said:
        speech = self._scene.speeches[chosen.positions[0]]
        later = bisect_right(self._begins, speech.index)
        following = self._begins[later] if later < len(self._begins) else len(self._scene.words)
        return _Said(chosen, speech.index, end_of_subject(self._scene.words, speech.index), speech.act, speech.stem, following)

    def _about_names(self, said: _Said) -> Iterator[Topic]:
        seen: set[str] = set()
        order = 0
        for sentence in range(said.chosen.sentence, said.chosen.sentence + _SENTENCES_AFTER + 1):
            for n in self._names.get(sentence, ()):
                name = self._scene.names[n.index]
                if name in seen:
                    continue
                seen.add(name)
                yield Topic(n, None, tuple(self._of_name(said, n, order)))
                order += n.first >= said.begin

    def _of_name(self, said: _Said, n: Named, order: int) -> Iterator[str]:
        scene, words = self._scene, self._scene.words
        own = scene.names[n.index] == scene.names[said.chosen.speaker.index]
        kind, where = n.mention.kind, _where(said, n.first, n.sentence)
        yield "a name"
        yield f"kind={kind}"
        yield f"where={where}"
        yield f"where={where} kind={kind}"
        yield f"where={where} order={min(order, 5)}"
        yield f"where={where} far={_far(n.first - said.begin)}"
        yield f"act={said.act} where={where} kind={kind}"
        yield f"stem={said.stem} where={where}"
        yield f"own={own} where={where}"
        yield f"past other speech={n.first > said.next_speech}"
        yield f"named={min(scene.counts[scene.names[n.index]], 5)}"
        yield f"spoke={min(scene.spoke[scene.names[n.index]], 2)}"
        yield f"in title={scene.names[n.index] in self._title}"
        joined = words[n.first].form[:1] if n.mention.span.begin > words[n.first].begin else ""
        before = words[n.first - 1] if n.first else None
        yield f"prefix={joined}"
        if before and before.sentence == n.sentence:
            yield f"before={before.form}"
            yield f"before={before.form} top={top(kind)}"
            yield f"glued={words[n.first].glued[:1]}"
            yield from (f"verb before={form}" for form in _stems_before(scene, n.first))
        if n.last + 1 < len(words):
            yield f"after={words[n.last + 1].form}"
        yield from sorted(self._roles(said, n))
        names = self._names.get(said.chosen.sentence, ())
        yield f"names here={min(len(names), 8)}"

    def _roles(self, said: _Said, n: Named) -> set[str]:
        """What a name is in the events about."""
        around = {position for away in (-1, 0, 1) for position in self._in_sentence.get(said.chosen.sentence + away, ())}
        has = self._has.get(self._scene.names[n.index], ())
        return {f"{'near ' if position in around else ''}{role}" for position, role in has}

    def _about_events(self, said: _Said) -> Iterator[Topic]:
        sentence = said.chosen.sentence
        around = range(sentence - _EVENTS_AROUND, sentence + _EVENTS_AROUND + 1)
        first = range(min(_FIRST_EVENTS, len(self._events)))
        for position in sorted({*first, *(event for near in around for event in self._in_sentence.get(near, ()))}):
            places = self._places[position]
            nearest = min(places, key=lambda at: (abs(self._scene.words[at].sentence - sentence), abs(at - said.begin)))
            away = self._scene.words[nearest].sentence - sentence
            yield Topic(None, position, tuple(self._of_event(said, position, nearest, away)))

    def _of_event(self, said: _Said, position: int, nearest: int, away: int) -> Iterator[str]:
        event, scene = self._events[position], self._scene
        where = _where(said, nearest, scene.words[nearest].sentence)
        kind = family(event.kind)
        far = _far(nearest - said.begin)
        away = max(-4, min(away, 4))
        own = scene.names[said.chosen.speaker.index]
        yield "an event"
        yield f"event away={away}"
        yield f"event where={where}"
        yield f"event where={where} far={far}"
        yield f"event where={where} act={said.act}"
        yield f"event where={where} stem={said.stem}"
        yield f"event kind={event.kind}"
        yield f"event family={kind} where={where}"
        yield f"event away={away} position={min(position, 4)}"
        yield f"event triggers={min(len(event.triggers), 5)} away={away}"
        yield f"events={min(len(self._events), 6)} away={away}"
        yield f"event sentences={min(len({scene.words[at].sentence for at in self._places[position]}), 4)} where={where}"
        inside = sum(1 for at in self._places[position] if scene.words[at].sentence == said.chosen.sentence and at > said.begin)
        yield f"event inside={min(inside, 3)}"
        here = self._in_sentence.get(said.chosen.sentence, ())
        yield f"events here={min(len(here), 4)} where={where}"
        yield f"past other speech={nearest > said.next_speech} event"
        said_names = {scene.names[n.index] for n in self._names.get(said.chosen.sentence, ()) if n.first > said.begin}
        arguments = {(fact.property, scene.names[int(fact.value.value)]) for fact in event.facts if fact.value.type is ValueType.MENTION}
        yield f"event shares={min(len({name for _, name in arguments} & said_names), 3)} away={away}"
        yield from sorted(f"speaker is {role} away={away}" for role, name in arguments if name == own)
        yield f"only event away={away}={len(self._events) == 1}"


def _where(said: _Said, index: int, sentence: int) -> str:
    if sentence != said.chosen.sentence:
        return "later" if sentence > said.chosen.sentence else "earlier"
    if index < said.begin:
        return "before"
    return "in subject" if index < said.subject_ends else "said"


def _far(distance: int) -> str:
    reach = next((str(reach) for reach in (5, 10, 18, 30) if abs(distance) <= reach), "more")
    return f"{'-' if distance < 0 else ''}{reach}"


def _stems_before(scene: Scene, index: int) -> Iterator[str]:
    yield from (word.form for word in scene.words[max(index - 3, 0) : index - 1])
