"""Names that the gazetteer lacks: which of them mean one thing, in one article."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.link.known import Known
from kg.link.names import Named, Words
from kg.link.short_forms import headless, in_one_case, is_misprint, organisation_rank, person_rank, place_rank
from kg.link.surroundings import stated_containers
from kg.link.unlisted import unlisted_id
from kg.model import Article, Extraction, Link

_IN_ARTICLE, _BY_ALIAS, _BY_NAME, _MISPRINT = 0.85, 0.8, 0.6, 0.6
_ALSO_CALLED = re.compile(
    r"[\s،,\"«“”»]*(?:الملقب|المكنى|المكنّى|المعروف|المعروفة|المعروفين|الشهير|الشهيرة|المدعو)\s+(?:(?:باسم\s|بـ?|[\"«“”»(])[\s\"«“”»(]*)?"
)
_OPENS_BRACKET = re.compile(r"\s*(?:[\"»”]\s*)?\(\s*[\"«“]?")
_CLOSES_BRACKET = re.compile('["»” ]*\\)')


_LONGEST_GAP = 40
"""Characters between a name and another name of the same thing."""


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A thing of the article under one of its names."""

    named: Named
    entity: str


@dataclass(frozen=True, slots=True)
class _Clusters:
    """The things of an article, and which of them have a word in common with a name: no other is ever its fuller name."""

    known: Known
    said: Mapping[tuple[str, Words], frozenset[str]]
    """What the article says to contain the bearers of a name, by top class and words."""
    _by_word: dict[tuple[str, str], dict[_Cluster, None]] = field(default_factory=dict)

    def add(self, cluster: _Cluster) -> None:
        """Remember a thing under its name."""
        for word in _index_words(cluster.named):
            self._by_word.setdefault((cluster.named.sort, word), {}).setdefault(cluster)

    def like(self, n: Named) -> list[_Cluster]:
        """Things of a name's top class that share a word with it and are not said to be in another country."""
        found = {cluster: None for word in _index_words(n) for cluster in self._by_word.get((n.sort, word), ())}
        return [cluster for cluster in found if not self._elsewhere(n, cluster)]

    def _elsewhere(self, n: Named, cluster: _Cluster) -> bool:
        if n.sort == "Person" or n.words == cluster.named.words:
            return False
        countries = self._countries(self.said.get((n.sort, n.words), frozenset()))
        own = self._own(cluster) if countries else frozenset()
        return bool(own) and countries.isdisjoint(own)

    def _own(self, cluster: _Cluster) -> frozenset[str]:
        """The countries of a thing: its entry's, those that its name says, or what the article says."""
        entry = self.known.entry(cluster.entity)
        if entry and entry.country:
            return frozenset((entry.country,))
        by_name = frozenset(self.known.adjectives[word] for word in cluster.named.words if word in self.known.adjectives)
        return by_name or self._countries(self.said.get((cluster.named.sort, cluster.named.words), frozenset()))

    def _countries(self, ids: frozenset[str]) -> frozenset[str]:
        return ids.intersection(self.known.countries.values()) if ids else ids


def _index_words(n: Named) -> frozenset[str]:
    words = {word.removeprefix("ال") for word in (*n.words, *n.spelled, *in_one_case(n.words))}
    return frozenset(words | {n.key})


def name_links(
    article: Article, extraction: Extraction, named: Sequence[Named], links: Sequence[Link | None], known: Known
) -> list[Link | None]:
    """Links of `links`, completed for all names: with the fuller name that they shorten, longest names first, else by name."""
    clusters = _Clusters(known, _said(article.text, extraction, named, links, known))
    for n, found in zip(named, links, strict=True):
        if found and n.is_name:
            clusters.add(_Cluster(n, found.entity))
    waiting = {(n.sort, n.words): n for n, found in zip(named, links, strict=True) if not found and n.is_name}
    decided: dict[tuple[str, Words], Link] = {}
    for n in sorted(waiting.values(), key=lambda n: (-len(n.words), -sum(map(len, n.words)), n.words, n.sort)):
        if not any(n.words):
            continue
        by_name = Link(unlisted_id(article, extraction, named, n, known.gazetteer), _BY_NAME, f"«{n.name}» by its name only")
        decided[n.sort, n.words] = link = _found(n, clusters.like(n), known) or by_name
        clusters.add(_Cluster(n, link.entity))
    complete = [found or (decided.get((n.sort, n.words)) if n.is_name else None) for n, found in zip(named, links, strict=True)]
    return _with_aliases(article.text, named, complete, known)


def _said(
    text: str, extraction: Extraction, named: Sequence[Named], links: Sequence[Link | None], known: Known
) -> Mapping[tuple[str, Words], frozenset[str]]:
    by_span = stated_containers(text, extraction, named, [found.entity if found else None for found in links], known)
    said: dict[tuple[str, Words], frozenset[str]] = {}
    for n in named:
        if ids := by_span.get(n.mention.span):
            said[n.sort, n.words] = said.get((n.sort, n.words), frozenset()) | ids
    return said


def _found(n: Named, like: Sequence[_Cluster], known: Known) -> Link | None:
    """The link to the one thing of the article that a name can stand for."""
    if same := _one(c for c in like if _spelled_alike(c.named, n)):
        return Link(same.entity, _BY_NAME, f"«{n.name}» as «{same.named.name}» elsewhere in the article")
    ranked: dict[int | None, list[_Cluster]] = {}
    for c in like:
        ranked.setdefault(_rank(n, c.named, known), []).append(c)
    if n.sort == "Person" and len({c.entity for rank in (0, 2) for c in ranked.get(rank, ())}) > 1:
        return None
    for rank in range(3):
        if fuller := _one(ranked.get(rank, ())):
            return Link(fuller.entity, _IN_ARTICLE, f"«{n.name}» short for «{fuller.named.name}» in the article")
    if shorter := _one(c for c in like if _is_headless(c.named, n)):
        return Link(shorter.entity, _IN_ARTICLE, f"«{n.name}»: «{shorter.named.name}» with the noun for its sort")
    if meant := _one(c for c in like if is_misprint(n.words, c.named.words, known.adjectives)):
        return Link(meant.entity, _MISPRINT, f"«{n.name}» is one letter from «{meant.named.name}» in the article")
    return None


def _one(clusters: Iterable[_Cluster]) -> _Cluster | None:
    """The longest name of the one thing that the clusters are of; None where they are of several or there are none."""
    found = sorted(clusters, key=lambda c: (-len(c.named.words), -len(c.named.name), c.named.words, c.named.name))
    return found[0] if len({c.entity for c in found}) == 1 else None


def _spelled_alike(left: Named, right: Named) -> bool:
    if left.words == right.words:
        return True
    return left.sort == "Person" and left.key == right.key


def _rank(short: Named, full: Named, known: Known) -> int | None:
    if short.sort == "Person":
        return person_rank(short.spelled, full.spelled)
    if short.sort == "Organisation":
        return organisation_rank(short.words, full.words, known.adjectives)
    one_is_facility = (short.mention.kind == "Facility") != (full.mention.kind == "Facility")
    return None if one_is_facility else place_rank(short.words, full.words)


def _is_headless(short: Named, full: Named) -> bool:
    """Whether a fuller open name is a shorter one with the noun for its sort: «ميليشيا الحوثي»."""
    if short.sort == "Organisation":
        return short.words in headless(full.words)
    same_kind = short.mention.kind == full.mention.kind
    return short.sort == "Place" and same_kind and place_rank(short.words, full.words) == 0


def _with_aliases(text: str, named: Sequence[Named], links: Sequence[Link | None], known: Known) -> list[Link | None]:
    """Links in which an unlisted name goes with the one right before it that it is another name of."""
    moved: dict[str, Link] = {}
    for i in range(1, len(named)):
        first, second = links[i - 1], links[i]
        if first and second and first.entity != second.entity and _is_alias(text, named[i - 1], named[i]):
            kept, gone = (second, first) if known.entry(second.entity) else (first, second)
            if known.entry(gone.entity) is None:
                reason = f"«{named[i].name}» is another name of «{named[i - 1].name}» in the article"
                moved.setdefault(gone.entity, Link(kept.entity, _BY_ALIAS, reason))
    return [moved.get(found.entity, found) if found else None for found in links]


def _is_alias(text: str, first: Named, second: Named) -> bool:
    """«محمد الفلاني الملقب بأبي خالد», «هيئة الرقابة (هرم)»."""
    if first.sort != second.sort or first.sort == "Place" or not (first.is_name and second.is_name):
        return False
    between = text[first.mention.span.end : second.mention.span.begin]
    if len(between) > _LONGEST_GAP:
        return False
    if _ALSO_CALLED.fullmatch(between):
        return True
    short = len(second.words) == 1 and first.sort == "Organisation" and _may_be_one(first, second)
    closed = _CLOSES_BRACKET.match(text, second.mention.span.end) is not None
    return short and closed and _OPENS_BRACKET.fullmatch(between) is not None


def _may_be_one(first: Named, second: Named) -> bool:
    """Whether two bodies can be one by their classes: no agency in brackets is the ministry that it quotes."""
    kinds = {first.mention.kind, second.mention.kind}
    return len(kinds) == 1 or ("Organisation" in kinds and "MediaOutlet" not in kinds)
