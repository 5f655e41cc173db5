"""Annotated articles beside what the pipeline finds in them: which gold entity a mention names, which words are an event's triggers."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from corpora import occurrences
from spacy.tokens import Doc

from kg.arabic import fold
from kg.extract.pipeline import PipelineExtractor
from kg.extract.triggers import EventGroup, Trigger, trigger_of
from kg.extract.words import Word
from kg.model import Article, Mention, Span
from kg.ontology import top

_ENDINGS = frozenset(("", "ا", "ه", "ها", "هم", "هما", "هن", "ي", "نا", "ك", "كم"))
"""What may be left of a word behind a trigger: pronouns, and the end of an accusative."""


@dataclass(frozen=True, slots=True)
class AlignedArticle:
    """A document that was read up to some component, and its annotations."""

    doc: Doc
    gold: Mapping[str, Any]
    entities: Mapping[int, str]
    """Gold entity of each mention that names one, by the mention's index."""
    zones: Mapping[str, tuple[Span, ...]]
    """Evidence of each gold event."""
    groups: Mapping[str, EventGroup]
    """The triggers of each gold event as the pipeline would have them; an event none of whose triggers can be found has none."""

    @property
    def id(self) -> str:
        """The article's identifier."""
        return str(self.gold["id"])


def read_article(path: Path) -> tuple[Article, dict[str, Any]]:
    """An article of an annotated folder, as a build of it would be given it, and its annotations."""
    gold = json.loads(path.read_text("utf-8"))
    text = path.with_suffix(".txt").read_bytes().decode()
    title = text.strip().split("\n")[0]
    return Article(gold["id"], text, title, "", issued=gold["issued"], publisher=gold.get("publisher")), gold


def aligned(paths: Iterable[Path], extractor: PipelineExtractor, until: str) -> Iterator[AlignedArticle]:
    """Articles read by the components before the one named `until`, or by all where it is ""."""
    for path in paths:
        article, gold = read_article(path)
        yield align(read_until(extractor, article, until), gold)


def read_until(extractor: PipelineExtractor, article: Article, until: str) -> Doc:
    """An article read by the components before the one named `until`, or by all where it is ""."""
    doc = extractor.document(article)
    for _, component in takewhile(lambda pipe: pipe[0] != until, extractor.nlp.pipeline):
        doc = component(doc)
    return doc


def align(doc: Doc, gold: Mapping[str, Any]) -> AlignedArticle:
    """What was found in a document beside its annotations."""
    text: str = doc._.article.text
    zones = {event["id"]: tuple(_stretches(text, event["evidence"])) for event in gold["events"]}
    groups = {event["id"]: group for event in gold["events"] if (group := _group(doc._.words, text, event, zones[event["id"]]))}
    return AlignedArticle(doc, gold, dict(_entities(text, doc._.mentions, gold["entities"])), zones, groups)


def _entities(text: str, mentions: Sequence[Mention], entities: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The gold entity of each mention: of its top class, that which shares most of its characters."""
    told = [(span, entity) for entity in entities for span in _occurrences(text, entity)]
    for index, mention in enumerate(mentions):
        shared = Counter[str]()
        for span, entity in told:
            if span.overlaps(mention.span) and top(entity["class"]) == top(mention.kind):
                both = min(span.end, mention.span.end) - max(span.begin, mention.span.begin)
                shared[entity["id"]] = max(shared[entity["id"]], 2 * both - (span.end - span.begin))
        if shared:
            yield index, shared.most_common(1)[0][0]


def _occurrences(text: str, entity: Mapping[str, Any]) -> Iterator[Span]:
    return (Span(begin, end) for begin, end, _ in occurrences(text, [entity], roles=True))


def _stretches(text: str, stretches: Iterable[str]) -> Iterator[Span]:
    for stretch in stretches:
        begin = text.find(stretch)
        if begin >= 0:
            yield Span(begin, begin + len(stretch))


def _group(words: Sequence[Word], text: str, event: Mapping[str, Any], zones: Sequence[Span]) -> EventGroup | None:
    found = {
        trigger.first: trigger
        for zone in zones
        for name in sorted(event["trigger"], key=len)
        for trigger in _triggers(words, text, name, (zone, event["class"]))
    }
    return EventGroup(event["class"], tuple(found[first] for first in sorted(found))) if found else None


def _triggers(words: Sequence[Word], text: str, name: str, where: tuple[Span, str]) -> Iterator[Trigger]:
    """The places in a stretch of evidence where the words of a trigger stand, clitics aside."""
    zone, kind = where
    begins = [word.begin for word in words]
    at = text.find(name, zone.begin, zone.end)
    while at >= 0:
        first, last = bisect_right(begins, at) - 1, bisect_right(begins, at + len(name) - 1) - 1
        word = words[first] if first >= 0 else None
        skip = next((stem.skip for stem in word.stems() if word.begin_after(stem.skip) == at), None) if word else None
        if skip is not None and fold(text[at + len(name) : words[last].end]) in _ENDINGS:
            yield trigger_of(words, first, last, skip, kind)
        at = text.find(name, at + 1, zone.end)
