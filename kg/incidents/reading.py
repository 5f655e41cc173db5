"""Reads the table of incidents by the saved queries that anybody may ask."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    "incident-places",
    "places",
    "incident-wholes",
    "parties",
)
"""What `read_incidents` asks, each once: those that take long first, for who asks several at a time.

They are narrow on purpose: a query that names every place and actor beside each incident takes five times as long.
"""


def text(row: Row, variable: str) -> str:
    """What a cell says: a literal's text or an IRI; "" where it is unbound."""
    term = row.get(variable)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def local(row: Row, variable: str) -> str:
    """What stands behind the # of an IRI."""
    return text(row, variable).rpartition("#")[2]


def day(row: Row, variable: str) -> date | None:
    """A day; None for less, and for a year that Python's calendar does not have."""
    try:
        return date.fromisoformat(text(row, variable))
    except ValueError:
        return None


def subject(row: Row, incidents: Mapping[str, Incident]) -> str:
    """The IRI of what a row is about: the incident that any cell names, else what the first cell with an IRI names; "" without one."""
    named = [cell.value for cell in row.values() if isinstance(cell, NamedNode)]
    return next((iri for iri in named if iri in incidents), named[0] if named else "")


def unordered(query: str) -> str:
    """One of the `QUERIES`, as SPARQL, without the ORDER BY that it ends in: Oxigraph takes longer to sort IRIs than to find them, and
    the table has an order of its own.
    """
    return query.rpartition("ORDER BY")[0]


def read_incidents(ask: Ask) -> IncidentTable:
    """The whole table, by the `QUERIES`, whose order does not matter. Raises what `ask` raises."""
    asked = {name: ask(name) for name in QUERIES}
    parties = {text(row, "party"): _named(row, "party") for row in asked["parties"]}
    articles = [_article(row, parties) for row in asked["articles"]]
    parts = _Parts(
        _labels(asked["incident-labels"]),
        _tolls(asked["incident-tolls"]),
        _places(asked["places"]),
        _actors(asked["incident-actors"], parties),
        _reports(asked["incident-reports"], {article.article: article for article in articles}),
        _direct(asked["incident-places"], "incident", "place"),
        _direct(asked["incident-wholes"], "incident", "whole"),
    )
    incidents = [parts.incident(row) for row in asked["incident-summaries"]]
    incidents.sort(key=lambda incident: incident.iri)
    incidents.sort(key=lambda incident: incident.earliest or date.min, reverse=True)
    undated = Counter(_publisher(article) for article in articles if article.issued is None)
    return IncidentTable(tuple(incidents), parts.places, parties, tuple(_issues(articles)), undated)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to incidents, by their IRIs; places by their own."""

    labels: Mapping[str, Mapping[str, str]]
    tolls: Mapping[tuple[str, str], Toll]
    places: Mapping[str, Place]
    actors: Mapping[str, Sequence[Actor]]
    reports: Mapping[str, Sequence[Report]]
    told_places: Mapping[str, Collection[str]]
    wholes: Mapping[str, Collection[str]]

    def incident(self, row: Row) -> Incident:
        iri, place = text(row, "incident"), text(row, "place")
        labels = self.labels.get(iri, {})
        return Incident(
            iri,
            labels.get("ar", iri.rpartition("/")[2]),
            labels.get("en", ""),
            local(row, "kind"),
            local(row, "status") or "Occurred",
            day(row, "earliest"),
            day(row, "latest"),
            self.places.get(place),
            self.tolls.get((iri, "killed")),
            self.tolls.get((iri, "injured")),
            tuple(self.actors.get(iri, ())),
            tuple(self.reports.get(iri, ())),
            int(text(row, "sources") or 1),
            tuple(self.places[each] for each in sorted(self.told_places.get(iri, ())) if each != place and each in self.places),
            _all_around(iri, self.wholes),
        )


def _labels(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        label = row.get("label")
        if isinstance(label, Literal):
            found[text(row, "incident")].setdefault(label.language or "ar", label.value)
    return found


def _tolls(rows: Iterable[Row]) -> dict[tuple[str, str], Toll]:
    """By incident and figure: "killed" or "injured"."""
    return {
        (text(row, "incident"), local(row, "figure")): Toll(*(int(text(row, bound)) for bound in ("low", "best", "high"))) for row in rows
    }


def _places(rows: Iterable[Row]) -> dict[str, Place]:
    """Each place with all that it lies in; the query gives a row for each place that directly holds it."""
    first: dict[str, Row] = {}
    known = list(rows)
    for row in known:
        first.setdefault(text(row, "place"), row)
    direct = _direct(known, "place", "within")
    return {
        iri: Place(_named(row, "place"), _number(row, "lat"), _number(row, "long"), _all_around(iri, direct)) for iri, row in first.items()
    }


def _direct(rows: Iterable[Row], what: str, within: str) -> dict[str, set[str]]:
    """What each thing directly lies in, or is a part of, by two variables."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if around := text(row, within):
            found[text(row, what)].add(around)
    return dict(found)


def _all_around(iri: str, direct: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Near and far, without the thing itself."""
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        new = set(direct.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return frozenset(found - {iri})


def _actors(rows: Iterable[Row], parties: Mapping[str, Named]) -> dict[str, list[Actor]]:
    """Who has a part, but for those of whom no class is known: the graph says nothing else of them."""
    found: dict[str, list[Actor]] = defaultdict(list)
    for row in rows:
        entity = parties.get(text(row, "actor"))
        if entity and entity.kind:
            found[text(row, "incident")].append(Actor(local(row, "relation"), entity))
    for actors in found.values():
        actors.sort(key=lambda actor: (actor.relation, actor.entity.iri))
    return found


def _article(row: Row, parties: Mapping[str, Named]) -> Report:
    publisher = parties.get(text(row, "publisher"))
    if publisher and not publisher.kind:
        publisher = replace(publisher, kind="MediaOutlet")
    return Report(text(row, "article"), day(row, "issued"), publisher)


def _reports(rows: Iterable[Row], articles: Mapping[str, Report]) -> dict[str, list[Report]]:
    found: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        article = text(row, "article")
        found[text(row, "incident")].append(articles.get(article) or Report(article, None, None))
    for reports in found.values():
        reports.sort(key=lambda report: report.article)
    return found


def _issues(articles: Iterable[Report]) -> Iterable[Issue]:
    """How much was read of which publisher and day, in order of both."""
    counted = Counter((article.issued, _publisher(article)) for article in articles if article.issued)
    return (Issue(day, publisher, number) for (day, publisher), number in sorted(counted.items()))


def _publisher(article: Report) -> str:
    return article.publisher.iri if article.publisher else ""


def _named(row: Row, variable: str) -> Named:
    iri = text(row, variable)
    arabic = text(row, f"{variable}_ar") or iri.rpartition("/")[2]
    return Named(iri, arabic, text(row, f"{variable}_en"), local(row, "kind"))


def _number(row: Row, variable: str) -> float | None:
    written = text(row, variable)
    return float(written) if written else None
