"""What follows from articles that were read, read again or taken back: one transaction over the extractions.

It links the articles, compares their reports with those that share a blocking key, works out anew which reports are one
event, as far as that can have changed, and notes everything of which the graph may now say something else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.confidence import sure_enough
from kg.decisions import Decided, Judgements, Verdicts, decided, decided_match
from kg.extractions import Derived, Extractions, article_key
from kg.gazetteer import Gazetteer
from kg.identity import digest
from kg.link import link, namings
from kg.model import Article, Decision, Extraction, LinkedArticle, Match, Report
from kg.ontology import sort
from kg.origins import with_origins
from kg.resolve import blocking_keys, compare, grouped, node_id, parted, reports

JUDGED = "decision|"
"""What the blocking keys begin with that two reports share because a person decided about them."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How derived rows are made: with which gazetteer, a hash of that and of the code, what people decided, and how sure they must be."""

    gazetteer: Gazetteer
    version: str
    judgements: Judgements
    min_confidence: float = 0.0
    """What was read less surely is left out."""

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
    """Writes changes of articles into the extractions, with all that follows from them."""

    extractions: Extractions
    derivation: Derivation

    def add(self, read: Sequence[tuple[Article, Extraction]]) -> dict[str, LinkedArticle]:
        """Keeps articles that were read, new or again. Returns them linked, by their keys."""
        keys = [article_key(article.id) for article, _ in read]
        decided = {key: self.derivation.decided(*one) for key, one in zip(keys, read, strict=True)}
        with self.extractions.transaction():
            self._mark_footprint(keys)
            for article, extraction in read:
                self.extractions.write(article, extraction)
            self._replace(keys, list(decided.values()))
        return {key: found.linked for key, found in decided.items()}

    def link_again(self, keys: Sequence[str]) -> None:
        """Makes the derived rows of some articles anew from what was read in them."""
        found = [self.extractions.read(key) for key in keys]
        decided = [self.derivation.decided(*one) for one in found if one]
        with self.extractions.transaction():
            self._replace(keys, decided)

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

    def _replace(self, keys: Sequence[str], decided: Sequence[Decided]) -> None:
        before = self.extractions.footprint(keys)
        self.extractions.forget_derived(keys)
        for derived in map(self.derivation.derive, decided):
            self.extractions.write_derived(derived, self.derivation.version_of(derived.article))
        after = self.extractions.footprint(keys)
        self.extractions.mark("article", keys)
        self.extractions.mark("entity", before.entities | after.entities)
        self.extractions.mark("reader", after.readers)
        self.extractions.mark("event", (*before.nodes.values(), *after.nodes.values()))
        Resolution(self.extractions, self.derivation.gazetteer, self._verdicts()).resolve(before.nodes, after.nodes)

    def _verdicts(self) -> Verdicts:
        """What people decided about pairs of reports."""
        shared = self.extractions.sharing(JUDGED)
        pairs = {key.removeprefix(JUDGED): (both[0], both[1]) for key, both in shared.items() if len(both) > 1}
        return Verdicts.of_pairs((pairs[judgement.id], judgement) for judgement in self.derivation.judgements.in_order(pairs))


@dataclass(frozen=True, slots=True)
class Resolution:
    """Works out which reports are one event, as far as a change of some reports can matter."""

    extractions: Extractions
    gazetteer: Gazetteer
    verdicts: Verdicts

    def resolve(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """`before` are the nodes of the reports that went, `after` those of the reports that came."""
        for report in {*before, *after}:
            for pair in self.extractions.matches_of(report):
                self.extractions.delete_match(*pair)
                self.extractions.mark("match", [" ".join(pair)])
        self._compare(after)
        companions = {report.id for node in set(before.values()) for report in self.extractions.reports_of(node)}
        todo = companions | set(after)
        while todo:
            connected = self._connected(todo.pop())
            todo -= connected
            self._regroup(connected)

    def _compare(self, came: Iterable[str]) -> None:
        cache: dict[str, Report] = {}
        done: set[tuple[str, str]] = set()
        for report in sorted(came):
            for other in self.extractions.sharing_a_block(report):
                pair = (min(report, other), max(report, other))
                if pair not in done:
                    done.add(pair)
                    self._keep(self._compared(self._report(pair[0], cache), self._report(pair[1], cache)))

    def _compared(self, left: Report, right: Report) -> Match:
        """What the program makes of two reports, or a person where one decided about them."""
        match = compare(left, right, self.gazetteer)
        judgement = self.verdicts.of.get((left.id, right.id))
        return decided_match(match, judgement) if judgement else match

    def _report(self, identifier: str, cache: dict[str, Report]) -> Report:
        if identifier not in cache:
            cache[identifier] = self.extractions.report(identifier)
        return cache[identifier]

    def _keep(self, match: Match) -> None:
        if match.decision is not Decision.DIFFERENT or match.decided_by:
            self.extractions.write_match(match, same=match.decision is Decision.SAME)
            self.extractions.mark("match", [f"{match.left} {match.right}"])

    def _connected(self, report: str) -> set[str]:
        """All reports that are held to be one event with this one, over however many steps."""
        found, todo = {report}, [report]
        while todo:
            others = set(self.extractions.same_as(todo.pop())) - found
            found |= others
            todo += others
        return found

    def _regroup(self, connected: Iterable[str]) -> None:
        """Works out the events of connected reports: not every two of them need be one."""
        found = [self.extractions.report(identifier) for identifier in sorted(connected)]
        matches = [match for report in found for match in self.extractions.sames_after(report.id)]
        events = grouped(found, [match for match in matches if match.decided_by is None], self.gazetteer)
        events = self.verdicts.respected(events, matches)
        for event in events:
            self._settle(event)
        self._explain(matches, {report.id: report for report in found}, {report.id: event[0].id for event in events for report in event})

    def _explain(self, matches: Iterable[Match], reports: Mapping[str, Report], nodes: Mapping[str, str]) -> None:
        """Lets each comparison that found one event say whether its two reports have come to be one."""
        for match in matches:
            joined = nodes[match.left] == nodes[match.right]
            if joined != (match.decision is Decision.SAME):
                anew = self._compared(reports[match.left], reports[match.right]) if joined else parted(match)
                self.extractions.write_match(anew, same=True)
                self.extractions.mark("match", [f"{match.left} {match.right}"])

    def _settle(self, event: Sequence[Report]) -> None:
        """Gives an event's reports their node; whatever had another one is to be described anew."""
        node = node_id(event)
        self.extractions.mark("event", [node])
        for identifier in (report.id for report in event):
            article, before = self.extractions.place_of(identifier)
            if before != node:
                self.extractions.set_node(identifier, node)
                self.extractions.mark("event", [before])
                self.extractions.mark("article", [article])
