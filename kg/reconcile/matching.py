"""Finds for each row the incident that it goes with best, each at most once: the best pairs first."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.exports.databases import acled, gtd, ucdp
from kg.exports.databases.background import Background
from kg.incidents import Incident
from kg.ontology import family
from kg.reconcile.comparing import LONGEST_GAP, Comparison, compare
from kg.reconcile.counting import Ledger
from kg.reconcile.differing import Difference, Quotation, differences, quotations
from kg.reconcile.places import Atlas, Meant
from kg.reconcile.records import Record

OUTCOMES = ("conflicting", "missing", "extra", "matched")
_JUDGES: Mapping[str, Callable[[Incident, Background], str | None]] = {"GTD": gtd.judge, "ACLED": acled.judge, "UCDP GED": ucdp.judge}
_SHORT = 31
"""Days up to which a span of an incident is looked up by its beginning; a vaguer one can only be matched by its place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a row, or of an incident that no row has."""

    outcome: str
    """"matched"; "conflicting": matched, and something differs; "missing": only in the file; "extra": only in the graph."""
    record: Record | None
    incident: Incident | None
    score: float = 0.0
    reason: str = ""
    differences: tuple[Difference, ...] = ()
    words: tuple[Quotation, ...] = ()
    """Of an extra incident: what it was read from."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """All findings: rows in their order, then extra incidents by date."""

    findings: tuple[Finding, ...]

    def count(self, outcome: str) -> int:
        """How many findings have an outcome."""
        return sum(finding.outcome == outcome for finding in self.findings)

    @property
    def differs(self) -> bool:
        """Whether anything but matches was found."""
        return any(finding.outcome != "matched" for finding in self.findings)


def reconcile(
    records: Sequence[Record], incidents: Sequence[Incident], background: Background, atlas: Atlas, scheme: str = "own"
) -> Reconciled:
    """Sets rows beside incidents. `scheme` is the name of the dataset that the rows are of: what its rules leave out is not extra."""
    meant = {record.line: atlas.meant(record.places, record.point) for record in records}
    choices = _best_first(records, meant, incidents, background, atlas)
    by_iri = {incident.iri: incident for incident in incidents}
    findings = [_finding(record, choices[record.line], by_iri, background) for record in records]
    taken = {choice.taken[0] for choice in choices.values() if choice.taken}
    rest = [incident for incident in incidents if incident.iri not in taken]
    extra = [incident for incident in _in_scope(rest, records, meant) if _is_counted(incident, background, records, scheme)]
    extra.sort(key=lambda incident: (incident.earliest or date.min, incident.iri))
    found = [Finding("extra", None, incident, words=quotations(incident, background)[:1]) for incident in extra]
    return Reconciled((*findings, *found))


def _finding(record: Record, choice: "_Choice", incidents: Mapping[str, Incident], background: Background) -> Finding:
    if choice.taken is None:
        return Finding("missing", record, None, reason=choice.nearest)
    iri, comparison = choice.taken
    told = differences(record, incidents[iri], background, comparison.differing)
    return Finding("conflicting" if told else "matched", record, incidents[iri], comparison.score, comparison.reason, told)


@dataclass(slots=True)
class _Choice:
    """The incident of a row and how well it goes with it; what came nearest where none does."""

    taken: tuple[str, Comparison] | None = None
    nearest: str = ""


def _best_first(
    records: Iterable[Record], meant: Mapping[int, Meant], incidents: Sequence[Incident], background: Background, atlas: Atlas
) -> dict[int, _Choice]:
    """What each row goes with, by line. A row that gives an incident's own IRI goes with it.

    Ties: the nearer toll, the earlier line, the lesser IRI.
    """
    near = _Near(incidents, atlas, Ledger(background))
    pairs: list[tuple[bool, float, int, int, str, Comparison]] = []
    choices: dict[int, _Choice] = {}
    for record in records:
        compared = near.compared(record, meant[record.line])
        pairs += [
            (record.id != iri, -comparison.score, comparison.away, record.line, iri, comparison)
            for iri, comparison in compared
            if comparison.is_match or record.id == iri
        ]
        choices[record.line] = _Choice(nearest=_nearest(compared))
    taken: set[str] = set()
    for *_, line, iri, comparison in sorted(pairs, key=lambda pair: pair[:5]):
        if choices[line].taken is None and iri not in taken:
            choices[line].taken = (iri, comparison)
            taken.add(iri)
    return choices


def _nearest(compared: Iterable[tuple[str, Comparison]]) -> str:
    best = min(compared, key=lambda pair: (-pair[1].score, pair[0]), default=None)
    return f"nearest, {best[1].score:.2f}: {best[0]} ({best[1].reason})" if best and best[1].score else ""


class _Near:
    """Incidents by when and where they were: which ones a row has to be compared with."""

    def __init__(self, incidents: Sequence[Incident], atlas: Atlas, ledger: Ledger) -> None:
        short = [each for each in incidents if each.earliest and each.latest and _length(each) <= _SHORT]
        self._short = sorted(short, key=lambda each: (each.earliest or date.min, each.iri))
        self._begins = [each.earliest or date.min for each in self._short]
        self._vague = _by_place(each for each in incidents if each.earliest is None or _length(each) > _SHORT)
        self._all = _by_place(incidents)
        self._by_iri = {each.iri: each for each in incidents}
        self._atlas, self._ledger = atlas, ledger

    def compared(self, record: Record, meant: Meant) -> list[tuple[str, Comparison]]:
        """What a row is like, by IRI, in no order."""
        pairs = (
            (incident.iri, compare(record, meant, incident, self._atlas, self._ledger)) for incident in self._candidates(record, meant)
        )
        return [(iri, comparison) for iri, comparison in pairs if comparison]

    def _candidates(self, record: Record, meant: Meant) -> Iterator[Incident]:
        """Each once. Of those with a vague date or none, and for a row without one, only those whose place may fit."""
        if record.id in self._by_iri:
            yield self._by_iri[record.id]
        elif record.first is None or record.last is None:
            yield from _fitting(self._all, meant)
        else:
            begin = bisect_left(self._begins, _moved(record.first, -LONGEST_GAP - _SHORT))
            end = bisect_left(self._begins, _moved(record.last, LONGEST_GAP + 1))
            yield from (each for each in self._short[begin:end] if not self._atlas.is_abroad(meant, each.place))
            yield from _fitting(self._vague, meant)


def _moved(day: date, days: int) -> date:
    """A day so many days later, or the calendar's first or last one."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _length(incident: Incident) -> int:
    return (incident.latest - incident.earliest).days if incident.earliest and incident.latest else 0


def _by_place(incidents: Iterable[Incident]) -> dict[str, list[Incident]]:
    """Incidents by their place and by all that it lies in."""
    found: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.place:
            for iri in (incident.place.name.iri, *incident.place.within):
                found[iri].append(incident)
    return found


def _fitting(places: Mapping[str, Sequence[Incident]], meant: Meant) -> Iterator[Incident]:
    found = {incident.iri: incident for iri in meant.smallest for incident in places.get(iri, ())}
    for iri in meant.around - meant.countries:
        found |= {incident.iri: incident for incident in places.get(iri, ()) if incident.place and incident.place.name.iri == iri}
    yield from (found[iri] for iri in sorted(found))


def _in_scope(incidents: Iterable[Incident], records: Sequence[Record], meant: Mapping[int, Meant]) -> Iterator[Incident]:
    """Those within the span of the rows' dates and in the widest places that they name. An incident without a date is in no span."""
    first = min((record.first for record in records if record.first), default=None)
    last = max((record.last for record in records if record.last), default=None)
    places = {iri for each in meant.values() for iri in each.widest}
    for incident in incidents:
        inside = (
            first is None
            or last is None
            or bool(incident.earliest and incident.latest and incident.earliest >= first and incident.latest <= last)
        )
        there = not places or bool(incident.place and not places.isdisjoint({incident.place.name.iri, *incident.place.within}))
        if inside and there and (first or places):
            yield incident


def _is_counted(incident: Incident, background: Background, records: Iterable[Record], scheme: str) -> bool:
    """Whether the file's makers would have had it: by their rules, or by the classes of the other rows."""
    if judge := _JUDGES.get(scheme):
        return judge(incident, background) is None
    families = {family(kind) for record in records for kind in record.kinds}
    return incident.status == "Occurred" and family(incident.kind) in (families or {"violence"})
