"""Two incidents that one sentence tells of, each with its place: «انفجار في كركوك وآخر في بغداد», «… وقتل أربعة في قصف منفصل على …».

What was learned joins triggers of one kind in one sentence, since they are mostly of one event. Here is told by the grammar that they are
not: the second is called another one, or repeats an indefinite noun or verb with a town and a toll of its own.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.another.listed import listed
from kg.extract.another.sides import clause_between
from kg.extract.context import Named, by_sentence, named
from kg.extract.detection import Detected
from kg.extract.triggers import EventGroup, Trigger, trigger_of
from kg.extract.witnesses import supported, witnessed
from kg.extract.words import Word
from kg.model import Mention
from kg.ontology import family, top

_TOWNS = frozenset(("Settlement", "Facility"))
_HAS_PLACE = 4
"""Words after «وآخر في» within which its place is named."""


def with_others(doc: Doc, found: Sequence[Detected]) -> list[Detected]:
    """The triggers, and with them each «وآخر في …» that stands for one."""
    names = _names(doc)
    taken = {index for one in found for index in range(one.trigger.first, one.trigger.last + 1)}
    added = [other for word in doc._.words if word.index not in taken and (other := _another(doc._.words, names, word, found))]
    return sorted((*found, *added), key=lambda one: one.trigger.first)


def apart(doc: Doc, groups: Sequence[EventGroup]) -> list[EventGroup]:
    """The events, those of them in two that one sentence tells of as two; in the order of the text."""
    article = _Article.of(doc)
    made = [part for group in groups for part in _parted(article, group)]
    return sorted(made, key=lambda group: group.triggers[0].first)


@dataclass(frozen=True, slots=True)
class _Article:
    """What is looked up again and again, made once for an article."""

    text: str
    words: Sequence[Word]
    names: Mapping[int, Named]
    """The name that each word is part of, if any."""
    inside: Mapping[int, Sequence[int]]
    """The words of each sentence."""
    counted: frozenset[int]
    """The words at which dead or injured people are counted."""

    @classmethod
    def of(cls, doc: Doc) -> "_Article":
        words: Sequence[Word] = doc._.words
        inside = by_sentence(lambda index: words[index].sentence, range(len(words)))
        counted = frozenset(count.word for count in doc._.counts if count.property in ("killed", "injured"))
        return cls(doc.text, words, _names(doc), inside, counted)


def _names(doc: Doc) -> Mapping[int, Named]:
    mentions: Sequence[Mention] = doc._.mentions
    return {index: n for n in named(doc._.words, mentions) for index in range(n.first, n.last + 1)}


def _another(words: Sequence[Word], names: Mapping[int, Named], word: Word, found: Sequence[Detected]) -> Detected | None:
    """The trigger that «وآخر» stands for, after a noun for an incident with a place; not «قتل جندي وآخر …»."""
    form = word.form.removeprefix("و")
    if form not in listed("him", "her") or form == word.form or word.index + 1 >= len(words):
        return None
    following = words[word.index + 1]
    place = _place_within(words, names, word.index + 1, _HAS_PLACE)
    if place is None or not (following.form in listed("where") or following.form.startswith("ب")):
        return None
    first = bisect_left(found, word.sentence, key=lambda one: one.trigger.sentence)
    until = bisect_left(found, word.index, first, key=lambda one: one.trigger.first)
    before = [one for one in found[first:until] if one.trigger.sentence == word.sentence and _is_noun(one.trigger)]
    fitting = [one for one in before if words[one.trigger.first].form.endswith("ه") == (form in listed("her"))]
    between = range(fitting[-1].trigger.last + 1, word.index) if fitting else ()
    if not any(index in names and top(names[index].mention.kind) == "Place" for index in between):
        return None
    if word.index - 1 not in names and words[word.index - 1].sentence == word.sentence and not word.glued and not _is_toll_end(words, word):
        return None
    one = fitting[-1]
    return Detected(trigger_of(words, word.index, word.index, 1, one.trigger.kind), one.likely)


def _is_toll_end(words: Sequence[Word], word: Word) -> bool:
    """Whether a number stands right before («… إلى مقتل 3 وآخر في …»)."""
    return words[word.index - 1].form[0].isdigit()


def _is_noun(trigger: Trigger) -> bool:
    return trigger.sort != "verb" and trigger.strength != "toll" and family(trigger.kind) == "violence"


def _place_within(words: Sequence[Word], names: Mapping[int, Named], begin: int, reach: int) -> Named | None:
    for word in words[begin : begin + reach]:
        if word.sentence != words[begin].sentence or (word.glued and word.index > begin):
            return None
        if word.index in names and top(names[word.index].mention.kind) == "Place":
            return names[word.index]
    return None


def _parted(article: _Article, group: EventGroup) -> Iterator[EventGroup]:
    second = _second(article, group) if family(group.kind) == "violence" else None
    if second is None:
        yield group
        return
    trigger, begin = second
    rest = [index for index in article.inside[trigger.sentence] if index >= begin]
    own = tuple(one for one in group.triggers if begin <= one.first <= rest[-1])
    yield EventGroup(group.kind, tuple(one for one in group.triggers if one not in own), group.likelihood)
    words = article.words
    kind = group.kind if _stands_alone(words, trigger) else supported(trigger.kind, witnessed(words[begin : rest[-1] + 1], words))
    yield from _parted(article, EventGroup(kind, own, group.likelihood))


def _stands_alone(words: Sequence[Word], trigger: Trigger) -> bool:
    return words[trigger.first].form.removeprefix("و") in listed("him", "her")


def _second(article: _Article, group: EventGroup) -> tuple[Trigger, int] | None:
    """The trigger that names a second incident, and the word at which the sentence begins to tell of it."""
    words = article.words
    naming = [one for one in group.triggers if one.strength != "toll"]
    for place, trigger in enumerate(naming[1:], start=1):
        first = naming[place - 1]
        if first.sentence != trigger.sentence or trigger.definite:
            continue
        begin = clause_between(words, first, trigger)
        if begin is not None and (_stands_alone(words, trigger) or _repeats(article, (first, trigger), begin)):
            return trigger, begin
    return None


def _repeats(article: _Article, pair: tuple[Trigger, Trigger], begin: int) -> bool:
    """Whether two triggers have towns and tolls of their own, each on its side of a word."""
    names, inside = article.names, article.inside[pair[0].sentence]
    sides = [index for index in inside if index < begin], [index for index in inside if index >= begin]
    towns = [{names[i].mention.span.of(article.text) for i in side if i in names and names[i].mention.kind in _TOWNS} for side in sides]
    tolls = [bool(article.counted.intersection(side)) for side in sides]
    return all(towns) and towns[0].isdisjoint(towns[1]) and all(tolls)
