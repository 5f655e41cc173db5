"""Origins: which reports of one event go back to one telling, so that ten copies of an agency's text count as one source. Pure.

Whom a report goes back to is worked out once, from its article alone (`with_origins`): the house that published it, the agencies
that it credits (`credits`), whoever it has everything from (`speakers`), and sketches of its words (`texts`). Then the reports of
one event are compared by these (`origins`, `shared`), without their texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer
from kg.model import Event, LinkedArticle, Report, Span, UnlistedEntity
from kg.ontology import sort
from kg.origins.credits import Credit, credits_of, house, sentences_of
from kg.origins.sharing import Shared, origins, shared, with_origin
from kg.origins.speakers import speaker
from kg.origins.texts import sketch

__all__ = ["Shared", "origins", "shared", "with_origin", "with_origins"]


def with_origins(linked: LinkedArticle, reports: Sequence[Report], gazetteer: Gazetteer) -> tuple[Report, ...]:
    """The reports of an article, in the order of its events, the incidents with whom they go back to and sketches of their words."""
    sentences = sentences_of(linked.article.text)
    credited = tuple(credits_of(linked, sentences, gazetteer))
    telling = Telling(linked, gazetteer, credited, tuple(sentences), sketch(span.of(linked.article.text) for span in sentences))
    told = zip(linked.extraction.events, reports, strict=True)
    return tuple(telling.completed(report, event) if sort(report.kind) == "Incident" else report for event, report in told)


@dataclass(frozen=True, slots=True)
class Telling:
    """An article: whom it credits for which part of its text, its sentences, and a sketch of all of them."""

    linked: LinkedArticle
    gazetteer: Gazetteer
    credits: tuple[Credit, ...]
    sentences: tuple[Span, ...]
    text_sketch: bytes

    def completed(self, report: Report, event: Event) -> Report:
        """The report of an event with its origins and their names, and the sketches."""
        passages = (*event.triggers, *(fact.evidence for fact in event.facts))
        found = frozenset(self._found(event, passages))
        sentences = (span.of(self.linked.article.text) for span in self.sentences if _covers(span, passages))
        unlisted = tuple(sorted((*report.unlisted, *self._names(found, report)), key=lambda each: each.id))
        return replace(
            report, origins=tuple(sorted(found)), unlisted=unlisted, text_sketch=self.text_sketch, telling_sketch=sketch(sentences)
        )

    def _found(self, event: Event, passages: Sequence[Span]) -> Iterator[str]:
        """Ids of whom the article has an event from."""
        if self.linked.publisher:
            yield house(self.linked.publisher, self.gazetteer)
        yield from (credit.outlet for credit in self.credits if _covers(credit.span, passages))
        if said := speaker(self.linked, event):
            yield said

    def _names(self, found: frozenset[str], report: Report) -> Iterator[UnlistedEntity]:
        """What origins are called that neither the gazetteer nor the report has."""
        known = {unlisted.id for unlisted in report.unlisted}
        for entity in self.linked.entities:
            if entity.id in found - known and self.gazetteer.get(entity.id) is None:
                name = min(entity.names, key=lambda name: (-len(name), name), default=entity.id)
                yield UnlistedEntity(entity.id, name, entity.kind)


def _covers(span: Span, passages: Iterable[Span]) -> bool:
    return any(span.overlaps(passage) for passage in passages)
