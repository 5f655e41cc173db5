"""What is to be exported: the incidents that a filter left, and how to ask for what belongs to them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions

from kg.errors import QueryError
from kg.incidents import Filter, Incident, IncidentTable, read_incidents
from kg.incidents.reading import Row, unordered
from kg.ontology import Instances
from kg.queries import Results, SavedQueries, Store, fill, run
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


def choose_of(store: Store, asked: Filter, instances: Instances, queries: Path | None = None) -> Chosen:
    """What a filter leaves of a snapshot, without a server. Raises QueryError where it cannot be worked out."""
    known = SavedQueries(queries or resource("queries"))
    table = read_incidents(lambda name: _rows(run(store, unordered(fill(known[name], {}, instances)), instances)))
    return Chosen(asked.choose(table.incidents), table, asks_of(store, instances, queries), instances, asked == Filter())


def asks_of(store: Store, instances: Instances, queries: Path | None = None) -> Asks:
    """Asks the shipped saved queries of a snapshot, or those of another folder.

    Rows are worked out as they are taken, which raises QueryError where that cannot be done.
    """
    known = SavedQueries(queries or resource("queries"))

    def asks(name: str, values: Mapping[str, str]) -> Iterator[Row]:
        return _rows(run(store, fill(known[name], values, instances), instances))

    return asks


def _rows(found: Results) -> Iterator[Row]:
    """No more than one at a time: those of a large graph would fill the memory."""
    assert isinstance(found, QuerySolutions)  # noqa: S101  # what is asked here is a SELECT
    names = [variable.value for variable in found.variables]
    try:
        for row in found:
            yield {name: term for name, term in zip(names, row, strict=True) if term is not None}
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be worked out: {error}") from error
