"""Incidents and meetings: triggers grouped into events, with what their sentences say of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import fold
from kg.extract.arguments import arguments
from kg.extract.context import Context, Page, named
from kg.extract.triggers import EventGroup, group, triggers
from kg.extract.words import Word
from kg.model import Event, Fact, Mention

_SPECIFIC = frozenset(("date", "place", "agent", "claimedBy", "accused", "target", "participant", "killed", "injured", "arrested"))

_CONFIDENCE = {"strong": 0.85, "toll": 0.85, "weak": 0.7}
"""By strength of trigger: the share of such events that the training annotations have, a little lowered, as they are all on security."""


@dataclass(frozen=True, slots=True)
class _Draft:
    found: EventGroup
    facts: tuple[Fact, ...]
    context: Context


@Language.component("isnad_events", assigns=["doc._.events"], requires=["doc._.mentions", "doc._.dates", "doc._.counts"])
def events(doc: Doc) -> Doc:
    """Set `doc._.events`: what is specific enough, in the order of the text."""
    words: Sequence[Word] = doc._.words
    taken = frozenset(_words_of_names(words, doc._.mentions))
    groups = group(words, triggers(words, taken), _towns(doc))
    page = Page.of(doc)
    drafts = _without_second_deaths(page, [_draft(page, found) for found in groups])
    doc._.events = tuple(_event(draft) for draft in drafts if _is_specific(draft))
    return doc


def _towns(doc: Doc) -> dict[int, frozenset[str]]:
    """The towns and buildings named in each sentence, folded."""
    towns: dict[int, frozenset[str]] = {}
    for n in named(doc._.words, doc._.mentions):
        if n.mention.kind in ("Settlement", "Facility"):
            name = fold(n.mention.span.of(doc._.article.text))
            towns[n.sentence] = towns.get(n.sentence, frozenset()) | {name}
    return towns


def _without_second_deaths(page: Page, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Deaths of one named person are one event, however the text speaks of them: nobody dies twice."""
    kept: list[_Draft] = []
    of_person: dict[str, int] = {}
    for draft in drafts:
        person = _victim(page, draft)
        if person is None or person not in of_person:
            if person is not None:
                of_person[person] = len(kept)
            kept.append(draft)
        else:
            first = kept[of_person[person]].found
            triggers = (*first.triggers, *draft.found.triggers)
            kept[of_person[person]] = _draft(page, EventGroup(first.kind, triggers))
    return kept


def _victim(page: Page, draft: _Draft) -> str | None:
    """Last name, folded, of the one named person who is killed."""
    if _kind(draft) not in ("Assassination", "Execution"):
        return None
    targets = {fact.value.value for fact in draft.facts if fact.property == "target"}
    people = [n.mention for n in draft.context.mentions if n.index in targets and n.mention.kind == "Person"]
    return fold(people[0].span.of(page.text)).split()[-1] if people else None


def _words_of_names(words: Sequence[Word], mentions: Iterable[Mention]) -> Iterator[int]:
    spans = [mention.span for mention in mentions]
    position = 0
    for word in words:
        while position < len(spans) and spans[position].end <= word.begin:
            position += 1
        if position < len(spans) and spans[position].begin < word.end:
            yield word.index


def _draft(page: Page, found: EventGroup) -> _Draft:
    context = Context.of(page, found)
    return _Draft(found, tuple(arguments(context)), context)


def _is_specific(draft: _Draft) -> bool:
    """Whether the text says enough of an event for it to be one (a date, a place, an actor, a figure)."""
    said = {fact.property for fact in draft.facts}
    strengths = {trigger.strength for trigger in draft.found.triggers}
    if "strong" in strengths or "status" in said:
        return bool(said & (_SPECIFIC | {"status"}))
    if strengths == {"toll"}:
        return bool(said & {"killed", "injured", "target"})
    return bool(said & {"killed", "injured", "arrested", "agent", "participant", "target"}) or {"place", "date"} <= said


def _event(draft: _Draft) -> Event:
    spans = tuple(trigger.span for trigger in draft.found.triggers)
    return Event(_kind(draft), spans, draft.facts, date_text=draft.context.date_text, confidence=_confidence(draft))


def _kind(draft: _Draft) -> str:
    """The class of the event; an attack on one named person is an assassination, whatever with."""
    targets = [fact.value.value for fact in draft.facts if fact.property == "target"]
    people = {n.index for n in draft.context.mentions if n.mention.kind == "Person"}
    if draft.found.kind in ("Attack", "Shooting") and people.intersection(targets):
        return "Assassination"
    return draft.found.kind


def _confidence(draft: _Draft) -> float:
    """How surely there is such an event: by its surest trigger, a little more where several sentences report it."""
    surest = max(_CONFIDENCE[trigger.strength] for trigger in draft.found.triggers)
    return round(min(surest + 0.05 * (len(draft.found.sentences) - 1), 0.95), 2)
