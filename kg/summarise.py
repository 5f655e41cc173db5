"""One value of each kind for a node, worked out over all articles that report or name it. Pure: the order never matters.

A summary is for sorting, filtering and reading; what the articles say stays beside it, conflicts and all.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from babel import Locale

from kg.gazetteer import Gazetteer
from kg.identity import report_order
from kg.model import EntitySummary, EventSummary, Named, Report, Toll
from kg.ontology import ancestors, days, labels

_COUNTED = {"killed": ("القتلى {}", "{} killed"), "injured": ("الجرحى {}", "{} injured"), "arrested": ("المعتقلون {}", "{} arrested")}
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
"""Unicode's FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9): what is between them has a direction of its own."""
_PLACES = ("Place", "Country", "Region", "Settlement", "Facility")
"""Classes of places, the deepest last."""
_STATUSES = ("Occurred", "Foiled", "Planned", "Denied")
"""Of statuses that as many reports give, the first here holds."""
_NOT_OCCURRED = {"Foiled": (" (أُحبط)", " (foiled)"), "Planned": (" (مخطط له)", " (planned)"), "Denied": (" (منفيّ)", " (denied)")}
"""What labels add by status, in Arabic and English."""


def summarise_event(reports: Sequence[Report], gazetteer: Gazetteer, *, origins: int) -> EventSummary:
    """The summary of one event node from all its reports, of which there is at least one; `origins` is how many they go back to.

    Its id is that of the earliest report, as resolution gives it to the node.
    """
    ordered = sorted(reports, key=report_order)
    event = _Event(tuple(ordered), gazetteer)
    kind, exact, place = event.kind(), event.date(), event.main_place()
    first, last = days(exact) if exact else (None, None)
    tolls = tuple(toll for name in _COUNTED if (toll := event.toll(name)))
    return EventSummary(
        id=ordered[0].id,
        label_ar=_Label(event, 0, "ar").text(kind, place, exact, tolls),
        label_en=_Label(event, 1, "en").text(kind, place, exact, tolls),
        kind=kind,
        status=event.status(),
        earliest=first.isoformat() if first else None,
        latest=last.isoformat() if last else None,
        main_place=place,
        tolls=tolls,
        reports=len({report.article for report in reports}),
        independent_sources=origins,
    )


def summarise_entity(entity: str, named: Named, gazetteer: Gazetteer) -> EntitySummary:
    """The summary of one entity node: the gazetteer's label and class, else what the articles that name it agree on most.

    No article need name an entity of the gazetteer; for one that neither knows the id stands for the name.
    """
    if entry := gazetteer.get(entity):
        return EntitySummary(entity, entry.label_ar, entry.label_en or None, entry.kind)
    name = _most(named.longest, lambda name: name)
    latin = name if name and not _ARABIC_LETTER.search(name) else None
    return EntitySummary(entity, name or entity, latin, _most(named.kinds, _depth) or "Entity")


@dataclass(frozen=True, slots=True)
class _Event:
    """All reports of one event, the earliest first."""

    reports: tuple[Report, ...]
    gazetteer: Gazetteer

    def kind(self) -> str:
        """The class of most reports, then the deepest."""
        return _commonest((report.kind for report in self.reports), _depth) or self.reports[0].kind

    def date(self) -> str | None:
        """The most exact date, then that of most reports, then the earliest."""
        found = Counter(chain.from_iterable(report.dates for report in self.reports))
        return min(found, key=lambda day: (-len(day), -found[day], day), default=None)

    def main_place(self) -> str | None:
        """The deepest of the locations, then that of most reports."""
        found = Counter(report.places[0] for report in self.reports if report.places)
        return min(found, key=lambda place: (*self._shallow(place), -found[place], place), default=None)

    def status(self) -> str:
        """That of the latest report; of several issued on that day, or all on an unknown one, that of most, then of most reports.

        As many that say it took place as deny it leave it in place: a denial is somebody's word, and stays a claim of its report.
        """
        day = max((report.issued for report in self.reports if report.issued), default=None)
        latest = Counter(report.status for report in self.reports if report.issued == day)
        all_told = Counter(report.status for report in self.reports)
        return min(latest, key=lambda status: (-latest[status], -all_told[status], _STATUSES.index(status)))

    def toll(self, name: str) -> Toll | None:
        """Least, latest and greatest whole total of a property; those that were corrected since are never the latest."""
        given = [(report, total) for report in self.reports for total in _totals(report, name)]
        if not given:
            return None
        corrections = _corrections(self.reports, name)
        standing = [one for one in given if one[1] not in corrections or not corrections[one[1]].reaches(one[0])] or given
        best = max(standing, key=lambda one: (one[0].issued or "", one[1]))[1]
        return Toll(name, min(total for _, total in given), best, max(total for _, total in given))

    def name(self, entity: str, language: str) -> str:
        """What an entity is called: by the gazetteer in that language if it can, else by most of the reports."""
        if entry := self.gazetteer.get(entity):
            return (entry.label_en if language == "en" else "") or entry.label_ar
        found = (unlisted.name for report in self.reports for unlisted in report.unlisted if unlisted.id == entity)
        return _commonest(found, lambda name: (-len(name), name)) or entity

    def _shallow(self, place: str) -> tuple[int, int]:
        """How little deep a place lies: by its class, then by how much contains it."""
        entry = self.gazetteer.get(place)
        found = (unlisted.kind for report in self.reports for unlisted in report.unlisted if unlisted.id == place)
        kind = entry.kind if entry else _commonest(found, _depth)
        return -(_PLACES.index(kind) if kind in _PLACES else 0), -len(self.gazetteer.containers(place))


@dataclass(frozen=True, slots=True)
class _Label:
    """Words for an event in one language."""

    event: _Event
    column: int
    """0 for Arabic, 1 for English: where tables have the language."""
    language: str

    def text(self, kind: str, place: str | None, day: str | None, tolls: Sequence[Toll]) -> str:
        """What, where, when; a toll, else who, where there is neither place nor date; of statements the speaker.

        What did not happen, or not yet, says so: nobody should read a foiled attack as one that took place.
        """
        return self._plain(kind, place, day, tolls) + _NOT_OCCURRED.get(self.event.status(), ("", ""))[self.column]

    def _plain(self, kind: str, place: str | None, day: str | None, tolls: Sequence[Toll]) -> str:
        what = labels().get(kind, {}).get(self.language, kind)
        if "Statement" in ancestors(kind):
            return f"{what}{self._by()}"
        where = f"{('في', 'in')[self.column]} {self._name(place)}" if place else ""
        when = _written(day, self.language) if day else ""
        if not where and not when:
            return self._joined(what, self._toll(tolls) or self._actors())
        return self._joined(f"{what} {where}".rstrip(), when)

    def _by(self) -> str:
        """The speaker; in Arabic right after the noun («تصريح الأمم المتحدة»)."""
        speaker = next((report.participants[0] for report in self.event.reports if report.participants), None)
        if speaker is None:
            return ""
        name = self._name(speaker)
        return f" by {name}" if self.language == "en" else f" {name}"

    def _toll(self, tolls: Sequence[Toll]) -> str:
        return _COUNTED[tolls[0].property][self.column].format(tolls[0].best) if tolls else ""

    def _actors(self) -> str:
        """The two entities that take part by most reports."""
        found = Counter(chain.from_iterable(report.participants for report in self.event.reports))
        first = sorted(found, key=lambda entity: (-found[entity], entity))[:2]
        return (" و", " and ")[self.column].join(self._name(entity) for entity in first)

    def _name(self, entity: str) -> str:
        """What an entity is called; an Arabic name in English words is isolated, or what follows it would be shown before it."""
        name = self.event.name(entity, self.language)
        return f"{_ISOLATE}{name}{_END_OF_ISOLATE}" if self.language == "en" and _ARABIC_LETTER.search(name) else name

    def _joined(self, *parts: str) -> str:
        return ("، ", ", ")[self.column].join(part for part in parts if part)


def _commonest(values: Iterable[str], tie: Callable[[str], object]) -> str | None:
    """The value met most often, ties by the least of `tie` and then by code point; None where there is none."""
    return _most(Counter(values), tie)


def _most(counts: Mapping[str, int], tie: Callable[[str], object]) -> str | None:
    """The same of values that are counted."""
    return min(counts, key=lambda value: (-counts[value], tie(value), value), default=None)


def _depth(kind: str) -> int:
    return -len(ancestors(kind))


def _totals(report: Report, name: str) -> list[int]:
    """The totals that an article gives; the sum of parts only where it gives none."""
    figures = [figure for figure in report.figures if figure.property == name]
    parts = [figure.value for figure in figures if figure.scope == "Part"]
    return [figure.value for figure in figures if figure.scope == "Whole"] or ([sum(parts)] if parts else [])


@dataclass(frozen=True, slots=True)
class _Correction:
    """That a total was too high: who says so, and until when."""

    until: str
    """The day of issue of the last report that says so; "" where none is known."""
    articles: frozenset[str]
    origins: frozenset[str]

    def reaches(self, report: Report) -> bool:
        """Whether it holds against a report: one not issued later, or that goes back to the same origin."""
        return (report.issued or "") <= self.until or report.article in self.articles or not self.origins.isdisjoint(report.origins)


def _corrections(reports: Iterable[Report], name: str) -> dict[int, _Correction]:
    """The corrections of a property by the total that they correct."""
    correcting: dict[int, list[Report]] = {}
    for report in reports:
        for total in _corrected(report, name):
            correcting.setdefault(total, []).append(report)
    return {
        total: _Correction(
            max(report.issued or "" for report in found),
            frozenset(report.article for report in found),
            frozenset(chain.from_iterable(report.origins for report in found)),
        )
        for total, found in correcting.items()
    }


def _corrected(report: Report, name: str) -> frozenset[int]:
    """Totals of an article above one that it tells as their correction: «84 بعد أن كانت 103»."""
    whole = [figure for figure in report.figures if figure.property == name and figure.scope == "Whole"]
    told = min((figure.value for figure in whole if figure.corrects), default=None)
    return frozenset(figure.value for figure in whole if told is not None and figure.value > told)


def _written(day: str, language: str) -> str:
    """A date as exact as it is, for a person to read: 22 March 2024."""
    year, month, number = (*map(int, day.split("-")), 0, 0)[:3]
    name = str(Locale.parse(language).months["format"]["wide"][month]) if month else ""
    return " ".join(part for part in (str(number or ""), name, str(year)) if part)
