"""What pages know: rows of the saved queries that anybody may ask, and the table of incidents made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock

from kg.incidents import IncidentTable, Issue, read_incidents
from kg.ontology import Instances
from kg.queries import SavedQueries, Term, Wanted, fill, rows
from kg.resources import resource
from kg.store import StoreFolder
from kg.workers import Pool, Question, published


@dataclass(frozen=True, slots=True)
class Incidents:
    """Every incident of a snapshot, and what was read when: what filters, counts, maps and timelines are made of."""

    table: IncidentTable
    issues: tuple[Issue, ...]


@dataclass(slots=True)
class Asking:
    """Asks the shipped saved queries of the pool, and keeps the incidents of the newest snapshot. Threads share it."""

    pool: Pool
    store: Path
    queries: SavedQueries = field(default_factory=lambda: SavedQueries(resource("queries")))
    _kept: tuple[str, Incidents] | None = None
    _lock: Lock = field(default_factory=Lock)

    def rows(self, name: str, values: Mapping[str, str] | None = None) -> list[dict[str, Term]]:
        """The rows of a saved query, unbound variables left out. Raises as `fill` and `Pool.ask` do."""
        text = fill(self.queries[name], values or {}, Instances(StoreFolder(self.store).base()))
        return rows(self.pool.ask(Question(text, wanted=Wanted("json"))).body)

    def incidents(self) -> Incidents:
        """The incidents of the newest snapshot; who asks first after a publication waits while they are read. Raises as `rows`."""
        with self._lock:
            now = published(self.store)
            if self._kept is None or self._kept[0] != now:
                self._kept = (now, Incidents(read_incidents(self.rows), self._issues()))
            return self._kept[1]

    def _issues(self) -> tuple[Issue, ...]:
        found = []
        for row in self.rows("coverage"):
            if (issued := _text(row, "issued"))[:4].isdecimal() and len(issued) == len("2024-01-31"):
                found.append(Issue(date.fromisoformat(issued), _text(row, "publisher"), int(_text(row, "articles"))))
        return tuple(found)


def _text(row: Mapping[str, Term], variable: str) -> str:
    return str(getattr(row.get(variable), "value", ""))
