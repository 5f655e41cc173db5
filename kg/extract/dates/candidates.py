"""What may date the events of an article: its time expressions, and its own day."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.extract.context import Page
from kg.extract.dates.expression import TimeExpression
from kg.extract.triggers import EventGroup

_OWN = -1
"""In the place of a sentence, of the article's own day."""
_FIRST, _BEFORE, _AFTER = 3, 12, 4
"""How many expressions at the beginning, and of how many sentences around it, may date an event: else long articles take long."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time expression, or the article's own day, that may date an event."""

    value: str
    kind: str
    expression: TimeExpression | None
    first: int
    """Index of its first word; -1 for the article's own day."""
    last: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Dating:
    """What is known of an article before its events are dated: the candidates, and where the triggers of all its events are."""

    page: Page
    issued: date | None
    candidates: tuple[Candidate, ...]
    values: Counter[str]
    by_sentence: Mapping[int, Sequence[Candidate]]
    triggers: Mapping[int, Sequence[int]]
    """By sentence the indexes of the words at which triggers of any event begin, ascending."""
    kinds: Mapping[int, str]
    """Class of the event whose trigger begins at a word."""

    @classmethod
    def of(cls, page: Page, issued: date | None, groups: Sequence[EventGroup]) -> "Dating":
        """The dating of a page; `groups` are all its events."""
        found = tuple(candidates(page, issued))
        by_sentence: dict[int, list[Candidate]] = {}
        for candidate in found:
            by_sentence.setdefault(candidate.sentence, []).append(candidate)
        kinds = {trigger.first: group.kind for group in groups for trigger in group.triggers}
        triggers: dict[int, list[int]] = {}
        for first in sorted(kinds):
            triggers.setdefault(page.words[first].sentence, []).append(first)
        return cls(page, issued, found, Counter(candidate.value for candidate in found), by_sentence, triggers, kinds)

    def near(self, event: EventGroup) -> list[Candidate]:
        """What may date an event: the first expressions of the article, those some sentences around its triggers, and the article's day."""
        around = {near for sentence in event.sentences for near in range(sentence - _BEFORE, sentence + _AFTER + 1)}
        near = [candidate for sentence in around for candidate in self.by_sentence.get(sentence, ()) if candidate.first >= 0]
        first = [candidate for candidate in self.candidates[:_FIRST] if candidate.sentence not in around and candidate.first >= 0]
        return [*sorted((*first, *near), key=lambda candidate: candidate.sentence), *self.by_sentence.get(_OWN, ())]

    def is_dated(self, event: EventGroup) -> bool:
        """Whether a sentence of an event has a time expression."""
        return any(sentence in self.by_sentence for sentence in event.sentences)


def candidates(page: Page, issued: date | None) -> Iterator[Candidate]:
    """Whatever may date an event, in the order of the text, the article's own day last."""
    begins = [word.begin for word in page.words]
    for sentence in sorted(page.dates):
        for expression in page.dates[sentence]:
            if expression.value:
                first = max(bisect_right(begins, expression.span.begin) - 1, 0)
                last = bisect_left(begins, expression.span.end) - 1
                yield Candidate(expression.value, expression.kind, expression, first, last, sentence)
    if issued:
        yield Candidate(issued.isoformat(), "article", None, -1, -1, _OWN)
