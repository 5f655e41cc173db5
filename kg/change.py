"""What follows from articles that were read, read again or taken back: one transaction over the extractions.

It links the articles, compares their reports with those that share a blocking key, works out anew which reports are one
event, as far as that can have changed, and notes everything of which the graph may now say something else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kg.confidence import sure_enough
from kg.decisions import Decided, Judgements, Verdicts, decided
from kg.extractions import Derived, Extractions, article_key
from kg.gazetteer import Gazetteer
from kg.identity import digest
from kg.link import link, namings
from kg.model import Article, Extraction, LinkedArticle
from kg.ontology import sort
from kg.origins import with_origins
from kg.packing import decoded, encoded
from kg.resolution import Judging, Resolution
from kg.resolve import Scores, blocking_keys, reports

JUDGED = "decision|"
"""What the blocking keys begin with that two reports share because a person decided about them."""
UNRESOLVED = "unresolved"
"""Under which sort articles are noted of whose reports it is still to be worked out with which others they are one event."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that was read, with all that follows from it by itself."""

    article: Article
    extraction: Extraction
    linked: LinkedArticle
    derived: Derived

    def __reduce__(self) -> tuple[Callable[[bytes], "Prepared"], tuple[bytes]]:
        """Between processes it goes as JSON: it has hundreds of objects, each of which pickle would ask how it is made."""
        return _received, (encoded((self.article, self.extraction, self.linked, self.derived)),)


def _received(message: bytes) -> Prepared:
    return Prepared(*decoded(message, tuple[Article, Extraction, LinkedArticle, Derived]))


@dataclass(frozen=True, slots=True)
class Derivation:
    """How derived rows are made: with which gazetteer, a hash of that and of the code, what people decided, and how sure they must be."""

    gazetteer: Gazetteer
    version: str
    judgements: Judgements
    min_confidence: float = 0.0
    """What was read less surely is left out."""
    scores: Scores = field(default_factory=Scores, compare=False)
    """Remembered while this is in use."""

    @classmethod
    def of(cls, gazetteer: Gazetteer, judgements: Judgements, *parts: str, min_confidence: float = 0.0) -> "Derivation":
        """With a gazetteer, decisions, and whatever else (code, settings) must lead to all articles being linked again."""
        return cls(gazetteer, digest(gazetteer.version, *parts, str(min_confidence)), judgements, min_confidence)

    def version_of(self, key: str) -> str:
        """The version of an article: its own where something was decided about it, so that no other is linked again for that."""
        decisions = [judgement.id for judgement in self.judgements.of(key)]
        return digest(self.version, *decisions) if decisions else self.version

    def own_versions(self) -> dict[str, str]:
        """The articles that have a version of their own."""
        return {key: self.version_of(key) for key in self.judgements.articles()}

    def decided(self, article: Article, extraction: Extraction) -> Decided:
        """An article with the entities that its mentions name, as people's decisions left it, without what is not sure enough."""
        found = decided(link(article, extraction, self.gazetteer), self.judgements.of(article_key(article.id)))
        return sure_enough(found, self.min_confidence)

    def linked(self, article: Article, extraction: Extraction) -> LinkedArticle:
        """The same, without what could not be followed."""
        return self.decided(article, extraction).linked

    def prepared(self, article: Article, extraction: Extraction) -> Prepared:
        """An article with all that follows from it by itself."""
        found = self.decided(article, extraction)
        return Prepared(article, extraction, found.linked, self.derive(found))

    def derive(self, decided: Decided) -> Derived:
        """The rows that follow from an article by itself."""
        linked = decided.linked
        found = with_origins(linked, reports(linked, self.gazetteer), self.gazetteer)
        judged = [{JUDGED + decision for decision, at in decided.paired.items() if at == index} for index in range(len(found))]
        named = frozenset(entity.id for entity in linked.entities)
        return Derived(
            article=article_key(linked.article.id),
            named=named,
            containing=containing(named, self.gazetteer) - named,
            namings=namings(linked),
            reports=found,
            sorts=tuple(sort(report.kind) for report in found),
            blocks=tuple(blocking_keys(report, self.gazetteer) | keys for report, keys in zip(found, judged, strict=True)),
            unmet=tuple(decided.unmet.items()),
        )


def containing(entities: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Everything that the gazetteer has of `entities` and of what they are in or of, and so on."""
    found: set[str] = set()
    todo = list(entities)
    while todo:
        entry = gazetteer.get(todo.pop())
        if entry and entry.id not in found:
            found.add(entry.id)
            todo += [other for other in (entry.country, entry.parent) if other]
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes changes of articles into the extractions, with all that follows from them.

    `resolves`: whether it is worked out at once which reports are one event. Where it is not, that is noted as to be done, and
    until it is done each report that came is an event of its own.
    """

    extractions: Extractions
    derivation: Derivation
    resolves: bool = True

    def add(self, read: Sequence[Prepared]) -> None:
        """Keeps articles that were read, new or again."""
        keys = [one.derived.article for one in read]
        with self.extractions.transaction():
            self._mark_footprint(keys)
            for one in read:
                self.extractions.write(one.article, one.extraction)
            self._replace(keys, [one.derived for one in read])

    def link_again(self, keys: Sequence[str]) -> None:
        """Makes the derived rows of some articles anew from what was read in them."""
        found = [self.extractions.read(key) for key in keys]
        derived = [self.derivation.derive(self.derivation.decided(*one)) for one in found if one]
        with self.extractions.transaction():
            self._replace(keys, derived)

    def resolve_rest(self, keys: Sequence[str]) -> None:
        """Works out which reports of some articles are one event with others, where that was left for later."""
        with self.extractions.transaction():
            nodes = self.extractions.footprint(keys).nodes
            self.resolution().resolve(nodes, nodes)
            self.extractions.clear(UNRESOLVED, keys)

    def remove(self, keys: Sequence[str]) -> None:
        """Takes articles back."""
        with self.extractions.transaction():
            self._mark_footprint(keys)
            self._replace(keys, [])
            for key in keys:
                self.extractions.delete(key)

    def _mark_footprint(self, keys: Sequence[str]) -> None:
        """Before articles change: who read them so far may have read nothing else."""
        self.extractions.mark("reader", self.extractions.footprint(keys).readers)

    def _replace(self, keys: Sequence[str], found: Sequence[Derived]) -> None:
        before = self.extractions.footprint(keys)
        self.extractions.forget_derived(keys)
        for derived in found:
            self.extractions.write_derived(derived, self.derivation.version_of(derived.article))
        after = self.extractions.footprint(keys)
        self.extractions.mark("article", keys)
        self.extractions.mark("entity", before.entities | after.entities)
        self.extractions.mark("reader", after.readers)
        self.extractions.mark("event", (*before.nodes.values(), *after.nodes.values()))
        self.resolution().resolve(before.nodes, after.nodes if self.resolves else {})
        if not self.resolves:
            self.extractions.mark(UNRESOLVED, keys)

    def resolution(self) -> Resolution:
        """What works out which reports are one event."""
        return Resolution(self.extractions, Judging(self.derivation.gazetteer, self.verdicts(), self.derivation.scores))

    def verdicts(self) -> Verdicts:
        """What people decided about pairs of reports."""
        shared = self.extractions.sharing(JUDGED)
        pairs = {key.removeprefix(JUDGED): (both[0], both[1]) for key, both in shared.items() if len(both) > 1}
        return Verdicts.of_pairs((pairs[judgement.id], judgement) for judgement in self.derivation.judgements.in_order(pairs))
