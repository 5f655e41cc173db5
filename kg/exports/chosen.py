"""What is to be exported: the incidents that a filter left, and how to ask for what belongs to them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.incidents import Filter, Incident, IncidentTable, read_incidents
from kg.incidents.reading import Row
from kg.ontology import Instances
from kg.queries import SavedQueries, Store, Term, answer, fill, rows
from kg.resources import resource

Asks = Callable[[str, Mapping[str, str]], Iterable[Row]]
"""Asks the saved query of a name with parameters: rows of terms by variable, without those that are unbound."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some incidents of a table, in order, with the way to what is linked with them."""

    incidents: Sequence[Incident]
    table: IncidentTable
    asks: Asks
    instances: Instances
    is_whole: bool
    """Whether no filter was given: then what no incident is linked with is meant, too."""


def choose(table: IncidentTable, asked: Filter, asks: Asks, instances: Instances) -> Chosen:
    """What a filter leaves of a table."""
    return Chosen(asked.choose(table.incidents), table, asks, instances, asked == Filter())


def choose_of(store: Store, asked: Filter, instances: Instances, queries: Path | None = None) -> Chosen:
    """What a filter leaves of a snapshot, without a server. Raises QueryError where it cannot be worked out."""
    asks = asks_of(store, instances, queries)
    return choose(read_incidents(lambda name: asks(name, {})), asked, asks, instances)


def asks_of(store: Store, instances: Instances, queries: Path | None = None) -> Asks:
    """Asks the shipped saved queries of a snapshot, or those of another folder."""
    known = SavedQueries(queries or resource("queries"))

    def asks(name: str, values: Mapping[str, str]) -> list[dict[str, Term]]:
        return rows(answer(store, fill(known[name], values, instances), "json", instances))

    return asks
