"""What pages know: rows of the saved queries that anybody may ask, and the table of incidents made of them."""

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import Event, Lock, Thread, Timer

from kg.errors import KgError
from kg.incidents import QUERIES, IncidentTable, read_incidents
from kg.incidents.reading import unordered
from kg.ontology import Instances
from kg.queries import SavedQueries, Term, Wanted, fill, rows
from kg.remote import PUBLICATION, Remote
from kg.resources import resource
from kg.store import StoreFolder
from kg.workers import Answer, Pool, Question, Source, TimeLimit, WorkerCrashed, published
from kg.workers.process import Worker

_GLANCE = 0.5
"""Seconds between two looks at whether something was published."""
_MOMENT = 0.005
"""Seconds between two looks at whether a worker has started."""
_LONGEST = 600
"""Seconds after which the reading of the incidents is given up: a damaged graph may keep a query busy for ever."""
_LOG = logging.getLogger(__name__)


def instances_of(source: Source) -> Instances:
    """The IRIs of the instances that are there now."""
    return Instances(source.base if isinstance(source, Remote) else StoreFolder(source).base())


@dataclass(slots=True)
class Asking:
    """Asks the shipped saved queries of the pool, and keeps the incidents of the newest snapshot. Threads share it."""

    pool: Pool
    queries: SavedQueries = field(default_factory=lambda: SavedQueries(resource("queries")))
    _kept: tuple[str, IncidentTable] | None = None
    _lock: Lock = field(default_factory=Lock)
    _stopped: Event = field(default_factory=Event)

    def rows(self, name: str, values: Mapping[str, str] | None = None) -> list[dict[str, Term]]:
        """The rows of a saved query, unbound variables left out. Raises as `fill` and `Pool.ask` do."""
        return rows(self.pool.ask(self._question(name, values)).body)

    def _question(self, name: str, values: Mapping[str, str] | None = None) -> Question:
        text = fill(self.queries[name], values or {}, instances_of(self.pool.source))
        return Question(text, wanted=Wanted("json"))

    def incidents(self) -> IncidentTable:
        """The incidents of the newest snapshot; who asks first after a publication waits while they are read. Raises as `rows`."""
        with self._lock:
            now = self._published()
            if self._kept is None or self._kept[0] != now:
                self._kept = (now, self._read())
            return self._kept[1]

    def _published(self) -> str:
        """What tells what is published now from what was: of a store elsewhere, what its ledger says."""
        if not isinstance(self.pool.source, Remote):
            return published(self.pool.source)
        found = rows(self.pool.ask(Question(PUBLICATION, wanted=Wanted("json"))).body)
        return " ".join(sorted(str(value) for row in found for value in row.values()))

    def start(self) -> None:
        """From now on reads the incidents of each new snapshot before somebody asks for them, until `close`."""
        Thread(target=self._keep_ready, name="reader of incidents", daemon=True).start()

    def close(self) -> None:
        """Ends what `start` started, at once or after the question that is under way."""
        self._stopped.set()

    def _keep_ready(self) -> None:
        seen = ""
        while not self._stopped.is_set():
            now = published(self.pool.source)
            if now and now != seen:
                seen = now
                try:
                    self.incidents()
                except KgError as problem:
                    _LOG.warning("incidents could not be read ahead: %s", problem)
            self._stopped.wait(_GLANCE)

    def _read(self) -> IncidentTable:
        """Asks two workers of its own, which keep the store open between questions.

        Those of the pool give way to others as soon as a question takes long, and each new one opens the store anew: measured
        with 10,000 incidents, that takes five times the processor time.
        """
        shares = (QUERIES[::2], QUERIES[1::2])
        with ThreadPoolExecutor(len(shares)) as threads:
            answers = {name: found for share in threads.map(self._ask_all, shares) for name, found in share.items()}
        return read_incidents(answers.__getitem__)

    def _ask_all(self, names: Sequence[str]) -> dict[str, list[dict[str, Term]]]:
        """The rows of some saved queries by their names. Raises as the worker does, and WorkerCrashed where none can be started."""
        with closing(Worker(self.pool.source, self.pool.limits)) as worker:
            while not worker.is_ready():
                if not worker.is_alive:
                    raise WorkerCrashed("a worker that reads the incidents cannot be started")
                time.sleep(_MOMENT)
            late = Timer(_LONGEST, worker.stop, (TimeLimit("the incidents take too long to be read"),))
            late.daemon = True
            late.start()
            try:
                return {name: self._all(worker, name) for name in names}
            finally:
                late.cancel()

    def _all(self, worker: Worker, name: str) -> list[dict[str, Term]]:
        question = self._question(name)
        reply = worker.ask(replace(question, text=unordered(question.text)))
        assert isinstance(reply, Answer)  # noqa: S101  # what a question is answered with
        return rows(reply.body)
