"""What an article names near a mention, for telling apart things of one name."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.arabic import fold, proclitic_stems
from kg.link.known import Known
from kg.link.names import Named
from kg.model import Extraction, GazetteerEntry, Span, ValueType

_SENTENCE_ENDS = re.compile(r"[.!?؟؛\n]+")
_WORD = re.compile(r"\w+")
_CONTAINED = re.compile(r"[\s\"»”]*(?:[،,]\s*)?(?:في\s+|ب)(?:ال?(?:محافظة|ولاية|مدينة|إقليم|منطقة|دولة|جمهورية)\s+)?[\"«“]?")
"""What stands between a thing and the place that it is in: «المنصورة بمحافظة عدن»."""
_AND = re.compile(r"[\s\"»”]*(?:[،,]\s*(?:و\s*)?|و\s*)[\"«“]?")
"""What stands between two members of a list."""
_LONGEST_BETWEEN = 20

Where = tuple[str, frozenset[str]]
"""Words for where something is named, and the ids of what is named there."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Ids of what an article surely names, with what contains it."""

    ends: tuple[int, ...]
    """Where sentences end."""
    by_sentence: tuple[frozenset[str], ...]
    main_country: str | None
    """The country named most often, places in it and adjectives included; None where several are."""
    stated: Mapping[Span, frozenset[str]]
    """What the article says to contain the mentions at a place of the text, or to be their country."""

    listed: Mapping[Span, frozenset[str]]
    """What else stands in the list that a mention stands in."""

    def said_of(self, mentions: Iterable[Named]) -> frozenset[str]:
        """What the article says to contain what some mentions name, or to be its country."""
        return frozenset().union(*(self.stated.get(n.mention.span, ()) for n in mentions))

    def said_first(self, mentions: Iterable[Named]) -> Where:
        """What is nearest of all: what the article says to contain them."""
        return "said to contain it", self.said_of(mentions)

    def in_sentences_of(self, mentions: Iterable[Named]) -> frozenset[str]:
        """What is named in the sentences of some mentions."""
        sentences = {bisect_right(self.ends, n.mention.span.begin) for n in mentions}
        return frozenset().union(*(self.by_sentence[sentence] for sentence in sentences))

    def nearest_first(self, mentions: Sequence[Named], *, far: bool) -> Iterator[Where]:
        """What is named for the mentions of one name: as its container, in a sentence of theirs, in the article.

        Where the options are `far` from being all there are, that the article names a country somewhere proves nothing: most
        villages have a namesake somewhere. It must be the country that the article is mostly about.
        """
        yield self.said_first(mentions)
        yield "named in the same sentence", self.in_sentences_of(mentions)
        if not far:
            yield "named in the article", frozenset().union(*self.by_sentence)
        yield "what the article is mostly about", frozenset((self.main_country,) if self.main_country else ())


def surroundings(text: str, extraction: Extraction, named: Sequence[Named], sure: Sequence[str | None], known: Known) -> Surroundings:
    """The surroundings in a text whose mentions surely mean `sure`, None where that is open; adjectives name their countries."""
    ends = tuple(match.end() for match in _SENTENCE_ENDS.finditer(text))
    named_at = [*_entities_at(named, sure, known), *_adjectives_at(text, known)]
    found: list[set[str]] = [set() for _ in range(len(ends) + 1)]
    for begin, ids in named_at:
        found[bisect_right(ends, begin)].update(ids)
    countries = frozenset(known.countries.values())
    often = Counter(identifier for _, ids in named_at for identifier in ids if identifier in countries).most_common(2)
    main = often[0][0] if often and (len(often) == 1 or often[0][1] > often[1][1]) else None
    stated = stated_containers(text, extraction, named, sure, known)
    return Surroundings(ends, tuple(map(frozenset, found)), main, stated, _listed(text, named, sure))


def _entities_at(named: Iterable[Named], sure: Iterable[str | None], known: Known) -> Iterator[tuple[int, tuple[str, ...]]]:
    for n, entity in zip(named, sure, strict=True):
        if entity:
            yield n.mention.span.begin, (entity, *known.gazetteer.containers(entity))


def _adjectives_at(text: str, known: Known) -> Iterator[tuple[int, tuple[str, ...]]]:
    for match in _WORD.finditer(text):
        if country := _country_of(match[0], known):
            yield match.start(), (country,)


@lru_cache(maxsize=20_000)
def _country_of(word: str, known: Known) -> str | None:
    """The country that a word is the adjective of."""
    return next((known.adjectives[stem.form] for stem in proclitic_stems(fold(word)) if stem.form in known.adjectives), None)


def stated_containers(
    text: str, extraction: Extraction, named: Sequence[Named], sure: Sequence[str | None], known: Known
) -> Mapping[Span, frozenset[str]]:
    """By place of a mention in the text, what the article says to contain it or to be its country, with what contains that."""
    stated: dict[Span, frozenset[str]] = {}
    for subject, at in (*_related(extraction), *_followed(text, named)):
        if container := sure[at]:
            span = named[subject].mention.span
            stated[span] = stated.get(span, frozenset()) | {container, *known.gazetteer.containers(container)}
    return stated


def _related(extraction: Extraction) -> Iterator[tuple[int, int]]:
    """Indices of mentions and of what a relation says to contain them or to be their country."""
    for relation in extraction.relations:
        fact = relation.fact
        if fact.property in ("locatedIn", "country") and fact.value.type is ValueType.MENTION:
            yield relation.subject, int(fact.value.value)


def _followed(text: str, named: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Indices of places and bodies and of the town, province or country right after, that they are in."""
    for at, (first, second) in enumerate(pairwise(named)):
        between = text[first.mention.span.end : second.mention.span.begin]
        contains = second.mention.kind in ("Country", "Region", "Settlement") and len(between) < _LONGEST_BETWEEN
        if contains and first.sort in ("Place", "Organisation") and _CONTAINED.fullmatch(between):
            yield at, at + 1


def _listed(text: str, named: Sequence[Named], sure: Sequence[str | None]) -> Mapping[Span, frozenset[str]]:
    """By mention what surely stands in one list with it: «الأردن وسوريا، والعراق»."""
    lists: list[list[int]] = []
    for at, n in enumerate(named):
        between = text[named[at - 1].mention.span.end : n.mention.span.begin] if at else ""
        joined = at and len(between) < _LONGEST_BETWEEN and _AND.fullmatch(between)
        lists[-1].append(at) if joined else lists.append([at])
    found: dict[Span, frozenset[str]] = {}
    for members in lists:
        for at in members:
            found[named[at].mention.span] = frozenset(entity for other in members if other != at and (entity := sure[other]))
    return found


def settled(
    options: Sequence[GazetteerEntry], around: Iterator[Where], containers: Callable[[str], Sequence[str]]
) -> tuple[GazetteerEntry, str] | None:
    """The one of several entries whose province, else whose country is named nearest, and where; None where none stands out."""
    for where, ids in around:
        for inner in (True, False):
            fitting = [option for option in options if ids.intersection(_steps(option, containers, inner=inner))]
            if len(fitting) == 1:
                return fitting[0], where
    return None


def _steps(option: GazetteerEntry, containers: Callable[[str], Sequence[str]], *, inner: bool) -> Iterator[str]:
    """What contains an entry below its country, or its country."""
    chain = containers(option.id)
    at = chain.index(option.country) if option.country in chain else len(chain)
    yield from chain[:at] if inner else chain[at : at + 1]


def disputed(entry: GazetteerEntry, said: frozenset[str], known: Known) -> bool:
    """Whether a thing is said to be in countries, of which its own is none."""
    countries = {identifier for identifier in said if (found := known.entry(identifier)) and found.kind == "Country"}
    return bool(entry.country and countries) and not countries.intersection((entry.country, entry.id))
