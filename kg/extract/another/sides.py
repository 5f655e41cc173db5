"""What a sentence names on which side of the word at which it passes from one incident to another one."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from spacy.tokens import Doc

from kg.extract.another.earlier import Earlier, earlier_deeds
from kg.extract.another.listed import listed
from kg.extract.another.marks import disowned
from kg.extract.context import Named, by_sentence, named
from kg.extract.triggers import EventGroup, Trigger
from kg.extract.words import Word
from kg.model import Fact
from kg.ontology import family

Borders = Mapping[int, Sequence[int]]
"""By sentence, the words at which it passes from one incident to another one."""
Days = Mapping[int, set[tuple[str, int | str]]]
"""By event, dates that are not its own, as property and value."""


def borders(words: Sequence[Word], groups: Sequence[EventGroup]) -> Borders:
    """The words at which a sentence passes from one incident to another one, by sentence."""
    named_at = sorted(
        ((trigger, group) for group in groups if family(group.kind) == "violence" for trigger in group.triggers),
        key=lambda pair: pair[0].first,
    )
    found = {*_before_earlier(words, named_at), *_before_denials(words, [trigger for trigger, _ in named_at])}
    for (first, group), (second, other) in pairwise(named_at):
        passes = other is not group and first.sentence == second.sentence and not second.definite
        begin = clause_between(words, first, second) if passes else None
        if begin is not None and not _is_plural(words, first):
            found.add(begin)
    return by_sentence(lambda index: words[index].sentence, sorted(found))


def _before_earlier(words: Sequence[Word], named_at: Sequence[tuple[Trigger, EventGroup]]) -> Iterator[int]:
    """The words at which a sentence passes to what came before, or from there to the news."""
    for told in earlier_deeds(words, [trigger for trigger, _ in named_at]):
        if {id(named_at[at][1]) for at in told.own}.isdisjoint(id(named_at[at][1]) for at in told.others):
            yield told.border


def _before_denials(words: Sequence[Word], triggers: Sequence[Trigger]) -> Iterator[int]:
    """The words at which a sentence passes from what somebody claims to what they deny."""
    for one, other in disowned(words, triggers):
        yield clause_between(words, triggers[one], triggers[other]) or triggers[other].first


def _is_plural(words: Sequence[Word], trigger: Trigger) -> bool:
    """«هجمات»: what follows may be one of them."""
    return any(words[index].form.endswith("ات") for index in range(trigger.first, trigger.last + 1))


def on_their_sides(doc: Doc, at: Borders, groups: Sequence[EventGroup], facts: Sequence[Sequence[Fact]]) -> list[tuple[Fact, ...]]:
    """The facts of each event without places that a sentence names on the other side of a border, where others are left.

    What came days before another deed is not of the day either that stands with that one.
    """
    names = by_sentence(lambda n: n.sentence, named(doc._.words, doc._.mentions)) if at else {}
    days = _days_of_the_news(doc, groups) if at else {}
    return [
        tuple(fact for fact in _on_its_side(names, at, group, of_group) if (fact.property, fact.value.value) not in days.get(index, ()))
        for index, (group, of_group) in enumerate(zip(groups, facts, strict=True))
    ]


def _days_of_the_news(doc: Doc, groups: Sequence[EventGroup]) -> Days:
    """For each event that is told to have come a day or more before another one the dates that stand with that."""
    named_at = [(trigger, index) for index, group in enumerate(groups) for trigger in group.triggers]
    named_at.sort(key=lambda pair: pair[0].first)
    found: dict[int, set[tuple[str, int | str]]] = {}
    for told in earlier_deeds(doc._.words, [trigger for trigger, _ in named_at]):
        own, others = ({named_at[at][1] for at in positions} for positions in (told.own, told.others))
        with_own, with_others = _dates_about(doc, told, named_at[told.own[0]][0])
        for index in own - others if told.is_days_before else ():
            found.setdefault(index, set()).update(("date", day) for day in with_others - with_own)
    return found


def _dates_about(doc: Doc, told: Earlier, trigger: Trigger) -> tuple[set[str], set[str]]:
    """The dates of a sentence on the side of what came before, and on the other."""
    words: Sequence[Word] = doc._.words
    border, is_after = words[told.border].begin if told.border < len(words) else len(doc.text), trigger.first >= told.border
    sentence = doc._.sentence_spans[trigger.sentence]
    here = [time for time in doc._.dates if time.value and time.span.overlaps(sentence)]
    sides = {time.value for time in here if (time.span.begin >= border) == is_after}, {time.value for time in here}
    return sides[0], sides[1] - sides[0]


def _on_its_side(names: Mapping[int, Sequence[Named]], at: Borders, group: EventGroup, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    across = {
        n.index
        for sentence in group.sentences
        for border in at.get(sentence, ())
        for n in names.get(sentence, ())
        if _sides(group, border, sentence) == {n.first < border}
    }
    places = {fact.value.value for fact in facts if fact.property == "place"}
    if places <= across:
        return tuple(facts)
    return tuple(fact for fact in facts if not (fact.property == "place" and fact.value.value in across))


def are_halves(at: Borders, one: EventGroup, other: EventGroup) -> bool:
    """Whether two events are told side by side, so that neither is a part of the other."""
    for sentence in one.sentences:
        for border in at.get(sentence, ()):
            first, second = (_sides(group, border, sentence) for group in (one, other))
            if first and second and first != second:
                return True
    return False


def _sides(group: EventGroup, border: int, sentence: int) -> set[bool]:
    """On which sides of a border an event is named: whether after it."""
    return {trigger.first >= border for trigger in group.triggers if trigger.sentence == sentence}


def clause_between(words: Sequence[Word], first: Trigger, second: Trigger) -> int | None:
    """The word between two triggers at which another clause begins: the last one after a mark that goes on with «و» or «بينما»."""
    for index in range(second.first, first.last, -1):
        word = words[index]
        joins = word.form.startswith("و") or word.form in listed("joins")
        if joins and (word.glued or index == second.first or word.form in listed("joins")):
            return index
    return None
