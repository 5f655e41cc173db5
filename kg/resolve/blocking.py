"""Which reports are compared at all: those that share a key.

One event needs two kinds of evidence, so a key joins two kinds: a day and a place or a group, a place and a toll, a group and a
toll, a place and a rare word, two of the rarest words. What is common alone (Baghdad, daesh, four killed) is in no key without
something that is rare, and a key holds the reports of one family only: the reports that one is compared with grow with what
happened on a day or in a month, and hardly with the collection.

Days are doubled with the next one, so that two dates a day apart meet. A report without a date happened in the days before it
was issued, if it has to do with them at all.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product

from kg.arabic import fold
from kg.gazetteer import Gazetteer
from kg.model import Report
from kg.ontology import family, top
from kg.resolve.known import LEVELS, kind_of, level_of, name_of, with_containers
from kg.resolve.words import rarity, stems_of_name

DAYS_AFTER = 3
"""Days after an event in which reports of it are issued as news."""
_RARE = 10
"""A toll from which on it needs no date to be told apart."""
_RAREST_WORDS = 7
"""Of these, any two make a key that are rare together."""
_RARE_WORDS = 10
"""Of these, each makes a key with a place."""
_RARE_TOGETHER = 18
"""Sum of the rarities of two words that make a key: «عبوة ناسفة» does not, however often it is met."""
_RARE_IN_A_PLACE = 7
"""Rarity of a word that makes a key with a place."""
_STEP = math.log(1.25)
"""Tolls within a quarter of each other share a bucket or have neighbouring ones."""


def blocking_keys(report: Report, gazetteer: Gazetteer) -> frozenset[str]:
    """Keys of a report, each of its family; reports that share none are never compared. Statements have none."""
    name = family(report.kind)
    if name == "statement":
        return frozenset()
    return frozenset("|".join((name, *key)) for key in _Traits(report, gazetteer).keys())  # noqa: SIM118  # not a mapping


@dataclass(frozen=True, slots=True)
class _Traits:
    """What of a report goes into keys."""

    report: Report
    gazetteer: Gazetteer

    def keys(self) -> Iterator[tuple[str, ...]]:
        dated, recent, months = self._days(), self._recent(), self._months()
        spots, countries = self._places()
        groups, persons = self._participants()
        tolls, rare = self._tolls()
        yield from product(dated, (*spots, *countries))
        yield from product(recent, spots)
        yield from product(dated, groups)
        yield from product((*dated, *recent), (*tolls, *rare))
        yield from product(months, spots, (*groups, *tolls))
        yield from product((*spots, *groups), rare)
        yield from product(months, persons)
        yield from product(self._obscure(persons))
        yield from self._wordings(spots)

    def _wordings(self, spots: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Two of the rarest words, or a rare word with a place that it is said of or that is named near it."""
        told = set(self.report.words) - self._names()
        rare = sorted(told, key=lambda word: (-rarity(word), word))[:_RARE_WORDS]
        nearby = (e for e in self.report.nearby if top(kind_of(e, [self.report], self.gazetteer)) == "Place")
        country = LEVELS.index("Country")
        named = (place for place in nearby if level_of(place, [self.report], self.gazetteer) < country)
        pairs = combinations(sorted(rare[:_RAREST_WORDS]), 2)
        yield from ((one, other) for one, other in pairs if rarity(one) + rarity(other) >= _RARE_TOGETHER)
        yield from product(sorted({*spots, *named}), (word for word in rare if rarity(word) >= _RARE_IN_A_PLACE))

    def _names(self) -> set[str]:
        """Stems of the names of what takes part, place or is named near: Baghdad with «بغداد» is no rarer than Baghdad alone."""
        entities = with_containers((*self.report.places, *self.report.participants, *self.report.nearby), self.gazetteer)
        return {stem for entity in entities for stem in stems_of_name(name_of(entity, [self.report], self.gazetteer, "ar"))}

    def _days(self) -> tuple[str, ...]:
        exact = [date.fromisoformat(day) for day in self.report.dates if len(day) == len("YYYY-MM-DD")]
        return _tokens(day + timedelta(days=step) for day in exact for step in (0, 1))

    def _recent(self) -> tuple[str, ...]:
        if self.report.dates or not self.report.issued:
            return ()
        issued = date.fromisoformat(self.report.issued)
        return _tokens(issued - timedelta(days=back) for back in range(DAYS_AFTER + 1))

    def _months(self) -> tuple[str, ...]:
        """Months of the dates, else of the days before the issue; "undated" where there is neither."""
        from_dates = {day[:7] for day in self.report.dates if len(day) > len("YYYY")}
        return tuple(sorted(from_dates or {day[:7] for day in self._recent()})) or (() if self.report.dates else ("undated",))

    def _places(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Places with what contains them: those below a country, and countries."""
        places = sorted(with_containers(self.report.places, self.gazetteer))
        country = LEVELS.index("Country")
        levels = {place: level_of(place, [self.report], self.gazetteer) for place in places}
        spots = (self._spot(place) for place in places if levels[place] < country)
        return tuple(spots), tuple(p for p in places if levels[p] == country)

    def _spot(self, place: str) -> str:
        """A place, by its name where linking could not tell which of several it is."""
        return place if self.gazetteer.get(place) else f"name={fold(name_of(place, [self.report], self.gazetteer, 'ar'))}"

    def _participants(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Organisations, and persons."""
        tops = {entity: top(kind_of(entity, [self.report], self.gazetteer)) for entity in self.report.participants}
        return tuple(e for e in tops if tops[e] == "Organisation"), tuple(e for e in tops if tops[e] == "Person")

    def _obscure(self, persons: tuple[str, ...]) -> tuple[str, ...]:
        """Persons that are rare: those it is done to, and those that no gazetteer knows."""
        return tuple(p for p in persons if p in self.report.targets or self.gazetteer.get(p) is None)

    def _tolls(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Buckets of whole tolls of the gravest kind that is given: those that are common, and those that are rare."""
        whole = [figure for figure in self.report.figures if figure.scope == "Whole" and figure.value > 1]
        gravest = next((name for name in ("killed", "injured", "arrested") if any(f.property == name for f in whole)), None)
        values = {figure.value for figure in whole if figure.property == gravest}
        common = {f"{gravest}={value}" for value in values if value < _RARE}
        steps = {math.floor(math.log(value) / _STEP) + step for value in values if value >= _RARE for step in (0, 1)}
        return tuple(sorted(common)), tuple(sorted(f"{gravest}~{step}" for step in steps))


def _tokens(found: Iterator[date]) -> tuple[str, ...]:
    return tuple(sorted({day.isoformat() for day in found}))
