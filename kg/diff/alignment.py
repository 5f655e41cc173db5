"""Which events of two builds are one: those that the same words report.

Events of exactly the same words are paired first; what is left is joined where words overlap, and what hangs together so is
one piece: an event on each side, or several that were merged or split. Where the text of an article has changed, places in
it cannot be compared: there a trigger is known by how it is written, and the how manieth of those it is.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.diff.told import EventTold, GraphTold, Words


@dataclass(frozen=True, slots=True)
class Alignment:
    """Events that hang together: of the first build, and of the second; one side may be empty."""

    before: tuple[EventTold, ...]
    after: tuple[EventTold, ...]


def align(before: GraphTold, after: GraphTold) -> tuple[Alignment, ...]:
    """All events of two builds, each in one alignment."""
    changed = {article for article in before.texts.keys() & after.texts.keys() if before.texts[article] != after.texts[article]}
    old, new = (dict(_comparable(graph.events, changed)) for graph in (before, after))
    events = {**{("before", e.iri): e for e in before.events}, **{("after", e.iri): e for e in after.events}}
    pairs = _alike(old, new)
    rest = _hanging_together(_without(old, {one for one, _ in pairs}), _without(new, {other for _, other in pairs}))
    found = [*(([one], [other]) for one, other in pairs), *rest]
    return tuple(
        Alignment(tuple(events["before", iri] for iri in sorted(ones)), tuple(events["after", iri] for iri in sorted(others)))
        for ones, others in found
    )


_Links = dict[tuple[str, str], set[tuple[str, str]]]
"""Which events of the other build each event ("before" or "after", and its IRI) shares words with."""
_Comparable = dict[str, tuple[str, frozenset[Words]]]
"""Sort and words of each event, by its IRI."""


def _comparable(events: Sequence[EventTold], changed: Collection[str]) -> Iterator[tuple[str, tuple[str, frozenset[Words]]]]:
    """Words with places that can be compared."""
    places = _ranks(sorted({words for event in events for words in event.words if words.article in changed}))
    for event in events:
        yield event.iri, (event.sort, frozenset(places.get(words, words) for words in event.words))


def _ranks(triggers: Iterable[Words]) -> dict[Words, Words]:
    """Triggers, given in order, with the rank among those of the same writing in place of where they stand."""
    met: dict[tuple[str, str], int] = {}
    found = {}
    for words in triggers:
        rank = met.get((words.article, words.text), 0)
        met[words.article, words.text] = rank + 1
        found[words] = replace(words, begin=rank, end=rank + 1)
    return found


def _alike(old: _Comparable, new: _Comparable) -> list[tuple[str, str]]:
    """Pairs of events of exactly the same words: those with one IRI first."""
    pairs = [(iri, iri) for iri, told in old.items() if new.get(iri) == told]
    paired = {iri for iri, _ in pairs}
    waiting: dict[tuple[str, frozenset[Words]], list[str]] = {}
    for iri in sorted(new.keys() - paired, reverse=True):
        waiting.setdefault(new[iri], []).append(iri)
    for iri in sorted(old.keys() - paired):
        if others := waiting.get(old[iri]):
            pairs.append((iri, others.pop()))
    return pairs


def _without(events: _Comparable, paired: Collection[str]) -> _Comparable:
    return {iri: told for iri, told in events.items() if iri not in paired}


def _hanging_together(old: _Comparable, new: _Comparable) -> Iterator[tuple[list[str], list[str]]]:
    """Events joined by words that overlap, over however many steps."""
    links: _Links = {**{("before", iri): set() for iri in old}, **{("after", iri): set() for iri in new}}
    by_article: dict[tuple[str, str], list[tuple[Words, str]]] = {}
    for iri, (sort, triggers) in new.items():
        for words in triggers:
            by_article.setdefault((words.article, sort), []).append((words, iri))
    for iri, (sort, triggers) in old.items():
        for words in triggers:
            for other, theirs in by_article.get((words.article, sort), ()):
                if words.overlaps(other) and _written_alike(words, other):
                    links["before", iri].add(("after", theirs))
                    links["after", theirs].add(("before", iri))
    while links:
        piece = _piece(links, next(iter(links)))
        yield [iri for side, iri in piece if side == "before"], [iri for side, iri in piece if side == "after"]


def _written_alike(one: Words, other: Words) -> bool:
    """Whether words that overlap can be the same: places of changed texts are ranks, which say nothing by themselves."""
    return one.text in other.text or other.text in one.text


def _piece(links: _Links, start: tuple[str, str]) -> list[tuple[str, str]]:
    """What can be reached from one event; it is taken out of `links`."""
    found, todo = [], [start]
    while todo:
        each = todo.pop()
        if each in links:
            found.append(each)
            todo += links.pop(each)
    return found
