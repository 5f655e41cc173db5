"""What stands around each trigger of an article: what grouping and the parts of events are told by."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.arabic import fold
from kg.extract.context import Named, by_sentence, named
from kg.extract.dates import TimeExpression
from kg.extract.detection import Detected, main_tokens
from kg.extract.figures import Count
from kg.extract.means import told_means
from kg.extract.triggers import Trigger
from kg.extract.witnesses import witnessed
from kg.extract.words import Word
from kg.model import Mention
from kg.ontology import top

_NEAR = 4
"""Words between a trigger and a name that is near it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A trigger and what stands around it, to be compared with another's."""

    found: Detected
    likelihood: float
    """How likely it names any event."""
    stem: str
    paragraph: int
    towns: frozenset[str]
    """Names of towns and buildings in its sentence, folded."""
    nearest_place: str
    names: frozenset[str]
    """Names of people and organisations in its sentence, folded."""
    near_names: frozenset[str]
    """Those of them within some words of it."""
    counts: frozenset[tuple[str, int]]
    dates: frozenset[str]
    years: frozenset[str]
    """Those of the dates."""
    words: frozenset[str]
    """The words of its sentence, without clitics."""
    witnesses: frozenset[str]
    """Classes for which its sentence has a witness."""

    @property
    def trigger(self) -> Trigger:
        """The trigger itself."""
        return self.found.trigger

    @property
    def is_plural(self) -> bool:
        """«هجمات», «غارات»: whether it may name several at once."""
        return self.stem.endswith("ات") or self.stem in ("عمليات", "ضربات")


@dataclass(frozen=True, slots=True)
class TriggersInContext:
    """What a document's triggers are compared by."""

    words: Sequence[Word]
    stems: Sequence[str]
    triggers: Sequence[Surroundings]

    @classmethod
    def of(cls, doc: Doc, found: Sequence[Detected]) -> "TriggersInContext":
        """The page of a document with the triggers that were found in it."""
        text: str = doc._.article.text
        return triggers_in_context(text, Found(doc._.words, main_tokens(doc), doc._.mentions, doc._.counts, doc._.dates), found)

    def means(self, trigger: Trigger) -> frozenset[str]:
        """The classes that are told beside a trigger by how it was done."""
        position = bisect_left(self.triggers, trigger.first, key=lambda one: one.trigger.first)
        before = self.triggers[position - 1].trigger.last if position else -1
        after = self.triggers[position + 1].trigger.first if position + 1 < len(self.triggers) else len(self.words)
        return told_means(self.words, before, trigger, after)


@dataclass(frozen=True, slots=True)
class Found:
    """What earlier components found in a document."""

    words: Sequence[Word]
    stems: Sequence[str]
    mentions: Sequence[Mention]
    counts: Sequence[Count]
    dates: Sequence[TimeExpression]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What the triggers of one sentence have in common; names are folded."""

    places: Sequence[tuple[Named, str]]
    actors: Sequence[tuple[Named, str]]
    towns: frozenset[str]
    counts: frozenset[tuple[str, int]]
    dates: frozenset[str]
    years: frozenset[str]
    actor_names: frozenset[str]
    words: frozenset[str]
    witnesses: frozenset[str]


def triggers_in_context(text: str, on_page: Found, found: Sequence[Detected]) -> TriggersInContext:
    """The surroundings of triggers."""
    sentences = _sentences(text, on_page, sorted({one.trigger.sentence for one in found}))
    line_ends = [index for index, character in enumerate(text) if character == "\n"]
    made = [_surroundings(on_page, sentences[one.trigger.sentence], one, line_ends) for one in found]
    return TriggersInContext(on_page.words, on_page.stems, made)


def _sentences(text: str, on_page: Found, wanted: Iterable[int]) -> dict[int, _Sentence]:
    """The sentences of some numbers, each looked at once, however many triggers it has."""
    begins = [word.begin for word in on_page.words]
    words = by_sentence(lambda word: word.sentence, on_page.words)
    names = by_sentence(lambda n: n.sentence, named(on_page.words, on_page.mentions))
    counts = by_sentence(lambda count: on_page.words[count.word].sentence, on_page.counts)
    dates = by_sentence(lambda date: on_page.words[max(bisect_right(begins, date.span.begin) - 1, 0)].sentence, on_page.dates)
    made: dict[int, _Sentence] = {}
    for number in wanted:
        here = [(n, fold(n.mention.span.of(text))) for n in names.get(number, ())]
        dated = frozenset(date.value for date in dates.get(number, ()) if date.value)
        places = [(n, name) for n, name in here if top(n.mention.kind) == "Place"]
        made[number] = _Sentence(
            places,
            [(n, name) for n, name in here if top(n.mention.kind) != "Place"],
            frozenset(name for n, name in places if n.mention.kind in ("Settlement", "Facility")),
            frozenset((count.property, count.value) for count in counts.get(number, ())),
            dated,
            frozenset(value[: len("YYYY")] for value in dated),
            frozenset(name for n, name in here if top(n.mention.kind) != "Place"),
            frozenset(on_page.stems[word.index] for word in words[number]),
            witnessed(words[number], on_page.words),
        )
    return made


def _surroundings(on_page: Found, sentence: _Sentence, found: Detected, line_ends: Sequence[int]) -> Surroundings:
    trigger = found.trigger
    nearest = min(sentence.places, key=lambda place: (_gap(trigger, place[0]), place[0].first), default=None)
    return Surroundings(
        found,
        found.likelihood,
        on_page.stems[trigger.first],
        bisect_left(line_ends, trigger.span.begin),
        sentence.towns,
        nearest[1] if nearest else "",
        sentence.actor_names,
        frozenset(name for n, name in sentence.actors if _gap(trigger, n) <= _NEAR),
        sentence.counts,
        sentence.dates,
        sentence.years,
        sentence.words,
        sentence.witnesses,
    )


def _gap(trigger: Trigger, n: Named) -> int:
    return n.first - trigger.last if n.first > trigger.last else trigger.first - n.last
