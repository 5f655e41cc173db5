"""The workers of a server: who may ask when, and what becomes of those that do not answer in time."""

import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Self, cast

import psutil

from kg.queries import SavedQuery, UnusableQuery
from kg.workers.process import Busy, CannotStart, GaveWay, NoWorker, OutOfMemory, TimeLimit, Worker, WorkerCrashed
from kg.workers.question import Answer, Limits, LookThrough, Question, SavedFile
from kg.workers.snapshots import Source
from kg.workers.soundness import Soundness
from kg.workers.worker import Asked, Reply

_GLANCE = 0.02
"""Seconds between two looks at the queries that run."""
_SLOW = 0.1
"""Seconds of processor time after which a query no longer counts among those that others wait for: another worker takes its place."""
_SLOW_FOR_EACH = 4
"""How many slow queries may run for each worker."""
_FEWEST = 2
_PAUSE = 1.0
"""Seconds before another attempt where no process can be started."""
_ATTEMPTS = 5
"""After so many in a row that came to nothing, those who wait are told."""
_PATIENCE = 1.0
"""Seconds that a query waits before a slow one is stopped for it, where slow ones hold every place."""
_LONGER = 5
"""How many times as long as it wants a look at the graph may take before it is taken to hang."""
_SECONDS_FOR_A_FILE = 5.0
"""How long the check of a saved query may take: what takes longer would hold up all who ask it."""
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Run:
    """A query that runs."""

    since: float
    deadline: float
    seconds: float
    started: float
    calls: bool = False
    """Whether it may be waiting for another server, which takes no processor time."""
    used_before: float | None = None
    """Seconds of processor time that the worker had taken when the query was first looked at."""
    slow: bool = False


@dataclass(slots=True)
class Waiting:
    """How many queries run and wait, and what became of workers since the start."""

    running: int = 0
    slow: int = 0
    waiting: int = 0
    stopped_for_time: int = 0
    stopped_for_memory: int = 0
    crashed: int = 0


class Pool:
    """Killable workers over the newest snapshot of a store, or over a store elsewhere; use it as a context manager. Threads share it."""

    def __init__(self, source: Source, limits: Limits) -> None:
        """Nothing is started before `start` or the first question."""
        self.limits = limits
        self.source = source
        self.size = limits.workers or max(_FEWEST, os.cpu_count() or 1)
        self._lock = Lock()
        self._free = Condition(self._lock)
        """Told when a worker is free."""
        self._due = Condition(self._lock)
        """Told when there is something for the keeper to do."""
        self._starting: list[Worker] = []
        self._idle: list[Worker] = []
        self._runs: dict[Worker, _Run] = {}
        self._lost: list[Worker] = []
        self._counts = Waiting()
        self._waiting_since: list[float] = []
        """When those came that wait for a worker, the first one first."""
        self._failed = 0
        """How many attempts to start workers have come to nothing since the last that did not."""
        self._not_before = 0.0
        """When the next attempt may be made."""
        self._keeper: Thread | None = None
        self._closed = False
        self._soundness = Soundness(source, lambda seconds: self._ask(LookThrough(seconds), _LONGER * seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Starts the workers now, so that the first question need not wait for that."""
        with self._lock:
            self._begin()

    def close(self) -> None:
        """Ends all workers; queries that run are told that the server stops."""
        with self._lock:
            self._closed = True
            self._due.notify()
            self._free.notify_all()
        if self._keeper:
            self._keeper.join()
        for worker in [*self._runs, *self._starting, *self._idle, *self._lost]:
            worker.stop(TimeLimit("the server is being stopped; ask again in a moment"))
        for worker in [*self._starting, *self._idle, *self._lost]:
            worker.close()

    def waiting(self) -> Waiting:
        """How it stands now."""
        with self._lock:
            slow = sum(run.slow for run in self._runs.values())
            return Waiting(len(self._runs), slow, len(self._waiting_since), *self._kills())

    def ask(self, question: Question) -> Answer:
        """Waits for a worker and for its answer.

        Raises what the query raises, Busy, TimeLimit, OutOfMemory, WorkerCrashed, and StoreError where there is no graph, or
        none that can be read: a damaged one makes queries hang, take all memory or crash that are not to blame.
        """
        seconds = min(question.seconds or self.limits.seconds, self.limits.seconds) or question.seconds or float("inf")
        try:
            return cast("Answer", self._ask(question, seconds))
        except CannotStart:
            raise
        except (WorkerCrashed, OutOfMemory):
            self._soundness.require()
            raise
        except TimeLimit:
            self._soundness.require(later=True)
            raise

    def load(self, path: Path) -> SavedQuery:
        """Reads and checks a saved query's file, which may hang Oxigraph or crash it.

        Raises UnusableQuery, also for what cannot be checked; Busy, NoWorker, GaveWay and CannotStart where nobody could look at it.
        """
        try:
            return cast("SavedQuery", self._ask(SavedFile(path), _SECONDS_FOR_A_FILE))
        except (NoWorker, GaveWay, CannotStart):
            raise
        except TimeLimit as error:
            why = f"it could not be checked within {_SECONDS_FOR_A_FILE:g} seconds"
            raise UnusableQuery(path, 1, why, "make it simpler; it is tried again in some minutes") from TimeoutError(str(error))
        except OutOfMemory as error:
            raise UnusableQuery(path, 1, "to check it takes too much memory", "make it simpler") from error
        except WorkerCrashed as error:
            raise UnusableQuery(path, 1, "it crashes the process that checks it", "make it simpler") from error

    def require_sound(self) -> None:
        """Raises StoreError where the newest snapshot cannot be read, and what `ask` raises where nothing can be asked."""
        self.ask(Question("ASK {}"))
        self._soundness.require()

    def _ask(self, asked: Asked, seconds: float) -> Reply:
        worker = self._take(asked, seconds)
        try:
            return worker.ask(asked)
        except WorkerCrashed:
            self._counts.crashed += 1
            raise
        except OutOfMemory:
            self._counts.stopped_for_memory += 1
            raise
        finally:
            self._give_back(worker)

    def _take(self, asked: Asked, seconds: float) -> Worker:
        """A worker that is free now, the one that worked last.

        Raises Busy, NoWorker where none is free in time, and CannotStart.
        """
        with self._lock:
            now = time.monotonic()
            if not self._idle and len(self._waiting_since) >= max(1, self.limits.waiting):
                raise Busy(f"{len(self._waiting_since)} queries wait already; ask again in a moment")
            self._begin()
            self._waiting_since.append(now)
            try:
                self._free.wait_for(self._is_decided, None if seconds == float("inf") else seconds)
            finally:
                self._waiting_since.remove(now)
            if self._closed or not self._is_decided():
                raise NoWorker(f"no worker was free within {seconds:g} seconds; ask again in a moment")
            if not self._idle:
                raise CannotStart("workers cannot be started; the log says why")
            worker = self._idle.pop()
            calls = bool(self.limits.services) and isinstance(asked, Question) and "service" in asked.text.lower()
            self._runs[worker] = _Run(now, now + seconds, seconds, time.monotonic(), calls)
            self._due.notify()  # the keeper looks at it from now on
        return worker

    def _is_decided(self) -> bool:
        """Whether who waits need wait no longer: a worker is free, or none will be."""
        return bool(self._idle) or self._closed or (self._failed >= _ATTEMPTS and not self._runs)

    def _begin(self) -> None:
        """Starts the thread that keeps the workers, which starts them."""
        if self._keeper is None:
            self._keeper = Thread(target=self._keep, name="keeper of workers", daemon=True)
            self._keeper.start()

    def _give_back(self, worker: Worker) -> None:
        """A worker that was slow, or is gone, is not asked again: it gives way to all others, and others took its place."""
        with self._lock:
            run = self._runs.pop(worker)
            if worker.is_usable and not run.slow:
                self._idle.append(worker)
                self._free.notify()
            else:
                self._lost.append(worker)
                self._due.notify()

    def _keep(self) -> None:
        """Stops what takes too long or too much, and starts a worker for each that is missing, until the pool is closed."""
        while not self._closed:
            try:
                self._tend()
            except Exception:  # noqa: BLE001  # nothing would be stopped or started ever after
                _LOG.exception("the workers could not be looked after; it is tried again")
                time.sleep(_PAUSE)
            time.sleep(_GLANCE)

    def _tend(self) -> None:
        """Does once what is to be done, and waits for it where there is nothing."""
        with self._lock:
            if not (self._runs or self._lost or self._starting or self._missing() or self._closed):
                self._due.wait()
            if self._closed:
                return
            before = time.monotonic() - _GLANCE
            runs = [(worker, run) for worker, run in self._runs.items() if run.since < before]
            lost, missing = list(self._lost), self._missing()
            self._lost.clear()
        for worker in lost:
            worker.close()
        for worker, run in runs:
            self._look_at(worker, run)
        self._make_room()
        self._start(missing)
        self._welcome()

    def _start(self, missing: int) -> None:
        """Starts so many, or as many as the system lets: it is tried again after a pause."""
        if time.monotonic() < self._not_before:
            return
        try:
            for _ in range(missing):
                self._starting.append(Worker(self.source, self.limits))
        except (OSError, EOFError, psutil.Error) as error:
            self._pause(error)

    def _welcome(self) -> None:
        """Lets those be asked that are ready; those that ended before are replaced after a pause."""
        dead = [worker for worker in self._starting if not worker.is_alive]
        for worker in dead:
            self._starting.remove(worker)
            worker.close()
        if dead:
            self._pause(None)
        for worker in list(self._starting):
            if worker.is_ready():
                with self._lock:
                    self._failed = 0
                    self._starting.remove(worker)
                    self._idle.insert(0, worker)
                    self._free.notify()

    def _pause(self, error: Exception | None) -> None:
        """Notes an attempt that came to nothing. One after the other, the log has it once, and those who wait are told."""
        with self._lock:
            self._failed += 1
            self._not_before = time.monotonic() + _PAUSE
            if self._failed == _ATTEMPTS:
                _LOG.error("workers cannot be started: %s", error or "they end before they are ready", exc_info=error)
            self._free.notify_all()

    def _make_room(self) -> None:
        """Where slow queries hold every place and somebody has waited for a while, stops the one that has run longest."""
        with self._lock:
            since = self._waiting_since[0] if self._waiting_since else float("inf")
            if self._idle or self._starting or self._missing() or time.monotonic() - since < _PATIENCE or not self._runs:
                return
            if all(run.slow and worker.is_alive for worker, run in self._runs.items()):
                self._counts.stopped_for_time += 1
                oldest = min(self._runs, key=lambda worker: self._runs[worker].since)
                oldest.stop(GaveWay("the query was stopped to let others go first; ask again later, or for less"))

    def _missing(self) -> int:
        """How many workers are to be started: slow queries do not count, but for those beyond what may run."""
        slow = min(sum(run.slow for run in self._runs.values()), self.size * _SLOW_FOR_EACH)
        return max(0, self.size - len(self._starting) - len(self._idle) - (len(self._runs) - slow))

    def _look_at(self, worker: Worker, run: _Run) -> None:
        now = time.monotonic()
        if not worker.is_usable:
            return  # it is being ended, and was counted
        if now > run.deadline:
            self._counts.stopped_for_time += 1
            worker.stop(TimeLimit(f"the query was stopped after {run.seconds:g} seconds; ask for less, or add a LIMIT"))
        elif self.limits.memory and worker.memory() > self.limits.memory:
            worker.stop(OutOfMemory(worker.over_memory))
        elif not run.slow:
            used = worker.processor_time()
            run.used_before = used if run.used_before is None else run.used_before
            if used - run.used_before > _SLOW or (run.calls and now - run.started > _SLOW):
                run.slow = True
                worker.give_way()

    def _kills(self) -> tuple[int, int, int]:
        return self._counts.stopped_for_time, self._counts.stopped_for_memory, self._counts.crashed
