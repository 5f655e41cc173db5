"""Reads the table of incidents by the saved queries that anybody may ask."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.incidents.table import Actor, Incident, IncidentTable, Issue, Named, Place, Report, Toll
from kg.queries import Literal, NamedNode, Term

Row = Mapping[str, Term]
Ask = Callable[[str], Iterable[Row]]
"""Asks the saved query of a name, with its defaults: rows of terms by variable, without those that are unbound."""

QUERIES = (
    "incident-summaries",
    "incident-labels",
    "incident-tolls",
    "incident-actors",
    "articles",
    "incident-reports",
    "places",
    "parties",
)
"""What `read_incidents` asks, each once: those that take long first, for who asks several at a time.

They are narrow on purpose: a query that names every place and actor beside each incident takes five times as long.
"""


def read_incidents(ask: Ask) -> IncidentTable:
    """The whole table, by the `QUERIES`, whose order does not matter. Raises what `ask` raises."""
    asked = {name: ask(name) for name in QUERIES}
    parties = {_value(row, "party"): _named(row, "party") for row in asked["parties"]}
    articles = [_article(row, parties) for row in asked["articles"]]
    parts = _Parts(
        _labels(asked["incident-labels"]),
        _tolls(asked["incident-tolls"]),
        _places(asked["places"]),
        _actors(asked["incident-actors"], parties),
        _reports(asked["incident-reports"], {article.article: article for article in articles}),
    )
    incidents = [parts.incident(row) for row in asked["incident-summaries"]]
    incidents.sort(key=lambda incident: incident.iri)
    incidents.sort(key=lambda incident: incident.earliest or date.min, reverse=True)
    return IncidentTable(tuple(incidents), parts.places, parties, tuple(_issues(articles)))


class _Parts:
    """What belongs to incidents, by their IRIs; places by their own."""

    def __init__(
        self,
        labels: Mapping[str, Mapping[str, str]],
        tolls: Mapping[tuple[str, str], Toll],
        places: Mapping[str, Place],
        actors: Mapping[str, Sequence[Actor]],
        reports: Mapping[str, Sequence[Report]],
    ) -> None:
        self._labels, self._tolls, self._actors, self._reports = labels, tolls, actors, reports
        self.places = places

    def incident(self, row: Row) -> Incident:
        iri = _value(row, "incident")
        labels = self._labels.get(iri, {})
        return Incident(
            iri,
            labels.get("ar", iri.rpartition("/")[2]),
            labels.get("en", ""),
            _local(row, "kind"),
            _local(row, "status") or "Occurred",
            _day(row, "earliest"),
            _day(row, "latest"),
            self.places.get(_value(row, "place")),
            self._tolls.get((iri, "killed")),
            self._tolls.get((iri, "injured")),
            tuple(self._actors.get(iri, ())),
            tuple(self._reports.get(iri, ())),
            int(_value(row, "sources") or 1),
        )


def _labels(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        label = row.get("label")
        if isinstance(label, Literal):
            found[_value(row, "incident")].setdefault(label.language or "ar", label.value)
    return found


def _tolls(rows: Iterable[Row]) -> dict[tuple[str, str], Toll]:
    """By incident and figure: "killed" or "injured"."""
    return {
        (_value(row, "incident"), _local(row, "figure")): Toll(*(int(_value(row, bound)) for bound in ("low", "best", "high")))
        for row in rows
    }


def _places(rows: Iterable[Row]) -> dict[str, Place]:
    """Each place with all that it lies in; the query gives a row for each place that directly holds it."""
    first: dict[str, Row] = {}
    direct: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        iri = _value(row, "place")
        first.setdefault(iri, row)
        if within := _value(row, "within"):
            direct[iri].add(within)
    return {
        iri: Place(_named(row, "place"), _number(row, "lat"), _number(row, "long"), _all_around(iri, direct)) for iri, row in first.items()
    }


def _all_around(place: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [place]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found - {place})


def _actors(rows: Iterable[Row], parties: Mapping[str, Named]) -> dict[str, list[Actor]]:
    """Who has a part, but for those of whom no class is known: the graph says nothing else of them."""
    found: dict[str, list[Actor]] = defaultdict(list)
    for row in rows:
        entity = parties.get(_value(row, "actor"))
        if entity and entity.kind:
            found[_value(row, "incident")].append(Actor(_local(row, "relation"), entity))
    for actors in found.values():
        actors.sort(key=lambda actor: (actor.relation, actor.entity.iri))
    return found


def _article(row: Row, parties: Mapping[str, Named]) -> Report:
    publisher = parties.get(_value(row, "publisher"))
    if publisher and not publisher.kind:
        publisher = replace(publisher, kind="MediaOutlet")
    return Report(_value(row, "article"), _day(row, "issued"), publisher)


def _reports(rows: Iterable[Row], articles: Mapping[str, Report]) -> dict[str, list[Report]]:
    found: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        article = _value(row, "article")
        found[_value(row, "incident")].append(articles.get(article) or Report(article, None, None))
    for reports in found.values():
        reports.sort(key=lambda report: report.article)
    return found


def _issues(articles: Iterable[Report]) -> Iterable[Issue]:
    """How much was read of which publisher and day, in order of both."""
    counted: dict[tuple[date, str], int] = defaultdict(int)
    for article in articles:
        if article.issued:
            counted[article.issued, article.publisher.iri if article.publisher else ""] += 1
    return (Issue(day, publisher, number) for (day, publisher), number in sorted(counted.items()))


def _named(row: Row, variable: str) -> Named:
    iri = _value(row, variable)
    arabic = _value(row, f"{variable}_ar") or iri.rpartition("/")[2]
    return Named(iri, arabic, _value(row, f"{variable}_en"), _local(row, "kind"))


def _value(row: Row, variable: str) -> str:
    """The text of a cell, "" where it is unbound."""
    term = row.get(variable)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _local(row: Row, variable: str) -> str:
    """What stands behind the # of an IRI of the ontology."""
    return _value(row, variable).rpartition("#")[2]


def _day(row: Row, variable: str) -> date | None:
    """A day; None too for a year that Python's calendar does not have, and for what is only a month or a year."""
    try:
        return date.fromisoformat(_value(row, variable))
    except ValueError:
        return None


def _number(row: Row, variable: str) -> float | None:
    text = _value(row, variable)
    return float(text) if text else None
